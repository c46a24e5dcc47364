#include <string.h>

#include "qa/score/actions.h"
#include "qa/score/answers.h"
#include "qa/score/detection.h"
#include "qa/score/score.h"
#include "qa/score/segmentation.h"
#include "qa/score/sound_events.h"
#include "qa/score/spans.h"
#include "qa/score/speakers.h"
#include "qa/score/tracks_clear.h"
#include "qa/score/tracks_hota.h"
#include "qa/score/transcripts.h"

/* clang-format off */
const struct qa_score *const qa_scores[] = { &qa_score_answers, &qa_score_detection, &qa_score_transcripts, &qa_score_spans, &qa_score_speakers, &qa_score_sound_events, &qa_score_actions, &qa_score_timeline, &qa_score_hota, &qa_score_clear, &qa_score_masks, &qa_score_semantic,
};
/* clang-format on */
const size_t qa_n_scores = sizeof qa_scores / sizeof *qa_scores;

const struct qa_score *qa_score_find(const char *name)
{
    for (size_t i = 0; i < qa_n_scores; i++) {
        if (strcmp(qa_scores[i]->name, name) == 0) {
            return qa_scores[i];
        }
    }
    return NULL;
}

size_t qa_figure_find(const struct qa_score *score, const char *name)
{
    for (size_t i = 0; i < score->n_figures; i++) {
        if (strcmp(score->figures[i].name, name) == 0) {
            return i;
        }
    }
    return SIZE_MAX;
}

/* As the names of columns are written: small letters, '_' for what is neither letter nor digit. */
static const char *as_name(const char *text, struct qa_arena *arena)
{
    char *name = qa_arena_text(arena, text);
    for (char *c = name; *c != '\0'; c++) {
        bool is_capital = *c >= 'A' && *c <= 'Z';
        bool is_word = is_capital || (*c >= 'a' && *c <= 'z') || (*c >= '0' && *c <= '9');
        *c = (char)(is_capital ? *c | 0x20 : is_word ? *c : '_');
    }
    return name;
}

const char *qa_figure_name(const struct qa_figure *figure, const struct qa_type *type,
                           struct qa_arena *arena)
{
    if (!figure->is_named_by_type) {
        return figure->name;
    }
    if (type->figure != NULL) {
        return type->figure;
    }
    /* Several kinds are compared by IoU, each by its own; other similarities belong to one kind. */
    return strcmp(type->similarity, "IoU") == 0
               ? as_name(qa_arena_format(arena, "%s_%s", type->name, type->similarity), arena)
               : as_name(type->similarity, arena);
}
