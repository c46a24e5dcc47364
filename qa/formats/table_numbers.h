#ifndef QA_FORMATS_TABLE_NUMBERS_H
#define QA_FORMATS_TABLE_NUMBERS_H

/*
 * Numbers in the cells of a delivery's table, as spreadsheet programs of all countries save them.
 * The decimal sign is what is stated, else what the first number shows that can only have one, of
 * the first rows. A cell becomes what number.h reads; digits and a point are what programs write
 * and need no sign to be seen; what has two readings, or none under the sign, is refused with what
 * settles it.
 */

#include "qa/base/notation.h"
#include "qa/formats/sink.h"

enum { QA_SHOWN_NUMBER_MAX = 41 };

struct qa_table_numbers {
    enum qa_decimal decimal; /* UNKNOWN: not stated, and none has been seen */
    bool is_typed;           /* digits and a point are a program's number, whatever texts hold */
    /* The number that shows it; line 0: it was stated. */
    char shown[QA_SHOWN_NUMBER_MAX];
    uint64_t line;
    bool is_said; /* that it settled a doubt */
};

/* A cell of a column of numbers among the first rows. True once the decimal sign is known. */
bool qa_table_numbers_look(struct qa_table_numbers *numbers, const struct qa_text_cell *cell,
                           uint64_t line);

/* The cell for number.h; texts that are no numbers stay, for their reader to refuse. text: room
 * that lives as long as the row. False after E170 two readings, E171 another decimal sign. W150 for
 * the first of two readings that the file settles. */
bool qa_table_number(struct qa_table_numbers *numbers, struct qa_sink *sink, struct qa_place place,
                     const char *name, struct qa_text_cell *cell, char text[QA_NUMBER_TEXT_MAX]);

#endif
