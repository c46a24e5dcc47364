#ifndef QA_BASE_FILES_H
#define QA_BASE_FILES_H

/*
 * What a run has to do with the file system: which files it has read, so that none of them becomes
 * its output and none changed meanwhile, and which temporary files it must not leave behind. One
 * list for the process. Thread-safe.
 */

#include <stdbool.h>
#include <sys/stat.h>

#include "qa/base/error.h"

/* A file that was opened for reading, as it was then. Only plain files are kept. */
void qa_files_add(const char *path, const struct stat *status);

/* The last one of that name was read to check what the run itself has written: no input. */
void qa_files_drop(const char *path);

/* Is it one of the files that were read, by whatever name or link? O(files). */
bool qa_files_was_read(const struct stat *status);

/* E158 when a file that was read is not as it was when it was opened: another size, time or file,
 * or none. O(files). */
QA_NODISCARD enum qa_status qa_files_check(struct qa_error *err);

/* What the process was told so far is forgotten; for tests. */
void qa_files_forget(void);

/* A temporary file that goes when the program is stopped by a signal or by want of memory, until
 * it is taken back. The text is kept, not copied. */
void qa_temporary_add(const char *path);
void qa_temporary_remove(const char *path);

/* Removes them all. Safe in a signal handler. */
void qa_temporaries_unlink(void);

/* Signals that end the program remove its temporary files first; a file that shrinks while it is
 * mapped ends it with QA_INPUT and a sentence. Once, at the start. */
void qa_signals_init(void);

#endif
