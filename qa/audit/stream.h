#ifndef QA_AUDIT_STREAM_H
#define QA_AUDIT_STREAM_H

/*
 * A simple random sample of a list of ids of any length, read once: only the n ids that are drawn
 * so far are held. Each id has a random number of its own (see frame.h), so the order of the list
 * does not matter. Ids that differ are taken as different items; equal ids would be drawn together,
 * so a drawn id that came twice is refused.
 */

#include <stddef.h>
#include <stdint.h>

#include "qa/audit/draw.h"
#include "qa/base/error.h"
#include "qa/table/report.h"

struct qa_id_stream;

/* n > 0. Memory is O(n); qa_id_stream_free releases it. */
struct qa_id_stream *qa_id_stream_new(uint64_t n, uint64_t seed);
void qa_id_stream_free(struct qa_id_stream *stream);

/* One id of 1 byte or more; it is copied when it is drawn. O(1) for most. */
void qa_id_stream_take(struct qa_id_stream *stream, const char *id, size_t length);

/*
 * The work sheet as the table `sample`: order, id, lot, lot_size, stratum, stratum_size, item,
 * inclusion_probability, verdict, gold, severity, comment, design, sheet, drawn, check; and the
 * table `draw`. commitment: SHA-256 of the secret seed, NULL when the number was given. *draw lives
 * in the report's arena. Nothing may be taken after. E302 when no id came, E305 when a drawn id
 * came twice, E108 for a drawn id that is not UTF-8.
 */
QA_NODISCARD enum qa_status qa_id_stream_table(struct qa_id_stream *stream, const char *commitment,
                                               struct qa_report *report, struct qa_draw *draw,
                                               struct qa_error *err);

#endif
