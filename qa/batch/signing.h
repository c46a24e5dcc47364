#ifndef QA_BATCH_SIGNING_H
#define QA_BATCH_SIGNING_H

/*
 * Who answered where the files do not say: one file a person is a usual way to deliver.
 *
 * With QA_SIGN_BY_FILE the annotator of every delivered answer without one is the name of its file,
 * without folders and suffix, or with as many folders as tell the vendor's files apart; with
 * QA_SIGN_BY_FOLDER that of the folder that its file stands in: anna of people/anna/1.txt (an
 * error, E112, for a file that names none). Without a choice this is done, and said (W146), where
 * no delivered answer has an annotator and at least half of what a vendor answers is answered in
 * two or more of its files. Else answers stay unsigned, and files whose kind of answers may not be
 * (struct qa_source.unsigned_text) are an error (E112).
 */

#include "qa/batch/builder.h"

enum qa_signing { QA_SIGN_AUTO, QA_SIGN_BY_FILE, QA_SIGN_NOT, QA_SIGN_BY_FOLDER };

/* builder: of the delivery, not finished yet. O(records). */
void qa_sign_answers(struct qa_builder *builder, enum qa_signing signing,
                     struct qa_findings *findings);

#endif
