#include "qa/procurement/kept.h"

#include <string.h>
#include <strings.h>

#include "qa/procurement/table_forms.h"
#include "qa/stats/interval.h"

static const double PERCENTILE = 0.90;

const char *qa_kept_name(enum qa_kept verdict)
{
    static const char *const names[] = {[QA_KEPT] = "kept",
                                        [QA_KEPT_SO_FAR] = "kept, not certain",
                                        [QA_BROKEN_SO_FAR] = "broken, not certain",
                                        [QA_BROKEN] = "broken",
                                        [QA_KEPT_UNKNOWN] = "not known"};
    return names[verdict];
}

static bool is_about(const struct qa_promise *promise, const struct qa_delivery_entry *entry)
{
    bool is_rework = promise->kind == QA_PROMISE_REWORK;
    const char *priority = entry->priority[0] != '\0' ? entry->priority : "standard";

    return (entry->round > 1) == is_rework &&
           (promise->priority[0] == '\0' || strcasecmp(promise->priority, priority) == 0);
}

static enum qa_kept judge(const struct qa_estimate *share, double promised)
{
    if (!qa_is_defined(share)) {
        return QA_KEPT_UNKNOWN;
    }
    if (share->low >= promised) {
        return QA_KEPT;
    }
    if (share->high < promised) {
        return QA_BROKEN;
    }
    return share->value >= promised ? QA_KEPT_SO_FAR : QA_BROKEN_SO_FAR;
}

/* The deliveries that a promise of hours is about. */
struct observed {
    double *hours;
    bool *ended;
    size_t n;
    uint64_t within;  /* finished in the promised hours */
    uint64_t decided; /* those, and all that took longer */
};

static struct observed observe(const struct qa_kept_promise *kept,
                               const struct qa_turnaround *turnaround, struct qa_arena *arena)
{
    bool business = kept->promise->clock == QA_PROMISE_BUSINESS;
    struct observed out = {.hours = QA_ARRAY(arena, double, turnaround->n_entries),
                           .ended = QA_ARRAY(arena, bool, turnaround->n_entries)};

    for (size_t i = 0; i < turnaround->n_entries; i++) {
        const struct qa_delivery_entry *entry = &turnaround->entries[i];
        if (strcmp(entry->vendor, kept->vendor) != 0 || !is_about(kept->promise, entry)) {
            continue;
        }
        double hours = business ? qa_delivery_business_hours(entry) : qa_delivery_hours(entry);
        bool ended = !qa_delivery_is_open(entry);
        bool within = hours <= kept->promise->value;
        out.hours[out.n] = hours;
        out.ended[out.n++] = ended;
        out.within += within && ended;
        out.decided += ended || !within;
    }
    return out;
}

static void hold_hours(struct qa_kept_promise *kept, const struct qa_turnaround *turnaround,
                       struct qa_arena *arena)
{
    kept->p90.undefined = "the opening hours are not known";
    kept->share = qa_undefined(kept->p90.undefined, 0);
    if (kept->promise->clock == QA_PROMISE_BUSINESS && turnaround->calendar == NULL) {
        return;
    }
    struct observed all = observe(kept, turnaround, arena);
    struct qa_survival survival =
        qa_kaplan_meier(all.hours, all.ended, all.n, turnaround->confidence, arena);
    kept->deliveries = all.n;
    kept->open = all.n - survival.ends;
    kept->p90 = qa_survival_quantile(&survival, PERCENTILE);
    kept->share = qa_undefined("the log has no such delivery", 0);
    if (all.decided > 0) {
        kept->share = qa_clopper_pearson(all.within, all.decided, turnaround->confidence);
    } else if (all.n > 0) {
        kept->share = qa_undefined("no delivery is due yet", 0);
    }
    kept->verdict = judge(&kept->share, PERCENTILE);
}

static void hold_rate(struct qa_kept_promise *kept, const struct qa_vendor_turnaround *vendor)
{
    kept->deliveries = vendor->deliveries;
    kept->open = vendor->open;
    kept->share = vendor->on_time;
    kept->verdict = judge(&kept->share, kept->promise->value);
}

static void hold_vendor(const struct qa_vendor_promises *promises,
                        const struct qa_turnaround *turnaround, struct qa_arena *arena,
                        struct qa_kept_promises *out)
{
    const struct qa_vendor_turnaround *vendor = qa_turnaround_find(turnaround, promises->vendor);

    for (size_t i = 0; vendor != NULL && i < promises->n; i++) {
        const struct qa_promise *promise = &promises->list[i];
        struct qa_kept_promise *kept = &out->list[out->n];
        *kept = (struct qa_kept_promise){
            .vendor = promises->vendor, .promise = promise, .verdict = QA_KEPT_UNKNOWN};
        switch (promise->kind) {
        case QA_PROMISE_TURNAROUND:
        case QA_PROMISE_REWORK:
            hold_hours(kept, turnaround, arena);
            break;
        case QA_PROMISE_ON_TIME:
            hold_rate(kept, vendor);
            break;
        default:
            continue;
        }
        out->n++;
    }
}

struct qa_kept_promises qa_kept_promises(const struct qa_vendor_promises *const *vendors, size_t n,
                                         const struct qa_turnaround *turnaround,
                                         struct qa_arena *arena)
{
    struct qa_kept_promises out = {.n = 0};
    size_t most = 0;

    for (size_t v = 0; v < n; v++) {
        most += vendors[v]->n;
    }
    out.list = QA_ARRAY(arena, struct qa_kept_promise, most + 1);
    for (size_t v = 0; v < n; v++) {
        hold_vendor(vendors[v], turnaround, arena, &out);
    }
    return out;
}

/* ---- table ---- */

static void put_hours(struct qa_table *table, bool is_known, double hours)
{
    if (is_known) {
        qa_put_real(table, hours);
    } else {
        qa_put_absent(table);
    }
}

static void put_kept(struct qa_table *table, const struct qa_kept_promise *kept)
{
    const struct qa_promise *promise = kept->promise;
    const struct qa_time_quantile *p90 = &kept->p90;
    bool is_rate = promise->kind == QA_PROMISE_ON_TIME;

    qa_table_row(table);
    qa_put_text(table, kept->vendor);
    qa_put_text(table, qa_promise_name(promise->kind));
    qa_put_text(table, promise->priority[0] != '\0' ? promise->priority : NULL);
    qa_put_text(table, is_rate ? NULL : qa_promise_clock_name(promise->clock));
    put_hours(table, !is_rate, promise->value);
    put_hours(table, !is_rate && p90->undefined == NULL, p90->value);
    put_hours(table, !is_rate && p90->has_low, p90->low);
    put_hours(table, !is_rate && p90->has_high, p90->high);
    put_hours(table, is_rate, promise->value);
    qa_put_estimate(table, kept->share);
    qa_put_count(table, kept->deliveries);
    qa_put_count(table, kept->open);
    qa_put_text(table, qa_kept_name(kept->verdict));
}

static const struct qa_column columns[] = {
    {"vendor", NULL, QA_TEXT, .is_key = true, .about = "The vendor that delivered."},
    {"promise", NULL, QA_TEXT, .is_key = true, .about = "What was promised."},
    {"priority", NULL, QA_TEXT, .is_key = true, .about = "Orders that it is for; empty for all."},
    {"clock", NULL, QA_TEXT, .about = "Hours that count: calendar or business."},
    {"promised_hours", "promised (h)", QA_HOURS, .about = "Hours promised."},
    {"p90_hours", "p90 (h)", QA_HOURS, .about = "Hours within which 90 % of deliveries come."},
    {"p90_low", "low", QA_HOURS, .is_detail = true, .about = "Lower limit of these hours."},
    {"p90_high", "high", QA_HOURS, .is_detail = true, .about = "Upper limit of these hours."},
    {"promised_rate", "promised share", QA_RATE, .about = "Share promised to be on time."},
    {"share", "in promised time", QA_ESTIMATE_RATE,
     .about = "Share delivered in the promised time, with the exact interval."},
    {"deliveries", NULL, QA_COUNT, .is_detail = true, .about = "Deliveries that count."},
    {"open", NULL, QA_COUNT, .is_detail = true, .about = "Deliveries still open."},
    {"verdict", "promise is", QA_WORD,
     .about =
         "kept or broken, either not certain where the interval holds the promise, or not known."},
};
const struct qa_table_form qa_form_promises_kept =
    QA_TABLE_FORM("promises_kept", "Promised and delivered", columns);

void qa_kept_table(const struct qa_kept_promises *kept, struct qa_report *report)
{
    if (kept->n == 0) {
        return;
    }
    struct qa_table *table = qa_table_new(report->arena, &qa_form_promises_kept);
    for (size_t i = 0; i < kept->n; i++) {
        put_kept(table, &kept->list[i]);
    }
    qa_table_note(table,
                  "p90: with open deliveries as still running (Kaplan-Meier). Hours are kept "
                  "when 90 %% of deliveries come in them (exact interval), open ones that are "
                  "not yet due left out; not certain: the interval holds the promise.");
    qa_report_add_table(report, table);
}
