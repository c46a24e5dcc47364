#ifndef QA_FORMATS_JSON_H
#define QA_FORMATS_JSON_H

/*
 * JSON through simdjson, behind a C interface; json.cpp is the project's one C++ file and lets no
 * exception out. The document is walked once, front to back, without a tree of our own.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "qa/base/bytes.h"
#include "qa/base/error.h"

enum qa_json_kind {
    QA_JSON_NULL,
    QA_JSON_BOOL,
    QA_JSON_NUMBER,
    QA_JSON_STRING,
    QA_JSON_ARRAY,
    QA_JSON_OBJECT
};

struct qa_json; /* a parsed document; its strings live as long as it */

/* A place in the document; copied freely. */
struct qa_json_value {
    const struct qa_json *document;
    size_t at; /* private */
};

struct qa_json_text {
    const char *text; /* NUL-terminated UTF-8, escapes undone */
    size_t length;
};

/* E115 with line and column where the JSON is broken, nested deeper than 1,024, or not UTF-8. */
QA_NODISCARD enum qa_status qa_json_parse(struct qa_json **json, const struct qa_bytes *bytes,
                                          struct qa_error *err);
/* The same of values that follow one another, one a line (NDJSON, JSON Lines) or just one: the root
 * is the array of them, and has no place. */
QA_NODISCARD enum qa_status
qa_json_parse_sequence(struct qa_json **json, const struct qa_bytes *bytes, struct qa_error *err);
void qa_json_free(struct qa_json *json);
struct qa_json_value qa_json_root(const struct qa_json *json);

/* Of values that may be absent: see qa_json_members. */
static inline bool qa_json_is_there(struct qa_json_value value)
{
    return value.document != NULL;
}

enum qa_json_kind qa_json_kind(struct qa_json_value value);
const char *qa_json_kind_name(enum qa_json_kind kind); /* "a string" */
/* False when the value is of another kind (number: also when not finite). */
bool qa_json_real(struct qa_json_value value, double *out);
bool qa_json_integer(struct qa_json_value value, int64_t *out); /* whole numbers only */
bool qa_json_bool(struct qa_json_value value, bool *out);
bool qa_json_string(struct qa_json_value value, struct qa_json_text *out);

/* Iteration over an array's elements or an object's members, in document order. */
struct qa_json_iterator {
    struct qa_json_value value;
    struct qa_json_text key; /* objects only */
    size_t next;             /* private */
    size_t end;              /* private */
    bool is_object;          /* private */
};
/* Anything but an array or object iterates over nothing. */
struct qa_json_iterator qa_json_iterate(struct qa_json_value value);
bool qa_json_next(struct qa_json_iterator *iterator);

/* First member of that name; false when absent or not an object. Linear in the members. */
bool qa_json_member(struct qa_json_value object, const char *key, struct qa_json_value *out);
/* out[i] = the first member called names[i], in one walk over the object; where there is none, or
 * it is null, its document is NULL. */
void qa_json_members(struct qa_json_value object, const char *const *names, size_t n,
                     struct qa_json_value *out);
size_t qa_json_count(struct qa_json_value value); /* elements or members; 0 for scalars */

/* Where the value begins in the input, counted from 1. O(1) amortised in document order, and after
 * the first time past a value in any order. */
void qa_json_place(struct qa_json_value value, uint64_t *line, uint64_t *column);

#endif
