#include <string.h>

#include "qa/audit/sample.h"
#include "qa/cli/commands.h"
#include "reports/workbook.h"

struct settings {
    struct qa_reading reading;
    struct qa_output_settings output;
    uint64_t n;
    uint64_t seed;
    const char *stratify;
    const char *question;
    bool show_answers;
};

static const struct qa_option options[] = {
    {'n', "n", QA_OPTION_COUNT, offsetof(struct settings, n), "N",
     "how many answers to draw, over all vendors", NULL},
    {0, "stratify", QA_OPTION_TEXT, offsetof(struct settings, stratify), "FIELD,...",
     "draw in proportion from each vendor, annotator, label, batch (any of them)", NULL},
    {'s', "seed", QA_OPTION_COUNT, offsetof(struct settings, seed), "N",
     "the same seed draws the same sample (default 1)", NULL},
    {0, "question", QA_OPTION_TEXT, offsetof(struct settings, question), "NAME",
     "which question, when the delivery has several", NULL},
    {0, "show-answers", QA_OPTION_FLAG, offsetof(struct settings, show_answers), NULL,
     "show the vendor's answers to the auditor; hidden without it, so that they do not lead", NULL},
};

static const struct qa_option_group groups[] = {
    {"Sample", options, sizeof options / sizeof *options, 0},
    {"Reading", qa_reading_options, QA_N_READING_OPTIONS, offsetof(struct settings, reading)},
    {"Output", qa_output_options, QA_N_OUTPUT_OPTIONS, offsetof(struct settings, output)},
};

static const struct settings defaults = {.output = QA_OUTPUT_DEFAULTS, .seed = 1};

static enum qa_status stratum_fields(struct qa_session *session, const char *text, unsigned *fields)
{
    static const char *const names[] = {"vendor", "annotator", "label", "batch"};
    static const unsigned bits[] = {QA_STRATUM_VENDOR, QA_STRATUM_ANNOTATOR, QA_STRATUM_LABEL,
                                    QA_STRATUM_BATCH};
    struct qa_texts parts = qa_split_list(session->arena, text);
    *fields = 0;
    for (size_t i = 0; i < parts.n; i++) {
        const char *part = strcmp(parts.list[i], "class") == 0 ? "label" : parts.list[i];
        size_t f = 0;
        while (f < 4 && strcmp(names[f], part) != 0) {
            f++;
        }
        if (f == 4) {
            return qa_fail(&session->error, QA_USAGE, "E002",
                           "--stratify: '%s' is not one of vendor, annotator, label, batch", part);
        }
        *fields |= bits[f];
    }
    return QA_OK;
}

struct work_sheet {
    const struct qa_sample *sample;
    const struct qa_session *session;
    bool show_answers;
};

static enum qa_status write_sheet(void *context, const char *path, struct qa_error *err)
{
    const struct work_sheet *sheet = context;
    return qa_workbook_sample(sheet->sample, sheet->session->deliveries.delivery,
                              sheet->show_answers, sheet->session->report, path, err);
}

static enum qa_status run(struct qa_session *session, const void *given)
{
    const struct settings *settings = given;
    if (settings->n == 0) {
        return qa_fail(&session->error, QA_USAGE, "E002", "--n says how many answers to draw");
    }
    unsigned fields;
    QA_TRY(stratum_fields(session, settings->stratify ? settings->stratify : "", &fields));
    QA_TRY(qa_session_read(session, &settings->reading, &settings->output));
    uint32_t question;
    QA_TRY(qa_session_question(session, settings->question, &question));
    const struct qa_sample_request request = {
        .delivery = session->deliveries.delivery,
        .question = question,
        .n = settings->n,
        .stratify = fields,
        .blind = !settings->show_answers,
        .seed = settings->seed,
    };
    struct qa_sample sample;
    QA_TRY(qa_sample(&request, session->arena, &sample, &session->error));
    session->report->has_seed = true;
    session->report->seed = settings->seed;
    qa_sample_tables(&sample, session->deliveries.delivery, settings->show_answers,
                     session->report);
    struct work_sheet sheet = {&sample, session, settings->show_answers};
    return qa_session_print_workbook(session, &settings->output, write_sheet, &sheet);
}

const struct qa_command qa_command_sample = {
    .group = "Audit",
    .name = "sample",
    .summary = "draw the audit sample (seeded, stratified), write the auditor's work sheet",
    .synopsis = "DELIVERY... --n N [options]",
    .examples = "    labelqa sample labels.csv --n 200 --seed 7 -o sheet.xlsx\n"
                "    labelqa sample labels.csv --n 200 --stratify vendor,annotator -o sheet.csv\n",
    .groups = groups,
    .n_groups = sizeof groups / sizeof *groups,
    .settings_size = sizeof defaults,
    .defaults = &defaults,
    .run = run,
};
