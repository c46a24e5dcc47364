#include "qa/batch/label_exchange.h"

#include <string.h>

#include "qa/base/number.h"

enum { MOST_LABELS = 64, MOST_CELLS = 1 << 24, ENOUGH_ANSWERS = 1000000, SHOWN = 40 };

/* One question; what its labels are called here is their place among those that it has. */
struct reading {
    const struct qa_questions *questions;
    const struct qa_batch *delivery;
    uint32_t question;
    uint32_t *place; /* by label; QA_NONE: the question has no such label */
    uint32_t label[MOST_LABELS];
    size_t n_labels;
    bool has_more;     /* labels than can be looked at */
    uint32_t *gold_of; /* by item: gold's label of the question; QA_NONE: none, or several */
    bool has_gold;
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

/* Another label for each; QA_NONE for one that is not used. */
struct renaming {
    size_t to[MOST_LABELS];
    uint64_t n_answers;
    uint64_t n_equal;   /* as they stand */
    uint64_t n_renamed; /* taken so */
};

/* ---- the labels of a question ---- */

static bool single_label(const struct qa_batch *batch, size_t answer, uint32_t *label)
{
    if (qa_object_count(batch, answer) != 1) {
        return false;
    }
    *label = batch->label[qa_first_object(batch, answer)];
    return *label != QA_NONE;
}

static void know(struct reading *reading, uint32_t label)
{
    if (reading->place[label] != QA_NONE || reading->has_more) {
        return;
    }
    reading->has_more = reading->n_labels == MOST_LABELS;
    if (!reading->has_more) {
        reading->place[label] = (uint32_t)reading->n_labels;
        reading->label[reading->n_labels++] = label;
    }
}

static void take_gold(struct reading *reading)
{
    const struct qa_batch *gold = reading->questions->batch[QA_GOLD];
    size_t n_items = qa_strings_count(reading->delivery->names->items);
    reading->gold_of = QA_ARRAY(reading->arena, uint32_t, n_items + 1);
    for (size_t i = 0; i < n_items; i++) {
        reading->gold_of[i] = QA_NONE;
    }
    for (size_t a = 0; gold != NULL && a < gold->n_answers; a++) {
        uint32_t of = gold->questions->list[qa_answer_question(gold, a)].of_delivery;
        uint32_t label;
        if (of == reading->question && single_label(gold, a, &label)) {
            reading->gold_of[gold->item[a]] = label;
            know(reading, label);
        }
    }
}

static void take_labels(struct reading *reading)
{
    const struct qa_batch *delivery = reading->delivery;
    size_t n_labels = qa_strings_count(delivery->names->labels);
    reading->place = QA_ARRAY(reading->arena, uint32_t, n_labels + 1);
    for (size_t l = 0; l < n_labels; l++) {
        reading->place[l] = QA_NONE;
    }
    take_gold(reading);
    for (size_t a = 0; a < delivery->n_answers && !reading->has_more; a++) {
        uint32_t label;
        if (qa_answer_question(delivery, a) == reading->question &&
            single_label(delivery, a, &label)) {
            know(reading, label);
            reading->has_gold = reading->has_gold || reading->gold_of[delivery->item[a]] != QA_NONE;
        }
    }
}

/* ---- counts of labels that stand where the other side has each ---- */

static void count(const struct reading *reading, uint32_t **joint, uint32_t given, uint32_t other)
{
    size_t n = reading->n_labels;
    *joint = *joint != NULL ? *joint : QA_ARRAY(reading->arena, uint32_t, n * n);
    (*joint)[reading->place[given] * n + reading->place[other]]++;
}

/* By vendor, those without one last; or by annotator. */
static void count_beside_gold(const struct reading *reading, bool by_annotator, uint32_t **joints)
{
    const struct qa_batch *delivery = reading->delivery;
    uint32_t none = qa_strings_count(delivery->names->vendors);
    for (size_t a = 0; a < delivery->n_answers; a++) {
        uint32_t label;
        uint32_t gold = reading->gold_of[delivery->item[a]];
        uint32_t vendor = qa_answer_vendor(delivery, a);
        uint32_t group = by_annotator ? delivery->annotator[a] : vendor == QA_NONE ? none : vendor;
        if (gold != QA_NONE && group != QA_NONE &&
            qa_answer_question(delivery, a) == reading->question &&
            single_label(delivery, a, &label)) {
            count(reading, &joints[group], label, gold);
        }
    }
}

/* The commonest of the labels of an item but for one of its answers; QA_NONE for ties. */
static size_t commonest(const uint32_t *n_given, size_t n_labels, size_t own)
{
    size_t best = QA_NONE;
    uint32_t most = 0;
    for (size_t l = 0; l < n_labels; l++) {
        uint32_t n = n_given[l] - (l == own);
        best = n > most ? l : n == most ? QA_NONE : best;
        most = n > most ? n : most;
    }
    return best;
}

/* The answers of one item, from the first to before the end. */
static void count_item(const struct reading *reading, size_t first, size_t end, uint32_t **joints)
{
    const struct qa_batch *delivery = reading->delivery;
    uint32_t n_given[MOST_LABELS] = {0};
    uint32_t label;
    for (size_t a = first; a < end; a++) {
        if (qa_answer_question(delivery, a) == reading->question &&
            single_label(delivery, a, &label)) {
            n_given[reading->place[label]]++;
        }
    }
    for (size_t a = first; a < end; a++) {
        if (delivery->annotator[a] == QA_NONE ||
            qa_answer_question(delivery, a) != reading->question ||
            !single_label(delivery, a, &label)) {
            continue;
        }
        size_t other = commonest(n_given, reading->n_labels, reading->place[label]);
        if (other != QA_NONE) {
            count(reading, &joints[delivery->annotator[a]], label, reading->label[other]);
        }
    }
}

static void count_beside_others(const struct reading *reading, uint32_t **joints)
{
    const struct qa_batch *delivery = reading->delivery;
    size_t every = 1 + delivery->n_answers / ENOUGH_ANSWERS;
    for (size_t first = 0, end; first < delivery->n_answers; first = end) {
        uint32_t item = delivery->item[first];
        for (end = first + 1; end < delivery->n_answers && delivery->item[end] == item; end++) {
        }
        if (end - first > 1 && item % every == 0) {
            count_item(reading, first, end, joints);
        }
    }
}

/* ---- another name for each ---- */

/* Every label's commonest of the other side; false when two have the same one, when there is one
 * label only, or none is another. */
static bool find_names(const uint32_t *joint, size_t n_labels, struct renaming *out)
{
    bool is_taken[MOST_LABELS] = {false};
    bool any = false;
    size_t n = 0;
    *out = (struct renaming){.n_answers = 0};
    for (size_t row = 0; row < n_labels; row++) {
        const uint32_t *counts = joint + row * n_labels;
        size_t best = 0;
        for (size_t column = 0; column < n_labels; column++) {
            best = counts[column] > counts[best] ? column : best;
            out->n_answers += counts[column];
        }
        out->n_equal += counts[row];
        out->to[row] = counts[best] > 0 ? best : QA_NONE;
        if (counts[best] > 0 && is_taken[best]) {
            return false;
        }
        is_taken[best] = is_taken[best] || counts[best] > 0;
        n += counts[best] > 0;
        out->n_renamed += counts[best];
        any = any || (counts[best] > 0 && best != row);
    }
    return any && n > 1;
}

/* At most half are equal, three of four are as they are called here, and who guesses between two
 * labels comes to so many in one case of a thousand: 3.16 standard deviations. */
static bool is_exchange(const uint32_t *joint, size_t n_labels, struct renaming *out)
{
    if (joint == NULL || !find_names(joint, n_labels, out)) {
        return false;
    }
    double n = (double)out->n_answers;
    double over = 2 * (double)out->n_renamed - n;
    return 2 * out->n_equal <= out->n_answers && 4 * out->n_renamed >= 3 * out->n_answers &&
           over * over >= 10 * n;
}

/* Words none of which gold has are said without a look at the items (W291). */
static bool is_said_already(const struct reading *reading, const uint32_t *joint)
{
    size_t n = reading->n_labels;
    bool has_word = false;
    for (size_t l = 0; l < n; l++) {
        const char *text = qa_strings_text(reading->delivery->names->labels, reading->label[l]);
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

static void say(const struct reading *reading, const struct renaming *renaming,
                const struct side *side)
{
    const struct qa_strings *labels = reading->delivery->names->labels;
    size_t row = 0;
    while (renaming->to[row] == row || renaming->to[row] == QA_NONE) {
        row++;
    }
    qa_findings_add(
        reading->findings,
        (struct qa_finding){
            .severity = QA_WARNING,
            .code = side->code,
            .vendor = side->vendor,
            .text = qa_arena_format(
                reading->findings->arena,
                "the labels of question '%.*s'%s are %s under other names, it seems: '%.*s' stands "
                "where %s '%.*s', and taken so %llu of %llu answers are the same, where %llu are "
                "as they stand; rename the labels of one side",
                SHOWN, reading->questions->list[reading->question].name, side->whose, side->other,
                SHOWN, qa_strings_text(labels, reading->label[row]), side->other_has, SHOWN,
                qa_strings_text(labels, reading->label[renaming->to[row]]),
                (unsigned long long)renaming->n_renamed, (unsigned long long)renaming->n_answers,
                (unsigned long long)renaming->n_equal)});
}

/* ---- whose ---- */

/* is_said: by vendor, those without one last. */
static void look_at_vendors(const struct reading *reading, bool *is_said)
{
    const struct qa_names *names = reading->delivery->names;
    uint32_t n_vendors = qa_strings_count(names->vendors);
    uint32_t **joints = QA_ARRAY(reading->arena, uint32_t *, (size_t)n_vendors + 1);
    count_beside_gold(reading, false, joints);
    for (uint32_t v = 0; v <= n_vendors; v++) {
        struct renaming renaming;
        if (!is_exchange(joints[v], reading->n_labels, &renaming)) {
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
            say(reading, &renaming, &side);
        }
    }
}

static void look_at_annotators(const struct reading *reading, const bool *is_said)
{
    const struct qa_names *names = reading->delivery->names;
    uint32_t n = qa_annotator_count(names);
    uint32_t **joints = QA_ARRAY(reading->arena, uint32_t *, (size_t)n + 1);
    if (reading->has_gold) {
        count_beside_gold(reading, true, joints);
    } else {
        count_beside_others(reading, joints);
    }
    const uint32_t *rank = qa_annotator_rank(names, reading->arena);
    uint32_t *by_rank = QA_ARRAY(reading->arena, uint32_t, (size_t)n + 1);
    size_t n_answering = 0;
    for (uint32_t a = 0; a < n; a++) {
        by_rank[rank[a]] = a;
        n_answering += joints[a] != NULL;
    }
    for (uint32_t i = 0; i < n; i++) {
        uint32_t vendor = qa_annotator_vendor(names, by_rank[i]);
        struct renaming renaming;
        if (is_said[vendor == QA_NONE ? qa_strings_count(names->vendors) : vendor] ||
            !is_exchange(joints[by_rank[i]], reading->n_labels, &renaming)) {
            continue;
        }
        const struct side side = {
            .code = "W807",
            .whose = qa_arena_format(reading->arena, " of annotator '%.*s'", SHOWN,
                                     qa_annotator_text(names, by_rank[i])),
            .other = reading->has_gold ? "gold's" : "the others'",
            .other_has = reading->has_gold ? "gold has" : "they say",
            .vendor = vendor != QA_NONE ? qa_strings_text(names->vendors, vendor) : NULL};
        say(reading, &renaming, &side);
        if (!reading->has_gold && n_answering == 2) {
            return; /* the other of the two would be said with the same right */
        }
    }
}

static void look_at_question(struct reading *reading)
{
    const struct qa_names *names = reading->delivery->names;
    take_labels(reading);
    if (reading->has_more || reading->n_labels < 2) {
        return;
    }
    bool *is_said = QA_ARRAY(reading->arena, bool, (size_t)qa_strings_count(names->vendors) + 1);
    if (reading->has_gold) {
        look_at_vendors(reading, is_said);
    }
    size_t cells = reading->n_labels * reading->n_labels;
    if (qa_annotator_count(names) > 1 && qa_annotator_count(names) <= MOST_CELLS / cells) {
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
