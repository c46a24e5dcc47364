#ifndef QA_SCORE_UNITIZING_PARTS_H
#define QA_SCORE_UNITIZING_PARTS_H

/* What the files of unitizing.h share. */

#include "qa/score/unitizing.h"

enum { QA_UNITIZING_BLOCKS = 50 };

/* What annotators of one vendor divided. */
struct qa_continuum {
    double start;
    double end;
    size_t n_coders;
    size_t item; /* the how many-th with a continuum; later: its block */
};

/* A unit of one annotator. */
struct qa_unit {
    double start;
    double end;
    uint32_t label;
    size_t continuum;
    size_t coder;
};

struct qa_unit_list {
    struct qa_continuum *continua;
    size_t n_continua;
    size_t continua_capacity;
    struct qa_unit *units;
    size_t n_units;
    size_t units_capacity;
    size_t n_items;
    bool has_uem;
    struct qa_arena *arena;
};

/* unitizing_units.c: all units of a question, within their continua, in no order; lengths in steps.
 */
struct qa_unit_list qa_units_of(const struct qa_comparison *comparison, uint32_t question,
                                struct qa_arena *arena);

#endif
