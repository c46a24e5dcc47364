#include "qa/procurement/quote_curve.h"

#include <math.h>
#include <stdlib.h>

/* A curve while it is built. */
struct builder {
    const struct qa_quotes *quotes;
    const struct qa_scenario *scenario;
    struct qa_arena *arena;
    struct qa_cost_curve curve;
    size_t capacity;
    struct qa_amount *ends; /* where pieces end, minimums aside */
    size_t n_ends;
    size_t ends_capacity;
};

/* Volumes from < V <= to, or without an end. */
struct span {
    struct qa_amount from;
    struct qa_amount to;
    bool open;
};

/* ---- ends of pieces ---- */

static void add_end(struct builder *builder, struct qa_amount volume)
{
    if (qa_amount_sign(volume) <= 0) {
        return;
    }
    builder->ends = qa_arena_grow(builder->arena, builder->ends, &builder->ends_capacity,
                                  builder->n_ends + 1, sizeof *builder->ends);
    builder->ends[builder->n_ends++] = volume;
}

/* Volumes at which a quantity of so many units per item passes the bounds of a tier. */
static void add_bounds(struct builder *builder, const struct qa_charge *charge,
                       struct qa_amount per_item)
{
    if (qa_amount_sign(per_item) <= 0) {
        return;
    }
    struct qa_amount below = qa_amount_of_count(builder->arena, (uint64_t)charge->from - 1);
    add_end(builder, qa_amount_divide(builder->arena, below, per_item));
    if (isfinite(charge->to)) {
        struct qa_amount to = qa_amount_of_count(builder->arena, (uint64_t)charge->to);

        add_end(builder, qa_amount_divide(builder->arena, to, per_item));
    }
}

/* The volume that the seats stated, or every whole number of seats, can just do. */
static void add_seat_steps(struct builder *builder, const struct qa_scenario *own)
{
    struct qa_arena *arena = builder->arena;
    struct qa_amount most;

    if (qa_quote_capacity(own, arena, &most)) {
        add_end(builder, most);
    }
    if (own->seats > 0.0 || own->seconds_per_item <= 0.0 || own->hours_per_seat_month <= 0.0 ||
        builder->curve.is_cut) {
        return;
    }
    struct qa_amount hours =
        qa_amount_multiply(arena, qa_amount_of_real(arena, own->hours_per_seat_month),
                           qa_amount_of_real(arena, qa_scenario_get(own, QA_SC_MONTHS)));
    struct qa_amount seconds = qa_amount_multiply(arena, hours, qa_amount_of_count(arena, 3600));
    struct qa_amount step =
        qa_amount_divide(arena, seconds, qa_amount_of_real(arena, own->seconds_per_item));
    struct qa_amount volume = {0};
    for (int i = 0; i < QA_SEAT_STEPS; i++) {
        volume = qa_amount_add(arena, volume, step);
        add_end(builder, volume);
    }
    builder->curve.is_cut = true;
}

/* Per item: of a month, where the fee comes every month. */
static struct qa_amount flat_fee_units(const struct builder *builder,
                                       const struct qa_charge *charge,
                                       const struct qa_scenario *own)
{
    struct qa_arena *arena = builder->arena;
    struct qa_amount one = qa_amount_of_count(arena, 1);
    double months = qa_scenario_get(own, QA_SC_MONTHS);

    return qa_charge_is_spread(charge)
               ? qa_amount_divide(arena, one, qa_amount_of_real(arena, months))
               : one;
}

static void add_ends_of(struct builder *builder, const struct qa_charge *charge,
                        const struct qa_scenario *own)
{
    struct qa_amount one = qa_amount_of_count(builder->arena, 1);
    const char *undefined = NULL;

    switch (charge->basis) {
    case QA_PER_PROJECT:
    case QA_PER_MONTH:
    case QA_MINIMUM:
        return;
    case QA_PERCENT:
        add_bounds(builder, charge, one);
        return;
    case QA_FLAT_FEE:
        add_bounds(builder, charge, flat_fee_units(builder, charge, own));
        return;
    case QA_PER_SEAT:
    case QA_PER_SEAT_MONTH:
        add_seat_steps(builder, own);
        return;
    default:
        /* These quantities are proportional to the volume. */
        add_bounds(builder, charge,
                   qa_charge_quantity(charge, own, one, builder->arena, &undefined));
    }
}

static int compare_amounts(const void *a, const void *b)
{
    return qa_amount_compare(*(const struct qa_amount *)a, *(const struct qa_amount *)b);
}

static void sort_ends(struct builder *builder)
{
    size_t kept = 0;

    if (builder->n_ends == 0) {
        return;
    }
    qsort(builder->ends, builder->n_ends, sizeof *builder->ends, compare_amounts);
    for (size_t i = 1; i < builder->n_ends; i++) {
        if (qa_amount_compare(builder->ends[i], builder->ends[kept]) != 0) {
            builder->ends[++kept] = builder->ends[i];
        }
    }
    builder->n_ends = kept + 1;
}

/* ---- lines ---- */

struct qa_amount qa_cost_piece_at(const struct qa_cost_piece *piece, struct qa_amount volume,
                                  struct qa_arena *arena)
{
    return qa_amount_add(arena, piece->fixed, qa_amount_multiply(arena, piece->per_item, volume));
}

bool qa_cost_piece_root(const struct qa_cost_piece *line, struct qa_arena *arena,
                        struct qa_amount *root)
{
    if (qa_amount_sign(line->per_item) == 0) {
        return false;
    }
    *root = qa_amount_subtract(arena, (struct qa_amount){0},
                               qa_amount_divide(arena, line->fixed, line->per_item));
    return true;
}

static bool is_inside(const struct span *span, struct qa_amount volume)
{
    return qa_amount_compare(span->from, volume) < 0 &&
           (span->open || qa_amount_compare(volume, span->to) < 0);
}

/* The line through (x[0], y[0]) and (x[1], y[1]) as fixed and per_item. */
static void line_through(const struct qa_amount x[2], const struct qa_amount y[2],
                         struct qa_arena *arena, struct qa_cost_piece *line)
{
    line->per_item = qa_amount_divide(arena, qa_amount_subtract(arena, y[1], y[0]),
                                      qa_amount_subtract(arena, x[1], x[0]));
    line->fixed = qa_amount_subtract(arena, y[0], qa_amount_multiply(arena, line->per_item, x[0]));
}

/* Two volumes inside a span. */
static void inner_points(const struct span *span, struct qa_arena *arena, struct qa_amount x[2])
{
    struct qa_amount width =
        span->open ? qa_amount_of_count(arena, 3) : qa_amount_subtract(arena, span->to, span->from);
    struct qa_amount third = qa_amount_divide(arena, width, qa_amount_of_count(arena, 3));

    x[0] = qa_amount_add(arena, span->from, third);
    x[1] = qa_amount_add(arena, x[0], third);
}

/* Where inside the span a running total passes a minimum: the first minimum that it passes, since
 * those after it are on lines only when those before it do not bend. */
static bool find_bend(const struct qa_worked worked[2], const struct qa_amount x[2],
                      const struct span *span, struct qa_arena *arena, struct qa_amount *bend)
{
    for (size_t i = 0; i < worked[0].n; i++) {
        const struct qa_worked_row *rows[2] = {&worked[0].rows[i], &worked[1].rows[i]};
        struct qa_amount missing[2];
        struct qa_cost_piece line;

        if (qa_basis_kind(rows[0]->charge->basis) != QA_KIND_MINIMUM) {
            continue;
        }
        for (int k = 0; k < 2; k++) {
            missing[k] = qa_amount_subtract(arena, rows[k]->reach, rows[k]->base);
        }
        line_through(x, missing, arena, &line);
        if (qa_cost_piece_root(&line, arena, bend) && is_inside(span, *bend)) {
            return true;
        }
    }
    return false;
}

static void add_piece(struct builder *builder, struct qa_cost_piece piece)
{
    struct qa_cost_curve *curve = &builder->curve;

    curve->pieces = qa_arena_grow(builder->arena, curve->pieces, &builder->capacity, curve->n + 1,
                                  sizeof *curve->pieces);
    curve->pieces[curve->n++] = piece;
}

static void add_line(struct builder *builder, const struct span *span, const struct qa_amount x[2],
                     const struct qa_worked worked[2])
{
    struct qa_cost_piece piece = {.from = span->from, .to = span->to, .open = span->open};
    const struct qa_amount totals[2] = {worked[0].total, worked[1].total};

    line_through(x, totals, builder->arena, &piece);
    add_piece(builder, piece);
}

/* Pieces of a span that no tier, step or percent ends in: cut at minimums until none is passed. */
static void add_span(struct builder *builder, struct span span)
{
    struct qa_arena *arena = builder->arena;

    for (;;) {
        struct span left = span;
        struct qa_amount x[2];
        struct qa_amount bend;
        struct qa_worked worked[2];

        /* The leftmost stretch without a bend, then on with the rest. */
        for (;;) {
            inner_points(&left, arena, x);
            for (int k = 0; k < 2; k++) {
                worked[k] = qa_quote_work(builder->quotes, builder->curve.vendor, builder->scenario,
                                          x[k], arena);
            }
            if (worked[0].undefined != NULL || !find_bend(worked, x, &left, arena, &bend)) {
                break;
            }
            left.to = bend;
            left.open = false;
        }
        if (worked[0].undefined != NULL) {
            add_piece(builder, (struct qa_cost_piece){.from = span.from,
                                                      .to = span.to,
                                                      .open = span.open,
                                                      .undefined = worked[0].undefined});
            return;
        }
        add_line(builder, &left, x, worked);
        if (left.open || (!span.open && qa_amount_compare(left.to, span.to) == 0)) {
            return;
        }
        span.from = left.to;
    }
}

struct qa_cost_curve qa_cost_curve(const struct qa_quotes *quotes, const char *vendor,
                                   const struct qa_scenario *scenario, struct qa_arena *arena)
{
    struct builder builder = {.quotes = quotes, .scenario = scenario, .arena = arena};
    const struct qa_scenario own = qa_quote_scenario(quotes, vendor, scenario);
    size_t n;
    const struct qa_charge *charges = qa_quote_charges(quotes, vendor, &n);
    struct span span = {.from = {0}};

    builder.curve.vendor = vendor;
    for (size_t i = 0; i < n; i++) {
        add_ends_of(&builder, &charges[i], &own);
    }
    sort_ends(&builder);
    for (size_t i = 0; i < builder.n_ends; i++) {
        span.to = builder.ends[i];
        add_span(&builder, span);
        span.from = span.to;
    }
    if (!builder.curve.is_cut) {
        span.open = true;
        add_span(&builder, span);
    }
    return builder.curve;
}

struct qa_cost_curve qa_cost_curve_adjust(const struct qa_cost_curve *curve,
                                          struct qa_amount rejected, struct qa_amount per_item,
                                          struct qa_amount scale, struct qa_arena *arena)
{
    struct qa_cost_curve out = *curve;
    struct qa_amount factor = qa_amount_add(arena, qa_amount_of_count(arena, 1), rejected);

    out.pieces = QA_ARRAY(arena, struct qa_cost_piece, curve->n);
    for (size_t i = 0; i < curve->n; i++) {
        struct qa_cost_piece *piece = &out.pieces[i];

        *piece = curve->pieces[i];
        struct qa_amount slope =
            qa_amount_add(arena, qa_amount_multiply(arena, piece->per_item, factor), per_item);
        piece->fixed =
            qa_amount_multiply(arena, qa_amount_multiply(arena, piece->fixed, factor), scale);
        piece->per_item = qa_amount_multiply(arena, slope, scale);
    }
    return out;
}
