#include <stdio.h>
#include <string.h>

#include "qa/audit/draw.h"
#include "qa/cli/commands.h"
#include "qa/cli/sample_lists.h"
#include "qa/cli/sample_plan.h"
#include "qa/cli/sample_seed.h"
#include "qa/cli/sample_warnings.h"
#include "qa/cli/table_forms.h"
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
                                         .draw = {.seed = 1, .power = QA_DRAW_POWER}};

static const struct qa_column columns[] = {
    {"seed_file", "seed file", QA_TEXT, .about = "File that holds the secret seed."},
    {"sha256", NULL, QA_TEXT, .about = "Its SHA-256, to be sent to the vendor before the draw."},
};
const struct qa_table_form qa_form_sample_commitment =
    QA_TABLE_FORM("commitment", "Commitment", columns);

static enum qa_status commit(struct qa_session *session, const struct settings *settings)
{
    char hash[65];
    bool made;
    QA_TRY(qa_seed_commit(settings->commit, &made, hash, &session->error));
    struct qa_table *table = qa_table_new(session->arena, &qa_form_sample_commitment);
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
    const struct qa_report *report;
};

static enum qa_status write_sheet(void *context, const char *path, struct qa_error *err)
{
    const struct to_write *writing = context;
    return qa_workbook_sample(writing->sheet, writing->report, path, err);
}

static enum qa_status check_auditors(struct qa_session *session, const struct qa_texts *auditors,
                                     double overlap)
{
    if (overlap > 0 && auditors->n < 2) {
        return qa_fail(&session->error, QA_USAGE, "E304",
                       "--overlap wants two or more --auditors to give rows to");
    }
    for (size_t i = 0; i < auditors->n; i++) {
        for (size_t j = 0; j < i; j++) {
            if (strcmp(auditors->list[i], auditors->list[j]) == 0) {
                return qa_fail(&session->error, QA_USAGE, "E304",
                               "--auditors names '%.80s' twice: nobody checks a row against "
                               "himself",
                               auditors->list[i]);
            }
        }
    }
    return QA_OK;
}

static enum qa_status lay_out_sheet(struct qa_session *session, const struct settings *settings,
                                    const struct qa_sample *sample, const char *commitment,
                                    struct qa_sample_sheet *sheet)
{
    struct qa_texts auditors = {0};
    if (settings->auditors != NULL) {
        auditors = qa_split_list(session->arena, settings->auditors);
    }
    *sheet = (struct qa_sample_sheet){.sample = sample,
                                      .delivery = session->deliveries.delivery,
                                      .show_answers = settings->show_answers,
                                      .auditors = auditors.list,
                                      .n_auditors = auditors.n,
                                      .overlap = settings->overlap,
                                      .images = settings->images,
                                      .commitment = commitment};
    return check_auditors(session, &auditors, settings->overlap);
}

/* Tables for people say it themselves. */
static void say_draw(struct qa_session *session, const struct settings *settings,
                     const struct qa_draw *draw)
{
    const struct qa_output_settings *output = &settings->output;
    if (output->quiet || qa_output_format_of(output) == QA_OUT_TABLE) {
        return;
    }
    fprintf(stderr, "labelqa: %s\n", qa_draw_sentence(draw, session->arena));
    for (size_t i = 0; i < session->report->n_inputs; i++) {
        const struct qa_report_input *input = &session->report->inputs[i];
        if (strcmp(input->role, "delivery") == 0) {
            fprintf(stderr, "labelqa: drawn from %s, SHA-256 %s\n", input->path, input->sha256);
        }
    }
}

static enum qa_status print_sheet(struct qa_session *session, const struct settings *settings,
                                  const struct qa_sample_sheet *sheet)
{
    /* Rounded probabilities would make another sample of it. */
    struct qa_output_settings output = settings->output;
    const struct qa_draw draw = qa_draw_of_sample(sheet);
    output.digits = NULL;
    qa_sample_tables(sheet, session->report);
    struct to_write writing = {sheet, session->report};
    QA_TRY(qa_session_print_workbook(session, &output, write_sheet, &writing));
    say_draw(session, settings, &draw);
    return QA_OK;
}

/* ---- what does not go together ---- */

struct given {
    bool is_given;
    const char *name;
};

static enum qa_status refuse(struct qa_session *session, const struct given *given, size_t n,
                             const char *text)
{
    for (size_t i = 0; i < n; i++) {
        if (given[i].is_given) {
            return qa_fail(&session->error, QA_USAGE, "E304", "%s: leave out %s", text,
                           given[i].name);
        }
    }
    return QA_OK;
}

/* What speaks of deliveries says nothing of a list. */
static enum qa_status refuse_for_lists(struct qa_session *session, const struct settings *settings)
{
    const struct qa_draw_settings *draw = &settings->draw;
    const struct given given[] = {
        {session->n_operands + settings->reading.vendors.n > 0, "the delivery"},
        {draw->plan != NULL, "--plan"},
        {draw->question != NULL, "--question"},
        {draw->stratify != NULL, "--stratify"},
        {draw->uncertain, "--uncertain"},
        {draw->allocation != 0, "--allocation"},
        {draw->power != QA_DRAW_POWER, "--power"},
        {draw->minimum > 0, "--min-per-stratum"},
        {draw->rates != NULL, "--rates"},
        {draw->systematic, "--systematic"},
        {draw->pps != NULL, "--pps"},
        {draw->cluster != 0, "--cluster"},
        {draw->earlier.n > 0, "--earlier"},
        {settings->show_answers, "--show-answers"},
        {settings->auditors != NULL, "--auditors"},
        {settings->overlap > 0, "--overlap"},
        {settings->images != NULL, "--images"},
    };
    return refuse(session, given, sizeof given / sizeof *given,
                  "lists are drawn by --n and a seed");
}

static enum qa_status refuse_for_ids(struct qa_session *session, const struct settings *settings)
{
    const struct qa_list_settings *lists = &settings->lists;
    const struct given given[] = {
        {lists->order != NULL, "--order"},         {lists->honeypots != NULL, "--honeypots"},
        {lists->repeats > 0, "--repeats"},         {lists->key != NULL, "--key"},
        {lists->n_annotators > 0, "--annotators"},
    };
    return refuse(session, given, sizeof given / sizeof *given,
                  lists->ids != NULL ? "a list of ids hides nothing"
                                     : "what is hidden is hidden in an --order");
}

static enum qa_status refuse_for_order(struct qa_session *session, const struct settings *settings)
{
    const struct given given[] = {{settings->verify != NULL, "--verify"},
                                  {settings->draw.seed_file != NULL, "--seed-file"}};
    return refuse(session, given, sizeof given / sizeof *given, "an order is no sample");
}

static enum qa_status refuse_for_commit(struct qa_session *session, const struct settings *settings)
{
    const struct given given[] = {{session->n_operands > 0, "the delivery"},
                                  {settings->draw.n > 0, "--n"},
                                  {settings->draw.seed_file != NULL, "--seed-file"},
                                  {settings->verify != NULL, "--verify"}};
    return refuse(session, given, sizeof given / sizeof *given,
                  "--commit makes a seed and draws nothing");
}

/* ---- the draws ---- */

/* The sheet against the table `sample` of `drawn`; its differences instead of the table. */
static enum qa_status verify(struct qa_session *session, const struct settings *settings,
                             const struct qa_report *drawn, const struct qa_draw *draw)
{
    struct qa_sheet_proof proof = {.drawn = qa_report_table(drawn, "sample"),
                                   .seed_text =
                                       qa_seed_text(draw->seed, draw->commitment, session->arena),
                                   .of_what = settings->lists.ids != NULL ? "list" : "delivery"};
    bool same;
    QA_TRY(qa_session_sheet(session, settings->verify, &proof.sheet));
    QA_TRY(qa_sample_verify(&proof, &same, session->report, &session->error));
    QA_TRY(qa_session_print(session, &settings->output));
    return same ? QA_OK : QA_LIMIT_FAILED;
}

static enum qa_status sample_ids(struct qa_session *session, const struct settings *settings)
{
    struct qa_list_draw wanted = {.n = settings->draw.n, .seed = settings->draw.seed};
    struct qa_draw draw;
    QA_TRY(refuse_for_ids(session, settings));
    if (settings->draw.seed_file != NULL) {
        QA_TRY(
            qa_seed_of_list(session, settings->draw.seed_file, &wanted.seed, &wanted.commitment));
    }
    session->report->has_seed = settings->draw.seed_file == NULL;
    session->report->seed = wanted.seed;
    struct qa_report *report = session->report;
    struct qa_report *drawn =
        settings->verify != NULL ? qa_report_new(session->arena, "sample") : report;
    session->report = drawn;
    enum qa_status status = qa_sample_ids(session, &settings->lists, &wanted, &draw);
    session->report = report;
    QA_TRY(status);
    if (settings->verify != NULL) {
        return verify(session, settings, drawn, &draw);
    }
    QA_TRY(qa_session_print(session, &settings->output));
    say_draw(session, settings, &draw);
    return QA_OK;
}

static enum qa_status sample_order(struct qa_session *session, const struct settings *settings)
{
    QA_TRY(refuse_for_order(session, settings));
    session->report->has_seed = true;
    session->report->seed = settings->draw.seed;
    QA_TRY(qa_sample_order(session, &settings->lists, &settings->output, settings->draw.n,
                           settings->draw.seed));
    return qa_session_print(session, &settings->output);
}

static enum qa_status sample_list(struct qa_session *session, const struct settings *settings)
{
    QA_TRY(refuse_for_lists(session, settings));
    return settings->lists.ids != NULL ? sample_ids(session, settings)
                                       : sample_order(session, settings);
}

static enum qa_status sample_deliveries(struct qa_session *session, const struct settings *settings)
{
    struct qa_draw_wanted wanted;
    struct qa_sample sample;
    struct qa_sample_sheet sheet;
    QA_TRY(refuse_for_ids(session, settings));
    struct qa_reading reading = settings->reading;
    reading.naming = QA_NAMES_HIDDEN; /* a work sheet is for auditors */
    QA_TRY(qa_session_read(session, &reading, &settings->output));
    QA_TRY(qa_draw_request(session, &settings->draw, &wanted));
    wanted.request.blind = !settings->show_answers;
    QA_TRY(qa_sample(&wanted.request, session->arena, &sample, &session->error));
    session->report->has_seed = settings->draw.seed_file == NULL;
    session->report->seed = settings->draw.seed;
    QA_TRY(lay_out_sheet(session, settings, &sample, wanted.commitment, &sheet));
    if (settings->verify != NULL) {
        struct qa_report *drawn = qa_report_new(session->arena, "sample");
        const struct qa_draw draw = qa_draw_of_sample(&sheet);
        qa_sample_tables(&sheet, drawn);
        return verify(session, settings, drawn, &draw);
    }
    qa_draw_warnings(session, &wanted, &sample);
    QA_TRY(print_sheet(session, settings, &sheet));
    qa_draw_warn(session, &settings->output);
    return QA_OK;
}

static enum qa_status run(struct qa_session *session, const void *given)
{
    const struct settings *settings = given;
    if (settings->commit != NULL) {
        QA_TRY(refuse_for_commit(session, settings));
        return commit(session, settings);
    }
    if (settings->draw.n == 0 && settings->draw.plan == NULL) {
        return qa_fail(&session->error, QA_USAGE, "E002",
                       "--n (or --plan) says how many answers to draw");
    }
    bool is_list = settings->lists.ids != NULL || settings->lists.order != NULL;
    return is_list ? sample_list(session, settings) : sample_deliveries(session, settings);
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
    QA_COMMAND_TABLES,
};
