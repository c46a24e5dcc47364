/* Transcripts as examples: word under word. */
#include "qa/annotation/transcript.h"
#include "qa/audit/examples.h"
#include "qa/base/utf8.h"

static struct qa_sides sides_of(const struct qa_example *example)
{
    return (struct qa_sides){&example->objects.a, &example->objects.b,
                             example->objects.question->setting, example->scratch};
}

static struct qa_voices *voices_of(const struct qa_example *example, size_t *n)
{
    const struct qa_sides sides = sides_of(example);
    struct qa_voices *voices =
        QA_ARRAY(example->scratch, struct qa_voices, sides.a->n + sides.b->n + 1);
    *n = qa_transcript_voices(&sides, voices);
    return voices;
}

static void judge(struct qa_example *example)
{
    const struct qa_sides sides = sides_of(example);
    size_t n;
    const struct qa_voices *voices = voices_of(example, &n);
    for (size_t v = 0; v < n; v++) {
        struct qa_edits edits = qa_transcript_align_words(&sides, voices[v].a, voices[v].b);
        example->wrong += (double)qa_edits_errors(&edits);
        example->of += (double)edits.reference;
    }
}

/* Two lines that grow together. */
struct lines {
    struct qa_example *example;
    const char *name;
    struct qa_arena *arena;
    const char *text[2];
    size_t letters;
    size_t n_wrong;
    bool has_gap; /* lines before were not shown */
};

static void flush(struct lines *lines)
{
    static const char *const sides[] = {"gold", "given"};
    struct qa_example *example = lines->example;
    if (lines->n_wrong > 0 && example->part <= QA_EXAMPLE_PARTS) {
        example->shown += (double)lines->n_wrong;
        bool is_cut = example->part == QA_EXAMPLE_PARTS && example->shown < example->wrong;
        const char *end = is_cut ? " \xe2\x80\xa6" : "";
        for (int side = 0; side < 2; side++) {
            qa_put_example(example, sides[side], lines->name,
                           qa_arena_format(lines->arena, "%s%s%s",
                                           lines->has_gap ? "\xe2\x80\xa6 " : "", lines->text[side],
                                           end));
        }
        example->part++;
        lines->has_gap = false;
    } else {
        lines->has_gap = lines->letters > 0;
    }
    lines->text[0] = lines->text[1] = "";
    lines->letters = 0;
    lines->n_wrong = 0;
}

/* A word and its mark, with what it is shorter than the other one; a stand-in for none. */
static const char *cell_of(struct qa_arena *arena, const char *word, size_t width, const char *mark)
{
    static const char stars[] = "********************************";
    static const char blanks[] = "                                ";
    size_t own = qa_utf8_width(word);
    size_t lacks = width > own ? width - own : 0;
    int most = (int)(sizeof stars - 1);
    int n = (int)lacks < most ? (int)lacks : most;
    if (own == 0) {
        return qa_arena_format(arena, "%.*s", n, stars);
    }
    return mark[0] == '\0' ? qa_arena_format(arena, "%s%.*s", word, n, blanks)
                           : qa_arena_format(arena, "[%s%s%s]%.*s", mark, word, mark, n, blanks);
}

static void add_word(struct lines *lines, const struct qa_word_edit *word)
{
    static const char *const marks[QA_N_EDITS] = {"", "~", "-", "+"};
    size_t widths[2] = {qa_utf8_width(word->reference), qa_utf8_width(word->delivered)};
    size_t width = widths[0] > widths[1] ? widths[0] : widths[1];
    const char *words[2] = {word->reference, word->delivered};
    if (lines->letters > 0 && lines->letters + 1 + width > QA_EXAMPLE_LETTERS) {
        flush(lines);
    }
    for (int side = 0; side < 2; side++) {
        lines->text[side] = qa_arena_format(
            lines->arena, "%s%s%s", lines->text[side], lines->letters > 0 ? " " : "",
            cell_of(lines->arena, words[side], width, marks[word->edit]));
    }
    lines->letters += (lines->letters > 0) + width;
    lines->n_wrong += word->edit != QA_EDIT_HIT;
}

static const char *name_of(const struct qa_example *example, const struct qa_voices *voices)
{
    const struct qa_objects *a = &example->objects.a;
    const struct qa_objects *b = &example->objects.b;
    uint32_t label = voices->a < a->n   ? a->label[voices->a]
                     : voices->b < b->n ? b->label[voices->b]
                                        : QA_NONE;
    return qa_example_label(example, label);
}

static void put(struct qa_example *example)
{
    const struct qa_sides sides = sides_of(example);
    struct qa_arena *arena = qa_arena_new();
    size_t n;
    const struct qa_voices *voices = voices_of(example, &n);
    for (size_t v = 0; v < n; v++) {
        struct qa_word_list words = {.n = 0};
        struct lines lines = {.example = example,
                              .name = name_of(example, &voices[v]),
                              .arena = arena,
                              .text = {"", ""}};
        if (!qa_transcript_words(&sides, &voices[v], arena, &words)) {
            qa_put_example(example, "gold", lines.name, "(too long to be aligned here)");
        }
        for (size_t w = 0; w < words.n; w++) {
            add_word(&lines, &words.list[w]);
        }
        flush(&lines);
    }
    qa_arena_free(arena);
}

const struct qa_example_kind qa_example_transcripts = {&qa_type_transcript, "words", judge, put};
