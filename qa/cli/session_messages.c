/* Errors and warnings on stderr. */
#include "qa/cli/session.h"

#include <stdio.h>
#include <string.h>

#include "qa/base/progress.h"
#include "qa/base/utf8.h"

void qa_print_error(const struct qa_error *error)
{
    qa_progress_stop();
    /* Names in it may hold what a terminal would obey. */
    struct qa_arena *arena = qa_arena_new();
    fputs("labelqa: error: ", stderr);
    if (error->file[0] != '\0') {
        fprintf(stderr, "%s:", qa_utf8_clean(arena, error->file, strlen(error->file)));
        if (error->line > 0) {
            fprintf(stderr, "%llu:", (unsigned long long)error->line);
        }
        if (error->column > 0) {
            fprintf(stderr, "%llu:", (unsigned long long)error->column);
        }
        fputc(' ', stderr);
    }
    fprintf(stderr, "%s [%s]\n", qa_utf8_clean(arena, error->text, strlen(error->text)),
            error->code ? error->code : "E600");
    qa_arena_free(arena);
}

/* A finding as people read it: "labelqa: warning: file:line: text [W120]". */
static void print_finding(const struct qa_finding *finding)
{
    struct qa_arena *arena = qa_arena_new();
    fprintf(stderr, "labelqa: %s: ", qa_severity_name(finding->severity));
    if (finding->file != NULL) {
        fprintf(stderr, "%s:", qa_utf8_clean(arena, finding->file, strlen(finding->file)));
        if (finding->line > 0) {
            fprintf(stderr, "%llu:", (unsigned long long)finding->line);
        }
        fputc(' ', stderr);
    }
    fprintf(stderr, "%s [%s]\n", qa_utf8_clean(arena, finding->text, strlen(finding->text)),
            finding->code);
    qa_arena_free(arena);
}

/* ---- what files were taken for ---- */

/* Sources i.. of a batch that are said in one line. */
static size_t count_alike(const struct qa_batch *batch, size_t i)
{
    const struct qa_source *first = &batch->sources[i];
    size_t n = 1;
    while (first->input != NULL && i + n < batch->n_sources) {
        const struct qa_source *next = &batch->sources[i + n];
        bool is_alike = next->input != NULL && strcmp(next->input, first->input) == 0 &&
                        strcmp(next->format, first->format) == 0 &&
                        (next->mapping == NULL) == (first->mapping == NULL) &&
                        (first->mapping == NULL || strcmp(next->mapping, first->mapping) == 0);
        if (!is_alike) {
            break;
        }
        n++;
    }
    return n;
}

static void say_source(const struct qa_source *source, size_t n, const char *role,
                       struct qa_arena *arena)
{
    const char *path = n > 1 ? source->input : source->path;
    fprintf(stderr, "labelqa: %s: %s", qa_utf8_clean(arena, path, strlen(path)), source->format);
    if (n > 1) {
        fprintf(stderr, ", %zu files", n);
    }
    fprintf(stderr, "%s%s", role[0] != '\0' ? ", " : "", role);
    if (source->mapping != NULL) {
        fprintf(stderr, " (%s)", qa_utf8_clean(arena, source->mapping, strlen(source->mapping)));
    }
    fputc('\n', stderr);
}

/* Gold that a delivery holds has its line there. */
static bool has_line(const struct qa_batch *delivery, const struct qa_source *source)
{
    for (size_t s = 0; delivery != NULL && s < delivery->n_sources; s++) {
        if (strcmp(delivery->sources[s].path, source->path) == 0) {
            return true;
        }
    }
    return false;
}

void qa_session_say_formats(const struct qa_session *session)
{
    enum { MOST_LINES = 12 };
    const struct qa_deliveries *read = &session->deliveries;
    const struct qa_batch *const batches[] = {read->delivery, read->gold, read->prelabels};
    static const char *const roles[] = {"", "gold", "pre-labels"};
    struct qa_arena *arena = qa_arena_new();
    size_t n_lines = 0;
    size_t n_left = 0;
    qa_progress_stop();
    for (size_t b = 0; b < sizeof batches / sizeof *batches; b++) {
        size_t n = 0;
        for (size_t s = 0; batches[b] != NULL && s < batches[b]->n_sources; s += n) {
            const struct qa_source *source = &batches[b]->sources[s];
            n = count_alike(batches[b], s);
            if (n_lines == MOST_LINES) {
                n_left += n;
            } else if (b == 0 || !has_line(batches[0], source)) {
                say_source(source, n, roles[b], arena);
                n_lines++;
            }
        }
    }
    if (n_left > 0) {
        fprintf(stderr, "labelqa: ... and %zu more files\n", n_left);
    }
    qa_arena_free(arena);
}

/* All but those of what was ordered; those of what is measured (W4) stand in the report's
 * sentences, unless it is printed without them. */
static bool is_said(const char *code, bool has_sentences)
{
    bool is_measured = strncmp(code, "W4", 2) == 0;
    return code[0] == 'W' && (!is_measured || !has_sentences) && strcmp(code, "W201") != 0 &&
           strcmp(code, "W202") != 0;
}

void qa_session_print_warnings(const struct qa_session *session, bool has_sentences)
{
    qa_progress_stop();
    enum { SHOWN_OF_A_CODE = 3 };
    const struct qa_findings *findings = &session->findings;
    for (size_t c = 0; c < findings->n_codes; c++) {
        const char *code = findings->codes[c].code;
        uint64_t shown = 0;
        for (size_t i = 0; is_said(code, has_sentences) && i < findings->n; i++) {
            const struct qa_finding *finding = &findings->list[i];
            if (finding->severity == QA_WARNING && strcmp(finding->code, code) == 0 &&
                shown < SHOWN_OF_A_CODE) {
                print_finding(finding);
                shown++;
            }
        }
        if (shown > 0 && findings->codes[c].n > shown) {
            fprintf(stderr, "labelqa: ... and %llu more [%s]\n",
                    (unsigned long long)(findings->codes[c].n - shown), code);
        }
    }
}

enum qa_status qa_session_stop_on_errors(struct qa_session *session, uint64_t max_errors)
{
    const struct qa_findings *findings = &session->findings;
    uint64_t total = findings->total[QA_ERROR];
    if (total == 0) {
        return QA_OK;
    }
    uint64_t shown = 0;
    for (size_t i = 0; i < findings->n && (max_errors == 0 || shown < max_errors); i++) {
        const struct qa_finding *finding = &findings->list[i];
        if (finding->severity != QA_ERROR) {
            continue;
        }
        struct qa_error error = {
            .code = finding->code, .line = finding->line, .column = finding->column};
        snprintf(error.file, sizeof error.file, "%s", finding->file ? finding->file : "");
        snprintf(error.text, sizeof error.text, "%s", finding->text);
        qa_print_error(&error);
        shown++;
    }
    if (shown < total) {
        fprintf(stderr, "labelqa: ... and %llu more (--max-errors 0 shows all)\n",
                (unsigned long long)(total - shown));
    }
    session->error.code = NULL; /* all is said */
    return QA_INPUT;
}
