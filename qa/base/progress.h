#ifndef QA_BASE_PROGRESS_H
#define QA_BASE_PROGRESS_H

/*
 * What a run is at, for people who wait: from the second on that it takes, shown five times a
 * second by a thread of its own. Nothing where nobody watches. One run a process; the functions are
 * called from its main thread.
 */

/* Shows what is done now and for how many seconds the run has gone; NULL: takes it away. */
typedef void (*qa_progress_show)(const char *what, unsigned seconds);

/* Starts to watch. */
void qa_progress_start(qa_progress_show show);

/* What is done now: "reading boxes.json". Kept, not copied; a string constant or of the run's
 * arena.
 */
void qa_progress_say(const char *what);

/* Takes it away; before anything else is written, and once more at the end. */
void qa_progress_stop(void);

#endif
