#include "qa/batch/label_rows.h"

#include <stdlib.h>

#include "qa/batch/reference_labels.h"

enum { MOST_ANSWERS = 1000000, LEAST_ROWS = 20, SHOWN = 40 };

/* An answer of an annotator, in the order of its rows. */
struct row {
    uint32_t annotator;
    uint32_t source;
    uint32_t line;
    size_t answer;
};

/* Of one annotator, a row off in one direction. */
struct tally {
    size_t n;         /* rows that have a neighbour with a reference */
    size_t n_here;    /* right as they stand, of them */
    size_t n_off;     /* right a row off */
    size_t only_here; /* right as they stand and wrong a row off */
    size_t only_off;
};

struct look {
    const struct qa_batch *delivery;
    const char *question;
    struct qa_reference_labels labels;
    struct qa_findings *findings;
};

static int compare_rows(const void *a, const void *b)
{
    const struct row *one = a;
    const struct row *other = b;
    if (one->annotator != other->annotator) {
        return one->annotator < other->annotator ? -1 : 1;
    }
    if (one->source != other->source) {
        return one->source < other->source ? -1 : 1;
    }
    if (one->line != other->line) {
        return one->line < other->line ? -1 : 1;
    }
    return (one->answer > other->answer) - (one->answer < other->answer);
}

static struct tally count(const struct look *look, const struct row *rows, size_t n, size_t to)
{
    struct tally tally = {.n = 0};
    for (size_t i = 1; i < n; i++) {
        /* to 1: the label belongs to the row before; 0: to the row after. */
        const struct row *row = &rows[to == 1 ? i : i - 1];
        const struct row *beside = &rows[to == 1 ? i - 1 : i];
        uint32_t label = qa_single_label(look->delivery, row->answer);
        bool is_here = look->labels.of_answer[row->answer] == label;
        bool is_off = look->labels.of_answer[beside->answer] == label;
        tally.n++;
        tally.n_here += is_here;
        tally.n_off += is_off;
        tally.only_here += is_here && !is_off;
        tally.only_off += is_off && !is_here;
    }
    return tally;
}

static bool is_a_row_off(const struct tally *tally)
{
    double off = (double)tally->only_off;
    double here = (double)tally->only_here;
    return tally->n >= LEAST_ROWS && 4 * tally->n_off >= 3 * tally->n && off >= 4 * here &&
           (off - here) * (off - here) >= 10 * (off + here);
}

static void say(const struct look *look, const struct row *first, const struct tally *tally,
                const char *where)
{
    const struct qa_batch *delivery = look->delivery;
    const struct qa_names *names = delivery->names;
    uint32_t vendor = qa_answer_vendor(delivery, first->answer);
    const char *of = first->annotator == QA_NONE
                         ? ""
                         : qa_arena_format(look->findings->arena, " of annotator '%.*s'", SHOWN,
                                           qa_annotator_text(names, first->annotator));
    qa_findings_add(
        look->findings,
        (struct qa_finding){
            .severity = QA_WARNING,
            .code = "W813",
            .file = qa_answer_source(delivery, first->answer)->path,
            .line = delivery->line[first->answer],
            .vendor = vendor != QA_NONE ? qa_strings_text(names->vendors, vendor) : NULL,
            .text = qa_arena_format(
                look->findings->arena,
                "the labels of question '%.*s'%s stand a row off, it seems: %zu of %zu are those "
                "%s of the row %s, and %zu of their own; move the labels to their rows",
                SHOWN, look->question, of, tally->n_off, tally->n,
                look->labels.is_gold ? "that gold has" : "that the others gave", where,
                tally->n_here)});
}

/* The rows of one annotator. */
static bool look_at_rows(const struct look *look, const struct row *rows, size_t n)
{
    static const char *const where[] = {"after", "before"};
    for (size_t to = 0; to < 2; to++) {
        struct tally tally = count(look, rows, n, to);
        if (is_a_row_off(&tally)) {
            say(look, rows, &tally, where[to]);
            return true;
        }
    }
    return false;
}

static size_t list_rows(const struct look *look, struct row *rows)
{
    const struct qa_batch *delivery = look->delivery;
    size_t n = 0;
    for (size_t a = 0; a < delivery->n_answers; a++) {
        if (look->labels.of_answer[a] != QA_NONE) {
            rows[n++] = (struct row){delivery->annotator[a],
                                     delivery->source != NULL ? delivery->source[a] : 0,
                                     delivery->line[a], a};
        }
    }
    qsort(rows, n, sizeof *rows, compare_rows);
    return n;
}

static void look_at_question(const struct look *look, struct qa_arena *scratch)
{
    struct row *rows = QA_ARRAY(scratch, struct row, look->delivery->n_answers + 1);
    size_t n = list_rows(look, rows);
    size_t n_annotators = 0;
    for (size_t first = 0, end; first < n; first = end) {
        for (end = first + 1; end < n && rows[end].annotator == rows[first].annotator; end++) {
        }
        n_annotators++;
    }
    for (size_t first = 0, end; first < n; first = end) {
        for (end = first + 1; end < n && rows[end].annotator == rows[first].annotator; end++) {
        }
        bool is_said = look_at_rows(look, rows + first, end - first);
        if (is_said && !look->labels.is_gold && n_annotators == 2) {
            return; /* of the other of the two it is as true */
        }
    }
}

void qa_label_rows_say(const struct qa_questions *questions, struct qa_findings *findings)
{
    const struct qa_batch *delivery = questions->batch[QA_DELIVERY];
    if (delivery == NULL || delivery->n_answers > MOST_ANSWERS) {
        return;
    }
    struct qa_arena *scratch = qa_arena_new();
    for (uint32_t q = 0; q < questions->n; q++) {
        if (!questions->list[q].type->is_category || !questions->list[q].is_asked[QA_DELIVERY]) {
            continue;
        }
        struct qa_arena_mark mark = qa_arena_mark(scratch);
        struct look look = {.delivery = delivery,
                            .question = questions->list[q].name,
                            .labels = qa_reference_labels(questions, q, scratch),
                            .findings = findings};
        if (look.labels.of_answer != NULL) {
            look_at_question(&look, scratch);
        }
        qa_arena_reset(scratch, mark);
    }
    qa_arena_free(scratch);
}
