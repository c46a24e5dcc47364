/* The lot, stratum and cluster that a row belongs to, and what all rows say of these. */
#include <math.h>
#include <string.h>

#include "qa/audit/judge_reading.h"
#include "qa/audit/sample.h"
#include "qa/base/number.h"

/* A size cell into *size: every row of a lot or stratum has to say the same. */
static enum qa_status take_size(const struct qa_sheet_reading *reading,
                                const struct qa_read_row *row, enum qa_sheet_column column,
                                uint64_t rows_before, uint64_t *size)
{
    const char *text = row->text[column];
    uint64_t value = 0;
    if (row->cell[column] == NULL) {
        return QA_OK;
    }
    if (text[0] != '\0' && (!qa_parse_count(text, strlen(text), &value) || value == 0)) {
        return qa_refuse_cell(reading, "E312", row->cell[column],
                              qa_arena_format(reading->arena,
                                              "'%.60s' is no size; expected a whole number above 0",
                                              text));
    }
    if (rows_before > 0 && value != *size) {
        return qa_refuse_cell(
            reading, "E312", row->cell[column],
            qa_arena_format(reading->arena, "the size is %llu here and %llu in a row above",
                            (unsigned long long)value, (unsigned long long)*size));
    }
    *size = value;
    return QA_OK;
}

static bool is_design(const char *text, enum qa_sample_design design)
{
    return strcmp(text, qa_sample_design_names[design]) == 0;
}

/* The design that the row names; none is the simple one. */
static enum qa_status read_design(const struct qa_sheet_reading *reading,
                                  const struct qa_read_row *row, enum qa_sample_design *design)
{
    const char *text = row->text[C_DESIGN];
    *design = QA_SAMPLE_SIMPLE;
    for (int d = 0; d <= QA_SAMPLE_CLUSTER; d++) {
        if (is_design(text, (enum qa_sample_design)d)) {
            *design = (enum qa_sample_design)d;
            return QA_OK;
        }
    }
    return text[0] == '\0'
               ? QA_OK
               : qa_refuse_cell(
                     reading, "E312", row->cell[C_DESIGN],
                     qa_arena_format(reading->arena,
                                     "'%.20s' is no design; expected simple, systematic, pps "
                                     "or cluster",
                                     text));
}

enum qa_status qa_find_lot(struct qa_sheet_reading *reading, const struct qa_read_row *row,
                           struct qa_lot_tally **out)
{
    struct qa_sheet_tally *tally = reading->out;
    uint32_t id = qa_strings_intern_text(reading->lots, row->lot);
    struct qa_lot_tally *lot = &tally->lots[id];
    tally->n_lots = qa_strings_count(reading->lots);
    lot->name = qa_strings_text(reading->lots, id);
    *out = lot;
    bool has_design = row->text[C_DESIGN][0] != '\0';
    enum qa_sample_design design;
    QA_TRY(read_design(reading, row, &design));
    if (lot->rows == 0) {
        lot->has_design = has_design;
        lot->design = design;
    }
    if (lot->design != design || lot->has_design != has_design) {
        return qa_refuse_cell(
            reading, "E312", row->cell[C_DESIGN],
            qa_arena_format(reading->arena, "the design is '%.20s' here and '%.20s' in a row above",
                            row->text[C_DESIGN],
                            lot->has_design ? qa_sample_design_names[lot->design] : ""));
    }
    QA_TRY(take_size(reading, row, C_CLUSTERS, lot->rows, &lot->n_clusters));
    return take_size(reading, row, C_LOT_SIZE, lot->rows, &lot->size);
}

enum qa_status qa_find_stratum(struct qa_sheet_reading *reading, const struct qa_read_row *row,
                               const struct qa_lot_tally *lot, struct qa_stratum_tally **out)
{
    struct qa_sheet_tally *tally = reading->out;
    const char *key = qa_arena_format(reading->arena, "%s\n%s", lot->name, row->text[C_STRATUM]);
    uint32_t id = qa_strings_intern_text(reading->strata, key);
    struct qa_stratum_tally *stratum = &tally->strata[id];
    tally->n_strata = qa_strings_count(reading->strata);
    stratum->lot = (uint32_t)(lot - tally->lots);
    stratum->name = row->text[C_STRATUM];
    *out = stratum;
    return take_size(reading, row, C_STRATUM_SIZE, stratum->rows, &stratum->size);
}

/* Rows of one file and stratum that are as likely as each other say so. */
static enum qa_status same_probability(const struct qa_sheet_reading *reading,
                                       const struct qa_read_row *row, double probability,
                                       struct qa_stratum_tally *stratum)
{
    const double rounding = 1e-4;
    if (stratum->sheet != reading->sheet) {
        stratum->sheet = reading->sheet;
        stratum->probability = probability;
    }
    if (is_design(row->text[C_DESIGN], QA_SAMPLE_PPS) ||
        fabs(probability - stratum->probability) <= rounding * stratum->probability) {
        return QA_OK;
    }
    return qa_refuse_cell(reading, "E312", row->cell[C_PROBABILITY],
                          "rows of one stratum have different inclusion probabilities: their "
                          "design is pps, and the column design has to say so");
}

/* Of samples with unequal probabilities each row has its own. */
enum qa_status qa_take_probability(const struct qa_sheet_reading *reading,
                                   const struct qa_read_row *row, struct qa_stratum_tally *stratum,
                                   double *probability)
{
    const char *text = row->text[C_PROBABILITY];
    bool is_probability =
        qa_parse_real(text, strlen(text), probability) && *probability > 0 && *probability <= 1;
    if (is_design(row->text[C_DESIGN], QA_SAMPLE_PPS) && !is_probability) {
        return qa_refuse_cell(
            reading, "E312",
            row->cell[C_PROBABILITY] != NULL ? row->cell[C_PROBABILITY] : row->place,
            "a sample drawn by size needs each row's inclusion_probability, above 0 and "
            "at most 1");
    }
    *probability = is_probability ? *probability : 0;
    return is_probability ? same_probability(reading, row, *probability, stratum) : QA_OK;
}

enum qa_status qa_take_cluster(struct qa_sheet_reading *reading, const struct qa_read_row *row,
                               const struct qa_lot_tally *lot, uint32_t *cluster)
{
    *cluster = QA_NONE;
    if (!is_design(row->text[C_DESIGN], QA_SAMPLE_CLUSTER)) {
        return QA_OK;
    }
    if (row->text[C_CLUSTER][0] == '\0' || lot->n_clusters == 0) {
        return qa_refuse_cell(
            reading, "E312", row->place,
            "a sample of clusters needs the columns cluster and clusters (how many the "
            "lot has)");
    }
    const char *key = qa_arena_format(reading->arena, "%s\n%s", lot->name, row->text[C_CLUSTER]);
    *cluster = qa_strings_intern_text(reading->clusters, key);
    reading->out->n_clusters = qa_strings_count(reading->clusters);
    return QA_OK;
}

/* What the rows of a lot say together. */
static enum qa_status check_sizes(const struct qa_sheet_reading *reading)
{
    const struct qa_sheet_tally *tally = reading->out;
    const char *file = reading->sheet->file;
    for (size_t l = 0; l < tally->n_lots; l++) {
        const struct qa_lot_tally *lot = &tally->lots[l];
        uint64_t sum = 0;
        size_t n_strata = 0;
        bool all_known = true;
        for (size_t s = 0; s < tally->n_strata; s++) {
            const struct qa_stratum_tally *stratum = &tally->strata[s];
            if (stratum->lot != l) {
                continue;
            }
            n_strata++;
            all_known = all_known && stratum->size > 0;
            sum += stratum->size;
            if (stratum->size > 0 && stratum->rows > stratum->size) {
                return qa_fail_at(reading->err, "E312", file, 0, 0,
                                  "lot '%.80s' has a stratum of %llu with %llu rows", lot->name,
                                  (unsigned long long)stratum->size,
                                  (unsigned long long)stratum->rows);
            }
        }
        if (n_strata > 1 && !all_known) {
            return qa_fail_at(reading->err, "E312", file, 0, 0,
                              "lot '%.80s' was drawn in %zu strata; without the column "
                              "stratum_size they cannot be weighed",
                              lot->name, n_strata);
        }
        if (lot->size > 0 && (lot->rows > lot->size || sum > lot->size)) {
            return qa_fail_at(reading->err, "E312", file, 0, 0,
                              "lot '%.80s' has %llu units by its lot_size, but %llu rows and "
                              "strata of %llu units",
                              lot->name, (unsigned long long)lot->size,
                              (unsigned long long)lot->rows, (unsigned long long)sum);
        }
    }
    return QA_OK;
}

/* A row that was taken out would take its error with it. */
static enum qa_status check_draws(const struct qa_sheet_reading *reading)
{
    for (uint32_t d = 0; d < qa_strings_count(reading->draws); d++) {
        const struct qa_draw_tally *draw = &reading->draw[d];
        if (draw->n_units < draw->drawn) {
            return qa_fail_at(reading->err, "E316", reading->sheet->file, 0, 0,
                              "of the %llu answers drawn for work sheet %s, %llu are here: rows "
                              "that are not done stay in it with the verdict empty, and the files "
                              "of all its auditors are judged together",
                              (unsigned long long)draw->drawn, qa_strings_text(reading->draws, d),
                              (unsigned long long)draw->n_units);
        }
    }
    return QA_OK;
}

/* A size given from outside speaks of one lot. */
static enum qa_status apply_lot_size(const struct qa_sheet_reading *reading)
{
    struct qa_sheet_tally *tally = reading->out;
    uint64_t size = reading->request->lot_size;
    if (size == 0 || tally->n_lots == 0) {
        return QA_OK;
    }
    if (tally->n_lots > 1) {
        return qa_fail_at(reading->err, "E312", reading->sheet->file, 0, 0,
                          "one lot size was given for %zu lots; write a column lot_size",
                          tally->n_lots);
    }
    if (tally->lots[0].size != 0 && tally->lots[0].size != size) {
        return qa_fail_at(reading->err, "E312", reading->sheet->file, 0, 0,
                          "the lot has %llu units by its lot_size and %llu as given",
                          (unsigned long long)tally->lots[0].size, (unsigned long long)size);
    }
    tally->lots[0].size = size;
    return QA_OK;
}

enum qa_status qa_check_lots(const struct qa_sheet_reading *reading)
{
    QA_TRY(check_draws(reading));
    QA_TRY(apply_lot_size(reading));
    return check_sizes(reading);
}
