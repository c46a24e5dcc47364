/* What a person asks for, and what it comes to: plans, priors, samples, verdicts, agreement. */
#include <math.h>
#include <string.h>

#include "tests/qa/audit/batches.h"
#include "tests/support/close.h"

