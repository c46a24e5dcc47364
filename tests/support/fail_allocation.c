/*
 * Loaded before the C library (LD_PRELOAD): the FAIL_AT-th request for memory of the process,
 * counted from 1, gets none; every other one gets its memory. With COUNT_IN the number of requests
 * is written to that file at the end. Requests are malloc, calloc, realloc, aligned ones, as
 * qa/base/memory.c passes them on, and mappings without a file, since the arena maps its large
 * pieces.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <malloc.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

static atomic_ulong n_requests;
static unsigned long fail_at;
static atomic_bool is_on; /* from the first constructor on: what the loader asks for is not ours */

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *block, size_t size);
void *__libc_memalign(size_t alignment, size_t size);

static bool fails(void)
{
    if (!is_on || ++n_requests != fail_at) {
        return false;
    }
    errno = ENOMEM;
    return true;
}

static void __attribute__((constructor)) begin(void)
{
    const char *at = getenv("FAIL_AT");
    fail_at = at != NULL ? strtoul(at, NULL, 10) : 0;
    is_on = true;
}

static void __attribute__((destructor)) end(void)
{
    is_on = false;
    const char *path = getenv("COUNT_IN");
    FILE *file = path != NULL ? fopen(path, "w") : NULL;
    if (file != NULL) {
        fprintf(file, "%lu\n", n_requests);
        fclose(file);
    }
}

/* The next definition after ours: looked up by the loader's tables, which asks for no memory. */
#define REAL(name) ((__typeof__(&(name)))dlsym(RTLD_NEXT, #name))

#define GIVE(name, ...)                                                                            \
    static __typeof__(&(name)) real;                                                               \
    if (real == NULL) {                                                                            \
        real = REAL(name);                                                                         \
    }                                                                                              \
    return fails() ? NULL : real(__VA_ARGS__)

/* By both of their names: labelqa's own malloc asks for memory by the second. */
void *__libc_malloc(size_t size)
{
    GIVE(malloc, size);
}

void *__libc_calloc(size_t n, size_t size)
{
    GIVE(calloc, n, size);
}

void *__libc_realloc(void *block, size_t size)
{
    GIVE(realloc, block, size);
}

void *__libc_memalign(size_t alignment, size_t size)
{
    GIVE(memalign, alignment, size);
}

void *mmap(void *at, size_t size, int protection, int flags, int file, off_t offset)
{
    if (file == -1 && fails()) {
        return MAP_FAILED;
    }
    return (void *)syscall(SYS_mmap, at, size, protection, flags, file, offset); /* NOLINT */
}

void *mremap(void *old, size_t size, size_t new_size, int flags, ...)
{
    if (fails()) {
        return MAP_FAILED;
    }
    va_list args;
    va_start(args, flags);
    void *at = (flags & MREMAP_FIXED) != 0 ? va_arg(args, void *) : NULL;
    va_end(args);
    return (void *)syscall(SYS_mremap, old, size, new_size, flags, at); /* NOLINT */
}
