/*
 * Simulated deliveries in which nobody, or one annotator, deserves a flag: how often flags are
 * raised. Used by the quick tests and by tests/calibrate/flags.c.
 */
#ifndef TESTS_SUPPORT_FLAGS_H
#define TESTS_SUPPORT_FLAGS_H

#include <stddef.h>

/* Counts of deliveries. */
struct flag_counts {
    size_t deliveries;
    size_t false_alarms; /* someone was flagged who is like the others */
    size_t found;        /* the one who is not was flagged */
};

/* A team measured against gold (labelqa errors). */
struct team_case {
    unsigned annotators;
    unsigned items;    /* of each annotator */
    unsigned trials;   /* an item, on average where above 1 */
    double rate;       /* of errors */
    double lumps;      /* correlation of two trials of an annotator on an item */
    double difficulty; /* correlation of two trials of an item, whoever makes them */
    unsigned raters;   /* of an item, drawn from the team; 1: no item is shared */
    double worse;      /* the first annotator's rate over the others'; 1: equals */
};
struct flag_counts simulate_team(const struct team_case *team, size_t deliveries);

#endif
