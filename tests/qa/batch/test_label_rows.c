/* Labels that stand a row off are said, and bad labels are not taken for them. */
#include "tests/qa/formats/tables.h"

#include "qa/base/random.h"

enum { N_ITEMS = 60, N_PEOPLE = 4, MOST_LABELS = 5 };

/* The last person's labels stand `off` rows lower than they should; how often W813 is said. */
static size_t n_said(struct qa_random *random, bool has_gold, int off, uint64_t mistakes,
                     uint64_t last_mistakes)
{
    size_t truth[N_ITEMS];
    size_t n_labels = 2 + (size_t)qa_random_below(random, MOST_LABELS - 1);
    char *text[2];
    size_t size[2];
    FILE *gold = open_memstream(&text[0], &size[0]);
    FILE *given = open_memstream(&text[1], &size[1]);
    assert_true(gold != NULL && given != NULL);
    fprintf(gold, "item,label\n");
    fprintf(given, "item,annotator,label\n");
    for (size_t i = 0; i < N_ITEMS; i++) {
        truth[i] = (size_t)qa_random_below(random, n_labels);
        fprintf(gold, "item %zu,%c\n", i, (int)('a' + truth[i]));
    }
    for (size_t k = 0; k < N_PEOPLE * N_ITEMS; k++) {
        bool is_last = k / N_ITEMS + 1 == N_PEOPLE;
        size_t i = k % N_ITEMS;
        size_t of = is_last ? (size_t)((int)i + N_ITEMS - off) % N_ITEMS : i;
        bool is_wrong = qa_random_below(random, 100) < (is_last ? last_mistakes : mistakes);
        size_t label = is_wrong ? (size_t)qa_random_below(random, n_labels) : truth[of];
        fprintf(given, "item %zu,ann-%zu,%c\n", i, k / N_ITEMS, (int)('a' + label));
    }
    fclose(gold);
    fclose(given);
    struct run run;
    if (has_gold) {
        read_beside_gold(&run, text[1], text[0]);
    } else {
        assert_int_equal(
            read_csv(&run, text[1], QA_DELIVERY, (struct qa_read_options){.shape = NULL}), QA_OK);
        free(text[0]);
        free(text[1]);
    }
    size_t n = 0;
    for (size_t f = 0; f < run.findings.n; f++) {
        if (strcmp(run.findings.list[f].code, "W813") == 0) {
            assert_non_null(strstr(run.findings.list[f].text, "annotator 'ann-3'"));
            assert_non_null(strstr(run.findings.list[f].text,
                                   off > 0 ? "of the row before" : "of the row after"));
            n++;
        }
    }
    end_run(&run);
    return n;
}

static void labels_a_row_off_are_said(void **state)
{
    struct qa_random random;

    (void)state;
    qa_random_init(&random, 6, 0);
    for (int round = 0; round < 40; round++) {
        bool has_gold = round % 2 == 0;
        assert_int_equal(n_said(&random, has_gold, round % 4 < 2 ? 1 : -1, 6, 6), 1);
    }
}

static void bad_labels_are_not(void **state)
{
    struct qa_random random;

    (void)state;
    qa_random_init(&random, 7, 0);
    for (int round = 0; round < 150; round++) {
        assert_int_equal(n_said(&random, round % 2 == 0, 0, 10, qa_random_below(&random, 101)), 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(labels_a_row_off_are_said),
        cmocka_unit_test(bad_labels_are_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
