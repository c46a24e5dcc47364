#include <math.h>
#include <string.h>

#include "qa/base/time.h"
#include "qa/procurement/figures.h"
#include "reports/sheets.h"

/* The matrix: a row a question, a column a vendor. */
enum { AT_ID, AT_QUESTION, AT_NEED, AT_VENDORS, HEADER = 3, MOST_WORDS = 60, QUESTION_WIDTH = 58 };

struct matrix {
    struct qa_vendor_book *book;
    struct qa_sheet *sheet;
    const struct qa_compliance *compliance;
    uint32_t row;
};

static const char *date_text(int64_t date, struct qa_arena *arena)
{
    char text[QA_TIME_TEXT_MAX];
    qa_date_format(date, text);
    return qa_arena_text(arena, text);
}

static enum qa_style style_of_gate(enum qa_gate gate)
{
    static const enum qa_style styles[] = {[QA_GATE_PASS] = QA_STYLE_GOOD,
                                           [QA_GATE_FAIL] = QA_STYLE_BAD,
                                           [QA_GATE_INCONCLUSIVE] = QA_STYLE_OPEN};
    return styles[gate];
}

static double vendor_width(const struct qa_compliance *compliance)
{
    return compliance->n <= 4 ? 26 : 18;
}

/* ---- what it comes to ---- */

static void put_gate(struct qa_sheet *sheet, uint32_t row, uint16_t column,
                     const struct qa_vendor_compliance *vendor)
{
    qa_put(sheet, row, column, qa_gate_name(vendor->gate), style_of_gate(vendor->gate));
}

static void put_score(struct qa_sheet *sheet, uint32_t row, uint16_t column,
                      const struct qa_vendor_compliance *vendor)
{
    qa_put_number(sheet, row, column, vendor->has_score ? vendor->score : (double)NAN,
                  QA_STYLE_FIXED_RATE);
}

static void put_musts(struct qa_sheet *sheet, uint32_t row, uint16_t column,
                      const struct qa_vendor_compliance *vendor)
{
    qa_put(sheet, row, column,
           qa_arena_format(sheet->book->arena, "%zu of %zu", vendor->n_musts_met, vendor->n_musts),
           QA_STYLE_FIXED_TEXT);
}

static void put_blank(struct qa_sheet *sheet, uint32_t row, uint16_t column,
                      const struct qa_vendor_compliance *vendor)
{
    qa_put_number(sheet, row, column, (double)vendor->n_unanswered, QA_STYLE_FIXED_COUNT);
}

static void put_expiring(struct qa_sheet *sheet, uint32_t row, uint16_t column,
                         const struct qa_vendor_compliance *vendor)
{
    qa_put_number(sheet, row, column, (double)vendor->n_expiring, QA_STYLE_FIXED_COUNT);
}

static void put_totals(struct matrix *matrix)
{
    static const struct {
        const char *name;
        const char *explanation;
        void (*put)(struct qa_sheet *, uint32_t, uint16_t, const struct qa_vendor_compliance *);
    } lines[] = {
        {"Gate", "FAIL: a must is not met; INCONCLUSIVE: a must lacks its proof", put_gate},
        {"Score", "weighted share of the questions that are no must", put_score},
        {"Musts met", "with their proof", put_musts},
        {"Not answered", "questions", put_blank},
        {"Certificates", "that end before the project does", put_expiring},
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++, matrix->row++) {
        qa_put(matrix->sheet, matrix->row, AT_ID, lines[i].name, QA_STYLE_SUBTITLE);
        qa_put(matrix->sheet, matrix->row, AT_QUESTION, lines[i].explanation, QA_STYLE_NOTE_LINE);
        for (size_t v = 0; v < matrix->compliance->n; v++) {
            lines[i].put(matrix->sheet, matrix->row, (uint16_t)(AT_VENDORS + v),
                         &matrix->compliance->vendors[v]);
        }
    }
}

/* ---- answers ---- */

/* Bytes of the text that a cell of the matrix can show, up to a blank or else a whole character. */
static size_t shown_length(const char *text)
{
    size_t length = strlen(text);
    size_t most = MOST_WORDS;
    if (length <= MOST_WORDS) {
        return length;
    }
    while (most > 0 && text[most] != ' ') {
        most--;
    }
    for (most = most > 0 ? most : MOST_WORDS; ((unsigned char)text[most] & 0xC0) == 0x80;) {
        most--;
    }
    return most;
}

/* What was answered, and what is wrong with it. */
static const char *answer_text(const struct qa_judged_reply *judged, struct qa_arena *arena)
{
    const struct qa_reply *reply = judged->reply;
    const char *word = qa_reply_name(reply->kind);
    if (reply->kind == QA_REPLY_TEXT || reply->kind == QA_REPLY_UNCLEAR) {
        size_t length = shown_length(reply->text);
        word = qa_arena_format(arena, "%s%.*s%s",
                               reply->kind == QA_REPLY_UNCLEAR ? "UNCLEAR: " : "", (int)length,
                               reply->text, reply->text[length] != '\0' ? " \xe2\x80\xa6" : "");
    }
    if (judged->expiry == QA_EXPIRY_EXPIRED || judged->expiry == QA_EXPIRY_EXPIRING) {
        return qa_arena_format(arena, "%s, %s %s", word,
                               judged->expiry == QA_EXPIRY_EXPIRED ? "ended" : "until",
                               date_text(reply->expires, arena));
    }
    return judged->unproven
               ? qa_arena_format(arena, "%s, no %s", word, qa_proof_name(judged->question->proof))
               : word;
}

/* Only what needs attention has a colour. */
static enum qa_style answer_style(const struct qa_judged_reply *judged)
{
    bool is_must = judged->question->requirement == QA_MUST;
    bool is_proof = judged->unproven || judged->expiry == QA_EXPIRY_EXPIRING;
    if (is_must && judged->fulfilled < 1 && !(judged->unproven && judged->fulfilled > 0)) {
        return QA_STYLE_BAD;
    }
    if (is_proof || judged->reply->kind == QA_REPLY_PARTLY ||
        judged->reply->kind == QA_REPLY_UNCLEAR) {
        return QA_STYLE_OPEN;
    }
    return judged->reply->kind == QA_REPLY_MISSING ? QA_STYLE_NOTE : QA_STYLE_WRAPPED;
}

static void put_answers(struct matrix *matrix)
{
    const struct qa_questionnaire *asked = matrix->compliance->questionnaire;
    for (size_t q = 0; q < asked->n; q++, matrix->row++) {
        const struct qa_form_question *question = &asked->questions[q];
        bool is_must = question->requirement == QA_MUST;
        qa_put(matrix->sheet, matrix->row, AT_ID, question->id, QA_STYLE_TEXT);
        qa_put(matrix->sheet, matrix->row, AT_QUESTION, question->text, QA_STYLE_WRAPPED);
        qa_put(matrix->sheet, matrix->row, AT_NEED, qa_requirement_name(question->requirement),
               is_must ? QA_STYLE_SUBTITLE : QA_STYLE_TEXT);
        double lines = (double)strlen(question->text) / QUESTION_WIDTH;
        for (size_t v = 0; v < matrix->compliance->n; v++) {
            const struct qa_judged_reply *judged = &matrix->compliance->vendors[v].replies[q];
            const char *text = answer_text(judged, matrix->book->arena);
            qa_put(matrix->sheet, matrix->row, (uint16_t)(AT_VENDORS + v), text,
                   answer_style(judged));
            lines = fmax(lines, (double)strlen(text) / vendor_width(matrix->compliance));
        }
        qa_fit_row(matrix->sheet, matrix->row, lines);
    }
}

static void put_heads(struct matrix *matrix)
{
    size_t n = matrix->compliance->n;
    const char **headers = QA_ARRAY(matrix->book->arena, const char *, AT_VENDORS + n);
    double *widths = QA_ARRAY(matrix->book->arena, double, AT_VENDORS + n);
    headers[AT_ID] = "id";
    headers[AT_QUESTION] = "question";
    headers[AT_NEED] = "need";
    widths[AT_ID] = 21;
    widths[AT_QUESTION] = QUESTION_WIDTH;
    widths[AT_NEED] = 9;
    for (size_t v = 0; v < n; v++) {
        headers[AT_VENDORS + v] = matrix->compliance->vendors[v].vendor;
        widths[AT_VENDORS + v] = vendor_width(matrix->compliance);
    }
    qa_widths(matrix->sheet, widths, (uint16_t)(AT_VENDORS + n));
    qa_put_headers(matrix->sheet, HEADER, headers, (uint16_t)(AT_VENDORS + n));
    matrix->row = HEADER + 1;
}

/* ---- what to ask again ---- */

static void put_asks_of(struct matrix *matrix, const struct qa_vendor_compliance *vendor,
                        enum qa_requirement requirement)
{
    for (size_t q = 0; q < vendor->n_replies; q++) {
        const struct qa_judged_reply *judged = &vendor->replies[q];
        if (judged->ask == NULL || judged->question->requirement != requirement) {
            continue;
        }
        qa_put(matrix->sheet, matrix->row, AT_ID, vendor->vendor, QA_STYLE_TEXT);
        qa_put(matrix->sheet, matrix->row, AT_QUESTION,
               qa_arena_format(matrix->book->arena, "%s: %s", judged->question->id, judged->ask),
               QA_STYLE_WRAPPED);
        qa_put(matrix->sheet, matrix->row, AT_NEED, qa_requirement_name(requirement),
               QA_STYLE_TEXT);
        matrix->row++;
    }
}

static void put_asks(struct matrix *matrix)
{
    static const char *const headers[] = {"vendor", "question and what is open", "need"};
    qa_put(matrix->sheet, matrix->row++, AT_ID, "To ask again", QA_STYLE_SUBTITLE);
    qa_put_subheaders(matrix->sheet, matrix->row++, headers, 3);
    for (size_t v = 0; v < matrix->compliance->n; v++) {
        for (int r = 0; r < QA_N_REQUIREMENTS; r++) {
            put_asks_of(matrix, &matrix->compliance->vendors[v], (enum qa_requirement)r);
        }
    }
}

/* ---- promises ---- */

static const char *promise_text(const struct qa_promise *promise, struct qa_arena *arena)
{
    const char *unit = qa_promise_unit(promise->kind);
    bool is_rate = strncmp(unit, "rate", 4) == 0;
    bool has_clock = strcmp(unit, "hours") == 0;
    return qa_arena_format(arena, "%s%s%s",
                           qa_figure(arena, promise->value * (is_rate ? 100 : 1), -1),
                           is_rate ? " %" : "",
                           !has_clock                              ? ""
                           : promise->clock == QA_PROMISE_BUSINESS ? " business hours"
                                                                   : " hours");
}

/* A row of the matrix: what each vendor promises of this kind and priority. */
static void put_promise(struct matrix *matrix, const struct qa_promise *like)
{
    struct qa_arena *arena = matrix->book->arena;
    const struct qa_responses *responses = matrix->compliance->responses;
    const char *priority = like->priority;
    qa_put(matrix->sheet, matrix->row, AT_ID, qa_promise_name(like->kind), QA_STYLE_TEXT);
    qa_put(matrix->sheet, matrix->row, AT_QUESTION,
           qa_arena_format(arena, "%s%s%s", priority, priority[0] != '\0' ? ", in " : "in ",
                           qa_promise_unit(like->kind)),
           QA_STYLE_NOTE_LINE);
    for (size_t v = 0; v < responses->n; v++) {
        const struct qa_promise *made =
            qa_promise_find(&responses->list[v].promises, like->kind, priority);
        qa_put(matrix->sheet, matrix->row, (uint16_t)(AT_VENDORS + v),
               made != NULL ? promise_text(made, arena) : "-",
               made != NULL ? QA_STYLE_TEXT : QA_STYLE_NOTE);
    }
    matrix->row++;
}

/* Whether no vendor before v has promised the same; its own promises differ. */
static bool is_first(const struct qa_responses *responses, size_t v,
                     const struct qa_promise *promise)
{
    for (size_t before = 0; before < v; before++) {
        if (qa_promise_find(&responses->list[before].promises, promise->kind, promise->priority) !=
            NULL) {
            return false;
        }
    }
    return true;
}

static void put_promises_of(struct matrix *matrix, enum qa_promise_kind kind, size_t v)
{
    const struct qa_responses *responses = matrix->compliance->responses;
    const struct qa_vendor_promises *promises = &responses->list[v].promises;
    for (size_t i = 0; i < promises->n; i++) {
        if (promises->list[i].kind == kind && is_first(responses, v, &promises->list[i])) {
            put_promise(matrix, &promises->list[i]);
        }
    }
}

static void put_promises(struct matrix *matrix)
{
    const struct qa_responses *responses = matrix->compliance->responses;
    if (responses == NULL) {
        return;
    }
    qa_put(matrix->sheet, ++matrix->row, AT_ID, "Promises", QA_STYLE_SUBTITLE);
    matrix->row++;
    for (int kind = 0; kind < QA_N_PROMISES; kind++) {
        for (size_t v = 0; v < responses->n; v++) {
            put_promises_of(matrix, (enum qa_promise_kind)kind, v);
        }
    }
}

static const char *days_text(const struct qa_project_days *days, struct qa_arena *arena)
{
    const char *starts = days->starts != QA_NO_TIME ? date_text(days->starts, arena) : NULL;
    const char *ends = days->ends != QA_NO_TIME ? date_text(days->ends, arena) : NULL;
    if (ends == NULL) {
        return "The project's last day is not stated, so no certificate is said to end too soon.";
    }
    return qa_arena_format(arena, "Certificates are held against the project, %s%s%s.",
                           starts != NULL ? starts : "", starts != NULL ? " to " : "until ", ends);
}

void qa_sheet_compliance(struct qa_vendor_book *book)
{
    const struct qa_compliance *compliance = book->evaluation->compliance;
    if (compliance == NULL) {
        return;
    }
    struct qa_sheet sheet = qa_book_sheet(&book->book, "Compliance", QA_TAB_DECIDE);
    struct matrix matrix = {book, &sheet, compliance, 0};
    qa_put(&sheet, 0, AT_ID, "Compliance", QA_STYLE_TITLE);
    qa_put(&sheet, 1, AT_ID, days_text(&compliance->days, book->arena), QA_STYLE_NOTE_LINE);
    put_heads(&matrix);
    if (!book->for_vendor) {
        put_totals(&matrix);
    }
    put_answers(&matrix);
    put_promises(&matrix);
    matrix.row++;
    put_asks(&matrix);
    qa_print_upright(&sheet, matrix.row);
}
