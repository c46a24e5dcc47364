#include "qa/audit/draw.h"

#include <string.h>

#include "qa/audit/table_forms.h"
#include "qa/base/number.h"
#include "qa/base/strings.h"

/* ---- from the draw ---- */

static const char *design_words(const struct qa_sample *sample)
{
    static const char *const allocations[] = {
        "in proportion to size", "by Neyman's allocation on the error rates expected",
        "the same number from each", "in proportion to a power of size"};
    switch (sample->design) {
    case QA_SAMPLE_CLUSTER:
        return "in whole clusters, each of a lot's clusters as likely";
    case QA_SAMPLE_PPS:
        return "with probabilities in proportion to size (pivotal method)";
    case QA_SAMPLE_SYSTEMATIC:
        return "at even steps in the order of item and annotator from a random start";
    case QA_SAMPLE_SIMPLE:
        break;
    }
    return allocations[sample->allocation];
}

struct qa_draw qa_draw_of_sample(const struct qa_sample_sheet *sheet)
{
    const struct qa_sample *sample = sheet->sample;
    struct qa_draw draw = {.sheet = sample->sheet,
                           .design = qa_sample_design_names[sample->design],
                           .how = design_words(sample),
                           .unit = "answers",
                           .n_strata = sample->n_strata,
                           .frame = sample->frame_size,
                           .n_asked = sample->n_asked,
                           .n = sample->n_units,
                           .n_twice = qa_sample_doubles(sheet),
                           .seed = sample->seed,
                           .commitment = sheet->commitment};
    for (size_t s = 0; s < sample->n_strata; s++) {
        draw.n_lots += s == 0 || strcmp(sample->strata[s].lot, sample->strata[s - 1].lot) != 0;
        draw.n_earlier += sample->strata[s].earlier;
    }
    return draw;
}

static void put_setting(struct qa_table *table, const char *name, const char *value)
{
    qa_table_row(table);
    qa_put_text(table, name);
    qa_put_text(table, value);
}

static void put_count_setting(struct qa_table *table, const char *name, uint64_t value)
{
    put_setting(table, name, qa_arena_format(table->arena, "%llu", (unsigned long long)value));
}

static void put_inputs(struct qa_table *table, const struct qa_report *report)
{
    for (size_t i = 0; i < report->n_inputs; i++) {
        const struct qa_report_input *input = &report->inputs[i];
        if (strcmp(input->role, "delivery") == 0) {
            put_setting(table, "delivery", input->path);
            put_setting(table, "SHA-256", input->sha256);
        }
    }
}

static const struct qa_column draw_columns[] = {
    {"setting", NULL, QA_TEXT, .is_key = true, .about = "What decided the draw."},
    {"value", NULL, QA_TEXT, .about = "Its value."},
};
const struct qa_table_form qa_form_sample_draw =
    QA_TABLE_FORM("draw", "How it was drawn", draw_columns);

void qa_draw_table(const struct qa_draw *draw, struct qa_report *report)
{
    struct qa_table *table = qa_table_new(report->arena, &qa_form_sample_draw);
    put_setting(table, "work sheet", draw->sheet);
    put_setting(table, "design", draw->design);
    put_setting(table, "allocation", draw->how);
    put_count_setting(table, "lots", draw->n_lots);
    put_count_setting(table, "strata", draw->n_strata);
    put_count_setting(table, draw->unit, draw->frame);
    put_count_setting(table, "asked for", draw->n_asked);
    if (draw->n_earlier > 0) {
        put_count_setting(table, "drawn earlier", draw->n_earlier);
    }
    put_count_setting(table, "drawn", draw->n);
    if (draw->n_twice > 0) {
        put_count_setting(table, "checked twice", draw->n_twice);
    }
    if (draw->commitment != NULL) {
        put_setting(table, "seed", "a secret, by this SHA-256");
        put_setting(table, "commitment", draw->commitment);
    } else {
        put_count_setting(table, "seed", draw->seed);
    }
    put_inputs(table, report);
    qa_report_add_table(report, table);
}

const char *qa_seed_text(uint64_t seed, const char *commitment, struct qa_arena *arena)
{
    return commitment != NULL ? qa_arena_format(arena, "the secret seed of SHA-256 %s", commitment)
                              : qa_arena_format(arena, "seed %llu", (unsigned long long)seed);
}

const char *qa_draw_sentence(const struct qa_draw *draw, struct qa_arena *arena)
{
    return qa_arena_format(
        arena, "%llu of %llu %s drawn, %s, from %llu lot%s in %llu strat%s, by %s; work sheet %s",
        (unsigned long long)draw->n, (unsigned long long)draw->frame, draw->unit, draw->design,
        (unsigned long long)draw->n_lots, draw->n_lots == 1 ? "" : "s",
        (unsigned long long)draw->n_strata, draw->n_strata == 1 ? "um" : "a",
        qa_seed_text(draw->seed, draw->commitment, arena), draw->sheet);
}

/* ---- from work sheets ---- */

enum { ID, ITEM, LOT, LOT_SIZE, STRATUM, DESIGN, SHEET, N_SPECS };

struct counts {
    struct qa_strings *lots;
    struct qa_strings *strata;
    struct qa_strings *units;
    uint64_t in_lots;
    uint64_t n_twice;
};

static const char *text_of(const struct qa_records *sheet, size_t r, uint32_t column,
                           struct qa_arena *arena)
{
    const struct qa_cell *cell = qa_records_cell(sheet, r, column);
    return cell != NULL ? qa_sheet_text(cell->text, arena) : "";
}

static void count_row(struct counts *counts, const struct qa_records *sheet, size_t r,
                      const uint32_t column[N_SPECS], struct qa_arena *arena)
{
    const char *lot = text_of(sheet, r, column[LOT], arena);
    const char *id = text_of(sheet, r, column[ID], arena);
    const char *size = text_of(sheet, r, column[LOT_SIZE], arena);
    id = id[0] != '\0' ? id : text_of(sheet, r, column[ITEM], arena);
    uint32_t n_lots = qa_strings_count(counts->lots);
    uint32_t n_units = qa_strings_count(counts->units);
    uint64_t units = 0;
    if (qa_strings_intern_text(counts->lots, lot) == n_lots &&
        qa_parse_count(size, strlen(size), &units)) {
        counts->in_lots += units;
    }
    counts->n_twice +=
        qa_strings_intern_text(counts->units, qa_arena_format(arena, "%s\n%s", lot, id)) < n_units;
    qa_strings_intern_text(
        counts->strata,
        qa_arena_format(arena, "%s\n%s", lot, text_of(sheet, r, column[STRATUM], arena)));
}

static void put_sheet(struct qa_table *table, const struct qa_records *sheet,
                      const uint32_t column[N_SPECS])
{
    struct qa_arena *scratch = qa_arena_new();
    struct counts counts = {qa_strings_new(scratch), qa_strings_new(scratch),
                            qa_strings_new(scratch), 0, 0};
    for (size_t r = 0; r < sheet->n_records; r++) {
        count_row(&counts, sheet, r, column, scratch);
    }
    qa_table_row(table);
    qa_put_text(table, text_of(sheet, 0, column[SHEET], scratch));
    qa_put_text(table, text_of(sheet, 0, column[DESIGN], scratch));
    qa_put_count(table, qa_strings_count(counts.lots));
    qa_put_count(table, qa_strings_count(counts.strata));
    if (counts.in_lots > 0) {
        qa_put_count(table, counts.in_lots);
    } else {
        qa_put_absent(table);
    }
    qa_put_count(table, qa_strings_count(counts.units));
    qa_put_count(table, counts.n_twice);
    qa_arena_free(scratch);
}

static const struct qa_column sheet_columns[] = {
    {"sheet", "work sheet", QA_TEXT, .is_key = true, .about = "Code of the work sheet."},
    {"design", NULL, QA_TEXT, .about = "How the sample was drawn."},
    {"lots", NULL, QA_COUNT, .about = "Lots on the sheet."},
    {"strata", NULL, QA_COUNT, .about = "Strata on the sheet."},
    {"lot_size", "in the lots", QA_COUNT, .about = "Units in those lots."},
    {"n", "drawn", QA_COUNT, .about = "Units drawn."},
    {"twice", "checked twice", QA_COUNT, .about = "Units that two auditors check."},
};
const struct qa_table_form qa_form_sheet_draw =
    QA_TABLE_FORM("draw", "The draw, as the sheets say", sheet_columns);

void qa_draw_of_sheets(const struct qa_records *const *sheets, size_t n_sheets,
                       struct qa_report *report)
{
    static const struct qa_column_spec specs[N_SPECS] = {
        [ID] = {"id", "unit_id", false},
        [ITEM] = {"item", "item_id,task,task_id,image", false},
        [LOT] = {"lot", NULL, false},
        [LOT_SIZE] = {"lot_size", NULL, false},
        [STRATUM] = {"stratum", NULL, false},
        [DESIGN] = {"design", NULL, false},
        [SHEET] = {"sheet", NULL, false}};
    struct qa_table *table = qa_table_new(report->arena, &qa_form_sheet_draw);
    for (size_t s = 0; s < n_sheets; s++) {
        uint32_t column[N_SPECS];
        if (qa_records_columns(sheets[s], specs, N_SPECS, column, NULL) == QA_OK &&
            sheets[s]->n_records > 0 && column[DESIGN] != QA_NONE && column[SHEET] != QA_NONE) {
            put_sheet(table, sheets[s], column);
        }
    }
    if (table->n_rows > 0) {
        qa_report_add_table(report, table);
    }
}
