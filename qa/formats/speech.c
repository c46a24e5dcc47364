#include "qa/formats/speech.h"

#include <stdlib.h>
#include <string.h>

#include "qa/annotation/segment.h"
#include "qa/annotation/transcript.h"
#include "qa/annotation/turn.h"

struct kept {
    struct qa_speech_piece piece;
    size_t order;
};

struct qa_speech {
    struct qa_sink *sink;
    const struct qa_type *type;
    struct kept *list;
    size_t n;
    size_t capacity;
    struct qa_text_cell *items; /* that were listened to */
    size_t n_items;
    size_t items_capacity;
    struct qa_place item_place;
    struct qa_strings *without_times; /* items of which pieces were left out; NULL: none */
};

uint32_t qa_speech_kinds(bool segments)
{
    uint32_t kinds = UINT32_C(1) << qa_type_index(&qa_type_transcript) |
                     UINT32_C(1) << qa_type_index(&qa_type_turn);
    return segments ? kinds | UINT32_C(1) << qa_type_index(&qa_type_segment) : kinds;
}

struct qa_speech *qa_speech_new(struct qa_sink *sink, uint32_t offered, const struct qa_type *usual)
{
    struct qa_speech *speech = QA_NEW(qa_sink_arena(sink), struct qa_speech);
    const struct qa_type *shape = qa_sink_shape(sink);
    bool is_offered = shape != NULL && (offered >> qa_type_index(shape) & 1) != 0;
    *speech = (struct qa_speech){.sink = sink, .type = is_offered ? shape : usual};
    return speech;
}

const struct qa_type *qa_speech_kind(const struct qa_speech *speech)
{
    return speech->type;
}

static struct qa_text_cell copied(struct qa_arena *arena, struct qa_text_cell cell)
{
    return (struct qa_text_cell){
        qa_arena_text_n(arena, cell.length > 0 ? cell.text : "", cell.length), cell.length};
}

void qa_speech_add(struct qa_speech *speech, const struct qa_speech_piece *piece)
{
    struct qa_arena *arena = qa_sink_arena(speech->sink);
    if (piece->text.length == 0 && speech->type != &qa_type_transcript) {
        return;
    }
    if (!piece->has_times && speech->type != &qa_type_transcript) {
        qa_sink_exclude(speech->sink, QA_EXCLUDED_NO_SHAPE);
        speech->without_times =
            speech->without_times != NULL ? speech->without_times : qa_strings_new(arena);
        (void)qa_strings_intern(speech->without_times, piece->item.text, piece->item.length);
        return;
    }
    speech->list =
        qa_arena_grow(arena, speech->list, &speech->capacity, speech->n + 1, sizeof *speech->list);
    struct kept *kept = &speech->list[speech->n];
    *kept = (struct kept){*piece, speech->n};
    kept->piece.item = copied(arena, piece->item);
    kept->piece.question = copied(arena, piece->question);
    kept->piece.annotator = copied(arena, piece->annotator);
    kept->piece.speaker = copied(arena, piece->speaker);
    kept->piece.channel = copied(arena, piece->channel);
    kept->piece.text = copied(arena, piece->text);
    speech->n++;
}

void qa_speech_item(struct qa_speech *speech, const char *item, struct qa_place place)
{
    speech->items =
        qa_arena_grow(qa_sink_arena(speech->sink), speech->items, &speech->items_capacity,
                      speech->n_items + 1, sizeof *speech->items);
    speech->items[speech->n_items++] =
        copied(qa_sink_arena(speech->sink), (struct qa_text_cell){item, strlen(item)});
    speech->item_place = place;
}

/* ---- to the sink ---- */

static int compare_cells(const struct qa_text_cell *a, const struct qa_text_cell *b)
{
    int by = memcmp(a->text, b->text, a->length < b->length ? a->length : b->length);
    return by != 0 ? by : (a->length > b->length) - (a->length < b->length);
}

/* By who said it where, then by time as far as it is known, then as the file has it. */
static int compare_voices(const struct qa_speech_piece *a, const struct qa_speech_piece *b)
{
    int by = compare_cells(&a->item, &b->item);
    by = by != 0 ? by : compare_cells(&a->question, &b->question);
    by = by != 0 ? by : compare_cells(&a->annotator, &b->annotator);
    return by != 0 ? by : compare_cells(&a->speaker, &b->speaker);
}

static int compare_kept(const void *left, const void *right)
{
    const struct kept *a = left;
    const struct kept *b = right;
    int by = compare_voices(&a->piece, &b->piece);
    if (by == 0 && a->piece.has_times && b->piece.has_times) {
        by = (a->piece.start > b->piece.start) - (a->piece.start < b->piece.start);
    }
    return by != 0 ? by : (a->order > b->order) - (a->order < b->order);
}

static void begin(struct qa_speech *speech, const struct qa_speech_piece *piece)
{
    static const enum qa_field fields[] = {QA_FIELD_ITEM, QA_FIELD_QUESTION, QA_FIELD_ANNOTATOR};
    const struct qa_text_cell *cells[] = {&piece->item, &piece->question, &piece->annotator};
    qa_sink_answer(speech->sink, piece->place);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        if (cells[i]->length > 0) {
            (void)qa_sink_text(speech->sink, fields[i], cells[i]->text, cells[i]->length,
                               piece->place);
        }
    }
}

static void give_label(struct qa_speech *speech, const struct qa_text_cell *label,
                       struct qa_place place)
{
    if (label->length > 0) {
        (void)qa_sink_text(speech->sink, QA_FIELD_LABEL, label->text, label->length, place);
    }
}

static void give_period(struct qa_speech *speech, const struct qa_speech_piece *piece)
{
    double number[2] = {piece->start, piece->end};
    const struct qa_shape shape = {.number = number, .n_numbers = 2};
    begin(speech, piece);
    give_label(speech, speech->type == &qa_type_turn ? &piece->speaker : &piece->text,
               piece->place);
    (void)qa_sink_object(speech->sink, speech->type, &shape, piece->place);
    qa_sink_end(speech->sink);
}

/* Pieces first .. end - 1, of one voice. */
static void give_transcript(struct qa_speech *speech, size_t first, size_t end)
{
    size_t most = 0;
    for (size_t i = first; i < end; i++) {
        most += speech->list[i].piece.text.length + 1;
    }
    char *text = qa_arena_alloc(qa_sink_arena(speech->sink), most + 1);
    size_t n = 0;
    for (size_t i = first; i < end; i++) {
        const struct qa_text_cell *piece = &speech->list[i].piece.text;
        if (piece->length > 0) {
            text[n] = ' ';
            n += n > 0;
            memcpy(text + n, piece->text, piece->length);
            n += piece->length;
        }
    }
    const struct qa_speech_piece *voice = &speech->list[first].piece;
    const struct qa_shape shape = {.text = text, .n_text = n};
    begin(speech, voice);
    give_label(speech, &voice->speaker, voice->place);
    (void)qa_sink_object(speech->sink, &qa_type_transcript, &shape, voice->place);
    qa_sink_end(speech->sink);
}

static bool has_pieces(const struct qa_speech *speech, const struct qa_text_cell *item)
{
    size_t first = 0;
    size_t end = speech->n;
    while (first < end) {
        size_t middle = first + (end - first) / 2;
        int by = compare_cells(&speech->list[middle].piece.item, item);
        if (by == 0) {
            return true;
        }
        first = by < 0 ? middle + 1 : first;
        end = by < 0 ? end : middle;
    }
    return false;
}

/* Something was found there, whose times are not known: it is no answer of nothing. */
static bool lost_pieces(const struct qa_speech *speech, const struct qa_text_cell *item)
{
    return speech->without_times != NULL &&
           qa_strings_find(speech->without_times, item->text, item->length) != QA_NONE;
}

static void sort_pieces(struct qa_speech *speech)
{
    if (speech->n > 0) {
        qsort(speech->list, speech->n, sizeof *speech->list, compare_kept);
    }
}

/* Pieces first .. end - 1, of one recording. */
static bool has_channels_alone(const struct qa_speech *speech, size_t first, size_t end)
{
    bool several = false;
    for (size_t i = first; i < end; i++) {
        const struct qa_speech_piece *piece = &speech->list[i].piece;
        if (piece->speaker.length > 0 || piece->channel.length == 0) {
            return false;
        }
        several =
            several || compare_cells(&piece->channel, &speech->list[first].piece.channel) != 0;
    }
    return several;
}

/* Channels stand for speakers in recordings that name none. */
static void name_channels(struct qa_speech *speech)
{
    uint64_t n_named = 0;
    for (size_t i = 0; i < speech->n;) {
        size_t end = i + 1;
        while (end < speech->n &&
               compare_cells(&speech->list[i].piece.item, &speech->list[end].piece.item) == 0) {
            end++;
        }
        bool named = has_channels_alone(speech, i, end);
        for (size_t k = i; named && k < end; k++) {
            speech->list[k].piece.speaker = speech->list[k].piece.channel;
        }
        n_named += named;
        i = end;
    }
    if (n_named > 0) {
        sort_pieces(speech);
        qa_sink_finding(speech->sink, QA_NOTE, "W782", QA_AT(0, 0),
                        "%llu recordings have several channels and name no speaker: each channel "
                        "is taken for a speaker",
                        (unsigned long long)n_named);
    }
}

/* Of a recording that names some speakers, what nobody is named for is a voice too. Whether any of
 * the pieces first .. end - 1 was without. */
static bool name_others(struct qa_speech *speech, size_t first, size_t end)
{
    static const struct qa_text_cell unnamed = {"(unnamed)", 9};
    bool any_named = false;
    bool any_other = false;
    for (size_t i = first; i < end; i++) {
        any_named = any_named || speech->list[i].piece.speaker.length > 0;
        any_other = any_other || speech->list[i].piece.speaker.length == 0;
    }
    for (size_t i = first; any_named && any_other && i < end; i++) {
        struct qa_speech_piece *piece = &speech->list[i].piece;
        piece->speaker = piece->speaker.length == 0 ? unnamed : piece->speaker;
    }
    return any_named && any_other;
}

static bool is_same_answer(const struct qa_speech_piece *a, const struct qa_speech_piece *b)
{
    return compare_cells(&a->item, &b->item) == 0 &&
           compare_cells(&a->question, &b->question) == 0 &&
           compare_cells(&a->annotator, &b->annotator) == 0;
}

static void name_rest(struct qa_speech *speech)
{
    uint64_t n = 0;
    struct qa_place place = QA_AT(0, 0);
    for (size_t i = 0; i < speech->n;) {
        size_t end = i + 1;
        while (end < speech->n &&
               is_same_answer(&speech->list[i].piece, &speech->list[end].piece)) {
            end++;
        }
        /* Those without a speaker are sorted before those with. */
        place = n == 0 ? speech->list[i].piece.place : place;
        n += name_others(speech, i, end);
        i = end;
    }
    if (n > 0) {
        sort_pieces(speech);
        qa_sink_finding(speech->sink, QA_WARNING, "W852", place,
                        "%llu recording%s no speaker for some of what is said, the first here, and "
                        "for the rest one: what nobody is named for is the voice '(unnamed)'",
                        (unsigned long long)n, n == 1 ? " names" : "s name");
    }
}

void qa_speech_end(struct qa_speech *speech)
{
    sort_pieces(speech);
    name_channels(speech);
    if (speech->type != &qa_type_segment) {
        name_rest(speech);
    }
    for (size_t i = 0; i < speech->n;) {
        size_t end = i + 1;
        if (speech->type != &qa_type_transcript) {
            give_period(speech, &speech->list[i].piece);
            i = end;
            continue;
        }
        while (end < speech->n &&
               compare_voices(&speech->list[i].piece, &speech->list[end].piece) == 0) {
            end++;
        }
        give_transcript(speech, i, end);
        i = end;
    }
    for (size_t i = 0; i < speech->n_items; i++) {
        if (!has_pieces(speech, &speech->items[i]) && !lost_pieces(speech, &speech->items[i])) {
            const struct qa_speech_piece nothing = {.item = speech->items[i],
                                                    .place = speech->item_place};
            begin(speech, &nothing);
            qa_sink_end(speech->sink);
        }
    }
}
