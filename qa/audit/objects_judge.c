/* What the numbers of a file say about how it was read. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "qa/audit/objects_parts.h"

enum { X, Y, AXES, TEXT_MAX = 600 };

/* Below so many a rule wants nearly all, and below the least it says nothing. */
enum { PAIRS_LEAST = 5, PAIRS_ENOUGH = 20, CORNERS_LEAST = 3, PERCENT_LEAST = 20 };

static bool is_most(uint64_t n, uint64_t of)
{
    return of >= PAIRS_LEAST && (double)n >= (of < PAIRS_ENOUGH ? 0.8 : 0.6) * (double)of;
}

/* ---- far corners that are read as sides ---- */

/* Read as corners all objects lie right, which boxes seldom do: their sides are larger than their
 * place. And read as sides one in five lies far outside its image, or none ends where the other
 * file's does, where most of the corners do. */
static void judge_corners(const struct qa_look *look, struct qa_object_file *file)
{
    const struct qa_beside *beside = &file->beside;
    char text[TEXT_MAX];
    bool fit = file->n_with_sides >= CORNERS_LEAST &&
               (double)file->n_fit_as_corners >= 0.99 * (double)file->n_with_sides;
    bool is_outside = file->far_outside.n * 5 >= file->n_with_sides;
    bool is_elsewhere = beside->n_placed >= CORNERS_LEAST &&
                        beside->n_corners * 10 >= beside->n_placed * 8 &&
                        beside->n_sides * 10 <= beside->n_placed;
    if (!fit || !(is_outside || is_elsewhere)) {
        return;
    }
    file->is_corners = true;
    static const char step[] = "write width as x2 - x and height as y2 - y, or name the columns of "
                               "a table xmax and ymax";
    if (is_outside) {
        snprintf(text, sizeof text,
                 "width and height look like the far corner (x2, y2): as sides %llu of %llu %s "
                 "reach far outside their images, as corners all lie within; %s",
                 (unsigned long long)file->far_outside.n, (unsigned long long)file->n_with_sides,
                 file->type->plural, step);
    } else {
        snprintf(text, sizeof text,
                 "width and height look like the far corner (x2, y2): of %llu %s that begin where "
                 "those of %.120s do, %llu end there as corners and %llu as sides; %s",
                 (unsigned long long)beside->n_placed, file->type->plural, beside->path,
                 (unsigned long long)beside->n_corners, (unsigned long long)beside->n_sides, step);
    }
    qa_say_of_file(look, file, QA_WARNING, "W184", is_outside ? &file->far_outside : &file->objects,
                   text);
}

/* ---- shares and per cent of the image ---- */

/* The file whose objects reach furthest down and across, but this one. */
static const struct qa_object_file *furthest(const struct qa_look *look,
                                             const struct qa_object_file *but)
{
    const struct qa_object_file *found = NULL;
    for (int role = 0; role < QA_N_ROLES; role++) {
        for (size_t s = 0; s < look->n_files[role]; s++) {
            const struct qa_object_file *file = &look->file[role][s];
            if (file != but && file->objects.n > 0 &&
                (found == NULL || file->reach.high[X] > found->reach.high[X])) {
                found = file;
            }
        }
    }
    return found;
}

static bool lies_within(const struct qa_object_file *file, double low, double high)
{
    const struct qa_bounds *reach = &file->reach;
    return reach->low[X] >= low && reach->low[Y] >= low && reach->high[X] <= high &&
           reach->high[Y] <= high;
}

static bool reaches(const struct qa_object_file *file, double to)
{
    return file != NULL && file->reach.high[X] > to && file->reach.high[Y] > to;
}

/* A few, since a pixel in the corner of an image is marked by nobody. */
static bool are_shares(const struct qa_object_file *file, const struct qa_object_file *other)
{
    bool has_area = file->reach.high[X] > 0 && file->reach.high[Y] > 0;
    bool is_larger = file->least.width > 8 && file->least.height > 8;
    return file->objects.n > 1 && has_area && lies_within(file, -0.1, 1.001) &&
           (is_larger || reaches(other, 2));
}

static uint64_t count_ratios(const struct qa_beside *beside, int axis, double of, double within)
{
    uint64_t n = 0;
    for (size_t i = 0; i < beside->n_ratios; i++) {
        n += fabs(beside->ratio[axis][i] - of) <= within * of;
    }
    return n;
}

/* Objects here and there end in the same places, where they were counted. */
static bool ends_alike(const struct qa_beside *beside)
{
    return count_ratios(beside, X, 1, 0.05) * 5 > beside->n_ratios &&
           count_ratios(beside, Y, 1, 0.05) * 5 > beside->n_ratios;
}

/* Nothing beyond 100 in images of at least 256 pixels, and up to 80 at least: of many objects that
 * are marked in pixels some lie elsewhere. Beside another file that reaches further, a few objects
 * are enough, if they end elsewhere than its own. */
static bool are_percent(const struct qa_object_file *file, const struct qa_object_file *other)
{
    const struct qa_beside *beside = &file->beside;
    bool is_larger = file->least.width >= 256 && file->least.height >= 256;
    if (!lies_within(file, -5, 100.1) || file->reach.high[X] < 50 || file->reach.high[Y] < 50) {
        return false;
    }
    if (beside->n_ratios >= PAIRS_LEAST) {
        return !ends_alike(beside) && (is_larger || reaches(other, 200));
    }
    return is_larger && file->objects.n >= PERCENT_LEAST && reaches(file, 80);
}

static void judge_shares(const struct qa_look *look, struct qa_object_file *file)
{
    const struct qa_object_file *other = furthest(look, file);
    char text[TEXT_MAX];
    char why[TEXT_MAX / 3] = "";
    file->is_shares = are_shares(file, other);
    file->is_percent = !file->is_shares && are_percent(file, other);
    if (!file->is_shares && !file->is_percent) {
        return;
    }
    if (file->least.width > 8) {
        snprintf(why, sizeof why, "its images are %u x %u pixels at least", file->least.width,
                 file->least.height);
    } else {
        snprintf(why, sizeof why, "those of %.120s reach %.6g, %.6g", other->path,
                 other->reach.high[X], other->reach.high[Y]);
    }
    snprintf(text, sizeof text,
             "coordinates look like %s the image: all lie between 0 and %d, and %s; they are read "
             "as pixels: multiply them by the width and height of each image%s",
             file->is_shares ? "shares of" : "per cent of", file->is_shares ? 1 : 100, why,
             file->is_shares ? "" : " and divide by 100");
    qa_say_of_file(look, file, QA_WARNING, "W185", &file->objects, text);
}

/* ---- half a pixel and a whole one ---- */

static const double shift_pixels[QA_SHIFTS] = {-1, -0.5, 0, 0.5, 1};

static void judge_shift(const struct qa_look *look, const struct qa_object_file *file)
{
    const struct qa_beside *beside = &file->beside;
    char text[TEXT_MAX];
    int low = 2;
    int high = 2;
    for (int i = 0; i < QA_SHIFTS * QA_SHIFTS; i++) {
        if (beside->n_shifted[i / QA_SHIFTS][i % QA_SHIFTS] > beside->n_shifted[low][high]) {
            low = i / QA_SHIFTS;
            high = i % QA_SHIFTS;
        }
    }
    uint64_t n = beside->n_shifted[low][high];
    if ((low == 2 && high == 2) || !is_most(n, beside->n_close) || n * 4 < beside->n_objects) {
        return;
    }
    snprintf(text, sizeof text,
             "%llu of %llu %s differ from those of %.120s by exactly %+g in x and y and %+g at "
             "the far corner: %s; bring both to one way of counting",
             (unsigned long long)n, (unsigned long long)beside->n_close,
             file->is_mixed ? "objects" : file->type->plural, beside->path, shift_pixels[low],
             shift_pixels[high],
             low == high ? "pixels seem to be counted from another origin"
                         : "one of the two seems to count the last pixel");
    qa_say_of_file(look, file, QA_WARNING, "W186", &beside->first, text);
}

/* ---- another scale ---- */

static int compare_reals(const void *a, const void *b)
{
    const double *one = a;
    const double *other = b;
    return (*one > *other) - (*one < *other);
}

/* The ratio that most pairs have; 0: none. */
static double common_ratio(const struct qa_beside *beside, int axis, struct qa_arena *scratch)
{
    if (beside->n_ratios < PAIRS_LEAST) {
        return 0;
    }
    double *sorted = QA_ARRAY(scratch, double, beside->n_ratios);
    for (size_t i = 0; i < beside->n_ratios; i++) {
        sorted[i] = beside->ratio[axis][i];
    }
    qsort(sorted, beside->n_ratios, sizeof *sorted, compare_reals);
    double middle = sorted[beside->n_ratios / 2];
    return is_most(count_ratios(beside, axis, middle, 0.03), beside->n_ratios) ? middle : 0;
}

static bool is_off(double ratio)
{
    return ratio > 0 && fabs(ratio - 1) > 0.06;
}

/* Images of other sizes matter where the objects do not end alike all the same. */
static bool judge_sizes(const struct qa_look *look, const struct qa_object_file *file)
{
    const struct qa_beside *beside = &file->beside;
    char text[TEXT_MAX];
    if (beside->resized.n == 0) {
        return false;
    }
    bool is_known = beside->n_ratios > 0 && !ends_alike(beside);
    bool is_grave = is_known && beside->resized.n * 10 >= beside->n_sized;
    snprintf(text, sizeof text,
             "%llu of %llu images have another size here than in %.120s, the first %u x %u "
             "against %u x %u%s",
             (unsigned long long)beside->resized.n, (unsigned long long)beside->n_sized,
             beside->path, beside->here.width, beside->here.height, beside->there.width,
             beside->there.height,
             is_grave ? ", and objects end elsewhere; bring one of the two to the size of the other"
                      : "");
    qa_say_of_file(look, file, is_grave ? QA_WARNING : QA_NOTE, "W187", &beside->resized, text);
    return is_grave;
}

static void judge_scale(const struct qa_look *look, const struct qa_object_file *file)
{
    const struct qa_beside *beside = &file->beside;
    double across = common_ratio(beside, X, look->scratch);
    double down = common_ratio(beside, Y, look->scratch);
    char text[TEXT_MAX];
    if (judge_sizes(look, file) || across <= 0 || down <= 0 || !(is_off(across) || is_off(down))) {
        return;
    }
    snprintf(text, sizeof text,
             "most of %zu %s have coordinates of %.4g times those of %.120s in x and %.4g times "
             "in y: they seem to be of images of another size; bring both to one size",
             beside->n_ratios, file->is_mixed ? "objects" : file->type->plural, across,
             beside->path, down);
    qa_say_of_file(look, file, QA_WARNING, "W187", &beside->first, text);
}

/* ---- all of it ---- */

static void judge_unasked(const struct qa_look *look, const struct qa_object_file *file)
{
    char text[TEXT_MAX];
    if (file->unasked.n > 0) {
        snprintf(text, sizeof text,
                 "%llu item%s five objects or more here and none in gold, the first here; if gold "
                 "was not made for %s, leave %s out of it",
                 (unsigned long long)file->unasked.n, file->unasked.n == 1 ? " has" : "s have",
                 file->unasked.n == 1 ? "it" : "them", file->unasked.n == 1 ? "it" : "them");
        qa_say_of_file(look, file, QA_NOTE, "W188", &file->unasked, text);
    }
}

static bool is_misread(const struct qa_object_file *file)
{
    return file->is_corners || file->is_shares || file->is_percent;
}

/* Whether any file of the run is read as something else than it means: then differences from it say
 * no more. */
static bool has_misread(const struct qa_look *look, enum qa_role role)
{
    for (size_t s = 0; s < look->n_files[role]; s++) {
        if (is_misread(&look->file[role][s])) {
            return true;
        }
    }
    return false;
}

void qa_judge_files(const struct qa_look *look)
{
    const enum qa_role partner = look->request->batch[QA_GOLD] != NULL ? QA_GOLD : QA_DELIVERY;
    for (int i = 0; i < QA_N_ROLES * 2; i++) {
        enum qa_role role = (enum qa_role)(i % QA_N_ROLES);
        bool is_first = i < QA_N_ROLES;
        bool compares = !is_first && !has_misread(look, partner);
        for (size_t s = 0; s < look->n_files[role]; s++) {
            struct qa_object_file *file = &look->file[role][s];
            if (file->objects.n == 0) {
                continue;
            }
            if (is_first) {
                judge_corners(look, file);
                judge_shares(look, file);
                judge_unasked(look, file);
            } else if (compares && file->beside.path != NULL && !is_misread(file)) {
                judge_shift(look, file);
                judge_scale(look, file);
                qa_judge_turns(look, file);
                qa_judge_points(look, file);
            }
        }
    }
}
