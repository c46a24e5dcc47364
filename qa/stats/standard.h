#ifndef QA_STATS_STANDARD_H
#define QA_STATS_STANDARD_H

/*
 * The sampling system of MIL-STD-105E (1989), whose tables ISO 2859-1 and ANSI/ASQ Z1.4 took over:
 * code letters by lot size and inspection level (table I), single (II-A to II-C) and double plans
 * (III-A to III-C) for normal, tightened and reduced inspection, and the switching rules (4.7).
 *
 * The tables hold one pattern: what stands in a cell depends on letter and AQL only through the sum
 * of their places, so they are kept as one sequence for each inspection. Arrows are resolved.
 */

#include <stdbool.h>
#include <stdint.h>

#include "qa/stats/acceptance.h"

enum qa_inspection_level {
    QA_LEVEL_S1,
    QA_LEVEL_S2,
    QA_LEVEL_S3,
    QA_LEVEL_S4,
    QA_LEVEL_I,
    QA_LEVEL_II,
    QA_LEVEL_III,
    QA_N_LEVELS
};
extern const char *const qa_level_names[]; /* "S-1" ... "III", NULL */

enum qa_inspection { QA_INSPECT_NORMAL, QA_INSPECT_TIGHTENED, QA_INSPECT_REDUCED, QA_INSPECT_NONE };
extern const char *const qa_inspection_names[];

enum { QA_N_AQLS = 26, QA_N_LETTERS = 16 };
extern const double
    qa_aqls[QA_N_AQLS]; /* per cent, or nonconformities per hundred: 0.010 to 1000 */

/* AQLs above count errors per hundred units, of which one may have several. */
enum { QA_LARGEST_AQL_OF_SHARES = 10 };

/* The place of an AQL in the table, or -1: the standard has these 26 and no others. */
int qa_aql_place(double aql);

/* The place of the code letter, 0 for A to 15 for R (there is no I and no O). lot >= 2. */
int qa_code_letter(uint64_t lot, enum qa_inspection_level level);
char qa_letter_name(int letter); /* 16: S, of tightened inspection alone */

struct qa_standard_plan {
    int letter; /* that the plan belongs to, where an arrow led elsewhere another one */
    size_t n_stages;
    struct qa_plan_stage stages[2];
    bool is_single; /* a double plan was asked for and the tables give the single one */
};

/* inspection is not QA_INSPECT_NONE; aql a place in qa_aqls. A sample that is larger than the lot
 * means to check the whole lot. */
struct qa_standard_plan qa_standard_plan(int letter, int aql, enum qa_inspection inspection,
                                         bool is_double);

/*
 * Switching (105E, 4.7): normal to tightened when 2 of 5 or fewer lots in a row are rejected;
 * tightened to normal after 5 lots in a row are accepted; normal to reduced when 10 lots in a row
 * are accepted on normal inspection (and the buyer wants it); reduced to normal when a lot is
 * rejected or is accepted between the acceptance and the rejection number. Inspection is
 * discontinued after 10 lots in a row on tightened inspection (105E, 4.8) or, as ANSI/ASQ Z1.4-2003
 * (10.4) and ISO 2859-1:1999 (9.4) have it, when 5 lots on tightened inspection were rejected.
 * 105E's limit numbers for reduced inspection (table VIII) are not asked for; in Z1.4-2003 they are
 * optional.
 */
enum qa_switching_edition { QA_SWITCHING_105E, QA_SWITCHING_2003 };

struct qa_switching {
    enum qa_inspection inspection; /* for the next lot */
    bool allow_reduced;
    unsigned accepted_in_a_row; /* since the last rejection or switch */
    unsigned last_rejected;     /* bits of the last lots on normal inspection, the latest first */
    unsigned lots_tightened;
    unsigned rejected_tightened;
    enum qa_switching_edition edition;
};

enum qa_lot_result { QA_LOT_ACCEPTED, QA_LOT_BETWEEN, QA_LOT_REJECTED };

struct qa_switching qa_switching_start(enum qa_switching_edition edition, bool allow_reduced);
/* After the next lot was judged; the result BETWEEN arises on reduced inspection alone. */
void qa_switching_after(struct qa_switching *state, enum qa_lot_result result);

#endif
