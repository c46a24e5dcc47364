#ifndef QA_CLI_RUN_H
#define QA_CLI_RUN_H

/*
 * The command line without what a process does once: main() sets up signals and the statistics
 * library and calls this; the fuzzers call it again and again.
 */

/* Runs `labelqa argv[1] ...` and returns the exit status, an enum qa_status. argv is not changed.
 */
int qa_run(int argc, char **argv);

#endif
