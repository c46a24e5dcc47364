#include "qa/cli/commands.h"
#include "qa/cli/sample_modes.h"

#define AT(member) offsetof(struct qa_sample_settings, member)

static const struct qa_option drawing[] = {
    {'n', "n", QA_OPTION_COUNT, AT(choice.request.n), "N",
     "how many answers to draw, over all vendors; with --cluster how many clusters"},
    {0, "plan", QA_OPTION_TEXT, AT(plan), "FILE", "draw the n of this plan of `labelqa plan`"},
    {'s', "seed", QA_OPTION_COUNT, AT(choice.request.seed), "N",
     "the same seed draws the same sample (default 1)"},
    {0, "question", QA_OPTION_TEXT, AT(question), "NAME",
     "which question, when the delivery has several"},
    {0, "stratify", QA_OPTION_SET, AT(choice.request.stratify), "FIELD,...",
     "draw from each vendor, annotator, label, batch, agreement (any of them) for itself",
     qa_stratum_field_names},
    {0, "uncertain", QA_OPTION_FLAG, AT(choice.uncertain), NULL,
     "stratify by how certain the item's label is (one-coin model) and draw as many from uncertain "
     "strata as from certain ones"},
    {0, "allocation", QA_OPTION_CHOICE, AT(choice.allocation), "proportional|neyman|equal|power",
     "how many from each stratum (default: proportional; equal with --uncertain)",
     qa_allocation_choices},
    {0, "power", QA_OPTION_REAL, AT(choice.request.power), "A",
     "power allocation: in proportion to size^A (default 0.5)"},
    {0, "min-per-stratum", QA_OPTION_COUNT, AT(choice.request.minimum), "N",
     "at least N from each stratum, or all it has"},
    {0, "rates", QA_OPTION_TEXT, AT(choice.rates_file), "FILE",
     "expected error rates for Neyman allocation: columns stratum, rate"},
    {0, "systematic", QA_OPTION_FLAG, AT(choice.systematic), NULL,
     "draw at even steps in the order of item and annotator"},
    {0, "pps", QA_OPTION_TEXT, AT(choice.pps), "objects|seconds|uncertainty|FILE",
     "draw in proportion to a size; FILE has columns item, size"},
    {0, "cluster", QA_OPTION_CHOICE, AT(choice.cluster), "batch|annotator",
     "draw whole batches or annotators", qa_cluster_choices},
    {0, "earlier", QA_OPTION_TEXTS, AT(earlier), "FILE",
     "add to this earlier sample without drawing its answers again; judge takes both sheets"},
};

static const struct qa_option sheet_options[] = {
    {0, "show-answers", QA_OPTION_FLAG, AT(show_answers), NULL,
     "show the vendor's answers to the auditor; hidden without it, so that they do not lead"},
    {0, "auditors", QA_OPTION_TEXT, AT(auditors), "NAME,...",
     "deal the rows to these auditors; a workbook has a sheet for each"},
    {0, "overlap", QA_OPTION_RATE, AT(overlap), "SHARE",
     "share of the rows that a second auditor gets too, to measure the auditors (default 0)"},
    {0, "images", QA_OPTION_TEXT, AT(images), "FOLDER|PATTERN",
     "link each item: FOLDER/item, or a pattern such as https://host/{item}"},
};

static const struct qa_option proof_options[] = {
    {0, "commit", QA_OPTION_TEXT, AT(commit), "FILE",
     "before the delivery: print the SHA-256 of this secret seed, made when it is not there"},
    {0, "seed-file", QA_OPTION_TEXT, AT(seed_file), "FILE",
     "draw by this secret seed and the delivery's own hash"},
    {0, "verify", QA_OPTION_TEXT, AT(verify), "SHEET",
     "check that this work sheet is what the options draw; exit status 1 when it is not"},
};

static const struct qa_option list_options[] = {
    {0, "ids", QA_OPTION_TEXT, AT(lists.ids), "FILE",
     "draw from a list of ids, one a line (- is standard input), in one pass, whatever its length"},
    {0, "order", QA_OPTION_TEXT, AT(lists.order), "FILE",
     "hide known items in this order (column item) of what is to be labeled next"},
    {0, "honeypots", QA_OPTION_TEXT, AT(lists.honeypots), "FILE",
     "gold items (item, label) of which --n are hidden in the order"},
    {0, "repeats", QA_OPTION_COUNT, AT(lists.repeats), "N",
     "ordinary items that come a second time, to measure consistency (default 0)"},
    {0, "annotators", QA_OPTION_COUNT, AT(lists.n_annotators), "N",
     "who will share the order: says how many hidden items each meets"},
    {0, "key", QA_OPTION_TEXT, AT(lists.key), "FILE", "where the key to the hidden items goes"},
};

static const struct qa_option_group groups[] = {
    {"Sample", drawing, sizeof drawing / sizeof *drawing, 0},
    {"Work sheet", sheet_options, sizeof sheet_options / sizeof *sheet_options, 0},
    {"Lists", list_options, sizeof list_options / sizeof *list_options, 0},
    {"Proof", proof_options, sizeof proof_options / sizeof *proof_options, 0},
    {"Reading", qa_reading_options, QA_N_READING_OPTIONS, AT(reading)},
    {"Output", qa_output_options, QA_N_OUTPUT_OPTIONS, AT(output)},
};

static const struct qa_sample_settings defaults = {
    .output = QA_OUTPUT_DEFAULTS, .choice = {.request = {.seed = 1, .power = QA_SAMPLE_POWER}}};

static enum qa_status run(struct qa_session *session, const void *given)
{
    const struct qa_sample_settings *settings = given;
    if (settings->commit != NULL) {
        QA_TRY(qa_session_leave_out(session, settings, session->n_operands > 0,
                                    "n,seed-file,verify",
                                    "--commit makes a seed and draws nothing"));
        QA_TRY(qa_seed_commit(session, settings->commit));
        return qa_session_print(session, &settings->output);
    }
    if (settings->choice.request.n == 0 && settings->plan == NULL) {
        return qa_fail(&session->error, QA_USAGE, "E002",
                       "--n (or --plan) says how many answers to draw");
    }
    bool is_list = settings->lists.ids != NULL || settings->lists.order != NULL;
    return is_list ? qa_sample_list(session, settings) : qa_sample_deliveries(session, settings);
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
