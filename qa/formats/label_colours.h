#ifndef QA_FORMATS_LABEL_COLOURS_H
#define QA_FORMATS_LABEL_COLOURS_H

/*
 * The colours in which label maps paint their classes: of a table with columns label, red, green,
 * blue (0 to 255), and of CVAT's labelmap.txt, whose lines are "label:red,green,blue:parts:actions"
 * (lines that begin with # and empty ones say nothing). A colour stands for one label; two labels
 * with one colour cannot be told apart and are refused (E193).
 */

#include "qa/base/arena.h"
#include "qa/base/bytes.h"
#include "qa/base/records.h"

struct qa_colours;

struct qa_colours *qa_colours_new(struct qa_arena *arena);

/* E112, E113 as columns have them; E193 for what is no colour. */
QA_NODISCARD enum qa_status qa_colours_of_table(struct qa_colours *colours,
                                                const struct qa_records *records,
                                                struct qa_error *err);
QA_NODISCARD enum qa_status qa_colours_of_labelmap(struct qa_colours *colours,
                                                   const struct qa_bytes *bytes,
                                                   struct qa_error *err);

/* Whether the bytes are such a labelmap.txt, by what their first line that says anything is. */
bool qa_is_labelmap(const struct qa_bytes *bytes);

/* The label of the colour 0xRRGGBB, NULL without. Amortised O(1). */
const char *qa_colours_label(const struct qa_colours *colours, uint32_t colour);
size_t qa_colours_count(const struct qa_colours *colours);

#endif
