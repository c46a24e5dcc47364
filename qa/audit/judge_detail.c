/* Parts of a lot, what to send back, and classes of errors. */
#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "qa/audit/judge_parts.h"
#include "qa/stats/interval.h"

const char *const qa_judge_field_names[QA_N_JUDGE_FIELDS + 1] = {"stratum", "class",   "annotator",
                                                                 "batch",   "auditor", NULL};

/* ---- parts ---- */

/* A part while it is counted: units by weight too, since parts cut across strata. */
struct part {
    uint32_t lot;
    const char *value;
    uint64_t n, errors;
    double weights, squared_weights, weighted_errors;
};

struct parts {
    struct qa_strings *names; /* "lot NUL value" */
    struct part *list;
    size_t n;
};

/* How many units of the lot a unit stands for. */
static double weight_of(const struct qa_sheet_tally *tally, const struct qa_judged_unit *unit)
{
    const struct qa_stratum_tally *stratum = &tally->strata[unit->stratum];
    if (tally->lots[unit->lot].design == QA_SAMPLE_PPS && unit->probability > 0) {
        return 1 / unit->probability;
    }
    return stratum->size > 0 && stratum->n > 0 ? (double)stratum->size / (double)stratum->n : 1;
}

static struct parts count_parts(const struct qa_sheet_tally *tally, int field,
                                struct qa_arena *arena)
{
    struct parts parts = {qa_strings_new(arena), QA_ARRAY(arena, struct part, tally->n_units + 1),
                          0};
    for (size_t u = 0; u < tally->n_units; u++) {
        const struct qa_judged_unit *unit = &tally->units[u];
        if (unit->value[field] == NULL || !qa_has_verdict(unit->judged)) {
            continue;
        }
        const char *key = qa_arena_format(arena, "%u\n%s", unit->lot, unit->value[field]);
        struct part *part = &parts.list[qa_strings_intern_text(parts.names, key)];
        double weight = weight_of(tally, unit);
        bool wrong = unit->judged == QA_JUDGED_WRONG;
        part->lot = unit->lot;
        part->value = unit->value[field];
        part->n++;
        part->errors += wrong;
        part->weights += weight;
        part->squared_weights += weight * weight;
        part->weighted_errors += wrong ? weight : 0;
    }
    parts.n = qa_strings_count(parts.names);
    return parts;
}

static int compare_parts(const void *left, const void *right)
{
    const struct qa_part_rate *a = left;
    const struct qa_part_rate *b = right;
    if (a->lot != b->lot) {
        return a->lot < b->lot ? -1 : 1;
    }
    int by = strcmp(a->field, b->field);
    return by != 0 ? by : qa_text_compare(a->value, b->value);
}

static uint64_t size_of_stratum(const struct qa_sheet_tally *tally, const struct part *part)
{
    for (size_t s = 0; s < tally->n_strata; s++) {
        const struct qa_stratum_tally *stratum = &tally->strata[s];
        if (stratum->lot == part->lot && strcmp(stratum->name, part->value) == 0) {
            return stratum->size;
        }
    }
    return 0;
}

/* A stratum is a simple sample of itself. Other parts are what fell into them by chance: exact
 * where their units weigh the same, else the same at Kish's (1965) effective sample size. */
static struct qa_estimate rate_of_part(const struct part *part, uint64_t size, double confidence)
{
    double effective = part->weights * part->weights / part->squared_weights;
    if (size > 0) {
        return qa_proportion_hypergeometric(part->errors, part->n, size, confidence);
    }
    if (effective > (double)part->n * (1 - 1e-9)) {
        return qa_clopper_pearson(part->errors, part->n, confidence);
    }
    struct qa_estimate rate =
        qa_clopper_pearson_effective(part->weighted_errors / part->weights, effective, confidence);
    rate.n = part->n;
    rate.method = "Clopper-Pearson, Kish's effective sample size";
    return rate;
}

static void add_parts(const struct qa_judge_request *request, const struct qa_sheet_tally *tally,
                      int field, struct qa_judgement *out, struct qa_arena *arena)
{
    struct parts parts = count_parts(tally, field, arena);
    for (size_t p = 0; p < parts.n; p++) {
        const struct part *part = &parts.list[p];
        bool simple = tally->lots[part->lot].design != QA_SAMPLE_PPS &&
                      tally->lots[part->lot].design != QA_SAMPLE_CLUSTER;
        uint64_t size = field == 0 && simple ? size_of_stratum(tally, part) : 0;
        out->parts[out->n_parts++] =
            (struct qa_part_rate){.lot = part->lot,
                                  .field = qa_judge_field_names[field],
                                  .value = part->value,
                                  .size = size,
                                  .n = part->n,
                                  .errors = part->errors,
                                  .rate = rate_of_part(part, size, request->confidence)};
    }
}

/* ---- what to send back ---- */

static int worst_first(const void *left, const void *right)
{
    const struct qa_rework *a = left;
    const struct qa_rework *b = right;
    if (a->rate.value != b->rate.value) {
        return a->rate.value > b->rate.value ? -1 : 1;
    }
    return qa_text_compare(a->part, b->part);
}

/* Strata of a rejected lot, worst first, until what remains keeps the limit; of a lot without
 * strata annotators, by what they are estimated to have done. */
static void add_rework(const struct qa_judge_request *request, const struct qa_sheet_tally *tally,
                       size_t l, struct qa_judgement *out, struct qa_arena *arena)
{
    enum { STRATUM = 0, ANNOTATOR = 2 };
    struct parts parts = count_parts(tally, out->lots[l].n_strata > 1 ? STRATUM : ANNOTATOR, arena);
    struct qa_rework *list = QA_ARRAY(arena, struct qa_rework, parts.n + 1);
    size_t n = 0;
    double errors = 0;
    double all = 0;
    for (size_t p = 0; p < parts.n; p++) {
        const struct part *part = &parts.list[p];
        if (part->lot == l) {
            struct qa_estimate rate = rate_of_part(part, 0, request->confidence);
            rate.value = part->weighted_errors / part->weights;
            list[n++] = (struct qa_rework){.lot = l,
                                           .part = part->value,
                                           .size = (uint64_t)llround(part->weights),
                                           .rate = rate,
                                           .is_clear = rate.low > request->limit};
            errors += part->weighted_errors;
            all += part->weights;
        }
    }
    if (n < 2) {
        return;
    }
    qsort(list, n, sizeof *list, worst_first);
    bool is_enough = false;
    for (size_t i = 0; i < n && !is_enough && list[i].rate.value > 0; i++) {
        errors -= list[i].rate.value * (double)list[i].size;
        list[i].rate_after = fmax(0, errors / all);
        is_enough = list[i].is_enough = list[i].rate_after <= request->limit;
        out->rework[out->n_rework++] = list[i];
    }
}

/* ---- classes of errors ---- */

static bool same_word(const char *a, const char *b)
{
    while (*a != '\0' && tolower((unsigned char)*a) == tolower((unsigned char)*b)) {
        a++;
        b++;
    }
    return *a == '\0' && *b == '\0';
}

/* The lot judged again with the errors of one class alone. */
static struct qa_class_rate judge_class(const struct qa_judge_request *request,
                                        const struct qa_sheet_tally *tally, size_t l,
                                        const struct qa_error_class *class, struct qa_arena *arena)
{
    struct qa_sheet_tally only = *tally;
    only.units = QA_ARRAY(arena, struct qa_judged_unit, tally->n_units + 1);
    only.lots = QA_ARRAY(arena, struct qa_lot_tally, tally->n_lots);
    only.strata = QA_ARRAY(arena, struct qa_stratum_tally, tally->n_strata + 1);
    memcpy(only.lots, tally->lots, tally->n_lots * sizeof *only.lots);
    memcpy(only.strata, tally->strata, tally->n_strata * sizeof *only.strata);
    only.lots[l].errors = 0;
    for (size_t s = 0; s < only.n_strata; s++) {
        only.strata[s].errors = 0;
    }
    for (size_t u = 0; u < tally->n_units; u++) {
        struct qa_judged_unit *unit = &only.units[u];
        *unit = tally->units[u];
        bool counts = unit->judged == QA_JUDGED_WRONG && same_word(unit->severity, class->name);
        if (unit->judged == QA_JUDGED_WRONG && !counts) {
            unit->judged = QA_JUDGED_CORRECT;
        }
        only.lots[l].errors += counts && unit->lot == l;
        only.strata[unit->stratum].errors += counts;
    }
    const struct qa_judge_rule rule = {class->limit, class->plan};
    const struct qa_lot_verdict judged = qa_judge_lot(request, &rule, &only, l, arena);
    return (struct qa_class_rate){.lot = l,
                                  .name = class->name,
                                  .errors = judged.errors,
                                  .rate = judged.error_rate,
                                  .limit = class->limit,
                                  .weight = class->weight,
                                  .is_decided = class->limit >= 0 || class->plan != NULL,
                                  .verdict = judged.verdict,
                                  .reason = judged.reason};
}

/* Lots by name; what speaks of a lot follows. */
static void order_lots(struct qa_judgement *out, struct qa_arena *arena)
{
    size_t n = out->n_lots;
    size_t *order = QA_ARRAY(arena, size_t, n + 1);
    size_t *place = QA_ARRAY(arena, size_t, n + 1);
    struct qa_lot_verdict *lots = QA_ARRAY(arena, struct qa_lot_verdict, n + 1);
    struct qa_strings *names = qa_strings_new(arena);
    uint32_t *sorted = QA_ARRAY(arena, uint32_t, n + 1);
    for (size_t l = 0; l < n; l++) {
        qa_strings_intern_text(names, out->lots[l].lot);
    }
    qa_strings_sorted(names, sorted, NULL);
    for (size_t l = 0; l < n; l++) {
        order[l] = sorted[l];
        place[order[l]] = l;
        lots[l] = out->lots[order[l]];
    }
    out->lots = lots;
    for (size_t p = 0; p < out->n_parts; p++) {
        out->parts[p].lot = place[out->parts[p].lot];
    }
    for (size_t r = 0; r < out->n_rework; r++) {
        out->rework[r].lot = place[out->rework[r].lot];
    }
    for (size_t c = 0; c < out->n_classes; c++) {
        out->classes[c].lot = place[out->classes[c].lot];
    }
}

void qa_judge_parts(const struct qa_judge_request *request, const struct qa_sheet_tally *tally,
                    struct qa_judgement *out, struct qa_arena *arena)
{
    out->parts = QA_ARRAY(arena, struct qa_part_rate, QA_N_JUDGE_FIELDS * tally->n_units + 1);
    out->rework = QA_ARRAY(arena, struct qa_rework, tally->n_units + 1);
    out->classes = QA_ARRAY(arena, struct qa_class_rate, tally->n_lots * request->n_classes + 1);
    for (int f = 0; f < QA_N_JUDGE_FIELDS; f++) {
        if (request->by & (1U << f)) {
            add_parts(request, tally, f, out, arena);
        }
    }
    for (size_t l = 0; l < tally->n_lots; l++) {
        if (out->lots[l].verdict == QA_REJECT && request->limit >= 0) {
            add_rework(request, tally, l, out, arena);
        }
        for (size_t c = 0; c < request->n_classes; c++) {
            out->classes[out->n_classes++] =
                judge_class(request, tally, l, &request->classes[c], arena);
        }
    }
    order_lots(out, arena);
    if (out->n_parts > 1) {
        qsort(out->parts, out->n_parts, sizeof *out->parts, compare_parts);
    }
}
