#include "qa/audit/annotator_classes.h"

#include "qa/audit/table_forms.h"
#include "qa/batch/questions.h"
#include "qa/stats/interval.h"

enum { MOST_CELLS = 1 << 24 };

struct cell {
    uint32_t gold;
    uint32_t given;
    uint32_t both;
};

/* Counts of one question: annotators x labels, and answers of each annotator. */
struct tally {
    struct cell *cells;
    uint64_t *answers;
    uint32_t n_annotators;
    uint32_t n_labels;
};

static struct tally count(const struct qa_batch *delivery, const uint32_t *gold, uint32_t question,
                          struct qa_arena *scratch)
{
    struct tally tally = {.n_annotators = qa_annotator_count(delivery->names),
                          .n_labels = qa_strings_count(delivery->names->labels)};
    tally.cells = QA_ARRAY(scratch, struct cell, (size_t)tally.n_annotators * tally.n_labels + 1);
    tally.answers = QA_ARRAY(scratch, uint64_t, tally.n_annotators + (size_t)1);
    for (size_t a = 0; a < delivery->n_answers; a++) {
        uint32_t annotator = delivery->annotator[a];
        uint32_t right = gold[delivery->item[a]];
        bool counts = qa_answer_question(delivery, a) == question && annotator != QA_NONE &&
                      right != QA_NONE && qa_object_count(delivery, a) == 1;
        if (!counts) {
            continue;
        }
        uint32_t given = qa_answer_label(delivery, a);
        struct cell *row = tally.cells + (size_t)annotator * tally.n_labels;
        row[right].gold++;
        row[given].given++;
        row[given].both += given == right;
        tally.answers[annotator]++;
    }
    return tally;
}

static struct qa_annotator_class finish(const struct cell *cell, uint64_t answers,
                                        double confidence)
{
    uint64_t others = answers - cell->gold;
    uint64_t false_ones = cell->given - cell->both;
    return (struct qa_annotator_class){
        .gold = cell->gold,
        .given = cell->given,
        .sensitivity = cell->gold > 0 ? qa_wilson(cell->both, cell->gold, confidence)
                                      : qa_undefined("no item of this class", 0),
        .specificity = others > 0 ? qa_wilson(others - false_ones, others, confidence)
                                  : qa_undefined("no item of another class", 0)};
}

static void list_question(struct qa_annotator_classes *out, const struct tally *tally,
                          const struct qa_names *names, uint32_t question, struct qa_arena *arena)
{
    size_t n = 0;
    size_t n_cells = (size_t)tally->n_annotators * tally->n_labels;
    for (size_t c = 0; c < n_cells; c++) {
        n += tally->cells[c].gold + tally->cells[c].given > 0;
    }
    struct qa_annotator_class *grown = QA_ARRAY(arena, struct qa_annotator_class, out->n + n + 1);
    for (size_t i = 0; i < out->n; i++) {
        grown[i] = out->rows[i];
    }
    out->rows = grown;
    const uint32_t *rank = qa_annotator_rank(names, arena);
    uint32_t *annotators = QA_ARRAY(arena, uint32_t, tally->n_annotators + (size_t)1);
    uint32_t *labels = QA_ARRAY(arena, uint32_t, tally->n_labels + (size_t)1);
    qa_strings_sorted(names->labels, labels, NULL);
    for (uint32_t a = 0; a < tally->n_annotators; a++) {
        annotators[rank[a]] = a;
    }
    for (uint32_t a = 0; a < tally->n_annotators; a++) {
        for (uint32_t l = 0; l < tally->n_labels; l++) {
            const struct cell *cell =
                &tally->cells[(size_t)annotators[a] * tally->n_labels + labels[l]];
            if (cell->gold + cell->given > 0) {
                struct qa_annotator_class row =
                    finish(cell, tally->answers[annotators[a]], out->confidence);
                row.question = question;
                row.annotator = annotators[a];
                row.vendor = qa_annotator_vendor(names, annotators[a]);
                row.label = labels[l];
                out->rows[out->n++] = row;
            }
        }
    }
}

struct qa_annotator_classes qa_annotator_classes(const struct qa_batch *delivery, double confidence,
                                                 struct qa_arena *arena)
{
    const struct qa_names *names = delivery->names;
    struct qa_annotator_classes out = {.confidence = confidence};
    uint32_t *questions;
    uint32_t n_questions = qa_questions_of_labels(delivery->questions, names, arena, &questions);
    double cells = (double)qa_annotator_count(names) * qa_strings_count(names->labels);
    out.too_many = cells > MOST_CELLS;
    for (uint32_t q = 0; !out.too_many && q < n_questions; q++) {
        struct qa_arena *scratch = qa_arena_new();
        const uint32_t *right = qa_partner_labels(delivery, QA_GOLD, questions[q], scratch);
        struct tally tally = count(delivery, right, questions[q], scratch);
        list_question(&out, &tally, names, questions[q], arena);
        qa_arena_free(scratch);
    }
    return out;
}

static const struct qa_column columns[] = {
    {"question", NULL, QA_TEXT, .is_key = true, .about = "The question that was answered."},
    {"vendor", NULL, QA_TEXT, .is_key = true, .about = "The vendor that delivered."},
    {"annotator", NULL, QA_TEXT, .is_key = true, .about = "The annotator who answered."},
    {"class", NULL, QA_TEXT, .is_key = true, .about = "The label by gold."},
    {"gold", NULL, QA_COUNT, .about = "Items of the class by gold that the annotator answered."},
    {"given", NULL, QA_COUNT, .about = "Answers of the annotator that name the class."},
    {"sensitivity", NULL, QA_ESTIMATE_RATE,
     .about = "Of the items of the class, the share that was given it."},
    {"specificity", NULL, QA_ESTIMATE_RATE,
     .about = "Of the other items, the share that was given another class."},
};
const struct qa_table_form qa_form_errors_annotator_classes =
    QA_TABLE_FORM("annotator_classes", "Each annotator on each class", columns);

void qa_annotator_classes_table(const struct qa_annotator_classes *classes,
                                const struct qa_names *names, struct qa_report *report)
{
    if (classes->n == 0 && !classes->too_many) {
        return;
    }
    struct qa_table *table = qa_table_new(report->arena, &qa_form_errors_annotator_classes);
    table->rows_shown = 20;
    for (size_t i = 0; i < classes->n; i++) {
        const struct qa_annotator_class *row = &classes->rows[i];
        qa_table_row(table);
        qa_put_text(table, qa_strings_text(names->questions, row->question));
        qa_put_text(table,
                    row->vendor == QA_NONE ? NULL : qa_strings_text(names->vendors, row->vendor));
        qa_put_text(table, qa_annotator_text(names, row->annotator));
        qa_put_text(table, qa_strings_text(names->labels, row->label));
        qa_put_count(table, row->gold);
        qa_put_count(table, row->given);
        qa_put_estimate(table, row->sensitivity);
        qa_put_estimate(table, row->specificity);
    }
    qa_table_note(table, classes->too_many
                             ? "Left out: too many annotators and labels."
                             : "Sensitivity: of the items of the class, those given it. "
                               "Specificity: of the others, those given another. Wilson's "
                               "intervals.");
    qa_report_add_table(report, table);
}
