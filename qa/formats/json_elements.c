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
    const char *key;
    struct qa_json_part *part;
    size_t n;
    /* the parts that are parsed: first .. first + n_open - 1 */
    struct qa_json *json[WINDOW_MAX];
    bool is_good[WINDOW_MAX];
    size_t window;
    size_t first;
    size_t n_open;
    size_t at; /* the part that is read */
    struct qa_json_iterator iterator;
    bool is_open;
    size_t n_given;        /* elements, so far */
    struct qa_json *whole; /* NULL: parts do */
    /* where the part behind the parsed ones begins */
    uint64_t line;
    size_t line_start;
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

/* ---- parts that are parsed ---- */

static void count_lines(void *given, size_t k)
{
    struct qa_json_elements *elements = given;
    struct qa_json_part *part = &elements->part[elements->first + k];
    part->line = lines_in(elements->bytes, part->begin, part->end, &part->line_start);
}

/* Lines before each part, from the lines in each. */
static void add_lines(struct qa_json_elements *elements)
{
    for (size_t k = 0; k < elements->n_open; k++) {
        struct qa_json_part *part = &elements->part[elements->first + k];
        uint64_t n = part->line;
        size_t last = part->line_start;
        part->line = elements->line;
        part->line_start = elements->line_start;
        elements->line += n;
        elements->line_start = n > 0 ? last : elements->line_start;
    }
}

static void parse_one(void *given, size_t k)
{
    struct qa_json_elements *elements = given;
    elements->is_good[k] = qa_json_parse_part(&elements->json[k], elements->bytes,
                                              &elements->part[elements->first + k]);
}

/* The parts from `at` on, a few of them together. */
static void parse_parts(struct qa_json_elements *elements)
{
    size_t left = elements->n - elements->at;
    elements->first = elements->at;
    elements->n_open = left < elements->window ? left : elements->window;
    qa_parallel_for(elements->n_open, count_lines, elements);
    add_lines(elements);
    qa_parallel_for(elements->n_open, parse_one, elements);
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

static struct qa_json_elements *elements_new(struct qa_bytes *bytes, const char *key)
{
    struct qa_arena *arena = qa_arena_new();
    struct qa_json_elements *elements = QA_NEW(arena, struct qa_json_elements);
    elements->arena = arena;
    elements->bytes = bytes;
    elements->key = key;
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
    struct qa_json_elements *made = elements_new(bytes, key);
    cut_parts(made, whole.begin, whole.end, part_bytes);
    made->line = 1 + lines_in(bytes, 0, whole.begin, &made->line_start);
    bool is_proved = prove_rest(*rest, key, bytes, whole.begin);
    if (is_proved) {
        parse_parts(made);
    }
    if (!is_proved || !made->is_good[0]) {
        qa_json_elements_free(made);
        qa_json_free(*rest);
        return false;
    }
    *elements = made;
    return true;
}

size_t qa_json_elements_estimate(const struct qa_json_elements *elements)
{
    size_t first = qa_json_count(qa_json_root(elements->json[0]));
    return (size_t)((double)first * 1.02 * (double)elements->n);
}

/* The name without the quotes around it. */
static const char *bare_name(const struct qa_json_elements *elements)
{
    return qa_arena_text_n(elements->arena, elements->key + 1, strlen(elements->key) - 2);
}

/* The parts from `at` on are not what was guessed: the whole, behind what was given of it. */
static enum qa_status open_whole(struct qa_json_elements *elements, struct qa_error *err)
{
    struct qa_json_value array;
    const char *name = bare_name(elements);
    QA_TRY(qa_json_parse(&elements->whole, elements->bytes, err));
    if (!qa_json_member(qa_json_root(elements->whole), name, &array) ||
        qa_json_kind(array) != QA_JSON_ARRAY) {
        return qa_fail_at(err, "E119", elements->bytes->path, 1, 1, "no array '%s'", name);
    }
    elements->iterator = qa_json_iterate(array);
    for (size_t i = 0; i < elements->n_given && qa_json_next(&elements->iterator); i++) {
    }
    elements->at = elements->n;
    return QA_OK;
}

/* The next part; not behind the last. */
static enum qa_status open_part(struct qa_json_elements *elements, struct qa_error *err)
{
    if (elements->at == elements->first + elements->n_open) {
        qa_bytes_done_until(elements->bytes, elements->part[elements->at].begin);
        parse_parts(elements);
    }
    size_t k = elements->at - elements->first;
    if (!elements->is_good[k]) {
        return open_whole(elements, err);
    }
    elements->iterator = qa_json_iterate(qa_json_root(elements->json[k]));
    elements->at++;
    return QA_OK;
}

enum qa_status qa_json_next_element(struct qa_json_elements *elements, bool *is_there,
                                    struct qa_json_value *out, struct qa_error *err)
{
    *is_there = true;
    while (!elements->is_open || !qa_json_next(&elements->iterator)) {
        if (elements->at == elements->n) {
            *is_there = false;
            return QA_OK;
        }
        elements->is_open = true;
        QA_TRY(open_part(elements, err));
    }
    elements->n_given++;
    *out = elements->iterator.value;
    return QA_OK;
}

const struct qa_json *qa_json_elements_whole(const struct qa_json_elements *elements)
{
    return elements->whole;
}

void qa_json_elements_free(struct qa_json_elements *elements)
{
    for (size_t k = 0; k < WINDOW_MAX; k++) {
        if (elements->json[k] != NULL) {
            qa_json_free(elements->json[k]);
        }
    }
    if (elements->whole != NULL) {
        qa_json_free(elements->whole);
    }
    qa_arena_free(elements->arena);
}
