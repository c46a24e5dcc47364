/* Boxes as YOLO's labels: a text file an image, and the names of classes. */
#include <math.h>
#include <string.h>

#include "qa/annotation/box.h"
#include "qa/formats/image_header.h"
#include "qa/formats/writer.h"

struct yolo_folder {
    struct qa_writing *writing;
    uint32_t *number; /* by label id: class from 0 */
    struct qa_strings *names;
};

/* "labels/a.txt" of "a.jpg"; NULL: no name of a file within the folder. */
static const char *file_of(const char *item, struct qa_arena *arena)
{
    const char *dot = strrchr(item, '.');
    size_t n = qa_is_image_name(item) && dot != NULL ? (size_t)(dot - item) : strlen(item);
    bool leaves = item[0] == '/' || item[0] == '\0' || strstr(item, "..") != NULL ||
                  strchr(item, '\\') != NULL || strstr(item, "//") != NULL;
    for (const char *at = item; !leaves && *at != '\0'; at++) {
        leaves = (unsigned char)*at < ' ' || *at == ':';
    }
    return leaves ? NULL : qa_arena_format(arena, "labels/%.*s.txt", (int)n, item);
}

static bool is_line(const char *text)
{
    return strpbrk(text, "\r\n") == NULL;
}

/* Classes in the order of their names, numbered from 0. */
static void put_classes(struct yolo_folder *folder)
{
    struct qa_writing *writing = folder->writing;
    const struct qa_strings *labels = writing->names->labels;
    uint32_t n = qa_strings_count(labels);
    bool *is_used = QA_ARRAY(writing->arena, bool, (size_t)n + 1);
    uint32_t *order = QA_ARRAY(writing->arena, uint32_t, (size_t)n + 1);
    uint32_t number = 0;
    for (size_t i = 0; i < writing->n; i++) {
        const struct qa_canonical_answer *answer = &writing->answers[i];
        uint64_t first = qa_first_object(answer->batch, answer->answer);
        for (uint64_t o = first; o < first + qa_object_count(answer->batch, answer->answer); o++) {
            is_used[answer->batch->label[o]] = true;
        }
    }
    qa_strings_sorted(labels, order, NULL);
    qa_writing_begin(writing, "classes.txt");
    for (uint32_t i = 0; i < n; i++) {
        const char *name = qa_strings_text(labels, order[i]);
        if (!is_used[order[i]]) {
            continue;
        }
        folder->number[order[i]] = number++;
        fputs(name, writing->stream);
        fputc('\n', writing->stream);
        if (!is_line(name)) {
            qa_writing_refuse(writing, &writing->answers[0], "E269",
                              "class '%.80s' is no single line, as a list of names has them", name);
        }
    }
    qa_writing_end(writing);
}

static void put_object(const struct yolo_folder *folder, const struct qa_batch *batch, uint64_t o,
                       struct qa_image_size size)
{
    FILE *stream = folder->writing->stream;
    size_t n;
    const struct qa_objects one = qa_batch_objects(batch, o, 1);
    const double *box = qa_object_numbers(&one, 0, &n);
    const double side[] = {size.width, size.height};
    qa_write_number(folder->number[batch->label[o]], stream);
    for (int axis = 0; axis < 2; axis++) {
        fputc(' ', stream);
        qa_write_number((box[axis] + box[axis + 2] / 2) / side[axis], stream);
    }
    for (int axis = 0; axis < 2; axis++) {
        fputc(' ', stream);
        qa_write_number(box[axis + 2] / side[axis], stream);
    }
    if (batch->score != NULL && !isnan(batch->score[o])) {
        fputc(' ', stream);
        qa_write_number(batch->score[o], stream);
    }
    fputc('\n', stream);
}

static bool has_file(struct yolo_folder *folder, const struct qa_canonical_answer *answer,
                     const char *name)
{
    if (name == NULL) {
        qa_writing_refuse(folder->writing, answer, "E269",
                          "item '%.80s' is no name that a file can have", qa_item_text_of(answer));
        return false;
    }
    uint32_t n = qa_strings_count(folder->names);
    if (qa_strings_intern_text(folder->names, name) < n) {
        qa_writing_refuse(folder->writing, answer, "E268",
                          "two items would have one file '%.80s', the second is '%.80s'", name,
                          qa_item_text_of(answer));
        return false;
    }
    return true;
}

static void put_answer(struct yolo_folder *folder, const struct qa_canonical_answer *answer)
{
    struct qa_writing *writing = folder->writing;
    const char *name = file_of(qa_item_text_of(answer), writing->arena);
    struct qa_image_size size = qa_writing_image_size(writing, answer);
    size_t n;
    uint64_t *list = qa_canonical_objects(answer, writing->arena, &n);
    if (!has_file(folder, answer, name)) {
        return;
    }
    if (n > 0 && (size.width == 0 || size.height == 0)) {
        qa_writing_refuse(writing, answer, "E269",
                          "the size of item '%.80s' is not known, and yolo has shares of it: "
                          "formats with sizes tell (coco, columns image_width and image_height)",
                          qa_item_text_of(answer));
        return;
    }
    qa_writing_begin(writing, name);
    for (size_t k = 0; k < n; k++) {
        put_object(folder, answer->batch, list[k], size);
    }
    qa_writing_end(writing);
}

static void write_yolo(struct qa_writing *writing)
{
    size_t n_labels = (size_t)qa_strings_count(writing->names->labels) + 1;
    struct yolo_folder folder = {.writing = writing,
                                 .number = QA_ARRAY(writing->arena, uint32_t, n_labels),
                                 .names = qa_strings_new(writing->arena)};
    put_classes(&folder);
    for (size_t i = 0; i < writing->n; i++) {
        put_answer(&folder, &writing->answers[i]);
    }
}

static const struct qa_type *const types[] = {&qa_type_box, NULL};

const struct qa_writer qa_writer_yolo = {
    .name = "yolo",
    .about = "boxes, one annotator's: a folder of classes.txt and a file an image; the images, or "
             "--sizes, give them back in pixels",
    .file = NULL,
    .holds = QA_HOLDS_SCORE | QA_HOLDS_SIZE | QA_HOLDS_NOTHING,
    .types = types,
    .write = write_yolo,
};
