#ifndef QA_CLI_KIND_OPTIONS_H
#define QA_CLI_KIND_OPTIONS_H

/*
 * What the kinds of annotations leave to the user, as options of every command that compares: made
 * from the settings of qa_types, so that a new kind brings its own.
 */

#include "qa/annotation/type.h"
#include "qa/cli/options.h"

/* [index of the type][its setting]: the choice. */
struct qa_kind_settings {
    int choice[QA_TYPES_MAX][QA_TYPE_SETTINGS_MAX];
};

/* The options of the group; n of them. The list is made on the first call and kept. */
const struct qa_option *qa_kind_options(size_t *n);

/* A row for a command's groups. */
#define QA_KIND_GROUP(settings, member)                                                            \
    {                                                                                              \
        "Kinds", NULL, 0, offsetof(settings, member)                                               \
    }

#endif
