#include "qa/cli/command.h"

#include "qa/cli/commands.h"

const struct qa_command *const qa_commands[] = {
    &qa_command_init,  &qa_command_ingest,     &qa_command_formats,    &qa_command_check,
    &qa_command_agree, &qa_command_iou,        &qa_command_score,      &qa_command_errors,
    &qa_command_truth, &qa_command_turnaround, &qa_command_plan,       &qa_command_sample,
    &qa_command_judge, &qa_command_quote,      &qa_command_compliance, &qa_command_compare,
    &qa_command_audit,
};
const size_t qa_n_commands = sizeof qa_commands / sizeof *qa_commands;
