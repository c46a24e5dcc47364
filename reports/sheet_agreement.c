#include <math.h>

#include "reports/sheets.h"

static uint32_t put_coefficients(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t row)
{
    static const char *const headers[] = {"question",   "vendor",  "coefficient", "value",
                                          "low",        "high",    "p",           "items",
                                          "annotators", "ratings", "categories",  "remark"};
    const struct qa_agreement_result *agreement = book->evaluation->agreement;
    qa_put_headers(sheet, row++, headers, 12);
    for (size_t g = 0; g < agreement->n_groups; g++) {
        const struct qa_agreement_group *group = &agreement->groups[g];
        for (size_t i = 0; i < group->n_coefficients; i++, row++) {
            const struct qa_estimate *estimate = &group->coefficients[i].estimate;
            bool has_p = qa_is_defined(estimate) && estimate->has_p_value;
            qa_put(sheet, row, 0, qa_question_text(book, group->question), QA_STYLE_TEXT);
            qa_put(sheet, row, 1,
                   group->vendor == QA_NONE ? "all vendors" : qa_vendor_text(book, group->vendor),
                   QA_STYLE_TEXT);
            qa_put(sheet, row, 2, group->coefficients[i].name, QA_STYLE_TEXT);
            qa_put_estimate_cells(sheet, row, 3, estimate, QA_STYLE_FIXED_REAL);
            qa_put_number(sheet, row, 6, has_p ? estimate->p_value : (double)NAN,
                          QA_STYLE_FIXED_REAL);
            qa_put_number(sheet, row, 7, (double)estimate->n, QA_STYLE_FIXED_COUNT);
            qa_put_number(sheet, row, 8, (double)group->annotators, QA_STYLE_FIXED_COUNT);
            qa_put_number(sheet, row, 9, (double)group->ratings, QA_STYLE_FIXED_COUNT);
            qa_put_number(sheet, row, 10, (double)group->categories, QA_STYLE_FIXED_COUNT);
            qa_put(sheet, row, 11,
                   qa_is_defined(estimate)
                       ? NULL
                       : qa_arena_format(book->arena, "undefined: %s", estimate->undefined),
                   QA_STYLE_NOTE);
        }
        if (group->prevalence_note != NULL) {
            qa_put(sheet, row++, 2, group->prevalence_note, QA_STYLE_NOTE);
        }
    }
    return row;
}

static void put_pairs(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t row)
{
    static const char *const headers[] = {"question",      "vendor",    "annotator", "annotator",
                                          "items",         "agreement", "low",       "high",
                                          "Cohen's kappa", "low",       "high"};
    enum { LAST_ROW = 1048575 };
    const struct qa_agreement_result *agreement = book->evaluation->agreement;
    for (uint16_t c = 0; c < 11; c++) {
        qa_put(sheet, row, c, headers[c], QA_STYLE_HEADER);
    }
    uint32_t first = ++row;
    for (size_t g = 0; g < agreement->n_groups; g++) {
        const struct qa_agreement_group *group = &agreement->groups[g];
        for (size_t i = 0; group->vendor != QA_NONE && i < group->n_pairs && row < LAST_ROW; i++) {
            const struct qa_agreement_pair *pair = &group->pairs[i];
            qa_put(sheet, row, 0, qa_question_text(book, group->question), QA_STYLE_TEXT);
            qa_put(sheet, row, 1, qa_vendor_text(book, group->vendor), QA_STYLE_TEXT);
            qa_put(sheet, row, 2, qa_person(book, pair->annotator_a), QA_STYLE_TEXT);
            qa_put(sheet, row, 3, qa_person(book, pair->annotator_b), QA_STYLE_TEXT);
            qa_put_number(sheet, row, 4, (double)pair->items, QA_STYLE_FIXED_COUNT);
            qa_put_estimate_cells(sheet, row, 5, &pair->percent_agreement, QA_STYLE_FIXED_RATE);
            qa_put_estimate_cells(sheet, row, 8, &pair->kappa, QA_STYLE_FIXED_REAL);
            row++;
        }
    }
    if (row > first) {
        lxw_conditional_format scale = {.type = LXW_CONDITIONAL_3_COLOR_SCALE,
                                        .min_color = 0xF4D3CF,
                                        .mid_color = 0xFFFFFF,
                                        .max_color = 0xD5EBD9};
        qa_note_error(&book->book, worksheet_conditional_format_range(sheet->worksheet, first, 8,
                                                                      row - 1, 8, &scale));
    }
}

void qa_sheet_agreement(struct qa_vendor_book *book)
{
    static const double widths[] = {12, 18, 26, 14, 10, 10, 10, 10, 12, 10, 10, 40};
    struct qa_sheet sheet = qa_book_sheet(&book->book, "Agreement", QA_TAB_MEASURE);
    qa_widths(&sheet, widths, 12);
    qa_put(&sheet, 0, 0, "Agreement between annotators", QA_STYLE_TITLE);
    if (book->evaluation->agreement == NULL || book->evaluation->agreement->n_groups == 0) {
        qa_put(&sheet, 2, 0, "There is no label question to agree on.", QA_STYLE_TEXT);
        return;
    }
    uint32_t row = put_coefficients(book, &sheet, 2);
    qa_put(&sheet, row + 1, 0, "Pairs of annotators, on the items both labeled", QA_STYLE_SUBTITLE);
    put_pairs(book, &sheet, row + 2);
}
