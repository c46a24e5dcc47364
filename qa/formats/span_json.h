#ifndef QA_FORMATS_SPAN_JSON_H
#define QA_FORMATS_SPAN_JSON_H

/*
 * Spans as JSON Lines have them, whichever tool wrote them: a list [start, end, label], or an
 * object with start (start_offset, begin), end (end_offset), label (entity, type, entity_group)
 * and, if it quotes, text; ends are exclusive. What is none of these is E119.
 */

#include "qa/formats/span_text.h"

/* Gives a span of the open answer; its text has been begun. False after a finding. */
bool qa_span_json_give(struct qa_span_text *spans, struct qa_json_value span);

/* All spans of a list. False after a finding. */
bool qa_span_json_give_all(struct qa_span_text *spans, struct qa_json_value list);

/* Is it a list whose first element is such a list or object? */
bool qa_span_json_is_list(struct qa_json_value list);

/* Where a value begins, found at once: its document may go. */
struct qa_place qa_json_line_place(struct qa_json_value value);

#endif
