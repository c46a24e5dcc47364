#ifndef QA_CLI_REQUEST_FILES_H
#define QA_CLI_REQUEST_FILES_H

/* The request that a project makes, and its CSV files, for those who fill it without a spreadsheet
 * program. */

#include "qa/base/output.h"
#include "qa/cli/project.h"
#include "qa/procurement/request.h"

/*
 * As a workbook where the path ends in .xlsx. Else into a folder (made if need be): charges.csv,
 * promises.csv, questions.csv and INSTRUCTIONS.txt; with a path that ends in .csv, files beside
 * each other: request.csv gives request-charges.csv and so on. All of them or none; E501 to E503.
 * *path becomes what was written, for the last word.
 */
QA_NODISCARD enum qa_status qa_request_write(struct qa_session *session, struct qa_request *request,
                                             bool force, const char **path);

/* What a project says of it: name, currency, volume, days and, where nothing is said yet of the
 * data, the declared labels. */
void qa_request_of_project(const struct qa_project *project, struct qa_arena *arena,
                           struct qa_request *request);

/* One table as CSV. */
QA_NODISCARD enum qa_status qa_table_file_write(struct qa_table *table, const char *path,
                                                enum qa_overwrite overwrite, struct qa_arena *arena,
                                                struct qa_error *err);

#endif
