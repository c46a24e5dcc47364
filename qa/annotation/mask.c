#include "qa/annotation/mask.h"

#include <math.h>

#include "qa/annotation/polygon.h"
#include "qa/annotation/rle_shape.h"
#include "qa/base/number.h"

enum { HEIGHT, WIDTH, RUNS };

bool qa_type_has_masks(const struct qa_type *type)
{
    return type == &qa_type_mask || type == &qa_type_label_map;
}

void qa_mask_put(const struct qa_rle *rle, struct qa_shape *shape)
{
    qa_shape_add(shape, rle->height);
    qa_shape_add(shape, rle->width);
    for (size_t i = 0; i < rle->n; i++) {
        qa_shape_add(shape, rle->run[i]);
    }
}

struct qa_rle qa_mask_rle(const struct qa_objects *objects, size_t i, struct qa_arena *arena)
{
    size_t n;
    const double *number = qa_object_numbers(objects, i, &n);
    uint32_t *run = QA_ARRAY(arena, uint32_t, n - RUNS);
    for (size_t k = RUNS; k < n; k++) {
        run[k - RUNS] = (uint32_t)number[k];
    }
    return (struct qa_rle){(uint32_t)number[HEIGHT], (uint32_t)number[WIDTH], run, n - RUNS};
}

bool qa_mask_of_polygon(const struct qa_objects *polygons, size_t i, struct qa_rle *rle,
                        struct qa_arena *arena, const char **why)
{
    size_t n_numbers;
    (void)qa_object_numbers(polygons, i, &n_numbers);
    /* No more rings than numbers: each has a separator before it, but for the first. */
    struct qa_rle_ring *rings = QA_ARRAY(arena, struct qa_rle_ring, n_numbers + 1);
    struct qa_rle *parts = QA_ARRAY(arena, struct qa_rle, n_numbers + 1);
    size_t n_rings = 0;
    size_t n_parts = 0;
    struct qa_polygon_ring ring;
    struct qa_polygon_rings walk = qa_polygon_rings(polygons, i);
    for (bool more = qa_polygon_next_ring(&walk, &ring); more;) {
        rings[n_rings++] = (struct qa_rle_ring){ring.xy, ring.n};
        more = qa_polygon_next_ring(&walk, &ring);
        if (!more || ring.starts_part) {
            struct qa_rle *part = &parts[n_parts++];
            *part = (struct qa_rle){rle->height, rle->width, NULL, 0};
            if (!qa_rle_of_polygon(rings, n_rings, part, arena, why)) {
                return false;
            }
            n_rings = 0;
        }
    }
    *rle = qa_rle_union(parts, n_parts, arena);
    return true;
}

/* ---- one mask ---- */

static bool valid(const struct qa_objects *objects, size_t i, const char **why)
{
    size_t n;
    const double *number = qa_object_numbers(objects, i, &n);
    double all = 0;
    if (n <= RUNS) {
        *why = "the mask has no runs";
        return false;
    }
    if (!qa_rle_fits(number[HEIGHT], number[WIDTH], why)) {
        return false;
    }
    for (size_t k = RUNS; k < n; k++) {
        if (!(number[k] >= (k > RUNS)) || number[k] != floor(number[k])) {
            *why = "a run of the mask is no whole number of pixels";
            return false;
        }
        all += number[k];
    }
    if (all != number[HEIGHT] * number[WIDTH]) {
        *why = "the runs of the mask do not fill its picture";
        return false;
    }
    return true;
}

/* The columns of the first and the last pixel: the first run says where foreground begins, and the
 * last one, when it is background, where it ended. */
static void extent(const struct qa_objects *objects, size_t i, double *low, double *high)
{
    size_t n;
    const double *number = qa_object_numbers(objects, i, &n);
    double height = number[HEIGHT];
    if (n == RUNS + 1) {
        *low = *high = 0;
        return;
    }
    double end = height * number[WIDTH] - (n % 2 != 0 ? number[n - 1] : 0);
    *low = floor(number[RUNS] / height);
    *high = ceil(end / height);
}

struct box {
    double low[2];
    double high[2];
    double area;
};

static struct box box_of(const struct qa_objects *objects, size_t i)
{
    size_t n;
    const double *number = qa_object_numbers(objects, i, &n);
    double height = number[HEIGHT];
    struct box out = {{0, height}, {0, 0}, 0};
    double at = number[RUNS];
    extent(objects, i, &out.low[0], &out.high[0]);
    for (size_t k = RUNS + 1; k < n; k += 2) {
        double end = at + number[k];
        double head = height * floor(at / height);
        bool is_one_column = end - head <= height;
        double top = is_one_column ? at - head : 0;
        double bottom = is_one_column ? end - head : height;
        out.low[1] = top < out.low[1] ? top : out.low[1];
        out.high[1] = bottom > out.high[1] ? bottom : out.high[1];
        out.area += number[k];
        at = end + (k + 1 < n ? number[k + 1] : 0);
    }
    out.low[1] = out.low[1] < out.high[1] ? out.low[1] : out.high[1];
    return out;
}

static void bounds(const struct qa_objects *objects, size_t i, struct qa_bounds *out)
{
    struct box box = box_of(objects, i);
    *out = (struct qa_bounds){{box.low[0], box.low[1]}, {box.high[0], box.high[1]}};
}

static double size(const struct qa_objects *objects, size_t i)
{
    size_t n;
    const double *number = qa_object_numbers(objects, i, &n);
    double area = 0;
    for (size_t k = RUNS + 1; k < n; k += 2) {
        area += number[k];
    }
    return area;
}

static const char *describe(const struct qa_objects *objects, size_t i, struct qa_arena *arena)
{
    struct box box = box_of(objects, i);
    return qa_arena_format(arena, "%.0f pixels, %.0f, %.0f, %.0f x %.0f", box.area, box.low[0],
                           box.low[1], box.high[0] - box.low[0], box.high[1] - box.low[1]);
}

/* ---- two masks ---- */

/* One answer's masks; the ends of runs are made when the first pair needs them. */
struct prepared {
    const struct qa_objects *objects;
    struct qa_rle_ends *ends;
    double *area; /* negative: not yet */
    double (*extent)[2];
};

static struct prepared prepare(const struct qa_objects *objects, struct qa_arena *arena)
{
    struct prepared out = {objects, QA_ARRAY(arena, struct qa_rle_ends, objects->n),
                           QA_ARRAY(arena, double, objects->n),
                           qa_arena_array(arena, objects->n, sizeof *out.extent)};
    for (size_t i = 0; i < objects->n; i++) {
        out.area[i] = -1;
        extent(objects, i, &out.extent[i][0], &out.extent[i][1]);
    }
    return out;
}

static void need(struct prepared *of, size_t i, struct qa_arena *arena)
{
    if (of->area[i] >= 0) {
        return;
    }
    size_t n;
    const double *number = qa_object_numbers(of->objects, i, &n);
    uint32_t *at = QA_ARRAY(arena, uint32_t, n);
    uint32_t end = 0;
    uint64_t area = 0;
    n -= RUNS;
    for (size_t k = 0; k < n; k++) {
        uint32_t run = (uint32_t)number[RUNS + k];
        end += run;
        at[k] = end;
        area += k % 2 != 0 ? run : 0;
    }
    of->ends[i] = (struct qa_rle_ends){at, n / 2 * 2};
    of->area[i] = (double)area;
}

static bool same_picture(const struct prepared *a, size_t i, const struct prepared *b, size_t j)
{
    size_t n;
    const double *one = qa_object_numbers(a->objects, i, &n);
    const double *other = qa_object_numbers(b->objects, j, &n);
    return one[HEIGHT] == other[HEIGHT] && one[WIDTH] == other[WIDTH];
}

/* Pixels in both; the areas stand then. */
static double both_of(struct prepared *a, size_t i, struct prepared *b, size_t j,
                      struct qa_arena *arena)
{
    need(a, i, arena);
    need(b, j, arena);
    return (double)qa_rle_overlap(&a->ends[i], &b->ends[j]);
}

static bool share_columns(const struct prepared *a, size_t i, const struct prepared *b, size_t j)
{
    return a->extent[i][0] < b->extent[j][1] && b->extent[j][0] < a->extent[i][1];
}

static double similarity_of(struct prepared *a, size_t i, struct prepared *b, size_t j,
                            struct qa_arena *arena)
{
    if (!same_picture(a, i, b, j)) {
        return 0;
    }
    if (!share_columns(a, i, b, j)) {
        return a->extent[i][1] == 0 && b->extent[j][1] == 0; /* no pixel in either */
    }
    double both = both_of(a, i, b, j, arena);
    return both / (a->area[i] + b->area[j] - both);
}

static double share_of(struct prepared *a, size_t i, struct prepared *b, size_t j,
                       struct qa_arena *arena)
{
    return same_picture(a, i, b, j) && share_columns(a, i, b, j)
               ? both_of(a, i, b, j, arena) / a->area[i]
               : 0;
}

typedef double pair_measure(struct prepared *a, size_t i, struct prepared *b, size_t j,
                            struct qa_arena *arena);

static void measure_all(const struct qa_sides *sides, pair_measure *measure, double *out)
{
    struct qa_arena_mark mark = qa_arena_mark(sides->scratch);
    struct prepared a = prepare(sides->a, sides->scratch);
    struct prepared b = prepare(sides->b, sides->scratch);
    for (size_t i = 0; i < sides->a->n; i++) {
        for (size_t j = 0; j < sides->b->n; j++) {
            out[i * sides->b->n + j] = measure(&a, i, &b, j, sides->scratch);
        }
    }
    qa_arena_reset(sides->scratch, mark);
}

static void compare(const struct qa_sides *sides, double *similarity)
{
    measure_all(sides, similarity_of, similarity);
}

static void covered(const struct qa_sides *sides, double *share)
{
    measure_all(sides, share_of, share);
}

/* ---- label maps ---- */

/* Objects in other pictures than the regions stay as they are. */
static struct qa_objects without(const struct qa_objects *objects, const struct qa_objects *regions,
                                 struct qa_arena *arena)
{
    struct qa_objects out = *objects;
    struct qa_shape shape = {.arena = arena};
    struct qa_piece *at = QA_ARRAY(arena, struct qa_piece, objects->n);
    struct qa_rle *list = QA_ARRAY(arena, struct qa_rle, regions->n);
    for (size_t r = 0; r < regions->n; r++) {
        list[r] = qa_mask_rle(regions, r, arena);
    }
    for (size_t i = 0; i < objects->n; i++) {
        struct qa_rle rle = qa_mask_rle(objects, i, arena);
        for (size_t r = 0; r < regions->n; r++) {
            if (list[r].height == rle.height && list[r].width == rle.width) {
                rle = qa_rle_combine(&rle, &list[r], QA_RLE_WITHOUT, arena);
            }
        }
        at[i].first = shape.n_numbers;
        qa_mask_put(&rle, &shape);
        at[i].n = shape.n_numbers - at[i].first;
    }
    out.number = shape.number;
    out.number_at = at;
    return out;
}

/* ---- as columns of a table ---- */

enum { CELL_RLE, CELL_WIDTH, CELL_HEIGHT };

static bool read_rle(const struct qa_text_cell *cells, struct qa_shape *out, size_t *column,
                     const char **why)
{
    double side[CELL_HEIGHT + 1];
    for (size_t i = CELL_WIDTH; i <= CELL_HEIGHT; i++) {
        *column = i;
        if (!qa_parse_real(cells[i].text, cells[i].length, &side[i])) {
            *why = "a number of pixels";
            return false;
        }
    }
    if (!qa_rle_fits(side[CELL_HEIGHT], side[CELL_WIDTH], why)) {
        return false;
    }
    struct qa_rle rle = {(uint32_t)side[CELL_HEIGHT], (uint32_t)side[CELL_WIDTH], NULL, 0};
    *column = CELL_RLE;
    if (!qa_rle_read(cells[CELL_RLE].text, cells[CELL_RLE].length, &rle, out->arena, why)) {
        return false;
    }
    qa_mask_put(&rle, out);
    return true;
}

static bool write_rle(const struct qa_objects *objects, size_t i, struct qa_arena *arena,
                      struct qa_written_cell *cells)
{
    struct qa_rle rle = qa_mask_rle(objects, i, arena);
    cells[CELL_RLE].text = qa_rle_text(&rle, &cells[CELL_RLE].length, arena);
    qa_write_real(&cells[CELL_WIDTH], rle.width, arena);
    qa_write_real(&cells[CELL_HEIGHT], rle.height, arena);
    return true;
}

static const struct qa_type_form forms[] = {
    {(const char *const[]){"rle,mask_rle,counts", "image_width,img_width,original_width",
                           "image_height,img_height,original_height", NULL},
     read_rle, write_rle, .texts = 1},
};

const struct qa_type qa_type_mask = {
    .name = "mask",
    .plural = "masks",
    .question = "masks",
    .similarity = "IoU",
    .matching = QA_MATCH_ASSIGN,
    .threshold = 0.5,
    .localisation = 0.1,
    .detail = 3,
    .forms = forms,
    .n_forms = sizeof forms / sizeof *forms,
    .valid = valid,
    .extent = extent,
    .bounds = bounds,
    .compare = compare,
    .covered = covered,
    .size = size,
    .describe = describe,
};

static const struct qa_type_setting map_settings[] = {
    {.name = "boundary-tolerance",
     .about = "of edges of label maps, in pixels: how far apart they are the same (2 if not given)",
     .kind = QA_SETTING_NUMBER,
     .argument = "PIXELS",
     .initial = 2,
     .least = 0,
     .most = 1e6},
};

/* Its regions are no things that are small or large, so it has no size. */
const struct qa_type qa_type_label_map = {
    .name = "label_map",
    .plural = "label maps",
    .question = "label maps",
    .similarity = "IoU",
    .matching = QA_MATCH_ASSIGN,
    .threshold = 0.5,
    .localisation = 0.1,
    .detail = 2,
    .forms = forms,
    .n_forms = sizeof forms / sizeof *forms,
    .settings = map_settings,
    .n_settings = sizeof map_settings / sizeof *map_settings,
    .valid = valid,
    .extent = extent,
    .bounds = bounds,
    .compare = compare,
    .covered = covered,
    .without = without,
    .describe = describe,
};
