#ifndef QA_PROCUREMENT_EVALUATION_H
#define QA_PROCUREMENT_EVALUATION_H

/*
 * The whole evaluation of vendors from what was read: check, errors, agreement, overlap, quotes,
 * turnaround and the scorecard over them, in one pass. Parts whose inputs are missing are NULL.
 * This is what `audit` and `compare` print and what the workbook shows.
 *
 * Vendors are all that deliveries, quotes, log or requests name; names are the same when their
 * bytes are. Work done in-house without a delivery is a reference (gates.h). A vendor's
 * error rate pools the trials of all its questions, unless one of them is of a kind for which the
 * field has a rate of its own (WER, DER, 1 - F1: qa/score/error_rate.h): then it is that of the
 * question with the highest upper limit, named beside it. Its agreement is the
 * lowest of Krippendorff's alpha over its label questions; its mean IoU is that of its matched
 * objects, the lowest over its questions of objects.
 *
 * Measured quantities, where none is stated: objects per item is the mean number of objects
 * (without crowd regions) in an answer to a question of objects, of gold where gold has any, else
 * of the deliveries, summed over questions of objects; seconds per item is, for each vendor, the
 * time of all its timed answers over the number of its items that have one.
 */

#include "qa/audit/agreement.h"
#include "qa/audit/annotators.h"
#include "qa/audit/changes.h"
#include "qa/audit/check.h"
#include "qa/audit/errors.h"
#include "qa/audit/overlap.h"
#include "qa/audit/trend.h"
#include "qa/procurement/compliance.h"
#include "qa/procurement/decision.h"
#include "qa/procurement/kept.h"
#include "qa/procurement/penalties.h"
#include "qa/procurement/quote.h"
#include "qa/procurement/scorecard.h"
#include "qa/procurement/split.h"
#include "qa/procurement/turnaround.h"
#include "qa/procurement/turnaround_changes.h"
#include "qa/score/vendor_differences.h"

/* What an audit before found. */
struct qa_earlier_audit {
    const char *file; /* NULL: there was none */
    struct qa_audit_rates rates;
    const char *const *questions; /* n_questions 0: not known */
    size_t n_questions;
    const struct qa_earlier_hours *hours; /* of vendors with a log */
    size_t n_hours;
};

struct qa_evaluation_request {
    const char *name;   /* title */
    const char *period; /* NULL */
    const struct qa_batch *delivery;
    const struct qa_batch *gold;        /* NULL */
    struct qa_check_request check;      /* its delivery is filled in */
    const struct qa_records *quotes;    /* NULL */
    const struct qa_records *models;    /* offers, NULL */
    const struct qa_records *in_house;  /* one more list of them, NULL */
    const struct qa_records *rates;     /* NULL */
    const char *currency;               /* NULL: the quotes' */
    const struct qa_records *log;       /* NULL */
    const struct qa_records *penalties; /* rules; NULL: those that the requests promise */
    struct qa_earlier_audit earlier;
    struct qa_calendar *calendar;       /* of the log's business hours; NULL */
    struct qa_response_file *responses; /* requests sent back; their charges join the quotes */
    size_t n_responses;
    const struct qa_questionnaire *questionnaire; /* NULL: the default one */
    /* Its as_of is the day of rates, validity and certificates, and the log closes with it. Where
     * none is stated, the former go by SOURCE_DATE_EPOCH's, else by the latest date of the rates
     * and the log. */
    struct qa_project_days days;
    int64_t epoch_day; /* of SOURCE_DATE_EPOCH, midnight UTC; 0: none */
    struct qa_zone zone;
    struct qa_score_settings settings;
    struct qa_decision_settings decision;
    enum qa_annotators_choice annotators;
};

/* The error rate of a vendor on a question (QA_NONE: over all). */
struct qa_vendor_rate {
    uint32_t vendor;
    uint32_t question;
    const char *name;  /* "WER"; NULL: wrong ones among the trials of errors.h */
    const char *trial; /* "words"; NULL likewise */
    uint64_t trials;
    uint64_t errors;
    struct qa_monotone_rate limits;
    uint64_t n_annotators;
    bool annotators_are_random;
};

struct qa_evaluation {
    const char *name;
    const char *period;
    const struct qa_names *names;
    const struct qa_batch *delivery;
    const struct qa_batch *gold; /* NULL */
    struct qa_check_result check;
    const struct qa_errors_result *errors; /* NULL: no gold */
    const struct qa_vendor_rate *rates;    /* by vendor and question as in errors; NULL: no gold */
    size_t n_rates;
    struct qa_vendor_differences differences;     /* by the rates of the field, on the same items */
    const struct qa_changes *changes;             /* NULL: no gold, or no audit before */
    const struct qa_hours_changes *hours_changes; /* NULL: no log, or none in the audit before */
    const struct qa_trend *trend;                 /* NULL: no gold, or no two batches or weeks */
    const struct qa_agreement_result *agreement;  /* NULL: no label question */
    const struct qa_annotators_result *annotators; /* likewise */
    const struct qa_overlap_result *overlap;       /* NULL: no boxes, or no gold */
    const struct qa_score_result *scores;          /* the figures of each field; NULL: no gold */
    const struct qa_comparison *comparison;        /* with gold, made once; NULL: no gold */
    struct qa_overlap_request overlap_request;     /* what overlap answers */
    const struct qa_quotes *quotes;                /* NULL */
    const struct qa_turnaround *turnaround;        /* NULL */
    const struct qa_penalties
        *penalties; /* by the rules, else by promises; NULL: no log, or neither */
    const struct qa_kept_promises *kept;    /* NULL: no log, or no request came back */
    const struct qa_compliance *compliance; /* NULL: no request came back */
    int64_t as_of;                          /* the day in force; QA_NO_TIME: none */
    const char *as_of_source;               /* NULL: none */
    struct qa_scorecard scorecard;
    struct qa_decision decision;
    struct qa_splits splits;
    struct qa_findings *findings;
    /* Whether a vendor's own measured time stands for the seconds per item that nobody stated:
     * scorecard.settings.scenario then has none, see qa_vendor_scenario. */
    bool seconds_measured;
    const char *const *caveats; /* sentences: sample size, how drawn, what was left out */
    size_t n_caveats;
};

/* The name of the vendor of answers that name none. */
extern const char qa_unnamed_vendor[];

/* Findings of its own, beside those of the parts: W431 a quote, log or request of a vendor
 * without a delivery, W432 a vendor that passes over all questions and fails on one of them, W433 a
 * current vendor that nothing else names, W445 a vendor that did not answer the request, W447 a
 * penalty that was promised and cannot be worked, because the vendor's price is not known, W448 an
 * audit before that asked other questions. */
QA_NODISCARD enum qa_status qa_evaluate(const struct qa_evaluation_request *request,
                                        struct qa_arena *arena, struct qa_findings *findings,
                                        struct qa_evaluation *out, struct qa_error *err);

/* The quotes at the volume, with each vendor's scenario and error rate. quotes must not be NULL;
 * the evaluation must stay where it is. */
struct qa_quote_table_request qa_evaluation_quotes(const struct qa_evaluation *evaluation,
                                                   struct qa_arena *arena);

/* Every part's tables, the scorecard's first; names of tables that clash get the tool as a prefix
 * ("errors_vendors", "turnaround_vendors"). */
void qa_evaluation_tables(const struct qa_evaluation *evaluation, struct qa_report *report);

/*
 * What one vendor may be sent: its own errors, agreement, boxes, turnaround, completeness and the
 * findings on its files; its error rate and the gate by that alone. Nothing of another vendor, not
 * even a name or a number of vendors; no price, score, rank, lead or caveat. Arrays are the
 * vendor's share of the whole's, in its order; what the vendor has none of is NULL or empty.
 * vendor: an id in names, or QA_NONE for answers that name none. O(size of the whole).
 */
struct qa_evaluation qa_evaluation_of_vendor(const struct qa_evaluation *whole, uint32_t vendor,
                                             struct qa_arena *arena);

#endif
