#include "qa/score/consensus_parts.h"

#include "qa/annotation/match.h"

/* All their objects that count, one after the other. */
struct pool {
    size_t n;
    uint64_t *object; /* in the batch */
    size_t *first;    /* n answers + 1 */
    size_t *within;   /* place within its answer */
    double *similarity;
};

struct cluster {
    size_t *member; /* in the pool, an annotator each */
    size_t n;
    uint32_t label; /* of most members */
};

struct clusters {
    struct cluster *list;
    size_t n;
};

/* ---- similarities ---- */

struct qa_objects qa_consensus_objects(const struct qa_consensus_answers *answers, size_t a)
{
    const struct qa_batch *batch = answers->batch;
    return qa_batch_objects(batch, qa_first_object(batch, answers->list[a]),
                            qa_object_count(batch, answers->list[a]));
}

static struct pool pool_of(const struct qa_consensus_answers *answers)
{
    const struct qa_batch *batch = answers->batch;
    struct pool pool = {.first = QA_ARRAY(answers->scratch, size_t, answers->n + 1)};
    size_t most = 0;
    for (size_t a = 0; a < answers->n; a++) {
        most += qa_object_count(batch, answers->list[a]);
    }
    pool.object = QA_ARRAY(answers->scratch, uint64_t, most + 1);
    pool.within = QA_ARRAY(answers->scratch, size_t, most + 1);
    for (size_t a = 0; a < answers->n; a++) {
        uint64_t first = qa_first_object(batch, answers->list[a]);
        for (size_t k = 0; k < qa_object_count(batch, answers->list[a]); k++) {
            if (!qa_object_is_crowd(batch, first + k)) {
                pool.object[pool.n] = first + k;
                pool.within[pool.n++] = k;
            }
        }
        pool.first[a + 1] = pool.n;
    }
    pool.similarity = QA_ARRAY(answers->scratch, double, pool.n *pool.n + 1);
    return pool;
}

/* Of the objects of two answers, both ways. */
static void compare(const struct qa_consensus_answers *answers, struct pool *pool, size_t a,
                    size_t b)
{
    struct qa_arena_mark mark = qa_arena_mark(answers->scratch);
    const struct qa_objects one = qa_consensus_objects(answers, a);
    const struct qa_objects other = qa_consensus_objects(answers, b);
    double *block = QA_ARRAY(answers->scratch, double, one.n *other.n + 1);
    const struct qa_sides sides = {&one, &other, answers->question->setting, answers->scratch};
    if (one.n > 0 && other.n > 0) {
        qa_question_compare(answers->question, &sides, block);
    }
    for (size_t i = pool->first[a]; i < pool->first[a + 1]; i++) {
        for (size_t j = pool->first[b]; j < pool->first[b + 1]; j++) {
            double value = block[pool->within[i] * other.n + pool->within[j]];
            pool->similarity[i * pool->n + j] = pool->similarity[j * pool->n + i] = value;
        }
    }
    qa_arena_reset(answers->scratch, mark);
}

/* ---- clusters ---- */

static uint32_t label_of(const struct qa_consensus_answers *answers, const struct pool *pool,
                         size_t i)
{
    return answers->batch->label[pool->object[i]];
}

/* The class that most members have, of as many the first by name. */
static uint32_t commonest(const struct qa_consensus_answers *answers, const struct pool *pool,
                          const struct cluster *cluster)
{
    uint32_t best = QA_NONE;
    size_t most = 0;
    for (size_t i = 0; i < cluster->n; i++) {
        uint32_t label = label_of(answers, pool, cluster->member[i]);
        size_t n = 0;
        for (size_t j = 0; j < cluster->n; j++) {
            n += label_of(answers, pool, cluster->member[j]) == label;
        }
        if (n > most || (n == most && qa_rank_of(answers->ranks->label, label) <
                                          qa_rank_of(answers->ranks->label, best))) {
            best = label;
            most = n;
        }
    }
    return best;
}

static void join(const struct qa_consensus_answers *answers, const struct pool *pool,
                 struct cluster *cluster, size_t member)
{
    cluster->member[cluster->n++] = member;
    cluster->label = commonest(answers, pool, cluster);
}

static void begin(const struct qa_consensus_answers *answers, const struct pool *pool,
                  struct clusters *clusters, size_t member)
{
    struct cluster *cluster = &clusters->list[clusters->n++];
    *cluster = (struct cluster){.member = QA_ARRAY(answers->scratch, size_t, answers->n)};
    join(answers, pool, cluster, member);
}

static double mean_similarity(const struct pool *pool, const struct cluster *cluster, size_t i)
{
    double sum = 0;
    size_t n = 0;
    for (size_t m = 0; m < cluster->n; m++) {
        bool is_other = cluster->member[m] != i;
        sum += is_other ? pool->similarity[cluster->member[m] * pool->n + i] : 0;
        n += is_other;
    }
    return n > 0 ? sum / (double)n : 1;
}

/* The matching of an answer's objects with the clusters so far. */
struct matching {
    struct qa_match_input input;
    uint32_t *row_label;
    uint32_t *column_label;
    bool *row_out;
    bool *column_out;
    size_t *column;
};

static struct matching matching_of(const struct qa_consensus_answers *answers,
                                   const struct pool *pool, const struct clusters *clusters,
                                   size_t first, size_t n)
{
    struct qa_arena *scratch = answers->scratch;
    struct matching out = {.row_label = QA_ARRAY(scratch, uint32_t, clusters->n),
                           .column_label = QA_ARRAY(scratch, uint32_t, n),
                           .row_out = QA_ARRAY(scratch, bool, clusters->n),
                           .column_out = QA_ARRAY(scratch, bool, n),
                           .column = QA_ARRAY(scratch, size_t, clusters->n)};
    double *similarity = QA_ARRAY(scratch, double, clusters->n *n);
    for (size_t c = 0; c < clusters->n; c++) {
        out.row_label[c] = clusters->list[c].label;
        for (size_t j = 0; j < n; j++) {
            similarity[c * n + j] = mean_similarity(pool, &clusters->list[c], first + j);
        }
    }
    for (size_t j = 0; j < n; j++) {
        out.column_label[j] = label_of(answers, pool, first + j);
    }
    out.input = (struct qa_match_input){.n_rows = clusters->n,
                                        .n_columns = n,
                                        .similarity = similarity,
                                        .threshold = answers->question->threshold,
                                        .row_out = out.row_out,
                                        .column_out = out.column_out};
    return out;
}

/* One pass: of equal classes, or of any. */
static void match_pass(const struct qa_consensus_answers *answers, const struct pool *pool,
                       struct clusters *clusters, struct matching *matching, size_t first)
{
    (void)qa_match(&matching->input, answers->scratch, matching->column);
    for (size_t c = 0; c < matching->input.n_rows; c++) {
        size_t j = matching->column[c];
        if (j != SIZE_MAX) {
            join(answers, pool, &clusters->list[c], first + j);
            matching->row_out[c] = matching->column_out[j] = true;
        }
    }
}

/* First pairs of one class, then the rest; what is left begins clusters. */
static void add_answer(const struct qa_consensus_answers *answers, const struct pool *pool,
                       struct clusters *clusters, size_t a)
{
    size_t first = pool->first[a];
    size_t n = pool->first[a + 1] - first;
    if (n == 0) {
        return;
    }
    struct matching matching = matching_of(answers, pool, clusters, first, n);
    if (clusters->n > 0) {
        matching.input.row_label = matching.row_label;
        matching.input.column_label = matching.column_label;
        match_pass(answers, pool, clusters, &matching, first);
        matching.input.row_label = matching.input.column_label = NULL;
        match_pass(answers, pool, clusters, &matching, first);
    }
    for (size_t j = 0; j < n; j++) {
        if (!matching.column_out[j]) {
            begin(answers, pool, clusters, first + j);
        }
    }
}

/* The member of the cluster's class that is most like all of them. */
static size_t medoid(const struct qa_consensus_answers *answers, const struct pool *pool,
                     const struct cluster *cluster)
{
    size_t best = SIZE_MAX;
    double most = -1;
    for (size_t m = 0; m < cluster->n; m++) {
        size_t member = cluster->member[m];
        double mean = mean_similarity(pool, cluster, member);
        if (label_of(answers, pool, member) == cluster->label && mean > most) {
            best = member;
            most = mean;
        }
    }
    return best;
}

/* ---- the batch ---- */

void qa_consensus_give(const struct qa_consensus_answers *answers, uint64_t at, uint32_t label,
                       struct qa_builder *builder)
{
    const struct qa_batch *batch = answers->batch;
    const struct qa_objects one = qa_batch_objects(batch, at, 1);
    struct qa_object object = QA_NO_OBJECT;
    object.label = label;
    object.number = qa_object_numbers(&one, 0, &object.n_numbers);
    object.text = qa_object_text(&one, 0, &object.n_text);
    object.key = batch->object_key != NULL ? batch->object_key[at] : QA_NO_KEY;
    if (batch->area != NULL) {
        object.area = batch->area[at];
    }
    qa_builder_object(builder, answers->question->type, &object);
}

void qa_consensus_begin(const struct qa_consensus_answers *answers, struct qa_builder *builder)
{
    struct qa_answer answer = QA_NO_ANSWER;
    size_t one = answers->list[0];
    answer.item = answers->batch->item[one];
    answer.question = qa_answer_question(answers->batch, one);
    answer.image_size = qa_answer_image_size(answers->batch, one);
    qa_builder_answer(builder, &answer);
}

static void agree(const struct qa_consensus_answers *answers, uint64_t quorum,
                  struct qa_builder *builder, struct qa_consensus *out)
{
    struct pool pool = pool_of(answers);
    struct clusters clusters = {QA_ARRAY(answers->scratch, struct cluster, pool.n + 1), 0};
    for (size_t b = 1; b < answers->n; b++) {
        for (size_t a = 0; a < b; a++) {
            compare(answers, &pool, a, b);
        }
    }
    for (size_t a = 0; a < answers->n; a++) {
        add_answer(answers, &pool, &clusters, a);
    }
    qa_consensus_begin(answers, builder);
    out->n_items++;
    for (size_t c = 0; c < clusters.n; c++) {
        if (clusters.list[c].n >= quorum) {
            const struct cluster *cluster = &clusters.list[c];
            qa_consensus_give(answers, pool.object[medoid(answers, &pool, cluster)], cluster->label,
                              builder);
            out->n_objects++;
        } else {
            out->n_alone++;
        }
    }
}

/* Answers of any number of objects whose labels mean the same to all. */
static bool has_clusters(const struct qa_type *type)
{
    return type->matching == QA_MATCH_ASSIGN && type->map_labels == NULL;
}

static void make_item(const struct qa_consensus_answers *answers, uint64_t quorum,
                      struct qa_builder *builder, struct qa_consensus *out)
{
    uint64_t least = quorum == QA_QUORUM_MAJORITY ? answers->n / 2 + 1 : quorum;
    bool is_made = answers->n >= 2 && answers->n >= least;
    if (is_made && has_clusters(answers->question->type)) {
        agree(answers, least, builder, out);
    } else if (is_made) {
        is_made = qa_consensus_whole(answers, least, builder, out);
    }
    out->n_left_out += !is_made;
}

/* From the first answer of an item on (by names) those that answer the same question; the first of
 * each annotator. Returns the end. */
static size_t collect(const size_t *by_name, size_t first, struct qa_consensus_answers *answers)
{
    const struct qa_batch *batch = answers->batch;
    size_t end = first;
    uint32_t item = batch->item[by_name[first]];
    uint32_t question = qa_answer_question(batch, by_name[first]);
    answers->n = 0;
    for (; end < batch->n_answers && batch->item[by_name[end]] == item &&
           qa_answer_question(batch, by_name[end]) == question;
         end++) {
        size_t answer = by_name[end];
        uint32_t annotator = batch->annotator[answer];
        bool is_repeat =
            answers->n > 0 && batch->annotator[answers->list[answers->n - 1]] == annotator;
        if (annotator != QA_NONE && !is_repeat) {
            answers->list[answers->n++] = answer;
        }
    }
    return end;
}

struct qa_consensus qa_consensus_make(const struct qa_batch *delivery, uint64_t quorum,
                                      struct qa_arena *arena, struct qa_findings *findings)
{
    struct qa_consensus out = {.batch = NULL};
    struct qa_arena *scratch = qa_arena_new();
    struct qa_builder *builder = qa_builder_new(arena, delivery->names);
    struct qa_source *source =
        qa_builder_source(builder, "(consensus of the annotators)", "consensus");
    source->vendor = QA_NONE;
    source->lists_items = true;
    struct qa_ranks ranks = qa_ranks_new(delivery->names, scratch);
    const size_t *by_name = qa_answers_by_name(delivery, scratch);
    struct qa_consensus_answers answers = {.batch = delivery,
                                           .ranks = &ranks,
                                           .list =
                                               QA_ARRAY(scratch, size_t, delivery->n_answers + 1),
                                           .scratch = scratch};
    for (size_t first = 0; first < delivery->n_answers;) {
        struct qa_arena_mark mark = qa_arena_mark(scratch);
        uint32_t question = qa_answer_question(delivery, by_name[first]);
        answers.question = qa_question_at(delivery, question);
        first = collect(by_name, first, &answers);
        make_item(&answers, quorum, builder, &out);
        qa_arena_reset(scratch, mark);
    }
    out.batch = qa_builder_finish(builder, QA_DUPLICATES_ERROR, findings);
    qa_arena_free(scratch);
    return out;
}
