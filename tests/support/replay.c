/*
 * A main for fuzz targets without libFuzzer: runs the target on the empty input and on every file
 * of the folders and files named on the command line, in order. A target that returns has passed;
 * one that must not crash or leak is best run under the sanitizers.
 */
#include "tests/support/fuzz.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static void die(const char *what)
{
    perror(what);
    exit(EXIT_FAILURE);
}

static void replay_file(const char *path, size_t size)
{
    FILE *file = fopen(path, "rb");
    /* Exactly as long as the input, so that the address sanitizer sees the first byte past it. */
    uint8_t *data = malloc(size > 0 ? size : 1);
    if (file == NULL || data == NULL || fread(data, 1, size, file) != size)
        die(path);
    fclose(file);
    /* Printed first: the last line of a run that crashed names its input. */
    printf("%s: %zu bytes\n", path, size);
    fflush(stdout);
    LLVMFuzzerTestOneInput(data, size);
    free(data);
}

static size_t replay(const char *path);

static size_t replay_folder(const char *folder)
{
    struct dirent **entries = NULL;
    int n_entries = scandir(folder, &entries, NULL, alphasort);
    if (n_entries < 0)
        die(folder);
    size_t n_inputs = 0;
    for (int i = 0; i < n_entries; i++) {
        size_t length = strlen(folder) + strlen(entries[i]->d_name) + 2;
        char *path = malloc(length);
        if (path == NULL)
            die(folder);
        snprintf(path, length, "%s/%s", folder, entries[i]->d_name);
        if (entries[i]->d_name[0] != '.')
            n_inputs += replay(path);
        free(path);
        free(entries[i]);
    }
    free(entries);
    return n_inputs;
}

static size_t replay(const char *path)
{
    struct stat status;
    if (stat(path, &status) != 0)
        die(path);
    if (S_ISDIR(status.st_mode))
        return replay_folder(path);
    replay_file(path, (size_t)status.st_size);
    return 1;
}

int main(int argc, char **argv)
{
    size_t n_inputs = 0;
    LLVMFuzzerTestOneInput((const uint8_t *)"", 0);
    for (int i = 1; i < argc; i++)
        n_inputs += replay(argv[i]);
    printf("%zu inputs replayed\n", n_inputs);
    if (n_inputs == 0)
        fprintf(stderr, "no input in the corpus\n");
    return n_inputs > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
