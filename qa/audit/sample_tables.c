/* The auditor's work sheet as rows and tables. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "qa/audit/draw.h"
#include "qa/audit/sample.h"
#include "qa/audit/table_forms.h"
#include "qa/base/hash.h"

static int compare_texts(const void *left, const void *right)
{
    return qa_text_compare(*(const char *const *)left, *(const char *const *)right);
}

const char *qa_given_text(const struct qa_batch *batch, size_t answer, struct qa_arena *arena)
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

const char *qa_image_link(const char *images, const char *item, struct qa_arena *arena)
{
    const char *place = strstr(images, "{item}");
    size_t length = strlen(images);
    if (place != NULL) {
        return qa_arena_format(arena, "%.*s%s%s", (int)(place - images), images, item,
                               place + strlen("{item}"));
    }
    return qa_arena_format(arena, "%s%s%s", images,
                           length > 0 && images[length - 1] == '/' ? "" : "/", item);
}

const char *qa_sheet_text(const char *text, struct qa_arena *arena)
{
    enum { LONGEST = 10000 };
    size_t length = strlen(text);
    char *kept = QA_ARRAY(arena, char, length + 1);
    size_t n = 0;
    for (size_t i = 0; i < length && n < LONGEST; i++) {
        const unsigned char *c = (const unsigned char *)text + i;
        bool is_none = c[0] == 0xEF && i + 2 < length && c[1] == 0xBF && c[2] >= 0xBD;
        if (is_none) {
            i += 2;
        } else if (c[0] >= 0x20 && c[0] != 0x7F && !(c[0] == ' ' && n == 0)) {
            kept[n++] = text[i];
        }
    }
    while (n > 0 && kept[n - 1] == ' ') {
        n--;
    }
    kept[n] = '\0';
    return kept;
}

void qa_sheet_check(const struct qa_sheet_cells *cells, char out[9])
{
    const char *texts[] = {cells->sheet,    cells->design,  cells->id,   cells->lot,
                           cells->stratum,  cells->cluster, cells->item, cells->vendor,
                           cells->question, cells->auditor};
    struct qa_arena *arena = qa_arena_new();
    /* The others follow from the sizes, and a spreadsheet program may have rounded them. */
    bool unequal = strcmp(cells->design, qa_sample_design_names[QA_SAMPLE_PPS]) == 0;
    const char *all = qa_arena_format(
        arena, "%llu|%llu|%llu|%llu|%.6g", (unsigned long long)cells->lot_size,
        (unsigned long long)cells->stratum_size, (unsigned long long)cells->n_clusters,
        (unsigned long long)cells->drawn, unequal ? cells->inclusion_probability : 0.0);
    char hex[65];
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const char *text = qa_sheet_text(texts[i] != NULL ? texts[i] : "", arena);
        all = qa_arena_format(arena, "%s|%zu:%s", all, strlen(text), text);
    }
    qa_sha256_hex(all, strlen(all), hex);
    memcpy(out, hex, 8);
    out[8] = '\0';
    qa_code_as_text(out);
    qa_arena_free(arena);
}

struct qa_sheet_cells qa_sheet_cells_of(const struct qa_sample_sheet *sheet,
                                        const struct qa_sheet_row *row)
{
    const struct qa_batch *batch = sheet->delivery;
    const struct qa_names *names = batch->names;
    const struct qa_sample_unit *unit = row->unit;
    uint32_t vendor = qa_answer_vendor(batch, unit->answer);
    return (struct qa_sheet_cells){
        .sheet = sheet->sample->sheet,
        .design = qa_sample_design_names[sheet->sample->design],
        .id = unit->id,
        .lot = unit->lot,
        .stratum = unit->stratum,
        .cluster = unit->cluster,
        .item = qa_strings_text(names->items, batch->item[unit->answer]),
        .vendor = vendor == QA_NONE ? NULL : qa_strings_text(names->vendors, vendor),
        .question = qa_strings_text(names->questions, qa_answer_question(batch, unit->answer)),
        .auditor = row->auditor,
        .lot_size = unit->lot_size,
        .stratum_size = unit->stratum_size,
        .n_clusters = unit->n_clusters,
        .drawn = sheet->sample->n_units,
        .inclusion_probability = unit->inclusion_probability};
}

size_t qa_sample_doubles(const struct qa_sample_sheet *sheet)
{
    double share = sheet->n_auditors > 1 ? sheet->overlap : 0;
    return (size_t)llround(share * (double)sheet->sample->n_units);
}

struct qa_sheet_row *qa_sample_rows(const struct qa_sample_sheet *sheet, size_t *n,
                                    struct qa_arena *arena)
{
    const struct qa_sample *sample = sheet->sample;
    size_t n_auditors = sheet->n_auditors;
    size_t n_double = qa_sample_doubles(sheet);
    struct qa_sheet_row *rows =
        QA_ARRAY(arena, struct qa_sheet_row, sample->n_units + n_double + 1);
    *n = 0;
    for (size_t i = 0; i < sample->n_units; i++) {
        const char *auditor = n_auditors > 0 ? sheet->auditors[i % n_auditors] : NULL;
        rows[(*n)++] =
            (struct qa_sheet_row){&sample->units[i], auditor, i < n_double ? "first" : NULL};
        if (n_auditors > 1 && i < n_double) {
            /* In turn among the others, so that all pairs of auditors meet. */
            size_t step = 1 + (i / n_auditors) % (n_auditors - 1);
            rows[(*n)++] = (struct qa_sheet_row){
                &sample->units[i], sheet->auditors[(i + step) % n_auditors], "second"};
        }
    }
    return rows;
}

struct qa_sheet_shape qa_sample_shape(const struct qa_sample_sheet *sheet)
{
    return (struct qa_sheet_shape){.has_cluster = sheet->sample->design == QA_SAMPLE_CLUSTER,
                                   .has_auditor = sheet->n_auditors > 0,
                                   .has_link = sheet->images != NULL,
                                   .has_given = sheet->show_answers};
}

static const struct qa_column columns[] = {
    {"order", NULL, QA_COUNT, .about = "Working order, from 1."},
    {"id", NULL, QA_TEXT, .is_key = true, .about = "The unit's id."},
    {"lot", NULL, QA_TEXT, .about = "The lot."},
    {"lot_size", "lot size", QA_COUNT, .about = "Units in the lot."},
    {"stratum", NULL, QA_TEXT, .about = "The stratum."},
    {"stratum_size", "stratum size", QA_COUNT, .about = "Units in the stratum."},
    {"cluster", NULL, QA_TEXT, .about = "The cluster, in samples of clusters."},
    {"clusters", NULL, QA_COUNT, .about = "Clusters in the lot, in samples of clusters."},
    {"item", NULL, QA_TEXT, .about = "Item to check."},
    {"vendor", NULL, QA_TEXT, .about = "The vendor that delivered."},
    {"question", NULL, QA_TEXT, .about = "The question that was answered."},
    {"inclusion_probability", "inclusion probability", QA_REAL,
     .about = "Chance that the unit was drawn."},
    {"link", NULL, QA_TEXT, .about = "Where the image is, with --images."},
    {"given", NULL, QA_TEXT, .about = "The answer delivered, with --show-answers."},
    {"auditor", NULL, QA_TEXT, .is_key = true, .about = "Who checks it, with auditors named."},
    {"double_audit", "double audit", QA_TEXT,
     .about = "Of units that two auditors check: first or second."},
    {"verdict", NULL, QA_TEXT, .about = "For the auditor: correct, wrong or unsure."},
    {"gold", NULL, QA_TEXT, .about = "For the auditor: the right label."},
    {"severity", NULL, QA_TEXT, .about = "For the auditor: how grave the error is."},
    {"comment", NULL, QA_TEXT, .about = "For the auditor."},
    {"design", NULL, QA_TEXT, .about = "How the sample was drawn."},
    {"sheet", NULL, QA_TEXT, .about = "Code of the work sheet."},
    {"drawn", NULL, QA_COUNT, .about = "Units drawn in all."},
    {"check", NULL, QA_TEXT, .about = "Code by which judge finds changed rows."},
};
const struct qa_table_form qa_form_sample = QA_TABLE_FORM("sample", "Audit sample", columns);

/* Not every sample has clusters, auditors, links or answers. */
static bool has_column(const struct qa_sheet_shape *shape, const char *name)
{
    const struct {
        const char *name;
        bool is_there;
    } some[] = {{"cluster", shape->has_cluster}, {"clusters", shape->has_cluster},
                {"link", shape->has_link},       {"given", shape->has_given},
                {"auditor", shape->has_auditor}, {"double_audit", shape->has_auditor}};
    for (size_t i = 0; i < sizeof some / sizeof *some; i++) {
        if (strcmp(some[i].name, name) == 0) {
            return some[i].is_there;
        }
    }
    return true;
}

static struct qa_table *new_table(const struct qa_sample_sheet *sheet, struct qa_arena *arena)
{
    struct qa_sheet_shape shape = qa_sample_shape(sheet);
    struct qa_column *kept = QA_ARRAY(arena, struct qa_column, qa_form_sample.n_columns);
    struct qa_table_form form = qa_form_sample;
    form.columns = kept;
    form.n_columns = 0;
    for (size_t c = 0; c < qa_form_sample.n_columns; c++) {
        if (has_column(&shape, columns[c].name)) {
            kept[form.n_columns++] = columns[c];
        }
    }
    struct qa_table *table = qa_table_new(arena, &form);
    table->rows_shown = 20;
    return table;
}

static void put_row(struct qa_table *table, const struct qa_sample_sheet *sheet,
                    const struct qa_sheet_row *row, struct qa_arena *arena)
{
    enum { CELLS_TO_FILL = 4 };
    struct qa_sheet_shape shape = qa_sample_shape(sheet);
    const struct qa_sample_unit *unit = row->unit;
    struct qa_sheet_cells cells = qa_sheet_cells_of(sheet, row);
    char check[9];
    qa_sheet_check(&cells, check);
    qa_table_row(table);
    qa_put_count(table, unit->order);
    qa_put_text(table, unit->id);
    qa_put_text(table, unit->lot);
    qa_put_count(table, unit->lot_size);
    qa_put_text(table, unit->stratum);
    qa_put_count(table, unit->stratum_size);
    if (shape.has_cluster) {
        qa_put_text(table, unit->cluster);
        qa_put_count(table, unit->n_clusters);
    }
    qa_put_text(table, cells.item);
    qa_put_text(table, cells.vendor);
    qa_put_text(table, cells.question);
    qa_put_real(table, unit->inclusion_probability);
    if (shape.has_link) {
        qa_put_text(table, qa_image_link(sheet->images, cells.item, arena));
    }
    if (shape.has_given) {
        qa_put_text(table, qa_given_text(sheet->delivery, unit->answer, arena));
    }
    if (shape.has_auditor) {
        qa_put_text(table, row->auditor);
        qa_put_text(table, row->turn);
    }
    for (int blank = 0; blank < CELLS_TO_FILL; blank++) {
        qa_put_absent(table);
    }
    qa_put_text(table, cells.design);
    qa_put_text(table, cells.sheet);
    qa_put_count(table, cells.drawn);
    qa_put_text(table, check);
}

static const struct qa_column strata_columns[] = {
    {"lot", NULL, QA_TEXT, .is_key = true, .about = "The lot."},
    {"stratum", NULL, QA_TEXT, .is_key = true, .about = "The stratum."},
    {"size", NULL, QA_COUNT, .about = "Units in the stratum."},
    {"n", "drawn", QA_COUNT, .about = "Units drawn from it."},
    {"earlier", "drawn earlier", QA_COUNT, .about = "Units drawn from it in earlier samples."},
    {"share", "share of stratum", QA_RATE, .about = "Share of the stratum that is drawn."},
};
const struct qa_table_form qa_form_sample_strata =
    QA_TABLE_FORM("strata", "Drawn from each stratum", strata_columns);

static int by_names(const void *left, const void *right)
{
    const struct qa_sample_stratum *a = *(const struct qa_sample_stratum *const *)left;
    const struct qa_sample_stratum *b = *(const struct qa_sample_stratum *const *)right;
    int by = qa_text_compare(a->lot, b->lot);
    return by != 0 ? by : qa_text_compare(a->name, b->name);
}

/* As they were drawn, by annotators' ids; where these are not shown, not in their order. */
static const struct qa_sample_stratum **shown_order(const struct qa_sample_sheet *sheet,
                                                    struct qa_arena *arena)
{
    const struct qa_sample *sample = sheet->sample;
    const struct qa_sample_stratum **order =
        QA_ARRAY(arena, const struct qa_sample_stratum *, sample->n_strata);
    for (size_t s = 0; s < sample->n_strata; s++) {
        order[s] = &sample->strata[s];
    }
    if (sheet->delivery->names->hides_annotators) {
        qsort(order, sample->n_strata, sizeof *order, by_names);
    }
    return order;
}

static void strata_table(const struct qa_sample_sheet *sheet, struct qa_report *report)
{
    const struct qa_sample *sample = sheet->sample;
    if (sample->n_strata < 2) {
        return;
    }
    struct qa_table *table = qa_table_new(report->arena, &qa_form_sample_strata);
    const struct qa_sample_stratum **order = shown_order(sheet, report->arena);
    for (size_t s = 0; s < sample->n_strata; s++) {
        const struct qa_sample_stratum *stratum = order[s];
        qa_table_row(table);
        qa_put_text(table, stratum->lot);
        qa_put_text(table, stratum->name);
        qa_put_count(table, stratum->size);
        qa_put_count(table, stratum->n);
        qa_put_count(table, stratum->earlier);
        qa_put_real(table, (double)(stratum->n + stratum->earlier) / (double)stratum->size);
    }
    qa_table_note(table,
                  "Counts add up to the sample exactly: whole parts of the shares first, then the "
                  "largest fractions. judge weighs the strata back, so that drawing more from one "
                  "does not bias the rate of the whole.");
    qa_report_add_table(report, table);
}

void qa_sample_tables(const struct qa_sample_sheet *sheet, struct qa_report *report)
{
    const struct qa_sample *sample = sheet->sample;
    struct qa_draw draw = qa_draw_of_sample(sheet);
    size_t n_rows;
    struct qa_sheet_row *rows = qa_sample_rows(sheet, &n_rows, report->arena);
    struct qa_table *table = new_table(sheet, report->arena);
    for (size_t i = 0; i < n_rows; i++) {
        put_row(table, sheet, &rows[i], report->arena);
    }
    qa_table_note(table,
                  "%zu of %llu answers, drawn without replacement from %zu %s %s, %s; rows in "
                  "random working order.",
                  sample->n_units, (unsigned long long)sample->frame_size, sample->n_strata,
                  sample->n_strata == 1 ? "stratum" : "strata", draw.how,
                  qa_seed_text(draw.seed, draw.commitment, report->arena));
    if (draw.n_twice > 0) {
        qa_table_note(
            table,
            "%zu of them stand twice, for a second auditor: the row whose double_audit is "
            "'first' counts, unless one is added that is 'final'; the other tells how "
            "often auditors agree.",
            (size_t)draw.n_twice);
    }
    qa_table_note(table, "The auditor fills verdict (correct, wrong, unsure) or gold (the right "
                         "label); severity and comment as wanted. judge refuses rows whose other "
                         "cells were changed.");
    qa_report_add_table(report, table);
    strata_table(sheet, report);
    qa_draw_table(&draw, report);
}
