#include "qa/batch/signing.h"

#include <string.h>

#include "qa/batch/builder_columns.h"
#include "qa/batch/item_names.h"

/* ---- whether files are people ---- */

static bool any_signed(const struct qa_builder *builder)
{
    for (size_t r = 0; r < builder->n_records; r++) {
        if (builder->annotator.list[r] != QA_NONE) {
            return true;
        }
    }
    return false;
}

static uint32_t kind_of(const struct qa_builder *builder, size_t record, uint32_t source)
{
    if (qa_record_count(builder, record) > 0) {
        return qa_record_object_type(builder, qa_record_first(builder, record));
    }
    const struct qa_type *type = builder->sources[source].type;
    return type != NULL ? (uint32_t)qa_type_index(type) : 0;
}

static const char *unit_of(const struct qa_source *source)
{
    return source->unit != NULL ? source->unit : source->path;
}

/* Whether at least half of what is answered, by vendor, item, question and kind, is answered in
 * several files. */
static bool are_people(const struct qa_builder *builder)
{
    struct qa_arena *scratch = qa_arena_new();
    struct qa_strings *tasks = qa_strings_new(scratch);
    uint32_t *first = NULL; /* by task: its file + 1, or QA_NONE for several */
    size_t capacity = 0;
    size_t n_shared = 0;
    struct qa_strings *units = qa_strings_new(scratch);
    uint32_t *unit = QA_ARRAY(scratch, uint32_t, builder->n_sources + 1);
    for (size_t s = 0; s < builder->n_sources; s++) {
        unit[s] = qa_strings_intern_text(units, unit_of(&builder->sources[s]));
    }
    for (size_t r = 0; r < builder->n_records; r++) {
        uint32_t source = qa_builder_source_of(builder, r);
        const uint32_t key[4] = {
            builder->vendor.list != NULL ? builder->vendor.list[r] : QA_NONE, builder->item.list[r],
            builder->question.list != NULL ? builder->question.list[r] : QA_NONE,
            kind_of(builder, r, source)};
        uint32_t task = qa_strings_intern(tasks, (const char *)key, sizeof key);
        first = qa_arena_grow(scratch, first, &capacity, (size_t)task + 1, sizeof *first);
        if (first[task] == 0) {
            first[task] = unit[source] + 1;
        } else if (first[task] != QA_NONE && first[task] != unit[source] + 1) {
            first[task] = QA_NONE;
            n_shared++;
        }
    }
    size_t n = qa_strings_count(tasks);
    qa_arena_free(scratch);
    return n_shared > 0 && 2 * n_shared >= n;
}

/* ---- names of files ---- */

/* Where the suffixes of a file begin: at the first dot, but for an address, whose own dots stay:
 * there they are the last, and one before that of a packed file. NULL: there are none. */
static char *suffixes_of(char *base)
{
    static const char *const packed[] = {".gz", ".xz", ".bz2", ".zst"};
    char *at = strchr(base, '@');
    char *dot = at != NULL ? strrchr(at, '.') : strchr(base + (*base == '.'), '.');
    for (size_t i = 0; at != NULL && dot != NULL && i < sizeof packed / sizeof *packed; i++) {
        if (strcmp(dot, packed[i]) == 0) {
            *dot = '\0';
            dot = strrchr(at, '.');
            break;
        }
    }
    return dot;
}

/* "people/anna.csv.gz" -> "anna", or "people/anna" with one folder. */
static const char *file_name(const char *path, unsigned folders, struct qa_arena *arena)
{
    char *name = qa_arena_text(arena, qa_item_key(path, QA_ITEMS_PATH, folders, arena));
    char *base = strrchr(name, '/') != NULL ? strrchr(name, '/') + 1 : name;
    char *dot = suffixes_of(base);
    if (dot != NULL) {
        *dot = '\0';
    }
    return name;
}

static bool tells_apart(const struct qa_builder *builder, unsigned folders, struct qa_arena *arena)
{
    struct qa_strings *names = qa_strings_new(arena);
    struct qa_strings *paths = qa_strings_new(arena);
    for (size_t s = 0; s < builder->n_sources; s++) {
        const char *path = unit_of(&builder->sources[s]);
        uint32_t n = qa_strings_count(paths);
        if (qa_strings_intern_text(paths, path) == n) {
            uint32_t n_names = qa_strings_count(names);
            if (qa_strings_intern_text(names, file_name(path, folders, arena)) < n_names) {
                return false;
            }
        }
    }
    return true;
}

static unsigned folders_needed(const struct qa_builder *builder, struct qa_arena *arena)
{
    unsigned folders = 0;
    while (folders < QA_ITEM_FOLDERS_MAX && !tells_apart(builder, folders, arena)) {
        folders++;
    }
    return folders;
}

/* ---- signing ---- */

static size_t sign_by_file(struct qa_builder *builder)
{
    struct qa_arena *scratch = qa_arena_new();
    unsigned folders = folders_needed(builder, scratch);
    const char **name = QA_ARRAY(scratch, const char *, builder->n_sources + 1);
    size_t n = 0;
    for (size_t r = 0; r < builder->n_records; r++) {
        if (builder->annotator.list[r] != QA_NONE) {
            continue;
        }
        uint32_t source = qa_builder_source_of(builder, r);
        if (name[source] == NULL) {
            name[source] = file_name(unit_of(&builder->sources[source]), folders, scratch);
            qa_strings_intern_text(builder->names->path_people, name[source]);
            n++;
        }
        uint32_t vendor = builder->vendor.list != NULL ? builder->vendor.list[r] : QA_NONE;
        builder->annotator.list[r] =
            qa_names_annotator(builder->names, vendor, name[source], strlen(name[source]));
    }
    qa_arena_free(scratch);
    return n;
}

/* "people/anna/1.ann" -> "anna"; "" where the path names no folder. */
static const char *folder_name(const char *path, struct qa_arena *arena)
{
    const char *end = strrchr(path, '/');
    const char *begin = end;
    while (begin != NULL && begin > path && begin[-1] != '/') {
        begin--;
    }
    return end == NULL ? "" : qa_arena_text_n(arena, begin, (size_t)(end - begin));
}

static void sign_by_folder(struct qa_builder *builder, struct qa_findings *findings)
{
    struct qa_arena *scratch = qa_arena_new();
    const char **name = QA_ARRAY(scratch, const char *, builder->n_sources + 1);
    for (size_t s = 0; s < builder->n_sources; s++) {
        name[s] = folder_name(builder->sources[s].path, scratch);
        if (*name[s] == '\0' || strcmp(name[s], ".") == 0 || strcmp(name[s], "..") == 0) {
            qa_findings_addf(findings, QA_ERROR, "E112", builder->sources[s].path, 0, 0,
                             "the path names no folder to be the annotator; give it with its "
                             "folder, as in people/anna/1.ann");
        }
    }
    for (size_t r = 0; r < builder->n_records; r++) {
        const char *folder = name[qa_builder_source_of(builder, r)];
        uint32_t vendor = builder->vendor.list != NULL ? builder->vendor.list[r] : QA_NONE;
        if (builder->annotator.list[r] == QA_NONE && *folder != '\0') {
            qa_strings_intern_text(builder->names->path_people, folder);
            builder->annotator.list[r] =
                qa_names_annotator(builder->names, vendor, folder, strlen(folder));
        }
    }
    qa_arena_free(scratch);
}

static void refuse_unsigned(const struct qa_builder *builder, struct qa_findings *findings)
{
    for (size_t s = 0; s < builder->n_sources; s++) {
        const struct qa_source *source = &builder->sources[s];
        if (source->unsigned_text != NULL) {
            qa_findings_addf(findings, QA_ERROR, "E112", source->path, 1, 0, "%s",
                             source->unsigned_text);
        }
    }
}

void qa_sign_answers(struct qa_builder *builder, enum qa_signing signing,
                     struct qa_findings *findings)
{
    if (signing == QA_SIGN_BY_FOLDER) {
        sign_by_folder(builder, findings);
        return;
    }
    bool is_auto = signing == QA_SIGN_AUTO && builder->n_sources > 1 && !any_signed(builder) &&
                   are_people(builder);
    if (signing != QA_SIGN_BY_FILE && !is_auto) {
        refuse_unsigned(builder, findings);
        return;
    }
    size_t n = sign_by_file(builder);
    if (is_auto) {
        qa_findings_addf(findings, QA_WARNING, "W146", NULL, 0, 0,
                         "no answer has an annotator, and %zu files answer the same items: each "
                         "file is taken for one person, called by its name (--annotator-from none "
                         "leaves answers unsigned)",
                         n);
    }
}
