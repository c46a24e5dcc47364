#include "qa/score/recordings.h"

#include "qa/annotation/period.h"
#include "qa/annotation/segment.h"
#include "qa/annotation/transcript.h"
#include "qa/annotation/turn.h"
#include "qa/annotation/uem.h"

/* ---- beyond the UEM ---- */

struct beyond {
    uint64_t n;          /* objects of the kind */
    uint64_t n_outside;  /* in no part of their recording */
    uint64_t n_unlisted; /* of them in recordings that are not listed */
    const char *first;   /* recording of one of them: the first by name */
};

static bool is_inside(const struct qa_uem_recording *recording, const double *time)
{
    for (size_t p = 0; recording != NULL && p < recording->n; p++) {
        if (time[QA_PERIOD_START] < recording->parts[p].end &&
            time[QA_PERIOD_END] > recording->parts[p].start) {
            return true;
        }
    }
    return false;
}

static void count_answer(const struct qa_batch *batch, size_t answer, const struct qa_uem *uem,
                         struct beyond *beyond)
{
    const char *name = qa_strings_text(batch->names->items, batch->item[answer]);
    const struct qa_uem_recording *recording = qa_uem_find(uem, name);
    const struct qa_objects objects =
        qa_batch_objects(batch, qa_first_object(batch, answer), qa_object_count(batch, answer));
    for (size_t i = 0; i < objects.n; i++) {
        size_t n;
        bool inside = is_inside(recording, qa_object_numbers(&objects, i, &n));
        beyond->n++;
        beyond->n_outside += !inside;
        beyond->n_unlisted += recording == NULL;
        if (!inside && (beyond->first == NULL || qa_text_compare(name, beyond->first) < 0)) {
            beyond->first = name;
        }
    }
}

static void say_beyond(const struct qa_batch *batch, const char *whose,
                       struct qa_findings *findings)
{
    for (uint32_t q = 0; batch != NULL && q < batch->questions->n; q++) {
        const struct qa_question *question = &batch->questions->list[q];
        const struct qa_uem *uem = qa_uem_of(question->type, question->setting);
        bool is_scored = question->type == &qa_type_turn || question->type == &qa_type_segment;
        struct beyond beyond = {.n = 0};
        for (size_t a = 0; is_scored && uem != NULL && a < batch->n_answers; a++) {
            if (qa_answer_question(batch, a) == q) {
                count_answer(batch, a, uem, &beyond);
            }
        }
        if (beyond.n_outside > 0) {
            qa_findings_addf(findings, QA_WARNING, "W277", NULL, 0, 0,
                             "%llu of the %s's %llu %s lie in no part that --uem lists, %llu of "
                             "them in recordings that it does not list (%.60s is the first of "
                             "all); they are not scored",
                             (unsigned long long)beyond.n_outside, whose,
                             (unsigned long long)beyond.n, question->type->plural,
                             (unsigned long long)beyond.n_unlisted, beyond.first);
        }
    }
}

/* ---- names of speakers ---- */

static bool have_a_name_in_common(const struct qa_objects *a, const struct qa_objects *b)
{
    for (size_t i = 0; i < a->n; i++) {
        for (size_t j = 0; j < b->n; j++) {
            if (a->label[i] == b->label[j]) {
                return true;
            }
        }
    }
    return false;
}

/* Several speakers on a side, and none of one name on both. */
static bool are_strangers(const struct qa_comparison *comparison, const struct qa_pair *pair)
{
    if (qa_question_at(comparison->b, pair->question)->type != &qa_type_transcript) {
        return false;
    }
    struct qa_pair_objects objects = qa_pair_objects(comparison, pair);
    return objects.a.n > 0 && objects.b.n > 0 && objects.a.n + objects.b.n > 2 &&
           !have_a_name_in_common(&objects.a, &objects.b);
}

static void say_strangers(const struct qa_comparison *comparison, struct qa_findings *findings)
{
    uint64_t n = 0;
    const char *first = NULL;
    for (size_t p = 0; p < comparison->n_pairs; p++) {
        const struct qa_pair *pair = &comparison->pairs[p];
        if (are_strangers(comparison, pair)) {
            const char *name = qa_strings_text(comparison->b->names->items, pair->item);
            first = first == NULL || qa_text_compare(name, first) < 0 ? name : first;
            n++;
        }
    }
    if (n > 0) {
        qa_findings_addf(findings, QA_WARNING, "W278", NULL, 0, 0,
                         "in %llu recording%s no speaker has the same name on both sides (%.60s is "
                         "the first): wer, which takes speakers by their names, counts all their "
                         "words as deleted and inserted; cpwer pairs them whatever they are called",
                         (unsigned long long)n, n == 1 ? "" : "s", first);
    }
}

void qa_recordings_say(const struct qa_comparison *comparison, struct qa_findings *findings)
{
    bool against_reference = comparison->request.reference != NULL;
    say_beyond(comparison->b, "delivery", findings);
    say_beyond(against_reference ? comparison->a : NULL,
               comparison->request.role == QA_GOLD ? "reference" : "pre-label file", findings);
    say_strangers(comparison, findings);
}
