#include "tests/support/close.h"

#include <math.h>
#include <string.h>

void test_assert_close(double got, double want, double rel, const char *expression,
                       const char *file, int line)
{
    double scale = fmax(1.0, fabs(want));
    /* The equality lets infinities through; a NaN on either side fails both comparisons. */
    if (got == want || (isfinite(want) && fabs(got - want) <= rel * scale))
        return;
    print_error("%s: got %.17g, want %.17g within %g; they differ by %.3g\n", expression, got, want,
                rel * scale, fabs(got - want));
    _fail(file, line);
}

void test_assert_identical(double got, double want, const char *expression, const char *file,
                           int line)
{
    if (!isnan(got) && memcmp(&got, &want, sizeof got) == 0)
        return;
    print_error("%s: got %.17g (%a), want %.17g (%a)\n", expression, got, got, want, want);
    _fail(file, line);
}
