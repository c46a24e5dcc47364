#include "qa/formats/mask_sizes.h"

#include "qa/annotation/mask.h"

/* By item: the first mask that was met. */
struct met {
    struct qa_image_size size; /* 0: none yet */
    const char *path;
    uint32_t line;
};

static struct qa_image_size size_of(const struct qa_batch *batch, uint64_t object)
{
    size_t n;
    struct qa_objects one = qa_batch_objects(batch, object, 1);
    const double *number = qa_object_numbers(&one, 0, &n);
    return (struct qa_image_size){(uint32_t)number[1], (uint32_t)number[0]};
}

static bool differ(struct qa_image_size a, struct qa_image_size b)
{
    return a.width != b.width || a.height != b.height;
}

static void check_answer(const struct qa_batch *batch, size_t answer, struct met *met,
                         struct qa_findings *findings)
{
    uint64_t object = qa_first_object(batch, answer);
    struct qa_image_size image = qa_answer_image_size(batch, answer);
    const char *path = qa_answer_source(batch, answer)->path;
    const char *item = qa_strings_text(batch->names->items, batch->item[answer]);
    for (uint64_t end = object + qa_object_count(batch, answer); object < end; object++) {
        struct qa_image_size size = size_of(batch, object);
        uint32_t line = qa_object_line(batch, answer, object);
        if (image.width > 0 && image.height > 0 && differ(size, image)) {
            qa_findings_addf(findings, QA_ERROR, "E192", path, line, 0,
                             "a mask of %u x %u pixels on '%.200s', which is %u x %u here",
                             size.width, size.height, item, image.width, image.height);
            return;
        }
        if (met->size.width == 0) {
            *met = (struct met){size, path, line};
        }
        if (differ(size, met->size)) {
            qa_findings_addf(findings, QA_ERROR, "E192", path, line, 0,
                             "a mask of %u x %u pixels on '%.200s', where %s:%u has one of %u x %u",
                             size.width, size.height, item, met->path, met->line, met->size.width,
                             met->size.height);
            return;
        }
    }
}

void qa_mask_sizes_check(const struct qa_questions *questions, struct qa_findings *findings)
{
    bool has_masks = false;
    for (uint32_t q = 0; q < questions->n; q++) {
        has_masks = has_masks || qa_type_has_masks(questions->list[q].type);
    }
    struct qa_arena *scratch = has_masks ? qa_arena_new() : NULL;
    struct met *met = NULL;
    for (int role = QA_N_ROLES - 1; has_masks && role >= 0; role--) {
        const struct qa_batch *batch = questions->batch[role];
        for (size_t a = 0; batch != NULL && a < batch->n_answers; a++) {
            if (met == NULL) {
                met = QA_ARRAY(scratch, struct met, qa_strings_count(batch->names->items));
            }
            if (qa_type_has_masks(qa_answer_type(batch, a))) {
                check_answer(batch, a, &met[batch->item[a]], findings);
            }
        }
    }
    qa_arena_free(scratch);
}
