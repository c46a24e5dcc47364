// The project's one C++ file: simdjson behind the C interface of json.h. simdjson parses to a tape
// (one or two 64-bit words a value, documented in its doc/tape.md); a place in the document is an
// index on the tape, so values are two words and copied freely. No exception leaves this file.
extern "C" {
#include "qa/formats/json.h"
#include "qa/formats/json_parts.h"
#include "qa/formats/json_scan.h"
}

#include <cmath>
#include <cstring>
#include <new>
#include <string>
#include <vector>

#include <simdjson.h>

// The scan of the text and the tape index of the token that it stands before.
struct qa_json_stop {
    qa_json_scan scan;
    size_t at;
};

struct qa_json {
    simdjson::dom::parser parser;
    const uint64_t *tape;
    const uint8_t *strings;
    const qa_bytes *bytes;
    std::string text; // of a part, or of what is around one
    qa_json_part gap; // what is not in the text; empty: nothing
    // How far places have been looked up: mostly they are asked for in document order. One that
    // lies behind is looked up from the nearest of the stops that were made on the way.
    mutable qa_json_stop now;
    mutable std::vector<qa_json_stop> stops;
};

namespace
{

constexpr uint64_t payload_mask = (uint64_t{1} << 56) - 1;

char type_at(const qa_json *json, size_t at)
{
    return static_cast<char>(json->tape[at] >> 56);
}

uint64_t payload(const qa_json *json, size_t at)
{
    return json->tape[at] & payload_mask;
}

// Tape index behind the value at `at`.
size_t after(const qa_json *json, size_t at)
{
    switch (type_at(json, at)) {
    case '{':
    case '[':
        return static_cast<size_t>(payload(json, at) & 0xffffffffU);
    case 'l':
    case 'u':
    case 'd':
        return at + 2;
    default:
        return at + 1;
    }
}

qa_json_text text_at(const qa_json *json, size_t at)
{
    const uint8_t *place = json->strings + payload(json, at);
    uint32_t length;
    std::memcpy(&length, place, sizeof length);
    return {reinterpret_cast<const char *>(place + sizeof length), length};
}

void place_of_offset(const qa_bytes *bytes, size_t offset, uint64_t *line, uint64_t *column)
{
    size_t start = 0;
    *line = 1;
    for (size_t i = 0; i < offset && i < bytes->size; i++) {
        if (bytes->data[i] == '\n') {
            ++*line;
            start = i + 1;
        }
    }
    *column = offset - start + 1;
}

// Makes the document of what was parsed; `first` is the tape index of the text's first token.
void finish(qa_json *document, const qa_bytes *bytes, size_t first)
{
    document->tape = document->parser.doc.tape.get();
    document->strings = document->parser.doc.string_buf.get();
    document->bytes = bytes;
    document->now.at = first;
    qa_json_scan_init(&document->now.scan, bytes->data, bytes->size);
    document->stops.push_back(document->now);
}

// What the document leaves out is no token's.
void step_over_gap(const qa_json *json)
{
    qa_json_scan *scan = &json->now.scan;
    if (json->gap.end == 0 || scan->offset != json->gap.begin) {
        return;
    }
    for (size_t i = json->gap.begin; i < json->gap.end; i++) {
        if (scan->data[i] == '\n') {
            scan->line++;
            scan->line_start = i + 1;
        }
    }
    scan->offset = json->gap.end;
}

// Step over the token that the scan has just passed.
void pass(const qa_json *json)
{
    constexpr size_t between_stops = 4096;
    step_over_gap(json);
    char type = type_at(json, json->now.at);
    json->now.at += type == 'l' || type == 'u' || type == 'd' ? 2 : 1;
    if (json->now.at >= json->stops.back().at + between_stops) {
        json->stops.push_back(json->now);
    }
}

// The stop nearest before the value, when the scan is past it.
void go_back(const qa_json *json, size_t at)
{
    size_t low = 0;
    size_t high = json->stops.size();
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        (json->stops[middle].at <= at ? low : high) = middle;
    }
    json->now = json->stops[low];
}

// The text as one array of the values that follow one another; `commas` is where it has commas that
// the text has not.
std::string array_of_values(const qa_bytes *bytes, std::vector<size_t> *commas)
{
    std::string array = "[";
    bool has_value = false;
    bool in_value = false;
    bool in_string = false;
    size_t depth = 0;
    array.reserve(bytes->size + 2 + simdjson::SIMDJSON_PADDING);
    for (size_t i = 0; i < bytes->size; i++) {
        char c = static_cast<char>(bytes->data[i]);
        bool is_blank = c == ' ' || c == '\t' || c == '\r' || c == '\n';
        if (!in_value && !is_blank && has_value) {
            commas->push_back(array.size());
            array.push_back(',');
        }
        in_value = in_value || !is_blank;
        has_value = has_value || in_value;
        array.push_back(c);
        if (in_string) {
            if (c == '\\' && i + 1 < bytes->size) {
                array.push_back(static_cast<char>(bytes->data[++i]));
            }
            in_string = c != '"';
        } else if (c == '"') {
            in_string = true;
        } else if (c == '{' || c == '[') {
            depth++;
        } else if ((c == '}' || c == ']') && depth > 0) {
            depth--;
            in_value = depth > 0;
        } else if (is_blank && depth == 0) {
            in_value = false;
        }
    }
    array.push_back(']');
    return array;
}

} // namespace

extern "C" enum qa_status qa_json_parse(struct qa_json **json, const struct qa_bytes *bytes,
                                        struct qa_error *err)
{
    qa_json *document = new (std::nothrow) qa_json();
    if (document == nullptr) {
        qa_out_of_memory(bytes->size);
    }
    simdjson::dom::element root;
    // The bytes are followed by enough padding, so simdjson need not copy them.
    auto error = document->parser.parse(bytes->data, bytes->size, false).get(root);
    if (error == simdjson::MEMALLOC) {
        qa_out_of_memory(bytes->size);
    }
    if (error) {
        const char *what = "";
        size_t fault = qa_json_find_fault(bytes->data, bytes->size, &what);
        uint64_t line;
        uint64_t column;
        place_of_offset(bytes, fault, &line, &column);
        delete document;
        return qa_fail_at(err, "E115", bytes->path, line, column, "broken JSON: %s", what);
    }
    finish(document, bytes, 1);
    *json = document;
    return QA_OK;
}

extern "C" enum qa_status qa_json_parse_sequence(struct qa_json **json,
                                                 const struct qa_bytes *bytes, struct qa_error *err)
{
    qa_json *document = new (std::nothrow) qa_json();
    if (document == nullptr) {
        qa_out_of_memory(bytes->size);
    }
    std::vector<size_t> commas;
    std::string array = array_of_values(bytes, &commas);
    simdjson::dom::element root;
    auto error = document->parser.parse(array).get(root);
    if (error == simdjson::MEMALLOC) {
        qa_out_of_memory(bytes->size);
    }
    if (error) {
        const char *what = "";
        size_t fault = qa_json_find_fault(reinterpret_cast<const unsigned char *>(array.data()),
                                          array.size(), &what);
        size_t added = 1;
        for (size_t comma : commas) {
            added += comma < fault;
        }
        uint64_t line;
        uint64_t column;
        place_of_offset(bytes, fault < added ? 0 : fault - added, &line, &column);
        delete document;
        return qa_fail_at(err, "E115", bytes->path, line, column, "broken JSON: %s", what);
    }
    finish(document, bytes, 2); // the bracket before it is not in the text
    *json = document;
    return QA_OK;
}

static bool parse_own_text(qa_json *document, const qa_bytes *bytes, size_t first)
{
    simdjson::dom::element root;
    document->text.reserve(document->text.size() + simdjson::SIMDJSON_PADDING);
    auto error = document->parser.parse(document->text).get(root);
    if (error == simdjson::MEMALLOC) {
        qa_out_of_memory(document->text.size());
    }
    if (!error) {
        document->stops.clear();
        finish(document, bytes, first);
    }
    return !error;
}

// Room for texts that are a little longer too: parts are nearly equal, and memory that is there
// already is not asked for again.
static void make_room(qa_json *document, size_t size)
{
    if (document->parser.capacity() >= size && document->parser.doc.capacity() >= size) {
        return;
    }
    size_t room = size + size / 8;
    document->text.reserve(room + simdjson::SIMDJSON_PADDING);
    if (document->parser.allocate(room) != simdjson::SUCCESS ||
        document->parser.doc.allocate(room) != simdjson::SUCCESS) {
        qa_out_of_memory(room);
    }
}

extern "C" bool qa_json_parse_part(struct qa_json **json, const struct qa_bytes *bytes,
                                   const struct qa_json_part *part)
{
    if (*json == nullptr) {
        *json = new (std::nothrow) qa_json();
    }
    qa_json *document = *json;
    if (document == nullptr) {
        qa_out_of_memory(part->end - part->begin);
    }
    make_room(document, part->end - part->begin + 2);
    document->text.assign("[");
    document->text.append(reinterpret_cast<const char *>(bytes->data) + part->begin,
                          part->end - part->begin);
    document->text.push_back(']');
    if (!parse_own_text(document, bytes, 2)) {
        return false;
    }
    qa_json_scan *scan = &document->now.scan;
    scan->offset = part->begin;
    scan->line = part->line;
    scan->line_start = part->line_start;
    document->stops.back() = document->now;
    return true;
}

extern "C" bool qa_json_parse_without(struct qa_json **json, const struct qa_bytes *bytes,
                                      const struct qa_json_part *part)
{
    qa_json *document = new (std::nothrow) qa_json();
    if (document == nullptr) {
        qa_out_of_memory(bytes->size);
    }
    const char *data = reinterpret_cast<const char *>(bytes->data);
    document->text.assign(data, part->begin);
    document->text.append(data + part->end, bytes->size - part->end);
    document->gap = *part;
    if (!parse_own_text(document, bytes, 1)) {
        delete document;
        return false;
    }
    *json = document;
    return true;
}

extern "C" void qa_json_free(struct qa_json *json)
{
    delete json;
}

extern "C" struct qa_json_value qa_json_root(const struct qa_json *json)
{
    return {json, 1};
}

extern "C" enum qa_json_kind qa_json_kind(struct qa_json_value value)
{
    switch (type_at(value.document, value.at)) {
    case '{':
        return QA_JSON_OBJECT;
    case '[':
        return QA_JSON_ARRAY;
    case '"':
        return QA_JSON_STRING;
    case 'l':
    case 'u':
    case 'd':
        return QA_JSON_NUMBER;
    case 't':
    case 'f':
        return QA_JSON_BOOL;
    default:
        return QA_JSON_NULL;
    }
}

extern "C" const char *qa_json_kind_name(enum qa_json_kind kind)
{
    static const char *const names[] = {"null",     "true or false", "a number",
                                        "a string", "an array",      "an object"};
    return names[kind];
}

extern "C" bool qa_json_real(struct qa_json_value value, double *out)
{
    uint64_t word = 0;
    char type = type_at(value.document, value.at);
    if (type == 'l' || type == 'u' || type == 'd') {
        word = value.document->tape[value.at + 1];
    }
    switch (type) {
    case 'l': {
        int64_t number;
        std::memcpy(&number, &word, sizeof number);
        *out = static_cast<double>(number);
        return true;
    }
    case 'u':
        *out = static_cast<double>(word);
        return true;
    case 'd':
        std::memcpy(out, &word, sizeof *out);
        return std::isfinite(*out);
    default:
        return false;
    }
}

extern "C" bool qa_json_integer(struct qa_json_value value, int64_t *out)
{
    if (type_at(value.document, value.at) == 'l') {
        std::memcpy(out, &value.document->tape[value.at + 1], sizeof *out);
        return true;
    }
    double real;
    if (!qa_json_real(value, &real) || real != std::floor(real) || std::fabs(real) > 0x1p53) {
        return false;
    }
    *out = static_cast<int64_t>(real);
    return true;
}

extern "C" bool qa_json_bool(struct qa_json_value value, bool *out)
{
    char type = type_at(value.document, value.at);
    *out = type == 't';
    return type == 't' || type == 'f';
}

extern "C" bool qa_json_string(struct qa_json_value value, struct qa_json_text *out)
{
    if (type_at(value.document, value.at) != '"') {
        return false;
    }
    *out = text_at(value.document, value.at);
    return true;
}

extern "C" struct qa_json_iterator qa_json_iterate(struct qa_json_value value)
{
    char type = type_at(value.document, value.at);
    qa_json_iterator iterator = {};
    iterator.value.document = value.document;
    if (type == '{' || type == '[') {
        iterator.next = value.at + 1;
        iterator.end = after(value.document, value.at) - 1;
        iterator.is_object = type == '{';
    }
    return iterator;
}

extern "C" bool qa_json_next(struct qa_json_iterator *iterator)
{
    const qa_json *json = iterator->value.document;
    if (iterator->next >= iterator->end) {
        return false;
    }
    size_t at = iterator->next;
    if (iterator->is_object) {
        iterator->key = text_at(json, at);
        at++;
    }
    iterator->value.at = at;
    iterator->next = after(json, at);
    return true;
}

extern "C" bool qa_json_member(struct qa_json_value object, const char *key,
                               struct qa_json_value *out)
{
    if (qa_json_kind(object) != QA_JSON_OBJECT) {
        return false;
    }
    size_t length = std::strlen(key);
    qa_json_iterator members = qa_json_iterate(object);
    while (qa_json_next(&members)) {
        if (members.key.text != nullptr && members.key.length == length &&
            std::memcmp(members.key.text, key, length) == 0) {
            *out = members.value;
            return true;
        }
    }
    return false;
}

extern "C" size_t qa_json_count(struct qa_json_value value)
{
    size_t n = 0;
    qa_json_iterator members = qa_json_iterate(value);
    while (qa_json_next(&members)) {
        n++;
    }
    return n;
}

extern "C" void qa_json_place(struct qa_json_value value, uint64_t *line, uint64_t *column)
{
    const qa_json *json = value.document;
    if (json->now.at > value.at) {
        go_back(json, value.at);
    }
    unsigned char first = 0;
    size_t offset = 0;
    bool good = true;
    // Tape and text hold the same tokens in the same order, but for the separators.
    while (qa_json_scan_next(&json->now.scan, &first, &offset, &good)) {
        if (first == ',' || first == ':') {
            continue;
        }
        if (json->now.at >= value.at) {
            break;
        }
        pass(json);
    }
    *line = json->now.scan.line;
    *column = offset - json->now.scan.line_start + 1;
    // The scan now stands behind the token; step over it on the tape as well.
    pass(json);
}

extern "C" void qa_json_members(struct qa_json_value object, const char *const *names, size_t n,
                                struct qa_json_value *out)
{
    for (size_t i = 0; i < n; i++) {
        out[i] = {nullptr, 0};
    }
    if (qa_json_kind(object) != QA_JSON_OBJECT) {
        return;
    }
    qa_json_iterator members = qa_json_iterate(object);
    while (qa_json_next(&members) && members.key.text != nullptr) {
        for (size_t i = 0; i < n; i++) {
            if (out[i].document == nullptr && std::strcmp(members.key.text, names[i]) == 0) {
                out[i] = members.value;
                break;
            }
        }
    }
    for (size_t i = 0; i < n; i++) {
        if (out[i].document != nullptr && qa_json_kind(out[i]) == QA_JSON_NULL) {
            out[i].document = nullptr;
        }
    }
}
