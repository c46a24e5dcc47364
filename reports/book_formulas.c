#include "reports/book_formulas.h"

#include <string.h>

#include "qa/base/error.h"
#include "qa/procurement/rules.h"
#include "qa/table/formula.h"

enum state { IS_VALUE, TO_WORK, WORKING };

struct cell {
    uint64_t key; /* place + 1; 0: no cell */
    enum state state;
    struct qa_formula_value value;
    const char *formula;
};

/* A formula, or a snapshot: the value that a formula has as delivered, as a constant. */
struct pending {
    struct qa_sheet sheet;
    uint32_t row;
    uint16_t column;
    enum qa_style style;
    bool is_snapshot;
};

struct name {
    const char *name, *sheet;
    uint32_t row;
    uint16_t column;
};

struct qa_book_formulas {
    struct qa_arena *arena; /* cells and texts */
    struct qa_arena *scratch;
    struct cell *cells; /* open addressing */
    size_t n_slots, n_cells;
    struct pending *pending;
    size_t n_pending, pending_capacity;
    struct name *names;
    size_t n_names, names_capacity;
    const struct qa_book *book;
};

struct qa_book_formulas *qa_book_formulas_new(void)
{
    struct qa_arena *arena = qa_arena_new();
    struct qa_book_formulas *formulas = QA_NEW(arena, struct qa_book_formulas);
    *formulas = (struct qa_book_formulas){.arena = arena, .scratch = qa_arena_new()};
    formulas->n_slots = 1024;
    formulas->cells = QA_ARRAY(arena, struct cell, formulas->n_slots);
    return formulas;
}

void qa_book_formulas_free(struct qa_book_formulas *formulas)
{
    if (formulas != NULL) {
        qa_arena_free(formulas->scratch);
        qa_arena_free(formulas->arena);
    }
}

/* ---- cells ---- */

static uint64_t key_of(unsigned sheet, uint32_t row, uint32_t column)
{
    return ((uint64_t)sheet << 40 | (uint64_t)row << 16 | column) + 1;
}

static struct cell *slot_of(const struct qa_book_formulas *formulas, uint64_t key)
{
    size_t at = (key * 0x9E3779B97F4A7C15ULL) >> 20;
    for (;; at++) {
        struct cell *cell = &formulas->cells[at & (formulas->n_slots - 1)];
        if (cell->key == key || cell->key == 0) {
            return cell;
        }
    }
}

static void make_room(struct qa_book_formulas *formulas)
{
    if (formulas->n_cells * 2 < formulas->n_slots) {
        return;
    }
    struct cell *old = formulas->cells;
    size_t n = formulas->n_slots;
    formulas->n_slots *= 2;
    formulas->cells = QA_ARRAY(formulas->arena, struct cell, formulas->n_slots);
    for (size_t i = 0; i < n; i++) {
        if (old[i].key != 0) {
            *slot_of(formulas, old[i].key) = old[i];
        }
    }
    qa_arena_release(formulas->arena, old);
}

static struct cell *cell_for(const struct qa_sheet *sheet, uint32_t row, uint16_t column)
{
    struct qa_book_formulas *formulas = sheet->book->formulas;
    make_room(formulas);
    uint64_t key = key_of(sheet->number, row, column);
    struct cell *cell = slot_of(formulas, key);
    formulas->n_cells += cell->key == 0;
    *cell = (struct cell){.key = key};
    return cell;
}

void qa_remember_cell(struct qa_sheet *sheet, uint32_t row, uint16_t column,
                      struct qa_formula_value value)
{
    if (sheet->is_list) {
        return;
    }
    struct cell *cell = cell_for(sheet, row, column);
    if (value.kind == QA_FORMULA_TEXT) {
        value.text = qa_arena_text(sheet->book->formulas->arena, value.text);
    }
    cell->value = value;
}

void qa_remember_name(struct qa_book *book, const char *name, const char *sheet, uint32_t row,
                      uint16_t column)
{
    struct qa_book_formulas *formulas = book->formulas;
    formulas->names = qa_arena_grow(formulas->arena, formulas->names, &formulas->names_capacity,
                                    formulas->n_names + 1, sizeof *formulas->names);
    formulas->names[formulas->n_names++] = (struct name){
        qa_arena_text(formulas->arena, name), qa_arena_text(formulas->arena, sheet), row, column};
}

/* ---- formulas ---- */

static void put_pending(struct qa_sheet *sheet, uint32_t row, uint16_t column, const char *formula,
                        enum qa_style style, bool is_snapshot)
{
    struct qa_book_formulas *formulas = sheet->book->formulas;
    if (sheet->is_list) {
        QA_BUG("a formula on the list sheet '%s'", sheet->name);
    }
    struct cell *cell = cell_for(sheet, row, column);
    cell->state = TO_WORK;
    cell->formula = qa_arena_text(formulas->arena, formula);
    formulas->pending =
        qa_arena_grow(formulas->arena, formulas->pending, &formulas->pending_capacity,
                      formulas->n_pending + 1, sizeof *formulas->pending);
    formulas->pending[formulas->n_pending++] =
        (struct pending){*sheet, row, column, style, is_snapshot};
}

void qa_put_formula(struct qa_sheet *sheet, uint32_t row, uint16_t column, const char *formula,
                    enum qa_style style)
{
    put_pending(sheet, row, column, formula, style, false);
}

void qa_put_snapshot(struct qa_sheet *sheet, uint32_t row, uint16_t column, const char *formula,
                     enum qa_style style)
{
    put_pending(sheet, row, column, formula, style, true);
}

/* The world of one formula: names without a sheet stand on its own. */
struct world {
    struct qa_book_formulas *formulas;
    unsigned sheet;
};

static struct qa_formula_value value_of(struct qa_book_formulas *formulas, unsigned sheet,
                                        uint32_t row, uint32_t column);

static bool sheet_number(const struct qa_book *book, const char *name, unsigned *number)
{
    for (size_t i = 0; i < book->n_sheets; i++) {
        if (strcmp(book->sheets[i].name, name) == 0) {
            *number = (unsigned)i;
            return true;
        }
    }
    return false;
}

static struct qa_formula_value world_cell(void *context, const char *sheet, uint32_t row,
                                          uint32_t column)
{
    const struct world *world = context;
    unsigned number = world->sheet;
    if (sheet != NULL && !sheet_number(world->formulas->book, sheet, &number)) {
        return (struct qa_formula_value){.kind = QA_FORMULA_ERROR, .text = "#REF!"};
    }
    return value_of(world->formulas, number, row, column);
}

static bool world_name(void *context, const char *name, struct qa_formula_value *value)
{
    const struct world *world = context;
    for (size_t i = 0; i < world->formulas->n_names; i++) {
        const struct name *known = &world->formulas->names[i];
        if (strcmp(known->name, name) == 0) {
            *value = world_cell(context, known->sheet, known->row, known->column);
            return true;
        }
    }
    return false;
}

static struct qa_formula_value worked(struct qa_book_formulas *formulas, unsigned sheet,
                                      const char *text)
{
    struct world own = {formulas, sheet};
    const struct qa_formula_world world = {&own, world_cell, world_name, NULL, &qa_rule_quantiles};
    const char *why;
    struct qa_arena_mark mark = qa_arena_mark(formulas->scratch);
    const struct qa_formula *formula = qa_formula_parse(text, formulas->scratch, &why);
    if (formula == NULL) {
        QA_BUG("%s: %s", why, text);
    }
    struct qa_formula_value value = qa_formula_value(formula, &world, formulas->scratch);
    if (value.kind == QA_FORMULA_TEXT) {
        value.text = qa_arena_text(formulas->arena, value.text);
    }
    qa_arena_reset(formulas->scratch, mark);
    return value;
}

/* A formula that looks at itself, over others too, is a fault of ours. No cell is made on the way,
 * so slots stay where they are. */
static struct qa_formula_value value_of(struct qa_book_formulas *formulas, unsigned sheet,
                                        uint32_t row, uint32_t column)
{
    struct cell *cell = slot_of(formulas, key_of(sheet, row, column));
    if (cell->key == 0) {
        return (struct qa_formula_value){.kind = QA_FORMULA_EMPTY};
    }
    if (cell->state == WORKING) {
        QA_BUG("a formula looks at itself: %s", cell->formula);
    }
    if (cell->state == TO_WORK) {
        cell->state = WORKING;
        cell->value = worked(formulas, sheet, cell->formula);
        cell->state = IS_VALUE;
    }
    return cell->value;
}

const char *qa_text_now(struct qa_sheet *sheet, const char *formula)
{
    sheet->book->formulas->book = sheet->book;
    struct qa_formula_value value = worked(sheet->book->formulas, sheet->number, formula);
    return value.text != NULL ? value.text : "";
}

/* ---- writing ---- */

static lxw_error write_formula(const struct pending *at, const char *formula,
                               const struct qa_formula_value *value)
{
    struct qa_book *book = at->sheet.book;
    lxw_format *format = book->styles[at->style];
    if (value->text == NULL) {
        return worksheet_write_formula_num(at->sheet.worksheet, at->row, at->column, formula,
                                           format, value->number);
    }
    /* LibreOffice takes the escapes of a formula's value by the letter; Excel works it anew. */
    return worksheet_write_formula_str(at->sheet.worksheet, at->row, at->column, formula, format,
                                       qa_cached_text(book->arena, value->text));
}

void qa_write_formulas(struct qa_book *book)
{
    struct qa_book_formulas *formulas = book->formulas;
    formulas->book = book;
    for (size_t i = 0; i < formulas->n_pending; i++) {
        struct pending *at = &formulas->pending[i];
        struct qa_formula_value value = value_of(formulas, at->sheet.number, at->row, at->column);
        const struct cell *cell = slot_of(formulas, key_of(at->sheet.number, at->row, at->column));
        if (at->is_snapshot && value.text == NULL) {
            qa_put_number(&at->sheet, at->row, at->column, value.number, at->style);
        } else if (at->is_snapshot) {
            qa_put(&at->sheet, at->row, at->column, value.text, at->style);
        } else {
            qa_note_error(book, write_formula(at, cell->formula, &value));
        }
    }
}
