/* The two readers of COCO: how they know their files, and what both work with. memmem, a look for
 * words, is not in POSIX. */
#define _GNU_SOURCE
#include "qa/formats/coco.h"

#include <math.h>
#include <string.h>

#include "qa/annotation/box.h"
#include "qa/annotation/keypoints.h"
#include "qa/annotation/mask.h"
#include "qa/annotation/polygon.h"
#include "qa/formats/coco_parts.h"

/* Files of a run are of one reader each, so both share the index under one name. */
static struct qa_coco_index *index_of_run(struct qa_sink *sink)
{
    struct qa_coco_index *index = qa_sink_shared(sink, "coco", sizeof *index);
    if (index->images.keys == NULL) {
        qa_coco_map_init(&index->images, qa_sink_arena(sink));
        qa_coco_map_init(&index->categories, qa_sink_arena(sink));
    }
    return index;
}

/* A line's end behind the text tells nothing apart. */
static bool has_lines(const struct qa_bytes *bytes)
{
    size_t n = bytes->size;
    while (n > 0 && bytes->data[n - 1] != 0 && strchr(" \t\r\n", bytes->data[n - 1]) != NULL) {
        n--;
    }
    return memchr(bytes->data, '\n', n) != NULL;
}

struct qa_coco qa_coco_begin(struct qa_sink *sink, const struct qa_bytes *bytes, const char *format)
{
    const struct qa_type *kind = qa_sink_shape(sink);
    bool is_outline = kind == &qa_type_polygon || kind == &qa_type_mask;
    if (is_outline && qa_sink_options(sink)->rasterise) {
        kind = &qa_type_mask;
    } else if (!is_outline && kind != &qa_type_keypoints) {
        kind = &qa_type_box;
    }
    struct qa_coco coco = {.sink = sink,
                           .kind = kind,
                           .source = qa_sink_source(sink, format, kind),
                           .run = index_of_run(sink),
                           .has_lines = has_lines(bytes),
                           .shape = {.arena = qa_sink_arena(sink)},
                           .scratch = qa_arena_new()};
    return coco;
}

void qa_coco_end(struct qa_coco *coco)
{
    if (coco->n_apart > 0) {
        qa_sink_finding(coco->sink, QA_WARNING, "W853", coco->first_apart,
                        "the bbox of %llu of %llu outlines is not the box around them, the first "
                        "here; the outlines are read, and --shape box reads the boxes",
                        (unsigned long long)coco->n_apart, (unsigned long long)coco->n_outlines);
    }
    qa_arena_free(coco->scratch);
}

struct qa_place qa_coco_place(const struct qa_coco *coco, struct qa_json_value value)
{
    return coco->has_lines ? QA_AT_JSON(value) : QA_AT(1, 0);
}

bool qa_coco_bad(const struct qa_coco *coco, struct qa_json_value at, const char *code,
                 const char *text)
{
    return qa_sink_bad(coco->sink, QA_AT_JSON(at), code, "%s", text);
}

bool qa_coco_bad_id(const struct qa_coco *coco, struct qa_json_value id, const char *code,
                    const char *what)
{
    double number;
    if (qa_json_real(id, &number)) {
        return qa_sink_bad(
            coco->sink, QA_AT_JSON(id), code,
            number == floor(number)
                ? "%s %.17g is too large; expected a whole number below 2^63, or a text"
                : "%s %.17g is not whole; expected a whole number, or a text",
            what, number);
    }
    return qa_sink_bad(coco->sink, QA_AT_JSON(id), code,
                       "%s is %s; expected a whole number, or a text", what,
                       qa_json_kind_name(qa_json_kind(id)));
}

bool qa_coco_missing(const struct qa_coco *coco, struct qa_json_value object, const char *what,
                     const char *member)
{
    return qa_sink_bad(coco->sink, QA_AT_JSON(object), "E119", "%s without '%s'", what, member);
}

/* ---- what a file offers ---- */

/* The place behind blanks and a colon. */
static size_t behind_colon(const struct qa_bytes *bytes, size_t at)
{
    while (at < bytes->size && bytes->data[at] != 0 &&
           strchr(" \t\r\n:", bytes->data[at]) != NULL) {
        at++;
    }
    return at;
}

/* How often a key comes, and what stands behind it. */
struct key_count {
    size_t all;
    size_t lists;   /* with something in them */
    size_t objects; /* masks */
};

enum { BOXES, OUTLINES, IMAGES, POINTS, N_KEYS };

/* The value of a key that ends before `at`. */
static void count_value(const struct qa_bytes *bytes, size_t at, struct key_count *count)
{
    size_t value = behind_colon(bytes, at);
    unsigned char first = value < bytes->size ? bytes->data[value] : 0;
    size_t inside = behind_colon(bytes, value + 1);
    count->all++;
    count->lists += first == '[' && inside < bytes->size && bytes->data[inside] != ']';
    count->objects += first == '{';
}

/* In one pass from quote to quote: nearly all of the text are numbers. */
static void count_keys(const struct qa_bytes *bytes, struct key_count *count)
{
    static const char *const keys[N_KEYS] = {"\"bbox\"", "\"segmentation\"", "\"image_id\"",
                                             "\"keypoints\""};
    size_t at = 0;
    const unsigned char *quote;
    while ((quote = memchr(bytes->data + at, '"', bytes->size - at)) != NULL) {
        at = (size_t)(quote - bytes->data);
        size_t length = 1;
        for (int k = 0; k < N_KEYS; k++) {
            size_t n = strlen(keys[k]);
            if (n <= bytes->size - at && memcmp(quote, keys[k], n) == 0) {
                count_value(bytes, at + n, &count[k]);
                length = n;
            }
        }
        at += length;
    }
}

/* Outlines are offered when nearly all annotations have one, but for masks, which crowds are: a
 * file with a few outlines among its boxes is one of boxes. Where most are masks it is one of
 * these. */
static uint32_t offers(const struct qa_bytes *bytes)
{
    struct key_count count[N_KEYS] = {{0, 0, 0}};
    count_keys(bytes, count);
    struct key_count boxes = count[BOXES];
    struct key_count outlines = count[OUTLINES];
    size_t annotations = count[IMAGES].all;
    bool has_masks = outlines.objects > outlines.lists &&
                     (outlines.objects + outlines.lists) * 10 >= annotations * 9;
    bool has_polygons = !has_masks && outlines.lists > 0 &&
                        outlines.lists * 10 >= (annotations - outlines.objects) * 9;
    /* Categories, too, have a list of this name, but few of them do. */
    size_t points = count[POINTS].lists;
    bool has_points = points > 0 && points * 10 >= annotations * 9;
    return (has_points ? UINT32_C(1) << qa_type_index(&qa_type_keypoints) : 0) |
           (boxes.lists > 0 ? UINT32_C(1) << qa_type_index(&qa_type_box) : 0) |
           (has_polygons ? UINT32_C(1) << qa_type_index(&qa_type_polygon) : 0) |
           (has_masks ? UINT32_C(1) << qa_type_index(&qa_type_mask) : 0);
}

/* ---- sniffing ---- */

static int sniff_instances(const struct qa_bytes *bytes)
{
    if (qa_first_byte(bytes) != '{') {
        return 0;
    }
    bool section = qa_has_member(bytes, "annotations") || qa_has_member(bytes, "categories");
    return section ? 90 : qa_has_member(bytes, "images") ? 80 : 0;
}

static int sniff_results(const struct qa_bytes *bytes)
{
    return qa_first_byte(bytes) == '[' && qa_has_member(bytes, "image_id") ? 90 : 0;
}

const struct qa_reader qa_reader_coco = {
    .name = "coco",
    .description =
        "COCO JSON, instances: boxes of images, or polygons, masks (run-length codes) or "
        "keypoints where all files have them (--type); --rasterise reads polygons as masks; a "
        "vendor's member annotator, annotator_id or worker is used",
    .gives = QA_GIVES_ITEM | QA_GIVES_ANNOTATOR | QA_GIVES_TIMES | QA_GIVES_STAGE |
             QA_GIVES_STATUS | QA_GIVES_SIZE | QA_GIVES_SCORE | QA_GIVES_NOTHING,
    .pass = QA_PASS_DELIVERIES,
    .sniff = sniff_instances,
    .offers = offers,
    .read = qa_coco_read_instances,
};

const struct qa_reader qa_reader_coco_results = {
    .name = "coco-results",
    .description =
        "COCO JSON, results list: image_id, category_id, bbox or segmentation, score; names come "
        "from an "
        "instances file of the same run, such as the gold",
    .gives = QA_GIVES_ITEM | QA_GIVES_ANNOTATOR | QA_GIVES_TIMES | QA_GIVES_STAGE |
             QA_GIVES_STATUS | QA_GIVES_SIZE | QA_GIVES_SCORE,
    .pass = QA_PASS_RESULTS,
    .sniff = sniff_results,
    .offers = offers,
    .read = qa_coco_read_results,
};
