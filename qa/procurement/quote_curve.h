#ifndef QA_PROCUREMENT_QUOTE_CURVE_H
#define QA_PROCUREMENT_QUOTE_CURVE_H

/*
 * What a quote comes to as a function of the volume, all else in the scenario fixed, and where two
 * such functions change places.
 *
 * The unrounded total is piecewise linear in the volume: lines that may jump, each holding for
 * from < V <= to (tiers, steps of seats and bounded percents all include their upper end). Ends of
 * pieces are where a quantity reaches a bound of a tier, where another seat is needed, the bounds
 * of percents, and where a running total passes a minimum, which is solved for exactly between the
 * others. The line of a piece is read off two exact evaluations inside it.
 */

#include "qa/procurement/quote_work.h"

struct qa_cost_piece {
    struct qa_amount from; /* not in it */
    struct qa_amount to;   /* in it; no meaning when `open` */
    bool open;             /* no end */
    struct qa_amount fixed;
    struct qa_amount per_item; /* total = fixed + per_item x V */
    const char *undefined;     /* no price in this piece; NULL */
};

struct qa_cost_curve {
    const char *vendor;
    struct qa_cost_piece *pieces; /* from 0 on, in order, without gaps; undefined ones among them */
    size_t n;
    bool is_cut; /* steps of seats end at the last piece: more than QA_SEAT_STEPS were not followed
                  */
};

enum { QA_SEAT_STEPS = 2000 };

/* The scenario's volume is ignored. O(pieces x charges^2). */
struct qa_cost_curve qa_cost_curve(const struct qa_quotes *quotes, const char *vendor,
                                   const struct qa_scenario *scenario, struct qa_arena *arena);

/* Another cost that follows from the charges: (charges x (1 + rejected) + V x per_item) x scale, as
 * the cost per correct label times the volume does with scale 1 / (1 - error rate). */
struct qa_cost_curve qa_cost_curve_adjust(const struct qa_cost_curve *curve,
                                          struct qa_amount rejected, struct qa_amount per_item,
                                          struct qa_amount scale, struct qa_arena *arena);

/* The line of a piece at a volume, wherever that is; and where the line is 0, false when it is
 * level. */
struct qa_amount qa_cost_piece_at(const struct qa_cost_piece *piece, struct qa_amount volume,
                                  struct qa_arena *arena);
bool qa_cost_piece_root(const struct qa_cost_piece *line, struct qa_arena *arena,
                        struct qa_amount *root);

/*
 * Where the cheaper of two is another one than at the volumes below. Volumes are whole items:
 * `volume` is the first at which `cheaper` costs strictly less, after the other did. Volumes at
 * which one has no price are passed over.
 */
struct qa_crossing {
    struct qa_amount volume;
    struct qa_amount equal_at; /* where the lines meet, in (volume - 2, volume] */
    bool meets;                /* false: a step of a price carries one over the other */
    int cheaper;               /* 0: a, 1: b */
    struct qa_amount totals[2];
};

/* All crossings in order of volume, in the arena; *n of them. O(pieces of a + pieces of b). */
struct qa_crossing *qa_cost_crossings(const struct qa_cost_curve *a, const struct qa_cost_curve *b,
                                      struct qa_arena *arena, size_t *n);

/* -1, 0, 1: whether a is cheaper, equal or dearer at a volume; *known false where one has no
 * price. */
int qa_cost_compare(const struct qa_cost_curve *a, const struct qa_cost_curve *b,
                    struct qa_amount volume, struct qa_arena *arena, bool *known);

#endif
