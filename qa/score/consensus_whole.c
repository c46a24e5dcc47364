/* Where an answer is one thing: the label that most gave, or the answer most like all others. */
#include <math.h>
#include <string.h>

#include "qa/annotation/speakers.h"
#include "qa/annotation/turn.h"
#include "qa/score/consensus_parts.h"

/* ---- labels ---- */

static uint32_t label_of(const struct qa_consensus_answers *answers, size_t a)
{
    const struct qa_objects objects = qa_consensus_objects(answers, a);
    return objects.n > 0 ? objects.label[0] : QA_NONE;
}

static size_t count_of(const struct qa_consensus_answers *answers, uint32_t label)
{
    size_t n = 0;
    for (size_t a = 0; a < answers->n; a++) {
        n += label_of(answers, a) == label;
    }
    return n;
}

/* The answer that has the label of most; SIZE_MAX: two have as many, or too few agree. */
static size_t commonest(const struct qa_consensus_answers *answers, uint64_t quorum)
{
    size_t best = SIZE_MAX;
    size_t most = 0;
    bool is_tie = false;
    for (size_t a = 0; a < answers->n; a++) {
        uint32_t label = label_of(answers, a);
        size_t n = label != QA_NONE ? count_of(answers, label) : 0;
        if (n > most) {
            best = a;
            most = n;
            is_tie = false;
        } else if (n == most && best != SIZE_MAX && label != label_of(answers, best)) {
            is_tie = true;
        }
    }
    return is_tie || most < quorum ? SIZE_MAX : best;
}

/* ---- the answer most like the others ---- */

/* Twice the seconds in which the same speakers speak, mapped as fits best, over all of both. */
static double like_turns(const struct qa_consensus_answers *answers, const struct qa_objects *one,
                         const struct qa_objects *other)
{
    struct qa_speakers a = qa_speakers_of(one, answers->scratch);
    struct qa_speakers b = qa_speakers_of(other, answers->scratch);
    const double *shared = qa_speakers_shared(&a, &b, answers->scratch);
    const size_t *partner = qa_speakers_map(&a, &b, answers->scratch);
    double both = 0;
    double all = 0;
    for (size_t s = 0; s < a.n; s++) {
        all += qa_speaker_seconds(&a, s);
    }
    for (size_t t = 0; t < b.n; t++) {
        all += qa_speaker_seconds(&b, t);
        both += partner[t] != SIZE_MAX ? shared[partner[t] * b.n + t] : 0;
    }
    return all > 0 ? 2 * both / all : 1;
}

/* One way: the mean over the speakers of either side, 0 for those whom one side lacks. */
static double like_texts_one_way(const struct qa_consensus_answers *answers,
                                 const struct qa_objects *one, const struct qa_objects *other)
{
    double *similarity = QA_ARRAY(answers->scratch, double, one->n * other->n + 1);
    const struct qa_sides sides = {one, other, answers->question->setting, answers->scratch};
    size_t n_common = 0;
    double sum = 0;
    if (one->n > 0 && other->n > 0) {
        qa_question_compare(answers->question, &sides, similarity);
    }
    for (size_t i = 0; i < one->n; i++) {
        for (size_t j = 0; j < other->n; j++) {
            if (one->label[i] == other->label[j]) {
                sum += similarity[i * other->n + j];
                n_common++;
            }
        }
    }
    size_t n = one->n + other->n - n_common;
    return n > 0 ? sum / (double)n : 1;
}

static double likeness(const struct qa_consensus_answers *answers, size_t a, size_t b)
{
    struct qa_arena_mark mark = qa_arena_mark(answers->scratch);
    const struct qa_objects one = qa_consensus_objects(answers, a);
    const struct qa_objects other = qa_consensus_objects(answers, b);
    double out = answers->question->type == &qa_type_turn
                     ? like_turns(answers, &one, &other)
                     : (like_texts_one_way(answers, &one, &other) +
                        like_texts_one_way(answers, &other, &one)) /
                           2;
    qa_arena_reset(answers->scratch, mark);
    return out;
}

static size_t medoid(const struct qa_consensus_answers *answers, uint64_t quorum)
{
    double *sum = QA_ARRAY(answers->scratch, double, answers->n);
    size_t best = 0;
    for (size_t b = 1; b < answers->n; b++) {
        for (size_t a = 0; a < b; a++) {
            double value = likeness(answers, a, b);
            sum[a] += value;
            sum[b] += value;
        }
    }
    for (size_t a = 1; a < answers->n; a++) {
        best = sum[a] > sum[best] ? a : best;
    }
    return answers->n >= quorum ? best : SIZE_MAX;
}

bool qa_consensus_whole(const struct qa_consensus_answers *answers, uint64_t quorum,
                        struct qa_builder *builder, struct qa_consensus *out)
{
    const struct qa_batch *batch = answers->batch;
    size_t best =
        answers->question->type->is_category ? commonest(answers, quorum) : medoid(answers, quorum);
    if (best == SIZE_MAX) {
        return false;
    }
    qa_consensus_begin(answers, builder);
    uint64_t first = qa_first_object(batch, answers->list[best]);
    size_t n = qa_object_count(batch, answers->list[best]);
    for (uint64_t i = first; i < first + n; i++) {
        qa_consensus_give(answers, i, batch->label[i], builder);
        out->n_objects++;
    }
    out->n_items++;
    out->n_medoids += !answers->question->type->is_category;
    return true;
}
