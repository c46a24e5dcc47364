#include "tests/support/close.h"

#include <math.h>
#include <stdlib.h>

#include "qa/annotation/box.h"
#include "qa/annotation/label.h"
#include "qa/batch/builder.h"
#include "qa/procurement/evaluation.h"
#include "tests/qa/procurement/text_records.h"

#define QUOTES "vendor,charge,basis,price,currency\n"
#define LOG "vendor,batch,items,ordered_at,due_at,delivered_at\n"

enum { N_ITEMS = 60, N_GOLD = 40, N_LABELS = 3 };

struct fixture {
    struct qa_arena *arena;
    struct qa_names *names;
    struct qa_findings findings;
    struct qa_evaluation evaluation;
    struct qa_evaluation_request request;
    struct qa_error error;
    struct qa_builder *builder;
    uint32_t line;
    const uint32_t *labels; /* declared */
    size_t n_labels;
};

static int set_up(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);

    fixture->arena = qa_arena_new();
    fixture->names = qa_names_new(fixture->arena);
    qa_findings_init(&fixture->findings, fixture->arena);
    fixture->request = (struct qa_evaluation_request){
        .name = "test",
        .days = {QA_NO_TIME, QA_NO_TIME, QA_NO_TIME},
        .settings = {.scenario = {.volume = 1000.0},
                     .weights = {0.5, 0.2, 0.3, 0.0, 0.0},
                     .max_error = 0.1,
                     .confidence = 0.95},
    };
    *state = fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;

    qa_arena_free(fixture->arena);
    free(fixture);
    return 0;
}

static void begin(struct fixture *fixture, const char *path)
{
    fixture->builder = qa_builder_new(fixture->arena, fixture->names);
    fixture->line = 0;
    qa_builder_source(fixture->builder, path, "csv")->lists_items = true;
}

static struct qa_batch *finish(struct fixture *fixture)
{
    return qa_builder_finish(fixture->builder, QA_DUPLICATES_ERROR, &fixture->findings);
}

/* A row of a delivery: an answer with one object, a box when it has a width. */
struct row {
    struct qa_answer answer;
    struct qa_object object;
    double box[4];
};

/* With what all rows of these tests have; vendor NULL: none. */
static struct row row_of(struct fixture *fixture, const char *vendor, const char *annotator,
                         unsigned item)
{
    struct qa_names *names = fixture->names;
    uint32_t id = vendor ? qa_strings_intern_text(names->vendors, vendor) : QA_NONE;
    struct row row = {QA_NO_ANSWER, QA_NO_OBJECT, {0, 0, 0, 0}};

    row.answer.item =
        qa_strings_intern_text(names->items, qa_arena_format(fixture->arena, "item-%03u", item));
    row.answer.annotator = qa_names_annotator(names, id, annotator, strlen(annotator));
    row.answer.vendor = id;
    row.answer.line = row.object.line = ++fixture->line;
    return row;
}

static void give_row(struct fixture *fixture, struct row *row)
{
    bool is_box = row->box[2] > 0;

    row->object.number = row->box;
    row->object.n_numbers = is_box ? 4 : 0;
    qa_builder_answer(fixture->builder, &row->answer);
    qa_builder_object(fixture->builder, is_box ? &qa_type_box : &qa_type_label, &row->object);
}

static uint32_t label_id(struct fixture *fixture, unsigned label)
{
    static const char *const labels[N_LABELS] = {"day", "dusk", "night"};

    return qa_strings_intern_text(fixture->names->labels, labels[label % N_LABELS]);
}

/* A vendor whose annotators take `seconds` and err on every wrong_every-th item (0: never). */
static void add_vendor(struct fixture *fixture, const char *vendor, unsigned wrong_every,
                       unsigned seconds)
{
    static const char *const annotators[] = {"ann-1", "ann-2"};

    for (unsigned item = 0; item < N_ITEMS; item++) {
        for (unsigned a = 0; a < 2; a++) {
            struct row row = row_of(fixture, vendor, annotators[a], item);
            bool wrong = wrong_every > 0 && (item + a) % wrong_every == 0;

            row.object.label = label_id(fixture, item + wrong);
            row.answer.duration = seconds > 0 ? (int64_t)seconds * QA_SECOND : QA_NO_TIME;
            give_row(fixture, &row);
        }
    }
}

static void add_gold(struct fixture *fixture)
{
    begin(fixture, "gold.csv");
    for (unsigned item = 0; item < N_GOLD; item++) {
        struct row row = row_of(fixture, NULL, "", item);

        row.object.label = label_id(fixture, item);
        give_row(fixture, &row);
    }
    fixture->request.gold = finish(fixture);
}

static void share_questions(struct fixture *fixture)
{
    const struct qa_question_options options = {
        .threshold = 0.5, .labels = fixture->labels, .n_labels = fixture->n_labels};

    qa_questions_make((struct qa_batch *)(uintptr_t)fixture->request.delivery,
                      (struct qa_batch *)(uintptr_t)fixture->request.gold, NULL, &options,
                      fixture->arena, &fixture->findings);
}

static void give_quotes(struct fixture *fixture, const char *text)
{
    struct qa_records *records = QA_NEW(fixture->arena, struct qa_records);

    *records = text_records(fixture->arena, "quotes.csv", text);
    fixture->request.quotes = records;
}

static void give_log(struct fixture *fixture, const char *text)
{
    struct qa_records *records = QA_NEW(fixture->arena, struct qa_records);

    *records = text_records(fixture->arena, "log.csv", text);
    fixture->request.log = records;
}

/* Two vendors, good and sloppy, with gold, quotes and log. */
static void give_market(struct fixture *fixture)
{
    begin(fixture, "delivery.csv");
    add_vendor(fixture, "acme", 30, 10);
    add_vendor(fixture, "blue", 3, 5);
    fixture->request.delivery = finish(fixture);
    add_gold(fixture);
    give_quotes(fixture, QUOTES "acme,label,per_item,0.10,EUR\nblue,label,per_item,0.04,EUR\n");
    give_log(fixture,
             LOG "acme,1,60,2026-03-01T00:00:00Z,2026-03-03T00:00:00Z,2026-03-02T00:00:00Z\n"
                 "blue,1,60,2026-03-01T00:00:00Z,2026-03-03T00:00:00Z,2026-03-01T12:00:00Z\n");
}

static void evaluate(struct fixture *fixture)
{
    share_questions(fixture);
    enum qa_status status = qa_evaluate(&fixture->request, fixture->arena, &fixture->findings,
                                        &fixture->evaluation, &fixture->error);

    if (status != QA_OK) {
        print_error("%s\n", fixture->error.text);
    }
    assert_int_equal(status, QA_OK);
}

static const struct qa_vendor_score *score_of(const struct fixture *fixture, const char *name)
{
    const struct qa_scorecard *card = &fixture->evaluation.scorecard;

    for (size_t i = 0; i < card->n_scores; i++) {
        if (strcmp(card->scores[i].facts->name, name) == 0) {
            return &card->scores[i];
        }
    }
    fail_msg("no vendor %s", name);
    return NULL;
}

static const struct qa_finding *find(const struct fixture *fixture, const char *code)
{
    for (size_t i = 0; i < fixture->findings.n; i++) {
        if (strcmp(fixture->findings.list[i].code, code) == 0) {
            return &fixture->findings.list[i];
        }
    }
    return NULL;
}

static bool has_caveat(const struct fixture *fixture, const char *part)
{
    const struct qa_market_verdict *verdict = &fixture->evaluation.verdict;

    return strstr(qa_verdict_words(verdict, QA_REASON_BASIS, QA_REASON_BASIS, fixture->arena),
                  part) != NULL;
}

static void a_whole_market_is_evaluated_in_one_pass(void **state)
{
    struct fixture *fixture = *state;

    give_market(fixture);
    evaluate(fixture);
    const struct qa_vendor_score *acme = score_of(fixture, "acme");
    const struct qa_vendor_score *blue = score_of(fixture, "blue");
    assert_int_equal(acme->facts->audited, 2 * N_GOLD);
    /* ann-1 errs on items 0 and 30, ann-2 on item 29. */
    assert_int_equal(acme->facts->errors, 3);
    assert_int_equal(acme->rank, 1);
    assert_int_equal(blue->gate, QA_GATE_FAIL);
    assert_int_equal(blue->rank, 0);
    assert_close(acme->facts->seconds_per_item, 20.0, 1e-15);
    assert_close(blue->facts->seconds_per_item, 10.0, 1e-15);
    assert_close(acme->facts->turnaround->p90_hours, 24.0, 1e-15);
    assert_close(acme->cost.total, 100.0, 0.0);
    assert_true(qa_is_defined(&acme->facts->agreement));
    assert_true(acme->facts->agreement.value > blue->facts->agreement.value);
    assert_non_null(fixture->evaluation.errors);
    assert_non_null(fixture->evaluation.agreement);
    assert_null(fixture->evaluation.overlap);
    assert_true(has_caveat(fixture, "Gold covers 40 of 60 delivered items"));
    assert_memory_equal(fixture->evaluation.verdict.text, "acme is the best eligible vendor", 32);
}

/* ---- one vendor's share ---- */

static void a_share_holds_the_vendors_own_figures(void **state)
{
    struct fixture *fixture = *state;

    give_market(fixture);
    evaluate(fixture);
    uint32_t blue = qa_strings_intern_text(fixture->names->vendors, "blue");
    struct qa_evaluation own = qa_evaluation_of_vendor(&fixture->evaluation, blue, fixture->arena);
    const struct qa_vendor_score *whole = score_of(fixture, "blue");

    assert_int_equal(own.scorecard.n_scores, 1);
    assert_string_equal(own.scorecard.scores[0].facts->name, "blue");
    assert_int_equal(own.scorecard.scores[0].facts->errors, whole->facts->errors);
    assert_identical(own.scorecard.scores[0].error_rate.low, whole->error_rate.low);
    assert_int_equal(own.scorecard.scores[0].gate, QA_GATE_FAIL);
    assert_int_equal(own.errors->n_wrong, whole->facts->errors);
    assert_int_equal(own.turnaround->n_vendors, 1);
    assert_int_equal(own.turnaround->n_entries, 1);
    assert_true(own.errors->n_annotators == 2 && own.errors->n_confusion > 0);
    assert_true(own.check.n_rows == 1 && own.agreement->n_groups == 1);
}

static void a_share_holds_nothing_of_others_or_of_the_buyer(void **state)
{
    struct fixture *fixture = *state;

    give_market(fixture);
    evaluate(fixture);
    qa_findings_addf(&fixture->findings, QA_WARNING, "W202", "delivery.csv", 1, 0, "nobody's");
    const char *const names[] = {"acme", "blue"};
    for (int v = 0; v < 2; v++) {
        uint32_t id = qa_strings_intern_text(fixture->names->vendors, names[v]);
        struct qa_evaluation own =
            qa_evaluation_of_vendor(&fixture->evaluation, id, fixture->arena);

        for (size_t i = 0; i < own.errors->n_wrong; i++) {
            assert_int_equal(own.errors->wrong[i].vendor, id);
        }
        for (size_t i = 0; i < own.errors->n_classes; i++) {
            assert_int_equal(own.errors->classes[i].vendor, id);
        }
        for (size_t i = 0; i < own.turnaround->n_entries; i++) {
            assert_string_equal(own.turnaround->entries[i].vendor, names[v]);
        }
        assert_int_equal(own.agreement->n_differences, 0);
        assert_null(own.annotators);
        assert_null(own.quotes);
        assert_null(own.delivery);
        assert_null(own.compliance);
        assert_int_equal(own.verdict.n, 0);
        assert_int_equal(own.findings->n, 0);
        assert_int_equal(own.scorecard.n_pairs, 0);
        assert_int_equal(own.scorecard.scores[0].rank, 0);
        assert_false(own.scorecard.scores[0].has_score);
        assert_false(own.scorecard.scores[0].has_total);
        assert_null(own.verdict.text);
    }
}

static void a_share_keeps_the_findings_on_its_own_delivery(void **state)
{
    struct fixture *fixture = *state;
    const uint32_t declared[] = {label_id(fixture, 0)};

    give_market(fixture);
    fixture->labels = declared;
    fixture->n_labels = 1;
    evaluate(fixture);
    uint32_t acme = qa_strings_intern_text(fixture->names->vendors, "acme");
    struct qa_evaluation own = qa_evaluation_of_vendor(&fixture->evaluation, acme, fixture->arena);

    assert_true(own.findings->n > 0 && own.findings->n < fixture->findings.n);
    for (size_t i = 0; i < own.findings->n; i++) {
        assert_string_equal(own.findings->list[i].vendor, "acme");
        assert_string_equal(own.findings->list[i].code, "E203");
    }
}

static void a_delivery_alone_is_enough(void **state)
{
    struct fixture *fixture = *state;

    begin(fixture, "delivery.csv");
    add_vendor(fixture, NULL, 10, 0);
    fixture->request.delivery = finish(fixture);
    evaluate(fixture);
    const struct qa_vendor_score *only = score_of(fixture, qa_unnamed_vendor);
    assert_int_equal(fixture->evaluation.scorecard.n_scores, 1);
    assert_int_equal(only->gate, QA_GATE_INCONCLUSIVE);
    assert_true(qa_is_defined(&only->facts->agreement));
    assert_null(fixture->evaluation.errors);
    assert_null(fixture->evaluation.quotes);
    assert_null(fixture->evaluation.turnaround);
    assert_true(has_caveat(fixture, "No gold was given"));
    assert_false(fixture->evaluation.seconds_measured);
    assert_string_equal(
        qa_scenario_source(&fixture->evaluation.scorecard.settings.scenario, QA_SC_OBJECTS),
        "not known");
    qa_evaluation_tables(&fixture->evaluation, qa_report_new(fixture->arena, "audit"));
}

static void twelve_vendors_are_compared(void **state)
{
    struct fixture *fixture = *state;

    begin(fixture, "delivery.csv");
    for (unsigned v = 0; v < 12; v++) {
        add_vendor(fixture, qa_arena_format(fixture->arena, "vendor-%02u", v), 4 * v, 0);
    }
    fixture->request.delivery = finish(fixture);
    add_gold(fixture);
    fixture->request.settings.weights[QA_CRITERION_SPEED] = 0.0;
    fixture->request.settings.weights[QA_CRITERION_COST] = 0.0;
    evaluate(fixture);
    assert_int_equal(fixture->evaluation.scorecard.n_scores, 12);
    assert_int_equal(score_of(fixture, "vendor-00")->rank, 1);
    assert_int_equal(score_of(fixture, "vendor-01")->gate, QA_GATE_FAIL);
    qa_evaluation_tables(&fixture->evaluation, qa_report_new(fixture->arena, "audit"));
}

static void a_vendor_of_quotes_alone_is_warned_of_and_kept(void **state)
{
    struct fixture *fixture = *state;

    give_market(fixture);
    give_quotes(fixture, QUOTES "acmee,label,per_item,0.10,EUR\nblue,label,per_item,0.04,EUR\n");
    fixture->request.settings.current_vendor = "zeta";
    evaluate(fixture);
    const struct qa_finding *finding = find(fixture, "W431");
    assert_non_null(finding);
    assert_string_equal(finding->file, "quotes.csv");
    assert_string_equal(finding->vendor, "acmee");
    assert_non_null(strstr(finding->text, "did you mean 'acme'"));
    assert_non_null(find(fixture, "W433"));
    assert_int_equal(fixture->evaluation.scorecard.n_scores, 3);
    assert_string_equal(score_of(fixture, "acme")->cost.undefined, "no quote");
    assert_int_equal(score_of(fixture, "acmee")->gate, QA_GATE_INCONCLUSIVE);
}

static void work_done_in_house_needs_no_delivery(void **state)
{
    struct fixture *fixture = *state;
    struct qa_records models = text_records(fixture->arena, "models.csv",
                                            "vendor,model,field,value,currency\n"
                                            "own team,in_house,wage_per_hour,20,EUR\n"
                                            "own team,in_house,hours_per_seat_month,160,\n"
                                            "own team,in_house,seats,2,\n"
                                            "blue,in_house,setup,5,\n");

    give_market(fixture);
    give_quotes(fixture, QUOTES "acme,label,per_item,0.10,EUR\n");
    fixture->request.models = &models;
    evaluate(fixture);
    const struct qa_vendor_score *own = score_of(fixture, "own team");
    assert_int_equal(own->gate, QA_GATE_REFERENCE);
    assert_close(own->cost.total, 2 * 160 * 20.0, 1e-12);
    assert_null(find(fixture, "W431"));
    assert_int_equal(score_of(fixture, "acme")->rank, 1);
    assert_true(has_caveat(fixture, "own team is a reference, not a candidate: charges of 6,400.00 "
                                    "EUR at volume 1,000, 6.4000 an item"));
    /* One's own team that has delivered is judged like a vendor. */
    assert_int_equal(score_of(fixture, "blue")->gate, QA_GATE_FAIL);
}

/* Stated, else the latest date of the rates and the log. */
static void one_day_decides_what_is_in_force(void **state)
{
    struct fixture *fixture = *state;
    struct qa_records rates =
        text_records(fixture->arena, "rates.csv", "currency,rate,date\nUSD,0.9,2026-02-01\n");
    struct qa_records later =
        text_records(fixture->arena, "rates.csv", "currency,rate,date\nUSD,0.9,2026-04-01\n");
    const struct {
        const struct qa_records *rates;
        const char *stated;
        const char *day;
        const char *source;
        bool expired;
    } cases[] = {{&rates, NULL, "2026-03-02", "latest date of the log", true},
                 {&later, NULL, "2026-04-01", "latest date of the rates", true},
                 {NULL, NULL, "2026-03-02", "latest date of the log", true},
                 {&later, "2026-03-01", "2026-03-01", "stated", false}};

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t day;

        qa_findings_init(&fixture->findings, fixture->arena);
        give_market(fixture);
        give_quotes(fixture, "vendor,charge,basis,price,currency,valid_until\n"
                             "acme,label,per_item,0.10,EUR,2026-03-01\n");
        fixture->request.rates = cases[i].rates;
        fixture->request.currency = "EUR";
        if (cases[i].stated != NULL) {
            assert_true(qa_date_parse(cases[i].stated, 10, &fixture->request.days.as_of));
            fixture->request.rates = NULL;
        }
        evaluate(fixture);
        assert_true(qa_date_parse(cases[i].day, 10, &day));
        assert_int_equal(fixture->evaluation.as_of, day);
        assert_string_equal(fixture->evaluation.as_of_source, cases[i].source);
        assert_true((find(fixture, "W416") != NULL) == cases[i].expired);
    }
}

static void a_question_that_fails_behind_a_pass_is_found(void **state)
{
    struct fixture *fixture = *state;
    const struct qa_batch *batches[2];

    for (int gold = 0; gold < 2; gold++) {
        begin(fixture, gold ? "gold.csv" : "delivery.csv");
        for (unsigned item = 0; item < 1030; item++) {
            struct row row = row_of(fixture, gold ? NULL : "acme", gold ? "" : "ann-1", item);
            bool rare = item >= 1000;

            row.answer.question =
                qa_strings_intern_text(fixture->names->questions, rare ? "rare" : "scene");
            row.object.label = label_id(fixture, !gold && rare && item % 2 == 0 ? 1 : 0);
            give_row(fixture, &row);
        }
        batches[gold] = finish(fixture);
    }
    fixture->request.delivery = batches[0];
    fixture->request.gold = batches[1];
    fixture->request.settings.max_error = 0.05;
    evaluate(fixture);
    assert_int_equal(score_of(fixture, "acme")->gate, QA_GATE_PASS);
    assert_non_null(find(fixture, "W432"));
    assert_true(has_caveat(fixture, "fails on 'rare' alone"));
    assert_false(has_caveat(fixture, "fails on 'scene' alone"));
}

static void add_boxes(struct fixture *fixture, const char *vendor, const char *annotator)
{
    for (unsigned item = 0; item < N_GOLD; item++) {
        for (unsigned object = 0; object < 1 + item % 2; object++) {
            struct row row = row_of(fixture, vendor, annotator, item);

            row.object.label = label_id(fixture, 0);
            row.box[0] = 100.0 * object;
            row.box[1] = 10.0;
            row.box[2] = 50.0;
            row.box[3] = 40.0;
            row.answer.duration = vendor != NULL ? 9 * QA_SECOND : QA_NO_TIME;
            give_row(fixture, &row);
        }
    }
}

static void objects_and_seconds_per_item_are_measured_or_stated(void **state)
{
    struct fixture *fixture = *state;

    begin(fixture, "delivery.csv");
    add_boxes(fixture, "acme", "ann-1");
    fixture->request.delivery = finish(fixture);
    begin(fixture, "gold.csv");
    add_boxes(fixture, NULL, "");
    fixture->request.gold = finish(fixture);
    give_quotes(fixture, QUOTES "acme,boxes,per_object,0.02,EUR\nacme,review,per_hour,20,EUR\n");
    evaluate(fixture);
    const struct qa_vendor_score *acme = score_of(fixture, "acme");
    const struct qa_scenario *scenario = &fixture->evaluation.scorecard.settings.scenario;
    assert_close(scenario->objects_per_item, 1.5, 1e-15);
    assert_close(scenario->seconds_per_item, 0.0, 0.0);
    assert_string_equal(qa_scenario_source(scenario, QA_SC_OBJECTS), "measured");
    assert_true(fixture->evaluation.seconds_measured);
    assert_close(acme->cost.total, 1000.0 * 1.5 * 0.02 + 50.0, 1e-15);
    assert_non_null(fixture->evaluation.overlap);
    assert_close(acme->facts->mean_iou, 1.0, 1e-15);
    assert_int_equal(acme->facts->matched, 60);
    assert_true(has_caveat(fixture, "1.50 objects per item (measured)"));
    fixture->request.settings.scenario.objects_per_item = 3.0;
    fixture->request.settings.scenario.seconds_per_item = 18.0;
    evaluate(fixture);
    acme = score_of(fixture, "acme");
    assert_close(acme->cost.total, 60.0 + 100.0, 1e-15);
    assert_string_equal(qa_scenario_source(scenario, QA_SC_OBJECTS), "stated");
    assert_false(fixture->evaluation.seconds_measured);
}

static void a_bad_quote_stops_the_evaluation(void **state)
{
    struct fixture *fixture = *state;

    give_market(fixture);
    give_quotes(fixture, QUOTES "acme,label,per_piece,0.10,EUR\n");
    share_questions(fixture);
    assert_int_equal(qa_evaluate(&fixture->request, fixture->arena, &fixture->findings,
                                 &fixture->evaluation, &fixture->error),
                     QA_INPUT);
    assert_string_equal(fixture->error.code, "E401");
}

static void tables_of_all_parts_have_different_names(void **state)
{
    static const char *const wanted[] = {"vendors", "pairs",       "completeness",
                                         "costs",   "charges",     "errors_vendors",
                                         "classes", "agree_pairs", "turnaround_vendors"};
    struct fixture *fixture = *state;
    struct qa_report *report = qa_report_new(fixture->arena, "audit");

    give_market(fixture);
    evaluate(fixture);
    qa_evaluation_tables(&fixture->evaluation, report);
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        if (qa_report_table(report, wanted[i]) == NULL) {
            fail_msg("no table %s", wanted[i]);
        }
    }
    for (size_t i = 0; i < report->n_tables; i++) {
        for (size_t k = 0; k < i; k++) {
            assert_string_not_equal(report->tables[i]->name, report->tables[k]->name);
        }
    }
    assert_string_equal(report->tables[0]->name, "vendors");
}

/* 2026-03-01: acme's delivery at the midnight after it is still open then. */
static void the_log_closes_with_the_day_of_the_audit(void **state)
{
    struct fixture *fixture = *state;

    give_market(fixture);
    fixture->request.days.as_of = INT64_C(1772323200) * QA_SECOND;
    evaluate(fixture);
    const struct qa_turnaround *turnaround = fixture->evaluation.turnaround;
    assert_int_equal(turnaround->as_of, INT64_C(1772409599) * QA_SECOND);
    assert_int_equal(qa_turnaround_find(turnaround, "acme")->open, 1);
    assert_int_equal(qa_turnaround_find(turnaround, "blue")->open, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_whole_market_is_evaluated_in_one_pass, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_share_holds_the_vendors_own_figures, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_share_holds_nothing_of_others_or_of_the_buyer, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_share_keeps_the_findings_on_its_own_delivery, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_delivery_alone_is_enough, set_up, tear_down),
        cmocka_unit_test_setup_teardown(twelve_vendors_are_compared, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_vendor_of_quotes_alone_is_warned_of_and_kept, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(work_done_in_house_needs_no_delivery, set_up, tear_down),
        cmocka_unit_test_setup_teardown(one_day_decides_what_is_in_force, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_question_that_fails_behind_a_pass_is_found, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(objects_and_seconds_per_item_are_measured_or_stated, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_bad_quote_stops_the_evaluation, set_up, tear_down),
        cmocka_unit_test_setup_teardown(tables_of_all_parts_have_different_names, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(the_log_closes_with_the_day_of_the_audit, set_up,
                                        tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
