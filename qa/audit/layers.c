#include "qa/audit/layers.h"

#include <stdlib.h>
#include <string.h>

#include "qa/batch/questions.h"
#include "qa/stats/compare.h"
#include "qa/stats/interval.h"

/* ---- pre-labels ---- */

struct prelabel_counts {
    uint64_t answers, kept;
    uint64_t right, wrong_after_right; /* pre-labels that gold confirms; answers that are wrong */
    uint64_t wrong, wrong_after_wrong;
};

/* Counts of one question: slot 0 all, then vendors, then annotators by id. */
struct prelabel_tally {
    struct prelabel_counts *counts;
    size_t n_vendors;
    size_t n_annotators;
};

static void count_answer(struct prelabel_counts *counts, uint32_t given, uint32_t prelabel,
                         uint32_t gold)
{
    counts->answers++;
    counts->kept += given == prelabel;
    if (gold == QA_NONE) {
        return;
    }
    if (prelabel == gold) {
        counts->right++;
        counts->wrong_after_right += given != gold;
    } else {
        counts->wrong++;
        counts->wrong_after_wrong += given != gold;
    }
}

static struct prelabel_tally count_question(const struct qa_layers_request *request,
                                            uint32_t question, struct qa_arena *scratch)
{
    const struct qa_batch *batch = request->delivery;
    const uint32_t *prelabel = qa_partner_labels(batch, QA_PRELABELS, question, scratch);
    const uint32_t *gold = qa_partner_labels(batch, QA_GOLD, question, scratch);
    struct prelabel_tally tally = {.n_vendors = qa_strings_count(batch->names->vendors),
                                   .n_annotators = qa_annotator_count(batch->names)};
    tally.counts =
        QA_ARRAY(scratch, struct prelabel_counts, 1 + tally.n_vendors + tally.n_annotators);
    for (size_t a = 0; a < batch->n_answers; a++) {
        uint32_t item = batch->item[a];
        if (qa_answer_question(batch, a) != question || !qa_answer_is_label(batch, a) ||
            prelabel[item] == QA_NONE) {
            continue;
        }
        uint32_t given = qa_answer_label(batch, a);
        uint32_t vendor = qa_answer_vendor(batch, a);
        count_answer(&tally.counts[0], given, prelabel[item], gold[item]);
        if (vendor != QA_NONE) {
            count_answer(&tally.counts[1 + vendor], given, prelabel[item], gold[item]);
        }
        if (batch->annotator[a] != QA_NONE) {
            count_answer(&tally.counts[1 + tally.n_vendors + batch->annotator[a]], given,
                         prelabel[item], gold[item]);
        }
    }
    return tally;
}

static struct qa_estimate rate(uint64_t part, uint64_t all, const char *why, double confidence)
{
    return all > 0 ? qa_wilson(part, all, confidence) : qa_undefined(why, 0);
}

static struct qa_prelabel_row finish_row(const struct prelabel_counts *counts, double confidence)
{
    uint64_t known = counts->right + counts->wrong;
    struct qa_prelabel_row row = {
        .answers = counts->answers,
        .kept = rate(counts->kept, counts->answers, "no answer", confidence),
        .corrected = rate(counts->wrong - counts->wrong_after_wrong, counts->wrong,
                          "no wrong pre-label is known", confidence),
        .prelabel_error = rate(counts->wrong, known, "no gold", confidence),
        .error_if_right = rate(counts->wrong_after_right, counts->right,
                               "no right pre-label is known", confidence),
        .error_if_wrong = rate(counts->wrong_after_wrong, counts->wrong,
                               "no wrong pre-label is known", confidence),
        .bias = qa_undefined("right and wrong pre-labels are needed", known)};
    if (counts->right > 0 && counts->wrong > 0) {
        row.bias = qa_two_proportions_effective(row.error_if_wrong.value, (double)counts->wrong,
                                                row.error_if_right.value, (double)counts->right,
                                                confidence);
    }
    return row;
}

static void append_row(struct qa_layers_result *result, const struct prelabel_counts *counts,
                       uint32_t question, uint32_t vendor, uint32_t annotator)
{
    if (counts->answers > 0) {
        struct qa_prelabel_row row = finish_row(counts, result->confidence);
        row.question = question;
        row.vendor = vendor;
        row.annotator = annotator;
        result->prelabels[result->n_prelabels++] = row;
    }
}

static void review_prelabels(const struct qa_layers_request *request, uint32_t question,
                             struct qa_layers_result *result, struct qa_arena *arena)
{
    const struct qa_names *names = request->delivery->names;
    struct qa_arena *scratch = qa_arena_new();
    struct prelabel_tally tally = count_question(request, question, scratch);
    size_t most = result->n_prelabels + 1 + tally.n_vendors + tally.n_annotators;
    struct qa_prelabel_row *grown = QA_ARRAY(arena, struct qa_prelabel_row, most);
    for (size_t i = 0; i < result->n_prelabels; i++) {
        grown[i] = result->prelabels[i];
    }
    result->prelabels = grown;
    append_row(result, &tally.counts[0], question, QA_NONE, QA_NONE);
    uint32_t *vendors = QA_ARRAY(scratch, uint32_t, tally.n_vendors + 1);
    qa_strings_sorted(names->vendors, vendors, NULL);
    for (size_t v = 0; v < tally.n_vendors; v++) {
        append_row(result, &tally.counts[1 + vendors[v]], question, vendors[v], QA_NONE);
    }
    const uint32_t *rank = qa_annotator_rank(names, scratch);
    uint32_t *order = QA_ARRAY(scratch, uint32_t, tally.n_annotators + 1);
    for (uint32_t a = 0; a < tally.n_annotators; a++) {
        order[rank[a]] = a;
    }
    for (size_t a = 0; a < tally.n_annotators; a++) {
        append_row(result, &tally.counts[1 + tally.n_vendors + order[a]], question,
                   qa_annotator_vendor(names, order[a]), order[a]);
    }
    qa_arena_free(scratch);
}

/* ---- stages ---- */

/* Where a stage of this name usually stands. */
static int usual_place(const char *name)
{
    static const struct {
        const char *part;
        int place;
    } known[] = {{"pre", 0},     {"label", 1},  {"annot", 1},  {"draft", 1},   {"first", 1},
                 {"correct", 2}, {"second", 2}, {"review", 3}, {"check", 3},   {"qa", 3},
                 {"qc", 3},      {"verif", 3},  {"third", 3},  {"adjudic", 4}, {"audit", 5},
                 {"final", 5},   {"accept", 5}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (strncmp(name, known[i].part, strlen(known[i].part)) == 0) {
            return known[i].place;
        }
    }
    return 2;
}

struct placed {
    int place;
    uint32_t rank;
    uint32_t stage;
};

static int by_place(const void *left, const void *right)
{
    const struct placed *a = left;
    const struct placed *b = right;
    if (a->place != b->place) {
        return a->place < b->place ? -1 : 1;
    }
    return (a->rank > b->rank) - (a->rank < b->rank);
}

/* Stages in their order; *n of them. */
static const uint32_t *order_stages(const struct qa_layers_request *request, size_t *n,
                                    struct qa_arena *arena)
{
    const struct qa_strings *stages = request->delivery->names->stages;
    *n = request->n_stages;
    if (request->stages != NULL) {
        return request->stages;
    }
    *n = qa_strings_count(stages);
    uint32_t *rank = QA_ARRAY(arena, uint32_t, *n + 1);
    uint32_t *order = QA_ARRAY(arena, uint32_t, *n + 1);
    struct placed *list = QA_ARRAY(arena, struct placed, *n + 1);
    qa_strings_sorted(stages, NULL, rank);
    for (uint32_t s = 0; s < *n; s++) {
        list[s] = (struct placed){usual_place(qa_strings_text(stages, s)), rank[s], s};
    }
    if (*n > 1) {
        qsort(list, *n, sizeof *list, by_place);
    }
    for (size_t s = 0; s < *n; s++) {
        order[s] = list[s].stage;
    }
    return order;
}

/* The last label of every item at a stage, by time, then by the order of the answers. */
static const uint32_t *labels_at(const struct qa_batch *batch, uint32_t question, uint32_t stage,
                                 struct qa_arena *scratch)
{
    uint32_t n_items = qa_strings_count(batch->names->items);
    uint32_t *label = QA_ARRAY(scratch, uint32_t, n_items + (size_t)1);
    int64_t *time = QA_ARRAY(scratch, int64_t, n_items + (size_t)1);
    for (uint32_t i = 0; i < n_items; i++) {
        label[i] = QA_NONE;
        time[i] = QA_NO_TIME;
    }
    for (size_t a = 0; a < batch->n_answers; a++) {
        if (qa_answer_question(batch, a) != question || qa_answer_stage(batch, a) != stage ||
            !qa_answer_is_label(batch, a)) {
            continue;
        }
        int64_t own = batch->submitted != NULL ? batch->submitted[a] : QA_NO_TIME;
        uint32_t item = batch->item[a];
        if (own >= time[item]) {
            label[item] = qa_answer_label(batch, a);
            time[item] = own;
        }
    }
    return label;
}

static struct qa_stage_row compare_stages(const uint32_t *before, const uint32_t *after,
                                          const uint32_t *gold, uint32_t n_items, double confidence)
{
    struct qa_stage_row row = {0};
    uint64_t caught = 0;
    uint64_t introduced = 0;
    for (uint32_t i = 0; i < n_items; i++) {
        if (before[i] == QA_NONE || after[i] == QA_NONE || gold[i] == QA_NONE) {
            continue;
        }
        bool was_wrong = before[i] != gold[i];
        bool is_wrong = after[i] != gold[i];
        row.items++;
        row.errors_before += was_wrong;
        row.errors_after += is_wrong;
        caught += was_wrong && !is_wrong;
        introduced += !was_wrong && is_wrong;
    }
    row.caught = rate(caught, row.errors_before, "no errors before this stage", confidence);
    row.introduced =
        rate(introduced, row.items - row.errors_before, "nothing right before", confidence);
    return row;
}

static void review_stages(const struct qa_layers_request *request, uint32_t question,
                          struct qa_layers_result *result, struct qa_arena *arena)
{
    const struct qa_batch *batch = request->delivery;
    struct qa_arena *scratch = qa_arena_new();
    size_t n;
    const uint32_t *stages = order_stages(request, &n, scratch);
    const uint32_t *gold = qa_partner_labels(batch, QA_GOLD, question, scratch);
    struct qa_stage_row *grown = QA_ARRAY(arena, struct qa_stage_row, result->n_stages + n + 1);
    for (size_t i = 0; i < result->n_stages; i++) {
        grown[i] = result->stages[i];
    }
    result->stages = grown;
    const uint32_t *before = NULL;
    for (size_t s = 0; s < n; s++) {
        const uint32_t *after = labels_at(batch, question, stages[s], scratch);
        if (before != NULL) {
            struct qa_stage_row row = compare_stages(
                before, after, gold, qa_strings_count(batch->names->items), request->confidence);
            row.question = question;
            row.from = stages[s - 1];
            row.to = stages[s];
            result->stages[result->n_stages] = row;
            result->n_stages += row.items > 0;
        }
        before = after;
    }
    qa_arena_free(scratch);
}

/* ---- both ---- */

struct qa_layers_result qa_layers(const struct qa_layers_request *request, struct qa_arena *arena)
{
    const struct qa_names *names = request->delivery->names;
    uint32_t *questions;
    uint32_t n_questions =
        qa_questions_of_labels(request->delivery->questions, names, arena, &questions);
    struct qa_layers_result result = {.confidence = request->confidence};
    for (uint32_t q = 0; q < n_questions; q++) {
        if (request->prelabels != NULL) {
            review_prelabels(request, questions[q], &result, arena);
        }
        if (request->delivery->stage != NULL && request->gold != NULL) {
            review_stages(request, questions[q], &result, arena);
        }
    }
    return result;
}
