#include "qa/cli/look_around.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "qa/formats/csv_input.h"
#include "qa/formats/input.h"
#include "qa/formats/reader.h"
#include "qa/formats/sheet_input.h"
#include "qa/formats/table_head.h"

enum { HEAD = 1 << 16, MOST_COLUMNS = 4, MOST_KEYS = 16, LARGEST_WORKBOOK = 1 << 24 };

/* A table is for the first key whose columns it all has. */
static const struct role {
    const char *key;
    struct qa_column_spec columns[MOST_COLUMNS];
    size_t most_columns; /* of the table; 0: any number */
} roles[] = {
    {"quotes",
     {{"price", "rate_per_unit,unit_price,preis", true}, {"basis", "charge,unit,pricing", true}},
     0},
    {"rates", {{"currency", "code", true}, {"rate", "exchange_rate", true}}, 0},
    {"log",
     {{"ordered_at", "ordered,order_date", true},
      {"delivered_at", "delivered,delivery_date", true}},
     0},
    {"models", {{"model", NULL, true}, {"field", NULL, true}, {"value", NULL, true}}, 0},
    {"penalties", {{"per", NULL, true}, {"amount", NULL, true}}, 0},
    {"responses", {{"promise", NULL, true}, {"value", NULL, true}}, 0},
    {"responses", {{"id", NULL, true}, {"answer", NULL, true}}, 0},
    {"questions", {{"id", NULL, true}, {"question", NULL, true}, {"requirement", NULL, true}}, 0},
    {"calendar.holidays", {{"date", "day,holiday_date", true}, {"hours", NULL, true}}, 3},
    {"expected_items", {{"item", "item_id,unit_id,file_name,image,task_id", true}}, 1},
};
enum { N_ROLES = sizeof roles / sizeof *roles };

struct looking {
    struct qa_arena *arena;
    struct qa_project_delivery *deliveries;
    size_t n_deliveries;
    size_t capacity;
    struct qa_found_key keys[MOST_KEYS];
    size_t n_keys;
    size_t n_unknown;
};

/* ---- by content ---- */

static bool has_columns(const struct qa_records *records, const struct role *role)
{
    struct qa_error ignored;
    uint32_t index[MOST_COLUMNS];
    size_t n = 0;
    while (n < MOST_COLUMNS && role->columns[n].name != NULL) {
        n++;
    }
    return (role->most_columns == 0 || records->n_columns <= role->most_columns) &&
           qa_records_columns(records, role->columns, n, index, &ignored) == QA_OK;
}

static const char *role_of(const struct qa_records *records)
{
    for (size_t r = 0; r < N_ROLES; r++) {
        if (has_columns(records, &roles[r])) {
            return roles[r].key;
        }
    }
    return NULL;
}

/* The beginning of a text, up to the end of a line. */
static size_t head_length(const struct qa_bytes *bytes)
{
    size_t n = bytes->size < HEAD ? bytes->size : HEAD;
    while (n < bytes->size && n > 0 && bytes->data[n - 1] != '\n') {
        n--;
    }
    return n;
}

static const char *role_of_text(struct qa_bytes *bytes, struct qa_arena *arena)
{
    struct qa_bytes head;
    struct qa_records records;
    struct qa_error ignored;
    const char *key = NULL;
    if (qa_bytes_of_memory(&head, bytes->data, head_length(bytes), bytes->path, &ignored) !=
        QA_OK) {
        return NULL;
    }
    if (qa_csv_records(&head, NULL, 0, arena, &records, &ignored) == QA_OK) {
        key = role_of(&records);
    }
    qa_bytes_close(&head);
    return key;
}

static const char *role_of_workbook(struct qa_bytes *bytes, struct qa_arena *arena)
{
    static const char *const promise[] = {"promise", "value"};
    static const char *const charge[] = {"charge", "price"};
    static const struct qa_sheet_form forms[] = {{promise, 2, true}, {charge, 2, true}};
    struct qa_records sheets[2] = {{0}};
    struct qa_records first;
    struct qa_error ignored;
    if (bytes->size > LARGEST_WORKBOOK) {
        return NULL;
    }
    if (qa_book_sheets(bytes, forms, 2, arena, sheets, &ignored) == QA_OK) {
        if (sheets[0].header != NULL) {
            return "responses";
        }
        if (sheets[1].header != NULL) {
            return "quotes";
        }
    }
    return qa_book_table(bytes, NULL, qa_is_table_head, arena, &first, &ignored) == QA_OK
               ? role_of(&first)
               : NULL;
}

/* ---- by name ---- */

/* Is one of the words in the path, at the beginning of a word? */
static bool mentions(const char *path, const char *const *words)
{
    for (const char *at = path; *at != '\0'; at++) {
        bool starts = at == path || strchr("/-_. ", at[-1]) != NULL;
        for (size_t w = 0; starts && words[w] != NULL; w++) {
            if (strncasecmp(at, words[w], strlen(words[w])) == 0) {
                return true;
            }
        }
    }
    return false;
}

/* The first folder that is not one of all vendors, else the beginning of the file's name. */
static const char *vendor_of(const char *path, struct qa_arena *arena)
{
    static const char *const shared[] = {"deliver", "data",   "label",  "annotation", "vendor",
                                         "batch",   "export", "import", "results",    NULL};
    const char *from = path;
    for (const char *slash = strchr(from, '/'); slash != NULL; slash = strchr(from, '/')) {
        const char *folder = qa_arena_text_n(arena, from, (size_t)(slash - from));
        if (!mentions(folder, shared)) {
            return folder;
        }
        from = slash + 1;
    }
    return qa_arena_text_n(arena, from, strcspn(from, "-_. "));
}

/* ---- what was found ---- */

static void add_delivery(struct looking *looking, const char *vendor, const char *path)
{
    size_t at = 0;
    while (at < looking->n_deliveries && strcmp(looking->deliveries[at].vendor, vendor) != 0) {
        at++;
    }
    if (at == looking->n_deliveries) {
        looking->deliveries = qa_arena_grow(looking->arena, looking->deliveries, &looking->capacity,
                                            at + 1, sizeof *looking->deliveries);
        looking->deliveries[looking->n_deliveries++] =
            (struct qa_project_delivery){.vendor = vendor};
    }
    struct qa_project_delivery *delivery = &looking->deliveries[at];
    struct qa_texts files = {(const char **)(uintptr_t)delivery->files, delivery->n_files};
    qa_texts_add(&files, path, looking->arena);
    delivery->files = files.list;
    delivery->n_files = files.n;
}

static void add_key(struct looking *looking, const char *key, const char *path)
{
    size_t at = 0;
    while (at < looking->n_keys && strcmp(looking->keys[at].key, key) != 0) {
        at++;
    }
    if (at == MOST_KEYS) {
        return;
    }
    looking->n_keys += at == looking->n_keys;
    looking->keys[at].key = key;
    qa_texts_add(&looking->keys[at].files, path, looking->arena);
}

static void add_file(struct looking *looking, struct qa_bytes *bytes, const char *path)
{
    static const char *const words[] = {"gold",      "truth",  "groundtruth",
                                        "reference", "expert", NULL};
    const struct qa_reader *reader = NULL;
    struct qa_error ignored;
    const char *key = qa_is_workbook(bytes) ? role_of_workbook(bytes, looking->arena)
                                            : role_of_text(bytes, looking->arena);
    if (key != NULL) {
        add_key(looking, key, path);
    } else if (qa_reader_sniff(bytes, &reader, &ignored) != QA_OK) {
        looking->n_unknown++;
    } else if (mentions(path, words)) {
        add_key(looking, "gold", path);
    } else {
        add_delivery(looking, vendor_of(path, looking->arena), path);
    }
}

/* What labelqa and people write beside the inputs. */
static bool is_passed_over(const char *path)
{
    static const char *const suffixes[] = {".yaml", ".yml", ".md",  ".txt", ".sh", ".key",
                                           ".log",  ".pdf", ".png", ".jpg", NULL};
    size_t length = strlen(path);
    for (size_t s = 0; suffixes[s] != NULL; s++) {
        size_t n = strlen(suffixes[s]);
        if (length >= n && strcasecmp(path + length - n, suffixes[s]) == 0) {
            return true;
        }
    }
    return false;
}

static int by_vendor(const void *left, const void *right)
{
    return strcmp(((const struct qa_project_delivery *)left)->vendor,
                  ((const struct qa_project_delivery *)right)->vendor);
}

struct qa_found qa_look_around(const char *folder, struct qa_arena *arena)
{
    struct looking looking = {.arena = arena};
    struct qa_error ignored;
    struct qa_input *input;
    if (qa_input_open(&input, folder, arena, &ignored) != QA_OK) {
        return (struct qa_found){.n_keys = 0};
    }
    for (size_t i = 0; i < qa_input_count(input) && i < QA_LOOKED_AT; i++) {
        const char *path = qa_arena_text(arena, qa_input_name(input, i));
        struct qa_bytes *bytes;
        if (is_passed_over(path)) {
            continue;
        }
        if (qa_input_bytes(input, i, &bytes, &ignored) == QA_OK) {
            add_file(&looking, bytes, path);
            qa_input_drop(input, i);
        } else {
            looking.n_unknown++;
        }
    }
    qa_input_close(input);
    if (looking.n_deliveries > 1) {
        qsort(looking.deliveries, looking.n_deliveries, sizeof *looking.deliveries, by_vendor);
    }
    struct qa_found_key *keys = QA_ARRAY(arena, struct qa_found_key, MOST_KEYS);
    memcpy(keys, looking.keys, sizeof looking.keys);
    return (struct qa_found){looking.deliveries, looking.n_deliveries, keys, looking.n_keys,
                             looking.n_unknown};
}

const struct qa_texts *qa_found_files(const struct qa_found *found, const char *key)
{
    for (size_t i = 0; i < found->n_keys; i++) {
        if (strcmp(found->keys[i].key, key) == 0) {
            return &found->keys[i].files;
        }
    }
    return NULL;
}

void qa_found_say(const struct qa_found *found, const char *path)
{
    size_t n_files = 0;
    for (size_t d = 0; d < found->n_deliveries; d++) {
        n_files += found->deliveries[d].n_files;
    }
    if (n_files == 0) {
        fprintf(stderr, "labelqa: wrote %s; fill it in, then: labelqa audit -o vendors.xlsx\n",
                path);
        return;
    }
    fprintf(stderr, "labelqa: wrote %s with what is here: %zu file%s of %zu vendor%s", path,
            n_files, n_files == 1 ? "" : "s", found->n_deliveries,
            found->n_deliveries == 1 ? "" : "s");
    for (size_t k = 0; k < found->n_keys; k++) {
        fprintf(stderr, ", %s", found->keys[k].key);
    }
    if (found->n_unknown > 0) {
        fprintf(stderr, "; %zu file%s not taken", found->n_unknown,
                found->n_unknown == 1 ? "" : "s");
    }
    fprintf(stderr, "\nlabelqa: look through it, then: labelqa audit -o vendors.xlsx\n");
}
