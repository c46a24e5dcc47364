#include "qa/cli/commands.h"
#include "qa/cli/formats_list.h"

struct settings {
    struct qa_output_settings output;
};

static const struct qa_option_group groups[] = {
    {"Output", qa_output_options, QA_N_OUTPUT_OPTIONS, offsetof(struct settings, output)},
};

static const struct settings defaults = {.output = QA_OUTPUT_DEFAULTS};

static void write_list(void *context, FILE *stream)
{
    (void)context;
    qa_formats_list(stream);
}

static enum qa_status run(struct qa_session *session, const void *given)
{
    const struct settings *settings = given;
    const struct qa_output_settings *output = &settings->output;
    if (session->n_operands > 0) {
        return qa_fail(&session->error, QA_USAGE, "E001",
                       "formats takes no files; any command that reads '%s' says what it is",
                       session->operands[0]);
    }
    if (qa_output_format_of(output) == QA_OUT_TABLE && output->table == NULL) {
        return qa_session_write(session, output, write_list, NULL);
    }
    qa_formats_tables(session->report);
    return qa_session_print(session, output);
}

const struct qa_command qa_command_formats = {
    .group = "Look at data",
    .name = "formats",
    .summary = "what files may be, what each can tell, and the kinds of annotations",
    .synopsis = "[options]",
    .examples = "    labelqa formats\n"
                "    labelqa formats --format csv                 (what each can tell)\n"
                "    labelqa formats --table kinds --format json\n",
    QA_COMMAND_TABLES,
};
