#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/support/close.h"

#include "qa/formats/csv_input.h"
#include "qa/formats/image_header.h"
#include "qa/formats/image_sizes.h"

/* ---- headers ---- */

/* Beginnings of files as libpng, libjpeg-turbo and libwebp write them. */
static const unsigned char png[] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x02\x80\0\0\x01\xe0\x08";
static const unsigned char jpeg[] =
    "\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0"
    "\xff\xdb\0\x05\0\x08\x06" /* shortened */
    "\xff\xff\xc2\0\x11\x08\0\x21\0\x39\x03\1\x22\0\2\x11\1\3\x11\1";
static const unsigned char webp_lossy[] = "RIFF\x60\2\0\0WEBPVP8 \x54\2\0\0\xb0\x2b\0\x9d\x01\x2a"
                                          "\x80\2\xe0\1\x3e\x6d";
static const unsigned char webp_lossless[] = "RIFF\x36\0\0\0WEBPVP8L\x2a\0\0\0\x2f\x7f\xc2\x77\0"
                                             "\x07\x10\x11\xfd\x0f\x44";
static const unsigned char webp_extended[] = "RIFF\xa6\0\0\0WEBPVP8X\x0a\0\0\0\x10\0\0\0\x38\0\0"
                                             "\x20\0\0ALPH";

static void headers_tell_the_size_of_an_image(void **state)
{
    (void)state;
    static const struct {
        const unsigned char *data;
        size_t n;
        uint32_t width, height;
    } cases[] = {{png, sizeof png, 640, 480},
                 {jpeg, sizeof jpeg, 57, 33},
                 {webp_lossy, sizeof webp_lossy, 640, 480},
                 {webp_lossless, sizeof webp_lossless, 640, 480},
                 {webp_extended, sizeof webp_extended, 57, 33}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct qa_image_size size;
        assert_int_equal(qa_image_header_read(cases[i].data, cases[i].n, &size), QA_IMAGE_SIZE);
        assert_int_equal(size.width, cases[i].width);
        assert_int_equal(size.height, cases[i].height);
        /* Cut anywhere, it is never another size. */
        for (size_t n = 0; n < cases[i].n; n++) {
            enum qa_image_header result = qa_image_header_read(cases[i].data, n, &size);
            assert_true(result != QA_IMAGE_SIZE || size.width == cases[i].width);
            assert_true(result == QA_IMAGE_SIZE || size.width == 0);
        }
    }
}

static void frames_within_a_thumbnail_are_passed_over(void **state)
{
    (void)state;
    static const unsigned char data[] = "\xff\xd8\xff\xe1\0\x0c"
                                        "\xff\xc0\0\x0b\x08\0\1\0\1\1" /* EXIF's own picture */
                                        "\xff\xc0\0\x0b\x08\0\x0a\0\x14\1\1\x11\0";
    struct qa_image_size size;
    assert_int_equal(qa_image_header_read(data, sizeof data, &size), QA_IMAGE_SIZE);
    assert_int_equal(size.width, 20);
    assert_int_equal(size.height, 10);
}

static void what_has_no_size_is_unknown(void **state)
{
    (void)state;
    static const struct {
        const char *data;
        size_t n;
    } cases[] = {{"", 0},
                 {"GIF89a\1\0\1\0", 10},
                 {"\x89PNG\r\n\x1a\n\0\0\0\rIDAT\0\0\x02\x80\0\0\x01\xe0", 24},
                 {"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\0\0\0\x01\xe0", 24},
                 {"\xff\xd8\xff\xda\0\x08", 6},
                 {"\xff\xd8\xff\xc0\0\x02\x08\0\0\0\x39", 11},
                 {"\xff\xd8\xff\xe0\0\0\0\0\0\0\0\0", 12},
                 {"\xff\xd8\xff\xc0\0\x0b\x08\0\0\0\x39\1\1\x11\0", 15}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct qa_image_size size = {7, 7};
        assert_int_equal(
            qa_image_header_read((const unsigned char *)cases[i].data, cases[i].n, &size),
            QA_IMAGE_UNKNOWN);
        assert_int_equal(size.width, 0);
    }
}

/* ---- a folder of images and a table ---- */

static void put(const char *root, const char *name, uint32_t width, uint32_t height)
{
    char path[200];
    unsigned char data[8192] = {0}; /* longer than a first look */
    memcpy(data, png, sizeof png);
    data[18] = (unsigned char)(width >> 8);
    data[19] = (unsigned char)width;
    data[22] = (unsigned char)(height >> 8);
    data[23] = (unsigned char)height;
    snprintf(path, sizeof path, "%s/%s", root, name);
    for (char *slash = strchr(path + strlen(root) + 1, '/'); slash != NULL;
         slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        (void)mkdir(path, 0700);
        *slash = '/';
    }
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(data, 1, sizeof data, file), sizeof data);
    fclose(file);
}

struct rig {
    struct qa_arena *arena;
    struct qa_image_sizes *sizes;
    struct qa_bytes bytes;
    struct qa_error err;
};

static enum qa_status set_up(struct rig *rig, const char *table)
{
    *rig = (struct rig){.arena = qa_arena_new(), .err = {.code = ""}};
    rig->sizes = qa_image_sizes_new(rig->arena);
    struct qa_records records;
    assert_int_equal(qa_bytes_of_memory(&rig->bytes, table, strlen(table), "sizes.csv", &rig->err),
                     QA_OK);
    assert_int_equal(qa_csv_records(&rig->bytes, NULL, 0, rig->arena, &records, &rig->err), QA_OK);
    return qa_image_sizes_of_table(rig->sizes, &records, &rig->err);
}

static void tear_down(struct rig *rig)
{
    qa_bytes_close(&rig->bytes);
    qa_arena_free(rig->arena);
}

static void assert_found(struct rig *rig, const char *input, const char *name, uint32_t width)
{
    struct qa_image_size size;
    assert_int_equal(qa_image_sizes_find(rig->sizes, input, name, &size), QA_SIZE_KNOWN);
    assert_int_equal(size.width, width);
}

static void tables_name_items_with_and_without_suffix(void **state)
{
    (void)state;
    struct rig rig;
    struct qa_image_size size;
    assert_int_equal(set_up(&rig, "item,width,height\na.jpg,100,50\nx/b,200,50\na.jpg,100,50\n"
                                  "c.1.jpg,300,9\nx/d.png,1,1\ny/d.png,2,2\n"),
                     QA_OK);
    assert_found(&rig, "", "a.jpg", 100);
    assert_found(&rig, "", "a", 100);
    assert_found(&rig, "", "labels/a.txt", 100);
    assert_found(&rig, "", "b", 200);
    assert_found(&rig, "", "y\\b.xml", 200);
    assert_found(&rig, "", "c.1.txt", 300);
    assert_found(&rig, "", "c.1", 300);
    assert_found(&rig, "", "labels/y/d.txt", 2);
    assert_true(qa_image_sizes_in_table(rig.sizes, "a.png", &size));
    assert_int_equal(size.height, 50);
    assert_int_equal(qa_image_sizes_find(rig.sizes, "", "d", &size), QA_SIZE_AMBIGUOUS);
    assert_int_equal(qa_image_sizes_find(rig.sizes, "", "e", &size), QA_SIZE_NOT_KNOWN);
    assert_int_equal(size.width, 0);
    tear_down(&rig);
}

static void bad_tables_are_refused_by_the_cell(void **state)
{
    (void)state;
    static const struct {
        const char *table;
        const char *code;
        uint64_t line;
    } cases[] = {{"item,width,height\na,0,5\n", "E180", 2},
                 {"item,width,height\na,5,4.5\n", "E180", 2},
                 {"item,width,height\na,5,wide\n", "E180", 2},
                 {"item,width,height\na,5,5\nb,1,1\na,5,6\n", "E180", 4},
                 {"item,width,height\n,5,5\n", "E180", 2},
                 {"item,width\na,5\n", "E112", 1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct rig rig;
        assert_int_equal(set_up(&rig, cases[i].table), QA_INPUT);
        assert_string_equal(rig.err.code, cases[i].code);
        assert_int_equal(rig.err.line, cases[i].line);
        tear_down(&rig);
    }
}

static void look_in(struct rig *rig, const char *root, struct qa_input **input)
{
    assert_int_equal(qa_input_open(input, root, rig->arena, &rig->err), QA_OK);
    qa_image_sizes_of_input(rig->sizes, *input);
}

static void images_of_a_folder_and_of_an_archive_are_found(void **state)
{
    (void)state;
    char root[] = "/tmp/labelqa-test-XXXXXX";
    char zip[64];
    char command[300];
    assert_non_null(mkdtemp(root));
    put(root, "images/train/a.png", 11, 7);
    put(root, "images/val/a.png", 22, 7);
    put(root, "images/val/b.PNG", 33, 7);
    put(root, "given.png", 44, 7);
    snprintf(zip, sizeof zip, "%s.zip", root);
    snprintf(command, sizeof command, "cd %s && zip -q -r %s . && rm -r %s", root, zip, root);
    for (int round = 0; round < 2; round++) {
        const char *path = round == 0 ? root : zip;
        struct rig rig;
        struct qa_input *input;
        struct qa_image_size size;
        assert_int_equal(set_up(&rig, "item,width,height\ngiven,55,5\n"), QA_OK);
        look_in(&rig, path, &input);
        assert_found(&rig, path, "labels/train/a.txt", 11);
        assert_found(&rig, path, "labels/val/a.txt", 22);
        assert_found(&rig, path, "b", 33);
        assert_found(&rig, "elsewhere", "b.xml", 33);
        assert_found(&rig, path, "given", 55);
        assert_int_equal(qa_image_sizes_find(rig.sizes, path, "labels/a.txt", &size),
                         QA_SIZE_AMBIGUOUS);
        assert_false(qa_image_sizes_in_table(rig.sizes, "b", &size));
        qa_input_close(input);
        tear_down(&rig);
        if (round == 0) {
            assert_int_equal(system(command), 0);
        }
    }
    unlink(zip);
}

static void the_images_of_an_own_folder_come_before_others(void **state)
{
    (void)state;
    char first[] = "/tmp/labelqa-test-XXXXXX";
    char second[] = "/tmp/labelqa-test-XXXXXX";
    char command[200];
    struct rig rig;
    struct qa_input *inputs[2];
    assert_int_equal(set_up(&rig, "item,width,height\nz,1,1\n"), QA_OK);
    assert_non_null(mkdtemp(first));
    assert_non_null(mkdtemp(second));
    put(first, "a.png", 11, 7);
    put(second, "a.png", 22, 7);
    look_in(&rig, first, &inputs[0]);
    look_in(&rig, second, &inputs[1]);
    assert_found(&rig, first, "a", 11);
    assert_found(&rig, second, "a", 22);
    qa_input_close(inputs[0]);
    qa_input_close(inputs[1]);
    snprintf(command, sizeof command, "rm -r %s %s", first, second);
    assert_int_equal(system(command), 0);
    tear_down(&rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(headers_tell_the_size_of_an_image),
        cmocka_unit_test(frames_within_a_thumbnail_are_passed_over),
        cmocka_unit_test(what_has_no_size_is_unknown),
        cmocka_unit_test(tables_name_items_with_and_without_suffix),
        cmocka_unit_test(bad_tables_are_refused_by_the_cell),
        cmocka_unit_test(images_of_a_folder_and_of_an_archive_are_found),
        cmocka_unit_test(the_images_of_an_own_folder_come_before_others),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
