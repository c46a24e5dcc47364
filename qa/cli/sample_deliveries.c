#include <stdio.h>
#include <string.h>

#include "qa/cli/sample_modes.h"
#include "reports/workbook.h"

static enum qa_status read_files(struct qa_session *session,
                                 const struct qa_sample_settings *settings,
                                 struct qa_sample_choice *choice)
{
    bool is_file = choice->pps != NULL && !qa_sample_knows_size(choice->pps);
    size_t n = settings->earlier.n;
    const struct qa_records **earlier = QA_ARRAY(session->arena, const struct qa_records *, n + 1);
    QA_TRY(qa_session_question(session, settings->question, &choice->request.question));
    QA_TRY(qa_session_records(session, settings->plan, "plan", "n,sample_size", &choice->plan));
    QA_TRY(
        qa_session_records(session, choice->rates_file, "expected rates", "rate", &choice->rates));
    QA_TRY(
        qa_session_records(session, is_file ? choice->pps : NULL, "sizes", "size", &choice->sizes));
    for (size_t f = 0; f < n; f++) {
        QA_TRY(qa_session_records(session, settings->earlier.list[f], "earlier sample",
                                  "id,unit_id", &earlier[f]));
    }
    choice->request.delivery = session->deliveries.delivery;
    choice->earlier = earlier;
    choice->n_earlier = n;
    return QA_OK;
}

struct book {
    const struct qa_sample_sheet *sheet;
    const struct qa_report *report;
};

static enum qa_status write_sheet(void *context, const char *path, struct qa_error *err)
{
    const struct book *book = context;
    return qa_workbook_sample(book->sheet, book->report, path, err);
}

static enum qa_status print_sheet(struct qa_session *session,
                                  const struct qa_sample_settings *settings,
                                  const struct qa_sample_chosen *chosen,
                                  const struct qa_sample_sheet *sheet)
{
    struct qa_output_settings output = settings->output;
    const struct qa_draw draw = qa_draw_of_sample(sheet);
    struct book book = {sheet, session->report};
    output.digits = NULL; /* rounded probabilities would make another sample of it */
    qa_sample_tables(sheet, session->report);
    qa_sample_letters(chosen, sheet->sample, session->report);
    QA_TRY(qa_session_print_workbook(session, &output, write_sheet, &book));
    qa_sample_say_draw(session, &settings->output, &draw);
    return QA_OK;
}

void qa_sample_say_draw(struct qa_session *session, const struct qa_output_settings *output,
                        const struct qa_draw *draw)
{
    if (output->quiet || qa_output_format_of(output) == QA_OUT_TABLE) {
        return;
    }
    fprintf(stderr, "labelqa: %s\n", qa_draw_sentence(draw, session->arena));
    for (size_t i = 0; i < session->report->n_inputs; i++) {
        const struct qa_report_input *input = &session->report->inputs[i];
        if (strcmp(input->role, "delivery") == 0) {
            fprintf(stderr, "labelqa: drawn from %s, SHA-256 %s\n", input->path, input->sha256);
        }
    }
}

enum qa_status qa_sample_proof(struct qa_session *session,
                               const struct qa_sample_settings *settings,
                               const struct qa_report *drawn, const struct qa_draw *draw)
{
    struct qa_sheet_proof proof = {.drawn = qa_report_table(drawn, "sample"),
                                   .seed_text =
                                       qa_seed_text(draw->seed, draw->commitment, session->arena),
                                   .of_what = settings->lists.ids != NULL ? "list" : "delivery"};
    bool same;
    QA_TRY(qa_session_sheet(session, settings->verify, &proof.sheet));
    QA_TRY(qa_sample_verify(&proof, &same, session->report, &session->error));
    QA_TRY(qa_session_print(session, &settings->output));
    return same ? QA_OK : QA_LIMIT_FAILED;
}

enum qa_status qa_sample_deliveries(struct qa_session *session,
                                    const struct qa_sample_settings *settings)
{
    struct qa_sample_choice choice = settings->choice;
    struct qa_sample_chosen chosen;
    struct qa_sample sample;
    struct qa_reading reading = settings->reading;
    const struct qa_texts auditors = qa_split_list(session->arena, settings->auditors);
    struct qa_sample_sheet sheet = {.sample = &sample,
                                    .show_answers = settings->show_answers,
                                    .auditors = auditors.list,
                                    .n_auditors = auditors.n,
                                    .overlap = settings->overlap,
                                    .images = settings->images};
    QA_TRY(qa_sample_hides_nothing(session, settings));
    reading.naming = QA_NAMES_HIDDEN; /* a work sheet is for auditors */
    QA_TRY(qa_session_read(session, &reading, &settings->output));
    QA_TRY(qa_sample_check_choice(&choice, &session->error));
    QA_TRY(read_files(session, settings, &choice));
    QA_TRY(qa_sample_choose(&choice, session->arena, &chosen, &session->error));
    if (settings->seed_file != NULL) {
        QA_TRY(qa_seed_of_delivery(session, settings->seed_file, &chosen.request.seed,
                                   &sheet.commitment));
    }
    chosen.request.blind = !settings->show_answers;
    QA_TRY(qa_sample(&chosen.request, session->arena, &sample, &session->error));
    session->report->has_seed = settings->seed_file == NULL;
    session->report->seed = choice.request.seed;
    sheet.delivery = session->deliveries.delivery;
    QA_TRY(qa_sample_check_auditors(&sheet, &session->error));
    if (settings->verify != NULL) {
        struct qa_report *drawn = qa_report_new(session->arena, "sample");
        const struct qa_draw draw = qa_draw_of_sample(&sheet);
        qa_sample_tables(&sheet, drawn);
        return qa_sample_proof(session, settings, drawn, &draw);
    }
    qa_sample_say(&chosen, &sample, &session->findings);
    return print_sheet(session, settings, &chosen, &sheet);
}
