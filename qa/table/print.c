#include "qa/table/print.h"

#include <string.h>

#include "qa/table/print_forms.h"

static const char *table_names(const struct qa_report *report)
{
    const char *names = "";
    for (size_t t = 0; t < report->n_tables; t++) {
        names = qa_arena_format(report->arena, "%s%s%s", names, t > 0 ? ", " : "",
                                report->tables[t]->name);
    }
    return names;
}

static enum qa_status choose_table(const struct qa_report *report, const char *name,
                                   const struct qa_table **table, struct qa_error *err)
{
    *table = NULL;
    if (name != NULL) {
        *table = qa_report_table(report, name);
    } else if (report->n_tables > 0) {
        *table = report->tables[0];
        return QA_OK;
    }
    if (*table != NULL) {
        return QA_OK;
    }
    return qa_fail(err, QA_USAGE, "E120", "no table '%s' here; there are: %s",
                   name != NULL ? name : "", table_names(report));
}

enum qa_status qa_report_print(const struct qa_report *report,
                               const struct qa_print_options *options, FILE *stream,
                               struct qa_error *err)
{
    const struct qa_table *table = NULL;
    bool needs_one = options->format == QA_FORMAT_CSV || options->format == QA_FORMAT_TSV ||
                     options->format == QA_FORMAT_JSONL;
    if (needs_one || options->table != NULL) {
        QA_TRY(choose_table(report, options->table, &table, err));
    }
    switch (options->format) {
    case QA_FORMAT_TABLE:
        qa_print_text(report, options, stream);
        break;
    case QA_FORMAT_CSV:
    case QA_FORMAT_TSV:
        qa_print_delimited(table, options, stream);
        break;
    case QA_FORMAT_JSON:
        qa_print_json(report, options->table, stream);
        break;
    case QA_FORMAT_JSONL:
        qa_print_json_lines(table, stream);
        break;
    case QA_FORMAT_MARKDOWN:
        qa_print_markdown(report, options, stream);
        break;
    }
    return QA_OK;
}
