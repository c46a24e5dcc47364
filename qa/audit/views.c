#include "qa/audit/views.h"

struct qa_views {
    const struct qa_batch *batch;
    const uint32_t *declared;
    size_t n_declared;
    struct qa_arena *arena;
    struct qa_view **of_question; /* NULL: not made yet */
};

struct qa_views *qa_views_new(const struct qa_batch *batch, const uint32_t *declared,
                              size_t n_declared, struct qa_arena *arena)
{
    struct qa_views *views = QA_NEW(arena, struct qa_views);
    uint32_t n = qa_strings_count(batch->names->questions);
    *views = (struct qa_views){batch, declared, n_declared, arena,
                               QA_ARRAY(arena, struct qa_view *, n + (size_t)1)};
    return views;
}

const struct qa_view *qa_views_of(struct qa_views *views, uint32_t question)
{
    if (views->of_question[question] == NULL) {
        struct qa_selection selection = QA_SELECT_ALL;
        struct qa_view *view = QA_NEW(views->arena, struct qa_view);
        selection.question = question;
        view->view = qa_ratings_view(views->batch, &selection, views->declared, views->n_declared,
                                     views->arena);
        view->patterns = qa_patterns_find(&view->view.ratings, views->arena);
        views->of_question[question] = view;
    }
    return views->of_question[question];
}
