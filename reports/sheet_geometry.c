/* A sheet a kind of objects: kinds are never put side by side. */
#include <ctype.h>

#include "reports/sheets.h"
#include "reports/table_page.h"

static const struct qa_chart_line histogram_lines[] = {
    {NULL, "from", "share", NULL, 0, QA_LOOK_BARS},
};
static const struct qa_page_chart histogram_charts[] = {
    {.table = "histogram",
     .each = "question",
     .series = "group",
     QA_CHART_LINES(histogram_lines),
     .type = LXW_CHART_COLUMN,
     .title = "similarity of matched objects, share of each vendor's",
     .description = "Columns: distribution of the similarity of each vendor's matched objects",
     .x_name = "similarity from",
     .y_format = "0%"},
};
#define WITHOUT                                                                                    \
    "precision,recall,f1,mean,sd,p05,p25,p50,p75,p95,ignored,sd_estimate,p05_estimate,"            \
    "p25_estimate,p75_estimate,p95_estimate,share_75,share_90,undelivered,f1_estimate,"            \
    "mean_with_misses"
static const struct qa_page_block blocks[] = {
    {.table = "vendors",
     .without = WITHOUT,
     .is_untitled = true,
     QA_BLOCK_CHARTS(histogram_charts)},
    {.table = "histogram", .is_beside = true, .without = "by,count"},
    {.table = "others",
     .title = "By class of all vendors, by batch and by annotator",
     .without = WITHOUT},
};

/* The rows of one kind, those of vendors or others. */
struct rows {
    struct qa_vendor_book *book;
    const struct qa_type *type;
    struct qa_overlap_row *list;
    size_t n;
};

static const struct qa_question *question_of(const struct qa_vendor_book *book,
                                             const struct qa_overlap_row *row)
{
    return qa_question_at(book->evaluation->overlap->comparison->b, row->question);
}

static void add_row(struct rows *rows, const struct qa_overlap_row *row, const char *group)
{
    rows->list[rows->n] = *row;
    rows->list[rows->n++].group = group;
}

static struct rows rows_of(struct qa_vendor_book *book, const struct qa_type *type)
{
    const struct qa_overlap_result *overlap = book->evaluation->overlap;
    return (struct rows){
        book, type,
        QA_ARRAY(book->arena, struct qa_overlap_row, overlap->n_rows + overlap->n_vendor_sizes + 1),
        0};
}

/* The size classes of the vendor of a row. */
static void add_sizes(struct rows *rows, const struct qa_overlap_row *one)
{
    const struct qa_overlap_result *overlap = rows->book->evaluation->overlap;
    for (size_t s = 0; s < overlap->n_vendor_sizes; s++) {
        const struct qa_overlap_row *size = &overlap->vendor_sizes[s];
        if (size->vendor == one->vendor && size->question == one->question) {
            add_row(rows, size,
                    qa_arena_format(rows->book->arena, "%s: %s", one->group, size->group));
        }
    }
}

/* Each vendor and its size classes; all where no row is a vendor's. */
static struct rows vendor_rows(struct qa_vendor_book *book, const struct qa_type *type,
                               bool has_sizes)
{
    const struct qa_overlap_result *overlap = book->evaluation->overlap;
    struct rows rows = rows_of(book, type);
    for (int by = QA_SCORE_VENDOR; rows.n == 0; by = QA_SCORE_ALL) {
        for (size_t i = 0; i < overlap->n_rows; i++) {
            const struct qa_overlap_row *one = &overlap->rows[i];
            if ((int)one->by != by || question_of(book, one)->type != type) {
                continue;
            }
            add_row(&rows, one, by == QA_SCORE_ALL ? "all" : one->group);
            if (has_sizes) {
                add_sizes(&rows, one);
            }
        }
        if (by == QA_SCORE_ALL) {
            break;
        }
    }
    return rows;
}

static struct rows other_rows(struct qa_vendor_book *book, const struct qa_type *type)
{
    const struct qa_overlap_result *overlap = book->evaluation->overlap;
    struct rows rows = rows_of(book, type);
    for (size_t i = 0; i < overlap->n_rows; i++) {
        const struct qa_overlap_row *one = &overlap->rows[i];
        bool is_shown = one->by != QA_SCORE_ALL && one->by != QA_SCORE_VENDOR &&
                        one->by != QA_SCORE_SIZE && question_of(book, one)->type == type;
        if (is_shown) {
            add_row(&rows, one,
                    one->by != QA_SCORE_ANNOTATOR
                        ? one->group
                        : qa_arena_format(book->arena, "%s: %s", qa_vendor_text(book, one->vendor),
                                          qa_person(book, one->id)));
        }
    }
    return rows;
}

static void add_table(struct qa_report *report, const char *name, const struct rows *rows)
{
    struct qa_table *table =
        qa_overlap_rows_table(rows->book->evaluation->overlap,
                              (struct qa_overlap_rows){rows->list, rows->n}, report->arena);
    table->name = name;
    qa_report_add_table(report, table);
}

static const char *sentence_of(const struct qa_vendor_book *book, const struct qa_question *first)
{
    const struct qa_overlap_result *overlap = book->evaluation->overlap;
    return qa_arena_format(
        book->arena,
        "One-to-one matching of equal classes at %s %g or above, %s.%s Intervals over items. "
        "Computed by labelqa.",
        first->type->similarity, first->threshold,
        qa_pairing_name(overlap->comparison->b->questions->pairing),
        overlap->n_vendor_sizes > 0 ? " Small below 32 x 32 pixels, large from 96 x 96." : "");
}

static void put_kind(struct qa_vendor_book *book, const struct qa_question *first, bool is_only)
{
    const struct qa_type *type = first->type;
    struct qa_arena *arena = book->arena;
    const struct qa_page page = {
        .name = is_only ? "Geometry" : qa_arena_format(arena, "Geometry %s", type->name),
        .title = qa_arena_format(arena, "%c%s against the reference", toupper(type->plural[0]),
                                 type->plural + 1),
        .sentence = sentence_of(book, first),
        .tab_colour = QA_TAB_MEASURE,
        QA_PAGE_BLOCKS(blocks)};
    struct qa_report *tables = qa_report_new(arena, "geometry");
    const struct rows vendors = vendor_rows(book, type, true);
    const struct rows whole = vendor_rows(book, type, false);
    const struct rows others = other_rows(book, type);
    add_table(tables, "vendors", &vendors);
    qa_report_add_table(tables,
                        qa_overlap_histogram_table(book->evaluation->overlap,
                                                   (struct qa_overlap_rows){whole.list, whole.n},
                                                   (int)(first->threshold * QA_IOU_BINS), arena));
    add_table(tables, "others", &others);
    (void)qa_page_sheet(&book->book, &page, tables, NULL);
    qa_sheet_about(&book->book, page.name, "How well objects are placed, by vendor and size");
}

static bool is_first_of_kind(const struct qa_vendor_book *book, size_t row)
{
    const struct qa_overlap_row *rows = book->evaluation->overlap->rows;
    for (size_t i = 0; i < row; i++) {
        if (question_of(book, &rows[i])->type == question_of(book, &rows[row])->type) {
            return false;
        }
    }
    return true;
}

void qa_sheet_geometry(struct qa_vendor_book *book)
{
    const struct qa_overlap_result *overlap = book->evaluation->overlap;
    size_t n_rows = overlap != NULL ? overlap->n_rows : 0;
    size_t n_kinds = 0;
    for (size_t i = 0; i < n_rows; i++) {
        n_kinds += is_first_of_kind(book, i);
    }
    for (size_t i = 0; i < n_rows; i++) {
        if (is_first_of_kind(book, i)) {
            put_kind(book, question_of(book, &overlap->rows[i]), n_kinds == 1);
        }
    }
}
