#include "qa/procurement/questionnaire.h"

#include <string.h>

#include "qa/base/number.h"
#include "qa/base/strings.h"

enum list_column {
    LIST_ID,
    LIST_QUESTION,
    LIST_TOPIC,
    LIST_REQUIREMENT,
    LIST_WANTED,
    LIST_PROOF,
    LIST_WEIGHT,
    N_LIST_COLUMNS
};

static const struct qa_column_spec list_columns[N_LIST_COLUMNS] = {
    {"id", "question_id", true},
    {"question", "text", true},
    {"topic", "section", false},
    {"requirement", "need,required", false},
    {"wanted", "wanted_answer", false},
    {"proof", NULL, false},
    {"weight", NULL, false},
};

static const char *const requirement_names[QA_N_REQUIREMENTS] = {"must", "should", "may"};
static const char *const wanted_names[QA_N_WANTED] = {"yes", "no", "text"};
static const char *const proof_names[QA_N_PROOFS] = {"", "document", "certificate"};

const char *qa_requirement_name(enum qa_requirement requirement)
{
    return requirement_names[requirement];
}

const char *qa_wanted_name(enum qa_wanted_answer wanted)
{
    return wanted_names[wanted];
}

const char *qa_proof_name(enum qa_proof proof)
{
    return proof_names[proof];
}

struct list_reader {
    const struct qa_records *records;
    uint32_t index[N_LIST_COLUMNS];
    struct qa_arena *arena;
    struct qa_error *err;
};

static const struct qa_cell *list_cell(const struct list_reader *reader, size_t row,
                                       enum list_column column)
{
    return qa_records_cell(reader->records, row, reader->index[column]);
}

static enum qa_status refuse_cell(const struct list_reader *reader, const struct qa_cell *cell,
                                  const char *what)
{
    return qa_fail_at(reader->err, "E446", reader->records->file, cell->line, cell->column, "%s",
                      what);
}

/* The place of a word in a list; an empty cell, or a column that is not there, is `absent`. */
static enum qa_status parse_word(const struct list_reader *reader, size_t row,
                                 enum list_column column, const char *const *words, size_t n,
                                 size_t absent, size_t *out)
{
    const struct qa_cell *cell = list_cell(reader, row, column);
    const char *word = qa_cell_word(cell, reader->arena);
    const char *list = "";

    *out = absent;
    if (word[0] == '\0') {
        return QA_OK;
    }
    for (size_t i = 0; i < n; i++) {
        if (strcmp(word, words[i]) == 0) {
            *out = i;
            return QA_OK;
        }
        list = words[i][0] == '\0'
                   ? list
                   : qa_arena_format(reader->arena, "%s%s%s", list, list[0] ? ", " : "", words[i]);
    }
    return refuse_cell(reader, cell,
                       qa_arena_format(reader->arena, "%s '%s' is none of %s",
                                       list_columns[column].name, cell->text, list));
}

static enum qa_status parse_requirement(const struct list_reader *reader, size_t row,
                                        struct qa_form_question *out)
{
    static const char *const words[] = {"must", "should", "may", "required", "optional"};
    static const enum qa_requirement meanings[] = {QA_MUST, QA_SHOULD, QA_MAY, QA_MUST, QA_MAY};
    size_t word;

    QA_TRY(parse_word(reader, row, LIST_REQUIREMENT, words, 5, QA_SHOULD, &word));
    out->requirement = meanings[word];
    return QA_OK;
}

static enum qa_status parse_weight(const struct list_reader *reader, size_t row,
                                   struct qa_form_question *out)
{
    const struct qa_cell *cell = list_cell(reader, row, LIST_WEIGHT);

    out->weight = out->requirement == QA_SHOULD ? 2 : 1;
    if (cell == NULL || qa_cell_trimmed(cell, reader->arena)[0] == '\0') {
        return QA_OK;
    }
    if (!qa_parse_real(cell->text, cell->length, &out->weight) || !(out->weight > 0)) {
        return refuse_cell(
            reader, cell,
            qa_arena_format(reader->arena, "weight '%s' is not a number above 0", cell->text));
    }
    return QA_OK;
}

static enum qa_status parse_question(const struct list_reader *reader, size_t row,
                                     const struct qa_questionnaire *before,
                                     struct qa_form_question *out)
{
    const struct qa_cell *id = list_cell(reader, row, LIST_ID);
    size_t word;

    out->id = qa_cell_word(id, reader->arena);
    out->text = qa_cell_trimmed(list_cell(reader, row, LIST_QUESTION), reader->arena);
    out->topic = qa_cell_trimmed(list_cell(reader, row, LIST_TOPIC), reader->arena);
    if (out->id[0] == '\0') {
        return refuse_cell(reader, id, "the question has no id");
    }
    if (qa_questionnaire_find(before, out->id) != SIZE_MAX) {
        return refuse_cell(
            reader, id,
            qa_arena_format(reader->arena, "a second question has the id '%s'", out->id));
    }
    QA_TRY(parse_requirement(reader, row, out));
    QA_TRY(parse_word(reader, row, LIST_WANTED, wanted_names, QA_N_WANTED, QA_WANT_YES, &word));
    out->wanted = (enum qa_wanted_answer)word;
    QA_TRY(parse_word(reader, row, LIST_PROOF, proof_names, QA_N_PROOFS, QA_PROOF_NONE, &word));
    out->proof = (enum qa_proof)word;
    return parse_weight(reader, row, out);
}

enum qa_status qa_questionnaire_parse(const struct qa_records *records, struct qa_arena *arena,
                                      struct qa_questionnaire *out, struct qa_error *err)
{
    struct list_reader reader = {.records = records, .arena = arena, .err = err};
    struct qa_form_question *list = QA_ARRAY(arena, struct qa_form_question, records->n_records);

    *out = (struct qa_questionnaire){.questions = list};
    QA_TRY(qa_records_columns(records, list_columns, N_LIST_COLUMNS, reader.index, err));
    if (records->n_records == 0) {
        return qa_fail_at(err, "E446", records->file, 0, 0, "the list has no question");
    }
    for (size_t r = 0; r < records->n_records; r++) {
        QA_TRY(parse_question(&reader, r, out, &list[r]));
        out->n++;
    }
    return QA_OK;
}

size_t qa_questionnaire_find(const struct qa_questionnaire *questionnaire, const char *id)
{
    for (size_t q = 0; q < questionnaire->n; q++) {
        if (strcmp(questionnaire->questions[q].id, id) == 0) {
            return q;
        }
    }
    return SIZE_MAX;
}
