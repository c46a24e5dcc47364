/* Requests that cannot be drawn, or that would silently be another one. */
#include "qa/audit/sample_parts.h"

static bool has_name(const struct qa_batch *batch, size_t answer, enum qa_stratum_field field)
{
    switch (field) {
    case QA_STRATUM_VENDOR:
        return qa_answer_vendor(batch, answer) != QA_NONE;
    case QA_STRATUM_BATCH:
        return qa_answer_batch(batch, answer) != QA_NONE;
    case QA_STRATUM_ANNOTATOR:
        return qa_annotator_text(batch->names, batch->annotator[answer])[0] != '\0';
    default:
        return true;
    }
}

static bool any_has_name(const struct qa_batch *batch, enum qa_stratum_field field)
{
    for (size_t a = 0; a < batch->n_answers; a++) {
        if (has_name(batch, a, field)) {
            return true;
        }
    }
    return batch->n_answers == 0;
}

static enum qa_status check_names(const struct qa_sample_request *request, struct qa_error *err)
{
    static const struct {
        enum qa_stratum_field field;
        const char *name;
    } fields[] = {{QA_STRATUM_VENDOR, "vendor"},
                  {QA_STRATUM_BATCH, "batch"},
                  {QA_STRATUM_ANNOTATOR, "annotator"}};
    unsigned by = request->stratify;
    if (request->design == QA_SAMPLE_CLUSTER) {
        by |= request->cluster_by;
    }
    for (size_t f = 0; f < sizeof fields / sizeof *fields; f++) {
        if ((by & fields[f].field) != 0 && !any_has_name(request->delivery, fields[f].field)) {
            return qa_fail(err, QA_USAGE, "E304",
                           "the delivery names no %s: there is nothing to draw by", fields[f].name);
        }
    }
    return QA_OK;
}

static enum qa_status check_sizes(const struct qa_sample_request *request, struct qa_error *err)
{
    size_t n = request->design == QA_SAMPLE_PPS ? request->delivery->n_answers : 0;
    for (size_t a = 1; a < n; a++) {
        if (request->size[a] != request->size[0]) {
            return QA_OK;
        }
    }
    /* Sizes of 0 have their own message, when nothing was drawn. */
    return n < 2 || request->size[0] <= 0
               ? QA_OK
               : qa_fail(err, QA_USAGE, "E304",
                         "all answers have the size %g: that is a simple sample, draw it without "
                         "--pps",
                         request->size[0]);
}

enum qa_status qa_sample_check(const struct qa_sample_request *request, struct qa_error *err)
{
    if (request->n == 0) {
        return qa_fail(err, QA_USAGE, "E302", "a sample of no answers was asked for");
    }
    if (request->design == QA_SAMPLE_CLUSTER && request->stratify != 0) {
        return qa_fail(err, QA_USAGE, "E304",
                       "whole clusters are drawn from each lot: leave the strata out");
    }
    if (request->n_earlier > 0 && request->design != QA_SAMPLE_SIMPLE) {
        return qa_fail(err, QA_USAGE, "E304",
                       "only simple and stratified samples can be added to: the probabilities of "
                       "the others change with their size");
    }
    QA_TRY(check_names(request, err));
    return check_sizes(request, err);
}
