/* Samples of lists: ids in one pass, and known items hidden in an order. */
#include <sys/resource.h>

#include "qa/audit/seeding.h"
#include "qa/audit/stream.h"
#include "tests/qa/audit/batches.h"
#include "tests/qa/procurement/text_records.h"

static struct qa_report *draw_ids(struct world *world, unsigned n_ids, unsigned step, uint64_t n)
{
    struct qa_id_stream *stream = qa_id_stream_new(n, 5);
    struct qa_report *report = qa_report_new(world->arena, "sample");
    struct qa_draw draw;
    struct qa_error err;
    for (unsigned i = 0; i < n_ids; i++) {
        const char *id = qa_arena_format(world->arena, "id-%u", i * step % n_ids);
        qa_id_stream_take(stream, id, strlen(id));
    }
    assert_int_equal(qa_id_stream_table(stream, NULL, report, &draw, &err), QA_OK);
    qa_id_stream_free(stream);
    return report;
}

static void a_list_gives_the_same_sample_in_any_order(void **state)
{
    (void)state;
    struct world world = new_world();
    char *first = terminal_text(draw_ids(&world, 1009, 1, 40));
    char *other = terminal_text(draw_ids(&world, 1009, 457, 40));
    assert_string_equal(first, other);
    const struct qa_table *table = qa_report_table(draw_ids(&world, 1009, 1, 40), "sample");
    assert_int_equal(table->n_rows, 40);
    size_t probability = qa_table_column(table, "inclusion_probability");
    assert_close(qa_table_cell(table, 0, probability)->as.real, 40.0 / 1009, 1e-15);
    table = qa_report_table(draw_ids(&world, 7, 1, 40), "sample");
    assert_int_equal(table->n_rows, 7);
    free(first);
    free(other);
    free_world(&world);
}

/* Peak of what the process ever held, in KB. */
static long peak_memory(void)
{
    struct rusage usage;
    assert_int_equal(getrusage(RUSAGE_SELF, &usage), 0);
    return usage.ru_maxrss;
}

static void a_long_list_is_not_held(void **state)
{
    (void)state;
    enum { N_IDS = 5000000, MOST_KB = 4096 };
    struct world world = new_world();
    struct qa_id_stream *stream = qa_id_stream_new(500, 3);
    struct qa_report *report = qa_report_new(world.arena, "sample");
    struct qa_draw draw;
    struct qa_error err;
    long before = peak_memory();
    for (unsigned i = 0; i < N_IDS; i++) {
        char id[] = "image-00000000.jpg";
        for (unsigned rest = i, at = 13; rest > 0; rest /= 10, at--) {
            id[at] = (char)('0' + rest % 10);
        }
        qa_id_stream_take(stream, id, sizeof id - 1);
    }
    assert_true(peak_memory() - before < MOST_KB);
    assert_int_equal(qa_id_stream_table(stream, NULL, report, &draw, &err), QA_OK);
    assert_int_equal(draw.frame, N_IDS);
    assert_int_equal(draw.n, 500);
    qa_id_stream_free(stream);
    free_world(&world);
}

static void an_id_that_comes_twice_is_refused(void **state)
{
    (void)state;
    struct world world = new_world();
    struct qa_id_stream *stream = qa_id_stream_new(5, 1);
    struct qa_report *report = qa_report_new(world.arena, "sample");
    struct qa_draw draw;
    struct qa_error err;
    assert_int_equal(qa_id_stream_table(stream, NULL, report, &draw, &err), QA_USAGE);
    assert_string_equal(err.code, "E302");
    qa_id_stream_free(stream);
    stream = qa_id_stream_new(5, 1);
    qa_id_stream_take(stream, "a", 1);
    qa_id_stream_take(stream, "b", 1);
    qa_id_stream_take(stream, "a", 1);
    assert_int_equal(qa_id_stream_table(stream, NULL, report, &draw, &err), QA_INPUT);
    assert_string_equal(err.code, "E305");
    qa_id_stream_free(stream);
    free_world(&world);
}

static struct qa_records *items(struct world *world, const char *name, unsigned n, bool labeled)
{
    const char *text = labeled ? "item,label\n" : "item\n";
    for (unsigned i = 0; i < n; i++) {
        text = qa_arena_format(world->arena, "%s%s%u%s\n", text, name, i,
                               !labeled      ? ""
                               : i % 10 == 0 ? ",rare"
                                             : ",usual");
    }
    struct qa_records *records = QA_NEW(world->arena, struct qa_records);
    *records = text_records(world->arena, "list.csv", text);
    return records;
}

static void hidden_items_are_spread_and_cover_the_labels(void **state)
{
    (void)state;
    enum { N = 300, N_GOLD = 20, N_REPEATS = 10, N_TASKS = N + N_GOLD + N_REPEATS };
    for (uint64_t seed = 0; seed < 50; seed++) {
        struct world world = new_world();
        const struct qa_seeding_request request = {.order = items(&world, "i", N, false),
                                                   .gold = items(&world, "g", 100, true),
                                                   .n_gold = N_GOLD,
                                                   .n_repeats = N_REPEATS,
                                                   .seed = seed};
        struct qa_report *report = qa_report_new(world.arena, "sample");
        struct qa_report *key_report = qa_report_new(world.arena, "sample");
        struct qa_error err;
        assert_int_equal(qa_seeding(&request, report, key_report, &err), QA_OK);
        const struct qa_table *order = qa_report_table(report, "order");
        const struct qa_table *key = qa_report_table(key_report, "key");
        assert_null(qa_report_table(report, "key"));
        assert_int_equal(order->n_rows, N_TASKS);
        assert_int_equal(key->n_rows, N_GOLD + N_REPEATS);
        unsigned rare = 0;
        unsigned next_item = 0;
        size_t k = 0;
        size_t place_of_task[N_GOLD + N_REPEATS];
        for (size_t t = 0; t < N_TASKS; t++) {
            const char *task = qa_table_cell(order, t, 0)->as.text;
            const char *item = qa_table_cell(order, t, 1)->as.text;
            if (k < key->n_rows && strcmp(task, qa_table_cell(key, k, 0)->as.text) == 0) {
                assert_string_equal(item, qa_table_cell(key, k, 1)->as.text);
                const struct qa_table_cell *label = qa_table_cell(key, k, 3);
                rare += label->present && strcmp(label->as.text, "rare") == 0;
                /* One hidden in each of 30 stretches of 11. */
                assert_int_equal(t / 11, k);
                place_of_task[k++] = t;
            } else {
                assert_string_equal(item, qa_arena_format(world.arena, "i%u", next_item++));
            }
        }
        assert_int_equal(k, N_GOLD + N_REPEATS);
        assert_int_equal(next_item, N);
        assert_int_equal(rare, 10); /* of 10 rare and 90 usual ones, as many as usual */
        for (size_t r = 0; r < key->n_rows; r++) {
            if (!qa_table_cell(key, r, 4)->present) {
                continue;
            }
            size_t first = 0;
            while (strcmp(qa_table_cell(order, first, 0)->as.text,
                          qa_table_cell(key, r, 4)->as.text) != 0) {
                first++;
            }
            assert_string_equal(qa_table_cell(order, first, 1)->as.text,
                                qa_table_cell(key, r, 1)->as.text);
            size_t place = place_of_task[r];
            assert_true((first > place ? first - place : place - first) >= N_TASKS / 4);
        }
        free_world(&world);
    }
}

static void an_order_that_cannot_hide_them_is_refused(void **state)
{
    (void)state;
    struct world world = new_world();
    struct qa_report *report = qa_report_new(world.arena, "sample");
    struct qa_error err;
    struct qa_seeding_request request = {
        .order = items(&world, "i", 20, false), .gold = items(&world, "g", 5, true), .n_gold = 6};
    assert_int_equal(qa_seeding(&request, report, report, &err), QA_INPUT);
    assert_string_equal(err.code, "E306");
    request.n_gold = 5;
    request.n_repeats = 6;
    assert_int_equal(qa_seeding(&request, report, report, &err), QA_INPUT);
    request.n_repeats = 0;
    request.gold = items(&world, "i", 5, true);
    assert_int_equal(qa_seeding(&request, report, report, &err), QA_INPUT);
    assert_int_equal(err.line, 2);
    free_world(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_list_gives_the_same_sample_in_any_order),
        cmocka_unit_test(a_long_list_is_not_held),
        cmocka_unit_test(an_id_that_comes_twice_is_refused),
        cmocka_unit_test(hidden_items_are_spread_and_cover_the_labels),
        cmocka_unit_test(an_order_that_cannot_hide_them_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
