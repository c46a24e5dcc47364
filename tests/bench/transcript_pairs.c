/*
 * How fast pairs of transcripts compare, and how far from the floor. The floor is one pass over the
 * bytes of both texts that counts their blanks: nothing that splits words can be faster. Seconds
 * are of the processor, on this machine; compare the ratios.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "qa/annotation/transcript.h"
#include "qa/base/random.h"

enum { VOCABULARY = 5000, MOST_LETTERS = 12 };

struct script {
    const char *name;
    const char *first; /* its 26 letters follow one another; two bytes of UTF-8, or one */
};

struct corpus {
    char word[VOCABULARY][2 * MOST_LETTERS + 1];
    size_t n_pairs;
    struct qa_piece *a;
    struct qa_piece *b;
    char *text;
    size_t used;
};

static void *checked(void *memory)
{
    if (memory == NULL) {
        fputs("out of memory\n", stderr);
        exit(1);
    }
    return memory;
}

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

static void make_words(struct corpus *corpus, const struct script *script, struct qa_random *random)
{
    size_t n = strlen(script->first);
    for (size_t w = 0; w < VOCABULARY; w++) {
        size_t letters = 1 + (size_t)(qa_random_below(random, 5) + qa_random_below(random, 6));
        for (size_t i = 0; i < letters; i++) {
            char *at = corpus->word[w] + i * n;
            memcpy(at, script->first, n);
            at[n - 1] = (char)(at[n - 1] + (char)qa_random_below(random, 26));
        }
        corpus->word[w][letters * n] = '\0';
    }
}

/* Frequent words are frequent, as in speech. */
static size_t some_word(struct qa_random *random)
{
    double u = qa_random_real(random);
    return (size_t)(u * u * u * VOCABULARY);
}

static void put_word(struct corpus *corpus, struct qa_piece *piece, size_t word)
{
    size_t n = strlen(corpus->word[word]);
    memcpy(corpus->text + corpus->used, corpus->word[word], n);
    corpus->text[corpus->used + n] = ' ';
    corpus->used += n + 1;
    piece->n += n + 1;
}

/* Pairs of n_words words, of which one in `rarity` was replaced, lost or doubled. */
static struct corpus *make_corpus(const struct script *script, size_t n_pairs, size_t n_words,
                                  uint64_t rarity)
{
    struct corpus *corpus = checked(calloc(1, sizeof *corpus));
    struct qa_random random;
    qa_random_init(&random, 3, 0);
    make_words(corpus, script, &random);
    size_t *word = checked(calloc(n_words, sizeof *word));
    corpus->n_pairs = n_pairs;
    corpus->a = checked(calloc(n_pairs, sizeof *corpus->a));
    corpus->b = checked(calloc(n_pairs, sizeof *corpus->b));
    corpus->text = checked(malloc(n_pairs * n_words * 3 * (2 * MOST_LETTERS + 1)));
    for (size_t p = 0; p < n_pairs; p++) {
        corpus->a[p].first = corpus->used;
        for (size_t i = 0; i < n_words; i++) {
            word[i] = some_word(&random);
            put_word(corpus, &corpus->a[p], word[i]);
        }
        corpus->b[p].first = corpus->used;
        for (size_t i = 0; i < n_words; i++) {
            uint64_t what = qa_random_below(&random, 3 * rarity);
            if (what != 0) {
                put_word(corpus, &corpus->b[p], what == 1 ? some_word(&random) : word[i]);
            }
            if (what == 2) {
                put_word(corpus, &corpus->b[p], some_word(&random));
            }
        }
    }
    free(word);
    return corpus;
}

static void free_corpus(struct corpus *corpus)
{
    free(corpus->a);
    free(corpus->b);
    free(corpus->text);
    free(corpus);
}

static double floor_seconds(const struct corpus *corpus)
{
    double start = now();
    volatile size_t blanks = 0;
    size_t n = 0;
    for (size_t i = 0; i < corpus->used; i++) {
        n += corpus->text[i] == ' ';
    }
    blanks = n;
    (void)blanks;
    return now() - start;
}

enum unit { WORDS, CHARACTERS };

static double seconds(const struct corpus *corpus, const struct qa_setting *setting, enum unit unit,
                      double *rate)
{
    struct qa_arena *scratch = qa_arena_new();
    uint64_t errors = 0;
    uint64_t reference = 0;
    double start = now();
    for (size_t p = 0; p < corpus->n_pairs; p++) {
        struct qa_objects a = {.n = 1, .text = corpus->text, .text_at = &corpus->a[p]};
        struct qa_objects b = {.n = 1, .text = corpus->text, .text_at = &corpus->b[p]};
        const struct qa_sides sides = {&a, &b, setting, scratch};
        struct qa_edits edits = unit == WORDS ? qa_transcript_align_words(&sides, 0, 0)
                                              : qa_transcript_align_characters(&sides, 0, 0);
        errors += qa_edits_errors(&edits);
        reference += edits.reference;
    }
    double taken = now() - start;
    *rate = (double)errors / (double)reference;
    qa_arena_free(scratch);
    return taken;
}

static void row(const struct script *script, const char *name, const struct qa_setting *setting,
                size_t n_pairs, size_t n_words, uint64_t rarity)
{
    struct corpus *corpus = make_corpus(script, n_pairs, n_words, rarity);
    double base = floor_seconds(corpus);
    for (int unit = WORDS; unit <= CHARACTERS; unit++) {
        double rate;
        double taken = seconds(corpus, setting, (enum unit)unit, &rate);
        printf("%-9s %-5s %6zu words %-10s error rate %.3f %10.2f us/pair %9.0f pairs/s  floor "
               "%7.3f us, ratio %6.1f\n",
               script->name, name, n_words, unit == WORDS ? "words" : "characters", rate,
               1e6 * taken / (double)n_pairs, (double)n_pairs / taken, 1e6 * base / (double)n_pairs,
               taken / base);
    }
    free_corpus(corpus);
}

int main(void)
{
    static const struct script latin = {"Latin", "a"};
    static const struct script cyrillic = {"Cyrillic", "\xd0\x90"};
    static const struct qa_setting keep[QA_TYPE_SETTINGS_MAX] = {{.choice = 0}};
    static const struct qa_setting lenient[QA_TYPE_SETTINGS_MAX] = {{.choice = 1}, {.choice = 1}};
    row(&latin, "keep", keep, 1000000, 15, 10);
    row(&latin, "fold", lenient, 200000, 15, 10);
    row(&latin, "keep", keep, 200000, 15, 2);
    row(&cyrillic, "keep", keep, 200000, 15, 10);
    row(&cyrillic, "fold", lenient, 200000, 15, 10);
    row(&latin, "keep", keep, 200, 1000, 10);
    row(&latin, "keep", keep, 1, 20000, 10);
    row(&latin, "keep", keep, 1, 20000, 2);
    return 0;
}
