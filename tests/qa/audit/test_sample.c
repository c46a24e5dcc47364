#include "qa/audit/draw.h"
#include "qa/audit/sample.h"
#include "qa/base/hash.h"
#include "tests/qa/audit/batches.h"
#include "tests/qa/procurement/text_records.h"

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
    static const char *const codes[][2] = {{"123456789012", "h23456789012"},
                                           {"012e45678901", "g12e45678901"},
                                           {"12e45e678901", "12e45e678901"},
                                           {"e12345678901", "e12345678901"},
                                           {"1234f5678901", "1234f5678901"}};
    for (size_t c = 0; c < sizeof codes / sizeof *codes; c++) {
        char code[13];
        memcpy(code, codes[c][0], 13);
        qa_code_as_text(code);
        assert_string_equal(code, codes[c][1]);
    }
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
    static const char *const columns[] = {"order",    "id",      "lot",     "lot_size",
                                          "stratum",  "item",    "vendor",  "inclusion_probability",
                                          "question", "gold",    "verdict", "stratum_size",
                                          "severity", "comment", "check",   "design",
                                          "sheet"};
    struct world world = new_world();
    const struct qa_batch *batch = BATCH(&world, rows);
    struct qa_sample sample = draw(&world, batch, 5, QA_STRATUM_LABEL, 1);
    assert_string_equal(sample.strata[0].name, "cat");
    assert_string_equal(sample.strata[0].lot, "all");
    for (int show = 0; show < 2; show++) {
        struct qa_report *report = qa_report_new(world.arena, "sample");
        const struct qa_sample_sheet sheet = {
            .sample = &sample, .delivery = batch, .show_answers = show == 1};
        qa_sample_tables(&sheet, report);
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

/* Answers of two annotators to each of 300 items, one in three of them split. */
static const struct qa_batch *doubled(struct world *world)
{
    struct given *rows = QA_ARRAY(world->arena, struct given, 600);
    for (unsigned i = 0; i < 600; i++) {
        rows[i] = (struct given){.annotator = i % 2 == 0 ? "ann" : "ben",
                                 .item = qa_arena_format(world->arena, "item-%u", i / 2),
                                 .batch = qa_arena_format(world->arena, "b%u", i / 2 % 10),
                                 .label = i % 6 == 1 ? "cat" : "dog"};
    }
    return make_batch(world, rows, 600, NULL, LISTS_ITEMS);
}

static void split_items_can_be_drawn_more_often_and_are_weighed_back(void **state)
{
    (void)state;
    struct world world = new_world();
    const struct qa_batch *batch = doubled(&world);
    const struct qa_sample_request request = {.delivery = batch,
                                              .question = QA_NONE,
                                              .n = 100,
                                              .stratify = QA_STRATUM_AGREEMENT,
                                              .allocation = QA_EQUAL,
                                              .seed = 4};
    struct qa_sample sample;
    struct qa_error err;
    assert_int_equal(qa_sample(&request, world.arena, &sample, &err), QA_OK);
    assert_int_equal(sample.n_strata, 2);
    assert_string_equal(sample.strata[0].name, "split");
    assert_int_equal(sample.strata[0].size, 200);
    assert_int_equal(sample.strata[0].n, 50);
    double expansion = 0;
    for (size_t i = 0; i < sample.n_units; i++) {
        expansion += 1 / sample.units[i].inclusion_probability;
    }
    assert_close(expansion, 600, 1e-9);
    free_world(&world);
}

static void certainty_makes_strata_and_their_expected_rates(void **state)
{
    (void)state;
    struct world world = new_world();
    const struct qa_batch *batch = doubled(&world);
    double *certainty = QA_ARRAY(world.arena, double, 300);
    for (int i = 0; i < 300; i++) {
        certainty[i] = i % 3 == 0 ? 0.5 : 0.998;
    }
    struct qa_sample_request request = {.delivery = batch,
                                        .question = QA_NONE,
                                        .n = 60,
                                        .stratify = QA_STRATUM_CERTAINTY,
                                        .certainty = certainty,
                                        .allocation = QA_NEYMAN,
                                        .seed = 4};
    struct qa_sample sample;
    struct qa_error err;
    assert_int_equal(qa_sample(&request, world.arena, &sample, &err), QA_OK);
    assert_int_equal(sample.n_strata, 2);
    assert_string_equal(sample.strata[0].name, "posterior below 0.6");
    /* 200 x 0.5 against 400 x sqrt(0.002 x 0.998) = 17.87: 60 x 100 / 117.87 = 50.9 */
    assert_int_equal(sample.strata[0].n, 51);
    request.stratify = QA_STRATUM_BATCH;
    request.certainty = NULL;
    assert_int_equal(qa_sample(&request, world.arena, &sample, &err), QA_USAGE);
    assert_string_equal(err.code, "E304");
    free_world(&world);
}

static void whole_batches_are_drawn_as_clusters(void **state)
{
    (void)state;
    struct world world = new_world();
    const struct qa_batch *batch = doubled(&world);
    struct qa_sample_request request = {.delivery = batch,
                                        .question = QA_NONE,
                                        .n = 3,
                                        .design = QA_SAMPLE_CLUSTER,
                                        .cluster_by = QA_STRATUM_BATCH};
    struct qa_error err;
    unsigned times[10] = {0};
    enum { DRAWS = 2000 };
    for (uint64_t seed = 0; seed < DRAWS; seed++) {
        struct qa_arena_mark mark = qa_arena_mark(world.arena);
        struct qa_sample sample;
        bool seen[10] = {false};
        request.seed = seed;
        assert_int_equal(qa_sample(&request, world.arena, &sample, &err), QA_OK);
        assert_int_equal(sample.n_units, 180);
        for (size_t i = 0; i < sample.n_units; i++) {
            assert_int_equal(sample.units[i].n_clusters, 10);
            assert_close(sample.units[i].inclusion_probability, 0.3, 1e-15);
            seen[sample.units[i].cluster[1] - '0'] = true;
        }
        for (int b = 0; b < 10; b++) {
            times[b] += seen[b];
        }
        qa_arena_reset(world.arena, mark);
    }
    /* 600 each, standard deviation 20.5 */
    for (int b = 0; b < 10; b++) {
        assert_in_range(times[b], 500, 700);
    }
    request.stratify = QA_STRATUM_LABEL;
    struct qa_sample sample;
    assert_int_equal(qa_sample(&request, world.arena, &sample, &err), QA_USAGE);
    free_world(&world);
}

static void a_top_up_adds_without_drawing_again(void **state)
{
    (void)state;
    struct world world = new_world();
    const struct qa_batch *batch = make_batch(&world, answers(&world), N_ROWS, NULL, LISTS_ITEMS);
    struct qa_sample first = draw(&world, batch, 40, QA_STRATUM_BATCH, 3);
    const char **ids = QA_ARRAY(world.arena, const char *, 40);
    for (size_t i = 0; i < 40; i++) {
        ids[i] = first.units[i].id;
    }
    for (uint64_t seed = 3; seed < 5; seed++) {
        struct qa_sample_request request = {.delivery = batch,
                                            .question = QA_NONE,
                                            .n = 25,
                                            .stratify = QA_STRATUM_BATCH,
                                            .earlier = ids,
                                            .n_earlier = 40,
                                            .seed = seed};
        struct qa_sample more;
        struct qa_error err;
        assert_int_equal(qa_sample(&request, world.arena, &more, &err), QA_OK);
        assert_int_equal(more.n_units, 25);
        struct qa_sample whole = draw(&world, batch, 65, QA_STRATUM_BATCH, seed);
        size_t in_whole = 0;
        for (size_t i = 0; i < 25; i++) {
            for (size_t j = 0; j < 40; j++) {
                assert_string_not_equal(more.units[i].id, ids[j]);
            }
        }
        for (size_t j = 0; j < 65; j++) {
            for (size_t i = 0; i < 40; i++) {
                in_whole += strcmp(ids[i], whole.units[j].id) == 0;
                in_whole += i < 25 && strcmp(more.units[i].id, whole.units[j].id) == 0;
            }
        }
        /* By the same seed the two together are the larger sample. */
        assert_true(seed == 3 ? in_whole == 65 : in_whole < 45);
        request.design = QA_SAMPLE_SYSTEMATIC;
        assert_int_equal(qa_sample(&request, world.arena, &more, &err), QA_USAGE);
        request.design = QA_SAMPLE_SIMPLE;
        ids[0] = seed == 4 ? "0123456789ab" : ids[0];
        assert_int_equal(qa_sample(&request, world.arena, &more, &err),
                         seed == 4 ? QA_USAGE : QA_OK);
    }
    free_world(&world);
}

static void auditors_share_the_rows_and_meet_on_the_overlap(void **state)
{
    (void)state;
    struct world world = new_world();
    const struct qa_batch *batch = make_batch(&world, answers(&world), N_ROWS, NULL, LISTS_ITEMS);
    struct qa_sample sample = draw(&world, batch, 60, 0, 1);
    const char *const auditors[] = {"x", "y", "z"};
    const struct qa_sample_sheet sheet = {.sample = &sample,
                                          .delivery = batch,
                                          .auditors = auditors,
                                          .n_auditors = 3,
                                          .overlap = 0.2};
    size_t n;
    struct qa_sheet_row *rows = qa_sample_rows(&sheet, &n, world.arena);
    assert_int_equal(n, 72);
    unsigned of_auditor[3] = {0};
    unsigned pairs = 0; /* bits of the pairs that met */
    for (size_t i = 0; i < n; i++) {
        of_auditor[rows[i].auditor[0] - 'x']++;
        if (i > 0 && rows[i].unit == rows[i - 1].unit) {
            assert_string_not_equal(rows[i].auditor, rows[i - 1].auditor);
            pairs |= 1U << (rows[i].auditor[0] + rows[i - 1].auditor[0] - 2 * 'x');
        }
    }
    assert_int_equal(pairs, 0xE);
    for (int a = 0; a < 3; a++) {
        assert_in_range(of_auditor[a], 22, 26);
    }
    assert_int_equal(qa_sample_doubles(&sheet), 12);
    struct qa_report *report = qa_report_new(world.arena, "sample");
    qa_sample_tables(&sheet, report);
    const struct qa_table *table = qa_report_table(report, "sample");
    size_t is_double = qa_table_column(table, "double_audit");
    unsigned marked = 0;
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(qa_table_cell(table, i, is_double)->present, rows[i].turn != NULL);
        marked += rows[i].turn != NULL;
    }
    assert_int_equal(marked, 24);
    assert_string_equal(qa_image_link("https://h/{item}?x", "a b", world.arena), "https://h/a b?x");
    assert_string_equal(qa_image_link("dir", "a", world.arena), "dir/a");
    free_world(&world);
}

static const char *setting(const struct qa_report *report, const char *name)
{
    const struct qa_table *draw = qa_report_table(report, "draw");
    for (size_t r = 0; r < draw->n_rows; r++) {
        if (strcmp(qa_table_cell(draw, r, 0)->as.text, name) == 0) {
            return qa_table_cell(draw, r, 1)->as.text;
        }
    }
    return "";
}

static void a_draw_is_told_by_its_sheet_and_back(void **state)
{
    (void)state;
    struct world world = new_world();
    const struct qa_batch *batch = make_batch(&world, answers(&world), N_ROWS, NULL, LISTS_ITEMS);
    struct qa_sample sample = draw(&world, batch, 60, QA_STRATUM_ANNOTATOR, 9);
    const struct qa_sample_sheet sheet = {.sample = &sample, .delivery = batch};
    struct qa_report *report = qa_report_new(world.arena, "sample");
    qa_sample_tables(&sheet, report);
    assert_string_equal(setting(report, "work sheet"), sample.sheet);
    assert_string_equal(setting(report, "lots"), "2");
    assert_string_equal(setting(report, "strata"), "4");
    assert_string_equal(setting(report, "answers"), "400");
    assert_string_equal(setting(report, "drawn"), "60");
    assert_string_equal(setting(report, "seed"), "9");
    const char *text = "id,lot,lot_size,stratum,design,sheet\n";
    for (size_t i = 0; i < sample.n_units; i++) {
        const struct qa_sample_unit *unit = &sample.units[i];
        text = qa_arena_format(world.arena, "%s%s,%s,%u,%s,simple,%s\n", text, unit->id, unit->lot,
                               (unsigned)unit->lot_size, unit->stratum, sample.sheet);
    }
    const struct qa_records records = text_records(world.arena, "sheet.csv", text);
    const struct qa_records bare = text_records(world.arena, "bare.csv", "item,verdict\na,wrong\n");
    const struct qa_records *const sheets[] = {&bare, &records};
    struct qa_report *back = qa_report_new(world.arena, "judge");
    qa_draw_of_sheets(sheets, 1, back);
    assert_null(qa_report_table(back, "draw"));
    qa_draw_of_sheets(sheets, 2, back);
    const struct qa_table *table = qa_report_table(back, "draw");
    assert_int_equal(table->n_rows, 1);
    assert_string_equal(qa_table_cell(table, 0, 0)->as.text, sample.sheet);
    static const uint64_t counts[] = {2, 4, 400, 60, 0};
    for (size_t c = 0; c < 5; c++) {
        assert_int_equal(qa_table_cell(table, 0, c + 2)->as.count, counts[c]);
    }
    free_world(&world);
}

/* Of a sheet of 30 rows: as drawn, with a cell changed, a row too many, a row too few. */
static void a_sheet_is_verified_cell_by_cell(void **state)
{
    (void)state;
    struct world world = new_world();
    const struct qa_batch *batch = make_batch(&world, answers(&world), N_ROWS, NULL, LISTS_ITEMS);
    struct qa_sample sample = draw(&world, batch, 30, 0, 2);
    const struct qa_sample_sheet sheet = {.sample = &sample, .delivery = batch};
    struct qa_report *report = qa_report_new(world.arena, "sample");
    qa_sample_tables(&sheet, report);
    const struct qa_table *drawn = qa_report_table(report, "sample");
    struct qa_print_options options = {.format = QA_FORMAT_CSV, .digits = -1, .table = "sample"};
    for (unsigned change = 0; change < 4; change++) {
        char *text = NULL;
        size_t size = 0;
        FILE *stream = open_memstream(&text, &size);
        struct qa_error err;
        assert_int_equal(qa_report_print(report, &options, stream, &err), QA_OK);
        assert_int_equal(fclose(stream), 0);
        char *last = strrchr(text, ',') + 1;
        if (change == 1) {
            memcpy(last, "zz", 2);
        }
        const char *all = text;
        if (change > 1) {
            *last = '\0';
            char *begin = strrchr(text, '\n') + 1;
            const char *row = qa_arena_format(world.arena, "%sx\n", begin);
            *begin = '\0';
            all = change == 2 ? text : qa_arena_format(world.arena, "%s%s%s", text, row, row);
        }
        const struct qa_records records = text_records(world.arena, "sheet.csv", all);
        const struct qa_sheet_proof proof = {drawn, &records, "seed 2", "delivery"};
        struct qa_report *verified = qa_report_new(world.arena, "sample");
        bool same;
        assert_int_equal(qa_sample_verify(&proof, &same, verified, &err), QA_OK);
        /* The third misses a row; the fourth has it twice, with a check code that does not fit. */
        static const size_t differences[] = {0, 1, 1, 2};
        assert_int_equal(qa_report_table(verified, "differences")->n_rows, differences[change]);
        assert_int_equal(same, change == 0);
        free(text);
    }
    free_world(&world);
}

static void names_that_nobody_has_and_sizes_alike_are_refused(void **state)
{
    (void)state;
    static const struct given rows[] = {{.item = "1", .label = "x"}, {.item = "2", .label = "x"}};
    static const double sizes[] = {2, 2};
    struct world world = new_world();
    const struct qa_sample_request requests[] = {
        {.stratify = QA_STRATUM_VENDOR},
        {.stratify = QA_STRATUM_BATCH | QA_STRATUM_LABEL},
        {.design = QA_SAMPLE_CLUSTER, .cluster_by = QA_STRATUM_ANNOTATOR},
        {.design = QA_SAMPLE_PPS, .size = sizes}};
    for (size_t r = 0; r < sizeof requests / sizeof *requests; r++) {
        struct qa_sample_request request = requests[r];
        struct qa_sample sample;
        struct qa_error err;
        request.delivery = BATCH(&world, rows);
        request.question = QA_NONE;
        request.n = 1;
        assert_int_equal(qa_sample(&request, world.arena, &sample, &err), QA_USAGE);
        assert_string_equal(err.code, "E304");
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
        cmocka_unit_test(split_items_can_be_drawn_more_often_and_are_weighed_back),
        cmocka_unit_test(certainty_makes_strata_and_their_expected_rates),
        cmocka_unit_test(whole_batches_are_drawn_as_clusters),
        cmocka_unit_test(a_top_up_adds_without_drawing_again),
        cmocka_unit_test(a_draw_is_told_by_its_sheet_and_back),
        cmocka_unit_test(a_sheet_is_verified_cell_by_cell),
        cmocka_unit_test(names_that_nobody_has_and_sizes_alike_are_refused),
        cmocka_unit_test(auditors_share_the_rows_and_meet_on_the_overlap),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
