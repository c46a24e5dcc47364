#include "qa/batch/spelling.h"

#include <string.h>

#include "qa/base/fold.h"

/* The letters and digits of a name, without case. */
static uint32_t *bare(struct qa_arena *arena, const char *name, size_t *n)
{
    uint32_t *points = qa_fold_text(arena, name, strlen(name), QA_CASE_FOLD, n);
    size_t kept = 0;
    for (size_t i = 0; i < *n; i++) {
        bool is_bare =
            !qa_is_space(points[i]) && !qa_is_invisible(points[i]) && !qa_is_punctuation(points[i]);
        if (is_bare) {
            points[kept++] = points[i];
        }
    }
    *n = kept;
    return points;
}

bool qa_is_respelt(const char *a, const char *b)
{
    if (strcmp(a, b) == 0) {
        return false;
    }
    struct qa_arena *scratch = qa_arena_new();
    size_t n[2];
    const uint32_t *points[2] = {bare(scratch, a, &n[0]), bare(scratch, b, &n[1])};
    bool same =
        n[0] > 0 && n[0] == n[1] && memcmp(points[0], points[1], n[0] * sizeof **points) == 0;
    qa_arena_free(scratch);
    return same;
}

const char *qa_respelt_among(const char *name, const char *const *names, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (qa_is_respelt(name, names[i])) {
            return names[i];
        }
    }
    return NULL;
}

void qa_say_respelt(const char *const *names, size_t n, const char *file,
                    struct qa_findings *findings)
{
    for (size_t i = 1; i < n; i++) {
        const char *other = qa_respelt_among(names[i], names, i);
        if (other == NULL) {
            continue;
        }
        const char *text = qa_arena_format(findings->arena,
                                           "vendors '%s' and '%s' are taken as two, and look like "
                                           "one in two spellings; write one",
                                           other, names[i]);
        qa_findings_add(findings, (struct qa_finding){.severity = QA_WARNING,
                                                      .code = "W168",
                                                      .file = file,
                                                      .vendor = names[i],
                                                      .text = text});
    }
}
