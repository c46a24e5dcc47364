/* Numbers of a delivery's table, as programs of other countries write them: nothing changes but
 * what is said. */
#include "tests/qa/formats/tables.h"

#include "qa/base/random.h"

static const struct qa_read_options plain;

enum { N_BOXES = 20, SIDES = 4 };

/* Hundredths, with the country's signs. */
static void print_number(FILE *out, uint64_t hundredths, char point, const char *thousands)
{
    unsigned whole = (unsigned)(hundredths / 100);
    if (whole >= 1000 && thousands[0] != '\0') {
        fprintf(out, "%u%s%03u", whole / 1000, thousands, whole % 1000);
    } else {
        fprintf(out, "%u", whole);
    }
    fprintf(out, "%c%02u", point, (unsigned)(hundredths % 100));
}

static char *table_of(uint64_t boxes[N_BOXES][SIDES], char cut, char point, const char *thousands)
{
    static const char *const names[] = {"item", "annotator", "label", "x", "y", "width", "height"};
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    assert_non_null(out);
    for (size_t c = 0; c < 7; c++) {
        fprintf(out, "%s%c", names[c], c < 6 ? cut : '\n');
    }
    for (size_t b = 0; b < N_BOXES; b++) {
        fprintf(out, "i%zu%cann%ccar", b, cut, cut);
        for (size_t s = 0; s < SIDES; s++) {
            fprintf(out, "%c\"", cut);
            print_number(out, boxes[b][s], point, thousands);
            fprintf(out, "\"");
        }
        fprintf(out, "\n");
    }
    fclose(out);
    return text;
}

static void the_country_of_a_table_changes_no_number(void **state)
{
    (void)state;
    static const struct {
        char cut;
        char point;
        const char *thousands;
    } countries[] = {{';', ',', ""},  {';', ',', "."},           {',', '.', ","},
                     {',', ',', "."}, {'\t', '.', "'"},          {';', ',', "\xc2\xa0"},
                     {';', ',', " "}, {';', ',', "\xe2\x80\xaf"}};
    struct qa_random random;
    qa_random_init(&random, 11, 0);
    for (int round = 0; round < 20; round++) {
        uint64_t boxes[N_BOXES][SIDES];
        struct run want;
        for (size_t i = 0; i < N_BOXES * SIDES; i++) {
            boxes[i / SIDES][i % SIDES] = 1 + qa_random_below(&random, 300000);
        }
        char *csv = table_of(boxes, ',', '.', "");
        assert_int_equal(read_csv(&want, csv, QA_DELIVERY, plain), QA_OK);
        char *text = text_of_batch(want.out.delivery);
        assert_int_equal(want.findings.n, 0);
        for (size_t c = 0; c < sizeof countries / sizeof *countries; c++) {
            struct run got;
            char *other =
                table_of(boxes, countries[c].cut, countries[c].point, countries[c].thousands);
            assert_int_equal(read_csv(&got, other, QA_DELIVERY, plain), QA_OK);
            assert_batch(got.out.delivery, text);
            assert_int_equal(got.findings.n > 0, countries[c].point == ',');
            end_run(&got);
            free(other);
        }
        free(text);
        free(csv);
        end_run(&want);
    }
}

static void a_doubt_is_refused_with_its_place(void **state)
{
    (void)state;
    static const struct {
        const char *csv;
        enum qa_decimal decimal;
        const char *code;
        uint64_t line;
    } cases[] = {
        {"item,annotator,label,seconds\na,ann,cat,3\nb,ann,cat,\"1,250\"\n", QA_DECIMAL_UNKNOWN,
         "E170", 3},
        {"item,annotator,label,seconds\na,ann,cat,3.5\nb,ann,cat,\"1,5\"\n", QA_DECIMAL_UNKNOWN,
         "E171", 3},
        {"item;annotator;label;seconds\na;ann;cat;3,5\nb;ann;cat;1.5\n", QA_DECIMAL_UNKNOWN, "E171",
         3},
        {"item;annotator;label;seconds\na;ann;cat;3,5\n", QA_DECIMAL_POINT, "E171", 2},
        {"item,annotator,label,seconds\na,ann,cat,3.5\n", QA_DECIMAL_COMMA, "E171", 2},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct run run;
        const struct qa_read_options options = {.decimal = cases[i].decimal};
        /* The file is read to its end, so that all that is wrong is said at once. */
        assert_int_equal(read_csv(&run, cases[i].csv, QA_DELIVERY, options), QA_OK);
        assert_int_equal(run.findings.total[QA_ERROR], 1);
        const struct qa_finding *last = &run.findings.list[run.findings.n - 1];
        assert_string_equal(last->code, cases[i].code);
        assert_int_equal(last->line, cases[i].line);
        end_run(&run);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_country_of_a_table_changes_no_number),
        cmocka_unit_test(a_doubt_is_refused_with_its_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
