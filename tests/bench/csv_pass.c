/*
 * The floor of reading CSV: one pass of libcsv alone over the file, which counts its cells and
 * keeps nothing. Usage: csv_pass FILE.
 */
#include <csv.h>
#include <stdio.h>

static void count_cell(void *text, size_t n, void *context)
{
    size_t *bytes = context;
    (void)text;
    bytes[0] += n;
}

static void count_row(int end, void *context)
{
    size_t *rows = context;
    (void)end;
    rows[1]++;
}

int main(int argc, char **argv)
{
    static char block[1 << 16];
    struct csv_parser parser;
    size_t counts[2] = {0, 0};
    size_t n;
    FILE *file = argc == 2 ? fopen(argv[1], "rb") : NULL;
    if (file == NULL || csv_init(&parser, 0) != 0) {
        fputs("usage: csv_pass FILE\n", stderr);
        return 2;
    }
    while ((n = fread(block, 1, sizeof block, file)) > 0) {
        (void)csv_parse(&parser, block, n, count_cell, count_row, counts);
    }
    (void)csv_fini(&parser, count_cell, count_row, counts);
    csv_free(&parser);
    fclose(file);
    printf("%zu bytes in %zu rows\n", counts[0], counts[1]);
    return 0;
}
