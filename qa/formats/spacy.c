#include "qa/formats/spacy.h"

#include <string.h>

#include "qa/annotation/label.h"
#include "qa/annotation/span.h"
#include "qa/batch/tag_set.h"
#include "qa/formats/span_json.h"
#include "qa/formats/tags.h"

enum member {
    TEXT,
    ENTITIES,
    ENTS,
    SPANS,
    ID,
    DOC_ID,
    ANNOTATOR,
    TOKENS,
    NER_TAGS,
    TAGS,
    CATS,
    N_MEMBERS
};

static const char *const names[N_MEMBERS] = {"text",     "entities", "ents",      "spans",
                                             "id",       "doc_id",   "annotator", "tokens",
                                             "ner_tags", "tags",     "cats"};

struct reading {
    struct qa_sink *sink;
    struct qa_span_text spans;
    struct qa_tagged *tagged; /* NULL: no line has tokens */
    bool are_sets;            /* categories: not one a text */
    uint64_t n;
};

/* What a line says, in either shape. */
static bool members_of(struct qa_json_value line, struct qa_json_value member[N_MEMBERS])
{
    struct qa_json_iterator iterator = qa_json_iterate(line);
    if (qa_json_kind(line) == QA_JSON_OBJECT) {
        qa_json_members(line, names, N_MEMBERS, member);
        return qa_json_is_there(member[TEXT]) || qa_json_is_there(member[TOKENS]);
    }
    if (qa_json_kind(line) != QA_JSON_ARRAY || !qa_json_next(&iterator) ||
        qa_json_kind(iterator.value) != QA_JSON_STRING) {
        return false;
    }
    struct qa_json_value text = iterator.value;
    if (!qa_json_next(&iterator) || qa_json_kind(iterator.value) != QA_JSON_OBJECT) {
        return false;
    }
    qa_json_members(iterator.value, names, N_MEMBERS, member);
    member[TEXT] = text;
    return true;
}

static void give_item(struct reading *reading, const struct qa_json_value *member,
                      struct qa_json_value line)
{
    struct qa_json_value id = qa_json_is_there(member[ID]) ? member[ID] : member[DOC_ID];
    reading->n++;
    if (qa_json_is_there(id)) {
        (void)qa_sink_json(reading->sink, QA_FIELD_ITEM, id);
    } else {
        const char *name = qa_sentence_name(reading->sink, reading->n);
        (void)qa_sink_text(reading->sink, QA_FIELD_ITEM, name, strlen(name), QA_AT_JSON(line));
    }
    if (qa_json_is_there(member[ANNOTATOR])) {
        (void)qa_sink_json(reading->sink, QA_FIELD_ANNOTATOR, member[ANNOTATOR]);
    }
}

static bool text_of(struct qa_json_value value, struct qa_text_cell *out)
{
    struct qa_json_text text;
    if (!qa_json_string(value, &text)) {
        return false;
    }
    *out = (struct qa_text_cell){text.text, text.length};
    return true;
}

static bool has_tags(const struct qa_json_value *member)
{
    return qa_json_is_there(member[TOKENS]) &&
           (qa_json_is_there(member[NER_TAGS]) || qa_json_is_there(member[TAGS]));
}

static struct qa_json_value tags_of(const struct qa_json_value *member)
{
    return qa_json_is_there(member[NER_TAGS]) ? member[NER_TAGS] : member[TAGS];
}

static void give_tokens(struct reading *reading, const struct qa_json_value *member,
                        struct qa_json_value line)
{
    struct qa_json_value tags = tags_of(member);
    struct qa_json_iterator token_at = qa_json_iterate(member[TOKENS]);
    struct qa_json_iterator tag_at = qa_json_iterate(tags);
    if (qa_json_count(member[TOKENS]) != qa_json_count(tags)) {
        (void)qa_sink_bad(reading->sink, QA_AT_JSON(tags), "E205",
                          "%zu tokens have %zu tags, expected one each",
                          qa_json_count(member[TOKENS]), qa_json_count(tags));
        return;
    }
    while (qa_json_next(&token_at) && qa_json_next(&tag_at)) {
        struct qa_text_cell token;
        struct qa_text_cell tag;
        if (!text_of(token_at.value, &token) || !text_of(tag_at.value, &tag)) {
            (void)qa_sink_bad(reading->sink, QA_AT_JSON(tag_at.value), "E205",
                              "a token or tag is %s, expected a text; write the names of the tags "
                              "in place of their numbers",
                              qa_json_kind_name(qa_json_kind(tag_at.value)));
            qa_tagged_drop(reading->tagged);
            return;
        }
        qa_tagged_token(reading->tagged, &token, &tag, QA_AT_JSON(tag_at.value));
    }
    qa_tagged_give(reading->tagged, QA_AT_JSON(line));
}

static void give_spans(struct reading *reading, const struct qa_json_value *member,
                       struct qa_json_value line)
{
    struct qa_json_text text;
    if (!qa_json_string(member[TEXT], &text)) {
        (void)qa_sink_bad(
            reading->sink, QA_AT_JSON(line), "E119", "the text is %s, expected a text",
            qa_json_is_there(member[TEXT]) ? qa_json_kind_name(qa_json_kind(member[TEXT]))
                                           : "absent");
        return;
    }
    if (!qa_sink_wants_objects(reading->sink)) {
        return;
    }
    qa_span_text_begin(&reading->spans, text.text, text.length, QA_AT_JSON(line));
    for (int list = ENTITIES; list <= SPANS; list++) {
        if (qa_json_is_there(member[list])) {
            (void)qa_span_json_give_all(&reading->spans, member[list]);
            return;
        }
    }
}

/* ---- categories of texts ---- */

/* How sure a category is: 0 to 1, or true and false. */
static bool sureness_of(struct qa_json_value value, double *out)
{
    bool is_true;
    if (qa_json_bool(value, &is_true)) {
        *out = is_true ? 1 : 0;
        return true;
    }
    return qa_json_real(value, out);
}

static size_t count_sure(struct qa_json_value cats)
{
    struct qa_json_iterator cat = qa_json_iterate(cats);
    size_t n = 0;
    double sure;
    while (cat.is_object && qa_json_next(&cat)) {
        n += sureness_of(cat.value, &sure) && sure >= 0.5;
    }
    return n;
}

static bool is_list_given(const struct qa_json_value *member)
{
    return qa_json_is_there(member[ENTITIES]) || qa_json_is_there(member[ENTS]) ||
           qa_json_is_there(member[SPANS]) || has_tags(member);
}

/* The categories that are surer than not; none of several is an answer too. */
static void give_cats(struct reading *reading, struct qa_json_value cats, struct qa_json_value line)
{
    struct qa_arena *arena = qa_sink_arena(reading->sink);
    const char **tags = QA_ARRAY(arena, const char *, qa_json_count(cats) + 1);
    struct qa_json_iterator cat = qa_json_iterate(cats);
    size_t n = 0;
    if (!cat.is_object) {
        (void)qa_sink_bad(reading->sink, QA_AT_JSON(cats), "E119",
                          "cats is %s, expected an object of labels",
                          qa_json_kind_name(qa_json_kind(cats)));
        return;
    }
    while (qa_json_next(&cat)) {
        double sure;
        if (!sureness_of(cat.value, &sure)) {
            (void)qa_sink_bad(reading->sink, QA_AT_JSON(cat.value), "E119",
                              "category '%.60s' is %s, expected a number from 0 to 1", cat.key.text,
                              qa_json_kind_name(qa_json_kind(cat.value)));
            return;
        }
        tags[n] = cat.key.text;
        n += sure >= 0.5;
    }
    const char *label =
        reading->are_sets ? qa_tag_set_text(tags, qa_tag_set_sort(tags, n), NULL, arena) : tags[0];
    if (qa_sink_text(reading->sink, QA_FIELD_LABEL, label, strlen(label), QA_AT_JSON(cats)) &&
        qa_sink_wants_objects(reading->sink)) {
        (void)qa_sink_object(reading->sink, &qa_type_label, NULL, QA_AT_JSON(line));
    }
}

static void read_cats(struct reading *reading, const struct qa_json_value *member,
                      struct qa_json_value line)
{
    qa_sink_answer(reading->sink, qa_json_line_place(line));
    give_item(reading, member, line);
    give_cats(reading, member[CATS], line);
    qa_sink_end(reading->sink);
}

/* ---- lines ---- */

static void read_line(struct reading *reading, struct qa_json_value line)
{
    struct qa_json_value member[N_MEMBERS];
    if (members_of(line, member) && qa_json_is_there(member[CATS])) {
        read_cats(reading, member, line);
        if (!is_list_given(member)) {
            return;
        }
        reading->n--; /* the item is the same */
    }
    qa_sink_answer(reading->sink, qa_json_line_place(line));
    if (!members_of(line, member)) {
        (void)qa_sink_bad(reading->sink, QA_AT_JSON(line), "E119",
                          "expected [text, {\"entities\": ...}], or an object with text or tokens");
        return;
    }
    give_item(reading, member, line);
    if (has_tags(member)) {
        give_tokens(reading, member, line);
    } else {
        give_spans(reading, member, line);
    }
    qa_sink_end(reading->sink);
}

/* The texts of a file: one a line, or all of one list. */
static struct qa_json_value texts_of(const struct qa_json *json)
{
    struct qa_json_value root = qa_json_root(json);
    struct qa_json_iterator iterator = qa_json_iterate(root);
    struct qa_json_value member[N_MEMBERS];
    bool is_list = qa_json_count(root) == 1 && qa_json_next(&iterator) &&
                   qa_json_kind(iterator.value) == QA_JSON_ARRAY &&
                   !members_of(iterator.value, member);
    return is_list ? iterator.value : root;
}

struct contents {
    bool any_tags, any_lists, any_cats, any_sets;
};

static struct qa_tag_survey survey_of(struct qa_json_value texts, struct contents *out)
{
    struct qa_tag_survey survey = {.has_letters = false};
    struct qa_json_iterator lines = qa_json_iterate(texts);
    while (qa_json_next(&lines)) {
        struct qa_json_value member[N_MEMBERS];
        struct qa_text_cell tag;
        if (!members_of(lines.value, member)) {
            continue;
        }
        out->any_lists = out->any_lists || is_list_given(member);
        if (qa_json_is_there(member[CATS])) {
            out->any_cats = true;
            out->any_sets = out->any_sets || count_sure(member[CATS]) != 1;
        }
        if (!has_tags(member)) {
            continue;
        }
        struct qa_json_iterator tags = qa_json_iterate(tags_of(member));
        out->any_tags = true;
        qa_tag_survey_break(&survey);
        while (qa_json_next(&tags)) {
            if (text_of(tags.value, &tag)) {
                qa_tag_survey_add(&survey, qa_tag_of(tag.text, tag.length));
            }
        }
    }
    return survey;
}

static enum qa_status read_file(struct qa_bytes *bytes, struct qa_sink *sink, struct qa_error *err)
{
    struct qa_json *json;
    struct reading reading = {.sink = sink};
    struct contents contents = {.any_tags = false};
    QA_TRY(qa_json_parse_sequence(&json, bytes, err));
    struct qa_json_value texts = texts_of(json);
    const struct qa_tag_survey survey = survey_of(texts, &contents);
    if (qa_json_count(texts) > 0 && !contents.any_lists && !contents.any_cats) {
        qa_json_free(json);
        return qa_fail_at(err, "E119", bytes->path, 1, 1,
                          "no text has entities, ents, spans, cats or tags of its tokens");
    }
    bool is_of_cats = contents.any_cats && !contents.any_lists;
    qa_sink_source(sink, "spacy", is_of_cats ? &qa_type_label : &qa_type_span)->lists_items = true;
    qa_span_text_init(&reading.spans, sink, QA_OFFSETS_CODEPOINT);
    reading.tagged = contents.any_tags ? qa_tagged_new(sink, &survey) : NULL;
    reading.are_sets = contents.any_sets;
    struct qa_json_iterator iterator = qa_json_iterate(texts);
    while (qa_json_next(&iterator)) {
        read_line(&reading, iterator.value);
    }
    if (reading.tagged != NULL) {
        qa_tagged_end(reading.tagged);
    }
    qa_json_free(json);
    return QA_OK;
}

/* Lists of a text and entities are nobody else's; objects with these members may be doccano's. */
static int sniff(const struct qa_bytes *bytes)
{
    unsigned char first = qa_first_byte(bytes);
    bool is_other = qa_has_member(bytes, "annotations") || qa_has_member(bytes, "_input_hash") ||
                    qa_has_member(bytes, "start_offset") || qa_has_member(bytes, "images") ||
                    qa_has_member(bytes, "_annotator_id") || qa_has_member(bytes, "relations");
    if ((first != '{' && first != '[') || is_other) {
        return 0;
    }
    if (qa_has_member(bytes, "tokens") &&
        (qa_has_member(bytes, "ner_tags") || qa_has_member(bytes, "tags"))) {
        return 70;
    }
    if (first == '[' && (qa_has_member(bytes, "entities") || qa_has_member(bytes, "cats"))) {
        return 75;
    }
    bool has_list = qa_has_member(bytes, "cats") || qa_has_member(bytes, "spans") ||
                    qa_has_member(bytes, "ents") || qa_has_member(bytes, "entities");
    return qa_has_member(bytes, "text") && has_list ? 65 : 0;
}

const struct qa_reader qa_reader_spacy = {
    .name = "spacy",
    .description =
        "spans of texts in JSON Lines: spaCy's [text, {entities}], objects with text and "
        "spans, entities or ents; tokens with ner_tags; cats as labels",
    .gives = QA_GIVES_ITEM | QA_GIVES_ANNOTATOR | QA_GIVES_SCORE | QA_GIVES_NOTHING,
    .pass = QA_PASS_DELIVERIES,
    .sniff = sniff,
    .read = read_file,
};
