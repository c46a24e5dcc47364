#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include <cmocka.h>

#include "qa/base/files.h"
#include "qa/base/random.h"
#include "qa/formats/workbook_check.h"

struct content {
    unsigned char *data;
    size_t size;
};

static void temporary_name(char path[64])
{
    snprintf(path, 64, "/tmp/labelqa-test-XXXXXX");
    int file = mkstemp(path);
    assert_true(file >= 0);
    close(file);
}

static struct content written_workbook(void)
{
    char path[64];
    temporary_name(path);
    lxw_workbook *workbook = workbook_new(path);
    for (int s = 0; s < 2; s++) {
        lxw_worksheet *sheet = workbook_add_worksheet(workbook, NULL);
        for (lxw_row_t r = 0; r < 200; r++) {
            worksheet_write_number(sheet, r, 0, r * 1.25, NULL);
            worksheet_write_string(sheet, r, 1, r % 2 == 0 ? "car & <truck>" : "bus", NULL);
        }
    }
    assert_int_equal(workbook_close(workbook), LXW_NO_ERROR);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    struct content content = {malloc(1 << 20), 0};
    content.size = fread(content.data, 1, 1 << 20, file);
    fclose(file);
    unlink(path);
    return content;
}

static enum qa_status check(const unsigned char *data, size_t size, struct qa_error *err)
{
    char path[64];
    temporary_name(path);
    FILE *file = fopen(path, "wb");
    assert_int_equal(fwrite(data, 1, size, file), size);
    fclose(file);
    enum qa_status status = qa_workbook_check(path, err);
    unlink(path);
    return status;
}

static void a_workbook_as_it_was_written_is_whole(void **state)
{
    (void)state;
    struct qa_error err = {0};
    struct content content = written_workbook();
    assert_int_equal(check(content.data, content.size, &err), QA_OK);
    /* What the run has written itself is none of its inputs. */
    assert_int_equal(qa_files_check(&err), QA_OK);
    free(content.data);
}

static void one_that_was_cut_off_anywhere_is_refused(void **state)
{
    (void)state;
    struct content content = written_workbook();
    for (size_t size = 0; size < content.size; size += 1 + size / 16) {
        struct qa_error err = {0};
        assert_int_equal(check(content.data, size, &err), QA_OUTPUT);
        assert_string_equal(err.code, "E510");
    }
    free(content.data);
}

/* Where the data of the part begins and how long it is, by the local header before it. */
static size_t data_of_part(const struct content *content, const char *name, size_t *length)
{
    size_t name_length = strlen(name);
    for (size_t at = 0; at + 30 + name_length < content->size; at++) {
        const unsigned char *head = content->data + at;
        if (memcmp(head, "PK\003\004", 4) == 0 &&
            (size_t)(head[26] | head[27] << 8) == name_length &&
            memcmp(head + 30, name, name_length) == 0) {
            *length = (size_t)head[18] | (size_t)head[19] << 8 | (size_t)head[20] << 16;
            return at + 30 + name_length + (size_t)(head[28] | head[29] << 8);
        }
    }
    fail_msg("no part %s", name);
    return 0;
}

static void a_byte_that_changed_in_a_part_is_found(void **state)
{
    (void)state;
    static const char *const parts[] = {"xl/workbook.xml",
                                        "xl/worksheets/sheet1.xml",
                                        "xl/worksheets/sheet2.xml",
                                        "xl/sharedStrings.xml",
                                        "xl/styles.xml",
                                        "[Content_Types].xml"};
    struct content content = written_workbook();
    struct qa_random random;
    qa_random_init(&random, 7, 0);
    for (size_t p = 0; p < sizeof parts / sizeof *parts; p++) {
        size_t length = 0;
        size_t first = data_of_part(&content, parts[p], &length);
        assert_true(length > 8);
        for (int trial = 0; trial < 8; trial++) {
            size_t at = first + (size_t)qa_random_below(&random, length);
            unsigned char old = content.data[at];
            content.data[at] ^= (unsigned char)(1U << qa_random_below(&random, 8));
            struct qa_error err = {0};
            assert_int_equal(check(content.data, content.size, &err), QA_OUTPUT);
            content.data[at] = old;
        }
    }
    free(content.data);
}

static void what_is_no_archive_or_not_there_is_refused(void **state)
{
    (void)state;
    struct qa_error err = {0};
    assert_int_equal(check((const unsigned char *)"item,label\n", 11, &err), QA_OUTPUT);
    assert_int_equal(qa_workbook_check("/nowhere/at/all.xlsx", &err), QA_OUTPUT);
    assert_string_equal(err.code, "E510");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_workbook_as_it_was_written_is_whole),
        cmocka_unit_test(one_that_was_cut_off_anywhere_is_refused),
        cmocka_unit_test(a_byte_that_changed_in_a_part_is_found),
        cmocka_unit_test(what_is_no_archive_or_not_there_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
