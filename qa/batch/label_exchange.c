#include "qa/batch/label_exchange.h"

#include <string.h>

#include "qa/base/number.h"

enum { MOST_LABELS = 64, LEAST_ANSWERS = 10, SHOWN = 40 };

/* Of one vendor's answers to one question: how often each label stands where gold has each. */
struct joint {
    uint32_t label[MOST_LABELS];
    size_t n_labels;
    bool has_more; /* labels than are counted */
    uint64_t count[MOST_LABELS][MOST_LABELS];
    uint64_t n;
    uint64_t n_equal;
};

struct reading {
    const struct qa_questions *questions;
    const struct qa_batch *delivery;
    uint32_t *gold_of; /* by item: gold's label of the question; QA_NONE: none, or several */
    struct qa_findings *findings;
    struct qa_arena *arena;
};

static size_t place_of(struct joint *joint, uint32_t label)
{
    size_t l = 0;
    while (l < joint->n_labels && joint->label[l] != label) {
        l++;
    }
    if (l == MOST_LABELS) {
        joint->has_more = true;
        return 0;
    }
    joint->label[l] = label;
    joint->n_labels += l == joint->n_labels;
    return l;
}

static bool single_label(const struct qa_batch *batch, size_t answer, uint32_t *label)
{
    if (qa_object_count(batch, answer) != 1) {
        return false;
    }
    *label = batch->label[qa_first_object(batch, answer)];
    return *label != QA_NONE;
}

/* Gold's labels of the items of a question. */
static void take_gold(const struct reading *reading, uint32_t question, size_t n_items)
{
    const struct qa_batch *gold = reading->questions->batch[QA_GOLD];
    for (size_t i = 0; i < n_items; i++) {
        reading->gold_of[i] = QA_NONE;
    }
    for (size_t a = 0; a < gold->n_answers; a++) {
        uint32_t of = gold->questions->list[qa_answer_question(gold, a)].of_delivery;
        uint32_t label;
        if (of == question && single_label(gold, a, &label)) {
            reading->gold_of[gold->item[a]] = label;
        }
    }
}

static void count(struct joint *joint, uint32_t given, uint32_t gold)
{
    size_t row = place_of(joint, given);
    size_t column = place_of(joint, gold);
    joint->count[row][column]++;
    joint->n++;
    joint->n_equal += given == gold;
}

/* Every label's commonest label of gold; false when two have the same one, when there is one label
 * only, or it is no other. */
static bool find_names(const struct joint *joint, size_t to[MOST_LABELS], uint64_t *n_renamed)
{
    bool is_taken[MOST_LABELS] = {false};
    bool any = false;
    size_t n = 0;
    *n_renamed = 0;
    for (size_t row = 0; row < joint->n_labels; row++) {
        size_t best = 0;
        for (size_t column = 1; column < joint->n_labels; column++) {
            best = joint->count[row][column] > joint->count[row][best] ? column : best;
        }
        to[row] = best;
        if (joint->count[row][best] == 0) {
            continue;
        }
        if (is_taken[best]) {
            return false;
        }
        is_taken[best] = true;
        n++;
        *n_renamed += joint->count[row][best];
        any = any || best != row;
    }
    return any && n > 1;
}

/* Words none of which gold has are said without a look at the items (W291). */
static bool is_said_already(const struct reading *reading, const struct joint *joint)
{
    bool has_word = false;
    for (size_t l = 0; l < joint->n_labels; l++) {
        const char *text = qa_strings_text(reading->delivery->names->labels, joint->label[l]);
        uint64_t given = 0;
        uint64_t gold = 0;
        double number;
        for (size_t k = 0; k < joint->n_labels; k++) {
            given += joint->count[l][k];
            gold += joint->count[k][l];
        }
        if (given > 0 && gold > 0) {
            return false;
        }
        has_word = has_word || !qa_parse_real(text, strlen(text), &number);
    }
    return has_word;
}

static void say(const struct reading *reading, const struct joint *joint, uint32_t question,
                uint32_t vendor)
{
    size_t to[MOST_LABELS];
    uint64_t n_renamed;
    const struct qa_names *names = reading->delivery->names;
    if (joint->has_more || joint->n < LEAST_ANSWERS || 2 * joint->n_equal > joint->n ||
        !find_names(joint, to, &n_renamed) || 10 * n_renamed < 9 * joint->n ||
        is_said_already(reading, joint)) {
        return;
    }
    size_t row = 0;
    while (to[row] == row || joint->count[row][to[row]] == 0) {
        row++;
    }
    qa_findings_add(
        reading->findings,
        (struct qa_finding){
            .severity = QA_WARNING,
            .code = "W806",
            .vendor = vendor != QA_NONE ? qa_strings_text(names->vendors, vendor) : NULL,
            .text = qa_arena_format(
                reading->findings->arena,
                "the labels of question '%.*s'%s%.*s are gold's under other names, it seems: "
                "'%.*s' stands where gold has '%.*s', and taken so %llu of %llu answers are right, "
                "where %llu are as they stand; rename the labels of one side",
                SHOWN, reading->questions->list[question].name, vendor != QA_NONE ? " of " : "",
                SHOWN, vendor != QA_NONE ? qa_strings_text(names->vendors, vendor) : "", SHOWN,
                qa_strings_text(names->labels, joint->label[row]), SHOWN,
                qa_strings_text(names->labels, joint->label[to[row]]),
                (unsigned long long)n_renamed, (unsigned long long)joint->n,
                (unsigned long long)joint->n_equal)});
}

static void look_at_question(const struct reading *reading, uint32_t question)
{
    const struct qa_batch *delivery = reading->delivery;
    size_t n_vendors = (size_t)qa_strings_count(delivery->names->vendors) + 1;
    struct joint **joints = QA_ARRAY(reading->arena, struct joint *, n_vendors);
    for (size_t a = 0; a < delivery->n_answers; a++) {
        uint32_t label;
        uint32_t gold = reading->gold_of[delivery->item[a]];
        if (qa_answer_question(delivery, a) != question || gold == QA_NONE ||
            !single_label(delivery, a, &label)) {
            continue;
        }
        uint32_t vendor = qa_answer_vendor(delivery, a);
        struct joint **joint = &joints[vendor == QA_NONE ? n_vendors - 1 : vendor];
        *joint = *joint != NULL ? *joint : QA_NEW(reading->arena, struct joint);
        count(*joint, label, gold);
    }
    for (size_t v = 0; v < n_vendors; v++) {
        if (joints[v] != NULL) {
            say(reading, joints[v], question, v + 1 == n_vendors ? QA_NONE : (uint32_t)v);
        }
    }
}

void qa_label_exchange_say(const struct qa_questions *questions, struct qa_findings *findings)
{
    const struct qa_batch *delivery = questions->batch[QA_DELIVERY];
    const struct qa_batch *gold = questions->batch[QA_GOLD];
    if (delivery == NULL || gold == NULL || gold->n_sources == 0) {
        return;
    }
    struct qa_arena *scratch = qa_arena_new();
    size_t n_items = qa_strings_count(delivery->names->items);
    struct reading reading = {questions, delivery, QA_ARRAY(scratch, uint32_t, n_items + 1),
                              findings, scratch};
    for (uint32_t q = 0; q < questions->n; q++) {
        if (questions->list[q].type->is_category) {
            struct qa_arena_mark mark = qa_arena_mark(scratch);
            take_gold(&reading, q, n_items);
            look_at_question(&reading, q);
            qa_arena_reset(scratch, mark);
        }
    }
    qa_arena_free(scratch);
}
