/* The auditor's work sheet as a table. */
#include <stdlib.h>

#include "qa/audit/sample.h"

static int compare_texts(const void *left, const void *right)
{
    return qa_text_compare(*(const char *const *)left, *(const char *const *)right);
}

/* The classes of an answer by name, a comma between them. */
static const char *given_text(const struct qa_batch *batch, size_t answer, struct qa_arena *arena)
{
    size_t n = qa_object_count(batch, answer);
    uint64_t first = qa_first_object(batch, answer);
    const char **names = QA_ARRAY(arena, const char *, n + 1);
    const char *text = "";
    for (size_t i = 0; i < n; i++) {
        names[i] = qa_strings_text(batch->names->labels, batch->label[first + i]);
    }
    qsort(names, n, sizeof *names, compare_texts);
    for (size_t i = 0; i < n; i++) {
        text = qa_arena_format(arena, "%s%s%s", text, i > 0 ? ", " : "", names[i]);
    }
    return text;
}

static const struct qa_column columns[] = {
    {"order", NULL, QA_COUNT},   {"id", NULL, QA_TEXT},
    {"lot", NULL, QA_TEXT},      {"lot_size", "lot size", QA_COUNT},
    {"stratum", NULL, QA_TEXT},  {"stratum_size", "stratum size", QA_COUNT},
    {"item", NULL, QA_TEXT},     {"vendor", NULL, QA_TEXT},
    {"question", NULL, QA_TEXT}, {"inclusion_probability", "inclusion probability", QA_REAL},
    {"given", NULL, QA_TEXT},    {"verdict", NULL, QA_TEXT},
    {"gold", NULL, QA_TEXT},     {"severity", NULL, QA_TEXT},
    {"comment", NULL, QA_TEXT},
};
static const struct qa_column blind_columns[] = {
    {"order", NULL, QA_COUNT},   {"id", NULL, QA_TEXT},
    {"lot", NULL, QA_TEXT},      {"lot_size", "lot size", QA_COUNT},
    {"stratum", NULL, QA_TEXT},  {"stratum_size", "stratum size", QA_COUNT},
    {"item", NULL, QA_TEXT},     {"vendor", NULL, QA_TEXT},
    {"question", NULL, QA_TEXT}, {"inclusion_probability", "inclusion probability", QA_REAL},
    {"verdict", NULL, QA_TEXT},  {"gold", NULL, QA_TEXT},
    {"severity", NULL, QA_TEXT}, {"comment", NULL, QA_TEXT},
};
enum { CELLS_TO_FILL = 4 };

static void unit_row(struct qa_table *table, const struct qa_sample_unit *unit,
                     const struct qa_batch *batch)
{
    const struct qa_names *names = batch->names;
    uint32_t vendor = qa_answer_vendor(batch, unit->answer);
    qa_table_row(table);
    qa_put_count(table, unit->order);
    qa_put_text(table, unit->id);
    qa_put_text(table, unit->lot);
    qa_put_count(table, unit->lot_size);
    qa_put_text(table, unit->stratum);
    qa_put_count(table, unit->stratum_size);
    qa_put_text(table, qa_strings_text(names->items, batch->item[unit->answer]));
    qa_put_text(table, vendor == QA_NONE ? NULL : qa_strings_text(names->vendors, vendor));
    qa_put_text(table, qa_strings_text(names->questions, qa_answer_question(batch, unit->answer)));
    qa_put_real(table, unit->inclusion_probability);
}

void qa_sample_tables(const struct qa_sample *sample, const struct qa_batch *delivery,
                      bool show_answers, struct qa_report *report)
{
    struct qa_table *table =
        show_answers ? qa_table_new(report->arena, "sample", "Audit sample", columns,
                                    sizeof columns / sizeof *columns)
                     : qa_table_new(report->arena, "sample", "Audit sample", blind_columns,
                                    sizeof blind_columns / sizeof *blind_columns);
    table->rows_shown = 20;
    for (size_t i = 0; i < sample->n_units; i++) {
        unit_row(table, &sample->units[i], delivery);
        if (show_answers) {
            qa_put_text(table, given_text(delivery, sample->units[i].answer, report->arena));
        }
        for (int blank = 0; blank < CELLS_TO_FILL; blank++) {
            qa_put_absent(table);
        }
    }
    qa_table_note(table,
                  "%zu of %llu answers, drawn without replacement from %zu %s in proportion to "
                  "size (largest remainders), seed %llu; rows in random working order.",
                  sample->n_units, (unsigned long long)sample->frame_size, sample->n_strata,
                  sample->n_strata == 1 ? "stratum" : "strata", (unsigned long long)sample->seed);
    qa_table_note(table, "The auditor fills verdict (correct, wrong, unsure) or gold (the right "
                         "label); severity and comment as wanted.");
    qa_report_add_table(report, table);
}
