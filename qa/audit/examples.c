#include "qa/audit/examples.h"

#include <stdlib.h>

#include "qa/annotation/segment.h"
#include "qa/annotation/span.h"
#include "qa/annotation/transcript.h"
#include "qa/annotation/turn.h"
#include "qa/audit/table_forms.h"

static const struct qa_example_kind *const kinds[] = {&qa_example_transcripts, &qa_example_spans,
                                                      &qa_example_turns, &qa_example_segments};

static const struct qa_example_kind *kind_of(const struct qa_type *type)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (kinds[i]->type == type) {
            return kinds[i];
        }
    }
    return NULL;
}

static const struct qa_column columns[] = {
    {"question", NULL, QA_TEXT, .is_key = true, .about = "The question that was answered."},
    {"vendor", NULL, QA_TEXT, .is_key = true, .about = "The vendor."},
    {"example", NULL, QA_COUNT, .is_key = true,
     .about = "Which of the vendor's answers to the question, from the worst one on."},
    {"item", NULL, QA_TEXT, .about = "The item, by its name in the file."},
    {"annotator", NULL, QA_TEXT, .is_detail = true, .about = "The annotator who answered."},
    {"differs", "differs in", QA_TEXT, .about = "Both of the next two, in words."},
    {"wrong", NULL, QA_REAL, .is_detail = true,
     .about = "What differs from the reference: words, spans, or seconds that one side alone "
              "gives a speaker or class."},
    {"of", NULL, QA_REAL, .is_detail = true, .about = "What there is in the reference of it."},
    {"unit", NULL, QA_TEXT, .is_detail = true,
     .about = "What they count: words, spans or seconds."},
    {"part", NULL, QA_COUNT, .is_key = true, .is_detail = true,
     .about = "Which part of the answer a line shows, from 1."},
    {"side", NULL, QA_TEXT, .is_key = true, .about = "Whose line it is: gold, given, or time."},
    {"name", NULL, QA_TEXT, .is_key = true,
     .about = "The speaker or class of the line; of speakers as this side calls them."},
    {"text", NULL, QA_TEXT, .is_marked = true,
     .about =
         "What was said, the text, or a bar of time. [-missing-]: gold alone has it, [+too "
         "much+]: the delivery alone, [~another~]: both, and they differ, [=right=]: a span "
         "that both have; of bars a light shade: this side alone; an ellipsis: there is more."},
};
const struct qa_table_form qa_form_examples =
    QA_TABLE_FORM("examples", "What differs most", columns);

const char *qa_example_label(const struct qa_example *example, uint32_t label)
{
    return label == QA_NONE ? NULL : qa_strings_text(example->comparison->b->names->labels, label);
}

void qa_put_example(struct qa_example *example, const char *side, const char *name,
                    const char *text)
{
    const struct qa_pair *pair = example->pair;
    const struct qa_batch *delivery = example->comparison->b;
    const struct qa_names *names = example->names;
    struct qa_table *table = example->table;
    qa_table_row(table);
    qa_put_text(table, qa_strings_text(names->questions, pair->question));
    qa_put_text(table,
                pair->vendor != QA_NONE ? qa_strings_text(names->vendors, pair->vendor) : NULL);
    qa_put_count(table, example->rank);
    qa_put_text(table, qa_strings_text(names->items, pair->item));
    const char *annotator = pair->answer_b == SIZE_MAX
                                ? ""
                                : qa_annotator_text(names, delivery->annotator[pair->answer_b]);
    qa_put_text(table, annotator[0] != '\0' ? annotator : NULL);
    const char *unit = kind_of(example->objects.type)->unit;
    qa_put_text(table, qa_arena_format(example->scratch, "%.6g of %.6g %s", example->wrong,
                                       example->of, unit));
    qa_put_real(table, example->wrong);
    qa_put_real(table, example->of);
    qa_put_text(table, unit);
    qa_put_count(table, example->part);
    qa_put_text(table, side);
    qa_put_text(table, name);
    qa_put_text(table, text);
}

/* ---- which ones ---- */

struct found {
    double wrong;
    double of;
    size_t place;
    uint32_t question; /* ranks of names */
    uint32_t vendor;
};

static int worst_first(const void *left, const void *right)
{
    const struct found *a = left;
    const struct found *b = right;
    int by = qa_compare_u32(a->question, b->question);
    by = by != 0 ? by : qa_compare_u32(a->vendor, b->vendor);
    by = by != 0 ? by : (a->wrong < b->wrong) - (a->wrong > b->wrong);
    return by != 0 ? by : (a->place > b->place) - (a->place < b->place);
}

static struct qa_example example_of(const struct qa_examples_request *request, size_t place,
                                    struct qa_arena *scratch)
{
    const struct qa_pair *pair = &request->comparison->pairs[place];
    return (struct qa_example){.comparison = request->comparison,
                               .names = request->names,
                               .pair = pair,
                               .objects = qa_pair_objects(request->comparison, pair),
                               .scratch = scratch,
                               .place = place};
}

/* The kind of a pair that is asked for; NULL: it is not. */
static const struct qa_example_kind *kind_asked(const struct qa_examples_request *request,
                                                const struct qa_pair *pair)
{
    const struct qa_type *type = qa_question_at(request->comparison->b, pair->question)->type;
    bool is_asked = (request->type == NULL || request->type == type) &&
                    (request->vendor == NULL || *request->vendor == pair->vendor);
    return is_asked ? kind_of(type) : NULL;
}

/* All answers, those without a difference too. */
static struct found *find_all(const struct qa_examples_request *request, struct qa_arena *arena,
                              size_t *n)
{
    const struct qa_comparison *comparison = request->comparison;
    struct qa_arena *scratch = qa_arena_new();
    struct found *found = QA_ARRAY(arena, struct found, comparison->n_pairs + 1);
    *n = 0;
    for (size_t p = 0; p < comparison->n_pairs; p++) {
        const struct qa_pair *pair = &comparison->pairs[p];
        const struct qa_example_kind *kind = kind_asked(request, pair);
        struct qa_arena_mark mark = qa_arena_mark(scratch);
        if (kind != NULL) {
            struct qa_example example = example_of(request, p, scratch);
            kind->judge(&example);
            found[(*n)++] = (struct found){example.wrong, example.of, p,
                                           qa_rank_of(comparison->ranks.question, pair->question),
                                           qa_rank_of(comparison->ranks.vendor, pair->vendor)};
        }
        qa_arena_reset(scratch, mark);
    }
    qa_arena_free(scratch);
    if (*n > 0) {
        qsort(found, *n, sizeof *found, worst_first);
    }
    return found;
}

static void put_one(const struct qa_examples_request *request, const struct found *found,
                    size_t rank, struct qa_table *table)
{
    struct qa_arena *scratch = qa_arena_new();
    struct qa_example example = example_of(request, found->place, scratch);
    const struct qa_example_kind *kind = kind_of(example.objects.type);
    kind->judge(&example);
    example.rank = rank;
    example.part = 1;
    example.table = table;
    kind->put(&example);
    qa_arena_free(scratch);
}

/* ---- how far answers differ ---- */

enum { N_BINS = 8 };
static const double ends[N_BINS] = {0, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 1e300};

static const struct qa_column difference_columns[] = {
    {"question", NULL, QA_TEXT, .is_key = true, .about = "The question that was answered."},
    {"vendor", NULL, QA_TEXT, .is_key = true, .about = "The vendor."},
    {"range", "wrong in an answer", QA_TEXT, .is_key = true,
     .about = "Share of an answer that differs: wrong over of, as the examples have them; what is "
              "given where the reference has nothing counts as more than 100 %."},
    {"answers", NULL, QA_COUNT, .about = "Answers to items of the reference."},
    {"share", NULL, QA_RATE, .about = "The same as a share of the vendor's."},
};
const struct qa_table_form qa_form_examples_differences =
    QA_TABLE_FORM("answer_differences", "How far answers differ", difference_columns);

static int bin_of(const struct found *found)
{
    int bin = 0;
    double share = found->of > 0      ? found->wrong / found->of
                   : found->wrong > 0 ? ends[N_BINS - 1]
                                      : 0;
    while (share > ends[bin]) {
        bin++;
    }
    return bin;
}

static const char *range_of(int bin, struct qa_arena *arena)
{
    return bin == 0            ? "none"
           : bin == N_BINS - 1 ? "over 100 %"
                               : qa_arena_format(arena, "to %.0f %%", 100 * ends[bin]);
}

static bool is_same_vendor(const struct found *a, const struct found *b)
{
    return a->question == b->question && a->vendor == b->vendor;
}

static void put_bins(const struct qa_comparison *comparison, const struct found *found, size_t n,
                     struct qa_table *table)
{
    const struct qa_pair *pair = &comparison->pairs[found->place];
    const struct qa_names *names = comparison->b->names;
    uint64_t counts[N_BINS] = {0};
    for (size_t i = 0; i < n; i++) {
        counts[bin_of(&found[i])]++;
    }
    for (int bin = 0; bin < N_BINS; bin++) {
        qa_table_row(table);
        qa_put_text(table, qa_strings_text(names->questions, pair->question));
        qa_put_text(table,
                    pair->vendor != QA_NONE ? qa_strings_text(names->vendors, pair->vendor) : NULL);
        qa_put_text(table, range_of(bin, table->arena));
        qa_put_count(table, counts[bin]);
        qa_put_real(table, (double)counts[bin] / (double)n);
    }
}

/* ---- both tables ---- */

const struct qa_type *const qa_example_types[] = {&qa_type_transcript, &qa_type_span, &qa_type_turn,
                                                  &qa_type_segment, NULL};

static void note_marks(struct qa_table *table)
{
    qa_table_note(table,
                  "Of each question and vendor the %d answers that differ most: by words, by "
                  "spans that are not matched, by seconds that one side alone gives a speaker or "
                  "class. Marks: [-missing-], [+too much+], [~another~], [=right=]; of bars a "
                  "light shade is what this side alone says.",
                  QA_EXAMPLES);
}

void qa_examples_tables(const struct qa_examples_request *request, struct qa_report *report)
{
    size_t n;
    if (request->comparison->request.reference == NULL) {
        return;
    }
    const struct found *found = find_all(request, report->arena, &n);
    struct qa_table *differences = qa_table_new(report->arena, &qa_form_examples_differences);
    struct qa_table *examples = qa_table_new(report->arena, &qa_form_examples);
    differences->rows_shown = 5 * N_BINS;
    examples->rows_shown = 40;
    for (size_t first = 0; first < n;) {
        size_t end = first;
        for (; end < n && is_same_vendor(&found[first], &found[end]); end++) {
            if (end - first < QA_EXAMPLES && found[end].wrong > 0) {
                put_one(request, &found[end], end - first + 1, examples);
            }
        }
        put_bins(request->comparison, &found[first], end - first, differences);
        first = end;
    }
    note_marks(examples);
    if (examples->n_rows > 0) {
        qa_report_add_table(report, differences);
        qa_report_add_table(report, examples);
    }
}
