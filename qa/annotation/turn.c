#include "qa/annotation/turn.h"

#include "qa/annotation/period.h"
#include "qa/annotation/speakers.h"
#include "qa/annotation/uem.h"

static void map_labels(const struct qa_sides *sides, uint32_t *label_b)
{
    const struct qa_objects *b = sides->b;
    if (sides->setting != NULL && sides->setting[QA_TURN_IDENTIFY].flag) {
        for (size_t j = 0; j < b->n; j++) {
            label_b[j] = b->label[j];
        }
        return;
    }
    struct qa_arena_mark mark = qa_arena_mark(sides->scratch);
    struct qa_speakers one = qa_speakers_of(sides->a, sides->scratch);
    struct qa_speakers other = qa_speakers_of(b, sides->scratch);
    const size_t *partner = qa_speakers_map(&one, &other, sides->scratch);
    for (size_t j = 0; j < b->n; j++) {
        size_t speaker = qa_speakers_find(&other, b->label[j]);
        size_t mapped = speaker != SIZE_MAX ? partner[speaker] : SIZE_MAX;
        /* Whose turns have no length, or who has no partner, has a name that a does not have. */
        label_b[j] = mapped != SIZE_MAX    ? one.label[mapped]
                     : speaker != SIZE_MAX ? UINT32_MAX - 1 - (uint32_t)speaker
                                           : UINT32_MAX - 1 - (uint32_t)other.n;
    }
    qa_arena_reset(sides->scratch, mark);
}

static const struct qa_type_setting settings[QA_N_TURN_SETTINGS] = {
    [QA_TURN_UEM] = QA_PERIOD_UEM_SETTING,
    [QA_TURN_COLLAR] = {"collar",
                        "Seconds on each side of a boundary of the reference's turns that are not "
                        "scored (0.25 forgives half a second in all).",
                        .kind = QA_SETTING_NUMBER, .argument = "SECONDS", .initial = 0, .least = 0,
                        .most = 60},
    [QA_TURN_SKIP_OVERLAP] = {"skip-overlap",
                              "Time in which several speakers of the reference speak is not "
                              "scored.",
                              .kind = QA_SETTING_FLAG},
    [QA_TURN_IDENTIFY] = {"identify",
                          "Names of speakers are names: a turn is right when it has the same. "
                          "Without it speakers are mapped as fits best, recording by recording.",
                          .kind = QA_SETTING_FLAG},
};

const struct qa_type qa_type_turn = {
    .name = "turn",
    .plural = "turns",
    .question = "turns",
    .similarity = "IoU",
    .matching = QA_MATCH_ASSIGN,
    .arity = QA_PERIOD_ARITY,
    .error_figure = "der",
    .error_trial = "milliseconds of speech",
    .threshold = 0.5,
    .localisation = 0.1,
    .forms = &qa_period_form,
    .n_forms = 1,
    .settings = settings,
    .n_settings = QA_N_TURN_SETTINGS,
    .valid = qa_period_valid,
    .extent = qa_period_extent,
    .compare = qa_period_compare,
    .map_labels = map_labels,
    .describe = qa_period_describe,
};
