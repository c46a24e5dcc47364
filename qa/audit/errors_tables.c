/* The tables of errors against gold. */
#include "qa/audit/errors.h"

/* What the tables of one result share. */
struct printing {
    const struct qa_errors_result *result;
    const struct qa_names *names;
    struct qa_report *report;
    bool has_objects; /* some question is one of boxes */
};

#define LENGTH(array) (sizeof(array) / sizeof *(array))

static const char *vendor_text(const struct printing *printing, uint32_t vendor)
{
    return vendor == QA_NONE ? NULL : qa_strings_text(printing->names->vendors, vendor);
}

static const char *question_text(const struct printing *printing, uint32_t question)
{
    return question == QA_NONE ? "(all)" : qa_strings_text(printing->names->questions, question);
}

static const char *label_text(const struct printing *printing, uint32_t label)
{
    return label == QA_NONE ? NULL : qa_strings_text(printing->names->labels, label);
}

static const char *annotator_text(const struct printing *printing, uint32_t annotator)
{
    return annotator == QA_NONE ? NULL : qa_annotator_text(printing->names, annotator);
}

/* Kinds of errors say something for objects only. */
static void put_kinds(struct qa_table *table, const struct qa_error_count *count)
{
    uint64_t kinds = count->missed + count->spurious + count->mislabelled + count->poor;
    const uint64_t list[] = {count->missed, count->spurious, count->mislabelled, count->poor};
    for (size_t i = 0; i < LENGTH(list); i++) {
        if (kinds > 0) {
            qa_put_count(table, list[i]);
        } else {
            qa_put_absent(table);
        }
    }
}

static void put_if(struct qa_table *table, bool present, double value)
{
    if (present) {
        qa_put_real(table, value);
    } else {
        qa_put_absent(table);
    }
}

static void note_trials(const struct printing *printing, struct qa_table *table)
{
    qa_table_note(table,
                  "A trial is an answer to an item that has gold; an error is another answer than "
                  "gold's. Intervals: exact (Clopper-Pearson), %.0f %%.",
                  100 * printing->result->confidence);
    if (printing->has_objects) {
        const struct qa_questions *questions = printing->result->comparison->b->questions;
        bool several;
        const struct qa_question *first = qa_questions_of_objects(questions, &several);
        qa_table_note(table,
                      "%s: trials are gold's and the spurious ones; an error is one missed, "
                      "spurious, mislabelled or poorly placed (right class, %s below %g).",
                      qa_questions_title(questions, table->arena),
                      qa_questions_similarity(questions), first != NULL ? first->threshold : 0);
    }
}

static const struct qa_vendor_errors *next_vendor(const struct qa_errors_result *result, size_t i)
{
    return i + 1 < result->n_vendors ? &result->vendors[i + 1] : NULL;
}

static bool follows_same_vendor(const struct qa_vendor_errors *row, uint32_t vendor)
{
    return row != NULL && row->vendor == vendor;
}

/* The sum over questions of a vendor that has one says nothing new. */
static bool is_sum_of_one(const struct qa_errors_result *result, size_t i)
{
    uint32_t vendor = result->vendors[i].vendor;
    return result->vendors[i].question == QA_NONE &&
           follows_same_vendor(next_vendor(result, i), vendor) &&
           !follows_same_vendor(next_vendor(result, i + 1), vendor);
}

static void vendors_table(const struct printing *printing)
{
    static const struct qa_column columns[] = {
        {"vendor", NULL, QA_TEXT},
        {"question", NULL, QA_TEXT},
        {"items", NULL, QA_COUNT},
        {"trials", NULL, QA_COUNT},
        {"errors", NULL, QA_COUNT},
        {"error_rate", "error rate", QA_ESTIMATE_RATE},
        {"error_rate_wilson", "Wilson, effective n", QA_ESTIMATE_RATE},
        {"design_effect", "design effect", QA_REAL},
        {"missed", NULL, QA_COUNT},
        {"spurious", NULL, QA_COUNT},
        {"mislabelled", NULL, QA_COUNT},
        {"poor", "poorly placed", QA_COUNT},
    };
    struct qa_table *table = qa_table_new(printing->report->arena, "vendors",
                                          "Error rate against gold", columns, LENGTH(columns));
    const struct qa_errors_result *result = printing->result;
    for (size_t i = 0; i < result->n_vendors; i++) {
        const struct qa_vendor_errors *row = &result->vendors[i];
        if (is_sum_of_one(result, i)) {
            continue;
        }
        qa_table_row(table);
        qa_put_text(table, vendor_text(printing, row->vendor));
        qa_put_text(table, question_text(printing, row->question));
        qa_put_count(table, row->count.items);
        qa_put_count(table, row->count.trials);
        qa_put_count(table, row->count.errors);
        qa_put_estimate(table, row->count.rate);
        qa_put_estimate(table, row->count.rate_wilson);
        qa_put_real(table, row->count.design_effect);
        put_kinds(table, &row->count);
    }
    note_trials(printing, table);
    qa_table_note(table, "Errors cluster in items: the design effect is the rate's cluster-robust "
                         "variance over the binomial one, at least 1; the Wilson interval is taken "
                         "at trials / design effect.");
    qa_table_note(table, "%llu answer%s checked, %llu without gold.",
                  (unsigned long long)result->answers_checked,
                  result->answers_checked == 1 ? "" : "s",
                  (unsigned long long)result->answers_without_gold);
    qa_report_add_table(printing->report, table);
}

static void annotator_row(const struct printing *printing, struct qa_table *table,
                          const struct qa_annotator_errors *row)
{
    qa_table_row(table);
    qa_put_text(table, vendor_text(printing, row->vendor));
    qa_put_text(table, annotator_text(printing, row->annotator));
    qa_put_text(table, question_text(printing, row->question));
    qa_put_count(table, row->count.items);
    qa_put_count(table, row->count.trials);
    qa_put_count(table, row->count.errors);
    qa_put_estimate(table, row->count.rate);
    put_if(table, row->compared, row->z);
    put_if(table, row->compared, row->p_adjusted);
    qa_put_text(table, row->flag);
    put_if(table, row->has_seconds, row->median_seconds);
    qa_put_estimate(table, row->count.rate_wilson);
    put_kinds(table, &row->count);
    qa_put_text(table, row->funnel);
    put_if(table, row->funnel != NULL, row->funnel_95.low);
    put_if(table, row->funnel != NULL, row->funnel_95.high);
    put_if(table, row->funnel != NULL, row->funnel_998.low);
    put_if(table, row->funnel != NULL, row->funnel_998.high);
    put_if(table, row->has_shrunken, row->shrunken_rate);
}

static void annotators_table(const struct printing *printing)
{
    static const struct qa_column columns[] = {
        {"vendor", NULL, QA_TEXT},
        {"annotator", NULL, QA_TEXT},
        {"question", NULL, QA_TEXT},
        {"items", NULL, QA_COUNT},
        {"trials", NULL, QA_COUNT},
        {"errors", NULL, QA_COUNT},
        {"error_rate", "error rate", QA_ESTIMATE_RATE},
        {"z", NULL, QA_REAL},
        {"p_adjusted", "adjusted p", QA_REAL},
        {"flag", NULL, QA_TEXT},
        {"median_seconds", "median time", QA_SECONDS},
        {"error_rate_wilson", "Wilson", QA_ESTIMATE_RATE},
        {"missed", NULL, QA_COUNT},
        {"spurious", NULL, QA_COUNT},
        {"mislabelled", NULL, QA_COUNT},
        {"poor", "poorly placed", QA_COUNT},
        {"funnel", NULL, QA_TEXT},
        {"funnel_95_low", "95 % from", QA_RATE},
        {"funnel_95_high", "to", QA_RATE},
        {"funnel_998_low", "99.8 % from", QA_RATE},
        {"funnel_998_high", "to ", QA_RATE},
        {"shrunken_rate", "shrunk to the mean", QA_RATE},
    };
    struct qa_table *table = qa_table_new(printing->report->arena, "annotators",
                                          "Error rate per annotator", columns, LENGTH(columns));
    table->rows_shown = 40;
    for (size_t i = 0; i < printing->result->n_annotators; i++) {
        annotator_row(printing, table, &printing->result->annotators[i]);
    }
    note_trials(printing, table);
    qa_table_note(table,
                  "z and p: against the rate of the vendor's other annotators on the same "
                  "question, taken as known (without an error there: errors + 1/2 in trials "
                  "+ 1); exact binomial, two-sided, adjusted after Benjamini and Hochberg "
                  "within vendor and question. Flagged: adjusted p below 0.05 and the higher "
                  "rate. Median time: over all the annotator's answers to the question.");
    qa_table_note(table, "Funnel: rates that an annotator with as many trials stays within, 95 "
                         "and 99.8 times in 100, when the vendor's rate is his (exact binomial). "
                         "Shrunk to the mean: empirical Bayes, a beta prior fitted to the vendor's "
                         "annotators; few trials are shrunk far.");
    if (printing->has_objects) {
        qa_table_note(table,
                      "Objects of one item are not independent trials, so p is too small where "
                      "errors cluster in items: read a flag as a reason to look.");
    }
    qa_report_add_table(printing->report, table);
}

static void classes_table(const struct printing *printing)
{
    static const struct qa_column columns[] = {
        {"vendor", NULL, QA_TEXT},
        {"class", NULL, QA_TEXT},
        {"question", NULL, QA_TEXT},
        {"gold", NULL, QA_COUNT},
        {"delivered", NULL, QA_COUNT},
        {"correct", NULL, QA_COUNT},
        {"precision", NULL, QA_ESTIMATE_RATE},
        {"recall", NULL, QA_ESTIMATE_RATE},
        {"f1", "F1", QA_ESTIMATE_RATE},
        {"error_rate", "error rate", QA_ESTIMATE_RATE},
        {"items", NULL, QA_COUNT},
    };
    struct qa_table *table =
        qa_table_new(printing->report->arena, "classes", "Precision and recall per class", columns,
                     LENGTH(columns));
    table->rows_shown = 40;
    for (size_t i = 0; i < printing->result->n_classes; i++) {
        const struct qa_class_errors *row = &printing->result->classes[i];
        qa_table_row(table);
        qa_put_text(table, vendor_text(printing, row->vendor));
        qa_put_text(table, label_text(printing, row->label));
        qa_put_text(table, question_text(printing, row->question));
        qa_put_count(table, row->gold);
        qa_put_count(table, row->delivered);
        qa_put_count(table, row->correct);
        qa_put_estimate(table, row->precision);
        qa_put_estimate(table, row->recall);
        qa_put_estimate(table, row->f1);
        qa_put_estimate(table, row->count.rate);
        qa_put_count(table, row->count.items);
    }
    qa_table_note(table,
                  "Precision is correct / delivered, recall correct / gold, each with "
                  "Wilson's interval; F1's is Wilson's of TP / (TP + FP + FN), carried over. "
                  "The error rate is over gold of the class (Clopper-Pearson); spurious "
                  "objects lower the precision of the class they were given.");
    qa_report_add_table(printing->report, table);
}

static void confusion_table(const struct printing *printing)
{
    static const struct qa_column columns[] = {
        {"vendor", NULL, QA_TEXT}, {"question", NULL, QA_TEXT}, {"gold", NULL, QA_TEXT},
        {"given", NULL, QA_TEXT},  {"count", NULL, QA_COUNT},
    };
    struct qa_table *table =
        qa_table_new(printing->report->arena, "confusion", "What gold says and what was given",
                     columns, LENGTH(columns));
    table->rows_shown = 20;
    for (size_t i = 0; i < printing->result->n_confusion; i++) {
        const struct qa_confusion_cell *cell = &printing->result->confusion[i];
        qa_table_row(table);
        qa_put_text(table, vendor_text(printing, cell->vendor));
        qa_put_text(table, question_text(printing, cell->question));
        qa_put_text(table, label_text(printing, cell->gold));
        qa_put_text(table, label_text(printing, cell->given));
        qa_put_count(table, cell->count);
    }
    if (printing->has_objects) {
        qa_table_note(table, "Without gold: a spurious object; without given: a missed one. A "
                             "poorly placed one counts as both.");
    }
    qa_report_add_table(printing->report, table);
}

static void put_place(struct qa_table *table, const struct qa_wrong_item *wrong)
{
    qa_put_text(table, wrong->file);
    if (wrong->file != NULL && wrong->line > 0) {
        qa_put_count(table, wrong->line);
    } else {
        qa_put_absent(table);
    }
}

/* Where the objects of both sides are and what their files call them: a missed object has a place
 * only in gold. */
static void put_objects(struct qa_table *table, const struct qa_comparison *comparison,
                        const struct qa_wrong_item *wrong)
{
    const struct qa_type *type = qa_question_at(comparison->b, wrong->question)->type;
    const struct qa_batch *batches[2] = {comparison->b, comparison->a};
    const size_t objects[2] = {wrong->given_object, wrong->gold_object};
    for (int side = 0; side < 2; side++) {
        qa_put_text(table, qa_object_place(batches[side], type, objects[side], table->arena));
    }
    for (int side = 0; side < 2; side++) {
        qa_put_text(table, qa_object_key_text(batches[side], objects[side], table->arena));
    }
}

static void wrong_table(const struct printing *printing)
{
    static const struct qa_column columns[] = {
        {"vendor", NULL, QA_TEXT},       {"item", NULL, QA_TEXT},
        {"annotator", NULL, QA_TEXT},    {"question", NULL, QA_TEXT},
        {"kind", "error", QA_TEXT},      {"given", NULL, QA_TEXT},
        {"gold", NULL, QA_TEXT},         {"similarity", NULL, QA_REAL},
        {"seconds", "time", QA_SECONDS}, {"given_place", NULL, QA_TEXT},
        {"gold_place", NULL, QA_TEXT},   {"given_id", NULL, QA_TEXT},
        {"gold_id", NULL, QA_TEXT},      {"file", NULL, QA_TEXT},
        {"line", NULL, QA_COUNT},
    };
    struct qa_table *table = qa_table_new(printing->report->arena, "wrong_items",
                                          "Wrong items, to send back", columns, LENGTH(columns));
    table->rows_shown = 20;
    for (size_t i = 0; i < printing->result->n_wrong; i++) {
        const struct qa_wrong_item *wrong = &printing->result->wrong[i];
        qa_table_row(table);
        qa_put_text(table, vendor_text(printing, wrong->vendor));
        qa_put_text(table, qa_strings_text(printing->names->items, wrong->item));
        qa_put_text(table, annotator_text(printing, wrong->annotator));
        qa_put_text(table, question_text(printing, wrong->question));
        qa_put_text(table, wrong->kind);
        qa_put_text(table, label_text(printing, wrong->given));
        qa_put_text(table, label_text(printing, wrong->gold));
        put_if(table, wrong->has_similarity, wrong->similarity);
        put_if(table, wrong->has_seconds, wrong->seconds);
        put_objects(table, printing->result->comparison, wrong);
        put_place(table, wrong);
    }
    qa_report_add_table(printing->report, table);
}

void qa_errors_tables(const struct qa_errors_result *result, const struct qa_names *names,
                      struct qa_report *report)
{
    struct printing printing = {result, names, report, false};
    for (size_t i = 0; i < result->n_vendors; i++) {
        const struct qa_error_count *count = &result->vendors[i].count;
        printing.has_objects =
            printing.has_objects ||
            count->missed + count->spurious + count->mislabelled + count->poor > 0;
    }
    vendors_table(&printing);
    annotators_table(&printing);
    classes_table(&printing);
    confusion_table(&printing);
    wrong_table(&printing);
}
