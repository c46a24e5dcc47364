/* A filled work sheet to tallies. */
#include <ctype.h>
#include <string.h>

#include "qa/audit/judge_parts.h"
#include "qa/audit/pairing.h"
#include "qa/audit/sample.h"
#include "qa/base/number.h"

enum sheet_column {
    C_ID,
    C_ITEM,
    C_VERDICT,
    C_GOLD,
    C_GIVEN,
    C_LOT,
    C_VENDOR,
    C_LOT_SIZE,
    C_STRATUM,
    C_STRATUM_SIZE,
    N_COLUMNS
};

struct reading {
    const struct qa_judge_request *request;
    const struct qa_records *sheet;
    uint32_t column[N_COLUMNS];
    struct qa_arena *arena;
    struct qa_sheet_tally *out;
    struct qa_strings *lots;
    struct qa_strings *strata; /* "lot NUL stratum" */
    struct qa_strings *units;
    struct qa_item_index index; /* of the delivery */
    struct qa_strings *ids;     /* of all answers, for a sheet without items */
    size_t *answer_of_id;
    struct qa_error *err;
};

/* One row: its cells without the blanks around them. */
struct row {
    const struct qa_cell *cell[N_COLUMNS]; /* NULL: no such column */
    const char *text[N_COLUMNS];           /* "" when absent */
    const struct qa_cell *place;           /* names the unit, for messages */
    const char *lot;
};

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

static enum qa_status refuse(const struct reading *reading, const char *code,
                             const struct qa_cell *cell, const char *text)
{
    return qa_fail_at(reading->err, code, reading->sheet->file, cell->line, cell->column, "%s",
                      text);
}

static struct row take_row(const struct reading *reading, size_t record)
{
    struct row row;
    for (int c = 0; c < N_COLUMNS; c++) {
        row.cell[c] = qa_records_cell(reading->sheet, record, reading->column[c]);
        row.text[c] = trimmed(row.cell[c], reading->arena);
    }
    row.place = row.cell[C_ID] != NULL ? row.cell[C_ID] : row.cell[C_ITEM];
    row.lot = row.text[C_LOT][0] != '\0' ? row.text[C_LOT] : row.text[C_VENDOR];
    row.lot = row.lot[0] != '\0' ? row.lot : "all";
    return row;
}

/* ---- the unit and what the vendor gave ---- */

/* All ids of the delivery, hashed on first need: only sheets without items come here. */
static size_t find_by_id(struct reading *reading, const char *id)
{
    const struct qa_batch *batch = reading->request->delivery;
    if (reading->ids == NULL) {
        reading->ids = qa_strings_new(reading->arena);
        reading->answer_of_id = QA_ARRAY(reading->arena, size_t, batch->n_answers);
        for (size_t a = 0; a < batch->n_answers; a++) {
            char text[13];
            qa_sample_unit_id(batch, a, text);
            reading->answer_of_id[qa_strings_intern_text(reading->ids, text)] = a;
        }
    }
    uint32_t found = qa_strings_find(reading->ids, id, strlen(id));
    return found != QA_NONE ? reading->answer_of_id[found] : SIZE_MAX;
}

static bool has_id(const struct qa_batch *batch, size_t answer, const char *id)
{
    char text[13];
    qa_sample_unit_id(batch, answer, text);
    return strcmp(text, id) == 0;
}

/* An item names its answer when only one vendor's answer could be meant. */
static bool is_of_lot(const struct qa_batch *batch, size_t answer, const char *lot)
{
    uint32_t vendor = qa_answer_vendor(batch, answer);
    return vendor == QA_NONE || strcmp(lot, "all") == 0 ||
           strcmp(qa_strings_text(batch->names->vendors, vendor), lot) == 0;
}

/* The row's answer; *n_found says how many could be meant. */
static size_t find_answer(struct reading *reading, const struct row *row, size_t *n_found)
{
    const struct qa_batch *batch = reading->request->delivery;
    const char *item_name = row->text[C_ITEM];
    const char *id = row->text[C_ID];
    *n_found = 0;
    if (item_name[0] == '\0') {
        size_t found = find_by_id(reading, id);
        *n_found = found != SIZE_MAX;
        return found;
    }
    uint32_t item = qa_strings_find(batch->names->items, item_name, strlen(item_name));
    size_t found = SIZE_MAX;
    for (uint64_t a = item != QA_NONE ? reading->index.first[item] : 0;
         item != QA_NONE && a < reading->index.first[item + 1]; a++) {
        size_t answer = (size_t)a;
        bool meant = id[0] != '\0' ? has_id(batch, answer, id) : is_of_lot(batch, answer, row->lot);
        if (meant) {
            found = found == SIZE_MAX ? answer : found;
            (*n_found)++;
        }
    }
    return found;
}

static enum qa_status check_unit(struct reading *reading, const struct row *row, size_t *answer)
{
    const char *id = row->text[C_ID];
    const char *name = id[0] != '\0' ? id : row->text[C_ITEM];
    *answer = SIZE_MAX;
    if (name[0] == '\0') {
        return refuse(reading, "E314", row->place, "the row names neither an id nor an item");
    }
    const char *key =
        id[0] != '\0' ? id : qa_arena_format(reading->arena, "%s\n%s", row->lot, name);
    uint32_t n_known = qa_strings_count(reading->units);
    if (qa_strings_intern_text(reading->units, key) < n_known) {
        return refuse(
            reading, "E313", row->place,
            qa_arena_format(reading->arena, "'%s' stands here for the second time", name));
    }
    if (reading->request->delivery == NULL) {
        return QA_OK;
    }
    size_t n_found;
    *answer = find_answer(reading, row, &n_found);
    if (n_found == 0) {
        return refuse(reading, "E314", row->place,
                      qa_arena_format(reading->arena,
                                      "'%s' is not in the delivery; is this the delivery that the "
                                      "sample was drawn from?",
                                      name));
    }
    *answer = n_found == 1 ? *answer : SIZE_MAX;
    return QA_OK;
}

/* The label that the vendor gave, from the sheet or from the delivery; NULL when unknown. */
static const char *given_label(const struct reading *reading, const struct row *row, size_t answer)
{
    const struct qa_batch *batch = reading->request->delivery;
    if (row->text[C_GIVEN][0] != '\0') {
        return row->text[C_GIVEN];
    }
    if (answer == SIZE_MAX || qa_object_count(batch, answer) != 1 ||
        qa_object_type(batch, qa_first_object(batch, answer)) != QA_TYPE_LABEL) {
        return NULL;
    }
    return qa_strings_text(batch->names->labels, batch->label[qa_first_object(batch, answer)]);
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

static enum qa_status read_verdict(const struct reading *reading, const struct row *row,
                                   enum qa_judged *out)
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
    return refuse(reading, "E311", row->cell[C_VERDICT],
                  qa_arena_format(reading->arena,
                                  "'%.60s' is no verdict; expected correct, wrong or unsure, or "
                                  "nothing while it is not done",
                                  row->text[C_VERDICT]));
}

/* The verdict, or what the auditor's own label says about the vendor's. Both may stand there, and
 * then they have to agree. */
static enum qa_status judge_row(const struct reading *reading, const struct row *row, size_t answer,
                                enum qa_judged *out)
{
    QA_TRY(read_verdict(reading, row, out));
    const char *gold = row->text[C_GOLD];
    if (gold[0] == '\0' || *out == QA_JUDGED_UNSURE) {
        return QA_OK;
    }
    const char *given = given_label(reading, row, answer);
    if (given == NULL) {
        return *out != QA_NOT_JUDGED
                   ? QA_OK
                   : refuse(reading, "E311", row->cell[C_GOLD],
                            "the auditor's label has nothing to be compared with: fill verdict, or "
                            "give the delivery in which this unit is one labeled answer");
    }
    enum qa_judged compared = strcmp(gold, given) == 0 ? QA_JUDGED_CORRECT : QA_JUDGED_WRONG;
    if (*out != QA_NOT_JUDGED && *out != compared) {
        return refuse(reading, "E311", row->cell[C_VERDICT],
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
static enum qa_status take_size(const struct reading *reading, const struct row *row,
                                enum sheet_column column, uint64_t rows_before, uint64_t *size)
{
    const char *text = row->text[column];
    uint64_t value = 0;
    if (row->cell[column] == NULL) {
        return QA_OK;
    }
    if (text[0] != '\0' && (!qa_parse_count(text, strlen(text), &value) || value == 0)) {
        return refuse(reading, "E312", row->cell[column],
                      qa_arena_format(reading->arena,
                                      "'%.60s' is no size; expected a whole number above 0", text));
    }
    if (rows_before > 0 && value != *size) {
        return refuse(reading, "E312", row->cell[column],
                      qa_arena_format(reading->arena,
                                      "the size is %llu here and %llu in a row above",
                                      (unsigned long long)value, (unsigned long long)*size));
    }
    *size = value;
    return QA_OK;
}

static enum qa_status find_lot(struct reading *reading, const struct row *row,
                               struct qa_lot_tally **out)
{
    struct qa_sheet_tally *tally = reading->out;
    uint32_t id = qa_strings_intern_text(reading->lots, row->lot);
    struct qa_lot_tally *lot = &tally->lots[id];
    tally->n_lots = qa_strings_count(reading->lots);
    lot->name = qa_strings_text(reading->lots, id);
    *out = lot;
    return take_size(reading, row, C_LOT_SIZE, lot->rows, &lot->size);
}

static enum qa_status find_stratum(struct reading *reading, const struct row *row,
                                   const struct qa_lot_tally *lot, struct qa_stratum_tally **out)
{
    struct qa_sheet_tally *tally = reading->out;
    const char *key = qa_arena_format(reading->arena, "%s\n%s", lot->name, row->text[C_STRATUM]);
    uint32_t id = qa_strings_intern_text(reading->strata, key);
    struct qa_stratum_tally *stratum = &tally->strata[id];
    tally->n_strata = qa_strings_count(reading->strata);
    stratum->lot = (uint32_t)(lot - tally->lots);
    *out = stratum;
    return take_size(reading, row, C_STRATUM_SIZE, stratum->rows, &stratum->size);
}

static enum qa_status read_row(struct reading *reading, size_t record)
{
    struct row row = take_row(reading, record);
    size_t answer;
    enum qa_judged judged = QA_NOT_JUDGED;
    struct qa_lot_tally *lot;
    struct qa_stratum_tally *stratum;
    QA_TRY(check_unit(reading, &row, &answer));
    QA_TRY(judge_row(reading, &row, answer, &judged));
    QA_TRY(find_lot(reading, &row, &lot));
    QA_TRY(find_stratum(reading, &row, lot, &stratum));
    bool is_judged = judged == QA_JUDGED_CORRECT || judged == QA_JUDGED_WRONG;
    lot->rows++;
    lot->n += is_judged;
    lot->errors += judged == QA_JUDGED_WRONG;
    lot->unsure += judged == QA_JUDGED_UNSURE;
    lot->unfinished += judged == QA_NOT_JUDGED;
    stratum->rows++;
    stratum->n += is_judged;
    stratum->errors += judged == QA_JUDGED_WRONG;
    return QA_OK;
}

static enum qa_status find_columns(struct reading *reading)
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
static enum qa_status check_sizes(const struct reading *reading)
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

/* A size given from outside speaks of one lot. */
static enum qa_status apply_lot_size(const struct reading *reading)
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

enum qa_status qa_judge_read(const struct qa_judge_request *request, struct qa_arena *arena,
                             struct qa_sheet_tally *out, struct qa_error *err)
{
    size_t n = request->sheet->n_records;
    *out = (struct qa_sheet_tally){.lots = QA_ARRAY(arena, struct qa_lot_tally, n),
                                   .strata = QA_ARRAY(arena, struct qa_stratum_tally, n)};
    struct reading reading = {.request = request,
                              .sheet = request->sheet,
                              .arena = arena,
                              .out = out,
                              .lots = qa_strings_new(arena),
                              .strata = qa_strings_new(arena),
                              .units = qa_strings_new(arena),
                              .err = err};
    QA_TRY(find_columns(&reading));
    if (n == 0) {
        return qa_fail_at(err, "E311", request->sheet->file, 0, 0, "the work sheet has no rows");
    }
    if (request->delivery != NULL) {
        reading.index = qa_batch_index(request->delivery, arena);
    }
    for (size_t r = 0; r < n; r++) {
        QA_TRY(read_row(&reading, r));
    }
    QA_TRY(apply_lot_size(&reading));
    return check_sizes(&reading);
}
