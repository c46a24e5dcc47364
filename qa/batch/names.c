#include "qa/batch/names.h"

#include <stdlib.h>
#include <string.h>

#include "qa/base/error.h"

/* One annotator: a name within a vendor. Found by the interned pair. */
struct qa_annotator_table {
    uint32_t *text;   /* id in annotator_texts */
    uint32_t *vendor; /* QA_NONE: no vendor */
    size_t text_capacity;
    size_t vendor_capacity;
    uint32_t n;
    struct qa_strings *keys; /* (vendor, text) as bytes; its ids are the annotators' */
    /* Deliveries come annotator by annotator or in turns: the last pair is often the next. */
    uint32_t last_vendor;
    uint32_t last_text;
    uint32_t last_id;
};

/* By item id. */
struct qa_item_texts {
    struct qa_item_text_piece {
        const char *text; /* NULL: not known */
        size_t size;
    } * list;
    size_t capacity;
    uint32_t n;
};

/* Whoever has a list of ids can work out pseudonyms made with it. */
static const char open_key[] = "labelqa annotators";

struct qa_names *qa_names_new(struct qa_arena *arena)
{
    struct qa_names *names = QA_NEW(arena, struct qa_names);
    names->arena = arena;
    names->items = qa_strings_new(arena);
    names->labels = qa_strings_new(arena);
    names->vendors = qa_strings_new(arena);
    names->batches = qa_strings_new(arena);
    names->questions = qa_strings_new(arena);
    names->stages = qa_strings_new(arena);
    names->keys = qa_strings_new(arena);
    names->annotator_texts = qa_strings_new(arena);
    names->annotators = QA_NEW(arena, struct qa_annotator_table);
    names->annotators->keys = qa_strings_new(arena);
    names->annotators->last_id = QA_NONE;
    names->item_texts = QA_NEW(arena, struct qa_item_texts);
    names->path_people = qa_strings_new(arena);
    names->pseudonyms =
        qa_pseudonyms_new(open_key, sizeof open_key - 1, QA_PSEUDONYM_DIGITS, arena);
    return names;
}

void qa_names_set_key(struct qa_names *names, const void *key, size_t size)
{
    if (qa_strings_count(names->annotator_texts) > 0) {
        QA_BUG("a key after the first annotator");
    }
    names->pseudonyms = qa_pseudonyms_new(key, size, QA_PSEUDONYM_DIGITS, names->arena);
    names->has_key = true;
}

uint32_t qa_names_annotator(struct qa_names *names, uint32_t vendor, const char *text,
                            size_t length)
{
    struct qa_annotator_table *table = names->annotators;
    if (length == 0) {
        return QA_NONE;
    }
    uint32_t n_texts = qa_strings_count(names->annotator_texts);
    uint32_t pair[2] = {vendor, qa_strings_intern(names->annotator_texts, text, length)};
    if (pair[1] == n_texts) {
        qa_pseudonyms_add(names->pseudonyms, text, length);
    }
    if (table->last_id != QA_NONE && table->last_vendor == vendor && table->last_text == pair[1]) {
        return table->last_id;
    }
    uint32_t id = qa_strings_intern(table->keys, (const char *)pair, sizeof pair);
    if (id == table->n) {
        table->text = qa_arena_grow(names->arena, table->text, &table->text_capacity,
                                    (size_t)id + 1, sizeof *table->text);
        table->vendor = qa_arena_grow(names->arena, table->vendor, &table->vendor_capacity,
                                      (size_t)id + 1, sizeof *table->vendor);
        table->text[id] = pair[1];
        table->vendor[id] = vendor;
        table->n++;
    }
    table->last_vendor = vendor;
    table->last_text = pair[1];
    table->last_id = id;
    return id;
}

const char *qa_annotator_id(const struct qa_names *names, uint32_t annotator)
{
    return annotator == QA_NONE
               ? ""
               : qa_strings_text(names->annotator_texts, names->annotators->text[annotator]);
}

const char *qa_annotator_text(const struct qa_names *names, uint32_t annotator)
{
    return annotator == QA_NONE || !names->hides_annotators
               ? qa_annotator_id(names, annotator)
               : qa_pseudonym_to_show(names->pseudonyms, names->annotators->text[annotator]);
}

const char *qa_person_pseudonym(const struct qa_names *names, const char *id)
{
    return qa_pseudonym_to_show(names->pseudonyms,
                                qa_strings_find(names->annotator_texts, id, strlen(id)));
}

const char *qa_annotator_secret(const struct qa_names *names, uint32_t annotator)
{
    return annotator == QA_NONE || !names->has_key
               ? qa_annotator_id(names, annotator)
               : qa_pseudonym_in_full(names->pseudonyms, names->annotators->text[annotator]);
}

uint32_t qa_annotator_vendor(const struct qa_names *names, uint32_t annotator)
{
    return annotator == QA_NONE ? QA_NONE : names->annotators->vendor[annotator];
}

uint32_t qa_annotator_count(const struct qa_names *names)
{
    return names->annotators->n;
}

struct ranked {
    uint32_t vendor_rank;
    uint32_t text_rank;
    uint32_t id;
};

static int compare_ranked(const void *left, const void *right)
{
    const struct ranked *a = left;
    const struct ranked *b = right;
    if (a->vendor_rank != b->vendor_rank) {
        return a->vendor_rank < b->vendor_rank ? -1 : 1;
    }
    return a->text_rank < b->text_rank ? -1 : a->text_rank > b->text_rank;
}

/* text_rank: by id in annotator_texts. */
static uint32_t *rank_by(const struct qa_names *names, const uint32_t *text_rank,
                         struct qa_arena *arena)
{
    const struct qa_annotator_table *table = names->annotators;
    uint32_t *rank = QA_ARRAY(arena, uint32_t, table->n + (size_t)1);
    uint32_t *vendor_rank = QA_ARRAY(arena, uint32_t, qa_strings_count(names->vendors));
    qa_strings_sorted(names->vendors, NULL, vendor_rank);
    struct ranked *all = QA_ARRAY(arena, struct ranked, table->n);
    for (uint32_t id = 0; id < table->n; id++) {
        uint32_t vendor = table->vendor[id];
        all[id] = (struct ranked){vendor == QA_NONE ? 0 : vendor_rank[vendor] + 1,
                                  text_rank[table->text[id]], id};
    }
    qsort(all, table->n, sizeof *all, compare_ranked);
    for (uint32_t i = 0; i < table->n; i++) {
        rank[all[i].id] = i;
    }
    return rank;
}

uint32_t *qa_annotator_id_rank(const struct qa_names *names, struct qa_arena *arena)
{
    uint32_t *text_rank = QA_ARRAY(arena, uint32_t, qa_strings_count(names->annotator_texts));
    qa_strings_sorted(names->annotator_texts, NULL, text_rank);
    return rank_by(names, text_rank, arena);
}

uint32_t *qa_annotator_rank(const struct qa_names *names, struct qa_arena *arena)
{
    if (!names->hides_annotators) {
        return qa_annotator_id_rank(names, arena);
    }
    uint32_t n = qa_strings_count(names->annotator_texts);
    struct qa_strings *shown = qa_strings_new(arena);
    for (uint32_t t = 0; t < n; t++) {
        qa_strings_intern_text(shown, qa_pseudonym(names->pseudonyms, t));
    }
    uint32_t *text_rank = QA_ARRAY(arena, uint32_t, n);
    qa_strings_sorted(shown, NULL, text_rank);
    return rank_by(names, text_rank, arena);
}

/* ---- texts of items ---- */

enum qa_item_text qa_names_set_item_text(struct qa_names *names, uint32_t item, const char *text,
                                         size_t size)
{
    struct qa_item_texts *texts = names->item_texts;
    if (item >= texts->n) {
        texts->list = qa_arena_grow(names->arena, texts->list, &texts->capacity, (size_t)item + 1,
                                    sizeof *texts->list);
        texts->n = item + 1;
    }
    struct qa_item_text_piece *piece = &texts->list[item];
    if (piece->text == NULL) {
        piece->text = qa_arena_text_n(names->arena, text, size);
        piece->size = size;
        return QA_ITEM_TEXT_NEW;
    }
    return piece->size == size && memcmp(piece->text, text, size) == 0 ? QA_ITEM_TEXT_SAME
                                                                       : QA_ITEM_TEXT_OTHER;
}

const char *qa_names_item_text(const struct qa_names *names, uint32_t item, size_t *size)
{
    const struct qa_item_texts *texts = names->item_texts;
    *size = item < texts->n ? texts->list[item].size : 0;
    return item < texts->n ? texts->list[item].text : NULL;
}

uint32_t qa_names_move_item_texts(struct qa_names *names, const uint32_t *map, uint32_t n_old)
{
    struct qa_item_texts before = *names->item_texts;
    uint32_t other = QA_NONE;
    *names->item_texts = (struct qa_item_texts){NULL, 0, 0};
    for (uint32_t item = 0; item < before.n && item < n_old; item++) {
        const struct qa_item_text_piece *piece = &before.list[item];
        if (piece->text != NULL && qa_names_set_item_text(names, map[item], piece->text,
                                                          piece->size) == QA_ITEM_TEXT_OTHER) {
            other = other == QA_NONE ? item : other;
        }
    }
    return other;
}
