#include "qa/audit/agreement_unitizing.h"

#include <string.h>

#include "qa/audit/table_forms.h"
#include "qa/score/unitizing.h"

/* The report's table of categories, which is put there when it has none. */
static struct qa_table *categories_of(struct qa_report *report)
{
    for (size_t t = 0; t < report->n_tables; t++) {
        if (strcmp(report->tables[t]->name, qa_form_agreement_categories.name) == 0) {
            return report->tables[t];
        }
    }
    struct qa_table *table = qa_table_new(report->arena, &qa_form_agreement_categories);
    table->title = "Each class of spans and segments (alpha_unitizing)";
    table->n_columns = QA_CATEGORIES_WITHOUT_TAGS;
    table->rows_shown = 30;
    qa_report_add_table(report, table);
    return table;
}

static void put_class(struct qa_table *table, const struct qa_comparison *between,
                      const char *question, const struct qa_unitizing_class *class)
{
    qa_table_row(table);
    qa_put_text(table, question);
    qa_put_text(table, NULL);
    qa_put_text(table, NULL);
    qa_put_text(table, class->label != QA_NONE
                           ? qa_strings_text(between->b->names->labels, class->label)
                           : "(no class)");
    qa_put_estimate(table, class->alpha);
    qa_put_real(table, class->share);
    for (size_t c = 6; c < table->n_columns; c++) {
        qa_put_absent(table);
    }
}

void qa_agreement_add_unitizing(const struct qa_comparison *between, double confidence,
                                struct qa_report *report)
{
    size_t n;
    const struct qa_unitizing *alphas = qa_unitizing_alphas(between, confidence, report->arena, &n);
    for (size_t i = 0; i < n; i++) {
        const char *question = between->b->questions->list[alphas[i].question].name;
        struct qa_table *table = alphas[i].n_classes > 0 ? categories_of(report) : NULL;
        for (size_t c = 0; c < alphas[i].n_classes; c++) {
            put_class(table, between, question, &alphas[i].classes[c]);
        }
    }
}
