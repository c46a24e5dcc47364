#include "qa/formats/picture_people.h"

#include <string.h>

#include "qa/annotation/owned_bounds.h"

/* Those who drew the objects of one question. */
struct people {
    struct qa_owned_bounds *list;
    struct qa_mark **mark; /* by the object's number */
    size_t n;
    struct qa_text_cell *name;
    size_t *n_of; /* objects of each */
    size_t n_people;
};

static bool same_text(struct qa_text_cell a, struct qa_text_cell b)
{
    return a.length == b.length && (a.length == 0 || memcmp(a.text, b.text, a.length) == 0);
}

static size_t take_person(struct people *people, struct qa_text_cell name)
{
    size_t p = 0;
    while (p < people->n_people && !same_text(people->name[p], name)) {
        p++;
    }
    people->name[p] = name;
    people->n_people += p == people->n_people;
    people->n_of[p]++;
    return p;
}

static bool find_bounds(const struct qa_mark *mark, struct qa_bounds *out)
{
    const struct qa_shape *shape = &mark->shape;
    const struct qa_type *type = mark->type;
    const struct qa_piece numbers = {0, shape->n_numbers};
    const struct qa_piece text = {0, shape->n_text};
    const uint32_t label = QA_NONE;
    const struct qa_objects one = {.n = 1,
                                   .label = &label,
                                   .number = shape->number,
                                   .number_at = &numbers,
                                   .text = shape->text,
                                   .text_at = shape->n_text > 0 ? &text : NULL};
    const char *why;
    if (type->bounds == NULL || !type->valid(&one, 0, &why)) {
        return false;
    }
    type->bounds(&one, 0, out);
    return true;
}

/* The objects of the mark's question, with their bounds. */
static struct people people_of(const struct qa_picture *picture, struct qa_mark *first)
{
    struct people people = {0};
    size_t n = 0;
    for (const struct qa_mark *mark = first; mark != NULL; mark = mark->next) {
        n++;
    }
    people.list = QA_ARRAY(picture->arena, struct qa_owned_bounds, n);
    people.mark = QA_ARRAY(picture->arena, struct qa_mark *, n);
    people.name = QA_ARRAY(picture->arena, struct qa_text_cell, n + 1);
    people.n_of = QA_ARRAY(picture->arena, size_t, n + 1);
    for (struct qa_mark *mark = first; mark != NULL; mark = mark->next) {
        struct qa_owned_bounds *placed = &people.list[people.n];
        if (strcmp(mark->type->question, first->type->question) == 0 &&
            find_bounds(mark, &placed->bounds)) {
            placed->object = people.n;
            placed->owner = take_person(&people, mark->annotator);
            people.mark[people.n++] = mark;
        }
    }
    return people;
}

static size_t busiest(const struct people *people)
{
    size_t most = 0;
    for (size_t p = 1; p < people->n_people; p++) {
        most = people->n_of[p] > people->n_of[most] ? p : most;
    }
    return most;
}

static const struct qa_mark *join(struct people *people)
{
    size_t most = busiest(people);
    size_t n_others = 0;
    size_t n_shared = 0;
    size_t first = people->n;
    qa_find_shared_bounds(people->list, people->n);
    for (size_t i = 0; i < people->n; i++) {
        bool is_other = people->list[i].owner != most;
        n_others += is_other;
        n_shared += is_other && people->list[i].is_shared;
    }
    for (size_t i = 0; i < people->n && 2 * n_shared < n_others; i++) {
        size_t object = people->list[i].object;
        if (people->list[i].owner != most) {
            people->mark[object]->annotator = people->name[most];
            first = object < first ? object : first;
        }
    }
    return first < people->n ? people->mark[first] : NULL;
}

static bool was_seen(const struct qa_picture *picture, const struct qa_mark *mark)
{
    const struct qa_mark *other = picture->first;
    while (other != mark && strcmp(other->type->question, mark->type->question) != 0) {
        other = other->next;
    }
    return other != mark;
}

static bool has_several_people(const struct qa_picture *picture)
{
    const struct qa_mark *mark = picture->first;
    while (mark != NULL && same_text(mark->annotator, picture->first->annotator)) {
        mark = mark->next;
    }
    return mark != NULL;
}

const struct qa_mark *qa_picture_join_people(struct qa_picture *picture)
{
    const struct qa_mark *first = NULL;
    if (!has_several_people(picture)) {
        return NULL;
    }
    for (struct qa_mark *mark = picture->first; mark != NULL; mark = mark->next) {
        if (mark->type->bounds == NULL || was_seen(picture, mark)) {
            continue;
        }
        struct people people = people_of(picture, mark);
        const struct qa_mark *changed = people.n_people > 1 ? join(&people) : NULL;
        first = first == NULL ? changed : first;
    }
    return first;
}
