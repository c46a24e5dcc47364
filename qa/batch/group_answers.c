/* Records to answers: which of them are one, and which repeat another. */
#include <string.h>

#include "qa/batch/group_parts.h"

/* Records order[first .. end - 1], which are one answer. */
struct run {
    size_t first;
    size_t end;
};

static bool is_single(const struct qa_builder *given, uint32_t record)
{
    return qa_record_count(given, record) > 0 &&
           qa_types[qa_record_object_type(given, qa_record_first(given, record))]->matching ==
               QA_MATCH_ANSWER;
}

/* Whether a record is another voice of the answer: of its kind, file and id, and of a label that
 * the answer does not have yet. */
static bool is_other_voice(const struct qa_grouping *grouping, struct run run, uint32_t record)
{
    enum { MOST_VOICES = 256 };
    const struct qa_builder *given = grouping->given;
    uint32_t first = grouping->order[run.first];
    if (!is_single(given, record) || run.end - run.first >= MOST_VOICES ||
        qa_group_key(given, record) != qa_group_key(given, first) ||
        qa_builder_source_of(given, record) != qa_builder_source_of(given, first)) {
        return false;
    }
    uint8_t type = qa_record_object_type(given, qa_record_first(given, record));
    uint32_t label = given->label.list[qa_record_first(given, record)];
    bool is_other = qa_types[type]->has_voices && label != QA_NONE &&
                    type == qa_record_object_type(given, qa_record_first(given, first));
    for (size_t i = run.first; is_other && i < run.end; i++) {
        uint32_t known = given->label.list[qa_record_first(given, grouping->order[i])];
        is_other = known != label && known != QA_NONE;
    }
    return is_other;
}

/* The records from `at` that are one answer: of one file and with one id. */
static struct run next_answer(const struct qa_grouping *grouping, size_t at, size_t end)
{
    const struct qa_builder *given = grouping->given;
    uint32_t record = grouping->order[at];
    struct run run = {at, at + 1};
    if (is_single(given, record)) {
        while (run.end < end && is_other_voice(grouping, run, grouping->order[run.end])) {
            run.end++;
        }
        return run;
    }
    uint32_t source = qa_builder_source_of(given, record);
    while (run.end < end && !is_single(given, grouping->order[run.end]) &&
           qa_group_key(given, grouping->order[run.end]) == qa_group_key(given, record) &&
           qa_builder_source_of(given, grouping->order[run.end]) == source) {
        run.end++;
    }
    return run;
}

static const char *path_of(const struct qa_builder *given, uint32_t record)
{
    return given->sources[qa_builder_source_of(given, record)].path;
}

static uint64_t first_object_of(const struct qa_grouping *grouping, struct run run)
{
    for (size_t i = run.first; i < run.end; i++) {
        if (qa_record_count(grouping->given, grouping->order[i]) > 0) {
            return qa_record_first(grouping->given, grouping->order[i]);
        }
    }
    return UINT64_MAX;
}

/* The objects of an answer in an order that no file decides, for telling repetitions. */
struct content {
    uint64_t *object;
    size_t n;
};

static struct qa_objects objects_given(const struct qa_builder *given)
{
    return (struct qa_objects){.n = given->n_objects,
                               .label = given->label.list,
                               .number = given->number.list,
                               .number_at = given->number_at.list,
                               .arity = given->arity,
                               .text = given->text.list,
                               .text_at = given->text_at.list};
}

/* A rating without a value is before all others. */
static int compare_values(const struct qa_builder *given, uint64_t a, uint64_t b)
{
    if (given->value.list == NULL) {
        return 0;
    }
    double one = given->value.list[a];
    double other = given->value.list[b];
    return isnan(one) || isnan(other) ? isnan(other) - isnan(one) : (one > other) - (one < other);
}

static int compare_objects(const struct qa_builder *given, uint64_t a, uint64_t b)
{
    int by = qa_group_compare_id(qa_record_object_type(given, a), qa_record_object_type(given, b));
    if (by != 0) {
        return by;
    }
    struct qa_objects objects = objects_given(given);
    by = qa_object_order(&objects, (size_t)a, &objects, (size_t)b);
    by = by != 0 ? by : compare_values(given, a, b);
    by = by != 0 ? by : qa_group_compare_id(given->label.list[a], given->label.list[b]);
    if (by == 0 && given->crowd.list != NULL) {
        by = qa_group_compare_id(given->crowd.list[a], given->crowd.list[b]);
    }
    return by;
}

static struct content content_of(const struct qa_grouping *grouping, struct run run)
{
    const struct qa_builder *given = grouping->given;
    struct content content = {NULL, 0};
    for (size_t i = run.first; i < run.end; i++) {
        content.n += qa_record_count(given, grouping->order[i]);
    }
    content.object = QA_ARRAY(given->arena, uint64_t, content.n + 1);
    size_t n = 0;
    for (size_t i = run.first; i < run.end; i++) {
        uint64_t end = qa_record_first(given, grouping->order[i] + (size_t)1);
        for (uint64_t o = qa_record_first(given, grouping->order[i]); o < end; o++) {
            size_t at = n;
            if (qa_group_is_absorbed(grouping, o)) {
                continue;
            }
            for (; at > 0 && compare_objects(given, content.object[at - 1], o) > 0; at--) {
                content.object[at] = content.object[at - 1];
            }
            content.object[at] = o;
            n++;
        }
    }
    content.n = n;
    return content;
}

static bool same_content(const struct qa_grouping *grouping, struct run one, struct run other)
{
    const struct qa_builder *given = grouping->given;
    struct qa_arena_mark mark = qa_arena_mark(given->arena);
    struct content a = content_of(grouping, one);
    struct content b = content_of(grouping, other);
    bool same = a.n == b.n;
    for (size_t i = 0; same && i < a.n; i++) {
        same = compare_objects(given, a.object[i], b.object[i]) == 0;
    }
    qa_arena_reset(given->arena, mark);
    return same;
}

static void exclude(const struct qa_grouping *grouping, struct run run,
                    enum qa_exclusion_reason reason)
{
    const struct qa_builder *given = grouping->given;
    for (size_t i = run.first; i < run.end; i++) {
        uint32_t record = grouping->order[i];
        struct qa_source *source = &given->sources[qa_builder_source_of(given, record)];
        size_t n = qa_record_count(given, record);
        n = n == 0 && record < given->n_given ? 1 : n;
        source->rows_used -= n;
        source->excluded[reason] += n;
    }
}

/* Its label is all of the answer. */
static bool has_label(const struct qa_builder *given, uint32_t record)
{
    return is_single(given, record) && given->label.list[qa_record_first(given, record)] != QA_NONE;
}

/* " (id 126)": in a file of one line nothing else tells two answers apart. */
static const char *id_of(const struct qa_builder *given, uint32_t record, struct qa_arena *words)
{
    const char *id = qa_key_text(given->names, qa_group_key(given, record), words);
    return id != NULL ? qa_arena_format(words, " (id %.60s)", id) : "";
}

static uint32_t label_of(const struct qa_builder *given, uint32_t record)
{
    return given->label.list[qa_record_first(given, record)];
}

/* Two labels that the rules of labels may make one are theirs to tell. */
static bool leave_to_rules(const struct qa_grouping *grouping, uint32_t a, uint32_t b,
                           const char *text)
{
    struct qa_builder *given = grouping->given;
    const struct qa_strings *labels = given->names->labels;
    if (!has_label(given, a) || !has_label(given, b) || label_of(given, a) == label_of(given, b) ||
        compare_values(given, qa_record_first(given, a), qa_record_first(given, b)) != 0 ||
        !qa_may_be_one_label(qa_strings_text(labels, label_of(given, a)),
                             qa_strings_text(labels, label_of(given, b)))) {
        return false;
    }
    const struct qa_label_conflict conflict = {.question = given->question.list[b],
                                               .label = {label_of(given, a), label_of(given, b)},
                                               .code = "E131",
                                               .file = path_of(given, b),
                                               .line = given->line.list[b],
                                               .text = qa_arena_text(given->arena, text),
                                               .source =
                                                   &given->sources[qa_builder_source_of(given, b)]};
    qa_builder_conflict(given, &conflict);
    return true;
}

/* "with 'cat' here and with 'dog' in line 7", or, where the label does not say all, "here and in
 * line 7"; the other file is named when there is one. */
static void report_duplicate(const struct qa_grouping *grouping, struct run first,
                             struct run second)
{
    const struct qa_builder *given = grouping->given;
    const struct qa_names *names = given->names;
    uint32_t a = grouping->order[first.first];
    uint32_t b = grouping->order[second.first];
    const char *who = qa_annotator_text(names, given->annotator.list[b]);
    /* Findings may live in the arena of the records, so words are made in another. */
    struct qa_arena *words = qa_arena_new();
    const char *file = path_of(given, a) == path_of(given, b)
                           ? "line "
                           : qa_arena_format(words, "%.120s:", path_of(given, a));
    const char *what = qa_arena_format(words, " (%.60s) here%s and",
                                       qa_strings_text(names->questions, given->question.list[b]),
                                       id_of(given, b, words));
    if (has_label(given, a) && has_label(given, b)) {
        what = qa_arena_format(
            words, " with '%.60s' here%s and with '%.60s'",
            qa_strings_text(names->labels, given->label.list[qa_record_first(given, b)]),
            id_of(given, b, words),
            qa_strings_text(names->labels, given->label.list[qa_record_first(given, a)]));
    }
    const char *text = qa_arena_format(
        words,
        "%s%s answers item '%s'%s in %s%u%s; --duplicates first or last keeps one, keep both%s",
        who[0] != '\0' ? "annotator " : "an unknown annotator", who,
        qa_strings_text(names->items, given->item.list[b]), what, file, given->line.list[a],
        id_of(given, a, words),
        who[0] == '\0' && path_of(given, a) != path_of(given, b)
            ? "; --vendor NAME=FILE tells two vendors apart, --annotator-from filename two people"
            : "");
    if (!leave_to_rules(grouping, a, b, text)) {
        qa_findings_addf(grouping->findings, QA_ERROR, "E131", path_of(given, b),
                         given->line.list[b], 0, "%s", text);
    }
    qa_arena_free(words);
}

/* A question has one kind: all objects of an answer must have that of its first. True when they do
 * not. */
static bool refuse_mixture(const struct qa_grouping *grouping, struct run run)
{
    const struct qa_builder *given = grouping->given;
    uint64_t first = first_object_of(grouping, run);
    for (size_t i = run.first; first != UINT64_MAX && i < run.end; i++) {
        uint32_t record = grouping->order[i];
        uint64_t end = qa_record_first(given, record + (size_t)1);
        for (uint64_t o = qa_record_first(given, record); o < end; o++) {
            uint8_t type = qa_record_object_type(given, o);
            uint8_t wanted = qa_record_object_type(given, first);
            if (qa_type_of_both(qa_types[type], qa_types[wanted]) == NULL) {
                qa_findings_addf(
                    grouping->findings, QA_ERROR, "E132", path_of(given, record),
                    given->line.list[record], 0,
                    "question '%s' of item '%s' is answered with a %s and with a %s; give each its "
                    "own question",
                    qa_strings_text(given->names->questions, given->question.list[record]),
                    qa_strings_text(given->names->items, given->item.list[record]),
                    qa_types[type < wanted ? type : wanted]->name,
                    qa_types[type < wanted ? wanted : type]->name);
                return true;
            }
        }
    }
    return false;
}

static void keep(struct qa_grouping *grouping, struct run run)
{
    const struct qa_builder *given = grouping->given;
    if (grouping->first_object != NULL) {
        grouping->first_object[grouping->n_answers] = grouping->n_objects;
    }
    grouping->record_of[grouping->n_answers++] = grouping->order[run.first];
    for (size_t i = run.first; i < run.end; i++) {
        uint64_t end = qa_record_first(given, grouping->order[i] + (size_t)1);
        for (uint64_t o = qa_record_first(given, grouping->order[i]); o < end; o++) {
            if (!qa_group_is_absorbed(grouping, o)) {
                grouping->object_order[grouping->n_objects++] = (uint32_t)o;
            }
        }
    }
}

/* When an answer was given: submitted, else started; QA_NO_TIME: not known. */
static int64_t time_of(const struct qa_grouping *grouping, struct run run)
{
    const struct qa_builder *given = grouping->given;
    int64_t time = QA_NO_TIME;
    for (size_t i = run.first; i < run.end; i++) {
        uint32_t record = grouping->order[i];
        int64_t own = given->submitted.list != NULL ? given->submitted.list[record] : QA_NO_TIME;
        if (own == QA_NO_TIME && given->started.list != NULL) {
            own = given->started.list[record];
        }
        time = own != QA_NO_TIME && (time == QA_NO_TIME || own > time) ? own : time;
    }
    return time;
}

/* The first or last by time where all have one, else by the order of files and rows. */
static struct run choose_kept(const struct qa_grouping *grouping, size_t start, size_t end)
{
    bool wants_last = grouping->duplicates == QA_DUPLICATES_LAST;
    bool all_timed = true;
    for (size_t at = start; at < end;) {
        struct run run = next_answer(grouping, at, end);
        all_timed = all_timed && time_of(grouping, run) != QA_NO_TIME;
        at = run.end;
    }
    struct run kept = next_answer(grouping, start, end);
    for (struct run run = kept; grouping->duplicates != QA_DUPLICATES_ERROR && run.end < end;) {
        run = next_answer(grouping, run.end, end);
        int64_t before = all_timed ? time_of(grouping, kept) : 0;
        int64_t time = all_timed ? time_of(grouping, run) : 0;
        bool is_later = time > before || (time == before && wants_last);
        kept = (wants_last ? is_later : time < before) ? run : kept;
    }
    return kept;
}

/* The answers of one annotator to one question of an item: order[start .. end - 1]. Of two kinds
 * (is_mixed) neither repeats the other, and that is said already. */
static void keep_one(struct qa_grouping *grouping, size_t start, size_t end, bool is_mixed)
{
    struct run kept = choose_kept(grouping, start, end);
    for (size_t at = start; at < end;) {
        struct run run = next_answer(grouping, at, end);
        at = run.end;
        if (run.first == kept.first) {
            continue;
        }
        bool same = same_content(grouping, kept, run);
        if (!same && !is_mixed && grouping->duplicates == QA_DUPLICATES_ERROR) {
            report_duplicate(grouping, kept, run);
        }
        exclude(grouping, run, same ? QA_EXCLUDED_REPEATED : QA_EXCLUDED_SUPERSEDED);
    }
    keep(grouping, kept);
}

static void join_parts(struct qa_grouping *grouping, size_t start, size_t end)
{
    for (size_t at = start; at < end;) {
        struct run run = next_answer(grouping, at, end);
        qa_group_join(grouping, grouping->order + run.first, run.end - run.first);
        at = run.end;
    }
}

static void make_answers(struct qa_grouping *grouping)
{
    const struct qa_builder *given = grouping->given;
    bool in_parts = qa_group_join_begin(grouping);
    grouping->record_of = QA_ARRAY(given->arena, uint32_t, given->n_records + 1);
    grouping->object_order = QA_ARRAY(given->arena, uint32_t, given->n_objects + 1);
    if (given->first_object.list != NULL || given->n_objects != given->n_records ||
        (given->only_type != QA_NO_TYPE &&
         (qa_types[given->only_type]->matching != QA_MATCH_ANSWER ||
          qa_types[given->only_type]->has_voices)) ||
        given->type.list != NULL) {
        grouping->first_object = QA_ARRAY(given->arena, uint64_t, given->n_records + 2);
    }
    for (size_t start = 0; start < grouping->n_done;) {
        uint32_t record = grouping->order[start];
        size_t end = start + 1;
        while (end < grouping->n_done &&
               given->item.list[grouping->order[end]] == given->item.list[record] &&
               qa_group_compare_answers(given, record, grouping->order[end]) == 0) {
            end++;
        }
        bool is_mixed =
            grouping->first_object != NULL && refuse_mixture(grouping, (struct run){start, end});
        if (in_parts) {
            join_parts(grouping, start, end);
        }
        if (grouping->duplicates == QA_DUPLICATES_KEEP && !is_mixed) {
            for (size_t at = start; at < end;) {
                struct run run = next_answer(grouping, at, end);
                keep(grouping, run);
                at = run.end;
            }
        } else {
            keep_one(grouping, start, end, is_mixed);
        }
        start = end;
    }
    if (grouping->first_object != NULL) {
        grouping->first_object[grouping->n_answers] = grouping->n_objects;
    }
}

/* What was set aside follows the answers. Returns how many. */
static size_t append_set_aside(struct qa_grouping *grouping)
{
    size_t n = grouping->given->n_records - grouping->n_done;
    memcpy(grouping->record_of + grouping->n_answers, grouping->order + grouping->n_done,
           n * sizeof *grouping->order);
    return n;
}

size_t qa_group_answers(struct qa_grouping *grouping)
{
    make_answers(grouping);
    return append_set_aside(grouping);
}
