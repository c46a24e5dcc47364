/* The tables of the check. */
#include "qa/audit/check.h"
#include "qa/audit/table_forms.h"

static void put_count_if(struct qa_table *table, bool present, uint64_t count)
{
    if (present) {
        qa_put_count(table, count);
    } else {
        qa_put_absent(table);
    }
}

static const struct qa_column completeness_columns[] = {
    {"vendor", NULL, QA_TEXT, .is_key = true, .about = "The vendor that delivered."},
    {"question", NULL, QA_TEXT, .is_key = true, .about = "The question that was answered."},
    {"ordered", NULL, QA_COUNT, .about = "Items on the order list; absent without one."},
    {"delivered", NULL, QA_COUNT, .about = "Items with an answer, each counted once."},
    {"missing", NULL, QA_COUNT, .about = "Items ordered and not delivered."},
    {"unknown", NULL, QA_COUNT, .about = "Items delivered and not ordered."},
    {"answers", NULL, QA_COUNT, .is_detail = true, .about = "Answers that were read."},
    {"objects", NULL, QA_COUNT, .is_detail = true, .about = "Objects in those answers."},
    {"outside_labels", "labels outside the set", QA_COUNT,
     .about = "Objects whose label is outside the set of labels."},
    {"empty", NULL, QA_COUNT, .is_detail = true, .about = "Answers in which nothing was found."},
    {"interpolated", NULL, QA_COUNT, .is_detail = true,
     .about = "Boxes of tracks that a tool filled in between frames; absent without tracks."},
};
const struct qa_table_form qa_form_check_completeness =
    QA_TABLE_FORM("completeness", "Ordered against delivered items", completeness_columns);

static void completeness_table(const struct qa_check_result *result, const struct qa_names *names,
                               struct qa_report *report)
{
    struct qa_table *table = qa_table_new(report->arena, &qa_form_check_completeness);
    struct qa_completeness sum = {.empty = 0};
    for (size_t i = 0; i < result->n_rows; i++) {
        const struct qa_completeness *row = &result->rows[i];
        qa_table_row(table);
        qa_put_text(table,
                    row->vendor == QA_NONE ? NULL : qa_strings_text(names->vendors, row->vendor));
        qa_put_text(table, qa_strings_text(names->questions, row->question));
        put_count_if(table, row->ordered > 0, row->ordered);
        qa_put_count(table, row->delivered);
        put_count_if(table, row->ordered > 0, row->missing);
        put_count_if(table, row->ordered > 0, row->unknown);
        qa_put_count(table, row->answers);
        qa_put_count(table, row->objects);
        qa_put_count(table, row->outside_labels);
        qa_put_count(table, row->empty);
        put_count_if(table, row->boxes > 0, row->interpolated);
        sum.empty += row->empty;
        sum.answers += row->answers;
        sum.interpolated += row->interpolated;
        sum.boxes += row->boxes;
    }
    qa_table_note(table, "Items count once per vendor and question. Ordered, missing and unknown "
                         "items are known only with an order list.");
    if (sum.empty > 0) {
        qa_table_note(table, "In %llu of %llu answers nothing was found.",
                      (unsigned long long)sum.empty, (unsigned long long)sum.answers);
    }
    if (sum.interpolated > 0) {
        qa_table_note(table,
                      "%llu of %llu boxes of tracks were filled in between frames by a tool: they "
                      "are no work of people.",
                      (unsigned long long)sum.interpolated, (unsigned long long)sum.boxes);
    }
    qa_report_add_table(report, table);
}

static const struct qa_column objects_columns[] = {
    {"file", NULL, QA_TEXT, .is_key = true, .about = "The file."},
    {"role", NULL, QA_TEXT, .is_key = true,
     .about = "What it was given as: delivery, gold or pre-labels."},
    {"objects", NULL, QA_COUNT,
     .about = "Its boxes, polygons and others that lie in a picture, without crowd regions."},
    {"outside", "outside the image", QA_COUNT,
     .about = "Those that reach more than a pixel beyond their image; absent where no file says "
              "how large the images are."},
    {"repeated", "there twice", QA_COUNT,
     .about = "Those that equal an earlier one of their answer in class and coordinates."},
    {"flat", "without area", QA_COUNT, .about = "Those with a side of 0."},
    {"thin", "at most a pixel thin", QA_COUNT,
     .about = "Those with a side above 0 and of at most one pixel."},
};
const struct qa_table_form qa_form_check_objects =
    QA_TABLE_FORM("objects", "Objects that cannot be meant so", objects_columns);

static void objects_table(const struct qa_objects_result *objects, struct qa_report *report)
{
    static const char *const roles[QA_N_ROLES] = {
        [QA_DELIVERY] = "delivery", [QA_GOLD] = "gold", [QA_PRELABELS] = "pre-labels"};
    if (objects == NULL || objects->n_rows == 0) {
        return;
    }
    struct qa_table *table = qa_table_new(report->arena, &qa_form_check_objects);
    for (size_t i = 0; i < objects->n_rows; i++) {
        const struct qa_objects_row *row = &objects->rows[i];
        qa_table_row(table);
        qa_put_text(table, row->path);
        qa_put_text(table, roles[row->role]);
        qa_put_count(table, row->n_objects);
        put_count_if(table, row->n_sized > 0, row->n_outside);
        qa_put_count(table, row->n_repeated);
        qa_put_count(table, row->n_flat);
        qa_put_count(table, row->n_thin);
    }
    qa_report_add_table(report, table);
}

static const char *place(struct qa_arena *arena, const struct qa_finding *finding)
{
    if (finding->file == NULL) {
        return NULL;
    }
    if (finding->line == 0) {
        return finding->file;
    }
    return finding->column == 0
               ? qa_arena_format(arena, "%s:%llu", finding->file, (unsigned long long)finding->line)
               : qa_arena_format(arena, "%s:%llu:%llu", finding->file,
                                 (unsigned long long)finding->line,
                                 (unsigned long long)finding->column);
}

static const struct qa_column problems_columns[] = {
    {"severity", NULL, QA_WORD, .about = "How grave it is: error, warning or note."},
    {"code", NULL, QA_TEXT, .is_key = true,
     .about = "The code that `labelqa explain CODE` explains."},
    {"vendor", NULL, QA_TEXT, .is_key = true, .about = "The vendor concerned, where it is one."},
    {"where", NULL, QA_TEXT, .is_key = true, .about = "File, line and column."},
    {"message", NULL, QA_TEXT, .about = "What was found, in a sentence."},
};
const struct qa_table_form qa_form_check_problems =
    QA_TABLE_FORM("problems", "Problems found in the data", problems_columns);

static void problems_table(const struct qa_findings *findings, struct qa_report *report)
{
    struct qa_table *table = qa_table_new(report->arena, &qa_form_check_problems);
    table->rows_shown = 20;
    for (size_t i = 0; i < findings->n; i++) {
        const struct qa_finding *finding = &findings->list[i];
        qa_table_row(table);
        qa_put_text(table, qa_severity_name(finding->severity));
        qa_put_text(table, finding->code);
        qa_put_text(table, finding->vendor);
        qa_put_text(table, place(report->arena, finding));
        qa_put_text(table, finding->text);
    }
    qa_table_note(table, "`labelqa explain CODE` says what a code means.");
    qa_report_add_table(report, table);
}

void qa_check_tables(const struct qa_check_result *result, const struct qa_objects_result *objects,
                     const struct qa_names *names, const struct qa_findings *findings,
                     struct qa_report *report)
{
    completeness_table(result, names, report);
    objects_table(objects, report);
    problems_table(findings, report);
}
