#include "qa/audit/objects.h"

#include <stdio.h>
#include <string.h>

#include "qa/annotation/track.h"
#include "qa/audit/objects_parts.h"

enum { X, Y, AXES, TEXT_MAX = 480 };

/* What readers round to whole pixels may be one too far. */
static const double outside_pixels = 1;
/* Read as sides, a far corner is further out than rounding or an eager hand. */
static const double far_pixels = 2;
static const double far_share = 0.02;

const struct qa_type *qa_looked_at(const struct qa_batch *batch, size_t answer)
{
    const struct qa_type *type = qa_question_at(batch, qa_answer_question(batch, answer))->type;
    return type->bounds != NULL && type->matching == QA_MATCH_ASSIGN ? type : NULL;
}

struct qa_image_size qa_look_size(const struct qa_look *look, const struct qa_batch *batch,
                                  size_t answer)
{
    struct qa_image_size own = qa_answer_image_size(batch, answer);
    return own.width > 0 || look->size_of_item == NULL ? own
                                                       : look->size_of_item[batch->item[answer]];
}

double qa_beyond_image(const struct qa_bounds *bounds, struct qa_image_size size)
{
    const double side[AXES] = {size.width, size.height};
    double most = 0;
    for (int k = 0; k < AXES && size.width > 0; k++) {
        double low = -bounds->low[k];
        double high = bounds->high[k] - side[k];
        most = low > most ? low : most;
        most = high > most ? high : most;
    }
    return most;
}

/* ---- one object ---- */

static void look_as_corners(struct qa_object_file *file, const struct qa_bounds *bounds,
                            struct qa_image_size size, size_t answer, uint64_t object)
{
    const double image[AXES] = {size.width, size.height};
    bool fits = true;
    bool is_far = false;
    for (int k = 0; k < AXES; k++) {
        double corner = bounds->high[k] - bounds->low[k];
        double beyond = bounds->high[k] - image[k];
        fits = fits && corner > bounds->low[k] &&
               (size.width == 0 || corner <= image[k] + outside_pixels);
        is_far = is_far || (size.width > 0 && beyond > far_pixels && beyond > far_share * image[k]);
    }
    file->n_with_sides++;
    file->n_fit_as_corners += fits;
    if (is_far) {
        qa_see(&file->far_outside, answer, object);
    }
}

/* Points are found wherever they lie; regions need an area. */
static bool matches_by_area(const struct qa_type *type)
{
    return strcmp(type->similarity, "IoU") == 0;
}

static void look_at_sides(struct qa_object_file *file, const struct qa_bounds *bounds,
                          size_t answer, uint64_t object)
{
    double across = bounds->high[X] - bounds->low[X];
    double down = bounds->high[Y] - bounds->low[Y];
    double least = across < down ? across : down;
    if (!matches_by_area(file->type)) {
        return;
    }
    if (least <= 0) {
        qa_see(&file->flat, answer, object);
    } else if (least <= 1) {
        qa_see(&file->thin, answer, object);
    }
}

static void stretch(struct qa_bounds *reach, const struct qa_bounds *to)
{
    for (int k = 0; k < AXES; k++) {
        reach->low[k] = to->low[k] < reach->low[k] ? to->low[k] : reach->low[k];
        reach->high[k] = to->high[k] > reach->high[k] ? to->high[k] : reach->high[k];
    }
}

static void look_at_object(struct qa_object_file *file, const struct qa_type *type,
                           const struct qa_bounds *bounds, struct qa_image_size size, size_t answer,
                           uint64_t object)
{
    if (file->objects.n == 0) {
        file->type = type;
        file->reach = *bounds;
    }
    file->is_mixed = file->is_mixed || file->type != type;
    qa_see(&file->objects, answer, object);
    stretch(&file->reach, bounds);
    look_at_sides(file, bounds, answer, object);
    file->n_sized += size.width > 0;
    if (qa_beyond_image(bounds, size) > outside_pixels) {
        qa_see(&file->outside, answer, object);
    }
    if (type->ends_in_sides) {
        look_as_corners(file, bounds, size, answer, object);
    }
}

/* ---- all of them ---- */

static void look_at_size(struct qa_object_file *file, struct qa_image_size size)
{
    struct qa_image_size *least = &file->least;
    if (size.width > 0) {
        least->width = least->width == 0 || size.width < least->width ? size.width : least->width;
        least->height =
            least->height == 0 || size.height < least->height ? size.height : least->height;
    }
}

static void look_at_repeats(const struct qa_look *look, struct qa_object_file *file,
                            const struct qa_objects *objects, size_t answer, uint64_t first)
{
    struct qa_arena_mark mark = qa_arena_mark(look->scratch);
    size_t *of = QA_ARRAY(look->scratch, size_t, objects->n);
    size_t n = qa_find_repeats(objects, look->scratch, of);
    for (size_t i = 0; n > 0 && i < objects->n; i++) {
        if (of[i] != SIZE_MAX && !qa_object_is_crowd(file->batch, first + i)) {
            qa_see(&file->repeated, answer, first + i);
        }
    }
    qa_arena_reset(look->scratch, mark);
}

/* One by one, as COCO has it, or in a delivery as difficult or to be ignored; that classes of
 * tracks take no part and regions without a class are none to be found are rules of their formats.
 */
static bool is_marked_region(const struct qa_batch *batch, const struct qa_type *type,
                             uint64_t object, enum qa_role role)
{
    uint8_t region = qa_object_region(batch, object);
    bool is_marked =
        region == QA_REGION_CROWD || (region == QA_REGION_UNCOUNTED && role == QA_DELIVERY);
    return is_marked && type != &qa_type_track && batch->label[object] != QA_NONE;
}

static void look_at_answer(const struct qa_look *look, const struct qa_batch *batch, size_t answer,
                           enum qa_role role)
{
    const struct qa_type *type = qa_looked_at(batch, answer);
    if (type == NULL) {
        return;
    }
    struct qa_object_file *file = &look->file[role][qa_file_index(look, role, answer)];
    struct qa_image_size size = qa_look_size(look, batch, answer);
    uint64_t first = qa_first_object(batch, answer);
    struct qa_objects objects = qa_batch_objects(batch, first, qa_object_count(batch, answer));
    file->n_answers++;
    look_at_size(file, size);
    for (size_t i = 0; i < objects.n; i++) {
        struct qa_bounds bounds;
        if (!qa_object_is_crowd(batch, first + i)) {
            type->bounds(&objects, i, &bounds);
            look_at_object(file, type, &bounds, size, answer, first + i);
        } else if (is_marked_region(batch, type, first + i, role)) {
            qa_see(&file->regions, answer, first + i);
        }
    }
    if (objects.n > 1) {
        look_at_repeats(look, file, &objects, answer, first);
    }
}

/* What any file says of an item's image, gold before the others. */
static struct qa_image_size *sizes_of_items(const struct qa_objects_request *request,
                                            struct qa_arena *arena)
{
    static const enum qa_role order[] = {QA_GOLD, QA_DELIVERY, QA_PRELABELS};
    struct qa_image_size *sizes = NULL;
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        const struct qa_batch *batch = request->batch[order[i]];
        if (batch == NULL || batch->image_size == NULL) {
            continue;
        }
        size_t n_items = qa_strings_count(batch->names->items);
        sizes = sizes != NULL ? sizes : QA_ARRAY(arena, struct qa_image_size, n_items);
        for (size_t a = 0; a < batch->n_answers; a++) {
            struct qa_image_size *size = &sizes[batch->item[a]];
            *size = size->width > 0 ? *size : batch->image_size[a];
        }
    }
    return sizes;
}

static void look_at_batch(struct qa_look *look, enum qa_role role)
{
    const struct qa_batch *batch = look->request->batch[role];
    if (batch == NULL) {
        return;
    }
    look->file[role] = QA_ARRAY(look->scratch, struct qa_object_file, batch->n_sources);
    look->file_of_source[role] = QA_ARRAY(look->scratch, uint32_t, batch->n_sources + 1);
    for (size_t s = 0; s < batch->n_sources; s++) {
        const struct qa_source *source = &batch->sources[s];
        const char *folder = source->unit;
        bool is_next = s > 0 && folder != NULL && batch->sources[s - 1].unit != NULL &&
                       strcmp(folder, batch->sources[s - 1].unit) == 0;
        if (!is_next) {
            look->file[role][look->n_files[role]++] =
                (struct qa_object_file){.batch = batch, .role = role, .path = source->path};
        } else {
            look->file[role][look->n_files[role] - 1].path = folder;
        }
        look->file_of_source[role][s] = (uint32_t)look->n_files[role] - 1;
    }
    for (size_t a = 0; a < batch->n_answers; a++) {
        look_at_answer(look, batch, a, role);
    }
}

/* ---- findings ---- */

void qa_say_of_file(const struct qa_look *look, const struct qa_object_file *file,
                    enum qa_severity severity, const char *code, const struct qa_seen *where,
                    const char *text)
{
    const struct qa_batch *batch = file->batch;
    uint32_t vendor = qa_answer_vendor(batch, where->answer);
    if (severity == QA_NOTE && !look->request->by_object) {
        return;
    }
    qa_findings_add(
        look->findings,
        (struct qa_finding){
            .severity = severity,
            .code = code,
            .file = qa_answer_source(batch, where->answer)->path,
            .line = where->object == UINT64_MAX
                        ? batch->line[where->answer]
                        : qa_object_line(batch, where->answer, where->object),
            .vendor = vendor == QA_NONE ? NULL : qa_strings_text(batch->names->vendors, vendor),
            .text = text});
}

/* "the box at 10, 20, 30 x 40 on 'a.jpg'". */
static const char *name_object(const struct qa_look *look, const struct qa_object_file *file,
                               const struct qa_seen *seen)
{
    const struct qa_batch *batch = file->batch;
    const struct qa_type *type = qa_looked_at(batch, seen->answer);
    const char *place = qa_object_place(batch, type, (size_t)seen->object, look->scratch);
    return qa_arena_format(look->scratch, "the %s%s%s on '%.80s'", type->name,
                           place != NULL ? " at " : "", place != NULL ? place : "",
                           qa_strings_text(batch->names->items, batch->item[seen->answer]));
}

static void say_outside(const struct qa_look *look, const struct qa_object_file *file,
                        const struct qa_seen *seen, const struct qa_bounds *bounds)
{
    char text[TEXT_MAX];
    struct qa_image_size size = qa_look_size(look, file->batch, seen->answer);
    snprintf(text, sizeof text, "%.240s reaches %.6g pixels beyond its image, which is %u x %u",
             name_object(look, file, seen), qa_beyond_image(bounds, size), size.width, size.height);
    qa_say_of_file(look, file, QA_WARNING, "W180", seen, text);
}

static void say_sides(const struct qa_look *look, const struct qa_object_file *file,
                      const struct qa_seen *seen, const struct qa_bounds *bounds)
{
    char text[TEXT_MAX];
    bool is_flat = bounds->high[X] <= bounds->low[X] || bounds->high[Y] <= bounds->low[Y];
    snprintf(text, sizeof text, "%.240s is %s", name_object(look, file, seen),
             is_flat ? "without area, and can match nothing but its equal"
                     : "at most a pixel wide or high");
    qa_say_of_file(look, file, is_flat ? QA_WARNING : QA_NOTE, is_flat ? "W182" : "W183", seen,
                   text);
}

static void say_repeats(const struct qa_look *look, const struct qa_object_file *file,
                        const struct qa_objects *objects, size_t answer, uint64_t first)
{
    size_t *of = QA_ARRAY(look->scratch, size_t, objects->n);
    size_t n = qa_find_repeats(objects, look->scratch, of);
    for (size_t i = 0; n > 0 && i < objects->n; i++) {
        struct qa_seen seen = {1, answer, first + i};
        char text[TEXT_MAX];
        if (of[i] == SIZE_MAX || qa_object_is_crowd(file->batch, first + i)) {
            continue;
        }
        snprintf(text, sizeof text,
                 "%.240s is the same as one in line %u, in class and coordinates; against gold it "
                 "counts as spurious",
                 name_object(look, file, &seen),
                 qa_object_line(file->batch, answer, first + of[i]));
        qa_say_of_file(look, file, QA_WARNING, "W181", &seen, text);
    }
}

/* The objects of an answer, one by one. Of shares of an image every side is below a pixel. */
static void say_objects(const struct qa_look *look, const struct qa_object_file *file,
                        size_t answer)
{
    const struct qa_batch *batch = file->batch;
    const struct qa_type *type = qa_looked_at(batch, answer);
    uint64_t first = qa_first_object(batch, answer);
    struct qa_objects objects = qa_batch_objects(batch, first, qa_object_count(batch, answer));
    struct qa_image_size size = qa_look_size(look, batch, answer);
    for (size_t i = 0; i < objects.n; i++) {
        struct qa_bounds bounds;
        struct qa_seen seen = {1, answer, first + i};
        if (qa_object_is_crowd(batch, first + i)) {
            continue;
        }
        type->bounds(&objects, i, &bounds);
        if (qa_beyond_image(&bounds, size) > outside_pixels) {
            say_outside(look, file, &seen, &bounds);
        }
        bool is_thin = bounds.high[X] - bounds.low[X] <= 1 || bounds.high[Y] - bounds.low[Y] <= 1;
        if (is_thin && !file->is_shares && matches_by_area(type)) {
            say_sides(look, file, &seen, &bounds);
        }
    }
    if (file->repeated.n > 0) {
        say_repeats(look, file, &objects, answer, first);
    }
}

static bool has_odd_objects(const struct qa_object_file *file)
{
    return file->outside.n + file->repeated.n + file->flat.n + file->thin.n > 0;
}

static void say_by_object(const struct qa_look *look, enum qa_role role)
{
    const struct qa_batch *batch = look->request->batch[role];
    const struct qa_object_file *files = look->file[role];
    for (size_t a = 0; files != NULL && a < batch->n_answers; a++) {
        const struct qa_object_file *file = &files[qa_file_index(look, role, a)];
        if (has_odd_objects(file) && qa_looked_at(batch, a) != NULL) {
            struct qa_arena_mark mark = qa_arena_mark(look->scratch);
            say_objects(look, file, a);
            qa_arena_reset(look->scratch, mark);
        }
    }
}

static void say_count(const struct qa_look *look, const struct qa_object_file *file,
                      const char *code, const struct qa_seen *seen, uint64_t of, const char *one,
                      const char *several)
{
    char text[TEXT_MAX];
    const char *name = of == 1 ? file->type->name : file->type->plural;
    if (seen->n > 0) {
        snprintf(
            text, sizeof text, "%llu of %llu %s%s %s, the first here; `labelqa check` lists them",
            (unsigned long long)seen->n, (unsigned long long)of, file->is_mixed ? "objects" : name,
            of < file->objects.n ? " in images of a known size" : "", seen->n == 1 ? one : several);
        qa_say_of_file(look, file, QA_WARNING, code, seen, text);
    }
}

/* Of most objects the mark is a program's, which sets it for every mask in run lengths. */
static void say_regions(const struct qa_look *look, const struct qa_object_file *file)
{
    char text[TEXT_MAX];
    const struct qa_seen *regions = &file->regions;
    if (regions->n <= file->objects.n || look->request->has_ignored) {
        return;
    }
    snprintf(text, sizeof text,
             "%llu of %llu objects are marked as crowds, difficult or to be ignored, the first "
             "here: regions in which nothing need match, and which match nothing; --crowds objects "
             "takes them for objects",
             (unsigned long long)regions->n, (unsigned long long)regions->n + file->objects.n);
    qa_say_of_file(look, file, QA_WARNING, "W803", regions, text);
}

static void say_counts(const struct qa_look *look, const struct qa_object_file *file)
{
    uint64_t n = file->objects.n;
    if (!file->is_corners) {
        say_count(look, file, "W180", &file->outside, file->n_sized, "reaches beyond its image",
                  "reach beyond their images");
    }
    say_count(look, file, "W181", &file->repeated, n,
              "is the same as another of its answer, and spurious",
              "are the same as another of their answer, and spurious");
    if (!file->is_shares) {
        say_count(look, file, "W182", &file->flat, n, "has no area, and matches nothing",
                  "have no area, and match nothing");
    }
}

/* ---- the whole ---- */

static void add_row(struct qa_objects_result *result, const struct qa_object_file *file)
{
    result->rows[result->n_rows++] = (struct qa_objects_row){.role = file->role,
                                                             .path = file->path,
                                                             .n_objects = file->objects.n,
                                                             .n_sized = file->n_sized,
                                                             .n_outside = file->outside.n,
                                                             .n_repeated = file->repeated.n,
                                                             .n_flat = file->flat.n,
                                                             .n_thin = file->thin.n};
}

static struct qa_objects_result report(const struct qa_look *look, struct qa_arena *arena)
{
    size_t n_files = 0;
    for (int role = 0; role < QA_N_ROLES; role++) {
        n_files += look->n_files[role];
    }
    struct qa_objects_result result = {QA_ARRAY(arena, struct qa_objects_row, n_files), 0};
    for (int role = 0; role < QA_N_ROLES; role++) {
        for (size_t s = 0; s < look->n_files[role]; s++) {
            const struct qa_object_file *file = &look->file[role][s];
            say_regions(look, file);
            if (file->objects.n == 0) {
                continue;
            }
            add_row(&result, file);
            if (!look->request->by_object) {
                say_counts(look, file);
            }
        }
        if (look->request->by_object) {
            say_by_object(look, (enum qa_role)role);
        }
    }
    return result;
}

struct qa_objects_result qa_look_at_objects(const struct qa_objects_request *request,
                                            struct qa_arena *arena, struct qa_findings *findings)
{
    struct qa_look look = {.request = request, .scratch = qa_arena_new(), .findings = findings};
    look.size_of_item = sizes_of_items(request, look.scratch);
    for (int role = 0; role < QA_N_ROLES; role++) {
        look_at_batch(&look, (enum qa_role)role);
    }
    qa_look_beside(&look);
    qa_look_for_shared_work(&look);
    qa_judge_files(&look);
    struct qa_objects_result result = report(&look, arena);
    qa_arena_free(look.scratch);
    return result;
}
