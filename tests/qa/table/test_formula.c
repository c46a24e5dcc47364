#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/close.h"

#include "qa/stats/special.h"
#include "qa/table/formula.h"

/* A sheet of three rows: numbers with a text and an empty cell between, a word a cell, and what
 * looks at others. */
static struct qa_formula_value cell(void *context, const char *sheet, uint32_t row, uint32_t column)
{
    static const char *const words[] = {"PASS", "fail", "PASS", ""};
    static const double numbers[] = {3, 0, 0, 8};
    (void)context;
    if (sheet != NULL && strcmp(sheet, "A sheet") == 0) {
        return qa_formula_number(100.0 * row + column);
    }
    if (row > 1 || column > 3 || (row == 0 && column == 2)) {
        return (struct qa_formula_value){.kind = QA_FORMULA_EMPTY};
    }
    return row == 1      ? qa_formula_text(words[column])
           : column == 1 ? qa_formula_text("n/a")
                         : qa_formula_number(numbers[column]);
}

static bool name(void *context, const char *name, struct qa_formula_value *value)
{
    (void)context;
    *value = qa_formula_number(0.95);
    return strcmp(name, "Conf") == 0;
}

static const struct qa_formula_quantiles quantiles = {qa_normal_quantile, qa_beta_quantile};
static const struct qa_formula_world world = {NULL, cell, name, NULL, &quantiles};

static struct qa_formula_value value_of(const char *text, struct qa_arena *arena)
{
    const char *why;
    const struct qa_formula *formula = qa_formula_parse(text, arena, &why);
    if (formula == NULL) {
        fail_msg("%s: %s", text, why);
    }
    return qa_formula_value(formula, &world, arena);
}

static const struct {
    const char *formula;
    double value;
} numbers[] = {
    {"=1+2*3", 7},
    {"=(1+2)*3", 9},
    {"=7-2-1", 4},
    {"=2^3^2", 64},
    {"=-2^2", 4},
    {"=8/4/2", 1},
    {"=1>=1", 1},
    {"=\"a\"=\"A\"", 1},
    {"=\"2\">10", 1},
    {"=TRUE>\"z\"", 1},
    {"=C1=0", 1},
    {"=C1=\"\"", 1},
    {"=A1+C1", 3},
    {"=SUM(A1:D1)", 11},
    {"=SUM(A1:D1,4,TRUE)", 16},
    {"=COUNT(A1:D1)", 2},
    {"=MAX(A1:D1)", 8},
    {"=MIN(A1:D1)", 3},
    {"=MAX(A2:D2)", 0},
    {"=COUNTIF(A2:D2,\"pass\")", 2},
    {"=SUMIF(A2:D2,\"PASS\",A1:D1)", 3},
    {"=SUMPRODUCT((A2:D2=\"PASS\")*ISNUMBER(A1:D1))", 1},
    {"=SUMPRODUCT(1*(A1:D1<\"a\"))", 3},
    {"=SUMPRODUCT(MAX((A2:D2=\"PASS\")*(5-COLUMN(A2:D2))))", 4},
    {"=SUMPRODUCT(A1:D1,COLUMN(A1:D1))", 35},
    {"=INDEX(A1:D1,4)", 8},
    {"=INDEX('A sheet'!A1:C9,3,2)", 201},
    {"=INDEX('A sheet'!B1:B9,3)", 201},
    {"=MATCH(8,A1:D1,0)", 4},
    {"=MATCH(\"FAIL\",A2:D2,0)", 2},
    {"=MATCH(201,'A sheet'!$B$1:$B$9,0)", 3},
    {"=IF(A1>2,1,1/0)", 1},
    {"=IF(0,1/0,2)", 2},
    {"=N(B1)+N(A1)", 3},
    {"=ISNUMBER(B1)+2*ISNUMBER(D1)", 2},
    {"=OR(FALSE,A1=3)", 1},
    {"=AND(A1=3,D1=9)", 0},
    {"=NOT(AND(A1=3,D1=9))", 1},
    {"=ROUND(2.5,0)", 3},
    {"=ROUND(-2.5,0)", -3},
    {"=ROUND(1.005,2)", 1.01},
    {"=ROUND(1234.5,-2)", 1200},
    {"=ROUNDUP(1.2,0)", 2},
    {"=ROUNDUP(-1.2,0)", -2},
    {"=MOD(7,3)", 1},
    {"=MOD(-7,3)", 2},
    {"=ABS(-2)", 2},
    {"=SQRT(2)", 1.4142135623730951},
    {"=ROW(A3)", 3},
    /* scipy.special.ndtri */
    {"=NORMSINV(1-(1-Conf)/2)", 1.959963984540054},
    {"=NORMSINV(0.001)", -3.090232306167813},
    {"=NORMSINV(0.5)", 0},
    {"=BETAINV(0.5,1,1)", 0.5},
    /* 1 - (1 - p)^(1 / b) of a = 1 */
    {"=BETAINV(0.025,1,100)", 0.00025314603297734},
    {"=EXACT(A2,\"pass\")", 0},
    {"=1E-3*2", 0.002},
};

static void formulas_have_the_values_of_spreadsheets(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        struct qa_arena *arena = qa_arena_new();
        struct qa_formula_value value = value_of(numbers[i].formula, arena);
        if (value.text != NULL) {
            fail_msg("%s gives the text '%s'", numbers[i].formula, value.text);
        }
        assert_close(value.number, numbers[i].value, 1e-13);
        qa_arena_free(arena);
    }
}

static void texts_are_joined_and_numbers_fixed(void **state)
{
    static const struct {
        const char *formula, *value;
    } cases[] = {
        {"=\"a\"&1&\"b\"", "a1b"},
        {"=\"say \"\"yes\"\"\"", "say \"yes\""},
        {"=FIXED(12.345,2,TRUE)", "12.35"},
        {"=FIXED(1234567.891,1,TRUE)", "1234567.9"},
        {"=FIXED(-1234567.891,1,FALSE)", "-1,234,567.9"},
        {"=FIXED(123,0,FALSE)&FIXED(1234,2,FALSE)", "1231,234.00"},
        {"=FIXED(100*0.0045,1,TRUE)&\" %\"", "0.5 %"},
        {"=0.1+0.2&\"\"", "0.3"},
        {"=1/0", "#DIV/0!"},
        {"=B1+1", "#VALUE!"},
        {"=Nothing", "#NAME?"},
        {"=INDEX(A1:D1,5)", "#REF!"},
        {"=MATCH(9,A1:D1,0)", "#N/A"},
        {"=SQRT(-1)", "#NUM!"},
        {"=IF(1/0,1,2)", "#DIV/0!"},
        {"=SUM(A1,1/0)", "#DIV/0!"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct qa_arena *arena = qa_arena_new();
        struct qa_formula_value value = value_of(cases[i].formula, arena);
        assert_non_null(value.text);
        assert_string_equal(value.text, cases[i].value);
        assert_int_equal(value.kind, value.text[0] == '#' ? QA_FORMULA_ERROR : QA_FORMULA_TEXT);
        qa_arena_free(arena);
    }
}

static void what_is_no_formula_is_refused(void **state)
{
    static const char *const cases[] = {
        "=",
        "=1+",
        "=(1",
        "=\"a",
        "=SUM(1",
        "=SUM(1 2)",
        "=VLOOKUP(1,2,3)",
        "=IF(1,2)",
        "='A sheet!A1",
        "=B2:A1",
        "=1 2",
        "='A sheet'!x",
        "=Sheet!",
        "=)",
    };
    struct qa_arena *arena = qa_arena_new();
    char deep[400] = "=";
    const char *why;
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_null(qa_formula_parse(cases[i], arena, &why));
        assert_non_null(why);
    }
    memset(deep + 1, '(', sizeof deep - 2);
    assert_null(qa_formula_parse(deep, arena, &why));
    assert_string_equal(why, "brackets too deep");
    qa_arena_free(arena);
}

static const char *renamed(void *context, const char *name)
{
    (void)context;
    return strcmp(name, "rate") == 0 ? "B7" : strcmp(name, "n") == 0 ? "12" : NULL;
}

static void names_are_put_in_place_outside_texts_and_functions(void **state)
{
    struct qa_arena *arena = qa_arena_new();
    (void)state;
    assert_string_equal(qa_formula_renamed("IF(rate>MaxErr,\"rate \"\"n\"\"\",N(n)+1E5*rate_low)",
                                           renamed, NULL, arena),
                        "IF(B7>MaxErr,\"rate \"\"n\"\"\",N(12)+1E5*rate_low)");
    qa_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(formulas_have_the_values_of_spreadsheets),
        cmocka_unit_test(texts_are_joined_and_numbers_fixed),
        cmocka_unit_test(what_is_no_formula_is_refused),
        cmocka_unit_test(names_are_put_in_place_outside_texts_and_functions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
