#include "tests/qa/audit/batches.h"
#include "tests/support/reference.h"

enum { BOX = 5, MOST = 8 };

/* Boxes "label x y width height; ..." as rows of one answer. */
static size_t rows_of(const struct test_reference *reference, const char *column,
                      const char *annotator, struct given rows[MOST])
{
    static const char *const labels[] = {"car", "bus", "van"};
    double number[TEST_REFERENCE_NUMBERS];
    size_t n = test_reference_numbers(reference, column, number) / BOX;
    assert_in_range(n, 1, MOST);
    for (size_t i = 0; i < n; i++) {
        const double *box = number + BOX * i;
        rows[i] = (struct given){.item = "1",
                                 .annotator = annotator,
                                 .label = labels[(size_t)box[0]],
                                 .x = box[1],
                                 .y = box[2],
                                 .width = box[3],
                                 .height = box[4]};
    }
    return n;
}

/* Whether the batch's object is that row's box. */
static bool is_row(const struct qa_batch *batch, size_t object, const struct given *row)
{
    struct qa_objects one = qa_batch_objects(batch, object, 1);
    size_t n;
    const double *box = qa_object_numbers(&one, 0, &n);
    return box[0] == row->x && box[1] == row->y && box[2] == row->width && box[3] == row->height &&
           strcmp(qa_strings_text(batch->names->labels, one.label[0]), row->label) == 0;
}

static size_t place_of(const struct qa_batch *batch, size_t object, const struct given *rows,
                       size_t n)
{
    size_t i = 0;
    while (i < n && !is_row(batch, object, &rows[i])) {
        i++;
    }
    return i;
}

/* All pairs of that outcome are those of the column "i j; i j", and as many. */
static void check_pairs(const struct test_reference *reference, const char *column,
                        const struct qa_comparison *comparison, const size_t partner[MOST],
                        enum qa_outcome outcome)
{
    double number[TEST_REFERENCE_NUMBERS];
    size_t n = test_reference_text(reference, column)[0] != '\0'
                   ? test_reference_numbers(reference, column, number) / 2
                   : 0;
    size_t n_found = 0;
    for (size_t m = 0; m < comparison->pairs[0].n_matches; m++) {
        n_found += comparison->pairs[0].matches[m].outcome == outcome;
    }
    if (n_found != n) {
        test_reference_fail(reference, column);
    }
    for (size_t k = 0; k < n; k++) {
        if (partner[(size_t)number[2 * k]] != (size_t)number[2 * k + 1]) {
            test_reference_fail(reference, column);
        }
    }
}

static void check_case(const struct test_reference *reference)
{
    struct world world = new_world();
    struct given gold[MOST];
    struct given delivered[MOST];
    size_t n_gold = rows_of(reference, "gold", "g", gold);
    size_t n_delivered = rows_of(reference, "delivered", "a", delivered);
    struct qa_batch *a = make_batch(&world, gold, n_gold, NULL, LISTS_ITEMS);
    struct qa_batch *b = make_batch(&world, delivered, n_delivered, NULL, LISTS_ITEMS);
    const struct qa_question_options options = {
        .threshold = test_reference_number(reference, "threshold"), .pairing = QA_PAIRING_CVAT};
    const struct qa_comparison_request request = {.delivery = b, .reference = a, .role = QA_GOLD};
    qa_questions_make(b, a, NULL, &options, world.arena, &world.findings);
    const struct qa_comparison *comparison = qa_compare(&request, world.arena);
    size_t partner[MOST];
    assert_int_equal(comparison->n_pairs, 1);
    for (size_t m = 0; m < comparison->pairs[0].n_matches; m++) {
        const struct qa_match *match = &comparison->pairs[0].matches[m];
        bool is_pair = match->outcome == QA_MATCHED || match->outcome == QA_MISLABELLED;
        if (is_pair) {
            partner[place_of(a, match->object_a, gold, n_gold)] =
                place_of(b, match->object_b, delivered, n_delivered);
        }
    }
    check_pairs(reference, "matched", comparison, partner, QA_MATCHED);
    check_pairs(reference, "mislabelled", comparison, partner, QA_MISLABELLED);
    free_world(&world);
}

/* Every assignment was tried there (tests/reference/cvat_matching.py). */
static void pairs_are_those_of_both_passes(void **state)
{
    (void)state;
    struct test_reference reference;
    test_reference_open(&reference, "cvat_matching.csv");
    while (test_reference_next(&reference)) {
        check_case(&reference);
    }
    test_reference_close(&reference);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(pairs_are_those_of_both_passes)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
