#include "qa/annotation/rotation.h"

#include <math.h>

#include "qa/annotation/polygon.h"

static const double pi = 3.14159265358979323846;

struct qa_rotation qa_rotation_of(double degrees)
{
    double rest = remainder(degrees, 90);
    int quarter = (int)remainder((degrees - rest) / 90, 4);
    double angle = rest * (pi / 180);
    double c = rest == 0 ? 1 : cos(angle);
    double s = rest == 0 ? 0 : sin(angle);
    switch (quarter & 3) {
    case 0:
        return (struct qa_rotation){c, s};
    case 1:
        return (struct qa_rotation){-s, c};
    case 2:
        return (struct qa_rotation){-c, -s};
    default:
        return (struct qa_rotation){s, -c};
    }
}

static bool is_ellipse(const struct qa_ellipse *ellipse, const char **why)
{
    const double *radius = ellipse->radius;
    if (!isfinite(ellipse->centre[0]) || !isfinite(ellipse->centre[1]) || !isfinite(radius[0]) ||
        !isfinite(radius[1]) || !isfinite(ellipse->degrees)) {
        *why = "a number of the ellipse is not finite";
        return false;
    }
    if (radius[0] < 0 || radius[1] < 0) {
        *why = "the ellipse has a negative radius";
        return false;
    }
    return true;
}

bool qa_polygon_of_ellipse(const struct qa_ellipse *ellipse, struct qa_shape *out, const char **why)
{
    const double step = 2 * pi / QA_ELLIPSE_VERTICES;
    const double outwards = sqrt(step / sin(step));
    const struct qa_rotation turn = qa_rotation_of(ellipse->degrees);
    if (!is_ellipse(ellipse, why)) {
        return false;
    }
    qa_polygon_begin_part(out);
    for (int k = 0; k < QA_ELLIPSE_VERTICES; k++) {
        const struct qa_rotation at = qa_rotation_of(360.0 * k / QA_ELLIPSE_VERTICES);
        double x = outwards * ellipse->radius[0] * at.cos;
        double y = outwards * ellipse->radius[1] * at.sin;
        qa_shape_add(out, ellipse->centre[0] + x * turn.cos - y * turn.sin);
        qa_shape_add(out, ellipse->centre[1] + x * turn.sin + y * turn.cos);
    }
    qa_polygon_end(out);
    return true;
}
