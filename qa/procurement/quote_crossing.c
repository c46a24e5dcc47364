#include "qa/procurement/quote_curve.h"

/* Volumes from < V <= to, or without an end. */
struct stretch {
    struct qa_amount from;
    struct qa_amount to;
    bool open;
};

/* The walk over two curves at once, from one stretch on which both are lines to the next. */
struct walk {
    const struct qa_cost_curve *curves[2];
    size_t at[2];
    struct stretch stretch;
    struct qa_cost_piece difference; /* a - b */
    bool known;
};

struct crossings {
    struct qa_crossing *list;
    size_t n;
    size_t capacity;
    int last; /* sign of a - b at the last whole volume where it was not 0 */
    struct qa_amount root;
    bool has_root;
};

static const struct qa_cost_piece *piece_of(const struct walk *walk, int which)
{
    const struct qa_cost_curve *curve = walk->curves[which];

    return walk->at[which] < curve->n ? &curve->pieces[walk->at[which]] : NULL;
}

/* Moves to the next stretch; false after the last. */
static bool next_stretch(struct walk *walk, struct qa_arena *arena)
{
    const struct qa_cost_piece *a = piece_of(walk, 0);
    const struct qa_cost_piece *b = piece_of(walk, 1);

    if (a == NULL || b == NULL) {
        return false;
    }
    int order = a->open && b->open ? 0
                : a->open          ? 1
                : b->open          ? -1
                                   : qa_amount_compare(a->to, b->to);
    walk->stretch = (struct stretch){
        .from = walk->stretch.to, .to = order <= 0 ? a->to : b->to, .open = a->open && b->open};
    walk->known = a->undefined == NULL && b->undefined == NULL;
    if (walk->known) {
        walk->difference.fixed = qa_amount_subtract(arena, a->fixed, b->fixed);
        walk->difference.per_item = qa_amount_subtract(arena, a->per_item, b->per_item);
    }
    walk->at[0] += order <= 0;
    walk->at[1] += order >= 0;
    return true;
}

/* The sign of a - b at a whole volume; a change is a crossing. */
static void look_at(struct crossings *crossings, const struct walk *walk, struct qa_amount volume,
                    struct qa_arena *arena)
{
    int sign = qa_amount_sign(qa_cost_piece_at(&walk->difference, volume, arena));

    if (sign == 0) {
        return;
    }
    if (crossings->last != 0 && sign != crossings->last) {
        struct qa_amount two_below =
            qa_amount_subtract(arena, volume, qa_amount_of_count(arena, 2));
        struct qa_crossing crossing = {.volume = volume, .cheaper = sign > 0};

        crossing.meets = crossings->has_root && qa_amount_compare(two_below, crossings->root) < 0 &&
                         qa_amount_compare(crossings->root, volume) <= 0;
        crossing.equal_at = crossings->root;
        crossings->list = qa_arena_grow(arena, crossings->list, &crossings->capacity,
                                        crossings->n + 1, sizeof *crossings->list);
        crossings->list[crossings->n++] = crossing;
    }
    crossings->last = sign;
}

static bool reaches(const struct stretch *stretch, struct qa_amount volume)
{
    return stretch->open || qa_amount_compare(volume, stretch->to) <= 0;
}

static void cross_stretch(struct crossings *crossings, const struct walk *walk,
                          struct qa_arena *arena)
{
    const struct stretch *stretch = &walk->stretch;
    struct qa_amount one = qa_amount_of_count(arena, 1);
    struct qa_amount first = qa_amount_add(arena, qa_amount_floor(arena, stretch->from), one);
    struct qa_amount root;
    bool has_root = qa_cost_piece_root(&walk->difference, arena, &root) &&
                    qa_amount_compare(stretch->from, root) < 0 && reaches(stretch, root);

    if (has_root) {
        crossings->root = root;
        crossings->has_root = true;
    }
    if (!reaches(stretch, first)) {
        return;
    }
    look_at(crossings, walk, first, arena);
    if (has_root) {
        struct qa_amount beyond = qa_amount_add(arena, qa_amount_floor(arena, root), one);

        if (reaches(stretch, beyond)) {
            look_at(crossings, walk, beyond, arena);
        }
    }
}

static bool cost_at(const struct qa_cost_curve *curve, struct qa_amount volume,
                    struct qa_arena *arena, struct qa_amount *cost)
{
    for (size_t i = 0; i < curve->n; i++) {
        const struct qa_cost_piece *piece = &curve->pieces[i];

        if (piece->open || qa_amount_compare(volume, piece->to) <= 0) {
            *cost = qa_cost_piece_at(piece, volume, arena);
            return piece->undefined == NULL;
        }
    }
    return false;
}

struct qa_crossing *qa_cost_crossings(const struct qa_cost_curve *a, const struct qa_cost_curve *b,
                                      struct qa_arena *arena, size_t *n)
{
    struct walk walk = {.curves = {a, b}};
    struct crossings crossings = {.last = 0};

    while (next_stretch(&walk, arena)) {
        if (walk.known) {
            cross_stretch(&crossings, &walk, arena);
        }
    }
    for (size_t i = 0; i < crossings.n; i++) {
        struct qa_crossing *crossing = &crossings.list[i];

        (void)cost_at(a, crossing->volume, arena, &crossing->totals[0]);
        (void)cost_at(b, crossing->volume, arena, &crossing->totals[1]);
    }
    *n = crossings.n;
    return crossings.list;
}

int qa_cost_compare(const struct qa_cost_curve *a, const struct qa_cost_curve *b,
                    struct qa_amount volume, struct qa_arena *arena, bool *known)
{
    struct qa_amount costs[2] = {{0}, {0}};

    *known = cost_at(a, volume, arena, &costs[0]);
    *known = cost_at(b, volume, arena, &costs[1]) && *known;
    return qa_amount_compare(costs[0], costs[1]);
}
