#ifndef QA_TABLE_FORMULA_PARTS_H
#define QA_TABLE_FORMULA_PARTS_H

#include "qa/table/formula.h"

enum qa_formula_node_kind {
    QA_NODE_VALUE,
    QA_NODE_NAME, /* text */
    QA_NODE_AREA,
    QA_NODE_SIGN, /* unary minus of argument 0 */
    QA_NODE_OPERATOR,
    QA_NODE_CALL
};

enum qa_formula_operator {
    QA_OP_ADD,
    QA_OP_SUBTRACT,
    QA_OP_MULTIPLY,
    QA_OP_DIVIDE,
    QA_OP_POWER,
    QA_OP_JOIN,
    QA_OP_EQUAL,
    QA_OP_UNEQUAL,
    QA_OP_LESS,
    QA_OP_LESS_EQUAL,
    QA_OP_GREATER,
    QA_OP_GREATER_EQUAL
};

enum { QA_FORMULA_MOST_ARGUMENTS = 64, QA_FORMULA_DEEPEST = 100 };

struct qa_formula {
    enum qa_formula_node_kind kind;
    enum qa_formula_operator operator;
    struct qa_formula_value value;
    const char *text; /* of a name or function */
    const struct qa_formula_function *function;
    struct qa_formula_area area;
    const struct qa_formula *const *arguments;
    size_t n_arguments;
};

/* What a part of a formula gives: one value, an area of cells not read yet, or values of rows and
 * columns, row by row. */
struct qa_operand {
    struct qa_formula_value one;
    const struct qa_formula_area *area;
    const struct qa_formula_value *values;
    uint32_t n_rows, n_columns; /* 1 and 1 of one value */
};

struct qa_formula_run {
    const struct qa_formula_world *world;
    struct qa_arena *arena;
};

struct qa_operand qa_formula_work(const struct qa_formula *node, const struct qa_formula_run *run);
struct qa_formula_value qa_operand_at(const struct qa_operand *operand, uint32_t row,
                                      uint32_t column, const struct qa_formula_run *run);
struct qa_operand qa_operand_of(struct qa_formula_value value);
struct qa_formula_value qa_formula_error(const char *which);
struct qa_formula_value qa_formula_truth(bool value);

/* <0, 0, >0 by the order of spreadsheets. */
int qa_formula_compare(const struct qa_formula_value *a, const struct qa_formula_value *b);

struct qa_formula_function {
    const char *name;
    uint8_t least, most; /* arguments */
    struct qa_operand (*work)(const struct qa_formula *call, const struct qa_formula_run *run);
};
const struct qa_formula_function *qa_formula_function(const char *name); /* NULL: none */

#endif
