#include "qa/batch/items_apart.h"

#include <string.h>

#include "qa/batch/item_names.h"

enum { LEAST_ITEMS = 5, MOST_UNSHARED = 200000, MOST_NAMES = 8 };

/* Of an annotator: distinct items, those that somebody else answers too, and those of the others
 * that look like somebody else's. */
struct work {
    size_t n_items;
    size_t n_shared;
    size_t n_alike;
};

/* The answers to one item. */
struct span {
    size_t first;
    size_t end;
};

/* By key: the items that have it, the last first. */
struct look {
    uint32_t n_items;
    struct named *last;
};
struct named {
    struct span span;
    struct named *before;
};

struct search {
    const struct qa_batch *batch;
    struct work *work; /* by annotator */
    struct qa_arena *arena;
};

static struct span span_at(const struct qa_batch *batch, size_t first)
{
    size_t end = first + 1;
    while (end < batch->n_answers && batch->item[end] == batch->item[first]) {
        end++;
    }
    return (struct span){first, end};
}

static bool has_annotator(const struct qa_batch *batch, struct span span, uint32_t annotator)
{
    size_t a = span.first;
    while (a < span.end && batch->annotator[a] != annotator) {
        a++;
    }
    return a < span.end;
}

static bool is_shared(const struct qa_batch *batch, struct span span)
{
    size_t a = span.first + 1;
    while (a < span.end && batch->annotator[a] == batch->annotator[span.first]) {
        a++;
    }
    return a < span.end;
}

/* Once for each of the annotators of an item. */
static bool is_first_of(const struct qa_batch *batch, struct span span, size_t answer)
{
    return batch->annotator[answer] != QA_NONE &&
           !has_annotator(batch, (struct span){span.first, answer}, batch->annotator[answer]);
}

/* Returns how many items nobody shares. */
static size_t count_work(const struct search *search)
{
    const struct qa_batch *batch = search->batch;
    size_t n_unshared = 0;
    for (struct span span = {0, 0}; span.end < batch->n_answers;) {
        span = span_at(batch, span.end);
        bool is_of_several = is_shared(batch, span);
        n_unshared += !is_of_several;
        for (size_t a = span.first; a < span.end; a++) {
            if (is_first_of(batch, span, a)) {
                search->work[batch->annotator[a]].n_items++;
                search->work[batch->annotator[a]].n_shared += is_of_several;
            }
        }
    }
    return n_unshared;
}

static bool shares_few(const struct work *work)
{
    return work->n_items >= LEAST_ITEMS && 2 * work->n_shared < work->n_items;
}

static const char *text_of(const struct search *search, struct span span)
{
    return qa_strings_text(search->batch->names->items, search->batch->item[span.first]);
}

/* ---- names that look like one ---- */

static bool nobody_has_both(const struct search *search, struct span one, struct span other)
{
    for (size_t a = one.first; a < one.end; a++) {
        if (has_annotator(search->batch, other, search->batch->annotator[a])) {
            return false;
        }
    }
    return true;
}

static bool may_be_one(const struct search *search, const struct look *look)
{
    if (look->n_items < 2 || look->n_items > MOST_NAMES) {
        return false;
    }
    for (const struct named *b = look->last; b != NULL; b = b->before) {
        for (const struct named *a = b->before; a != NULL; a = a->before) {
            if (!nobody_has_both(search, a->span, b->span) ||
                !qa_item_folders_fit(text_of(search, a->span), text_of(search, b->span),
                                     search->arena)) {
                return false;
            }
        }
    }
    return true;
}

static void count_alike(const struct search *search, const struct look *look)
{
    const struct qa_batch *batch = search->batch;
    for (const struct named *named = look->last; named != NULL; named = named->before) {
        struct span span = named->span;
        for (size_t a = span.first; a < span.end && !is_shared(batch, span); a++) {
            if (is_first_of(batch, span, a)) {
                search->work[batch->annotator[a]].n_alike++;
            }
        }
    }
}

/* Returns how many keys there are. */
static uint32_t gather(const struct search *search, struct look *looks)
{
    const struct qa_batch *batch = search->batch;
    struct qa_strings *keys = qa_strings_new(search->arena);
    for (struct span span = {0, 0}; span.end < batch->n_answers;) {
        span = span_at(batch, span.end);
        const char *loose = qa_item_loose_key(text_of(search, span), search->arena);
        struct look *look = &looks[qa_strings_intern_text(keys, loose)];
        struct named *named = QA_NEW(search->arena, struct named);
        *named = (struct named){span, look->last};
        *look = (struct look){look->n_items + 1, named};
    }
    return qa_strings_count(keys);
}

/* ---- what is said ---- */

static bool is_apart(const struct work *work)
{
    return shares_few(work) && 2 * work->n_alike >= work->n_items - work->n_shared;
}

/* An item of an annotator, and another that looks like it. */
struct pair {
    const struct named *own;
    const struct named *other;
};

static struct pair pair_of(const struct search *search, const struct look *look, uint32_t annotator)
{
    struct pair pair = {NULL, NULL};
    for (const struct named *named = look->last; named != NULL; named = named->before) {
        if (has_annotator(search->batch, named->span, annotator)) {
            pair.own = named;
        } else {
            pair.other = named;
        }
    }
    return pair;
}

static void say(const struct search *search, const struct pair *pair, uint32_t annotator,
                struct qa_findings *findings)
{
    const struct qa_names *names = search->batch->names;
    const struct work *work = &search->work[annotator];
    const char *own = text_of(search, pair->own->span);
    const char *other = text_of(search, pair->other->span);
    enum qa_item_reading helps = qa_item_reading_that_joins(own, other, search->arena);
    const char *advice = helps == QA_ITEMS_AUTO
                             ? "name them alike"
                             : qa_arena_format(search->arena, "--item-names %s makes them one",
                                               qa_item_reading_name(helps));
    uint32_t vendor = qa_annotator_vendor(names, annotator);
    qa_findings_add(
        findings,
        (struct qa_finding){
            .severity = QA_WARNING,
            .code = "W809",
            .vendor = vendor != QA_NONE ? qa_strings_text(names->vendors, vendor) : NULL,
            .text = qa_arena_format(
                findings->arena,
                "%zu of the %zu items of annotator '%.60s' are shared with nobody and look like "
                "items of others: '%.80s' beside '%.80s'; if they are the same, %s",
                work->n_alike, work->n_items, qa_annotator_text(names, annotator), own, other,
                advice)});
}

/* The first by name of the annotators who are apart; QA_NONE. */
static uint32_t first_apart(const struct search *search)
{
    uint32_t n = qa_annotator_count(search->batch->names);
    const uint32_t *rank = qa_annotator_rank(search->batch->names, search->arena);
    uint32_t first = QA_NONE;
    for (uint32_t a = 0; a < n; a++) {
        bool is_before =
            first == QA_NONE || search->work[a].n_shared < search->work[first].n_shared ||
            (search->work[a].n_shared == search->work[first].n_shared && rank[a] < rank[first]);
        first = is_apart(&search->work[a]) && is_before ? a : first;
    }
    return first;
}

/* The first, by the annotator's own name, of the items that look like another. */
static void say_first(const struct search *search, const struct look *looks, uint32_t n,
                      uint32_t annotator, struct qa_findings *findings)
{
    struct pair first = {NULL, NULL};
    for (uint32_t k = 0; k < n; k++) {
        struct pair pair = pair_of(search, &looks[k], annotator);
        if (pair.own == NULL || pair.other == NULL || !may_be_one(search, &looks[k])) {
            continue;
        }
        if (first.own == NULL || qa_text_compare(text_of(search, pair.own->span),
                                                 text_of(search, first.own->span)) < 0) {
            first = pair;
        }
    }
    if (first.own != NULL) {
        say(search, &first, annotator, findings);
    }
}

static void search_names(const struct search *search, struct qa_findings *findings)
{
    size_t n_items = qa_strings_count(search->batch->names->items);
    struct look *looks = QA_ARRAY(search->arena, struct look, n_items + 1);
    uint32_t n = gather(search, looks);
    for (uint32_t k = 0; k < n; k++) {
        if (may_be_one(search, &looks[k])) {
            count_alike(search, &looks[k]);
        }
    }
    uint32_t annotator = first_apart(search);
    if (annotator != QA_NONE) {
        say_first(search, looks, n, annotator, findings);
    }
}

void qa_items_apart_say(const struct qa_batch *delivery, struct qa_findings *findings)
{
    uint32_t n = qa_annotator_count(delivery->names);
    if (n < 2) {
        return;
    }
    struct qa_arena *scratch = qa_arena_new();
    struct search search = {delivery, QA_ARRAY(scratch, struct work, n), scratch};
    bool is_short = count_work(&search) <= MOST_UNSHARED;
    bool any = false;
    for (uint32_t a = 0; a < n; a++) {
        any = any || shares_few(&search.work[a]);
    }
    if (any && is_short) {
        search_names(&search, findings);
    }
    qa_arena_free(scratch);
}
