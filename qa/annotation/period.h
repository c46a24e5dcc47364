#ifndef QA_ANNOTATION_PERIOD_H
#define QA_ANNOTATION_PERIOD_H

/*
 * Periods of time: start and end in seconds, the two numbers of segments and speaker turns. What
 * both kinds share. Similarity is intersection over union of time (Jaccard 1912); two periods
 * without length are identical (1) when they are at the same time, and disjoint (0) otherwise.
 */

#include "qa/annotation/type.h"

enum { QA_PERIOD_START, QA_PERIOD_END, QA_PERIOD_ARITY };

/* Seconds that no recording reaches: eleven days. Larger times are samples or milliseconds. */
enum { QA_PERIOD_SECONDS_MAX = 1000000 };

/* Members of struct qa_type. */
bool qa_period_valid(const struct qa_objects *objects, size_t i, const char **why);
void qa_period_extent(const struct qa_objects *objects, size_t i, double *low, double *high);
void qa_period_compare(const struct qa_sides *sides, double *similarity);
const char *qa_period_describe(const struct qa_objects *objects, size_t i, struct qa_arena *arena);

/* Columns start and end of a table. */
extern const struct qa_type_form qa_period_form;

/* The setting --uem: which parts of which recordings were to be annotated (uem.h). */
#define QA_PERIOD_UEM_SETTING                                                                      \
    {                                                                                              \
        "uem",                                                                                     \
            "File in UEM form (recording, channel, start, end): the parts of recordings that "     \
            "were to be annotated; of recordings it does not list nothing is scored. Of texts, "   \
            "in characters, for alpha_unitizing.",                                                 \
            .kind = QA_SETTING_TEXT, .argument = "FILE", .load = qa_uem_load                       \
    }

#endif
