#include "qa/cli/session.h"

#include <glob.h>
#include <math.h>
#include <string.h>

#include "qa/audit/extents.h"
#include "qa/audit/spoken.h"
#include "qa/base/number.h"
#include "qa/base/parallel.h"
#include "qa/base/progress.h"
#include "qa/batch/spelling.h"
#include "qa/cli/naming.h"
#include "qa/formats/label_colours.h"
#include "qa/score/consensus.h"

/* The files of "NAME=A,B*" as deliveries of the vendor. */
static enum qa_status vendor_files(const char *argument, struct qa_session *session,
                                   struct qa_delivery_file **files, size_t *n_files,
                                   size_t *capacity)
{
    const char *equals = strchr(argument, '=');
    if (equals == NULL || equals == argument || equals[1] == '\0') {
        return qa_fail(&session->error, QA_USAGE, "E003",
                       "--vendor wants NAME=FILES, for example --vendor acme=acme.csv, not '%s'",
                       argument);
    }
    const char *vendor = qa_arena_text_n(session->arena, argument, (size_t)(equals - argument));
    struct qa_texts patterns = qa_split_list(session->arena, equals + 1);
    for (size_t p = 0; p < patterns.n; p++) {
        glob_t found;
        if (glob(patterns.list[p], GLOB_NOCHECK, NULL, &found) != 0) {
            return qa_fail(&session->error, QA_INPUT, "E101", "cannot read '%s'", patterns.list[p]);
        }
        *files = qa_arena_grow(session->arena, *files, capacity, *n_files + found.gl_pathc,
                               sizeof **files);
        for (size_t i = 0; i < found.gl_pathc; i++) {
            (*files)[(*n_files)++] = (struct qa_delivery_file){
                .path = qa_arena_text(session->arena, found.gl_pathv[i]), .vendor = vendor};
        }
        globfree(&found);
    }
    return QA_OK;
}

/* The ids of declared labels. */
static const uint32_t *label_ids(const struct qa_session *session, const char *const *labels,
                                 size_t n)
{
    if (n == 0) {
        return NULL;
    }
    uint32_t *ids = QA_ARRAY(session->arena, uint32_t, n);
    for (size_t i = 0; i < n; i++) {
        ids[i] = qa_strings_intern_text(session->deliveries.names->labels, labels[i]);
    }
    return ids;
}

static void declare(struct qa_session *session, const struct qa_label_rules *rules)
{
    session->questions.labels = label_ids(session, rules->declared, rules->n_declared);
    session->questions.n_labels = rules->n_declared;
    session->questions.object_labels =
        label_ids(session, rules->object_declared, rules->n_object_declared);
    session->questions.n_object_labels = rules->n_object_declared;
    qa_questions_declare(session->deliveries.questions, &session->questions);
}

static void add_inputs(struct qa_report *report, const struct qa_batch *batch, const char *role)
{
    for (size_t s = 0; batch != NULL && s < batch->n_sources; s++) {
        const struct qa_source *source = &batch->sources[s];
        struct qa_exclusion *exclusions =
            QA_ARRAY(report->arena, struct qa_exclusion, QA_N_EXCLUSION_REASONS);
        size_t n = 0;
        for (int r = 0; r < QA_N_EXCLUSION_REASONS; r++) {
            if (source->excluded[r] > 0) {
                exclusions[n++] = (struct qa_exclusion){
                    qa_exclusion_reason_name((enum qa_exclusion_reason)r), source->excluded[r]};
            }
        }
        qa_report_add_input(report, (struct qa_report_input){.path = source->path,
                                                             .format = source->format,
                                                             .sha256 = source->sha256,
                                                             .role = role,
                                                             .rows_read = source->rows_read,
                                                             .rows_used = source->rows_used,
                                                             .exclusions = exclusions,
                                                             .n_exclusions = n});
    }
}

/* Vendors of the delivery in two spellings. */
static void say_respelt(struct qa_session *session)
{
    const struct qa_strings *vendors = session->deliveries.names->vendors;
    uint32_t n = qa_strings_count(vendors);
    const char **names = QA_ARRAY(session->arena, const char *, n + (size_t)1);
    for (uint32_t v = 0; v < n; v++) {
        names[v] = qa_strings_text(vendors, v);
    }
    qa_say_respelt(names, n, NULL, &session->findings);
}

static enum qa_status read_request(struct qa_session *session,
                                   const struct qa_delivery_request *request,
                                   const struct qa_output_settings *output)
{
    qa_parallel_set_threads((unsigned)output->threads);
    qa_progress_say("reading");
    QA_TRY(qa_deliveries_read(request, session->arena, &session->findings, &session->deliveries,
                              &session->error));
    if (!output->quiet) {
        qa_session_say_formats(session);
    }
    QA_TRY(qa_session_stop_on_errors(session, output->max_errors));
    say_respelt(session);
    qa_session_hide_command(session);
    declare(session, &request->labels);
    add_inputs(session->report, session->deliveries.delivery, "delivery");
    add_inputs(session->report, session->deliveries.gold, "gold");
    add_inputs(session->report, session->deliveries.prelabels, "pre-labels");
    return QA_OK;
}

static void look_at_objects(struct qa_session *session, const struct qa_reading *reading)
{
    const struct qa_objects_request request = {
        .batch = {[QA_DELIVERY] = session->deliveries.delivery,
                  [QA_GOLD] = session->deliveries.gold,
                  [QA_PRELABELS] = session->deliveries.prelabels},
        .has_ignored = reading->ignored != NULL,
        .by_object = reading->objects_are_checked};
    session->objects = qa_look_at_objects(&request, session->arena, &session->findings);
    qa_look_at_extents(&request, &session->findings);
    qa_look_at_transcripts(&request, &session->findings);
}

enum qa_status qa_session_files(struct qa_session *session, const struct qa_texts *vendors,
                                struct qa_delivery_file **files, size_t *n)
{
    size_t capacity = 0;
    *n = 0;
    *files =
        qa_arena_grow(session->arena, NULL, &capacity, session->n_operands + 1, sizeof **files);
    for (size_t i = 0; i < session->n_operands; i++) {
        (*files)[(*n)++] = (struct qa_delivery_file){.path = session->operands[i]};
    }
    for (size_t v = 0; v < vendors->n; v++) {
        QA_TRY(vendor_files(vendors->list[v], session, files, n, &capacity));
    }
    if (*n == 0) {
        return qa_fail(&session->error, QA_USAGE, "E005",
                       "no delivery given: name its files, or --vendor NAME=FILES, or - for "
                       "standard input");
    }
    return QA_OK;
}

enum qa_status qa_session_read_files(struct qa_session *session, const struct qa_reading *reading,
                                     const struct qa_delivery_file *files, size_t n,
                                     const struct qa_output_settings *output)
{
    session->questions.undelivered = (enum qa_undelivered)reading->undelivered;
    session->questions.pairing = (enum qa_pairing)reading->pairing;
    session->notation = qa_notation_of(&reading->notation);
    struct qa_delivery_file *gold =
        QA_ARRAY(session->arena, struct qa_delivery_file, reading->gold.n);
    for (size_t i = 0; i < reading->gold.n; i++) {
        gold[i].path = reading->gold.list[i];
    }
    const struct qa_delivery_file prelabels = {.path = reading->prelabels};
    struct qa_delivery_request request = {
        .files = files,
        .n_files = n,
        .gold_files = gold,
        .n_gold_files = reading->gold.n,
        .prelabel_files = &prelabels,
        .n_prelabel_files = reading->prelabels != NULL,
        .questions = session->questions,
        .labels = qa_label_rules_of(reading, session->arena),
    };
    QA_TRY(qa_read_options_parse(reading, session->arena, &request.options, &session->error));
    QA_TRY(qa_session_names(session, reading, output, &request));
    QA_TRY(qa_session_records(session, reading->sizes, "image sizes", "item,width,height",
                              &request.image_sizes));
    const struct qa_records *colours;
    QA_TRY(
        qa_session_records(session, reading->colours, "colours", "label,red,green,blue", &colours));
    if (colours != NULL) {
        struct qa_colours *table = qa_colours_new(session->arena);
        QA_TRY(qa_colours_of_table(table, colours, &session->error));
        request.options.colours = table;
    }
    QA_TRY(read_request(session, &request, output));
    look_at_objects(session, reading);
    return QA_OK;
}

enum qa_status qa_session_read(struct qa_session *session, const struct qa_reading *reading,
                               const struct qa_output_settings *output)
{
    struct qa_delivery_file *files;
    size_t n;
    QA_TRY(qa_session_files(session, &reading->vendors, &files, &n));
    return qa_session_read_files(session, reading, files, n, output);
}

enum qa_status qa_session_options(struct qa_session *session, void *settings)
{
    struct qa_parsed parsed;
    return qa_options_parse(session->options, session->words, settings, session->arena, &parsed,
                            &session->error);
}

enum qa_status qa_session_need_gold(struct qa_session *session)
{
    if (session->deliveries.gold != NULL) {
        return QA_OK;
    }
    return qa_fail(&session->error, QA_USAGE, "E007",
                   "no gold given: -g FILE, or --map gold=COLUMN for a column of the delivery");
}

static enum qa_status quorum_of(const char *text, uint64_t *quorum, struct qa_error *err)
{
    *quorum = QA_QUORUM_MAJORITY;
    if (strcmp(text, "majority") == 0 ||
        (qa_parse_count(text, strlen(text), quorum) && *quorum >= 2)) {
        return QA_OK;
    }
    return qa_fail(err, QA_USAGE, "E002", "--consensus takes majority or a number from 2, not '%s'",
                   text);
}

enum qa_status qa_session_consensus(struct qa_session *session, const char *text)
{
    struct qa_deliveries *deliveries = &session->deliveries;
    uint64_t quorum;
    if (text == NULL) {
        return QA_OK;
    }
    QA_TRY(quorum_of(text, &quorum, &session->error));
    if (deliveries->gold != NULL) {
        return qa_fail(&session->error, QA_USAGE, "E279",
                       "--consensus stands for gold, and there is gold: leave one of them out");
    }
    struct qa_consensus consensus =
        qa_consensus_make(deliveries->delivery, quorum, session->arena, &session->findings);
    if (consensus.n_items == 0) {
        return qa_fail(&session->error, QA_USAGE, "E279",
                       "--consensus: no item has answers of as many annotators as it takes with "
                       "something in common (--annotator-from says who answered where files do "
                       "not)");
    }
    qa_questions_take_gold(deliveries->questions, consensus.batch);
    deliveries->gold = consensus.batch;
    qa_findings_addf(
        &session->findings, QA_WARNING, "W279", NULL, 0, 0,
        "a consensus stands for gold: what %s annotators of an item found (objects: "
        "%llu; found by fewer: %llu; items of too few people or without a common "
        "label, left out: %llu); who "
        "agrees with others does better by it than by the truth%s",
        quorum == QA_QUORUM_MAJORITY
            ? "most"
            : qa_arena_format(session->arena, "at least %llu", (unsigned long long)quorum),
        (unsigned long long)consensus.n_objects, (unsigned long long)consensus.n_alone,
        (unsigned long long)consensus.n_left_out,
        consensus.n_medoids > 0
            ? "; of transcripts and turns it is one annotator's answer, that most like "
              "the others, who so errs nowhere there"
            : "");
    qa_report_line(session->report,
                   "The reference is no gold but a consensus of the annotators who are judged.");
    return QA_OK;
}

const struct qa_comparison *qa_session_compare(struct qa_session *session, bool class_agnostic)
{
    const struct qa_comparison_request request = {.delivery = session->deliveries.delivery,
                                                  .reference = session->deliveries.gold,
                                                  .role = QA_GOLD,
                                                  .class_agnostic = class_agnostic};
    const struct qa_comparison *comparison = qa_compare(&request, session->arena);
    qa_comparison_say(comparison, &session->findings);
    return comparison;
}

enum qa_status qa_threshold_check(double threshold, struct qa_error *err)
{
    if (isnan(threshold) || (threshold > 0 && threshold <= 1)) {
        return QA_OK;
    }
    return qa_fail(err, QA_USAGE, "E002", "--threshold: %g is not above 0 and at most 1",
                   threshold);
}

enum qa_status qa_session_leave_out(struct qa_session *session, const void *settings,
                                    bool has_files, const char *names, const char *text)
{
    const char *name =
        qa_options_given(session->options, names, settings, session->defaults, session->arena);
    if (has_files || name != NULL) {
        return qa_fail(&session->error, QA_USAGE, "E304", "%s: leave out %s%s", text,
                       has_files ? "the delivery" : "--", has_files ? "" : name);
    }
    return QA_OK;
}

enum qa_status qa_session_question(struct qa_session *session, const char *name, uint32_t *question)
{
    *question = QA_NONE;
    if (name == NULL) {
        return QA_OK;
    }
    const struct qa_strings *questions = session->deliveries.names->questions;
    *question = qa_strings_find(questions, name, strlen(name));
    if (*question != QA_NONE) {
        return QA_OK;
    }
    const char *known = "";
    for (uint32_t q = 0; q < qa_strings_count(questions); q++) {
        known = qa_arena_format(session->arena, "%s%s%s", known, q > 0 ? ", " : "",
                                qa_strings_text(questions, q));
    }
    return qa_fail(&session->error, QA_USAGE, "E008",
                   "the delivery has no question '%s'; it has: %s", name, known);
}
