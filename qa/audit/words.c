#include "qa/audit/words.h"

#include <stdlib.h>
#include <string.h>

#include "qa/annotation/transcript.h"
#include "qa/audit/table_forms.h"

static const char *const kinds[QA_N_EDITS] = {"hit", "substituted", "deleted", "inserted"};

struct counted {
    uint32_t question;
    uint32_t vendor;
    enum qa_edit edit;
    const char *gold;
    const char *given;
    uint64_t count;
    uint64_t items;
    uint32_t last_item;
};

struct counts {
    struct qa_strings *keys;
    struct counted *list;
    size_t capacity;
    uint64_t n_unlisted; /* pairs of texts */
    struct qa_arena *arena;
};

static void count(struct counts *counts, const struct qa_pair *pair,
                  const struct qa_word_edit *word, struct qa_arena *scratch)
{
    uint32_t known = qa_strings_count(counts->keys);
    const char *key = qa_arena_format(scratch, "%u %u %d %s %s", pair->question, pair->vendor,
                                      (int)word->edit, word->reference, word->delivered);
    uint32_t id = qa_strings_intern_text(counts->keys, key);
    if (id == known) {
        counts->list = qa_arena_grow(counts->arena, counts->list, &counts->capacity, (size_t)id + 1,
                                     sizeof *counts->list);
        counts->list[id] = (struct counted){.question = pair->question,
                                            .vendor = pair->vendor,
                                            .edit = word->edit,
                                            .gold = qa_arena_text(counts->arena, word->reference),
                                            .given = qa_arena_text(counts->arena, word->delivered),
                                            .last_item = QA_NONE};
    }
    struct counted *counted = &counts->list[id];
    counted->count++;
    counted->items += counted->last_item != pair->item;
    counted->last_item = pair->item;
}

/* scratch and of_words are two: the edits are made in the one and stand in the other. */
static void count_pair(struct counts *counts, const struct qa_comparison *comparison,
                       const struct qa_pair *pair, struct qa_arena *scratch,
                       struct qa_arena *of_words)
{
    struct qa_pair_objects objects = qa_pair_objects(comparison, pair);
    const struct qa_sides sides = {&objects.a, &objects.b, objects.question->setting, scratch};
    struct qa_voices *voices = QA_ARRAY(scratch, struct qa_voices, objects.a.n + objects.b.n + 1);
    size_t n_voices = qa_transcript_voices(&sides, voices);
    for (size_t v = 0; v < n_voices; v++) {
        struct qa_word_edit *words = NULL;
        size_t n;
        counts->n_unlisted +=
            !qa_transcript_word_edits(&sides, voices[v].a, voices[v].b, of_words, &words, &n);
        for (size_t i = 0; i < n; i++) {
            count(counts, pair, &words[i], of_words);
        }
    }
}

static bool count_all(struct counts *counts, const struct qa_comparison *comparison)
{
    struct qa_arena *scratch = qa_arena_new();
    struct qa_arena *words = qa_arena_new();
    bool any = false;
    for (size_t p = 0; p < comparison->n_pairs; p++) {
        const struct qa_pair *pair = &comparison->pairs[p];
        struct qa_arena_mark mark = qa_arena_mark(scratch);
        struct qa_arena_mark mark_of_words = qa_arena_mark(words);
        if (qa_question_at(comparison->b, pair->question)->type == &qa_type_transcript) {
            any = true;
            count_pair(counts, comparison, pair, scratch, words);
        }
        qa_arena_reset(words, mark_of_words);
        qa_arena_reset(scratch, mark);
    }
    qa_arena_free(words);
    qa_arena_free(scratch);
    return any;
}

/* ---- the table ---- */

struct ranked {
    const struct counted *counted;
    uint32_t question; /* ranks of names */
    uint32_t vendor;
};

static int most_first(const void *left, const void *right)
{
    const struct ranked *a = left;
    const struct ranked *b = right;
    int by = qa_compare_u32(a->question, b->question);
    by = by != 0 ? by : qa_compare_u32(a->vendor, b->vendor);
    by = by != 0
             ? by
             : (a->counted->count < b->counted->count) - (a->counted->count > b->counted->count);
    by = by != 0 ? by : (int)a->counted->edit - (int)b->counted->edit;
    by = by != 0 ? by : strcmp(a->counted->gold, b->counted->gold);
    return by != 0 ? by : strcmp(a->counted->given, b->counted->given);
}

static const struct ranked *ranked(const struct counts *counts,
                                   const struct qa_comparison *comparison, size_t n)
{
    struct ranked *out = QA_ARRAY(counts->arena, struct ranked, n);
    for (size_t i = 0; i < n; i++) {
        const struct counted *one = &counts->list[i];
        out[i] = (struct ranked){one, qa_rank_of(comparison->ranks.question, one->question),
                                 qa_rank_of(comparison->ranks.vendor, one->vendor)};
    }
    if (n > 0) {
        qsort(out, n, sizeof *out, most_first);
    }
    return out;
}

static const struct qa_column columns[] = {
    {"question", NULL, QA_TEXT, .is_key = true, .about = "The question that was answered."},
    {"vendor", NULL, QA_TEXT, .is_key = true, .about = "The vendor."},
    {"kind", NULL, QA_TEXT, .is_key = true,
     .about = "substituted: another word was given; deleted: none; inserted: one too many."},
    {"gold", NULL, QA_TEXT, .is_key = true, .about = "The word of the reference."},
    {"given", NULL, QA_TEXT, .is_key = true, .about = "The word of the delivery."},
    {"count", NULL, QA_COUNT, .about = "How often."},
    {"items", NULL, QA_COUNT, .about = "In how many items."},
};
const struct qa_table_form qa_form_words =
    QA_TABLE_FORM("words", "Words substituted, deleted and inserted", columns);

void qa_words_table(const struct qa_comparison *comparison, struct qa_report *report)
{
    enum { ROOM = 64 };
    struct counts counts = {.keys = qa_strings_new(report->arena),
                            .list = QA_ARRAY(report->arena, struct counted, ROOM),
                            .capacity = ROOM,
                            .arena = report->arena};
    if (!count_all(&counts, comparison)) {
        return;
    }
    const struct qa_names *names = comparison->b->names;
    struct qa_table *table = qa_table_new(report->arena, &qa_form_words);
    table->rows_shown = 20;
    size_t n = qa_strings_count(counts.keys);
    const struct ranked *rows = ranked(&counts, comparison, n);
    for (size_t i = 0; i < n; i++) {
        const struct counted *one = rows[i].counted;
        qa_table_row(table);
        qa_put_text(table, qa_strings_text(names->questions, one->question));
        qa_put_text(table,
                    one->vendor != QA_NONE ? qa_strings_text(names->vendors, one->vendor) : NULL);
        qa_put_text(table, kinds[one->edit]);
        qa_put_text(table, one->gold);
        qa_put_text(table, one->given);
        qa_put_count(table, one->count);
        qa_put_count(table, one->items);
    }
    qa_table_note(table, "Of alignments with the fewest errors and the most hits one is counted: "
                         "substitutions are taken before deletions, and these before insertions, "
                         "from the end of a text on.");
    if (counts.n_unlisted > 0) {
        qa_table_note(table,
                      "%llu pairs of texts are too long and too different to be listed; they count "
                      "in the error rates.",
                      (unsigned long long)counts.n_unlisted);
    }
    qa_report_add_table(report, table);
}
