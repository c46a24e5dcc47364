#ifndef QA_CLI_VERSION_H
#define QA_CLI_VERSION_H

/* The version of labelqa, as in CHANGELOG.md. */
#define QA_VERSION "0.1.0"

#endif
