#include "qa/audit/annotators.h"

#include "qa/audit/annotators_parts.h"
#include "qa/batch/questions.h"

enum { MOST_FLAGS = 8 };

const char *qa_annotator_flag_name(enum qa_annotator_flag_kind kind)
{
    static const char *const names[] = {
        [QA_FLAG_TOO_FAST] = "too fast",   [QA_FLAG_ONE_ANSWER] = "one answer",
        [QA_FLAG_AT_CHANCE] = "at chance", [QA_FLAG_SWAPPED] = "swapped classes",
        [QA_FLAG_LEARNING] = "learning",   [QA_FLAG_TIRING] = "tiring",
        [QA_FLAG_COPYING] = "copying",
    };
    return names[kind];
}

void qa_annotators_flag(struct qa_annotators_work *work, struct qa_annotator_row *row,
                        enum qa_annotator_flag_kind kind, const char *reason, uint32_t colleague)
{
    if (row->flags == NULL) {
        row->flags = QA_ARRAY(work->arena, struct qa_annotator_flag, MOST_FLAGS);
    }
    if (row->n_flags < MOST_FLAGS) {
        row->flags[row->n_flags++] = (struct qa_annotator_flag){kind, reason, colleague};
    }
}

static void set_habits(const struct qa_annotators_work *work, uint32_t rater,
                       struct qa_annotator_row *row)
{
    const struct qa_rater_standing *standing = &work->standings[rater];
    row->favourite = work->view.category[standing->favourite];
    row->favourite_share =
        standing->n_items > 0 ? (double)standing->n_favourite / (double)standing->n_items : 0;
    row->over_used = row->under_used = QA_NONE;
    for (uint32_t c = 0; standing->n_shared > 0 && c < work->view.ratings.n_categories; c++) {
        double surplus = standing->own_share[c] - standing->others_share[c];
        if (surplus > row->over_use + 1e-12) {
            row->over_use = surplus;
            row->over_used = work->view.category[c];
        }
        if (surplus < row->under_use - 1e-12) {
            row->under_use = surplus;
            row->under_used = work->view.category[c];
        }
    }
}

/* What most of an item's ratings say; UINT32_MAX on a tie. */
static uint32_t plurality(const struct qa_patterns *patterns, uint32_t p)
{
    uint32_t most = 0;
    uint32_t best = UINT32_MAX;
    for (uint64_t e = patterns->first[p]; e < patterns->first[p + 1]; e++) {
        if (patterns->count[e] > most) {
            most = patterns->count[e];
            best = patterns->category[e];
        } else if (patterns->count[e] == most) {
            best = UINT32_MAX;
        }
    }
    return best;
}

static uint32_t category_of(const struct qa_ratings_view *view, uint32_t label)
{
    for (uint32_t c = 0; c < view->ratings.n_categories; c++) {
        if (view->category[c] == label) {
            return c;
        }
    }
    return UINT32_MAX;
}

static void find_truth(struct qa_annotators_work *work)
{
    const struct qa_ratings_view *view = &work->view;
    uint32_t *truth = QA_ARRAY(work->scratch, uint32_t, view->ratings.n_items + 1);
    const uint32_t *gold =
        work->request->gold != NULL
            ? qa_partner_labels(work->request->batch, QA_GOLD, work->question, work->scratch)
            : NULL;
    for (size_t i = 0; i < view->ratings.n_items; i++) {
        bool enough = view->ratings.first[i + 1] - view->ratings.first[i] >= 3;
        if (gold == NULL) {
            truth[i] = enough ? plurality(&work->patterns, work->patterns.of_item[i]) : UINT32_MAX;
        } else {
            uint32_t label = gold[view->item[i]];
            truth[i] = label != QA_NONE ? category_of(view, label) : UINT32_MAX;
        }
    }
    work->truth = truth;
}

static size_t review_question(const struct qa_annotators_request *request, uint32_t question,
                              struct qa_annotator_row *rows, struct qa_arena *arena)
{
    const struct qa_view *shared = qa_views_of(request->views, question);
    struct qa_annotators_work work = {.request = request,
                                      .names = request->batch->names,
                                      .question = question,
                                      .rows = rows,
                                      .view = shared->view,
                                      .patterns = shared->patterns,
                                      .arena = arena,
                                      .scratch = qa_arena_new()};
    work.standings =
        qa_rater_standings(&work.view.ratings, &work.patterns, &request->inference, work.scratch);
    size_t n = work.view.ratings.n_raters;
    for (uint32_t g = 0; g < n; g++) {
        rows[g] =
            (struct qa_annotator_row){.question = question,
                                      .vendor = qa_annotator_vendor(work.names, work.view.rater[g]),
                                      .annotator = work.view.rater[g],
                                      .items = work.standings[g].n_items,
                                      .shared = work.standings[g].n_shared,
                                      .agreement = work.standings[g].agreement,
                                      .skill = work.standings[g].kappa};
        set_habits(&work, g, &rows[g]);
    }
    find_truth(&work);
    qa_annotators_times(&work);
    qa_annotators_trend(&work);
    qa_annotators_repeats(&work);
    qa_annotators_ranks(&work);
    qa_annotators_speed(&work);
    qa_annotators_chance(&work);
    qa_annotators_flags(&work);
    qa_annotators_copying(&work);
    qa_arena_free(work.scratch);
    return n;
}

struct qa_annotators_result qa_annotators(const struct qa_annotators_request *request,
                                          struct qa_arena *arena)
{
    const struct qa_names *names = request->batch->names;
    uint32_t *questions;
    uint32_t n_questions =
        qa_questions_of_labels(request->batch->questions, names, arena, &questions);
    struct qa_annotators_result result = {
        .rows = QA_ARRAY(arena, struct qa_annotator_row,
                         (size_t)n_questions * qa_annotator_count(names) + 1),
        .confidence = request->inference.confidence,
        .idle_cap = request->idle_cap,
        .min_seconds = request->min_seconds,
        .with_gold = request->gold != NULL};
    for (uint32_t q = 0; q < n_questions; q++) {
        result.n_rows += review_question(request, questions[q], result.rows + result.n_rows, arena);
    }
    return result;
}
