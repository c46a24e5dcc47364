#include "qa/audit/plan_read.h"

#include <string.h>

#include "qa/base/number.h"
#include "qa/base/strings.h"

enum { C_N, C_ACCEPT, C_REJECT, C_CLASS, C_LOT, C_K, N_COLUMNS };

struct plan_reading {
    const struct qa_records *records;
    uint32_t column[N_COLUMNS];
    struct qa_arena *arena;
    struct qa_error *err;
};

static enum qa_status find_columns(struct plan_reading *reading)
{
    static const struct qa_column_spec specs[N_COLUMNS] = {
        [C_N] = {"n", "sample_size", true},
        [C_ACCEPT] = {"accept", "ac,accept_at", false},
        [C_REJECT] = {"reject", "re,reject_at", false},
        [C_CLASS] = {"class", "severity", false},
        [C_LOT] = {"lot", "lot_size", false},
        [C_K] = {"k", NULL, false}};
    const char *file = reading->records->file;
    QA_TRY(qa_records_columns(reading->records, specs, N_COLUMNS, reading->column, reading->err));
    if (reading->column[C_ACCEPT] != QA_NONE && reading->column[C_REJECT] != QA_NONE) {
        return QA_OK;
    }
    if (reading->column[C_K] != QA_NONE) {
        return qa_fail_at(reading->err, "E304", file, 1, 0,
                          "this is a plan by variables: it decides by mean and standard deviation "
                          "of scores, not by errors counted");
    }
    return qa_fail_at(reading->err, "E304", file, 1, 0,
                      "the plan has no columns accept and reject: it says how many to check, not "
                      "how many errors decide");
}

static enum qa_status read_count(const struct plan_reading *reading, size_t record, int column,
                                 uint64_t *value)
{
    const struct qa_cell *cell = qa_records_cell(reading->records, record, reading->column[column]);
    if (!qa_parse_count(cell->text, cell->length, value)) {
        return qa_fail_at(reading->err, "E304", reading->records->file, cell->line, cell->column,
                          "'%.60s' is not a number of a plan", cell->text);
    }
    return QA_OK;
}

static bool is_given(const struct plan_reading *reading, size_t record, int column)
{
    const struct qa_cell *cell = qa_records_cell(reading->records, record, reading->column[column]);
    return cell != NULL && cell->length > 0;
}

static enum qa_status read_stage(const struct plan_reading *reading, size_t record,
                                 struct qa_plan_stage *stage)
{
    uint64_t accept = 0;
    QA_TRY(read_count(reading, record, C_N, &stage->n));
    QA_TRY(read_count(reading, record, C_REJECT, &stage->reject));
    stage->accept = QA_NEVER_ACCEPT;
    if (is_given(reading, record, C_ACCEPT)) {
        QA_TRY(read_count(reading, record, C_ACCEPT, &accept));
        stage->accept = (int64_t)accept;
    }
    return QA_OK;
}

static enum qa_status read_lot(const struct plan_reading *reading, size_t record, uint64_t *lot)
{
    uint64_t size = 0;
    if (!is_given(reading, record, C_LOT)) {
        return QA_OK;
    }
    QA_TRY(read_count(reading, record, C_LOT, &size));
    if (*lot != 0 && size != *lot) {
        const struct qa_cell *cell =
            qa_records_cell(reading->records, record, reading->column[C_LOT]);
        return qa_fail_at(reading->err, "E304", reading->records->file, cell->line, cell->column,
                          "the lot is %llu here and %llu in a row above", (unsigned long long)size,
                          (unsigned long long)*lot);
    }
    *lot = size;
    return QA_OK;
}

static const char *class_of(const struct plan_reading *reading, size_t record)
{
    return is_given(reading, record, C_CLASS)
               ? qa_records_cell(reading->records, record, reading->column[C_CLASS])->text
               : "";
}

static struct qa_plan_part *part_of(struct qa_plan_part *parts, size_t *n, const char *name)
{
    for (size_t p = 0; p < *n; p++) {
        if (strcmp(parts[p].name, name) == 0) {
            return &parts[p];
        }
    }
    parts[*n] = (struct qa_plan_part){.name = name};
    return &parts[(*n)++];
}

/* The stages of one class, in the order of their rows. */
static enum qa_status read_part(const struct plan_reading *reading, struct qa_plan_part *part)
{
    size_t n = reading->records->n_records;
    struct qa_plan_stage *stages = QA_ARRAY(reading->arena, struct qa_plan_stage, n);
    part->plan.stages = stages;
    for (size_t r = 0; r < n; r++) {
        if (strcmp(class_of(reading, r), part->name) != 0) {
            continue;
        }
        QA_TRY(read_stage(reading, r, &stages[part->plan.n_stages]));
        part->plan.n_stages++;
    }
    return QA_OK;
}

enum qa_status qa_plan_read(const struct qa_records *records, struct qa_arena *arena,
                            struct qa_plan_file *out, struct qa_error *err)
{
    struct plan_reading reading = {.records = records, .arena = arena, .err = err};
    struct qa_plan_part *parts = QA_ARRAY(arena, struct qa_plan_part, records->n_records + 1);
    *out = (struct qa_plan_file){.parts = parts};
    QA_TRY(find_columns(&reading));
    if (records->n_records == 0) {
        return qa_fail_at(err, "E304", records->file, 1, 0, "the plan has no stage");
    }
    for (size_t r = 0; r < records->n_records; r++) {
        QA_TRY(read_lot(&reading, r, &out->lot));
        (void)part_of(parts, &out->n_parts, class_of(&reading, r));
    }
    for (size_t p = 0; p < out->n_parts; p++) {
        QA_TRY(read_part(&reading, &parts[p]));
        uint64_t first = parts[p].plan.stages[0].n;
        out->n = first > out->n ? first : out->n;
    }
    return QA_OK;
}
