/* Spans and times that count otherwise are said, and bad work is not. */
#include "qa/audit/extents.h"

#include <math.h>

#include "qa/base/random.h"
#include "tests/qa/formats/tables.h"

enum { N_ITEMS = 12, PER_ITEM = 4, MOST = N_ITEMS * PER_ITEM };

struct period {
    double start, end;
    size_t label;
};

static double between(struct qa_random *random, double low, double high)
{
    return low + (high - low) * qa_random_real(random);
}

static void draw(struct qa_random *random, bool is_text, struct period list[MOST])
{
    double at = 0;
    for (size_t i = 0; i < MOST; i++) {
        at = i % PER_ITEM == 0 ? 0 : at;
        double start = at + between(random, 2, 15);
        double end = start + between(random, 2, 12);
        list[i] = is_text ? (struct period){floor(start), floor(start) + floor(end - start), 0}
                          : (struct period){start, end, 0};
        list[i].label = (size_t)qa_random_below(random, 3);
        at = list[i].end;
    }
}

static char *csv_of(const struct period list[MOST], bool is_text, size_t *size)
{
    char *text = NULL;
    FILE *stream = open_memstream(&text, size);
    assert_non_null(stream);
    fprintf(stream, "item,annotator,type,start,end,label\n");
    for (size_t i = 0; i < MOST; i++) {
        fprintf(stream, "%zu,ann,%s,%.*f,%.*f,%c\n", i / PER_ITEM, is_text ? "span" : "segment",
                is_text ? 0 : 6, list[i].start, is_text ? 0 : 6, list[i].end,
                (int)('a' + list[i].label));
    }
    fclose(stream);
    return text;
}

/* The one code from W806 on that is said beside gold; "" for none. Its text. */
static void assert_said(const struct period gold[MOST], const struct period given[MOST],
                        bool is_text, const char *code, const char *words)
{
    size_t size;
    struct run run;
    read_beside_gold(&run, csv_of(given, is_text, &size), csv_of(gold, is_text, &size));
    const struct qa_objects_request look = {
        .batch = {[QA_DELIVERY] = run.out.delivery, [QA_GOLD] = run.out.gold}};
    qa_look_at_extents(&look, &run.findings);
    size_t n = 0;
    for (size_t f = 0; f < run.findings.n; f++) {
        const struct qa_finding *finding = &run.findings.list[f];
        if (strcmp(finding->code, "W806") < 0) {
            continue;
        }
        n++;
        if (strcmp(finding->code, code) != 0 || strstr(finding->text, words) == NULL) {
            fail_msg("%s %s, expected %s ... %s", finding->code, finding->text, code, words);
        }
    }
    assert_int_equal(n, code[0] != '\0');
    end_run(&run);
}

static void another_way_of_counting_is_said(void **state)
{
    static const struct {
        bool is_text;
        double factor, start, end, shake;
        size_t label;
        const char *code, *words;
    } cases[] = {
        {true, 1, 0, -1, 0, 0, "W817", "the last character"},
        {true, 1, 1, 1, 0, 0, "W817", "counted from 1 here"},
        {true, 1, 1, 0, 0, 0, "W817", "counted from 1 here, with ends"},
        {true, 1, 9, 9, 0, 0, "W817", "begin +9 and end +9"},
        {true, 1, 0, 0, 0, 1, "W806", "under other names"},
        {true, 1, 0, 0, 0, 0, "", ""},
        {false, 1000, 0, 0, 0.05, 0, "W818", "milliseconds, the other in seconds"},
        {false, 1.0 / 60, 0, 0, 0.05, 0, "W818", "minutes, the other in seconds"},
        {false, 25, 0, 0, 0.05, 0, "W818", "frames, the other in seconds"},
        {false, 1, 2, 2, 0, 0, "W817", "begin +2 and end +2"},
        {false, 1, 2, 2, 0.02, 0, "W817", "about +2"},
        {false, 1, 0, 0, 0, 1, "W806", "under other names"},
        {false, 1, 0, 0, 0.3, 0, "", ""},
    };
    struct qa_random random;

    (void)state;
    qa_random_init(&random, 12, 0);
    for (size_t i = 0; i < 4 * sizeof cases / sizeof *cases; i++) {
        size_t c = i / 4;
        struct period gold[MOST];
        struct period given[MOST];
        draw(&random, cases[c].is_text, gold);
        for (size_t p = 0; p < MOST; p++) {
            double shake = cases[c].shake;
            given[p] = (struct period){
                cases[c].factor * (gold[p].start + between(&random, -shake, shake)) +
                    cases[c].start,
                cases[c].factor * (gold[p].end + between(&random, -shake, shake)) + cases[c].end,
                (gold[p].label + cases[c].label) % 3};
        }
        assert_said(gold, given, cases[c].is_text, cases[c].code, cases[c].words);
    }
}

/* Marks that are inexact, anywhere, and of the wrong class. */
static void bad_work_is_no_other_way(void **state)
{
    struct qa_random random;

    (void)state;
    qa_random_init(&random, 13, 0);
    for (int round = 0; round < 100; round++) {
        bool is_text = round % 2 == 0;
        struct period gold[MOST];
        struct period given[MOST];
        draw(&random, is_text, gold);
        draw(&random, is_text, given);
        double anywhere = qa_random_real(&random);
        double wrong = qa_random_real(&random);
        double shake = between(&random, 0, 4);
        for (size_t p = 0; p < MOST; p++) {
            if (qa_random_real(&random) >= anywhere) {
                double start = fmax(0, gold[p].start + between(&random, -shake, shake));
                double end = fmax(start + 1, gold[p].end + between(&random, -shake, shake));
                given[p] = (struct period){is_text ? floor(start) : start,
                                           is_text ? floor(start) + ceil(end - start) : end,
                                           gold[p].label};
            }
            if (qa_random_real(&random) < wrong) {
                given[p].label = (size_t)qa_random_below(&random, 3);
            }
        }
        assert_said(gold, given, is_text, "", "");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(another_way_of_counting_is_said),
        cmocka_unit_test(bad_work_is_no_other_way),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
