#include "qa/batch/pseudonyms.h"

#include <stdatomic.h>
#include <string.h>

#include "qa/base/hash.h"
#include "qa/base/strings.h"

struct person {
    char full[QA_PSEUDONYM_DIGITS_MAX + 1];
    const char *name;
};

struct qa_pseudonyms {
    const void *key;
    size_t key_size;
    unsigned digits;
    struct person **people;
    size_t capacity;
    uint32_t n;
    struct qa_strings *least; /* names before any was made longer; their ids are no people's */
    atomic_bool was_shown;
    struct qa_arena *arena;
};

struct qa_pseudonyms *qa_pseudonyms_new(const void *key, size_t key_size, unsigned digits,
                                        struct qa_arena *arena)
{
    struct qa_pseudonyms *pseudonyms = QA_NEW(arena, struct qa_pseudonyms);
    *pseudonyms = (struct qa_pseudonyms){.key = key,
                                         .key_size = key_size,
                                         .digits = digits,
                                         .least = qa_strings_new(arena),
                                         .arena = arena};
    return pseudonyms;
}

/* Five bits a digit, from the first bit on; letters that look like figures are left out. */
static void write_digits(const unsigned char hash[QA_HMAC_BYTES], char *out)
{
    static const char digits[] = "0123456789abcdefghjkmnpqrstvwxyz";
    for (unsigned i = 0; i < QA_PSEUDONYM_DIGITS_MAX; i++) {
        unsigned bit = 5 * i;
        unsigned next = bit / 8 + 1 < QA_HMAC_BYTES ? hash[bit / 8 + 1] : 0;
        unsigned two = (unsigned)hash[bit / 8] << 8 | next;
        out[i] = digits[two >> (11 - bit % 8) & 31];
    }
    out[QA_PSEUDONYM_DIGITS_MAX] = '\0';
}

static const char *name_of(const struct qa_pseudonyms *pseudonyms, const char *full, unsigned n)
{
    return qa_arena_format(pseudonyms->arena, "p-%.*s", (int)n, full);
}

static unsigned equal_digits(const char *a, const char *b)
{
    unsigned n = 0;
    while (a[n] != '\0' && a[n] == b[n]) {
        n++;
    }
    return n;
}

/* Names of all whose least digits are these, each as long as it must be. */
static void lengthen(struct qa_pseudonyms *pseudonyms, const char *digits)
{
    unsigned longest = pseudonyms->digits;
    const struct person *last = pseudonyms->people[pseudonyms->n - 1];
    for (uint32_t p = 0; p + 1 < pseudonyms->n; p++) {
        unsigned equal = equal_digits(pseudonyms->people[p]->full, last->full);
        bool is_one = equal >= pseudonyms->digits;
        unsigned own = is_one ? (unsigned)strlen(pseudonyms->people[p]->name) - 2 : 0;
        longest = own > longest ? own : longest;
        longest = is_one && equal + 1 > longest ? equal + 1 : longest;
    }
    longest = longest < QA_PSEUDONYM_DIGITS_MAX ? longest : QA_PSEUDONYM_DIGITS_MAX;
    for (uint32_t p = 0; p < pseudonyms->n; p++) {
        struct person *person = pseudonyms->people[p];
        if (strncmp(person->full, digits, pseudonyms->digits) == 0) {
            person->name = name_of(pseudonyms, person->full, longest);
        }
    }
}

void qa_pseudonyms_add(struct qa_pseudonyms *pseudonyms, const char *id, size_t length)
{
    unsigned char hash[QA_HMAC_BYTES];
    struct person *person = QA_NEW(pseudonyms->arena, struct person);
    qa_hmac_sha256(pseudonyms->key, pseudonyms->key_size, id, length, hash);
    write_digits(hash, person->full);
    person->name = name_of(pseudonyms, person->full, pseudonyms->digits);
    pseudonyms->people = qa_arena_grow(pseudonyms->arena, pseudonyms->people, &pseudonyms->capacity,
                                       (size_t)pseudonyms->n + 1, sizeof(struct person *));
    pseudonyms->people[pseudonyms->n++] = person;
    uint32_t n_least = qa_strings_count(pseudonyms->least);
    if (qa_strings_intern_text(pseudonyms->least, person->name) < n_least) {
        lengthen(pseudonyms, person->full);
    }
}

const char *qa_pseudonym(const struct qa_pseudonyms *pseudonyms, uint32_t person)
{
    return pseudonyms->people[person]->name;
}

const char *qa_pseudonym_to_show(struct qa_pseudonyms *pseudonyms, uint32_t person)
{
    atomic_store_explicit(&pseudonyms->was_shown, true, memory_order_relaxed);
    return qa_pseudonym(pseudonyms, person);
}

bool qa_pseudonyms_were_shown(const struct qa_pseudonyms *pseudonyms)
{
    return atomic_load_explicit(&pseudonyms->was_shown, memory_order_relaxed);
}

const char *qa_pseudonym_in_full(const struct qa_pseudonyms *pseudonyms, uint32_t person)
{
    return pseudonyms->people[person]->full;
}
