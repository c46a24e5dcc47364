#include "qa/batch/items.h"

#include <string.h>

#include "qa/base/error.h"
#include "qa/base/fold.h"
#include "qa/batch/builder_columns.h"
#include "qa/batch/items_parts.h"

/* ---- who has which item ---- */

static const char *item_text(const struct qa_item_survey *survey, uint32_t item)
{
    return qa_strings_text(survey->names->items, item);
}

static unsigned delivery_side(uint32_t vendor)
{
    if (vendor == QA_NONE) {
        return QA_SIDE_DELIVERY;
    }
    return vendor < QA_SIDES_MAX - QA_SIDE_DELIVERY - 1 ? QA_SIDE_DELIVERY + 1 + vendor
                                                        : QA_SIDES_MAX - 1;
}

static void note_sides(struct qa_item_survey *survey)
{
    for (int role = 0; role < QA_N_ROLES; role++) {
        const struct qa_builder *builder = survey->builder[role];
        for (size_t r = 0; r < builder->n_records; r++) {
            uint32_t vendor = builder->vendor.list != NULL ? builder->vendor.list[r] : QA_NONE;
            unsigned side = role == QA_GOLD        ? QA_SIDE_GOLD
                            : role == QA_PRELABELS ? QA_SIDE_PRELABELS
                                                   : delivery_side(vendor);
            survey->sides[builder->item.list[r]] |= UINT64_C(1) << side;
        }
    }
}

/* ---- one reading ---- */

static void count_shared(struct qa_item_trial *trial)
{
    uint32_t n = qa_strings_count(trial->keys);
    for (uint32_t key = 0; key < n; key++) {
        for (unsigned side = 0; side < QA_SIDES_MAX; side++) {
            if ((trial->sides[key] >> side & 1) == 0) {
                continue;
            }
            trial->n[side]++;
            for (unsigned r = 0; side >= QA_SIDE_DELIVERY && r < QA_SIDE_DELIVERY; r++) {
                bool is_shared = (trial->sides[key] >> r & 1) != 0;
                trial->shared[r][side] += is_shared;
                trial->total += is_shared;
            }
        }
    }
}

/* The same item in two forms of Unicode is one, whatever the side. */
static bool are_two(const struct qa_item_survey *survey, uint32_t a, uint32_t b)
{
    return survey->plain == NULL || survey->plain->key[a] != survey->plain->key[b];
}

struct qa_item_trial *qa_items_try(const struct qa_item_survey *survey,
                                   enum qa_item_reading reading, unsigned folders)
{
    struct qa_arena *arena = survey->arena;
    size_t n = (size_t)survey->n_items + 1;
    struct qa_item_trial *trial = QA_NEW(arena, struct qa_item_trial);
    *trial = (struct qa_item_trial){.reading = reading,
                                    .folders = folders,
                                    .key = QA_ARRAY(arena, uint32_t, n),
                                    .keys = qa_strings_new(arena),
                                    .sides = QA_ARRAY(arena, uint64_t, n),
                                    .owner = QA_ARRAY(arena, uint32_t, n)};
    for (uint32_t item = 0; item < survey->n_items; item++) {
        uint32_t known = qa_strings_count(trial->keys);
        const char *text = qa_item_key(item_text(survey, item), reading, folders, arena);
        uint32_t key = qa_strings_intern_text(trial->keys, text);
        trial->key[item] = key;
        trial->owner[key] = key == known ? item : trial->owner[key];
        trial->n_joined += key != known;
        bool is_merged = (trial->sides[key] & survey->sides[item]) != 0 &&
                         reading != QA_ITEMS_AS_IS && are_two(survey, trial->owner[key], item);
        if (is_merged && trial->n_merged++ == 0) {
            trial->merged[0] = trial->owner[key];
            trial->merged[1] = item;
        }
        trial->sides[key] |= survey->sides[item];
    }
    count_shared(trial);
    return trial;
}

/* With as few folders as tell the items apart, or, where none do, those that merge least. */
static struct qa_item_trial *try_path(const struct qa_item_survey *survey)
{
    struct qa_item_trial *best = NULL;
    for (unsigned folders = 0; folders <= QA_ITEM_FOLDERS_MAX; folders++) {
        struct qa_item_trial *trial = qa_items_try(survey, QA_ITEMS_PATH, folders);
        best = best == NULL || trial->n_merged < best->n_merged ? trial : best;
        if (best->n_merged == 0) {
            break;
        }
    }
    return best;
}

/* ---- which reading ---- */

size_t qa_items_could_share(const struct qa_item_trial *trial, unsigned reference, unsigned side)
{
    return trial->n[reference] < trial->n[side] ? trial->n[reference] : trial->n[side];
}

bool qa_items_share_few(const struct qa_item_trial *trial, unsigned reference, unsigned side)
{
    return 2 * trial->shared[reference][side] < qa_items_could_share(trial, reference, side);
}

/* It joins two sides of which the names as they stand share less than half. */
static bool helps(const struct qa_item_trial *plain, const struct qa_item_trial *trial)
{
    for (unsigned r = 0; trial->n_merged == 0 && r < QA_SIDE_DELIVERY; r++) {
        for (unsigned side = QA_SIDE_DELIVERY; side < QA_SIDES_MAX; side++) {
            if (qa_items_share_few(plain, r, side) &&
                10 * trial->shared[r][side] >= 9 * qa_items_could_share(trial, r, side)) {
                return true;
            }
        }
    }
    return false;
}

/* Some item of a reference has one partner in one reading and another in the other. */
static bool contradict(const struct qa_item_survey *survey, const struct qa_item_trial *a,
                       const struct qa_item_trial *b)
{
    const uint64_t references = (UINT64_C(1) << QA_SIDE_DELIVERY) - 1;
    uint32_t *reference = QA_ARRAY(survey->arena, uint32_t, (size_t)survey->n_items + 1);
    for (uint32_t item = 0; item < survey->n_items; item++) {
        if ((survey->sides[item] & references) != 0) {
            reference[a->key[item]] = item + 1;
        }
    }
    for (uint32_t item = 0; item < survey->n_items; item++) {
        uint64_t delivered = survey->sides[item] & ~references;
        uint32_t partner = reference[a->key[item]];
        if (delivered != 0 && partner != 0 && b->key[partner - 1] != b->key[item] &&
            (b->sides[b->key[partner - 1]] & delivered) != 0) {
            return true;
        }
    }
    return false;
}

static bool shares_too_few(const struct qa_item_trial *trial)
{
    for (unsigned r = 0; r < QA_SIDE_DELIVERY; r++) {
        for (unsigned side = QA_SIDE_DELIVERY; side < QA_SIDES_MAX; side++) {
            if (qa_items_share_few(trial, r, side)) {
                return true;
            }
        }
    }
    return false;
}

/* The reading that joins most, the finest of equals; the plain one when none helps, or two that do
 * contradict each other. */
static const struct qa_item_trial *choose(struct qa_item_survey *survey)
{
    static const enum qa_item_reading readings[] = {QA_ITEMS_PATH,     QA_ITEMS_UPLOAD,
                                                    QA_ITEMS_CASELESS, QA_ITEMS_STEM,
                                                    QA_ITEMS_DECODED,  QA_ITEMS_UNPADDED};
    const struct qa_item_trial *best = survey->plain;
    if (!shares_too_few(survey->plain)) {
        return best;
    }
    for (size_t i = 0; i < sizeof readings / sizeof *readings; i++) {
        const struct qa_item_trial *trial =
            readings[i] == QA_ITEMS_PATH ? try_path(survey) : qa_items_try(survey, readings[i], 0);
        if (!helps(survey->plain, trial)) {
            continue;
        }
        if (best != survey->plain && contradict(survey, best, trial)) {
            return survey->plain;
        }
        best = trial->total > best->total ? trial : best;
    }
    return best;
}

/* ---- names of several people ---- */

/* Whether the folders that two names stand in may be one: frames have the same names in every
 * video, and another person's file may leave the folder out. */
static bool may_join(const struct qa_item_survey *survey, uint32_t a, uint32_t b)
{
    return !are_two(survey, a, b) ||
           qa_item_folders_fit(item_text(survey, a), item_text(survey, b), survey->arena);
}

/* The items that one person answered and the reading would make one; of gold and pre-labels, whose
 * answers are nobody's, all that it would. What is left is names that people write differently. */
static void keep_own_merges(const struct qa_item_survey *survey, struct qa_item_trial *trial)
{
    struct qa_strings *pairs = qa_strings_new(survey->arena);
    size_t n_records = 0;
    for (int role = 0; role < QA_N_ROLES; role++) {
        n_records += survey->builder[role]->n_records;
    }
    uint32_t *owner = QA_ARRAY(survey->arena, uint32_t, n_records + 1);
    trial->n_merged = 0;
    for (int role = 0; role < QA_N_ROLES; role++) {
        const struct qa_builder *builder = survey->builder[role];
        for (size_t r = 0; r < builder->n_records; r++) {
            uint32_t item = builder->item.list[r];
            uint32_t of[3] = {trial->key[item], (uint32_t)role, builder->annotator.list[r]};
            uint32_t known = qa_strings_count(pairs);
            uint32_t pair = qa_strings_intern(pairs, (const char *)of, sizeof of);
            owner[pair] = pair == known ? item : owner[pair];
            bool is_first = owner[pair] == item;
            uint32_t other = is_first ? trial->owner[trial->key[item]] : owner[pair];
            bool is_merged =
                is_first ? !may_join(survey, other, item) : are_two(survey, other, item);
            if (is_merged && trial->n_merged++ == 0) {
                trial->merged[0] = other;
                trial->merged[1] = item;
            }
        }
    }
}

/* ---- new ids ---- */

static void rename_items(struct qa_item_survey *survey, const struct qa_item_trial *trial)
{
    struct qa_strings *items = qa_strings_new(survey->names->arena);
    uint32_t *map = QA_ARRAY(survey->arena, uint32_t, (size_t)survey->n_items + 1);
    for (uint32_t item = 0; item < survey->n_items; item++) {
        /* Names that count as they stand are shown as they stand, in the form that came first. */
        const char *text = trial->reading == QA_ITEMS_AS_IS
                               ? item_text(survey, trial->owner[trial->key[item]])
                               : qa_strings_text(trial->keys, trial->key[item]);
        map[item] = qa_strings_intern_text(items, text);
    }
    for (int role = 0; role < QA_N_ROLES; role++) {
        struct qa_builder *builder = survey->builder[role];
        for (size_t r = 0; r < builder->n_records; r++) {
            builder->item.list[r] = map[builder->item.list[r]];
        }
    }
    uint32_t other = qa_names_move_item_texts(survey->names, map, survey->n_items);
    if (other != QA_NONE) {
        qa_findings_addf(survey->findings, QA_WARNING, "W204", NULL, 0, 0, QA_OTHER_TEXT,
                         item_text(survey, other));
    }
    survey->names->items = items;
}

/* ASCII alone, and no blanks at either end: names have one form. */
static bool all_plain(const struct qa_strings *items)
{
    unsigned char all = 0;
    bool has_blanks = false;
    uint32_t n = qa_strings_count(items);
    for (uint32_t item = 0; item < n; item++) {
        const char *text = qa_strings_text(items, item);
        size_t length = qa_strings_length(items, item);
        has_blanks = has_blanks || (length > 0 && (qa_is_space((unsigned char)text[0]) ||
                                                   qa_is_space((unsigned char)text[length - 1])));
        for (size_t i = 0; i < length; i++) {
            all |= (unsigned char)text[i];
        }
    }
    return all < 0x80 && !has_blanks;
}

static bool has_reference(const struct qa_item_survey *survey)
{
    return survey->builder[QA_GOLD]->n_records > 0 || survey->builder[QA_PRELABELS]->n_records > 0;
}

static const struct qa_item_trial *trial_of(struct qa_item_survey *survey,
                                            enum qa_item_reading reading)
{
    if (reading == QA_ITEMS_AUTO) {
        return has_reference(survey) ? choose(survey) : survey->plain;
    }
    if (reading == QA_ITEMS_AS_IS) {
        return survey->plain;
    }
    struct qa_item_trial *trial =
        reading == QA_ITEMS_PATH ? try_path(survey) : qa_items_try(survey, reading, 0);
    if (trial->n_merged > 0 && reading != QA_ITEMS_PATH) {
        keep_own_merges(survey, trial);
    }
    return trial;
}

void qa_items_settle(const struct qa_items_request *request)
{
    enum qa_item_reading reading = request->reading;
    uint32_t n = qa_strings_count(request->names->items);
    struct qa_item_survey survey = {
        .names = request->names, .findings = request->findings, .n_items = n};
    memcpy(survey.builder, request->builder, sizeof survey.builder);
    /* Errors of the files leave too little to go by, and are what people have to see first. */
    if (request->findings->total[QA_ERROR] > 0) {
        return;
    }
    qa_items_say_empty(&survey);
    if (request->findings->total[QA_ERROR] > 0) {
        return;
    }
    bool is_plain = reading == QA_ITEMS_AUTO || reading == QA_ITEMS_AS_IS;
    if (is_plain && !has_reference(&survey) && all_plain(request->names->items)) {
        return; /* a bulk delivery: there is nothing to join */
    }
    survey.arena = qa_arena_new();
    survey.sides = QA_ARRAY(survey.arena, uint64_t, (size_t)n + 1);
    note_sides(&survey);
    survey.plain = qa_items_try(&survey, QA_ITEMS_AS_IS, 0);
    const struct qa_item_trial *chosen = trial_of(&survey, reading);
    qa_items_say(&survey, chosen, reading);
    bool is_refused = request->findings->total[QA_ERROR] > 0;
    if (!is_refused && (chosen->n_joined > 0 || chosen != survey.plain)) {
        rename_items(&survey, chosen);
    }
    qa_arena_free(survey.arena);
}
