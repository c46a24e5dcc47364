#ifndef QA_AUDIT_EXTENTS_H
#define QA_AUDIT_EXTENTS_H

/*
 * A first look at spans and periods of time, before anything is counted: whose offsets or times
 * mean something else than they are read as. It knows no kinds: any that lies on a line (extent)
 * and in no picture.
 *
 * The answers of each annotator, or of each file where nobody is named, are held against gold's to
 * the same items, or without gold against those of the others. Of the objects that lie next to each
 * other in their order,
 *
 *     W817 begin and end by the same step away from the other's: characters counted from 1, ends
 *          that are the last character's, clocks that do not start together;
 *     W818 are so many times the other's: milliseconds, frames or minutes for seconds;
 *     W806 have labels that are the other's under other names.
 *
 * A step is said where three of five objects, ten or more, have it exactly, or of times to a fifth
 * of a second, and not a quarter as many begin and end where the other's do. O(objects log objects)
 * for each answer beside each other one; of a side of many objects the first 20,000.
 */

#include "qa/audit/objects.h"

void qa_look_at_extents(const struct qa_objects_request *request, struct qa_findings *findings);

#endif
