#include "qa/procurement/evaluation_parts.h"

#include <stdlib.h>
#include <string.h>

#include "qa/stats/describe.h"

bool qa_evaluation_asks(const struct qa_batch *delivery, enum qa_matching matching)
{
    for (uint32_t q = 0; q < delivery->questions->n; q++) {
        const struct qa_question *question = &delivery->questions->list[q];
        bool serves = matching == QA_MATCH_ASSIGN ? question->type->matching == QA_MATCH_ASSIGN
                                                  : question->type->is_category;
        if (question->is_asked[QA_DELIVERY] && serves) {
            return true;
        }
    }
    return false;
}

static uint64_t countable_objects(const struct qa_batch *batch, size_t answer)
{
    uint64_t first = qa_first_object(batch, answer);
    size_t n = qa_object_count(batch, answer);
    uint64_t counted = 0;

    for (uint64_t i = first; i < first + n; i++) {
        counted += !qa_object_is_crowd(batch, i);
    }
    return counted;
}

double qa_evaluation_objects_per_item(const struct qa_batch *batch, struct qa_arena *arena)
{
    uint32_t n_questions = qa_strings_count(batch->names->questions);
    uint64_t *objects = QA_ARRAY(arena, uint64_t, n_questions);
    uint64_t *answers = QA_ARRAY(arena, uint64_t, n_questions);
    double mean = 0.0;

    for (size_t i = 0; i < batch->n_answers; i++) {
        uint32_t question = qa_answer_question(batch, i);

        if (qa_answer_type(batch, i)->matching == QA_MATCH_ASSIGN) {
            objects[question] += countable_objects(batch, i);
            answers[question]++;
        }
    }
    for (uint32_t q = 0; q < n_questions; q++) {
        mean += answers[q] > 0 ? (double)objects[q] / (double)answers[q] : 0.0;
    }
    return mean;
}

/* Time of one vendor's answers. Integers, so that the order of answers cannot show. */
struct vendor_time {
    int64_t microseconds;
    uint64_t items;
    uint32_t last_item; /* answers are grouped by item: a new one is another item */
};

double *qa_evaluation_seconds_per_item(const struct qa_batch *batch,
                                       const struct qa_evaluated_vendor *vendors, size_t n,
                                       struct qa_arena *arena)
{
    uint32_t n_ids = qa_strings_count(batch->names->vendors);
    /* The last place is for answers without a vendor. */
    struct vendor_time *times = QA_ARRAY(arena, struct vendor_time, (size_t)n_ids + 1);
    double *seconds = QA_ARRAY(arena, double, n);

    for (size_t i = 0; i < (size_t)n_ids + 1; i++) {
        times[i].last_item = QA_NONE;
    }
    for (size_t i = 0; i < batch->n_answers; i++) {
        uint32_t vendor = qa_answer_vendor(batch, i);
        struct vendor_time *time = &times[vendor == QA_NONE ? n_ids : vendor];
        int64_t duration = qa_answer_duration(batch, i);

        if (duration == QA_NO_TIME) {
            continue;
        }
        time->microseconds += duration;
        time->items += time->last_item != batch->item[i];
        time->last_item = batch->item[i];
    }
    for (size_t v = 0; v < n; v++) {
        const struct vendor_time *time = &times[vendors[v].id == QA_NONE ? n_ids : vendors[v].id];

        if (vendors[v].delivered && time->items > 0) {
            seconds[v] = (double)time->microseconds / (double)QA_SECOND / (double)time->items;
        }
    }
    return seconds;
}

struct duration {
    double hours;
    bool ended;
};

static int by_hours(const void *left, const void *right)
{
    const struct duration *a = left;
    const struct duration *b = right;

    return a->hours != b->hours ? (a->hours > b->hours) - (a->hours < b->hours)
                                : (int)b->ended - (int)a->ended;
}

void qa_evaluation_hours(const struct qa_turnaround *turnaround, struct qa_vendor_facts *facts,
                         struct qa_arena *arena)
{
    struct duration *list = QA_ARRAY(arena, struct duration, turnaround->n_entries);
    size_t n = 0;
    size_t n_ended = 0;

    for (size_t i = 0; i < turnaround->n_entries; i++) {
        const struct qa_delivery_entry *entry = &turnaround->entries[i];

        if (entry->round == 1 && strcmp(entry->vendor, facts->name) == 0) {
            list[n] = (struct duration){.hours = qa_delivery_hours(entry),
                                        .ended = !qa_delivery_is_open(entry)};
            n_ended += list[n++].ended;
        }
    }
    qsort(list, n, sizeof *list, by_hours);
    double *hours = QA_ARRAY(arena, double, n);
    bool *ended = QA_ARRAY(arena, bool, n);
    for (size_t i = 0; i < n; i++) {
        hours[i] = list[i].hours;
        ended[i] = list[i].ended;
    }
    facts->hours = hours;
    facts->ended = n_ended < n ? ended : NULL;
    facts->n_hours = n;
}
