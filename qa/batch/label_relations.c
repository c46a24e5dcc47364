/* How labels of a question, or tags of its sets, relate: numbers, letters, words for "missing". */
#include <string.h>
#include <strings.h>

#include "qa/base/number.h"
#include "qa/batch/label_keys.h"
#include "qa/batch/labels_parts.h"

enum { EXAMPLES = 4, SHOWN = 60 };

/* Whether a represents a class rather than b, both used. */
typedef bool (*better_function)(const struct qa_label_atom *a, const struct qa_label_atom *b);

struct relation {
    qa_label_key *key;
    better_function better; /* NULL: the atoms stay apart */
    const char *code;
    const char *is;     /* before the examples */
    const char *advice; /* behind them */
};

/* ---- examples in a sentence ---- */

struct examples {
    const char *text;
    size_t n;
    const struct qa_label_atom *first; /* whose place is shown */
};

static const char *times(struct qa_arena *arena, const struct qa_label_atom *atom)
{
    return qa_arena_format(arena, "'%.*s' (%llu time%s)", SHOWN, atom->text,
                           (unsigned long long)atom->n, atom->n == 1 ? "" : "s");
}

static void add_example(struct examples *examples, const struct qa_label_atom *atom,
                        const char *text, struct qa_arena *arena)
{
    if (examples->n++ == 0) {
        examples->text = text;
        examples->first = atom;
    } else if (examples->n <= EXAMPLES) {
        examples->text = qa_arena_format(arena, "%s; %s", examples->text, text);
    }
}

static void say(const struct qa_label_settling *settling, enum qa_severity severity,
                const char *code, const struct examples *examples, const char *is,
                const char *advice)
{
    struct qa_arena *arena = settling->arena;
    const char *more = examples->n > EXAMPLES
                           ? qa_arena_format(arena, "; and %zu more", examples->n - EXAMPLES)
                           : "";
    if (examples->n > 0) {
        qa_label_finding(settling, severity, code, examples->first,
                         qa_arena_format(arena, "%s %s: %s%s%s",
                                         settling->are_sets ? "tags" : "labels", is, examples->text,
                                         more, advice));
    }
}

/* ---- classes of atoms with equal keys ---- */

struct classes {
    uint32_t *first; /* of each class */
    uint32_t *last;
    uint32_t *next; /* of each atom; QA_NONE: the last of its class */
    uint32_t n;
};

static struct classes classify(const struct qa_label_settling *settling, qa_label_key *key)
{
    struct qa_arena *arena = settling->arena;
    struct qa_arena *of_keys = qa_arena_new();
    struct qa_strings *keys = qa_strings_new(of_keys);
    size_t n = settling->n_atoms;
    struct classes classes = {QA_ARRAY(arena, uint32_t, n), QA_ARRAY(arena, uint32_t, n),
                              QA_ARRAY(arena, uint32_t, n), 0};
    for (uint32_t i = 0; i < n; i++) {
        const struct qa_label_atom *atom = &settling->atoms[i];
        size_t size;
        struct qa_arena_mark mark = qa_arena_mark(arena);
        bool takes_part = atom->into == i && !atom->means_empty && !atom->is_said;
        const char *text = takes_part ? key(atom->text, arena, &size) : NULL;
        classes.next[i] = QA_NONE;
        uint32_t class = text != NULL ? qa_strings_intern(keys, text, size) : QA_NONE;
        qa_arena_reset(arena, mark);
        if (class == QA_NONE) {
            continue;
        }
        if (class == classes.n) {
            classes.first[class] = i;
            classes.n++;
        } else {
            classes.next[classes.last[class]] = i;
        }
        classes.last[class] = i;
    }
    qa_arena_free(of_keys);
    return classes;
}

static const struct qa_label_atom *representative(const struct qa_label_settling *settling,
                                                  const struct classes *classes, uint32_t class,
                                                  better_function better)
{
    const struct qa_label_atom *best = &settling->atoms[classes->first[class]];
    for (uint32_t i = classes->first[class]; i != QA_NONE; i = classes->next[i]) {
        const struct qa_label_atom *atom = &settling->atoms[i];
        bool goes_before =
            atom->place != best->place ? atom->place < best->place : better(atom, best);
        best = goes_before ? atom : best;
    }
    return best;
}

/* Reads all of a class as one of them. */
static void merge(struct qa_label_settling *settling, const struct classes *classes, uint32_t class,
                  const struct qa_label_atom *best)
{
    uint32_t into = (uint32_t)(best - settling->atoms);
    for (uint32_t i = classes->first[class]; i != QA_NONE; i = classes->next[i]) {
        if (i != into) {
            settling->atoms[i].into = into;
            settling->atoms[into].n += settling->atoms[i].n;
            if (settling->atoms[into].use == QA_NONE) {
                settling->atoms[into].use = settling->atoms[i].use;
            }
        }
    }
}

/* One relation that tells them apart is enough. */
static void mark_said(struct qa_label_settling *settling, const struct classes *classes,
                      uint32_t class)
{
    for (uint32_t i = classes->next[classes->first[class]]; i != QA_NONE; i = classes->next[i]) {
        settling->atoms[i].is_said = true;
    }
}

/* The used ones of a class, for a sentence: "'4.0' (2 times) and '4' (1 time)"; of many the first
 * and how many more. *odd: one other
 * than best, or, without a best, the rarest. */
static const char *name_class(const struct qa_label_settling *settling,
                              const struct classes *classes, uint32_t class,
                              const struct qa_label_atom *best, size_t *n_used,
                              const struct qa_label_atom **odd)
{
    enum { MOST_NAMED = 4 };
    const char *list = "";
    *n_used = 0;
    *odd = NULL;
    for (uint32_t i = classes->first[class]; i != QA_NONE; i = classes->next[i]) {
        const struct qa_label_atom *atom = &settling->atoms[i];
        if (atom->n > 0) {
            if (*n_used < MOST_NAMED) {
                list = qa_arena_format(settling->arena, "%s%s%s", list, *n_used > 0 ? " and " : "",
                                       times(settling->arena, atom));
            }
            ++*n_used;
            bool is_odder = best != NULL ? atom != best : *odd != NULL && atom->n < (*odd)->n;
            *odd = is_odder || *odd == NULL ? atom : *odd;
        }
    }
    return *n_used <= MOST_NAMED
               ? list
               : qa_arena_format(settling->arena, "%s and %zu others", list, *n_used - MOST_NAMED);
}

static void relate(struct qa_label_settling *settling, const struct relation *relation)
{
    struct classes classes = classify(settling, relation->key);
    struct examples examples = {"", 0, NULL};
    for (uint32_t class = 0; class < classes.n; class ++) {
        if (classes.next[classes.first[class]] == QA_NONE) {
            continue;
        }
        const struct qa_label_atom *best =
            relation->better != NULL ? representative(settling, &classes, class, relation->better)
                                     : NULL;
        size_t n_used;
        const struct qa_label_atom *odd;
        const char *list = name_class(settling, &classes, class, best, &n_used, &odd);
        if (best != NULL && (n_used > 1 || (n_used == 1 && odd != best))) {
            add_example(&examples, odd,
                        qa_arena_format(settling->arena, "%s as '%.*s'", list, SHOWN, best->text),
                        settling->arena);
        } else if (best == NULL && n_used > 1) {
            add_example(&examples, odd, list, settling->arena);
            mark_said(settling, &classes, class);
        }
        if (best != NULL) {
            merge(settling, &classes, class, best);
        }
    }
    say(settling, QA_WARNING, relation->code, &examples, relation->is, relation->advice);
}

/* ---- numbers ---- */

static bool is_shorter(const struct qa_label_atom *a, const struct qa_label_atom *b)
{
    size_t one = strlen(a->text);
    size_t two = strlen(b->text);
    return one != two ? one < two : a->n != b->n ? a->n > b->n : strcmp(a->text, b->text) < 0;
}

static bool is_commoner(const struct qa_label_atom *a, const struct qa_label_atom *b)
{
    return a->n != b->n ? a->n > b->n : strcmp(a->text, b->text) < 0;
}

/* The first atom that is no number, NULL: there is none. */
static const struct qa_label_atom *find_other(const struct qa_label_settling *settling)
{
    for (size_t i = 0; i < settling->n_atoms; i++) {
        const struct qa_label_atom *atom = &settling->atoms[i];
        double number;
        if (!atom->means_empty && !qa_parse_real(atom->text, strlen(atom->text), &number)) {
            return atom;
        }
    }
    return NULL;
}

static void relate_numbers(struct qa_label_settling *settling)
{
    const struct qa_label_atom *other = settling->rules->are_numbers ? NULL : find_other(settling);
    struct relation relation = {qa_label_number_key, is_shorter, "W132",
                                "that read as the same number are one", ""};
    if (other != NULL) {
        relation.better = NULL;
        relation.code = "W133";
        relation.is = "that read as the same number count as different, since not all are numbers";
        relation.advice = qa_arena_format(settling->arena, "; '%.*s' is none", SHOWN, other->text);
    }
    relate(settling, &relation);
}

/* ---- letters ---- */

/* ---- numbers in other notations ---- */

/* Few labels are anything but yes and no: where all letters are labels, "n" is no no. */
static bool is_yes_or_no(const struct qa_label_settling *settling)
{
    enum { MOST_OTHERS = 3 };
    size_t n_others = 0;
    for (size_t i = 0; i < settling->n_atoms; i++) {
        const struct qa_label_atom *atom = &settling->atoms[i];
        size_t size;
        bool is_used = atom->into == i && atom->n > 0 && !atom->means_empty;
        n_others += is_used && qa_label_truth_key(atom->text, settling->arena, &size) == NULL;
    }
    return n_others <= MOST_OTHERS;
}

static void relate_notations(struct qa_label_settling *settling)
{
    static const char is[] = "that may be the same number in two notations count as different";
    static const char advice[] = "; write them in one way";
    static const struct relation point = {qa_label_comma_point_key, NULL, "W133", is, advice};
    static const struct relation nothing = {qa_label_no_comma_key, NULL, "W133", is, advice};
    relate(settling, &point);
    relate(settling, &nothing);
}

static void relate_parts(struct qa_label_settling *settling)
{
    static const struct relation parts = {qa_label_parts_key, NULL, "W133",
                                          "of the same parts in another order count as different",
                                          "; --tags with what divides them reads them as sets"};
    if (!settling->are_sets) {
        relate(settling, &parts);
    }
}

static void relate_letters(struct qa_label_settling *settling)
{
    static const struct relation apart = {
        qa_label_folded_key, NULL, "W133",
        "that differ only in case or Unicode form count as different",
        "; --fold-case makes them one"};
    static const struct relation folded = {qa_label_folded_key, is_commoner, "W136",
                                           "that differ only in case or Unicode form are one", ""};
    static const struct relation closed_up = {
        qa_label_closed_up_key, NULL, "W133",
        "that differ only in blanks within count as different", ""};
    static const struct relation words = {qa_label_words_key, NULL, "W133",
                                          "that differ only in hyphens, underscores, quotes, marks "
                                          "around them, look-alike letters or "
                                          "what cannot be seen count as different",
                                          "; write them in one way"};
    static const struct relation decoded = {
        qa_label_decoded_key, NULL, "W133",
        "that seem to be one text in two encodings count as different",
        "; save the file as UTF-8, and its texts as they are read"};
    static const struct relation unscored = {
        qa_label_unscored_key, NULL, "W133",
        "that differ only in a score behind them count as different",
        "; give scores a column of their own"};
    static const struct relation truth = {qa_label_truth_key, NULL, "W133",
                                          "that may be the same yes or no count as different",
                                          "; write them in one way"};
    relate(settling, settling->rules->fold_case ? &folded : &apart);
    relate(settling, &closed_up);
    relate(settling, &words);
    relate(settling, &decoded);
    relate(settling, &unscored);
    if (is_yes_or_no(settling)) {
        relate(settling, &truth);
    }
}

/* ---- words for "missing" ---- */

static bool is_word_for_missing(const char *text)
{
    static const char *const words[] = {
        "none",      "nan",     "na",      "n/a",        "n.a.",        "#n/a",
        "<na>",      "null",    "nil",     "-",          "--",          "missing",
        "?",         "(blank)", "(none)",  "<null>",     "<none>",      "\\n",
        "undefined", "skip",    "skipped", "unanswered", "no answer",   "not answered",
        "k.a.",      "n.d.",    "#value!", "#ref!",      "#div/0!",     "#name?",
        "#num!",     "#null!",  "—",       "–",          "...",         "…",
        "tbd",       "(leer)",  "leer",    "(empty)",    "empty",       "keine angabe",
        "s/o",       "無",      "无",      "no data",    "not labeled", "unlabeled"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strcasecmp(text, words[i]) == 0) {
            return true;
        }
    }
    return false;
}

static void find_missing(struct qa_label_settling *settling)
{
    struct examples examples = {"", 0, NULL};
    const char *list = "";
    size_t n_real = 0;
    for (size_t i = 0; i < settling->n_atoms; i++) {
        struct qa_label_atom *atom = &settling->atoms[i];
        atom->means_empty = atom->place == QA_NONE && is_word_for_missing(atom->text);
        n_real += !atom->means_empty && atom->n > 0;
        if (atom->means_empty) {
            list = qa_arena_format(settling->arena, "%s%s%s", list, examples.n > 0 ? "," : "",
                                   atom->text);
            add_example(&examples, atom, times(settling->arena, atom), settling->arena);
        }
    }
    if (n_real > 0) {
        say(settling, QA_WARNING, "W134", &examples,
            "that often stand for no answer count as labels",
            qa_arena_format(settling->arena, "; --missing %.120s leaves them out", list));
        return;
    }
    for (size_t i = 0; i < settling->n_atoms; i++) {
        settling->atoms[i].means_empty = false; /* there is nothing else */
    }
}

void qa_label_relations(struct qa_label_settling *settling)
{
    if (settling->of_labels) {
        find_missing(settling);
    }
    relate_numbers(settling);
    relate_notations(settling);
    relate_letters(settling);
    relate_parts(settling);
}

/* ---- the declared set ---- */

static const char *suggestion(const struct qa_label_settling *settling, const char *text)
{
    const struct qa_label_rules *rules = settling->rules;
    const char *nearest =
        settling->of_labels
            ? qa_nearest_name(text, rules->declared, rules->n_declared)
            : qa_nearest_name(text, rules->object_declared, rules->n_object_declared);
    return nearest == NULL
               ? ""
               : qa_arena_format(settling->arena, ", did you mean '%.*s'?", SHOWN, nearest);
}

static bool is_outside(const struct qa_label_settling *settling, const struct qa_label_atom *atom)
{
    return settling->atoms[atom->into].place == QA_NONE;
}

static void drop_uses(struct qa_label_settling *settling)
{
    for (uint32_t u = settling->first_use; u != QA_NONE; u = settling->uses[u].next) {
        struct qa_label_use *use = &settling->uses[u];
        for (size_t m = 0; m < use->n_members; m++) {
            const struct qa_label_atom *atom =
                &settling->atoms[settling->members[use->first_member + m]];
            use->is_dropped = use->is_dropped || is_outside(settling, atom);
        }
    }
}

void qa_label_undeclared(struct qa_label_settling *settling)
{
    const struct qa_label_rules *rules = settling->rules;
    size_t n_declared = settling->of_labels ? rules->n_declared : rules->n_object_declared;
    if (n_declared == 0 || rules->undeclared == QA_UNDECLARED_UNSAID) {
        return;
    }
    struct examples examples = {"", 0, NULL};
    for (size_t i = 0; i < settling->n_atoms; i++) {
        const struct qa_label_atom *atom = &settling->atoms[i];
        if (atom->into == i && atom->n > 0 && is_outside(settling, atom)) {
            add_example(&examples, atom,
                        qa_arena_format(settling->arena, "'%.*s' (%llu time%s%s)", SHOWN,
                                        atom->text, (unsigned long long)atom->n,
                                        atom->n == 1 ? "" : "s", suggestion(settling, atom->text)),
                        settling->arena);
        }
    }
    if (rules->undeclared == QA_UNDECLARED_ERROR) {
        say(settling, QA_ERROR, "E203", &examples, "outside the declared set",
            "; --undeclared use counts them, exclude leaves them out");
    } else if (rules->undeclared == QA_UNDECLARED_EXCLUDE && settling->of_labels) {
        drop_uses(settling);
        say(settling, QA_WARNING, "W135", &examples, "outside the declared set are left out", "");
    } else {
        say(settling, QA_WARNING, "W135", &examples, "outside the declared set count all the same",
            settling->of_labels ? "; --undeclared exclude leaves them out, error refuses them"
                                : "");
    }
}
