#include "qa/batch/spelling.h"

#include <math.h>
#include <string.h>

#include "qa/base/fold.h"
#include "qa/base/number.h"
#include "qa/base/utf8.h"

static bool is_digit(uint32_t c)
{
    return c >= '0' && c <= '9';
}

static bool is_mark(uint32_t c)
{
    return qa_is_space(c) || qa_is_invisible(c) || qa_is_punctuation(c);
}

/* The letters and digits of a name without case; between two digits a mark tells numbers apart. */
static size_t keep_bare(uint32_t *points, size_t n)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        if (!is_mark(points[i])) {
            points[kept++] = points[i];
        } else if (kept > 0 && is_digit(points[kept - 1]) && i + 1 < n && is_digit(points[i + 1])) {
            points[kept++] = '-';
        }
    }
    return kept;
}

const char *qa_spelling_key(const char *name, struct qa_arena *arena)
{
    double number;
    if (qa_parse_real(name, strlen(name), &number) && floor(number) == number) {
        return qa_arena_format(arena, "%.17g", number);
    }
    size_t n;
    uint32_t *points = qa_fold_text(arena, name, strlen(name), QA_CASE_FOLD, &n);
    n = keep_bare(points, n);
    char *key = qa_arena_alloc(arena, 4 * n + 1);
    size_t used = 0;
    for (size_t i = 0; i < n; i++) {
        used += qa_utf8_encode(points[i], key + used);
    }
    key[used] = '\0';
    return key;
}

bool qa_is_respelt(const char *a, const char *b)
{
    if (strcmp(a, b) == 0) {
        return false;
    }
    struct qa_arena *scratch = qa_arena_new();
    const char *key = qa_spelling_key(a, scratch);
    bool same = *key != '\0' && strcmp(key, qa_spelling_key(b, scratch)) == 0;
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

/* The annotators of a vendor whose ids have it in common; NULL for an id without letters. */
static const char *person_key(const struct qa_names *names, uint32_t annotator,
                              struct qa_arena *arena)
{
    const char *key = qa_spelling_key(qa_annotator_id(names, annotator), arena);
    return *key == '\0' ? NULL
                        : qa_arena_format(arena, "%u %s",
                                          (unsigned)qa_annotator_vendor(names, annotator), key);
}

static void say_two(const struct qa_names *names, uint32_t first, uint32_t second,
                    struct qa_findings *findings)
{
    uint32_t vendor = qa_annotator_vendor(names, second);
    qa_findings_add(
        findings, (struct qa_finding){
                      .severity = QA_WARNING,
                      .code = "W808",
                      .vendor = vendor != QA_NONE ? qa_strings_text(names->vendors, vendor) : NULL,
                      .text = qa_arena_format(
                          findings->arena,
                          "annotators '%.60s' and '%.60s' are taken as two, and look "
                          "like one in two spellings; write one",
                          qa_annotator_text(names, first), qa_annotator_text(names, second))});
}

/* The annotators who answered, by id; returns how many. */
static uint32_t answering(const struct qa_batch *batch, struct qa_arena *arena, uint32_t **out)
{
    uint32_t n = qa_annotator_count(batch->names);
    bool *is_here = QA_ARRAY(arena, bool, (size_t)n + 1);
    for (size_t a = 0; a < batch->n_answers; a++) {
        if (batch->annotator[a] != QA_NONE) {
            is_here[batch->annotator[a]] = true;
        }
    }
    const uint32_t *rank = qa_annotator_id_rank(batch->names, arena);
    uint32_t *sorted = QA_ARRAY(arena, uint32_t, (size_t)n + 1);
    for (uint32_t a = 0; a < n; a++) {
        sorted[rank[a]] = a;
    }
    uint32_t n_here = 0;
    for (uint32_t i = 0; i < n; i++) {
        sorted[n_here] = sorted[i];
        n_here += is_here[sorted[i]];
    }
    *out = sorted;
    return n_here;
}

void qa_say_respelt_annotators(const struct qa_batch *batch, struct qa_findings *findings)
{
    struct qa_arena *scratch = qa_arena_new();
    uint32_t *annotators;
    uint32_t n = answering(batch, scratch, &annotators);
    struct qa_strings *keys = qa_strings_new(scratch);
    uint32_t *first = QA_ARRAY(scratch, uint32_t, (size_t)n + 1);
    for (uint32_t i = 0; i < n; i++) {
        const char *key = person_key(batch->names, annotators[i], scratch);
        uint32_t n_known = qa_strings_count(keys);
        uint32_t id = key != NULL ? qa_strings_intern_text(keys, key) : QA_NONE;
        if (id == n_known) {
            first[id] = annotators[i];
        } else if (id != QA_NONE) {
            say_two(batch->names, first[id], annotators[i], findings);
        }
    }
    qa_arena_free(scratch);
}
