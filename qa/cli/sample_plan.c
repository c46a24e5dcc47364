#include "qa/cli/sample_plan.h"

#include <math.h>
#include <string.h>

#include "qa/audit/plan_read.h"
#include "qa/audit/truth.h"
#include "qa/base/number.h"
#include "qa/cli/sample_seed.h"

const char *const qa_allocation_choices[] = {"auto",  "proportional", "neyman",
                                             "equal", "power",        NULL};
const char *const qa_cluster_choices[] = {"no", "batch", "annotator", NULL};

/* ---- words ---- */

static enum qa_status stratum_fields(struct qa_session *session, const char *text, unsigned *fields)
{
    static const char *const names[] = {"vendor", "annotator", "label", "batch", "agreement"};
    static const unsigned bits[] = {QA_STRATUM_VENDOR, QA_STRATUM_ANNOTATOR, QA_STRATUM_LABEL,
                                    QA_STRATUM_BATCH, QA_STRATUM_AGREEMENT};
    enum { N_NAMES = sizeof names / sizeof *names };
    struct qa_texts parts = qa_split_list(session->arena, text != NULL ? text : "");
    *fields = 0;
    for (size_t i = 0; i < parts.n; i++) {
        const char *part = strcmp(parts.list[i], "class") == 0 ? "label" : parts.list[i];
        size_t f = 0;
        while (f < N_NAMES && strcmp(names[f], part) != 0) {
            f++;
        }
        if (f == N_NAMES) {
            return qa_fail(&session->error, QA_USAGE, "E002",
                           "--stratify: '%s' is not one of vendor, annotator, label, batch, "
                           "agreement",
                           part);
        }
        *fields |= bits[f];
    }
    return QA_OK;
}

static void choose_allocation(const struct qa_draw_settings *settings,
                              struct qa_sample_request *request)
{
    static const enum qa_allocation rules[] = {QA_PROPORTIONAL, QA_PROPORTIONAL, QA_NEYMAN,
                                               QA_EQUAL, QA_POWER};
    /* The reason to tell uncertain items apart is to look at more of them. */
    bool by_default = settings->allocation == 0;
    request->allocation =
        by_default && settings->uncertain ? QA_EQUAL : rules[settings->allocation];
    request->power = settings->power;
    request->minimum = settings->minimum;
}

/* ---- files beside the delivery ---- */

struct pair_file {
    const struct qa_records *records;
    uint32_t column[2];
};

static enum qa_status open_pairs(struct qa_session *session, const char *path, const char *role,
                                 const struct qa_column_spec specs[2], struct pair_file *out)
{
    QA_TRY(qa_session_records(session, path, role, specs[1].name, &out->records));
    return qa_records_columns(out->records, specs, 2, out->column, &session->error);
}

/* The second cell of a record as a number that is not negative. */
static enum qa_status pair_value(struct qa_session *session, const struct pair_file *file, size_t r,
                                 double *value)
{
    const struct qa_cell *cell = qa_records_cell(file->records, r, file->column[1]);
    const char *percent = strchr(cell->text, '%');
    size_t length = percent != NULL && percent[1] == '\0' ? cell->length - 1 : cell->length;
    if (!qa_parse_real(cell->text, length, value) || !(*value >= 0) || !isfinite(*value)) {
        return qa_fail_at(&session->error, "E304", file->records->file, cell->line, cell->column,
                          "'%.60s' is not a number of 0 or more", cell->text);
    }
    *value = length < cell->length ? *value / 100 : *value;
    return QA_OK;
}

static enum qa_status read_rates(struct qa_session *session, const char *path,
                                 struct qa_sample_request *request)
{
    static const struct qa_column_spec specs[] = {{"stratum", "annotator,label,batch,vendor", true},
                                                  {"rate", "error_rate,expected", true}};
    struct pair_file file;
    QA_TRY(open_pairs(session, path, "expected rates", specs, &file));
    struct qa_expected_rate *rates =
        QA_ARRAY(session->arena, struct qa_expected_rate, file.records->n_records + 1);
    for (size_t r = 0; r < file.records->n_records; r++) {
        rates[r].stratum = qa_records_cell(file.records, r, file.column[0])->text;
        QA_TRY(pair_value(session, &file, r, &rates[r].rate));
    }
    request->rates = rates;
    request->n_rates = file.records->n_records;
    return QA_OK;
}

static enum qa_status sizes_of_file(struct qa_session *session, const char *path, double *size)
{
    static const struct qa_column_spec specs[] = {{"item", "item_id,task,image", true},
                                                  {"size", "price,weight,value", true}};
    const struct qa_batch *batch = session->deliveries.delivery;
    const struct qa_strings *items = batch->names->items;
    struct pair_file file;
    QA_TRY(open_pairs(session, path, "sizes", specs, &file));
    double *of_item = QA_ARRAY(session->arena, double, qa_strings_count(items) + (size_t)1);
    for (size_t r = 0; r < file.records->n_records; r++) {
        const struct qa_cell *name = qa_records_cell(file.records, r, file.column[0]);
        uint32_t item = qa_strings_find(items, name->text, name->length);
        double value;
        QA_TRY(pair_value(session, &file, r, &value));
        if (item != QA_NONE) {
            of_item[item] = value;
        }
    }
    for (size_t a = 0; a < batch->n_answers; a++) {
        size[a] = of_item[batch->item[a]];
    }
    return QA_OK;
}

static enum qa_status find_sizes(struct qa_session *session, const char *what,
                                 struct qa_sample_request *request)
{
    const struct qa_batch *batch = session->deliveries.delivery;
    double *size = QA_ARRAY(session->arena, double, batch->n_answers + 1);
    bool objects = strcmp(what, "objects") == 0;
    bool seconds = strcmp(what, "seconds") == 0;
    bool uncertainty = strcmp(what, "uncertainty") == 0;
    request->design = QA_SAMPLE_PPS;
    request->size = size;
    if (!objects && !seconds && !uncertainty) {
        return sizes_of_file(session, what, size);
    }
    for (size_t a = 0; a < batch->n_answers; a++) {
        int64_t duration = qa_answer_duration(batch, a);
        double posterior = uncertainty ? request->certainty[batch->item[a]] : 0;
        size[a] = objects   ? (double)qa_object_count(batch, a)
                  : seconds ? (double)(duration > 0 ? duration : 0)
                            /* What is all but certain is looked at too, if seldom. */
                            : fmax(1 - fmax(posterior, 0), 0.01);
    }
    return QA_OK;
}

static enum qa_status read_earlier(struct qa_session *session, const struct qa_texts *files,
                                   struct qa_sample_request *request)
{
    static const struct qa_column_spec spec = {"id", "unit_id", true};
    size_t n = 0;
    const char **ids = NULL;
    for (size_t f = 0; f < files->n; f++) {
        const struct qa_records *records;
        uint32_t column;
        QA_TRY(
            qa_session_records(session, files->list[f], "earlier sample", "id,unit_id", &records));
        QA_TRY(qa_records_columns(records, &spec, 1, &column, &session->error));
        const char **grown = QA_ARRAY(session->arena, const char *, n + records->n_records + 1);
        for (size_t i = 0; i < n; i++) {
            grown[i] = ids[i];
        }
        for (size_t r = 0; r < records->n_records; r++) {
            grown[n++] = qa_records_cell(records, r, column)->text;
        }
        ids = grown;
    }
    request->earlier = ids;
    request->n_earlier = n;
    return QA_OK;
}

/* The sample size of a plan: that of its first stage, the largest of its classes. */
static enum qa_status read_plan(struct qa_session *session, const char *path,
                                struct qa_draw_wanted *out)
{
    const struct qa_records *records;
    struct qa_plan_file plan;
    QA_TRY(qa_session_records(session, path, "plan", "n,sample_size", &records));
    QA_TRY(qa_plan_read(records, session->arena, &plan, &session->error));
    out->request.n = plan.n;
    out->has_plan = true;
    out->plan_of_scores = plan.kind == QA_FILE_OF_SCORES;
    out->plan_lot = plan.lot;
    return QA_OK;
}

/* ---- certainty ---- */

/* The one-coin model: it has few parameters to get wrong when annotators have few answers. */
static enum qa_status find_certainty(struct qa_session *session, uint32_t question,
                                     struct qa_sample_request *request)
{
    const struct qa_batch *batch = session->deliveries.delivery;
    uint32_t n_items = qa_strings_count(batch->names->items);
    double *certainty = QA_ARRAY(session->arena, double, n_items + (size_t)1);
    struct qa_truth_audit_request wanted = {.batch = batch,
                                            .smoothing = 0.01,
                                            .tolerance = 1e-10,
                                            .max_iterations = 1000,
                                            .confidence = 0.95};
    wanted.methods[QA_TRUTH_ONE_COIN] = true;
    struct qa_truth_audit audit = qa_truth_audit(&wanted, session->arena);
    bool any = false;
    for (uint32_t i = 0; i < n_items; i++) {
        certainty[i] = -1;
    }
    for (size_t f = 0; f < audit.n_fits; f++) {
        const struct qa_truth_fit *fit = &audit.fits[f];
        for (size_t i = 0; fit->question == question && i < fit->n; i++) {
            certainty[fit->items[i].item] = fit->items[i].posterior;
            any = any || fit->items[i].votes > 1;
        }
    }
    if (!any) {
        return qa_fail(&session->error, QA_USAGE, "E304",
                       "how certain an item's label is can only be inferred when items have labels "
                       "of two or more annotators");
    }
    request->certainty = certainty;
    return QA_OK;
}

static uint32_t only_question(const struct qa_batch *batch, uint32_t question)
{
    return question != QA_NONE || batch->n_answers == 0 ? question : qa_answer_question(batch, 0);
}

/* ---- all together ---- */

static enum qa_status choose_design(struct qa_session *session,
                                    const struct qa_draw_settings *settings,
                                    struct qa_sample_request *request)
{
    int designs =
        (settings->systematic ? 1 : 0) + (settings->pps != NULL) + (settings->cluster > 0);
    if (designs > 1) {
        return qa_fail(&session->error, QA_USAGE, "E304",
                       "--systematic, --pps and --cluster are three designs: choose one");
    }
    if (settings->systematic) {
        request->design = QA_SAMPLE_SYSTEMATIC;
    }
    if (settings->cluster > 0) {
        request->design = QA_SAMPLE_CLUSTER;
        request->cluster_by = settings->cluster == 1 ? QA_STRATUM_BATCH : QA_STRATUM_ANNOTATOR;
    }
    return settings->pps != NULL ? find_sizes(session, settings->pps, request) : QA_OK;
}

/* A file or number that no rule of the draw would look at. */
static enum qa_status refuse_unused(const struct qa_draw_settings *settings, struct qa_error *err)
{
    enum { NEYMAN = 2, POWER = 4 };
    const struct {
        bool is_unused;
        const char *text;
    } unused[] = {
        {settings->rates != NULL && settings->allocation != NEYMAN,
         "--rates are for --allocation neyman"},
        {settings->power != QA_DRAW_POWER && settings->allocation != POWER,
         "--power is for --allocation power"},
        {settings->cluster > 0 && settings->minimum > 0, "--min-per-stratum is for strata"},
    };
    for (size_t i = 0; i < sizeof unused / sizeof *unused; i++) {
        if (unused[i].is_unused) {
            return qa_fail(err, QA_USAGE, "E304", "%s", unused[i].text);
        }
    }
    return QA_OK;
}

enum qa_status qa_draw_request(struct qa_session *session, const struct qa_draw_settings *settings,
                               struct qa_draw_wanted *out)
{
    const struct qa_batch *delivery = session->deliveries.delivery;
    struct qa_sample_request *request = &out->request;
    *out = (struct qa_draw_wanted){
        .request = {.delivery = delivery, .n = settings->n, .seed = settings->seed}};
    QA_TRY(refuse_unused(settings, &session->error));
    QA_TRY(stratum_fields(session, settings->stratify, &request->stratify));
    QA_TRY(qa_session_question(session, settings->question, &request->question));
    choose_allocation(settings, request);
    if (settings->plan != NULL) {
        QA_TRY(read_plan(session, settings->plan, out));
    }
    bool by_uncertainty = settings->pps != NULL && strcmp(settings->pps, "uncertainty") == 0;
    if (settings->uncertain || by_uncertainty) {
        QA_TRY(find_certainty(session, only_question(delivery, request->question), request));
        request->stratify |= settings->uncertain ? QA_STRATUM_CERTAINTY : 0;
    }
    if (settings->rates != NULL) {
        QA_TRY(read_rates(session, settings->rates, request));
    }
    QA_TRY(choose_design(session, settings, request));
    QA_TRY(read_earlier(session, &settings->earlier, request));
    return settings->seed_file != NULL
               ? qa_seed_of_delivery(session, settings->seed_file, &request->seed, &out->commitment)
               : QA_OK;
}
