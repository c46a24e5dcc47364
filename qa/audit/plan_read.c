#include "qa/audit/plan_read.h"

#include <math.h>
#include <string.h>

#include "qa/base/number.h"
#include "qa/base/strings.h"

enum { MOST_UNITS = 1000000 };

enum {
    C_N,
    C_ACCEPT,
    C_REJECT,
    C_CLASS,
    C_LOT,
    C_PLAN,
    C_SLOPE,
    C_ACCEPT_LINE,
    C_REJECT_LINE,
    C_K,
    C_LIMIT,
    C_LETTER,
    C_LEVEL,
    N_COLUMNS
};

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
        [C_PLAN] = {"plan", NULL, false},
        [C_SLOPE] = {"slope", NULL, false},
        [C_ACCEPT_LINE] = {"accept_line", NULL, false},
        [C_REJECT_LINE] = {"reject_line", NULL, false},
        [C_K] = {"k", NULL, false},
        [C_LIMIT] = {"lower_limit", NULL, false},
        [C_LETTER] = {"letter", "code_letter", false},
        [C_LEVEL] = {"level", "inspection_level", false}};
    return qa_records_columns(reading->records, specs, N_COLUMNS, reading->column, reading->err);
}

static enum qa_plan_file_kind kind_of(const struct plan_reading *reading)
{
    if (reading->column[C_ACCEPT] != QA_NONE && reading->column[C_REJECT] != QA_NONE) {
        return QA_FILE_OF_ERRORS;
    }
    return reading->column[C_K] != QA_NONE ? QA_FILE_OF_SCORES : QA_FILE_OF_SIZE;
}

/* ---- cells ---- */

static enum qa_status bad_cell(const struct plan_reading *reading, size_t record, int column,
                               const char *why)
{
    const struct qa_cell *cell = qa_records_cell(reading->records, record, reading->column[column]);
    return qa_fail_at(reading->err, "E304", reading->records->file, cell != NULL ? cell->line : 1,
                      cell != NULL ? cell->column : 0, "%s", why);
}

static enum qa_status read_count(const struct plan_reading *reading, size_t record, int column,
                                 uint64_t *value)
{
    const struct qa_cell *cell = qa_records_cell(reading->records, record, reading->column[column]);
    if (!qa_parse_count(cell->text, cell->length, value) || *value > UINT32_MAX) {
        return bad_cell(
            reading, record, column,
            qa_arena_format(reading->arena, "'%.60s' is not a number of a plan", cell->text));
    }
    return QA_OK;
}

static bool is_given(const struct plan_reading *reading, size_t record, int column)
{
    const struct qa_cell *cell = qa_records_cell(reading->records, record, reading->column[column]);
    return cell != NULL && cell->length > 0;
}

static bool read_real(const struct plan_reading *reading, size_t record, int column, double *value)
{
    const struct qa_cell *cell = qa_records_cell(reading->records, record, reading->column[column]);
    return cell != NULL && qa_parse_real(cell->text, cell->length, value);
}

static enum qa_status read_lot(const struct plan_reading *reading, size_t record, uint64_t *lot)
{
    uint64_t size = 0;
    if (!is_given(reading, record, C_LOT)) {
        return QA_OK;
    }
    QA_TRY(read_count(reading, record, C_LOT, &size));
    if (*lot != 0 && size != *lot) {
        return bad_cell(reading, record, C_LOT,
                        qa_arena_format(reading->arena,
                                        "the lot is %llu here and %llu in a row above",
                                        (unsigned long long)size, (unsigned long long)*lot));
    }
    *lot = size;
    return QA_OK;
}

/* What is no level of the standard says nothing of letters. */
static enum qa_inspection_level level_of(const struct plan_reading *reading)
{
    int level = 0;
    if (!is_given(reading, 0, C_LEVEL)) {
        return QA_N_LEVELS;
    }
    const char *text = qa_records_cell(reading->records, 0, reading->column[C_LEVEL])->text;
    while (level < QA_N_LEVELS && strcmp(qa_level_names[level], text) != 0) {
        level++;
    }
    return (enum qa_inspection_level)level;
}

/* reject 0: the cell is empty. */
static enum qa_status read_numbers(const struct plan_reading *reading, size_t record,
                                   struct qa_plan_stage *stage)
{
    uint64_t accept = 0;
    stage->accept = QA_NEVER_ACCEPT;
    stage->reject = 0;
    if (is_given(reading, record, C_ACCEPT)) {
        QA_TRY(read_count(reading, record, C_ACCEPT, &accept));
        stage->accept = (int64_t)accept;
    }
    if (is_given(reading, record, C_REJECT)) {
        QA_TRY(read_count(reading, record, C_REJECT, &stage->reject));
        if ((int64_t)stage->reject <= stage->accept || stage->reject == 0) {
            return bad_cell(reading, record, C_REJECT,
                            "a plan rejects at more errors than it accepts");
        }
    }
    return QA_OK;
}

/* ---- parts ---- */

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

/* The records of one class. */
struct rows {
    size_t *list;
    size_t n;
};

static enum qa_status read_stages(const struct plan_reading *reading, struct rows rows,
                                  struct qa_plan *plan, uint64_t *first)
{
    struct qa_plan_stage *stages = QA_ARRAY(reading->arena, struct qa_plan_stage, rows.n);
    for (size_t s = 0; s < rows.n; s++) {
        QA_TRY(read_count(reading, rows.list[s], C_N, &stages[s].n));
        QA_TRY(read_numbers(reading, rows.list[s], &stages[s]));
        if (stages[s].n == 0) {
            return bad_cell(reading, rows.list[s], C_N, "a stage checks one answer or more");
        }
        if (stages[s].reject == 0 || stages[s].reject > MOST_UNITS) {
            return bad_cell(reading, rows.list[s], C_REJECT,
                            "a stage rejects at 1 to 1,000,000 errors");
        }
    }
    *plan = (struct qa_plan){stages, rows.n};
    *first = stages[0].n;
    return QA_OK;
}

/* The same numbers for the units from .. to - 1, which count from 0. */
static void fill(struct qa_plan_stage *stages, uint64_t from, uint64_t to,
                 struct qa_plan_stage numbers)
{
    for (uint64_t u = from; u < to; u++) {
        /* Units have no more errors than there are, so that none rejects. */
        uint64_t reject = numbers.reject > 0 ? numbers.reject : u + 2;
        stages[u] = (struct qa_plan_stage){1, numbers.accept, reject};
    }
}

/* Numbers that hold from n on, until the next row; the last row is the cut-off. */
static enum qa_status read_boundaries(const struct plan_reading *reading, struct rows rows,
                                      struct qa_plan *plan)
{
    uint64_t last = 0;
    QA_TRY(read_count(reading, rows.list[rows.n - 1], C_N, &last));
    if (last == 0 || last > MOST_UNITS) {
        return bad_cell(reading, rows.list[rows.n - 1], C_N,
                        "a sequential plan ends after 1 to 1,000,000 answers");
    }
    struct qa_plan_stage *stages = QA_ARRAY(reading->arena, struct qa_plan_stage, last);
    struct qa_plan_stage numbers = {1, QA_NEVER_ACCEPT, 0};
    uint64_t since = 1; /* the unit from which the numbers hold */
    for (size_t i = 0; i < rows.n; i++) {
        uint64_t from = 0;
        QA_TRY(read_count(reading, rows.list[i], C_N, &from));
        if (from < since + (i > 0 ? 1 : 0) || from > last) {
            return bad_cell(reading, rows.list[i], C_N,
                            "the rows of a sequential plan are in the order of n");
        }
        fill(stages, since - 1, from - 1, numbers);
        since = from;
        QA_TRY(read_numbers(reading, rows.list[i], &numbers));
    }
    fill(stages, since - 1, last, numbers);
    *plan = (struct qa_plan){stages, last};
    return QA_OK;
}

static enum qa_status read_lines(const struct plan_reading *reading, size_t record,
                                 struct qa_plan *plan)
{
    struct qa_sequential lines = {0};
    QA_TRY(read_count(reading, record, C_N, &lines.cut_off));
    bool are_numbers = read_real(reading, record, C_SLOPE, &lines.slope) &&
                       read_real(reading, record, C_ACCEPT_LINE, &lines.h1) &&
                       read_real(reading, record, C_REJECT_LINE, &lines.h2);
    if (!are_numbers || lines.slope <= 0 || lines.slope > 1000 || fabs(lines.h1) > 1e6 ||
        fabs(lines.h2) > 1e6 || lines.cut_off == 0 || lines.cut_off > MOST_UNITS) {
        return bad_cell(reading, record, C_SLOPE,
                        "the lines of a sequential plan are slope, accept_line and reject_line, up "
                        "to an n of 1,000,000");
    }
    *plan = qa_plan_between_lines(&lines, reading->arena);
    return QA_OK;
}

static bool is_sequential(const struct plan_reading *reading, size_t record)
{
    return is_given(reading, record, C_PLAN) &&
           strcmp(qa_records_cell(reading->records, record, reading->column[C_PLAN])->text,
                  "sequential") == 0;
}

static enum qa_status read_part(const struct plan_reading *reading, struct qa_plan_part *part,
                                uint64_t *first)
{
    struct rows rows = {QA_ARRAY(reading->arena, size_t, reading->records->n_records), 0};
    for (size_t r = 0; r < reading->records->n_records; r++) {
        if (strcmp(class_of(reading, r), part->name) == 0) {
            rows.list[rows.n++] = r;
        }
    }
    if (is_given(reading, rows.list[0], C_LETTER)) {
        part->letter =
            qa_records_cell(reading->records, rows.list[0], reading->column[C_LETTER])->text;
    }
    if (!is_sequential(reading, rows.list[0])) {
        return read_stages(reading, rows, &part->plan, first);
    }
    if (is_given(reading, rows.list[0], C_SLOPE)) {
        QA_TRY(read_lines(reading, rows.list[0], &part->plan));
    } else {
        QA_TRY(read_boundaries(reading, rows, &part->plan));
    }
    *first = part->plan.n_stages;
    return QA_OK;
}

static enum qa_status read_parts(const struct plan_reading *reading, struct qa_plan_file *out)
{
    size_t n = reading->records->n_records;
    struct qa_plan_part *parts = QA_ARRAY(reading->arena, struct qa_plan_part, n);
    for (size_t r = 0; r < n; r++) {
        (void)part_of(parts, &out->n_parts, class_of(reading, r));
    }
    for (size_t p = 0; p < out->n_parts; p++) {
        uint64_t first = 0;
        QA_TRY(read_part(reading, &parts[p], &first));
        out->n = first > out->n ? first : out->n;
    }
    out->parts = parts;
    return QA_OK;
}

/* ---- others ---- */

static enum qa_status read_scores(const struct plan_reading *reading, struct qa_plan_file *out)
{
    out->scores.lower_limit = (double)NAN;
    if (out->n < 2) {
        return bad_cell(reading, 0, C_N, "a plan for scores wants two of them or more");
    }
    if (!read_real(reading, 0, C_K, &out->scores.k)) {
        return bad_cell(reading, 0, C_K, "the plan for scores has no number k");
    }
    if (is_given(reading, 0, C_LIMIT) &&
        !read_real(reading, 0, C_LIMIT, &out->scores.lower_limit)) {
        return bad_cell(reading, 0, C_LIMIT, "the lower limit is not a number");
    }
    out->scores.n = out->n;
    return QA_OK;
}

enum qa_status qa_plan_read(const struct qa_records *records, struct qa_arena *arena,
                            struct qa_plan_file *out, struct qa_error *err)
{
    struct plan_reading reading = {.records = records, .arena = arena, .err = err};
    *out = (struct qa_plan_file){.level = QA_N_LEVELS};
    QA_TRY(find_columns(&reading));
    if (records->n_records == 0) {
        return qa_fail_at(err, "E304", records->file, 1, 0, "the plan has no stage");
    }
    for (size_t r = 0; r < records->n_records; r++) {
        QA_TRY(read_lot(&reading, r, &out->lot));
    }
    out->level = level_of(&reading);
    out->kind = kind_of(&reading);
    if (out->kind == QA_FILE_OF_ERRORS) {
        return read_parts(&reading, out);
    }
    QA_TRY(read_count(&reading, 0, C_N, &out->n));
    if (out->n == 0) {
        return bad_cell(&reading, 0, C_N, "the plan has no sample size n");
    }
    return out->kind == QA_FILE_OF_SCORES ? read_scores(&reading, out) : QA_OK;
}
