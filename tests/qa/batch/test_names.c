/* Annotators by their ids and by pseudonyms. */
#include "qa/batch/names.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "qa/base/hash.h"
#include "qa/batch/hidden_paths.h"
#include "tests/support/close.h"

static struct qa_arena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = qa_arena_new();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    qa_arena_free(arena);
    return 0;
}

static uint32_t add(struct qa_names *names, uint32_t vendor, const char *id)
{
    return qa_names_annotator(names, vendor, id, strlen(id));
}

/* RFC 4231, test cases 1, 2 and 6. */
static void hmac_is_that_of_the_standard(void **state)
{
    (void)state;
    unsigned char key[131];
    const struct {
        const char *key, *data;
        const unsigned char first[4];
    } cases[] = {
        {"Jefe", "what do ya want for nothing?", {0x5b, 0xdc, 0xc1, 0x46}},
        {"\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b",
         "Hi There",
         {0xb0, 0x34, 0x4c, 0x61}}};
    unsigned char out[QA_HMAC_BYTES];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        qa_hmac_sha256(cases[i].key, strlen(cases[i].key), cases[i].data, strlen(cases[i].data),
                       out);
        assert_memory_equal(out, cases[i].first, 4);
    }
    static const char long_text[] = "Test Using Larger Than Block-Size Key - Hash Key First";
    static const unsigned char wanted[] = {0x60, 0xe4, 0x31, 0x59};
    memset(key, 0xaa, sizeof key);
    qa_hmac_sha256(key, sizeof key, long_text, sizeof long_text - 1, out);
    assert_memory_equal(out, wanted, 4);
}

/* By `hmac.new(b"secret of sixteen", id, "sha256")` of Python and its digits of base 32. */
static void pseudonyms_are_the_digits_of_the_hmac(void **state)
{
    (void)state;
    static const struct {
        const char *id, *name;
    } cases[] = {
        {"anna", "p-vxbccvmw"}, {"ben", "p-74wyhbg9"}, {"o'neil@example.com", "p-k216a4y6"}};
    struct qa_names *names = qa_names_new(arena);
    qa_names_set_key(names, "secret of sixteen", 17);
    names->hides_annotators = true;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint32_t id = add(names, QA_NONE, cases[i].id);
        assert_string_equal(qa_annotator_text(names, id), cases[i].name);
        assert_string_equal(qa_annotator_id(names, id), cases[i].id);
    }
}

static void ids_are_shown_unless_they_are_hidden(void **state)
{
    (void)state;
    struct qa_names *names = qa_names_new(arena);
    uint32_t anna = add(names, QA_NONE, "anna");
    assert_string_equal(qa_annotator_text(names, anna), "anna");
    assert_false(qa_pseudonyms_were_shown(names->pseudonyms));
    names->hides_annotators = true;
    assert_non_null(strstr(qa_annotator_text(names, anna), "p-"));
    assert_true(qa_pseudonyms_were_shown(names->pseudonyms));
    assert_string_equal(qa_annotator_text(names, QA_NONE), "");
}

static void a_person_keeps_the_name_whoever_else_comes_and_whatever_the_vendor(void **state)
{
    (void)state;
    struct qa_names *few = qa_names_new(arena);
    struct qa_names *many = qa_names_new(arena);
    few->hides_annotators = many->hides_annotators = true;
    uint32_t alone = add(few, QA_NONE, "w-500");
    for (int i = 1000; i > 0; i--) {
        char id[16];
        snprintf(id, sizeof id, "w-%d", i);
        (void)add(many, (uint32_t)i % 3, id);
    }
    uint32_t among = add(many, 2, "w-500");
    assert_string_equal(qa_annotator_text(few, alone), qa_annotator_text(many, among));
}

static void another_key_gives_another_name(void **state)
{
    (void)state;
    struct qa_names *one = qa_names_new(arena);
    struct qa_names *two = qa_names_new(arena);
    qa_names_set_key(one, "key one of sixteen", 18);
    qa_names_set_key(two, "key two of sixteen", 18);
    one->hides_annotators = two->hides_annotators = true;
    assert_string_not_equal(qa_annotator_text(one, add(one, QA_NONE, "anna")),
                            qa_annotator_text(two, add(two, QA_NONE, "anna")));
}

/* With one digit a hundred people must share digits: names are still all different, begin with the
 * digit that is theirs, and do not depend on the order in which people come. */
static void equal_digits_are_made_longer_in_no_order(void **state)
{
    (void)state;
    enum { N = 100 };
    struct qa_pseudonyms *up = qa_pseudonyms_new("key", 3, 1, arena);
    struct qa_pseudonyms *down = qa_pseudonyms_new("key", 3, 1, arena);
    struct qa_strings *seen = qa_strings_new(arena);
    for (int i = 0; i < N; i++) {
        char id[16];
        snprintf(id, sizeof id, "%d", i);
        qa_pseudonyms_add(up, id, strlen(id));
        snprintf(id, sizeof id, "%d", N - 1 - i);
        qa_pseudonyms_add(down, id, strlen(id));
    }
    for (uint32_t i = 0; i < N; i++) {
        const char *name = qa_pseudonym(up, i);
        assert_string_equal(name, qa_pseudonym(down, N - 1 - i));
        assert_int_equal(qa_strings_intern_text(seen, name), i);
        assert_int_equal(strncmp(name + 2, qa_pseudonym_in_full(up, i), strlen(name) - 2), 0);
    }
}

static void the_order_is_that_of_what_is_shown(void **state)
{
    (void)state;
    enum { N = 20 };
    struct qa_names *names = qa_names_new(arena);
    uint32_t vendor = qa_strings_intern_text(names->vendors, "v");
    for (int i = 0; i < N; i++) {
        char id[16];
        snprintf(id, sizeof id, "ann-%02d", i);
        (void)add(names, vendor, id);
    }
    const uint32_t *by_id = qa_annotator_id_rank(names, arena);
    const uint32_t *rank = qa_annotator_rank(names, arena);
    for (uint32_t i = 0; i < N; i++) {
        assert_int_equal(by_id[i], i);
        assert_int_equal(rank[i], i);
    }
    names->hides_annotators = true;
    rank = qa_annotator_rank(names, arena);
    for (uint32_t i = 0; i < N; i++) {
        for (uint32_t j = 0; j < N; j++) {
            int order = qa_text_compare(qa_annotator_text(names, i), qa_annotator_text(names, j));
            assert_int_equal(order < 0, rank[i] < rank[j]);
        }
        assert_int_equal(qa_annotator_id_rank(names, arena)[i], i);
    }
}

static void secrets_are_ids_without_a_key_and_no_ids_with_one(void **state)
{
    (void)state;
    struct qa_names *open = qa_names_new(arena);
    struct qa_names *keyed = qa_names_new(arena);
    qa_names_set_key(keyed, "secret of sixteen", 17);
    assert_string_equal(qa_annotator_secret(open, add(open, QA_NONE, "anna")), "anna");
    const char *secret = qa_annotator_secret(keyed, add(keyed, QA_NONE, "anna"));
    assert_null(strstr(secret, "anna"));
    assert_int_equal(strlen(secret), QA_PSEUDONYM_DIGITS_MAX);
}

static void paths_that_are_people_are_hidden_and_others_stay(void **state)
{
    (void)state;
    struct qa_names *names = qa_names_new(arena);
    uint32_t ann = add(names, QA_NONE, "ann");
    qa_strings_intern_text(names->path_people, "ann");
    names->hides_annotators = true;
    const char *name = qa_annotator_text(names, ann);
    const struct {
        const char *text;
        bool is_word;
        const char *wanted; /* NULL: as it is */
    } cases[] = {
        {"ann.csv", true, "%s.csv"},
        {"people/ann.csv.gz", true, "people/%s.csv.gz"},
        {"people/ann/1.ann", true, "people/%s/1.ann"},
        {"--vendor=v=ann.csv", true, "--vendor=v=%s.csv"},
        {"ann", true, "%s"},
        {"and with 'dog' in ann.csv:7", false, "and with 'dog' in %s.csv:7"},
        {"ann", false, NULL},
        {"joann.csv", true, NULL},
        {"annex/1.csv", true, NULL},
        {"the label is ann. That is all", false, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char wanted[100];
        const char *format = cases[i].wanted;
        const char *at = format != NULL ? strstr(format, "%s") : NULL;
        if (at == NULL) {
            snprintf(wanted, sizeof wanted, "%s", cases[i].text);
        } else {
            snprintf(wanted, sizeof wanted, "%.*s%s%s", (int)(at - format), format, name, at + 2);
        }
        assert_string_equal(qa_hidden_path(names, cases[i].text, cases[i].is_word, arena), wanted);
    }
    names->hides_annotators = false;
    assert_string_equal(qa_hidden_path(names, "ann.csv", true, arena), "ann.csv");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hmac_is_that_of_the_standard),
        cmocka_unit_test(pseudonyms_are_the_digits_of_the_hmac),
        cmocka_unit_test(ids_are_shown_unless_they_are_hidden),
        cmocka_unit_test(a_person_keeps_the_name_whoever_else_comes_and_whatever_the_vendor),
        cmocka_unit_test(another_key_gives_another_name),
        cmocka_unit_test(equal_digits_are_made_longer_in_no_order),
        cmocka_unit_test(the_order_is_that_of_what_is_shown),
        cmocka_unit_test(secrets_are_ids_without_a_key_and_no_ids_with_one),
        cmocka_unit_test(paths_that_are_people_are_hidden_and_others_stay),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
