#include "qa/annotation/polygon.h"
#include "qa/base/number.h"

/* Vertices as people write them into a cell. An innermost bracket holds either the two numbers of a
 * vertex, whose ring ends with the bracket around them, or a whole ring. Of vertices three brackets
 * deep, as in GeoJSON's coordinates, further rings are holes; of rings two deep, as in COCO's
 * segmentation, further ones are parts. */

enum { VERTEX = 2, DEEPEST = 3 };

struct reading {
    struct qa_shape *out;
    size_t depth;
    size_t n_in_bracket[DEEPEST + 1]; /* numbers that stand right inside it */
    bool in_ring;
    size_t ring_depth; /* of the bracket that ends the ring */
    const char *why;
};

static bool is_separator(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == ',' || c == ';';
}

static bool is_bracket(char c)
{
    return c == '[' || c == ']' || c == '(' || c == ')';
}

static bool expected(struct reading *in, const char *what)
{
    in->why = in->why != NULL ? in->why : what;
    return false;
}

static void begin_ring(struct reading *in, size_t depth)
{
    if (!in->in_ring) {
        if (depth == DEEPEST && in->out->n_numbers > 0) {
            qa_polygon_begin_ring(in->out);
        } else {
            qa_polygon_begin_part(in->out);
        }
        in->in_ring = true;
        in->ring_depth = depth;
    }
}

static bool open_bracket(struct reading *in)
{
    if (in->depth == DEEPEST || in->n_in_bracket[in->depth] > 0) {
        return expected(in, "vertices such as 0,0 9,0 9,9 or [[0,0],[9,0],[9,9]]");
    }
    in->n_in_bracket[++in->depth] = 0;
    return true;
}

/* A bracket of two numbers is a vertex of the ring around it. */
static bool close_bracket(struct reading *in)
{
    size_t n = in->n_in_bracket[in->depth];

    if (in->depth == 0 || n % VERTEX != 0) {
        return expected(in, "vertices of two numbers each, in brackets that close");
    }
    if (in->in_ring && in->depth == in->ring_depth) {
        in->in_ring = n == VERTEX;
        in->ring_depth -= n == VERTEX;
    }
    in->depth--;
    return true;
}

static bool add_number(struct reading *in, const char *at, size_t length)
{
    double value;

    if (!qa_parse_real(at, length, &value)) {
        return expected(in, "numbers as coordinates");
    }
    begin_ring(in, in->depth);
    qa_shape_add(in->out, value);
    in->n_in_bracket[in->depth]++;
    return true;
}

static bool read_bracket(struct reading *in, char c)
{
    return c == '[' || c == '(' ? open_bracket(in) : close_bracket(in);
}

bool qa_polygon_read_points(const char *text, size_t length, struct qa_shape *out, const char **why)
{
    struct reading in = {.out = out};
    const char *end = text + length;
    bool good = true;

    for (const char *at = text; good && at < end;) {
        const char *from = at;
        while (at < end && !is_separator(*at) && !is_bracket(*at)) {
            at++;
        }
        if (at > from) {
            good = add_number(&in, from, (size_t)(at - from));
        } else {
            good = is_separator(*at) || read_bracket(&in, *at);
            at++;
        }
    }
    if (good && (in.depth > 0 || in.n_in_bracket[0] % VERTEX != 0 || out->n_numbers == 0)) {
        good = expected(&in, "an even number of coordinates, in brackets that close");
    }
    qa_polygon_end(out);
    *why = in.why;
    return good;
}
