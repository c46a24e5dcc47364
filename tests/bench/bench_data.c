/*
 * Makes the deliveries that the bench reads. Usage: bench_data labels ITEMS | bench_data boxes
 * IMAGES | bench_data polygons IMAGES, to standard output. Labels: 5 of 50 annotators an item, 20
 * categories; boxes: 2 annotators an image, 7 boxes each; polygons: COCO's instances with 7
 * outlines of 10 to 39 vertices an image, as COCO writes them.
 */
#include <math.h>
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

static void polygon(struct qa_random *random, long id, long image)
{
    enum { LEAST = 10, SPREAD = 30 };
    int n = LEAST + (int)qa_random_below(random, SPREAD);
    double x = 100 + qa_random_real(random) * 400;
    double y = 100 + qa_random_real(random) * 280;
    double radius = 20 + qa_random_real(random) * 70;
    printf("{\"segmentation\": [[");
    for (int k = 0; k < n; k++) {
        double angle = 6.283185307179586 * k / n;
        double length = radius * (1 - 0.3 * qa_random_real(random));
        printf("%s%.2f, %.2f", k > 0 ? ", " : "", x + length * cos(angle), y + length * sin(angle));
    }
    printf("]], \"area\": %.4f, \"iscrowd\": 0, \"image_id\": %ld, \"bbox\": [%.2f, %.2f, %.2f, "
           "%.2f], \"category_id\": %ld, \"id\": %ld}",
           2.3 * radius * radius, image, x - radius, y - radius, 2 * radius, 2 * radius,
           1 + id % 80, id);
}

static void polygons(long images)
{
    enum { PER_IMAGE = 7, CATEGORIES = 80 };
    struct qa_random random;
    qa_random_init(&random, 3, 0);
    printf("{\"info\": {}, \"images\": [");
    for (long i = 0; i < images; i++) {
        printf("%s{\"id\": %ld, \"file_name\": \"%012ld.jpg\", \"width\": 640, \"height\": 480}",
               i > 0 ? ", " : "", i, i);
    }
    printf("], \"annotations\": [");
    for (long i = 0; i < PER_IMAGE * images; i++) {
        fputs(i > 0 ? ", " : "", stdout);
        polygon(&random, i + 1, i / PER_IMAGE);
    }
    printf("], \"categories\": [");
    for (int c = 1; c <= CATEGORIES; c++) {
        printf("%s{\"id\": %d, \"name\": \"c%d\"}", c > 1 ? ", " : "", c, c);
    }
    puts("]}");
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        void (*make)(long n);
    } kinds[] = {{"labels", labels}, {"boxes", boxes}, {"polygons", polygons}};
    long n = argc == 3 ? strtol(argv[2], NULL, 10) : 0;
    for (size_t i = 0; n > 0 && i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(argv[1], kinds[i].name) == 0) {
            kinds[i].make(n);
            return 0;
        }
    }
    fputs("usage: bench_data labels|boxes|polygons N\n", stderr);
    return 2;
}
