#include "tests/support/close.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

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
    const struct qa_quote_input input = {&quote_records, rates ? &rate_records : NULL, currency,
                                         fixture->as_of,
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
                  HEADER "acme,a,per_item,1,100,1,EUR,,\nacme,a,per_item,1201,,1,EUR,,\n"
                         "blue,b,per_item,1,100,1,EUR,,\nblue,b,per_item,100,,1,EUR,,\n",
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
                  HEADER "acme,a,per_item,101,,1,EUR,,\nacme,a,per_item,0,100,1,EUR,,\n"
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
        .volumes = volumes, .n_volumes = 2, .scenarios = scenarios};
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
    assert_false(qa_table_cell(charges, 1, qa_table_column(charges, "to_quantity"))->present);
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
        cmocka_unit_test_setup_teardown(cost_per_correct_label_carries_the_interval, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(cost_per_correct_label_is_undefined_without_its_parts,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(tables_hold_a_row_a_vendor_and_volume, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
