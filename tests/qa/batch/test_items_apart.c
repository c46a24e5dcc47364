/* Annotators who write the items' names in another way are said, and people who answered other
 * items are not. */
#include "tests/qa/formats/tables.h"

#include "qa/base/random.h"

enum { N_ITEMS = 30 };

typedef void writes(FILE *stream, unsigned item);

static void as_file(FILE *stream, unsigned item)
{
    fprintf(stream, "img_%03u.jpg", item);
}

static void in_capitals(FILE *stream, unsigned item)
{
    fprintf(stream, "IMG_%03u.JPG", item);
}

static void in_a_folder(FILE *stream, unsigned item)
{
    fprintf(stream, "images/img_%03u.jpg", item);
}

static void without_zeros(FILE *stream, unsigned item)
{
    fprintf(stream, "img_%u.jpg", item);
}

static void without_suffix(FILE *stream, unsigned item)
{
    fprintf(stream, "img_%03u", item);
}

static void in_first_video(FILE *stream, unsigned item)
{
    fprintf(stream, "video1/img_%03u.jpg", item);
}

static void in_second_video(FILE *stream, unsigned item)
{
    fprintf(stream, "video2/img_%03u.jpg", item);
}

static void of_others(FILE *stream, unsigned item)
{
    fprintf(stream, "img_%03u.jpg", item + N_ITEMS);
}

static size_t n_said(struct qa_random *random, writes *first, writes *second, size_t n_second)
{
    static const char head[] = "item,annotator,label\n";
    char *text = NULL;
    size_t size;
    FILE *stream = open_memstream(&text, &size);
    assert_non_null(stream);
    fprintf(stream, "%s", head);
    for (int a = 0; a < 3; a++) {
        size_t n = a < 2 ? N_ITEMS : n_second;
        for (unsigned i = 0; i < n; i++) {
            (a < 2 ? first : second)(stream, i);
            fprintf(stream, ",ann-%d,%c\n", a, (int)('a' + qa_random_below(random, 3)));
        }
    }
    fclose(stream);
    struct run run;
    assert_int_equal(read_csv(&run, text, QA_DELIVERY, (struct qa_read_options){.shape = NULL}),
                     QA_OK);
    assert_int_equal(run.findings.total[QA_ERROR], 0);
    size_t n = 0;
    for (size_t f = 0; f < run.findings.n; f++) {
        n += strcmp(run.findings.list[f].code, "W809") == 0;
    }
    free(text);
    end_run(&run);
    return n;
}

static void names_of_people_are_said_where_they_look_alike(void **state)
{
    static const struct {
        writes *first, *second;
        size_t n_second;
        size_t n_said;
    } cases[] = {
        {as_file, in_capitals, N_ITEMS, 1},
        {as_file, in_a_folder, N_ITEMS, 1},
        {as_file, without_zeros, N_ITEMS, 1},
        {as_file, without_suffix, N_ITEMS / 2, 1},
        {as_file, as_file, N_ITEMS, 0},
        {as_file, of_others, N_ITEMS, 0},
        {in_first_video, in_second_video, N_ITEMS, 0},
        {as_file, in_capitals, 4, 0}, /* too few to tell */
    };
    struct qa_random random;

    (void)state;
    qa_random_init(&random, 5, 0);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(n_said(&random, cases[i].first, cases[i].second, cases[i].n_second),
                         cases[i].n_said);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_of_people_are_said_where_they_look_alike),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
