#ifndef QA_AUDIT_EXAMPLES_H
#define QA_AUDIT_EXAMPLES_H

/*
 * Table examples: what errors look like, of kinds that a figure says little of. Of each question
 * and vendor the QA_EXAMPLES answers that differ most from the reference, in lines of one width:
 *
 *     transcripts     reference over delivery, word under word; words that differ are marked
 *     spans           the text twice, with the reference's spans and with those delivered
 *     speaker turns,  a bar a speaker or class and side, QA_TIMELINE_CELLS cells from 0 to the last
 *     segments        end: full where both say so, a light shade where this side alone does
 *
 * An answer differs by the words that are wrong, by the spans that are not matched, and by the
 * seconds in which only one of both says a speaker or class (without a collar). Equal ones stand in
 * the order of the items' names, then of the annotators'. Of an answer at most QA_EXAMPLE_PARTS
 * lines of each side are shown, those with differences; an ellipsis says that there is more.
 */

#include "qa/score/comparison.h"
#include "qa/table/report.h"

enum {
    QA_EXAMPLES = 5,
    QA_EXAMPLE_PARTS = 4,
    QA_EXAMPLE_LETTERS = 78,
    QA_EXAMPLE_NAMES = 6, /* speakers or classes */
    QA_TIMELINE_CELLS = 64
};

struct qa_examples_request {
    const struct qa_comparison *comparison; /* with a reference, else there are no tables */
    const struct qa_names *names;           /* as annotators are to be called */
    const struct qa_type *type;             /* of this kind only; NULL: of all */
    const uint32_t *vendor;                 /* of this vendor only; NULL: of all */
};

/* Adds the table where some answer of these kinds differs, and before it table answer_differences:
 * of how many answers which share is wrong. O(all answers), each compared once more. */
void qa_examples_tables(const struct qa_examples_request *request, struct qa_report *report);

/* Kinds that have examples, in the order of the sheets; NULL at the end. */
extern const struct qa_type *const qa_example_types[];

/* ---- its parts, of which each kind is a file ---- */

/* One answer beside the reference's, and the row that is being written. */
struct qa_example {
    const struct qa_comparison *comparison;
    const struct qa_names *names;
    const struct qa_pair *pair;
    struct qa_pair_objects objects;
    struct qa_arena *scratch;
    double wrong;
    double of;
    double shown; /* of what is wrong */
    size_t place; /* of the pair, by names */
    size_t rank;  /* among the vendor's, from 1 */
    size_t part;
    struct qa_table *table;
};

/* What differs, and of how much: example->wrong and ->of. */
struct qa_example_kind {
    const struct qa_type *type;
    const char *unit;
    void (*judge)(struct qa_example *example);
    void (*put)(struct qa_example *example);
};
extern const struct qa_example_kind qa_example_transcripts;
extern const struct qa_example_kind qa_example_spans;
extern const struct qa_example_kind qa_example_turns;
extern const struct qa_example_kind qa_example_segments;

/* A row of the example. name: of a speaker or class; NULL: none. */
void qa_put_example(struct qa_example *example, const char *side, const char *name,
                    const char *text);

/* The label's name; NULL: none. */
const char *qa_example_label(const struct qa_example *example, uint32_t label);

#endif
