#include "qa/score/transcripts.h"

#include "qa/annotation/match.h"
#include "qa/annotation/transcript.h"

enum {
    REFERENCE_WORDS,
    DELIVERED_WORDS,
    HITS,
    SUBSTITUTIONS,
    DELETIONS,
    INSERTIONS,
    REFERENCE_CHARACTERS,
    CHARACTER_SUBSTITUTIONS,
    CHARACTER_DELETIONS,
    CHARACTER_INSERTIONS,
    PERMUTED_ERRORS, /* words, of the best permutation of speakers */
    RATES,           /* answers whose reference has words, as the next two */
    WER_RATES,       /* their rates, added */
    WIL_RATES,
    CHARACTER_RATES, /* that has characters */
    CER_RATES,
    EITHER_RATES, /* with words on either side */
    MER_RATES,
    N_PARTS
};

static const char *const parts[N_PARTS] = {
    [REFERENCE_WORDS] = "reference_words",
    [DELIVERED_WORDS] = "delivered_words",
    [HITS] = "hits",
    [SUBSTITUTIONS] = "substitutions",
    [DELETIONS] = "deletions",
    [INSERTIONS] = "insertions",
    [REFERENCE_CHARACTERS] = "reference_characters",
    [CHARACTER_SUBSTITUTIONS] = "character_substitutions",
    [CHARACTER_DELETIONS] = "character_deletions",
    [CHARACTER_INSERTIONS] = "character_insertions",
    [PERMUTED_ERRORS] = "permuted_errors",
    [RATES] = "answers_with_words",
    [WER_RATES] = "wer_rates",
    [WIL_RATES] = "wil_rates",
    [CHARACTER_RATES] = "answers_with_characters",
    [CER_RATES] = "cer_rates",
    [EITHER_RATES] = "answers_with_words_on_either_side",
    [MER_RATES] = "mer_rates",
};

static bool serves(const struct qa_type *type)
{
    return type == &qa_type_transcript;
}

/* Text i of the reference against text j of the delivery; past the end: against nothing. */
static void add_texts(const struct qa_sides *sides, size_t i, size_t j, double *sums)
{
    struct qa_edits words = qa_transcript_align_words(sides, i, j);
    struct qa_edits characters = qa_transcript_align_characters(sides, i, j);
    sums[REFERENCE_WORDS] += (double)words.reference;
    sums[DELIVERED_WORDS] += (double)words.delivered;
    sums[HITS] += (double)words.hits;
    sums[SUBSTITUTIONS] += (double)words.substitutions;
    sums[DELETIONS] += (double)words.deletions;
    sums[INSERTIONS] += (double)words.insertions;
    sums[REFERENCE_CHARACTERS] += (double)characters.reference;
    sums[CHARACTER_SUBSTITUTIONS] += (double)characters.substitutions;
    sums[CHARACTER_DELETIONS] += (double)characters.deletions;
    sums[CHARACTER_INSERTIONS] += (double)characters.insertions;
}

/* Errors of the permutation of speakers that has the fewest: a pair saves what its words would cost
 * as deletions and insertions, less its own errors. */
static double permuted_errors(const struct qa_sides *sides)
{
    size_t n_a = sides->a->n;
    size_t n_b = sides->b->n;
    double *saved = QA_ARRAY(sides->scratch, double, n_a *n_b + 1);
    size_t *column = QA_ARRAY(sides->scratch, size_t, n_a);
    double errors = 0;
    for (size_t i = 0; i < n_a; i++) {
        errors += (double)qa_transcript_align_words(sides, i, n_b).reference;
    }
    for (size_t j = 0; j < n_b; j++) {
        errors += (double)qa_transcript_align_words(sides, n_a, j).delivered;
    }
    if (n_a == 0 || n_b == 0) {
        return errors;
    }
    for (size_t i = 0; i < n_a; i++) {
        for (size_t j = 0; j < n_b; j++) {
            struct qa_edits words = qa_transcript_align_words(sides, i, j);
            saved[i * n_b + j] =
                (double)(words.reference + words.delivered - qa_edits_errors(&words));
        }
    }
    const struct qa_match_input input = {
        .n_rows = n_a, .n_columns = n_b, .similarity = saved, .threshold = 0.5};
    (void)qa_match(&input, sides->scratch, column);
    for (size_t i = 0; i < n_a; i++) {
        errors -= column[i] != SIZE_MAX ? saved[i * n_b + column[i]] : 0;
    }
    return errors;
}

static double share(double above, double below)
{
    return below > 0 ? above / below : 0;
}

/* The answer's own rates, for the means. */
static void add_rates(const double *own, double *sums)
{
    double errors = own[SUBSTITUTIONS] + own[DELETIONS] + own[INSERTIONS];
    double characters =
        own[CHARACTER_SUBSTITUTIONS] + own[CHARACTER_DELETIONS] + own[CHARACTER_INSERTIONS];
    double kept = share(own[HITS], own[REFERENCE_WORDS]) * share(own[HITS], own[DELIVERED_WORDS]);
    bool has_words = own[REFERENCE_WORDS] > 0;
    bool has_characters = own[REFERENCE_CHARACTERS] > 0;
    sums[RATES] += has_words;
    sums[WER_RATES] += has_words ? share(errors, own[REFERENCE_WORDS]) : 0;
    sums[WIL_RATES] += has_words ? 1 - kept : 0;
    sums[CHARACTER_RATES] += has_characters;
    sums[CER_RATES] += has_characters ? share(characters, own[REFERENCE_CHARACTERS]) : 0;
    sums[EITHER_RATES] += own[HITS] + errors > 0;
    sums[MER_RATES] += share(errors, own[HITS] + errors);
}

static void add(const struct qa_comparison *comparison, const struct qa_pair *pair,
                const struct qa_object_group *group, struct qa_arena *scratch, double *sums)
{
    (void)group; /* an answer is judged whole */
    struct qa_pair_objects objects = qa_pair_objects(comparison, pair);
    const struct qa_sides sides = {&objects.a, &objects.b, objects.question->setting, scratch};
    double own[N_PARTS] = {0};
    struct qa_voices *voices = QA_ARRAY(scratch, struct qa_voices, objects.a.n + objects.b.n + 1);
    size_t n = qa_transcript_voices(&sides, voices);
    for (size_t v = 0; v < n; v++) {
        add_texts(&sides, voices[v].a, voices[v].b, own);
    }
    own[PERMUTED_ERRORS] =
        n > 1 ? permuted_errors(&sides) : own[SUBSTITUTIONS] + own[DELETIONS] + own[INSERTIONS];
    add_rates(own, own);
    for (size_t p = 0; p < N_PARTS; p++) {
        sums[p] += own[p];
    }
}

/* 1 - H^2 / (N P). With nothing delivered there are no hits either, and 1 is the limit: nothing of
 * the reference is left, whatever little would be delivered. */
static double information_lost(const double *sums, double *derivative)
{
    double reference = sums[REFERENCE_WORDS];
    double delivered = sums[DELIVERED_WORDS];
    for (size_t i = 0; i < N_PARTS; i++) {
        derivative[i] = 0;
    }
    if (delivered <= 0) {
        return 1;
    }
    double kept = sums[HITS] / reference * (sums[HITS] / delivered);
    derivative[HITS] = -2 * sums[HITS] / (reference * delivered);
    derivative[REFERENCE_WORDS] = kept / reference;
    derivative[DELIVERED_WORDS] = kept / delivered;
    return 1 - kept;
}

static const struct qa_figure figures[] = {
    {
        .name = "wer",
        .heading = "WER",
        .about = "Word error rate: words substituted, deleted and inserted per word of the "
                 "reference; more than 1 when more was inserted than is there.",
        .source = "Levenshtein 1966; Wagner and Fischer 1974; Morris, Maier and Green 2004, "
                  "equation 2",
        .above = {[SUBSTITUTIONS] = 1, [DELETIONS] = 1, [INSERTIONS] = 1},
        .below = {[REFERENCE_WORDS] = 1},
        .unit = 1,
        .undefined = "the reference has no words",
    },
    {
        .name = "cer",
        .heading = "CER",
        .about = "Character error rate: characters substituted, deleted and inserted per "
                 "character of the reference, blanks between words among them.",
        .source = "Levenshtein 1966; Wagner and Fischer 1974",
        .above =
            {[CHARACTER_SUBSTITUTIONS] = 1, [CHARACTER_DELETIONS] = 1, [CHARACTER_INSERTIONS] = 1},
        .below = {[REFERENCE_CHARACTERS] = 1},
        .unit = 1,
        .undefined = "the reference has no characters",
    },
    {
        .name = "mer",
        .heading = "MER",
        .about = "Match error rate: share of the aligned words that are substituted, deleted or "
                 "inserted.",
        .source = "Morris, Maier and Green 2004",
        .above = {[SUBSTITUTIONS] = 1, [DELETIONS] = 1, [INSERTIONS] = 1},
        .below = {[HITS] = 1, [SUBSTITUTIONS] = 1, [DELETIONS] = 1, [INSERTIONS] = 1},
        .bound = QA_AT_MOST_ONE,
        .unit = 1,
        .undefined = "neither side has words",
    },
    {
        .name = "wil",
        .heading = "WIL",
        .about = "Word information lost: one minus the share of the reference's words that were "
                 "hit times the share of the delivered words that are hits.",
        .source = "Morris, Maier and Green 2004",
        .below = {[REFERENCE_WORDS] = 1},
        .bound = QA_AT_MOST_ONE,
        .unit = 1,
        .undefined = "the reference has no words",
        .value = information_lost,
    },
    {
        .name = "cpwer",
        .heading = "cpWER",
        .about = "Word error rate of several speakers whatever they are called: under the pairing "
                 "of speakers that has the fewest errors. WER takes speakers of one name together.",
        .source = "Watanabe et al. 2020, CHiME-6 challenge",
        .above = {[PERMUTED_ERRORS] = 1},
        .below = {[REFERENCE_WORDS] = 1},
        .unit = 1,
        .undefined = "the reference has no words",
    },
    {
        .name = "wer_mean",
        .heading = "mean WER",
        .about = "Mean of the answers' own WER, in which a short one weighs as much as a long one; "
                 "answers whose reference has no words have none.",
        .source = "Morris, Maier and Green 2004",
        .above = {[WER_RATES] = 1},
        .below = {[RATES] = 1},
        .undefined = "no reference has words",
    },
    {
        .name = "cer_mean",
        .heading = "mean CER",
        .about = "The same of the CER.",
        .source = "Morris, Maier and Green 2004",
        .above = {[CER_RATES] = 1},
        .below = {[CHARACTER_RATES] = 1},
        .undefined = "no reference has characters",
    },
    {
        .name = "mer_mean",
        .heading = "mean MER",
        .about = "The same of the MER.",
        .source = "Morris, Maier and Green 2004",
        .above = {[MER_RATES] = 1},
        .below = {[EITHER_RATES] = 1},
        .bound = QA_AT_MOST_ONE,
        .undefined = "no side has words",
    },
    {
        .name = "wil_mean",
        .heading = "mean WIL",
        .about = "The same of the WIL.",
        .source = "Morris, Maier and Green 2004",
        .above = {[WIL_RATES] = 1},
        .below = {[RATES] = 1},
        .bound = QA_AT_MOST_ONE,
        .undefined = "no reference has words",
    },
};

const struct qa_score qa_score_transcripts = {
    .name = "transcripts",
    .about = "Words and characters of transcripts against those of the reference.",
    .serves = serves,
    .parts = parts,
    .n_parts = N_PARTS,
    .add = add,
    .figures = figures,
    .n_figures = sizeof figures / sizeof *figures,
};
