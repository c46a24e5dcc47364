#include <string.h>

#include "qa/base/error.h"
#include "qa/score/sums_parts.h"

/* ---- may they be merged? ---- */

static bool same_way(const struct qa_score_result *a, const struct qa_score_result *b)
{
    if (a->against_reference != b->against_reference ||
        (a->against_reference && a->role != b->role) || a->class_agnostic != b->class_agnostic ||
        a->groupings != b->groupings || a->n_families != b->n_families) {
        return false;
    }
    for (size_t f = 0; f < a->n_families; f++) {
        if (a->families[f] != b->families[f]) {
            return false;
        }
    }
    return true;
}

static enum qa_status check_parts(const struct qa_score_result *parts, const char *const *paths,
                                  size_t n, struct qa_error *err)
{
    for (size_t i = 0; i < n; i++) {
        if (!same_way(&parts[0], &parts[i])) {
            return qa_fail_at(err, "E155", paths[i], 2, 0,
                              "the part was compared in another way than %.120s: other sides, "
                              "classes, groupings or families of figures",
                              paths[0]);
        }
        for (size_t j = 0; j < i; j++) {
            if (parts[i].n_items > 0 && parts[i].n_items == parts[j].n_items &&
                parts[i].items_digest == parts[j].items_digest) {
                return qa_fail_at(err, "E156", paths[i], 4, 0,
                                  "the part has the same items as %.120s", paths[j]);
            }
        }
    }
    return QA_OK;
}

/* ---- questions ---- */

/* Adds the part's questions, keeping the order of names. */
static enum qa_status join_questions(struct qa_score_result *out,
                                     const struct qa_score_result *part, const char *path,
                                     struct qa_arena *arena, struct qa_error *err)
{
    for (size_t q = 0; q < part->n_questions; q++) {
        struct qa_scored_question question = part->questions[q];
        question.id = QA_NONE;
        size_t at = 0;
        while (at < out->n_questions &&
               qa_text_compare(out->questions[at].name, question.name) < 0) {
            at++;
        }
        bool known = at < out->n_questions && strcmp(out->questions[at].name, question.name) == 0;
        if (known && strcmp(qa_sums_question_line(&out->questions[at], arena),
                            qa_sums_question_line(&question, arena)) != 0) {
            return qa_fail_at(err, "E155", path, 0, 0,
                              "question '%.60s' has another kind, threshold or setting in another "
                              "part",
                              question.name);
        }
        if (!known) {
            memmove(&out->questions[at + 1], &out->questions[at],
                    (out->n_questions - at) * sizeof question);
            out->questions[at] = question;
            out->n_questions++;
        }
    }
    return QA_OK;
}

static const struct qa_scored_question *question_named(const struct qa_score_result *result,
                                                       const char *name)
{
    size_t i = 0;
    while (strcmp(result->questions[i].name, name) != 0) {
        i++;
    }
    return &result->questions[i];
}

/* ---- rows ---- */

/* A new row of the result for one of a part. */
static struct qa_score_row *copy_row(struct qa_score_result *out, const struct qa_score_row *row,
                                     struct qa_arena *arena)
{
    struct qa_score_row *copy = &out->rows[out->n_rows++];
    *copy = *row;
    copy->question = question_named(out, row->question->name);
    copy->id = copy->vendor_id = QA_NONE;
    qa_tally_init(&copy->tally, row->score,
                  row->by == QA_SCORE_ITEM ? QA_TALLY_ITEM : QA_TALLY_CLUSTERS, arena);
    return copy;
}

/* The first row in order among the heads of all parts; NULL: all are done. */
static const struct qa_score_row *first_head(const struct qa_score_result *parts,
                                             const size_t *head, size_t n)
{
    const struct qa_score_row *first = NULL;
    for (size_t i = 0; i < n; i++) {
        const struct qa_score_row *row = head[i] < parts[i].n_rows ? &parts[i].rows[head[i]] : NULL;
        if (row != NULL && (first == NULL || qa_score_row_order(row, first) < 0)) {
            first = row;
        }
    }
    return first;
}

static enum qa_status join_rows(const struct qa_score_result *parts, const char *const *paths,
                                size_t n, struct qa_arena *arena, struct qa_score_result *out,
                                struct qa_error *err)
{
    size_t *head = QA_ARRAY(arena, size_t, n);
    const struct qa_score_row *first;
    while ((first = first_head(parts, head, n)) != NULL) {
        struct qa_score_row *row = copy_row(out, first, arena);
        for (size_t i = 0; i < n; i++) {
            if (head[i] >= parts[i].n_rows ||
                qa_score_row_order(&parts[i].rows[head[i]], first) != 0) {
                continue;
            }
            const struct qa_tally *tally = &parts[i].rows[head[i]++].tally;
            if (!qa_tally_fits(&row->tally, tally)) {
                return qa_fail_at(err, "E157", paths[i], 0, 0,
                                  "the sums of all parts are beyond their bounds");
            }
            if (row->by == QA_SCORE_ITEM && row->tally.n > 0) {
                return qa_fail_at(err, "E156", paths[i], 0, 0,
                                  "item '%.60s' is in another part as well", row->group);
            }
            qa_tally_merge(&row->tally, tally);
        }
    }
    return QA_OK;
}

enum qa_status qa_sums_merge(const struct qa_score_result *parts, const char *const *paths,
                             size_t n, struct qa_arena *arena, struct qa_score_result *out,
                             struct qa_error *err)
{
    size_t n_questions = 0;
    size_t n_rows = 0;
    QA_TRY(check_parts(parts, paths, n, err));
    *out = parts[0];
    out->n_questions = out->n_rows = 0;
    out->n_items = out->items_digest = 0;
    for (size_t i = 0; i < n; i++) {
        n_questions += parts[i].n_questions;
        n_rows += parts[i].n_rows;
        out->items_digest += parts[i].items_digest;
        if (__builtin_add_overflow(out->n_items, parts[i].n_items, &out->n_items)) {
            return qa_fail_at(err, "E157", paths[i], 4, 0, "too many items");
        }
    }
    out->questions = QA_ARRAY(arena, struct qa_scored_question, n_questions);
    out->rows = QA_ARRAY(arena, struct qa_score_row, n_rows);
    for (size_t i = 0; i < n; i++) {
        QA_TRY(join_questions(out, &parts[i], paths[i], arena, err));
    }
    QA_TRY(join_rows(parts, paths, n, arena, out, err));
    qa_score_link_classes(out);
    return QA_OK;
}
