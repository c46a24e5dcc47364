/* The functions of formulas, in the order of their names in the table at the end. */
#include <float.h>
#include <math.h>
#include <string.h>
#include <strings.h>

#include "qa/table/formula_parts.h"

static struct qa_operand argument(const struct qa_formula *call, size_t i,
                                  const struct qa_formula_run *run)
{
    return qa_formula_work(call->arguments[i], run);
}

static struct qa_formula_value argument_value(const struct qa_formula *call, size_t i,
                                              const struct qa_formula_run *run)
{
    struct qa_operand operand = argument(call, i, run);
    return qa_operand_at(&operand, 0, 0, run);
}

static struct qa_operand number_of(double value)
{
    return qa_operand_of(isfinite(value) ? qa_formula_number(value) : qa_formula_error("#NUM!"));
}

/* The number of an argument; false with *error set when it is none. */
static bool number_at(const struct qa_formula *call, size_t i, const struct qa_formula_run *run,
                      double *number, struct qa_operand *error)
{
    struct qa_formula_value value = argument_value(call, i, run);
    bool is_error = value.kind == QA_FORMULA_ERROR;
    if (is_error || value.kind == QA_FORMULA_TEXT) {
        *error = qa_operand_of(is_error ? value : qa_formula_error("#VALUE!"));
        return false;
    }
    *number = value.number;
    return true;
}

/* ---- over all values of all arguments ---- */

struct tally {
    double sum, least, most;
    size_t n; /* numbers */
    bool all, any;
    const char *error;
};

/* Only what stands in the formula itself may be a truth value or empty; areas pass over both. */
static void count_value(struct tally *tally, const struct qa_formula_value *value, bool in_area)
{
    if (value->kind == QA_FORMULA_ERROR) {
        tally->error = tally->error != NULL ? tally->error : value->text;
        return;
    }
    bool counts = value->kind == QA_FORMULA_NUMBER || (!in_area && value->kind == QA_FORMULA_TRUTH);
    if (!counts) {
        return;
    }
    tally->n++;
    tally->sum += value->number;
    tally->least = fmin(tally->least, value->number);
    tally->most = fmax(tally->most, value->number);
    tally->all = tally->all && value->number != 0;
    tally->any = tally->any || value->number != 0;
}

static struct tally tally_of(const struct qa_formula *call, const struct qa_formula_run *run)
{
    struct tally tally = {.least = DBL_MAX, .most = -DBL_MAX, .all = true};
    for (size_t i = 0; i < call->n_arguments; i++) {
        struct qa_operand operand = argument(call, i, run);
        for (uint32_t r = 0; r < operand.n_rows; r++) {
            for (uint32_t c = 0; c < operand.n_columns; c++) {
                struct qa_formula_value value = qa_operand_at(&operand, r, c, run);
                count_value(&tally, &value, operand.area != NULL);
            }
        }
    }
    return tally;
}

static struct qa_operand told(const struct tally *tally, double value)
{
    return tally->error != NULL ? qa_operand_of(qa_formula_error(tally->error)) : number_of(value);
}

static struct qa_operand work_and(const struct qa_formula *call, const struct qa_formula_run *run)
{
    struct tally tally = tally_of(call, run);
    return tally.error != NULL ? told(&tally, 0) : qa_operand_of(qa_formula_truth(tally.all));
}

static struct qa_operand work_or(const struct qa_formula *call, const struct qa_formula_run *run)
{
    struct tally tally = tally_of(call, run);
    return tally.error != NULL ? told(&tally, 0) : qa_operand_of(qa_formula_truth(tally.any));
}

static struct qa_operand work_count(const struct qa_formula *call, const struct qa_formula_run *run)
{
    return number_of((double)tally_of(call, run).n);
}

static struct qa_operand work_max(const struct qa_formula *call, const struct qa_formula_run *run)
{
    struct tally tally = tally_of(call, run);
    return told(&tally, tally.n > 0 ? tally.most : 0);
}

static struct qa_operand work_min(const struct qa_formula *call, const struct qa_formula_run *run)
{
    struct tally tally = tally_of(call, run);
    return told(&tally, tally.n > 0 ? tally.least : 0);
}

static struct qa_operand work_sum(const struct qa_formula *call, const struct qa_formula_run *run)
{
    struct tally tally = tally_of(call, run);
    return told(&tally, tally.sum);
}

/* Texts count as 0, as spreadsheets have it; places are multiplied over the arguments. */
static struct qa_formula_value product_at(const struct qa_operand *factors, size_t n, uint32_t row,
                                          uint32_t column, const struct qa_formula_run *run)
{
    double product = 1;
    for (size_t i = 0; i < n; i++) {
        struct qa_formula_value value = qa_operand_at(&factors[i], row, column, run);
        if (value.kind == QA_FORMULA_ERROR) {
            return value;
        }
        product *= value.kind == QA_FORMULA_NUMBER ? value.number : 0;
    }
    return qa_formula_number(product);
}

static struct qa_operand work_sumproduct(const struct qa_formula *call,
                                         const struct qa_formula_run *run)
{
    struct qa_operand factors[QA_FORMULA_MOST_ARGUMENTS] = {argument(call, 0, run)};
    double sum = 0;
    for (size_t i = 1; i < call->n_arguments; i++) {
        factors[i] = argument(call, i, run);
    }
    for (uint32_t r = 0; r < factors[0].n_rows; r++) {
        for (uint32_t c = 0; c < factors[0].n_columns; c++) {
            struct qa_formula_value product = product_at(factors, call->n_arguments, r, c, run);
            if (product.kind == QA_FORMULA_ERROR) {
                return qa_operand_of(product);
            }
            sum += product.number;
        }
    }
    return number_of(sum);
}

static struct qa_operand work_countif(const struct qa_formula *call,
                                      const struct qa_formula_run *run)
{
    struct qa_operand where = argument(call, 0, run);
    struct qa_formula_value wanted = argument_value(call, 1, run);
    double n = 0;
    for (uint32_t r = 0; r < where.n_rows; r++) {
        for (uint32_t c = 0; c < where.n_columns; c++) {
            struct qa_formula_value value = qa_operand_at(&where, r, c, run);
            n += value.kind == wanted.kind && qa_formula_compare(&value, &wanted) == 0;
        }
    }
    return number_of(n);
}

static struct qa_operand work_sumif(const struct qa_formula *call, const struct qa_formula_run *run)
{
    struct qa_operand where = argument(call, 0, run);
    struct qa_operand of = argument(call, 2, run);
    struct qa_formula_value wanted = argument_value(call, 1, run);
    double sum = 0;
    for (uint32_t r = 0; r < where.n_rows; r++) {
        for (uint32_t c = 0; c < where.n_columns; c++) {
            struct qa_formula_value value = qa_operand_at(&where, r, c, run);
            struct qa_formula_value summed = qa_operand_at(&of, r, c, run);
            bool counts = value.kind == wanted.kind && qa_formula_compare(&value, &wanted) == 0;
            sum += counts && summed.kind == QA_FORMULA_NUMBER ? summed.number : 0;
        }
    }
    return number_of(sum);
}

/* ---- looking up ---- */

static struct qa_operand work_index(const struct qa_formula *call, const struct qa_formula_run *run)
{
    struct qa_operand where = argument(call, 0, run);
    struct qa_operand error;
    double row;
    double column = 1;
    if (!number_at(call, 1, run, &row, &error) ||
        (call->n_arguments > 2 && !number_at(call, 2, run, &column, &error))) {
        return error;
    }
    if (call->n_arguments == 2 && where.n_rows == 1) {
        column = row;
        row = 1;
    }
    if (row < 1 || column < 1 || row > where.n_rows || column > where.n_columns) {
        return qa_operand_of(qa_formula_error("#REF!"));
    }
    return qa_operand_of(qa_operand_at(&where, (uint32_t)row - 1, (uint32_t)column - 1, run));
}

static struct qa_operand work_match(const struct qa_formula *call, const struct qa_formula_run *run)
{
    struct qa_formula_value wanted = argument_value(call, 0, run);
    struct qa_operand where = argument(call, 1, run);
    bool down = where.n_columns == 1;
    uint32_t n = down ? where.n_rows : where.n_columns;
    if (wanted.kind == QA_FORMULA_ERROR) {
        return qa_operand_of(wanted);
    }
    for (uint32_t i = 0; i < n; i++) {
        struct qa_formula_value value = qa_operand_at(&where, down ? i : 0, down ? 0 : i, run);
        if (value.kind == wanted.kind && qa_formula_compare(&value, &wanted) == 0) {
            return number_of(i + 1.0);
        }
    }
    return qa_operand_of(qa_formula_error("#N/A"));
}

static struct qa_operand work_row(const struct qa_formula *call, const struct qa_formula_run *run)
{
    struct qa_operand where = argument(call, 0, run);
    if (where.area == NULL) {
        return qa_operand_of(qa_formula_error("#VALUE!"));
    }
    struct qa_formula_value *rows = QA_ARRAY(run->arena, struct qa_formula_value, where.n_rows);
    for (uint32_t r = 0; r < where.n_rows; r++) {
        rows[r] = qa_formula_number(where.area->row + r + 1.0);
    }
    return (struct qa_operand){.values = rows, .n_rows = where.n_rows, .n_columns = 1};
}

static struct qa_operand work_column(const struct qa_formula *call,
                                     const struct qa_formula_run *run)
{
    struct qa_operand where = argument(call, 0, run);
    if (where.area == NULL) {
        return qa_operand_of(qa_formula_error("#VALUE!"));
    }
    struct qa_formula_value *columns =
        QA_ARRAY(run->arena, struct qa_formula_value, where.n_columns);
    for (uint32_t c = 0; c < where.n_columns; c++) {
        columns[c] = qa_formula_number(where.area->column + c + 1.0);
    }
    return (struct qa_operand){.values = columns, .n_rows = 1, .n_columns = where.n_columns};
}

/* ---- one value ---- */

static struct qa_operand work_if(const struct qa_formula *call, const struct qa_formula_run *run)
{
    struct qa_operand error;
    double condition;
    if (!number_at(call, 0, run, &condition, &error)) {
        return error;
    }
    return argument(call, condition != 0 ? 1 : 2, run);
}

/* Value by value, so that it stands inside SUMPRODUCT. */
static struct qa_operand each(const struct qa_formula *call, const struct qa_formula_run *run,
                              struct qa_formula_value (*of)(const struct qa_formula_value *))
{
    struct qa_operand where = argument(call, 0, run);
    size_t n = (size_t)where.n_rows * where.n_columns;
    if (n == 1) {
        struct qa_formula_value value = qa_operand_at(&where, 0, 0, run);
        return qa_operand_of(of(&value));
    }
    struct qa_formula_value *values = QA_ARRAY(run->arena, struct qa_formula_value, n);
    for (size_t i = 0; i < n; i++) {
        struct qa_formula_value value = qa_operand_at(&where, (uint32_t)(i / where.n_columns),
                                                      (uint32_t)(i % where.n_columns), run);
        values[i] = of(&value);
    }
    return (struct qa_operand){
        .values = values, .n_rows = where.n_rows, .n_columns = where.n_columns};
}

static struct qa_formula_value is_number(const struct qa_formula_value *value)
{
    return qa_formula_truth(value->kind == QA_FORMULA_NUMBER);
}

static struct qa_formula_value number_or_zero(const struct qa_formula_value *value)
{
    return value->kind == QA_FORMULA_ERROR  ? *value
           : value->kind == QA_FORMULA_TEXT ? qa_formula_number(0)
                                            : qa_formula_number(value->number);
}

static struct qa_formula_value negated(const struct qa_formula_value *value)
{
    return value->kind == QA_FORMULA_ERROR  ? *value
           : value->kind == QA_FORMULA_TEXT ? qa_formula_error("#VALUE!")
                                            : qa_formula_truth(value->number == 0);
}

static struct qa_operand work_isnumber(const struct qa_formula *call,
                                       const struct qa_formula_run *run)
{
    return each(call, run, is_number);
}

static struct qa_operand work_n(const struct qa_formula *call, const struct qa_formula_run *run)
{
    return each(call, run, number_or_zero);
}

static struct qa_operand work_not(const struct qa_formula *call, const struct qa_formula_run *run)
{
    return each(call, run, negated);
}

static const char *text_of(const struct qa_formula_value *value)
{
    return value->kind == QA_FORMULA_TEXT ? value->text : "";
}

static struct qa_operand work_exact(const struct qa_formula *call, const struct qa_formula_run *run)
{
    struct qa_operand where = argument(call, 0, run);
    struct qa_formula_value wanted = argument_value(call, 1, run);
    size_t n = (size_t)where.n_rows * where.n_columns;
    struct qa_formula_value *values = QA_ARRAY(run->arena, struct qa_formula_value, n);
    for (size_t i = 0; i < n; i++) {
        struct qa_formula_value value = qa_operand_at(&where, (uint32_t)(i / where.n_columns),
                                                      (uint32_t)(i % where.n_columns), run);
        values[i] = qa_formula_truth(strcmp(text_of(&value), text_of(&wanted)) == 0);
    }
    return (struct qa_operand){
        .values = values, .n_rows = where.n_rows, .n_columns = where.n_columns};
}

/* ---- arithmetic ---- */

static struct qa_operand work_abs(const struct qa_formula *call, const struct qa_formula_run *run)
{
    struct qa_operand error;
    double x;
    return number_at(call, 0, run, &x, &error) ? number_of(fabs(x)) : error;
}

static struct qa_operand work_sqrt(const struct qa_formula *call, const struct qa_formula_run *run)
{
    struct qa_operand error;
    double x;
    return number_at(call, 0, run, &x, &error) ? number_of(sqrt(x)) : error;
}

static struct qa_operand work_mod(const struct qa_formula *call, const struct qa_formula_run *run)
{
    struct qa_operand error;
    double x, by;
    if (!number_at(call, 0, run, &x, &error) || !number_at(call, 1, run, &by, &error)) {
        return error;
    }
    return by == 0 ? qa_operand_of(qa_formula_error("#DIV/0!")) : number_of(x - by * floor(x / by));
}

static struct qa_operand work_normsinv(const struct qa_formula *call,
                                       const struct qa_formula_run *run)
{
    struct qa_operand error;
    double p;
    if (run->world->quantiles == NULL) {
        return qa_operand_of(qa_formula_error("#NAME?"));
    }
    if (!number_at(call, 0, run, &p, &error)) {
        return error;
    }
    return number_of(p > 0 && p < 1 ? run->world->quantiles->normal(p) : (double)NAN);
}

static struct qa_operand work_betainv(const struct qa_formula *call,
                                      const struct qa_formula_run *run)
{
    struct qa_operand error;
    double p, a, b;
    if (run->world->quantiles == NULL) {
        return qa_operand_of(qa_formula_error("#NAME?"));
    }
    if (!number_at(call, 0, run, &p, &error) || !number_at(call, 1, run, &a, &error) ||
        !number_at(call, 2, run, &b, &error)) {
        return error;
    }
    bool valid = p > 0 && p < 1 && a > 0 && b > 0;
    return number_of(valid ? run->world->quantiles->beta(p, a, b) : (double)NAN);
}

/* Half away from zero, on the decimal that the number stands for: 1.005 at two places is 1.01. */
static double rounded(double x, double digits)
{
    double scale = pow(10, digits);
    double scaled = fabs(x) * scale;
    double whole = floor(scaled);
    bool up = scaled - whole >= 0.5 - 1e-15 * fmax(1, scaled);
    return copysign((whole + (up ? 1 : 0)) / scale, x);
}

static struct qa_operand work_round(const struct qa_formula *call, const struct qa_formula_run *run)
{
    struct qa_operand error;
    double x, digits;
    return number_at(call, 0, run, &x, &error) && number_at(call, 1, run, &digits, &error)
               ? number_of(rounded(x, digits))
               : error;
}

static struct qa_operand work_roundup(const struct qa_formula *call,
                                      const struct qa_formula_run *run)
{
    struct qa_operand error;
    double x, digits;
    if (!number_at(call, 0, run, &x, &error) || !number_at(call, 1, run, &digits, &error)) {
        return error;
    }
    double scale = pow(10, digits);
    return number_of(copysign(ceil(fabs(x) * scale) / scale, x));
}

/* "-1,234,567.8" */
static const char *grouped(const char *text, struct qa_arena *arena)
{
    size_t sign = text[0] == '-';
    size_t whole = strcspn(text, ".");
    char *out = qa_arena_alloc(arena, 2 * strlen(text) + 1);
    size_t n = 0;
    for (size_t i = 0; text[i] != '\0'; i++) {
        bool starts_group = i > sign && i < whole && (whole - i) % 3 == 0;
        if (starts_group) {
            out[n++] = ',';
        }
        out[n++] = text[i];
    }
    return out;
}

static struct qa_operand work_fixed(const struct qa_formula *call, const struct qa_formula_run *run)
{
    struct qa_operand error;
    double x, digits;
    if (!number_at(call, 0, run, &x, &error) || !number_at(call, 1, run, &digits, &error)) {
        return error;
    }
    struct qa_formula_value plain = argument_value(call, 2, run);
    const char *text = qa_arena_format(run->arena, "%.*f", (int)digits, rounded(x, digits));
    return qa_operand_of(qa_formula_text(plain.number != 0 ? text : grouped(text, run->arena)));
}

const struct qa_formula_function *qa_formula_function(const char *name)
{
    enum { ANY = QA_FORMULA_MOST_ARGUMENTS };
    static const struct qa_formula_function functions[] = {
        {"ABS", 1, 1, work_abs},
        {"AND", 1, ANY, work_and},
        {"BETAINV", 3, 3, work_betainv},
        {"COLUMN", 1, 1, work_column},
        {"COUNT", 1, ANY, work_count},
        {"COUNTIF", 2, 2, work_countif},
        {"EXACT", 2, 2, work_exact},
        {"FIXED", 3, 3, work_fixed},
        {"IF", 3, 3, work_if},
        {"INDEX", 2, 3, work_index},
        {"ISNUMBER", 1, 1, work_isnumber},
        {"MATCH", 3, 3, work_match},
        {"MAX", 1, ANY, work_max},
        {"MIN", 1, ANY, work_min},
        {"MOD", 2, 2, work_mod},
        {"N", 1, 1, work_n},
        {"NORMSINV", 1, 1, work_normsinv},
        {"NOT", 1, 1, work_not},
        {"OR", 1, ANY, work_or},
        {"ROUND", 2, 2, work_round},
        {"ROUNDUP", 2, 2, work_roundup},
        {"ROW", 1, 1, work_row},
        {"SQRT", 1, 1, work_sqrt},
        {"SUM", 1, ANY, work_sum},
        {"SUMIF", 3, 3, work_sumif},
        {"SUMPRODUCT", 1, ANY, work_sumproduct},
    };
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
        if (strcmp(functions[i].name, name) == 0) {
            return &functions[i];
        }
    }
    return NULL;
}
