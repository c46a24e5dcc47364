#include "qa/procurement/response.h"

#include <stdlib.h>
#include <string.h>

#include "qa/base/number.h"
#include "qa/base/strings.h"
#include "qa/base/time.h"
#include "qa/procurement/response_rows.h"

/* The form's own columns are all known, read or not. */
enum reply_column {
    AT_ID,
    AT_ANSWER,
    AT_EVIDENCE,
    AT_EXPIRES,
    AT_NOTE,
    AT_ANSWER_WITH,
    N_REPLY_COLUMNS
};

static const struct qa_column_spec reply_columns[N_REPLY_COLUMNS] = {
    {"id", "question_id", true},      {"answer", "reply", true},
    {"evidence", NULL, false},        {"expires", "expiry,expiry_date,valid_until", false},
    {"note", "notes,comment", false}, {"answer_with", NULL, false},
};

static const enum qa_cell_form reply_cell_forms[N_REPLY_COLUMNS] = {[AT_EXPIRES] = QA_CELL_TIME};
const struct qa_record_forms qa_reply_forms = {reply_columns, reply_cell_forms, N_REPLY_COLUMNS};

const char *qa_reply_name(enum qa_reply_kind kind)
{
    static const char *const names[] = {"MISSING", "YES", "NO", "PARTLY", "TEXT", "UNCLEAR"};
    return names[kind];
}

/* What is read so far, of all files. */
struct gathering {
    const struct qa_questionnaire *questionnaire;
    struct qa_arena *arena;
    struct qa_findings *findings;
    struct qa_error *err; /* of the last row that could not be read */
    struct qa_error first;
    size_t n_unreadable;
    struct qa_responses *out;
    size_t capacity;
    size_t *promise_capacities; /* of each response */
    size_t capacities_capacity;
};

static struct qa_response *response_of(struct gathering *gathering, const char *vendor)
{
    struct qa_responses *out = gathering->out;

    for (size_t i = 0; i < out->n; i++) {
        if (strcmp(out->list[i].promises.vendor, vendor) == 0) {
            return &out->list[i];
        }
    }
    out->list = qa_arena_grow(gathering->arena, out->list, &gathering->capacity, out->n + 1,
                              sizeof *out->list);
    gathering->promise_capacities =
        qa_arena_grow(gathering->arena, gathering->promise_capacities,
                      &gathering->capacities_capacity, out->n + 1, sizeof(size_t));
    struct qa_response *response = &out->list[out->n++];
    response->promises.vendor = vendor;
    response->replies = QA_ARRAY(gathering->arena, struct qa_reply, gathering->questionnaire->n);
    for (size_t q = 0; q < gathering->questionnaire->n; q++) {
        response->replies[q] =
            (struct qa_reply){.text = "", .evidence = "", .note = "", .expires = QA_NO_TIME};
    }
    return response;
}

/* A vendor is asked once about all that cannot be read, so that reading goes on. */
static void note_unreadable(struct gathering *gathering)
{
    const struct qa_error *err = gathering->err;

    gathering->first = gathering->n_unreadable++ == 0 ? *err : gathering->first;
    qa_findings_add(gathering->findings, (struct qa_finding){.severity = QA_ERROR,
                                                             .code = err->code,
                                                             .file = err->file,
                                                             .line = err->line,
                                                             .column = err->column,
                                                             .text = err->text});
}

/* ---- answers ---- */

struct reply_reader {
    struct gathering *gathering;
    const struct qa_records *records;
    uint32_t index[N_REPLY_COLUMNS];
    size_t row;
};

static const struct qa_cell *reply_cell(const struct reply_reader *reader, enum reply_column column)
{
    return qa_records_cell(reader->records, reader->row, reader->index[column]);
}

static const char *reply_text(const struct reply_reader *reader, enum reply_column column)
{
    return qa_cell_trimmed(reply_cell(reader, column), reader->gathering->arena);
}

static enum qa_reply_kind kind_of(const char *word, enum qa_wanted_answer wanted)
{
    static const struct {
        const char *word;
        enum qa_reply_kind kind;
    } words[] = {{"yes", QA_REPLY_YES},       {"y", QA_REPLY_YES},
                 {"true", QA_REPLY_YES},      {"no", QA_REPLY_NO},
                 {"n", QA_REPLY_NO},          {"false", QA_REPLY_NO},
                 {"partly", QA_REPLY_PARTLY}, {"partially", QA_REPLY_PARTLY}};

    if (word[0] == '\0') {
        return QA_REPLY_MISSING;
    }
    if (wanted == QA_WANT_TEXT) {
        return QA_REPLY_TEXT;
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strcmp(word, words[i].word) == 0) {
            return words[i].kind;
        }
    }
    return QA_REPLY_UNCLEAR;
}

static enum qa_status find_question(const struct reply_reader *reader, size_t *question)
{
    struct gathering *gathering = reader->gathering;
    const struct qa_questionnaire *list = gathering->questionnaire;
    const struct qa_cell *cell = reply_cell(reader, AT_ID);
    const char *id = qa_cell_word(cell, gathering->arena);
    const char **ids = QA_ARRAY(gathering->arena, const char *, list->n);

    *question = qa_questionnaire_find(list, id);
    if (*question != SIZE_MAX) {
        return QA_OK;
    }
    for (size_t q = 0; q < list->n; q++) {
        ids[q] = list->questions[q].id;
    }
    const char *nearest = qa_nearest_name(id, ids, list->n);
    return qa_fail_at(gathering->err, "E443", reader->records->file, cell->line, cell->column,
                      "the request has no question '%s'%s%s%s", cell->text,
                      nearest ? " (did you mean '" : "", nearest ? nearest : "",
                      nearest ? "'?)" : "");
}

static enum qa_status read_expiry(const struct reply_reader *reader, int64_t *expires)
{
    const struct qa_cell *cell = reply_cell(reader, AT_EXPIRES);

    *expires = QA_NO_TIME;
    if (reply_text(reader, AT_EXPIRES)[0] == '\0' ||
        qa_date_parse(cell->text, cell->length, expires)) {
        return QA_OK;
    }
    return qa_fail_at(reader->gathering->err, "E444", reader->records->file, cell->line,
                      cell->column,
                      "'%s' is not a date; expected year-month-day such as 2027-03-31, or a "
                      "spreadsheet's date",
                      cell->text);
}

static enum qa_status read_reply(const struct reply_reader *reader, size_t question,
                                 struct qa_reply *reply)
{
    struct gathering *gathering = reader->gathering;
    const struct qa_form_question *asked = &gathering->questionnaire->questions[question];
    const struct qa_cell *answer = reply_cell(reader, AT_ANSWER);

    *reply = (struct qa_reply){.text = reply_text(reader, AT_ANSWER),
                               .evidence = reply_text(reader, AT_EVIDENCE),
                               .note = reply_text(reader, AT_NOTE),
                               .file = reader->records->file,
                               .line = answer->line};
    reply->kind = kind_of(qa_cell_word(answer, gathering->arena), asked->wanted);
    QA_TRY(read_expiry(reader, &reply->expires));
    if (reply->kind == QA_REPLY_UNCLEAR) {
        qa_findings_addf(gathering->findings, QA_WARNING, "W444", reader->records->file,
                         answer->line, answer->column,
                         "the answer to '%s' is neither yes, no nor partly: '%.80s'; it counts as "
                         "none",
                         asked->id, reply->text);
    }
    return QA_OK;
}

static bool same_reply(const struct qa_reply *a, const struct qa_reply *b)
{
    return a->kind == b->kind && a->expires == b->expires &&
           strcmp(a->evidence, b->evidence) == 0 &&
           (a->kind != QA_REPLY_TEXT || strcmp(a->text, b->text) == 0);
}

/* Nothing is overwritten: of two answers one would be lost. */
static enum qa_status keep_reply(const struct reply_reader *reader, struct qa_response *response,
                                 size_t question, const struct qa_reply *reply)
{
    struct gathering *gathering = reader->gathering;
    struct qa_reply *kept = &response->replies[question];
    const struct qa_cell *cell = reply_cell(reader, AT_ANSWER);
    const char *id = gathering->questionnaire->questions[question].id;

    if (kept->file == NULL) {
        *kept = *reply;
        return QA_OK;
    }
    if (!same_reply(kept, reply)) {
        return qa_fail_at(gathering->err, "E442", reader->records->file, cell->line, cell->column,
                          "%s answers '%s' here with '%.60s', and differently on line %llu of %s",
                          response->promises.vendor, id, reply->text,
                          (unsigned long long)kept->line, kept->file);
    }
    qa_findings_addf(gathering->findings, QA_NOTE, "W446", reader->records->file, cell->line,
                     cell->column, "%s has answered '%s' before, on line %llu of %s",
                     response->promises.vendor, id, (unsigned long long)kept->line, kept->file);
    return QA_OK;
}

static bool says_nothing(const struct reply_reader *reader)
{
    return reply_text(reader, AT_ANSWER)[0] == '\0' && reply_text(reader, AT_EVIDENCE)[0] == '\0' &&
           reply_text(reader, AT_EXPIRES)[0] == '\0';
}

static enum qa_status read_row(struct reply_reader *reader, struct qa_row_vendors *vendors,
                               size_t *n_used)
{
    struct gathering *gathering = reader->gathering;
    const char *vendor;
    size_t question;
    struct qa_reply reply;

    if (qa_row_is_example(reader->records, reader->row)) {
        return QA_OK;
    }
    QA_TRY(qa_row_vendor(vendors, reader->row, &vendor, gathering->err));
    if (vendor == NULL) {
        return QA_OK;
    }
    struct qa_response *response = response_of(gathering, vendor);
    response->has_replies = true;
    QA_TRY(find_question(reader, &question));
    if (says_nothing(reader)) {
        return QA_OK;
    }
    ++*n_used;
    QA_TRY(read_reply(reader, question, &reply));
    return keep_reply(reader, response, question, &reply);
}

static enum qa_status read_replies(struct gathering *gathering, struct qa_response_file *file)
{
    struct reply_reader reader = {.gathering = gathering, .records = &file->questions};
    struct qa_row_vendors vendors;

    if (file->questions.header == NULL) {
        return QA_OK;
    }
    QA_TRY(qa_records_columns(&file->questions, reply_columns, N_REPLY_COLUMNS, reader.index,
                              gathering->err));
    QA_TRY(qa_row_vendors_init(&vendors, file, &file->questions, gathering->arena, gathering->err));
    vendors.carries = true;
    for (; reader.row < file->questions.n_records; reader.row++) {
        if (read_row(&reader, &vendors, &file->n_used) != QA_OK) {
            note_unreadable(gathering);
        }
    }
    return QA_OK;
}

/* ---- promises ---- */

static enum qa_status keep_promise(struct gathering *gathering, struct qa_response *response,
                                   const struct qa_promise *promise)
{
    struct qa_vendor_promises *promises = &response->promises;
    const struct qa_promise *before = qa_promise_find(promises, promise->kind, promise->priority);
    size_t *capacity = &gathering->promise_capacities[response - gathering->out->list];

    if (before != NULL) {
        if (before->value == promise->value && before->clock == promise->clock) {
            return QA_OK;
        }
        return qa_fail_at(gathering->err, "E442", promise->file, promise->line, 0,
                          "%s promises %s%s%s twice, differently: before on line %llu of %s",
                          promises->vendor, qa_promise_name(promise->kind),
                          promise->priority[0] != '\0' ? ", " : "", promise->priority,
                          (unsigned long long)before->line, before->file);
    }
    struct qa_promise *list = (struct qa_promise *)(uintptr_t)promises->list;
    list = qa_arena_grow(gathering->arena, list, capacity, promises->n + 1, sizeof *list);
    list[promises->n++] = *promise;
    promises->list = list;
    return QA_OK;
}

static enum qa_status read_promise_row(struct gathering *gathering, struct qa_row_vendors *vendors,
                                       size_t row, size_t *n_used)
{
    struct qa_promise promise;
    const char *vendor;
    bool given;

    if (qa_row_is_example(vendors->records, row)) {
        return QA_OK;
    }
    QA_TRY(qa_row_vendor(vendors, row, &vendor, gathering->err));
    if (vendor == NULL) {
        return QA_OK;
    }
    struct qa_response *response = response_of(gathering, vendor);
    QA_TRY(qa_promise_parse(vendors->records, row, gathering->arena, &promise, &given,
                            gathering->err));
    *n_used += given;
    return given ? keep_promise(gathering, response, &promise) : QA_OK;
}

static enum qa_status read_promises(struct gathering *gathering, struct qa_response_file *file)
{
    struct qa_row_vendors vendors;

    if (file->promises.header == NULL) {
        return QA_OK;
    }
    QA_TRY(qa_row_vendors_init(&vendors, file, &file->promises, gathering->arena, gathering->err));
    vendors.carries = true;
    for (size_t row = 0; row < file->promises.n_records; row++) {
        if (read_promise_row(gathering, &vendors, row, &file->n_used) != QA_OK) {
            note_unreadable(gathering);
        }
    }
    return QA_OK;
}

static int compare_responses(const void *a, const void *b)
{
    const struct qa_response *left = a;
    const struct qa_response *right = b;
    return qa_text_compare(left->promises.vendor, right->promises.vendor);
}

enum qa_status qa_responses_parse(struct qa_response_file *files, size_t n,
                                  const struct qa_questionnaire *questionnaire,
                                  struct qa_arena *arena, struct qa_findings *findings,
                                  struct qa_responses *out, struct qa_error *err)
{
    struct qa_error ignored;
    err = err != NULL ? err : &ignored;
    struct gathering gathering = {.questionnaire = questionnaire,
                                  .arena = arena,
                                  .findings = findings,
                                  .err = err,
                                  .out = out};

    *out = (struct qa_responses){.questionnaire = questionnaire};
    for (size_t i = 0; i < n; i++) {
        QA_TRY(read_replies(&gathering, &files[i]));
        QA_TRY(read_promises(&gathering, &files[i]));
    }
    if (gathering.n_unreadable > 0) {
        *err = gathering.first;
        return QA_INPUT;
    }
    if (out->n > 0) {
        qsort(out->list, out->n, sizeof *out->list, compare_responses);
    }
    return QA_OK;
}
