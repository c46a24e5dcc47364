/* Keypoints as Label Studio has them: a rectangle for each thing, and points whose parent it is. */
#include <math.h>

#include "qa/annotation/keypoints.h"
#include "qa/formats/label_studio_write.h"

static void put_thing(struct qa_studio_written *file, const struct qa_canonical_answer *answer,
                      uint64_t o, const char *id)
{
    static const char *const names[] = {"\"x\": ", ", \"y\": ", ", \"width\": ", ", \"height\": "};
    const struct qa_objects one = qa_batch_objects(answer->batch, o, 1);
    struct qa_keypoints_scale scale = qa_keypoints_scale_of(&one, 0);
    struct qa_image_size size = qa_writing_image_size(file->writing, answer);
    const char *label = qa_label_text_of(answer->batch, o);
    fputs("\n      {\"id\": ", file->stream);
    qa_put_json(id, file->stream);
    fputs(", ", file->stream);
    qa_studio_begin_result(file, "boxes of keypoints",
                           label[0] != '\0' ? "rectanglelabels" : "rectangle");
    if (!qa_studio_put_size(file, answer)) {
        return;
    }
    fputs(", \"value\": {", file->stream);
    for (int i = 0; i < 4; i++) {
        fputs(names[i], file->stream);
        qa_studio_put_percent(isnan(scale.box[i]) ? 0 : scale.box[i],
                              i % 2 == 0 ? size.width : size.height, file->stream);
    }
    fputs(", \"rotation\": 0", file->stream);
    qa_studio_put_labels("rectanglelabels", label, file->stream);
    fputs("}}", file->stream);
}

/* id: the object's own, which its first point has; NULL: none. */
struct ids {
    const char *id;
    const char *parent;
};

static void put_point(struct qa_studio_written *file, const struct qa_canonical_answer *answer,
                      const double *point, const char *name, const struct ids *ids)
{
    struct qa_image_size size = qa_writing_image_size(file->writing, answer);
    uint32_t question = qa_answer_question(answer->batch, answer->answer);
    fputs(",\n      {", file->stream);
    if (ids->id != NULL) {
        fputs("\"id\": ", file->stream);
        qa_put_json(ids->id, file->stream);
        fputs(", ", file->stream);
    }
    fputs("\"parentID\": ", file->stream);
    qa_put_json(ids->parent, file->stream);
    fputs(", ", file->stream);
    qa_studio_begin_result(file, qa_question_at(answer->batch, question)->name,
                           name[0] != '\0' ? "keypointlabels" : "keypoint");
    if (!qa_studio_put_size(file, answer)) {
        return;
    }
    fputs(", \"value\": {\"x\": ", file->stream);
    qa_studio_put_percent(point[0], size.width, file->stream);
    fputs(", \"y\": ", file->stream);
    qa_studio_put_percent(point[1], size.height, file->stream);
    fputs(", \"width\": 0.5", file->stream);
    qa_studio_put_labels("keypointlabels", name, file->stream);
    fputs("}}", file->stream);
}

/* Points that are not labelled are not there, which their names tell; of others nothing tells that
 * they are hidden. */
void qa_studio_put_keypoints(struct qa_studio_written *file,
                             const struct qa_canonical_answer *answer, uint64_t o)
{
    const struct qa_objects one = qa_batch_objects(answer->batch, o, 1);
    struct qa_arena *arena = file->writing->arena;
    size_t n;
    size_t n_names;
    size_t n_put = 0;
    const double *points = qa_keypoints_points(&one, 0, &n);
    const char *names = qa_object_text(&one, 0, &n_names);
    const char *end = names + n_names;
    struct ids ids = {
        .parent = qa_arena_format(arena, "thing%llu", (unsigned long long)++file->n_things)};
    put_thing(file, answer, o, ids.parent);
    for (size_t k = 0; k < n; k++) {
        const double *point = points + 3 * k;
        const char *name = qa_next_point_name(&names, end, arena);
        file->n_hidden += point[2] == 1;
        if (qa_keypoint_is_labelled(point)) {
            ids.id = n_put == 0 && answer->batch->object_key != NULL
                         ? qa_key_text(answer->batch->names, answer->batch->object_key[o], arena)
                         : NULL;
            put_point(file, answer, point, name, &ids);
            n_put++;
        }
    }
    if (n_put == 0 || (n_put < n && n_names == 0)) {
        qa_writing_refuse(
            file->writing, answer, "E267",
            "keypoints of item '%.80s' %s, which Label Studio cannot say", qa_item_text_of(answer),
            n_put == 0 ? "are all not labelled" : "have no names and are not all labelled");
    }
}

void qa_studio_say_keypoints(const struct qa_studio_written *file)
{
    if (file->n_things > 0 && file->writing->findings->total[QA_ERROR] == 0) {
        qa_findings_addf(file->writing->findings, QA_WARNING, "W267", NULL, 0, 0,
                         "the boxes of keypoints become boxes in label-studio; it has no place for "
                         "areas, by which OKS goes, nor for which points are hidden (%llu are)",
                         (unsigned long long)file->n_hidden);
    }
}
