/* Names of quotes in two spellings. */
#include <string.h>

#include "qa/batch/spelling.h"
#include "qa/procurement/quote_rows.h"

/* A vendor in two spellings would have half of its charges in each. */
static enum qa_status refuse_vendors(const struct qa_quotes *quotes, struct qa_error *err)
{
    for (size_t i = 1; i < quotes->n_charges; i++) {
        const struct qa_charge *charge = &quotes->charges[i];
        const char *other = qa_respelt_among(charge->vendor, quotes->vendors, quotes->n_vendors);

        if (other != NULL) {
            return qa_fail_at(err, "E166", charge->file, charge->line, 0,
                              "vendor '%s' looks like '%s' in another spelling, with charges under "
                              "both; write one name",
                              charge->vendor, other);
        }
    }
    return QA_OK;
}

/* Charges that would be tiers of one, but for the spelling of their names. */
static const struct qa_charge *find_respelt(const struct qa_quotes *quotes, size_t at)
{
    const struct qa_charge *charge = &quotes->charges[at];
    for (size_t i = 0; i < at; i++) {
        const struct qa_charge *other = &quotes->charges[i];
        if (other->basis == charge->basis && other->condition == charge->condition &&
            strcmp(other->vendor, charge->vendor) == 0 &&
            qa_is_respelt(other->name, charge->name)) {
            return other;
        }
    }
    return NULL;
}

static enum qa_status refuse_charges(const struct qa_quotes *quotes, struct qa_error *err)
{
    enum { MOST_COMPARED = 2000 }; /* of a list of prices that people wrote */
    for (size_t i = 1; i < quotes->n_charges && quotes->n_charges <= MOST_COMPARED; i++) {
        const struct qa_charge *charge = &quotes->charges[i];
        const struct qa_charge *other = find_respelt(quotes, i);

        if (other != NULL) {
            return qa_fail_at(err, "E166", charge->file, charge->line, 0,
                              "charge '%s' of %s looks like '%s' of line %llu in another spelling, "
                              "and tiers count by their charge; write one name",
                              charge->name, charge->vendor, other->name,
                              (unsigned long long)other->line);
        }
    }
    return QA_OK;
}

enum qa_status qa_quotes_refuse_respelt(const struct qa_quotes *quotes, struct qa_error *err)
{
    QA_TRY(refuse_vendors(quotes, err));
    return refuse_charges(quotes, err);
}
