/*
 * Simulated deliveries in which nobody, or one annotator, deserves a flag: how often flags are
 * raised. Used by the quick tests and by tests/calibrate/flags.c.
 */
#ifndef TESTS_SUPPORT_FLAGS_H
#define TESTS_SUPPORT_FLAGS_H

#include <stddef.h>

#include "qa/audit/annotators.h"

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

/* The interval of an error rate whose trials may fail together in items: how many of the 95 %
 * intervals cover the rate, by method. */
enum headline { HEADLINE_CLUSTERS, HEADLINE_EXACT, HEADLINE_WILSON, N_HEADLINES };
struct headline_case {
    unsigned items;
    unsigned trials; /* an item */
    double rate;
    double correlation; /* of two trials of an item */
};
void simulate_headline(const struct headline_case *headline, size_t deliveries,
                       size_t covered[N_HEADLINES]);

/* Light's kappa of annotators who err alike on items of two classes. */
struct light_case {
    unsigned annotators;
    unsigned raters; /* of an item */
    unsigned items;
    double wrong;
    double commonest; /* share of the commoner class */
};
struct light_counts {
    size_t deliveries;
    size_t with_interval;
    size_t covered;    /* of these */
    size_t linearised; /* covered by value and standard error, of all that have them */
};
struct light_counts simulate_light(const struct light_case *light, size_t deliveries);

/* Annotators beside one another (labelqa agree). What one of them does, the first. */
enum oddity {
    NOTHING_ODD,
    COPIES,   /* takes `odd_share` of the answers from the second, where both have the item */
    GUESSES,  /* answers by the classes' shares alone */
    SWAPS,    /* takes two classes for each other */
    SAYS_ONE, /* gives `odd_share` of the answers without looking: always the same */
    CLICKS,   /* answers in `click_seconds`; so do the first `n_odd` */
    TIRES     /* errs more and more: to one half of the answers at the end */
};

struct review_case {
    unsigned annotators;
    unsigned items;
    unsigned raters;   /* of an item, drawn from the team */
    unsigned classes;  /* the last is not used where `ordered` */
    double commonest;  /* share of the first class; the others share the rest */
    double wrong;      /* share of errors on an easy item */
    double wrong_hard; /* on a hard one, where all errors are the same */
    double hard;       /* share of hard items */
    double spread;     /* of the annotators' log odds of an error, a standard deviation */
    double noise;      /* above 0: labels are numbers, the item's value with this noise */
    bool with_gold;
    double seconds;      /* above 0: median time of an answer */
    double answer_sd;    /* of log times of an annotator's answers */
    double annotator_sd; /* of log medians */
    enum oddity oddity;
    double odd_share;
    unsigned n_odd; /* 0: one */
    double click_seconds;
};

enum { N_FLAGS = QA_FLAG_COPYING + 1 };
struct review_counts {
    size_t deliveries;
    size_t false_alarms[N_FLAGS]; /* someone like the others has the flag */
    size_t found[N_FLAGS];        /* the first has it */
};
struct review_counts simulate_reviews(const struct review_case *review, size_t deliveries);

#endif
