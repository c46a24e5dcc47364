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

static bool same_word(const char *text, const char *word)
{
    while (*text != '\0' && tolower((unsigned char)*text) == *word) {
        text++;
        word++;
    }
    return *text == '\0' && *word == '\0';
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
    row.turn = same_word(row.text[C_TURN], "final")    ? QA_TURN_FINAL
               : same_word(row.text[C_TURN], "second") ? QA_TURN_SECOND
                                                       : QA_TURN_FIRST;
    return row;
}

/* ---- the auditor's word ---- */

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

static void count_verdict(struct qa_lot_tally *lot, struct qa_stratum_tally *stratum,
                          enum qa_judged judged)
{
    bool is_judged = qa_has_verdict(judged);
    lot->n += is_judged;
    lot->errors += judged == QA_JUDGED_WRONG;
    lot->unsure += judged == QA_JUDGED_UNSURE;
    lot->unfinished += judged == QA_NOT_JUDGED;
    stratum->n += is_judged;
    stratum->errors += judged == QA_JUDGED_WRONG;
}

static void take_back(struct qa_lot_tally *lot, struct qa_stratum_tally *stratum,
                      enum qa_judged judged)
{
    bool is_judged = qa_has_verdict(judged);
    lot->n -= is_judged;
    lot->errors -= judged == QA_JUDGED_WRONG;
    lot->unsure -= judged == QA_JUDGED_UNSURE;
    lot->unfinished -= judged == QA_NOT_JUDGED;
    stratum->n -= is_judged;
    stratum->errors -= judged == QA_JUDGED_WRONG;
}

static void settle(struct qa_sheet_tally *tally, struct qa_judged_unit *unit, enum qa_judged judged)
{
    struct qa_lot_tally *lot = &tally->lots[unit->lot];
    struct qa_stratum_tally *stratum = &tally->strata[unit->stratum];
    unit->is_final = true;
    if (qa_has_verdict(judged)) {
        take_back(lot, stratum, unit->judged);
        count_verdict(lot, stratum, judged);
        unit->judged = judged;
    }
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

static enum qa_status read_row(struct qa_sheet_reading *reading, const struct qa_read_row *row)
{
    size_t answer;
    uint32_t unit = 0;
    bool is_second = false;
    enum qa_judged judged = QA_NOT_JUDGED;
    struct qa_lot_tally *lot;
    struct qa_stratum_tally *stratum;
    QA_TRY(qa_check_row(reading, row));
    QA_TRY(qa_number_unit(reading, row, &unit, &is_second));
    QA_TRY(qa_find_unit(reading, row, &answer));
    QA_TRY(judge_row(reading, row, answer, &judged));
    struct qa_judged_unit *out = &reading->out->units[unit];
    if (row->turn == QA_TURN_FINAL) {
        settle(reading->out, out, judged);
        return QA_OK;
    }
    if (is_second) {
        bool both = qa_has_verdict(judged) && qa_has_verdict(out->judged);
        out->was_seen_twice = true;
        out->was_twice = both;
        out->disagree = both && judged != out->judged;
        return QA_OK;
    }
    QA_TRY(qa_find_lot(reading, row, &lot));
    QA_TRY(qa_find_stratum(reading, row, lot, &stratum));
    QA_TRY(qa_take_probability(reading, row, stratum, &out->probability));
    QA_TRY(qa_take_cluster(reading, row, lot, &out->cluster));
    reading->out->n_units = qa_strings_count(reading->units);
    count_drawn(reading, row, out);
    place_unit(row, reading->out->n_units, out);
    out->lot = (uint32_t)(lot - reading->out->lots);
    out->stratum = (uint32_t)(stratum - reading->out->strata);
    out->judged = judged;
    describe_unit(reading, row, answer, out);
    lot->rows++;
    stratum->rows++;
    count_verdict(lot, stratum, judged);
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
        [C_TURN] = {"double_audit", NULL, false},
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

static enum qa_status read_sheet(struct qa_sheet_reading *reading, const struct qa_records *sheet,
                                 enum qa_audit_turn turn)
{
    reading->sheet = sheet;
    reading->sheet_id = NULL;
    QA_TRY(find_columns(reading));
    if (sheet->n_records == 0) {
        return qa_fail_at(reading->err, "E311", sheet->file, 0, 0, "the work sheet has no rows");
    }
    for (size_t r = 0; r < sheet->n_records; r++) {
        const struct qa_read_row row = take_row(reading, r);
        if (row.turn != turn) {
            continue;
        }
        QA_TRY(read_row(reading, &row));
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
    for (size_t i = 0; i < QA_N_TURNS * request->n_sheets; i++) {
        QA_TRY(read_sheet(&reading, request->sheets[i % request->n_sheets],
                          (enum qa_audit_turn)(i / request->n_sheets)));
    }
    return qa_check_lots(&reading);
}
