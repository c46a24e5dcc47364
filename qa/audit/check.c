#include "qa/audit/check.h"

#include <stdio.h>
#include <string.h>

#include "qa/annotation/track.h"
#include "qa/audit/check_ids.h"
#include "qa/base/number.h"
#include "qa/batch/questions.h"
#include "qa/score/ranks.h"

enum { ITEMS_NAMED = 5, TEXT_MAX = 480 };

/* A vendor's answers to one question, being counted. */
struct tracked {
    struct qa_completeness row;
    uint64_t expected;  /* delivered items that were ordered */
    uint32_t item_slot; /* last item counted + 1 */
    bool unlisted;      /* from a file that cannot tell "nothing found" from "not delivered" */
};

/* One run of the check. */
struct checking {
    const struct qa_check_request *request;
    const struct qa_batch *batch;
    const struct qa_names *names;
    struct qa_arena *arena; /* scratch */
    struct qa_findings *findings;
    struct tracked *tracked; /* vendor slots x questions; answers == 0: not delivered */
    const bool *expected;    /* by item; NULL: no order list */
    uint64_t n_expected;     /* distinct */
    struct label_set {
        const bool *declared;    /* by label; NULL: not checked */
        const char **suggestion; /* of a label outside the set, by label */
        bool *suggested;
    } * sets; /* of each question */
};

static const bool *member_flags(const uint32_t *ids, size_t n, uint32_t n_names,
                                struct qa_arena *arena)
{
    if (ids == NULL) {
        return NULL;
    }
    bool *flags = QA_ARRAY(arena, bool, n_names + (size_t)1);
    for (size_t i = 0; i < n; i++) {
        flags[ids[i]] = true;
    }
    return flags;
}

static const char *vendor_name(const struct checking *checking, uint32_t vendor)
{
    return vendor == QA_NONE ? NULL : qa_strings_text(checking->names->vendors, vendor);
}

/* A finding at the place of an answer, or of one of its objects (UINT64_MAX: the answer). */
static void find_at(const struct checking *checking, enum qa_severity severity, const char *code,
                    size_t answer, uint64_t object, const char *text)
{
    const struct qa_batch *batch = checking->batch;
    qa_findings_add(
        checking->findings,
        (struct qa_finding){.severity = severity,
                            .code = code,
                            .file = qa_answer_source(batch, answer)->path,
                            .line = object != UINT64_MAX ? qa_object_line(batch, answer, object)
                                                         : batch->line[answer],
                            .vendor = vendor_name(checking, qa_answer_vendor(batch, answer)),
                            .text = text});
}

/* ---- labels ---- */

/* Looked for once a label: a misspelt one may stand in every row. */
static const char *suggest(const struct checking *checking, uint32_t question, uint32_t label)
{
    const struct qa_question *about = qa_question_at(checking->batch, question);
    const struct qa_strings *labels = checking->names->labels;
    struct label_set *set = &checking->sets[question];
    if (!set->suggested[label]) {
        const char **names = QA_ARRAY(checking->arena, const char *, about->n_labels);
        for (size_t i = 0; i < about->n_labels; i++) {
            names[i] = qa_strings_text(labels, about->labels[i]);
        }
        set->suggestion[label] =
            qa_nearest_name(qa_strings_text(labels, label), names, about->n_labels);
        set->suggested[label] = true;
    }
    return set->suggestion[label];
}

static void report_label(const struct checking *checking, size_t answer, uint64_t object)
{
    uint32_t label = checking->batch->label[object];
    const char *nearest = suggest(checking, qa_answer_question(checking->batch, answer), label);
    char text[TEXT_MAX];
    snprintf(text, sizeof text, "label '%.80s' is not in the label set%s%.80s%s",
             qa_strings_text(checking->names->labels, label),
             nearest != NULL ? " (did you mean '" : "", nearest != NULL ? nearest : "",
             nearest != NULL ? "'?)" : "");
    find_at(checking, QA_ERROR, "E203", answer, object, text);
}

static void check_labels(const struct checking *checking, size_t answer,
                         struct qa_completeness *row)
{
    const struct qa_batch *batch = checking->batch;
    const bool *set = checking->sets[qa_answer_question(batch, answer)].declared;
    uint64_t first = qa_first_object(batch, answer);
    for (uint64_t o = first; set != NULL && o < first + qa_object_count(batch, answer); o++) {
        if (batch->label[o] != QA_NONE && !set[batch->label[o]]) {
            row->outside_labels++;
            report_label(checking, answer, o);
        }
    }
}

/* ---- items ---- */

static void check_item(const struct checking *checking, size_t answer, struct tracked *tracked)
{
    uint32_t item = checking->batch->item[answer];
    if (tracked->item_slot == item + 1) {
        return;
    }
    tracked->item_slot = item + 1;
    tracked->row.delivered++;
    if (checking->expected == NULL) {
        return;
    }
    if (checking->expected[item]) {
        tracked->expected++;
        return;
    }
    char text[TEXT_MAX];
    tracked->row.unknown++;
    snprintf(text, sizeof text, "item '%.80s' was delivered and not ordered (question %.80s)",
             qa_strings_text(checking->names->items, item),
             qa_strings_text(checking->names->questions, tracked->row.question));
    find_at(checking, QA_WARNING, "W202", answer, UINT64_MAX, text);
}

/* The first missing items by name, for a sentence. */
static const char *name_missing(const struct checking *checking, const struct tracked *tracked,
                                const uint32_t *items_by_name)
{
    const struct qa_batch *batch = checking->batch;
    uint32_t n_items = qa_strings_count(checking->names->items);
    bool *delivered = QA_ARRAY(checking->arena, bool, n_items + (size_t)1);
    const char *list = "";
    size_t n = 0;
    for (size_t a = 0; a < batch->n_answers; a++) {
        if (qa_answer_question(batch, a) == tracked->row.question &&
            qa_answer_vendor(batch, a) == tracked->row.vendor) {
            delivered[batch->item[a]] = true;
        }
    }
    for (uint32_t i = 0; i < n_items && n < ITEMS_NAMED; i++) {
        uint32_t item = items_by_name[i];
        if (checking->expected[item] && !delivered[item]) {
            list = qa_arena_format(checking->arena, "%s%s%.40s", list, n > 0 ? ", " : "",
                                   qa_strings_text(checking->names->items, item));
            n++;
        }
    }
    return tracked->row.missing > n
               ? qa_arena_format(checking->arena, "%s and %llu more", list,
                                 (unsigned long long)(tracked->row.missing - n))
               : list;
}

static void report_missing(const struct checking *checking, const struct tracked *tracked,
                           const uint32_t *items_by_name)
{
    char text[TEXT_MAX];
    struct qa_arena_mark mark = qa_arena_mark(checking->arena);
    snprintf(text, sizeof text, "%llu item%s ordered and not delivered (question %.80s): %s%s",
             (unsigned long long)tracked->row.missing, tracked->row.missing == 1 ? "" : "s",
             qa_strings_text(checking->names->questions, tracked->row.question),
             name_missing(checking, tracked, items_by_name),
             tracked->unlisted ? "; a results list does not name items without objects, so these "
                                 "may be done and empty"
                               : "");
    qa_findings_add(checking->findings,
                    (struct qa_finding){.severity = QA_WARNING,
                                        .code = "W201",
                                        .vendor = vendor_name(checking, tracked->row.vendor),
                                        .text = text});
    qa_arena_reset(checking->arena, mark);
}

/* ---- all of it ---- */

static struct checking start(const struct qa_check_request *request, struct qa_arena *scratch,
                             struct qa_findings *findings)
{
    const struct qa_names *names = request->delivery->names;
    uint32_t n_labels = qa_strings_count(names->labels);
    uint32_t n_items = qa_strings_count(names->items);
    size_t n_rows =
        ((size_t)qa_strings_count(names->vendors) + 1) * qa_strings_count(names->questions);
    struct checking checking = {
        .request = request,
        .batch = request->delivery,
        .names = names,
        .arena = scratch,
        .findings = findings,
        .tracked = QA_ARRAY(scratch, struct tracked, n_rows),
        .expected =
            member_flags(request->expected_items, request->n_expected_items, n_items, scratch),
        .sets = QA_ARRAY(scratch, struct label_set, qa_strings_count(names->questions))};
    const struct qa_questions *questions = request->delivery->questions;
    for (uint32_t q = 0; q < questions->n; q++) {
        const struct qa_question *about = &questions->list[q];
        checking.sets[q] = (struct label_set){
            .declared = member_flags(about->labels, about->n_labels, n_labels, scratch),
            .suggestion = QA_ARRAY(scratch, const char *, n_labels),
            .suggested = QA_ARRAY(scratch, bool, n_labels)};
    }
    for (uint32_t i = 0; checking.expected != NULL && i < n_items; i++) {
        checking.n_expected += checking.expected[i];
    }
    return checking;
}

/* Boxes of tracks that a tool filled in between those that a person set. */
static void count_frames(const struct qa_batch *batch, size_t answer, struct qa_completeness *row)
{
    uint64_t first = qa_first_object(batch, answer);
    for (uint64_t o = first; o < first + qa_object_count(batch, answer); o++) {
        const struct qa_objects one = qa_batch_objects(batch, o, 1);
        size_t n;
        const double *frame = qa_object_numbers(&one, 0, &n);
        for (size_t i = 0; i + QA_TRACK_STRIDE <= n; i += QA_TRACK_STRIDE) {
            row->boxes++;
            row->interpolated += qa_track_has(frame + i, QA_TRACK_INTERPOLATED);
        }
    }
}

static void check_answers(const struct checking *checking)
{
    const struct qa_batch *batch = checking->batch;
    size_t n_questions = qa_strings_count(checking->names->questions);
    for (size_t a = 0; a < batch->n_answers; a++) {
        uint32_t vendor = qa_answer_vendor(batch, a);
        struct tracked *tracked =
            &checking->tracked[qa_slot(vendor) * n_questions + qa_answer_question(batch, a)];
        tracked->row.vendor = vendor;
        tracked->row.question = qa_answer_question(batch, a);
        tracked->row.answers++;
        tracked->row.objects += qa_object_count(batch, a);
        tracked->row.empty += qa_object_count(batch, a) == 0;
        if (qa_answer_type(batch, a) == &qa_type_track) {
            count_frames(batch, a, &tracked->row);
        }
        tracked->unlisted = tracked->unlisted || !qa_answer_source(batch, a)->lists_items;
        check_item(checking, a, tracked);
        check_labels(checking, a, &tracked->row);
    }
}

static struct qa_check_result list_rows(const struct checking *checking, struct qa_arena *arena)
{
    const struct qa_names *names = checking->names;
    uint32_t n_vendors = qa_strings_count(names->vendors);
    uint32_t n_questions = qa_strings_count(names->questions);
    struct qa_ranks ranks = qa_ranks_new(names, checking->arena);
    const uint32_t *vendors = qa_slots_by_rank(ranks.vendor, n_vendors, checking->arena);
    const uint32_t *questions = qa_slots_by_rank(ranks.question, n_questions, checking->arena);
    uint32_t *items = QA_ARRAY(checking->arena, uint32_t, qa_strings_count(names->items));
    struct qa_check_result result = {
        QA_ARRAY(arena, struct qa_completeness, ((size_t)n_vendors + 1) * n_questions), 0};
    if (checking->expected != NULL) {
        qa_strings_sorted(names->items, items, NULL);
    }
    for (size_t i = 0; i < ((size_t)n_vendors + 1) * n_questions; i++) {
        struct tracked *tracked =
            &checking->tracked[(size_t)vendors[i / n_questions] * n_questions +
                               questions[i % n_questions + 1] - 1];
        if (tracked->row.answers == 0) {
            continue;
        }
        tracked->row.ordered = checking->n_expected;
        tracked->row.missing = checking->n_expected - tracked->expected;
        if (tracked->row.missing > 0) {
            report_missing(checking, tracked, items);
        }
        result.rows[result.n_rows++] = tracked->row;
    }
    return result;
}

struct qa_check_result qa_check(const struct qa_check_request *request, struct qa_arena *arena,
                                struct qa_findings *findings)
{
    struct qa_arena *scratch = qa_arena_new();
    struct checking checking = start(request, scratch, findings);
    check_answers(&checking);
    struct qa_check_result result = list_rows(&checking, arena);
    qa_check_ids(request->delivery, findings);
    qa_arena_free(scratch);
    return result;
}
