#ifndef QA_BATCH_PSEUDONYMS_H
#define QA_BATCH_PSEUDONYMS_H

/*
 * Names in place of annotators' ids: "p-" and the first digits, in Crockford's base 32, of the
 * HMAC-SHA-256 of the id under a key. A person keeps the name as long as the key is the same,
 * whatever else is delivered; without the key nobody can work out whose it is.
 *
 * Two ids whose names would be one both get as many more digits as tell them apart, so names depend
 * on no order. With 8 digits (40 bits) that is to be expected once among 1.2 million people.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "qa/base/arena.h"

enum { QA_PSEUDONYM_DIGITS = 8, QA_PSEUDONYM_DIGITS_MAX = 51 };

struct qa_pseudonyms;

/* key: kept, not copied. digits: from 1 to QA_PSEUDONYM_DIGITS_MAX, the least that names have. */
struct qa_pseudonyms *qa_pseudonyms_new(const void *key, size_t key_size, unsigned digits,
                                        struct qa_arena *arena);

/* The next person, numbered from 0; ids are distinct. O(1), and O(people) for each two that are
 * alike. */
void qa_pseudonyms_add(struct qa_pseudonyms *pseudonyms, const char *id, size_t length);

/* The name; a later person of the same digits makes it longer. */
const char *qa_pseudonym(const struct qa_pseudonyms *pseudonyms, uint32_t person);

/* The same, and that somebody is to see it; safe in parallel. */
const char *qa_pseudonym_to_show(struct qa_pseudonyms *pseudonyms, uint32_t person);
bool qa_pseudonyms_were_shown(const struct qa_pseudonyms *pseudonyms);

/* All digits, for what is made of a name and not shown. */
const char *qa_pseudonym_in_full(const struct qa_pseudonyms *pseudonyms, uint32_t person);

#endif
