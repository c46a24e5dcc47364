/* Which labels have a key in common, and which have not. */
#include "qa/batch/label_keys.h"

#include <stdbool.h>
#include <string.h>

#include "tests/support/close.h"

struct pair {
    qa_label_key *key;
    const char *a, *b;
    bool is_one;
};

static const struct pair pairs[] = {
    {qa_label_number_key, "1", "1.0", true},
    {qa_label_number_key, "-25e1", "-250.00", true},
    {qa_label_number_key, "0.1", "0.10000000000000001", false},
    {qa_label_number_key, "cat", "cat", false}, /* no number */
    {qa_label_comma_point_key, "1,5", "1.5", true},
    {qa_label_comma_point_key, "50%", "0.5", true},
    {qa_label_no_comma_key, "1,500", "1500", true},
    {qa_label_folded_key, "Caf\xc3\xa9", "cafe\xcc\x81", true},
    {qa_label_folded_key, "cat", "cats", false},
    {qa_label_closed_up_key, "traffic light", "trafficlight", true},
    {qa_label_words_key, "traffic-light", "Traffic_Light;", true},
    {qa_label_words_key,
     "\xe2\x88\x92"
     "1",
     "-1", true}, /* the sign of minus */
    {qa_label_words_key, "A-", "A", false},
    {qa_label_words_key, "C#", "C", false},
    {qa_label_decoded_key, "R&amp;B", "R&B", true},
    {qa_label_decoded_key, "K&#246;ln", "K\xc3\xb6ln", true},
    {qa_label_decoded_key, "K&#xF6;ln", "K\xc3\xb6ln", true},
    {qa_label_decoded_key, "K\xc3\x83\xc2\xb6ln", "K\xc3\xb6ln", true},
    {qa_label_decoded_key,
     "5 \xc3\xa2\xe2\x80\x9a\xc2\xac", /* the euro's three bytes, one of them in Windows' own way */
     "5 \xe2\x82\xac", true},
    {qa_label_decoded_key, "K\xc3\xb6ln", "Koln", false},
    {qa_label_decoded_key, "&#0;", "", false},
    {qa_label_decoded_key, "&#xD800;", "", false},
    {qa_label_decoded_key, "&#x110000;", "", false},
    {qa_label_truth_key, "yes", "Y", true},
    {qa_label_truth_key, "yes", "no", false},
    {qa_label_unscored_key, "cat (0.93)", "cat (.5)", true},
    {qa_label_unscored_key, "cat: 93 %", "cat", true},
    {qa_label_unscored_key, "cat (0,7)", "cat|1.0", true},
    {qa_label_unscored_key, "class 1", "class 2", false},
    {qa_label_unscored_key, "v1.5", "v1.6", false},
    {qa_label_unscored_key, "0.5", "0.6", false},
    {qa_label_unscored_key, "cat 1.5", "cat 1.6", false}, /* no score is above one */
    {qa_label_parts_key, "sky|sea", "sea; sky", true},
    {qa_label_parts_key, "{sky,sea}", "{sea,sky}", true},
    {qa_label_parts_key, "sky|sea", "sky|land", false},
};

static void keys_are_shared_by_what_may_be_one(void **state)
{
    struct qa_arena *arena = qa_arena_new();

    (void)state;
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        const struct pair *pair = &pairs[i];
        size_t n[2];
        const char *a = pair->key(pair->a, arena, &n[0]);
        const char *b = pair->key(pair->b, arena, &n[1]);
        bool is_one = a != NULL && b != NULL && n[0] == n[1] && memcmp(a, b, n[0]) == 0;
        if (is_one != pair->is_one) {
            fail_msg("%zu: '%s' and '%s'", i, pair->a, pair->b);
        }
    }
    qa_arena_free(arena);
}

/* Any bytes: labels come from files. */
static void keys_of_any_bytes_stay_within_them(void **state)
{
    static qa_label_key *const keys[] = {qa_label_number_key,    qa_label_comma_point_key,
                                         qa_label_no_comma_key,  qa_label_folded_key,
                                         qa_label_closed_up_key, qa_label_words_key,
                                         qa_label_decoded_key,   qa_label_truth_key,
                                         qa_label_unscored_key,  qa_label_parts_key};
    static const char some[] = "a0.,%()[]{}|;:&#x\xc3\xb6\xe2\x82 -";
    struct qa_arena *arena = qa_arena_new();
    uint32_t random = 1;

    (void)state;
    for (int i = 0; i < 20000; i++) {
        char text[12];
        size_t length = (size_t)(i % 11);
        struct qa_arena_mark mark = qa_arena_mark(arena);
        for (size_t c = 0; c < length; c++) {
            random = random * 1664525 + 1013904223;
            text[c] = some[(random >> 16) % (sizeof some - 1)];
        }
        text[length] = '\0';
        for (size_t k = 0; k < sizeof keys / sizeof *keys; k++) {
            size_t n;
            const char *key = keys[k](text, arena, &n);
            assert_true(key == NULL || n <= 4 * length + 32);
        }
        qa_arena_reset(arena, mark);
    }
    qa_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_are_shared_by_what_may_be_one),
        cmocka_unit_test(keys_of_any_bytes_stay_within_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
