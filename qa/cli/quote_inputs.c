#include "qa/cli/quote_inputs.h"

#include <stdlib.h>
#include <string.h>

#include "qa/base/number.h"
#include "qa/base/time.h"
#include "qa/cli/responses.h"

struct qa_quote_day qa_quote_day(const struct qa_project *project)
{
    const char *epoch = getenv("SOURCE_DATE_EPOCH");
    uint64_t seconds;

    if (project->as_of != QA_NO_TIME) {
        return (struct qa_quote_day){project->as_of, "stated", true};
    }
    if (epoch != NULL && qa_parse_count(epoch, strlen(epoch), &seconds) &&
        seconds < UINT64_C(1) << 40) {
        return (struct qa_quote_day){(int64_t)(seconds - seconds % 86400) * QA_SECOND,
                                     "SOURCE_DATE_EPOCH", false};
    }
    return (struct qa_quote_day){.as_of = QA_NO_TIME};
}

/* Quotes and requests sent back, one or several a vendor; without any the project's quotes. */
static enum qa_status read_charges(struct qa_session *session, const struct qa_quote_files *files,
                                   const struct qa_records **out)
{
    struct qa_response_path *paths;
    size_t n;

    if (session->n_operands == 0 && files->vendors->n == 0) {
        return qa_session_project_charges(session, files->project, out);
    }
    QA_TRY(qa_response_paths(session, files->vendors, &paths, &n));
    return qa_session_charges(session, paths, n, out);
}

static struct qa_cell cell_of(const char *text, uint64_t line, uint64_t column)
{
    return (struct qa_cell){
        .text = text, .length = (uint32_t)strlen(text), .column = (uint32_t)column, .line = line};
}

const struct qa_records *qa_project_offer(const struct qa_project *project, struct qa_arena *arena)
{
    enum { VENDOR, MODEL, FIELD, VALUE, CURRENCY, N_COLUMNS };
    static const char *const names[N_COLUMNS] = {"vendor", "model", "field", "value", "currency"};
    const struct qa_project_in_house *own = &project->in_house;

    if (own->n == 0) {
        return NULL;
    }
    struct qa_cell *cells = QA_ARRAY(arena, struct qa_cell, (own->n + 1) * N_COLUMNS);
    for (size_t c = 0; c < N_COLUMNS; c++) {
        cells[c] = cell_of(names[c], 1, 1);
    }
    for (size_t i = 0; i < own->n; i++) {
        const struct qa_project_field *field = &own->fields[i];
        const char *const texts[N_COLUMNS] = {
            [VENDOR] = own->vendor != NULL ? own->vendor : "in-house",
            [MODEL] = qa_model_name(QA_IN_HOUSE),
            [FIELD] = field->key,
            [VALUE] = field->text,
            [CURRENCY] = own->currency != NULL ? own->currency : ""};

        for (size_t c = 0; c < N_COLUMNS; c++) {
            cells[(i + 1) * N_COLUMNS + c] = cell_of(texts[c], field->line, field->column);
        }
    }
    struct qa_records *records = QA_NEW(arena, struct qa_records);
    *records = (struct qa_records){.file = project->path,
                                   .n_columns = N_COLUMNS,
                                   .n_records = own->n,
                                   .header = cells,
                                   .cells = cells + N_COLUMNS};
    return records;
}

enum qa_status qa_session_quotes(struct qa_session *session, const struct qa_quote_files *files,
                                 struct qa_quotes *out)
{
    const struct qa_project *project = files->project;
    struct qa_quote_day day = qa_quote_day(project);

    struct qa_quote_input input = {
        .currency = project->currency, .as_of = day.as_of, .as_of_source = day.source};
    QA_TRY(read_charges(session, files, &input.quotes));
    QA_TRY(qa_session_numbers(session, project->models, "models", "model,field", &qa_model_forms,
                              &input.models));
    QA_TRY(
        qa_session_numbers(session, project->rates, "rates", "rate", &qa_rate_forms, &input.rates));
    input.in_house = qa_project_offer(project, session->arena);
    if (input.quotes == NULL && input.models == NULL && input.in_house == NULL) {
        return qa_fail(&session->error, QA_USAGE, "E005",
                       "quote reads a file of quotes, or offers by --models, or audit.yaml by -c");
    }
    return qa_quotes_parse(&input, session->arena, &session->findings, out, &session->error);
}
