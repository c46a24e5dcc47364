#include "qa/procurement/request.h"

#include <string.h>

#include "qa/base/time.h"
#include "qa/procurement/figures.h"
#include "qa/procurement/promises.h"
#include "qa/procurement/quote.h"
#include "qa/procurement/table_forms.h"

#define LENGTH(array) (sizeof(array) / sizeof *(array))

/* ---- charges ---- */

static const char *const tierings[] = {"graduated", "volume", NULL};
static const char *const conditions[] = {"always", "rush", "review", "rework", "optional", NULL};
static const char *const recurrences[] = {"once", "monthly", NULL};
static const char *const currencies[] = {"EUR", "USD", "GBP", "CHF", "SEK", "NOK", "DKK", "PLN",
                                         "CZK", "INR", "JPY", "CNY", "AUD", "CAD", NULL};

static const struct qa_column charge_columns[QA_N_CHARGE_COLUMNS] = {
    [QA_CHARGE_VENDOR] = {"vendor", NULL, QA_TEXT,
                          .about = "The vendor; filled in from the first page."},
    [QA_CHARGE_NAME] = {"charge", NULL, QA_TEXT,
                        .about = "Name of the charge; rows with one name are its tiers."},
    [QA_CHARGE_BASIS] = {"basis", NULL, QA_TEXT, .about = "What one price is for."},
    [QA_CHARGE_APPLIES_TO] =
        {"applies_to", NULL, QA_TEXT,
         .about = "Of a percentage: the charge it acts on; empty for all rows above."},
    [QA_CHARGE_FROM] = {"from_quantity", NULL, QA_TEXT,
                        .about = "First unit of the tier; empty for 1."},
    [QA_CHARGE_TO] = {"to_quantity", NULL, QA_TEXT,
                      .about = "Last unit of the tier; empty for no end."},
    [QA_CHARGE_TIERING] = {"tiering", NULL, QA_TEXT,
                           .about = "How tiers add up: graduated or volume."},
    [QA_CHARGE_PRICE] = {"price", NULL, QA_TEXT, .about = "Net price per unit of the basis."},
    [QA_CHARGE_CURRENCY] = {"currency", NULL, QA_TEXT,
                            .about = "Currency of the price, in three letters."},
    [QA_CHARGE_CONDITION] = {"condition", NULL, QA_TEXT, .about = "When it is charged."},
    [QA_CHARGE_RECURRENCE] = {"recurrence", NULL, QA_TEXT, .about = "Of fees: once or monthly."},
    [QA_CHARGE_VALID_UNTIL] = {"valid_until", NULL, QA_TEXT, .about = "Last day of the price."},
    [QA_CHARGE_NOTE] = {"note", NULL, QA_TEXT,
                        .about = "The vendor's note; prices in it are not read."},
    [QA_CHARGE_PER] = {"per", NULL, QA_TEXT,
                       .about = "So many units one price is for; empty for 1."},
};
const struct qa_table_form qa_form_request_charges =
    QA_TABLE_FORM("charges", "Charges", charge_columns);

const char *qa_charge_hint(enum qa_charge_column column)
{
    static const char *const hints[QA_N_CHARGE_COLUMNS] = {
        [QA_CHARGE_VENDOR] = "filled in from Instructions",
        [QA_CHARGE_NAME] = "your name for it; rows with one name are its tiers",
        [QA_CHARGE_BASIS] = "what one price is for",
        [QA_CHARGE_APPLIES_TO] = "percent: of which charge; empty: of all rows above",
        [QA_CHARGE_FROM] = "first unit of the tier; empty: 1",
        [QA_CHARGE_TO] = "last unit; empty: no end",
        [QA_CHARGE_TIERING] = "graduated: each unit at its tier's price; volume: all at one",
        [QA_CHARGE_PRICE] = "net, per unit of the basis; percent: 5 is 5 %, -5 a discount",
        [QA_CHARGE_CURRENCY] = "three letters",
        [QA_CHARGE_CONDITION] = "when it is charged",
        [QA_CHARGE_RECURRENCE] = "of fees: once or every month",
        [QA_CHARGE_VALID_UNTIL] = "last day of the price",
        [QA_CHARGE_NOTE] = "no prices here: they are not read",
        [QA_CHARGE_PER] = "units that one price is for: 1000; empty: 1",
    };
    return hints[column];
}

/* Of the least for each those that occur: a drop-down of Excel holds 255 characters. */
static struct qa_choices basis_choices(struct qa_arena *arena)
{
    const char **names = QA_ARRAY(arena, const char *, QA_N_BASES + 1);
    size_t n = 0;

    for (int b = 0; b < QA_N_BASES; b++) {
        if (!qa_basis_is_least((enum qa_basis)b) || b == QA_MINIMUM_PER_ITEM ||
            b == QA_MINIMUM_PER_OBJECT || b == QA_MINIMUM_PER_ANSWER) {
            names[n++] = qa_basis_name((enum qa_basis)b);
        }
    }
    return (struct qa_choices){names, n};
}

struct qa_choices qa_charge_choices(enum qa_charge_column column, struct qa_arena *arena)
{
    switch (column) {
    case QA_CHARGE_BASIS:
        return basis_choices(arena);
    case QA_CHARGE_TIERING:
        return (struct qa_choices){tierings, LENGTH(tierings) - 1};
    case QA_CHARGE_CURRENCY:
        return (struct qa_choices){currencies, LENGTH(currencies) - 1};
    case QA_CHARGE_CONDITION:
        return (struct qa_choices){conditions, LENGTH(conditions) - 1};
    case QA_CHARGE_RECURRENCE:
        return (struct qa_choices){recurrences, LENGTH(recurrences) - 1};
    default:
        return (struct qa_choices){NULL, 0};
    }
}

static void put_texts(struct qa_table *table, const char *const *texts)
{
    qa_table_row(table);
    for (size_t c = 0; c < table->n_columns; c++) {
        qa_put_text(table, texts[c] != NULL && texts[c][0] != '\0' ? texts[c] : NULL);
    }
}

struct qa_table *qa_request_charges(struct qa_arena *arena)
{
    static const char *const examples[][QA_N_CHARGE_COLUMNS] = {
        {"EXAMPLE", "annotation", "per_item", "", "1", "10000", "graduated", "0.42", "EUR",
         "always", "", "2026-12-31", "the first 10,000 items at 0.42 each"},
        {"EXAMPLE", "annotation", "per_item", "", "10001", "", "graduated", "0.36", "EUR", "always",
         "", "2026-12-31", "each item from the 10,001st on at 0.36"},
        {"EXAMPLE", "second review", "per_item", "", "", "", "", "0.05", "EUR", "review", "",
         "2026-12-31", "for the share of items that we ask to have reviewed twice"},
        {"EXAMPLE", "rush", "percent", "annotation", "", "", "", "25", "", "rush", "", "2026-12-31",
         "a quarter more for what is ordered as rush"},
        {"EXAMPLE", "project manager", "per_month", "", "", "", "", "900", "EUR", "always", "",
         "2026-12-31", "a fee that returns every month"},
        {"EXAMPLE", "set-up", "per_project", "", "", "", "", "600", "EUR", "always", "once",
         "2026-12-31", "a fee once"},
        {"EXAMPLE", "discount", "percent", "", "", "", "", "-3", "", "always", "", "2026-12-31",
         "3 % off everything above"},
    };
    struct qa_table *table = qa_table_new(arena, &qa_form_request_charges);
    for (size_t e = 0; e < LENGTH(examples); e++) {
        put_texts(table, examples[e]);
    }
    return table;
}

/* ---- promises ---- */

static const struct qa_column promises_columns[QA_N_PROMISED_COLUMNS] = {
    [QA_PROMISED_VENDOR] = {"vendor", NULL, QA_TEXT,
                            .about = "The vendor; filled in from the first page."},
    [QA_PROMISED_PROMISE] = {"promise", NULL, QA_TEXT, .is_key = true,
                             .about = "What is promised."},
    [QA_PROMISED_PRIORITY] = {"priority", NULL, QA_TEXT, .is_key = true,
                              .about = "Orders that it is for; empty for all."},
    [QA_PROMISED_VALUE] = {"value", NULL, QA_TEXT, .about = "For the vendor: the value promised."},
    [QA_PROMISED_UNIT] = {"unit", NULL, QA_TEXT, .about = "Unit of the value."},
    [QA_PROMISED_CLOCK] = {"clock", NULL, QA_TEXT,
                           .about = "For the vendor: calendar or business hours."},
    [QA_PROMISED_NOTE] = {"note", NULL, QA_TEXT, .about = "For the vendor."},
    [QA_PROMISED_MEANING] = {"meaning", NULL, QA_TEXT, .about = "What the promise means."},
};
const struct qa_table_form qa_form_request_promises =
    QA_TABLE_FORM("promises", "Promises", promises_columns);

struct qa_table *qa_request_promises(struct qa_arena *arena)
{
    static const struct {
        enum qa_promise_kind kind;
        const char *priority;
        const char *meaning;
    } rows[] = {
        {QA_PROMISE_TURNAROUND, "standard", "from an order to its delivery, for ordinary orders"},
        {QA_PROMISE_TURNAROUND, "rush", "the same for urgent orders; empty: none are taken"},
        {QA_PROMISE_REWORK, "", "from a rejection to the corrected delivery"},
        {QA_PROMISE_CAPACITY, "", "finished and reviewed items, once the team is complete"},
        {QA_PROMISE_RAMP_UP, "", "from the contract until that capacity"},
        {QA_PROMISE_ON_TIME, "", "share of deliveries within the turnaround, such as 95%"},
        {QA_PROMISE_PENALTY, "", "of a late delivery's price, for each day, such as 5%"},
        {QA_PROMISE_PENALTY_CAP, "", "the most that penalties take of a delivery's price"},
    };
    struct qa_table *table = qa_table_new(arena, &qa_form_request_promises);
    for (size_t r = 0; r < LENGTH(rows); r++) {
        const char *const texts[QA_N_PROMISED_COLUMNS] = {
            [QA_PROMISED_PROMISE] = qa_promise_name(rows[r].kind),
            [QA_PROMISED_PRIORITY] = rows[r].priority,
            [QA_PROMISED_UNIT] = qa_promise_unit(rows[r].kind),
            [QA_PROMISED_MEANING] = rows[r].meaning};
        put_texts(table, texts);
    }
    return table;
}

/* ---- questions ---- */

static const struct qa_column questions_columns[QA_N_ASKED_COLUMNS] = {
    [QA_ASKED_VENDOR] = {"vendor", NULL, QA_TEXT,
                         .about = "The vendor; filled in from the first page."},
    [QA_ASKED_ID] = {"id", NULL, QA_TEXT, .is_key = true, .about = "Id of the question."},
    [QA_ASKED_TOPIC] = {"topic", NULL, QA_TEXT, .about = "Its topic."},
    [QA_ASKED_TEXT] = {"question", NULL, QA_TEXT, .about = "The question."},
    [QA_ASKED_REQUIREMENT] = {"requirement", NULL, QA_TEXT,
                              .about = "How much it is wanted: must, should or may."},
    [QA_ASKED_FORM] = {"answer_with", NULL, QA_TEXT,
                       .about = "How to answer: yes, no, partly, or words."},
    [QA_ASKED_PROOF] = {"proof", NULL, QA_TEXT,
                        .about = "Proof that is wanted: a document or a certificate."},
    [QA_ASKED_ANSWER] = {"answer", NULL, QA_TEXT, .about = "For the vendor: the answer."},
    [QA_ASKED_EVIDENCE] = {"evidence", NULL, QA_TEXT,
                           .about = "For the vendor: file that proves it."},
    [QA_ASKED_EXPIRES] = {"expires", NULL, QA_TEXT,
                          .about = "For the vendor: last day of a certificate."},
    [QA_ASKED_NOTE] = {"note", NULL, QA_TEXT, .about = "For the vendor."},
};
const struct qa_table_form qa_form_request_questions =
    QA_TABLE_FORM("questions", "Questions", questions_columns);

struct qa_table *qa_request_questions(const struct qa_request *request, struct qa_arena *arena)
{
    struct qa_table *table = qa_table_new(arena, &qa_form_request_questions);
    for (size_t q = 0; q < request->questionnaire->n; q++) {
        const struct qa_form_question *question = &request->questionnaire->questions[q];
        const char *const texts[QA_N_ASKED_COLUMNS] = {
            [QA_ASKED_ID] = question->id,
            [QA_ASKED_TOPIC] = question->topic,
            [QA_ASKED_TEXT] = question->text,
            [QA_ASKED_REQUIREMENT] = qa_requirement_name(question->requirement),
            [QA_ASKED_FORM] = question->wanted == QA_WANT_TEXT ? "words" : "yes, no, partly",
            [QA_ASKED_PROOF] = qa_proof_name(question->proof)};
        put_texts(table, texts);
    }
    return table;
}

static const struct qa_column list_columns[] = {
    {"id", NULL, QA_TEXT, .is_key = true, .about = "Id of the question."},
    {"topic", NULL, QA_TEXT, .about = "Its topic."},
    {"question", NULL, QA_TEXT, .about = "The question."},
    {"requirement", NULL, QA_TEXT, .about = "How much it is wanted: must, should or may."},
    {"wanted", NULL, QA_TEXT, .about = "Answer that is wanted: yes, no or text."},
    {"proof", NULL, QA_TEXT, .about = "Proof that is wanted: a document or a certificate."},
    {"weight", NULL, QA_REAL, .about = "Weight in the score; absent for a must."},
};
const struct qa_table_form qa_form_request_list =
    QA_TABLE_FORM("questions", "Questions to ask", list_columns);

struct qa_table *qa_request_list(const struct qa_questionnaire *questionnaire,
                                 struct qa_arena *arena)
{
    struct qa_table *table = qa_table_new(arena, &qa_form_request_list);
    for (size_t q = 0; q < questionnaire->n; q++) {
        const struct qa_form_question *question = &questionnaire->questions[q];
        qa_table_row(table);
        qa_put_text(table, question->id);
        qa_put_text(table, question->topic);
        qa_put_text(table, question->text);
        qa_put_text(table, qa_requirement_name(question->requirement));
        qa_put_text(table, qa_wanted_name(question->wanted));
        qa_put_text(table,
                    question->proof != QA_PROOF_NONE ? qa_proof_name(question->proof) : NULL);
        if (question->requirement == QA_MUST) {
            qa_put_absent(table);
        } else {
            qa_put_real(table, question->weight);
        }
    }
    return table;
}

/* ---- who answers, and how ---- */

static const struct qa_column about_columns[] = {
    {"field", NULL, QA_TEXT, .is_key = true, .about = "What is asked of the vendor."},
    {"answer", NULL, QA_TEXT, .about = "For the vendor."},
    {"explanation", NULL, QA_TEXT, .about = "What it means."},
};
const struct qa_table_form qa_form_request_about =
    QA_TABLE_FORM("about", "About you", about_columns);

struct qa_table *qa_request_about(struct qa_arena *arena)
{
    static const char *const rows[][3] = {
        {"vendor", "", "name of your company, as it is to stand in the comparison"},
        {"contact", "", "person, e-mail, telephone"},
        {"country", "", "where the company is registered"},
        {"date", "", "of this offer"},
        {"currency", "", "that invoices will have"},
    };
    struct qa_table *table = qa_table_new(arena, &qa_form_request_about);
    for (size_t r = 0; r < LENGTH(rows); r++) {
        put_texts(table, rows[r]);
    }
    return table;
}

static const char *date_text(int64_t date, struct qa_arena *arena)
{
    char text[QA_TIME_TEXT_MAX];
    qa_date_format(date, text);
    return qa_arena_text(arena, text);
}

static const char *period_text(const struct qa_request *request, struct qa_arena *arena)
{
    if (request->starts == QA_NO_TIME && request->ends == QA_NO_TIME) {
        return NULL;
    }
    return qa_arena_format(arena, "%s to %s",
                           request->starts == QA_NO_TIME ? "now"
                                                         : date_text(request->starts, arena),
                           request->ends == QA_NO_TIME ? "open" : date_text(request->ends, arena));
}

const char *const *qa_request_facts(const struct qa_request *request, size_t *n,
                                    struct qa_arena *arena)
{
    const char *volume =
        request->volume > 0
            ? qa_arena_format(arena, "%s items", qa_figure(arena, request->volume, -1))
            : NULL;
    const char *due = request->due != QA_NO_TIME ? date_text(request->due, arena) : NULL;
    const char *const facts[][2] = {{"Project", request->project},
                                    {"Data", request->data},
                                    {"Volume", volume},
                                    {"Period", period_text(request, arena)},
                                    {"Currency", request->currency},
                                    {"Answer until", due},
                                    {"Your questions to", request->contact}};
    const char **list = QA_ARRAY(arena, const char *, 2 * LENGTH(facts));
    *n = 0;
    for (size_t f = 0; f < LENGTH(facts); f++) {
        if (facts[f][1] != NULL) {
            list[(*n)++] = facts[f][0];
            list[(*n)++] = facts[f][1];
        }
    }
    return list;
}

const char *const *qa_request_steps(size_t *n)
{
    static const char *const steps[] = {
        "About you: the name of your company comes first; every row of yours carries it.",
        "Charges: one row for each price, in the order in which they are worked: percentages and "
        "minimums act on the rows above them. Everything that will be on an invoice must be a row; "
        "what only a note mentions is not part of the offer. The rows marked EXAMPLE show how and "
        "are not read.",
        "Promises: fill the values, in the unit given; say whether hours are calendar or business "
        "hours. Leave empty what you do not promise. Further priorities may be added below.",
        "Questions: \"must\" is required, and an offer without it cannot be chosen; \"should\" and "
        "\"may\" count towards the score. Answer yes, no or partly, or in words where the form "
        "says "
        "so. Where proof is asked for, name the file that you attach, and of a certificate the "
        "last "
        "day on which it is good.",
        "Dates: year-month-day (2027-03-31) or a spreadsheet's date. Change no ids, column names "
        "or "
        "units; a program reads the form.",
    };
    *n = LENGTH(steps);
    return steps;
}
