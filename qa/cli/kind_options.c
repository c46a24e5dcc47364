#include "qa/cli/kind_options.h"

#include <stdio.h>

enum { MOST_OPTIONS = 32, LONGEST_ARGUMENT = 64 };

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

const struct qa_option *qa_kind_options(size_t *n)
{
    static struct qa_option options[MOST_OPTIONS];
    static char arguments[MOST_OPTIONS][LONGEST_ARGUMENT];
    static size_t n_options;
    for (size_t t = 0; n_options == 0 && t < qa_n_types; t++) {
        /* The counter moves only when all is there. */
        size_t at = 0;
        for (size_t before = 0; before < t; before++) {
            at += qa_types[before]->n_settings;
        }
        for (size_t s = 0; s < qa_types[t]->n_settings && at + s < MOST_OPTIONS; s++) {
            const struct qa_type_setting *setting = &qa_types[t]->settings[s];
            join_choices(setting->choices, arguments[at + s]);
            options[at + s] =
                (struct qa_option){.name = setting->name,
                                   .kind = QA_OPTION_CHOICE,
                                   .offset = offsetof(struct qa_kind_settings, choice) +
                                             (t * QA_TYPE_SETTINGS_MAX + s) * sizeof(int),
                                   .argument = arguments[at + s],
                                   .help = setting->about,
                                   .choices = setting->choices};
        }
        if (t + 1 == qa_n_types) {
            n_options = at + qa_types[t]->n_settings;
        }
    }
    *n = n_options;
    return options;
}
