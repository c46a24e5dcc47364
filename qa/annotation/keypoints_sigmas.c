#include "qa/annotation/keypoints_sigmas.h"

#include <math.h>
#include <string.h>

#include "qa/base/bytes.h"
#include "qa/base/number.h"

/* Of COCO's 17 points in their order, from the nose to the ankles (Lin et al. 2014; Ronchi and
 * Perona 2017, table of keypoint spreads), in tenths. */
static const double coco[] = {.26, .25, .25,  .35,  .35, .79, .79, .72, .72,
                              .62, .62, 1.07, 1.07, .87, .87, .89, .89};
enum { COCO_POINTS = sizeof coco / sizeof *coco, LARGEST_FILE = 1 << 20 };

double qa_keypoint_sigma(const struct qa_keypoint_sigmas *sigmas, size_t k, size_t n,
                         const struct qa_text_cell *name)
{
    if (sigmas == NULL) {
        return n == COCO_POINTS ? coco[k] / 10 : (double)NAN;
    }
    if (sigmas->name != NULL && name->length > 0) {
        for (size_t i = 0; i < sigmas->n; i++) {
            if (strlen(sigmas->name[i]) == name->length &&
                memcmp(sigmas->name[i], name->text, name->length) == 0) {
                return sigmas->sigma[i];
            }
        }
        return (double)NAN;
    }
    if (sigmas->n == 1 && sigmas->name == NULL) {
        return sigmas->sigma[0];
    }
    return sigmas->n == n ? sigmas->sigma[k] : (double)NAN;
}

/* ---- reading ---- */

struct sigma_list {
    struct qa_arena *arena;
    double *sigma;
    const char **name;
    size_t n;
    size_t sigma_capacity;
    size_t name_capacity;
    size_t n_named;
};

/* False when it is no number above 0, or there are too many. */
static bool add(struct sigma_list *list, const char *name, size_t n_name,
                const struct qa_text_cell *number)
{
    double sigma;
    if (list->n == QA_KEYPOINTS_MAX || !qa_parse_real(number->text, number->length, &sigma) ||
        !(sigma > 0)) {
        return false;
    }
    list->sigma = qa_arena_grow(list->arena, list->sigma, &list->sigma_capacity, list->n + 1,
                                sizeof *list->sigma);
    list->name = qa_arena_grow(list->arena, list->name, &list->name_capacity, list->n + 1,
                               sizeof *list->name);
    list->name[list->n] = qa_arena_text_n(list->arena, name, n_name);
    list->sigma[list->n++] = sigma;
    list->n_named += n_name > 0;
    return true;
}

static const void *finish(const struct sigma_list *list)
{
    struct qa_keypoint_sigmas *out = QA_NEW(list->arena, struct qa_keypoint_sigmas);
    *out = (struct qa_keypoint_sigmas){list->n, list->sigma, list->n_named > 0 ? list->name : NULL};
    return out;
}

/* "0.05" or "0.026,0.025": false when it is something else, such as a path. */
static bool read_list(const char *text, struct sigma_list *list)
{
    for (const char *at = text;; at++) {
        size_t n = strcspn(at, ",");
        if (!add(list, "", 0, &(struct qa_text_cell){at, n})) {
            return false;
        }
        at += n;
        if (*at == '\0') {
            return true;
        }
    }
}

/* A line: the number is what stands behind the last comma, tab or blank. */
static bool read_line(const char *text, size_t n, struct sigma_list *list)
{
    while (n > 0 && strchr(" \t\r", text[n - 1]) != NULL) {
        n--;
    }
    if (n == 0 || text[0] == '#') {
        return true;
    }
    size_t from = n;
    while (from > 0 && strchr(", \t", text[from - 1]) == NULL) {
        from--;
    }
    size_t n_name = from;
    while (n_name > 0 && strchr(", \t", text[n_name - 1]) != NULL) {
        n_name--;
    }
    return add(list, text, n_name, &(struct qa_text_cell){text + from, n - from});
}

static enum qa_status read_file(const struct qa_bytes *bytes, struct sigma_list *list,
                                struct qa_error *err)
{
    const char *at = (const char *)bytes->data;
    const char *end = at + bytes->size;
    for (uint64_t line = 1; at < end; line++) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        stop = stop != NULL ? stop : end;
        if (!read_line(at, (size_t)(stop - at), list)) {
            return qa_fail_at(err, "E231", bytes->path, line, 1,
                              "expected a spread above 0, or a keypoint's name, a comma and its "
                              "spread; at most %d lines",
                              QA_KEYPOINTS_MAX);
        }
        at = stop + 1;
    }
    if (list->n == 0 || (list->n_named > 0 && list->n_named < list->n)) {
        return qa_fail_at(err, "E231", bytes->path, 1, 0,
                          list->n == 0 ? "the file holds no spread of keypoints"
                                       : "some spreads have a keypoint's name and some have none");
    }
    return QA_OK;
}

enum qa_status qa_keypoint_sigmas_load(const char *text, struct qa_arena *arena, const void **out,
                                       struct qa_error *err)
{
    struct sigma_list list = {.arena = arena};
    if (read_list(text, &list)) {
        *out = finish(&list);
        return QA_OK;
    }
    struct qa_bytes bytes;
    if (qa_bytes_open(&bytes, text, LARGEST_FILE, err) != QA_OK) {
        return qa_fail(err, QA_USAGE, "E230",
                       "--sigmas '%s' is neither a number above 0, nor a comma list of such, nor a "
                       "file that can be read",
                       text);
    }
    list = (struct sigma_list){.arena = arena};
    enum qa_status status = read_file(&bytes, &list, err);
    qa_bytes_close(&bytes);
    *out = finish(&list);
    return status;
}
