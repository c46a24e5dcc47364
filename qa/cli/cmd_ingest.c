#include "qa/cli/commands.h"
#include "qa/cli/written_files.h"
#include "qa/formats/canonical.h"

struct settings {
    struct qa_reading reading;
    struct qa_output_settings output;
    const char *to;
    const char *consensus;
};

static const struct qa_option options[] = {
    {0, "to", QA_OPTION_TEXT, offsetof(struct settings, to), "FORM",
     "in the form of a tool instead of rows: coco, yolo, yolo-seg, yolo-obb, yolo-pose, voc, cvat, "
     "label-studio, conll, doccano, prodigy, rttm, textgrid or dcase (several files need -o "
     "FOLDER); what it cannot hold is refused, or left out and said"},
    QA_CONSENSUS_OPTION(struct settings, consensus),
};

static const struct qa_option_group groups[] = {
    {"Form and consensus", options, sizeof options / sizeof *options, 0},
    {"Reading", qa_reading_options, QA_N_READING_OPTIONS, offsetof(struct settings, reading)},
    {"Output", qa_output_options, QA_N_OUTPUT_OPTIONS, offsetof(struct settings, output)},
};

static const struct settings defaults = {.output = {.max_errors = 20, .is_other_form = true}};

/* CSV, unless JSON Lines are asked for. */
static enum qa_status form_of(const struct qa_output_settings *output, enum qa_canonical_form *form,
                              struct qa_error *err)
{
    enum qa_output_format format = qa_output_format_of(output);
    bool is_default = output->format == QA_OUT_AUTO && output->path == NULL;
    *form = format == QA_OUT_JSONL ? QA_CANONICAL_JSONL : QA_CANONICAL_CSV;
    if (format == QA_OUT_CSV || format == QA_OUT_JSONL || is_default) {
        return QA_OK;
    }
    return qa_fail(err, QA_USAGE, "E217",
                   "ingest writes rows as csv or jsonl: --format csv, or -o rows.jsonl");
}

static enum qa_status check_path(const struct settings *settings, enum qa_canonical_form *form,
                                 struct qa_error *err)
{
    struct qa_output_settings output = settings->output;
    output.is_other_form = false;
    QA_TRY(qa_output_check(&output, err));
    return form_of(&output, form, err);
}

static void write_rows(void *context, FILE *stream)
{
    const struct qa_canonical_request *request = context;
    struct qa_arena *arena = qa_arena_new();
    (void)qa_canonical_write(request, arena, stream);
    qa_arena_free(arena);
}

static enum qa_status run(struct qa_session *session, const void *given)
{
    const struct settings *settings = given;
    struct qa_reading reading = settings->reading;
    struct qa_canonical_request request = {.tag_separator = reading.tags};
    const struct qa_writer *writer = NULL;
    reading.needs_times = true;
    reading.naming = QA_NAMES_GIVEN;
    QA_TRY(settings->to != NULL
               ? qa_writer_by_name(settings->to, &writer, session->arena, &session->error)
               : check_path(settings, &request.form, &session->error));
    QA_TRY(qa_session_read(session, &reading, &settings->output));
    QA_TRY(qa_session_consensus(session, settings->consensus));
    request.delivery = session->deliveries.delivery;
    request.gold = session->deliveries.gold;
    if (settings->consensus != NULL) { /* that alone, to be given as gold */
        request.delivery = session->deliveries.gold;
        request.gold = NULL;
    }
    return writer != NULL ? qa_write_form(session, writer, &request, &settings->output)
                          : qa_session_write(session, &settings->output, write_rows, &request);
}

const struct qa_command qa_command_ingest = {
    .group = "Look at data",
    .name = "ingest",
    .summary = "write deliveries of any format as rows of one; CSV or JSON Lines, which labelqa "
               "reads back as the same",
    .synopsis = "DELIVERY... [--format csv|jsonl | --to FORM] [options]",
    .examples = "    labelqa ingest export.json -o rows.csv\n"
                "    labelqa ingest export.zip --format jsonl | head\n"
                "    labelqa ingest boxes.csv --to coco -o boxes.json\n"
                "    labelqa ingest north.json -g gold.csv --vendor north=more.csv -o rows.jsonl\n",
    .details =
        "One object a row; an answer in which nothing was found is one row with a blank type, and "
        "so is one that was skipped or is open, which its status says. Answers that a file marks "
        "as ground truth, and those of -g, have gold = true. Rows are in order of item, question, "
        "vendor, annotator and stage, whatever the order they were read in; the same deliveries "
        "give the same bytes, and so does what was written when it is read again.\n\n"
        "Columns that nothing fills are left out. `labelqa help formats` lists the columns of each "
        "kind of annotation. With --consensus the rows are those of the consensus alone, which "
        "other commands take as gold (-g). Personal data that exports carry (addresses, phone "
        "numbers, cities) is not written; an e-mail address that is an annotator's only name is. "
        "Annotators stand by their ids, since the rows are the delivery again: they are not for "
        "others' eyes.",
    QA_COMMAND_TABLES,
};
