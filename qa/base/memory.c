/*
 * Memory that is not there is the end of the program, whoever asked: the C library's malloc,
 * calloc, realloc and their aligned kin stand here again, ask the C library, and turn "none" into
 * qa_out_of_memory. The libraries below reach these too (glibc manual, "Replacing malloc"):
 * libgomp, libyaml, expat, GMP and libxlsxwriter otherwise end with statuses of their own, crash,
 * or write half a workbook. Without glibc, or under a sanitizer with its own allocator, each
 * library does as it likes.
 */
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>

#include "qa/base/error.h"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define QA_OWN_ALLOCATOR 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) ||                         \
    __has_feature(memory_sanitizer)
#define QA_OWN_ALLOCATOR 1
#endif
#endif

#if defined(__GLIBC__) && !defined(QA_OWN_ALLOCATOR)

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *block, size_t size);
void *__libc_memalign(size_t alignment, size_t size);

static void *there(void *block, size_t size)
{
    if (block == NULL) {
        qa_out_of_memory(size);
    }
    return block;
}

/* NOLINTBEGIN(readability-inconsistent-declaration-parameter-name): glibc's are reserved */

void *malloc(size_t size)
{
    return there(__libc_malloc(size), size);
}

void *calloc(size_t n, size_t size)
{
    return there(__libc_calloc(n, size), size > 0 && n > SIZE_MAX / size ? SIZE_MAX : n * size);
}

/* No size frees the block, and nothing is the right answer. */
void *realloc(void *block, size_t size)
{
    void *resized = __libc_realloc(block, size);
    return size > 0 ? there(resized, size) : resized;
}

void *memalign(size_t alignment, size_t size);
void *memalign(size_t alignment, size_t size)
{
    return there(__libc_memalign(alignment, size), size);
}

void *aligned_alloc(size_t alignment, size_t size)
{
    return there(__libc_memalign(alignment, size), size);
}

int posix_memalign(void **block, size_t alignment, size_t size)
{
    if (alignment < sizeof(void *) || (alignment & (alignment - 1)) != 0) {
        return EINVAL;
    }
    *block = there(__libc_memalign(alignment, size), size);
    return 0;
}

/* NOLINTEND(readability-inconsistent-declaration-parameter-name) */

#endif
