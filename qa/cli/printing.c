/* The output end of a session: where and in which form the report goes. */
#include "qa/cli/session.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "qa/base/number.h"
#include "qa/base/output.h"
#include "qa/base/progress.h"
#include "qa/base/utf8.h"
#include "qa/cli/naming.h"
#include "qa/formats/workbook_check.h"
#include "qa/table/print.h"
#include "reports/workbook.h"

static const char *const format_choices[] = {"auto",  "table", "csv",  "tsv", "json",
                                             "jsonl", "md",    "xlsx", NULL};
static const char *const colour_choices[] = {"auto", "always", "never", NULL};

const struct qa_option qa_output_options[QA_N_OUTPUT_OPTIONS] = {
    {'o', "output", QA_OPTION_TEXT, offsetof(struct qa_output_settings, path), "FILE",
     "write there instead of standard output; the format follows the suffix"},
    {0, "format", QA_OPTION_CHOICE, offsetof(struct qa_output_settings, format),
     "table|csv|tsv|json|jsonl|md|xlsx", "of the output", format_choices},
    {0, "table", QA_OPTION_TEXT, offsetof(struct qa_output_settings, table), "NAME",
     "only this table; csv, tsv and jsonl hold one, the first without this"},
    {0, "digits", QA_OPTION_TEXT, offsetof(struct qa_output_settings, digits), "N",
     "after the decimal point in tables for people"},
    {0, "color", QA_OPTION_CHOICE, offsetof(struct qa_output_settings, colour), "auto|always|never",
     "auto (default) is off without a terminal or with NO_COLOR", colour_choices},
    {0, "force", QA_OPTION_FLAG, offsetof(struct qa_output_settings, force), NULL,
     "replace an existing output file"},
    {'q', "quiet", QA_OPTION_FLAG, offsetof(struct qa_output_settings, quiet), NULL,
     "no row counts and notes on standard error"},
    {0, "max-errors", QA_OPTION_COUNT, offsetof(struct qa_output_settings, max_errors), "N",
     "show at most N problems of the input (default 20; 0: all)"},
    {'j', "threads", QA_OPTION_COUNT, offsetof(struct qa_output_settings, threads), "N",
     "threads (default: all); results do not depend on it"},
    {0, "max-memory", QA_OPTION_TEXT, offsetof(struct qa_output_settings, max_memory), "SIZE",
     "stop with status 7 when more memory is needed: 500MB, 2GB (256MB or more)"},
    {0, "raw", QA_OPTION_FLAG, offsetof(struct qa_output_settings, raw), NULL,
     "csv and tsv for programs: without the apostrophe that keeps spreadsheet programs from taking "
     "a text for a formula"},
};

static bool has_suffix(const char *path, const char *suffix)
{
    size_t path_length = strlen(path);
    size_t suffix_length = strlen(suffix);
    return path_length > suffix_length &&
           strcasecmp(path + path_length - suffix_length, suffix) == 0;
}

enum qa_output_format qa_output_format_of(const struct qa_output_settings *output)
{
    if (output->format != QA_OUT_AUTO || output->path == NULL) {
        return output->format == QA_OUT_AUTO ? QA_OUT_TABLE : (enum qa_output_format)output->format;
    }
    for (int i = QA_OUT_CSV; i <= QA_OUT_XLSX; i++) {
        char suffix[8];
        snprintf(suffix, sizeof suffix, ".%s", format_choices[i]);
        if (has_suffix(output->path, suffix)) {
            return (enum qa_output_format)i;
        }
    }
    return QA_OUT_TABLE;
}

/* "500MB", "2GB", in powers of 1000 as disks and clouds count. */
static bool parse_size(const char *text, uint64_t *out)
{
    static const char *const units[] = {"", "KB", "MB", "GB", "TB"};
    size_t digits = strspn(text, "0123456789");
    if (digits == 0 || digits > 15 || !qa_parse_count(text, digits, out)) {
        return false;
    }
    for (size_t u = 0; u < sizeof units / sizeof *units; u++) {
        if (strcasecmp(text + digits, units[u]) == 0) {
            return true;
        }
        if (*out > UINT64_MAX / 1000) {
            return false;
        }
        *out *= 1000;
    }
    return false;
}

enum qa_status qa_output_limit_memory(const struct qa_output_settings *output, struct qa_error *err)
{
    enum { LEAST = 256000000 }; /* threads and libraries want some before anything is read */
    uint64_t size = 0;
    if (output->max_memory == NULL) {
        return QA_OK;
    }
    if (!parse_size(output->max_memory, &size) || size < LEAST) {
        return qa_fail(err, QA_USAGE, "E002",
                       "--max-memory: '%s' is no size from 256MB on; write 500MB or 2GB",
                       output->max_memory);
    }
    const struct rlimit limit = {.rlim_cur = size, .rlim_max = size};
    return setrlimit(RLIMIT_DATA, &limit) == 0
               ? QA_OK
               : qa_fail(err, QA_USAGE, "E002", "--max-memory: the system refuses: %s",
                         strerror(errno));
}

enum qa_status qa_output_check(const struct qa_output_settings *output, struct qa_error *err)
{
    static const char *const plain[] = {".txt", ".text", ".out", ".log", NULL};
    if (output->path == NULL || output->is_other_form ||
        qa_output_format_of(output) != QA_OUT_TABLE || output->format != QA_OUT_AUTO) {
        return QA_OK;
    }
    const char *slash = strrchr(output->path, '/');
    const char *name = slash != NULL ? slash + 1 : output->path;
    const char *dot = strrchr(name, '.');
    bool is_plain = dot == NULL || dot == name || dot[1] == '\0';
    for (int i = 0; !is_plain && plain[i] != NULL; i++) {
        is_plain = strcasecmp(dot, plain[i]) == 0;
    }
    return is_plain
               ? QA_OK
               : qa_fail(err, QA_USAGE, "E019",
                         "-o %s: %s files are not written; .xlsx, .csv, .tsv, .json, .jsonl, .md "
                         "and .txt are, and --format table|csv|... writes any name",
                         output->path, dot);
}

static bool wants_colour(const struct qa_output_settings *output)
{
    if (output->colour != 0) {
        return output->colour == 1;
    }
    const char *term = getenv("TERM");
    return output->path == NULL && isatty(STDOUT_FILENO) && getenv("NO_COLOR") == NULL &&
           (term == NULL || strcmp(term, "dumb") != 0);
}

static unsigned terminal_width(void)
{
    enum { WIDEST = 400 };
    const char *columns = getenv("COLUMNS");
    uint64_t n = 0;
    if (columns != NULL && qa_parse_count(columns, strlen(columns), &n) && n >= 40 && n <= WIDEST) {
        return (unsigned)n;
    }
    struct winsize size;
    if (isatty(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 &&
        size.ws_col >= 40) {
        return size.ws_col;
    }
    /* Nothing is cut for what is no terminal. */
    return isatty(STDOUT_FILENO) ? 80 : WIDEST;
}

static enum qa_status print_options(const struct qa_output_settings *output,
                                    struct qa_print_options *options, struct qa_error *err)
{
    static const enum qa_text_format formats[] = {
        [QA_OUT_TABLE] = QA_FORMAT_TABLE, [QA_OUT_CSV] = QA_FORMAT_CSV,
        [QA_OUT_TSV] = QA_FORMAT_TSV,     [QA_OUT_JSON] = QA_FORMAT_JSON,
        [QA_OUT_JSONL] = QA_FORMAT_JSONL, [QA_OUT_MD] = QA_FORMAT_MARKDOWN,
    };
    *options = (struct qa_print_options){.format = formats[qa_output_format_of(output)],
                                         .width = terminal_width(),
                                         .raw = output->raw,
                                         .digits = -1,
                                         .colour = wants_colour(output),
                                         .table = output->table};
    uint64_t digits = 0;
    if (output->digits != NULL) {
        if (!qa_parse_count(output->digits, strlen(output->digits), &digits) || digits > 17) {
            return qa_fail(err, QA_USAGE, "E002", "--digits: '%s' is not a number from 0 to 17",
                           output->digits);
        }
        options->digits = (int)digits;
    }
    return QA_OK;
}

static void print_row_counts(const struct qa_report *report)
{
    uint64_t read = 0;
    uint64_t used = 0;
    for (size_t i = 0; i < report->n_inputs; i++) {
        read += report->inputs[i].rows_read;
        used += report->inputs[i].rows_used;
    }
    if (report->n_inputs == 0) {
        return;
    }
    struct qa_arena *arena = qa_arena_new();
    fprintf(stderr, "labelqa: %llu rows read, %llu used, %llu excluded\n", (unsigned long long)read,
            (unsigned long long)used, (unsigned long long)(read - used));
    for (size_t i = 0; i < report->n_inputs; i++) {
        const struct qa_report_input *input = &report->inputs[i];
        for (size_t e = 0; e < input->n_exclusions; e++) {
            fprintf(stderr, "labelqa:   %s: %llu excluded: %s\n",
                    qa_utf8_clean(arena, input->path, strlen(input->path)),
                    (unsigned long long)input->exclusions[e].rows, input->exclusions[e].reason);
        }
    }
    qa_arena_free(arena);
}

/* Whether the report is printed with the sentences before its tables. */
static bool has_sentences(const struct qa_output_settings *output)
{
    enum qa_output_format format = qa_output_format_of(output);
    return output->table == NULL && format != QA_OUT_CSV && format != QA_OUT_TSV &&
           format != QA_OUT_JSONL;
}

static void print_end(const struct qa_session *session, const struct qa_output_settings *output)
{
    qa_progress_stop();
    if (!output->quiet) {
        qa_session_print_warnings(session, has_sentences(output));
        print_row_counts(session->report);
        qa_session_say_open_names(session);
    }
}

static enum qa_status print_text(struct qa_session *session,
                                 const struct qa_output_settings *output)
{
    struct qa_print_options options;
    QA_TRY(print_options(output, &options, &session->error));
    struct qa_output file = {0};
    QA_TRY(qa_output_open(&file, output->path,
                          output->force ? QA_REPLACE_EXISTING : QA_KEEP_EXISTING, &session->error));
    enum qa_status status =
        output->is_private ? qa_output_make_private(file.temporary, &session->error) : QA_OK;
    if (status == QA_OK) {
        status = qa_report_print(session->report, &options, file.stream, &session->error);
    }
    if (status != QA_OK) {
        qa_output_abandon(&file);
        return status;
    }
    return qa_output_commit(&file, &session->error);
}

enum qa_status qa_session_start_workbook(struct qa_session *session, const char *path, bool force,
                                         qa_workbook_writer writer, void *context,
                                         struct qa_output *file)
{
    QA_TRY(qa_output_reserve(file, path, force ? QA_REPLACE_EXISTING : QA_KEEP_EXISTING,
                             &session->error));
    enum qa_status status = writer(context, file->temporary, &session->error);
    if (status == QA_OK) {
        status = qa_workbook_check(file->temporary, &session->error);
    }
    if (status != QA_OK) {
        qa_output_abandon(file);
    }
    return status;
}

struct private_writing {
    qa_workbook_writer writer;
    void *context;
};

static enum qa_status write_private(void *context, const char *path, struct qa_error *err)
{
    const struct private_writing *inner = context;
    QA_TRY(qa_output_make_private(path, err));
    return inner->writer(inner->context, path, err);
}

static enum qa_status print_workbook(struct qa_session *session,
                                     const struct qa_output_settings *output,
                                     qa_workbook_writer writer, void *context)
{
    if (output->path == NULL || strcmp(output->path, "-") == 0) {
        return qa_fail(&session->error, QA_USAGE, "E006",
                       "a workbook needs a file: -o vendors.xlsx");
    }
    struct qa_output file = {0};
    struct private_writing inner = {writer, context};
    QA_TRY(qa_session_start_workbook(session, output->path, output->force,
                                     output->is_private ? write_private : writer,
                                     output->is_private ? &inner : context, &file));
    return qa_output_commit(&file, &session->error);
}

enum qa_status qa_session_write_beside(struct qa_session *session, const char *path, bool force,
                                       qa_text_writer writer, void *context)
{
    struct qa_output file = {0};
    QA_TRY(qa_output_open(&file, path, force ? QA_REPLACE_EXISTING : QA_KEEP_EXISTING,
                          &session->error));
    writer(context, file.stream);
    return qa_output_commit(&file, &session->error);
}

enum qa_status qa_session_write(struct qa_session *session, const struct qa_output_settings *output,
                                qa_text_writer writer, void *context)
{
    qa_progress_stop();
    QA_TRY(qa_session_write_beside(session, output->path, output->force, writer, context));
    print_end(session, output);
    return QA_OK;
}

enum qa_status qa_session_end(struct qa_session *session, const struct qa_output_settings *output)
{
    print_end(session, output);
    return QA_OK;
}

enum qa_status qa_session_print_workbook(struct qa_session *session,
                                         const struct qa_output_settings *output,
                                         qa_workbook_writer writer, void *context)
{
    if (qa_output_format_of(output) == QA_OUT_XLSX) {
        qa_progress_say("writing the workbook");
        QA_TRY(print_workbook(session, output, writer, context));
    } else {
        qa_progress_stop();
        QA_TRY(print_text(session, output));
    }
    print_end(session, output);
    return QA_OK;
}

struct book_writing {
    qa_book_writer writer;
    const struct qa_report *report;
};

static enum qa_status write_book(void *context, const char *path, struct qa_error *err)
{
    const struct book_writing *book = context;
    return book->writer(book->report, path, err);
}

enum qa_status qa_session_print_book(struct qa_session *session,
                                     const struct qa_output_settings *output, qa_book_writer writer)
{
    struct book_writing book = {writer, session->report};
    return qa_session_print_workbook(session, output, write_book, &book);
}

enum qa_status qa_session_print(struct qa_session *session, const struct qa_output_settings *output)
{
    return qa_session_print_book(session, output, qa_workbook_tables);
}

static bool is_shown(const char *name, const char *const *shown)
{
    while (*shown != NULL && strcmp(*shown, name) != 0) {
        shown++;
    }
    return *shown != NULL;
}

enum qa_status qa_session_print_shown(struct qa_session *session,
                                      const struct qa_output_settings *output,
                                      const char *const *shown)
{
    struct qa_report *full = session->report;
    if (qa_output_format_of(output) != QA_OUT_TABLE || output->table != NULL) {
        return qa_session_print(session, output);
    }
    struct qa_report part = *full;
    part.tables = NULL;
    part.n_tables = 0;
    for (size_t t = 0; t < full->n_tables; t++) {
        if (is_shown(full->tables[t]->name, shown)) {
            qa_report_add_table(&part, full->tables[t]);
        }
    }
    session->report = &part;
    enum qa_status status = qa_session_print(session, output);
    session->report = full;
    return status;
}
