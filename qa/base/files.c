#include "qa/base/files.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- files that were read ---- */

struct file {
    char *path;
    dev_t device;
    ino_t inode;
    off_t size;
    struct timespec changed;
};

static struct {
    pthread_mutex_t mutex;
    struct file *list;
    size_t n;
    size_t capacity;
} files = {.mutex = PTHREAD_MUTEX_INITIALIZER};

static void *must_have(void *memory, size_t size)
{
    if (memory == NULL) {
        qa_out_of_memory(size);
    }
    return memory;
}

static bool is_same_file(const struct file *file, const struct stat *status)
{
    return file->device == status->st_dev && file->inode == status->st_ino;
}

void qa_files_add(const char *path, const struct stat *status)
{
    if (!S_ISREG(status->st_mode)) {
        return;
    }
    pthread_mutex_lock(&files.mutex);
    if (files.n == files.capacity) {
        files.capacity = files.capacity > 0 ? 2 * files.capacity : 16;
        size_t size = files.capacity * sizeof *files.list;
        files.list = must_have(realloc(files.list, size), size);
    }
    files.list[files.n++] = (struct file){.path = must_have(strdup(path), strlen(path)),
                                          .device = status->st_dev,
                                          .inode = status->st_ino,
                                          .size = status->st_size,
                                          .changed = status->st_mtim};
    pthread_mutex_unlock(&files.mutex);
}

void qa_files_drop(const char *path)
{
    pthread_mutex_lock(&files.mutex);
    for (size_t i = files.n; i-- > 0;) {
        if (strcmp(files.list[i].path, path) == 0) {
            free(files.list[i].path);
            files.list[i] = files.list[--files.n];
            break;
        }
    }
    pthread_mutex_unlock(&files.mutex);
}

bool qa_files_was_read(const struct stat *status)
{
    bool found = false;
    pthread_mutex_lock(&files.mutex);
    for (size_t i = 0; i < files.n && !found; i++) {
        found = is_same_file(&files.list[i], status);
    }
    pthread_mutex_unlock(&files.mutex);
    return found;
}

static bool is_as_it_was(const struct file *file)
{
    struct stat now;
    return stat(file->path, &now) == 0 && is_same_file(file, &now) && file->size == now.st_size &&
           file->changed.tv_sec == now.st_mtim.tv_sec &&
           file->changed.tv_nsec == now.st_mtim.tv_nsec;
}

enum qa_status qa_files_check(struct qa_error *err)
{
    enum qa_status status = QA_OK;
    pthread_mutex_lock(&files.mutex);
    for (size_t i = 0; i < files.n && status == QA_OK; i++) {
        if (!is_as_it_was(&files.list[i])) {
            status = qa_fail_at(err, "E158", files.list[i].path, 0, 0,
                                "the file changed while it was read; run again when it is whole");
        }
    }
    pthread_mutex_unlock(&files.mutex);
    return status;
}

void qa_files_forget(void)
{
    pthread_mutex_lock(&files.mutex);
    for (size_t i = 0; i < files.n; i++) {
        free(files.list[i].path);
    }
    free(files.list);
    files.list = NULL;
    files.n = 0;
    files.capacity = 0;
    pthread_mutex_unlock(&files.mutex);
}

/* ---- temporary files ---- */

enum { MOST_TEMPORARIES = 1024 };
static _Atomic(const char *) temporaries[MOST_TEMPORARIES];

void qa_temporary_add(const char *path)
{
    for (size_t i = 0; i < MOST_TEMPORARIES; i++) {
        const char *none = NULL;
        if (atomic_compare_exchange_strong(&temporaries[i], &none, path)) {
            return;
        }
    }
}

void qa_temporary_remove(const char *path)
{
    for (size_t i = 0; i < MOST_TEMPORARIES; i++) {
        const char *same = path;
        if (atomic_compare_exchange_strong(&temporaries[i], &same, NULL)) {
            return;
        }
    }
}

void qa_temporaries_unlink(void)
{
    for (size_t i = 0; i < MOST_TEMPORARIES; i++) {
        const char *path = atomic_exchange(&temporaries[i], NULL);
        if (path != NULL) {
            unlink(path);
        }
    }
}

/* ---- signals ---- */

static void end_by_signal(int signal_number)
{
    qa_temporaries_unlink();
    /* The handler was reset to the default when it was called. */
    raise(signal_number);
}

static void end_of_mapped_file(int signal_number)
{
    static const char text[] =
        "labelqa: error: a file became shorter while it was read; run again when it is whole "
        "[E158]\n";
    (void)signal_number;
    qa_temporaries_unlink();
    ssize_t ignored = write(STDERR_FILENO, text, sizeof text - 1);
    (void)ignored;
    _exit(QA_INPUT);
}

static void handle(int signal_number, void (*handler)(int))
{
    struct sigaction action = {.sa_handler = handler, .sa_flags = (int)SA_RESETHAND};
    struct sigaction old;
    sigemptyset(&action.sa_mask);
    /* What the caller has told the program to ignore (nohup) stays ignored. */
    if (sigaction(signal_number, NULL, &old) == 0 && old.sa_handler != SIG_IGN) {
        sigaction(signal_number, &action, NULL);
    }
}

void qa_signals_init(void)
{
    static const int ending[] = {SIGHUP, SIGINT, SIGTERM, SIGXCPU, SIGXFSZ};
    for (size_t i = 0; i < sizeof ending / sizeof *ending; i++) {
        handle(ending[i], end_by_signal);
    }
    handle(SIGBUS, end_of_mapped_file);
    signal(SIGPIPE, SIG_IGN);
}
