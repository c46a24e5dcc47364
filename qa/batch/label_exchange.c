#include "qa/batch/label_exchange.h"

#include <string.h>

#include "qa/base/number.h"
#include "qa/batch/reference_labels.h"

enum { MOST_LABELS = 64, MOST_CELLS = 1 << 24, ENOUGH_ANSWERS = 1000000, SHOWN = 40 };

/* One question. */
struct reading {
    const struct qa_questions *questions;
    const struct qa_batch *delivery;
    uint32_t question;
    struct qa_reference_labels labels;
    struct qa_findings *findings;
    struct qa_arena *arena;
};

/* Whose answers, beside what. */
struct side {
    const char *code;
    const char *whose; /* "", " of Northlight", " of annotator 'anna'" */
    const char *other; /* "gold's" */
    const char *other_has;
    const char *vendor; /* of the finding; NULL: none */
};

/* ---- counts of labels that stand where the other side has each ---- */

/* By vendor, those without one last; or by annotator. */
static void count(const struct reading *reading, bool by_annotator, uint32_t **joints)
{
    const struct qa_batch *delivery = reading->delivery;
    const struct qa_reference_labels *labels = &reading->labels;
    uint32_t none = qa_strings_count(delivery->names->vendors);
    size_t n = labels->n_labels;
    for (size_t a = 0; a < delivery->n_answers; a++) {
        uint32_t other = labels->of_answer[a];
        uint32_t vendor = qa_answer_vendor(delivery, a);
        uint32_t group = by_annotator ? delivery->annotator[a] : vendor == QA_NONE ? none : vendor;
        if (other == QA_NONE || group == QA_NONE) {
            continue;
        }
        joints[group] =
            joints[group] != NULL ? joints[group] : QA_ARRAY(reading->arena, uint32_t, n * n);
        joints[group][labels->place[qa_single_label(delivery, a)] * n + labels->place[other]]++;
    }
}

/* ---- another name for each ---- */

/* Every label's commonest of the other side. Row i of the counts begins at i * stride. Returns how
 * many labels are used; n_to: how many have each label there. */
static size_t find_names(const uint32_t *joint, size_t n_labels, size_t stride,
                         size_t to[MOST_LABELS], size_t n_to[MOST_LABELS])
{
    size_t n_used = 0;
    for (size_t row = 0; row < n_labels; row++) {
        n_to[row] = 0;
    }
    for (size_t row = 0; row < n_labels; row++) {
        const uint32_t *counts = joint + row * stride;
        size_t best = 0;
        for (size_t column = 1; column < n_labels; column++) {
            best = counts[column] > counts[best] ? column : best;
        }
        to[row] = counts[best] > 0 ? best : QA_NONE;
        n_to[best] += counts[best] > 0;
        n_used += counts[best] > 0;
    }
    return n_used;
}

/* The labels that alone have another one's name there; of them at most half are equal, three of
 * four are as they are called here, and who guesses between two labels comes to so many in one case
 * of a thousand: 3.16 standard deviations. */
static bool is_exchange(const uint32_t *joint, const uint32_t *label, size_t n_labels,
                        size_t stride, struct qa_label_exchange *out)
{
    size_t to[MOST_LABELS];
    size_t n_to[MOST_LABELS];
    *out = (struct qa_label_exchange){.given = QA_NONE};
    if (joint == NULL || find_names(joint, n_labels, stride, to, n_to) < 2) {
        return false;
    }
    for (size_t row = 0; row < n_labels; row++) {
        if (to[row] == row || to[row] == QA_NONE || n_to[to[row]] > 1) {
            continue;
        }
        if (out->given == QA_NONE) {
            out->given = label[row];
            out->other = label[to[row]];
        }
        for (size_t column = 0; column < n_labels; column++) {
            out->n += joint[row * stride + column];
        }
        out->n_equal += joint[row * stride + row];
        out->n_renamed += joint[row * stride + to[row]];
    }
    double n = (double)out->n;
    double over = 2 * (double)out->n_renamed - n;
    return n > 0 && 2 * out->n_equal <= out->n && 4 * out->n_renamed >= 3 * out->n &&
           over * over >= 10 * n;
}

static uint32_t joint_place(struct qa_label_joint *joint, uint32_t label)
{
    uint32_t l = 0;
    while (l < joint->n_labels && joint->label[l] != label) {
        l++;
    }
    joint->has_more = joint->has_more || l == MOST_LABELS;
    if (l == joint->n_labels && l < MOST_LABELS) {
        joint->label[joint->n_labels++] = label;
    }
    return l;
}

void qa_label_joint_add(struct qa_label_joint *joint, uint32_t given, uint32_t other)
{
    uint32_t row = joint_place(joint, given);
    uint32_t column = joint_place(joint, other);
    if (!joint->has_more) {
        joint->count[row][column]++;
    }
}

bool qa_label_joint_exchange(const struct qa_label_joint *joint, struct qa_label_exchange *out)
{
    return !joint->has_more &&
           is_exchange(&joint->count[0][0], joint->label, joint->n_labels, MOST_LABELS, out);
}

const char *qa_label_exchange_text(const struct qa_label_exchange *exchange,
                                   const struct qa_strings *labels, const char *of,
                                   const char *whose, const char *other_has, struct qa_arena *arena)
{
    return qa_arena_format(
        arena,
        "the labels of %s are %s under other names, it seems: '%.*s' stands where %s '%.*s', and "
        "taken so %llu of %llu are the same, where %llu are as they stand; rename the labels of "
        "one side",
        of, whose, SHOWN, qa_strings_text(labels, exchange->given), other_has, SHOWN,
        qa_strings_text(labels, exchange->other), (unsigned long long)exchange->n_renamed,
        (unsigned long long)exchange->n, (unsigned long long)exchange->n_equal);
}

/* Words none of which gold has are said without a look at the items (W291). */
static bool is_said_already(const struct reading *reading, const uint32_t *joint)
{
    size_t n = reading->labels.n_labels;
    bool has_word = false;
    for (size_t l = 0; l < n; l++) {
        const char *text =
            qa_strings_text(reading->delivery->names->labels, reading->labels.label[l]);
        uint64_t given = 0;
        uint64_t gold = 0;
        double number;
        for (size_t k = 0; k < n; k++) {
            given += joint[l * n + k];
            gold += joint[k * n + l];
        }
        if (given > 0 && gold > 0) {
            return false;
        }
        has_word = has_word || !qa_parse_real(text, strlen(text), &number);
    }
    return has_word;
}

static void say(const struct reading *reading, const struct qa_label_exchange *exchange,
                const struct side *side)
{
    struct qa_arena *arena = reading->findings->arena;
    const char *of = qa_arena_format(arena, "question '%.*s'%s", SHOWN,
                                     reading->questions->list[reading->question].name, side->whose);
    qa_findings_add(reading->findings,
                    (struct qa_finding){
                        .severity = QA_WARNING,
                        .code = side->code,
                        .vendor = side->vendor,
                        .text = qa_label_exchange_text(exchange, reading->delivery->names->labels,
                                                       of, side->other, side->other_has, arena)});
}

/* ---- whose ---- */

static bool look_up(const struct reading *reading, const uint32_t *joint,
                    struct qa_label_exchange *out)
{
    const struct qa_reference_labels *labels = &reading->labels;
    return is_exchange(joint, labels->label, labels->n_labels, labels->n_labels, out);
}

/* is_said: by vendor, those without one last. */
static void look_at_vendors(const struct reading *reading, bool *is_said)
{
    const struct qa_names *names = reading->delivery->names;
    uint32_t n_vendors = qa_strings_count(names->vendors);
    uint32_t **joints = QA_ARRAY(reading->arena, uint32_t *, (size_t)n_vendors + 1);
    count(reading, false, joints);
    for (uint32_t v = 0; v <= n_vendors; v++) {
        struct qa_label_exchange exchange;
        if (!look_up(reading, joints[v], &exchange)) {
            continue;
        }
        is_said[v] = true;
        const char *vendor = v < n_vendors ? qa_strings_text(names->vendors, v) : NULL;
        const struct side side = {
            .code = "W806",
            .whose =
                vendor == NULL ? "" : qa_arena_format(reading->arena, " of %.*s", SHOWN, vendor),
            .other = "gold's",
            .other_has = "gold has",
            .vendor = vendor};
        if (!is_said_already(reading, joints[v])) {
            say(reading, &exchange, &side);
        }
    }
}

static void look_at_annotators(const struct reading *reading, const bool *is_said)
{
    const struct qa_names *names = reading->delivery->names;
    uint32_t n = qa_annotator_count(names);
    uint32_t **joints = QA_ARRAY(reading->arena, uint32_t *, (size_t)n + 1);
    count(reading, true, joints);
    const uint32_t *rank = qa_annotator_rank(names, reading->arena);
    uint32_t *by_rank = QA_ARRAY(reading->arena, uint32_t, (size_t)n + 1);
    size_t n_answering = 0;
    for (uint32_t a = 0; a < n; a++) {
        by_rank[rank[a]] = a;
        n_answering += joints[a] != NULL;
    }
    for (uint32_t i = 0; i < n; i++) {
        uint32_t vendor = qa_annotator_vendor(names, by_rank[i]);
        struct qa_label_exchange exchange;
        if (is_said[vendor == QA_NONE ? qa_strings_count(names->vendors) : vendor] ||
            !look_up(reading, joints[by_rank[i]], &exchange)) {
            continue;
        }
        const struct side side = {
            .code = "W807",
            .whose = qa_arena_format(reading->arena, " of annotator '%.*s'", SHOWN,
                                     qa_annotator_text(names, by_rank[i])),
            .other = reading->labels.is_gold ? "gold's" : "the others'",
            .other_has = reading->labels.is_gold ? "gold has" : "they say",
            .vendor = vendor != QA_NONE ? qa_strings_text(names->vendors, vendor) : NULL};
        say(reading, &exchange, &side);
        if (!reading->labels.is_gold && n_answering == 2) {
            return; /* the other of the two would be said with the same right */
        }
    }
}

static void look_at_question(struct reading *reading)
{
    const struct qa_names *names = reading->delivery->names;
    reading->labels = qa_reference_labels(reading->questions, reading->question, reading->arena);
    if (reading->labels.of_answer == NULL) {
        return;
    }
    bool *is_said = QA_ARRAY(reading->arena, bool, (size_t)qa_strings_count(names->vendors) + 1);
    if (reading->labels.is_gold) {
        look_at_vendors(reading, is_said);
    }
    size_t cells = reading->labels.n_labels * reading->labels.n_labels;
    if (qa_annotator_count(names) > 1 && qa_annotator_count(names) * cells <= MOST_CELLS) {
        look_at_annotators(reading, is_said);
    }
}

void qa_label_exchange_say(const struct qa_questions *questions, struct qa_findings *findings)
{
    const struct qa_batch *delivery = questions->batch[QA_DELIVERY];
    struct qa_arena *scratch = qa_arena_new();
    for (uint32_t q = 0; delivery != NULL && q < questions->n; q++) {
        if (questions->list[q].type->is_category) {
            struct qa_arena_mark mark = qa_arena_mark(scratch);
            struct reading reading = {.questions = questions,
                                      .delivery = delivery,
                                      .question = q,
                                      .findings = findings,
                                      .arena = scratch};
            look_at_question(&reading);
            qa_arena_reset(scratch, mark);
        }
    }
    qa_arena_free(scratch);
}
