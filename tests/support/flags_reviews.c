#include <math.h>

#include "tests/qa/audit/batches.h"
#include "tests/support/flags.h"
#include "tests/support/simulate.h"

enum { MOST_TEAM = 64 };

struct reviewing {
    const struct review_case *review;
    struct qa_random random;
    struct world *world;
    double odds[MOST_TEAM]; /* of an error, over that of the team */
    double pace[MOST_TEAM]; /* of an answer, over that of the team */
    const char *names[MOST_TEAM];
    const char *labels[MOST_TEAM];
    struct given *rows;
    size_t n_rows;
};

static unsigned draw_class(struct reviewing *sim)
{
    const struct review_case *review = sim->review;
    if (qa_random_real(&sim->random) < review->commonest) {
        return 0;
    }
    return 1 + (unsigned)qa_random_below(&sim->random, review->classes - 1);
}

static double chance_of_error(const struct reviewing *sim, unsigned who, double wrong,
                              double progress)
{
    double odds = wrong / (1 - wrong) * sim->odds[who];
    double chance = odds / (1 + odds);
    bool tires = sim->review->oddity == TIRES && who == 0;
    return tires ? chance + progress * (0.5 - chance) : chance;
}

/* The answer of an annotator who looks. */
static unsigned look(struct reviewing *sim, unsigned who, unsigned truth, bool is_hard,
                     double progress)
{
    const struct review_case *review = sim->review;
    double wrong = is_hard ? review->wrong_hard : review->wrong;
    if (qa_random_real(&sim->random) >= chance_of_error(sim, who, wrong, progress)) {
        return truth;
    }
    unsigned step = is_hard ? 1 : 1 + (unsigned)qa_random_below(&sim->random, review->classes - 1);
    return (truth + step) % review->classes;
}

static unsigned answer(struct reviewing *sim, unsigned who, unsigned truth, bool is_hard,
                       double progress)
{
    const struct review_case *review = sim->review;
    unsigned given = look(sim, who, truth, is_hard, progress);
    if (who != 0) {
        return given;
    }
    switch (review->oddity) {
    case GUESSES:
        return draw_class(sim);
    case SWAPS:
        return given < 2 ? 1 - given : given;
    case SAYS_ONE:
        return qa_random_real(&sim->random) < review->odd_share ? 1 : given;
    default:
        return given;
    }
}

/* A number near the item's value; who guesses, near another's. */
static unsigned number(struct reviewing *sim, unsigned who, double value)
{
    const struct review_case *review = sim->review;
    double own =
        who == 0 && review->oddity == GUESSES ? 50 + 15 * qa_random_normal(&sim->random) : value;
    double given = own + review->noise * qa_random_normal(&sim->random);
    return (unsigned)fmin(99, fmax(0, floor(given)));
}

static double seconds(struct reviewing *sim, unsigned who)
{
    const struct review_case *review = sim->review;
    unsigned n_odd = review->n_odd > 0 ? review->n_odd : 1;
    double median = review->oddity == CLICKS && who < n_odd ? review->click_seconds
                                                            : review->seconds * sim->pace[who];
    return median * exp(review->answer_sd * qa_random_normal(&sim->random));
}

static void add_item(struct reviewing *sim, unsigned item)
{
    const struct review_case *review = sim->review;
    unsigned raters[MOST_TEAM];
    unsigned given[MOST_TEAM];
    unsigned truth = draw_class(sim);
    bool is_hard = qa_random_real(&sim->random) < review->hard;
    double value = 50 + 15 * qa_random_normal(&sim->random);
    double progress = (double)item / review->items;
    size_t copier = MOST_TEAM;
    size_t source = MOST_TEAM;
    draw_raters(&sim->random, review->annotators, review->raters, raters);
    for (unsigned r = 0; r < review->raters; r++) {
        given[r] = review->noise > 0 ? number(sim, raters[r], value)
                                     : answer(sim, raters[r], truth, is_hard, progress);
        copier = raters[r] == 0 ? r : copier;
        source = raters[r] == 1 ? r : source;
    }
    if (review->oddity == COPIES && copier < MOST_TEAM && source < MOST_TEAM &&
        qa_random_real(&sim->random) < review->odd_share) {
        given[copier] = given[source];
    }
    struct qa_arena *arena = sim->world->arena;
    const char *name = qa_arena_format(arena, "i%05u", item);
    for (unsigned r = 0; r < review->raters; r++) {
        const char *label =
            review->noise > 0 ? qa_arena_format(arena, "%u", given[r]) : sim->labels[given[r]];
        sim->rows[sim->n_rows++] =
            (struct given){.vendor = "v",
                           .annotator = sim->names[raters[r]],
                           .item = name,
                           .question = "q",
                           .label = label,
                           .submitted = 1700000000.0 + 60.0 * item,
                           .seconds = review->seconds > 0 ? seconds(sim, raters[r]) : 0};
    }
    if (review->with_gold) {
        sim->rows[review->items * review->raters + item] =
            (struct given){.item = name, .question = "q", .label = sim->labels[truth]};
    }
}

static void draw_team(struct reviewing *sim)
{
    const struct review_case *review = sim->review;
    for (unsigned g = 0; g < review->annotators; g++) {
        sim->names[g] = qa_arena_format(sim->world->arena, "a%02u", g);
        sim->odds[g] = exp(review->spread * qa_random_normal(&sim->random));
        sim->pace[g] = exp(review->annotator_sd * qa_random_normal(&sim->random));
    }
    for (unsigned c = 0; c < review->classes; c++) {
        sim->labels[c] = qa_arena_format(sim->world->arena, "class %c", 'a' + (int)c);
    }
}

static void count_flags(const struct review_case *review, const struct qa_annotators_result *result,
                        struct review_counts *counts)
{
    bool alarm[N_FLAGS] = {false};
    bool found[N_FLAGS] = {false};
    unsigned n_odd = review->oddity == NOTHING_ODD ? 0 : review->n_odd > 0 ? review->n_odd : 1;
    for (size_t i = 0; i < result->n_rows; i++) {
        for (size_t f = 0; f < result->rows[i].n_flags; f++) {
            enum qa_annotator_flag_kind kind = result->rows[i].flags[f].kind;
            /* The one who was copied is wrong in the same way. */
            bool involved = i < n_odd || (review->oddity == COPIES && i == 1);
            alarm[kind] = alarm[kind] || !involved;
            found[kind] = found[kind] || i < n_odd;
        }
    }
    for (int kind = 0; kind < N_FLAGS; kind++) {
        counts->false_alarms[kind] += alarm[kind];
        counts->found[kind] += found[kind];
    }
}

static void simulate_one(const struct review_case *review, size_t stream,
                         struct review_counts *counts)
{
    struct world world = new_world();
    size_t n = (size_t)review->items * review->raters;
    struct reviewing sim = {.review = review,
                            .world = &world,
                            .rows = QA_ARRAY(world.arena, struct given, n + review->items)};
    qa_random_init(&sim.random, 2026, stream);
    draw_team(&sim);
    for (unsigned i = 0; i < review->items; i++) {
        add_item(&sim, i);
    }
    const struct qa_batch *batch = make_batch(&world, sim.rows, n, NULL, LISTS_ITEMS);
    const struct qa_batch *gold = NULL;
    if (review->with_gold) {
        gold = make_batch(&world, sim.rows + n, review->items, NULL, LISTS_ITEMS);
        join_batches(&world, batch, gold, NULL, 0.5);
    }
    const struct qa_annotators_request request = {.batch = batch,
                                                  .gold = gold,
                                                  .views =
                                                      qa_views_new(batch, NULL, 0, world.arena),
                                                  .inference = {.confidence = 0.95},
                                                  .idle_cap = 1800};
    struct qa_annotators_result result = qa_annotators(&request, world.arena);
    count_flags(review, &result, counts);
    free_world(&world);
}

struct review_counts simulate_reviews(const struct review_case *review, size_t deliveries)
{
    struct review_counts counts = {.deliveries = deliveries};
    for (size_t d = 0; d < deliveries; d++) {
        simulate_one(review, d, &counts);
    }
    return counts;
}
