#include "qa/base/progress.h"

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <time.h>

enum { STEP_MILLISECONDS = 200, FIRST_SHOWN = 1000 };

static struct {
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    const char *what; /* NULL: nothing is said yet */
    qa_progress_show show;
    bool is_running;
    bool ends;
} watch = {.lock = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER};

static struct timespec in_a_step(void)
{
    enum { NANOSECONDS = 1000000000 };
    struct timespec when;
    clock_gettime(CLOCK_REALTIME, &when);
    when.tv_nsec += STEP_MILLISECONDS * 1000000L;
    when.tv_sec += when.tv_nsec / NANOSECONDS;
    when.tv_nsec %= NANOSECONDS;
    return when;
}

/* With the lock held, which waiting gives up. */
static void *watching(void *unused)
{
    (void)unused;
    long milliseconds = 0;
    bool is_shown = false;
    pthread_mutex_lock(&watch.lock);
    while (!watch.ends) {
        struct timespec until = in_a_step();
        (void)pthread_cond_timedwait(&watch.changed, &watch.lock, &until);
        milliseconds += STEP_MILLISECONDS;
        if (!watch.ends && watch.what != NULL && milliseconds >= FIRST_SHOWN) {
            watch.show(watch.what, (unsigned)(milliseconds / 1000));
            is_shown = true;
        }
    }
    pthread_mutex_unlock(&watch.lock);
    if (is_shown) {
        watch.show(NULL, 0);
    }
    return NULL;
}

void qa_progress_start(qa_progress_show show)
{
    watch.show = show;
    watch.ends = false;
    watch.is_running = pthread_create(&watch.thread, NULL, watching, NULL) == 0;
}

void qa_progress_say(const char *what)
{
    if (watch.is_running) {
        pthread_mutex_lock(&watch.lock);
        watch.what = what;
        pthread_mutex_unlock(&watch.lock);
    }
}

void qa_progress_stop(void)
{
    if (!watch.is_running) {
        return;
    }
    pthread_mutex_lock(&watch.lock);
    watch.ends = true;
    pthread_cond_signal(&watch.changed);
    pthread_mutex_unlock(&watch.lock);
    (void)pthread_join(watch.thread, NULL);
    watch.is_running = false;
}
