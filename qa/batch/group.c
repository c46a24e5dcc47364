/* The second half of the builder: records to answers. */
#include <stdlib.h>
#include <string.h>

#include "qa/base/error.h"
#include "qa/batch/builder.h"
#include "qa/batch/builder_columns.h"

/* The work of one finish. Records are reached through `order`. */
struct grouping {
    struct qa_builder *given;
    struct qa_findings *findings;
    enum qa_duplicates duplicates;
    uint32_t *order;
    size_t n_done; /* the first of order; behind them those that were set aside */
    /* What comes out: of answer a, the record that describes it, and its objects. */
    uint32_t *record_of;
    uint64_t *first_object; /* NULL: every answer has one object */
    size_t n_answers;
    uint32_t *object_order;
    size_t n_objects;
};

static uint32_t optional(const struct qa_u32_column *column, size_t record)
{
    return column->list != NULL ? column->list[record] : QA_NONE;
}

static uint64_t key_of(const struct qa_builder *given, size_t record)
{
    return given->key.list != NULL ? given->key.list[record] : QA_NO_KEY;
}

static bool is_done(const struct qa_builder *given, size_t record)
{
    return given->status.list == NULL || given->status.list[record] == QA_DONE;
}

/* ---- plain deliveries ---- */

/*
 * Records of one file that come item by item and carry nothing but a label, as bulk deliveries do,
 * are put in order where they stand. False when they do not come so, or when some annotator answers
 * an item twice: the general way, which keeps an index of records, takes it from there. Either way
 * records that were moved stay in an order that the general way accepts.
 */
static bool order_in_place(const struct qa_builder *given)
{
    enum { MOST_OF_AN_ITEM = 64 };
    const uint32_t *item = given->item.list;
    uint32_t *annotator = given->annotator.list;
    uint32_t *label = given->label.list;
    uint32_t *line = given->line.list;
    if (!given->is_plain || given->n_sources != 1 || given->first_object.list != NULL ||
        given->n_objects != given->n_records || given->object_line.list != NULL) {
        return false;
    }
    size_t first = 0;
    for (size_t r = 1; r < given->n_records; r++) {
        if (item[r] != item[r - 1]) {
            if (item[r] < item[r - 1]) {
                return false;
            }
            first = r;
            continue;
        }
        uint32_t own = annotator[r];
        uint32_t own_label = label[r];
        uint32_t own_line = line[r];
        size_t at = r;
        for (; at > first && annotator[at - 1] > own; at--) {
            annotator[at] = annotator[at - 1];
            label[at] = label[at - 1];
            line[at] = line[at - 1];
        }
        annotator[at] = own;
        label[at] = own_label;
        line[at] = own_line;
        if ((at > first && annotator[at - 1] == own) || r - first > MOST_OF_AN_ITEM) {
            return false;
        }
    }
    return true;
}

/* Every record is an answer, in place. */
static void fill_in_place(struct qa_batch *batch, const struct qa_builder *given)
{
    batch->n_answers = given->n_records;
    batch->n_objects = given->n_objects;
    batch->item = given->item.list;
    batch->annotator = given->annotator.list;
    batch->line = given->line.list;
    batch->label = given->label.list;
    batch->only_question = qa_strings_intern_text(
        given->names->questions,
        given->only_type != QA_NO_TYPE ? qa_types[given->only_type]->question : "label");
}

/* ---- questions of answers that name none ---- */

static uint32_t question_of_type(const struct qa_builder *given, size_t type, uint32_t *known)
{
    if (known[type] == QA_NONE) {
        known[type] = qa_strings_intern_text(given->names->questions, qa_types[type]->question);
    }
    return known[type];
}

/* kinds[source]: a bit for each kind whose answers may have no objects and that the source holds,
 * or is said to. */
static uint32_t *kinds_of_sources(const struct qa_builder *given)
{
    uint32_t *kinds = QA_ARRAY(given->arena, uint32_t, given->n_sources + 1);
    uint32_t source = 0;
    for (size_t r = 0; r < given->n_records; r++) {
        while (source + 1 < given->n_sources && given->source_first.list[source + 1] <= r) {
            source++;
        }
        uint64_t end = qa_record_first(given, r + 1);
        for (uint64_t o = qa_record_first(given, r); o < end; o++) {
            uint8_t type = qa_record_object_type(given, o);
            if (qa_types[type]->matching == QA_MATCH_ASSIGN) {
                kinds[source] |= UINT32_C(1) << type;
            }
        }
    }
    for (size_t s = 0; s < given->n_sources; s++) {
        if (kinds[s] == 0) {
            const struct qa_type *type = given->sources[s].type;
            kinds[s] = UINT32_C(1) << (type != NULL ? qa_type_index(type) : 0);
        }
    }
    return kinds;
}

/* An answer without objects answers each question of its file; beyond the first by a record more.
 */
static void name_empty(struct qa_builder *given, size_t record, uint32_t kinds, uint32_t *known)
{
    bool first = true;
    for (size_t type = 0; type < qa_n_types; type++) {
        if ((kinds >> type & 1) == 0) {
            continue;
        }
        uint32_t question = question_of_type(given, type, known);
        if (first) {
            given->question.list[record] = question;
        } else {
            qa_builder_repeat_empty(given, record, question);
        }
        first = false;
    }
}

/* Answers without a question answer that of their kind: labels and boxes go together in one file.
 */
static void name_questions(struct qa_builder *given)
{
    struct qa_u32_column *question = &given->question;
    bool fresh = question->list == NULL;
    size_t n = given->n_records;
    uint32_t known[QA_TYPES_MAX];
    uint32_t *kinds = NULL;
    question->list = qa_arena_grow(given->arena, question->list, &question->capacity, n + 1,
                                   sizeof *question->list);
    for (size_t r = 0; fresh && r < n; r++) {
        question->list[r] = QA_NONE;
    }
    for (size_t t = 0; t < QA_TYPES_MAX; t++) {
        known[t] = QA_NONE;
    }
    for (size_t r = 0; r < n; r++) {
        if (question->list[r] != QA_NONE || !is_done(given, r)) {
            continue;
        }
        if (qa_record_count(given, r) > 0) {
            uint8_t type = qa_record_object_type(given, qa_record_first(given, r));
            question->list[r] = question_of_type(given, type, known);
        } else {
            kinds = kinds != NULL ? kinds : kinds_of_sources(given);
            name_empty(given, r, kinds[qa_builder_source_of(given, r)], known);
        }
    }
}

/* ---- order ---- */

/* Stable counting sort by item; what was set aside comes behind all items. */
static void order_by_item(struct grouping *grouping)
{
    const struct qa_builder *given = grouping->given;
    uint32_t n_items = qa_strings_count(given->names->items);
    grouping->order = QA_ARRAY(given->arena, uint32_t, given->n_records + 1);
    struct qa_arena_mark mark = qa_arena_mark(given->arena);
    size_t *next = QA_ARRAY(given->arena, size_t, (size_t)n_items + 2);
    for (size_t r = 0; r < given->n_records; r++) {
        next[(is_done(given, r) ? given->item.list[r] : n_items) + 1]++;
    }
    for (uint32_t i = 0; i <= n_items; i++) {
        next[i + 1] += next[i];
    }
    grouping->n_done = next[n_items];
    for (size_t r = 0; r < given->n_records; r++) {
        grouping->order[next[is_done(given, r) ? given->item.list[r] : n_items]++] = (uint32_t)r;
    }
    qa_arena_reset(given->arena, mark);
}

static int compare_id(uint64_t a, uint64_t b)
{
    return a < b ? -1 : a > b;
}

/* Whether two records of an item belong to one annotator's answer to one question, and else their
 * order. */
static int compare_answers(const struct qa_builder *given, uint32_t a, uint32_t b)
{
    int by = compare_id(given->question.list[a], given->question.list[b]);
    by = by != 0 ? by : compare_id(given->annotator.list[a], given->annotator.list[b]);
    by = by != 0 ? by : compare_id(optional(&given->vendor, a), optional(&given->vendor, b));
    return by != 0 ? by : compare_id(optional(&given->stage, a), optional(&given->stage, b));
}

/* Within an item: the above, then the order of the files, in a file the answer's own id, and last
 * the order of its rows. */
static int compare_records(const struct qa_builder *given, uint32_t a, uint32_t b)
{
    int by = compare_answers(given, a, b);
    by = by != 0 ? by : compare_id(qa_builder_source_of(given, a), qa_builder_source_of(given, b));
    return by != 0 ? by : compare_id(key_of(given, a), key_of(given, b));
}

/* Stable merge sort of order[0 .. n - 1]; short runs by insertion. buffer holds n / 2. */
static void sort_records(const struct qa_builder *given, uint32_t *order, size_t n,
                         uint32_t *buffer)
{
    if (n <= 16) {
        for (size_t i = 1; i < n; i++) {
            uint32_t record = order[i];
            size_t at = i;
            for (; at > 0 && compare_records(given, order[at - 1], record) > 0; at--) {
                order[at] = order[at - 1];
            }
            order[at] = record;
        }
        return;
    }
    size_t half = n / 2;
    sort_records(given, order, half, buffer);
    sort_records(given, order + half, n - half, buffer);
    memcpy(buffer, order, half * sizeof *buffer);
    size_t left = 0;
    size_t right = half;
    for (size_t out = 0; left < half; out++) {
        bool from_right = right < n && compare_records(given, order[right], buffer[left]) < 0;
        order[out] = from_right ? order[right++] : buffer[left++];
    }
}

static void sort_within_items(const struct grouping *grouping)
{
    const struct qa_builder *given = grouping->given;
    for (size_t start = 0; start < grouping->n_done;) {
        size_t end = start + 1;
        uint32_t item = given->item.list[grouping->order[start]];
        while (end < grouping->n_done && given->item.list[grouping->order[end]] == item) {
            end++;
        }
        struct qa_arena_mark mark = qa_arena_mark(given->arena);
        uint32_t *buffer =
            end - start > 16 ? QA_ARRAY(given->arena, uint32_t, (end - start) / 2) : NULL;
        sort_records(given, grouping->order + start, end - start, buffer);
        qa_arena_reset(given->arena, mark);
        start = end;
    }
}

/* ---- records to answers ---- */

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

/* The records from `at` that are one answer: of one file and with one id. */
static struct run next_answer(const struct grouping *grouping, size_t at, size_t end)
{
    const struct qa_builder *given = grouping->given;
    uint32_t record = grouping->order[at];
    struct run run = {at, at + 1};
    if (is_single(given, record)) {
        return run;
    }
    uint32_t source = qa_builder_source_of(given, record);
    while (run.end < end && !is_single(given, grouping->order[run.end]) &&
           key_of(given, grouping->order[run.end]) == key_of(given, record) &&
           qa_builder_source_of(given, grouping->order[run.end]) == source) {
        run.end++;
    }
    return run;
}

static const char *path_of(const struct qa_builder *given, uint32_t record)
{
    return given->sources[qa_builder_source_of(given, record)].path;
}

static uint64_t first_object_of(const struct grouping *grouping, struct run run)
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
    int by = compare_id(qa_record_object_type(given, a), qa_record_object_type(given, b));
    if (by != 0) {
        return by;
    }
    struct qa_objects objects = objects_given(given);
    by = qa_object_order(&objects, (size_t)a, &objects, (size_t)b);
    by = by != 0 ? by : compare_values(given, a, b);
    by = by != 0 ? by : compare_id(given->label.list[a], given->label.list[b]);
    if (by == 0 && given->crowd.list != NULL) {
        by = compare_id(given->crowd.list[a], given->crowd.list[b]);
    }
    return by;
}

static struct content content_of(const struct grouping *grouping, struct run run)
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
            size_t at = n++;
            for (; at > 0 && compare_objects(given, content.object[at - 1], o) > 0; at--) {
                content.object[at] = content.object[at - 1];
            }
            content.object[at] = o;
        }
    }
    return content;
}

static bool same_content(const struct grouping *grouping, struct run one, struct run other)
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

static void exclude(const struct grouping *grouping, struct run run,
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
    const char *id = qa_key_text(given->names, key_of(given, record), words);
    return id != NULL ? qa_arena_format(words, " (id %.60s)", id) : "";
}

/* "with 'cat' here and with 'dog' in line 7", or, where the label does not say all, "here and in
 * line 7"; the other file is named when there is one. */
static void report_duplicate(const struct grouping *grouping, struct run first, struct run second)
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
    qa_findings_addf(grouping->findings, QA_ERROR, "E131", path_of(given, b), given->line.list[b],
                     0,
                     "%s%s answers item '%s'%s in %s%u%s; --duplicates first or last keeps one, "
                     "keep both%s",
                     who[0] != '\0' ? "annotator " : "an unknown annotator", who,
                     qa_strings_text(names->items, given->item.list[b]), what, file,
                     given->line.list[a], id_of(given, a, words),
                     who[0] == '\0' && path_of(given, a) != path_of(given, b)
                         ? "; --vendor NAME=FILE tells two vendors apart, --annotator-from "
                           "filename two people"
                         : "");
    qa_arena_free(words);
}

/* A question has one kind: all objects of an answer must have that of its first. */
static void refuse_mixture(const struct grouping *grouping, struct run run)
{
    const struct qa_builder *given = grouping->given;
    uint64_t first = first_object_of(grouping, run);
    for (size_t i = run.first; first != UINT64_MAX && i < run.end; i++) {
        uint32_t record = grouping->order[i];
        uint64_t end = qa_record_first(given, record + (size_t)1);
        for (uint64_t o = qa_record_first(given, record); o < end; o++) {
            uint8_t type = qa_record_object_type(given, o);
            uint8_t wanted = qa_record_object_type(given, first);
            if (type != wanted) {
                qa_findings_addf(
                    grouping->findings, QA_ERROR, "E132", path_of(given, record),
                    given->line.list[record], 0,
                    "question '%s' of item '%s' is answered with a %s and with a %s; give each its "
                    "own question",
                    qa_strings_text(given->names->questions, given->question.list[record]),
                    qa_strings_text(given->names->items, given->item.list[record]),
                    qa_types[type < wanted ? type : wanted]->name,
                    qa_types[type < wanted ? wanted : type]->name);
                return;
            }
        }
    }
}

static void keep(struct grouping *grouping, struct run run)
{
    const struct qa_builder *given = grouping->given;
    if (grouping->first_object != NULL) {
        grouping->first_object[grouping->n_answers] = grouping->n_objects;
    }
    grouping->record_of[grouping->n_answers++] = grouping->order[run.first];
    for (size_t i = run.first; i < run.end; i++) {
        uint64_t end = qa_record_first(given, grouping->order[i] + (size_t)1);
        for (uint64_t o = qa_record_first(given, grouping->order[i]); o < end; o++) {
            grouping->object_order[grouping->n_objects++] = (uint32_t)o;
        }
    }
}

/* The answers of one annotator to one question of an item: order[start .. end - 1]. */
static void keep_one(struct grouping *grouping, size_t start, size_t end)
{
    struct run kept = next_answer(grouping, start, end);
    if (grouping->duplicates == QA_DUPLICATES_LAST) {
        for (struct run run = kept; run.end < end;) {
            run = next_answer(grouping, run.end, end);
            kept = run;
        }
    }
    for (size_t at = start; at < end;) {
        struct run run = next_answer(grouping, at, end);
        at = run.end;
        if (run.first == kept.first) {
            continue;
        }
        bool same = same_content(grouping, kept, run);
        if (!same && grouping->duplicates == QA_DUPLICATES_ERROR) {
            report_duplicate(grouping, kept, run);
        }
        exclude(grouping, run, same ? QA_EXCLUDED_REPEATED : QA_EXCLUDED_SUPERSEDED);
    }
    keep(grouping, kept);
}

static void group_answers(struct grouping *grouping)
{
    const struct qa_builder *given = grouping->given;
    grouping->record_of = QA_ARRAY(given->arena, uint32_t, given->n_records + 1);
    grouping->object_order = QA_ARRAY(given->arena, uint32_t, given->n_objects + 1);
    if (given->first_object.list != NULL || given->n_objects != given->n_records ||
        (given->only_type != QA_NO_TYPE &&
         qa_types[given->only_type]->matching != QA_MATCH_ANSWER) ||
        given->type.list != NULL) {
        grouping->first_object = QA_ARRAY(given->arena, uint64_t, given->n_records + 2);
    }
    for (size_t start = 0; start < grouping->n_done;) {
        uint32_t record = grouping->order[start];
        size_t end = start + 1;
        while (end < grouping->n_done &&
               given->item.list[grouping->order[end]] == given->item.list[record] &&
               compare_answers(given, record, grouping->order[end]) == 0) {
            end++;
        }
        if (grouping->first_object != NULL) {
            refuse_mixture(grouping, (struct run){start, end});
        }
        if (grouping->duplicates == QA_DUPLICATES_KEEP) {
            for (size_t at = start; at < end;) {
                struct run run = next_answer(grouping, at, end);
                keep(grouping, run);
                at = run.end;
            }
        } else {
            keep_one(grouping, start, end);
        }
        start = end;
    }
    if (grouping->first_object != NULL) {
        grouping->first_object[grouping->n_answers] = grouping->n_objects;
    }
}

/* What was set aside follows the answers. Returns how many. */
static size_t append_set_aside(struct grouping *grouping)
{
    size_t n = grouping->given->n_records - grouping->n_done;
    memcpy(grouping->record_of + grouping->n_answers, grouping->order + grouping->n_done,
           n * sizeof *grouping->order);
    return n;
}

/* ---- columns in the order of answers and objects ---- */

static bool is_identity(const uint32_t *order, size_t n, size_t n_given)
{
    size_t i = 0;
    while (n == n_given && i < n && order[i] == i) {
        i++;
    }
    return i == n && n == n_given;
}

/* A column in a new order. The old one is given back unless it is kept: at ten million rows the two
 * together would be the peak of the run. */
static void *gather(struct qa_arena *arena, void *column, size_t size, const uint32_t *order,
                    size_t n, bool keep_old)
{
    if (column == NULL) {
        return NULL;
    }
    unsigned char *out = qa_arena_array(arena, n + 1, size);
    const unsigned char *in = column;
    if (size == sizeof(uint32_t)) {
        const uint32_t *from = column;
        uint32_t *to = (void *)out;
        for (size_t i = 0; i < n; i++) {
            to[i] = from[order[i]];
        }
    } else {
        for (size_t i = 0; i < n; i++) {
            memcpy(out + i * size, in + order[i] * size, size);
        }
    }
    if (!keep_old) {
        qa_arena_release(arena, column);
    }
    return out;
}

/* Columns that are in order already stay where they are. */
struct reordering {
    struct qa_arena *arena;
    const uint32_t *order;
    size_t n;
    bool is_identity;
};

static void *reorder(const struct reordering *by, void *column, size_t size)
{
    return by->is_identity ? column : gather(by->arena, column, size, by->order, by->n, false);
}
#define REORDER(by, column) reorder((by), (column).list, sizeof *(column).list)

static void fill_answers(struct qa_batch *batch, struct qa_builder *given,
                         const struct reordering *by)
{
    if (given->n_sources > 1) {
        uint32_t *source = QA_ARRAY(by->arena, uint32_t, by->n + 1);
        for (size_t a = 0; a < by->n; a++) {
            source[a] = qa_builder_source_of(given, by->order[a]);
        }
        batch->source = source;
    }
    /* Lines serve the answers and the objects, so the old column stays for the second. */
    batch->line = by->is_identity ? given->line.list
                                  : gather(by->arena, given->line.list, sizeof(uint32_t), by->order,
                                           by->n, true);
    batch->item = REORDER(by, given->item);
    batch->annotator = REORDER(by, given->annotator);
    batch->question = REORDER(by, given->question);
    batch->vendor = REORDER(by, given->vendor);
    batch->batch = REORDER(by, given->batch);
    batch->stage = REORDER(by, given->stage);
    batch->started = REORDER(by, given->started);
    batch->submitted = REORDER(by, given->submitted);
    batch->duration = REORDER(by, given->duration);
    batch->key = REORDER(by, given->key);
    batch->status = REORDER(by, given->status);
    batch->image_size = REORDER(by, given->image_size);
}

/* Objects of rows that were merged have lines of their own. */
static uint32_t *object_lines(const struct qa_builder *given, const struct reordering *by)
{
    uint32_t *of_object = QA_ARRAY(by->arena, uint32_t, given->n_objects + 1);
    for (size_t r = 0; r < given->n_given; r++) {
        for (uint64_t o = qa_record_first(given, r); o < qa_record_first(given, r + 1); o++) {
            uint32_t own = optional(&given->object_line, (size_t)o);
            of_object[o] = own != QA_NONE ? own : given->line.list[r];
        }
    }
    return reorder(by, of_object, sizeof *of_object);
}

/* Equal runs of numbers are put in order themselves; of others the pieces that point to them. */
static void fill_numbers(struct qa_batch *batch, struct qa_builder *given,
                         const struct reordering *by)
{
    batch->arity = given->arity;
    if (given->number_at.list != NULL || by->is_identity || given->arity == 0) {
        batch->number = given->number.list;
        batch->number_at = REORDER(by, given->number_at);
        return;
    }
    batch->number = reorder(by, given->number.list, given->arity * sizeof *given->number.list);
}

static void fill_objects(struct qa_batch *batch, struct qa_builder *given,
                         const struct reordering *by)
{
    if (batch->first_object != NULL || given->object_line.list != NULL) {
        batch->object_line = object_lines(given, by);
    }
    batch->label = REORDER(by, given->label);
    fill_numbers(batch, given, by);
    batch->text = given->text.list;
    batch->text_at = REORDER(by, given->text_at);
    batch->score = REORDER(by, given->score);
    batch->value = REORDER(by, given->value);
    batch->crowd = REORDER(by, given->crowd);
    batch->object_key = REORDER(by, given->object_key);
}

/* A column that zero stands in for ends at the last row that used it; this gives the rows after it
 * their zeros by growing it to the full length. */
static void complete_columns(struct qa_builder *given)
{
    struct qa_arena *arena = given->arena;
    if (given->text_at.list != NULL) {
        given->text_at.list = qa_arena_grow(arena, given->text_at.list, &given->text_at.capacity,
                                            given->n_objects + 1, sizeof *given->text_at.list);
    }
    if (given->image_size.list != NULL) {
        given->image_size.list =
            qa_arena_grow(arena, given->image_size.list, &given->image_size.capacity,
                          given->n_records + 1, sizeof *given->image_size.list);
    }
    if (given->first_object.list != NULL) {
        given->first_object.list =
            qa_arena_grow(arena, given->first_object.list, &given->first_object.capacity,
                          given->n_records + 1, sizeof *given->first_object.list);
    }
}

/* ---- what kind each question asks for ---- */

static void note_kind(struct qa_batch *batch, const struct qa_builder *given, uint8_t *types,
                      size_t *answers, size_t answer, uint8_t type, struct qa_findings *findings)
{
    uint32_t question = qa_answer_question(batch, answer);
    if (types[question] == QA_NO_TYPE) {
        types[question] = type;
        answers[question] = answer;
    } else if (types[question] != type && answers[question] != SIZE_MAX) {
        size_t first = answers[question];
        qa_findings_addf(
            findings, QA_ERROR, "E132", qa_answer_source(batch, answer)->path, batch->line[answer],
            0,
            "question '%s' is answered with a %s here and with a %s in %.120s:%u; give "
            "each its own question",
            qa_strings_text(given->names->questions, question), qa_types[type]->name,
            qa_types[types[question]]->name, qa_answer_source(batch, first)->path,
            batch->line[first]);
        answers[question] = SIZE_MAX; /* said once */
    }
}

/* The lists, without a kind yet. */
static uint8_t *start_kinds(struct qa_batch *batch, const struct qa_builder *given,
                            size_t **answers)
{
    batch->n_questions = qa_strings_count(given->names->questions);
    uint8_t *types = QA_ARRAY(given->arena, uint8_t, batch->n_questions + (size_t)1);
    *answers = QA_ARRAY(given->arena, size_t, batch->n_questions + (size_t)1);
    memset(types, QA_NO_TYPE, batch->n_questions + (size_t)1);
    batch->question_type = types;
    batch->question_answer = *answers;
    return types;
}

/* Of a batch that is in place: all of one question. */
static void note_only_kind(struct qa_batch *batch, const struct qa_builder *given)
{
    size_t *answers;
    uint8_t *types = start_kinds(batch, given, &answers);
    if (batch->n_answers > 0) {
        types[batch->only_question] = given->only_type;
    }
}

static void note_kinds(struct qa_batch *batch, const struct qa_builder *given,
                       const uint32_t *object_order, struct qa_findings *findings)
{
    size_t *answers;
    uint8_t *types = start_kinds(batch, given, &answers);
    for (size_t a = 0; a < batch->n_answers; a++) {
        if (qa_object_count(batch, a) > 0) {
            uint64_t first = qa_first_object(batch, a);
            uint8_t type = qa_record_object_type(given, object_order[first]);
            note_kind(batch, given, types, answers, a, type, findings);
        }
    }
}

/* The general way: any kinds, any order, any number of files. */
static void finish_grouped(struct qa_builder *given, enum qa_duplicates duplicates,
                           struct qa_findings *findings, struct qa_batch *batch)
{
    struct grouping grouping = {.given = given, .findings = findings, .duplicates = duplicates};
    name_questions(given);
    complete_columns(given);
    order_by_item(&grouping);
    sort_within_items(&grouping);
    group_answers(&grouping);
    batch->n_answers = grouping.n_answers;
    batch->n_set_aside = append_set_aside(&grouping);
    batch->n_objects = grouping.n_objects;
    batch->first_object = grouping.first_object;
    size_t n = batch->n_answers + batch->n_set_aside;
    const struct reordering answers = {given->arena, grouping.record_of, n,
                                       is_identity(grouping.record_of, n, given->n_records)};
    const struct reordering objects = {
        given->arena, grouping.object_order, grouping.n_objects,
        is_identity(grouping.object_order, grouping.n_objects, given->n_objects)};
    fill_answers(batch, given, &answers);
    note_kinds(batch, given, grouping.object_order, findings);
    fill_objects(batch, given, &objects);
    qa_arena_release(given->arena, grouping.record_of);
    qa_arena_release(given->arena, grouping.order);
    qa_arena_release(given->arena, grouping.object_order);
}

struct qa_batch *qa_builder_finish(struct qa_builder *builder, enum qa_duplicates duplicates,
                                   struct qa_findings *findings)
{
    struct qa_batch *batch = QA_NEW(builder->arena, struct qa_batch);
    qa_builder_close(builder);
    batch->names = builder->names;
    batch->sources = builder->sources;
    batch->n_sources = builder->n_sources;
    if (builder->n_records == 0) {
        qa_builder_reserve(builder, 1);
    }
    if (order_in_place(builder)) {
        fill_in_place(batch, builder);
        note_only_kind(batch, builder);
    } else {
        finish_grouped(builder, duplicates, findings, batch);
    }
    return batch;
}
