#include <math.h>
#include <string.h>

#include "reports/sheets.h"

enum { LAST_ROW = 1048575, MOST_IN_A_MAP = 40, LEAST_IN_A_MAP = 3 };

static void put_coefficient(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t row,
                            const struct qa_agreement_group *group,
                            const struct qa_agreement_coefficient *coefficient)
{
    const struct qa_estimate *estimate = &coefficient->estimate;
    const struct qa_estimate *sampled = &coefficient->sampled_annotators;
    bool has_p = qa_is_defined(estimate) && estimate->has_p_value;
    bool is_sampled = qa_is_defined(sampled);
    qa_put(sheet, row, 0, qa_question_text(book, group->question), QA_STYLE_TEXT);
    qa_put(sheet, row, 1,
           group->vendor == QA_NONE ? "all vendors" : qa_vendor_text(book, group->vendor),
           QA_STYLE_TEXT);
    qa_put(sheet, row, 2, coefficient->name, QA_STYLE_TEXT);
    qa_put_estimate_cells(sheet, row, 3, estimate, QA_STYLE_FIXED_REAL);
    qa_put(sheet, row, 6, coefficient->words, QA_STYLE_TEXT);
    qa_put_number(sheet, row, 7, is_sampled ? sampled->low : (double)NAN, QA_STYLE_FIXED_REAL);
    qa_put_number(sheet, row, 8, is_sampled ? sampled->high : (double)NAN, QA_STYLE_FIXED_REAL);
    qa_put_number(sheet, row, 9, has_p ? estimate->p_value : (double)NAN, QA_STYLE_FIXED_REAL);
    qa_put_number(sheet, row, 10, (double)estimate->n, QA_STYLE_FIXED_COUNT);
    qa_put_number(sheet, row, 11, (double)group->annotators, QA_STYLE_FIXED_COUNT);
    qa_put_number(sheet, row, 12, (double)group->ratings, QA_STYLE_FIXED_COUNT);
    qa_put_number(sheet, row, 13, (double)group->categories, QA_STYLE_FIXED_COUNT);
    qa_put(sheet, row, 14,
           qa_is_defined(estimate)
               ? NULL
               : qa_arena_format(book->arena, "undefined: %s", estimate->undefined),
           QA_STYLE_NOTE);
}

static uint32_t put_coefficients(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t row)
{
    static const char *const headers[] = {"question",
                                          "vendor",
                                          "coefficient",
                                          "value",
                                          "low",
                                          "high",
                                          "in words, by the interval",
                                          "annotators sampled: low",
                                          "high",
                                          "p",
                                          "items",
                                          "annotators",
                                          "ratings",
                                          "categories",
                                          "remark"};
    static const char *const comments[15] = {
        [3] = "1: perfect agreement; 0: as much as chance brings; below 0: less.",
        [4] = "Interval for items like these with these annotators.",
        [6] = "Landis and Koch's words for the whole interval.",
        [7] = "Interval for other annotators like these, too.",
        [9] = "Of no agreement beyond chance.",
        [12] = "Answers that took part."};
    const struct qa_agreement_result *agreement = book->evaluation->agreement;
    qa_put_headers(sheet, row, headers, 15);
    qa_comment_headers(sheet, row++, comments, 15);
    for (size_t g = 0; g < agreement->n_groups; g++) {
        const struct qa_agreement_group *group = &agreement->groups[g];
        for (size_t i = 0; i < group->n_coefficients; i++) {
            put_coefficient(book, sheet, row++, group, &group->coefficients[i]);
        }
        if (group->prevalence_note != NULL) {
            qa_put(sheet, row++, 2, group->prevalence_note, QA_STYLE_NOTE);
        }
    }
    return row;
}

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

/* ---- vendors compared ---- */

static uint32_t put_differences(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t row)
{
    static const char *const headers[] = {
        "question", "vendor", "less vendor",     "coefficient", "", "difference", "low",
        "high",     "p",      "adjusted (Holm)", "common items"};
    const struct qa_agreement_result *agreement = book->evaluation->agreement;
    if (agreement->n_differences == 0) {
        return row;
    }
    qa_put(sheet, ++row, 0, "One vendor's agreement less another's", QA_STYLE_SUBTITLE);
    row++;
    for (uint16_t c = 0; c < 11; c++) {
        qa_put(sheet, row, c, headers[c], QA_STYLE_HEADER);
    }
    row++;
    for (size_t i = 0; i < agreement->n_differences && row < LAST_ROW; i++, row++) {
        const struct qa_agreement_difference *one = &agreement->differences[i];
        bool has_p = qa_is_defined(&one->difference) && one->difference.has_p_value;
        qa_put(sheet, row, 0, qa_question_text(book, one->question), QA_STYLE_TEXT);
        qa_put(sheet, row, 1, qa_vendor_text(book, one->vendor_a), QA_STYLE_TEXT);
        qa_put(sheet, row, 2, qa_vendor_text(book, one->vendor_b), QA_STYLE_TEXT);
        qa_put(sheet, row, 3, one->coefficient, QA_STYLE_TEXT);
        qa_put_estimate_cells(sheet, row, 5, &one->difference, QA_STYLE_FIXED_REAL);
        qa_put_number(sheet, row, 8, has_p ? one->difference.p_value : (double)NAN,
                      QA_STYLE_FIXED_REAL);
        qa_put_number(sheet, row, 9, has_p ? one->p_adjusted : (double)NAN, QA_STYLE_FIXED_REAL);
        qa_put_number(sheet, row, 10, (double)one->common_items, QA_STYLE_FIXED_COUNT);
    }
    return row;
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

static void put_pairs(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t row)
{
    static const char *const headers[] = {"question",      "vendor",    "annotator", "annotator",
                                          "items",         "agreement", "low",       "high",
                                          "Cohen's kappa", "low",       "high"};
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
        colour(book, sheet, first, 8, row - 1, 8);
    }
}

void qa_sheet_agreement(struct qa_vendor_book *book)
{
    static const double widths[] = {12, 18, 26, 14, 10, 10, 16, 12, 10, 10, 10, 10, 10, 10, 30};
    struct qa_sheet sheet = qa_book_sheet(&book->book, "Agreement", QA_TAB_MEASURE);
    qa_widths(&sheet, widths, 15);
    qa_put(&sheet, 0, 0, "Agreement between annotators", QA_STYLE_TITLE);
    if (book->evaluation->agreement == NULL || book->evaluation->agreement->n_groups == 0) {
        qa_put(&sheet, 2, 0, "There is no label question to agree on.", QA_STYLE_TEXT);
        return;
    }
    uint32_t row = put_coefficients(book, &sheet, 2);
    row = put_differences(book, &sheet, row);
    row = put_maps(book, &sheet, row);
    qa_put(&sheet, row + 1, 0, "Pairs of annotators, on the items both labeled", QA_STYLE_SUBTITLE);
    put_pairs(book, &sheet, row + 2);
}
