/* Segments and turns of recordings: Praat's TextGrid, a file a recording, and DCASE's table. */
#include <stdlib.h>
#include <string.h>

#include "qa/annotation/segment.h"
#include "qa/annotation/turn.h"
#include "qa/formats/writer.h"

/* ---- TextGrid ---- */

struct period {
    double start, end;
    const char *label;
};

/* What one file is made of. */
struct grid {
    struct qa_writing *writing;
    const struct qa_canonical_answer *answer;
    struct period *list; /* by label, then time, of turns; by time of segments */
    size_t n;
    double end;
    bool are_turns;
};

static int by_time(const void *left, const void *right)
{
    const struct period *a = left;
    const struct period *b = right;
    int by = (a->start > b->start) - (a->start < b->start);
    return by != 0 ? by : (a->end > b->end) - (a->end < b->end);
}

static int by_speaker(const void *left, const void *right)
{
    int by = strcmp(((const struct period *)left)->label, ((const struct period *)right)->label);
    return by != 0 ? by : by_time(left, right);
}

/* A quote within is doubled. */
static void put_quoted(const char *text, FILE *stream)
{
    fputc('"', stream);
    for (const char *at = text; *at != '\0'; at++) {
        fputs(*at == '"' ? "\"" : "", stream);
        fputc(*at, stream);
    }
    fputs("\"\n", stream);
}

static void put_real(const char *name, double value, FILE *stream)
{
    fputs(name, stream);
    qa_write_number(value, stream);
    fputc('\n', stream);
}

static void put_interval(const struct grid *grid, size_t number, const struct period *period)
{
    FILE *stream = grid->writing->stream;
    fprintf(stream, "        intervals [%zu]:\n", number);
    put_real("            xmin = ", period->start, stream);
    put_real("            xmax = ", period->end, stream);
    fputs("            text = ", stream);
    put_quoted(period->label, stream);
}

/* The periods of a tier with the silence between, before and behind them: to write them, or only
 * how many. */
static size_t walk_tier(const struct grid *grid, const struct period *list, size_t n, bool is_write)
{
    double at = 0;
    size_t count = 0;
    for (size_t i = 0; i <= n; i++) {
        struct period silence = {at, i < n ? list[i].start : grid->end, ""};
        if (silence.end > silence.start && ++count > 0 && is_write) {
            put_interval(grid, count, &silence);
        }
        if (i < n) {
            struct period own = list[i];
            own.label = grid->are_turns ? "speech" : own.label;
            at = own.end;
            if (++count > 0 && is_write) {
                put_interval(grid, count, &own);
            }
        }
    }
    return count;
}

static void check_tier(const struct grid *grid, const struct period *list, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const char *why = list[i].start < 0              ? "begins before the recording"
                          : list[i].start >= list[i].end ? "has no length"
                          : i > 0 && list[i].start < list[i - 1].end
                              ? "overlaps another of its tier"
                              : NULL;
        if (why != NULL) {
            qa_writing_refuse(grid->writing, grid->answer, "E267",
                              "'%.40s' at %g s of item '%.80s' %s, which no tier of TextGrid can "
                              "hold",
                              list[i].label, list[i].start, qa_item_text_of(grid->answer), why);
            return;
        }
    }
}

static size_t end_of_tier(const struct grid *grid, size_t first)
{
    size_t end = first;
    while (end < grid->n &&
           (!grid->are_turns || strcmp(grid->list[end].label, grid->list[first].label) == 0)) {
        end++;
    }
    return end;
}

static void put_tier(const struct grid *grid, size_t number, size_t first, size_t end)
{
    FILE *stream = grid->writing->stream;
    const struct period *list = grid->list + first;
    check_tier(grid, list, end - first);
    fprintf(stream, "    item [%zu]:\n        class = \"IntervalTier\"\n        name = ", number);
    put_quoted(grid->are_turns ? list[0].label : "labels", stream);
    fputs("        xmin = 0\n", stream);
    put_real("        xmax = ", grid->end, stream);
    fprintf(stream, "        intervals: size = %zu\n", walk_tier(grid, list, end - first, false));
    (void)walk_tier(grid, list, end - first, true);
}

static void put_grid(const struct grid *grid)
{
    FILE *stream = grid->writing->stream;
    size_t n_tiers = grid->n == 0;
    for (size_t first = 0; first < grid->n; first = end_of_tier(grid, first)) {
        n_tiers++;
    }
    fputs("File type = \"ooTextFile\"\nObject class = \"TextGrid\"\n\nxmin = 0\n", stream);
    put_real("xmax = ", grid->end, stream);
    fprintf(stream, "tiers? <exists>\nsize = %zu\nitem []:\n", n_tiers);
    if (grid->n == 0) {
        fputs("    item [1]:\n        class = \"IntervalTier\"\n        name = \"labels\"\n"
              "        xmin = 0\n        xmax = 0\n        intervals: size = 0\n",
              stream);
    }
    size_t number = 0;
    for (size_t first = 0; first < grid->n; first = end_of_tier(grid, first)) {
        put_tier(grid, ++number, first, end_of_tier(grid, first));
    }
}

static void write_grid(struct qa_writing *writing, const struct qa_canonical_answer *answer)
{
    struct grid grid = {.writing = writing, .answer = answer};
    const struct qa_batch *batch = answer->batch;
    const char *name = qa_writing_item_file(writing, answer, "", ".TextGrid");
    uint64_t *objects = qa_canonical_objects(answer, writing->arena, &grid.n);
    if (name == NULL) {
        return;
    }
    grid.list = QA_ARRAY(writing->arena, struct period, grid.n + 1);
    grid.are_turns = qa_answer_type(batch, answer->answer) == &qa_type_turn;
    for (size_t k = 0; k < grid.n; k++) {
        size_t n;
        const struct qa_objects one = qa_batch_objects(batch, objects[k], 1);
        const double *at = qa_object_numbers(&one, 0, &n);
        grid.list[k] = (struct period){at[0], at[1], qa_label_text_of(batch, objects[k])};
        grid.end = at[1] > grid.end ? at[1] : grid.end;
    }
    if (grid.n > 0) {
        qsort(grid.list, grid.n, sizeof *grid.list, grid.are_turns ? by_speaker : by_time);
    }
    qa_writing_begin(writing, name);
    put_grid(&grid);
    qa_writing_end(writing);
}

static void write_grids(struct qa_writing *writing)
{
    for (size_t i = 0; i < writing->n; i++) {
        write_grid(writing, &writing->answers[i]);
    }
}

/* ---- DCASE ---- */

/* A field ends at a tab or at the end of the line, and white space around it is taken away. */
static void put_field(struct qa_writing *writing, const struct qa_canonical_answer *answer,
                      const char *what, const char *text)
{
    size_t n = strlen(text);
    fputs(text, writing->stream);
    if (n == 0 || strpbrk(text, "\t\r\n") != NULL || text[0] == ' ' || text[n - 1] == ' ') {
        qa_writing_refuse(writing, answer, "E269", "%s '%.80s' is no field between tabs", what,
                          text);
    }
}

static void write_dcase(struct qa_writing *writing)
{
    qa_writing_begin(writing, qa_writer_dcase.file);
    FILE *stream = writing->stream;
    fputs("filename\tonset\toffset\tevent_label\n", stream);
    for (size_t i = 0; i < writing->n; i++) {
        const struct qa_canonical_answer *answer = &writing->answers[i];
        size_t n;
        uint64_t *list = qa_canonical_objects(answer, writing->arena, &n);
        for (size_t k = 0; k < (n > 0 ? n : 1); k++) {
            put_field(writing, answer, "item", qa_item_text_of(answer));
            if (n == 0) {
                fputs("\t\t\t\n", stream);
                continue;
            }
            size_t n_numbers;
            const struct qa_objects one = qa_batch_objects(answer->batch, list[k], 1);
            const double *at = qa_object_numbers(&one, 0, &n_numbers);
            fputc('\t', stream);
            qa_write_number(at[0], stream);
            fputc('\t', stream);
            qa_write_number(at[1], stream);
            fputc('\t', stream);
            put_field(writing, answer, "class", qa_label_text_of(answer->batch, list[k]));
            fputc('\n', stream);
        }
    }
    qa_writing_end(writing);
}

const struct qa_writer qa_writer_textgrid = {
    .name = "textgrid",
    .about = "segments, or turns in a tier a speaker (--shape turn reads them back), one "
             "annotator's: a file a recording",
    .holds = QA_HOLDS_NOTHING,
    .types = (const struct qa_type *const[]){&qa_type_segment, &qa_type_turn, NULL},
    .write = write_grids,
};

const struct qa_writer qa_writer_dcase = {
    .name = "dcase",
    .about = "segments, one annotator's, between tabs",
    .file = "events.tsv",
    .holds = QA_HOLDS_NOTHING,
    .types = (const struct qa_type *const[]){&qa_type_segment, NULL},
    .write = write_dcase,
};
