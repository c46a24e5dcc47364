#include "qa/formats/eaf.h"

#include <math.h>
#include <string.h>

#include "qa/annotation/segment.h"
#include "qa/base/number.h"
#include "qa/formats/lines.h"
#include "qa/formats/speech.h"
#include "qa/formats/xml.h"

enum { DEEPEST_CHAIN = 64 };

struct tier {
    const char *name;
    const char *participant;
    const char *annotator;
    bool depends;
    size_t n_annotations;
};

struct annotation {
    size_t tier;
    uint32_t slot[2]; /* ids; QA_NONE: of a parent */
    uint32_t parent;  /* id of an annotation; QA_NONE: none */
    struct qa_text_cell value;
    struct qa_place place;
};

struct reading {
    struct qa_sink *sink;
    struct qa_arena *arena;
    struct qa_strings *slots;
    double *seconds; /* by slot; NAN: without a time */
    size_t n_slots;  /* that stand in the file: those only referred to come after them */
    size_t seconds_capacity;
    struct tier *tiers;
    size_t n_tiers;
    size_t tiers_capacity;
    struct qa_strings *ids; /* of annotations */
    struct annotation *annotations;
    size_t open; /* the annotation that is read; SIZE_MAX: none yet */
    size_t annotations_capacity;
};

static const char *kept(struct reading *reading, const char *text)
{
    return text != NULL ? qa_arena_text(reading->arena, text) : "";
}

static void take_slot(struct reading *reading, struct qa_xml *xml, const char **attributes)
{
    const char *id = qa_xml_attribute(attributes, "TIME_SLOT_ID");
    const char *value = qa_xml_attribute(attributes, "TIME_VALUE");
    double milliseconds = (double)NAN;
    if (id == NULL || (value != NULL && !qa_parse_real(value, strlen(value), &milliseconds))) {
        qa_xml_fail(xml, "E244", "a time slot needs an id, and a time in milliseconds or none");
        return;
    }
    uint32_t slot = qa_strings_intern_text(reading->slots, id);
    reading->seconds = qa_arena_grow(reading->arena, reading->seconds, &reading->seconds_capacity,
                                     slot + (size_t)1, sizeof *reading->seconds);
    reading->seconds[slot] = milliseconds / 1000;
    reading->n_slots = reading->n_slots > slot ? reading->n_slots : slot + (size_t)1;
}

static void take_tier(struct reading *reading, const char **attributes)
{
    reading->tiers = qa_arena_grow(reading->arena, reading->tiers, &reading->tiers_capacity,
                                   reading->n_tiers + 1, sizeof *reading->tiers);
    reading->tiers[reading->n_tiers++] =
        (struct tier){.name = kept(reading, qa_xml_attribute(attributes, "TIER_ID")),
                      .participant = kept(reading, qa_xml_attribute(attributes, "PARTICIPANT")),
                      .annotator = kept(reading, qa_xml_attribute(attributes, "ANNOTATOR")),
                      .depends = qa_xml_attribute(attributes, "PARENT_REF") != NULL};
}

static uint32_t named(struct qa_strings *strings, const char *name)
{
    return name != NULL ? qa_strings_intern_text(strings, name) : QA_NONE;
}

static void take_annotation(struct reading *reading, struct qa_xml *xml, const char **attributes)
{
    const char *id = qa_xml_attribute(attributes, "ANNOTATION_ID");
    if (id == NULL || reading->n_tiers == 0) {
        qa_xml_fail(xml, "E244", "an annotation needs an id and stands in a tier");
        return;
    }
    struct annotation annotation = {
        .tier = reading->n_tiers - 1,
        .slot = {named(reading->slots, qa_xml_attribute(attributes, "TIME_SLOT_REF1")),
                 named(reading->slots, qa_xml_attribute(attributes, "TIME_SLOT_REF2"))},
        .parent = named(reading->ids, qa_xml_attribute(attributes, "ANNOTATION_REF")),
        .value = {"", 0}};
    size_t at = qa_strings_intern_text(reading->ids, id);
    qa_xml_place(xml, &annotation.place.line, &annotation.place.column);
    reading->annotations =
        qa_arena_grow(reading->arena, reading->annotations, &reading->annotations_capacity,
                      qa_strings_count(reading->ids), sizeof *reading->annotations);
    reading->annotations[at] = annotation;
    reading->open = at;
}

static void start(void *context, struct qa_xml *xml, const char *name, const char **attributes)
{
    struct reading *reading = context;
    if (qa_xml_ancestor(xml, 1)[0] == '\0' && strcmp(name, "ANNOTATION_DOCUMENT") != 0) {
        qa_xml_fail(xml, "E185", "the root is <%.60s>; expected <ANNOTATION_DOCUMENT> of ELAN",
                    name);
    } else if (strcmp(name, "TIME_SLOT") == 0) {
        take_slot(reading, xml, attributes);
    } else if (strcmp(name, "TIER") == 0) {
        take_tier(reading, attributes);
    } else if (strcmp(name, "ALIGNABLE_ANNOTATION") == 0 || strcmp(name, "REF_ANNOTATION") == 0) {
        take_annotation(reading, xml, attributes);
    }
}

static void end(void *context, struct qa_xml *xml, const char *name)
{
    struct reading *reading = context;
    if (strcmp(name, "ANNOTATION_VALUE") != 0 || reading->open == SIZE_MAX) {
        return;
    }
    struct annotation *open = &reading->annotations[reading->open];
    size_t n;
    const char *text = qa_xml_text(xml, &n);
    open->value = (struct qa_text_cell){qa_arena_text_n(reading->arena, text, n), n};
    reading->tiers[open->tier].n_annotations += n > 0;
}

/* The annotation that has the times: itself, or the first of its parents. NULL: there is none. */
static const struct annotation *timed(const struct reading *reading, const struct annotation *own)
{
    for (size_t i = 0; i < DEEPEST_CHAIN && own->place.line > 0; i++) {
        if (own->parent == QA_NONE) {
            return own;
        }
        own = &reading->annotations[own->parent];
    }
    return NULL;
}

static bool find_times(const struct reading *reading, const struct annotation *annotation,
                       struct qa_speech_piece *piece)
{
    const struct annotation *of = timed(reading, annotation);
    piece->has_times = false;
    if (of == NULL) {
        return false;
    }
    double time[2];
    for (size_t k = 0; k < 2; k++) {
        if (of->slot[k] == QA_NONE || of->slot[k] >= reading->n_slots) {
            return false;
        }
        time[k] = reading->seconds[of->slot[k]];
    }
    piece->start = time[0];
    piece->end = time[1];
    piece->has_times = !isnan(time[0]) && !isnan(time[1]);
    return true;
}

static struct qa_text_cell cell_of(const char *text)
{
    return (struct qa_text_cell){text, strlen(text)};
}

static void give(struct reading *reading, struct qa_speech *speech, const char *item,
                 bool has_several_tiers, const struct annotation *annotation)
{
    const struct tier *tier = &reading->tiers[annotation->tier];
    bool is_segment = qa_speech_kind(speech) == &qa_type_segment;
    struct qa_speech_piece piece = {.item = cell_of(item),
                                    .annotator = cell_of(tier->annotator),
                                    .text = annotation->value,
                                    .place = annotation->place};
    if (annotation->place.line == 0) {
        return; /* an id that only a reference names; whoever names it is refused */
    }
    if (!find_times(reading, annotation, &piece)) {
        qa_sink_answer(reading->sink, annotation->place);
        (void)qa_sink_bad(reading->sink, annotation->place, "E244",
                          "an annotation of tier '%.60s' refers to a time slot or an annotation "
                          "that is not in the file",
                          tier->name);
        return;
    }
    if (piece.text.length == 0 || (!is_segment && tier->depends)) {
        return;
    }
    if (is_segment) {
        piece.question = has_several_tiers ? cell_of(tier->name) : cell_of("");
    } else {
        piece.speaker = cell_of(tier->participant[0] != '\0' ? tier->participant : tier->name);
    }
    qa_speech_add(speech, &piece);
}

static enum qa_status read_file(struct qa_bytes *bytes, struct qa_sink *sink, struct qa_error *err)
{
    struct qa_arena *arena = qa_sink_arena(sink);
    struct reading reading = {.sink = sink,
                              .arena = arena,
                              .slots = qa_strings_new(arena),
                              .ids = qa_strings_new(arena),
                              .open = SIZE_MAX};
    struct qa_speech *speech = qa_speech_new(sink, qa_speech_kinds(true), &qa_type_segment);
    const struct qa_xml_input input = qa_xml_input_of(bytes);
    const struct qa_xml_handlers handlers = {.start = start, .end = end, .context = &reading};
    const char *item = qa_recording_name(sink);
    size_t n_filled = 0;
    qa_sink_source(sink, "eaf", qa_speech_kind(speech))->lists_items = true;
    QA_TRY(qa_xml_parse(&input, &handlers, arena, err));
    for (size_t t = 0; t < reading.n_tiers; t++) {
        n_filled += reading.tiers[t].n_annotations > 0;
    }
    /* References may name what comes later or nothing: their places are there, without a line. */
    reading.annotations =
        qa_arena_grow(arena, reading.annotations, &reading.annotations_capacity,
                      qa_strings_count(reading.ids) + (size_t)1, sizeof *reading.annotations);
    for (size_t i = 0; i < qa_strings_count(reading.ids); i++) {
        give(&reading, speech, item, n_filled > 1, &reading.annotations[i]);
    }
    qa_speech_item(speech, item, QA_AT(1, 1));
    qa_speech_end(speech);
    return QA_OK;
}

static int sniff(const struct qa_bytes *bytes)
{
    return qa_first_byte(bytes) == '<' && qa_mentions(bytes, "<ANNOTATION_DOCUMENT") ? 95 : 0;
}

static uint32_t offers(const struct qa_bytes *bytes)
{
    (void)bytes;
    return qa_speech_kinds(true);
}

const struct qa_reader qa_reader_eaf = {
    .name = "eaf",
    .description = "ELAN's EAF, one recording a file: segments; --shape turn or transcript: "
                   "participants are speakers",
    .gives = QA_GIVES_ITEM | QA_GIVES_ANNOTATOR | QA_GIVES_NOTHING,
    .pass = QA_PASS_DELIVERIES,
    .suffixes = "eaf",
    .sniff = sniff,
    .offers = offers,
    .read = read_file,
};
