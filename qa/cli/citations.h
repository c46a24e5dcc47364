#ifndef QA_CLI_CITATIONS_H
#define QA_CLI_CITATIONS_H

/* Where every formula comes from: what `labelqa cite` prints and the man pages end with. */

#include <stdbool.h>
#include <stddef.h>

struct qa_citation {
    const char *commands; /* that use it, comma-separated */
    const char *names;    /* as they stand in results, comma-separated */
    const char *what;     /* a sentence */
    const char *source;
};

extern const struct qa_citation qa_citations[];
extern const size_t qa_n_citations;

/* Is the name one of the comma-separated list's? A suffix of weights does not count. */
bool qa_citation_has(const char *list, const char *name);

/* Prints all, or those of a command's or result's name; false when there are none. */
bool qa_cite(const char *name);

#endif
