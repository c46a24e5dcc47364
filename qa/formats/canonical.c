#include "qa/formats/canonical_parts.h"

#include <string.h>

#include "qa/formats/writer.h"

/* ---- which columns are there ---- */

static void note_cells(struct qa_canonical_columns *columns, const struct qa_canonical_row *row)
{
    for (size_t c = 0; c < columns->n; c++) {
        columns->is_used[c] = columns->is_used[c] || row->cell[c].text != NULL;
    }
}

/* What a question was asked for shows in the columns where nobody found anything, too. */
static void note_form(struct qa_canonical_columns *columns, const struct qa_type *type)
{
    size_t k = 0;
    while (k < type->n_forms && type->forms[k].write == NULL) {
        k++;
    }
    for (size_t c = 0; k < type->n_forms && type->forms[k].columns[c] != NULL; c++) {
        const char *names = type->forms[k].columns[c];
        if (names[0] != '?') {
            columns->is_used[qa_canonical_form_column(columns, names)] = true;
        }
    }
}

/* ---- text ---- */

static void put_quoted(const char *text, size_t n, FILE *stream)
{
    fputc('"', stream);
    for (size_t i = 0; i < n; i++) {
        if (text[i] == '"') {
            fputc('"', stream);
        }
        fputc(text[i], stream);
    }
    fputc('"', stream);
}

/* A cell of CSV. A blank before or after it is its own, so quotes guard it. */
static void put_csv(const struct qa_written_cell *cell, FILE *stream)
{
    const char *text = cell->text;
    size_t n = cell->length;
    bool is_plain = n == 0 || (text[0] != ' ' && text[n - 1] != ' ');
    for (size_t i = 0; is_plain && i < n; i++) {
        is_plain = strchr(",\"\r\n", text[i]) == NULL && text[i] != '\0';
    }
    if (is_plain) {
        fwrite(text, 1, n, stream);
    } else {
        put_quoted(text, n, stream);
    }
}

static void put_tags(const struct qa_canonical_row *row, FILE *stream)
{
    fputc('[', stream);
    for (size_t t = 0; t < row->n_tags; t++) {
        fputs(t > 0 ? ", " : "", stream);
        qa_put_json(row->tags[t], stream);
    }
    fputc(']', stream);
}

/* ---- rows ---- */

struct writing {
    const struct qa_canonical_request *request;
    struct qa_canonical_columns columns;
    FILE *stream;
    bool is_survey; /* cells are noted, not written */
    uint64_t n_rows;
};

static void put_csv_row(const struct writing *out, const struct qa_canonical_row *row)
{
    bool is_first = true;
    for (size_t c = 0; c < out->columns.n; c++) {
        if (!out->columns.is_used[c]) {
            continue;
        }
        fputs(is_first ? "" : ",", out->stream);
        is_first = false;
        if (row->cell[c].text != NULL) {
            put_csv(&row->cell[c], out->stream);
        }
    }
    fputc('\n', out->stream);
}

static void put_json_row(const struct writing *out, const struct qa_canonical_row *row)
{
    const struct qa_canonical_columns *columns = &out->columns;
    const char *before = "{";
    for (size_t c = 0; c < columns->n; c++) {
        const struct qa_written_cell *cell = &row->cell[c];
        if (cell->text == NULL) {
            continue;
        }
        fputs(before, out->stream);
        before = ", ";
        qa_put_json(columns->name[c], out->stream);
        fputs(": ", out->stream);
        if (c == columns->of_field[QA_FIELD_LABEL] && row->tags != NULL) {
            put_tags(row, out->stream);
        } else if (cell->is_number || c == columns->of_field[QA_FIELD_GOLD]) {
            fwrite(cell->text, 1, cell->length, out->stream);
        } else {
            qa_put_json_text(cell->text, cell->length, out->stream);
        }
    }
    fputs("}\n", out->stream);
}

static void take_row(struct writing *out, const struct qa_canonical_row *row)
{
    if (out->is_survey) {
        note_cells(&out->columns, row);
    } else if (out->request->form == QA_CANONICAL_CSV) {
        put_csv_row(out, row);
    } else {
        put_json_row(out, row);
    }
    out->n_rows++;
}

static void take_object(struct writing *out, const struct qa_canonical_answer *answer,
                        uint64_t object, const struct qa_canonical_row *shared,
                        struct qa_arena *scratch)
{
    size_t n = qa_canonical_parts(answer, object);
    for (size_t p = 0; p < n; p++) {
        struct qa_arena_mark mark = qa_arena_mark(scratch);
        const struct qa_canonical_part part = {object, p, out->request->tag_separator};
        struct qa_canonical_row row = *shared;
        qa_canonical_object_cells(&out->columns, answer, &part, scratch, &row);
        take_row(out, &row);
        qa_arena_reset(scratch, mark);
    }
}

/* scratch is reset. */
static void take_answer(struct writing *out, const struct qa_canonical_answer *answer,
                        struct qa_arena *scratch)
{
    struct qa_arena_mark start = qa_arena_mark(scratch);
    struct qa_canonical_row shared;
    size_t n;
    qa_canonical_answer_cells(&out->columns, answer, scratch, &shared);
    uint64_t *objects = qa_canonical_objects(answer, scratch, &n);
    if (n == 0) {
        take_row(out, &shared);
    }
    for (size_t i = 0; i < n; i++) {
        take_object(out, answer, objects[i], &shared, scratch);
    }
    qa_arena_reset(scratch, start);
}

/* The line of names; what nothing fills is not there. */
static void write_header(struct writing *out)
{
    struct qa_canonical_row row = {.tags = NULL};
    for (size_t c = 0; c < out->columns.n; c++) {
        qa_write_text(&row.cell[c], out->columns.name[c]);
    }
    put_csv_row(out, &row);
}

static void survey(struct writing *out, const struct qa_canonical_answer *answers, size_t n,
                   struct qa_arena *scratch)
{
    static const enum qa_field always[] = {QA_FIELD_ITEM, QA_FIELD_QUESTION, QA_FIELD_TYPE};
    for (size_t i = 0; i < sizeof always / sizeof *always; i++) {
        out->columns.is_used[out->columns.of_field[always[i]]] = true;
    }
    out->is_survey = true;
    for (size_t a = 0; a < n; a++) {
        const struct qa_batch *batch = answers[a].batch;
        size_t answer = answers[a].answer;
        if (answer < batch->n_answers && qa_object_count(batch, answer) == 0) {
            note_form(&out->columns, qa_answer_type(batch, answer));
        }
        take_answer(out, &answers[a], scratch);
    }
    out->is_survey = false;
    out->n_rows = 0;
}

uint64_t qa_canonical_write(const struct qa_canonical_request *request, struct qa_arena *arena,
                            FILE *stream)
{
    struct writing out = {.request = request, .stream = stream};
    struct qa_arena *scratch = qa_arena_new();
    size_t n;
    qa_canonical_columns(&out.columns);
    struct qa_canonical_answer *answers = qa_canonical_order(request, arena, &n);
    if (request->form == QA_CANONICAL_CSV) {
        survey(&out, answers, n, scratch);
        write_header(&out);
    }
    for (size_t a = 0; a < n; a++) {
        take_answer(&out, &answers[a], scratch);
    }
    qa_arena_free(scratch);
    return out.n_rows;
}
