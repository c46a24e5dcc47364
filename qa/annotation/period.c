#include "qa/annotation/period.h"

#include <math.h>

#include "qa/base/number.h"

static const double *times(const struct qa_objects *objects, size_t i)
{
    size_t n;
    return qa_object_numbers(objects, i, &n);
}

bool qa_period_valid(const struct qa_objects *objects, size_t i, const char **why)
{
    const double *time = times(objects, i);
    if (!isfinite(time[QA_PERIOD_START]) || !isfinite(time[QA_PERIOD_END])) {
        *why = "a time is not a finite number";
    } else if (fabs(time[QA_PERIOD_START]) > QA_PERIOD_SECONDS_MAX ||
               fabs(time[QA_PERIOD_END]) > QA_PERIOD_SECONDS_MAX) {
        *why = "a time is beyond 1,000,000 seconds (eleven days); expected seconds, not samples or "
               "milliseconds";
    } else if (time[QA_PERIOD_END] < time[QA_PERIOD_START]) {
        *why = "it ends before it starts";
    } else {
        return true;
    }
    return false;
}

void qa_period_extent(const struct qa_objects *objects, size_t i, double *low, double *high)
{
    const double *time = times(objects, i);
    *low = time[QA_PERIOD_START];
    *high = time[QA_PERIOD_END];
}

static double similarity_of(const double *a, const double *b)
{
    double a_start = a[QA_PERIOD_START];
    double a_end = a[QA_PERIOD_END];
    double b_start = b[QA_PERIOD_START];
    double b_end = b[QA_PERIOD_END];
    if (a_start == b_start && a_end == b_end) {
        return 1;
    }
    double both = (a_end < b_end ? a_end : b_end) - (a_start > b_start ? a_start : b_start);
    if (both <= 0) {
        return 0;
    }
    /* They meet, so the union is one stretch. */
    double either = (a_end > b_end ? a_end : b_end) - (a_start < b_start ? a_start : b_start);
    return both / either;
}

void qa_period_compare(const struct qa_sides *sides, double *similarity)
{
    for (size_t i = 0; i < sides->a->n; i++) {
        const double *a = times(sides->a, i);
        for (size_t j = 0; j < sides->b->n; j++) {
            similarity[i * sides->b->n + j] = similarity_of(a, times(sides->b, j));
        }
    }
}

const char *qa_period_describe(const struct qa_objects *objects, size_t i, struct qa_arena *arena)
{
    const double *time = times(objects, i);
    return qa_arena_format(arena, "%.6g-%.6g s", time[QA_PERIOD_START], time[QA_PERIOD_END]);
}

static bool read_times(const struct qa_text_cell *cells, struct qa_shape *out, size_t *column,
                       const char **why)
{
    double number[QA_PERIOD_ARITY];
    for (size_t i = 0; i < QA_PERIOD_ARITY; i++) {
        if (!qa_parse_real(cells[i].text, cells[i].length, &number[i])) {
            *column = i;
            *why = "seconds as a number";
            return false;
        }
    }
    if (number[QA_PERIOD_END] < number[QA_PERIOD_START]) {
        *column = QA_PERIOD_END;
        *why = "an end that is not before the start";
        return false;
    }
    qa_shape_add(out, number[QA_PERIOD_START]);
    qa_shape_add(out, number[QA_PERIOD_END]);
    return true;
}

static bool write_times(const struct qa_objects *objects, size_t i, struct qa_arena *arena,
                        struct qa_written_cell *cells)
{
    const double *time = times(objects, i);
    qa_write_real(&cells[QA_PERIOD_START], time[QA_PERIOD_START], arena);
    qa_write_real(&cells[QA_PERIOD_END], time[QA_PERIOD_END], arena);
    return true;
}

const struct qa_type_form qa_period_form = {
    (const char *const[]){"start,onset,begin", "end,offset,stop", NULL}, read_times, write_times};
