#include "qa/table/formula.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "qa/base/number.h"
#include "qa/table/formula_parts.h"

struct qa_formula_value qa_formula_number(double number)
{
    if (!isfinite(number)) {
        return qa_formula_text("n/a");
    }
    return (struct qa_formula_value){.kind = QA_FORMULA_NUMBER, .number = number};
}

struct qa_formula_value qa_formula_text(const char *text)
{
    return (struct qa_formula_value){.kind = QA_FORMULA_TEXT, .text = text};
}

struct qa_formula_value qa_formula_truth(bool value)
{
    return (struct qa_formula_value){.kind = QA_FORMULA_TRUTH, .number = value ? 1 : 0};
}

struct qa_formula_value qa_formula_error(const char *which)
{
    return (struct qa_formula_value){.kind = QA_FORMULA_ERROR, .text = which};
}

struct qa_operand qa_operand_of(struct qa_formula_value value)
{
    return (struct qa_operand){.one = value, .n_rows = 1, .n_columns = 1};
}

/* A single value stands for every place of the areas that it meets. */
struct qa_formula_value qa_operand_at(const struct qa_operand *operand, uint32_t row,
                                      uint32_t column, const struct qa_formula_run *run)
{
    row = operand->n_rows == 1 ? 0 : row;
    column = operand->n_columns == 1 ? 0 : column;
    if (row >= operand->n_rows || column >= operand->n_columns) {
        return qa_formula_error("#N/A");
    }
    if (operand->area != NULL) {
        const struct qa_formula_world *world = run->world;
        return world->cell == NULL
                   ? qa_formula_error("#REF!")
                   : world->cell(world->context, operand->area->sheet, operand->area->row + row,
                                 operand->area->column + column);
    }
    return operand->values != NULL ? operand->values[(size_t)row * operand->n_columns + column]
                                   : operand->one;
}

/* ---- one operator on two values ---- */

/* An empty cell as what stands beside it. */
static struct qa_formula_value filled(const struct qa_formula_value *value,
                                      const struct qa_formula_value *beside)
{
    if (value->kind != QA_FORMULA_EMPTY) {
        return *value;
    }
    return beside->kind == QA_FORMULA_TEXT    ? qa_formula_text("")
           : beside->kind == QA_FORMULA_TRUTH ? qa_formula_truth(false)
                                              : qa_formula_number(0);
}

int qa_formula_compare(const struct qa_formula_value *a, const struct qa_formula_value *b)
{
    struct qa_formula_value left = filled(a, b);
    struct qa_formula_value right = filled(b, a);
    if (left.kind != right.kind) {
        return left.kind < right.kind ? -1 : 1;
    }
    if (left.kind == QA_FORMULA_TEXT) {
        return strcasecmp(left.text, right.text);
    }
    return (left.number > right.number) - (left.number < right.number);
}

static bool is_number(const struct qa_formula_value *value, double *number)
{
    *number = value->number;
    return value->kind != QA_FORMULA_TEXT;
}

static struct qa_formula_value calculated(enum qa_formula_operator operator, double a, double b)
{
    double result = 0;
    switch (operator) {
    case QA_OP_ADD:
        result = a + b;
        break;
    case QA_OP_SUBTRACT:
        result = a - b;
        break;
    case QA_OP_MULTIPLY:
        result = a * b;
        break;
    case QA_OP_DIVIDE:
        if (b == 0) {
            return qa_formula_error("#DIV/0!");
        }
        result = a / b;
        break;
    default:
        result = pow(a, b);
    }
    return isfinite(result) ? qa_formula_number(result) : qa_formula_error("#NUM!");
}

static const char *as_text(const struct qa_formula_value *value, struct qa_arena *arena)
{
    switch (value->kind) {
    case QA_FORMULA_TEXT:
        return value->text;
    case QA_FORMULA_TRUTH:
        return value->number > 0 ? "TRUE" : "FALSE";
    case QA_FORMULA_NUMBER:
        return qa_arena_format(arena, "%.15g", value->number);
    default:
        return "";
    }
}

static struct qa_formula_value applied(enum qa_formula_operator operator,
                                       const struct qa_formula_value * a,
                                       const struct qa_formula_value *b, struct qa_arena *arena)
{
    double x, y;
    if (a->kind == QA_FORMULA_ERROR || b->kind == QA_FORMULA_ERROR) {
        return a->kind == QA_FORMULA_ERROR ? *a : *b;
    }
    if (operator== QA_OP_JOIN) {
        return qa_formula_text(
            qa_arena_format(arena, "%s%s", as_text(a, arena), as_text(b, arena)));
    }
    if (operator<QA_OP_JOIN) {
        return is_number(a, &x) && is_number(b, &y) ? calculated(operator, x, y)
                                                    : qa_formula_error("#VALUE!");
    }
    int order = qa_formula_compare(a, b);
    switch (operator) {
    case QA_OP_EQUAL:
        return qa_formula_truth(order == 0);
    case QA_OP_UNEQUAL:
        return qa_formula_truth(order != 0);
    case QA_OP_LESS:
        return qa_formula_truth(order < 0);
    case QA_OP_LESS_EQUAL:
        return qa_formula_truth(order <= 0);
    case QA_OP_GREATER:
        return qa_formula_truth(order > 0);
    default:
        return qa_formula_truth(order >= 0);
    }
}

/* ---- on areas ---- */

static uint32_t larger(uint32_t a, uint32_t b)
{
    return a > b ? a : b;
}

static struct qa_operand work_operator(const struct qa_formula *node,
                                       const struct qa_formula_run *run)
{
    struct qa_operand left = qa_formula_work(node->arguments[0], run);
    struct qa_operand right = qa_formula_work(node->arguments[1], run);
    struct qa_operand result = {.n_rows = larger(left.n_rows, right.n_rows),
                                .n_columns = larger(left.n_columns, right.n_columns)};
    if (result.n_rows == 1 && result.n_columns == 1) {
        struct qa_formula_value a = qa_operand_at(&left, 0, 0, run);
        struct qa_formula_value b = qa_operand_at(&right, 0, 0, run);
        return qa_operand_of(applied(node->operator, & a, &b, run->arena));
    }
    struct qa_formula_value *values =
        QA_ARRAY(run->arena, struct qa_formula_value, (size_t)result.n_rows * result.n_columns);
    for (uint32_t r = 0; r < result.n_rows; r++) {
        for (uint32_t c = 0; c < result.n_columns; c++) {
            struct qa_formula_value a = qa_operand_at(&left, r, c, run);
            struct qa_formula_value b = qa_operand_at(&right, r, c, run);
            values[(size_t)r * result.n_columns + c] = applied(node->operator, & a, &b, run->arena);
        }
    }
    result.values = values;
    return result;
}

static struct qa_operand work_name(const struct qa_formula *node, const struct qa_formula_run *run)
{
    struct qa_formula_value value;
    struct qa_formula_area area;
    const struct qa_formula_world *world = run->world;
    if (world->area != NULL && world->area(world->context, node->text, &area)) {
        struct qa_formula_area *kept = QA_NEW(run->arena, struct qa_formula_area);
        *kept = area;
        return (struct qa_operand){
            .area = kept, .n_rows = area.n_rows, .n_columns = area.n_columns};
    }
    bool known = world->name != NULL && world->name(world->context, node->text, &value);
    return qa_operand_of(known ? value : qa_formula_error("#NAME?"));
}

static struct qa_operand work_sign(const struct qa_formula *node, const struct qa_formula_run *run)
{
    struct qa_operand operand = qa_formula_work(node->arguments[0], run);
    struct qa_formula_value value = qa_operand_at(&operand, 0, 0, run);
    struct qa_formula_value zero = qa_formula_number(0);
    return qa_operand_of(applied(QA_OP_SUBTRACT, &zero, &value, run->arena));
}

struct qa_operand qa_formula_work(const struct qa_formula *node, const struct qa_formula_run *run)
{
    switch (node->kind) {
    case QA_NODE_NAME:
        return work_name(node, run);
    case QA_NODE_AREA:
        return (struct qa_operand){
            .area = &node->area, .n_rows = node->area.n_rows, .n_columns = node->area.n_columns};
    case QA_NODE_SIGN:
        return work_sign(node, run);
    case QA_NODE_OPERATOR:
        return work_operator(node, run);
    case QA_NODE_CALL:
        return node->function->work(node, run);
    default:
        return qa_operand_of(node->value);
    }
}

struct qa_formula_value qa_formula_value(const struct qa_formula *formula,
                                         const struct qa_formula_world *world,
                                         struct qa_arena *arena)
{
    struct qa_formula_run run = {world, arena};
    struct qa_operand result = qa_formula_work(formula, &run);
    struct qa_formula_value value = qa_operand_at(&result, 0, 0, &run);
    return value.kind == QA_FORMULA_EMPTY ? qa_formula_number(0) : value;
}
