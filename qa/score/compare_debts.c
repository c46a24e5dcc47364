/* What vendors owe on the items of a reference, and left out. */
#include "qa/annotation/span.h"
#include "qa/annotation/uem.h"
#include "qa/score/compare_parts.h"

/* unlisted[slot of vendor]: one of the vendor's files lists only items with objects. */
static bool *vendors_of_partial_lists(const struct qa_batch *batch, struct qa_arena *arena)
{
    bool *unlisted = QA_ARRAY(arena, bool, qa_strings_count(batch->names->vendors) + (size_t)1);
    bool any = false;
    for (size_t s = 0; s < batch->n_sources; s++) {
        if (!batch->sources[s].lists_items) {
            unlisted[qa_slot(batch->sources[s].vendor)] = true;
            any = true;
        }
    }
    /* Where a file names its vendors itself, only its answers know them. */
    for (size_t a = 0; any && a < batch->n_answers; a++) {
        if (!qa_answer_source(batch, a)->lists_items) {
            unlisted[qa_slot(qa_answer_vendor(batch, a))] = true;
        }
    }
    return unlisted;
}

/* at[question * n_slots + slot of vendor]: the vendor answers the question. */
static bool *who_answers(const struct qa_batch *batch, size_t n_slots, struct qa_arena *arena)
{
    bool *present = QA_ARRAY(arena, bool, batch->questions->n *n_slots + 1);
    for (size_t a = 0; a < batch->n_answers; a++) {
        present[qa_answer_question(batch, a) * n_slots + qa_slot(qa_answer_vendor(batch, a))] =
            true;
    }
    /* A results list in which nothing was found has no answer, but its vendor was asked. */
    for (size_t s = 0; s < batch->n_sources; s++) {
        uint32_t question = qa_question_of_empty(batch, &batch->sources[s]);
        if (question != QA_NONE) {
            present[question * n_slots + qa_slot(batch->sources[s].vendor)] = true;
        }
    }
    return present;
}

static uint32_t partner_of(const struct qa_comparison *comparison, uint32_t question)
{
    return comparison->b->questions->list[question].partner[comparison->request.role];
}

/* In the order of names, which no file decides. */
static struct qa_debt *list_debts(struct qa_comparison *comparison, struct qa_arena *arena,
                                  struct qa_arena *scratch)
{
    const struct qa_batch *batch = comparison->b;
    size_t n_slots = (size_t)qa_strings_count(batch->names->vendors) + 1;
    const bool *unlisted = vendors_of_partial_lists(batch, scratch);
    const bool *present = who_answers(batch, n_slots, scratch);
    struct qa_debt *debts = QA_ARRAY(arena, struct qa_debt, batch->questions->n * n_slots + 1);
    const struct qa_ranks *ranks = &comparison->ranks;
    const uint32_t *by_question = qa_slots_by_rank(ranks->question, batch->questions->n, scratch);
    const uint32_t *by_vendor = qa_slots_by_rank(ranks->vendor, (uint32_t)n_slots - 1, scratch);
    for (uint32_t i = 1; i <= batch->questions->n; i++) {
        uint32_t q = by_question[i] - 1;
        bool is_compared = partner_of(comparison, q) != QA_NONE;
        for (size_t v = 0; is_compared && v < n_slots; v++) {
            uint32_t slot = by_vendor[v];
            if (present[q * n_slots + slot]) {
                debts[comparison->n_debts++] =
                    (struct qa_debt){.vendor = slot == 0 ? QA_NONE : slot - 1,
                                     .question = q,
                                     .is_listless = unlisted[slot]};
            }
        }
    }
    comparison->debts = debts;
    return debts;
}

/* Whether one of an item's answers is to a question and, unless vendor is NULL, of a vendor. */
static bool is_answered(const struct qa_batch *batch, const struct qa_item_index *index,
                        uint32_t item, uint32_t question, const uint32_t *vendor)
{
    for (size_t a = (size_t)index->first[item]; a < index->first[item + 1]; a++) {
        if (qa_answer_question(batch, a) == question &&
            (vendor == NULL || qa_answer_vendor(batch, a) == *vendor)) {
            return true;
        }
    }
    return false;
}

/* Whether one of an item's answers is to a question and of another vendor. */
static bool is_shared(const struct qa_batch *batch, const struct qa_item_index *index,
                      uint32_t item, const struct qa_debt *debt)
{
    for (size_t a = (size_t)index->first[item]; a < index->first[item + 1]; a++) {
        if (qa_answer_question(batch, a) == debt->question &&
            qa_answer_vendor(batch, a) != debt->vendor) {
            return true;
        }
    }
    return false;
}

bool qa_is_owed(const struct qa_comparison *comparison, const struct qa_debt *debt, uint32_t item)
{
    return debt->owes_all ||
           is_answered(comparison->b, &comparison->index_b, item, debt->question, NULL);
}

static void count_debt(const struct qa_comparison *comparison, struct qa_debt *debt)
{
    uint32_t partner = partner_of(comparison, debt->question);
    for (uint32_t item = 0; item < comparison->n_items; item++) {
        if (!is_answered(comparison->a, &comparison->index_a, item, partner, NULL)) {
            continue;
        }
        debt->n_items++;
        if (!qa_is_owed(comparison, debt, item)) {
            debt->n_unasked++;
        } else if (!is_answered(comparison->b, &comparison->index_b, item, debt->question,
                                &debt->vendor)) {
            debt->n_undelivered++;
        } else {
            debt->n_shared += is_shared(comparison->b, &comparison->index_b, item, debt);
        }
    }
}

/* Others of the run answer the question too, without lists that say nothing of what is absent. */
static bool has_company(const struct qa_comparison *comparison, const struct qa_debt *debt)
{
    size_t n = 0;
    for (size_t d = 0; d < comparison->n_debts; d++) {
        const struct qa_debt *other = &comparison->debts[d];
        n += other->question == debt->question;
        if (other->question == debt->question && other->is_listless) {
            return false;
        }
    }
    return n > 1;
}

static bool counts_missed(const struct qa_debt *debt, enum qa_undelivered undelivered)
{
    if (undelivered != QA_UNDELIVERED_AUTO) {
        return undelivered == QA_UNDELIVERED_MISSED;
    }
    uint64_t n_answered = debt->n_items - debt->n_unasked - debt->n_undelivered;
    /* Of several vendors only those that were given the same items can be told from those that
     * were given parts of an order. */
    return debt->is_listless ||
           debt->n_undelivered <= (debt->owes_all ? n_answered : debt->n_shared);
}

/* A map of what was to be annotated says that it was ordered. */
static enum qa_undelivered policy_of(const struct qa_comparison *comparison, uint32_t question)
{
    const struct qa_questions *questions = comparison->b->questions;
    const struct qa_question *of = &questions->list[question];
    return questions->undelivered == QA_UNDELIVERED_AUTO && qa_uem_of(of->type, of->setting) != NULL
               ? QA_UNDELIVERED_MISSED
               : questions->undelivered;
}

/* A recording that a UEM lists, and of which the reference has nothing, is one in which nothing is
 * to be found: formats of turns and segments cannot say so otherwise. */
bool qa_is_silent(const struct qa_comparison *comparison, uint32_t question, uint32_t item)
{
    const struct qa_question *of = qa_question_at(comparison->b, question);
    const struct qa_uem *uem = qa_uem_of(of->type, of->setting);
    return uem != NULL && of->type != &qa_type_span &&
           partner_of(comparison, question) != QA_NONE &&
           qa_uem_find(uem, qa_strings_text(comparison->b->names->items, item)) != NULL;
}

void qa_compare_debts(struct qa_comparison *comparison, struct qa_arena *arena)
{
    struct qa_arena *scratch = qa_arena_new();
    struct qa_debt *debts = list_debts(comparison, arena, scratch);
    for (size_t d = 0; d < comparison->n_debts; d++) {
        enum qa_undelivered undelivered = policy_of(comparison, debts[d].question);
        debts[d].owes_all =
            undelivered != QA_UNDELIVERED_AUTO || !has_company(comparison, &debts[d]);
        count_debt(comparison, &debts[d]);
        debts[d].counts_missed = counts_missed(&debts[d], undelivered);
    }
    qa_arena_free(scratch);
}

uint64_t qa_undelivered(const struct qa_comparison *comparison, uint32_t vendor, uint32_t question)
{
    uint64_t n = 0;
    for (size_t d = 0; d < comparison->n_debts; d++) {
        const struct qa_debt *debt = &comparison->debts[d];
        bool is_asked = question == QA_NONE || debt->question == question;
        n += is_asked && debt->vendor == vendor ? debt->n_undelivered : 0;
    }
    return n;
}

uint64_t qa_undelivered_of_all(const struct qa_comparison *comparison, uint32_t question)
{
    uint64_t n = 0;
    for (size_t d = 0; d < comparison->n_debts; d++) {
        const struct qa_debt *debt = &comparison->debts[d];
        n += question == QA_NONE || debt->question == question ? debt->n_undelivered : 0;
    }
    return n;
}

static const char *treatment(const struct qa_debt *debt)
{
    if (!debt->counts_missed) {
        return "left out of its rates (--undelivered missed counts them)";
    }
    return debt->is_listless ? "taken for items in which nothing was found (--undelivered ignored "
                               "leaves them out)"
                             : "counted as missed (--undelivered ignored leaves them out)";
}

void qa_comparison_say(const struct qa_comparison *comparison, struct qa_findings *findings)
{
    const struct qa_names *names = comparison->b->names;
    uint32_t last = QA_NONE;
    for (size_t d = 0; comparison->request.role == QA_GOLD && d < comparison->n_debts; d++) {
        const struct qa_debt *debt = &comparison->debts[d];
        const char *question = qa_strings_text(names->questions, debt->question);
        if (debt->n_unasked > 0 && debt->question != last) {
            qa_findings_addf(findings, QA_WARNING, "W144", NULL, 0, 0,
                             "no vendor has an answer to %llu of the %llu items that have gold "
                             "(%.60s); they are taken for another order's and left out "
                             "(--undelivered missed counts them)",
                             (unsigned long long)debt->n_unasked, (unsigned long long)debt->n_items,
                             question);
        }
        last = debt->question;
        if (debt->n_undelivered > 0) {
            qa_findings_addf(findings, QA_WARNING, "W144", NULL, 0, 0,
                             "%s%.60s has no answer to %llu of %llu items that have gold (%.60s); "
                             "they are %s",
                             debt->vendor != QA_NONE ? "" : "the delivery",
                             qa_strings_text(names->vendors, debt->vendor),
                             (unsigned long long)debt->n_undelivered,
                             (unsigned long long)(debt->n_items - debt->n_unasked), question,
                             treatment(debt));
        }
    }
}
