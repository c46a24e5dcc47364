#include "qa/cli/commands.h"
#include "qa/cli/evaluate.h"

struct settings {
    struct qa_project project;
    struct qa_output_settings output;
};

static const struct qa_option_group groups[] = {
    QA_PROJECT_GROUPS(struct settings, project.),
    {"Output", qa_output_options, QA_N_OUTPUT_OPTIONS, offsetof(struct settings, output)},
};

static const struct settings defaults = {.project = QA_PROJECT_DEFAULTS,
                                         .output = QA_OUTPUT_DEFAULTS};

static enum qa_status run(struct qa_session *session, const void *given)
{
    struct settings settings = *(const struct settings *)given;
    settings.project.name = "Vendor comparison";
    QA_TRY(qa_project_settle(session, &settings.project));
    const struct qa_evaluate_options evaluate = {&settings.project, &settings.output};
    return qa_cli_evaluate(session, &evaluate);
}

const struct qa_command qa_command_compare = {
    .group = "Buy",
    .name = "compare",
    .summary = "vendors side by side on accuracy, turnaround and cost, as a table or as the Excel "
               "workbook",
    .synopsis = "--vendor NAME=FILES... -g GOLD [options]",
    .examples = "    labelqa compare --vendor acme=acme.csv --vendor zeta=zeta.csv -g gold.csv \\\n"
                "        --quotes quotes.csv --volume 50000 --limit 5% -o vendors.xlsx\n",
    .details =
        "Gate first: a vendor passes when the whole interval of its error rate is at or "
        "below the limit, fails when all of it is above, and is inconclusive otherwise. "
        "The error rate is what the field takes: WER of transcripts, DER of speakers' turns, 1 - "
        "F1 of spans (strict) and of segments (at --threshold); of other kinds wrong ones among "
        "what was checked. "
        "Then score. Exit status 0 when the first place passes, 4 when it is inconclusive or "
        "nobody has it, 1 when no vendor is eligible.",
    QA_COMMAND_TABLES,
};
