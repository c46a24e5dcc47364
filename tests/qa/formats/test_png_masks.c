#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "tests/support/close.h"

#include "qa/annotation/mask.h"
#include "qa/formats/delivery.h"
#include "qa/formats/label_colours.h"

/* ---- a writer of PNG files: rows without filters, in one block ---- */

enum { GREY = 0, RGB = 2, PALETTE = 3, FILE_MAX = 4096, HEADER = 13 };

struct png {
    unsigned char byte[FILE_MAX];
    size_t n;
};

static void put_number(unsigned char *at, uint32_t number)
{
    for (int i = 0; i < 4; i++) {
        at[i] = (unsigned char)(number >> (24 - 8 * i));
    }
}

static void put_chunk(struct png *png, const char *type, const unsigned char *data, size_t n)
{
    unsigned char *at = png->byte + png->n;
    put_number(at, (uint32_t)n);
    memcpy(at + 4, type, 4);
    if (n > 0) {
        memcpy(at + 8, data, n);
    }
    put_number(at + 8 + n, (uint32_t)crc32(0, at + 4, (uInt)(n + 4)));
    png->n += n + 12;
}

/* bytes: height rows of row_bytes each. */
static struct png make_png(uint32_t width, uint32_t height, unsigned char bits, unsigned char type,
                           const unsigned char *bytes, size_t row_bytes)
{
    static const unsigned char signature[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    static const unsigned char palette[] = {0, 0, 0, 255, 0, 0, 0, 255, 0, 0, 0, 255};
    struct png png = {.n = sizeof signature};
    unsigned char header[HEADER] = {0};
    unsigned char raw[1024];
    unsigned char packed[2048];
    uLongf n_packed = sizeof packed;
    memcpy(png.byte, signature, sizeof signature);
    put_number(header, width);
    put_number(header + 4, height);
    header[8] = bits;
    header[9] = type;
    put_chunk(&png, "IHDR", header, HEADER);
    if (type == PALETTE) {
        put_chunk(&png, "PLTE", palette, bits == 1 ? 6 : sizeof palette);
    }
    for (uint32_t y = 0; y < height; y++) {
        raw[y * (row_bytes + 1)] = 0;
        memcpy(raw + y * (row_bytes + 1) + 1, bytes + y * row_bytes, row_bytes);
    }
    assert_int_equal(compress(packed, &n_packed, raw, height * (row_bytes + 1)), Z_OK);
    put_chunk(&png, "IDAT", packed, n_packed);
    put_chunk(&png, "IEND", NULL, 0);
    return png;
}

/* ---- folders ---- */

struct run {
    struct qa_arena *arena;
    struct qa_findings findings;
    struct qa_deliveries out;
    struct qa_error err;
    char folder[32];
};

static void put_file(const struct run *run, const char *name, const void *data, size_t n)
{
    char path[128];
    snprintf(path, sizeof path, "%s/%s", run->folder, name);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(data, 1, n, file), n);
    fclose(file);
}

static void remove_file(const struct run *run, const char *name)
{
    char path[128];
    snprintf(path, sizeof path, "%s/%s", run->folder, name);
    unlink(path);
}

static struct run new_run(void)
{
    struct run run = {.arena = qa_arena_new(), .folder = "/tmp/labelqa-test-XXXXXX"};
    qa_findings_init(&run.findings, run.arena);
    assert_non_null(mkdtemp(run.folder));
    return run;
}

static enum qa_status read_folder(struct run *run, struct qa_read_options options)
{
    const struct qa_delivery_file file = {.path = run->folder};
    const struct qa_delivery_request request = {.files = &file, .n_files = 1, .options = options};
    run->err = (struct qa_error){.code = ""};
    return qa_deliveries_read(&request, run->arena, &run->findings, &run->out, &run->err);
}

static void end_run(struct run *run)
{
    remove_file(run, "a.png");
    remove_file(run, "labelmap.txt");
    remove_file(run, "labels.csv");
    rmdir(run->folder);
    qa_arena_free(run->arena);
}

/* The run with one picture. */
static struct run read_png(const struct png *png, struct qa_read_options options,
                           enum qa_status want)
{
    struct run run = new_run();
    put_file(&run, "a.png", png->byte, png->n);
    assert_int_equal(read_folder(&run, options), want);
    return run;
}

/* The classes of the first answer as "label:pixels ...". */
static const char *classes_of(const struct run *run)
{
    const struct qa_batch *batch = run->out.delivery;
    const char *out = "";
    assert_int_equal(batch->n_answers, 1);
    for (size_t i = 0; i < qa_object_count(batch, 0); i++) {
        struct qa_objects one = qa_batch_objects(batch, i, 1);
        struct qa_rle rle = qa_mask_rle(&one, 0, run->arena);
        const char *label = batch->label[i] != QA_NONE
                                ? qa_strings_text(batch->names->labels, batch->label[i])
                                : "-";
        out = qa_arena_format(run->arena, "%s%s%s:%d%s", out, i > 0 ? " " : "", label,
                              (int)qa_rle_area(&rle), qa_object_is_crowd(batch, i) ? "!" : "");
    }
    return out;
}

/* ---- values ---- */

static void values_are_classes_at_every_depth(void **state)
{
    (void)state;
    static const struct {
        unsigned char bits;
        unsigned char type;
        unsigned char bytes[16];
        size_t row_bytes;
        const char *want;
    } cases[] = {
        {1, PALETTE, {0x60, 0x00}, 1, "0:4 1:2"},         /* 0 1 1 / 0 0 0 */
        {2, PALETTE, {0x6c, 0x00}, 1, "0:3 1:1 2:1 3:1"}, /* 1 2 3 / 0 0 0 */
        {4, PALETTE, {0x12, 0x30, 0x00, 0x00}, 2, "0:3 1:1 2:1 3:1"},
        {8, PALETTE, {3, 3, 3, 0, 1, 1}, 3, "0:1 1:2 3:3"},
        {1, GREY, {0x60, 0x00}, 1, "0:4 1:2"}, /* not 255 */
        {4, GREY, {0x1f, 0x30, 0x00, 0x00}, 2, "0:3 1:1 3:1 15:1"},
        {8, GREY, {9, 200, 9, 0, 9, 9}, 3, "0:1 9:4 200:1"},
        {16, GREY, {1, 0, 1, 0, 0, 7, 1, 1, 0, 7, 0, 7}, 6, "7:3 256:2 257:1"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct png png =
            make_png(3, 2, cases[i].bits, cases[i].type, cases[i].bytes, cases[i].row_bytes);
        struct run run = read_png(&png, (struct qa_read_options){.format = NULL}, QA_OK);
        assert_string_equal(classes_of(&run), cases[i].want);
        assert_string_equal(qa_answer_type(run.out.delivery, 0)->name, "label_map");
        assert_string_equal(qa_strings_text(run.out.names->items, run.out.delivery->item[0]), "a");
        end_run(&run);
    }
}

static void void_is_asked_about_and_left_out(void **state)
{
    (void)state;
    static const unsigned char bytes[] = {0, 1, 255, 0, 1, 255};
    static const char *const ignored[] = {"255"};
    struct png png = make_png(3, 2, 8, GREY, bytes, 3);
    struct run run = read_png(&png, (struct qa_read_options){.format = NULL}, QA_OK);
    assert_string_equal(classes_of(&run), "0:2 1:2 255:2");
    assert_int_equal(run.findings.total[QA_WARNING], 1);
    assert_string_equal(run.findings.list[0].code, "W197");
    end_run(&run);
    run = read_png(&png, (struct qa_read_options){.ignored = ignored, .n_ignored = 1}, QA_OK);
    assert_string_equal(classes_of(&run), "0:2 1:2 255:2!");
    assert_int_equal(run.findings.total[QA_WARNING], 0);
    end_run(&run);
}

/* ---- colours ---- */

static const unsigned char colours[] = {255, 0, 0, 255, 0, 0, 0,   0, 255,
                                        0,   0, 9, 0,   0, 9, 255, 0, 0};

static void colours_want_a_table(void **state)
{
    (void)state;
    struct png png = make_png(3, 2, 8, RGB, colours, 9);
    struct run run = read_png(&png, (struct qa_read_options){.format = NULL}, QA_INPUT);
    assert_string_equal(run.err.code, "E195");
    assert_non_null(strstr(run.err.text, "--colours"));
    end_run(&run);
}

static void labelmap_names_colours(void **state)
{
    (void)state;
    static const char map[] = "# label:color_rgb:parts:actions\nred:255,0,0::\nblue:0,0,255::\n"
                              "dark:0,0,9::\n";
    struct png png = make_png(3, 2, 8, RGB, colours, 9);
    struct run run = new_run();
    put_file(&run, "a.png", png.byte, png.n);
    put_file(&run, "labelmap.txt", map, strlen(map));
    assert_int_equal(read_folder(&run, (struct qa_read_options){.format = NULL}), QA_OK);
    assert_string_equal(classes_of(&run), "red:3 blue:1 dark:2");
    end_run(&run);
    /* The same through the palette. */
    static const unsigned char places[] = {1, 1, 3, 3, 3, 3};
    png = make_png(3, 2, 8, PALETTE, places, 3);
    run = new_run();
    put_file(&run, "a.png", png.byte, png.n);
    put_file(&run, "labelmap.txt", map, strlen(map));
    assert_int_equal(read_folder(&run, (struct qa_read_options){.format = "png-masks"}), QA_OK);
    assert_string_equal(classes_of(&run), "red:2 blue:4");
    end_run(&run);
}

static void unknown_colours_are_named_with_count_and_place(void **state)
{
    (void)state;
    static const char map[] = "red:255,0,0::\nblue:0,0,255::\n";
    struct png png = make_png(3, 2, 8, RGB, colours, 9);
    struct run run = new_run();
    put_file(&run, "a.png", png.byte, png.n);
    put_file(&run, "labelmap.txt", map, strlen(map));
    assert_int_equal(read_folder(&run, (struct qa_read_options){.format = NULL}), QA_INPUT);
    assert_string_equal(run.err.code, "E195");
    assert_non_null(strstr(run.err.text, "0,0,9 of 2 pixels, the first at x 0, y 1"));
    end_run(&run);
}

static void one_colour_has_one_label(void **state)
{
    (void)state;
    static const char *const maps[] = {"red:255,0,0::\nrot:255,0,0::\n", "red:255,0,0::\nnothing\n",
                                       "red:255,0,0::\nblue:0,0,256::\n"};
    for (size_t i = 0; i < 3; i++) {
        struct qa_arena *arena = qa_arena_new();
        struct qa_colours *table = qa_colours_new(arena);
        struct qa_bytes bytes;
        struct qa_error err = {.code = ""};
        assert_int_equal(qa_bytes_of_memory(&bytes, maps[i], strlen(maps[i]), "labelmap.txt", &err),
                         QA_OK);
        assert_int_equal(qa_colours_of_labelmap(table, &bytes, &err), QA_INPUT);
        assert_string_equal(err.code, "E193");
        assert_int_equal(err.line, 2);
        qa_bytes_close(&bytes);
        qa_arena_free(arena);
    }
}

/* ---- instances ---- */

static void values_of_sixteen_bits_are_instances(void **state)
{
    (void)state;
    /* 0, 10000, 1001, 1001, 2003, 7 */
    static const unsigned char bytes[] = {0, 0, 0x27, 0x10, 3, 0xe9, 3, 0xe9, 7, 0xd3, 0, 7};
    struct png png = make_png(3, 2, 16, GREY, bytes, 6);
    struct run run = read_png(&png, (struct qa_read_options){.format = "mots-png"}, QA_OK);
    assert_string_equal(classes_of(&run), "7:1! 1:2 2:1 -:1!");
    assert_string_equal(qa_answer_type(run.out.delivery, 0)->name, "mask");
    end_run(&run);
    run = read_png(&png, (struct qa_read_options){.format = "instance-png"}, QA_OK);
    assert_string_equal(classes_of(&run), "0:1! 7:1! 1:2 2:1 10:1");
    end_run(&run);
}

/* ---- what is no label map ---- */

static void pictures_beside_labels_are_not_read(void **state)
{
    (void)state;
    static const unsigned char bytes[] = {0, 1, 2, 0, 1, 2};
    static const char labels[] = "item,annotator,label\na,ann,cat\n";
    struct png png = make_png(3, 2, 8, GREY, bytes, 3);
    struct run run = new_run();
    put_file(&run, "a.png", png.byte, png.n);
    put_file(&run, "labels.csv", labels, strlen(labels));
    assert_int_equal(read_folder(&run, (struct qa_read_options){.format = NULL}), QA_OK);
    assert_int_equal(run.out.delivery->n_sources, 1);
    assert_string_equal(qa_answer_type(run.out.delivery, 0)->name, "label");
    end_run(&run);
}

static void damaged_files_are_refused(void **state)
{
    (void)state;
    static const unsigned char bytes[] = {0, 1, 2, 0, 1, 2};
    const struct png good = make_png(3, 2, 8, GREY, bytes, 3);
    struct png bad[4] = {good, good, good, good};
    bad[0].n -= 20;                  /* cut short */
    bad[1].byte[good.n - 22] ^= 1;   /* in the pixels: the checksum does not fit */
    bad[2].byte[16] = 0x7f;          /* a width of 2^31 */
    put_number(bad[3].byte + 16, 4); /* wider than its rows */
    put_number(bad[2].byte + 8 + 8 + HEADER, (uint32_t)crc32(0, bad[2].byte + 12, HEADER + 4));
    put_number(bad[3].byte + 8 + 8 + HEADER, (uint32_t)crc32(0, bad[3].byte + 12, HEADER + 4));
    for (size_t i = 0; i < 4; i++) {
        struct run run = read_png(&bad[i], (struct qa_read_options){.format = NULL}, QA_INPUT);
        assert_string_equal(run.err.code, "E194");
        end_run(&run);
    }
    struct png other = good;
    other.byte[1] = 'X'; /* no PNG at all */
    struct run run = read_png(&other, (struct qa_read_options){.format = "png-masks"}, QA_INPUT);
    assert_string_equal(run.err.code, "E105");
    end_run(&run);
    other = make_png(1, 1, 16, RGB, (const unsigned char[]){0, 1, 2, 3, 4, 5}, 6);
    run = read_png(&other, (struct qa_read_options){.format = NULL}, QA_INPUT);
    assert_string_equal(run.err.code, "E194");
    end_run(&run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_classes_at_every_depth),
        cmocka_unit_test(void_is_asked_about_and_left_out),
        cmocka_unit_test(colours_want_a_table),
        cmocka_unit_test(labelmap_names_colours),
        cmocka_unit_test(unknown_colours_are_named_with_count_and_place),
        cmocka_unit_test(one_colour_has_one_label),
        cmocka_unit_test(values_of_sixteen_bits_are_instances),
        cmocka_unit_test(pictures_beside_labels_are_not_read),
        cmocka_unit_test(damaged_files_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
