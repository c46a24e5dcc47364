#include "qa/audit/check.h"
#include "qa/audit/tracks.h"
#include "qa/cli/commands.h"
#include "qa/cli/expected.h"

struct settings {
    struct qa_reading reading;
    struct qa_output_settings output;
    const char *expected;
};

static const struct qa_option options[] = {
    {0, "expected", QA_OPTION_TEXT, offsetof(struct settings, expected), "FILE",
     "the items that were ordered: a CSV with a column item, or one item a line"},
};

static const struct qa_option_group groups[] = {
    {"Specification", options, sizeof options / sizeof *options, 0},
    {"Reading", qa_reading_options, QA_N_READING_OPTIONS, offsetof(struct settings, reading)},
    {"Output", qa_output_options, QA_N_OUTPUT_OPTIONS, offsetof(struct settings, output)},
};

static const struct settings defaults = {.output = QA_OUTPUT_DEFAULTS};

static enum qa_status run(struct qa_session *session, const void *given)
{
    const struct settings *settings = given;
    struct qa_reading reading = settings->reading;
    reading.needs_times = true; /* it looks for what is wrong with a file */
    reading.objects_are_checked = true;
    reading.labels_are_checked = reading.undeclared == QA_UNDECLARED_USE;
    QA_TRY(qa_session_read(session, &reading, &settings->output));
    struct qa_check_request request = {.delivery = session->deliveries.delivery};
    QA_TRY(qa_expected_items(session, settings->expected, &request.expected_items,
                             &request.n_expected_items));
    struct qa_check_result result = qa_check(&request, session->arena, &session->findings);
    qa_check_tables(&result, &session->objects, session->deliveries.names, &session->findings,
                    session->report);
    qa_tracks_work_tables(session->deliveries.delivery, session->report);
    QA_TRY(qa_session_print(session, &settings->output));
    return session->findings.total[QA_ERROR] > 0 ? QA_LIMIT_FAILED : QA_OK;
}

const struct qa_command qa_command_check = {
    .group = "Look at data",
    .name = "check",
    .summary = "is the delivery what was ordered, and can it be meant so: missing and unknown "
               "items, labels outside the label set, odd boxes, as file:line:column",
    .synopsis = "DELIVERY... [options]",
    .examples = "    labelqa check boxes.json --expected ordered.csv\n"
                "    labelqa check labels.csv --labels car,truck,bus\n"
                "    labelqa check boxes.json --gold gold.json\n",
    .details =
        "Of objects in pictures it lists, each at its line, those that reach beyond their image "
        "(W180), are there twice (W181), have no area (W182) or are a pixel thin (W183). Of a file "
        "as a whole it says when corners seem to be read as sides (W184), shares or per cent of "
        "the image as pixels (W185), and, beside gold or else beside the first delivery that has "
        "objects, when all lie half a pixel or one aside (W186) or are of another size or scale "
        "(W187), and which items have many objects where gold has none (W188). The size of an "
        "image is what COCO, Label Studio or the columns image_width and image_height say, in any "
        "file of the run. The other commands say the same with counts, but for W183 and W188.\n\n"
        "Exit status 1 when a label is outside the set, else 0.",
    QA_COMMAND_TABLES,
};
