#include "qa/procurement/criteria.h"

#include <math.h>

const char *qa_criterion_name(enum qa_criterion criterion)
{
    static const char *const names[QA_N_CRITERIA] = {"quality", "speed", "cost", "agreement",
                                                     "compliance"};

    return names[criterion];
}

bool qa_criterion_wants_less(enum qa_criterion criterion)
{
    return criterion <= QA_CRITERION_COST;
}

double qa_value(enum qa_criterion criterion, const struct qa_value_ends *ends, double measured)
{
    if (ends->worst == ends->best) {
        bool reached =
            qa_criterion_wants_less(criterion) ? measured <= ends->best : measured >= ends->best;

        return reached ? 1.0 : 0.0;
    }
    return fmax(0.0, fmin(1.0, (measured - ends->worst) / (ends->best - ends->worst)));
}

double qa_value_inverse(const struct qa_value_ends *ends, double value)
{
    return ends->worst + value * (ends->best - ends->worst);
}
