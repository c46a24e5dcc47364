#include "qa/formats/yaml.h"

#include <string.h>
#include <yaml.h>

/* Each key is held against those before it. */
enum { MOST_KEYS = 10000 };

struct reading {
    yaml_parser_t parser;
    yaml_event_t event; /* the one that was read last */
    const char *path;
    struct qa_arena *arena;
    struct qa_error *err;
};

static enum qa_status fail_at(const struct reading *reading, yaml_mark_t mark, const char *text)
{
    return qa_fail_at(reading->err, "E140", reading->path, (uint64_t)mark.line + 1,
                      (uint64_t)mark.column + 1, "%s", text);
}

static enum qa_status next(struct reading *reading)
{
    yaml_event_delete(&reading->event);
    if (yaml_parser_parse(&reading->parser, &reading->event) != 0) {
        return QA_OK;
    }
    const yaml_parser_t *parser = &reading->parser;
    memset(&reading->event, 0, sizeof reading->event);
    return fail_at(reading, parser->problem_mark,
                   qa_arena_format(reading->arena, "not YAML: %s",
                                   parser->problem != NULL ? parser->problem : "unreadable"));
}

static const char *scalar_text(const struct reading *reading)
{
    return qa_arena_text_n(reading->arena, (const char *)reading->event.data.scalar.value,
                           reading->event.data.scalar.length);
}

static bool has_nul(const yaml_event_t *event)
{
    return memchr(event->data.scalar.value, 0, event->data.scalar.length) != NULL;
}

static enum qa_status take_scalar(struct reading *reading, struct qa_yaml *node)
{
    const yaml_event_t *event = &reading->event;
    bool is_plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    if (has_nul(event)) {
        return fail_at(reading, event->start_mark, "a text with a NUL character");
    }
    node->text = scalar_text(reading);
    node->kind = is_plain && (node->text[0] == '\0' || strcmp(node->text, "~") == 0) ? QA_YAML_NONE
                                                                                     : QA_YAML_TEXT;
    return QA_OK;
}

static const char *anchor_of(const yaml_event_t *event)
{
    switch (event->type) {
    case YAML_ALIAS_EVENT:
        return (const char *)event->data.alias.anchor;
    case YAML_SCALAR_EVENT:
        return (const char *)event->data.scalar.anchor;
    case YAML_SEQUENCE_START_EVENT:
        return (const char *)event->data.sequence_start.anchor;
    case YAML_MAPPING_START_EVENT:
        return (const char *)event->data.mapping_start.anchor;
    default:
        return NULL;
    }
}

static enum qa_status take_node(struct reading *reading, unsigned depth, struct qa_yaml *node);

/* The key of the next entry of a mapping, which no entry before it has. */
static enum qa_status take_key(struct reading *reading, const struct qa_yaml *map,
                               struct qa_yaml *entry)
{
    const yaml_event_t *event = &reading->event;
    if (event->type != YAML_SCALAR_EVENT || has_nul(event) || anchor_of(event) != NULL) {
        return fail_at(reading, event->start_mark, "a key has to be a text");
    }
    entry->key = scalar_text(reading);
    entry->line = (uint64_t)event->start_mark.line + 1;
    entry->column = (uint64_t)event->start_mark.column + 1;
    if (map->n >= MOST_KEYS) {
        return fail_at(reading, event->start_mark, "too many keys in one mapping");
    }
    for (size_t i = 0; map->entries != NULL && i < map->n; i++) {
        if (strcmp(map->entries[i].key, entry->key) == 0) {
            return fail_at(reading, event->start_mark,
                           qa_arena_format(reading->arena,
                                           "the key '%s' stands here again after line %llu",
                                           entry->key, (unsigned long long)map->entries[i].line));
        }
    }
    return next(reading);
}

static enum qa_status take_entry(struct reading *reading, unsigned depth,
                                 const struct qa_yaml *node, struct qa_yaml *entry)
{
    *entry = (struct qa_yaml){.kind = QA_YAML_NONE};
    if (node->kind == QA_YAML_MAP) {
        QA_TRY(take_key(reading, node, entry));
    }
    return take_node(reading, depth + 1, entry);
}

static enum qa_status take_entries(struct reading *reading, unsigned depth, struct qa_yaml *node)
{
    yaml_event_type_t end =
        node->kind == QA_YAML_MAP ? YAML_MAPPING_END_EVENT : YAML_SEQUENCE_END_EVENT;
    struct qa_yaml *entries = NULL;
    size_t capacity = 0;
    QA_TRY(next(reading));
    while (reading->event.type != end) {
        struct qa_yaml entry;
        QA_TRY(take_entry(reading, depth, node, &entry));
        entries = qa_arena_grow(reading->arena, entries, &capacity, node->n + 1, sizeof *entries);
        entries[node->n++] = entry;
        node->entries = entries;
        QA_TRY(next(reading));
    }
    return QA_OK;
}

/* The value that begins with the present event; a mapping's entries have the place of their key. */
static enum qa_status take_node(struct reading *reading, unsigned depth, struct qa_yaml *node)
{
    const yaml_event_t *event = &reading->event;
    if (node->key == NULL) {
        node->line = (uint64_t)event->start_mark.line + 1;
        node->column = (uint64_t)event->start_mark.column + 1;
    }
    if (anchor_of(event) != NULL) {
        return fail_at(reading, event->start_mark, "anchors and aliases (& and *) are not read");
    }
    if (depth > QA_YAML_DEPTH) {
        return fail_at(reading, event->start_mark, "nested too deeply");
    }
    switch (event->type) {
    case YAML_SCALAR_EVENT:
        return take_scalar(reading, node);
    case YAML_SEQUENCE_START_EVENT:
        node->kind = QA_YAML_LIST;
        return take_entries(reading, depth, node);
    case YAML_MAPPING_START_EVENT:
        node->kind = QA_YAML_MAP;
        return take_entries(reading, depth, node);
    default:
        return fail_at(reading, event->start_mark, "a value was expected");
    }
}

static enum qa_status take_document(struct reading *reading, struct qa_yaml *root)
{
    QA_TRY(next(reading)); /* the stream's start */
    QA_TRY(next(reading));
    if (reading->event.type == YAML_STREAM_END_EVENT) {
        return QA_OK;
    }
    QA_TRY(next(reading));
    QA_TRY(take_node(reading, 0, root));
    QA_TRY(next(reading)); /* the document's end */
    QA_TRY(next(reading));
    return reading->event.type == YAML_STREAM_END_EVENT
               ? QA_OK
               : fail_at(reading, reading->event.start_mark, "a second document");
}

enum qa_status qa_yaml_read(const struct qa_bytes *bytes, struct qa_arena *arena,
                            struct qa_yaml *root, struct qa_error *err)
{
    struct reading reading = {.path = bytes->path, .arena = arena, .err = err};
    *root = (struct qa_yaml){.kind = QA_YAML_NONE, .line = 1, .column = 1};
    if (yaml_parser_initialize(&reading.parser) == 0) {
        return qa_fail(err, QA_INTERNAL, "E600", "no memory for a YAML parser");
    }
    yaml_parser_set_input_string(&reading.parser, bytes->data, bytes->size);
    enum qa_status status = take_document(&reading, root);
    yaml_event_delete(&reading.event);
    yaml_parser_delete(&reading.parser);
    return status;
}

const char *qa_yaml_kind_name(enum qa_yaml_kind kind)
{
    static const char *const names[] = {
        [QA_YAML_NONE] = "nothing",
        [QA_YAML_TEXT] = "a value",
        [QA_YAML_LIST] = "a list",
        [QA_YAML_MAP] = "a mapping",
    };
    return names[kind];
}
