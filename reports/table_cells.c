#include "reports/table_cells.h"

#include "qa/base/time.h"

uint16_t qa_cells_of_kind(enum qa_kind kind)
{
    return qa_is_estimate(kind) ? 4 : 1;
}

static enum qa_style style_of(enum qa_kind kind)
{
    switch (kind) {
    case QA_COUNT:
        return QA_STYLE_COUNT;
    case QA_RATE:
    case QA_ESTIMATE_RATE:
        return QA_STYLE_RATE;
    case QA_MONEY:
    case QA_ESTIMATE_MONEY:
        return QA_STYLE_MONEY;
    case QA_SECONDS:
    case QA_HOURS:
        return QA_STYLE_HOURS;
    case QA_REAL:
    case QA_P:
    case QA_ESTIMATE:
        return QA_STYLE_REAL;
    default:
        return QA_STYLE_TEXT;
    }
}

void qa_put_table_cell(struct qa_sheet *sheet, uint32_t row, uint16_t at,
                       const struct qa_column *column, const struct qa_table_cell *cell)
{
    char time[QA_TIME_TEXT_MAX];
    enum qa_style style = style_of(column->kind);
    if (!cell->present) {
        qa_put(sheet, row, at, NULL, style);
        return;
    }
    switch (column->kind) {
    case QA_TEXT:
    case QA_WORD:
        qa_put(sheet, row, at, cell->as.text, style);
        break;
    case QA_COUNT:
        qa_put_number(sheet, row, at, (double)cell->as.count, style);
        break;
    case QA_TIME:
        qa_time_format(cell->as.time, time);
        qa_put(sheet, row, at, time, style);
        break;
    case QA_ESTIMATE:
    case QA_ESTIMATE_RATE:
    case QA_ESTIMATE_MONEY:
        qa_put_estimate_cells(sheet, row, at, cell->as.estimate, style);
        qa_put_number(sheet, row, (uint16_t)(at + 3), (double)cell->as.estimate->n, QA_STYLE_COUNT);
        break;
    default:
        qa_put_number(sheet, row, at, cell->as.real, style);
    }
}

uint16_t qa_table_headers(const struct qa_table *table, const char **headers,
                          struct qa_arena *arena)
{
    static const char *const parts[] = {"", " low", " high", " n"};
    enum { MOST = 256 };
    uint16_t n = 0;
    for (size_t c = 0; c < table->n_columns; c++) {
        uint16_t width = qa_cells_of_kind(table->columns[c].kind);
        for (uint16_t i = 0; i < width && n < MOST; i++) {
            headers[n++] = qa_arena_format(arena, "%s%s", table->columns[c].name, parts[i]);
        }
    }
    return n;
}
