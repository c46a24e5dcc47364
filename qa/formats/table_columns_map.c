/* What the user says that columns are: --map. */
#include "qa/formats/table_columns_parts.h"

#include <string.h>

#include "qa/base/number.h"

static const char *nearest_field(const struct qa_wanted *wanted, const char *name)
{
    const char *names[QA_WANTED_MAX];
    for (size_t i = 0; i < wanted->n; i++) {
        names[i] = wanted->spec[i].name;
    }
    return qa_nearest_name(name, names, wanted->n);
}

static enum qa_status unknown_field(const struct qa_wanted *wanted, const char *name,
                                    struct qa_error *err)
{
    const char *nearest = nearest_field(wanted, name);
    return qa_fail(err, QA_USAGE, "E114", "--map: there is no field '%s'%s%s%s", name,
                   nearest ? " (did you mean '" : "", nearest ? nearest : "", nearest ? "'?)" : "");
}

static enum qa_status map_column(const struct qa_records *header, const struct qa_column_map *map,
                                 uint32_t *column, struct qa_error *err)
{
    for (uint32_t c = 0; c < header->n_columns; c++) {
        if (strcmp(header->header[c].text, map->column) == 0) {
            *column = c;
            return QA_OK;
        }
    }
    const struct qa_column_spec spec = {map->column, NULL, true};
    enum qa_status status = qa_records_columns(header, &spec, 1, column, err);
    if (status != QA_OK && err != NULL) {
        err->code = "E114";
    }
    return status;
}

/* The value of wide. */
static enum qa_status map_wide(const char *word, enum qa_wide_form *form, struct qa_error *err)
{
    static const struct {
        const char *word;
        enum qa_wide_form form;
    } words[] = {{"annotators", QA_WIDE_ANNOTATORS},
                 {"items", QA_WIDE_ITEMS},
                 {"counts", QA_WIDE_COUNTS},
                 {"no", QA_WIDE_NOT}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strcmp(words[i].word, word) == 0) {
            *form = words[i].form;
            return QA_OK;
        }
    }
    return qa_fail(err, QA_USAGE, "E114",
                   "--map: wide is '%s', expected annotators, items, counts or no", word);
}

/* The column that a mapped name was probably meant for. */
static uint32_t nearest_column(const struct qa_records *header, const char *name,
                               struct qa_arena *arena)
{
    const char **names = QA_ARRAY(arena, const char *, header->n_columns);
    for (size_t c = 0; c < header->n_columns; c++) {
        names[c] = header->header[c].text;
    }
    const char *nearest = qa_nearest_name(name, names, header->n_columns);
    for (uint32_t c = 0; nearest != NULL && c < header->n_columns; c++) {
        if (names[c] == nearest) {
            return c;
        }
    }
    return QA_NONE;
}

/* One entry of the map. After a failure the field has the column that was probably meant. */
static enum qa_status map_one(const struct qa_records *header, const struct qa_column_map *map,
                              struct qa_wanted *wanted, struct qa_arena *arena,
                              struct qa_error *err)
{
    enum qa_status status = QA_OK;
    struct qa_error later;
    size_t at = qa_wanted_index(wanted, map->field);
    if (at == wanted->n) {
        status = unknown_field(wanted, map->field, err);
        at = qa_wanted_index(wanted, nearest_field(wanted, map->field));
    }
    if (at == wanted->n) {
        return status;
    }
    wanted->is_mapped[at] = true;
    if (map->column[0] == '\0') {
        return status;
    }
    enum qa_status found =
        map_column(header, map, &wanted->column[at], status == QA_OK ? err : &later);
    if (found != QA_OK) {
        wanted->column[at] = nearest_column(header, map->column, arena);
    }
    return status == QA_OK ? found : status;
}

enum qa_status qa_wanted_map(const struct qa_records *header, const struct qa_read_options *options,
                             struct qa_wanted *wanted, bool *taken, struct qa_arena *arena,
                             struct qa_error *err)
{
    enum qa_status status = QA_OK;
    struct qa_error later;
    for (size_t i = 0; i < options->n_map; i++) {
        const struct qa_column_map *map = &options->map[i];
        uint32_t ignored;
        if (options->map_is_optional &&
            (map->column[0] == '\0' || strcmp(map->field, "wide") == 0 ||
             map_column(header, map, &ignored, &later) != QA_OK)) {
            continue;
        }
        struct qa_error *here = status == QA_OK ? err : &later;
        enum qa_status mapped = strcmp(map->field, "wide") == 0
                                    ? map_wide(map->column, &wanted->wide, here)
                                    : map_one(header, map, wanted, arena, here);
        status = status == QA_OK ? mapped : status;
    }
    for (size_t i = 0; i < wanted->n; i++) {
        if (wanted->is_mapped[i] && wanted->column[i] != QA_NONE) {
            taken[wanted->column[i]] = true;
        }
    }
    return status;
}
