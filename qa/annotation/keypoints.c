#include "qa/annotation/keypoints.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "qa/annotation/keypoints_sigmas.h"
#include "qa/base/number.h"

enum { AREA, BOX, BOX_SIDES = 4, POINTS = BOX + BOX_SIDES, PER_POINT = 3 };
enum { X, Y, V };
enum { LEFT, TOP, WIDTH, HEIGHT };

/* ---- one object ---- */

const double *qa_keypoints_points(const struct qa_objects *objects, size_t i, size_t *n)
{
    size_t n_numbers;
    const double *number = qa_object_numbers(objects, i, &n_numbers);
    *n = n_numbers > POINTS ? (n_numbers - POINTS) / PER_POINT : 0;
    return number + POINTS;
}

static bool is_scale_good(const double *number)
{
    for (size_t k = AREA; k < POINTS; k++) {
        bool may_be_negative = k == BOX + LEFT || k == BOX + TOP;
        if (isinf(number[k]) || (!may_be_negative && number[k] < 0)) {
            return false;
        }
    }
    return true;
}

static bool is_point_good(const double *point, const char **why)
{
    if (!isfinite(point[X]) || !isfinite(point[Y])) {
        *why = "a keypoint lies at no finite number";
        return false;
    }
    if (!(point[V] == 0 || point[V] == 1 || point[V] == 2)) {
        *why = "the visibility of a keypoint is none of 0 (not labelled), 1 (occluded) and 2 "
               "(visible)";
        return false;
    }
    return true;
}

static bool valid(const struct qa_objects *objects, size_t i, const char **why)
{
    size_t n_numbers;
    size_t n;
    const double *number = qa_object_numbers(objects, i, &n_numbers);
    if (n_numbers < POINTS + PER_POINT || (n_numbers - POINTS) % PER_POINT != 0) {
        *why = n_numbers <= POINTS ? "the object has no keypoints"
                                   : "the keypoints are no triples of x, y and visibility";
        return false;
    }
    if (!is_scale_good(number)) {
        *why = "the area or the box beside the keypoints is negative or not finite";
        return false;
    }
    const double *points = qa_keypoints_points(objects, i, &n);
    if (n > QA_KEYPOINTS_MAX) {
        *why = "the object has more than 4096 keypoints";
        return false;
    }
    for (size_t k = 0; k < n; k++) {
        if (!is_point_good(points + k * PER_POINT, why)) {
            return false;
        }
    }
    return true;
}

/* The rectangle around the labelled points; false without any. */
static bool around_points(const struct qa_objects *objects, size_t i, struct qa_bounds *out)
{
    size_t n;
    const double *points = qa_keypoints_points(objects, i, &n);
    *out = (struct qa_bounds){{HUGE_VAL, HUGE_VAL}, {-HUGE_VAL, -HUGE_VAL}};
    bool any = false;
    for (size_t k = 0; k < n; k++) {
        const double *point = points + k * PER_POINT;
        for (size_t axis = 0; qa_keypoint_is_labelled(point) && axis < 2; axis++) {
            out->low[axis] = point[axis] < out->low[axis] ? point[axis] : out->low[axis];
            out->high[axis] = point[axis] > out->high[axis] ? point[axis] : out->high[axis];
            any = true;
        }
    }
    return any;
}

static bool has_box(const double *box)
{
    return !isnan(box[LEFT]) && !isnan(box[TOP]) && !isnan(box[WIDTH]) && !isnan(box[HEIGHT]);
}

struct qa_keypoints_scale qa_keypoints_scale_of(const struct qa_objects *objects, size_t i)
{
    size_t n;
    const double *number = qa_object_numbers(objects, i, &n);
    struct qa_keypoints_scale out = QA_NO_SCALE;
    struct qa_bounds around;
    if (has_box(number + BOX)) {
        memcpy(out.box, number + BOX, sizeof out.box);
    } else if (around_points(objects, i, &around)) {
        out.box[LEFT] = around.low[0];
        out.box[TOP] = around.low[1];
        out.box[WIDTH] = around.high[0] - around.low[0];
        out.box[HEIGHT] = around.high[1] - around.low[1];
    }
    out.area = !isnan(number[AREA]) ? number[AREA] : out.box[WIDTH] * out.box[HEIGHT];
    return out;
}

static double size(const struct qa_objects *objects, size_t i)
{
    double area = qa_keypoints_scale_of(objects, i).area;
    return isnan(area) ? 0 : area;
}

static void bounds(const struct qa_objects *objects, size_t i, struct qa_bounds *out)
{
    if (around_points(objects, i, out)) {
        return;
    }
    struct qa_keypoints_scale scale = qa_keypoints_scale_of(objects, i);
    for (size_t axis = 0; axis < 2; axis++) {
        bool is_known = has_box(scale.box);
        out->low[axis] = is_known ? scale.box[LEFT + axis] : 0;
        out->high[axis] = is_known ? out->low[axis] + scale.box[WIDTH + axis] : 0;
    }
}

static size_t count_labelled(const double *points, size_t n)
{
    size_t labelled = 0;
    for (size_t k = 0; k < n; k++) {
        labelled += qa_keypoint_is_labelled(points + k * PER_POINT);
    }
    return labelled;
}

static bool uncounted(const struct qa_objects *objects, size_t i)
{
    size_t n;
    const double *points = qa_keypoints_points(objects, i, &n);
    return count_labelled(points, n) == 0;
}

static const char *describe(const struct qa_objects *objects, size_t i, struct qa_arena *arena)
{
    size_t n;
    struct qa_bounds around;
    const double *points = qa_keypoints_points(objects, i, &n);
    size_t labelled = count_labelled(points, n);
    bounds(objects, i, &around);
    return qa_arena_format(arena, "%zu of %zu points in %.6g, %.6g, %.6g x %.6g", labelled, n,
                           around.low[0], around.low[1], around.high[0] - around.low[0],
                           around.high[1] - around.low[1]);
}

/* ---- two objects ---- */

/* The next line of a list of names; false at the end. */
struct name_list {
    const char *at;
    const char *end;
};

static bool next_name(struct name_list *list, const char **name, size_t *n)
{
    if (list->at == NULL || list->at > list->end) {
        return false;
    }
    const char *end = memchr(list->at, '\n', (size_t)(list->end - list->at));
    end = end != NULL ? end : list->end;
    *name = list->at;
    *n = (size_t)(end - list->at);
    list->at = end + 1;
    return true;
}

static struct name_list names_of(const struct qa_objects *objects, size_t i)
{
    size_t n;
    const char *text = qa_object_text(objects, i, &n);
    return (struct name_list){n > 0 ? text : NULL, text + n};
}

static size_t find_name(struct name_list list, const char *name, size_t n)
{
    const char *other;
    size_t n_other;
    for (size_t k = 0; next_name(&list, &other, &n_other); k++) {
        if (n > 0 && n == n_other && memcmp(name, other, n) == 0) {
            return k;
        }
    }
    return SIZE_MAX;
}

void qa_keypoints_pair(const struct qa_objects *a, size_t i, const struct qa_objects *b, size_t j,
                       size_t *partner)
{
    size_t n_a;
    size_t n_b;
    struct name_list own = names_of(a, i);
    struct name_list others = names_of(b, j);
    qa_keypoints_points(a, i, &n_a);
    qa_keypoints_points(b, j, &n_b);
    bool by_place = own.at == NULL || others.at == NULL ||
                    (own.end - own.at == others.end - others.at &&
                     memcmp(own.at, others.at, (size_t)(own.end - own.at)) == 0);
    for (size_t k = 0; k < n_a; k++) {
        const char *name = "";
        size_t n_name = 0;
        bool is_named = !by_place && next_name(&own, &name, &n_name);
        size_t found = by_place ? k : is_named ? find_name(others, name, n_name) : SIZE_MAX;
        partner[k] = found < n_b ? found : SIZE_MAX;
    }
}

/* Of each point of object i, in the room. */
static const double *spreads(const struct qa_sides *sides, size_t i, double *room)
{
    size_t n;
    struct qa_setting setting =
        qa_type_setting(&qa_type_keypoints, sides->setting, QA_KEYPOINTS_SIGMAS);
    const struct qa_keypoint_sigmas *sigmas = setting.loaded;
    qa_keypoints_points(sides->a, i, &n);
    struct name_list names = names_of(sides->a, i);
    for (size_t k = 0; k < n; k++) {
        const char *name = "";
        size_t n_name = 0;
        (void)next_name(&names, &name, &n_name);
        room[k] = qa_keypoint_sigma(sigmas, k, n, &(struct qa_text_cell){name, n_name});
    }
    return room;
}

static double square(double x)
{
    return x * x;
}

/* exp(-d^2 / (2 area (2 sigma)^2)), in COCO's order of operations, with its 2^-52. */
static double closeness(double squared_distance, double sigma, double area)
{
    return exp(-(squared_distance / square(sigma * 2) / (area + DBL_EPSILON) / 2));
}

static double similarity_of(const double *a, size_t n_a, const double *b, const size_t *partner,
                            const double *sigma, double area)
{
    double sum = 0;
    size_t n = 0;
    for (size_t k = 0; k < n_a; k++) {
        const double *own = a + k * PER_POINT;
        const double *other = partner[k] != SIZE_MAX ? b + partner[k] * PER_POINT : NULL;
        if (!qa_keypoint_is_labelled(own)) {
            continue;
        }
        n++;
        if (other != NULL && qa_keypoint_is_labelled(other)) {
            sum += closeness(square(other[X] - own[X]) + square(other[Y] - own[Y]), sigma[k], area);
        }
    }
    return n > 0 ? sum / (double)n : 0;
}

static double beyond(double at, double low, double length)
{
    double before = low - length - at;
    double after = at - (low + length * 2);
    return (before > 0 ? before : 0) + (after > 0 ? after : 0);
}

/* How near all points of b are to the doubled box. */
static double similarity_to_box(const struct qa_keypoints_scale *scale, const double *b, size_t n_b,
                                const double *sigma, size_t n_sigma)
{
    double sum = 0;
    size_t n = 0;
    if (!has_box(scale->box)) {
        return 0;
    }
    for (size_t k = 0; k < n_b && k < n_sigma; k++) {
        const double *point = b + k * PER_POINT;
        if (qa_keypoint_is_labelled(point)) {
            double d = square(beyond(point[X], scale->box[LEFT], scale->box[WIDTH])) +
                       square(beyond(point[Y], scale->box[TOP], scale->box[HEIGHT]));
            sum += closeness(d, sigma[k], scale->area);
            n++;
        }
    }
    return n > 0 ? sum / (double)n : 0;
}

/* Row i of the block: object i of the reference against all of the others. */
struct row {
    const struct qa_sides *sides;
    size_t i;
    const double *points;
    size_t n;
    const double *sigma;
    size_t *partner;
    struct qa_keypoints_scale scale;
};

static struct row start_row(const struct qa_sides *sides, size_t i)
{
    struct row row = {.sides = sides, .i = i, .scale = qa_keypoints_scale_of(sides->a, i)};
    row.points = qa_keypoints_points(sides->a, i, &row.n);
    row.sigma = spreads(sides, i, QA_ARRAY(sides->scratch, double, row.n));
    row.partner = QA_ARRAY(sides->scratch, size_t, row.n);
    row.scale.area = isnan(row.scale.area) ? 0 : row.scale.area;
    return row;
}

static double row_similarity(const struct row *row, size_t j)
{
    size_t n_b;
    const struct qa_objects *b = row->sides->b;
    const double *others = qa_keypoints_points(b, j, &n_b);
    if (count_labelled(row->points, row->n) == 0) {
        return similarity_to_box(&row->scale, others, n_b, row->sigma, row->n);
    }
    qa_keypoints_pair(row->sides->a, row->i, b, j, row->partner);
    return similarity_of(row->points, row->n, others, row->partner, row->sigma, row->scale.area);
}

/* Two objects without a labelled point are the same when all is the same. */
static bool are_same(const struct qa_sides *sides, size_t i, size_t j)
{
    return qa_object_order(sides->a, i, sides->b, j) == 0;
}

static void compare(const struct qa_sides *sides, double *similarity)
{
    for (size_t i = 0; i < sides->a->n; i++) {
        struct qa_arena_mark mark = qa_arena_mark(sides->scratch);
        struct row row = start_row(sides, i);
        for (size_t j = 0; j < sides->b->n; j++) {
            similarity[i * sides->b->n + j] = are_same(sides, i, j) ? 1 : row_similarity(&row, j);
        }
        qa_arena_reset(sides->scratch, mark);
    }
}

/* The measure is the crowd, which is b here. */
static void covered(const struct qa_sides *sides, double *share)
{
    const struct qa_sides turned = {sides->b, sides->a, sides->setting, sides->scratch};
    for (size_t j = 0; j < sides->b->n; j++) {
        struct qa_arena_mark mark = qa_arena_mark(sides->scratch);
        struct row row = start_row(&turned, j);
        for (size_t i = 0; i < sides->a->n; i++) {
            share[i * sides->b->n + j] = row_similarity(&row, i);
        }
        qa_arena_reset(sides->scratch, mark);
    }
}

static bool comparable(const struct qa_objects *objects, size_t i, const struct qa_setting *setting,
                       const char **why)
{
    size_t n;
    struct qa_setting given = qa_type_setting(&qa_type_keypoints, setting, QA_KEYPOINTS_SIGMAS);
    struct name_list names = names_of(objects, i);
    qa_keypoints_points(objects, i, &n);
    for (size_t k = 0; k < n; k++) {
        const char *name = "";
        size_t n_name = 0;
        (void)next_name(&names, &name, &n_name);
        if (isnan(qa_keypoint_sigma(given.loaded, k, n, &(struct qa_text_cell){name, n_name}))) {
            *why = given.loaded == NULL
                       ? "keypoints other than COCO's 17 have no spreads of their own: --sigmas "
                         "gives them"
                       : "--sigmas has no spread for each of the keypoints";
            return false;
        }
    }
    return true;
}

/* ---- without spreads ---- */

static double box_overlap(const double *a, const double *b)
{
    double out = 1;
    for (size_t axis = 0; axis < 2; axis++) {
        double low = fmax(a[LEFT + axis], b[LEFT + axis]);
        double high = fmin(a[LEFT + axis] + a[WIDTH + axis], b[LEFT + axis] + b[WIDTH + axis]);
        out *= high > low ? high - low : 0;
    }
    return out;
}

static double box_area(const double *box)
{
    return box[WIDTH] * box[HEIGHT];
}

/* A box that is not known has NAN everywhere, and fmax takes the other side's numbers. */
static bool has_area(const struct qa_objects *objects, size_t i)
{
    struct qa_keypoints_scale scale = qa_keypoints_scale_of(objects, i);
    return has_box(scale.box) && box_area(scale.box) > 0;
}

/* Of each pair the overlap over the area that `of` makes of the two boxes' areas and it. */
static void compare_boxes(const struct qa_sides *sides, double (*of)(double a, double b, double in),
                          double *out)
{
    for (size_t i = 0; i < sides->a->n; i++) {
        struct qa_keypoints_scale a = qa_keypoints_scale_of(sides->a, i);
        for (size_t j = 0; j < sides->b->n; j++) {
            struct qa_keypoints_scale b = qa_keypoints_scale_of(sides->b, j);
            bool both = has_area(sides->a, i) && has_area(sides->b, j);
            double in = both ? box_overlap(a.box, b.box) : 0;
            out[i * sides->b->n + j] = in > 0 ? in / of(box_area(a.box), box_area(b.box), in) : 0;
        }
    }
}

static double union_of(double a, double b, double in)
{
    return a + b - in;
}

static double first_of(double a, double b, double in)
{
    (void)b;
    (void)in;
    return a;
}

static void compare_by_box(const struct qa_sides *sides, double *similarity)
{
    compare_boxes(sides, union_of, similarity);
    for (size_t i = 0; i < sides->a->n; i++) {
        for (size_t j = 0; j < sides->b->n; j++) {
            double *one = &similarity[i * sides->b->n + j];
            *one = are_same(sides, i, j) ? 1 : *one;
        }
    }
}

static void covered_by_box(const struct qa_sides *sides, double *share)
{
    compare_boxes(sides, first_of, share);
}

static const struct qa_type_fallback by_box = {
    .similarity = "IoU of boxes",
    .figure = "keypoints_box_iou",
    .about = "until then there is no OKS and no average precision, and objects pair by the IoU of "
             "their boxes; PCK, NME and visibility need no spreads",
    .serves = has_area,
    .compare = compare_by_box,
    .covered = covered_by_box,
};

/* ---- shapes ---- */

void qa_keypoints_begin(struct qa_shape *shape, const struct qa_keypoints_scale *scale)
{
    qa_shape_add(shape, scale->area);
    for (size_t k = 0; k < BOX_SIDES; k++) {
        qa_shape_add(shape, scale->box[k]);
    }
}

void qa_keypoints_add(struct qa_shape *shape, double x, double y, double v)
{
    qa_shape_add(shape, x);
    qa_shape_add(shape, y);
    qa_shape_add(shape, v);
}

void qa_keypoint_names_add(struct qa_keypoint_names *names, const char *name, size_t n)
{
    names->text = qa_arena_grow(names->arena, names->text, &names->capacity, names->n + n + 1, 1);
    if (names->n_points++ > 0) {
        names->text[names->n++] = '\n';
    }
    for (size_t i = 0; i < n; i++) {
        names->text[names->n++] = name[i];
    }
    names->has_any = names->has_any || n > 0;
}

void qa_keypoints_end(struct qa_shape *shape, const struct qa_keypoint_names *names)
{
    shape->text = names->has_any ? names->text : NULL;
    shape->n_text = names->has_any ? names->n : 0;
}

const char *qa_keypoints_text(const struct qa_objects *objects, size_t i, struct qa_arena *arena)
{
    enum { LONGEST_NUMBERS = PER_POINT * (QA_REAL_TEXT_MAX + 1) + 2 };
    size_t n;
    size_t n_text;
    const double *points = qa_keypoints_points(objects, i, &n);
    struct name_list names = names_of(objects, i);
    qa_object_text(objects, i, &n_text);
    char *out = qa_arena_alloc(arena, n_text + n * LONGEST_NUMBERS + 1);
    size_t at = 0;
    for (size_t k = 0; k < n; k++) {
        const char *name = "";
        size_t n_name = 0;
        (void)next_name(&names, &name, &n_name);
        if (k > 0) {
            out[at++] = ' ';
        }
        memcpy(out + at, name, n_name);
        at += n_name;
        for (size_t c = 0; c < PER_POINT; c++) {
            char text[QA_REAL_TEXT_MAX];
            const char *number = qa_real_text(points[k * PER_POINT + c], text);
            out[at++] = ':';
            memcpy(out + at, number, strlen(number));
            at += strlen(number);
        }
    }
    out[at] = '\0';
    return out;
}

/* ---- as columns of a table ---- */

/* One point "name:x:y:v"; false when it is none. The name may hold colons. */
static bool read_point(const char *text, size_t length, struct qa_keypoint_names *names,
                       struct qa_shape *out)
{
    size_t end = length;
    double xyv[PER_POINT];
    for (size_t c = PER_POINT; c-- > 0;) {
        size_t from = end;
        while (from > 0 && text[from - 1] != ':') {
            from--;
        }
        if (from == 0 || !qa_parse_real(text + from, end - from, &xyv[c])) {
            return false;
        }
        end = from - 1;
    }
    qa_keypoints_add(out, xyv[X], xyv[Y], xyv[V]);
    qa_keypoint_names_add(names, text, end);
    return names->n_points <= QA_KEYPOINTS_MAX;
}

/* Names may hold blanks, numbers none: a word without three colons goes on into the next. */
static bool read_points(const struct qa_text_cell *cell, struct qa_shape *out)
{
    struct qa_keypoint_names names = {.arena = out->arena};
    size_t from = 0;
    size_t n_colons = 0;
    for (size_t at = 0; at <= cell->length; at++) {
        bool ends = at == cell->length || cell->text[at] == ' ';
        n_colons += !ends && cell->text[at] == ':';
        if (!ends || (n_colons < PER_POINT && at < cell->length && at > from)) {
            continue;
        }
        if (at > from && !read_point(cell->text + from, at - from, &names, out)) {
            return false;
        }
        from = at + 1;
        n_colons = 0;
    }
    qa_keypoints_end(out, &names);
    return names.n_points > 0;
}

/* The places of the numbers of the scale, in the order of the columns. */
static const uint8_t scale_of_column[POINTS] = {BOX + LEFT, BOX + TOP, BOX + WIDTH, BOX + HEIGHT,
                                                AREA};

static bool read_cells(const struct qa_text_cell *cells, struct qa_shape *out, size_t *column,
                       const char **why)
{
    double number[POINTS] = {(double)NAN, (double)NAN, (double)NAN, (double)NAN, (double)NAN};
    for (size_t c = 0; c < POINTS; c++) {
        const struct qa_text_cell *cell = &cells[c + 1];
        if (cell->length > 0 &&
            !qa_parse_real(cell->text, cell->length, &number[scale_of_column[c]])) {
            *column = c + 1;
            *why = "a number";
            return false;
        }
    }
    for (size_t k = 0; k < POINTS; k++) {
        qa_shape_add(out, number[k]);
    }
    if (!read_points(&cells[0], out)) {
        *column = 0;
        *why = "points as name:x:y:v, blanks between them";
        return false;
    }
    return true;
}

static bool write_cells(const struct qa_objects *objects, size_t i, struct qa_arena *arena,
                        struct qa_written_cell *cells)
{
    size_t n;
    const double *number = qa_object_numbers(objects, i, &n);
    qa_write_text(&cells[0], qa_keypoints_text(objects, i, arena));
    for (size_t c = 0; c < POINTS; c++) {
        if (!isnan(number[scale_of_column[c]])) {
            qa_write_real(&cells[c + 1], number[scale_of_column[c]], arena);
        }
    }
    return true;
}

static const struct qa_type_form forms[] = {
    {(const char *const[]){"keypoints", "?x,left,bbox_x", "?y,top,bbox_y",
                           "?width,w,bbox_width,bbox_w", "?height,h,bbox_height,bbox_h", "?area",
                           NULL},
     read_cells, write_cells, .texts = 1},
};

static const struct qa_type_setting settings[] = {
    [QA_KEYPOINTS_SIGMAS] = {.name = "sigmas",
                             .about = "spreads of keypoints for OKS: one number, a list in the "
                                      "order of the points, or a file of lines sigma or "
                                      "name,sigma; COCO's for 17 points",
                             .kind = QA_SETTING_TEXT,
                             .argument = "FILE|VALUE|LIST",
                             .load = qa_keypoint_sigmas_load},
    [QA_KEYPOINTS_PCK_THRESHOLD] = {.name = "pck-threshold",
                                    .about = "a keypoint is right within this times the longest "
                                             "side of the reference's box",
                                    .kind = QA_SETTING_NUMBER,
                                    .argument = "FACTOR",
                                    .initial = 0.2,
                                    .least = 0,
                                    .most = 100},
};

const struct qa_type qa_type_keypoints = {
    .name = "keypoints",
    .plural = "keypoints",
    .question = "keypoints",
    .similarity = "OKS",
    .matching = QA_MATCH_ASSIGN,
    .threshold = 0.5,
    .localisation = 0.1,
    .detail = 9,
    .forms = forms,
    .n_forms = sizeof forms / sizeof *forms,
    .settings = settings,
    .n_settings = sizeof settings / sizeof *settings,
    .valid = valid,
    .comparable = comparable,
    .fallback = &by_box,
    .uncounted = uncounted,
    .bounds = bounds,
    .compare = compare,
    .covered = covered,
    .size = size,
    .describe = describe,
};
