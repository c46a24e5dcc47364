/* Boxes as Pascal VOC's XML, a file an image. Coordinates are 0-based and written with a decimal
 * point, which says so. */
#include <math.h>
#include <string.h>

#include "qa/annotation/box.h"
#include "qa/annotation/rotated_box.h"
#include "qa/base/number.h"
#include "qa/formats/writer.h"

static void put_number(const char *name, double value, FILE *stream)
{
    char text[QA_REAL_TEXT_MAX];
    const char *real = qa_real_text(value, text);
    fprintf(stream, "<%s>%s%s</%s>", name, real, strpbrk(real, ".e") == NULL ? ".0" : "", name);
}

static void put_box(const double *box, FILE *stream)
{
    fputs("<bndbox>", stream);
    put_number("xmin", box[0], stream);
    put_number("ymin", box[1], stream);
    put_number("xmax", box[0] + box[2], stream);
    put_number("ymax", box[1] + box[3], stream);
    fputs("</bndbox>", stream);
}

/* roLabelImg's, the angle in radians. */
static void put_rotated(const double *box, FILE *stream)
{
    static const double degrees = 180 / 3.14159265358979323846;
    fputs("<robndbox>", stream);
    put_number("cx", box[0] + box[2] / 2, stream);
    put_number("cy", box[1] + box[3] / 2, stream);
    put_number("w", box[2], stream);
    put_number("h", box[3], stream);
    put_number("angle", box[4] / degrees, stream);
    fputs("</robndbox>", stream);
}

static void put_object(struct qa_writing *writing, const struct qa_canonical_answer *answer,
                       uint64_t o)
{
    FILE *stream = writing->stream;
    const struct qa_batch *batch = answer->batch;
    size_t n;
    const struct qa_objects one = qa_batch_objects(batch, o, 1);
    const double *box = qa_object_numbers(&one, 0, &n);
    fputs("  <object><name>", stream);
    if (!qa_put_xml(qa_label_text_of(batch, o), stream)) {
        qa_writing_refuse(writing, answer, "E269", "class '%.80s' is no text that XML can hold",
                          qa_label_text_of(batch, o));
    }
    fprintf(stream, "</name><difficult>%d</difficult>", qa_object_is_crowd(batch, o));
    if (qa_object_region(batch, o) == QA_REGION_CROWD) {
        qa_writing_refuse(
            writing, answer, "E267",
            "a region of item '%.80s' is a crowd, and VOC has difficult objects only, "
            "of which each is one",
            qa_item_text_of(answer));
    }
    if (qa_answer_type(batch, answer->answer) == &qa_type_box) {
        put_box(box, stream);
    } else {
        put_rotated(box, stream);
    }
    fputs("</object>\n", stream);
}

static void put_answer(struct qa_writing *writing, const struct qa_canonical_answer *answer)
{
    const char *name = qa_writing_item_file(writing, answer, "", ".xml");
    struct qa_image_size size = qa_writing_image_size(writing, answer);
    size_t n;
    uint64_t *list = qa_canonical_objects(answer, writing->arena, &n);
    if (name == NULL) {
        return;
    }
    qa_writing_begin(writing, name);
    FILE *stream = writing->stream;
    fputs("<annotation>\n  <filename>", stream);
    if (!qa_put_xml(qa_item_text_of(answer), stream)) {
        qa_writing_refuse(writing, answer, "E269", "item '%.80s' is no text that XML can hold",
                          qa_item_text_of(answer));
    }
    fputs("</filename>\n", stream);
    if (size.width > 0) {
        fprintf(stream, "  <size><width>%u</width><height>%u</height></size>\n", size.width,
                size.height);
    }
    for (size_t k = 0; k < n; k++) {
        put_object(writing, answer, list[k]);
    }
    fputs("</annotation>\n", stream);
    qa_writing_end(writing);
}

static void write_voc(struct qa_writing *writing)
{
    for (size_t i = 0; i < writing->n; i++) {
        put_answer(writing, &writing->answers[i]);
    }
}

const struct qa_writer qa_writer_voc = {
    .name = "voc",
    .about = "boxes, also rotated and difficult ones, one annotator's: a file an image",
    .holds = QA_HOLDS_SIZE | QA_HOLDS_NOTHING | QA_HOLDS_CROWD,
    .types = (const struct qa_type *const[]){&qa_type_box, &qa_type_rotated_box, NULL},
    .write = write_voc,
};
