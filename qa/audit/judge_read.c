/* A filled work sheet to tallies. */
#include <ctype.h>
#include <string.h>

#include "qa/audit/judge_reading.h"
#include "qa/audit/sample.h"
#include "qa/base/number.h"

static const char *trimmed(const struct qa_cell *cell, struct qa_arena *arena)
{
    if (cell == NULL) {
        return "";
    }
    const char *start = cell->text + strspn(cell->text, " \t");
    size_t length = strlen(start);
    while (length > 0 && strchr(" \t", start[length - 1]) != NULL) {
        length--;
    }
    return qa_arena_text_n(arena, start, length);
}

static struct qa_read_row take_row(const struct qa_sheet_reading *reading, size_t record)
{
    struct qa_read_row row;
    for (int c = 0; c < N_COLUMNS; c++) {
        row.cell[c] = qa_records_cell(reading->sheet, record, reading->column[c]);
        row.text[c] = trimmed(row.cell[c], reading->arena);
    }
    row.place = row.cell[C_ID] != NULL ? row.cell[C_ID] : row.cell[C_ITEM];
    row.lot = row.text[C_LOT][0] != '\0' ? row.text[C_LOT] : row.text[C_VENDOR];
    row.lot = row.lot[0] != '\0' ? row.lot : "all";
    return row;
}

/* ---- the auditor's word ---- */

static bool same_word(const char *text, const char *word)
{
    while (*text != '\0' && tolower((unsigned char)*text) == *word) {
        text++;
        word++;
    }
    return *text == '\0' && *word == '\0';
}

static enum qa_status read_verdict(const struct qa_sheet_reading *reading,
                                   const struct qa_read_row *row, enum qa_judged *out)
{
    static const char *const words[] = {[QA_JUDGED_CORRECT] = "correct",
                                        [QA_JUDGED_WRONG] = "wrong",
                                        [QA_JUDGED_UNSURE] = "unsure",
                                        [QA_NOT_JUDGED] = ""};
    for (int w = 0; w <= QA_NOT_JUDGED; w++) {
        if (same_word(row->text[C_VERDICT], words[w])) {
            *out = (enum qa_judged)w;
            return QA_OK;
        }
    }
    return qa_refuse_cell(
        reading, "E311", row->cell[C_VERDICT],
        qa_arena_format(reading->arena,
                        "'%.60s' is no verdict; expected correct, wrong or unsure, or "
                        "nothing while it is not done",
                        row->text[C_VERDICT]));
}

/* The verdict, or what the auditor's own label says about the vendor's. Both may stand there, and
 * then they have to agree. */
static enum qa_status judge_row(const struct qa_sheet_reading *reading,
                                const struct qa_read_row *row, size_t answer, enum qa_judged *out)
{
    QA_TRY(read_verdict(reading, row, out));
    const char *gold = row->text[C_GOLD];
    if (gold[0] == '\0' || *out == QA_JUDGED_UNSURE) {
        return QA_OK;
    }
    const char *given = qa_given_label(reading, row, answer);
    if (given == NULL) {
        return *out != QA_NOT_JUDGED
                   ? QA_OK
                   : qa_refuse_cell(
                         reading, "E311", row->cell[C_GOLD],
                         "the auditor's label has nothing to be compared with: fill verdict, or "
                         "give the delivery in which this unit is one labeled answer");
    }
    enum qa_judged compared = strcmp(gold, given) == 0 ? QA_JUDGED_CORRECT : QA_JUDGED_WRONG;
    if (*out != QA_NOT_JUDGED && *out != compared) {
        return qa_refuse_cell(
            reading, "E311", row->cell[C_VERDICT],
            qa_arena_format(reading->arena,
                            "the verdict is '%s' while gold says '%.60s' and the vendor "
                            "gave '%.60s'",
                            row->text[C_VERDICT], gold, given));
    }
    *out = compared;
    return QA_OK;
}

/* ---- lots, strata and their sizes ---- */

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

static enum qa_status find_lot(struct qa_sheet_reading *reading, const struct qa_read_row *row,
                               struct qa_lot_tally **out)
{
    struct qa_sheet_tally *tally = reading->out;
    uint32_t id = qa_strings_intern_text(reading->lots, row->lot);
    struct qa_lot_tally *lot = &tally->lots[id];
    tally->n_lots = qa_strings_count(reading->lots);
    lot->name = qa_strings_text(reading->lots, id);
    *out = lot;
    if (lot->design == NULL) {
        lot->design = row->text[C_DESIGN];
    }
    if (strcmp(lot->design, row->text[C_DESIGN]) != 0) {
        return qa_refuse_cell(
            reading, "E312", row->cell[C_DESIGN],
            qa_arena_format(reading->arena, "the design is '%.20s' here and '%.20s' in a row above",
                            row->text[C_DESIGN], lot->design));
    }
    QA_TRY(take_size(reading, row, C_CLUSTERS, lot->rows, &lot->n_clusters));
    return take_size(reading, row, C_LOT_SIZE, lot->rows, &lot->size);
}

static enum qa_status find_stratum(struct qa_sheet_reading *reading, const struct qa_read_row *row,
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

/* Of samples with unequal probabilities each row has its own. */
static enum qa_status take_probability(const struct qa_sheet_reading *reading,
                                       const struct qa_read_row *row, double *probability)
{
    const char *text = row->text[C_PROBABILITY];
    bool is_probability =
        qa_parse_real(text, strlen(text), probability) && *probability > 0 && *probability <= 1;
    if (strcmp(row->text[C_DESIGN], "pps") == 0 && !is_probability) {
        return qa_refuse_cell(
            reading, "E312",
            row->cell[C_PROBABILITY] != NULL ? row->cell[C_PROBABILITY] : row->place,
            "a sample drawn by size needs each row's inclusion_probability, above 0 and "
            "at most 1");
    }
    *probability = is_probability ? *probability : 0;
    return QA_OK;
}

static enum qa_status take_cluster(struct qa_sheet_reading *reading, const struct qa_read_row *row,
                                   const struct qa_lot_tally *lot, uint32_t *cluster)
{
    *cluster = QA_NONE;
    if (strcmp(row->text[C_DESIGN], "cluster") != 0) {
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

static const char *or_null(const char *text)
{
    return text[0] != '\0' ? text : NULL;
}

/* What the parts of a lot are told apart by. */
static void describe_unit(const struct qa_sheet_reading *reading, const struct qa_read_row *row,
                          size_t answer, struct qa_judged_unit *unit)
{
    const struct qa_batch *batch = reading->request->delivery;
    unit->severity = row->text[C_SEVERITY];
    unit->value[FIELD_STRATUM] = or_null(row->text[C_STRATUM]);
    unit->value[FIELD_AUDITOR] = or_null(row->text[C_AUDITOR]);
    unit->value[FIELD_CLASS] = or_null(row->text[C_GIVEN]);
    if (answer != SIZE_MAX) {
        unit->value[FIELD_CLASS] = qa_given_text(batch, answer, reading->arena);
        unit->value[FIELD_ANNOTATOR] =
            or_null(qa_annotator_text(batch->names, batch->annotator[answer]));
        unit->value[FIELD_BATCH] =
            or_null(qa_strings_text(batch->names->batches, qa_answer_batch(batch, answer)));
    }
}

static void count_unit(struct qa_lot_tally *lot, struct qa_stratum_tally *stratum,
                       enum qa_judged judged)
{
    bool is_judged = qa_has_verdict(judged);
    lot->rows++;
    lot->n += is_judged;
    lot->errors += judged == QA_JUDGED_WRONG;
    lot->unsure += judged == QA_JUDGED_UNSURE;
    lot->unfinished += judged == QA_NOT_JUDGED;
    stratum->rows++;
    stratum->n += is_judged;
    stratum->errors += judged == QA_JUDGED_WRONG;
}

/* Only rows with check codes are sure to be of the sheet that they name. */
static void count_drawn(struct qa_sheet_reading *reading, const struct qa_read_row *row,
                        struct qa_judged_unit *unit)
{
    uint64_t drawn = 0;
    if (row->cell[C_CHECK] == NULL ||
        !qa_parse_count(row->text[C_DRAWN], strlen(row->text[C_DRAWN]), &drawn)) {
        return;
    }
    unit->draw = qa_strings_intern_text(reading->draws, row->text[C_SHEET]);
    struct qa_draw_tally *draw = &reading->draw[unit->draw];
    draw->drawn = drawn;
    draw->n_units++;
}

/* The auditor's working order, which is random, decides which units come first; a sheet without it
 * goes by its rows. */
static void place_unit(const struct qa_read_row *row, size_t n_before, struct qa_judged_unit *unit)
{
    if (!qa_parse_count(row->text[C_ORDER], strlen(row->text[C_ORDER]), &unit->order)) {
        unit->order = n_before;
    }
}

static enum qa_status read_row(struct qa_sheet_reading *reading, size_t record)
{
    struct qa_read_row row = take_row(reading, record);
    size_t answer;
    uint32_t unit = 0;
    bool is_second = false;
    enum qa_judged judged = QA_NOT_JUDGED;
    struct qa_lot_tally *lot;
    struct qa_stratum_tally *stratum;
    QA_TRY(qa_check_row(reading, &row));
    QA_TRY(qa_number_unit(reading, &row, &unit, &is_second));
    QA_TRY(qa_find_unit(reading, &row, &answer));
    QA_TRY(judge_row(reading, &row, answer, &judged));
    struct qa_judged_unit *out = &reading->out->units[unit];
    if (is_second) {
        bool both = qa_has_verdict(judged) && qa_has_verdict(out->judged);
        out->was_seen_twice = true;
        out->was_twice = both;
        out->disagree = both && judged != out->judged;
        return QA_OK;
    }
    QA_TRY(find_lot(reading, &row, &lot));
    QA_TRY(find_stratum(reading, &row, lot, &stratum));
    QA_TRY(take_probability(reading, &row, &out->probability));
    QA_TRY(take_cluster(reading, &row, lot, &out->cluster));
    reading->out->n_units = qa_strings_count(reading->units);
    count_drawn(reading, &row, out);
    place_unit(&row, reading->out->n_units, out);
    out->lot = (uint32_t)(lot - reading->out->lots);
    out->stratum = (uint32_t)(stratum - reading->out->strata);
    out->judged = judged;
    describe_unit(reading, &row, answer, out);
    count_unit(lot, stratum, judged);
    return QA_OK;
}

static enum qa_status find_columns(struct qa_sheet_reading *reading)
{
    static const struct qa_column_spec specs[N_COLUMNS] = {
        [C_ID] = {"id", "unit_id", false},
        [C_ITEM] = {"item", "item_id,task,task_id,image", false},
        [C_VERDICT] = {"verdict", "judgement,judgment", false},
        [C_GOLD] = {"gold", "correct_label,right_label", false},
        [C_GIVEN] = {"given", "vendor_label", false},
        [C_LOT] = {"lot", NULL, false},
        [C_VENDOR] = {"vendor", NULL, false},
        [C_LOT_SIZE] = {"lot_size", NULL, false},
        [C_STRATUM] = {"stratum", NULL, false},
        [C_STRATUM_SIZE] = {"stratum_size", NULL, false},
        [C_CLUSTER] = {"cluster", NULL, false},
        [C_CLUSTERS] = {"clusters", NULL, false},
        [C_PROBABILITY] = {"inclusion_probability", "probability", false},
        [C_DESIGN] = {"design", NULL, false},
        [C_SEVERITY] = {"severity", NULL, false},
        [C_AUDITOR] = {"auditor", "expert,checker", false},
        [C_QUESTION] = {"question", NULL, false},
        [C_SHEET] = {"sheet", NULL, false},
        [C_DRAWN] = {"drawn", NULL, false},
        [C_CHECK] = {"check", NULL, false},
        [C_ORDER] = {"order", NULL, false},
    };
    const char *file = reading->sheet->file;
    QA_TRY(qa_records_columns(reading->sheet, specs, N_COLUMNS, reading->column, reading->err));
    if (reading->column[C_ID] == QA_NONE && reading->column[C_ITEM] == QA_NONE) {
        return qa_fail_at(reading->err, "E112", file, 1, 0,
                          "the work sheet needs a column id or item");
    }
    if (reading->column[C_VERDICT] == QA_NONE && reading->column[C_GOLD] == QA_NONE) {
        return qa_fail_at(reading->err, "E112", file, 1, 0,
                          "the work sheet needs a column verdict or gold");
    }
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

static enum qa_status read_sheet(struct qa_sheet_reading *reading, const struct qa_records *sheet)
{
    reading->sheet = sheet;
    reading->sheet_id = NULL;
    QA_TRY(find_columns(reading));
    if (sheet->n_records == 0) {
        return qa_fail_at(reading->err, "E311", sheet->file, 0, 0, "the work sheet has no rows");
    }
    for (size_t r = 0; r < sheet->n_records; r++) {
        QA_TRY(read_row(reading, r));
    }
    return QA_OK;
}

enum qa_status qa_judge_read(const struct qa_judge_request *request, struct qa_arena *arena,
                             struct qa_sheet_tally *out, struct qa_error *err)
{
    size_t n = 0;
    if (request->n_sheets == 0) {
        QA_BUG("no work sheet to judge");
    }
    for (size_t s = 0; s < request->n_sheets; s++) {
        n += request->sheets[s]->n_records;
    }
    *out = (struct qa_sheet_tally){.units = QA_ARRAY(arena, struct qa_judged_unit, n + 1),
                                   .lots = QA_ARRAY(arena, struct qa_lot_tally, n + 1),
                                   .strata = QA_ARRAY(arena, struct qa_stratum_tally, n + 1)};
    struct qa_sheet_reading reading = {.request = request,
                                       .sheet = request->sheets[0],
                                       .arena = arena,
                                       .out = out,
                                       .lots = qa_strings_new(arena),
                                       .strata = qa_strings_new(arena),
                                       .units = qa_strings_new(arena),
                                       .clusters = qa_strings_new(arena),
                                       .draws = qa_strings_new(arena),
                                       .draw =
                                           QA_ARRAY(arena, struct qa_draw_tally, request->n_sheets),
                                       .err = err};
    if (request->delivery != NULL) {
        reading.index = qa_batch_index(request->delivery, arena);
    }
    for (size_t s = 0; s < request->n_sheets; s++) {
        QA_TRY(read_sheet(&reading, request->sheets[s]));
    }
    QA_TRY(check_draws(&reading));
    QA_TRY(apply_lot_size(&reading));
    return check_sizes(&reading);
}
