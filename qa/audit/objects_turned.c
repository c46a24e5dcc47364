/* Objects that lie where another file's do once they are read in another way. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "qa/audit/objects_parts.h"
#include "qa/batch/spelling.h"

enum { X, Y, AXES, TEXT_MAX = 600 };

/* An answer of more objects is not looked at; and what it takes to say something. */
enum { MOST_OBJECTS = 300, LEAST_OBJECTS = 10, LEAST_ANSWERS = 5 };

static const double same_place = 0.5; /* IoU of the bounding rectangles */

/* Exact differences, of objects drawn by nobody twice: this much is printed differently. */
static const double rounding = 1e-2;

/* ---- places ---- */

static double length_of(const struct qa_bounds *bounds, int axis)
{
    return bounds->high[axis] - bounds->low[axis];
}

static struct qa_bounds moved(struct qa_bounds bounds, double across, double down)
{
    const double by[AXES] = {across, down};
    for (int k = 0; k < AXES; k++) {
        bounds.low[k] += by[k];
        bounds.high[k] += by[k];
    }
    return bounds;
}

static struct qa_bounds swapped(const struct qa_bounds *bounds)
{
    return (struct qa_bounds){.low = {bounds->low[Y], bounds->low[X]},
                              .high = {bounds->high[Y], bounds->high[X]}};
}

static struct qa_bounds mirrored(struct qa_bounds bounds, int axis, double side)
{
    double low = bounds.low[axis];
    bounds.low[axis] = side - bounds.high[axis];
    bounds.high[axis] = side - low;
    return bounds;
}

/* Where an object lies in a reading; size: of its image, which the turns need. */
static struct qa_bounds read_as(enum qa_turn turn, const struct qa_bounds *bounds,
                                struct qa_image_size size)
{
    double half[AXES] = {length_of(bounds, X) / 2, length_of(bounds, Y) / 2};
    double width = size.width;
    double height = size.height;
    switch (turn) {
    case QA_TURN_CENTRE:
        return moved(*bounds, -half[X], -half[Y]);
    case QA_TURN_CORNER:
        return moved(*bounds, half[X], half[Y]);
    case QA_TURN_SWAPPED:
        return swapped(bounds);
    case QA_TURN_MIRRORED:
        return mirrored(*bounds, X, width);
    case QA_TURN_UPSIDE_DOWN:
        return mirrored(*bounds, Y, height);
    case QA_TURN_HALF:
        return mirrored(mirrored(*bounds, X, width), Y, height);
    case QA_TURN_LEFT: {
        struct qa_bounds turned = swapped(bounds);
        return mirrored(turned, Y, width);
    }
    case QA_TURN_RIGHT: {
        struct qa_bounds turned = swapped(bounds);
        return mirrored(turned, X, height);
    }
    case QA_TURN_NONE:
    case QA_TURN_NEXT_ITEM:
    case QA_TURN_ITEM_BEFORE:
    case QA_N_TURNS:
        break;
    }
    return *bounds;
}

static bool needs_size(enum qa_turn turn)
{
    return turn >= QA_TURN_MIRRORED && turn <= QA_TURN_RIGHT;
}

double qa_bounds_overlap(const struct qa_bounds *a, const struct qa_bounds *b)
{
    double both = 1;
    double area[2] = {1, 1};
    for (int k = 0; k < AXES; k++) {
        double low = fmax(a->low[k], b->low[k]);
        double high = fmin(a->high[k], b->high[k]);
        both *= fmax(high - low, 0);
        area[0] *= length_of(a, k);
        area[1] *= length_of(b, k);
    }
    double all = area[0] + area[1] - both;
    return all > 0 ? both / all : 0;
}

/* ---- one answer beside another ---- */

/* partner[i]: the object there that has the same place, or SIZE_MAX; each is one's at most. Returns
 * how many have one. */
static size_t pair_up(enum qa_turn turn, const struct qa_placed_list *here,
                      const struct qa_placed_list *there, struct qa_image_size size,
                      size_t *partner)
{
    bool is_taken[MOST_OBJECTS] = {false};
    size_t n = 0;
    for (size_t i = 0; i < here->n; i++) {
        struct qa_bounds bounds = read_as(turn, &here->list[i].bounds, size);
        double most = same_place;
        partner[i] = SIZE_MAX;
        for (size_t j = 0; j < there->n; j++) {
            double shared = is_taken[j] ? 0 : qa_bounds_overlap(&bounds, &there->list[j].bounds);
            partner[i] = shared >= most ? j : partner[i];
            most = shared >= most ? shared : most;
        }
        if (partner[i] != SIZE_MAX) {
            is_taken[partner[i]] = true;
            n++;
        }
    }
    return n;
}

/* The difference of two of equal sides, as many have it; few different ones are kept. */
static void count_move(struct qa_turns *turns, const struct qa_bounds *here,
                       const struct qa_bounds *there)
{
    double by[AXES];
    for (int k = 0; k < AXES; k++) {
        by[k] = here->low[k] - there->low[k];
        if (fabs(length_of(here, k) - length_of(there, k)) > rounding) {
            return;
        }
    }
    size_t m = 0;
    while (m < turns->n_moves && (fabs(turns->move[m].by[X] - by[X]) > rounding ||
                                  fabs(turns->move[m].by[Y] - by[Y]) > rounding)) {
        m++;
    }
    if (m == QA_TURN_MOVES) {
        return;
    }
    if (m == turns->n_moves) {
        turns->move[turns->n_moves++] = (struct qa_move){.by = {by[X], by[Y]}};
    }
    turns->move[m].n++;
}

void qa_try_turns(struct qa_turns *turns, const struct qa_placed_list *here,
                  const struct qa_placed_list there[QA_N_TURN_ITEMS], struct qa_image_size size)
{
    size_t partner[MOST_OBJECTS];
    const struct qa_placed_list *own = &there[QA_TURN_OWN_ITEM];
    for (int t = 0; t < QA_N_TURN_ITEMS; t++) {
        if (there[t].n > MOST_OBJECTS) {
            return;
        }
    }
    if (here->n == 0 || here->n > MOST_OBJECTS || own->n == 0) {
        return;
    }
    turns->n_answers++;
    turns->n_objects += here->n < own->n ? here->n : own->n;
    for (int t = 0; t < QA_N_TURNS; t++) {
        enum qa_turn turn = (enum qa_turn)t;
        const struct qa_placed_list *beside = turn == QA_TURN_NEXT_ITEM ? &there[QA_TURN_ITEM_AFTER]
                                              : turn == QA_TURN_ITEM_BEFORE
                                                  ? &there[QA_TURN_ITEM_AHEAD]
                                                  : own;
        if (!needs_size(turn) || size.width > 0) {
            turns->n_matched[turn] += pair_up(turn, here, beside, size, partner);
        }
        for (size_t i = 0; turn == QA_TURN_NONE && i < here->n; i++) {
            if (partner[i] != SIZE_MAX && here->list[i].label != QA_NONE &&
                own->list[partner[i]].label != QA_NONE) {
                qa_label_joint_add(&turns->labels, here->list[i].label,
                                   own->list[partner[i]].label);
            }
        }
    }
    for (size_t i = 0; i < here->n; i++) {
        for (size_t j = 0; j < own->n; j++) {
            count_move(turns, &here->list[i].bounds, &own->list[j].bounds);
        }
    }
}

/* ---- what is said of a file ---- */

static enum qa_turn best_turn(const struct qa_turns *turns)
{
    int best = QA_TURN_NONE;
    for (int t = 1; t < QA_N_TURNS; t++) {
        best = turns->n_matched[t] > turns->n_matched[best] ? t : best;
    }
    return (enum qa_turn)best;
}

/* Three of four lie where the other's do, and twice as many as without it. */
static bool is_told(const struct qa_turns *turns, uint64_t n)
{
    return turns->n_objects >= LEAST_OBJECTS && turns->n_answers >= LEAST_ANSWERS &&
           4 * n >= 3 * turns->n_objects && n >= 2 * turns->n_matched[QA_TURN_NONE];
}

static bool say_turn(const struct qa_look *look, const struct qa_object_file *file)
{
    static const char *const words[QA_N_TURNS] = {
        [QA_TURN_CENTRE] = "x and y are taken for the centre and not for the corner",
        [QA_TURN_CORNER] = "x and y are taken for the corner and not for the centre",
        [QA_TURN_SWAPPED] = "x and y change places",
        [QA_TURN_MIRRORED] = "the image is mirrored from left to right",
        [QA_TURN_UPSIDE_DOWN] = "the image is mirrored from top to bottom (y counted from below)",
        [QA_TURN_HALF] = "the image is turned by 180 degrees",
        [QA_TURN_LEFT] = "the image is turned by 90 degrees to the left",
        [QA_TURN_RIGHT] = "the image is turned by 90 degrees to the right",
        [QA_TURN_NEXT_ITEM] = "they are laid on the next item by name",
        [QA_TURN_ITEM_BEFORE] = "they are laid on the item before by name"};
    const struct qa_beside *beside = &file->beside;
    const struct qa_turns *turns = beside->turns;
    enum qa_turn turn = best_turn(turns);
    char text[TEXT_MAX];
    if (turn == QA_TURN_NONE || !is_told(turns, turns->n_matched[turn])) {
        return false;
    }
    bool is_item = turn == QA_TURN_NEXT_ITEM || turn == QA_TURN_ITEM_BEFORE;
    snprintf(text, sizeof text,
             "%llu of %llu %s lie where those of %.120s do once %s, and %llu as they stand; %s",
             (unsigned long long)turns->n_matched[turn], (unsigned long long)turns->n_objects,
             file->is_mixed ? "objects" : file->type->plural, beside->path, words[turn],
             (unsigned long long)turns->n_matched[QA_TURN_NONE],
             is_item ? "mend the names of the items" : "bring both to one way of counting");
    qa_say_of_file(look, file, QA_WARNING, is_item ? "W811" : "W810", &beside->first, text);
    return true;
}

static void say_move(const struct qa_look *look, const struct qa_object_file *file)
{
    const struct qa_beside *beside = &file->beside;
    const struct qa_turns *turns = beside->turns;
    const struct qa_move *most = NULL;
    char text[TEXT_MAX];
    for (size_t m = 0; m < turns->n_moves; m++) {
        most = most == NULL || turns->move[m].n > most->n ? &turns->move[m] : most;
    }
    /* Single pixels are W186's. */
    if (most == NULL || (fabs(most->by[X]) <= 1 + rounding && fabs(most->by[Y]) <= 1 + rounding) ||
        most->n < LEAST_OBJECTS || 2 * most->n < turns->n_objects) {
        return;
    }
    snprintf(text, sizeof text,
             "%llu of %llu %s are those of %.120s moved by exactly %+.6g in x and %+.6g in y; one "
             "of the two seems to be of another cut of the images: bring both to one",
             (unsigned long long)most->n, (unsigned long long)turns->n_objects,
             file->is_mixed ? "objects" : file->type->plural, beside->path, most->by[X],
             most->by[Y]);
    qa_say_of_file(look, file, QA_WARNING, "W812", &beside->first, text);
}

static void say_labels(const struct qa_look *look, const struct qa_object_file *file)
{
    const struct qa_beside *beside = &file->beside;
    struct qa_label_exchange exchange;
    bool has_gold = look->request->batch[QA_GOLD] != NULL;
    const struct qa_strings *labels = file->batch->names->labels;
    if (!qa_label_joint_exchange(&beside->turns->labels, &exchange) ||
        qa_is_respelt(qa_strings_text(labels, exchange.given),
                      qa_strings_text(labels, exchange.other))) {
        return; /* the second is said of labels (W133) */
    }
    const char *of = qa_arena_format(look->scratch, "%s in the same places",
                                     file->is_mixed ? "objects" : file->type->plural);
    const char *whose =
        has_gold ? "gold's" : qa_arena_format(look->scratch, "those of %.120s", beside->path);
    qa_say_of_file(look, file, QA_WARNING, "W806", &beside->first,
                   qa_label_exchange_text(&exchange, labels, of, whose,
                                          has_gold ? "gold has" : "that has", look->scratch));
}

void qa_judge_turns(const struct qa_look *look, const struct qa_object_file *file)
{
    if (file->beside.turns == NULL) {
        return;
    }
    if (!say_turn(look, file)) {
        say_move(look, file);
    }
    say_labels(look, file);
}
