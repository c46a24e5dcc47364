/* The form of a label, a blank, a case, a zero behind the point, never moves a figure in silence.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "qa/audit/agreement.h"
#include "qa/base/random.h"
#include "qa/formats/delivery.h"
#include "tests/support/close.h"

enum { ITEMS = 30, ANNOTATORS = 3, CELLS = ITEMS * ANNOTATORS, LONGEST = 40 };

struct cells {
    char label[CELLS][LONGEST];
};

static void put(char label[LONGEST], const char *text)
{
    snprintf(label, LONGEST, "%s", text);
}

/* What a run over cells says. */
struct outcome {
    double alpha;
    size_t n_findings; /* warnings and errors */
    uint64_t n_used;
    char codes[200];
    char text[400]; /* of the last finding */
};

static void write_csv(const struct cells *cells, char path[64])
{
    snprintf(path, 64, "/tmp/labelqa-test-XXXXXX");
    int file = mkstemp(path);
    assert_true(file >= 0);
    FILE *stream = fdopen(file, "w");
    fprintf(stream, "item,annotator,label\n");
    for (int c = 0; c < CELLS; c++) {
        fprintf(stream, "i%d,a%d,\"%s\"\n", c / ANNOTATORS, c % ANNOTATORS, cells->label[c]);
    }
    fclose(stream);
}

static struct outcome measure(const struct cells *cells, struct qa_label_rules rules,
                              const char *missing)
{
    struct outcome out = {.alpha = 0};
    struct qa_arena *arena = qa_arena_new();
    struct qa_findings findings;
    struct qa_deliveries deliveries;
    struct qa_error err = {.code = ""};
    char path[64];
    qa_findings_init(&findings, arena);
    write_csv(cells, path);
    const struct qa_delivery_file file = {.path = path};
    const struct qa_delivery_request request = {
        .files = &file,
        .n_files = 1,
        .labels = rules,
        .options = {.missing = &missing, .n_missing = missing != NULL}};
    assert_int_equal(qa_deliveries_read(&request, arena, &findings, &deliveries, &err), QA_OK);
    unlink(path);
    const struct qa_agreement_request agreement = {.batch = deliveries.delivery,
                                                   .inference = {0.95, 0, 0}};
    struct qa_agreement_result result = qa_agreement(&agreement, arena);
    out.alpha = qa_agreement_find(&result.groups[0], "krippendorff_alpha")->value;
    out.n_used = deliveries.delivery->sources[0].rows_used;
    for (size_t i = 0; i < findings.n; i++) {
        if (findings.list[i].severity != QA_NOTE) {
            out.n_findings++;
            snprintf(out.codes + strlen(out.codes), sizeof out.codes - strlen(out.codes), "%s ",
                     findings.list[i].code);
            snprintf(out.text, sizeof out.text, "%s", findings.list[i].text);
        }
    }
    qa_arena_free(arena);
    return out;
}

static const struct qa_label_rules plain;

static struct cells draw(const char *const *labels, uint32_t n, uint64_t seed)
{
    struct cells cells;
    struct qa_random random;
    qa_random_init(&random, seed, 0);
    for (int c = 0; c < CELLS; c++) {
        snprintf(cells.label[c], LONGEST, "%s", labels[qa_random_below(&random, n)]);
    }
    return cells;
}

/* The label written in another way; false when there is no such way. */
static bool disturb(char *label, int how)
{
    char copy[LONGEST];
    snprintf(copy, sizeof copy, "%s", label);
    bool is_number = label[0] >= '0' && label[0] <= '9';
    switch (how) {
    case 0:
        snprintf(label, LONGEST, "%.30s ", copy);
        return true;
    case 1:
        snprintf(label, LONGEST, "\xc2\xa0%.30s", copy);
        return true;
    case 2:
        snprintf(label, LONGEST, "%.30s.0", copy);
        return is_number;
    case 3:
        label[0] = (char)(label[0] ^ 0x20);
        return !is_number;
    default:
        snprintf(label, LONGEST, "0%.30s", copy);
        return is_number;
    }
}

static void no_form_of_a_label_moves_alpha_in_silence(void **state)
{
    (void)state;
    static const char *const words[] = {"cat", "dog", "traffic light"};
    static const char *const numbers[] = {"1", "2", "3", "4"};
    static const char *const both[] = {"1", "2", "other"};
    for (uint64_t seed = 1; seed <= 20; seed++) {
        const char *const *labels = seed % 3 == 0 ? words : seed % 3 == 1 ? numbers : both;
        struct cells cells = draw(labels, seed % 3 == 1 ? 4 : 3, seed);
        struct outcome before = measure(&cells, plain, NULL);
        assert_int_equal(before.n_findings, 0);
        for (int how = 0; how < 5; how++) {
            struct cells other = cells;
            if (!disturb(other.label[seed * 4], how)) {
                continue;
            }
            struct outcome after = measure(&other, plain, NULL);
            assert_true(after.n_findings > 0);
            assert_int_equal(after.n_used, before.n_used);
            if (how < 2 || (how != 3 && labels == numbers)) {
                assert_identical(after.alpha, before.alpha);
            }
        }
    }
}

static void folding_takes_back_a_change_of_case(void **state)
{
    (void)state;
    static const char *const words[] = {"cat", "dog", "\xc3\xa9tage"};
    struct qa_label_rules fold = {.fold_case = true};
    for (uint64_t seed = 1; seed <= 10; seed++) {
        struct cells cells = draw(words, 3, seed);
        struct cells other = cells;
        struct outcome before = measure(&cells, plain, NULL);
        for (int c = 0; c < CELLS; c++) {
            if (strcmp(cells.label[c], "\xc3\xa9tage") == 0 && c % 2 == 0) {
                put(other.label[c], "E\xcc\x81TAGE");
            }
        }
        struct outcome after = measure(&other, fold, NULL);
        assert_identical(after.alpha, before.alpha);
        assert_string_equal(after.codes, "W136 ");
        after = measure(&other, plain, NULL);
        assert_string_equal(after.codes, "W133 ");
    }
}

static void numbers_are_told_apart_to_their_last_digit(void **state)
{
    (void)state;
    static const char *const numbers[] = {"12345678901234567890", "12345678901234567891"};
    struct cells cells = draw(numbers, 2, 5);
    assert_int_equal(measure(&cells, plain, NULL).n_findings, 0);
    put(cells.label[7], "1234567890123456789.1e1");
    put(cells.label[8], "+12345678901234567890.00");
    struct outcome outcome = measure(&cells, plain, NULL);
    assert_string_equal(outcome.codes, "W132 ");
    assert_non_null(strstr(outcome.text, "as '12345678901234567890'"));
    assert_non_null(strstr(outcome.text, "as '12345678901234567891'"));
}

static void a_scale_of_numbers_makes_numbers_of_some(void **state)
{
    (void)state;
    static const char *const labels[] = {"1", "2", "other"};
    struct cells cells = draw(labels, 3, 2);
    struct cells other = cells;
    const struct qa_label_rules numbers = {.are_numbers = true};
    int at = 0;
    while (strcmp(cells.label[at], "1") != 0) {
        at++;
    }
    put(other.label[at], "1.0");
    assert_string_equal(measure(&other, plain, NULL).codes, "W133 ");
    struct outcome after = measure(&other, numbers, NULL);
    assert_string_equal(after.codes, "W132 ");
    assert_identical(after.alpha, measure(&cells, plain, NULL).alpha);
}

static void words_for_missing_warn_and_are_left_out_on_request(void **state)
{
    (void)state;
    static const char *const labels[] = {"1", "2"};
    static const char *const words[] = {"None", "nan", "NA", "n/a", "-", "NULL", "#N/A", "missing"};
    for (size_t w = 0; w < sizeof words / sizeof *words; w++) {
        struct cells cells = draw(labels, 2, w + 1);
        struct cells blank = cells;
        put(cells.label[10], words[w]);
        put(blank.label[10], "");
        assert_string_equal(measure(&cells, plain, NULL).codes, "W134 ");
        struct outcome after = measure(&cells, plain, words[w]);
        assert_int_equal(after.n_findings, 0);
        assert_int_equal(after.n_used, CELLS - 1);
        assert_identical(after.alpha, measure(&blank, plain, NULL).alpha);
        const char *const declared[] = {"1", "2", words[w]};
        const struct qa_label_rules rules = {.declared = declared, .n_declared = 3};
        assert_int_equal(measure(&cells, rules, NULL).n_findings, 0);
    }
}

static void undeclared_labels_count_or_are_left_out_or_refused(void **state)
{
    (void)state;
    static const char *const labels[] = {"cat", "dog"};
    struct cells cells = draw(labels, 2, 9);
    struct cells blank = cells;
    struct qa_label_rules rules = {.declared = labels, .n_declared = 2};
    put(cells.label[4], "dgo");
    put(blank.label[4], "");
    assert_string_equal(measure(&cells, rules, NULL).codes, "W135 ");
    rules.undeclared = QA_UNDECLARED_EXCLUDE;
    struct outcome after = measure(&cells, rules, NULL);
    assert_string_equal(after.codes, "W135 ");
    assert_int_equal(after.n_used, CELLS - 1);
    assert_identical(after.alpha, measure(&blank, plain, NULL).alpha);
    rules.undeclared = QA_UNDECLARED_ERROR;
    assert_string_equal(measure(&cells, rules, NULL).codes, "E203 ");
}

static void the_declared_form_stays(void **state)
{
    (void)state;
    static const char *const labels[] = {"1", "2"};
    static const char *const declared[] = {"1.0", "2.0"};
    struct cells cells = draw(labels, 2, 3);
    const struct qa_label_rules rules = {.declared = declared, .n_declared = 2};
    struct outcome after = measure(&cells, rules, NULL);
    assert_string_equal(after.codes, "W132 ");
    assert_non_null(strstr(after.text, "as '1.0'"));
}

static void order_and_repeats_within_a_set_mean_nothing(void **state)
{
    (void)state;
    static const char *const sets[] = {"a|b", "c", "a|b|c"};
    static const char *const others[] = {"b | a", "c|c", "c|a| b|"};
    const struct qa_label_rules tags = {.tag_separator = "|"};
    struct cells cells = draw(sets, 3, 4);
    struct cells other = cells;
    for (int c = 0; c < CELLS; c += 2) {
        for (int s = 0; s < 3; s++) {
            if (strcmp(cells.label[c], sets[s]) == 0) {
                put(other.label[c], others[s]);
            }
        }
    }
    assert_identical(measure(&other, tags, NULL).alpha, measure(&cells, plain, NULL).alpha);
    assert_string_equal(measure(&other, plain, NULL).codes, "W133 ");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_form_of_a_label_moves_alpha_in_silence),
        cmocka_unit_test(folding_takes_back_a_change_of_case),
        cmocka_unit_test(numbers_are_told_apart_to_their_last_digit),
        cmocka_unit_test(a_scale_of_numbers_makes_numbers_of_some),
        cmocka_unit_test(words_for_missing_warn_and_are_left_out_on_request),
        cmocka_unit_test(undeclared_labels_count_or_are_left_out_or_refused),
        cmocka_unit_test(the_declared_form_stays),
        cmocka_unit_test(order_and_repeats_within_a_set_mean_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
