#include "qa/batch/label_sharing.h"

#include <string.h>

#include "qa/annotation/transcript.h"
#include "qa/annotation/turn.h"
#include "qa/base/number.h"

enum { GIVEN = 1, GOLD = 2, SHOWN = 40 };

struct sharing {
    const struct qa_names *names;
    uint8_t *seen; /* GIVEN and GOLD by question of the delivery and label */
    size_t n_labels;
};

static void look(struct sharing *sharing, const struct qa_batch *batch, bool is_gold)
{
    for (size_t a = 0; a < batch->n_answers; a++) {
        uint32_t question = qa_answer_question(batch, a);
        question = is_gold ? batch->questions->list[question].of_delivery : question;
        uint64_t first = qa_first_object(batch, a);
        for (uint64_t o = first; question != QA_NONE && o < first + qa_object_count(batch, a);
             o++) {
            if (batch->label[o] != QA_NONE) {
                sharing->seen[question * sharing->n_labels + batch->label[o]] |=
                    is_gold ? GOLD : GIVEN;
            }
        }
    }
}

/* Two labels of one side, the first by name. */
struct side {
    const char *label[2];
    size_t n;
    bool has_word;
};

static void add(struct side *side, const char *label)
{
    double number;
    side->n++;
    side->has_word = side->has_word || !qa_parse_real(label, strlen(label), &number);
    for (int i = 0; i < 2; i++) {
        if (side->label[i] == NULL || qa_text_compare(label, side->label[i]) < 0) {
            const char *next = side->label[i];
            side->label[i] = label;
            label = next;
        }
        if (label == NULL) {
            return;
        }
    }
}

static void judge(const struct sharing *sharing, const struct qa_questions *questions,
                  uint32_t question, struct qa_findings *findings)
{
    struct side given = {.n = 0};
    struct side gold = {.n = 0};
    const struct qa_type *type = questions->list[question].type;
    if (type == &qa_type_turn || type == &qa_type_transcript) {
        return; /* labels are speakers, whom either side calls as it likes */
    }
    for (uint32_t l = 0; l < sharing->n_labels; l++) {
        uint8_t seen = sharing->seen[question * sharing->n_labels + l];
        if (seen == (GIVEN | GOLD)) {
            return;
        }
        if (seen != 0) {
            add(seen == GIVEN ? &given : &gold, qa_strings_text(sharing->names->labels, l));
        }
    }
    if (given.n > 1 && gold.n > 1 && (given.has_word || gold.has_word)) {
        qa_findings_addf(findings, QA_WARNING, "W291", questions->batch[QA_GOLD]->sources[0].path,
                         0, 0,
                         "no label of question '%.*s' is one of gold's: '%.*s', '%.*s' beside "
                         "'%.*s', '%.*s' of gold; unless one side is renamed every answer is wrong",
                         SHOWN, questions->list[question].name, SHOWN, given.label[0], SHOWN,
                         given.label[1], SHOWN, gold.label[0], SHOWN, gold.label[1]);
    }
}

void qa_label_sharing_say(const struct qa_questions *questions, struct qa_findings *findings)
{
    const struct qa_batch *delivery = questions->batch[QA_DELIVERY];
    const struct qa_batch *gold = questions->batch[QA_GOLD];
    if (delivery == NULL || gold == NULL || gold->n_sources == 0) {
        return;
    }
    struct qa_arena *scratch = qa_arena_new();
    struct sharing sharing = {.names = delivery->names,
                              .n_labels = qa_strings_count(delivery->names->labels)};
    size_t n = (size_t)questions->n * sharing.n_labels;
    if (n <= (size_t)1 << 24) {
        sharing.seen = QA_ARRAY(scratch, uint8_t, n + 1);
        look(&sharing, delivery, false);
        look(&sharing, gold, true);
        for (uint32_t q = 0; q < questions->n; q++) {
            judge(&sharing, questions, q, findings);
        }
    }
    qa_arena_free(scratch);
}
