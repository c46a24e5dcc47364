/* Public deliveries, when they are there, against plain counts and scipy (audit_real.py). */
#include <sys/stat.h>

#include "qa/audit/agreement.h"
#include "qa/audit/errors.h"
#include "qa/audit/overlap.h"
#include "qa/formats/delivery.h"
#include "tests/qa/audit/batches.h"
#include "tests/support/reference.h"

/* The path of a public file in the arena; skips the test when the data is not there. */
static const char *data_path(struct qa_arena *arena, const char *name)
{
    const char *folder = getenv("LABELQA_DATA");
    folder = folder != NULL && folder[0] != '\0' ? folder : "../shared/data";
    const char *path = qa_arena_format(arena, "%s/%s", folder, name);
    struct stat info;
    if (stat(path, &info) != 0) {
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
    const struct qa_errors_request request = {.delivery = read.delivery,
                                              .gold = read.gold,
                                              .confidence = 0.95,
                                              .threshold = 0.5,
                                              .poor_threshold = 0.1};
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
        {"poor", (double)row->poor},
        {"mean", row->mean},
        {"sd", row->sd},
        {"p05", row->p05},
        {"p25", row->p25},
        {"p50", row->p50},
        {"p75", row->p75},
        {"p95", row->p95},
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
        bool is_all = row->by == QA_BY_ALL && strcmp(group, "all") == 0;
        if (is_all || (row->by == QA_BY_CLASS && strcmp(row->group, group) == 0)) {
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
            const struct qa_overlap_request request = {.delivery = read.delivery,
                                                       .reference = read.gold,
                                                       .threshold = strtod(name + 5, NULL),
                                                       .poor_threshold = 0.1,
                                                       .class_agnostic =
                                                           strstr(name, "agnostic") != NULL,
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
        cmocka_unit_test(the_coco_pair_is_matched_as_by_scipy),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
