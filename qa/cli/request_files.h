#ifndef QA_CLI_REQUEST_FILES_H
#define QA_CLI_REQUEST_FILES_H

/* The request as CSV files, for those who fill it without a spreadsheet program. */

#include "qa/base/output.h"
#include "qa/procurement/request.h"

/*
 * Into a folder (made if need be): charges.csv, promises.csv, questions.csv and INSTRUCTIONS.txt.
 * With a path that ends in .csv, files beside each other: request.csv gives request-charges.csv and
 * so on. All of them or none; E501 to E503. *where is what was written, for the last word.
 */
QA_NODISCARD enum qa_status qa_request_files_write(const struct qa_request *request,
                                                   const char *path, enum qa_overwrite overwrite,
                                                   struct qa_arena *arena, const char **where,
                                                   struct qa_error *err);

/* One table as CSV. */
QA_NODISCARD enum qa_status qa_table_file_write(struct qa_table *table, const char *path,
                                                enum qa_overwrite overwrite, struct qa_arena *arena,
                                                struct qa_error *err);

#endif
