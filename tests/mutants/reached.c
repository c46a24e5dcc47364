/*
 * Which functions of the library a test reaches: the sources of `make mutants` are compiled with
 * -finstrument-functions, and this notes every entry. At the end of the process the offsets of the
 * functions in the library go to the file that REACHED names, one a line; no REACHED, no file.
 */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#define PLAIN __attribute__((no_instrument_function))

enum { MOST = 1 << 24 };

extern const char __ehdr_start[] __attribute__((visibility("hidden")));
static unsigned char reached[MOST];

PLAIN void __cyg_profile_func_enter(void *function, void *site);
PLAIN void __cyg_profile_func_exit(void *function, void *site);

void __cyg_profile_func_enter(void *function, void *site)
{
    (void)site;
    uintptr_t offset = (uintptr_t)function - (uintptr_t)__ehdr_start;
    if (offset < MOST && reached[offset] == 0) {
        reached[offset] = 1;
    }
}

void __cyg_profile_func_exit(void *function, void *site)
{
    (void)function;
    (void)site;
}

PLAIN static void __attribute__((destructor)) write_reached(void)
{
    const char *path = getenv("REACHED");
    FILE *file = path != NULL ? fopen(path, "a") : NULL;
    if (file == NULL) {
        return;
    }
    for (size_t offset = 0; offset < MOST; offset++) {
        if (reached[offset] != 0) {
            fprintf(file, "%zx\n", offset);
        }
    }
    fclose(file);
}
