/* Quotes and scenarios as the reference files of costs and crossings pack them. */
#ifndef TESTS_QA_PROCUREMENT_QUOTE_CASES_H
#define TESTS_QA_PROCUREMENT_QUOTE_CASES_H

#include <string.h>

#include "qa/base/number.h"
#include "qa/procurement/scenario.h"
#include "tests/support/close.h"

#define CASE_HEADER                                                                                \
    "vendor,charge,basis,from_quantity,to_quantity,price,currency,tiering,applies_to,condition,"   \
    "recurrence\n"

/* Rows "name|basis|from|to|price|currency|tiering|applies|condition|recurrence;..." of a reference
 * case as lines behind `before`; names in applies are joined by '+'. */
static inline const char *case_quotes(struct qa_arena *arena, const char *before,
                                      const char *vendor, const char *packed)
{
    const char *text = before;
    char *copy = qa_arena_text(arena, packed);
    char *row_state = NULL;

    for (char *row = strtok_r(copy, ";", &row_state); row != NULL;
         row = strtok_r(NULL, ";", &row_state)) {
        size_t bars = 0;

        for (char *c = row; *c != '\0'; c++) {
            bars += *c == '|';
            *c = (char)(*c == '|' ? ',' : *c == '+' ? ';' : *c);
        }
        text = qa_arena_format(arena, "%s%s,%s%s\n", text, vendor, row, ",,,,,,,,,," + 1 + bars);
    }
    return text;
}

/* "months=3;take=name;..." */
static inline struct qa_scenario case_scenario(struct qa_arena *arena, const char *packed)
{
    struct qa_scenario scenario = {.volume = 0.0};
    char *copy = qa_arena_text(arena, packed);
    const char **taken = QA_ARRAY(arena, const char *, strlen(copy) + 1);
    char *state = NULL;

    scenario.taken = taken;
    for (char *entry = strtok_r(copy, ";", &state); entry != NULL;
         entry = strtok_r(NULL, ";", &state)) {
        char *equals = strchr(entry, '=');
        double number;

        *equals = '\0';
        if (strcmp(entry, "take") == 0) {
            taken[scenario.n_taken++] = equals + 1;
        } else {
            assert_true(qa_parse_real(equals + 1, strlen(equals + 1), &number));
            qa_scenario_set(&scenario, qa_scenario_find(entry), number, QA_STATED);
        }
    }
    return scenario;
}

#endif
