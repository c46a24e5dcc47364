#include "reports/sheets.h"
#include "reports/table_block.h"

enum { LAST_ROW = 1048575, MOST_IN_A_MAP = 40, LEAST_IN_A_MAP = 3 };

static void colour(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t first_row,
                   uint16_t first_column, uint32_t last_row, uint16_t last_column)
{
    /* Fixed ends: the best of a bad lot is not green. */
    lxw_conditional_format scale = {.type = LXW_CONDITIONAL_3_COLOR_SCALE,
                                    .min_rule_type = LXW_CONDITIONAL_RULE_TYPE_NUMBER,
                                    .mid_rule_type = LXW_CONDITIONAL_RULE_TYPE_NUMBER,
                                    .max_rule_type = LXW_CONDITIONAL_RULE_TYPE_NUMBER,
                                    .min_value = 0,
                                    .mid_value = 0.6,
                                    .max_value = 1,
                                    .min_color = 0xF4D3CF,
                                    .mid_color = 0xFFFFFF,
                                    .max_color = 0xB7DDBE};
    qa_note_error(&book->book,
                  worksheet_conditional_format_range(sheet->worksheet, first_row, first_column,
                                                     last_row, last_column, &scale));
}

/* ---- the heat map ---- */

/* The group's annotators in the order in which its pairs name them. */
static size_t people_of(const struct qa_agreement_group *group, uint32_t *people)
{
    size_t n = 0;
    for (size_t p = 0; p < group->n_pairs; p++) {
        const uint32_t both[2] = {group->pairs[p].annotator_a, group->pairs[p].annotator_b};
        for (int side = 0; side < 2; side++) {
            size_t at = 0;
            while (at < n && people[at] != both[side]) {
                at++;
            }
            if (at == n && n <= MOST_IN_A_MAP) {
                people[n++] = both[side];
            }
        }
    }
    return n;
}

static size_t place_of(const uint32_t *people, size_t n, uint32_t annotator)
{
    size_t at = 0;
    while (at < n && people[at] != annotator) {
        at++;
    }
    return at;
}

/* Kappa of everyone with everyone, as a coloured square. Crowds are too many for one. */
static uint32_t put_map(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t row,
                        const struct qa_agreement_group *group)
{
    uint32_t people[MOST_IN_A_MAP + 1];
    size_t n = people_of(group, people);
    if (n < LEAST_IN_A_MAP || n > MOST_IN_A_MAP) {
        return row;
    }
    qa_put(sheet, ++row, 0,
           qa_arena_format(book->arena, "Cohen's kappa of each pair: %s, %s",
                           qa_vendor_text(book, group->vendor),
                           qa_question_text(book, group->question)),
           QA_STYLE_SUBTITLE);
    row++;
    for (size_t i = 0; i < n; i++) {
        const char *name = qa_person(book, people[i]);
        qa_put(sheet, row, (uint16_t)(3 + i), name, QA_STYLE_HEADER);
        qa_put(sheet, (uint32_t)(row + 1 + i), 2, name, QA_STYLE_TEXT);
    }
    for (size_t p = 0; p < group->n_pairs; p++) {
        const struct qa_agreement_pair *pair = &group->pairs[p];
        uint32_t a = (uint32_t)place_of(people, n, pair->annotator_a);
        uint32_t b = (uint32_t)place_of(people, n, pair->annotator_b);
        if (qa_is_defined(&pair->kappa)) {
            qa_put_number(sheet, row + 1 + a, (uint16_t)(3 + b), pair->kappa.value,
                          QA_STYLE_FIXED_REAL);
            qa_put_number(sheet, row + 1 + b, (uint16_t)(3 + a), pair->kappa.value,
                          QA_STYLE_FIXED_REAL);
        }
    }
    colour(book, sheet, row + 1, 3, (uint32_t)(row + n), (uint16_t)(2 + n));
    return (uint32_t)(row + n + 1);
}

static uint32_t put_maps(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t row)
{
    const struct qa_agreement_result *agreement = book->evaluation->agreement;
    for (size_t g = 0; g < agreement->n_groups; g++) {
        if (agreement->groups[g].vendor != QA_NONE) {
            row = put_map(book, sheet, row, &agreement->groups[g]);
        }
    }
    return row;
}

/* Tables of the result, with annotators named as the book names them. */
static struct qa_report *tables_of(struct qa_vendor_book *book)
{
    struct qa_report *report = qa_report_new(book->arena, "agree");
    qa_agreement_tables(book->evaluation->agreement, &book->names, report);
    return report;
}

static uint32_t put_pairs(struct qa_vendor_book *book, struct qa_sheet *sheet,
                          const struct qa_table *pairs, uint32_t row)
{
    if (pairs == NULL || pairs->n_rows == 0) {
        return row;
    }
    struct qa_block block = qa_block_of(
        pairs, "question,vendor,annotator_a,annotator_b,items,percent_agreement,cohen_kappa");
    uint16_t kappa = qa_block_cell(&block, "cohen_kappa");
    size_t vendor = qa_table_column(pairs, "vendor");
    qa_put(sheet, row++, 0, pairs->title, QA_STYLE_SUBTITLE);
    qa_put_block_headings(sheet, row++, &block);
    uint32_t first = row;
    for (size_t r = 0; r < pairs->n_rows && row < LAST_ROW; r++) {
        /* Those over all vendors are the same pairs once more. */
        if (qa_table_cell(pairs, r, vendor)->present) {
            qa_put_block_row(sheet, row++, &block, r);
        }
    }
    if (row > first) {
        colour(book, sheet, first, kappa, row - 1, kappa);
    }
    return row;
}

void qa_sheet_agreement(struct qa_vendor_book *book)
{
    static const double widths[] = {14, 16, 25, 19, 10, 10, 19, 10, 10, 10, 10, 10, 12, 10, 10, 30};
    struct qa_sheet sheet = qa_book_sheet(&book->book, "Agreement", QA_TAB_MEASURE);
    qa_widths(&sheet, widths, sizeof widths / sizeof *widths);
    qa_put(&sheet, 0, 0, "Agreement between annotators", QA_STYLE_TITLE);
    if (book->evaluation->agreement == NULL || book->evaluation->agreement->n_groups == 0) {
        qa_put(&sheet, 2, 0, "There is no label question to agree on.", QA_STYLE_TEXT);
        return;
    }
    const struct qa_report *tables = tables_of(book);
    const struct qa_table *coefficients = qa_report_table(tables, "coefficients");
    const struct qa_table *differences = qa_report_table(tables, "differences");
    uint32_t row = 2;
    for (size_t g = 0; g < book->evaluation->agreement->n_groups; g++) {
        const char *note = book->evaluation->agreement->groups[g].prevalence_note;
        if (note != NULL) {
            qa_put(&sheet, row++, 0, note, QA_STYLE_NOTE_LINE);
        }
    }
    struct qa_block block =
        qa_block_of(coefficients, "question,vendor,coefficient,estimate,words,p_value,items,"
                                  "annotators,ratings,categories,sampled_annotators");
    row = qa_put_block(&sheet, row, &block) + 1;
    row = qa_put_titled_block(&sheet, row, "One vendor's agreement less another's", differences,
                              "question,vendor_a,vendor_b,coefficient,difference,p_value,"
                              "p_adjusted,common_items");
    row = put_maps(book, &sheet, row);
    row = put_pairs(book, &sheet, qa_report_table(tables, "pairs"), row + 1);
    qa_print_upright(&sheet, row);
}
