#include <math.h>
#include <stdio.h>
#include <string.h>

#include "qa/annotation/transcript.h"
#include "qa/batch/builder.h"
#include "qa/score/transcripts.h"
#include "tests/support/close.h"
#include "tests/support/reference.h"

enum { MOST_PAIRS = 1000 };

static const struct qa_score *const family = &qa_score_transcripts;

/* Texts of the reference and of the delivery, one of each an item; NULL: an answer without. */
struct texts {
    size_t n;
    const char *reference[MOST_PAIRS];
    const char *delivered[MOST_PAIRS];
};

struct world {
    struct qa_arena *arena;
    struct qa_arena *scratch;
    struct qa_names *names;
    struct qa_findings findings;
    struct qa_comparison comparison;
};

static struct qa_batch *make_batch(struct world *world, const char *path, const char *const *texts,
                                   size_t n)
{
    struct qa_builder *builder = qa_builder_new(world->arena, world->names);
    struct qa_source *source = qa_builder_source(builder, path, "csv");
    source->vendor = QA_NONE;
    source->lists_items = true;
    source->type = &qa_type_transcript;
    for (size_t i = 0; i < n; i++) {
        struct qa_answer answer = QA_NO_ANSWER;
        const char *name = qa_arena_format(world->arena, "item-%zu", i);
        answer.item = qa_strings_intern_text(world->names->items, name);
        answer.annotator = qa_names_annotator(world->names, QA_NONE, "ann", 3);
        answer.line = (uint32_t)i + 2;
        qa_builder_answer(builder, &answer);
        if (texts[i] != NULL) {
            struct qa_object object = QA_NO_OBJECT;
            object.text = texts[i];
            object.n_text = strlen(texts[i]);
            qa_builder_object(builder, &qa_type_transcript, &object);
        }
    }
    return qa_builder_finish(builder, QA_DUPLICATES_ERROR, &world->findings);
}

static struct world new_world(const struct texts *texts, int letter_case, int punctuation)
{
    static struct qa_setting setting[QA_TYPES_MAX][QA_TYPE_SETTINGS_MAX];
    struct world world = {.arena = qa_arena_new(), .scratch = qa_arena_new()};
    world.names = qa_names_new(world.arena);
    qa_findings_init(&world.findings, world.arena);
    struct qa_batch *gold = make_batch(&world, "gold.csv", texts->reference, texts->n);
    struct qa_batch *delivery = make_batch(&world, "rows.csv", texts->delivered, texts->n);
    struct qa_setting *own = setting[qa_type_index(&qa_type_transcript)];
    own[QA_TRANSCRIPT_LETTER_CASE].choice = letter_case;
    own[QA_TRANSCRIPT_PUNCTUATION].choice = punctuation;
    const struct qa_question_options options = {
        .setting = (const struct qa_setting(*)[QA_TYPE_SETTINGS_MAX])setting};
    qa_questions_make(delivery, gold, NULL, &options, world.arena, &world.findings);
    world.comparison.a = gold;
    world.comparison.b = delivery;
    return world;
}

static void free_world(struct world *world)
{
    qa_arena_free(world->scratch);
    qa_arena_free(world->arena);
}

/* The parts of one pair; answers stand in the order of the items. */
static void parts_of(struct world *world, size_t item, double *parts)
{
    const struct qa_pair pair = {.item = (uint32_t)item,
                                 .question = qa_answer_question(world->comparison.b, item),
                                 .vendor = QA_NONE,
                                 .answer_a = item,
                                 .answer_b = item};
    const struct qa_object_group all = {.of = QA_OF_PAIR};
    memset(parts, 0, family->n_parts * sizeof *parts);
    family->add(&world->comparison, &pair, &all, world->scratch, parts);
}

static size_t figure_named(const char *name)
{
    size_t i = 0;
    while (i < family->n_figures && strcmp(family->figures[i].name, name) != 0) {
        i++;
    }
    assert_true(i < family->n_figures);
    return i;
}

static double weighted(const int8_t *weight, const double *sums)
{
    double sum = 0;
    for (size_t i = 0; i < family->n_parts; i++) {
        sum += weight[i] * sums[i];
    }
    return sum;
}

/* NAN: it has no value. */
static double figure_of(const char *name, const double *sums)
{
    const struct qa_figure *figure = &family->figures[figure_named(name)];
    double derivative[QA_PARTS_MAX];
    if (!(weighted(figure->below, sums) > 0)) {
        return (double)NAN;
    }
    return figure->value != NULL ? figure->value(sums, derivative)
                                 : weighted(figure->above, sums) / weighted(figure->below, sums);
}

/* What the reference file says of a pair or of sums. */
struct wanted {
    double parts[QA_PARTS_MAX];
    double figures[QA_FIGURES_MAX]; /* NAN: no value */
};

static double errors_of_one_voice(const struct test_reference *reference)
{
    return test_reference_number(reference, "substitutions") +
           test_reference_number(reference, "deletions") +
           test_reference_number(reference, "insertions");
}

/* Parts that the reference file has: those behind are of means. */
static size_t counted_parts(void)
{
    size_t k = 0;
    while (k < family->n_parts && strcmp(family->parts[k], "answers_with_words") != 0) {
        k++;
    }
    return k;
}

static bool is_mean(size_t figure)
{
    return strstr(family->figures[figure].name, "_mean") != NULL;
}

static void read_wanted(const struct test_reference *reference, struct wanted *wanted)
{
    *wanted = (struct wanted){.parts = {0}};
    for (size_t k = 0; k < counted_parts(); k++) {
        wanted->parts[k] = strcmp(family->parts[k], "permuted_errors") == 0
                               ? errors_of_one_voice(reference)
                               : test_reference_number(reference, family->parts[k]);
    }
    for (size_t f = 0; f < family->n_figures; f++) {
        char name[16];
        snprintf(name, sizeof name, "%s", family->figures[f].name);
        if (is_mean(f)) {
            *strstr(name, "_mean") = '\0'; /* the same of one pair */
        }
        if (strcmp(name, "cpwer") == 0) {
            snprintf(name, sizeof name, "wer");
        }
        bool has_value = *test_reference_text(reference, name) != '\0';
        wanted->figures[f] = has_value ? test_reference_number(reference, name) : (double)NAN;
    }
}

static void assert_wanted(const struct wanted *wanted, const double *parts)
{
    for (size_t k = 0; k < counted_parts(); k++) {
        assert_identical(parts[k], wanted->parts[k]);
    }
    for (size_t f = 0; f < family->n_figures; f++) {
        double got = figure_of(family->figures[f].name, parts);
        if (isnan(wanted->figures[f])) {
            assert_true(isnan(got));
        } else {
            assert_close(got, wanted->figures[f], 1e-14);
        }
    }
}

/* The pairs of the reference file that were made with a setting. */
static void collect(struct test_reference *reference, const char *letter_case,
                    const char *punctuation, struct texts *texts, struct wanted *wanted)
{
    texts->n = 0;
    while (test_reference_next(reference)) {
        if (strcmp(test_reference_text(reference, "letter_case"), letter_case) == 0 &&
            strcmp(test_reference_text(reference, "punctuation"), punctuation) == 0) {
            assert_true(texts->n < MOST_PAIRS);
            texts->reference[texts->n] = test_reference_text(reference, "reference");
            texts->delivered[texts->n] = test_reference_text(reference, "delivered");
            read_wanted(reference, &wanted[texts->n++]);
        }
    }
}

/* n / (n - 1) times the sum of squares of what items contribute, derivative . parts. */
static double standard_error(const double (*parts)[QA_PARTS_MAX], size_t n,
                             const double *derivative)
{
    double squares = 0;
    size_t counted = 0;
    for (size_t i = 0; i < n; i++) {
        double contribution = 0;
        bool is_empty = true;
        for (size_t k = 0; k < family->n_parts; k++) {
            contribution += derivative[k] * parts[i][k];
            is_empty = is_empty && parts[i][k] <= 0;
        }
        squares += contribution * contribution;
        counted += !is_empty;
    }
    return sqrt((double)counted / (double)(counted - 1) * squares);
}

/* Means of the pairs' own figures, where they have one. */
static void take_means(struct wanted *of_sums, const struct wanted *pairs, size_t n)
{
    for (size_t f = 0; f < family->n_figures; f++) {
        double sum = 0;
        double count = 0;
        for (size_t i = 0; i < n && is_mean(f); i++) {
            bool has_value = !isnan(pairs[i].figures[f]);
            sum += has_value ? pairs[i].figures[f] : 0;
            count += has_value;
        }
        of_sums->figures[f] = is_mean(f) ? sum / count : of_sums->figures[f];
    }
}

static void figures_are_of_the_sums_of_pairs(void **state)
{
    (void)state;
    static struct texts texts;
    static struct wanted wanted[MOST_PAIRS];
    static double parts[MOST_PAIRS][QA_PARTS_MAX];
    struct test_reference sums;
    test_reference_open(&sums, "transcripts_sums.csv");
    while (test_reference_next(&sums)) {
        struct test_reference pairs;
        struct wanted of_sums;
        const char *letter_case = test_reference_text(&sums, "letter_case");
        const char *punctuation = test_reference_text(&sums, "punctuation");
        test_reference_open(&pairs, "transcripts.csv");
        collect(&pairs, letter_case, punctuation, &texts, wanted);
        struct world world =
            new_world(&texts, strcmp(letter_case, "fold") == 0, strcmp(punctuation, "drop") == 0);
        double total[QA_PARTS_MAX] = {0};
        for (size_t i = 0; i < texts.n; i++) {
            parts_of(&world, i, parts[i]);
            assert_wanted(&wanted[i], parts[i]);
            for (size_t k = 0; k < family->n_parts; k++) {
                total[k] += parts[i][k];
            }
        }
        assert_int_equal(texts.n, test_reference_number(&sums, "pairs"));
        read_wanted(&sums, &of_sums);
        take_means(&of_sums, wanted, texts.n);
        assert_wanted(&of_sums, total);
        double derivative[QA_PARTS_MAX];
        family->figures[figure_named("wil")].value(total, derivative);
        assert_close(standard_error((const double(*)[QA_PARTS_MAX])parts, texts.n, derivative),
                     test_reference_number(&sums, "wil_se"), 1e-13);
        free_world(&world);
        test_reference_close(&pairs);
    }
    test_reference_close(&sums);
}

static void the_derivative_of_lost_information_is_its_slope(void **state)
{
    (void)state;
    const struct qa_figure *wil = &family->figures[figure_named("wil")];
    const double sums[QA_PARTS_MAX] = {100, 90, 70, 15, 15, 5, 500, 40, 60, 30};
    double derivative[QA_PARTS_MAX];
    double ignored[QA_PARTS_MAX];
    double value = wil->value(sums, derivative);
    assert_close(value, 1 - 0.7 * (70.0 / 90), 1e-15);
    double along = 0;
    for (size_t k = 0; k < family->n_parts; k++) {
        double moved[QA_PARTS_MAX];
        memcpy(moved, sums, sizeof moved);
        moved[k] = sums[k] + 1e-4;
        double above = wil->value(moved, ignored);
        moved[k] = sums[k] - 1e-4;
        assert_close((above - wil->value(moved, ignored)) / 2e-4, derivative[k], 1e-10);
        along += derivative[k] * sums[k];
    }
    assert_close(along, 0, 1e-15); /* all sums twice as large: the same value */
}

static void nothing_against_words_and_words_against_nothing(void **state)
{
    (void)state;
    const struct texts texts = {
        .n = 4, .reference = {"one two", "", "", NULL}, .delivered = {NULL, "one", "", "one two"}};
    struct world world = new_world(&texts, 0, 0);
    double parts[QA_PARTS_MAX];
    parts_of(&world, 0, parts);
    assert_identical(figure_of("wer", parts), 1);
    assert_identical(figure_of("cer", parts), 1);
    assert_identical(figure_of("mer", parts), 1);
    assert_identical(figure_of("wil", parts), 1);
    parts_of(&world, 1, parts);
    assert_true(isnan(figure_of("wer", parts)));
    assert_true(isnan(figure_of("cer", parts)));
    assert_identical(figure_of("mer", parts), 1);
    assert_true(isnan(figure_of("wil", parts)));
    parts_of(&world, 2, parts);
    assert_true(isnan(figure_of("mer", parts)));
    parts_of(&world, 3, parts);
    assert_identical(weighted(family->figures[figure_named("mer")].above, parts), 2);
    free_world(&world);
}

static void the_family_serves_transcripts_alone(void **state)
{
    (void)state;
    for (size_t t = 0; t < qa_n_types; t++) {
        assert_int_equal(family->serves(qa_types[t]), qa_types[t] == &qa_type_transcript);
    }
    assert_true(family->n_parts <= QA_PARTS_MAX);
    assert_true(family->n_figures <= QA_FIGURES_MAX);
    assert_false(family->by_objects);
}

/* ---- several speakers ---- */

/* "A hello there; B hi" as one answer to one item. */
static struct qa_batch *batch_of_speakers(struct world *world, const char *text)
{
    struct qa_builder *builder = qa_builder_new(world->arena, world->names);
    struct qa_source *source = qa_builder_source(builder, "side.csv", "csv");
    char *rest = qa_arena_text(world->arena, text);
    source->vendor = QA_NONE;
    source->type = &qa_type_transcript;
    for (char *part; (part = strsep(&rest, ";")) != NULL;) {
        struct qa_answer answer = QA_NO_ANSWER;
        struct qa_object object = QA_NO_OBJECT;
        part += strspn(part, " ");
        size_t n = strcspn(part, " ");
        answer.item = qa_strings_intern_text(world->names->items, "call");
        answer.line = 1;
        object.label = qa_strings_intern(world->names->labels, part, n);
        object.text = part + n;
        object.n_text = strlen(part + n);
        qa_builder_answer(builder, &answer);
        qa_builder_object(builder, &qa_type_transcript, &object);
    }
    return qa_builder_finish(builder, QA_DUPLICATES_ERROR, &world->findings);
}

static void speakers_are_permuted_for_cpwer_and_named_for_wer(void **state)
{
    (void)state;
    struct test_reference reference;
    test_reference_open(&reference, "speakers_words.csv");
    while (test_reference_next(&reference)) {
        struct world world = {.arena = qa_arena_new(), .scratch = qa_arena_new()};
        double parts[QA_PARTS_MAX];
        world.names = qa_names_new(world.arena);
        qa_findings_init(&world.findings, world.arena);
        struct qa_batch *gold =
            batch_of_speakers(&world, test_reference_text(&reference, "reference"));
        struct qa_batch *delivery =
            batch_of_speakers(&world, test_reference_text(&reference, "delivered"));
        const struct qa_question_options options = {.threshold = 0};
        qa_questions_make(delivery, gold, NULL, &options, world.arena, &world.findings);
        assert_int_equal(world.findings.total[QA_ERROR], 0);
        assert_int_equal(gold->n_answers, 1);
        world.comparison.a = gold;
        world.comparison.b = delivery;
        parts_of(&world, 0, parts);
        double words = test_reference_number(&reference, "words");
        assert_close(weighted(family->figures[figure_named("cpwer")].above, parts) / words,
                     test_reference_number(&reference, "errors") / words, 1e-12);
        assert_close(weighted(family->figures[figure_named("wer")].above, parts),
                     test_reference_number(&reference, "errors_by_name"), 1e-12);
        free_world(&world);
    }
    test_reference_close(&reference);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(speakers_are_permuted_for_cpwer_and_named_for_wer),
        cmocka_unit_test(figures_are_of_the_sums_of_pairs),
        cmocka_unit_test(the_derivative_of_lost_information_is_its_slope),
        cmocka_unit_test(nothing_against_words_and_words_against_nothing),
        cmocka_unit_test(the_family_serves_transcripts_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
