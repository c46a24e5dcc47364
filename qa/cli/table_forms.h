#ifndef QA_CLI_TABLE_FORMS_H
#define QA_CLI_TABLE_FORMS_H

/* Every table that a command prints, with its columns and what they say, without running one. */

#include <stdbool.h>
#include <stddef.h>

#include "qa/table/table.h"

/* Tables of the commands themselves; those of the rooms are in their table_forms.h. */
extern const struct qa_table_form qa_form_audit_settings;
extern const struct qa_table_form qa_form_sample_commitment;

struct qa_listed_form {
    const struct qa_table_form *form;
    /* Names between blanks. compare and audit print a table whose name is taken with the first of
     * these in front: "errors_vendors". */
    const char *commands;
};
extern const struct qa_listed_form qa_listed_forms[]; /* in the order of the commands */
extern const size_t qa_n_listed_forms;

bool qa_form_is_of(const struct qa_listed_form *listed, const char *command);

#endif
