#include "qa/cli/figure_citations.h"

#include <string.h>

#include "qa/score/run_scores.h"

struct listing {
    struct qa_arena *arena;
    struct qa_citation *list;
    size_t n;
    size_t capacity;
};

static void add(struct listing *listing, const char *name, const char *about, const char *source)
{
    for (size_t i = 0; i < listing->n; i++) {
        if (strcmp(listing->list[i].names, name) == 0) {
            return;
        }
    }
    listing->list = qa_arena_grow(listing->arena, listing->list, &listing->capacity, listing->n + 1,
                                  sizeof *listing->list);
    listing->list[listing->n++] = (struct qa_citation){"score,compare,audit", name, about, source};
}

static void add_family(struct listing *listing, const struct qa_score *score)
{
    for (size_t f = 0; f < score->n_figures; f++) {
        const struct qa_figure *figure = &score->figures[f];
        for (size_t t = 0; t < qa_n_types; t++) {
            if (score->serves(qa_types[t])) {
                add(listing, qa_figure_name(figure, qa_types[t], listing->arena), figure->about,
                    figure->source);
            }
            if (score->serves(qa_types[t]) && figure->is_named_by_type &&
                qa_types[t]->fallback != NULL) {
                add(listing, qa_types[t]->fallback->figure, figure->about, figure->source);
            }
        }
    }
}

const struct qa_citation *qa_figure_citations(struct qa_arena *arena, size_t *n)
{
    struct listing listing = {.arena = arena};
    for (size_t s = 0; s < qa_n_scores; s++) {
        add_family(&listing, qa_scores[s]);
    }
    for (size_t s = 0; s < qa_n_run_scores; s++) {
        const struct qa_run_score *score = qa_run_scores[s];
        for (size_t f = 0; f < score->n_figures; f++) {
            add(&listing, score->figures[f].name, score->figures[f].about,
                score->figures[f].source);
        }
    }
    *n = listing.n;
    return listing.list;
}
