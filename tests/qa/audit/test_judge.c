#include "qa/audit/judge.h"
#include "qa/audit/sample.h"
#include "qa/stats/interval.h"
#include "tests/qa/audit/batches.h"
#include "tests/qa/procurement/text_records.h"

struct sheet_case {
    const char *text;
    const struct qa_batch *delivery;
    uint64_t lot_size;
    double limit; /* 0: 5 % */
};

static enum qa_status judge(struct world *world, struct sheet_case given, struct qa_judgement *out,
                            struct qa_error *err)
{
    struct qa_records *sheet = QA_NEW(world->arena, struct qa_records);
    *sheet = text_records(world->arena, "sheet.csv", given.text);
    const struct qa_records *const sheets[] = {sheet};
    const struct qa_judge_request request = {.sheets = sheets,
                                             .n_sheets = 1,
                                             .delivery = given.delivery,
                                             .lot_size = given.lot_size,
                                             .limit = given.limit > 0 ? given.limit : 0.05,
                                             .confidence = 0.95};
    return qa_judge(&request, world->arena, out, err);
}

static struct qa_judgement accept(struct world *world, struct sheet_case given)
{
    struct qa_judgement out;
    struct qa_error err;
    assert_int_equal(judge(world, given, &out, &err), QA_OK);
    return out;
}

static void refuse(struct world *world, struct sheet_case given, const char *code, uint64_t line,
                   uint64_t column)
{
    struct qa_judgement out;
    struct qa_error err;
    assert_int_equal(judge(world, given, &out, &err), QA_INPUT);
    assert_string_equal(err.code, code);
    assert_string_equal(err.file, "sheet.csv");
    assert_int_equal(err.line, line);
    assert_int_equal(err.column, column);
}

/* A sheet of one lot: n rows, the first `errors` of them wrong. */
static const char *one_lot(struct world *world, unsigned n, unsigned errors, unsigned lot_size)
{
    char *text = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&text, &size);
    assert_non_null(stream);
    fprintf(stream, "id,item,lot,lot_size,verdict\n");
    for (unsigned i = 0; i < n; i++) {
        fprintf(stream, "u%u,item-%u,v,%u,%s\n", i, i, lot_size, i < errors ? "wrong" : "correct");
    }
    assert_int_equal(fclose(stream), 0);
    const char *copy = qa_arena_text(world->arena, text);
    free(text);
    return copy;
}

static void a_lot_is_accepted_rejected_or_left_open(void **state)
{
    (void)state;
    static const struct {
        unsigned errors;
        enum qa_verdict verdict;
        const char *reason;
    } cases[] = {
        {3, QA_ACCEPT,
         "3 errors in 200 checked of 5,000: 1.5 % (0.3-4.3 %); with 95 % confidence no more than "
         "3.78 %, against a limit of 5 %: accepted"},
        {8, QA_VERDICT_UNDECIDED, NULL},
        {30, QA_REJECT, NULL},
    };
    for (size_t c = 0; c < 3; c++) {
        struct world world = new_world();
        struct qa_judgement got = accept(
            &world, (struct sheet_case){.text = one_lot(&world, 200, cases[c].errors, 5000)});
        const struct qa_lot_verdict *lot = &got.lots[0];
        struct qa_estimate want = qa_proportion_hypergeometric(cases[c].errors, 200, 5000, 0.95);
        assert_int_equal(got.n_lots, 1);
        assert_int_equal(lot->verdict, cases[c].verdict);
        assert_int_equal(got.worst, cases[c].verdict);
        assert_identical(lot->error_rate.low, want.low);
        assert_identical(lot->error_rate.high, want.high);
        if (cases[c].reason != NULL) {
            assert_string_equal(lot->reason, cases[c].reason);
        }
        free_world(&world);
    }
}

static void an_open_verdict_says_how_many_more_would_decide(void **state)
{
    (void)state;
    struct world world = new_world();
    struct qa_judgement got =
        accept(&world, (struct sheet_case){.text = one_lot(&world, 200, 6, 5000)});
    const char *more = strstr(got.lots[0].reason, "about ");
    assert_int_equal(got.lots[0].verdict, QA_VERDICT_UNDECIDED);
    assert_non_null(more);
    unsigned n = 200 + (unsigned)strtoul(more + strlen("about "), NULL, 10);
    struct qa_estimate then = qa_proportion_hypergeometric((n * 3 + 50) / 100, n, 5000, 0.90);
    assert_true(then.high <= 0.05);
    /* The promise is kept: of 150 errors in the lot 144 are among the 4,800 unchecked. */
    enum { SAMPLES = 1000 };
    size_t decided = 0;
    for (size_t i = 0; i < SAMPLES; i++) {
        struct qa_random random;
        qa_random_init(&random, 3, i);
        unsigned found = 6;
        for (unsigned unit = 0; unit < n - 200; unit++) {
            found += qa_random_below(&random, 4800 - unit) < 150 - found;
        }
        then = qa_proportion_hypergeometric(found, n, 5000, 0.90);
        decided += then.high <= 0.05 || then.low > 0.05;
    }
    assert_in_range(decided, 750, 920);
    free_world(&world);
}

static void a_rate_at_the_limit_needs_the_whole_lot(void **state)
{
    (void)state;
    struct world world = new_world();
    struct qa_judgement got =
        accept(&world, (struct sheet_case){.text = one_lot(&world, 100, 5, 400)});
    assert_non_null(strstr(got.lots[0].reason, "only checking the whole lot would decide"));
    got = accept(&world, (struct sheet_case){.text = one_lot(&world, 400, 20, 400)});
    assert_int_equal(got.lots[0].verdict, QA_ACCEPT); /* known, and not above the limit */
    assert_close(got.lots[0].error_rate.high, 0.05, 1e-15);
    free_world(&world);
}

static void an_unknown_lot_has_the_binomial_interval(void **state)
{
    (void)state;
    static const char bare[] = "item,verdict\n1,correct\n2,WRONG\n3, correct \n4,\n5,unsure\n";
    struct world world = new_world();
    struct qa_judgement got = accept(&world, (struct sheet_case){.text = bare});
    struct qa_estimate want = qa_clopper_pearson(1, 3, 0.95);
    const struct qa_lot_verdict *lot = &got.lots[0];
    assert_string_equal(lot->lot, "all");
    assert_int_equal(lot->lot_size, 0);
    assert_int_equal(lot->rows, 5);
    assert_int_equal(lot->n, 3);
    assert_int_equal(lot->unsure, 1);
    assert_int_equal(lot->unfinished, 1);
    assert_identical(lot->error_rate.low, want.low);
    assert_non_null(strstr(lot->reason, "1 unsure and 1 not done are left out"));
    got = accept(&world, (struct sheet_case){.text = bare, .lot_size = 5});
    assert_int_equal(got.lots[0].lot_size, 5);
    assert_identical(got.lots[0].error_rate.low, qa_proportion_hypergeometric(1, 3, 5, 0.95).low);
    free_world(&world);
}

static void nothing_judged_is_undecided(void **state)
{
    (void)state;
    struct world world = new_world();
    struct qa_judgement got =
        accept(&world, (struct sheet_case){.text = "item,verdict\n1,\n2,unsure\n"});
    assert_int_equal(got.worst, QA_VERDICT_UNDECIDED);
    assert_string_equal(got.lots[0].error_rate.undefined, "nothing was judged");
    struct qa_report *report = qa_report_new(world.arena, "judge");
    qa_judge_tables(&got, report);
    free(terminal_text(report));
    free_world(&world);
}

static void strata_are_weighed_by_their_sizes(void **state)
{
    (void)state;
    static const char sheet[] = "item,lot,lot_size,stratum,stratum_size,verdict\n"
                                "1,v,100,a,80,correct\n2,v,100,a,80,wrong\n"
                                "3,v,100,b,20,wrong\n4,v,100,b,20,wrong\n";
    struct world world = new_world();
    struct qa_judgement got = accept(&world, (struct sheet_case){.text = sheet});
    static const struct qa_stratum strata[] = {{80, 2, 1}, {20, 2, 2}};
    struct qa_estimate want = qa_proportion_stratified(strata, 2, 0.95);
    assert_close(got.lots[0].error_rate.value, 0.8 * 0.5 + 0.2, 1e-15);
    assert_identical(got.lots[0].error_rate.low, want.low);
    assert_int_equal(got.lots[0].n_strata, 2);
    free_world(&world);
}

static void unseen_strata_count_at_their_worst(void **state)
{
    (void)state;
    /* 10 of the 100 units are in strata that the sheet does not have, and 20 in one without a
     * verdict. */
    static const char sheet[] = "item,lot,lot_size,stratum,stratum_size,verdict\n"
                                "1,v,100,a,70,correct\n2,v,100,a,70,wrong\n3,v,100,b,20,\n";
    struct world world = new_world();
    struct qa_judgement got = accept(&world, (struct sheet_case){.text = sheet});
    struct qa_estimate seen = qa_proportion_hypergeometric(1, 2, 70, 0.95);
    const struct qa_estimate *rate = &got.lots[0].error_rate;
    assert_close(rate->value, 0.5, 1e-15);
    assert_close(rate->low, seen.low * 0.7, 1e-15);
    assert_close(rate->high, seen.high * 0.7 + 0.3, 1e-15);
    assert_true(rate->low <= rate->value && rate->value <= rate->high);
    free_world(&world);
}

static void lots_stand_by_name_and_the_worst_counts(void **state)
{
    (void)state;
    static const char sheet[] =
        "id,vendor,lot_size,verdict\n"
        "1,w,2,correct\n2,w,2,correct\n3,v,2,wrong\n4,v,2,wrong\n5,u,9,correct\n";
    struct world world = new_world();
    struct qa_judgement got = accept(&world, (struct sheet_case){.text = sheet});
    assert_int_equal(got.n_lots, 3);
    assert_string_equal(got.lots[0].lot, "u");
    assert_int_equal(got.lots[0].verdict, QA_VERDICT_UNDECIDED);
    assert_int_equal(got.lots[1].verdict, QA_REJECT);
    assert_int_equal(got.lots[2].verdict, QA_ACCEPT);
    assert_int_equal(got.worst, QA_REJECT);
    struct qa_report *report = qa_report_new(world.arena, "judge");
    qa_judge_tables(&got, report);
    static const char *const columns[] = {"lot", "n", "errors", "error_rate", "limit", "verdict"};
    for (size_t c = 0; c < 6; c++) {
        assert_true(qa_table_column(qa_report_table(report, "verdicts"), columns[c]) != SIZE_MAX);
    }
    free_world(&world);
}

static const struct given labeled[] = {
    {.vendor = "v", .annotator = "a", .item = "1", .label = "cat"},
    {.vendor = "v", .annotator = "a", .item = "2", .label = "dog"},
    {.vendor = "v", .annotator = "b", .item = "2", .label = "cat"},
    {.vendor = "w", .annotator = "a", .item = "1", .label = "dog"},
};

static void the_auditors_label_is_compared_with_the_vendors(void **state)
{
    (void)state;
    struct world world = new_world();
    const struct qa_batch *delivery = BATCH(&world, labeled);
    struct qa_judgement got =
        accept(&world, (struct sheet_case){"item,lot,gold\n1,v,cat\n1,w,cat\n", delivery, 0, 0});
    assert_int_equal(got.lots[0].errors, 0);
    assert_int_equal(got.lots[1].errors, 1);
    got = accept(&world, (struct sheet_case){
                             .text = "item,given,gold,verdict\n"
                                     "1,cat,cat,\n2,cat,dog,\n3,cat,dog,wrong\n4,,dog,wrong\n"});
    assert_int_equal(got.lots[0].errors, 3);
    assert_int_equal(got.lots[0].n, 4);
    /* Item 2 of v has two answers: which one is meant? */
    refuse(&world, (struct sheet_case){"item,lot,gold\n2,v,cat\n", delivery, 0, 0}, "E311", 2, 5);
    refuse(&world, (struct sheet_case){.text = "item,gold\n1,cat\n"}, "E311", 2, 3);
    refuse(&world, (struct sheet_case){.text = "item,given,gold,verdict\n1,cat,cat,wrong\n"},
           "E311", 2, 11);
    free_world(&world);
}

static void ids_find_their_answers_with_and_without_items(void **state)
{
    (void)state;
    struct world world = new_world();
    const struct qa_batch *delivery = BATCH(&world, labeled);
    const struct qa_sample_request request = {
        .delivery = delivery, .question = QA_NONE, .n = 4, .seed = 1};
    struct qa_sample sample;
    struct qa_error err;
    assert_int_equal(qa_sample(&request, world.arena, &sample, &err), QA_OK);
    for (int with_item = 0; with_item < 2; with_item++) {
        const char *text = with_item ? "id,lot,gold,item\n" : "id,lot,gold\n";
        for (size_t i = 0; i < sample.n_units; i++) {
            const struct qa_sample_unit *unit = &sample.units[i];
            const char *item = qa_strings_text(world.names->items, delivery->item[unit->answer]);
            text = qa_arena_format(world.arena, "%s%s,%s,cat%s%s\n", text, unit->id, unit->lot,
                                   with_item ? "," : "", with_item ? item : "");
        }
        struct qa_judgement got = accept(&world, (struct sheet_case){text, delivery, 0, 0});
        assert_int_equal(got.lots[0].n, 3);
        assert_int_equal(got.lots[0].errors, 1);
        assert_int_equal(got.lots[1].errors, 1);
    }
    refuse(&world, (struct sheet_case){"id,verdict\nabc,wrong\n", delivery, 0, 0}, "E314", 2, 1);
    refuse(&world, (struct sheet_case){"item,verdict\n77,wrong\n", delivery, 0, 0}, "E314", 2, 1);
    free_world(&world);
}

static void what_is_wrong_is_named_with_its_cell(void **state)
{
    (void)state;
    struct world world = new_world();
    refuse(&world, (struct sheet_case){.text = "item,verdict\n1,good\n"}, "E311", 2, 3);
    refuse(&world, (struct sheet_case){.text = "item,verdict\n1,correct\n1,wrong\n"}, "E313", 3, 1);
    refuse(&world, (struct sheet_case){.text = "item,verdict\n,correct\n"}, "E314", 2, 1);
    refuse(&world, (struct sheet_case){.text = "item,verdict\n"}, "E311", 0, 0);
    refuse(&world, (struct sheet_case){.text = "item,comment\n1,x\n"}, "E112", 1, 0);
    refuse(&world, (struct sheet_case){.text = "lot,verdict\nv,wrong\n"}, "E112", 1, 0);
    free_world(&world);
}

static void sizes_that_contradict_each_other_are_refused(void **state)
{
    (void)state;
    struct world world = new_world();
    refuse(&world, (struct sheet_case){.text = "item,lot_size,verdict\n1,9,wrong\n2,8,wrong\n"},
           "E312", 3, 3);
    refuse(&world, (struct sheet_case){.text = "item,lot_size,verdict\n1,many,wrong\n"}, "E312", 2,
           3);
    refuse(&world, (struct sheet_case){.text = "item,lot_size,verdict\n1,1,wrong\n2,1,wrong\n"},
           "E312", 0, 0);
    refuse(&world,
           (struct sheet_case){.text = "item,lot_size,stratum,stratum_size,verdict\n"
                                       "1,9,a,5,wrong\n2,9,b,5,wrong\n"},
           "E312", 0, 0);
    refuse(&world,
           (struct sheet_case){.text = "item,stratum,stratum_size,verdict\n"
                                       "1,a,1,wrong\n2,a,1,wrong\n"},
           "E312", 0, 0);
    refuse(&world, (struct sheet_case){.text = "item,stratum,verdict\n1,a,wrong\n2,b,wrong\n"},
           "E312", 0, 0);
    refuse(&world,
           (struct sheet_case){.text = "item,lot,verdict\n1,a,wrong\n2,b,wrong\n", .lot_size = 9},
           "E312", 0, 0);
    refuse(&world, (struct sheet_case){.text = "item,lot_size,verdict\n1,7,wrong\n", .lot_size = 9},
           "E312", 0, 0);
    free_world(&world);
}

/* ---- designs ---- */

static struct qa_judgement judge_request(struct world *world, const char *text,
                                         struct qa_judge_request request)
{
    struct qa_records *sheet = QA_NEW(world->arena, struct qa_records);
    const struct qa_records **sheets = QA_ARRAY(world->arena, const struct qa_records *, 1);
    struct qa_judgement out;
    struct qa_error err;
    *sheet = text_records(world->arena, "sheet.csv", text);
    sheets[0] = sheet;
    request.sheets = sheets;
    request.n_sheets = 1;
    request.limit = request.limit < 0 || request.limit > 0 ? request.limit : 0.05;
    request.confidence = 0.95;
    assert_int_equal(qa_judge(&request, world->arena, &out, &err), QA_OK);
    return out;
}

/* Three of ten batches: 1 of 4, 0 of 2, 2 of 6 wrong. R = 3 / 12; residuals 0, -0.5, 0.5; by hand
 * s^2 = 0.5 / 2 = 0.25, variance = 0.7 x 0.25 / (3 x 16) = 0.00364583. */
static void whole_clusters_are_judged_by_how_they_differ(void **state)
{
    (void)state;
    static const int sizes[] = {4, 2, 6};
    static const int wrong[] = {1, 0, 2};
    struct world world = new_world();
    const char *text = "item,lot,lot_size,cluster,clusters,design,verdict\n";
    for (int c = 0; c < 3; c++) {
        for (int i = 0; i < sizes[c]; i++) {
            text = qa_arena_format(world.arena, "%si%d-%d,v,40,c%d,10,cluster,%s\n", text, c, i, c,
                                   i < wrong[c] ? "wrong" : "correct");
        }
    }
    struct qa_judgement got =
        judge_request(&world, text, (struct qa_judge_request){.interval = QA_JUDGE_T});
    const struct qa_estimate *rate = &got.lots[0].error_rate;
    assert_close(rate->value, 0.25, 1e-15);
    assert_close(rate->se, sqrt(0.00364583333333333), 1e-12);
    /* t of 2 degrees of freedom at 97.5 %: 4.30265272974946. */
    assert_close(rate->high, 0.25 + 4.30265272974946 * rate->se, 1e-9);
    assert_close(rate->low, 0, 0);
    got = judge_request(&world, text, (struct qa_judge_request){0});
    assert_true(got.lots[0].error_rate.low > 0 && got.lots[0].error_rate.high < 0.9);
    assert_int_equal(got.lots[0].verdict, QA_REJECT);
    free_world(&world);
}

/* Probabilities 0.5, 0.25, 0.2, 0.1 with the second wrong: R = 4 / 21 by hand; Deville's variance:
 * z = -.380952, 3.238095, -.952381, -1.904762; weighted mean with .5, .75, .8, .9 = -.136418 ...
 * worked with fractions: 0.0234527. */
/* Four clusters drawn of four, 40 rows each: what is judged of them is all correct. */
static const char *four_clusters(struct world *world, unsigned n_judged)
{
    const char *text = "id,lot,cluster,clusters,design,verdict\n";
    for (unsigned i = 0; i < 160; i++) {
        text = qa_arena_format(world->arena, "%su%u,v,c%u,4,cluster,%s\n", text, i, i % 4,
                               i < n_judged ? "correct" : "");
    }
    return text;
}

static void clusters_checked_in_part_leave_doubt(void **state)
{
    (void)state;
    struct world world = new_world();
    struct qa_judgement whole =
        accept(&world, (struct sheet_case){.text = four_clusters(&world, 160)});
    assert_int_equal(whole.lots[0].verdict, QA_ACCEPT);
    struct qa_judgement begun =
        accept(&world, (struct sheet_case){.text = four_clusters(&world, 28)});
    assert_int_equal(begun.lots[0].verdict, QA_VERDICT_UNDECIDED);
    assert_int_equal(begun.lots[0].error_rate.n, 28);
    assert_true(begun.lots[0].bounds.high > 0.3);
    free_world(&world);
}

static void unequal_probabilities_are_weighed_back(void **state)
{
    (void)state;
    static const double probability[] = {0.5, 0.25, 0.2, 0.1};
    struct world world = new_world();
    const char *text = "item,lot,lot_size,inclusion_probability,design,verdict\n";
    double sum = 0;
    double open = 0;
    double mean = 0;
    for (int i = 0; i < 4; i++) {
        double z = ((i == 1) - 4.0 / 21) / probability[i];
        text = qa_arena_format(world.arena, "%si%d,v,21,%g,pps,%s\n", text, i, probability[i],
                               i == 1 ? "wrong" : "correct");
        mean += (1 - probability[i]) * z;
        open += 1 - probability[i];
    }
    mean /= open;
    for (int i = 0; i < 4; i++) {
        double z = ((i == 1) - 4.0 / 21) / probability[i];
        sum += (1 - probability[i]) * (z - mean) * (z - mean);
    }
    struct qa_judgement got = judge_request(&world, text, (struct qa_judge_request){0});
    assert_close(got.lots[0].error_rate.value, 4.0 / 21, 1e-15);
    assert_close(got.lots[0].error_rate.se, sqrt(4.0 / 3 * sum / (21 * 21)), 1e-13);
    refuse(&world,
           (struct sheet_case){"item,inclusion_probability,design,verdict\na,2,pps,wrong\n", NULL,
                               0, 0},
           "E312", 2, 3);
    free_world(&world);
}

static void the_other_intervals_are_to_be_had(void **state)
{
    (void)state;
    struct world world = new_world();
    const char *text = one_lot(&world, 100, 4, 1000);
    struct qa_estimate rate =
        judge_request(&world, text, (struct qa_judge_request){.interval = QA_JUDGE_JEFFREYS})
            .lots[0]
            .error_rate;
    assert_close(rate.high, qa_jeffreys(4, 100, 0.95).high, 0);
    rate = judge_request(&world, text, (struct qa_judge_request){.interval = QA_JUDGE_WILSON})
               .lots[0]
               .error_rate;
    assert_close(rate.high, qa_wilson_effective(0.04, 100 * 999.0 / 900, 0.95).high, 1e-14);
    rate = judge_request(&world, text, (struct qa_judge_request){.interval = QA_JUDGE_T})
               .lots[0]
               .error_rate;
    /* Cochran (1977, eq. 3.8): v = (1 - f) p q / (n - 1); t of 99 df at 97.5 %: 1.98421695. */
    assert_close(rate.high, 0.04 + 1.98421695158642 * sqrt(0.9 * 0.04 * 0.96 / 99), 1e-9);
    free_world(&world);
}

/* ---- what else decides ---- */

static void a_plan_decides_by_its_numbers(void **state)
{
    (void)state;
    static const struct qa_plan_stage stages[] = {{50, 0, 3}, {50, 2, 3}};
    static const struct qa_plan plan = {stages, 2};
    static const struct {
        unsigned n, errors;
        enum qa_verdict verdict;
        const char *reason;
    } cases[] = {{40, 1, QA_VERDICT_UNDECIDED, "the plan wants 50 checked: undecided"},
                 {40, 3, QA_REJECT, "the plan rejects at 3 already: rejected"},
                 {50, 0, QA_ACCEPT, "the plan accepts up to 0 and rejects from 3 on: accepted"},
                 {50, 1, QA_VERDICT_UNDECIDED, "draw the next 50: undecided"},
                 {100, 2, QA_ACCEPT, "the plan accepts up to 2 and rejects from 3 on: accepted"},
                 {100, 3, QA_REJECT, "rejected"}};
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        struct world world = new_world();
        struct qa_judgement got =
            judge_request(&world, one_lot(&world, cases[c].n, cases[c].errors, 5000),
                          (struct qa_judge_request){.plan = &plan});
        assert_int_equal(got.lots[0].verdict, cases[c].verdict);
        assert_non_null(strstr(got.lots[0].reason, cases[c].reason));
        free_world(&world);
    }
}

/* 100 rows of a lot, whose order is that of their errors' places. */
static const char *ordered_rows(struct world *world, const unsigned *wrong, size_t n_wrong,
                                const char *severity)
{
    const char *text = "order,item,lot,lot_size,verdict,severity\n";
    for (unsigned row = 0; row < 100; row++) {
        unsigned order = 100 - row;
        bool is_wrong = false;
        for (size_t w = 0; w < n_wrong; w++) {
            is_wrong = is_wrong || wrong[w] == order;
        }
        text = qa_arena_format(world->arena, "%s%u,i%u,v,5000,%s,%s\n", text, order, order,
                               is_wrong ? "wrong" : "correct", is_wrong ? severity : "");
    }
    return text;
}

static void stages_are_counted_in_working_order(void **state)
{
    (void)state;
    static const struct qa_plan_stage stages[] = {{50, 0, 3}, {50, 2, 3}};
    static const struct qa_plan plan = {stages, 2};
    static const unsigned late[] = {60, 70, 80, 90};
    static const unsigned early[] = {1, 20, 50};
    struct world world = new_world();
    struct qa_judgement accepted =
        judge_request(&world, ordered_rows(&world, late, 4, ""),
                      (struct qa_judge_request){.plan = &plan, .limit = -1});
    assert_int_equal(accepted.lots[0].verdict, QA_ACCEPT);
    assert_non_null(strstr(accepted.lots[0].reason, "of the first 50, with 0 errors, the plan"));
    struct qa_judgement rejected =
        judge_request(&world, ordered_rows(&world, early, 3, ""),
                      (struct qa_judge_request){.plan = &plan, .limit = -1});
    assert_int_equal(rejected.lots[0].verdict, QA_REJECT);
    free_world(&world);
}

static void classes_are_judged_by_their_own_plans(void **state)
{
    (void)state;
    static const struct qa_plan_stage strict[] = {{100, 0, 1}};
    static const struct qa_plan_stage lenient[] = {{80, 3, 4}};
    static const struct qa_plan plans[] = {{strict, 1}, {lenient, 1}};
    static const struct qa_error_class classes[] = {{"critical", -1, 1, &plans[0]},
                                                    {"minor", -1, 1, &plans[1]}};
    static const unsigned wrong[] = {10, 20};
    const struct qa_judge_request request = {.limit = -1, .classes = classes, .n_classes = 2};
    struct world world = new_world();
    struct qa_judgement minor =
        judge_request(&world, ordered_rows(&world, wrong, 2, "minor"), request);
    assert_int_equal(minor.lots[0].verdict, QA_ACCEPT);
    assert_int_equal(minor.worst, QA_ACCEPT);
    assert_ptr_equal(strstr(minor.lots[0].reason, "critical: 0 errors in 100 checked"),
                     minor.lots[0].reason);
    assert_non_null(strstr(minor.lots[0].reason, "; minor: 2 errors in 100 checked"));
    struct qa_judgement critical =
        judge_request(&world, ordered_rows(&world, wrong, 2, "critical"), request);
    assert_int_equal(critical.lots[0].verdict, QA_REJECT);
    assert_int_equal(critical.classes[1].verdict, QA_ACCEPT);
    assert_ptr_equal(strstr(critical.lots[0].reason, "critical: "), critical.lots[0].reason);
    free_world(&world);
}

static void plans_are_for_samples_like_simple_ones(void **state)
{
    (void)state;
    static const struct qa_plan_stage stages[] = {{4, 0, 1}};
    static const struct qa_plan plan = {stages, 1};
    struct world world = new_world();
    const char *strata = "id,lot,lot_size,stratum,stratum_size,verdict\n";
    for (int i = 0; i < 40; i++) {
        strata = qa_arena_format(world.arena, "%su%d,v,1000,%s,%d,correct\n", strata, i,
                                 i < 20 ? "a" : "b", i < 20 ? 900 : 100);
    }
    const char *const texts[] = {four_clusters(&world, 160), strata};
    for (size_t t = 0; t < 2; t++) {
        struct qa_records *sheet = QA_NEW(world.arena, struct qa_records);
        *sheet = text_records(world.arena, "sheet.csv", texts[t]);
        const struct qa_records *const sheets[] = {sheet};
        const struct qa_judge_request request = {
            .sheets = sheets, .n_sheets = 1, .limit = -1, .confidence = 0.95, .plan = &plan};
        struct qa_judgement out;
        struct qa_error err;
        assert_int_equal(qa_judge(&request, world.arena, &out, &err), QA_INPUT);
        assert_string_equal(err.code, "E317");
    }
    free_world(&world);
}

static void designs_have_known_names_and_say_what_is_likelier(void **state)
{
    (void)state;
    struct world world = new_world();
    refuse(&world,
           (struct sheet_case){.text = "id,design,verdict\na,simple,correct\nb,size,correct\n"},
           "E312", 3, 3);
    refuse(&world,
           (struct sheet_case){.text = "id,lot_size,inclusion_probability,verdict\n"
                                       "a,100,0.02,correct\nb,100,0.5,correct\n"},
           "E312", 3, 7);
    free_world(&world);
}

static void what_was_not_seen_to_vary_decides_nothing(void **state)
{
    (void)state;
    struct world world = new_world();
    struct qa_judgement got =
        judge_request(&world, one_lot(&world, 3, 0, 100000),
                      (struct qa_judge_request){.limit = 0.001, .interval = QA_JUDGE_T});
    assert_int_equal(got.lots[0].verdict, QA_VERDICT_UNDECIDED);
    assert_false(got.lots[0].error_rate.has_interval);
    free_world(&world);
}

static void an_accepted_lot_says_what_it_owes_to_rows_left_out(void **state)
{
    (void)state;
    struct world world = new_world();
    const char *text = one_lot(&world, 100, 0, 5000);
    struct qa_judgement firm = accept(&world, (struct sheet_case){.text = text, .limit = 0.05});
    assert_null(strstr(firm.lots[0].reason, "were they all wrong"));
    for (int i = 0; i < 6; i++) {
        text = qa_arena_format(world.arena, "%sx%d,item-x%d,v,5000,unsure\n", text, i, i);
    }
    struct qa_judgement shaky = accept(&world, (struct sheet_case){.text = text, .limit = 0.05});
    assert_int_equal(shaky.lots[0].verdict, QA_ACCEPT);
    assert_non_null(strstr(shaky.lots[0].reason, "were they all wrong it would not be"));
    free_world(&world);
}

static void classes_of_errors_have_limits_of_their_own(void **state)
{
    (void)state;
    static const struct qa_error_class classes[] = {{"critical", 0.01, 10, NULL},
                                                    {"minor", 0.2, 1, NULL}};
    struct world world = new_world();
    const char *text = "item,lot,lot_size,verdict,severity\n";
    for (int i = 0; i < 100; i++) {
        text = qa_arena_format(world.arena, "%si%d,v,1000,%s,%s\n", text, i,
                               i < 5 ? "wrong" : "correct",
                               i < 4    ? "Critical"
                               : i == 4 ? "minor"
                                        : "");
    }
    struct qa_judgement got = judge_request(
        &world, text, (struct qa_judge_request){.limit = 0.2, .classes = classes, .n_classes = 2});
    assert_int_equal(got.lots[0].verdict, QA_ACCEPT);
    assert_int_equal(got.n_classes, 2);
    assert_int_equal(got.classes[0].errors, 4);
    assert_int_equal(got.classes[0].verdict, QA_REJECT);
    assert_int_equal(got.classes[1].errors, 1);
    assert_int_equal(got.classes[1].verdict, QA_ACCEPT);
    assert_int_equal(got.worst, QA_REJECT);
    assert_close(got.classes[0].rate.high, qa_proportion_hypergeometric(4, 100, 1000, 0.95).high,
                 0);
    free_world(&world);
}

static void a_rejected_lot_says_what_to_send_back(void **state)
{
    (void)state;
    struct world world = new_world();
    const char *text = "item,lot,lot_size,stratum,stratum_size,verdict\n";
    static const struct {
        int n, wrong, size;
    } strata[] = {{50, 1, 500}, {50, 20, 300}, {50, 5, 200}};
    for (int s = 0; s < 3; s++) {
        for (int i = 0; i < strata[s].n; i++) {
            text = qa_arena_format(world.arena, "%si%d-%d,v,1000,s%d,%d,%s\n", text, s, i, s,
                                   strata[s].size, i < strata[s].wrong ? "wrong" : "correct");
        }
    }
    struct qa_judgement got =
        judge_request(&world, text, (struct qa_judge_request){.by = QA_JUDGE_BY_STRATUM});
    /* 0.5 x 0.02 + 0.3 x 0.4 + 0.2 x 0.1 = 0.15 */
    assert_close(got.lots[0].error_rate.value, 0.15, 1e-14);
    assert_int_equal(got.lots[0].verdict, QA_REJECT);
    assert_int_equal(got.n_rework, 1);
    assert_string_equal(got.rework[0].part, "s1");
    assert_close(got.rework[0].rate_after, 0.03, 1e-14);
    assert_true(got.rework[0].is_enough);
    assert_true(got.rework[0].is_clear);
    assert_int_equal(got.n_parts, 3);
    assert_string_equal(got.parts[1].value, "s1");
    assert_close(got.parts[1].rate.low, qa_proportion_hypergeometric(20, 50, 300, 0.95).low, 0);
    free_world(&world);
}

static void auditors_who_disagree_correct_the_rate(void **state)
{
    (void)state;
    struct world world = new_world();
    const char *text = "id,item,lot,lot_size,auditor,verdict\n";
    for (int i = 0; i < 200; i++) {
        text = qa_arena_format(world.arena, "%su%d,i%d,v,2000,anna,%s\n", text, i, i,
                               i < 20 ? "wrong" : "correct");
        if (i < 100) {
            /* 18 of the 100 checked twice are seen otherwise: e = (1 - sqrt(0.64)) / 2 = 0.1. */
            bool otherwise = i >= 2 && i < 20;
            text = qa_arena_format(world.arena, "%su%d,i%d,v,2000,ben,%s\n", text, i, i,
                                   (i < 20) != otherwise ? "wrong" : "correct");
        }
    }
    struct qa_judgement got = judge_request(&world, text, (struct qa_judge_request){0});
    const struct qa_lot_verdict *lot = &got.lots[0];
    assert_int_equal(lot->rows, 200);
    assert_int_equal(lot->n, 200);
    assert_int_equal(lot->errors, 20);
    assert_int_equal(lot->n_twice, 100);
    assert_int_equal(lot->n_disagree, 18);
    assert_close(lot->checkers.error.value, 0.1, 1e-14);
    assert_close(lot->checkers.corrected.value, 0, 1e-14); /* (0.1 - 0.1) / 0.8 */
    refuse(&world,
           (struct sheet_case){"id,auditor,verdict\nu,anna,wrong\nu,anna,wrong\n", NULL, 0, 0},
           "E313", 3, 1);
    refuse(&world,
           (struct sheet_case){"id,auditor,verdict\nu,a,wrong\nu,b,wrong\nu,c,wrong\n", NULL, 0, 0},
           "E313", 4, 1);
    free_world(&world);
}

static void the_first_auditor_counts_and_a_final_word_settles(void **state)
{
    (void)state;
    struct world world = new_world();
    const char *rows = "id,auditor,double_audit,verdict\n"
                       "u,ben,second,wrong\nv,ben,second,correct\nu,anna,first,correct\n"
                       "v,anna,first,correct\nw,anna,,unsure\n";
    struct qa_judgement first = accept(&world, (struct sheet_case){.text = rows});
    assert_int_equal(first.lots[0].errors, 0);
    assert_int_equal(first.lots[0].n_twice, 2);
    assert_int_equal(first.lots[0].n_disagree, 1);
    const char *settled =
        qa_arena_format(world.arena, "%su,chief,final,wrong\nw,chief,Final,correct\n", rows);
    struct qa_judgement final = accept(&world, (struct sheet_case){.text = settled});
    assert_int_equal(final.lots[0].rows, 3);
    assert_int_equal(final.lots[0].n, 3);
    assert_int_equal(final.lots[0].errors, 1);
    assert_int_equal(final.lots[0].unsure, 0);
    assert_int_equal(final.lots[0].n_disagree, 1);
    refuse(&world, (struct sheet_case){.text = "id,double_audit,verdict\nx,final,wrong\n"}, "E314",
           2, 1);
    refuse(
        &world,
        (struct sheet_case){.text = qa_arena_format(world.arena, "%sw,c,final,wrong\n", settled)},
        "E313", 9, 1);
    free_world(&world);
}

/* ---- sheets that were drawn ---- */

static const char *sheet_text(struct world *world, const struct qa_sample_sheet *sheet)
{
    size_t n;
    struct qa_sheet_row *rows = qa_sample_rows(sheet, &n, world->arena);
    const char *text = "id,lot,lot_size,stratum,stratum_size,item,vendor,question,auditor,"
                       "inclusion_probability,design,sheet,drawn,check,verdict\n";
    for (size_t i = 0; i < n; i++) {
        struct qa_sheet_cells cells = qa_sheet_cells_of(sheet, &rows[i]);
        char check[9];
        qa_sheet_check(&cells, check);
        text = qa_arena_format(
            world->arena, "%s%s,%s,%llu,%s,%llu,%s,%s,%s,%s,%g,%s,%s,%llu,%s,correct\n", text,
            cells.id, cells.lot, (unsigned long long)cells.lot_size, cells.stratum,
            (unsigned long long)cells.stratum_size, cells.item,
            cells.vendor != NULL ? cells.vendor : "", cells.question,
            cells.auditor != NULL ? cells.auditor : "", cells.inclusion_probability, cells.design,
            cells.sheet, (unsigned long long)cells.drawn, check);
    }
    return text;
}

static void a_changed_or_foreign_row_is_refused(void **state)
{
    (void)state;
    struct world world = new_world();
    const struct qa_batch *delivery = BATCH(&world, labeled);
    struct qa_sample samples[2];
    const char *texts[2];
    struct qa_error err;
    for (int k = 0; k < 2; k++) {
        const struct qa_sample_request request = {
            .delivery = delivery, .question = QA_NONE, .n = 2 + (uint64_t)k, .seed = 1};
        assert_int_equal(qa_sample(&request, world.arena, &samples[k], &err), QA_OK);
        const struct qa_sample_sheet sheet = {.sample = &samples[k], .delivery = delivery};
        texts[k] = sheet_text(&world, &sheet);
    }
    struct qa_judgement got = accept(&world, (struct sheet_case){.text = texts[0]});
    assert_int_equal(got.worst, QA_VERDICT_UNDECIDED);
    /* The item of the first row becomes another one. */
    char *changed = (char *)(uintptr_t)qa_arena_text(world.arena, texts[0]);
    const char *item =
        qa_strings_text(world.names->items, delivery->item[samples[0].units[0].answer]);
    char *at = strstr(strchr(changed, '\n'), qa_arena_format(world.arena, ",%s,", item));
    assert_non_null(at);
    at[1] = at[1] == 'x' ? 'y' : 'x';
    struct qa_judgement none;
    assert_int_equal(judge(&world, (struct sheet_case){.text = changed}, &none, &err), QA_INPUT);
    assert_string_equal(err.code, "E315");
    assert_int_equal(err.line, 2);
    /* A row less, and no check codes at all. */
    const char *second = strchr(strchr(texts[0], '\n') + 1, '\n') + 1;
    const char *header =
        qa_arena_text_n(world.arena, texts[0], (size_t)(strchr(texts[0], '\n') - texts[0]) + 1);
    const char *shorter = qa_arena_format(world.arena, "%s%s", header, second);
    assert_int_equal(judge(&world, (struct sheet_case){.text = shorter}, &none, &err), QA_INPUT);
    assert_string_equal(err.code, "E316");
    refuse(&world, (struct sheet_case){.text = "id,sheet,verdict\nu1,0badcafe,correct\n"}, "E315",
           2, 4);
    /* A row of the other sheet at the end. */
    const char *last = strrchr(qa_arena_text_n(world.arena, texts[1], strlen(texts[1]) - 1), '\n');
    const char *mixed = qa_arena_format(world.arena, "%s%s\n", texts[0], last + 1);
    assert_int_equal(judge(&world, (struct sheet_case){.text = mixed}, &none, &err), QA_INPUT);
    assert_string_equal(err.code, "E315");
    free_world(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_lot_is_accepted_rejected_or_left_open),
        cmocka_unit_test(an_open_verdict_says_how_many_more_would_decide),
        cmocka_unit_test(a_rate_at_the_limit_needs_the_whole_lot),
        cmocka_unit_test(an_unknown_lot_has_the_binomial_interval),
        cmocka_unit_test(nothing_judged_is_undecided),
        cmocka_unit_test(strata_are_weighed_by_their_sizes),
        cmocka_unit_test(unseen_strata_count_at_their_worst),
        cmocka_unit_test(lots_stand_by_name_and_the_worst_counts),
        cmocka_unit_test(the_auditors_label_is_compared_with_the_vendors),
        cmocka_unit_test(ids_find_their_answers_with_and_without_items),
        cmocka_unit_test(what_is_wrong_is_named_with_its_cell),
        cmocka_unit_test(sizes_that_contradict_each_other_are_refused),
        cmocka_unit_test(whole_clusters_are_judged_by_how_they_differ),
        cmocka_unit_test(clusters_checked_in_part_leave_doubt),
        cmocka_unit_test(unequal_probabilities_are_weighed_back),
        cmocka_unit_test(the_other_intervals_are_to_be_had),
        cmocka_unit_test(a_plan_decides_by_its_numbers),
        cmocka_unit_test(stages_are_counted_in_working_order),
        cmocka_unit_test(classes_are_judged_by_their_own_plans),
        cmocka_unit_test(plans_are_for_samples_like_simple_ones),
        cmocka_unit_test(designs_have_known_names_and_say_what_is_likelier),
        cmocka_unit_test(what_was_not_seen_to_vary_decides_nothing),
        cmocka_unit_test(an_accepted_lot_says_what_it_owes_to_rows_left_out),
        cmocka_unit_test(classes_of_errors_have_limits_of_their_own),
        cmocka_unit_test(a_rejected_lot_says_what_to_send_back),
        cmocka_unit_test(auditors_who_disagree_correct_the_rate),
        cmocka_unit_test(the_first_auditor_counts_and_a_final_word_settles),
        cmocka_unit_test(a_changed_or_foreign_row_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
