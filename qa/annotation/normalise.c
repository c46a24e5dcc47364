#include "qa/annotation/normalise.h"

#include <stdlib.h>
#include <string.h>

#include "qa/base/bytes.h"
#include "qa/base/fold.h"

struct rules {
    struct qa_word_rule *list;
    size_t n;
    size_t capacity;
};

struct qa_code_points qa_normalise_basic(const char *text, size_t size, struct qa_arena *arena)
{
    size_t n;
    uint32_t *list = qa_fold_text(arena, text, size, QA_CASE_FOLD, &n);
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        bool is_space = qa_is_space(list[i]);
        if (!is_space && !qa_is_punctuation(list[i])) {
            list[kept++] = list[i];
        } else if (is_space && kept > 0 && list[kept - 1] != ' ') {
            list[kept++] = ' ';
        }
    }
    kept -= kept > 0 && list[kept - 1] == ' ';
    return (struct qa_code_points){list, kept};
}

static int compare_words(const struct qa_code_points *a, const struct qa_code_points *b)
{
    for (size_t i = 0; i < a->n && i < b->n; i++) {
        if (a->list[i] != b->list[i]) {
            return a->list[i] < b->list[i] ? -1 : 1;
        }
    }
    return (a->n > b->n) - (a->n < b->n);
}

static int compare_rules(const void *left, const void *right)
{
    const struct qa_word_rule *a = left;
    const struct qa_word_rule *b = right;
    return compare_words(&a->from, &b->from);
}

static bool is_one_word(const struct qa_code_points *text)
{
    for (size_t i = 0; i < text->n; i++) {
        if (text->list[i] == ' ') {
            return false;
        }
    }
    return text->n > 0;
}

static enum qa_status read_rules(const struct qa_bytes *bytes, struct qa_arena *arena,
                                 struct rules *rules, struct qa_error *err)
{
    const char *data = (const char *)bytes->data;
    uint64_t number = 0;
    for (size_t at = 0; at < bytes->size;) {
        const char *line = data + at;
        const char *end = memchr(line, '\n', bytes->size - at);
        size_t n = end != NULL ? (size_t)(end - line) : bytes->size - at;
        const char *tab = memchr(line, '\t', n);
        struct qa_word_rule rule;
        at += n + 1;
        number++;
        if (line[0] == '#' || qa_normalise_basic(line, n, arena).n == 0) {
            continue;
        }
        size_t left = tab != NULL ? (size_t)(tab - line) : 0;
        rule.from = qa_normalise_basic(line, left, arena);
        if (tab == NULL || !is_one_word(&rule.from)) {
            return qa_fail_at(err, "E246", bytes->path, number, 0,
                              "expected one word, a tab and what it becomes");
        }
        rule.to = qa_normalise_basic(tab + 1, n - left - 1, arena);
        rules->list =
            qa_arena_grow(arena, rules->list, &rules->capacity, rules->n + 1, sizeof *rules->list);
        rules->list[rules->n++] = rule;
    }
    return QA_OK;
}

static enum qa_status sort_rules(const char *path, struct rules *rules, struct qa_error *err)
{
    if (rules->n > 1) {
        qsort(rules->list, rules->n, sizeof *rules->list, compare_rules);
    }
    for (size_t i = 1; i < rules->n; i++) {
        if (compare_rules(&rules->list[i - 1], &rules->list[i]) == 0) {
            return qa_fail_at(err, "E246", path, 0, 0,
                              "two rules are for one word, once letters are folded and punctuation "
                              "is taken out");
        }
    }
    return QA_OK;
}

enum qa_status qa_normalisation_load(const char *text, struct qa_arena *arena, const void **out,
                                     struct qa_error *err)
{
    struct qa_bytes bytes;
    struct rules rules = {.n = 0};
    *out = NULL;
    if (strcmp(text, "none") == 0) {
        return QA_OK;
    }
    struct qa_normalisation *normalisation = QA_NEW(arena, struct qa_normalisation);
    if (strcmp(text, "basic") != 0) {
        QA_TRY(qa_bytes_open(&bytes, text, 0, err));
        enum qa_status status = read_rules(&bytes, arena, &rules, err);
        qa_bytes_close(&bytes);
        QA_TRY(status);
        QA_TRY(sort_rules(text, &rules, err));
    }
    *normalisation = (struct qa_normalisation){rules.list, rules.n};
    *out = normalisation;
    return QA_OK;
}

const struct qa_code_points *qa_normalisation_of(const struct qa_normalisation *normalisation,
                                                 struct qa_code_points word)
{
    size_t first = 0;
    size_t end = normalisation->n;
    while (first < end) {
        size_t middle = first + (end - first) / 2;
        int by = compare_words(&word, &normalisation->rules[middle].from);
        if (by == 0) {
            return &normalisation->rules[middle].to;
        }
        first = by > 0 ? middle + 1 : first;
        end = by > 0 ? end : middle;
    }
    return NULL;
}
