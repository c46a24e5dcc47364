#include <math.h>
#include <string.h>
#include <strings.h>

#include "qa/annotation/polygon.h"
#include "qa/base/number.h"

/* Well-known text as of OGC 06-103r4 (2011), section 7, as far as polygons go. */

/* ---- reading ---- */

struct reading {
    const char *at;
    const char *end;
    struct qa_shape *out;
    const char *why; /* what was expected; NULL: nothing is wrong so far */
};

static bool expected(struct reading *in, const char *what)
{
    if (in->why == NULL) {
        in->why = what;
    }
    return false;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static void skip_blanks(struct reading *in)
{
    while (in->at < in->end && is_blank(*in->at)) {
        in->at++;
    }
}

/* Where the word or number ahead ends. */
static const char *token_end(const struct reading *in)
{
    const char *at = in->at;
    while (at < in->end && !is_blank(*at) && *at != '(' && *at != ')' && *at != ',') {
        at++;
    }
    return at;
}

static bool take(struct reading *in, char c)
{
    skip_blanks(in);
    if (in->at == in->end || *in->at != c) {
        return false;
    }
    in->at++;
    return true;
}

/* The word ahead in any case, whole. */
static bool take_word(struct reading *in, const char *word)
{
    skip_blanks(in);
    const char *end = token_end(in);
    size_t length = (size_t)(end - in->at);
    if (length != strlen(word) || strncasecmp(in->at, word, length) != 0) {
        return false;
    }
    in->at = end;
    return true;
}

static bool read_number(struct reading *in)
{
    skip_blanks(in);
    const char *end = token_end(in);
    double value;
    if (!qa_parse_real(in->at, (size_t)(end - in->at), &value)) {
        return expected(in, "numbers as coordinates");
    }
    in->at = end;
    qa_shape_add(in->out, value);
    return true;
}

static bool read_point(struct reading *in)
{
    for (int axis = 0; axis < 2; axis++) {
        if (!read_number(in)) {
            return false;
        }
    }
    skip_blanks(in);
    if (in->at < in->end && *in->at != ',' && *in->at != ')') {
        return expected(in, "points of two numbers, without Z or M, between commas");
    }
    return true;
}

/* ( element, element, ... ) */
static bool read_list(struct reading *in, bool (*element)(struct reading *in))
{
    if (take_word(in, "EMPTY")) {
        return expected(in, "a polygon that is not EMPTY");
    }
    if (!take(in, '(')) {
        return expected(in, "WKT such as POLYGON ((0 0, 9 0, 9 9, 0 0))");
    }
    do {
        if (!element(in)) {
            return false;
        }
    } while (take(in, ','));
    return take(in, ')') || expected(in, "WKT with all its parentheses closed");
}

/* The first ring of a part has its separator before it already. */
static bool read_ring(struct reading *in)
{
    const struct qa_shape *out = in->out;
    if (out->n_numbers > 0 && !isinf(out->number[out->n_numbers - 1])) {
        qa_polygon_begin_ring(in->out);
    }
    return read_list(in, read_point);
}

static bool read_part(struct reading *in)
{
    qa_polygon_begin_part(in->out);
    return read_list(in, read_ring);
}

static bool read_kind(struct reading *in, bool *several)
{
    static const struct {
        const char *word;
        bool several, solid;
    } kinds[] = {{"POLYGON", false, false},     {"POLYGONZ", false, true},
                 {"POLYGONM", false, true},     {"POLYGONZM", false, true},
                 {"MULTIPOLYGON", true, false}, {"MULTIPOLYGONZ", true, true},
                 {"MULTIPOLYGONM", true, true}, {"MULTIPOLYGONZM", true, true}};
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        if (take_word(in, kinds[k].word)) {
            *several = kinds[k].several;
            bool solid =
                kinds[k].solid || take_word(in, "Z") || take_word(in, "M") || take_word(in, "ZM");
            return !solid || expected(in, "a polygon without Z or M");
        }
    }
    return expected(in, "a POLYGON or MULTIPOLYGON in WKT");
}

bool qa_polygon_read_wkt(const char *text, size_t length, struct qa_shape *out, const char **why)
{
    struct reading in = {text, text + length, out, NULL};
    bool several = false;
    bool good = read_kind(&in, &several) && (several ? read_list(&in, read_part) : read_part(&in));
    qa_polygon_end(out);
    skip_blanks(&in);
    if (good && in.at < in.end) {
        good = expected(&in, "nothing after the polygon");
    }
    if (!good) {
        *why = in.why;
    }
    return good;
}

/* ---- writing ---- */

struct writing {
    struct qa_arena *arena;
    char *text;
    size_t n;
    size_t capacity;
};

static void put(struct writing *out, const char *text)
{
    size_t length = strlen(text);
    out->text = qa_arena_grow(out->arena, out->text, &out->capacity, out->n + length + 1, 1);
    memcpy(out->text + out->n, text, length + 1);
    out->n += length;
}

static void put_point(struct writing *out, const double *xy)
{
    char number[QA_REAL_TEXT_MAX];
    put(out, qa_real_text(xy[0], number));
    put(out, " ");
    put(out, qa_real_text(xy[1], number));
}

static void put_ring(struct writing *out, const struct qa_polygon_ring *ring)
{
    put(out, "(");
    for (size_t k = 0; k < ring->n; k++) {
        put_point(out, ring->xy + 2 * k);
        put(out, ", ");
    }
    if (ring->n > 0) {
        put_point(out, ring->xy);
    }
    put(out, ")");
}

const char *qa_polygon_wkt(const struct qa_objects *objects, size_t i, struct qa_arena *arena)
{
    struct writing out = {.arena = arena};
    struct qa_polygon_ring ring;
    size_t n_parts = 0;
    struct qa_polygon_rings rings;
    for (rings = qa_polygon_rings(objects, i); qa_polygon_next_ring(&rings, &ring);) {
        n_parts += ring.starts_part;
    }
    put(&out, n_parts > 1 ? "MULTIPOLYGON (" : "POLYGON ");
    bool first = true;
    for (rings = qa_polygon_rings(objects, i); qa_polygon_next_ring(&rings, &ring);) {
        if (ring.starts_part) {
            put(&out, first ? "(" : "), (");
        } else {
            put(&out, ", ");
        }
        put_ring(&out, &ring);
        first = false;
    }
    put(&out, n_parts > 1 ? "))" : ")");
    return out.text;
}
