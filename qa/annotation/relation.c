#include "qa/annotation/relation.h"

#include <math.h>

#include "qa/annotation/span.h"

/* One end: the fragments of a span. */
struct end {
    const double *number;
    size_t n;
};

/* False where the numbers are none of two ends. */
static bool ends_of(const struct qa_objects *objects, size_t i, struct end *from, struct end *to)
{
    size_t n;
    const double *number = qa_object_numbers(objects, i, &n);
    if (n < 5 || !(number[0] >= 2 && number[0] <= (double)(n - 3)) ||
        number[0] != floor(number[0])) {
        return false;
    }
    *from = (struct end){number + 1, (size_t)number[0]};
    *to = (struct end){number + 1 + from->n, n - 1 - from->n};
    return true;
}

static bool is_span(const struct end *end, const char **why)
{
    const struct qa_piece at = {0, end->n};
    const struct qa_objects one = {.n = 1, .number = end->number, .number_at = &at};
    return qa_type_span.valid(&one, 0, why);
}

static bool valid(const struct qa_objects *objects, size_t i, const char **why)
{
    struct end from;
    struct end to;
    *why = "the relation does not have two ends";
    return ends_of(objects, i, &from, &to) && is_span(&from, why) && is_span(&to, why);
}

static bool is_same(const struct qa_sides *sides, size_t i, size_t j)
{
    struct end a[2];
    struct end b[2];
    return ends_of(sides->a, i, &a[0], &a[1]) && ends_of(sides->b, j, &b[0], &b[1]) &&
           qa_span_equal(a[0].number, a[0].n, b[0].number, b[0].n) &&
           qa_span_equal(a[1].number, a[1].n, b[1].number, b[1].n);
}

static void compare(const struct qa_sides *sides, double *similarity)
{
    for (size_t i = 0; i < sides->a->n; i++) {
        for (size_t j = 0; j < sides->b->n; j++) {
            similarity[i * sides->b->n + j] = is_same(sides, i, j);
        }
    }
}

/* 0-4 -> 9-15. */
static const char *describe(const struct qa_objects *objects, size_t i, struct qa_arena *arena)
{
    struct end ends[2];
    if (!ends_of(objects, i, &ends[0], &ends[1])) {
        return "";
    }
    const char *text[2];
    for (int k = 0; k < 2; k++) {
        const struct qa_piece at = {0, ends[k].n};
        const struct qa_objects one = {.n = 1, .number = ends[k].number, .number_at = &at};
        text[k] = qa_type_span.describe(&one, 0, arena);
    }
    return qa_arena_format(arena, "%s -> %s", text[0], text[1]);
}

void qa_relation_shape(struct qa_shape *out, const struct qa_shape *from, const struct qa_shape *to)
{
    qa_shape_add(out, (double)from->n_numbers);
    for (size_t i = 0; i < from->n_numbers; i++) {
        qa_shape_add(out, from->number[i]);
    }
    for (size_t i = 0; i < to->n_numbers; i++) {
        qa_shape_add(out, to->number[i]);
    }
}

/* ---- as columns of a table ---- */

/* cells: the fragments of either end. */
static bool read_ends(const struct qa_text_cell *cells, struct qa_shape *out, size_t *column,
                      const char **why)
{
    struct qa_shape ends[2] = {{.arena = out->arena}, {.arena = out->arena}};
    for (size_t k = 0; k < 2; k++) {
        *column = k;
        if (!qa_span_parse(cells[k].text, cells[k].length, &ends[k], why)) {
            return false;
        }
    }
    qa_relation_shape(out, &ends[0], &ends[1]);
    return true;
}

static bool write_ends(const struct qa_objects *objects, size_t i, struct qa_arena *arena,
                       struct qa_written_cell *cells)
{
    struct end ends[2];
    if (!ends_of(objects, i, &ends[0], &ends[1])) {
        return false;
    }
    for (size_t k = 0; k < 2; k++) {
        const char *text = "";
        for (size_t f = 0; f + 1 < ends[k].n; f += 2) {
            text = qa_arena_format(arena, "%s%s%.0f-%.0f", text, f > 0 ? ";" : "",
                                   ends[k].number[f], ends[k].number[f + 1]);
        }
        qa_write_text(&cells[k], text);
    }
    return true;
}

static const struct qa_type_form forms[] = {
    {.columns = (const char *const[]){"from_span,head_span", "to_span,tail_span", NULL},
     .read = read_ends,
     .write = write_ends,
     .texts = 1 << 0 | 1 << 1},
};

const struct qa_type qa_type_relation = {
    .name = "relation",
    .plural = "relations",
    .question = "relations",
    .similarity = "equality",
    .matching = QA_MATCH_ASSIGN,
    .threshold = 1,
    .forms = forms,
    .n_forms = sizeof forms / sizeof *forms,
    .valid = valid,
    .compare = compare,
    .describe = describe,
};
