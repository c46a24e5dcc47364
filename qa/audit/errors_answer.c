#include "qa/audit/errors_answer.h"

#include <string.h>

#include "qa/audit/annotator_classes.h"
#include "qa/audit/layers.h"
#include "qa/audit/repeats.h"
#include "qa/audit/rework.h"
#include "qa/audit/tracks.h"
#include "qa/audit/trend.h"
#include "qa/audit/truth.h"

static enum qa_status find_stages(const struct qa_errors_choice *choice, struct qa_arena *arena,
                                  struct qa_layers_request *request, struct qa_error *err)
{
    const struct qa_strings *known = choice->delivery->names->stages;
    struct qa_texts names = qa_split_list(arena, choice->stages);
    uint32_t *ids = QA_ARRAY(arena, uint32_t, names.n + 1);
    for (size_t i = 0; i < names.n; i++) {
        ids[i] = qa_strings_find(known, names.list[i], strlen(names.list[i]));
        if (ids[i] == QA_NONE) {
            return qa_fail(err, QA_USAGE, "E012", "--stages: no answer has the stage '%s'%s%s",
                           names.list[i], qa_strings_count(known) == 0 ? ", nor any" : "",
                           choice->cannot_say_stages);
        }
    }
    request->stages = choice->stages != NULL ? ids : NULL;
    request->n_stages = names.n;
    return QA_OK;
}

static enum qa_status answer_layers(const struct qa_errors_choice *choice, struct qa_report *report,
                                    struct qa_error *err)
{
    const struct qa_names *names = choice->delivery->names;
    double confidence = choice->request.confidence;
    struct qa_layers_request request = {.delivery = choice->delivery,
                                        .gold = choice->gold,
                                        .prelabels = choice->prelabels,
                                        .confidence = confidence};
    QA_TRY(find_stages(choice, report->arena, &request, err));
    struct qa_layers_result layers = qa_layers(&request, report->arena);
    qa_layers_tables(&layers, names, report);
    struct qa_annotator_classes classes =
        qa_annotator_classes(choice->delivery, confidence, report->arena);
    qa_annotator_classes_table(&classes, names, report);
    return QA_OK;
}

/* No method is asked for: only what all annotators say against gold. */
static void answer_doubts(const struct qa_errors_choice *choice, struct qa_report *report)
{
    const struct qa_truth_audit_request request = {.batch = choice->delivery, .gold = choice->gold};
    struct qa_truth_audit audit = qa_truth_audit(&request, report->arena);
    qa_check_gold_table(&audit, choice->delivery->names, report);
}

static enum qa_status find_periods(const struct qa_errors_choice *choice, struct qa_arena *arena,
                                   struct qa_grouping *out, struct qa_error *err)
{
    bool is_batch = choice->by == QA_GROUP_BY_BATCH;
    *out = qa_trend_periods((enum qa_group_field)choice->by, choice->delivery, arena);
    if (out->n_values == 0) {
        return qa_fail(err, QA_USAGE, "E014",
                       "--by %s needs the %s, and no answer has one%s; column%s (--map) tell%s",
                       is_batch ? "batch" : "week", is_batch ? "batch" : "time of an answer",
                       is_batch ? "" : choice->cannot_say_times,
                       is_batch ? " batch" : "s started_at, submitted_at", is_batch ? "s" : "");
    }
    return out->n_values <= QA_MOST_PERIODS
               ? QA_OK
               : qa_fail(err, QA_USAGE, "E014", "--by: there are %u, more than the %d of a chart",
                         out->n_values, QA_MOST_PERIODS);
}

static enum qa_status answer_rework(const struct qa_records *list,
                                    const struct qa_errors_result *errors, struct qa_report *report,
                                    struct qa_error *err)
{
    struct qa_rework_result rework;
    QA_TRY(qa_rework_match(list, errors, report->arena, &rework, err));
    qa_rework_tables(&rework, report);
    return QA_OK;
}

static enum qa_status answer_gold(const struct qa_errors_choice *choice, struct qa_report *report,
                                  struct qa_errors_result *out, struct qa_error *err)
{
    const struct qa_names *names = choice->delivery->names;
    struct qa_errors_request request = choice->request;
    struct qa_grouping periods;
    request.annotators = (enum qa_annotators_choice)choice->annotators;
    if (choice->by != QA_GROUP_BY_NONE) {
        QA_TRY(find_periods(choice, report->arena, &periods, err));
        request.periods = &periods;
    }
    QA_TRY(qa_errors(&request, report->arena, out, err));
    qa_errors_tables(out, names, report);
    qa_tracks_tables(request.comparison, report);
    if (choice->reworked != NULL) {
        QA_TRY(answer_rework(choice->reworked, out, report, err));
    }
    if (request.periods != NULL) {
        struct qa_trend trend = qa_trend(out, &periods, report->arena);
        qa_trend_tables(&trend, names, report);
    }
    QA_TRY(answer_layers(choice, report, err));
    answer_doubts(choice, report);
    return QA_OK;
}

enum qa_status qa_errors_answer(const struct qa_errors_choice *choice, struct qa_report *report,
                                struct qa_errors_result *out, struct qa_error *err)
{
    double confidence = choice->request.confidence;
    struct qa_repeats repeats;
    report->confidence = confidence;
    if (choice->request.comparison != NULL) {
        QA_TRY(answer_gold(choice, report, out, err));
    }
    if (choice->key != NULL) {
        QA_TRY(qa_repeats_read(choice->delivery, choice->key, confidence, report->arena, &repeats,
                               err));
        qa_repeats_table(&repeats, choice->delivery->names, report);
    }
    return QA_OK;
}
