#ifndef TESTS_QA_PROCUREMENT_ARENA_FIXTURE_H
#define TESTS_QA_PROCUREMENT_ARENA_FIXTURE_H

/* An arena for each test, and the zone of its times. After the other includes, whose parameters
 * have the same names. */

#include "qa/base/arena.h"
#include "qa/base/time.h"
#include "qa/stats/special.h"

static struct qa_arena *arena;
static const struct qa_zone utc = {.known = true};

static int set_up(void **state)
{
    (void)state;
    qa_special_init();
    arena = qa_arena_new();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    qa_arena_free(arena);
    return 0;
}

#endif
