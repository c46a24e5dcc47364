#ifndef QA_FORMATS_NESTED_PARTS_H
#define QA_FORMATS_NESTED_PARTS_H

/* Private to records with several people's answers inside: one answer on its way to the sink. */

#include "qa/formats/nested.h"

struct qa_nested_answer {
    const char *question; /* "": the usual one of its kind */
    struct qa_json_value who;
    struct qa_json_value value;
    struct qa_json_value status; /* absent: none */
    struct qa_json_value facts;  /* the object with its times; absent: none */
    struct qa_json_value marks;  /* spans of several people, of which its person's count */
};

struct qa_nested_reading {
    struct qa_sink *sink;
    struct qa_arena *arena;
    struct qa_nested_values values;
    struct qa_json_value features; /* of the viewer's rows; absent: none */
    struct qa_json_value record;
    struct qa_json_value number; /* of the row; absent: none */
    bool is_survey;
    uint64_t n_answers, n_suggestions, n_unanswered;
    uint64_t n_nobody; /* entries of lists that have no place for a person */
};

/* The first member of an object that is called like one of the names, which NULL ends. */
bool qa_nested_first_member(struct qa_json_value object, const char *const *names,
                            struct qa_json_value *out, const char **name);
/* Two persons by their names or numbers. */
bool qa_nested_is_same(struct qa_json_value a, struct qa_json_value b);
/* The names of the classes of a column of the viewer's rows; absent: it has none. */
struct qa_json_value qa_nested_class_names(const struct qa_nested_reading *reading,
                                           const char *column);
/* Who is named in an object. */
bool qa_nested_find_person(struct qa_json_value object, struct qa_json_value *who);

/* Notes an answer, or gives it, whichever pass it is. */
void qa_nested_take(struct qa_nested_reading *reading, const struct qa_nested_answer *answer);

#endif
