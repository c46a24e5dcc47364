#include "tests/support/close.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "qa/base/random.h"
#include "qa/base/time.h"
#include "qa/procurement/quote_work.h"
#include "tests/qa/procurement/quote_cases.h"
#include "tests/qa/procurement/text_records.h"
#include "tests/support/reference.h"

#define HEADER "vendor,charge,basis,from_quantity,to_quantity,price,currency,note,tiering\n"

struct fixture {
    struct qa_arena *arena;
    struct qa_findings findings;
    struct qa_quotes quotes;
    int64_t as_of;
    struct qa_error error;
};

static int set_up(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);

    fixture->arena = qa_arena_new();
    fixture->as_of = QA_NO_TIME;
    qa_findings_init(&fixture->findings, fixture->arena);
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

static enum qa_status parse(struct fixture *fixture, const char *quotes, const char *rates,
                            const char *currency)
{
    struct qa_records quote_records = text_records(fixture->arena, "quotes.csv", quotes);
    struct qa_records rate_records = {0};

    if (rates != NULL) {
        rate_records = text_records(fixture->arena, "rates.csv", rates);
    }
    const struct qa_quote_input input = {.quotes = &quote_records,
                                         .rates = rates ? &rate_records : NULL,
                                         .currency = currency,
                                         .as_of = fixture->as_of,
                                         .as_of_source =
                                             fixture->as_of == QA_NO_TIME ? NULL : "stated"};

    return qa_quotes_parse(&input, fixture->arena, &fixture->findings, &fixture->quotes,
                           &fixture->error);
}

static void assert_parses(struct fixture *fixture, const char *quotes, const char *rates,
                          const char *currency)
{
    enum qa_status status = parse(fixture, quotes, rates, currency);

    if (status != QA_OK) {
        print_error("%s\n", fixture->error.text);
    }
    assert_int_equal(status, QA_OK);
}

/* The error's whole place and code, as a user sees them. */
static void assert_refused(struct fixture *fixture, const char *quotes, const char *rates,
                           const char *currency, const char *place)
{
    char got[QA_ERROR_FILE_MAX + 64];

    assert_int_equal(parse(fixture, quotes, rates, currency), QA_INPUT);
    snprintf(got, sizeof got, "%s:%llu:%llu %s", fixture->error.file,
             (unsigned long long)fixture->error.line, (unsigned long long)fixture->error.column,
             fixture->error.code);
    assert_string_equal(got, place);
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

static struct qa_cost cost_at(const struct fixture *fixture, const char *vendor, double volume)
{
    struct qa_scenario scenario = {.volume = volume};

    return qa_quote_cost(&fixture->quotes, vendor, &scenario);
}

static const char *case_rates(struct qa_arena *arena, const char *packed)
{
    char *text = qa_arena_format(arena, "currency,rate\n%s%s", packed, *packed ? "\n" : "");

    for (char *c = text; *c != '\0'; c++) {
        *c = (char)(*c == '|' ? ',' : *c == ';' ? '\n' : *c);
    }
    return text;
}

static void assert_rows_equal(const struct test_reference *reference,
                              const struct qa_quotes *quotes, const struct qa_scenario *scenario,
                              struct qa_arena *arena)
{
    double *amounts = QA_ARRAY(arena, double, TEST_REFERENCE_NUMBERS);
    size_t n = test_reference_numbers(reference, "amounts", amounts);
    struct qa_worked worked =
        qa_quote_work(quotes, "acme", scenario, qa_amount_of_real(arena, scenario->volume), arena);
    struct qa_amount sum = {0};

    assert_int_equal(worked.n, n);
    for (size_t i = 0; i < n; i++) {
        assert_identical(qa_amount_real(worked.rows[i].amount), amounts[i]);
        sum = qa_amount_add(arena, sum, worked.rows[i].amount);
    }
    assert_int_equal(qa_amount_compare(sum, worked.total), 0);
}

static void costs_equal_exact_fractions(void **state)
{
    struct fixture *fixture = *state;
    struct test_reference reference;

    test_reference_open(&reference, "procurement_costs.csv");
    while (test_reference_next(&reference)) {
        struct qa_scenario scenario =
            case_scenario(fixture->arena, test_reference_text(&reference, "scenario"));

        scenario.volume = test_reference_number(&reference, "volume");
        assert_parses(fixture,
                      case_quotes(fixture->arena, CASE_HEADER, "acme",
                                  test_reference_text(&reference, "quotes")),
                      case_rates(fixture->arena, test_reference_text(&reference, "rates")),
                      test_reference_text(&reference, "currency"));
        struct qa_cost cost = qa_quote_cost(&fixture->quotes, "acme", &scenario);
        if (*test_reference_text(&reference, "total") == '\0') {
            assert_non_null(cost.undefined);
            continue;
        }
        if (cost.undefined != NULL) {
            test_reference_fail(&reference, cost.undefined);
        }
        assert_identical(cost.usage, test_reference_number(&reference, "usage"));
        assert_identical(cost.minimum, test_reference_number(&reference, "minimum"));
        assert_identical(cost.percents, test_reference_number(&reference, "percents"));
        assert_identical(cost.fixed_fees, test_reference_number(&reference, "fixed_fees"));
        assert_identical(cost.total, test_reference_number(&reference, "total"));
        assert_rows_equal(&reference, &fixture->quotes, &scenario, fixture->arena);
    }
    test_reference_close(&reference);
}

static void a_minimum_binds_only_above_the_usage(void **state)
{
    struct fixture *fixture = *state;

    assert_parses(fixture,
                  HEADER "acme,label,per_item,,,0.10,EUR,,\nacme,least,minimum,,,100,EUR,,\n", NULL,
                  NULL);
    assert_true(cost_at(fixture, "acme", 999.0).minimum_binds);
    assert_false(cost_at(fixture, "acme", 1000.0).minimum_binds);
    assert_close(cost_at(fixture, "acme", 0.0).total, 100.0, 0.0);
    assert_close(cost_at(fixture, "acme", 0.0).unit_cost, 0.0, 0.0);
}

static void reasons_name_the_charge_and_the_bound(void **state)
{
    struct fixture *fixture = *state;

    assert_parses(fixture,
                  HEADER "acme,annotation,per_item,1,100000,0.10,EUR,,\n"
                         "blue,boxes,per_object,1,,0.02,EUR,,\n"
                         "cyan,time,per_hour,1,,20,EUR,,\n"
                         "dust,gap,per_item,1,10,1,EUR,,\ndust,gap,per_item,21,,1,EUR,,\n"
                         "east,twice,per_item,1,10,1,EUR,,\neast,twice,per_item,10,,1,EUR,,\n",
                  NULL, NULL);
    assert_string_equal(cost_at(fixture, "acme", 200000.0).undefined,
                        "volume 200,000 is beyond the last tier of 'annotation' (to 100,000)");
    assert_string_equal(cost_at(fixture, "blue", 10.0).undefined,
                        "per_object charge, and objects per item are not known");
    assert_string_equal(cost_at(fixture, "cyan", 10.0).undefined,
                        "per_hour charge, and seconds per item are not known");
    assert_string_equal(cost_at(fixture, "dust", 25.0).undefined,
                        "volume 25 needs units 11 to 20 of 'gap', which have no price");
    assert_string_equal(cost_at(fixture, "east", 5.0).undefined, "the tiers of 'twice' overlap");
    assert_string_equal(cost_at(fixture, "nobody", 5.0).undefined, "no quote");
    assert_null(cost_at(fixture, "dust", 10.0).undefined);
}

static void rows_are_grouped_by_vendor_name_in_any_order(void **state)
{
    struct fixture *fixture = *state;

    assert_parses(fixture,
                  HEADER " blue ,b,Per Item,,,2,eur,,\nacme,a,per-item,1,10,1,EUR,,volume\n"
                         "blue,c,per_project,,,3,EUR,,\nacme,a,per_item,11,,0.5,EUR,,\n",
                  NULL, NULL);
    assert_int_equal(fixture->quotes.n_vendors, 2);
    assert_string_equal(fixture->quotes.vendors[0], "acme");
    assert_string_equal(fixture->quotes.vendors[1], "blue");
    assert_int_equal(fixture->quotes.charges[1].tiering, QA_VOLUME);
    assert_close(cost_at(fixture, "acme", 20.0).total, 10.0, 0.0);
    assert_close(cost_at(fixture, "blue", 20.0).total, 43.0, 0.0);
    assert_string_equal(fixture->quotes.currency, "EUR");
}

static void the_target_currency_is_found_or_asked_for(void **state)
{
    struct fixture *fixture = *state;
    const char *mixed = HEADER "acme,a,per_item,,,1,USD,,\nblue,b,per_item,,,1,EUR,,\n";

    assert_parses(fixture, HEADER "acme,a,per_item,,,1,JPY,,\n", NULL, NULL);
    assert_string_equal(fixture->quotes.currency, "JPY");
    assert_int_equal(fixture->quotes.minor_digits, 0);
    assert_parses(fixture, mixed, "currency,rate\nEUR,1\nUSD,0.9\n", NULL);
    assert_string_equal(fixture->quotes.currency, "EUR");
    assert_close(cost_at(fixture, "acme", 10.0).total, 9.0, 0.0);
    assert_parses(fixture, mixed, "currency,rate\nEUR,1.1\n", "usd");
    assert_string_equal(fixture->quotes.currency, "USD");
    assert_close(cost_at(fixture, "blue", 10.0).total, 11.0, 0.0);
    assert_int_equal(qa_currency_digits("KWD"), 3);
    assert_int_equal(qa_currency_digits("ISK"), 0);
    assert_int_equal(qa_currency_digits("CHF"), 2);
    assert_int_equal(qa_currency_digits("P K"), 2);
}

static void currencies_without_a_rate_are_refused_with_their_place(void **state)
{
    struct fixture *fixture = *state;
    const char *mixed = HEADER "acme,a,per_item,,,1,USD,,\nblue,b,per_item,,,1,EUR,,\n";

    assert_refused(fixture, mixed, NULL, NULL, "quotes.csv:3:21 E405");
    assert_refused(fixture, mixed, NULL, "EUR", "quotes.csv:2:21 E405");
    assert_refused(fixture, mixed, "currency,rate\nCHF,1\nEUR,0.9\n", "CHF",
                   "quotes.csv:2:21 E405");
    assert_refused(fixture, mixed, "currency,rate\nEUR,1\nUSD,1\n", NULL, "quotes.csv:3:21 E405");
    assert_refused(fixture, mixed, "currency,rate\nEUR,0.9\nUSD,1\n", "EUR", "rates.csv:2:5 E405");
    assert_refused(fixture, mixed, "currency,rate\nEUR,1\nUSD,zero\n", NULL, "rates.csv:3:5 E405");
    assert_refused(fixture, mixed, "currency,rate\nEUR,1\nUSD,-1\n", NULL, "rates.csv:3:5 E405");
    assert_refused(fixture, mixed, "currency,rate\nUSD,1\nusd,0.9\n", NULL, "rates.csv:3:1 E405");
    assert_refused(fixture, mixed, "currency,rate\n,1\n", NULL, "rates.csv:2:1 E405");
    assert_refused(fixture, HEADER "acme,a,per_item,,,1, ,,\n", NULL, NULL, "quotes.csv:2:21 E405");
    assert_refused(fixture, HEADER "acme,a,per_item,,,1,EURO,,\n", NULL, NULL,
                   "quotes.csv:2:21 E405");
}

static void bad_cells_are_refused_with_their_place(void **state)
{
    struct fixture *fixture = *state;

    assert_refused(fixture, HEADER "acme,a,per_itm,,,1,EUR,,\n", NULL, NULL, "quotes.csv:2:8 E401");
    assert_non_null(strstr(fixture->error.text, "did you mean 'per_item'"));
    assert_refused(fixture, HEADER "acme,a,per_item,,,1,EUR,,steps\n", NULL, NULL,
                   "quotes.csv:2:26 E402");
    assert_refused(fixture,
                   HEADER "acme,a,per_item,1,5,1,EUR,,volume\n"
                          "acme,a,per_item,6,,1,EUR,,graduated\n",
                   NULL, NULL, "quotes.csv:3:27 E402");
    assert_refused(fixture, HEADER "acme,a,per_item,,,free,EUR,,\n", NULL, NULL,
                   "quotes.csv:2:19 E403");
    assert_refused(fixture, HEADER "acme,a,per_item,,,-1,EUR,,\n", NULL, NULL,
                   "quotes.csv:2:19 E403");
    assert_refused(fixture, HEADER "acme,a,per_item,10,5,1,EUR,,\n", NULL, NULL,
                   "quotes.csv:2:20 E404");
    assert_refused(fixture, HEADER "acme,a,per_item,1.5,,1,EUR,,\n", NULL, NULL,
                   "quotes.csv:2:17 E404");
    assert_refused(fixture, HEADER "acme,a,per_item,,0,1,EUR,,\n", NULL, NULL,
                   "quotes.csv:2:18 E404");
    assert_refused(fixture, HEADER " ,a,per_item,,,1,EUR,,\n", NULL, NULL, "quotes.csv:2:1 E406");
    assert_refused(fixture, HEADER "acme,,per_item,,,1,EUR,,\n", NULL, NULL, "quotes.csv:2:6 E406");
    assert_refused(fixture, HEADER, NULL, NULL, "quotes.csv:0:0 E406");
    assert_int_equal(parse(fixture, "vendor,charge\nacme,a\n", NULL, NULL), QA_INPUT);
    assert_string_equal(fixture->error.code, "E112");
}

static void gaps_and_overlaps_of_tiers_are_found(void **state)
{
    struct fixture *fixture = *state;

    assert_parses(fixture,
                  HEADER "acme,a,per_item,1,100,1,EUR,,graduated\n"
                         "acme,a,per_item,1201,,1,EUR,,graduated\n"
                         "blue,b,per_item,1,100,1,EUR,,graduated\n"
                         "blue,b,per_item,100,,1,EUR,,graduated\n",
                  NULL, NULL);
    const struct qa_finding *gap = find(fixture, "W411");
    const struct qa_finding *overlap = find(fixture, "E412");
    assert_non_null(gap);
    assert_non_null(overlap);
    assert_int_equal(gap->severity, QA_WARNING);
    assert_int_equal(gap->line, 3);
    assert_int_equal(gap->column, 17);
    assert_string_equal(gap->vendor, "acme");
    assert_non_null(strstr(gap->text, "101 to 1,200"));
    assert_int_equal(overlap->severity, QA_ERROR);
    assert_int_equal(overlap->line, 5);
    assert_int_equal(fixture->findings.n, 2);
}

static void whole_tiers_in_any_order_give_no_finding(void **state)
{
    struct fixture *fixture = *state;

    assert_parses(fixture,
                  HEADER "acme,a,per_item,101,,1,EUR,,graduated\n"
                         "acme,a,per_item,0,100,1,EUR,,graduated\n"
                         "acme,setup fee,per_project,1,1,9,EUR,one-off set-up fee,\n"
                         "acme,least,minimum,,,9,EUR,no fee below it,\n"
                         "blue,a,per_item,1,,1,EUR,price without VAT; excluding tax,\n",
                  NULL, NULL);
    assert_int_equal(fixture->findings.n, 0);
}

static void odd_rows_are_found(void **state)
{
    struct fixture *fixture = *state;

    assert_parses(fixture,
                  HEADER "acme,a,per_item,,,1,EUR,,\nacme,a,per_object,,,1,EUR,,\n"
                         "acme,least,minimum,10,20,1,EUR,,\n",
                  NULL, NULL);
    assert_int_equal(find(fixture, "W414")->line, 3);
    assert_int_equal(find(fixture, "W415")->line, 4);
    assert_int_equal(fixture->findings.n, 2);
}

static void fees_hidden_in_notes_are_found(void **state)
{
    static const struct {
        const char *row;
        bool hidden;
    } cases[] = {
        {"acme,annotation,per_item,,,1,EUR,plus 450 EUR per month for the platform,", true},
        {"acme,annotation,per_item,,,1,EUR,Set up 900,", true},
        {"acme,annotation,per_item,,,1,EUR,night SURCHARGE of 20 %,", true},
        {"acme,annotation,per_item,,,1,EUR,rush fees apply,", true},
        {"acme,annotation,per_item,,,1,EUR,excluding review,", true},
        {"acme,platform,per_project,,,1,EUR,billed monthly,", true},
        {"acme,annotation,per_item,,,1,EUR,no set-up fee,", false},
        {"acme,annotation,per_item,,,1,EUR,set-up fee included,", false},
        {"acme,annotation,per_item,,,1,EUR,feedback over coffee,", false},
        {"acme,annotation,per_item,,,1,EUR,surplus labels are free,", false},
        {"acme,platform month,per_project,,,1,EUR,per month,", false},
        {"acme,onboarding,per_project,,,1,EUR,one-off fee,", false},
        {"acme,set-up,per_item,,,1,EUR,setup of each item,", false},
        {"acme,annotation,per_item,,,1,EUR,,", false},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct fixture *fixture = *state;

        qa_findings_init(&fixture->findings, fixture->arena);
        assert_parses(fixture, qa_arena_format(fixture->arena, HEADER "%s\n", cases[i].row), NULL,
                      NULL);
        if ((find(fixture, "W413") != NULL) != cases[i].hidden) {
            fail_msg("%s: %s", cases[i].row, cases[i].hidden ? "not found" : "found");
        }
    }
}

/* What is paid by the month may say so; a further charge in the same note is still one. */
static void what_is_paid_by_the_month_may_say_so(void **state)
{
    static const struct {
        const char *row;
        bool hidden;
    } cases[] = {
        {"acme,platform,per_project,1,EUR,billed monthly,monthly", false},
        {"acme,portal,per_project,1,EUR,one fee per month,monthly", false},
        {"acme,portal,per_month,1,EUR,per month,", false},
        {"acme,team,per_seat_month,1,EUR,billed monthly,", false},
        {"acme,portal,per_month,1,EUR,plus 450 EUR per month for storage,", true},
        {"acme,portal,per_project,1,EUR,billed monthly,once", true},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct fixture *fixture = *state;

        qa_findings_init(&fixture->findings, fixture->arena);
        assert_parses(fixture,
                      qa_arena_format(fixture->arena,
                                      "vendor,charge,basis,price,currency,note,recurrence\n%s\n",
                                      cases[i].row),
                      NULL, NULL);
        if ((find(fixture, "W413") != NULL) != cases[i].hidden) {
            fail_msg("%s: %s", cases[i].row, cases[i].hidden ? "not found" : "found");
        }
    }
}

static void cost_per_correct_label_carries_the_interval(void **state)
{
    struct fixture *fixture = *state;
    struct qa_estimate rate = {
        .value = 0.1, .low = 0.05, .high = 0.2, .n = 50, .has_interval = true};

    assert_parses(fixture, HEADER "acme,a,per_item,,,0.09,EUR,,\n", NULL, NULL);
    struct qa_cost cost = cost_at(fixture, "acme", 1000.0);
    struct qa_estimate plain = qa_cost_per_correct(&cost, &rate);
    assert_close(plain.value, 90.0 / 900.0, 1e-15);
    assert_close(plain.low, 90.0 / 950.0, 1e-15);
    assert_close(plain.high, 90.0 / 800.0, 1e-15);
    assert_int_equal(plain.n, 50);
    struct qa_scenario scenario = {.cost_per_wrong = 2.0, .audit_cost_per_item = 0.01};
    struct qa_quality_cost quality = qa_quality_cost(&cost, &rate, &scenario);
    assert_close(quality.rework, 200.0, 1e-15);
    assert_close(quality.audit, 10.0, 1e-15);
    assert_close(quality.total, 300.0, 1e-15);
    assert_close(quality.per_correct.value, 300.0 / 900.0, 1e-15);
    assert_close(quality.per_correct.low, 200.0 / 950.0, 1e-15);
    assert_close(quality.per_correct.high, 500.0 / 800.0, 1e-15);
    rate.high = 1.0;
    assert_false(qa_cost_per_correct(&cost, &rate).has_interval);
    rate.value = 1.0;
    assert_string_equal(qa_cost_per_correct(&cost, &rate).undefined, "no label is correct");
}

static void cost_per_correct_label_is_undefined_without_its_parts(void **state)
{
    struct fixture *fixture = *state;
    struct qa_estimate unknown = qa_undefined("no gold", 0);
    struct qa_estimate rate = {.value = 0.1};

    assert_parses(fixture, HEADER "acme,a,per_item,1,10,0.09,EUR,,\n", NULL, NULL);
    struct qa_cost cost = cost_at(fixture, "acme", 5.0);
    struct qa_cost nothing = cost_at(fixture, "acme", 0.0);
    struct qa_cost beyond = cost_at(fixture, "acme", 50.0);
    assert_string_equal(qa_cost_per_correct(&cost, &unknown).undefined, "no gold");
    assert_non_null(qa_cost_per_correct(&cost, NULL).undefined);
    assert_string_equal(qa_cost_per_correct(&beyond, &rate).undefined, beyond.undefined);
    assert_string_equal(qa_cost_per_correct(&nothing, &rate).undefined, "the volume is 0");
    const struct qa_scenario free = {0};
    const struct qa_scenario redone = {.cost_per_wrong = 1.0};
    assert_true(qa_quality_cost(&cost, NULL, &free).has_total);
    assert_false(qa_quality_cost(&cost, NULL, &redone).has_total);
    assert_false(qa_quality_cost(&beyond, &rate, &redone).has_total);
}

static void tables_hold_a_row_a_vendor_and_volume(void **state)
{
    struct fixture *fixture = *state;
    double volumes[] = {1000.0, 100000.0};
    const struct qa_scenario scenarios[2] = {{0}};
    struct qa_quote_table_request request = {
        .volumes = volumes, .n_volumes = 2, .scenario = scenarios, .scenarios = scenarios};
    struct qa_report *report = qa_report_new(fixture->arena, "quote");

    assert_parses(fixture,
                  HEADER "acme,a,per_item,1,5000,0.10,EUR,,\nblue,b,per_item,,,0.2,EUR,,\n"
                         "blue,s,per_project,,,50,EUR,,\n",
                  NULL, NULL);
    qa_quote_tables(&fixture->quotes, &request, report);
    const struct qa_table *costs = qa_report_table(report, "costs");
    const struct qa_table *charges = qa_report_table(report, "charges");
    size_t total = qa_table_column(costs, "total");
    assert_int_equal(costs->n_rows, 4);
    assert_int_equal(charges->n_rows, 3);
    assert_close(qa_table_cell(costs, 0, total)->as.real, 100.0, 0.0);
    assert_false(qa_table_cell(costs, 1, total)->present);
    assert_non_null(
        strstr(qa_table_cell(costs, 1, qa_table_column(costs, "remark"))->as.text, "beyond"));
    assert_close(qa_table_cell(costs, 3, total)->as.real, 20050.0, 0.0);
    assert_close(qa_table_cell(charges, 1, qa_table_column(charges, "amount"))->as.real, 200.0,
                 1e-15);
    const struct qa_table *quoted = qa_report_table(report, "quoted");
    assert_false(qa_table_cell(quoted, 1, qa_table_column(quoted, "to_quantity"))->present);
}

static const struct qa_worked_row *row_of(const struct qa_worked *worked, const char *charge)
{
    for (size_t i = 0; i < worked->n; i++) {
        if (strcmp(worked->rows[i].charge->name, charge) == 0) {
            return &worked->rows[i];
        }
    }
    fail_msg("no charge '%s'", charge);
    return NULL;
}

static enum qa_status parse_models(struct fixture *fixture, const char *quotes, const char *models)
{
    struct qa_records quote_records;
    struct qa_records model_records = text_records(fixture->arena, "models.csv", models);
    struct qa_quote_input input = {
        .models = &model_records, .currency = "EUR", .as_of = QA_NO_TIME};

    if (quotes != NULL) {
        quote_records = text_records(fixture->arena, "quotes.csv", quotes);
        input.quotes = &quote_records;
    }
    return qa_quotes_parse(&input, fixture->arena, &fixture->findings, &fixture->quotes,
                           &fixture->error);
}

#define MODELS "vendor,model,field,value,currency\n"

/* 22 x 1.3 an hour; 160 paid hours, 85 % of them productive: 136. 50,000 items of 30 s in three
 * months are 416.67 hours: two seats. */
static void work_in_house_is_a_quote_of_its_own(void **state)
{
    struct fixture *fixture = *state;
    const struct qa_scenario scenario = {
        .volume = 50000.0, .months = 3.0, .seconds_per_item = 99.0};

    assert_int_equal(parse_models(fixture, NULL,
                                  MODELS "own,in_house,wage_per_hour,22,EUR\n"
                                         "own,in_house,hours_per_seat_month,160,\n"
                                         "own,in_house,productive_share,85%,\n"
                                         "own,In-House,overhead,30%,\n"
                                         "own,in_house,recruiting_per_seat,1500,\n"
                                         "own,in_house,training_hours,40,\n"
                                         "own,in_house,idle_months,0.5,\n"
                                         "own,in_house,supervisors_per_seat,0.1,\n"
                                         "own,in_house,supervisor_wage,35,\n"
                                         "own,in_house,tools_per_seat_month,60,\n"
                                         "own,in_house,setup,5000,\n"
                                         "own,in_house,seconds_per_item,30,\n"),
                     QA_OK);
    struct qa_worked worked =
        qa_quote_work(&fixture->quotes, "own", &scenario, qa_amount_of_count(fixture->arena, 50000),
                      fixture->arena);
    assert_null(worked.undefined);
    assert_close(qa_amount_real(row_of(&worked, "wages")->units), 6.0, 0.0);
    assert_close(qa_amount_real(row_of(&worked, "wages")->amount), 6 * 160 * 28.6, 1e-15);
    assert_close(qa_amount_real(row_of(&worked, "recruiting")->amount), 3000.0, 0.0);
    assert_close(qa_amount_real(row_of(&worked, "training")->amount), 2 * 40 * 28.6, 1e-15);
    assert_close(qa_amount_real(row_of(&worked, "idle months")->amount), 2 * 80 * 28.6, 1e-15);
    assert_close(qa_amount_real(row_of(&worked, "supervision")->amount), 6 * 16 * 45.5, 1e-15);
    assert_close(qa_amount_real(row_of(&worked, "tools")->amount), 360.0, 0.0);
    assert_int_equal(fixture->quotes.models[0].model, QA_IN_HOUSE);
}

/* 1,000 items, 5 answers each at 0.04, a tenth more of gold, a fifth for the platform. */
static void a_crowd_is_paid_by_the_answer(void **state)
{
    struct fixture *fixture = *state;

    assert_int_equal(parse_models(fixture, HEADER "acme,a,per_item,,,0.10,EUR,,\n",
                                  MODELS "crowd,crowd,price_per_answer,0.04,EUR\n"
                                         "crowd,crowd,answers_per_item,5,\n"
                                         "crowd,crowd,gold_share,0.1,\n"
                                         "crowd,crowd,platform_fee,20%,\n"
                                         "half,hybrid,prelabel_price,0.01,\n"
                                         "half,hybrid,correction_share,30%,\n"
                                         "half,hybrid,correction_price,0.08,\n"
                                         "serve,managed_service,price_per_item,0.2,\n"
                                         "serve,managed_service,management_fee,15%,\n"
                                         "team,dedicated_team,price_per_seat_month,1450,\n"
                                         "team,dedicated_team,seats,4,\n"),
                     QA_OK);
    assert_close(cost_at(fixture, "crowd", 1000.0).total, 264.0, 0.0);
    assert_close(cost_at(fixture, "half", 1000.0).total, 34.0, 0.0);
    assert_close(cost_at(fixture, "serve", 1000.0).total, 230.0, 0.0);
    assert_close(cost_at(fixture, "team", 1000.0).total, 5800.0, 0.0);
    assert_close(cost_at(fixture, "acme", 1000.0).total, 100.0, 0.0);
}

static void bad_offers_are_refused_with_their_place(void **state)
{
    static const struct {
        const char *rows;
        const char *place;
    } cases[] = {
        {"own,in_hose,setup,1,\n", "models.csv:2:5"},
        {"own,crowd,setup,1,\n", "models.csv:2:11"},
        {"own,in_house,setup,x,\n", "models.csv:2:20"},
        {"own,in_house,overhead,3,\n", "models.csv:2:23"},
        {"own,in_house,setup,1,\nown,crowd,gold_share,0.1,\n", "models.csv:3:11"},
        {"own,in_house,setup,1,\nown,in_house,setup,2,\n", "models.csv:3:14"},
        {"own,in_house,training_hours,4,\n", "models.csv:2:5"},
        {"own,in_house,seats,4,\n", "models.csv:2:5"},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct fixture *fixture = *state;
        char got[QA_ERROR_FILE_MAX + 64];

        assert_int_equal(parse_models(fixture, NULL,
                                      qa_arena_format(fixture->arena, MODELS "%s", cases[i].rows)),
                         QA_INPUT);
        snprintf(got, sizeof got, "%s:%llu:%llu", fixture->error.file,
                 (unsigned long long)fixture->error.line,
                 (unsigned long long)fixture->error.column);
        assert_string_equal(got, cases[i].place);
        assert_string_equal(fixture->error.code, "E409");
    }
}

static void the_latest_rate_of_the_day_is_used(void **state)
{
    struct fixture *fixture = *state;
    const char *quotes = HEADER "acme,a,per_item,,,1,USD,,\n";
    const char *rates = "currency,rate,date\nUSD,0.80,2026-01-01\nUSD,0.90,2026-03-01\n"
                        "USD,0.70,2026-05-01\n";

    assert_parses(fixture, quotes, rates, "EUR");
    assert_close(cost_at(fixture, "acme", 10.0).total, 7.0, 0.0);
    assert_string_equal(fixture->quotes.as_of_source, "latest date of the rates");
    assert_true(qa_date_parse("2026-04-30", 10, &fixture->as_of));
    assert_parses(fixture, quotes, rates, "EUR");
    assert_close(cost_at(fixture, "acme", 10.0).total, 9.0, 0.0);
    assert_int_equal(fixture->quotes.rates[0].line, 3);
    assert_true(qa_date_parse("2025-12-31", 10, &fixture->as_of));
    assert_refused(fixture, quotes, rates, "EUR", "quotes.csv:2:21 E405");
    assert_non_null(strstr(fixture->error.text, "on or before 2025-12-31"));
    assert_refused(fixture, quotes, "currency,rate,date\nUSD,1,2026-01-01\nUSD,2,2026-01-01\n",
                   "EUR", "rates.csv:3:1 E405");
}

#define LONG_HEADER                                                                                \
    "vendor,charge,basis,price,currency,applies_to,condition,recurrence,valid_until\n"

static void what_percents_apply_to_stands_above(void **state)
{
    struct fixture *fixture = *state;

    assert_parses(fixture,
                  LONG_HEADER "acme,a,per_item,1,EUR,,,,\nacme,b,per_item,2,EUR,,,,\n"
                              "acme,p,percent,10,,b,,,\nacme,q,percent,10 %,,subtotal,,,\n",
                  NULL, NULL);
    assert_close(cost_at(fixture, "acme", 10.0).total, 32.0 * 1.1, 0.0);
    assert_refused(fixture, LONG_HEADER "acme,p,percent,10,,a,,,\nacme,a,per_item,1,EUR,,,,\n",
                   NULL, NULL, "quotes.csv:2:20 E407");
    assert_refused(fixture, LONG_HEADER "acme,a,per_item,1,EUR,,,,\nacme,p,percent,-101,,,,,\n",
                   NULL, NULL, "quotes.csv:3:16 E403");
    assert_refused(fixture, LONG_HEADER "acme,a,per_item,1,EUR,,,,\nacme,p,percent,10,,c,,,\n",
                   NULL, NULL, "quotes.csv:3:20 E407");
    assert_refused(fixture, LONG_HEADER "acme,a,per_item,1,EUR,,often,,\n", NULL, NULL,
                   "quotes.csv:2:24 E402");
    assert_refused(fixture, LONG_HEADER "acme,a,per_item,1,EUR,,,,soon\n", NULL, NULL,
                   "quotes.csv:2:26 E408");
}

static void expired_prices_are_found(void **state)
{
    struct fixture *fixture = *state;
    const char *quotes = LONG_HEADER "acme,a,per_item,1,EUR,,,,2026-03-31\n";

    assert_true(qa_date_parse("2026-03-31", 10, &fixture->as_of));
    assert_parses(fixture, quotes, NULL, NULL);
    assert_null(find(fixture, "W416"));
    assert_true(qa_date_parse("2026-04-01", 10, &fixture->as_of));
    assert_parses(fixture, quotes, NULL, NULL);
    assert_non_null(strstr(find(fixture, "W416")->text, "valid until 2026-03-31"));
}

static void a_scenario_shows_what_is_missing_and_what_binds(void **state)
{
    struct fixture *fixture = *state;
    double volume = 10.0;
    const struct qa_scenario scenario = {0};
    const struct qa_quote_table_request request = {
        .volumes = &volume, .n_volumes = 1, .scenario = &scenario, .scenarios = &scenario};

    assert_parses(fixture,
                  LONG_HEADER "acme,a,per_item,1,EUR,,,,\nacme,r,per_item,1,EUR,,rush,,\n"
                              "acme,m,minimum,50,EUR,,,,\n",
                  NULL, NULL);
    qa_quote_review(&fixture->quotes, &request, &fixture->findings);
    assert_int_equal(find(fixture, "W418")->line, 3);
    assert_int_equal(find(fixture, "W419")->line, 4);
    assert_non_null(strstr(find(fixture, "W419")->text, "adds 40.00 EUR to 10.00"));
    assert_parses(fixture, LONG_HEADER "acme,f,per_frame,1,EUR,,,,\n", NULL, NULL);
    qa_quote_review(&fixture->quotes, &request, &fixture->findings);
    assert_non_null(strstr(find(fixture, "W417")->text, "frames per item are not known"));
    const struct qa_scenario team = {
        .seats = 1.0, .hours_per_seat_month = 1.0, .seconds_per_item = 400.0};
    const struct qa_quote_table_request small = {
        .volumes = &volume, .n_volumes = 1, .scenario = &team, .scenarios = &team};
    assert_parses(fixture, LONG_HEADER "acme,t,per_seat,1,EUR,,,,\n", NULL, NULL);
    qa_quote_review(&fixture->quotes, &small, &fixture->findings);
    assert_non_null(strstr(find(fixture, "W420")->text, "seats do 9 items in their months"));
}

/* Without minimums and fees, twice the work at one price is twice the money; and who stands beside
 * a vendor does not matter. */
static void costs_scale_and_vendors_stand_alone(void **state)
{
    struct fixture *fixture = *state;
    struct qa_random random;

    qa_random_init(&random, 3, 0);
    for (int i = 0; i < 200; i++) {
        struct qa_arena *arena = fixture->arena;
        uint64_t price = qa_random_below(&random, 100000);
        double volume = (double)qa_random_below(&random, 100000);
        const char *own =
            qa_arena_format(arena, "acme,a,per_item,,,0.%05llu,EUR,,\nacme,p,percent,,,%d,,,\n",
                            (unsigned long long)price, (int)qa_random_below(&random, 60) - 20);
        const struct qa_scenario scenario = {0};

        assert_parses(fixture, qa_arena_format(arena, HEADER "%s", own), NULL, NULL);
        struct qa_worked once = qa_quote_work(&fixture->quotes, "acme", &scenario,
                                              qa_amount_of_real(arena, volume), arena);
        struct qa_worked twice = qa_quote_work(&fixture->quotes, "acme", &scenario,
                                               qa_amount_of_real(arena, 2.0 * volume), arena);
        assert_int_equal(
            qa_amount_compare(qa_amount_add(arena, once.total, once.total), twice.total), 0);
        assert_parses(fixture,
                      qa_arena_format(arena,
                                      HEADER "zeta,a,per_item,,,9,EUR,,\n%s"
                                             "blue,a,minimum,,,7,EUR,,\n",
                                      own),
                      NULL, NULL);
        struct qa_worked beside = qa_quote_work(&fixture->quotes, "acme", &scenario,
                                                qa_amount_of_real(arena, volume), arena);
        assert_int_equal(qa_amount_compare(once.total, beside.total), 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(costs_equal_exact_fractions, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_minimum_binds_only_above_the_usage, set_up, tear_down),
        cmocka_unit_test_setup_teardown(reasons_name_the_charge_and_the_bound, set_up, tear_down),
        cmocka_unit_test_setup_teardown(rows_are_grouped_by_vendor_name_in_any_order, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(the_target_currency_is_found_or_asked_for, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(currencies_without_a_rate_are_refused_with_their_place,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(bad_cells_are_refused_with_their_place, set_up, tear_down),
        cmocka_unit_test_setup_teardown(gaps_and_overlaps_of_tiers_are_found, set_up, tear_down),
        cmocka_unit_test_setup_teardown(whole_tiers_in_any_order_give_no_finding, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(odd_rows_are_found, set_up, tear_down),
        cmocka_unit_test_setup_teardown(fees_hidden_in_notes_are_found, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_paid_by_the_month_may_say_so, set_up, tear_down),
        cmocka_unit_test_setup_teardown(cost_per_correct_label_carries_the_interval, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(cost_per_correct_label_is_undefined_without_its_parts,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(tables_hold_a_row_a_vendor_and_volume, set_up, tear_down),
        cmocka_unit_test_setup_teardown(work_in_house_is_a_quote_of_its_own, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_crowd_is_paid_by_the_answer, set_up, tear_down),
        cmocka_unit_test_setup_teardown(bad_offers_are_refused_with_their_place, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_latest_rate_of_the_day_is_used, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_percents_apply_to_stands_above, set_up, tear_down),
        cmocka_unit_test_setup_teardown(expired_prices_are_found, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_scenario_shows_what_is_missing_and_what_binds, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(costs_scale_and_vendors_stand_alone, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
