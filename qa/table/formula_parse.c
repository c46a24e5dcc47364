#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "qa/table/formula_parts.h"

struct reading {
    const char *at;
    struct qa_arena *arena;
    const char *why; /* the first fault; NULL: none */
    unsigned depth;
};

static const struct qa_formula *read_comparison(struct reading *reading);

static void *fail(struct reading *reading, const char *why)
{
    reading->why = reading->why != NULL ? reading->why : why;
    return NULL;
}

static void skip_blanks(struct reading *reading)
{
    while (*reading->at == ' ') {
        reading->at++;
    }
}

static bool take(struct reading *reading, const char *sign)
{
    skip_blanks(reading);
    size_t length = strlen(sign);
    if (strncmp(reading->at, sign, length) != 0) {
        return false;
    }
    reading->at += length;
    return true;
}

static struct qa_formula *node_of(struct reading *reading, enum qa_formula_node_kind kind)
{
    struct qa_formula *node = QA_NEW(reading->arena, struct qa_formula);
    node->kind = kind;
    return node;
}

static const struct qa_formula *join(struct reading *reading, enum qa_formula_operator operator,
                                     const struct qa_formula * left, const struct qa_formula *right)
{
    if (left == NULL || right == NULL) {
        return NULL;
    }
    struct qa_formula *node = node_of(reading, QA_NODE_OPERATOR);
    const struct qa_formula **sides = QA_ARRAY(reading->arena, const struct qa_formula *, 2);
    sides[0] = left;
    sides[1] = right;
    node->operator= operator;
    node->arguments = sides;
    node->n_arguments = 2;
    return node;
}

/* ---- leaves ---- */

static const struct qa_formula *read_text(struct reading *reading)
{
    char *text = qa_arena_alloc(reading->arena, strlen(reading->at) + 1);
    size_t n = 0;
    for (const char *at = reading->at; *at != '\0'; at++) {
        if (*at == '"' && at[1] != '"') {
            reading->at = at + 1;
            struct qa_formula *node = node_of(reading, QA_NODE_VALUE);
            node->value = qa_formula_text(text);
            return node;
        }
        at += *at == '"';
        text[n++] = *at;
    }
    return fail(reading, "a text does not end");
}

static const struct qa_formula *read_number(struct reading *reading)
{
    char *end;
    struct qa_formula *node = node_of(reading, QA_NODE_VALUE);
    node->value = qa_formula_number(strtod(reading->at, &end));
    reading->at = end;
    return node;
}

/* "$AB$12" at `at`; returns what follows, NULL when it is no cell. */
static const char *read_cell(const char *at, uint32_t *row, uint32_t *column)
{
    enum { LAST_COLUMN = 16384, LAST_ROW = 1048576 };
    uint32_t letters = 0;
    uint32_t digits = 0;
    at += *at == '$';
    const char *start = at;
    for (; isupper((unsigned char)*at) && at - start < 4; at++) {
        letters = letters * 26 + (uint32_t)(*at - 'A') + 1;
    }
    at += at > start && *at == '$';
    start = at;
    for (; isdigit((unsigned char)*at) && at - start < 8; at++) {
        digits = digits * 10 + (uint32_t)(*at - '0');
    }
    bool goes_on = isalnum((unsigned char)*at) || *at == '_' || *at == '(' || *at == '.';
    if (letters == 0 || letters > LAST_COLUMN || digits == 0 || digits > LAST_ROW || goes_on) {
        return NULL;
    }
    *row = digits - 1;
    *column = letters - 1;
    return at;
}

/* The area at a cell, after its sheet. NULL without a fault when there is no cell. */
static const struct qa_formula *read_area(struct reading *reading, const char *sheet)
{
    uint32_t row, column, last_row, last_column;
    const char *after = read_cell(reading->at, &row, &column);
    if (after == NULL) {
        return NULL;
    }
    last_row = row;
    last_column = column;
    if (*after == ':') {
        after = read_cell(after + 1, &last_row, &last_column);
        if (after == NULL || last_row < row || last_column < column) {
            return fail(reading, "an area does not end in a cell below and right of its first");
        }
    }
    reading->at = after;
    struct qa_formula *node = node_of(reading, QA_NODE_AREA);
    node->area = (struct qa_formula_area){.sheet = sheet,
                                          .row = row,
                                          .column = column,
                                          .n_rows = last_row - row + 1,
                                          .n_columns = last_column - column + 1};
    return node;
}

static const struct qa_formula *read_quoted_sheet(struct reading *reading)
{
    const char *end = strchr(reading->at, '\'');
    if (end == NULL || end[1] != '!') {
        return fail(reading, "the name of a sheet does not end");
    }
    const char *sheet = qa_arena_text_n(reading->arena, reading->at, (size_t)(end - reading->at));
    reading->at = end + 2;
    const struct qa_formula *area = read_area(reading, sheet);
    return area != NULL ? area : fail(reading, "no cell after the name of a sheet");
}

static const struct qa_formula *read_call(struct reading *reading, const char *name)
{
    struct qa_formula *node = node_of(reading, QA_NODE_CALL);
    const struct qa_formula *found[QA_FORMULA_MOST_ARGUMENTS];
    node->text = name;
    node->function = qa_formula_function(name);
    if (node->function == NULL) {
        return fail(reading, "a function that is not of the language");
    }
    while (!take(reading, ")")) {
        if (node->n_arguments == QA_FORMULA_MOST_ARGUMENTS) {
            return fail(reading, "too many arguments");
        }
        if (node->n_arguments > 0 && !take(reading, ",")) {
            return fail(reading, "no comma between arguments");
        }
        found[node->n_arguments] = read_comparison(reading);
        if (found[node->n_arguments++] == NULL) {
            return NULL;
        }
    }
    if (node->n_arguments < node->function->least || node->n_arguments > node->function->most) {
        return fail(reading, "a function with another number of arguments");
    }
    const struct qa_formula **kept =
        QA_ARRAY(reading->arena, const struct qa_formula *, node->n_arguments + 1);
    memcpy(kept, found, node->n_arguments * sizeof *kept);
    node->arguments = kept;
    return node;
}

static size_t name_length(const char *at)
{
    size_t n = 0;
    while (isalnum((unsigned char)at[n]) || at[n] == '_' || at[n] == '.') {
        n++;
    }
    return n;
}

static const struct qa_formula *read_word(struct reading *reading)
{
    const struct qa_formula *area = read_area(reading, NULL);
    if (area != NULL || reading->why != NULL) {
        return area;
    }
    size_t length = name_length(reading->at);
    if (length == 0) {
        return fail(reading, "no value where one should be");
    }
    const char *word = qa_arena_text_n(reading->arena, reading->at, length);
    reading->at += length;
    if (*reading->at == '!') {
        reading->at++;
        area = read_area(reading, word);
        return area != NULL ? area : fail(reading, "no cell after the name of a sheet");
    }
    if (*reading->at == '(') {
        reading->at++;
        return read_call(reading, word);
    }
    bool is_true = strcmp(word, "TRUE") == 0;
    if (is_true || strcmp(word, "FALSE") == 0) {
        struct qa_formula *node = node_of(reading, QA_NODE_VALUE);
        node->value = qa_formula_truth(is_true);
        return node;
    }
    struct qa_formula *node = node_of(reading, QA_NODE_NAME);
    node->text = word;
    return node;
}

static const struct qa_formula *read_leaf(struct reading *reading)
{
    if (take(reading, "(")) {
        const struct qa_formula *inner = read_comparison(reading);
        return inner == NULL || take(reading, ")") ? inner : fail(reading, "no closing bracket");
    }
    if (take(reading, "\"")) {
        return read_text(reading);
    }
    if (take(reading, "'")) {
        return read_quoted_sheet(reading);
    }
    bool starts_number = isdigit((unsigned char)*reading->at) || *reading->at == '.';
    return starts_number ? read_number(reading) : read_word(reading);
}

/* ---- operators, from those that bind most ---- */

/* A sign binds more than a power, as in spreadsheets: -2^2 is 4. */
static const struct qa_formula *read_signed(struct reading *reading)
{
    if (++reading->depth > QA_FORMULA_DEEPEST) {
        return fail(reading, "brackets too deep");
    }
    const struct qa_formula *node = NULL;
    if (take(reading, "-")) {
        struct qa_formula *sign = node_of(reading, QA_NODE_SIGN);
        const struct qa_formula **inner = QA_ARRAY(reading->arena, const struct qa_formula *, 1);
        inner[0] = read_signed(reading);
        sign->arguments = inner;
        sign->n_arguments = 1;
        node = inner[0] != NULL ? sign : NULL;
    } else {
        node = read_leaf(reading);
    }
    reading->depth--;
    return node;
}

struct sign {
    const char *text;
    enum qa_formula_operator operator;
};

/* Operators of equal rank, from the left. */
static const struct qa_formula *read_chain(struct reading *reading, const struct sign *signs,
                                           size_t n_signs,
                                           const struct qa_formula *(*next)(struct reading *))
{
    const struct qa_formula *left = next(reading);
    for (size_t i = 0; left != NULL && i < n_signs; i++) {
        if (take(reading, signs[i].text)) {
            left = join(reading, signs[i].operator, left, next(reading));
            i = SIZE_MAX;
        }
    }
    return left;
}

static const struct qa_formula *read_power(struct reading *reading)
{
    static const struct sign signs[] = {{"^", QA_OP_POWER}};
    return read_chain(reading, signs, 1, read_signed);
}

static const struct qa_formula *read_product(struct reading *reading)
{
    static const struct sign signs[] = {{"*", QA_OP_MULTIPLY}, {"/", QA_OP_DIVIDE}};
    return read_chain(reading, signs, 2, read_power);
}

static const struct qa_formula *read_sum(struct reading *reading)
{
    static const struct sign signs[] = {{"+", QA_OP_ADD}, {"-", QA_OP_SUBTRACT}};
    return read_chain(reading, signs, 2, read_product);
}

static const struct qa_formula *read_joined(struct reading *reading)
{
    static const struct sign signs[] = {{"&", QA_OP_JOIN}};
    return read_chain(reading, signs, 1, read_sum);
}

static const struct qa_formula *read_comparison(struct reading *reading)
{
    static const struct sign signs[] = {{"<>", QA_OP_UNEQUAL},       {"<=", QA_OP_LESS_EQUAL},
                                        {">=", QA_OP_GREATER_EQUAL}, {"=", QA_OP_EQUAL},
                                        {"<", QA_OP_LESS},           {">", QA_OP_GREATER}};
    return read_chain(reading, signs, sizeof signs / sizeof *signs, read_joined);
}

const struct qa_formula *qa_formula_parse(const char *text, struct qa_arena *arena,
                                          const char **why)
{
    struct reading reading = {.at = text + (*text == '='), .arena = arena};
    const struct qa_formula *formula = read_comparison(&reading);
    skip_blanks(&reading);
    if (formula != NULL && *reading.at != '\0') {
        formula = fail(&reading, "text after the end");
    }
    *why = reading.why;
    return formula;
}

/* ---- names put in place ---- */

struct joined {
    struct qa_arena *arena;
    char *text;
    size_t n, capacity;
};

static void put_in(struct joined *out, const char *text, size_t n)
{
    out->text = qa_arena_grow(out->arena, out->text, &out->capacity, out->n + n + 1, 1);
    memcpy(out->text + out->n, text, n);
    out->n += n;
    out->text[out->n] = '\0';
}

const char *qa_formula_renamed(const char *text,
                               const char *(*rename)(void *context, const char *name),
                               void *context, struct qa_arena *arena)
{
    struct joined out = {.arena = arena};
    bool in_text = false;
    put_in(&out, "", 0);
    while (*text != '\0') {
        bool is_number = !in_text && isdigit((unsigned char)*text);
        size_t length = in_text || is_number ? 0 : name_length(text);
        size_t n = length > 0 ? length : is_number ? name_length(text) : 1;
        bool is_name = length > 0 && text[length] != '(' && text[length] != '!';
        const char *put = is_name ? rename(context, qa_arena_text_n(arena, text, length)) : NULL;
        put_in(&out, put != NULL ? put : text, put != NULL ? strlen(put) : n);
        in_text = *text == '"' ? !in_text : in_text;
        text += n;
    }
    return out.text;
}
