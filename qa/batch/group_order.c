/* Records in the order of the batch. */
#include <string.h>

#include "qa/batch/group_parts.h"

/* Stable counting sort by item; what was set aside comes behind all items. */
static void order_by_item(struct qa_grouping *grouping)
{
    const struct qa_builder *given = grouping->given;
    uint32_t n_items = qa_strings_count(given->names->items);
    grouping->order = QA_ARRAY(given->arena, uint32_t, given->n_records + 1);
    struct qa_arena_mark mark = qa_arena_mark(given->arena);
    size_t *next = QA_ARRAY(given->arena, size_t, (size_t)n_items + 2);
    for (size_t r = 0; r < given->n_records; r++) {
        next[(qa_group_is_done(given, r) ? given->item.list[r] : n_items) + 1]++;
    }
    for (uint32_t i = 0; i <= n_items; i++) {
        next[i + 1] += next[i];
    }
    grouping->n_done = next[n_items];
    for (size_t r = 0; r < given->n_records; r++) {
        grouping->order[next[qa_group_is_done(given, r) ? given->item.list[r] : n_items]++] =
            (uint32_t)r;
    }
    qa_arena_reset(given->arena, mark);
}

/* Whether two records of an item belong to one annotator's answer to one question, and else their
 * order. */
int qa_group_compare_answers(const struct qa_builder *given, uint32_t a, uint32_t b)
{
    int by = qa_group_compare_id(given->question.list[a], given->question.list[b]);
    by = by != 0 ? by : qa_group_compare_id(given->annotator.list[a], given->annotator.list[b]);
    by = by != 0 ? by
                 : qa_group_compare_id(qa_group_optional(&given->vendor, a),
                                       qa_group_optional(&given->vendor, b));
    return by != 0 ? by
                   : qa_group_compare_id(qa_group_optional(&given->stage, a),
                                         qa_group_optional(&given->stage, b));
}

/* Within an item: the above, then the order of the files, in a file the answer's own id, and last
 * the order of its rows. */
static int compare_records(const struct qa_builder *given, uint32_t a, uint32_t b)
{
    int by = qa_group_compare_answers(given, a, b);
    by = by != 0
             ? by
             : qa_group_compare_id(qa_builder_source_of(given, a), qa_builder_source_of(given, b));
    return by != 0 ? by : qa_group_compare_id(qa_group_key(given, a), qa_group_key(given, b));
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
    if (compare_records(given, order[half - 1], order[half]) <= 0) {
        return;
    }
    memcpy(buffer, order, half * sizeof *buffer);
    size_t left = 0;
    size_t right = half;
    for (size_t out = 0; left < half; out++) {
        bool from_right = right < n && compare_records(given, order[right], buffer[left]) < 0;
        order[out] = from_right ? order[right++] : buffer[left++];
    }
}

static void sort_within_items(const struct qa_grouping *grouping)
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

void qa_group_order(struct qa_grouping *grouping)
{
    order_by_item(grouping);
    sort_within_items(grouping);
}
