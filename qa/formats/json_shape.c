#include "qa/formats/json_shape.h"

static bool bad_number(struct qa_sink *sink, struct qa_json_value value, const char *what)
{
    return qa_sink_bad(sink, QA_AT_JSON(value), "E122", "%s holds %s; expected finite numbers",
                       what, qa_json_kind_name(qa_json_kind(value)));
}

bool qa_json_numbers(struct qa_sink *sink, struct qa_json_value list, const char *what, size_t n,
                     double *out)
{
    if (qa_json_kind(list) != QA_JSON_ARRAY || qa_json_count(list) != n) {
        return qa_sink_bad(sink, QA_AT_JSON(list), "E122", "%s is not an array of %zu numbers",
                           what, n);
    }
    struct qa_json_iterator iterator = qa_json_iterate(list);
    for (size_t i = 0; qa_json_next(&iterator); i++) {
        if (!qa_json_real(iterator.value, &out[i])) {
            return bad_number(sink, iterator.value, what);
        }
    }
    return true;
}

static bool read_point(struct qa_sink *sink, struct qa_json_value point, const char *what,
                       struct qa_shape *shape)
{
    static const char *const names[] = {"x", "y"};
    double xy[2] = {0, 0};
    bool is_good = qa_json_kind(point) == QA_JSON_OBJECT
                       ? qa_json_number_members(sink, point, names, 2, xy)
                       : qa_json_numbers(sink, point, what, 2, xy);
    if (is_good) {
        qa_shape_add(shape, xy[0]);
        qa_shape_add(shape, xy[1]);
    }
    return is_good;
}

bool qa_json_ring(struct qa_sink *sink, struct qa_json_value ring, const char *what, size_t least,
                  struct qa_shape *shape)
{
    struct qa_json_iterator iterator = qa_json_iterate(ring);
    if (qa_json_kind(ring) != QA_JSON_ARRAY) {
        return qa_sink_bad(sink, QA_AT_JSON(ring), "E122", "%s is %s; expected an array of points",
                           what, qa_json_kind_name(qa_json_kind(ring)));
    }
    size_t n = 0;
    double number;
    while (qa_json_next(&iterator)) {
        bool is_flat = qa_json_kind(iterator.value) == QA_JSON_NUMBER;
        if (is_flat && !qa_json_real(iterator.value, &number)) {
            return bad_number(sink, iterator.value, what);
        }
        if (is_flat) {
            qa_shape_add(shape, number);
        } else if (!read_point(sink, iterator.value, what, shape)) {
            return false;
        }
        n += is_flat ? 1 : 2;
    }
    if (n % 2 != 0 || n / 2 < least) {
        return qa_sink_bad(sink, QA_AT_JSON(ring), "E122",
                           n % 2 != 0 ? "%s has an odd count of numbers (%zu points are wanted)"
                                      : "%s has fewer than %zu points",
                           what, least);
    }
    return true;
}

bool qa_json_number_members(struct qa_sink *sink, struct qa_json_value object,
                            const char *const *names, size_t n, double *out)
{
    for (size_t i = 0; i < n; i++) {
        struct qa_json_value value;
        if (!qa_json_member(object, names[i], &value)) {
            return qa_sink_bad(sink, QA_AT_JSON(object), "E185", "'%s' is missing", names[i]);
        }
        if (!qa_json_real(value, &out[i])) {
            return bad_number(sink, value, names[i]);
        }
    }
    return true;
}

struct qa_image_size qa_json_image_size(struct qa_json_value width, struct qa_json_value height)
{
    double sides[2];
    bool is_known = qa_json_is_there(width) && qa_json_is_there(height) &&
                    qa_json_real(width, &sides[0]) && qa_json_real(height, &sides[1]);
    return is_known ? qa_image_size(sides[0], sides[1]) : (struct qa_image_size){0, 0};
}
