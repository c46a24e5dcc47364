#include "qa/audit/table_forms.h"
#include "qa/audit/truth.h"

struct printing {
    const struct qa_truth_audit *audit;
    const struct qa_names *names;
    struct qa_report *report;
};

static const char *label_text(const struct printing *printing, uint32_t label)
{
    return label == QA_NONE ? NULL : qa_strings_text(printing->names->labels, label);
}

static void put_fit(struct qa_table *table, const struct printing *printing,
                    const struct qa_truth_fit *fit)
{
    qa_table_row(table);
    qa_put_text(table, qa_strings_text(printing->names->questions, fit->question));
    qa_put_text(table, qa_truth_method_names[fit->method]);
}

static const struct qa_column methods_columns[] = {
    {"question", NULL, QA_TEXT, .is_key = true, .about = "The question that was answered."},
    {"method", NULL, QA_TEXT, .is_key = true,
     .about = "How the truth was found: majority, dawid_skene, one_coin or mace."},
    {"items", NULL, QA_COUNT, .about = "Items with an answer."},
    {"ties", NULL, QA_COUNT, .about = "Items whose labels tie."},
    {"accuracy", "right against gold", QA_ESTIMATE_RATE,
     .about = "Share of items with gold whose label is gold's."},
    {"iterations", NULL, QA_COUNT, .about = "Rounds until the likelihood stood still."},
    {"converged", NULL, QA_WORD, .about = "Whether it did: yes or no."},
    {"log_likelihood", NULL, QA_REAL, .about = "Logarithm of the likelihood reached."},
};
const struct qa_table_form qa_form_truth_methods =
    QA_TABLE_FORM("methods", "How the truth was found", methods_columns);

static void methods_table(const struct printing *printing)
{
    struct qa_table *table = qa_table_new(printing->report->arena, &qa_form_truth_methods);
    for (size_t f = 0; f < printing->audit->n_fits; f++) {
        const struct qa_truth_fit *fit = &printing->audit->fits[f];
        put_fit(table, printing, fit);
        qa_put_count(table, fit->n_items);
        qa_put_count(table, fit->ties);
        qa_put_estimate(table, fit->accuracy);
        if (fit->method == QA_TRUTH_MAJORITY || fit->undefined != NULL) {
            qa_put_absent(table);
            qa_put_absent(table);
            qa_put_absent(table);
        } else {
            qa_put_count(table, fit->iterations);
            qa_put_text(table, fit->converged ? "yes" : "no");
            qa_put_real(table, fit->log_likelihood);
        }
    }
    qa_table_note(table, "majority: share of the votes. dawid_skene: a confusion matrix for each "
                         "annotator (Dawid and Skene 1979). one_coin: one accuracy each. mace: "
                         "knows or guesses (Hovy et al. 2013). Started from the majority, run "
                         "until the likelihood stands still. Ties take the first label in order.");
    qa_report_add_table(printing->report, table);
}

static const struct qa_column labels_columns[] = {
    {"question", NULL, QA_TEXT, .is_key = true, .about = "The question that was answered."},
    {"method", NULL, QA_TEXT, .is_key = true, .about = "How the truth was found."},
    {"item", NULL, QA_TEXT, .is_key = true, .about = "The item, by its name in the file."},
    {"label", NULL, QA_TEXT, .about = "The label found."},
    {"posterior", NULL, QA_REAL, .about = "Probability that it is right, by the method."},
    {"votes", NULL, QA_COUNT, .about = "Annotators who answered the item."},
    {"tie", NULL, QA_TEXT, .about = "Says tie where another label is as likely."},
    {"gold", NULL, QA_TEXT, .about = "The label by gold, where it is known."},
};
const struct qa_table_form qa_form_truth_labels =
    QA_TABLE_FORM("truth", "Labels, the least certain first", labels_columns);

static void truth_table(const struct printing *printing)
{
    struct qa_table *table = qa_table_new(printing->report->arena, &qa_form_truth_labels);
    table->rows_shown = 20;
    for (size_t f = 0; f < printing->audit->n_fits; f++) {
        const struct qa_truth_fit *fit = &printing->audit->fits[f];
        for (size_t i = 0; i < fit->n; i++) {
            put_fit(table, printing, fit);
            qa_put_text(table, qa_strings_text(printing->names->items, fit->items[i].item));
            qa_put_text(table, label_text(printing, fit->items[i].label));
            qa_put_real(table, fit->items[i].posterior);
            qa_put_count(table, fit->items[i].votes);
            qa_put_text(table, fit->items[i].tie ? "tie" : NULL);
            qa_put_text(table, label_text(printing, fit->items[i].gold));
        }
    }
    qa_table_note(table, "The first are an audit's best candidates: `labelqa sample --uncertain` "
                         "draws more of them and weights them back.");
    qa_report_add_table(printing->report, table);
}

static const struct qa_column posteriors_columns[] = {
    {"question", NULL, QA_TEXT, .is_key = true, .about = "The question that was answered."},
    {"method", NULL, QA_TEXT, .is_key = true, .about = "How the truth was found."},
    {"item", NULL, QA_TEXT, .is_key = true, .about = "The item, by its name in the file."},
    {"label", NULL, QA_TEXT, .is_key = true, .about = "Each label of the question."},
    {"posterior", NULL, QA_REAL, .about = "Probability that it is right, by the method."},
};
const struct qa_table_form qa_form_truth_posteriors =
    QA_TABLE_FORM("posteriors", "Every label's probability", posteriors_columns);

static void posteriors_table(const struct printing *printing)
{
    struct qa_table *table = qa_table_new(printing->report->arena, &qa_form_truth_posteriors);
    table->rows_shown = 20;
    for (size_t f = 0; f < printing->audit->n_fits; f++) {
        const struct qa_truth_fit *fit = &printing->audit->fits[f];
        for (size_t cell = 0; cell < fit->n * fit->n_labels; cell++) {
            const struct qa_truth_item *item = &fit->items[cell / fit->n_labels];
            put_fit(table, printing, fit);
            qa_put_text(table, qa_strings_text(printing->names->items, item->item));
            qa_put_text(table, label_text(printing, fit->labels[cell % fit->n_labels]));
            qa_put_real(table, item->posteriors[cell % fit->n_labels]);
        }
    }
    if (table->n_rows > 0) {
        qa_report_add_table(printing->report, table);
    }
}

static const struct qa_column annotators_columns[] = {
    {"question", NULL, QA_TEXT, .is_key = true, .about = "The question that was answered."},
    {"method", NULL, QA_TEXT, .is_key = true, .about = "How the truth was found."},
    {"annotator", NULL, QA_TEXT, .is_key = true, .about = "The annotator who answered."},
    {"answers", NULL, QA_COUNT, .about = "Answers of the annotator."},
    {"accuracy", "expected to be right", QA_RATE, .about = "Share of them expected to be right."},
};
const struct qa_table_form qa_form_truth_annotators = QA_TABLE_FORM(
    "annotators", "How often each annotator is expected to be right", annotators_columns);

static void annotators_table(const struct printing *printing)
{
    struct qa_table *table = qa_table_new(printing->report->arena, &qa_form_truth_annotators);
    table->rows_shown = 40;
    for (size_t f = 0; f < printing->audit->n_fits; f++) {
        const struct qa_truth_fit *fit = &printing->audit->fits[f];
        for (size_t a = 0; a < fit->n_annotators; a++) {
            put_fit(table, printing, fit);
            qa_put_text(table, qa_annotator_text(printing->names, fit->annotators[a].annotator));
            qa_put_count(table, fit->annotators[a].answers);
            qa_put_real(table, fit->annotators[a].accuracy);
        }
    }
    qa_report_add_table(printing->report, table);
}

static const struct qa_column confusion_columns[] = {
    {"question", NULL, QA_TEXT, .is_key = true, .about = "The question that was answered."},
    {"method", NULL, QA_TEXT, .is_key = true, .about = "How the truth was found."},
    {"annotator", NULL, QA_TEXT, .is_key = true, .about = "The annotator who answered."},
    {"truth", NULL, QA_TEXT, .is_key = true, .about = "The label found."},
    {"given", NULL, QA_TEXT, .is_key = true, .about = "The label given."},
    {"probability", NULL, QA_REAL,
     .about = "Chance that the annotator says the one where the other is true."},
};
const struct qa_table_form qa_form_truth_confusion =
    QA_TABLE_FORM("confusion", "What each annotator says to each class", confusion_columns);

static void confusion_table(const struct printing *printing)
{
    struct qa_table *table = qa_table_new(printing->report->arena, &qa_form_truth_confusion);
    table->rows_shown = 12;
    for (size_t f = 0; f < printing->audit->n_fits; f++) {
        const struct qa_truth_fit *fit = &printing->audit->fits[f];
        for (size_t c = 0; c < fit->n_cells; c++) {
            put_fit(table, printing, fit);
            qa_put_text(table, qa_annotator_text(printing->names, fit->cells[c].annotator));
            qa_put_text(table, label_text(printing, fit->cells[c].truth));
            qa_put_text(table, label_text(printing, fit->cells[c].given));
            qa_put_real(table, fit->cells[c].probability);
        }
    }
    qa_report_add_table(printing->report, table);
}

static const struct qa_column classes_columns[] = {
    {"question", NULL, QA_TEXT, .is_key = true, .about = "The question that was answered."},
    {"method", NULL, QA_TEXT, .is_key = true, .about = "How the truth was found."},
    {"class", NULL, QA_TEXT, .is_key = true, .about = "The label."},
    {"share", NULL, QA_RATE, .about = "Share of the items whose true label it is."},
};
const struct qa_table_form qa_form_truth_classes =
    QA_TABLE_FORM("classes", "Shares of the true classes", classes_columns);

static void classes_table(const struct printing *printing)
{
    struct qa_table *table = qa_table_new(printing->report->arena, &qa_form_truth_classes);
    table->rows_shown = 40;
    for (size_t f = 0; f < printing->audit->n_fits; f++) {
        const struct qa_truth_fit *fit = &printing->audit->fits[f];
        for (size_t c = 0; c < fit->n_classes; c++) {
            put_fit(table, printing, fit);
            qa_put_text(table, label_text(printing, fit->classes[c].label));
            qa_put_real(table, fit->classes[c].share);
        }
    }
    qa_table_note(table, "mace takes all classes as equally frequent.");
    qa_report_add_table(printing->report, table);
}

static const struct qa_column check_gold_columns[] = {
    {"question", NULL, QA_TEXT, .is_key = true, .about = "The question that was answered."},
    {"item", NULL, QA_TEXT, .is_key = true, .about = "The item, by its name in the file."},
    {"votes", NULL, QA_COUNT, .about = "Annotators who answered the item, all alike."},
    {"given", NULL, QA_TEXT, .about = "The label they gave."},
    {"gold", NULL, QA_TEXT, .about = "The label by gold."},
};
const struct qa_table_form qa_form_truth_check_gold = QA_TABLE_FORM(
    "check_gold", "Check the gold: all annotators agree against it", check_gold_columns);

void qa_check_gold_table(const struct qa_truth_audit *audit, const struct qa_names *names,
                         struct qa_report *report)
{
    const struct printing all = {audit, names, report};
    const struct printing *printing = &all;
    if (printing->audit->n_doubtful == 0) {
        return;
    }
    struct qa_table *table = qa_table_new(printing->report->arena, &qa_form_truth_check_gold);
    table->rows_shown = 20;
    for (size_t d = 0; d < printing->audit->n_doubtful; d++) {
        const struct qa_doubtful_gold *row = &printing->audit->doubtful[d];
        qa_table_row(table);
        qa_put_text(table, qa_strings_text(printing->names->questions, row->question));
        qa_put_text(table, qa_strings_text(printing->names->items, row->item));
        qa_put_count(table, row->votes);
        qa_put_text(table, label_text(printing, row->given));
        qa_put_text(table, label_text(printing, row->gold));
    }
    qa_report_add_table(printing->report, table);
}

void qa_truth_tables(const struct qa_truth_audit *audit, const struct qa_names *names,
                     struct qa_report *report)
{
    const struct printing printing = {audit, names, report};
    methods_table(&printing);
    truth_table(&printing);
    posteriors_table(&printing);
    annotators_table(&printing);
    classes_table(&printing);
    qa_check_gold_table(audit, names, report);
    confusion_table(&printing);
}
