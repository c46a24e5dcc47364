/* What is said of items that join, and of those that do not. */
#include <string.h>

#include "qa/batch/builder_columns.h"
#include "qa/batch/items_parts.h"

static const char *const side_names[] = {
    [QA_SIDE_GOLD] = "gold", [QA_SIDE_PRELABELS] = "the pre-labels"};

static enum qa_role role_of(unsigned side)
{
    return side == QA_SIDE_GOLD ? QA_GOLD : side == QA_SIDE_PRELABELS ? QA_PRELABELS : QA_DELIVERY;
}

static const char *text_of(const struct qa_item_survey *survey, uint32_t item)
{
    return qa_strings_text(survey->names->items, item);
}

/* The vendor of a side; NULL without one, or for the side of all that are too many. */
static const char *vendor_of(const struct qa_item_survey *survey, unsigned side)
{
    return side <= QA_SIDE_DELIVERY || side == QA_SIDES_MAX - 1
               ? NULL
               : qa_strings_text(survey->names->vendors, side - QA_SIDE_DELIVERY - 1);
}

static bool is_on(const struct qa_item_survey *survey, uint32_t item, unsigned side)
{
    return (survey->sides[item] >> side & 1) != 0;
}

/* ---- places ---- */

struct place {
    const char *path;
    uint32_t line;
};

/* Where an item comes first on a side. */
static struct place place_of(const struct qa_item_survey *survey, uint32_t item, unsigned side)
{
    const struct qa_builder *builder = survey->builder[role_of(side)];
    const char *vendor = vendor_of(survey, side);
    for (size_t r = 0; r < builder->n_records; r++) {
        bool is_own = vendor == NULL || builder->vendor.list == NULL ||
                      builder->vendor.list[r] == side - QA_SIDE_DELIVERY - 1;
        if (builder->item.list[r] == item && is_own) {
            return (struct place){builder->sources[qa_builder_source_of(builder, r)].path,
                                  builder->line.list[r]};
        }
    }
    return (struct place){NULL, 0};
}

/* A side that both items are on. */
static unsigned common_side(const struct qa_item_survey *survey, uint32_t a, uint32_t b)
{
    unsigned side = 0;
    while (side + 1 < QA_SIDES_MAX && !(is_on(survey, a, side) && is_on(survey, b, side))) {
        side++;
    }
    return side;
}

/* ---- two names side by side ---- */

struct example {
    uint32_t reference; /* QA_NONE: all of the side's items are shared */
    uint32_t delivered;
    enum qa_item_reading helps; /* QA_ITEMS_AUTO: none */
};

static bool is_alone(const struct qa_item_survey *survey, const struct qa_item_trial *trial,
                     uint32_t item, unsigned side, unsigned other)
{
    return is_on(survey, item, side) && (trial->sides[trial->key[item]] >> other & 1) == 0;
}

/* The first by name of the items of a side that the other has not. */
static uint32_t first_alone(const struct qa_item_survey *survey, const struct qa_item_trial *trial,
                            unsigned side, unsigned other)
{
    uint32_t first = QA_NONE;
    for (uint32_t item = 0; item < survey->n_items; item++) {
        if (is_alone(survey, trial, item, side, other) &&
            (first == QA_NONE ||
             qa_text_compare(text_of(survey, item), text_of(survey, first)) < 0)) {
            first = item;
        }
    }
    return first;
}

/* Two names that look like one; else the first of each side. */
static struct example example_of(const struct qa_item_survey *survey,
                                 const struct qa_item_trial *trial, unsigned reference,
                                 unsigned side)
{
    struct qa_arena *arena = survey->arena;
    struct qa_strings *loose = qa_strings_new(arena);
    uint32_t *owner = QA_ARRAY(arena, uint32_t, (size_t)survey->n_items + 1);
    struct example out = {first_alone(survey, trial, reference, side), QA_NONE, QA_ITEMS_AUTO};
    for (uint32_t item = 0; item < survey->n_items; item++) {
        if (is_alone(survey, trial, item, reference, side)) {
            uint32_t n = qa_strings_count(loose);
            uint32_t key =
                qa_strings_intern_text(loose, qa_item_loose_key(text_of(survey, item), arena));
            owner[key] = key == n ? item : owner[key];
        }
    }
    for (uint32_t item = 0; item < survey->n_items; item++) {
        if (!is_alone(survey, trial, item, side, reference)) {
            continue;
        }
        const char *key = qa_item_loose_key(text_of(survey, item), arena);
        uint32_t found = qa_strings_find(loose, key, strlen(key));
        if (found != QA_NONE &&
            (out.delivered == QA_NONE ||
             qa_text_compare(text_of(survey, item), text_of(survey, out.delivered)) < 0)) {
            out.delivered = item;
            out.reference = owner[found];
        }
    }
    if (out.delivered == QA_NONE) {
        out.delivered = first_alone(survey, trial, side, reference);
    } else {
        out.helps = qa_item_reading_that_joins(text_of(survey, out.reference),
                                               text_of(survey, out.delivered), arena);
    }
    return out;
}

/* ": 'a.jpg' of gold beside 'images/a.jpg' of the delivery". */
static const char *example_text(const struct qa_item_survey *survey, const struct example *example,
                                unsigned reference)
{
    if (example->reference == QA_NONE || example->delivered == QA_NONE) {
        return "";
    }
    return qa_arena_format(survey->arena, ": '%.80s' of %s beside '%.80s' of the delivery",
                           text_of(survey, example->reference), side_names[reference],
                           text_of(survey, example->delivered));
}

/* ---- findings ---- */

static const char *advice(const struct qa_item_survey *survey, const struct example *example,
                          const struct qa_item_trial *trial)
{
    if (example->helps == QA_ITEMS_AUTO || example->helps == trial->reading) {
        return "if they are the same, name them alike, or see --item-names";
    }
    return qa_arena_format(survey->arena, "--item-names %s makes these two one",
                           qa_item_reading_name(example->helps));
}

static void say_share(const struct qa_item_survey *survey, const struct qa_item_trial *trial,
                      unsigned reference, unsigned side, bool is_error)
{
    struct example example = example_of(survey, trial, reference, side);
    struct place place = place_of(survey, example.delivered, side);
    const char *vendor = vendor_of(survey, side);
    size_t shared = trial->shared[reference][side];
    const char *how_many =
        shared == 0 ? "none" : qa_arena_format(survey->arena, "only %zu", shared);
    const char *whose = vendor == NULL
                            ? qa_arena_format(survey->arena, "%zu delivered item%s", trial->n[side],
                                              trial->n[side] == 1 ? "" : "s")
                            : qa_arena_format(survey->arena, "%zu item%s of %.60s", trial->n[side],
                                              trial->n[side] == 1 ? "" : "s", vendor);
    qa_findings_addf(survey->findings, is_error ? QA_ERROR : QA_WARNING, is_error ? "E160" : "W142",
                     place.path, place.line, 0, "%s of the %s %s among the %zu of %s%s; %s",
                     how_many, whose, shared < 2 ? "is" : "are", trial->n[reference],
                     side_names[reference], example_text(survey, &example, reference),
                     advice(survey, &example, trial));
}

/* A reference of which nothing is shared at all is an error; a delivery that shares little with one
 * that others share, a warning. */
static void say_shares(const struct qa_item_survey *survey, const struct qa_item_trial *trial)
{
    for (unsigned r = 0; r < QA_SIDE_DELIVERY; r++) {
        size_t shared = 0;
        for (unsigned side = QA_SIDE_DELIVERY; side < QA_SIDES_MAX; side++) {
            shared += trial->shared[r][side];
        }
        for (unsigned side = QA_SIDE_DELIVERY; side < QA_SIDES_MAX; side++) {
            if (qa_items_share_few(trial, r, side)) {
                say_share(survey, trial, r, side, shared == 0);
            }
        }
    }
}

/* Names that were made one by Unicode alone. */
static void say_forms(const struct qa_item_survey *survey)
{
    const struct qa_item_trial *plain = survey->plain;
    if (plain->n_joined == 0) {
        return;
    }
    uint32_t item = 0;
    while (plain->owner[plain->key[item]] == item) {
        item++;
    }
    qa_findings_addf(
        survey->findings, QA_WARNING, "W141", NULL, 0, 0,
        "%u item%s written in two ways that look the same (forms of Unicode, blanks or "
        "what cannot be seen at either end), and counted as one each: '%.80s'",
        plain->n_joined, plain->n_joined == 1 ? " is" : "s are", text_of(survey, item));
}

static void say_merged(const struct qa_item_survey *survey, const struct qa_item_trial *trial)
{
    uint32_t first = trial->merged[0];
    uint32_t second = trial->merged[1];
    unsigned side = common_side(survey, first, second);
    struct place here = place_of(survey, second, side);
    struct place there = place_of(survey, first, side);
    qa_findings_addf(
        survey->findings, QA_ERROR, "E163", here.path, here.line, 0,
        "read %s, '%.80s' here and '%.80s' in %.120s:%u are both '%.80s'; two items of "
        "one side are never made one: choose another --item-names",
        qa_item_reading_words(trial->reading), text_of(survey, second), text_of(survey, first),
        there.path != NULL ? there.path : "", there.line,
        qa_strings_text(trial->keys, trial->key[first]));
}

/* The first by name of the delivered items that the reading joins, with its partner. */
static struct example joined_example(const struct qa_item_survey *survey,
                                     const struct qa_item_trial *trial, unsigned reference,
                                     unsigned side)
{
    struct example out = {QA_NONE, QA_NONE, trial->reading};
    for (uint32_t item = 0; item < survey->n_items; item++) {
        bool is_joined = is_alone(survey, survey->plain, item, side, reference) &&
                         !is_alone(survey, trial, item, side, reference);
        if (is_joined &&
            (out.delivered == QA_NONE ||
             qa_text_compare(text_of(survey, item), text_of(survey, out.delivered)) < 0)) {
            out.delivered = item;
        }
    }
    for (uint32_t item = 0; out.delivered != QA_NONE && item < survey->n_items; item++) {
        if (is_on(survey, item, reference) && trial->key[item] == trial->key[out.delivered]) {
            out.reference = item;
        }
    }
    return out;
}

static void say_joined(const struct qa_item_survey *survey, const struct qa_item_trial *trial,
                       unsigned reference, unsigned side)
{
    bool is_base = trial->reading == QA_ITEMS_PATH && trial->folders == 0;
    enum qa_item_reading reading = is_base ? QA_ITEMS_BASE : trial->reading;
    struct example example = joined_example(survey, trial, reference, side);
    struct place place = place_of(survey, example.delivered, side);
    qa_findings_addf(survey->findings, QA_WARNING, "W140", place.path, place.line, 0,
                     "items are joined %s (--item-names %s): %zu of %zu are then shared with %s, "
                     "and %zu as they stand%s",
                     qa_item_reading_words(reading), qa_item_reading_name(reading),
                     trial->shared[reference][side], qa_items_could_share(trial, reference, side),
                     side_names[reference], survey->plain->shared[reference][side],
                     example_text(survey, &example, reference));
}

/* For each delivery that the reading joins better than the names as they stand. */
static void say_applied(const struct qa_item_survey *survey, const struct qa_item_trial *trial)
{
    for (unsigned r = 0; r < QA_SIDE_DELIVERY; r++) {
        for (unsigned side = QA_SIDE_DELIVERY; side < QA_SIDES_MAX; side++) {
            if (trial->shared[r][side] > survey->plain->shared[r][side]) {
                say_joined(survey, trial, r, side);
            }
        }
    }
}

/* ---- single items that look like one and are two ---- */

/* By loose key: how many items have it, and one that the reference alone has, and the delivery. */
struct look {
    uint32_t n_items;
    uint32_t reference;
    uint32_t delivered;
};

static void say_near_miss(const struct qa_item_survey *survey, const struct qa_item_trial *trial,
                          unsigned reference, unsigned side)
{
    struct qa_arena *arena = survey->arena;
    struct qa_strings *loose = qa_strings_new(arena);
    struct look *looks = QA_ARRAY(arena, struct look, (size_t)survey->n_items + 1);
    uint32_t n_pairs = 0;
    struct example first = {QA_NONE, QA_NONE, QA_ITEMS_AUTO};
    for (uint32_t item = 0; item < survey->n_items; item++) {
        uint32_t n = qa_strings_count(loose);
        uint32_t key =
            qa_strings_intern_text(loose, qa_item_loose_key(text_of(survey, item), arena));
        if (key == n) {
            looks[key] = (struct look){0, QA_NONE, QA_NONE};
        }
        looks[key].n_items++;
        looks[key].reference =
            is_alone(survey, trial, item, reference, side) ? item : looks[key].reference;
        looks[key].delivered =
            is_alone(survey, trial, item, side, reference) ? item : looks[key].delivered;
    }
    for (uint32_t key = 0; key < qa_strings_count(loose); key++) {
        const struct look *look = &looks[key];
        if (look->n_items != 2 || look->reference == QA_NONE || look->delivered == QA_NONE) {
            continue;
        }
        n_pairs++;
        if (first.delivered == QA_NONE || qa_text_compare(text_of(survey, look->delivered),
                                                          text_of(survey, first.delivered)) < 0) {
            first = (struct example){look->reference, look->delivered, QA_ITEMS_AUTO};
        }
    }
    if (n_pairs == 0) {
        return;
    }
    first.helps = qa_item_reading_that_joins(text_of(survey, first.reference),
                                             text_of(survey, first.delivered), arena);
    struct place place = place_of(survey, first.delivered, side);
    qa_findings_addf(survey->findings, QA_WARNING, "W730", place.path, place.line, 0,
                     "%u delivered item%s like one of %s and count%s as another%s; %s", n_pairs,
                     n_pairs == 1 ? " looks" : "s look", side_names[reference],
                     n_pairs == 1 ? "s" : "", example_text(survey, &first, reference),
                     advice(survey, &first, trial));
}

static void say_near_misses(const struct qa_item_survey *survey, const struct qa_item_trial *trial)
{
    for (unsigned r = 0; r < QA_SIDE_DELIVERY; r++) {
        for (unsigned side = QA_SIDE_DELIVERY; side < QA_SIDES_MAX; side++) {
            if (trial->shared[r][side] > 0 && !qa_items_share_few(trial, r, side) &&
                trial->shared[r][side] < trial->n[r] && trial->shared[r][side] < trial->n[side]) {
                say_near_miss(survey, trial, r, side);
            }
        }
    }
}

void qa_items_say(const struct qa_item_survey *survey, const struct qa_item_trial *chosen,
                  enum qa_item_reading wanted)
{
    say_forms(survey);
    if (chosen->n_merged > 0) {
        say_merged(survey, chosen);
        return;
    }
    if (wanted == QA_ITEMS_AUTO && chosen != survey->plain) {
        say_applied(survey, chosen);
    }
    say_shares(survey, chosen);
    say_near_misses(survey, chosen);
}

/* ---- nothing at all ---- */

static size_t records_of(const struct qa_builder *builder, size_t source)
{
    size_t end = source + 1 < builder->n_sources ? (size_t)builder->source_first.list[source + 1]
                                                 : builder->n_records;
    return end - (size_t)builder->source_first.list[source];
}

/* A column of right labels in a delivery is no file of its own. */
static bool is_column(const struct qa_item_survey *survey, const struct qa_source *source)
{
    const struct qa_builder *delivery = survey->builder[QA_DELIVERY];
    for (size_t s = 0; s < delivery->n_sources; s++) {
        if (strcmp(delivery->sources[s].path, source->path) == 0) {
            return true;
        }
    }
    return false;
}

void qa_items_say_empty(const struct qa_item_survey *survey)
{
    for (int role = 0; role < QA_N_ROLES; role++) {
        const struct qa_builder *builder = survey->builder[role];
        bool is_error = builder->n_records == 0;
        for (size_t s = 0; s < builder->n_sources; s++) {
            is_error = is_error && builder->sources[s].lists_items;
        }
        for (size_t s = 0; s < builder->n_sources; s++) {
            const struct qa_source *source = &builder->sources[s];
            if (records_of(builder, s) > 0 || !source->lists_items ||
                (role != QA_DELIVERY && is_column(survey, source))) {
                continue;
            }
            qa_findings_addf(survey->findings, is_error ? QA_ERROR : QA_WARNING,
                             is_error ? "E161" : "W145", source->path, 0, 0,
                             source->rows_read > 0 ? "none of its %llu rows holds an answer"
                                                   : "the file holds no answers",
                             (unsigned long long)source->rows_read);
        }
    }
}
