/* The tables of errors against gold. */
#include "qa/audit/errors.h"
#include "qa/audit/table_forms.h"
#include "qa/score/error_rate.h"

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
    uint64_t kinds = count->missed + count->spurious + count->mislabelled + count->localisation;
    const uint64_t list[] = {count->missed, count->spurious, count->mislabelled,
                             count->localisation};
    for (size_t i = 0; i < LENGTH(list); i++) {
        if (kinds > 0) {
            qa_put_count(table, list[i]);
        } else {
            qa_put_absent(table);
        }
    }
}

/* Items of gold; nothing where nothing is left out. */
static void put_undelivered(struct qa_table *table, uint64_t n)
{
    if (n > 0) {
        qa_put_count(table, n);
    } else {
        qa_put_absent(table);
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
                  "gold's. Intervals, %.0f %%: exact (Clopper-Pearson) where each item has one "
                  "trial, else of items whose trials may fail together.",
                  100 * printing->result->confidence);
    if (printing->has_objects) {
        const struct qa_questions *questions = printing->result->comparison->b->questions;
        bool several;
        const struct qa_question *first = qa_questions_of_objects(questions, &several);
        qa_table_note(table,
                      "%s: trials are gold's and the spurious ones; an error is one missed, "
                      "spurious, mislabelled or poorly placed (right class, %s below %g).%s",
                      qa_questions_title(questions, table->arena),
                      qa_questions_similarity(questions), first != NULL ? first->threshold : 0,
                      first != NULL && first->type->pairs_both_wrong
                          ? " Wrong class and place count among the mislabelled."
                          : "");
        qa_table_note(table, "Matching: %s.", qa_pairing_name(questions->pairing));
    }
}

static void note_annotators(const struct qa_errors_result *result, struct qa_table *table)
{
    size_t random = 0;
    size_t fixed = 0;
    for (size_t i = 0; i < result->n_vendors; i++) {
        const struct qa_vendor_errors *row = &result->vendors[i];
        random += row->annotators_are_random;
        fixed += !row->annotators_are_random && row->n_annotators > 1;
    }
    if (random > 0) {
        qa_table_note(table,
                      "Annotators are taken for a sample of those who will label, so that "
                      "intervals are wider where they differ (--annotators fixed: these "
                      "alone)%s.",
                      fixed > 0 ? "; not where a vendor has too few: annotators_as" : "");
    } else if (fixed > 0) {
        qa_table_note(table, "Intervals speak of these annotators; how others would do is not "
                             "known from so few (--annotators random).");
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

static const struct qa_column vendors_columns[] = {
    {"vendor", NULL, QA_TEXT, .is_key = true, .about = "The vendor that delivered."},
    {"question", NULL, QA_TEXT, .is_key = true, .about = "The question; (all) over all of them."},
    {"items", NULL, QA_COUNT, .about = "Items with gold that were checked."},
    {"trials", NULL, QA_COUNT, .about = "Answers, or objects, that could be wrong."},
    {"errors", NULL, QA_COUNT, .about = "Those that are wrong."},
    {"error_rate", "error rate", QA_ESTIMATE_RATE,
     .about = "Errors over trials; the interval is exact where each item has one trial, else one "
              "that holds where errors cluster in items."},
    {"error_rate_wilson", "Wilson, effective n", QA_ESTIMATE_RATE, .is_detail = true,
     .about = "The same with Wilson's interval at trials over the design effect."},
    {"design_effect", "design effect", QA_REAL,
     .about = "How much wider errors that cluster in items make the variance, at least 1."},
    {"missed", NULL, QA_COUNT, .about = "Objects of gold that were not delivered."},
    {"spurious", NULL, QA_COUNT, .about = "Objects delivered that gold does not have."},
    {"mislabelled", NULL, QA_COUNT, .about = "Objects in the right place with another class."},
    {"poor", "poorly placed", QA_COUNT,
     .about = "Objects of the right class, placed below the threshold of similarity."},
    {"undelivered", "not delivered", QA_COUNT,
     .about = "Items of gold that the vendor has no answer to."},
    {"error_rate_exact", "as if independent", QA_ESTIMATE_RATE, .is_detail = true,
     .about = "The error rate with Clopper and Pearson's interval, as if trials were independent."},
    {"error_rate_limits", "to keep a limit", QA_ESTIMATE_RATE, .is_detail = true,
     .about =
         "The error rate with the interval that gates go by: one more error never moves an end "
         "of it down."},
    {"annotators_as", "annotators as", QA_WORD, .is_detail = true,
     .about = "fixed: the rate is that of these annotators; random: they are a sample of those who "
              "will label."},
};
const struct qa_table_form qa_form_errors_vendors =
    QA_TABLE_FORM("vendors", "Error rate against gold", vendors_columns);

static void vendors_table(const struct printing *printing)
{
    struct qa_table *table = qa_table_new(printing->report->arena, &qa_form_errors_vendors);
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
        put_undelivered(table, qa_undelivered(result->comparison, row->vendor, row->question));
        qa_put_estimate(table, row->count.rate_exact);
        qa_put_estimate(table, row->limits.rate);
        qa_put_text(table, row->annotators_are_random ? "random" : "fixed");
    }
    note_trials(printing, table);
    qa_note_error_rates(result->comparison->b->questions, table);
    note_annotators(result, table);
    qa_table_note(table, "Errors cluster in items: the design effect is the rate's cluster-robust "
                         "variance over the binomial one, at least 1.");
    if (qa_undelivered_of_all(result->comparison, QA_NONE) > 0) {
        qa_table_note(table, "Not delivered: items of gold without an answer of the vendor; the "
                             "warnings say whether they count as missed (--undelivered).");
    }
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

static const struct qa_column annotators_columns[] = {
    {"vendor", NULL, QA_TEXT, .is_key = true, .about = "The vendor that delivered."},
    {"annotator", NULL, QA_TEXT, .is_key = true, .about = "The annotator who answered."},
    {"question", NULL, QA_TEXT, .is_key = true, .about = "The question that was answered."},
    {"items", NULL, QA_COUNT, .is_detail = true,
     .about = "Items with gold that the annotator answered."},
    {"trials", NULL, QA_COUNT, .about = "Answers, or objects, that could be wrong."},
    {"errors", NULL, QA_COUNT, .about = "Those that are wrong."},
    {"error_rate", "error rate", QA_ESTIMATE_RATE,
     .about = "Errors over trials, with the interval of the vendor's rate."},
    {"z", NULL, QA_REAL, .is_detail = true,
     .about = "Distance from the rate of the vendor's others in standard errors."},
    {"p_adjusted", "adjusted p", QA_P,
     .about = "Two-sided p of equal rates (Fisher's exact test, or the items' own spread where it "
              "is greater), adjusted after Benjamini and Hochberg."},
    {"flag", NULL, QA_WORD,
     .about = "Says so where the rate is higher than the others' and the adjusted p below 0.05."},
    {"median_seconds", "median time", QA_SECONDS,
     .about = "Median time of the annotator's answers in seconds."},
    {"error_rate_wilson", "Wilson", QA_ESTIMATE_RATE, .is_detail = true,
     .about = "The error rate with Wilson's interval."},
    {"missed", NULL, QA_COUNT, .is_detail = true,
     .about = "Objects of gold that were not delivered."},
    {"spurious", NULL, QA_COUNT, .is_detail = true,
     .about = "Objects delivered that gold does not have."},
    {"mislabelled", NULL, QA_COUNT, .is_detail = true,
     .about = "Objects in the right place with another class."},
    {"poor", "poorly placed", QA_COUNT, .is_detail = true,
     .about = "Objects of the right class, placed below the threshold of similarity."},
    {"funnel", NULL, QA_WORD, .is_detail = true,
     .about = "Where the rate lies among those that as many trials give at the vendor's rate: "
              "within, above or below the 95 or 99.8 % limits (exact binomial)."},
    {"funnel_95_low", "95 % from", QA_RATE, .is_detail = true,
     .about = "Least rate within the 95 % limits of the funnel."},
    {"funnel_95_high", "to", QA_RATE, .is_detail = true,
     .about = "Highest rate within the 95 % limits of the funnel."},
    {"funnel_998_low", "99.8 % from", QA_RATE, .is_detail = true,
     .about = "Least rate within the 99.8 % limits of the funnel."},
    {"funnel_998_high", "to ", QA_RATE, .is_detail = true,
     .about = "Highest rate within the 99.8 % limits of the funnel."},
    {"shrunken_rate", "shrunk to the mean", QA_RATE, .is_detail = true,
     .about = "The error rate shrunk to the mean of the vendor's annotators (empirical Bayes, beta "
              "prior)."},
};
const struct qa_table_form qa_form_errors_annotators =
    QA_TABLE_FORM("annotators", "Error rate per annotator", annotators_columns);

static void annotators_table(const struct printing *printing)
{
    struct qa_table *table = qa_table_new(printing->report->arena, &qa_form_errors_annotators);
    table->rows_shown = 40;
    for (size_t i = 0; i < printing->result->n_annotators; i++) {
        annotator_row(printing, table, &printing->result->annotators[i]);
    }
    note_trials(printing, table);
    qa_table_note(table,
                  "z and p: against the vendor's other annotators on the same question; Fisher's "
                  "exact test, or the spread of whole items where that says less; two-sided, "
                  "adjusted after Benjamini and Hochberg within vendor and question. Flagged: "
                  "adjusted p below 0.05 and the higher rate; where all are equal, at most one "
                  "team in 20 has a flag. Median time: over all the annotator's answers to the "
                  "question.");
    qa_report_add_table(printing->report, table);
}

static const struct qa_column classes_columns[] = {
    {"vendor", NULL, QA_TEXT, .is_key = true, .about = "The vendor that delivered."},
    {"class", NULL, QA_TEXT, .is_key = true, .about = "The label."},
    {"question", NULL, QA_TEXT, .is_key = true, .about = "The question that was answered."},
    {"gold", NULL, QA_COUNT, .about = "Answers or objects of the class by gold that were checked."},
    {"delivered", NULL, QA_COUNT, .about = "Answers or objects that were given the class."},
    {"correct", NULL, QA_COUNT, .about = "Those that both say."},
    {"precision", NULL, QA_ESTIMATE_RATE, .about = "Correct over delivered."},
    {"recall", NULL, QA_ESTIMATE_RATE, .about = "Correct over gold."},
    {"f1", "F1", QA_ESTIMATE_RATE, .about = "Harmonic mean of precision and recall."},
    {"error_rate", "error rate", QA_ESTIMATE_RATE, .is_detail = true,
     .about = "Errors over trials of the class by gold, with the exact interval."},
    {"items", NULL, QA_COUNT, .is_detail = true, .about = "Items that hold the class by gold."},
};
const struct qa_table_form qa_form_errors_classes =
    QA_TABLE_FORM("classes", "Precision and recall per class", classes_columns);

static void classes_table(const struct printing *printing)
{
    struct qa_table *table = qa_table_new(printing->report->arena, &qa_form_errors_classes);
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
                  "Precision is correct / delivered, recall correct / gold, F1 both together; "
                  "intervals as those of error rates, absent below five items whose trials may "
                  "fail together. "
                  "The error rate is over gold of the class; spurious "
                  "objects lower the precision of the class they were given.");
    qa_report_add_table(printing->report, table);
}

static const struct qa_column confusion_columns[] = {
    {"vendor", NULL, QA_TEXT, .is_key = true, .about = "The vendor that delivered."},
    {"question", NULL, QA_TEXT, .is_key = true, .about = "The question that was answered."},
    {"gold", NULL, QA_TEXT, .is_key = true,
     .about = "The label by gold; empty for a spurious object."},
    {"given", NULL, QA_TEXT, .is_key = true,
     .about = "The label given; empty for a missed object."},
    {"count", NULL, QA_COUNT, .about = "How often."},
};
const struct qa_table_form qa_form_errors_confusion =
    QA_TABLE_FORM("confusion", "What gold says and what was given", confusion_columns);

static void confusion_table(const struct printing *printing)
{
    struct qa_table *table = qa_table_new(printing->report->arena, &qa_form_errors_confusion);
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

static const struct qa_column wrong_items_columns[] = {
    {"vendor", NULL, QA_TEXT, .is_key = true, .about = "The vendor that delivered."},
    {"item", NULL, QA_TEXT, .is_key = true, .about = "The item, by its name in the file."},
    {"annotator", NULL, QA_TEXT, .is_key = true, .about = "The annotator who answered."},
    {"question", NULL, QA_TEXT, .is_key = true, .about = "The question that was answered."},
    {"kind", "error", QA_TEXT,
     .about = "What is wrong: label, missed, spurious, mislabelled, poorly placed and the like."},
    {"given", NULL, QA_TEXT, .about = "The label given; empty where nothing was."},
    {"gold", NULL, QA_TEXT, .about = "The label by gold; empty where it has nothing."},
    {"similarity", NULL, QA_REAL, .about = "Similarity of the object with gold's, 0 to 1."},
    {"seconds", "time", QA_SECONDS, .about = "Time of the answer in seconds."},
    {"given_place", NULL, QA_TEXT, .about = "Where the object given is, or what its text says."},
    {"gold_place", NULL, QA_TEXT, .about = "Where gold's object is, or what its text says."},
    {"given_id", NULL, QA_TEXT, .is_key = true, .is_detail = true,
     .about = "The object's id in the delivery."},
    {"gold_id", NULL, QA_TEXT, .is_key = true, .is_detail = true,
     .about = "The object's id in gold."},
    {"file", NULL, QA_TEXT, .about = "The file that holds the answer."},
    {"line", NULL, QA_COUNT, .about = "Its line there."},
};
const struct qa_table_form qa_form_errors_wrong_items =
    QA_TABLE_FORM("wrong_items", "Wrong items, to send back", wrong_items_columns);

struct qa_table *qa_errors_wrong_rows(const struct qa_errors_result *result,
                                      const struct qa_names *names, struct qa_rows_of rows,
                                      struct qa_arena *arena)
{
    const struct printing of = {result, names, NULL, false};
    const struct printing *printing = &of;
    struct qa_table *table = qa_table_new(arena, &qa_form_errors_wrong_items);
    table->rows_shown = 20;
    for (size_t i = rows.first; i < rows.end; i++) {
        const struct qa_wrong_item *wrong = &result->wrong[i];
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
        put_objects(table, result->comparison, wrong);
        put_place(table, wrong);
    }
    return table;
}

static struct printing printing_of(const struct qa_errors_result *result,
                                   const struct qa_names *names, struct qa_report *report)
{
    struct printing printing = {result, names, report, false};
    for (size_t i = 0; i < result->n_vendors; i++) {
        const struct qa_error_count *count = &result->vendors[i].count;
        uint32_t question = result->vendors[i].question;
        bool of_objects =
            question != QA_NONE &&
            qa_question_at(result->comparison->b, question)->type->matching == QA_MATCH_ASSIGN;
        printing.has_objects =
            printing.has_objects ||
            (of_objects &&
             count->missed + count->spurious + count->mislabelled + count->localisation > 0);
    }
    return printing;
}

void qa_errors_rates_tables(const struct qa_errors_result *result, const struct qa_names *names,
                            struct qa_report *report)
{
    const struct printing printing = printing_of(result, names, report);
    vendors_table(&printing);
    annotators_table(&printing);
    classes_table(&printing);
}

void qa_errors_tables(const struct qa_errors_result *result, const struct qa_names *names,
                      struct qa_report *report)
{
    const struct printing printing = printing_of(result, names, report);
    qa_errors_rates_tables(result, names, report);
    confusion_table(&printing);
    qa_report_add_table(report,
                        qa_errors_wrong_rows(result, names, (struct qa_rows_of){0, result->n_wrong},
                                             report->arena));
}
