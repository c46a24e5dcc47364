#ifndef QA_FORMATS_SPEECH_H
#define QA_FORMATS_SPEECH_H

/*
 * What files of speech have in common: pieces of recordings with a speaker, times and a text. As
 * --shape says they are transcripts (of each recording and speaker the texts in the order of time,
 * joined by one blank; rows of several speakers are one answer), turns (label = speaker), or
 * segments (label = text). A piece without text is silence and no object.
 *
 * Where a recording has several channels and names no speaker, each channel is one: words said at
 * the same time on two lines are no one's sentence. A note says so (W782). Where a recording names
 * a speaker for some pieces, the others are those of one voice, "(unnamed)" (W852).
 */

#include "qa/formats/sink.h"

struct qa_speech_piece {
    struct qa_text_cell item;
    struct qa_text_cell question;  /* none: that of the kind */
    struct qa_text_cell annotator; /* none: unknown */
    struct qa_text_cell speaker;
    struct qa_text_cell channel; /* none: unknown */
    struct qa_text_cell text;
    double start;
    double end;
    bool has_times;
    struct qa_place place;
};

struct qa_speech;

/* Which of the kinds, as sets of 1 << qa_type_index(). */
uint32_t qa_speech_kinds(bool segments);

/* offered: the kinds that the format has; the first asked for of them, else `usual`. */
struct qa_speech *qa_speech_new(struct qa_sink *sink, uint32_t offered,
                                const struct qa_type *usual);
const struct qa_type *qa_speech_kind(const struct qa_speech *speech);

/* A piece; its texts are copied. One without times is no turn or segment and counted as left out.
 */
void qa_speech_add(struct qa_speech *speech, const struct qa_speech_piece *piece);

/* A recording that was listened to, whatever is said in it. */
void qa_speech_item(struct qa_speech *speech, const char *item, struct qa_place place);

/* Gives all of it to the sink. */
void qa_speech_end(struct qa_speech *speech);

#endif
