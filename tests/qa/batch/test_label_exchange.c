/* Labels under other names are said, and bad labels are not taken for them. */
#include "tests/qa/formats/tables.h"

#include "qa/base/random.h"

enum { N_ITEMS = 60, MOST = 5 };

/* A delivery of three annotators whose labels go by `names`, with mistakes of so many in a hundred.
 */
static size_t n_said(struct qa_random *random, size_t n_labels, const size_t *names,
                     uint64_t mistakes)
{
    char *text[2] = {NULL, NULL};
    size_t size[2];
    FILE *gold = open_memstream(&text[0], &size[0]);
    FILE *given = open_memstream(&text[1], &size[1]);
    assert_true(gold != NULL && given != NULL);
    fprintf(gold, "item,label\n");
    fprintf(given, "item,annotator,label\n");
    for (size_t i = 0; i < N_ITEMS; i++) {
        size_t truth = i % n_labels;
        fprintf(gold, "%zu,%c\n", i, (int)('a' + truth));
        for (int a = 0; a < 3; a++) {
            bool is_wrong = qa_random_below(random, 100) < mistakes;
            size_t label = is_wrong ? (size_t)qa_random_below(random, n_labels) : truth;
            fprintf(given, "%zu,%d,%c\n", i, a, (int)('a' + names[label]));
        }
    }
    fclose(gold);
    fclose(given);
    struct run run;
    read_beside_gold(&run, text[1], text[0]);
    size_t n = 0;
    for (size_t f = 0; f < run.findings.n; f++) {
        n += strcmp(run.findings.list[f].code, "W806") == 0;
    }
    end_run(&run);
    return n;
}

/* Another order of the names; returns whether any moved. */
static bool shuffle(struct qa_random *random, size_t n, size_t *names)
{
    bool moved = false;
    for (size_t i = n; i-- > 1;) {
        size_t j = (size_t)qa_random_below(random, i + 1);
        size_t kept = names[i];
        names[i] = names[j];
        names[j] = kept;
    }
    for (size_t i = 0; i < n; i++) {
        moved = moved || names[i] != i;
    }
    return moved;
}

static void other_names_are_said_and_mistakes_are_not(void **state)
{
    (void)state;
    struct qa_random random;
    size_t n_moved = 0;
    qa_random_init(&random, 3, 0);
    for (int round = 0; round < 60; round++) {
        size_t names[MOST] = {0, 1, 2, 3, 4};
        size_t n_labels = 2 + (size_t)qa_random_below(&random, MOST - 1);
        assert_int_equal(n_said(&random, n_labels, names, qa_random_below(&random, 100)), 0);
        bool moved = shuffle(&random, n_labels, names);
        if (moved) {
            assert_int_equal(n_said(&random, n_labels, names, 4), 1);
            n_moved++;
        } else {
            assert_int_equal(n_said(&random, n_labels, names, 4), 0);
        }
    }
    assert_true(n_moved > 10);
}

/* Of five annotators of whom the last gives the labels by other names; without gold. */
static size_t n_annotators_said(struct qa_random *random, size_t n_labels, const size_t *names,
                                uint64_t mistakes, uint64_t last_mistakes)
{
    char *text = NULL;
    size_t size;
    FILE *given = open_memstream(&text, &size);
    assert_non_null(given);
    fprintf(given, "item,annotator,label\n");
    for (size_t i = 0; i < N_ITEMS; i++) {
        for (int a = 0; a < 5; a++) {
            uint64_t of_hundred = a == 4 ? last_mistakes : mistakes;
            bool is_wrong = qa_random_below(random, 100) < of_hundred;
            size_t label = is_wrong ? (size_t)qa_random_below(random, n_labels) : i % n_labels;
            fprintf(given, "%zu,%d,%c\n", i, a, (int)('a' + (a == 4 ? names[label] : label)));
        }
    }
    fclose(given);
    struct run run;
    assert_int_equal(read_csv(&run, text, QA_DELIVERY, (struct qa_read_options){.shape = NULL}),
                     QA_OK);
    size_t n = 0;
    for (size_t f = 0; f < run.findings.n; f++) {
        if (strcmp(run.findings.list[f].code, "W807") == 0) {
            assert_non_null(strstr(run.findings.list[f].text, "annotator '4'"));
            n++;
        }
    }
    free(text);
    end_run(&run);
    return n;
}

static void an_annotator_with_other_names_is_said_and_a_bad_one_is_not(void **state)
{
    struct qa_random random;

    (void)state;
    qa_random_init(&random, 4, 0);
    for (int round = 0; round < 40; round++) {
        size_t names[MOST + 1] = {0, 1, 2, 3, 4};
        size_t n_labels = 2 + (size_t)qa_random_below(&random, MOST - 1);
        assert_int_equal(
            n_annotators_said(&random, n_labels, names, 10, qa_random_below(&random, 101)), 0);
        size_t turn = 1 + (size_t)qa_random_below(&random, n_labels - 1);
        for (size_t l = 0; l < n_labels; l++) {
            names[l] = (l + turn) % n_labels;
        }
        assert_int_equal(n_annotators_said(&random, n_labels, names, 10, 10), 1);
        names[0] = MOST; /* a label that nobody else has */
        assert_int_equal(n_annotators_said(&random, n_labels, names, 10, 10), 1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(other_names_are_said_and_mistakes_are_not),
        cmocka_unit_test(an_annotator_with_other_names_is_said_and_a_bad_one_is_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
