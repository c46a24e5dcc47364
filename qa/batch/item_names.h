#ifndef QA_BATCH_ITEM_NAMES_H
#define QA_BATCH_ITEM_NAMES_H

/*
 * What of an item's name counts. Files call one item `a.jpg`, `images/a.jpg`, `..\media\a.jpg`,
 * `a.png` or `A.jpg`; a reading says which of these are the same.
 *
 * In every reading texts that are equal in Unicode's form C are the same, and blanks and what
 * cannot be seen at either end are no part of a name. In all but the first a back-slash is a slash,
 * and of an address what follows the file (`?`, `#`) does not count.
 */

#include <stdbool.h>
#include <stddef.h>

#include "qa/base/arena.h"

enum qa_item_reading {
    QA_ITEMS_AUTO, /* as they stand, unless another reading alone lets the files join (items.h) */
    QA_ITEMS_AS_IS,
    QA_ITEMS_BASE,     /* the file's name without folders */
    QA_ITEMS_STEM,     /* base without its suffix */
    QA_ITEMS_PATH,     /* the last folders that it takes to tell all items apart */
    QA_ITEMS_UPLOAD,   /* base without the eight hex digits that Label Studio sets before uploads */
    QA_ITEMS_CASELESS, /* base in any letter case */
    QA_ITEMS_DECODED,  /* base, %20 read as the byte that it stands for; + as a blank beside one */
    QA_ITEMS_UNPADDED, /* base without the zeros before its numbers */
    QA_N_ITEM_READINGS
};
const char *qa_item_reading_name(enum qa_item_reading reading);  /* as --item-names has it */
const char *qa_item_reading_words(enum qa_item_reading reading); /* "by the file's own name" */

enum { QA_ITEM_FOLDERS_MAX = 16 };

/* What counts of a name, NUL-terminated, in the arena or the name itself. folders: of
 * QA_ITEMS_PATH, how many stand before the base. Never empty: of a name that has no base it is all.
 */
const char *qa_item_key(const char *name, enum qa_item_reading reading, unsigned folders,
                        struct qa_arena *arena);

/* What all readings but that by folders together leave of a name: names that look like one have it
 * in common. In the arena, or the name itself. */
const char *qa_item_loose_key(const char *name, struct qa_arena *arena);

/* The first reading that makes two names one; QA_ITEMS_AUTO: none does. */
enum qa_item_reading qa_item_reading_that_joins(const char *a, const char *b,
                                                struct qa_arena *arena);

/* Whether the folders of two names may be one: both stand in the same, or one of them in none. */
bool qa_item_folders_fit(const char *a, const char *b, struct qa_arena *arena);

#endif
