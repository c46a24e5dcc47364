#include <string.h>

#include "qa/cli/commands.h"
#include "qa/cli/sample_lists.h"
#include "qa/cli/sample_plan.h"
#include "reports/workbook.h"

struct settings {
    struct qa_reading reading;
    struct qa_output_settings output;
    struct qa_draw_settings draw;
    struct qa_list_settings lists;
    bool show_answers;
    const char *auditors;
    double overlap;
    const char *images;
    const char *verify;
    const char *commit;
};
#define DRAW(member) offsetof(struct settings, draw.member)

static const struct qa_option drawing[] = {
    {'n', "n", QA_OPTION_COUNT, DRAW(n), "N",
     "how many answers to draw, over all vendors; with --cluster how many clusters", NULL},
    {0, "plan", QA_OPTION_TEXT, DRAW(plan), "FILE", "draw the n of this plan of `labelqa plan`",
     NULL},
    {'s', "seed", QA_OPTION_COUNT, DRAW(seed), "N",
     "the same seed draws the same sample (default 1)", NULL},
    {0, "question", QA_OPTION_TEXT, DRAW(question), "NAME",
     "which question, when the delivery has several", NULL},
    {0, "stratify", QA_OPTION_TEXT, DRAW(stratify), "FIELD,...",
     "draw from each vendor, annotator, label, batch, agreement (any of them) for itself", NULL},
    {0, "uncertain", QA_OPTION_FLAG, DRAW(uncertain), NULL,
     "stratify by how certain the item's label is (one-coin model) and draw as many from uncertain "
     "strata as from certain ones",
     NULL},
    {0, "allocation", QA_OPTION_CHOICE, DRAW(allocation), "proportional|neyman|equal|power",
     "how many from each stratum (default: proportional; equal with --uncertain)",
     qa_allocation_choices},
    {0, "power", QA_OPTION_REAL, DRAW(power), "A",
     "power allocation: in proportion to size^A (default 0.5)", NULL},
    {0, "min-per-stratum", QA_OPTION_COUNT, DRAW(minimum), "N",
     "at least N from each stratum, or all it has", NULL},
    {0, "rates", QA_OPTION_TEXT, DRAW(rates), "FILE",
     "expected error rates for Neyman allocation: columns stratum, rate", NULL},
    {0, "systematic", QA_OPTION_FLAG, DRAW(systematic), NULL,
     "draw at even steps in the order of item and annotator", NULL},
    {0, "pps", QA_OPTION_TEXT, DRAW(pps), "objects|seconds|uncertainty|FILE",
     "draw in proportion to a size; FILE has columns item, size", NULL},
    {0, "cluster", QA_OPTION_CHOICE, DRAW(cluster), "batch|annotator",
     "draw whole batches or annotators", qa_cluster_choices},
    {0, "earlier", QA_OPTION_TEXTS, DRAW(earlier), "FILE",
     "add to this earlier sample without drawing its answers again; judge takes both sheets", NULL},
};

static const struct qa_option sheet_options[] = {
    {0, "show-answers", QA_OPTION_FLAG, offsetof(struct settings, show_answers), NULL,
     "show the vendor's answers to the auditor; hidden without it, so that they do not lead", NULL},
    {0, "auditors", QA_OPTION_TEXT, offsetof(struct settings, auditors), "NAME,...",
     "deal the rows to these auditors; a workbook has a sheet for each", NULL},
    {0, "overlap", QA_OPTION_RATE, offsetof(struct settings, overlap), "SHARE",
     "share of the rows that a second auditor gets too, to measure the auditors (default 0)", NULL},
    {0, "images", QA_OPTION_TEXT, offsetof(struct settings, images), "FOLDER|PATTERN",
     "link each item: FOLDER/item, or a pattern such as https://host/{item}", NULL},
};

static const struct qa_option proof_options[] = {
    {0, "commit", QA_OPTION_TEXT, offsetof(struct settings, commit), "FILE",
     "before the delivery: print the SHA-256 of this secret seed, made when it is not there", NULL},
    {0, "seed-file", QA_OPTION_TEXT, DRAW(seed_file), "FILE",
     "draw by this secret seed and the delivery's own hash", NULL},
    {0, "verify", QA_OPTION_TEXT, offsetof(struct settings, verify), "SHEET",
     "check that this work sheet is what the options draw; exit status 1 when it is not", NULL},
};

#define LIST(member) offsetof(struct settings, lists.member)
static const struct qa_option list_options[] = {
    {0, "ids", QA_OPTION_TEXT, LIST(ids), "FILE",
     "draw from a list of ids, one a line (- is standard input), in one pass, whatever its length",
     NULL},
    {0, "order", QA_OPTION_TEXT, LIST(order), "FILE",
     "hide known items in this order (column item) of what is to be labeled next", NULL},
    {0, "honeypots", QA_OPTION_TEXT, LIST(honeypots), "FILE",
     "gold items (item, label) of which --n are hidden in the order", NULL},
    {0, "repeats", QA_OPTION_COUNT, LIST(repeats), "N",
     "ordinary items that come a second time, to measure consistency (default 0)", NULL},
    {0, "annotators", QA_OPTION_COUNT, LIST(n_annotators), "N",
     "who will share the order: says how many hidden items each meets", NULL},
    {0, "key", QA_OPTION_TEXT, LIST(key), "FILE", "where the key to the hidden items goes", NULL},
};

static const struct qa_option_group groups[] = {
    {"Sample", drawing, sizeof drawing / sizeof *drawing, 0},
    {"Work sheet", sheet_options, sizeof sheet_options / sizeof *sheet_options, 0},
    {"Lists", list_options, sizeof list_options / sizeof *list_options, 0},
    {"Proof", proof_options, sizeof proof_options / sizeof *proof_options, 0},
    {"Reading", qa_reading_options, QA_N_READING_OPTIONS, offsetof(struct settings, reading)},
    {"Output", qa_output_options, QA_N_OUTPUT_OPTIONS, offsetof(struct settings, output)},
};

static const struct settings defaults = {.output = QA_OUTPUT_DEFAULTS,
                                         .draw = {.seed = 1, .power = 0.5}};

static enum qa_status commit(struct qa_session *session, const struct settings *settings)
{
    static const struct qa_column columns[] = {{"seed_file", "seed file", QA_TEXT},
                                               {"sha256", NULL, QA_TEXT}};
    char hash[65];
    bool made;
    QA_TRY(qa_seed_commit(settings->commit, &made, hash, &session->error));
    struct qa_table *table = qa_table_new(session->arena, "commitment", "Commitment", columns,
                                          sizeof columns / sizeof *columns);
    qa_table_row(table);
    qa_put_text(table, settings->commit);
    qa_put_text(table, hash);
    qa_table_note(table,
                  "%s. Send the SHA-256 to the vendor now and keep the file secret until "
                  "the sample is drawn; with the file anybody can check the draw.",
                  made ? "A new seed of 256 random bits was written"
                       : "The seed was there already");
    qa_report_add_table(session->report, table);
    return qa_session_print(session, &settings->output);
}

struct to_write {
    const struct qa_sample_sheet *sheet;
    const char *seed_text;
    const struct qa_report *report;
};

static enum qa_status write_sheet(void *context, const char *path, struct qa_error *err)
{
    const struct to_write *writing = context;
    return qa_workbook_sample(writing->sheet, writing->seed_text, writing->report, path, err);
}

static enum qa_status print_sheet(struct qa_session *session, const struct settings *settings,
                                  const struct qa_sample *sample, const char *seed_text)
{
    /* Rounded probabilities would make another sample of it. */
    struct qa_output_settings output = settings->output;
    output.digits = NULL;
    struct qa_texts auditors = {0};
    if (settings->auditors != NULL) {
        auditors = qa_split_list(session->arena, settings->auditors);
    }
    if (settings->overlap > 0 && auditors.n < 2) {
        return qa_fail(&session->error, QA_USAGE, "E304",
                       "--overlap wants two or more --auditors to give rows to");
    }
    const struct qa_sample_sheet sheet = {.sample = sample,
                                          .delivery = session->deliveries.delivery,
                                          .show_answers = settings->show_answers,
                                          .auditors = auditors.list,
                                          .n_auditors = auditors.n,
                                          .overlap = settings->overlap,
                                          .images = settings->images};
    qa_sample_tables(&sheet, seed_text, session->report);
    struct to_write writing = {&sheet, seed_text, session->report};
    return qa_session_print_workbook(session, &output, write_sheet, &writing);
}

static enum qa_status sample_list(struct qa_session *session, const struct settings *settings)
{
    const struct qa_list_settings *lists = &settings->lists;
    uint64_t n = settings->draw.n;
    uint64_t seed = settings->draw.seed;
    if (settings->draw.seed_file != NULL || settings->draw.plan != NULL) {
        return qa_fail(&session->error, QA_USAGE, "E304", "lists are drawn by --n and --seed");
    }
    session->report->has_seed = true;
    session->report->seed = seed;
    QA_TRY(lists->ids != NULL ? qa_sample_ids(session, lists, n, seed)
                              : qa_sample_order(session, lists, &settings->output, n, seed));
    return qa_session_print(session, &settings->output);
}

static enum qa_status run(struct qa_session *session, const void *given)
{
    const struct settings *settings = given;
    if (settings->commit != NULL) {
        return commit(session, settings);
    }
    if (settings->draw.n == 0 && settings->draw.plan == NULL) {
        return qa_fail(&session->error, QA_USAGE, "E002",
                       "--n (or --plan) says how many answers to draw");
    }
    if (settings->lists.ids != NULL || settings->lists.order != NULL) {
        return sample_list(session, settings);
    }
    QA_TRY(qa_session_read(session, &settings->reading, &settings->output));
    struct qa_sample_request request;
    struct qa_sample sample;
    const char *seed_text;
    QA_TRY(qa_draw_request(session, &settings->draw, &request, &seed_text));
    request.blind = !settings->show_answers;
    QA_TRY(qa_sample(&request, session->arena, &sample, &session->error));
    session->report->has_seed = settings->draw.seed_file == NULL;
    session->report->seed = settings->draw.seed;
    if (settings->verify == NULL) {
        return print_sheet(session, settings, &sample, seed_text);
    }
    const struct qa_records *sheet;
    QA_TRY(qa_session_records(session, settings->verify, "work sheet", "verdict,gold", &sheet));
    bool same;
    QA_TRY(qa_sample_verify(&sample, session->deliveries.delivery, sheet, seed_text, &same,
                            session->report, &session->error));
    QA_TRY(qa_session_print(session, &settings->output));
    return same ? QA_OK : QA_LIMIT_FAILED;
}

const struct qa_command qa_command_sample = {
    .group = "Audit",
    .name = "sample",
    .summary = "draw the audit sample (seeded, stratified), write the auditor's work sheet",
    .synopsis = "DELIVERY... --n N [options]",
    .examples = "    labelqa sample labels.csv --n 200 --seed 7 -o sheet.xlsx\n"
                "    labelqa sample labels.csv --n 200 --stratify vendor,annotator -o sheet.csv\n"
                "    labelqa sample labels.csv --n 300 --uncertain --auditors anna,ben \\\n"
                "        --overlap 20% -o sheet.xlsx\n"
                "    labelqa sample labels.csv --n 200 --seed-file secret.txt --verify sheet.csv\n",
    .groups = groups,
    .n_groups = sizeof groups / sizeof *groups,
    .settings_size = sizeof defaults,
    .defaults = &defaults,
    .run = run,
};
