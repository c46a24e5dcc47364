#include "qa/score/answers.h"

static bool serves(const struct qa_type *type)
{
    return type->matching == QA_MATCH_ANSWER;
}

/* Sizes have no say in whether an answer is right. */
static bool counts(const struct qa_comparison *comparison, const struct qa_pair *pair,
                   const struct qa_object_group *group, size_t m)
{
    if (group->of == QA_OF_PAIR) {
        return true;
    }
    return group->of == QA_OF_CLASS && group->id != QA_NONE &&
           comparison->request.reference != NULL && qa_group_has_a(group, pair, m);
}

static void add(const struct qa_comparison *comparison, const struct qa_pair *pair,
                const struct qa_object_group *group, struct qa_arena *scratch, double *parts)
{
    (void)scratch;
    for (size_t m = 0; m < pair->n_matches; m++) {
        if (counts(comparison, pair, group, m)) {
            parts[QA_ANSWERS_TRIALS]++;
            parts[QA_ANSWERS_ERRORS] += pair->matches[m].outcome != QA_MATCHED;
        }
    }
}

static const char *const part_names[QA_N_ANSWERS_PARTS] = {
    [QA_ANSWERS_TRIALS] = "trials",
    [QA_ANSWERS_ERRORS] = "errors",
};

static const struct qa_figure figures[QA_N_ANSWERS_FIGURES] = {
    [QA_ANSWERS_ERROR_RATE] =
        {
            .name = "error_rate",
            .heading = "error rate",
            .about = "Share of the answers that differ from the other side's.",
            .source = "Korn and Graubard 1998 for the interval",
            .above = {[QA_ANSWERS_ERRORS] = 1},
            .below = {[QA_ANSWERS_TRIALS] = 1},
            .bound = QA_AT_MOST_ONE,
            .unit = 1,
            .undefined = "no answers to compare",
        },
};

const struct qa_score qa_score_answers = {
    .name = "answers",
    .about = "Answers that are wrong, of kinds with one object an answer.",
    .serves = serves,
    .parts = part_names,
    .n_parts = QA_N_ANSWERS_PARTS,
    .by_objects = true,
    .add = add,
    .figures = figures,
    .n_figures = QA_N_ANSWERS_FIGURES,
};
