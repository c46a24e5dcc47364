/* Public deliveries, when they are there, against plain counts and scipy (audit_real.py). */
#include <sys/stat.h>

#include "qa/audit/agreement.h"
#include "qa/audit/errors.h"
#include "qa/audit/judge.h"
#include "qa/audit/overlap.h"
#include "qa/audit/sample.h"
#include "qa/audit/truth.h"
#include "qa/formats/delivery.h"
#include "tests/qa/audit/batches.h"
#include "tests/qa/procurement/text_records.h"
#include "tests/support/reference.h"

/* The path of a public file in the arena; skips the test when the data is not there. */
static const char *data_path(struct qa_arena *arena, const char *name)
{
    const char *folder = getenv("LABELQA_DATA");
    folder = folder != NULL && folder[0] != '\0' ? folder : "../shared/data";
    const char *path = qa_arena_format(arena, "%s/%s", folder, name);
    struct stat info;
    if (stat(path, &info) != 0) {
        qa_arena_free(arena); /* nothing after it frees the test's world */
        skip();
    }
    return path;
}

static struct qa_deliveries read_files(struct world *world, const char *delivery, const char *gold,
                                       const struct qa_read_options *options)
{
    const struct qa_delivery_file files[] = {{.path = delivery}, {.path = gold}};
    const struct qa_delivery_request request = {.files = files,
                                                .n_files = 1,
                                                .gold_files = files + 1,
                                                .n_gold_files = gold != NULL ? 1 : 0,
                                                .options = *options};
    struct qa_deliveries out;
    struct qa_error err = {.text = ""};
    if (qa_deliveries_read(&request, world->arena, &world->findings, &out, &err) != QA_OK) {
        fail_msg("%s: %s", delivery, err.text);
    }
    return out;
}

static double rte_value(const struct test_reference *reference,
                        const struct qa_agreement_result *agreement,
                        const struct qa_errors_result *errors)
{
    const char *key = test_reference_text(reference, "key");
    const char *name = test_reference_text(reference, "name");
    const struct qa_estimate *estimate = qa_agreement_find(&agreement->groups[0], name);
    if (estimate != NULL) {
        return estimate->value;
    }
    if (strcmp(name, "count") == 0) {
        /* Labels 0 and 1: "0>1" is cell 0 x 2 + 1. */
        return (double)errors->confusion[(key[0] - '0') * 2 + (key[2] - '0')].count;
    }
    const struct qa_error_count *count =
        strcmp(key, "all") == 0 ? &errors->vendors[0].count
                                : &errors->annotators[strtoul(key, NULL, 10) - 1].count;
    return strcmp(name, "trials") == 0   ? (double)count->trials
           : strcmp(name, "errors") == 0 ? (double)count->errors
                                         : count->design_effect;
}

static void the_textual_entailment_crowd_is_counted_as_elsewhere(void **state)
{
    (void)state;
    static const struct qa_column_map map[] = {{"item", "orig_id"},
                                               {"annotator", "!amt_worker_ids"},
                                               {"label", "response"},
                                               {"gold", "gold"}};
    struct world world = new_world();
    const char *path = data_path(world.arena, "rte/rte.csv");
    const struct qa_read_options options = {.map = map, .n_map = 4, .zone = {.known = true}};
    struct qa_deliveries read = read_files(&world, path, NULL, &options);
    const struct qa_agreement_request agree = {.batch = read.delivery, .inference = {0.95, 0, 0}};
    struct qa_agreement_result agreement = qa_agreement(&agree, world.arena);
    const struct qa_errors_request request = {
        .comparison = compare_batches(&world, read.delivery, read.gold, 0.5, false),
        .confidence = 0.95};
    struct qa_errors_result errors;
    assert_int_equal(qa_errors(&request, world.arena, &errors, NULL), QA_OK);
    assert_int_equal(errors.n_annotators, 164);
    assert_int_equal(errors.n_confusion, 4);

    struct test_reference reference;
    test_reference_open(&reference, "audit_real.csv");
    size_t n = 0;
    while (test_reference_next(&reference)) {
        if (strcmp(test_reference_text(&reference, "case"), "rte") == 0) {
            assert_close(rte_value(&reference, &agreement, &errors),
                         test_reference_number(&reference, "want"), 1e-11);
            n++;
        }
    }
    assert_int_equal(n, 3 + 2 * 164 + 3 + 4);
    test_reference_close(&reference);
    free_world(&world);
}

/* A work sheet of the sample, filled by an auditor who knows the gold. */
static struct qa_records filled_sheet(struct world *world, const struct qa_sample *sample,
                                      const struct qa_batch *delivery, const uint32_t *gold)
{
    char *text = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&text, &size);
    assert_non_null(stream);
    fprintf(stream, "id,lot,lot_size,stratum,stratum_size,inclusion_probability,verdict\n");
    for (size_t i = 0; i < sample->n_units; i++) {
        const struct qa_sample_unit *unit = &sample->units[i];
        uint32_t given = delivery->label[qa_first_object(delivery, unit->answer)];
        bool right = given == gold[delivery->item[unit->answer]];
        fprintf(stream, "%s,%s,%llu,%s,%llu,%.17g,%s\n", unit->id, unit->lot,
                (unsigned long long)unit->lot_size, unit->stratum,
                (unsigned long long)unit->stratum_size, unit->inclusion_probability,
                right ? "correct" : "wrong");
    }
    assert_int_equal(fclose(stream), 0);
    struct qa_records records = text_records(world->arena, "sheet.csv", text);
    free(text);
    return records;
}

/* The crowd's labels audited as if the gold were unknown: over a thousand seeds the intervals cover
 * the true error rate, 27.1 %, as often as promised, and no verdict at a limit far off is wrong. */
static void audits_of_the_crowd_cover_its_error_rate(void **state)
{
    (void)state;
    enum { SEEDS = 1000, N = 200 };
    static const struct qa_column_map map[] = {{"item", "orig_id"},
                                               {"annotator", "!amt_worker_ids"},
                                               {"label", "response"},
                                               {"gold", "gold"}};
    static const unsigned strata[] = {0, QA_STRATUM_LABEL, QA_STRATUM_AGREEMENT};
    struct world world = new_world();
    const char *path = data_path(world.arena, "rte/rte.csv");
    const struct qa_read_options options = {.map = map, .n_map = 4, .zone = {.known = true}};
    struct qa_deliveries read = read_files(&world, path, NULL, &options);
    uint32_t question = qa_answer_question(read.delivery, 0);
    const uint32_t *gold = qa_partner_labels(read.delivery, QA_GOLD, question, world.arena);
    unsigned covered = 0;
    unsigned far_off = 0;
    double sum = 0;
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        struct qa_arena_mark mark = qa_arena_mark(world.arena);
        const struct qa_sample_request draw = {.delivery = read.delivery,
                                               .question = QA_NONE,
                                               .n = N,
                                               .stratify = strata[seed % 3],
                                               .allocation = QA_PROPORTIONAL,
                                               .seed = seed};
        struct qa_sample sample;
        struct qa_judgement judgement;
        struct qa_error err;
        assert_int_equal(qa_sample(&draw, world.arena, &sample, &err), QA_OK);
        struct qa_records sheet = filled_sheet(&world, &sample, read.delivery, gold);
        const struct qa_records *const sheets[] = {&sheet};
        const struct qa_judge_request request = {
            .sheets = sheets, .n_sheets = 1, .limit = 0.2, .confidence = 0.95};
        assert_int_equal(qa_judge(&request, world.arena, &judgement, &err), QA_OK);
        const struct qa_estimate *rate = &judgement.lots[0].error_rate;
        covered += rate->low <= 0.2711 && rate->high >= 0.2711;
        far_off += judgement.lots[0].verdict == QA_ACCEPT;
        sum += rate->value;
        qa_arena_reset(world.arena, mark);
    }
    /* 95 % of 1,000: 950, standard deviation 6.9; exact intervals cover somewhat more. */
    assert_in_range(covered, 930, 985);
    assert_int_equal(far_off, 0);
    assert_close(sum / SEEDS, 0.27112, 0.004);
    free_world(&world);
}

static double row_value(const struct qa_overlap_row *row, const char *name)
{
    const struct {
        const char *name;
        double value;
    } values[] = {
        {"reference_objects", (double)row->reference_objects},
        {"delivered_objects", (double)row->delivered_objects},
        {"matched", (double)row->matched},
        {"missed", (double)row->missed},
        {"spurious", (double)row->spurious},
        {"mislabelled", (double)row->mislabelled},
        {"ignored", (double)row->ignored},
        {"poor", (double)row->localisation},
        {"mean", row->mean.value},
        {"sd", row->sd.value},
        {"p05", row->quantile[0].value},
        {"p25", row->quantile[1].value},
        {"p50", row->quantile[2].value},
        {"p75", row->quantile[3].value},
        {"p95", row->quantile[4].value},
    };
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        if (strcmp(values[i].name, name) == 0) {
            return values[i].value;
        }
    }
    fail_msg("no member %s", name);
    return 0;
}

static double group_value(const struct qa_overlap_result *result, const char *group,
                          const char *name)
{
    for (size_t i = 0; i < result->n_rows; i++) {
        const struct qa_overlap_row *row = &result->rows[i];
        bool is_all = row->by == QA_SCORE_ALL && strcmp(group, "all") == 0;
        if (is_all || (row->by == QA_SCORE_CLASS && strcmp(row->group, group) == 0)) {
            return row_value(row, name);
        }
    }
    fail_msg("no row %s", group);
    return 0;
}

static void the_coco_pair_is_matched_as_by_scipy(void **state)
{
    (void)state;
    struct world world = new_world();
    const char *results = data_path(world.arena, "coco/instances_val2014_fakebbox100_results.json");
    const char *instances = data_path(world.arena, "coco/instances_val2014_100.json");
    const struct qa_read_options options = {.format = NULL};
    struct qa_deliveries read = read_files(&world, results, instances, &options);
    struct test_reference reference;
    test_reference_open(&reference, "audit_real.csv");
    char current[64] = "";
    struct qa_overlap_result result = {.n_rows = 0};
    size_t n = 0;
    while (test_reference_next(&reference)) {
        const char *name = test_reference_text(&reference, "case");
        if (strncmp(name, "coco_", 5) != 0) {
            continue;
        }
        if (strcmp(name, current) != 0) {
            snprintf(current, sizeof current, "%s", name);
            const struct qa_overlap_request request = {
                .comparison =
                    compare_batches(&world, read.delivery, read.gold, strtod(name + 5, NULL),
                                    strstr(name, "agnostic") != NULL),
                .confidence = 0.95};
            result = qa_overlap(&request, world.arena);
        }
        assert_close(group_value(&result, test_reference_text(&reference, "key"),
                                 test_reference_text(&reference, "name")),
                     test_reference_number(&reference, "want"), 1e-11);
        n++;
    }
    assert_int_equal(n, 6 * 18);
    test_reference_close(&reference);
    free_world(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_textual_entailment_crowd_is_counted_as_elsewhere),
        cmocka_unit_test(audits_of_the_crowd_cover_its_error_rate),
        cmocka_unit_test(the_coco_pair_is_matched_as_by_scipy),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
