/*
 * Makes the deliveries that the bench reads. Usage: bench_data labels ITEMS | bench_data boxes
 * IMAGES, to standard output. Labels: 5 of 50 annotators an item, 20 categories; boxes: 2
 * annotators an image, 7 boxes each.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "qa/base/random.h"

static void labels(long items)
{
    struct qa_random random;
    qa_random_init(&random, 1, 0);
    puts("item,annotator,label");
    for (long i = 0; i < items; i++) {
        int truth = (int)qa_random_below(&random, 20);
        int first = (int)qa_random_below(&random, 50);
        for (int r = 0; r < 5; r++) {
            int label = qa_random_below(&random, 5) > 0 ? truth : (int)qa_random_below(&random, 20);
            printf("item%ld,ann%02d,c%02d\n", i, (first + r * 7) % 50, label);
        }
    }
}

static void boxes(long images)
{
    struct qa_random random;
    qa_random_init(&random, 2, 0);
    puts("item,annotator,label,x,y,width,height");
    for (long i = 0; i < images; i++) {
        double truth[7][4];
        for (int b = 0; b < 7; b++) {
            truth[b][0] = qa_random_real(&random) * 500;
            truth[b][1] = qa_random_real(&random) * 400;
            truth[b][2] = 20 + qa_random_real(&random) * 120;
            truth[b][3] = 20 + qa_random_real(&random) * 120;
        }
        for (int a = 0; a < 2; a++) {
            for (int b = 0; b < 7; b++) {
                printf("%06ld.jpg,ann%d,c%d,%.2f,%.2f,%.2f,%.2f\n", i, a, b % 5,
                       truth[b][0] + qa_random_real(&random) * 4,
                       truth[b][1] + qa_random_real(&random) * 4, truth[b][2], truth[b][3]);
            }
        }
    }
}

int main(int argc, char **argv)
{
    if (argc != 3 || strtol(argv[2], NULL, 10) <= 0) {
        fputs("usage: bench_data labels|boxes N\n", stderr);
        return 2;
    }
    if (strcmp(argv[1], "labels") == 0) {
        labels(strtol(argv[2], NULL, 10));
    } else {
        boxes(strtol(argv[2], NULL, 10));
    }
    return 0;
}
