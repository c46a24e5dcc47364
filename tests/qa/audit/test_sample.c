#include "qa/audit/sample.h"
#include "qa/base/hash.h"
#include "tests/qa/audit/batches.h"

enum { N_ROWS = 400 };

/* Vendor "big" has 300 answers of three annotators, "small" 100 of one. */
static struct given *answers(struct world *world)
{
    struct given *rows = QA_ARRAY(world->arena, struct given, N_ROWS);
    for (unsigned i = 0; i < N_ROWS; i++) {
        bool big = i < 300;
        rows[i] = (struct given){.vendor = big ? "big" : "small",
                                 .annotator =
                                     big ? qa_arena_format(world->arena, "ann-%u", i % 3) : "ann-0",
                                 .item = qa_arena_format(world->arena, "item-%u", i),
                                 .batch = i % 10 == 0 ? "first" : "second",
                                 .label = i % 4 == 0 ? "cat" : "dog"};
    }
    return rows;
}

static struct qa_sample draw(struct world *world, const struct qa_batch *batch, uint64_t n,
                             unsigned stratify, uint64_t seed)
{
    const struct qa_sample_request request = {
        .delivery = batch, .question = QA_NONE, .n = n, .stratify = stratify, .seed = seed};
    struct qa_sample sample;
    struct qa_error err;
    assert_int_equal(qa_sample(&request, world->arena, &sample, &err), QA_OK);
    return sample;
}

static uint64_t total(const struct qa_sample *sample)
{
    uint64_t n = 0;
    for (size_t s = 0; s < sample->n_strata; s++) {
        n += sample->strata[s].n;
    }
    return n;
}

static void allocation_is_proportional_and_adds_up(void **state)
{
    (void)state;
    struct world world = new_world();
    const struct qa_batch *batch = make_batch(&world, answers(&world), N_ROWS, NULL, LISTS_ITEMS);
    for (uint64_t n = 1; n <= N_ROWS + 10; n += 13) {
        struct qa_sample sample =
            draw(&world, batch, n, QA_STRATUM_ANNOTATOR | QA_STRATUM_LABEL, 1);
        assert_int_equal(total(&sample), n < N_ROWS ? n : N_ROWS);
        assert_int_equal(sample.n_units, total(&sample));
        assert_int_equal(sample.n_strata, 8);
        for (size_t s = 0; s < sample.n_strata; s++) {
            double share = (double)sample.strata[s].size * (double)sample.n_units / N_ROWS;
            assert_true(fabs((double)sample.strata[s].n - share) < 1);
        }
    }
    struct qa_sample sample = draw(&world, batch, 40, 0, 1);
    assert_int_equal(sample.n_strata, 2);
    assert_string_equal(sample.strata[0].lot, "big");
    assert_string_equal(sample.strata[0].name, "all");
    assert_int_equal(sample.strata[0].n, 30);
    assert_int_equal(sample.strata[1].n, 10);
    free_world(&world);
}

static void units_carry_their_sizes_and_probabilities(void **state)
{
    (void)state;
    struct world world = new_world();
    const struct qa_batch *batch = make_batch(&world, answers(&world), N_ROWS, NULL, LISTS_ITEMS);
    struct qa_sample sample = draw(&world, batch, 60, QA_STRATUM_VENDOR | QA_STRATUM_BATCH, 3);
    bool *drawn = QA_ARRAY(world.arena, bool, N_ROWS);
    double expansion = 0;
    assert_int_equal(sample.frame_size, N_ROWS);
    assert_string_equal(sample.strata[0].name, "big / first");
    for (size_t i = 0; i < sample.n_units; i++) {
        const struct qa_sample_unit *unit = &sample.units[i];
        assert_int_equal(unit->order, i + 1);
        assert_false(drawn[unit->answer]);
        drawn[unit->answer] = true;
        assert_int_equal(unit->lot_size, strcmp(unit->lot, "big") == 0 ? 300 : 100);
        assert_close(unit->inclusion_probability,
                     (double)unit->stratum_n / (double)unit->stratum_size, 1e-15);
        expansion += 1 / unit->inclusion_probability;
    }
    /* Horvitz and Thompson: weights of a full stratification add up to the frame. */
    assert_close(expansion, N_ROWS, 1e-12);
    free_world(&world);
}

static void the_sample_depends_on_seed_and_delivery_only(void **state)
{
    (void)state;
    struct world world = new_world();
    const struct given *rows = answers(&world);
    const struct qa_batch *batch = make_batch(&world, rows, N_ROWS, NULL, LISTS_ITEMS);
    struct qa_sample first = draw(&world, batch, 50, QA_STRATUM_ANNOTATOR, 7);
    for (uint64_t seed = 1; seed < 4; seed++) {
        struct world fresh = new_world();
        uint64_t *order = QA_ARRAY(fresh.arena, uint64_t, N_ROWS);
        shuffle(order, N_ROWS, seed);
        const struct qa_batch *shuffled = make_batch(&fresh, rows, N_ROWS, order, LISTS_ITEMS);
        struct qa_sample again = draw(&fresh, shuffled, 50, QA_STRATUM_ANNOTATOR, 7);
        for (size_t i = 0; i < 50; i++) {
            assert_string_equal(first.units[i].id, again.units[i].id);
            assert_string_equal(first.units[i].stratum, again.units[i].stratum);
        }
        free_world(&fresh);
    }
    struct qa_sample other = draw(&world, batch, 50, QA_STRATUM_ANNOTATOR, 8);
    size_t same = 0;
    for (size_t i = 0; i < 50; i++) {
        same += strcmp(first.units[i].id, other.units[i].id) == 0;
    }
    assert_true(same < 10);
    free_world(&world);
}

static void every_answer_is_as_likely(void **state)
{
    (void)state;
    struct world world = new_world();
    const struct qa_batch *batch = make_batch(&world, answers(&world), N_ROWS, NULL, LISTS_ITEMS);
    unsigned *times = QA_ARRAY(world.arena, unsigned, N_ROWS);
    enum { DRAWS = 400 };
    for (uint64_t seed = 0; seed < DRAWS; seed++) {
        struct qa_sample sample = draw(&world, batch, 100, 0, seed);
        for (size_t i = 0; i < sample.n_units; i++) {
            times[sample.units[i].answer]++;
        }
    }
    /* Binomial (400, 1/4) each: 100, standard deviation 8.7; all within 5 of them. */
    for (size_t a = 0; a < N_ROWS; a++) {
        assert_in_range(times[a], 57, 143);
    }
    free_world(&world);
}

static void an_id_is_the_hash_of_the_four_names(void **state)
{
    (void)state;
    static const struct given rows[] = {
        {.vendor = "v", .annotator = "a", .item = "i", .question = "q", .label = "x"}};
    static const char key[] = "v\0q\0i\0a";
    struct world world = new_world();
    char id[13];
    char hex[65];
    qa_sample_unit_id(BATCH(&world, rows), 0, id);
    qa_sha256_hex(key, sizeof key, hex);
    hex[12] = '\0';
    assert_string_equal(id, hex);
    free_world(&world);
}

static void several_questions_have_to_be_chosen_from(void **state)
{
    (void)state;
    static const struct given rows[] = {{.item = "1", .question = "q", .label = "x"},
                                        {.item = "1", .question = "p", .label = "x"}};
    struct world world = new_world();
    struct qa_sample_request request = {
        .delivery = BATCH(&world, rows), .question = QA_NONE, .n = 1};
    struct qa_sample sample;
    struct qa_error err;
    assert_int_equal(qa_sample(&request, world.arena, &sample, &err), QA_USAGE);
    assert_string_equal(err.code, "E301");
    assert_non_null(strstr(err.text, "'p', 'q'"));
    request.question = id_of(world.names->questions, "q");
    assert_int_equal(qa_sample(&request, world.arena, &sample, &err), QA_OK);
    assert_int_equal(sample.frame_size, 1);
    free_world(&world);
}

static void an_empty_sample_or_frame_is_refused(void **state)
{
    (void)state;
    static const struct given rows[] = {{.item = "1", .question = "q", .label = "x"}};
    struct world world = new_world();
    struct qa_sample_request request = {
        .delivery = BATCH(&world, rows), .question = QA_NONE, .n = 0};
    struct qa_sample sample;
    struct qa_error err;
    assert_int_equal(qa_sample(&request, world.arena, &sample, &err), QA_USAGE);
    assert_string_equal(err.code, "E302");
    request.n = 1;
    request.question = qa_strings_intern_text(world.names->questions, "unasked");
    assert_int_equal(qa_sample(&request, world.arena, &sample, &err), QA_USAGE);
    assert_string_equal(err.code, "E302");
    request.delivery = make_batch(&world, rows, 0, NULL, LISTS_ITEMS);
    request.question = QA_NONE;
    assert_int_equal(qa_sample(&request, world.arena, &sample, &err), QA_USAGE);
    free_world(&world);
}

static void the_sheet_hides_answers_unless_asked(void **state)
{
    (void)state;
    static const struct given rows[] = {
        {.annotator = "a", .item = "1", .label = "dog", .x = 9, .width = 2, .height = 2},
        {.annotator = "a", .item = "1", .label = "cat", .width = 2, .height = 2}};
    static const char *const columns[] = {"order",    "id",     "lot",     "lot_size",
                                          "stratum",  "item",   "vendor",  "inclusion_probability",
                                          "question", "gold",   "verdict", "stratum_size",
                                          "severity", "comment"};
    struct world world = new_world();
    const struct qa_batch *batch = BATCH(&world, rows);
    struct qa_sample sample = draw(&world, batch, 5, QA_STRATUM_LABEL, 1);
    assert_string_equal(sample.strata[0].name, "cat");
    assert_string_equal(sample.strata[0].lot, "all");
    for (int show = 0; show < 2; show++) {
        struct qa_report *report = qa_report_new(world.arena, "sample");
        qa_sample_tables(&sample, batch, show == 1, report);
        const struct qa_table *table = qa_report_table(report, "sample");
        size_t given = qa_table_column(table, "given");
        assert_int_equal(given != SIZE_MAX, show);
        for (size_t c = 0; c < sizeof columns / sizeof *columns; c++) {
            assert_true(qa_table_column(table, columns[c]) != SIZE_MAX);
        }
        if (show == 1) {
            assert_string_equal(qa_table_cell(table, 0, given)->as.text, "cat, dog");
        }
        free(terminal_text(report));
    }
    free_world(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(allocation_is_proportional_and_adds_up),
        cmocka_unit_test(units_carry_their_sizes_and_probabilities),
        cmocka_unit_test(the_sample_depends_on_seed_and_delivery_only),
        cmocka_unit_test(every_answer_is_as_likely),
        cmocka_unit_test(an_id_is_the_hash_of_the_four_names),
        cmocka_unit_test(several_questions_have_to_be_chosen_from),
        cmocka_unit_test(an_empty_sample_or_frame_is_refused),
        cmocka_unit_test(the_sheet_hides_answers_unless_asked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
