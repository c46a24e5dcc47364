#include "qa/cli/kind_options.h"

#include <stdio.h>
#include <string.h>

enum { MOST_OPTIONS = 128, LONGEST_ARGUMENT = 96, LONGEST_EXAMPLE = 32 };

/* "evenodd|nonzero". */
static void join_choices(const char *const *choices, char out[LONGEST_ARGUMENT])
{
    size_t used = 0;
    out[0] = '\0';
    for (; *choices != NULL && used < LONGEST_ARGUMENT; choices++) {
        int n =
            snprintf(out + used, LONGEST_ARGUMENT - used, "%s%s", used > 0 ? "|" : "", *choices);
        used += n > 0 ? (size_t)n : 0;
    }
}

/* A setting by the places of its type and in it. */
struct at {
    size_t type;
    size_t setting;
};

/* The first type's setting of that name. */
static struct at first_of(const char *name)
{
    for (size_t t = 0; t < qa_n_types; t++) {
        for (size_t s = 0; s < qa_types[t]->n_settings; s++) {
            if (strcmp(qa_types[t]->settings[s].name, name) == 0) {
                return (struct at){t, s};
            }
        }
    }
    QA_BUG("no type has the setting '%s'", name);
}

static enum qa_option_kind option_kind(enum qa_setting_kind kind)
{
    switch (kind) {
    case QA_SETTING_CHOICE:
        return QA_OPTION_CHOICE;
    case QA_SETTING_FLAG:
        return QA_OPTION_FLAG;
    case QA_SETTING_NUMBER:
        return QA_OPTION_REAL;
    case QA_SETTING_RATE:
        return QA_OPTION_RATE;
    case QA_SETTING_TEXT:
        return QA_OPTION_TEXT;
    }
    QA_BUG("a setting of kind %d", (int)kind);
}

static struct qa_option option_of(struct at at, char argument[LONGEST_ARGUMENT],
                                  char example[LONGEST_EXAMPLE])
{
    const struct qa_type_setting *setting = &qa_types[at.type]->settings[at.setting];
    if (setting->choices != NULL) {
        join_choices(setting->choices, argument);
    }
    bool is_number = setting->kind == QA_SETTING_NUMBER || setting->kind == QA_SETTING_RATE;
    snprintf(example, LONGEST_EXAMPLE, "%.6g", setting->initial);
    return (struct qa_option){.name = setting->name,
                              .kind = option_kind(setting->kind),
                              .offset = offsetof(struct qa_kind_settings, value) +
                                        (at.type * QA_TYPE_SETTINGS_MAX + at.setting) *
                                            sizeof(struct qa_setting),
                              .argument = setting->choices != NULL ? argument : setting->argument,
                              .help = setting->about,
                              .choices = setting->choices,
                              .example = is_number ? example : NULL,
                              .least = setting->least,
                              .most = setting->most};
}

const struct qa_option *qa_kind_options(size_t *n)
{
    static struct qa_option options[MOST_OPTIONS];
    static char arguments[MOST_OPTIONS][LONGEST_ARGUMENT];
    static char examples[MOST_OPTIONS][LONGEST_EXAMPLE];
    static size_t n_options;
    size_t at = 0;
    for (size_t t = 0; n_options == 0 && t < qa_n_types; t++) {
        for (size_t s = 0; s < qa_types[t]->n_settings; s++) {
            struct at first = first_of(qa_types[t]->settings[s].name);
            if (first.type == t && first.setting == s && at < MOST_OPTIONS) {
                options[at] = option_of(first, arguments[at], examples[at]);
                at++;
            }
        }
    }
    n_options = n_options == 0 ? at : n_options;
    *n = n_options;
    return options;
}

void qa_kind_settings_init(struct qa_kind_settings *settings)
{
    for (size_t t = 0; t < qa_n_types; t++) {
        for (size_t s = 0; s < qa_types[t]->n_settings; s++) {
            settings->value[t][s] = qa_type_setting(qa_types[t], NULL, s);
        }
    }
}

/* The settings of one type, those that it shares from the first that has them. */
static enum qa_status load(const struct qa_kind_settings *given, size_t type,
                           struct qa_setting *value, struct qa_arena *arena, struct qa_error *err)
{
    enum qa_status status = QA_OK;
    for (size_t s = 0; s < qa_types[type]->n_settings && status == QA_OK; s++) {
        const struct qa_type_setting *setting = &qa_types[type]->settings[s];
        struct at first = first_of(setting->name);
        value[s] = given->value[first.type][first.setting];
        if (setting->load != NULL && value[s].text != NULL) {
            status = setting->load(value[s].text, arena, &value[s].loaded, err);
        }
    }
    return status;
}

enum qa_status qa_kind_settings_load(const struct qa_kind_settings *given,
                                     const struct qa_setting (**out)[QA_TYPE_SETTINGS_MAX],
                                     struct qa_arena *arena, struct qa_error *err)
{
    struct qa_kind_settings *settings = QA_NEW(arena, struct qa_kind_settings);
    *out = (const struct qa_setting(*)[QA_TYPE_SETTINGS_MAX])settings->value;
    for (size_t t = 0; t < qa_n_types; t++) {
        QA_TRY(load(given, t, settings->value[t], arena, err));
    }
    return QA_OK;
}
