#include "qa/cli/rework_files.h"

#include <stdlib.h>
#include <string.h>

#include "qa/base/filename.h"

struct sending {
    struct qa_session *session;
    const struct qa_rework_item *items;
    size_t n_items;
    const struct qa_canonical_answer *answers; /* of gold, in the order of rows */
    size_t n_answers;
    const struct qa_writer *writer; /* NULL: rows */
    struct qa_written_file *files;  /* named from the folder on */
    size_t n_files;
    size_t capacity;
    const char **folders; /* of vendors, each once */
    size_t n_folders;
};

static void add_file(struct sending *sending, const char *name, const char *text, size_t size)
{
    sending->files = qa_arena_grow(sending->session->arena, sending->files, &sending->capacity,
                                   sending->n_files + 1, sizeof *sending->files);
    sending->files[sending->n_files++] = (struct qa_written_file){name, text, size};
}

/* ---- the list ---- */

static void put_cell(const char *text, const char *after, FILE *stream)
{
    qa_put_csv_text(text, strlen(text), stream);
    fputs(after, stream);
}

static void put_row(const struct sending *sending, const struct qa_rework_item *item, FILE *stream)
{
    const struct qa_names *names = sending->session->deliveries.names;
    put_cell(qa_strings_text(names->vendors, item->vendor), ",", stream);
    put_cell(qa_strings_text(names->questions, item->question), ",", stream);
    put_cell(qa_strings_text(names->items, item->item), ",", stream);
    qa_write_number((double)item->errors, stream);
    fputc(',', stream);
    put_cell(item->annotators, "\n", stream);
}

static void add_list(struct sending *sending)
{
    char *text = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&text, &size);
    if (stream == NULL) {
        QA_BUG("no memory for the list of rework");
    }
    fputs("vendor,question,item,errors,annotators\n", stream);
    for (size_t i = 0; i < sending->n_items; i++) {
        put_row(sending, &sending->items[i], stream);
    }
    fclose(stream);
    add_file(sending, "manifest.csv", qa_arena_text_n(sending->session->arena, text, size), size);
    free(text);
}

/* ---- gold ---- */

/* Answers of gold to the items of a vendor; *n of them. */
static struct qa_canonical_answer *gold_of(const struct sending *sending, uint32_t vendor,
                                           size_t *n)
{
    const struct qa_deliveries *read = &sending->session->deliveries;
    struct qa_arena *arena = sending->session->arena;
    struct qa_strings *wanted = qa_strings_new(arena);
    struct qa_canonical_answer *out =
        QA_ARRAY(arena, struct qa_canonical_answer, sending->n_answers + 1);
    for (size_t i = 0; i < sending->n_items; i++) {
        const struct qa_rework_item *item = &sending->items[i];
        const uint32_t key[2] = {item->item,
                                 read->questions->list[item->question].partner[QA_GOLD]};
        if (item->vendor == vendor) {
            (void)qa_strings_intern(wanted, (const char *)key, sizeof key);
        }
    }
    *n = 0;
    for (size_t i = 0; i < sending->n_answers; i++) {
        const struct qa_canonical_answer *answer = &sending->answers[i];
        const uint32_t key[2] = {answer->batch->item[answer->answer],
                                 qa_answer_question(answer->batch, answer->answer)};
        if (answer->is_gold && qa_strings_find(wanted, (const char *)key, sizeof key) != QA_NONE) {
            out[(*n)++] = *answer;
        }
    }
    return out;
}

static void add_rows(struct sending *sending, const char *folder,
                     const struct qa_canonical_answer *answers, size_t n)
{
    char *text = NULL;
    size_t size = 0;
    struct qa_arena *arena = sending->session->arena;
    FILE *stream = open_memstream(&text, &size);
    if (stream == NULL) {
        QA_BUG("no memory for the rows of rework");
    }
    const struct qa_canonical_request request = {.delivery = sending->session->deliveries.delivery,
                                                 .gold = sending->session->deliveries.gold,
                                                 .only = answers,
                                                 .n_only = n};
    (void)qa_canonical_write(&request, arena, stream);
    fclose(stream);
    add_file(sending, qa_arena_format(arena, "%s/gold.csv", folder),
             qa_arena_text_n(arena, text, size), size);
    free(text);
}

static void add_gold(struct sending *sending, uint32_t vendor)
{
    struct qa_session *session = sending->session;
    size_t n;
    const char *name =
        vendor == QA_NONE ? "items" : qa_strings_text(session->deliveries.names->vendors, vendor);
    const char *folder =
        qa_file_name_unlike(session->arena, name, sending->folders, sending->n_folders);
    struct qa_canonical_answer *answers = gold_of(sending, vendor, &n);
    sending->folders[sending->n_folders++] = folder;
    if (sending->writer == NULL) {
        add_rows(sending, folder, answers, n);
        return;
    }
    struct qa_writing writing =
        qa_write_answers(sending->writer, answers, n, session->arena, &session->findings);
    for (size_t i = 0; i < writing.n_files; i++) {
        add_file(sending, qa_arena_format(session->arena, "%s/%s", folder, writing.files[i].name),
                 writing.files[i].text, writing.files[i].size);
    }
}

static void add_vendors(struct sending *sending)
{
    struct qa_session *session = sending->session;
    size_t n_vendors = (size_t)qa_strings_count(session->deliveries.names->vendors) + 1;
    bool *is_done = QA_ARRAY(session->arena, bool, n_vendors);
    sending->folders = QA_ARRAY(session->arena, const char *, n_vendors + 1);
    for (size_t i = 0; i < sending->n_items; i++) {
        uint32_t vendor = sending->items[i].vendor;
        size_t place = vendor == QA_NONE ? n_vendors - 1 : vendor;
        if (!is_done[place]) {
            is_done[place] = true;
            add_gold(sending, vendor);
        }
    }
}

enum qa_status qa_write_rework(struct qa_session *session, const struct qa_errors_result *result,
                               const struct qa_rework_files *files,
                               const struct qa_output_settings *output)
{
    struct sending sending = {.session = session};
    const struct qa_canonical_request request = {.delivery = session->deliveries.delivery,
                                                 .gold = session->deliveries.gold};
    if (files->form != NULL) {
        QA_TRY(qa_writer_by_name(files->form, &sending.writer, session->arena, &session->error));
    }
    sending.items = qa_rework_items(result, session->arena, &sending.n_items);
    sending.answers = qa_canonical_order(&request, session->arena, &sending.n_answers);
    if (sending.n_items == 0) {
        qa_findings_addf(&session->findings, QA_WARNING, "W268", NULL, 0, 0,
                         "nothing is wrong, so there is nothing to send back: '%s' is not written",
                         files->folder);
        return QA_OK;
    }
    add_list(&sending);
    add_vendors(&sending);
    QA_TRY(qa_session_stop_on_errors(session, output->max_errors));
    QA_TRY(qa_write_files(session, sending.files, sending.n_files, files->folder, output->force));
    qa_findings_addf(&session->findings, QA_WARNING, "W268", NULL, 0, 0,
                     "'%s' has the right answers of %zu items: whoever gets them knows them, so "
                     "check the next delivery by other gold",
                     files->folder, sending.n_items);
    return QA_OK;
}
