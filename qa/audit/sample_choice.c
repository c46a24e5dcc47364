#include "qa/audit/sample_choice.h"

#include <math.h>
#include <string.h>

#include "qa/audit/plan_letters.h"
#include "qa/audit/truth.h"
#include "qa/base/number.h"

const char *const qa_stratum_field_names[] = {"vendor",    "annotator", "label", "batch",
                                              "agreement", "class",     NULL};
const char *const qa_allocation_choices[] = {"auto",  "proportional", "neyman",
                                             "equal", "power",        NULL};
const char *const qa_cluster_choices[] = {"no", "batch", "annotator", NULL};

/* ---- files beside the delivery ---- */

/* The second cell of a record as a number that is not negative, perhaps in per cent. */
static enum qa_status pair_value(const struct qa_records *records, size_t r, uint32_t column,
                                 double *value, struct qa_error *err)
{
    const struct qa_cell *cell = qa_records_cell(records, r, column);
    const char *percent = strchr(cell->text, '%');
    size_t length = percent != NULL && percent[1] == '\0' ? cell->length - 1 : cell->length;
    if (!qa_parse_real(cell->text, length, value) || !(*value >= 0) || !isfinite(*value)) {
        return qa_fail_at(err, "E304", records->file, cell->line, cell->column,
                          "'%.60s' is not a number of 0 or more", cell->text);
    }
    *value = length < cell->length ? *value / 100 : *value;
    return QA_OK;
}

static enum qa_status take_rates(const struct qa_records *records, struct qa_arena *arena,
                                 struct qa_sample_request *request, struct qa_error *err)
{
    static const struct qa_column_spec specs[] = {{"stratum", "annotator,label,batch,vendor", true},
                                                  {"rate", "error_rate,expected", true}};
    uint32_t column[2];
    QA_TRY(qa_records_columns(records, specs, 2, column, err));
    struct qa_expected_rate *rates =
        QA_ARRAY(arena, struct qa_expected_rate, records->n_records + 1);
    for (size_t r = 0; r < records->n_records; r++) {
        rates[r].stratum = qa_records_cell(records, r, column[0])->text;
        QA_TRY(pair_value(records, r, column[1], &rates[r].rate, err));
    }
    request->rates = rates;
    request->n_rates = records->n_records;
    return QA_OK;
}

static enum qa_status take_earlier(const struct qa_sample_choice *choice, struct qa_arena *arena,
                                   struct qa_sample_request *request, struct qa_error *err)
{
    static const struct qa_column_spec spec = {"id", "unit_id", true};
    size_t n = 0;
    for (size_t f = 0; f < choice->n_earlier; f++) {
        n += choice->earlier[f]->n_records;
    }
    const char **ids = QA_ARRAY(arena, const char *, n + 1);
    for (size_t f = 0; f < choice->n_earlier; f++) {
        uint32_t column;
        QA_TRY(qa_records_columns(choice->earlier[f], &spec, 1, &column, err));
        for (size_t r = 0; r < choice->earlier[f]->n_records; r++) {
            ids[request->n_earlier++] = qa_records_cell(choice->earlier[f], r, column)->text;
        }
    }
    request->earlier = ids;
    return QA_OK;
}

/* The sample size of a plan: that of its first stage, the largest of its classes. */
static enum qa_status take_plan(const struct qa_records *records, struct qa_arena *arena,
                                struct qa_sample_chosen *out, struct qa_error *err)
{
    QA_TRY(qa_plan_read(records, arena, &out->plan, err));
    out->request.n = out->plan.n;
    out->has_plan = true;
    return QA_OK;
}

/* ---- certainty ---- */

/* The one-coin model: it has few parameters to get wrong when annotators have few answers. */
static enum qa_status find_certainty(struct qa_sample_request *request, struct qa_arena *arena,
                                     struct qa_error *err)
{
    const struct qa_batch *batch = request->delivery;
    uint32_t question = request->question;
    if (question == QA_NONE && batch->n_answers > 0) {
        question = qa_answer_question(batch, 0);
    }
    uint32_t n_items = qa_strings_count(batch->names->items);
    double *certainty = QA_ARRAY(arena, double, n_items + (size_t)1);
    const struct qa_truth_audit_request wanted = {.batch = batch,
                                                  .methods = 1U << QA_TRUTH_ONE_COIN,
                                                  .smoothing = 0.01,
                                                  .tolerance = 1e-10,
                                                  .max_iterations = 1000,
                                                  .confidence = 0.95};
    struct qa_truth_audit audit = qa_truth_audit(&wanted, arena);
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
    request->certainty = certainty;
    return any ? QA_OK
               : qa_fail(err, QA_USAGE, "E304",
                         "how certain an item's label is can only be inferred when items have "
                         "labels of two or more annotators");
}

/* ---- sizes ---- */

static double objects_of(const struct qa_sample_request *request, size_t answer)
{
    return (double)qa_object_count(request->delivery, answer);
}

static double seconds_of(const struct qa_sample_request *request, size_t answer)
{
    int64_t duration = qa_answer_duration(request->delivery, answer);
    return (double)(duration > 0 ? duration : 0);
}

/* What is all but certain is looked at too, if seldom. */
static double uncertainty_of(const struct qa_sample_request *request, size_t answer)
{
    return fmax(1 - fmax(request->certainty[request->delivery->item[answer]], 0), 0.01);
}

static const struct {
    const char *name;
    double (*of)(const struct qa_sample_request *request, size_t answer);
} known_sizes[] = {
    {"objects", objects_of}, {"seconds", seconds_of}, {"uncertainty", uncertainty_of}};
enum { N_SIZES = sizeof known_sizes / sizeof *known_sizes };

static size_t size_named(const char *pps)
{
    size_t s = 0;
    while (s < N_SIZES && strcmp(known_sizes[s].name, pps) != 0) {
        s++;
    }
    return s;
}

bool qa_sample_knows_size(const char *pps)
{
    return size_named(pps) < N_SIZES;
}

/* By item; items that the file does not name have the size 0. */
static enum qa_status sizes_of_file(const struct qa_records *records,
                                    const struct qa_strings *items, double *of_item,
                                    struct qa_error *err)
{
    static const struct qa_column_spec specs[] = {{"item", "item_id,task,image", true},
                                                  {"size", "price,weight,value", true}};
    uint32_t column[2];
    QA_TRY(qa_records_columns(records, specs, 2, column, err));
    for (size_t r = 0; r < records->n_records; r++) {
        const struct qa_cell *name = qa_records_cell(records, r, column[0]);
        uint32_t item = qa_strings_find(items, name->text, name->length);
        double value;
        QA_TRY(pair_value(records, r, column[1], &value, err));
        if (item != QA_NONE) {
            of_item[item] = value;
        }
    }
    return QA_OK;
}

static enum qa_status find_sizes(const struct qa_sample_choice *choice, struct qa_arena *arena,
                                 struct qa_sample_request *request, struct qa_error *err)
{
    const struct qa_batch *batch = request->delivery;
    const struct qa_strings *items = batch->names->items;
    double *size = QA_ARRAY(arena, double, batch->n_answers + 1);
    double *of_item = QA_ARRAY(arena, double, qa_strings_count(items) + (size_t)1);
    size_t known = size_named(choice->pps);
    if (known == N_SIZES) {
        QA_TRY(sizes_of_file(choice->sizes, items, of_item, err));
    }
    for (size_t a = 0; a < batch->n_answers; a++) {
        size[a] = known < N_SIZES ? known_sizes[known].of(request, a) : of_item[batch->item[a]];
    }
    request->design = QA_SAMPLE_PPS;
    request->size = size;
    return QA_OK;
}

/* ---- all together ---- */

enum qa_status qa_sample_check_choice(const struct qa_sample_choice *choice, struct qa_error *err)
{
    int designs = choice->systematic + (choice->pps != NULL) + (choice->cluster > 0);
    return QA_REFUSE(
        err, "E304",
        {choice->rates_file != NULL && choice->allocation != QA_NEYMAN + 1,
         "--rates are for --allocation neyman"},
        {choice->request.power != QA_SAMPLE_POWER && choice->allocation != QA_POWER + 1,
         "--power is for --allocation power"},
        {choice->cluster > 0 && choice->request.minimum > 0, "--min-per-stratum is for strata"},
        {designs > 1, "--systematic, --pps and --cluster are three designs: choose one"});
}

static void choose_strata(const struct qa_sample_choice *choice, struct qa_sample_request *request)
{
    enum { CLASS = 32 }; /* of qa_stratum_field_names, where certainty has no name */
    if ((request->stratify & CLASS) != 0) {
        request->stratify = (request->stratify & ~(unsigned)CLASS) | QA_STRATUM_LABEL;
    }
    request->stratify |= choice->uncertain ? QA_STRATUM_CERTAINTY : 0U;
    /* The reason to tell uncertain items apart is to look at more of them. */
    request->allocation = choice->allocation > 0 ? (enum qa_allocation)(choice->allocation - 1)
                          : choice->uncertain    ? QA_EQUAL
                                                 : QA_PROPORTIONAL;
}

enum qa_status qa_sample_choose(const struct qa_sample_choice *choice, struct qa_arena *arena,
                                struct qa_sample_chosen *out, struct qa_error *err)
{
    struct qa_sample_request *request = &out->request;
    bool by_uncertainty = choice->pps != NULL && strcmp(choice->pps, "uncertainty") == 0;
    *out = (struct qa_sample_chosen){.request = choice->request};
    choose_strata(choice, request);
    if (choice->plan != NULL) {
        QA_TRY(take_plan(choice->plan, arena, out, err));
    }
    if (choice->uncertain || by_uncertainty) {
        QA_TRY(find_certainty(request, arena, err));
    }
    if (choice->rates != NULL) {
        QA_TRY(take_rates(choice->rates, arena, request, err));
    }
    if (choice->systematic) {
        request->design = QA_SAMPLE_SYSTEMATIC;
    }
    if (choice->cluster > 0) {
        request->design = QA_SAMPLE_CLUSTER;
        request->cluster_by = choice->cluster == 1 ? QA_STRATUM_BATCH : QA_STRATUM_ANNOTATOR;
    }
    if (choice->pps != NULL) {
        QA_TRY(find_sizes(choice, arena, request, err));
    }
    return take_earlier(choice, arena, request, err);
}

/* ---- what the draw is not ---- */

static void warn_of_all(const struct qa_sample_chosen *chosen, const struct qa_sample *sample,
                        struct qa_findings *findings)
{
    const struct qa_sample_request *request = &chosen->request;
    uint64_t n = request->n + request->n_earlier;
    bool is_cluster = request->design == QA_SAMPLE_CLUSTER;
    if (is_cluster ? sample->n_units < sample->frame_size : n <= sample->frame_size) {
        return;
    }
    qa_findings_addf(findings, QA_WARNING, "W301", NULL, 0, 0,
                     "%llu %s were asked for and there are %llu answers: all of them are on the "
                     "sheet",
                     (unsigned long long)n, is_cluster ? "clusters" : "answers",
                     (unsigned long long)sample->frame_size);
}

/* The lots, in the order of whose names strata are; room for one a stratum. */
static size_t lots_of(const struct qa_sample *sample, struct qa_sized_lot *lots)
{
    size_t n = 0;
    for (size_t s = 0; s < sample->n_strata; s++) {
        const struct qa_sample_stratum *stratum = &sample->strata[s];
        if (n == 0 || strcmp(stratum->lot, lots[n - 1].name) != 0) {
            lots[n++] = (struct qa_sized_lot){stratum->lot, 0};
        }
        lots[n - 1].size += stratum->size;
    }
    return n;
}

void qa_sample_letters(const struct qa_sample_chosen *chosen, const struct qa_sample *sample,
                       struct qa_report *report)
{
    struct qa_sized_lot *lots = QA_ARRAY(report->arena, struct qa_sized_lot, sample->n_strata + 1);
    size_t n = lots_of(sample, lots);
    if (chosen->has_plan) {
        qa_plan_letters(&chosen->plan, lots, n, report);
    }
}

static void warn_of_plan(const struct qa_sample_chosen *chosen, const struct qa_sample *sample,
                         struct qa_findings *findings)
{
    struct qa_sized_lot *lots =
        QA_ARRAY(findings->arena, struct qa_sized_lot, sample->n_strata + 1);
    size_t n_lots = lots_of(sample, lots);
    uint64_t size = lots[0].size;
    if (n_lots > 1) {
        qa_findings_addf(findings, QA_WARNING, "W302", NULL, 0, 0,
                         "the plan's n of %llu was divided over %zu lots, and its risks are those "
                         "of n answers from each: draw from each lot for itself",
                         (unsigned long long)chosen->request.n, n_lots);
    } else if (chosen->plan.lot > 0 && chosen->plan.lot != size) {
        qa_findings_addf(findings, QA_WARNING, "W302", NULL, 0, 0,
                         "the plan is for a lot of %llu answers and this one has %llu: its risks "
                         "are others here",
                         (unsigned long long)chosen->plan.lot, (unsigned long long)size);
    }
}

void qa_sample_say(const struct qa_sample_chosen *chosen, const struct qa_sample *sample,
                   struct qa_findings *findings)
{
    warn_of_all(chosen, sample, findings);
    if (chosen->has_plan) {
        warn_of_plan(chosen, sample, findings);
    }
    if (chosen->has_plan && chosen->plan.kind == QA_FILE_OF_SCORES) {
        qa_findings_addf(findings, QA_WARNING, "W303", NULL, 0, 0,
                         "the plan judges a score: it wants the score of each of the %llu answers, "
                         "and accepts by the mean and the standard deviation; verdicts of right "
                         "and wrong are not enough",
                         (unsigned long long)chosen->request.n);
    }
}

enum qa_status qa_sample_check_auditors(const struct qa_sample_sheet *sheet, struct qa_error *err)
{
    if (sheet->overlap > 0 && sheet->n_auditors < 2) {
        return qa_fail(err, QA_USAGE, "E304",
                       "--overlap wants two or more --auditors to give rows to");
    }
    for (size_t i = 0; i < sheet->n_auditors; i++) {
        for (size_t j = 0; j < i; j++) {
            if (strcmp(sheet->auditors[i], sheet->auditors[j]) == 0) {
                return qa_fail(err, QA_USAGE, "E304",
                               "--auditors names '%.80s' twice: nobody checks a row against "
                               "himself",
                               sheet->auditors[i]);
            }
        }
    }
    return QA_OK;
}
