/* memmem and memrchr, looks for words and lines, are not in POSIX. */
#define _GNU_SOURCE
#include "qa/formats/json_elements.h"

#include <string.h>

#include "qa/base/arena.h"
#include "qa/base/parallel.h"
#include "qa/formats/json_parts.h"

enum { WINDOW_MAX = 64 };

struct qa_json_elements {
    struct qa_arena *arena;
    struct qa_bytes *bytes;
    struct qa_json_part *part;
    size_t *count; /* elements of each */
    size_t n;
    bool *is_good;
    /* the parts that are parsed: first .. first + window - 1 */
    struct qa_json *json[WINDOW_MAX];
    size_t window;
    size_t first;
    size_t at; /* the part that is read */
    struct qa_json_iterator iterator;
    bool is_open;
};

/* ---- where the array lies ---- */

static bool is_blank(unsigned char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static size_t skip_blanks(const struct qa_bytes *bytes, size_t at)
{
    while (at < bytes->size && is_blank(bytes->data[at])) {
        at++;
    }
    return at;
}

/* The end of what stands before the blanks before `at`. */
static size_t skip_back(const struct qa_bytes *bytes, size_t at)
{
    while (at > 0 && is_blank(bytes->data[at - 1])) {
        at--;
    }
    return at;
}

/* Behind the bracket of the first array of that name; 0: there is none. */
static size_t find_begin(const struct qa_bytes *bytes, const char *key)
{
    const unsigned char *found = memmem(bytes->data, bytes->size, key, strlen(key));
    if (found == NULL) {
        return 0;
    }
    size_t at = skip_blanks(bytes, (size_t)(found - bytes->data) + strlen(key));
    if (at == bytes->size || bytes->data[at] != ':') {
        return 0;
    }
    at = skip_blanks(bytes, at + 1);
    return at < bytes->size && bytes->data[at] == '[' ? at + 1 : 0;
}

/* The last place of a word in the text from begin on, if it is not too far from the end; SIZE_MAX:
 * there is none. */
static size_t find_last(const struct qa_bytes *bytes, size_t begin, const char *word)
{
    enum { STEP = 1 << 20, FURTHEST = 1 << 26 };
    size_t length = strlen(word);
    size_t low = bytes->size;
    while (low > begin && bytes->size - low < FURTHEST) {
        size_t end = low + length < bytes->size ? low + length : bytes->size;
        low = low - begin > STEP ? low - STEP : begin;
        const unsigned char *at = bytes->data + low;
        const unsigned char *last = NULL;
        while ((at = memmem(at, (size_t)(bytes->data + end - at), word, length)) != NULL) {
            last = at++;
        }
        if (last != NULL) {
            return (size_t)(last - bytes->data);
        }
    }
    return SIZE_MAX;
}

/* The bracket that ends an array before the member at `at`, or before the root's end; 0: none. */
static size_t bracket_before(const struct qa_bytes *bytes, size_t at, unsigned char mark)
{
    at = skip_back(bytes, at);
    if (at == 0 || bytes->data[at - 1] != mark) {
        return 0;
    }
    at = skip_back(bytes, at - 1);
    return at > 0 && bytes->data[at - 1] == ']' ? at - 1 : 0;
}

static size_t find_end(const struct qa_bytes *bytes, size_t begin)
{
    static const char *const sections[] = {"\"images\"", "\"categories\"", "\"info\"",
                                           "\"licenses\""};
    size_t end = bracket_before(bytes, bytes->size, '}');
    for (size_t i = 0; i < sizeof sections / sizeof *sections; i++) {
        size_t at = find_last(bytes, begin, sections[i]);
        size_t before = at != SIZE_MAX ? bracket_before(bytes, at, ',') : 0;
        end = before > begin && (end == 0 || before < end) ? before : end;
    }
    return end > begin ? end : 0;
}

/* ---- parts ---- */

/* The comma between two objects, from `at` on; `end`: none. */
static size_t find_comma(const struct qa_bytes *bytes, size_t at, size_t end)
{
    while (at < end) {
        const unsigned char *brace = memchr(bytes->data + at, '}', end - at);
        if (brace == NULL) {
            return end;
        }
        at = (size_t)(brace - bytes->data) + 1;
        size_t comma = skip_blanks(bytes, at);
        if (comma < end && bytes->data[comma] == ',') {
            size_t next = skip_blanks(bytes, comma + 1);
            if (next < end && bytes->data[next] == '{') {
                return comma;
            }
        }
    }
    return end;
}

static void cut_parts(struct qa_json_elements *elements, size_t begin, size_t end, size_t bytes)
{
    elements->part = QA_ARRAY(elements->arena, struct qa_json_part, (end - begin) / bytes + 1);
    while (begin < end) {
        size_t comma = end - begin > bytes ? find_comma(elements->bytes, begin + bytes, end) : end;
        elements->part[elements->n++] = (struct qa_json_part){.begin = begin, .end = comma};
        begin = comma + (comma < end);
    }
}

/* Lines before each part, from the lines in each; `line` counts them at first. */
static void count_lines(struct qa_json_elements *elements, const struct qa_json_part *whole)
{
    uint64_t line = whole->line;
    size_t line_start = whole->line_start;
    for (size_t i = 0; i < elements->n; i++) {
        struct qa_json_part *part = &elements->part[i];
        uint64_t n = part->line;
        size_t last = part->line_start;
        part->line = line;
        part->line_start = line_start;
        line += n;
        line_start = n > 0 ? last : line_start;
    }
}

/* How many lines end in the text, and where the last of them begins. */
static uint64_t lines_in(const struct qa_bytes *bytes, size_t begin, size_t end, size_t *last)
{
    uint64_t n = 0;
    for (size_t i = begin; i < end; i++) {
        n += bytes->data[i] == '\n';
    }
    const unsigned char *at = n > 0 ? memrchr(bytes->data + begin, '\n', end - begin) : bytes->data;
    *last = n > 0 ? (size_t)(at - bytes->data) + 1 : *last;
    return n;
}

static void prove_part(struct qa_json_elements *elements, size_t i, struct qa_json **json)
{
    struct qa_json_part *part = &elements->part[i];
    elements->is_good[i] = qa_json_parse_part(json, elements->bytes, part);
    elements->count[i] = elements->is_good[i] ? qa_json_count(qa_json_root(*json)) : 0;
    part->line = lines_in(elements->bytes, part->begin, part->end, &part->line_start);
}

/* Every window-th part, in one document. */
static void prove_some(void *given, size_t k)
{
    struct qa_json_elements *elements = given;
    for (size_t i = k; i < elements->n; i += elements->window) {
        prove_part(elements, i, &elements->json[k]);
    }
}

static bool prove_parts(struct qa_json_elements *elements)
{
    elements->is_good = QA_ARRAY(elements->arena, bool, elements->n);
    elements->count = QA_ARRAY(elements->arena, size_t, elements->n);
    qa_parallel_for(elements->window, prove_some, elements);
    return memchr(elements->is_good, false, elements->n) == NULL;
}

/* The first array of the name may be another one's. */
static bool prove_rest(const struct qa_json *rest, const char *key, const struct qa_bytes *bytes,
                       size_t begin)
{
    struct qa_json_value array;
    uint64_t line;
    uint64_t column;
    size_t start = 0;
    char name[32];
    size_t n = strlen(key) - 2; /* without quotes */
    if (n >= sizeof name) {
        return false;
    }
    memcpy(name, key + 1, n);
    name[n] = '\0';
    if (!qa_json_member(qa_json_root(rest), name, &array) || qa_json_kind(array) != QA_JSON_ARRAY ||
        qa_json_count(array) > 0) {
        return false;
    }
    qa_json_place(array, &line, &column);
    uint64_t want = 1 + lines_in(bytes, 0, begin, &start);
    return line == want && column == begin - start;
}

/* ---- the interface ---- */

static struct qa_json_elements *elements_new(struct qa_bytes *bytes)
{
    struct qa_arena *arena = qa_arena_new();
    struct qa_json_elements *elements = QA_NEW(arena, struct qa_json_elements);
    elements->arena = arena;
    elements->bytes = bytes;
    size_t window = 2 * (size_t)qa_parallel_threads();
    elements->window = window < WINDOW_MAX ? window : WINDOW_MAX;
    return elements;
}

bool qa_json_cut(struct qa_bytes *bytes, const char *key, size_t part_bytes, struct qa_json **rest,
                 struct qa_json_elements **elements)
{
    struct qa_json_part whole = {.begin = find_begin(bytes, key), .line_start = 0};
    whole.end = whole.begin > 0 ? find_end(bytes, whole.begin) : 0;
    if (whole.end == 0 || (whole.end - whole.begin) / part_bytes < 2 ||
        !qa_json_parse_without(rest, bytes, &whole)) {
        return false;
    }
    struct qa_json_elements *made = elements_new(bytes);
    cut_parts(made, whole.begin, whole.end, part_bytes);
    if (!prove_rest(*rest, key, bytes, whole.begin) || !prove_parts(made)) {
        qa_json_elements_free(made);
        qa_json_free(*rest);
        return false;
    }
    whole.line = 1 + lines_in(bytes, 0, whole.begin, &whole.line_start);
    count_lines(made, &whole);
    *elements = made;
    return true;
}

size_t qa_json_elements_count(const struct qa_json_elements *elements)
{
    size_t n = 0;
    for (size_t i = 0; i < elements->n; i++) {
        n += elements->count[i];
    }
    return n;
}

static void parse_one(void *given, size_t k)
{
    struct qa_json_elements *elements = given;
    size_t i = elements->first + k;
    elements->is_good[i] =
        qa_json_parse_part(&elements->json[k], elements->bytes, &elements->part[i]);
}

/* The next part; a few of them are parsed together. */
static bool open_part(struct qa_json_elements *elements)
{
    if (elements->at == elements->n) {
        return false;
    }
    if (!elements->is_open || elements->at == elements->first + elements->window) {
        size_t left = elements->n - elements->at;
        elements->first = elements->at;
        elements->is_open = true;
        qa_bytes_done_until(elements->bytes, elements->part[elements->at].begin);
        qa_parallel_for(left < elements->window ? left : elements->window, parse_one, elements);
    }
    if (!elements->is_good[elements->at]) {
        QA_BUG("a part of a JSON text that was read before cannot be read again");
    }
    elements->iterator =
        qa_json_iterate(qa_json_root(elements->json[elements->at - elements->first]));
    elements->at++;
    return true;
}

bool qa_json_next_element(struct qa_json_elements *elements, struct qa_json_value *out)
{
    while (!elements->is_open || !qa_json_next(&elements->iterator)) {
        if (!open_part(elements)) {
            return false;
        }
    }
    *out = elements->iterator.value;
    return true;
}

void qa_json_elements_free(struct qa_json_elements *elements)
{
    for (size_t k = 0; k < WINDOW_MAX; k++) {
        if (elements->json[k] != NULL) {
            qa_json_free(elements->json[k]);
        }
    }
    qa_arena_free(elements->arena);
}
