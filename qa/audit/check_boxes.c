/* Boxes that can hardly be what was meant. */

#include "qa/annotation/box.h"
#include "qa/audit/check.h"
#include "qa/batch/questions.h"

/* What the boxes of a file have in common. */
struct file_boxes {
    size_t n;
    size_t n_shares;  /* within 0 to 1 */
    size_t n_corners; /* width above x and height above y */
    size_t n_beyond;  /* their images */
};

struct looking {
    const struct qa_batch *batch;
    struct qa_findings *findings;
    struct file_boxes *files;
};

static const double *box_of(const struct qa_batch *batch, uint64_t object)
{
    struct qa_objects objects = qa_batch_objects(batch, object, 1);
    size_t n;
    const double *box = qa_object_numbers(&objects, 0, &n);
    return n == 4 ? box : NULL;
}

static bool asks_for_boxes(const struct qa_batch *batch, size_t answer)
{
    return qa_question_at(batch, qa_answer_question(batch, answer))->type == &qa_type_box;
}

static size_t file_of(const struct qa_batch *batch, size_t answer)
{
    return batch->source != NULL ? batch->source[answer] : 0;
}

static void say(const struct looking *looking, const char *code, size_t answer, uint64_t object,
                const char *what)
{
    const struct qa_batch *batch = looking->batch;
    const double *box = box_of(batch, object);
    uint32_t vendor = qa_answer_vendor(batch, answer);
    const char *text = qa_arena_format(
        looking->findings->arena, "box %.6g, %.6g, %.6g, %.6g of item '%.80s' %s", box[0], box[1],
        box[2], box[3], qa_strings_text(batch->names->items, batch->item[answer]), what);
    qa_findings_add(
        looking->findings,
        (struct qa_finding){
            .severity = QA_WARNING,
            .code = code,
            .file = qa_answer_source(batch, answer)->path,
            .line = qa_object_line(batch, answer, object),
            .vendor = vendor == QA_NONE ? NULL : qa_strings_text(batch->names->vendors, vendor),
            .text = text});
}

static bool is_beyond(const struct qa_batch *batch, size_t answer, const double *box)
{
    static const double rounding = 1.0; /* a pixel: some tools count them from 1 */
    double width;
    double height;
    return qa_names_size(batch->names, batch->item[answer], &width, &height) &&
           (box[0] < -rounding || box[1] < -rounding || box[0] + box[2] > width + rounding ||
            box[1] + box[3] > height + rounding);
}

static void count_box(const struct looking *looking, size_t answer, uint64_t object)
{
    const double *box = box_of(looking->batch, object);
    struct file_boxes *file = &looking->files[file_of(looking->batch, answer)];
    if (box == NULL) {
        return;
    }
    bool is_share = true;
    for (int i = 0; i < 4; i++) {
        is_share = is_share && box[i] >= 0.0 && box[i] <= 1.0;
    }
    file->n++;
    file->n_shares += is_share;
    file->n_corners += box[2] > box[0] && box[3] > box[1];
    file->n_beyond += is_beyond(looking->batch, answer, box);
}

static bool same_box(const double *a, const double *b)
{
    return a[0] == b[0] && a[1] == b[1] && a[2] == b[2] && a[3] == b[3];
}

/* The same box and class earlier in the answer. */
static bool is_repeated(const struct qa_batch *batch, size_t answer, uint64_t object)
{
    const double *box = box_of(batch, object);
    for (uint64_t o = qa_first_object(batch, answer); o < object; o++) {
        const double *other = box_of(batch, o);
        if (other != NULL && batch->label[o] == batch->label[object] && same_box(other, box)) {
            return true;
        }
    }
    return false;
}

static void look_at(const struct looking *looking, size_t answer, uint64_t object)
{
    enum { FEWEST_CORNERS = 3 };
    const struct qa_batch *batch = looking->batch;
    const double *box = box_of(batch, object);
    const struct file_boxes *file = &looking->files[file_of(batch, answer)];
    if (box == NULL) {
        return;
    }
    bool are_shares = file->n_shares == file->n;
    bool are_corners = file->n >= FEWEST_CORNERS && file->n_corners == file->n &&
                       file->n_beyond > 0 && !are_shares;
    if (are_shares) {
        say(looking, "W206", answer, object, "has numbers of 0 to 1 alone, as shares of the image");
    } else if (are_corners) {
        say(looking, "W207", answer, object,
            "is read as x, y, width, height, and looks like two corners");
    } else if (is_beyond(batch, answer, box)) {
        say(looking, "W204", answer, object, "ends outside of the image");
    }
    if (box[2] <= 0.0 || box[3] <= 0.0) {
        say(looking, "W203", answer, object, "has a side of 0");
    }
    if (is_repeated(batch, answer, object)) {
        say(looking, "W205", answer, object, "is there twice");
    }
}

void qa_check_boxes(const struct qa_batch *batch, struct qa_findings *findings)
{
    struct qa_arena *scratch = qa_arena_new();
    const struct looking looking = {batch, findings,
                                    QA_ARRAY(scratch, struct file_boxes, batch->n_sources + 1)};
    for (int pass = 0; pass < 2; pass++) {
        for (size_t a = 0; a < batch->n_answers; a++) {
            uint64_t first = qa_first_object(batch, a);
            uint64_t end = asks_for_boxes(batch, a) ? first + qa_object_count(batch, a) : first;
            for (uint64_t o = first; o < end; o++) {
                (pass == 0 ? count_box : look_at)(&looking, a, o);
            }
        }
    }
    qa_arena_free(scratch);
}
