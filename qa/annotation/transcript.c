#include "qa/annotation/transcript.h"

#include <string.h>

#include "qa/annotation/normalise.h"
#include "qa/base/fold.h"
#include "qa/base/hash.h"
#include "qa/base/utf8.h"

/* ---- texts ---- */

/* Code points as the settings want them compared. */
struct characters {
    uint32_t *list;
    size_t n;
};

static size_t drop_punctuation(struct characters text)
{
    size_t kept = 0;
    for (size_t i = 0; i < text.n; i++) {
        if (!qa_is_punctuation(text.list[i])) {
            text.list[kept++] = text.list[i];
        }
    }
    return kept;
}

/* Words that a rule names become what it says. */
static struct characters replaced(struct qa_code_points text,
                                  const struct qa_normalisation *normalisation,
                                  struct qa_arena *scratch)
{
    struct characters out = {NULL, 0};
    size_t capacity = 0;
    for (size_t at = 0; at < text.n;) {
        size_t begin = at;
        while (at < text.n && text.list[at] != ' ') {
            at++;
        }
        struct qa_code_points word = {text.list + begin, at - begin};
        const struct qa_code_points *other = qa_normalisation_of(normalisation, word);
        const struct qa_code_points *kept = other != NULL ? other : &word;
        out.list =
            qa_arena_grow(scratch, out.list, &capacity, out.n + kept->n + 1, sizeof *out.list);
        if (kept->n > 0) {
            memcpy(out.list + out.n, kept->list, kept->n * sizeof *kept->list);
            out.n += kept->n;
            out.list[out.n++] = ' ';
        }
        at += at < text.n;
    }
    return out;
}

static struct characters characters_of(const struct qa_sides *sides,
                                       const struct qa_objects *objects, size_t i)
{
    size_t size = 0;
    const char *bytes = i < objects->n ? qa_object_text(objects, i, &size) : "";
    enum qa_letter_case letter_case = QA_CASE_KEEP;
    struct characters text;
    const struct qa_normalisation *normalisation =
        sides->setting != NULL ? sides->setting[QA_TRANSCRIPT_NORMALISE].loaded : NULL;
    if (normalisation != NULL) {
        return replaced(qa_normalise_basic(bytes, size, sides->scratch), normalisation,
                        sides->scratch);
    }
    if (sides->setting != NULL && sides->setting[QA_TRANSCRIPT_LETTER_CASE].choice == 1) {
        letter_case = QA_CASE_FOLD;
    }
    text.list = qa_fold_text(sides->scratch, bytes, size, letter_case, &text.n);
    if (sides->setting != NULL && sides->setting[QA_TRANSCRIPT_PUNCTUATION].choice == 1) {
        text.n = drop_punctuation(text);
    }
    return text;
}

/* Runs of white space become one blank, those at the ends nothing. */
static size_t squeeze(struct characters text)
{
    size_t kept = 0;
    for (size_t i = 0; i < text.n; i++) {
        if (!qa_is_space(text.list[i])) {
            text.list[kept++] = text.list[i];
        } else if (kept > 0 && text.list[kept - 1] != ' ') {
            text.list[kept++] = ' ';
        }
    }
    return kept > 0 && text.list[kept - 1] == ' ' ? kept - 1 : kept;
}

/* ---- numbers for words ---- */

/* A word is a piece of its text; one that stands in both has one number. */
struct word {
    const uint32_t *character;
    size_t n;
};

struct dictionary {
    struct word *word; /* by number */
    uint32_t n;
    uint32_t *slot; /* number + 1; 0: free */
    size_t mask;
};

static bool same_word(const struct word *a, const struct word *b)
{
    return a->n == b->n && memcmp(a->character, b->character, a->n * sizeof *a->character) == 0;
}

static uint32_t number_of(struct dictionary *dictionary, const struct word *word)
{
    size_t at = qa_hash64(word->character, word->n * sizeof *word->character, 0);
    for (;; at++) {
        uint32_t *slot = &dictionary->slot[at & dictionary->mask];
        if (*slot == 0) {
            dictionary->word[dictionary->n] = *word;
            *slot = ++dictionary->n;
        }
        if (same_word(&dictionary->word[*slot - 1], word)) {
            return *slot - 1;
        }
    }
}

/* Room for n different words, half of the slots free. */
static struct dictionary dictionary_new(size_t n, struct qa_arena *scratch)
{
    size_t n_slots = 16;
    while (n_slots < 2 * n) {
        n_slots *= 2;
    }
    return (struct dictionary){.word = QA_ARRAY(scratch, struct word, n),
                               .slot = QA_ARRAY(scratch, uint32_t, n_slots),
                               .mask = n_slots - 1};
}

/* A text of n characters has at most this many words. */
static size_t most_words(struct characters text)
{
    return text.n / 2 + 1;
}

static struct qa_symbols words_of(struct characters text, struct dictionary *dictionary,
                                  struct qa_arena *scratch)
{
    uint32_t *number = QA_ARRAY(scratch, uint32_t, most_words(text));
    size_t n = 0;
    for (size_t at = 0; at < text.n;) {
        size_t begin = at;
        while (at < text.n && !qa_is_space(text.list[at])) {
            at++;
        }
        if (at > begin) {
            const struct word word = {text.list + begin, at - begin};
            number[n++] = number_of(dictionary, &word);
        }
        at++;
    }
    return (struct qa_symbols){number, n};
}

struct qa_edits qa_transcript_align_words(const struct qa_sides *sides, size_t i, size_t j)
{
    struct qa_arena *scratch = sides->scratch;
    struct qa_arena_mark mark = qa_arena_mark(scratch);
    struct characters a = characters_of(sides, sides->a, i);
    struct characters b = characters_of(sides, sides->b, j);
    struct dictionary dictionary = dictionary_new(most_words(a) + most_words(b), scratch);
    struct qa_symbols reference = words_of(a, &dictionary, scratch);
    struct qa_symbols delivered = words_of(b, &dictionary, scratch);
    struct qa_edits edits = qa_edits_align(reference, delivered, dictionary.n, scratch);
    qa_arena_reset(scratch, mark);
    return edits;
}

static const char *utf8_of(const struct word *word, struct qa_arena *arena)
{
    char *out = QA_ARRAY(arena, char, 4 * word->n + 1);
    size_t n = 0;
    for (size_t i = 0; i < word->n; i++) {
        n += qa_utf8_encode(word->character[i], out + n);
    }
    return out;
}

/* Words of both sides, all or those that differ. */
static bool list_words(const struct qa_sides *sides, const struct qa_voices *voices, bool is_all,
                       struct qa_arena *arena, struct qa_word_list *out)
{
    struct qa_arena *scratch = sides->scratch;
    struct qa_arena_mark mark = qa_arena_mark(scratch);
    struct characters a = characters_of(sides, sides->a, voices->a);
    struct characters b = characters_of(sides, sides->b, voices->b);
    struct dictionary dictionary = dictionary_new(most_words(a) + most_words(b), scratch);
    struct qa_symbols reference = words_of(a, &dictionary, scratch);
    struct qa_symbols delivered = words_of(b, &dictionary, scratch);
    struct qa_edits edits = qa_edits_align(reference, delivered, dictionary.n, scratch);
    size_t n_steps = 0;
    out->n = 0;
    if (is_all || qa_edits_errors(&edits) > 0) {
        struct qa_edit_step *steps =
            QA_ARRAY(scratch, struct qa_edit_step, reference.n + delivered.n + 1);
        n_steps = qa_edits_path(reference, delivered, &edits, scratch, steps);
        out->list = QA_ARRAY(arena, struct qa_word_edit,
                             (is_all ? reference.n + delivered.n : qa_edits_errors(&edits)) + 1);
        for (size_t k = 0; n_steps != SIZE_MAX && k < n_steps; k++) {
            const struct qa_edit_step *step = &steps[k];
            if (is_all || step->edit != QA_EDIT_HIT) {
                out->list[out->n++] = (struct qa_word_edit){
                    step->edit,
                    step->edit != QA_EDIT_INSERTION
                        ? utf8_of(&dictionary.word[reference.list[step->reference]], arena)
                        : "",
                    step->edit != QA_EDIT_DELETION
                        ? utf8_of(&dictionary.word[delivered.list[step->delivered]], arena)
                        : ""};
            }
        }
    }
    qa_arena_reset(scratch, mark);
    return n_steps != SIZE_MAX;
}

bool qa_transcript_word_edits(const struct qa_sides *sides, size_t i, size_t j,
                              struct qa_arena *arena, struct qa_word_edit **out, size_t *n)
{
    struct qa_word_list words = {.n = 0};
    bool is_listed = list_words(sides, &(struct qa_voices){i, j}, false, arena, &words);
    *out = words.list;
    *n = words.n;
    return is_listed;
}

bool qa_transcript_words(const struct qa_sides *sides, const struct qa_voices *voices,
                         struct qa_arena *arena, struct qa_word_list *out)
{
    return list_words(sides, voices, true, arena, out);
}

size_t qa_transcript_voices(const struct qa_sides *sides, struct qa_voices *pair)
{
    const struct qa_objects *a = sides->a;
    const struct qa_objects *b = sides->b;
    size_t n = 0;
    if (a->n <= 1 && b->n <= 1) {
        pair[0] = (struct qa_voices){0, 0};
        return 1;
    }
    struct qa_arena_mark mark = qa_arena_mark(sides->scratch);
    bool *taken = QA_ARRAY(sides->scratch, bool, b->n + 1);
    for (size_t i = 0; i < a->n; i++) {
        size_t j = 0;
        while (j < b->n && (taken[j] || a->label[i] != b->label[j])) {
            j++;
        }
        taken[j] = j < b->n;
        pair[n++] = (struct qa_voices){i, j};
    }
    for (size_t j = 0; j < b->n; j++) {
        if (!taken[j]) {
            pair[n++] = (struct qa_voices){a->n, j};
        }
    }
    qa_arena_reset(sides->scratch, mark);
    return n;
}

/* ---- characters ---- */

/* Scripts of few letters have small code points, which are their own numbers; other characters are
 * numbered like words. Returns above which number there is none. */
static uint32_t number_characters(struct characters a, struct characters b,
                                  struct qa_arena *scratch)
{
    enum { SMALL = 0x800 };
    uint32_t all = 0;
    for (size_t i = 0; i < a.n; i++) {
        all |= a.list[i];
    }
    for (size_t j = 0; j < b.n; j++) {
        all |= b.list[j];
    }
    if (all < SMALL) {
        return all + 1;
    }
    struct dictionary dictionary = dictionary_new(a.n + b.n, scratch);
    uint32_t *number = QA_ARRAY(scratch, uint32_t, a.n + b.n);
    for (size_t k = 0; k < a.n + b.n; k++) {
        const struct word word = {k < a.n ? a.list + k : b.list + (k - a.n), 1};
        number[k] = number_of(&dictionary, &word);
    }
    memcpy(a.list, number, a.n * sizeof *number);
    memcpy(b.list, number + a.n, b.n * sizeof *number);
    return dictionary.n;
}

struct qa_edits qa_transcript_align_characters(const struct qa_sides *sides, size_t i, size_t j)
{
    struct qa_arena_mark mark = qa_arena_mark(sides->scratch);
    struct characters a = characters_of(sides, sides->a, i);
    struct characters b = characters_of(sides, sides->b, j);
    a.n = squeeze(a);
    b.n = squeeze(b);
    uint32_t n_symbols = number_characters(a, b, sides->scratch);
    struct qa_edits edits =
        qa_edits_align((struct qa_symbols){a.list, a.n}, (struct qa_symbols){b.list, b.n},
                       n_symbols, sides->scratch);
    qa_arena_reset(sides->scratch, mark);
    return edits;
}

/* ---- the kind ---- */

static bool valid(const struct qa_objects *objects, size_t i, const char **why)
{
    size_t n;
    const char *text = qa_object_text(objects, i, &n);
    if (n > QA_TRANSCRIPT_BYTES_MAX) {
        *why = "the transcript is longer than 256 KiB";
    } else if (qa_utf8_check(text, n) != n) {
        *why = "the transcript is not valid UTF-8";
    } else if (memchr(text, '\0', n) != NULL) {
        *why = "the transcript has a NUL character";
    } else {
        return true;
    }
    return false;
}

static double similarity_of(const struct qa_edits *words)
{
    uint64_t errors = qa_edits_errors(words);
    if (words->reference == 0 || errors >= words->reference) {
        return errors == 0;
    }
    return 1 - (double)errors / (double)words->reference;
}

static void compare(const struct qa_sides *sides, double *similarity)
{
    for (size_t i = 0; i < sides->a->n; i++) {
        for (size_t j = 0; j < sides->b->n; j++) {
            struct qa_edits words = qa_transcript_align_words(sides, i, j);
            similarity[i * sides->b->n + j] = similarity_of(&words);
        }
    }
}

static const char *describe(const struct qa_objects *objects, size_t i, struct qa_arena *arena)
{
    enum { COLUMNS = 60 };
    size_t n;
    const char *text = qa_object_text(objects, i, &n);
    return n > 0 ? qa_text_beginning(text, n, COLUMNS, arena) : "(empty)";
}

/* A blank cell is an answer too: nothing was said. */
static bool read_text(const struct qa_text_cell *cells, struct qa_shape *out, size_t *column,
                      const char **why)
{
    (void)column;
    (void)why;
    out->text = cells[0].text;
    out->n_text = cells[0].length;
    return true;
}

static bool write_text(const struct qa_objects *objects, size_t i, struct qa_arena *arena,
                       struct qa_written_cell *cells)
{
    (void)arena;
    cells[0].text = qa_object_text(objects, i, &cells[0].length);
    return true;
}

static const struct qa_type_form forms[] = {
    {(const char *const[]){"text,transcript,transcription,utterance", NULL}, read_text, write_text,
     .texts = 1},
};

static const struct qa_type_setting settings[] = {
    [QA_TRANSCRIPT_LETTER_CASE] = {"letter-case",
                                   "Whether capital and small letters of transcripts differ "
                                   "(keep) or are the same (fold).",
                                   .choices = (const char *const[]){"keep", "fold", NULL}},
    [QA_TRANSCRIPT_PUNCTUATION] = {"punctuation",
                                   "Whether punctuation of transcripts counts (keep) or is taken "
                                   "out before words are compared (drop).",
                                   .choices = (const char *const[]){"keep", "drop", NULL}},
    [QA_TRANSCRIPT_NORMALISE] = {"normalise",
                                 "What is made of words before they are compared: none, basic "
                                 "(letters folded, punctuation out), or a file whose lines give a "
                                 "word, a tab and what it becomes.",
                                 .kind = QA_SETTING_TEXT, .argument = "none|basic|FILE",
                                 .load = qa_normalisation_load},
};

const struct qa_type qa_type_transcript = {
    .name = "transcript",
    .plural = "transcripts",
    .question = "transcript",
    .similarity = "1 - WER",
    .matching = QA_MATCH_ANSWER,
    .has_voices = true,
    .error_figure = "wer",
    .error_trial = "words",
    .threshold = 1,
    .forms = forms,
    .n_forms = sizeof forms / sizeof *forms,
    .settings = settings,
    .n_settings = sizeof settings / sizeof *settings,
    .valid = valid,
    .compare = compare,
    .describe = describe,
};
