/*
 * Makes the deliveries that the bench reads. Usage: bench_data labels ITEMS | bench_data boxes
 * IMAGES | polygons IMAGES | tracks SEQUENCES | tracks-gold SEQUENCES, to standard output. Labels:
 * 5 of 50 annotators an item, 20 categories; boxes: 2 annotators an image, 7 boxes each; polygons:
 * COCO's instances with 7 outlines of 10 to 54 vertices an image, as COCO writes them; tracks: 750
 * frames of 30 people a sequence, whose gold is tracks-gold.
 */
#include <math.h>
#include <stdbool.h>
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

/* Somebody who walks, and the delivered track that follows him at the time. */
struct walker {
    double at[2];
    double speed[2];
    double width;
    int gold;
    int given;
    int left; /* frames */
};

static struct walker new_walker(struct qa_random *random, int *next)
{
    *next += 1;
    return (struct walker){
        .at = {1800 * qa_random_real(random), 200 + 600 * qa_random_real(random)},
        .speed = {12 * qa_random_real(random) - 6, 4 * qa_random_real(random) - 2},
        .width = 40 + 50 * qa_random_real(random),
        .gold = *next,
        .given = *next,
        .left = 60 + (int)qa_random_below(random, 240)};
}

static void print_box(long sequence, int frame, int id, const struct walker *walker,
                      const double off[2])
{
    printf("seq-%02ld,%d,person,%d,%.2f,%.2f,%.2f,%.2f\n", sequence, id, frame,
           walker->at[0] + off[0], walker->at[1] + off[1], walker->width, walker->width * 2.4);
}

/* Boxes tremble, some are missed, and now and then another track goes on. */
static void step(struct walker *walker, struct qa_random *random, long sequence, int frame,
                 bool is_gold)
{
    static const double exact[2] = {0, 0};
    walker->at[0] += walker->speed[0];
    walker->at[1] += walker->speed[1];
    walker->left--;
    double off[2] = {4 * qa_random_normal(random), 6 * qa_random_normal(random)};
    bool is_missed = qa_random_below(random, 14) == 0;
    if (qa_random_below(random, 250) == 0) {
        walker->given += 100000;
    }
    if (is_gold) {
        print_box(sequence, frame, walker->gold, walker, exact);
    } else if (!is_missed) {
        print_box(sequence, frame, walker->given, walker, off);
    }
}

static void tracks(long sequences, bool is_gold)
{
    enum { WALKERS = 30, FRAMES = 750 };
    struct qa_random random;
    qa_random_init(&random, 3, 0);
    puts("item,object,label,frame,x,y,width,height");
    for (long s = 0; s < sequences; s++) {
        struct walker walkers[WALKERS];
        int next = 0;
        for (int frame = 0; frame < FRAMES; frame++) {
            for (int w = 0; w < WALKERS; w++) {
                walkers[w] =
                    frame == 0 || walkers[w].left == 0 ? new_walker(&random, &next) : walkers[w];
                step(&walkers[w], &random, s, frame, is_gold);
            }
        }
    }
}

static void tracks_given(long sequences)
{
    tracks(sequences, false);
}

static void tracks_gold(long sequences)
{
    tracks(sequences, true);
}

static void polygon(struct qa_random *random, long id, long image)
{
    enum { LEAST = 10, SPREAD = 45 };
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
    } kinds[] = {{"labels", labels},
                 {"boxes", boxes},
                 {"polygons", polygons},
                 {"tracks", tracks_given},
                 {"tracks-gold", tracks_gold}};
    long n = argc == 3 ? strtol(argv[2], NULL, 10) : 0;
    for (size_t i = 0; n > 0 && i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(argv[1], kinds[i].name) == 0) {
            kinds[i].make(n);
            return 0;
        }
    }
    fputs("usage: bench_data labels|boxes|polygons|tracks|tracks-gold N\n", stderr);
    return 2;
}
