#ifndef QA_BATCH_ITEMS_H
#define QA_BATCH_ITEMS_H

/*
 * Which items of a run are the same: decided once, when all files are read and before the builders
 * finish, for every format and command alike.
 *
 * The sides of a run are gold, the pre-labels, and the delivery of each vendor (vendors beyond the
 * sixty-first are one side). Two items of one side are never made one by itself, and a reading of
 * names (item_names.h) that was asked for and would is refused (E163): two of gold, or two that one
 * annotator answered, or that stand in two folders. Names that several annotators write differently
 * are what it is asked for.
 *
 * Without a choice names count as they stand, but for what nobody sees: names that are equal in
 * Unicode's form C and but for blanks at either end are one item (W141). Where a delivery then
 * shares less than half of the items that it could share with gold or pre-labels, the other
 * readings are tried: base, path where base merges, upload, caseless, stem, decoded, unpadded. One
 * that makes the two sides share nine items of ten, and merges none, is used and said (W140); when
 * two such readings join the names differently, neither is. What still shares less than half is a
 * warning (W142), and a reference of which no delivery shares anything an error (E160), with two
 * names side by side and the reading that would make them one. Where half or more is shared, an
 * item of gold that a delivery has not, and the one of the delivery that gold has not and that
 * alone looks like it, are said (W730).
 *
 * Deliveries or gold without any answer are an error (E161), but for a results list, in which
 * nothing was found; a file without answers beside others that have some is a warning (W145).
 */

#include "qa/batch/builder.h"
#include "qa/batch/item_names.h"
#include "qa/batch/questions.h"

/* What is said of an item with two texts (W204); its name follows. */
#define QA_OTHER_TEXT                                                                              \
    "item '%.80s' has two texts in this run: spans of one are compared with those of the other "   \
    "by "                                                                                          \
    "their offsets alone"

struct qa_items_request {
    struct qa_builder *builder[QA_N_ROLES]; /* not finished yet */
    struct qa_names *names;
    enum qa_item_reading reading;
    struct qa_findings *findings;
};

/* names->items is another list afterwards where names became one, and the builders hold its ids.
 * O(records + items), and the same again for each reading that is tried. */
void qa_items_settle(const struct qa_items_request *request);

#endif
