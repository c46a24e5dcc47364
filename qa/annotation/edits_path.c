#include "qa/annotation/edits_path.h"

enum { MOST_CELLS = 64 << 20 };

/* Edits, then substitutions: the least is the fewest edits with the most hits. */
static const uint64_t EDIT = UINT64_C(1) << 32;
static const uint64_t NEVER = UINT64_MAX / 2;

/* Row i of the matrix has the columns from i - left to i + right alone. */
struct band {
    struct qa_symbols a;
    struct qa_symbols b;
    size_t left;
    size_t width;
    uint64_t *row[2]; /* costs of the row before and of this one, by place in the band */
    uint8_t *taken;   /* enum qa_edit by row and place */
};

/* Column j of row i is at place j + left - i. */
static void fill_cell(struct band *band, size_t i, size_t place)
{
    const uint64_t *above = band->row[(i + 1) % 2];
    uint64_t *now = band->row[i % 2];
    size_t j = i + place - band->left;
    uint64_t best = i == 0 && j == 0 ? 0 : NEVER;
    enum qa_edit edit = QA_EDIT_HIT;
    if (i > 0 && j > 0) {
        bool is_hit = band->a.list[i - 1] == band->b.list[j - 1];
        best = above[place] + (is_hit ? 0 : EDIT + 1);
        edit = is_hit ? QA_EDIT_HIT : QA_EDIT_SUBSTITUTION;
    }
    uint64_t deletion = i > 0 && place + 1 < band->width ? above[place + 1] + EDIT : NEVER;
    uint64_t insertion = j > 0 && place > 0 ? now[place - 1] + EDIT : NEVER;
    if (deletion < best) {
        best = deletion;
        edit = QA_EDIT_DELETION;
    }
    if (insertion < best) {
        best = insertion;
        edit = QA_EDIT_INSERTION;
    }
    now[place] = best < NEVER ? best : NEVER;
    band->taken[i * band->width + place] = (uint8_t)edit;
}

static void fill(struct band *band)
{
    for (size_t place = 0; place < band->width; place++) {
        band->row[0][place] = band->row[1][place] = NEVER;
    }
    for (size_t i = 0; i <= band->a.n; i++) {
        for (size_t place = 0; place < band->width; place++) {
            bool is_inside = i + place >= band->left && i + place - band->left <= band->b.n;
            if (is_inside) {
                fill_cell(band, i, place);
            } else {
                band->row[i % 2][place] = NEVER;
            }
        }
    }
}

static size_t trace(const struct band *band, struct qa_edit_step *steps)
{
    size_t i = band->a.n;
    size_t j = band->b.n;
    size_t n = 0;
    while (i > 0 || j > 0) {
        enum qa_edit edit = band->taken[i * band->width + (j + band->left - i)];
        i -= edit != QA_EDIT_INSERTION;
        j -= edit != QA_EDIT_DELETION;
        steps[n++] = (struct qa_edit_step){edit, i, j};
    }
    for (size_t k = 0; k < n / 2; k++) {
        struct qa_edit_step step = steps[k];
        steps[k] = steps[n - 1 - k];
        steps[n - 1 - k] = step;
    }
    return n;
}

size_t qa_edits_path(struct qa_symbols reference, struct qa_symbols delivered,
                     const struct qa_edits *edits, struct qa_arena *scratch,
                     struct qa_edit_step *steps)
{
    /* An alignment of that many edits stays on these diagonals: edits.c. */
    uint64_t errors = qa_edits_errors(edits);
    struct band band = {
        .a = reference, .b = delivered, .left = (size_t)(errors + reference.n - delivered.n) / 2};
    band.width = band.left + (size_t)(errors + delivered.n - reference.n) / 2 + 1;
    if (band.width > MOST_CELLS / (reference.n + 1)) {
        return SIZE_MAX;
    }
    struct qa_arena_mark mark = qa_arena_mark(scratch);
    band.row[0] = QA_ARRAY(scratch, uint64_t, band.width);
    band.row[1] = QA_ARRAY(scratch, uint64_t, band.width);
    band.taken = QA_ARRAY(scratch, uint8_t, band.width * (reference.n + 1));
    fill(&band);
    size_t n = trace(&band, steps);
    qa_arena_reset(scratch, mark);
    return n;
}
