#include "qa/formats/table_mapping.h"

#include <string.h>
#include <strings.h>

enum { LONGEST_NAME = 60 };

static void add(struct qa_mapping *mapping, const char *before, const char *name, uint32_t column)
{
    const char *called = mapping->header->header[column].text;
    bool is_same = strcasecmp(called, name) == 0;
    mapping->text = qa_arena_format(mapping->arena, "%s%s%s%s%.*s", mapping->text, before, name,
                                    is_same ? "" : "=", is_same ? 0 : LONGEST_NAME, called);
}

void qa_mapping_add(struct qa_mapping *mapping, const char *name, uint32_t column)
{
    if (column != QA_NONE) {
        add(mapping, mapping->text[0] != '\0' ? ", " : "", name, column);
    }
}

static void add_form(struct qa_mapping *mapping, const struct qa_table_form *form)
{
    const char *before = mapping->text[0] != '\0' ? "; " : "";
    mapping->text =
        qa_arena_format(mapping->arena, "%s%s%s: ", mapping->text, before, form->type->name);
    before = "";
    for (size_t c = 0; c < form->n_columns; c++) {
        if (form->column[c] != QA_NONE) {
            add(mapping, before, form->name[c], form->column[c]);
            before = ", ";
        }
    }
}

static void add_wide(struct qa_mapping *mapping, const struct qa_wide_columns *wide)
{
    static const char *const of[] = {[QA_WIDE_NOT] = "",
                                     [QA_WIDE_ANNOTATORS] = "a column an annotator",
                                     [QA_WIDE_ITEMS] = "a column an item",
                                     [QA_WIDE_COUNTS] = "a column a label, of counts",
                                     [QA_WIDE_OPEN] = "a column an annotator or a label"};
    if (wide->form != QA_WIDE_NOT) {
        qa_mapping_add(mapping, wide->form == QA_WIDE_ITEMS ? "annotator" : "item", wide->name);
        mapping->text = qa_arena_format(mapping->arena, "%s%s%s", mapping->text,
                                        mapping->text[0] != '\0' ? ", " : "", of[wide->form]);
    }
}

const char *qa_mapping_of_columns(const struct qa_table_columns *columns,
                                  const struct qa_records *header, struct qa_arena *arena)
{
    struct qa_mapping mapping = {arena, header, ""};
    if (columns->wide.form != QA_WIDE_NOT) {
        add_wide(&mapping, &columns->wide);
        return mapping.text;
    }
    for (int f = 0; f < QA_N_FIELDS; f++) {
        qa_mapping_add(&mapping, qa_field_name((enum qa_field)f), columns->field[f]);
    }
    for (size_t k = 0; k < columns->n_forms; k++) {
        bool is_other_form = k > 0 && columns->forms[k].type == columns->forms[k - 1].type;
        if (!columns->forms[k].is_only_named && !is_other_form) {
            add_form(&mapping, &columns->forms[k]);
        }
    }
    return mapping.text;
}
