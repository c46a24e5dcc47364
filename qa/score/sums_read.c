#include <string.h>

#include "qa/base/bytes.h"
#include "qa/base/error.h"
#include "qa/base/number.h"
#include "qa/score/sums_parts.h"

enum { FIELDS_MAX = 64, ROW_FIELDS = 11, LINES_MAX_SIZE = 1 << 20 };

struct reading {
    const char *path;
    const char *next; /* start of the line not yet read */
    const char *end;
    uint64_t line_number;
    const char *line; /* the current one, as it stands */
    size_t n_fields;
    char *field[FIELDS_MAX]; /* a copy of it, cut at the tabs */
    struct qa_arena *arena;
    struct qa_score_result *out;
    size_t families_capacity;
    size_t questions_capacity;
    size_t rows_capacity;
    struct qa_error *err;
};

#define DAMAGED(reading, ...) refuse((reading), "E151", __VA_ARGS__)

static enum qa_status refuse(const struct reading *reading, const char *code, const char *what)
{
    return qa_fail_at(reading->err, code, reading->path, reading->line_number, 0, "%s", what);
}

/* ---- lines and fields ---- */

/* Moves to the next line and cuts it. A line without its end is as good as none: the file was cut
 * there. */
static enum qa_status next_line(struct reading *reading)
{
    const char *end = reading->next < reading->end
                          ? memchr(reading->next, '\n', (size_t)(reading->end - reading->next))
                          : NULL;
    reading->line_number++;
    if (end == NULL) {
        return refuse(reading, "E154", "the file is cut short: its last line 'end' is missing");
    }
    size_t length = (size_t)(end - reading->next);
    if (length > LINES_MAX_SIZE || memchr(reading->next, '\0', length) != NULL) {
        return DAMAGED(reading, "this is no line of sums");
    }
    reading->line = qa_arena_text_n(reading->arena, reading->next, length);
    char *at = qa_arena_text_n(reading->arena, reading->next, length);
    reading->next = end + 1;
    reading->n_fields = 0;
    while (at != NULL && reading->n_fields < FIELDS_MAX) {
        reading->field[reading->n_fields++] = at;
        at = strchr(at, '\t');
        if (at != NULL) {
            *at++ = '\0';
        }
    }
    return at == NULL ? QA_OK : DAMAGED(reading, "the line has too many fields");
}

static bool is_line_of(const struct reading *reading, const char *word)
{
    return strcmp(reading->field[0], word) == 0;
}

/* A field as the name it stands for; NULL in *name for none. */
static bool unescape(char *field, const char **name)
{
    if (strcmp(field, "\\N") == 0) {
        *name = NULL;
        return true;
    }
    char *to = field;
    for (const char *from = field; *from != '\0'; from++) {
        if (*from != '\\') {
            *to++ = *from;
            continue;
        }
        static const char letters[] = "tnr\\";
        const char *found = from[1] != '\0' ? strchr(letters, from[1]) : NULL;
        if (found == NULL) {
            return false;
        }
        *to++ = "\t\n\r\\"[found - letters];
        from++;
    }
    *to = '\0';
    *name = field;
    return true;
}

/* A whole number up to 2^126 at *at, which moves behind it. */
static bool parse_wide(const char **at, qa_wide *out)
{
    const qa_wide most = (qa_wide)1 << 126;
    const char *first = *at;
    qa_wide value = 0;
    for (; **at >= '0' && **at <= '9'; (*at)++) {
        if (value > most / 10) {
            return false;
        }
        value = value * 10 + (**at - '0');
    }
    *out = value;
    return *at > first && (*at == first + 1 || *first != '0') && value <= most;
}

/* Exactly n of them between blanks. */
static bool parse_wides(const char *text, qa_wide *out, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (i > 0 && *text++ != ' ') {
            return false;
        }
        if (!parse_wide(&text, &out[i])) {
            return false;
        }
    }
    return *text == '\0';
}

static bool parse_u64(const char *text, uint64_t *out)
{
    qa_wide value;
    if (!parse_wides(text, &value, 1) || value > (qa_wide)UINT64_MAX) {
        return false;
    }
    *out = (uint64_t)value;
    return true;
}

static bool parse_digest(const char *text, uint64_t *out)
{
    static const char digits[] = "0123456789abcdef";
    *out = 0;
    if (strlen(text) != 16) {
        return false;
    }
    for (; *text != '\0'; text++) {
        const char *found = strchr(digits, *text);
        if (found == NULL) {
            return false;
        }
        *out = *out << 4 | (uint64_t)(found - digits);
    }
    return true;
}

/* ---- the header ---- */

/* "class-aware, greedy": what stands behind the comma. */
static enum qa_pairing pairing_of(const char *text)
{
    const char *comma = strstr(text, ", ");
    for (int p = 0; comma != NULL && p < QA_N_PAIRINGS; p++) {
        if (strcmp(comma + 2, qa_pairing_name((enum qa_pairing)p)) == 0) {
            return (enum qa_pairing)p;
        }
    }
    return QA_PAIRING_OPTIMAL;
}

static enum qa_status read_comparison(struct reading *reading)
{
    static const struct {
        const char *name;
        bool against_reference;
        enum qa_role role;
    } sides[] = {
        {"gold", true, QA_GOLD}, {"prelabels", true, QA_PRELABELS}, {"annotators", false, QA_GOLD}};
    struct qa_score_result *out = reading->out;
    QA_TRY(next_line(reading));
    for (size_t i = 0; reading->n_fields == 3 && i < sizeof sides / sizeof *sides; i++) {
        if (strcmp(reading->field[1], sides[i].name) == 0) {
            out->against_reference = sides[i].against_reference;
            out->role = sides[i].role;
            out->class_agnostic = strncmp(reading->field[2], "class-agnostic", 14) == 0;
            out->pairing = pairing_of(reading->field[2]);
        }
    }
    return strcmp(reading->line, qa_sums_comparison_line(out, reading->arena)) == 0
               ? QA_OK
               : DAMAGED(reading, "expected what was compared: gold, prelabels or annotators");
}

static enum qa_status read_groupings(struct reading *reading)
{
    struct qa_score_result *out = reading->out;
    QA_TRY(next_line(reading));
    for (int by = 0; by < QA_N_SCORE_BY; by++) {
        for (size_t f = 1; f < reading->n_fields; f++) {
            if (strcmp(reading->field[f], qa_score_by_name((enum qa_score_by)by)) == 0) {
                out->groupings |= QA_SCORES_BY(by);
            }
        }
    }
    return strcmp(reading->line, qa_sums_groupings_line(out, reading->arena)) == 0
               ? QA_OK
               : DAMAGED(reading, "expected the ways of grouping in their order");
}

static enum qa_status read_items(struct reading *reading)
{
    struct qa_score_result *out = reading->out;
    QA_TRY(next_line(reading));
    if (reading->n_fields != 3 || !is_line_of(reading, "items") ||
        !parse_u64(reading->field[1], &out->n_items) ||
        !parse_digest(reading->field[2], &out->items_digest)) {
        return DAMAGED(reading, "expected the number of items and the digest of their names");
    }
    return QA_OK;
}

static enum qa_status read_family(struct reading *reading)
{
    struct qa_score_result *out = reading->out;
    const struct qa_score *score = reading->n_fields > 1 ? qa_score_find(reading->field[1]) : NULL;
    if (score == NULL || strcmp(reading->line, qa_sums_family_line(score, reading->arena)) != 0) {
        return refuse(reading, "E152",
                      "the family of figures is none of this version, or has other parts");
    }
    for (size_t i = 0; i < out->n_families; i++) {
        if (out->families[i] == score) {
            return refuse(reading, "E153", "the family of figures comes a second time");
        }
    }
    out->families = qa_arena_grow(reading->arena, out->families, &reading->families_capacity,
                                  out->n_families + 1, sizeof *out->families);
    out->families[out->n_families++] = score;
    for (size_t i = 0; i < score->n_figures; i++) {
        QA_TRY(next_line(reading));
        const char *expected = qa_sums_figure_line(score, &score->figures[i], reading->arena);
        if (strcmp(reading->line, expected) != 0) {
            return qa_fail_at(reading->err, "E152", reading->path, reading->line_number, 0,
                              "this version has the figure as '%.200s'", expected);
        }
    }
    return QA_OK;
}

static const struct qa_type *find_type(const char *name)
{
    for (size_t i = 0; i < qa_n_types; i++) {
        if (strcmp(qa_types[i]->name, name) == 0) {
            return qa_types[i];
        }
    }
    return NULL;
}

static bool read_choice(const char *const *choices, const char *text, int *out)
{
    *out = 0;
    while (choices[*out] != NULL && strcmp(choices[*out], text) != 0) {
        ++*out;
    }
    return choices[*out] != NULL;
}

static bool read_setting(const struct qa_type_setting *setting, char *text, struct qa_setting *out)
{
    switch (setting->kind) {
    case QA_SETTING_CHOICE:
        return read_choice(setting->choices, text, &out->choice);
    case QA_SETTING_FLAG:
        out->flag = strcmp(text, "true") == 0;
        return out->flag || strcmp(text, "false") == 0;
    case QA_SETTING_NUMBER:
    case QA_SETTING_RATE:
        return qa_parse_real(text, strlen(text), &out->number);
    case QA_SETTING_TEXT:
        return unescape(text, &out->text);
    }
    QA_BUG("setting '%s' has no kind", setting->name);
}

/* The settings as they are written: "fill=even-odd", one for each of the type's; what is compared
 * instead comes behind, if anything: the line that is made of it is the line that was read. */
static bool read_settings(struct reading *reading, struct qa_scored_question *question)
{
    const struct qa_type *type = question->type;
    struct qa_setting *setting = QA_ARRAY(reading->arena, struct qa_setting, type->n_settings);
    question->setting = setting;
    bool falls_back = type->fallback != NULL && reading->n_fields == 6 + type->n_settings;
    question->fallback = falls_back ? type->fallback : NULL;
    if (reading->n_fields != 5 + type->n_settings + falls_back) {
        return false;
    }
    for (size_t s = 0; s < type->n_settings; s++) {
        char *text = strchr(reading->field[5 + s], '=');
        if (text == NULL || !read_setting(&type->settings[s], text + 1, &setting[s])) {
            return false;
        }
    }
    return true;
}

static enum qa_status read_question(struct reading *reading)
{
    struct qa_score_result *out = reading->out;
    struct qa_scored_question question = {.id = QA_NONE};
    if (reading->n_fields < 5 ||
        !qa_parse_real(reading->field[3], strlen(reading->field[3]), &question.threshold) ||
        !qa_parse_real(reading->field[4], strlen(reading->field[4]), &question.localisation) ||
        !unescape(reading->field[1], &question.name) || question.name == NULL) {
        return DAMAGED(reading, "expected a question with its kind and thresholds");
    }
    question.type = find_type(reading->field[2]);
    if (question.type == NULL || !read_settings(reading, &question)) {
        return refuse(reading, "E152",
                      "the question's kind or a choice of its settings is none of this version");
    }
    if (strcmp(reading->line, qa_sums_question_line(&question, reading->arena)) != 0) {
        return DAMAGED(reading, "the question is not written as it would be");
    }
    if (out->n_questions > 0 &&
        qa_text_compare(out->questions[out->n_questions - 1].name, question.name) >= 0) {
        return refuse(reading, "E153", "questions are out of order, or one comes twice");
    }
    out->questions = qa_arena_grow(reading->arena, out->questions, &reading->questions_capacity,
                                   out->n_questions + 1, sizeof *out->questions);
    out->questions[out->n_questions++] = question;
    return QA_OK;
}

/* ---- rows ---- */

static const struct qa_scored_question *find_question(const struct qa_score_result *result,
                                                      const char *name)
{
    for (size_t i = 0; name != NULL && i < result->n_questions; i++) {
        if (strcmp(result->questions[i].name, name) == 0) {
            return &result->questions[i];
        }
    }
    return NULL;
}

static const struct qa_score *find_family(const struct qa_score_result *result, const char *name)
{
    for (size_t i = 0; i < result->n_families; i++) {
        if (strcmp(result->families[i]->name, name) == 0) {
            return result->families[i];
        }
    }
    return NULL;
}

static bool find_by(const struct qa_score_result *result, const char *name, enum qa_score_by *out)
{
    for (int by = 0; by < QA_N_SCORE_BY; by++) {
        if ((result->groupings & QA_SCORES_BY(by)) &&
            strcmp(qa_score_by_name((enum qa_score_by)by), name) == 0) {
            *out = (enum qa_score_by)by;
            return true;
        }
    }
    return false;
}

static bool is_size(const char *name)
{
    for (int i = 0; i < QA_N_SIZE_CLASSES; i++) {
        if (strcmp(qa_size_class_name((enum qa_size_class)i), name) == 0) {
            return true;
        }
    }
    return false;
}

/* Has a row of this sort such a group and vendor? */
static bool names_fit(const struct qa_score_row *row)
{
    switch (row->by) {
    case QA_SCORE_ALL:
        return row->vendor == NULL && row->group != NULL && *row->group == '\0';
    case QA_SCORE_CLASS:
        return row->vendor == NULL;
    case QA_SCORE_ANNOTATOR:
        return row->group != NULL;
    case QA_SCORE_VENDOR:
        return row->group != NULL && row->vendor != NULL && strcmp(row->group, row->vendor) == 0;
    case QA_SCORE_SIZE:
        return row->vendor == NULL && row->group != NULL && is_size(row->group);
    case QA_SCORE_VENDOR_SIZE:
        return row->group != NULL && is_size(row->group);
    default:
        return row->vendor == NULL && row->group != NULL;
    }
}

static enum qa_status read_names(struct reading *reading, struct qa_score_row *row)
{
    const struct qa_score_result *out = reading->out;
    const char *question;
    *row = (struct qa_score_row){.id = QA_NONE, .vendor_id = QA_NONE};
    if (reading->n_fields != ROW_FIELDS || !unescape(reading->field[1], &question) ||
        !unescape(reading->field[4], &row->vendor) || !unescape(reading->field[5], &row->group)) {
        return DAMAGED(reading, "expected a row of sums");
    }
    row->question = find_question(out, question);
    row->score = find_family(out, reading->field[2]);
    if (row->question == NULL || row->score == NULL || !find_by(out, reading->field[3], &row->by) ||
        !names_fit(row) || !row->score->serves(row->question->type)) {
        return DAMAGED(reading, "the row is of no question, family and group of this file");
    }
    return QA_OK;
}

static bool read_numbers(const struct reading *reading, struct qa_tally *tally, uint64_t n_items)
{
    const struct qa_score *score = tally->score;
    qa_wide items[QA_FIGURES_MAX];
    bool kept = tally->product != NULL;
    if (!parse_u64(reading->field[6], &tally->n) || tally->n > n_items ||
        !parse_wides(reading->field[7], tally->sum, score->n_parts) ||
        !parse_wides(reading->field[10], items, score->n_figures)) {
        return false;
    }
    for (size_t f = 0; f < score->n_figures; f++) {
        if (items[f] > (qa_wide)tally->n) {
            return false;
        }
        tally->items[f] = (uint64_t)items[f];
    }
    return kept ? parse_wides(reading->field[8], tally->product,
                              score->n_parts * (score->n_parts + 1) / 2) &&
                      parse_wides(reading->field[9], tally->square, score->n_figures)
                : strcmp(reading->field[8], "-") == 0 && strcmp(reading->field[9], "-") == 0;
}

static enum qa_status read_row(struct reading *reading)
{
    struct qa_score_result *out = reading->out;
    struct qa_score_row row;
    QA_TRY(read_names(reading, &row));
    qa_tally_init(&row.tally, row.score,
                  row.by == QA_SCORE_ITEM ? QA_TALLY_ITEM : QA_TALLY_CLUSTERS, reading->arena);
    if (!read_numbers(reading, &row.tally, out->n_items)) {
        return DAMAGED(reading, "the sums of the row are not as many whole numbers as there "
                                "should be");
    }
    struct qa_tally none;
    struct qa_arena_mark mark = qa_arena_mark(reading->arena);
    qa_tally_init(&none, row.score, QA_TALLY_CLUSTERS, reading->arena);
    bool fits = qa_tally_fits(&none, &row.tally);
    qa_arena_reset(reading->arena, mark);
    if (!fits) {
        return refuse(reading, "E157", "the sums of the row are beyond their bounds");
    }
    if (out->n_rows > 0 && qa_score_row_order(&out->rows[out->n_rows - 1], &row) >= 0) {
        return refuse(reading, "E153", "rows are out of order, or one comes twice");
    }
    out->rows = qa_arena_grow(reading->arena, out->rows, &reading->rows_capacity, out->n_rows + 1,
                              sizeof *out->rows);
    out->rows[out->n_rows++] = row;
    return QA_OK;
}

/* ---- the file ---- */

static enum qa_status read_end(struct reading *reading)
{
    uint64_t n_rows;
    if (!is_line_of(reading, "end") || reading->n_fields != 2 ||
        !parse_u64(reading->field[1], &n_rows)) {
        return DAMAGED(reading, "this is no line of sums");
    }
    if (n_rows != reading->out->n_rows) {
        return refuse(reading, "E154", "rows are missing before the end");
    }
    if (reading->next != reading->end) {
        reading->line_number++;
        return DAMAGED(reading, "something follows the end");
    }
    qa_score_link_classes(reading->out);
    return QA_OK;
}

static enum qa_status read_all(struct reading *reading)
{
    static const char first[] = QA_SUMS_FIRST_LINE "\n";
    if ((size_t)(reading->end - reading->next) < sizeof first - 1 ||
        memcmp(reading->next, first, sizeof first - 1) != 0) {
        reading->line_number = 1;
        return refuse(reading, "E150", "this is no file of sums of this version");
    }
    QA_TRY(next_line(reading));
    QA_TRY(read_comparison(reading));
    QA_TRY(read_groupings(reading));
    QA_TRY(read_items(reading));
    QA_TRY(next_line(reading));
    while (is_line_of(reading, "family")) {
        QA_TRY(read_family(reading));
        QA_TRY(next_line(reading));
    }
    while (is_line_of(reading, "question")) {
        QA_TRY(read_question(reading));
        QA_TRY(next_line(reading));
    }
    while (is_line_of(reading, "row")) {
        QA_TRY(read_row(reading));
        QA_TRY(next_line(reading));
    }
    return read_end(reading);
}

enum qa_status qa_sums_read(const char *path, struct qa_arena *arena, struct qa_score_result *out,
                            struct qa_error *err)
{
    struct qa_bytes bytes;
    *out = (struct qa_score_result){0};
    QA_TRY(qa_bytes_open(&bytes, path, 0, err));
    struct reading reading = {.path = path,
                              .next = (const char *)bytes.data,
                              .end = (const char *)bytes.data + bytes.size,
                              .line = "",
                              .arena = arena,
                              .out = out,
                              .err = err};
    enum qa_status status = read_all(&reading);
    qa_bytes_close(&bytes);
    return status;
}
