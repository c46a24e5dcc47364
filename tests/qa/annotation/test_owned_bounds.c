/* Objects that several people drew, against all pairs. */
#include <math.h>

#include "tests/support/close.h"

#include "qa/annotation/owned_bounds.h"
#include "qa/base/random.h"

enum { N = 40 };

static struct qa_bounds draw(struct qa_random *random)
{
    struct qa_bounds out;
    for (int axis = 0; axis < 2; axis++) {
        out.low[axis] = (double)qa_random_below(random, 30);
        out.high[axis] = out.low[axis] + (double)qa_random_below(random, 12);
    }
    return out;
}

static double iou(const struct qa_bounds *a, const struct qa_bounds *b)
{
    double across = fmin(a->high[0], b->high[0]) - fmax(a->low[0], b->low[0]);
    double down = fmin(a->high[1], b->high[1]) - fmax(a->low[1], b->low[1]);
    double both = across > 0 && down > 0 ? across * down : 0;
    double all = (a->high[0] - a->low[0]) * (a->high[1] - a->low[1]) +
                 (b->high[0] - b->low[0]) * (b->high[1] - b->low[1]) - both;
    return all > 0 ? both / all : 0;
}

static void shared_bounds_are_those_of_all_pairs(void **state)
{
    (void)state;
    struct qa_random random;
    size_t n_shared = 0;
    qa_random_init(&random, 5, 0);
    for (int round = 0; round < 200; round++) {
        struct qa_owned_bounds list[N];
        struct qa_bounds bounds[N];
        for (size_t i = 0; i < N; i++) {
            size_t owner = (size_t)qa_random_below(&random, 3);
            bounds[i] = draw(&random);
            list[i] = (struct qa_owned_bounds){bounds[i], owner, i, false};
        }
        qa_find_shared_bounds(list, N);
        for (size_t i = 0; i < N; i++) {
            bool wanted = false;
            for (size_t j = 0; j < N; j++) {
                wanted = wanted || (list[i].owner != list[j].owner &&
                                    iou(&list[i].bounds, &list[j].bounds) >= 0.5);
            }
            assert_memory_equal(&list[i].bounds, &bounds[list[i].object], sizeof *bounds);
            assert_int_equal(list[i].is_shared, wanted);
            n_shared += wanted;
        }
    }
    assert_true(n_shared > 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shared_bounds_are_those_of_all_pairs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
