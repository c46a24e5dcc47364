#include <unistd.h>

#include "qa/score/sums.h"
#include "qa/stats/special.h"
#include "tests/qa/score/random_delivery.h"

enum { N_ITEMS = 60, PARTS_MAX = 5 };

/* A file of its own for each test. */
struct file {
    char path[64];
};

static struct file write_file(const char *text, size_t size)
{
    struct file file = {"/tmp/labelqa-sums-XXXXXX"};
    int descriptor = mkstemp(file.path);
    assert_true(descriptor >= 0);
    assert_int_equal(write(descriptor, text, size), size);
    assert_int_equal(close(descriptor), 0);
    return file;
}

static char *text_of(const struct qa_score_result *result)
{
    char *text = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&text, &size);
    assert_non_null(stream);
    qa_sums_write(result, stream);
    assert_int_equal(fclose(stream), 0);
    return text;
}

struct division {
    uint64_t seed;
    bool against_gold;
    unsigned groupings;
    const unsigned *part_of; /* of each item */
};

/* The sums of one part, as a process that saw only that part would write them; malloc'ed. */
static char *part_text(const struct division *division, unsigned part)
{
    struct world world = new_world();
    world.undelivered = QA_UNDELIVERED_IGNORED; /* other parts have the other items */
    struct random_rows *all = random_rows_new(division->seed, N_ITEMS, world.arena);
    struct random_rows *kept = QA_NEW(world.arena, struct random_rows);
    kept->n_gold = keep_part(all->gold, all->n_gold, division->part_of, part, kept->gold);
    kept->n_delivered =
        keep_part(all->delivered, all->n_delivered, division->part_of, part, kept->delivered);
    const struct qa_batch *gold = make_batch(&world, kept->gold, kept->n_gold, NULL, LISTS_ITEMS);
    const struct qa_batch *delivery =
        make_batch(&world, kept->delivered, kept->n_delivered, NULL, LISTS_ITEMS);
    const struct qa_scores_request request = {
        .comparison =
            compare_batches(&world, delivery, division->against_gold ? gold : NULL, 0, false),
        .groupings = division->groupings};
    struct qa_score_result result = qa_score_comparison(&request, world.arena);
    char *text = text_of(&result);
    free_world(&world);
    return text;
}

static struct qa_score_result read_text(const char *text, struct qa_arena *arena)
{
    struct file file = write_file(text, strlen(text));
    struct qa_score_result result;
    struct qa_error err = {0};
    enum qa_status status = qa_sums_read(qa_arena_text(arena, file.path), arena, &result, &err);
    assert_int_equal(unlink(file.path), 0);
    if (status != QA_OK) {
        fail_msg("%s:%llu: %s", err.file, (unsigned long long)err.line, err.text);
    }
    return result;
}

static void what_is_read_back_writes_the_same_bytes(void **state)
{
    (void)state;
    static const unsigned one_part[N_ITEMS] = {0};
    for (uint64_t seed = 0; seed < 4; seed++) {
        struct qa_arena *arena = qa_arena_new();
        const struct division division = {seed, seed % 2 == 0,
                                          QA_SCORES_USUAL | QA_SCORES_BY(QA_SCORE_ITEM), one_part};
        char *text = part_text(&division, 0);
        struct qa_score_result result = read_text(text, arena);
        char *again = text_of(&result);
        assert_string_equal(again, text);
        assert_true(result.n_rows > 10);
        free(again);
        free(text);
        qa_arena_free(arena);
    }
}

static void parts_merged_in_any_order_are_one_run(void **state)
{
    (void)state;
    struct qa_random random;
    qa_random_init(&random, 31, 0);
    static const unsigned one_part[N_ITEMS] = {0};
    for (uint64_t seed = 0; seed < 12; seed++) {
        struct qa_arena *arena = qa_arena_new();
        struct division division = {seed, seed % 3 != 0,
                                    seed % 2 != 0 ? QA_SCORES_USUAL
                                                  : QA_SCORES_USUAL | QA_SCORES_BY(QA_SCORE_ITEM),
                                    one_part};
        char *want = part_text(&division, 0);
        unsigned part_of[N_ITEMS];
        unsigned n_parts = 1 + (unsigned)qa_random_below(&random, PARTS_MAX);
        for (size_t i = 0; i < N_ITEMS; i++) {
            part_of[i] = (unsigned)qa_random_below(&random, n_parts);
        }
        division.part_of = part_of;
        uint64_t order[PARTS_MAX];
        shuffle(order, n_parts, seed);
        struct qa_score_result parts[PARTS_MAX];
        static const char *const paths[] = {"a", "b", "c", "d", "e"};
        for (unsigned p = 0; p < n_parts; p++) {
            char *text = part_text(&division, (unsigned)order[p]);
            parts[p] = read_text(text, arena);
            free(text);
        }
        struct qa_score_result merged;
        struct qa_error err = {0};
        assert_int_equal(qa_sums_merge(parts, paths, n_parts, arena, &merged, &err), QA_OK);
        char *got = text_of(&merged);
        assert_string_equal(got, want);
        free(got);
        free(want);
        qa_arena_free(arena);
    }
}

static void merged_figures_are_those_of_one_run(void **state)
{
    (void)state;
    static const unsigned one_part[N_ITEMS] = {0};
    struct qa_arena *arena = qa_arena_new();
    const struct division division = {3, true, QA_SCORES_USUAL, one_part};
    char *text = part_text(&division, 0);
    struct qa_score_result result = read_text(text, arena);
    for (size_t r = 0; r < result.n_rows; r++) {
        for (size_t f = 0; f < result.rows[r].score->n_figures; f++) {
            struct qa_estimate got = qa_score_estimate(&result.rows[r], f, 0.95);
            assert_true(!qa_is_defined(&got) || (got.low <= got.value && got.value <= got.high));
        }
    }
    free(text);
    qa_arena_free(arena);
}

/* ---- what is refused ---- */

/* The text with `from` replaced by `to` where it first stands; malloc'ed. */
static char *replaced(const char *text, const char *from, const char *to)
{
    const char *at = strstr(text, from);
    assert_non_null(at);
    char *out = malloc(strlen(text) + strlen(to) + 1);
    size_t before = (size_t)(at - text);
    assert_non_null(out);
    memcpy(out, text, before);
    memcpy(out + before, to, strlen(to));
    memcpy(out + before + strlen(to), at + strlen(from), strlen(at + strlen(from)) + 1);
    return out;
}

/* Of what stands first in the text. */
static uint64_t line_of(const char *text, const char *what)
{
    const char *at = strstr(text, what);
    uint64_t line = 1;
    assert_non_null(at);
    for (; text < at; text++) {
        line += *text == '\n';
    }
    return line;
}

enum { ITS_LINE = 1000, NEXT_LINE };

static void assert_refused(const char *text, size_t size, const char *code, uint64_t line)
{
    struct qa_arena *arena = qa_arena_new();
    struct file file = write_file(text, size);
    struct qa_score_result result;
    struct qa_error err = {0};
    assert_int_equal(qa_sums_read(file.path, arena, &result, &err), QA_INPUT);
    assert_string_equal(err.code, code);
    assert_string_equal(err.file, file.path);
    if (line > 0) {
        assert_int_equal(err.line, line);
    }
    assert_int_equal(unlink(file.path), 0);
    qa_arena_free(arena);
}

static void damaged_files_are_refused_with_their_place(void **state)
{
    (void)state;
    static const struct {
        const char *from, *to, *code;
        uint64_t line;
    } damages[] = {
        {"labelqa sums\t1", "labelqa sums\t2", "E150", 1},
        {"gold\tclass-aware", "gold\tclass-blind", "E151", 2},
        {"comparison\tgold", "comparison\tsilver", "E151", 2},
        {"groupings\tall\tclass", "groupings\tclass\tall", "E151", 3},
        {"items\t", "items\tabout ", "E151", 4},
        {"items\t", "items\t0\t", "E151", 4},
        {"\nitems\t", "\nthings\t", "E151", 4},
        {"family\tanswers", "family\tguesses", "E152", 5},
        {"(errors) / (trials)", "(errors) / (errors)", "E152", 6},
        {"\tmissed\t", "\tlost\t", "E152", 7},
        {"family\tdetection", "family\tanswers", "E152", 7},
        {"question\tboxes\tbox\t0.5", "question\tboxes\tbox\thalf", "E151", ITS_LINE},
        {"question\tboxes\tbox\t0.5", "question\tboxes\tbox\t0.50", "E151", ITS_LINE},
        {"question\tboxes\tbox", "question\tboxes\tsphere", "E152", ITS_LINE},
        {"question\tboxes\tbox", "question\tzebra\tbox", "E153", NEXT_LINE},
        {"row\tboxes\tdetection", "row\tboxes\tanswers", "E151", ITS_LINE},
        {"row\tboxes\tdetection\tall", "row\tcubes\tdetection\tall", "E151", ITS_LINE},
        {"row\tboxes\tdetection\tclass", "row\tboxes\tdetection\tshape", "E151", 0},
        {"detection\tclass\t\\N\tcar", "detection\tclass\t\\N\tc\\ar", "E151", 0},
        {"detection\tclass\t\\N\tcar", "detection\tclass\t\\N\tzebra", "E153", 0},
        {"detection\tclass\t\\N\tperson", "detection\tclass\t\\N\tcar", "E153", 0},
        {"detection\tsize\t\\N\tsmall", "detection\tsize\t\\N\ttiny", "E151", 0},
        {"end\t", "end\t1", "E154", 0},
        {"\nend\t", "\nend of it\t", "E151", 0},
    };
    static const unsigned one_part[N_ITEMS] = {0};
    const struct division division = {3, true, QA_SCORES_USUAL, one_part};
    char *text = part_text(&division, 0);
    for (size_t d = 0; d < sizeof damages / sizeof *damages; d++) {
        char *damaged = replaced(text, damages[d].from, damages[d].to);
        uint64_t line = damages[d].line;
        if (line >= ITS_LINE) {
            line = line_of(text, damages[d].from) + (line == NEXT_LINE);
        }
        assert_refused(damaged, strlen(damaged), damages[d].code, line);
        free(damaged);
    }
    /* Cut anywhere it is noticed; and so is what follows the end. */
    for (size_t size = 0; size < strlen(text); size += 1 + size / 7) {
        assert_refused(text, size, size < strlen("labelqa sums\t1\n") ? "E150" : "E154", 0);
    }
    char *longer = replaced(text, "\nend\t", "\nend\t");
    longer = realloc(longer, strlen(text) + 2);
    assert_non_null(longer);
    strncat(longer, "\n", 2);
    assert_refused(longer, strlen(longer), "E151", 0);
    free(longer);
    free(text);
}

/* Random bytes changed: refused or read, never a crash, and what is read gives figures. */
static void no_bytes_bring_it_down(void **state)
{
    (void)state;
    static const unsigned one_part[N_ITEMS] = {0};
    const struct division division = {4, true, QA_SCORES_USUAL | QA_SCORES_BY(QA_SCORE_ITEM),
                                      one_part};
    char *text = part_text(&division, 0);
    size_t size = strlen(text);
    char *copy = malloc(size);
    struct qa_random random;
    qa_random_init(&random, 8, 0);
    for (int t = 0; t < 400; t++) {
        struct qa_arena *arena = qa_arena_new();
        memcpy(copy, text, size);
        for (uint64_t changes = 1 + qa_random_below(&random, 3); changes > 0; changes--) {
            static const char bytes[] = "0123456789\t\n \\-Nx";
            copy[qa_random_below(&random, size)] =
                bytes[qa_random_below(&random, sizeof bytes - 1)];
        }
        struct file file = write_file(copy, size);
        struct qa_score_result result;
        struct qa_error err = {0};
        if (qa_sums_read(file.path, arena, &result, &err) == QA_OK) {
            for (size_t r = 0; r < result.n_rows; r++) {
                for (size_t f = 0; f < result.rows[r].score->n_figures; f++) {
                    (void)qa_score_estimate(&result.rows[r], f, 0.95);
                }
            }
        }
        assert_int_equal(unlink(file.path), 0);
        qa_arena_free(arena);
    }
    free(copy);
    free(text);
}

static void parts_that_do_not_fit_are_refused(void **state)
{
    (void)state;
    struct qa_arena *arena = qa_arena_new();
    static const unsigned one_part[N_ITEMS] = {0};
    static const char *const paths[] = {"first", "second"};
    const struct division division = {3, true, QA_SCORES_USUAL, one_part};
    char *text = part_text(&division, 0);
    struct qa_score_result parts[2] = {read_text(text, arena), read_text(text, arena)};
    struct qa_score_result merged;
    struct qa_error err = {0};
    assert_int_equal(qa_sums_merge(parts, paths, 2, arena, &merged, &err), QA_INPUT);
    assert_string_equal(err.code, "E156");
    assert_string_equal(err.file, "second");

    parts[1].items_digest++;
    assert_int_equal(qa_sums_merge(parts, paths, 2, arena, &merged, &err), QA_OK);
    char *other = replaced(text, "box\t0.5", "box\t0.7");
    parts[1] = read_text(other, arena);
    parts[1].items_digest++;
    assert_int_equal(qa_sums_merge(parts, paths, 2, arena, &merged, &err), QA_INPUT);
    assert_string_equal(err.code, "E155");
    parts[1].class_agnostic = true;
    assert_int_equal(qa_sums_merge(parts, paths, 2, arena, &merged, &err), QA_INPUT);
    assert_string_equal(err.code, "E155");

    parts[1] = read_text(text, arena);
    parts[1].items_digest++;
    parts[1].rows[0].tally.sum[0] = ((qa_wide)1 << 118) - 1;
    assert_int_equal(qa_sums_merge(parts, paths, 2, arena, &merged, &err), QA_INPUT);
    assert_string_equal(err.code, "E157");
    free(other);
    free(text);
    qa_arena_free(arena);
}

static void an_item_in_two_parts_is_seen_where_items_have_rows(void **state)
{
    (void)state;
    struct qa_arena *arena = qa_arena_new();
    static const unsigned one_part[N_ITEMS] = {0};
    static const char *const paths[] = {"first", "second"};
    const struct division division = {3, true, QA_SCORES_BY(QA_SCORE_ITEM), one_part};
    char *text = part_text(&division, 0);
    struct qa_score_result parts[2] = {read_text(text, arena), read_text(text, arena)};
    struct qa_score_result merged;
    struct qa_error err = {0};
    parts[1].items_digest++;
    assert_int_equal(qa_sums_merge(parts, paths, 2, arena, &merged, &err), QA_INPUT);
    assert_string_equal(err.code, "E156");
    free(text);
    qa_arena_free(arena);
}

int main(void)
{
    qa_special_init();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_read_back_writes_the_same_bytes),
        cmocka_unit_test(parts_merged_in_any_order_are_one_run),
        cmocka_unit_test(merged_figures_are_those_of_one_run),
        cmocka_unit_test(damaged_files_are_refused_with_their_place),
        cmocka_unit_test(no_bytes_bring_it_down),
        cmocka_unit_test(parts_that_do_not_fit_are_refused),
        cmocka_unit_test(an_item_in_two_parts_is_seen_where_items_have_rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
