#ifndef QA_CLI_COMMANDS_H
#define QA_CLI_COMMANDS_H

/* One constant a command, each in its cmd_*.c; command_table.c lists them in help order. */

#include "qa/cli/command.h"

extern const struct qa_command qa_command_init;
extern const struct qa_command qa_command_ingest;
extern const struct qa_command qa_command_formats;
extern const struct qa_command qa_command_check;
extern const struct qa_command qa_command_agree;
extern const struct qa_command qa_command_iou;
extern const struct qa_command qa_command_score;
extern const struct qa_command qa_command_errors;
extern const struct qa_command qa_command_truth;
extern const struct qa_command qa_command_turnaround;
extern const struct qa_command qa_command_plan;
extern const struct qa_command qa_command_sample;
extern const struct qa_command qa_command_judge;
extern const struct qa_command qa_command_quote;
extern const struct qa_command qa_command_compliance;
extern const struct qa_command qa_command_compare;
extern const struct qa_command qa_command_audit;

#endif
