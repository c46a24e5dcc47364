#include <string.h>

#include "qa/cli/figure_citations.h"
#include "qa/score/run_scores.h"
#include "tests/support/close.h"

static bool is_listed(const struct qa_citation *list, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++) {
        if (strcmp(list[i].names, name) == 0) {
            return true;
        }
    }
    return false;
}

static void every_figure_says_what_it_is_and_where_it_comes_from(void **state)
{
    (void)state;
    struct qa_arena *arena = qa_arena_new();
    size_t n;
    const struct qa_citation *list = qa_figure_citations(arena, &n);
    assert_true(n > 60);
    for (size_t i = 0; i < n; i++) {
        if (list[i].what == NULL || list[i].source == NULL || list[i].what[0] == '\0' ||
            list[i].source[0] == '\0') {
            fail_msg("'%s' has no source", list[i].names);
        }
    }
    qa_arena_free(arena);
}

static void every_figure_of_every_kind_is_listed_by_its_printed_name(void **state)
{
    (void)state;
    struct qa_arena *arena = qa_arena_new();
    size_t n;
    const struct qa_citation *list = qa_figure_citations(arena, &n);
    for (size_t s = 0; s < qa_n_scores; s++) {
        for (size_t t = 0; t < qa_n_types; t++) {
            for (size_t f = 0; qa_scores[s]->serves(qa_types[t]) && f < qa_scores[s]->n_figures;
                 f++) {
                assert_true(is_listed(
                    list, n, qa_figure_name(&qa_scores[s]->figures[f], qa_types[t], arena)));
            }
        }
    }
    for (size_t s = 0; s < qa_n_run_scores; s++) {
        for (size_t f = 0; f < qa_run_scores[s]->n_figures; f++) {
            assert_true(is_listed(list, n, qa_run_scores[s]->figures[f].name));
        }
    }
    qa_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_figure_says_what_it_is_and_where_it_comes_from),
        cmocka_unit_test(every_figure_of_every_kind_is_listed_by_its_printed_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
