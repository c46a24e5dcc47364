#include "qa/audit/spoken.h"

#include "qa/annotation/transcript.h"

enum { ANSWERS_COMPARED = 2000, LEAST_ERRORS = 20, LEAST_SHARE = 20 };

/* A vendor's, or those without one. */
struct tally {
    size_t first; /* answer */
    uint64_t n_words;
    uint64_t n_errors;
    uint64_t n_left; /* once letters are folded and punctuation is out */
};

static bool is_asked(const struct qa_question *question)
{
    const struct qa_setting *setting = question->setting;
    return setting != NULL && (setting[QA_TRANSCRIPT_LETTER_CASE].choice != 0 ||
                               setting[QA_TRANSCRIPT_PUNCTUATION].choice != 0 ||
                               setting[QA_TRANSCRIPT_NORMALISE].loaded != NULL);
}

static struct qa_objects object_of(const struct qa_batch *batch, size_t answer)
{
    return qa_batch_objects(batch, qa_first_object(batch, answer), qa_object_count(batch, answer));
}

static void compare(struct tally *tally, const struct qa_batch *delivery, size_t answer,
                    const struct qa_batch *gold, size_t other, struct qa_arena *scratch)
{
    const struct qa_setting basic[] = {[QA_TRANSCRIPT_LETTER_CASE] = {.choice = 1},
                                       [QA_TRANSCRIPT_PUNCTUATION] = {.choice = 1},
                                       [QA_TRANSCRIPT_NORMALISE] = {.text = NULL}};
    const struct qa_objects reference = object_of(gold, other);
    const struct qa_objects delivered = object_of(delivery, answer);
    struct qa_sides sides = {&reference, &delivered, NULL, scratch};
    struct qa_edits as_they_are = qa_transcript_align_words(&sides, 0, 0);
    sides.setting = basic;
    struct qa_edits folded = qa_transcript_align_words(&sides, 0, 0);
    tally->first = tally->n_words == 0 ? answer : tally->first;
    tally->n_words += as_they_are.reference;
    tally->n_errors += qa_edits_errors(&as_they_are);
    tally->n_left += qa_edits_errors(&folded);
}

static void say(const struct qa_batch *delivery, const struct tally *tally,
                struct qa_findings *findings)
{
    uint32_t vendor = qa_answer_vendor(delivery, tally->first);
    if (tally->n_errors < LEAST_ERRORS || LEAST_SHARE * tally->n_errors < tally->n_words ||
        2 * tally->n_left > tally->n_errors) {
        return;
    }
    qa_findings_add(
        findings,
        (struct qa_finding){
            .severity = QA_WARNING,
            .code = "W801",
            .file = qa_answer_source(delivery, tally->first)->path,
            .line = delivery->line[tally->first],
            .vendor = vendor != QA_NONE ? qa_strings_text(delivery->names->vendors, vendor) : NULL,
            .text = qa_arena_format(
                findings->arena,
                "%llu of %llu errors of words are of letter case or punctuation alone; "
                "--normalise basic compares the words without them",
                (unsigned long long)(tally->n_errors - tally->n_left),
                (unsigned long long)tally->n_errors)});
}

/* Gold's one text to an answer of one text; SIZE_MAX: none. */
static size_t gold_beside(const struct qa_batch *delivery, size_t answer,
                          const struct qa_batch *gold, const struct qa_item_index *index)
{
    const struct qa_question *question =
        qa_question_at(delivery, qa_answer_question(delivery, answer));
    uint32_t item = delivery->item[answer];
    if (question->type != &qa_type_transcript || is_asked(question) ||
        qa_object_count(delivery, answer) != 1) {
        return SIZE_MAX;
    }
    for (size_t g = (size_t)index->first[item]; g < index->first[item + 1]; g++) {
        if (qa_answer_question(gold, g) == question->partner[QA_GOLD]) {
            return qa_object_count(gold, g) == 1 ? g : SIZE_MAX;
        }
    }
    return SIZE_MAX;
}

void qa_look_at_transcripts(const struct qa_objects_request *request, struct qa_findings *findings)
{
    const struct qa_batch *delivery = request->batch[QA_DELIVERY];
    const struct qa_batch *gold = request->batch[QA_GOLD];
    if (delivery == NULL || gold == NULL || gold->n_answers == 0 || delivery->text_at == NULL) {
        return;
    }
    struct qa_arena *scratch = qa_arena_new();
    struct qa_arena *words = qa_arena_new();
    struct qa_item_index index = qa_batch_index(gold, scratch);
    uint32_t n_vendors = qa_strings_count(delivery->names->vendors);
    struct tally *tallies = QA_ARRAY(scratch, struct tally, (size_t)n_vendors + 1);
    size_t step = delivery->n_answers / ANSWERS_COMPARED + 1;
    for (size_t a = 0; a < delivery->n_answers; a += step) {
        size_t other = gold_beside(delivery, a, gold, &index);
        uint32_t vendor = qa_answer_vendor(delivery, a);
        if (other != SIZE_MAX) {
            compare(&tallies[vendor != QA_NONE ? vendor : n_vendors], delivery, a, gold, other,
                    words);
        }
    }
    for (uint32_t v = 0; v <= n_vendors; v++) {
        say(delivery, &tallies[v], findings);
    }
    qa_arena_free(words);
    qa_arena_free(scratch);
}
