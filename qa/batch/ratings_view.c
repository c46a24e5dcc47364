#include "qa/batch/ratings_view.h"

#include <string.h>

#include "qa/base/number.h"
#include "qa/batch/questions.h"

bool qa_is_selected(const struct qa_batch *batch, size_t answer,
                    const struct qa_selection *selection)
{
    return (selection->question == QA_NONE ||
            qa_answer_question(batch, answer) == selection->question) &&
           (selection->vendor == QA_NONE || qa_answer_vendor(batch, answer) == selection->vendor) &&
           (selection->batch == QA_NONE || qa_answer_batch(batch, answer) == selection->batch) &&
           (selection->annotator == QA_NONE || batch->annotator[answer] == selection->annotator) &&
           (selection->value_of_answer == NULL ||
            selection->value_of_answer[answer] == selection->value);
}

/* A selected answer that is one label of a known annotator. */
static bool is_rating(const struct qa_batch *batch, size_t answer,
                      const struct qa_selection *selection)
{
    return qa_is_selected(batch, answer, selection) && qa_answer_is_label(batch, answer);
}

/* Ids of names that occur, to dense ids in a given order, and back. */
struct renumbering {
    uint32_t *to_dense; /* QA_NONE: does not occur */
    uint32_t *to_name;
    uint32_t n;
};

/* order[i] = the name id at place i; marked names only. */
static struct renumbering renumber(const bool *occurs, const uint32_t *order, uint32_t n_names,
                                   struct qa_arena *arena)
{
    struct renumbering out = {QA_ARRAY(arena, uint32_t, n_names + (size_t)1),
                              QA_ARRAY(arena, uint32_t, n_names + (size_t)1), 0};
    for (uint32_t i = 0; i < n_names; i++) {
        out.to_dense[i] = QA_NONE;
    }
    for (uint32_t i = 0; i < n_names; i++) {
        if (occurs[order[i]]) {
            out.to_dense[order[i]] = out.n;
            out.to_name[out.n++] = order[i];
        }
    }
    return out;
}

/* Declared labels first, in their order, then the others by name. */
static uint32_t *label_order(const struct qa_strings *labels, const uint32_t *declared,
                             size_t n_declared, bool *occurs, struct qa_arena *arena)
{
    uint32_t n = qa_strings_count(labels);
    uint32_t *by_name = QA_ARRAY(arena, uint32_t, n + (size_t)1);
    uint32_t *order = QA_ARRAY(arena, uint32_t, n + (size_t)1);
    bool *placed = QA_ARRAY(arena, bool, n + (size_t)1);
    qa_strings_sorted(labels, by_name, NULL);
    uint32_t used = 0;
    for (size_t i = 0; i < n_declared; i++) {
        if (!placed[declared[i]]) {
            placed[declared[i]] = true;
            occurs[declared[i]] = true;
            order[used++] = declared[i];
        }
    }
    for (uint32_t i = 0; i < n; i++) {
        if (!placed[by_name[i]]) {
            order[used++] = by_name[i];
        }
    }
    return order;
}

/* The labels' own numbers when all are numbers and ascend, else NULL: the position counts. */
static const double *scale(const struct qa_strings *labels, const struct renumbering *categories,
                           struct qa_arena *arena)
{
    double *score = QA_ARRAY(arena, double, categories->n + (size_t)1);
    for (uint32_t c = 0; c < categories->n; c++) {
        const char *text = qa_strings_text(labels, categories->to_name[c]);
        if (!qa_parse_real(text, strlen(text), &score[c]) || (c > 0 && score[c] <= score[c - 1])) {
            return NULL;
        }
    }
    return categories->n > 0 ? score : NULL;
}

static uint32_t *annotator_order(const struct qa_names *names, struct qa_arena *arena)
{
    uint32_t n = qa_annotator_count(names);
    const uint32_t *rank = qa_annotator_rank(names, arena);
    uint32_t *order = QA_ARRAY(arena, uint32_t, n + (size_t)1);
    for (uint32_t id = 0; id < n; id++) {
        order[rank[id]] = id;
    }
    return order;
}

struct taken {
    uint64_t *first;
    uint32_t *rater;
    uint32_t *category;
    uint32_t *item;
    size_t n_items;
    size_t n_ratings;
    size_t n_repeats;
    uint32_t last_rater; /* that an answer was taken of */
    bool with_repeats;
};

/* Ratings come in item order; within an item by annotator id, which is put into rater order. */
static void take(struct taken *taken, uint32_t item, uint32_t rater, uint32_t category)
{
    if (taken->n_items == 0 || taken->item[taken->n_items - 1] != item) {
        taken->first[taken->n_items] = taken->n_ratings;
        taken->item[taken->n_items++] = item;
    }
    size_t at = taken->n_ratings;
    size_t start = (size_t)taken->first[taken->n_items - 1];
    /* Answers of one annotator to one item follow one another. */
    if (at > start && taken->last_rater == rater && !taken->with_repeats) {
        taken->n_repeats++;
        return;
    }
    taken->last_rater = rater;
    taken->n_ratings++;
    for (; at > start && taken->rater[at - 1] > rater; at--) {
        taken->rater[at] = taken->rater[at - 1];
        taken->category[at] = taken->category[at - 1];
    }
    taken->rater[at] = rater;
    taken->category[at] = category;
}

/* What the selection holds: counts, and which annotators and labels occur. */
struct survey {
    size_t n_ratings;
    size_t n_items;
    uint64_t n_unsigned;
    bool *annotators;
    bool *labels;
};

static struct survey look(const struct qa_batch *batch, const struct qa_selection *selection,
                          struct qa_arena *arena)
{
    struct survey survey = {
        .annotators = QA_ARRAY(arena, bool, qa_annotator_count(batch->names) + (size_t)1),
        .labels = QA_ARRAY(arena, bool, qa_strings_count(batch->names->labels) + (size_t)1)};
    uint32_t last_item = QA_NONE;
    for (size_t a = 0; a < batch->n_answers; a++) {
        if (!is_rating(batch, a, selection)) {
            continue;
        }
        if (batch->annotator[a] == QA_NONE) {
            survey.n_unsigned++;
            continue;
        }
        survey.annotators[batch->annotator[a]] = true;
        survey.labels[batch->label[qa_first_object(batch, a)]] = true;
        survey.n_items += batch->item[a] != last_item;
        last_item = batch->item[a];
        survey.n_ratings++;
    }
    return survey;
}

struct qa_ratings_view qa_ratings_view(const struct qa_batch *batch,
                                       const struct qa_selection *selection,
                                       const uint32_t *declared, size_t n_declared,
                                       struct qa_arena *arena)
{
    const struct qa_names *names = batch->names;
    struct survey survey = look(batch, selection, arena);
    if (selection->question != QA_NONE && qa_question_at(batch, selection->question)->are_sets) {
        n_declared = 0; /* tags, not the sets that are the categories here */
    }
    const uint32_t *labels_in_order =
        label_order(names->labels, declared, n_declared, survey.labels, arena);
    struct renumbering categories =
        renumber(survey.labels, labels_in_order, qa_strings_count(names->labels), arena);
    struct renumbering raters = renumber(survey.annotators, annotator_order(names, arena),
                                         qa_annotator_count(names), arena);

    struct taken taken = {.first = QA_ARRAY(arena, uint64_t, survey.n_items + 1),
                          .rater = QA_ARRAY(arena, uint32_t, survey.n_ratings + 1),
                          .category = QA_ARRAY(arena, uint32_t, survey.n_ratings + 1),
                          .item = QA_ARRAY(arena, uint32_t, survey.n_items + 1),
                          .with_repeats = selection->with_repeats};
    for (size_t a = 0; a < batch->n_answers; a++) {
        if (batch->annotator[a] != QA_NONE && is_rating(batch, a, selection)) {
            uint32_t label = batch->label[qa_first_object(batch, a)];
            take(&taken, batch->item[a], raters.to_dense[batch->annotator[a]],
                 categories.to_dense[label]);
        }
    }
    taken.first[taken.n_items] = taken.n_ratings;
    return (struct qa_ratings_view){
        .ratings = {.n_items = taken.n_items,
                    .n_ratings = taken.n_ratings,
                    .n_raters = raters.n,
                    .n_categories = categories.n,
                    .first = taken.first,
                    .rater = taken.rater,
                    .category = taken.category,
                    .score = scale(names->labels, &categories, arena)},
        .item = taken.item,
        .rater = raters.to_name,
        .category = categories.to_name,
        .n_without_annotator = survey.n_unsigned,
        .n_repeats = taken.n_repeats,
    };
}
