#ifndef QA_CLI_KIND_OPTIONS_H
#define QA_CLI_KIND_OPTIONS_H

/*
 * What the kinds of annotations leave to the user, as options of every command that compares: made
 * from the settings of qa_types, so that a new kind brings its own. Kinds that share a setting
 * share the option.
 */

#include "qa/annotation/type.h"
#include "qa/cli/options.h"

/* [index of the type][its setting]. Of settings that types share, that of the first is filled. */
struct qa_kind_settings {
    struct qa_setting value[QA_TYPES_MAX][QA_TYPE_SETTINGS_MAX];
};

/* The options of the group; n of them. The list is made on the first call and kept. */
const struct qa_option *qa_kind_options(size_t *n);

/* The initial numbers into settings that are all zero. */
void qa_kind_settings_init(struct qa_kind_settings *settings);

/* What was given, shared settings with all types that share them, files loaded. In the arena, for
 * struct qa_question_options. */
QA_NODISCARD enum qa_status
qa_kind_settings_load(const struct qa_kind_settings *given,
                      const struct qa_setting (**out)[QA_TYPE_SETTINGS_MAX], struct qa_arena *arena,
                      struct qa_error *err);

/* A row for a command's groups. */
#define QA_KIND_GROUP(settings, member)                                                            \
    {                                                                                              \
        "Kinds", NULL, 0, offsetof(settings, member)                                               \
    }

#endif
