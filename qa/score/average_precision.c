#include "qa/score/average_precision.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { THRESHOLDS = 10, RECALLS = 101, AREAS = 1 + QA_N_SIZE_CLASSES };
enum { MOST_DETECTIONS = 100, MOST_KEYPOINTS = 20, AT_75 = 5 };

/* The bits of thresholds, from .50 on. */
typedef uint16_t thresholds;

/* One delivered object. Bits of thresholds, by area range: all, small, medium, large. */
struct detection {
    double score;
    uint32_t label;
    uint32_t piece; /* of evidence; set when it is prepared */
    thresholds matched[AREAS];
    thresholds ignored[AREAS];
};

/* Reference objects of a class that count, by area range. */
struct class_count {
    uint32_t label;
    uint32_t n[AREAS];
    uint32_t piece;
};

struct evidence {
    struct detection *detections; /* by class, then falling score */
    size_t n_detections;
    struct class_count *classes; /* all with an object on either side */
    size_t n_classes;
    bool lacks_score;
    bool falls_back; /* the kind's similarity cannot be computed */
};

/* ---- one pair ---- */

static double threshold_at(size_t t)
{
    static const double least = .5;
    static const double most = .95;
    static const double nearly_one = 1 - 1e-10;
    double step = (most - least) / (THRESHOLDS - 1);
    double threshold = t + 1 == THRESHOLDS ? most : (double)t * step + least;
    return threshold < nearly_one ? threshold : nearly_one;
}

static bool is_in_area(double area, size_t range)
{
    static const double low[AREAS] = {0, 0, 32.0 * 32.0, 96.0 * 96.0};
    static const double high[AREAS] = {1e10, 32.0 * 32.0, 96.0 * 96.0, 1e10};
    return area >= low[range] && area <= high[range];
}

/* An object of either side. */
struct entry {
    size_t at; /* in its answer */
    uint32_t label;
    double score;
    double area;
    uint8_t region; /* see qa_object_region */
};

static int by_class_and_score(const void *left, const void *right)
{
    const struct entry *a = left;
    const struct entry *b = right;
    int by = qa_compare_u32(a->label, b->label);
    by = by != 0 ? by : (a->score < b->score) - (a->score > b->score);
    return by != 0 ? by : (a->at > b->at) - (a->at < b->at);
}

struct side {
    struct qa_objects objects;
    struct entry *entries;
    size_t n;
};

static struct side list_side(const struct qa_comparison *comparison, const struct qa_batch *batch,
                             size_t answer, const struct qa_type *type, struct qa_arena *scratch)
{
    struct side side = {.n = answer != SIZE_MAX ? qa_object_count(batch, answer) : 0};
    side.entries = QA_ARRAY(scratch, struct entry, side.n);
    if (side.n == 0) {
        return side;
    }
    uint64_t first = qa_first_object(batch, answer);
    side.objects = qa_batch_objects(batch, first, side.n);
    for (size_t i = 0; i < side.n; i++) {
        bool is_uncounted = type->uncounted != NULL && type->uncounted(&side.objects, i);
        uint8_t region = qa_object_region(batch, first + i);
        side.entries[i] = (struct entry){
            .at = i,
            .label = comparison->request.class_agnostic ? 0 : side.objects.label[i],
            .score = batch->score != NULL ? batch->score[first + i] : (double)NAN,
            .area = qa_object_area(batch, type, first + i),
            .region = is_uncounted && region == QA_REGION_NONE ? QA_REGION_UNCOUNTED : region};
    }
    return side;
}

/* Those entries as the type takes them. */
static struct qa_objects pick(const struct qa_objects *objects, const struct entry *entries,
                              size_t n, struct qa_arena *scratch)
{
    uint32_t *label = QA_ARRAY(scratch, uint32_t, n);
    struct qa_piece *number_at = QA_ARRAY(scratch, struct qa_piece, n);
    struct qa_piece *text_at = QA_ARRAY(scratch, struct qa_piece, n);
    for (size_t i = 0; i < n; i++) {
        size_t at = entries[i].at;
        label[i] = objects->label[at];
        number_at[i] = objects->number_at != NULL
                           ? objects->number_at[at]
                           : (struct qa_piece){at * objects->arity, objects->arity};
        text_at[i] = objects->text_at != NULL ? objects->text_at[at] : (struct qa_piece){0, 0};
    }
    struct qa_objects out = *objects;
    out.n = n;
    out.label = label;
    out.number_at = number_at;
    out.text_at = objects->text_at != NULL ? text_at : NULL;
    return out;
}

/* One class of a pair: g reference objects, d delivered ones by falling score. */
struct class_work {
    const struct entry *gold;
    size_t g;
    const struct entry *given;
    size_t d;
    const double *similarity; /* d x g */
    size_t *order;            /* room for g: those that count first */
    bool *ignored;            /* room for g */
    bool *taken;              /* room for g */
};

/* Similarities; of a crowd the share of the delivered object inside it. Kinds whose reference
 * objects may have nothing to be found by have no such share: their similarity says it. */
static const double *similarities(const struct qa_pair_objects *pair, const struct class_work *work,
                                  struct qa_arena *scratch)
{
    double *out = QA_ARRAY(scratch, double, work->d * work->g);
    double *block = QA_ARRAY(scratch, double, work->d * work->g);
    struct qa_objects gold = pick(&pair->a, work->gold, work->g, scratch);
    struct qa_objects given = pick(&pair->b, work->given, work->d, scratch);
    const struct qa_sides sides = {&gold, &given, pair->question->setting, scratch};
    bool any_crowd = false;
    pair->type->compare(&sides, block);
    for (size_t i = 0; i < work->g; i++) {
        any_crowd = any_crowd || work->gold[i].region == QA_REGION_CROWD;
        for (size_t j = 0; j < work->d; j++) {
            out[j * work->g + i] = block[i * work->d + j];
        }
    }
    if (!any_crowd || pair->type->covered == NULL || pair->type->uncounted != NULL) {
        return out;
    }
    const struct qa_sides turned = {&given, &gold, pair->question->setting, scratch};
    pair->type->covered(&turned, block);
    for (size_t i = 0; i < work->g; i++) {
        for (size_t j = 0; work->gold[i].region == QA_REGION_CROWD && j < work->d; j++) {
            out[j * work->g + i] = block[j * work->g + i];
        }
    }
    return out;
}

/* Those that count come first, each part in its order. Returns how many count. */
static size_t order_gold(const struct class_work *work, size_t range)
{
    size_t n = 0;
    size_t n_counted;
    for (size_t i = 0; i < work->g; i++) {
        work->ignored[i] =
            work->gold[i].region != QA_REGION_NONE || !is_in_area(work->gold[i].area, range);
        if (!work->ignored[i]) {
            work->order[n++] = i;
        }
    }
    n_counted = n;
    for (size_t i = 0; i < work->g; i++) {
        if (work->ignored[i]) {
            work->order[n++] = i;
        }
    }
    return n_counted;
}

/* The reference object that delivered object j matches; SIZE_MAX: none. */
static size_t best_match(const struct class_work *work, size_t j, double threshold)
{
    double best = threshold;
    size_t found = SIZE_MAX;
    for (size_t k = 0; k < work->g; k++) {
        size_t i = work->order[k];
        if (work->taken[i] && work->gold[i].region != QA_REGION_CROWD) {
            continue;
        }
        if (found != SIZE_MAX && !work->ignored[found] && work->ignored[i]) {
            break;
        }
        if (work->similarity[j * work->g + i] >= best) {
            best = work->similarity[j * work->g + i];
            found = i;
        }
    }
    return found;
}

static void match_at(const struct class_work *work, size_t t, size_t range,
                     struct detection *detections)
{
    memset(work->taken, 0, work->g * sizeof *work->taken);
    for (size_t j = 0; j < work->d; j++) {
        size_t i = best_match(work, j, threshold_at(t));
        bool is_ignored =
            i != SIZE_MAX ? work->ignored[i] : !is_in_area(work->given[j].area, range);
        detections[j].matched[range] |= (thresholds)((i != SIZE_MAX) << t);
        detections[j].ignored[range] |= (thresholds)(is_ignored << t);
        if (i != SIZE_MAX) {
            work->taken[i] = true;
        }
    }
}

static void evaluate_class(const struct qa_pair_objects *pair, struct class_work *work,
                           struct evidence *out, struct qa_arena *scratch)
{
    struct class_count *count = &out->classes[out->n_classes++];
    struct detection *detections = out->detections + out->n_detections;
    count->label = work->g > 0 ? work->gold->label : work->given->label;
    work->order = QA_ARRAY(scratch, size_t, work->g);
    work->ignored = QA_ARRAY(scratch, bool, work->g);
    work->taken = QA_ARRAY(scratch, bool, work->g);
    work->similarity = work->g > 0 && work->d > 0 ? similarities(pair, work, scratch) : NULL;
    for (size_t j = 0; j < work->d; j++) {
        detections[j] = (struct detection){.score = work->given[j].score, .label = count->label};
    }
    for (size_t range = 0; range < AREAS; range++) {
        count->n[range] = (uint32_t)order_gold(work, range);
        for (size_t t = 0; t < THRESHOLDS; t++) {
            match_at(work, t, range, detections);
        }
    }
    out->n_detections += work->d;
}

static size_t end_of_class(const struct side *side, size_t from, uint32_t label)
{
    while (from < side->n && side->entries[from].label == label) {
        from++;
    }
    return from;
}

static void *gather(const struct qa_comparison *comparison, const struct qa_pair *pair,
                    struct qa_arena *arena, struct qa_arena *scratch)
{
    struct qa_pair_objects objects = qa_pair_objects(comparison, pair);
    struct side gold = list_side(comparison, comparison->a, pair->answer_a, objects.type, scratch);
    struct side given = list_side(comparison, comparison->b, pair->answer_b, objects.type, scratch);
    size_t most = objects.type->uncounted != NULL ? MOST_KEYPOINTS : MOST_DETECTIONS;
    struct evidence *out = QA_NEW(arena, struct evidence);
    *out = (struct evidence){.detections = QA_ARRAY(arena, struct detection, given.n),
                             .classes = QA_ARRAY(arena, struct class_count, gold.n + given.n)};
    for (size_t j = 0; j < given.n; j++) {
        out->lacks_score = out->lacks_score || isnan(given.entries[j].score);
    }
    out->falls_back = objects.question->fallback != NULL;
    qsort(gold.entries, gold.n, sizeof *gold.entries, by_class_and_score);
    qsort(given.entries, given.n, sizeof *given.entries, by_class_and_score);
    size_t i = 0;
    size_t j = 0;
    while (!out->lacks_score && !out->falls_back && (i < gold.n || j < given.n)) {
        bool from_gold =
            j == given.n || (i < gold.n && gold.entries[i].label <= given.entries[j].label);
        uint32_t label = from_gold ? gold.entries[i].label : given.entries[j].label;
        size_t i_end = end_of_class(&gold, i, label);
        size_t j_end = end_of_class(&given, j, label);
        size_t d = j_end - j < most ? j_end - j : most;
        struct class_work work = {
            .gold = gold.entries + i, .g = i_end - i, .given = given.entries + j, .d = d};
        struct qa_arena_mark mark = qa_arena_mark(scratch);
        evaluate_class(&objects, &work, out, scratch);
        qa_arena_reset(scratch, mark);
        i = i_end;
        j = j_end;
    }
    return out;
}

static bool counts(const void *given, const struct qa_run_group *group)
{
    const struct evidence *evidence = given;
    bool found = false;
    for (size_t c = 0; c < evidence->n_classes; c++) {
        found = found || group->of != QA_OF_CLASS || evidence->classes[c].label == group->id;
    }
    return found || evidence->lacks_score || evidence->falls_back;
}

/* ---- all pairs ---- */

struct prepared {
    struct detection *detections; /* by class, then falling score */
    size_t n_detections;
    struct class_count *counts; /* by class */
    size_t n_counts;
    const char *why; /* there is none; NULL: there is */
};

static int compare_detections(const void *left, const void *right)
{
    const struct detection *const *a = left;
    const struct detection *const *b = right;
    int by = qa_compare_u32((*a)->label, (*b)->label);
    by = by != 0 ? by : ((*a)->score < (*b)->score) - ((*a)->score > (*b)->score);
    return by != 0 ? by : (*a > *b) - (*a < *b); /* as they were given: by item, then within */
}

static int compare_counts(const void *left, const void *right)
{
    const struct class_count *a = left;
    const struct class_count *b = right;
    int by = qa_compare_u32(a->label, b->label);
    return by != 0 ? by : qa_compare_u32(a->piece, b->piece);
}

static void sort_detections(struct prepared *prepared, const struct detection *unsorted,
                            struct qa_arena *arena)
{
    struct qa_arena *scratch = qa_arena_new();
    const struct detection **order =
        QA_ARRAY(scratch, const struct detection *, prepared->n_detections);
    for (size_t i = 0; i < prepared->n_detections; i++) {
        order[i] = &unsorted[i];
    }
    qsort(order, prepared->n_detections, sizeof(struct detection *), compare_detections);
    prepared->detections = QA_ARRAY(arena, struct detection, prepared->n_detections);
    for (size_t i = 0; i < prepared->n_detections; i++) {
        prepared->detections[i] = *order[i];
    }
    qa_arena_free(scratch);
}

static void *prepare(const struct qa_comparison *comparison, const struct qa_question *question,
                     void *const *given, size_t n, struct qa_arena *arena)
{
    struct prepared *out = QA_NEW(arena, struct prepared);
    struct qa_arena *scratch = qa_arena_new();
    (void)comparison;
    (void)question;
    for (size_t p = 0; p < n; p++) {
        const struct evidence *evidence = given[p];
        out->n_detections += evidence->n_detections;
        out->n_counts += evidence->n_classes;
        out->why = evidence->falls_back ? "its similarity cannot be computed (W850)" : out->why;
        out->why =
            evidence->lacks_score ? "delivered objects without a score have no rank" : out->why;
    }
    struct detection *unsorted = QA_ARRAY(scratch, struct detection, out->n_detections);
    out->counts = QA_ARRAY(arena, struct class_count, out->n_counts);
    size_t n_detections = 0;
    size_t n_counts = 0;
    for (size_t p = 0; p < n; p++) {
        const struct evidence *evidence = given[p];
        for (size_t i = 0; i < evidence->n_detections; i++) {
            unsorted[n_detections] = evidence->detections[i];
            unsorted[n_detections++].piece = (uint32_t)p;
        }
        for (size_t c = 0; c < evidence->n_classes; c++) {
            out->counts[n_counts] = evidence->classes[c];
            out->counts[n_counts++].piece = (uint32_t)p;
        }
    }
    sort_detections(out, unsorted, arena);
    qsort(out->counts, out->n_counts, sizeof *out->counts, compare_counts);
    qa_arena_free(scratch);
    return out;
}

/* ---- measuring ---- */

/* One class under one area range, detections that take part in order. */
struct curve {
    const struct detection *detections;
    size_t n;
    size_t range;
    uint64_t n_gold;
    const bool *left_out;
    double *recall; /* room for n */
    double *precision;
};

/* Mean precision at the 101 recalls, at threshold t. */
static double precision_at(const struct curve *curve, size_t t)
{
    uint64_t right = 0;
    uint64_t wrong = 0;
    size_t n = 0;
    for (size_t i = 0; i < curve->n; i++) {
        const struct detection *detection = &curve->detections[i];
        if (curve->left_out != NULL && curve->left_out[detection->piece]) {
            continue;
        }
        bool counts_not = (detection->ignored[curve->range] >> t & 1) != 0;
        bool is_right = (detection->matched[curve->range] >> t & 1) != 0;
        right += !counts_not && is_right;
        wrong += !counts_not && !is_right;
        curve->recall[n] = (double)right / (double)curve->n_gold;
        curve->precision[n++] = (double)right / ((double)wrong + (double)right + DBL_EPSILON);
    }
    for (size_t i = n; i-- > 1;) {
        if (curve->precision[i] > curve->precision[i - 1]) {
            curve->precision[i - 1] = curve->precision[i];
        }
    }
    double sum = 0;
    size_t at = 0;
    for (size_t r = 0; r < RECALLS; r++) {
        double recall = r + 1 == RECALLS ? 1 : (double)r * 0.01;
        while (at < n && curve->recall[at] < recall) {
            at++;
        }
        sum += at < n ? curve->precision[at] : 0;
    }
    return sum / RECALLS;
}

static void measure_class(const struct curve *curve, double sum[QA_N_PRECISION_FIGURES])
{
    double all = 0;
    for (size_t t = 0; t < THRESHOLDS; t++) {
        double precision = precision_at(curve, t);
        all += precision;
        sum[QA_AP50] += t == 0 ? precision : 0;
        sum[QA_AP75] += t == AT_75 ? precision : 0;
    }
    sum[QA_AP] += all / THRESHOLDS;
}

static void set_undefined(struct qa_run_value *out, const char *why)
{
    for (size_t f = 0; f < QA_N_PRECISION_FIGURES; f++) {
        out[f] = (struct qa_run_value){(double)NAN, why};
    }
}

static void measure(const void *given, const struct qa_run_group *group, struct qa_arena *scratch,
                    struct qa_run_value *out)
{
    const struct prepared *prepared = given;
    double sum[QA_N_PRECISION_FIGURES] = {0, 0, 0};
    size_t n_classes = 0;
    size_t detection = 0;
    if (prepared->why != NULL) {
        set_undefined(out, prepared->why);
        return;
    }
    struct curve curve = {.range = group->of == QA_OF_SIZE ? 1 + group->id : 0,
                          .left_out = group->left_out,
                          .recall = QA_ARRAY(scratch, double, prepared->n_detections),
                          .precision = QA_ARRAY(scratch, double, prepared->n_detections)};
    for (size_t c = 0; c < prepared->n_counts;) {
        uint32_t label = prepared->counts[c].label;
        curve.n_gold = 0;
        for (; c < prepared->n_counts && prepared->counts[c].label == label; c++) {
            const struct class_count *count = &prepared->counts[c];
            bool is_out = group->left_out != NULL && group->left_out[count->piece];
            curve.n_gold += is_out ? 0 : count->n[curve.range];
        }
        curve.detections = prepared->detections + detection;
        for (curve.n = 0;
             detection < prepared->n_detections && prepared->detections[detection].label == label;
             detection++) {
            curve.n++;
        }
        if (curve.n_gold > 0 && (group->of != QA_OF_CLASS || label == group->id)) {
            measure_class(&curve, sum);
            n_classes++;
        }
    }
    if (n_classes == 0) {
        set_undefined(out, "no reference objects that count");
        return;
    }
    for (size_t f = 0; f < QA_N_PRECISION_FIGURES; f++) {
        out[f] = (struct qa_run_value){sum[f] / (double)n_classes, NULL};
    }
}

static bool serves(const struct qa_type *type)
{
    return type->matching == QA_MATCH_ASSIGN && type->bounds != NULL && type->size != NULL;
}

#define COCO "Lin et al. 2014; COCO detection evaluation"

static const struct qa_run_figure figures[QA_N_PRECISION_FIGURES] = {
    [QA_AP] = {"ap", "AP",
               "Average precision: mean precision over 101 recalls, the thresholds .50 to .95 in "
               "steps of .05 and the classes.",
               COCO},
    [QA_AP50] = {"ap50", "AP50", "Average precision at the threshold .50.", COCO},
    [QA_AP75] = {"ap75", "AP75", "Average precision at the threshold .75.", COCO},
};

const struct qa_run_score qa_run_score_precision = {
    .name = "average_precision",
    .about = "How well scores rank right objects before wrong ones.",
    .serves = serves,
    .needs_reference = true,
    .by_class = true,
    .gather = gather,
    .prepare = prepare,
    .measure = measure,
    .counts = counts,
    .figures = figures,
    .n_figures = QA_N_PRECISION_FIGURES,
};
