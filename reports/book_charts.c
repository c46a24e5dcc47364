#include "reports/book.h"

void qa_put_chart(struct qa_sheet *sheet, lxw_chart *chart, const struct qa_chart_place *place)
{
    lxw_chart_font font = {.size = 11, .bold = LXW_TRUE};
    chart_title_set_name(chart, qa_safe_text(sheet->book->arena, place->title));
    chart_title_set_name_font(chart, &font);
    lxw_chart_line grid = {.color = 0xE1E6E9, .width = 0.75F};
    chart_axis_major_gridlines_set_line(chart->x_axis, &grid);
    chart_axis_major_gridlines_set_line(chart->y_axis, &grid);
    lxw_chart_options options = {.x_offset = (int32_t)place->x_offset,
                                 .x_scale = place->x_scale > 0 ? place->x_scale : 1,
                                 .y_scale = place->y_scale > 0 ? place->y_scale : 1,
                                 .description = qa_library_text(place->description)};
    qa_note_error(sheet->book, worksheet_insert_chart_opt(sheet->worksheet, place->row,
                                                          place->column, chart, &options));
}
