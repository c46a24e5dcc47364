/* The bulk path of labels against the reader of records, whose own reference is libcsv. */
#include "tests/qa/formats/tables.h"

#include "qa/base/parallel.h"
#include "qa/base/random.h"
#include "qa/formats/csv_input.h"
#include "qa/formats/csv_plain.h"

static const struct qa_read_options no_options;

/* ---- rows ---- */

static const char *const cells[] = {"a",       "bb",       "some longer text", "\xc3\xa9t\xc3\xa9",
                                    "0123456", "01234567", "012345678",        " padded"};

static void put_plain_row(FILE *out, struct qa_random *random)
{
    for (int c = 0; c < 4; c++) {
        fprintf(out, "%s%s", c > 0 ? ";" : "", cells[qa_random_below(random, 8)]);
    }
    fputs(qa_random_below(random, 2) > 0 ? "\r\n" : "\n", out);
}

static void put_other_row(FILE *out, struct qa_random *random)
{
    static const char *const rows[] = {"\n",        "a;b;c\n",       "a;b;c;d;e\n",
                                       "a;;c;d\n",  "\"a\";b;c;d\n", "a;b;\"c\nc\";d\n",
                                       "a;b;c;d\r", "a;b\"b;c;d\n",  "a;b;c;\xff\n",
                                       "a;b;c;d"};
    fputs(rows[qa_random_below(random, 10)], out);
}

static void assert_same_cell(const struct qa_plain_rows *rows, enum qa_plain_column column,
                             size_t number, const struct qa_slice *want)
{
    const struct qa_plain_text *got = &rows->texts[column].list[number];
    assert_int_equal(got->length, want->length);
    assert_memory_equal(got->text, want->text, want->length);
}

/* The plain rows that the text begins with, behind its header: how many. */
static size_t compare_rows(char *text, size_t size)
{
    static const struct qa_plain_layout layout = {.delimiter = ';',
                                                  .n_columns = 4,
                                                  .column = {3, 0, 2},
                                                  .name = {"item", "annotator", "label"},
                                                  .name_length = {4, 9, 5}};
    struct qa_arena *arena = qa_arena_new();
    struct qa_plain_rows rows = {.arena = arena};
    struct qa_bytes bytes;
    struct qa_error err;
    struct qa_csv *csv;
    uint64_t line = 0;
    assert_int_equal(qa_bytes_of_memory(&bytes, text, size, "t.csv", &err), QA_OK);
    if (qa_csv_open(&csv, &bytes, NULL, 0, arena, &err) != QA_OK) { /* bytes that are no text */
        qa_bytes_close(&bytes);
        qa_arena_free(arena);
        return 0;
    }
    qa_plain_rows_read(&rows, &layout, bytes.data, qa_csv_offset(csv), bytes.size);
    for (size_t r = 0; r < rows.n; r++) {
        const struct qa_slice *want;
        assert_int_equal(qa_csv_next(csv, &want, &line, &err), QA_CSV_RECORD);
        assert_int_equal(line, r + 2);
        assert_same_cell(&rows, QA_PLAIN_ITEM, rows.row[r].item, &want[3]);
        assert_same_cell(&rows, QA_PLAIN_ANNOTATOR, rows.row[r].annotator, &want[0]);
        assert_same_cell(&rows, QA_PLAIN_LABEL, rows.row[r].label, &want[2]);
    }
    if (rows.n > 0) {
        assert_int_equal(rows.end, qa_csv_offset(csv));
    }
    qa_bytes_close(&bytes);
    qa_arena_free(arena);
    return rows.n;
}

static void plain_rows_are_those_that_the_reader_of_records_reads(void **state)
{
    (void)state;
    struct qa_random random;
    size_t n_all = 0;
    size_t n_stopped = 0;
    qa_random_init(&random, 11, 0);
    for (int trial = 0; trial < 3000; trial++) {
        char *text = NULL;
        size_t size;
        size_t n = qa_random_below(&random, 12);
        FILE *out = open_memstream(&text, &size);
        fputs("who;x;label;item\n", out);
        for (size_t r = 0; r < n; r++) {
            put_plain_row(out, &random);
        }
        bool is_stopped = qa_random_below(&random, 2) > 0;
        for (int r = 0; is_stopped && r < 3; r++) {
            put_other_row(out, &random);
        }
        fclose(out);
        size_t n_plain = compare_rows(text, size);
        assert_true(is_stopped || n_plain == n);
        n_stopped += is_stopped && n_plain > 0;
        n_all += !is_stopped;
        free(text);
    }
    assert_in_range(n_all, 1000, 2000);
    assert_in_range(n_stopped, 800, 2000);
}

/* ---- deliveries ---- */

/* One table twice: as it is, and with all cells of all rows in quotes, which only the reader of
 * records reads. */
struct twice {
    FILE *plain;
    FILE *quoted;
    uint64_t odd; /* one row in so many is not plain; 0: none */
};

static void put_row(struct twice *twice, const char *item, const char *who, const char *label)
{
    fprintf(twice->plain, "%s,%s,%s\n", item, who, label);
    fprintf(twice->quoted, "\"%s\",\"%s\",\"%s\"\n", item, who, label);
}

static void put_odd_row(struct twice *twice, struct qa_random *random, const char *item)
{
    switch (qa_random_below(random, 5)) {
    case 0:
        fprintf(twice->plain, "\"%s\",\"w,1\",\"a\nb\"\n", item);
        fprintf(twice->quoted, "\"%s\",\"w,1\",\"a\nb\"\n", item);
        break;
    case 1:
        fputs("\n", twice->plain);
        fputs("\n", twice->quoted);
        break;
    case 2:
        put_row(twice, item, "nobody", "");
        break;
    case 3:
        fprintf(twice->plain, "%s,w2\n", item);
        fprintf(twice->quoted, "\"%s\",\"w2\"\n", item);
        break;
    default:
        fprintf(twice->plain, "%s,w3,cat\r\n", item);
        fprintf(twice->quoted, "\"%s\",\"w3\",\"cat\"\n", item);
    }
}

static void put_table(struct twice *twice, struct qa_random *random, size_t n)
{
    static const char *const labels[] = {"cat", "dog",      " dog",           "n/a",
                                         "N/A", "\xc3\xa9", "a longer label", "cat\t"};
    char item[32];
    char who[32];
    fputs("item,annotator,label\n", twice->plain);
    fputs("item,annotator,label\n", twice->quoted);
    for (size_t r = 0; r < n; r++) {
        snprintf(item, sizeof item, "item%zu", r / 3 + (size_t)qa_random_below(random, 4) * n);
        snprintf(who, sizeof who, "w%zu", (size_t)qa_random_below(random, 40));
        if (twice->odd > 0 && qa_random_below(random, twice->odd) == 0) {
            put_odd_row(twice, random, item);
        } else {
            put_row(twice, item, who, labels[qa_random_below(random, 8)]);
        }
    }
}

static void assert_same_names(const struct qa_strings *got, const struct qa_strings *want)
{
    assert_int_equal(qa_strings_count(got), qa_strings_count(want));
    for (uint32_t id = 0; id < qa_strings_count(got); id++) {
        assert_string_equal(qa_strings_text(got, id), qa_strings_text(want, id));
    }
}

static void assert_same_batch(const struct qa_batch *got, const struct qa_batch *want)
{
    size_t n = want->n_answers;
    assert_int_equal(got->n_answers, n);
    assert_memory_equal(got->item, want->item, n * sizeof *got->item);
    assert_memory_equal(got->annotator, want->annotator, n * sizeof *got->annotator);
    assert_memory_equal(got->line, want->line, n * sizeof *got->line);
    assert_memory_equal(got->label, want->label, n * sizeof *got->label);
    assert_int_equal(got->sources[0].rows_read, want->sources[0].rows_read);
    assert_int_equal(got->sources[0].rows_used, want->sources[0].rows_used);
    assert_memory_equal(got->sources[0].excluded, want->sources[0].excluded,
                        sizeof got->sources[0].excluded);
    assert_same_names(got->names->items, want->names->items);
    assert_same_names(got->names->labels, want->names->labels);
    assert_int_equal(qa_annotator_count(got->names), qa_annotator_count(want->names));
}

static void assert_same_findings(const struct qa_findings *got, const struct qa_findings *want)
{
    assert_int_equal(got->n, want->n);
    for (size_t i = 0; i < got->n; i++) {
        assert_string_equal(got->list[i].code, want->list[i].code);
        assert_int_equal(got->list[i].line, want->list[i].line);
    }
}

static void compare_deliveries(struct qa_random *random, size_t n, uint64_t odd)
{
    static const char *const missing[] = {"n/a"};
    struct qa_read_options options = no_options;
    struct run run[2];
    char *text[2] = {NULL, NULL};
    size_t size[2];
    struct twice twice = {open_memstream(&text[0], &size[0]), open_memstream(&text[1], &size[1]),
                          odd};
    options.missing = missing;
    options.n_missing = 1;
    options.duplicates = QA_DUPLICATES_FIRST;
    put_table(&twice, random, n);
    fclose(twice.plain);
    fclose(twice.quoted);
    for (int i = 0; i < 2; i++) {
        name_file(run[i].path);
        write_text(run[i].path, text[i], size[i]);
        assert_int_equal(read_path(&run[i], QA_DELIVERY, options), QA_OK);
        free(text[i]);
    }
    assert_same_batch(run[0].out.delivery, run[1].out.delivery);
    assert_same_findings(&run[0].findings, &run[1].findings);
    end_run(&run[0]);
    end_run(&run[1]);
}

static void rows_are_taken_as_one_by_one_on_any_number_of_threads(void **state)
{
    (void)state;
    struct qa_random random;
    qa_random_init(&random, 12, 0);
    for (unsigned threads = 1; threads < 4; threads++) {
        qa_parallel_set_threads(threads);
        compare_deliveries(&random, 100000, 0);
        compare_deliveries(&random, 60000, 20000);
        compare_deliveries(&random, 40000, 100);
        compare_deliveries(&random, 300, 3);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_rows_are_those_that_the_reader_of_records_reads),
        cmocka_unit_test(rows_are_taken_as_one_by_one_on_any_number_of_threads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
