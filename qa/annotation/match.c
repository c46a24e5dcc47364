#include "qa/annotation/match.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Rows and columns are the nodes of one graph: row r is node r, column c is node n_rows + c. */
struct components {
    size_t *parent;
    size_t *members; /* nodes grouped by component, rows before columns, ascending */
    size_t *start;   /* of each component in members; one more than there are components */
    size_t n;
};

static bool may_match(const struct qa_match_input *input, size_t row, size_t column)
{
    if ((input->row_out != NULL && input->row_out[row]) ||
        (input->column_out != NULL && input->column_out[column])) {
        return false;
    }
    if (input->row_label != NULL && input->row_label[row] != input->column_label[column]) {
        return false;
    }
    return input->similarity[row * input->n_columns + column] >= input->threshold;
}

static size_t root(size_t *parent, size_t node)
{
    while (parent[node] != node) {
        parent[node] = parent[parent[node]];
        node = parent[node];
    }
    return node;
}

static void join_admissible(const struct qa_match_input *input, size_t *parent)
{
    for (size_t r = 0; r < input->n_rows; r++) {
        for (size_t c = 0; c < input->n_columns; c++) {
            if (may_match(input, r, c)) {
                size_t a = root(parent, r);
                size_t b = root(parent, input->n_rows + c);
                parent[a > b ? a : b] = a < b ? a : b;
            }
        }
    }
}

static struct components find_components(const struct qa_match_input *input,
                                         struct qa_arena *scratch)
{
    size_t n_nodes = input->n_rows + input->n_columns;
    struct components out = {.parent = QA_ARRAY(scratch, size_t, n_nodes),
                             .members = QA_ARRAY(scratch, size_t, n_nodes),
                             .start = QA_ARRAY(scratch, size_t, n_nodes + 1)};
    size_t *number = QA_ARRAY(scratch, size_t, n_nodes);
    size_t *next = QA_ARRAY(scratch, size_t, n_nodes + 1);
    for (size_t i = 0; i < n_nodes; i++) {
        out.parent[i] = i;
    }
    join_admissible(input, out.parent);
    for (size_t i = 0; i < n_nodes; i++) {
        size_t top = root(out.parent, i);
        number[i] = top == i ? out.n++ : number[top];
        out.start[number[i] + 1]++;
    }
    for (size_t k = 0; k < out.n; k++) {
        out.start[k + 1] += out.start[k];
        next[k] = out.start[k];
    }
    for (size_t i = 0; i < n_nodes; i++) {
        out.members[next[number[i]]++] = i;
    }
    return out;
}

/* A component as an assignment problem: n rows, and m columns of which the last n are "stay
 * unmatched", at similarity 0. Costs are negated similarities. */
struct problem {
    const struct qa_match_input *input;
    const size_t *rows;    /* node numbers */
    const size_t *columns; /* node numbers; the first n_real of m */
    size_t n;
    size_t n_real;
    size_t m;
};

static double cost(const struct problem *problem, size_t i, size_t j)
{
    if (j >= problem->n_real) {
        return 0;
    }
    size_t row = problem->rows[i];
    size_t column = problem->columns[j] - problem->input->n_rows;
    return may_match(problem->input, row, column)
               ? -problem->input->similarity[row * problem->input->n_columns + column]
               : HUGE_VAL;
}

/* State of the shortest augmenting paths; columns count from 1, 0 is the row being placed. */
struct paths {
    double *row_potential;
    double *column_potential;
    double *shortest;
    size_t *row_of;
    size_t *previous;
    bool *done;
};

static struct paths new_paths(const struct problem *problem, struct qa_arena *scratch)
{
    size_t m = problem->m + 1;
    return (struct paths){QA_ARRAY(scratch, double, problem->n + 1),
                          QA_ARRAY(scratch, double, m),
                          QA_ARRAY(scratch, double, m),
                          QA_ARRAY(scratch, size_t, m),
                          QA_ARRAY(scratch, size_t, m),
                          QA_ARRAY(scratch, bool, m)};
}

/* One Dijkstra step from column `at`: returns the nearest column not done, and moves potentials. */
static size_t advance(const struct problem *problem, struct paths *paths, size_t at)
{
    size_t row = paths->row_of[at];
    size_t nearest = 0;
    double delta = HUGE_VAL;
    paths->done[at] = true;
    for (size_t j = 1; j <= problem->m; j++) {
        if (paths->done[j]) {
            continue;
        }
        double reduced =
            cost(problem, row - 1, j - 1) - paths->row_potential[row] - paths->column_potential[j];
        if (reduced < paths->shortest[j]) {
            paths->shortest[j] = reduced;
            paths->previous[j] = at;
        }
        if (paths->shortest[j] < delta) {
            delta = paths->shortest[j];
            nearest = j;
        }
    }
    for (size_t j = 0; j <= problem->m; j++) {
        if (paths->done[j]) {
            paths->row_potential[paths->row_of[j]] += delta;
            paths->column_potential[j] -= delta;
        } else {
            paths->shortest[j] -= delta;
        }
    }
    return nearest;
}

static void place_row(const struct problem *problem, struct paths *paths, size_t row)
{
    for (size_t j = 0; j <= problem->m; j++) {
        paths->shortest[j] = HUGE_VAL;
        paths->done[j] = false;
    }
    paths->row_of[0] = row;
    size_t at = 0;
    do {
        at = advance(problem, paths, at);
    } while (paths->row_of[at] != 0);
    while (at != 0) {
        size_t before = paths->previous[at];
        paths->row_of[at] = paths->row_of[before];
        at = before;
    }
}

static size_t assign(const struct problem *problem, struct qa_arena *scratch, size_t *column)
{
    struct qa_arena_mark mark = qa_arena_mark(scratch);
    struct paths paths = new_paths(problem, scratch);
    for (size_t i = 1; i <= problem->n; i++) {
        place_row(problem, &paths, i);
    }
    size_t n_pairs = 0;
    for (size_t j = 1; j <= problem->n_real; j++) {
        if (paths.row_of[j] != 0) {
            column[problem->rows[paths.row_of[j] - 1]] =
                problem->columns[j - 1] - problem->input->n_rows;
            n_pairs++;
        }
    }
    qa_arena_reset(scratch, mark);
    return n_pairs;
}

/* One row against any columns, or one column against any rows: the best pair, the first on a tie.
 */
static size_t match_star(const struct problem *problem, size_t *column)
{
    double best = -HUGE_VAL;
    size_t best_row = 0;
    size_t best_column = 0;
    for (size_t i = 0; i < problem->n; i++) {
        for (size_t j = 0; j < problem->n_real; j++) {
            double similarity = -cost(problem, i, j);
            if (similarity > best) {
                best = similarity;
                best_row = problem->rows[i];
                best_column = problem->columns[j] - problem->input->n_rows;
            }
        }
    }
    column[best_row] = best_column;
    return 1;
}

size_t qa_match(const struct qa_match_input *input, struct qa_arena *scratch, size_t *column)
{
    for (size_t r = 0; r < input->n_rows; r++) {
        column[r] = SIZE_MAX;
    }
    if (input->n_rows == 0 || input->n_columns == 0) {
        return 0;
    }
    struct qa_arena_mark mark = qa_arena_mark(scratch);
    struct components components = find_components(input, scratch);
    size_t n_pairs = 0;
    for (size_t k = 0; k < components.n; k++) {
        const size_t *members = components.members + components.start[k];
        size_t n = components.start[k + 1] - components.start[k];
        size_t n_rows = 0;
        while (n_rows < n && members[n_rows] < input->n_rows) {
            n_rows++;
        }
        struct problem problem = {input, members, members + n_rows, n_rows, n - n_rows, n};
        if (n_rows == 0 || n_rows == n) {
            continue;
        }
        n_pairs += n_rows == 1 || problem.n_real == 1 ? match_star(&problem, column)
                                                      : assign(&problem, scratch, column);
    }
    qa_arena_reset(scratch, mark);
    return n_pairs;
}

/* ---- other rules ---- */

const char *qa_pairing_name(enum qa_pairing pairing)
{
    static const char *const names[QA_N_PAIRINGS] = {"optimal", "greedy", "coco", "cvat"};
    return names[pairing];
}

struct candidate {
    double similarity;
    size_t row;
    size_t column;
};

static int compare_candidates(const void *left, const void *right)
{
    const struct candidate *a = left;
    const struct candidate *b = right;
    if (a->similarity != b->similarity) {
        return a->similarity > b->similarity ? -1 : 1;
    }
    if (a->row != b->row) {
        return a->row < b->row ? -1 : 1;
    }
    return (a->column > b->column) - (a->column < b->column);
}

size_t qa_match_greedy(const struct qa_match_input *input, struct qa_arena *scratch, size_t *column)
{
    struct qa_arena_mark mark = qa_arena_mark(scratch);
    struct candidate *list = NULL;
    size_t capacity = 0;
    size_t n = 0;
    for (size_t r = 0; r < input->n_rows; r++) {
        column[r] = SIZE_MAX;
        for (size_t c = 0; c < input->n_columns; c++) {
            if (may_match(input, r, c)) {
                list = qa_arena_grow(scratch, list, &capacity, n + 1, sizeof *list);
                list[n++] = (struct candidate){input->similarity[r * input->n_columns + c], r, c};
            }
        }
    }
    bool *taken = QA_ARRAY(scratch, bool, input->n_columns);
    size_t n_pairs = 0;
    if (n > 1) {
        qsort(list, n, sizeof *list, compare_candidates);
    }
    for (size_t i = 0; i < n; i++) {
        if (column[list[i].row] == SIZE_MAX && !taken[list[i].column]) {
            column[list[i].row] = list[i].column;
            taken[list[i].column] = true;
            n_pairs++;
        }
    }
    qa_arena_reset(scratch, mark);
    return n_pairs;
}

struct ranked {
    double rank;
    size_t column;
};

static int compare_ranked(const void *left, const void *right)
{
    const struct ranked *a = left;
    const struct ranked *b = right;
    if (isnan(a->rank) != isnan(b->rank)) {
        return isnan(a->rank) ? 1 : -1;
    }
    if (!isnan(a->rank) && a->rank != b->rank) {
        return a->rank > b->rank ? -1 : 1;
    }
    return (a->column > b->column) - (a->column < b->column);
}

static size_t best_row(const struct qa_match_input *input, const size_t *column, size_t c)
{
    double best = input->threshold;
    size_t found = SIZE_MAX;
    for (size_t r = 0; r < input->n_rows; r++) {
        if (column[r] == SIZE_MAX && may_match(input, r, c) &&
            input->similarity[r * input->n_columns + c] >= best) {
            best = input->similarity[r * input->n_columns + c];
            found = r;
        }
    }
    return found;
}

size_t qa_match_ranked(const struct qa_match_input *input, const double *rank,
                       struct qa_arena *scratch, size_t *column)
{
    struct qa_arena_mark mark = qa_arena_mark(scratch);
    struct ranked *order = QA_ARRAY(scratch, struct ranked, input->n_columns);
    size_t n_pairs = 0;
    for (size_t c = 0; c < input->n_columns; c++) {
        order[c] = (struct ranked){rank[c], c};
    }
    for (size_t r = 0; r < input->n_rows; r++) {
        column[r] = SIZE_MAX;
    }
    if (input->n_columns > 1) {
        qsort(order, input->n_columns, sizeof *order, compare_ranked);
    }
    for (size_t i = 0; i < input->n_columns; i++) {
        size_t row = best_row(input, column, order[i].column);
        if (row != SIZE_MAX) {
            column[row] = order[i].column;
            n_pairs++;
        }
    }
    qa_arena_reset(scratch, mark);
    return n_pairs;
}
