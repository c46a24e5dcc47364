#include "qa/batch/labels.h"

#include <string.h>

#include "qa/annotation/label.h"
#include "qa/base/number.h"
#include "qa/batch/drop.h"
#include "qa/batch/labels_parts.h"
#include "qa/batch/tag_set.h"

/* ---- which labels are used ---- */

static size_t slot_of(const struct qa_label_settling *settling, uint32_t question, uint32_t label)
{
    uint64_t key = (uint64_t)question << 32 | label;
    uint64_t hash = key * UINT64_C(0x9e3779b97f4a7c15);
    size_t slot = (size_t)(hash ^ hash >> 32) & (settling->n_slots - 1);
    while (settling->slots[slot] != 0) {
        const struct qa_label_use *use = &settling->uses[settling->slots[slot] - 1];
        if (use->label == label && use->question == question) {
            break;
        }
        slot = (slot + 1) & (settling->n_slots - 1);
    }
    return slot;
}

static void grow_slots(struct qa_label_settling *settling)
{
    size_t n = settling->n_slots > 0 ? 4 * settling->n_slots : 1024;
    settling->slots = QA_ARRAY(settling->arena, uint32_t, n);
    settling->n_slots = n;
    for (size_t u = 0; u < settling->n_uses; u++) {
        const struct qa_label_use *use = &settling->uses[u];
        settling->slots[slot_of(settling, use->question, use->label)] = (uint32_t)u + 1;
    }
}

/* The use of a label for a question, new or known. */
static struct qa_label_use *use_of(struct qa_label_settling *settling, uint32_t question,
                                   uint32_t label)
{
    size_t slot = slot_of(settling, question, label);
    if (settling->slots[slot] != 0) {
        return &settling->uses[settling->slots[slot] - 1];
    }
    settling->uses = qa_arena_grow(settling->arena, settling->uses, &settling->uses_capacity,
                                   settling->n_uses + 1, sizeof *settling->uses);
    settling->uses[settling->n_uses++] =
        (struct qa_label_use){.question = question, .label = label, .into = label, .next = QA_NONE};
    settling->slots[slot] = (uint32_t)settling->n_uses;
    if (2 * settling->n_uses > settling->n_slots) {
        grow_slots(settling);
    }
    return &settling->uses[settling->n_uses - 1];
}

/* The delivery's question that each of a batch's questions pairs with; its own without. */
static uint32_t *paired(const struct qa_label_settling *settling, enum qa_role role)
{
    const struct qa_questions *questions = settling->questions;
    uint32_t *of = QA_ARRAY(settling->arena, uint32_t, questions->n + (size_t)1);
    for (uint32_t q = 0; q < questions->n; q++) {
        of[q] = q;
    }
    for (uint32_t q = 0; role != QA_DELIVERY && q < questions->n; q++) {
        uint32_t partner = questions->list[q].partner[role];
        if (partner != QA_NONE) {
            of[partner] = q;
        }
    }
    return of;
}

/* The question of a conflict, of the delivery where it pairs. */
static uint32_t question_of(const struct qa_batch *batch, const struct qa_label_conflict *conflict,
                            const uint32_t *of)
{
    return of[conflict->question != QA_NONE
                  ? conflict->question
                  : qa_strings_intern_text(batch->names->questions, qa_type_label.question)];
}

/* Labels of answers that were not kept take part in the rules, at the place of the first answer. */
static void count_conflicts(struct qa_label_settling *settling, enum qa_role role)
{
    const struct qa_batch *batch = settling->questions->batch[role];
    if (batch == NULL || batch->n_conflicts == 0 || batch->n_answers == 0) {
        return;
    }
    const uint32_t *of = paired(settling, role);
    for (size_t c = 0; c < batch->n_conflicts; c++) {
        uint32_t question = question_of(batch, &batch->conflicts[c], of);
        for (int i = 0; i < 2; i++) {
            struct qa_label_use *use = use_of(settling, question, batch->conflicts[c].label[i]);
            use->role = use->n == 0 ? role : use->role;
            use->n += (uint64_t)i; /* the first stands in the answer that was kept */
        }
    }
}

/* What the rules did not make one is an error. */
static void settle_conflicts(struct qa_label_settling *settling, enum qa_role role)
{
    const struct qa_batch *batch = settling->questions->batch[role];
    if (batch == NULL || batch->n_conflicts == 0) {
        return;
    }
    const uint32_t *of = paired(settling, role);
    for (size_t c = 0; c < batch->n_conflicts; c++) {
        const struct qa_label_conflict *conflict = &batch->conflicts[c];
        uint32_t question = question_of(batch, conflict, of);
        uint32_t one = use_of(settling, question, conflict->label[0])->into;
        uint32_t other = use_of(settling, question, conflict->label[1])->into;
        if (one != other) {
            qa_findings_addf(settling->findings, QA_ERROR, conflict->code, conflict->file,
                             conflict->line, conflict->column, "%s", conflict->text);
        } else if (conflict->source != NULL) {
            conflict->source->excluded[QA_EXCLUDED_SUPERSEDED]--;
            conflict->source->excluded[QA_EXCLUDED_REPEATED]++;
        }
    }
}

static void count_uses(struct qa_label_settling *settling, enum qa_role role)
{
    const struct qa_batch *batch = settling->questions->batch[role];
    if (batch == NULL) {
        return;
    }
    const uint32_t *of = paired(settling, role);
    for (size_t a = 0; a < batch->n_answers; a++) {
        uint32_t question = of[qa_answer_question(batch, a)];
        uint64_t end = qa_first_object(batch, a) + qa_object_count(batch, a);
        for (uint64_t o = qa_first_object(batch, a); o < end; o++) {
            if (batch->label[o] == QA_NONE) {
                continue;
            }
            struct qa_label_use *use = use_of(settling, question, batch->label[o]);
            if (use->n++ == 0) {
                use->role = role;
                use->answer = a;
                use->object = o;
            }
        }
    }
}

/* first[question]: its first use, in the order of the answers. */
static uint32_t *chain_uses(struct qa_label_settling *settling)
{
    size_t n = settling->questions->n;
    uint32_t *first = QA_ARRAY(settling->arena, uint32_t, n + 1);
    memset(first, 0xff, (n + 1) * sizeof *first);
    for (size_t u = settling->n_uses; u-- > 0;) {
        settling->uses[u].next = first[settling->uses[u].question];
        first[settling->uses[u].question] = (uint32_t)u;
    }
    return first;
}

/* ---- atoms ---- */

static void add_atom(struct qa_label_settling *settling, const char *text)
{
    settling->atoms = qa_arena_grow(settling->arena, settling->atoms, &settling->atoms_capacity,
                                    settling->n_atoms + 1, sizeof *settling->atoms);
    settling->atoms[settling->n_atoms] = (struct qa_label_atom){
        .text = text, .place = QA_NONE, .into = (uint32_t)settling->n_atoms, .use = QA_NONE};
    settling->n_atoms++;
}

static uint32_t atom_of(struct qa_label_settling *settling, struct qa_strings *texts,
                        const char *text)
{
    uint32_t atom = qa_strings_intern_text(texts, text);
    if (atom == settling->n_atoms) {
        add_atom(settling, qa_strings_text(texts, atom));
    }
    return atom;
}

static void add_member(struct qa_label_settling *settling, struct qa_label_use *use, uint32_t atom)
{
    settling->members =
        qa_arena_grow(settling->arena, settling->members, &settling->members_capacity,
                      settling->n_members + 1, sizeof *settling->members);
    settling->members[settling->n_members++] = atom;
    use->n_members++;
    settling->atoms[atom].n += use->n;
    if (settling->atoms[atom].use == QA_NONE) {
        settling->atoms[atom].use = (uint32_t)(use - settling->uses);
    }
}

static void take_members(struct qa_label_settling *settling, struct qa_label_use *use,
                         struct qa_strings *texts)
{
    const char *text = qa_strings_text(settling->labels, use->label);
    use->first_member = settling->n_members;
    if (!settling->are_sets) {
        add_member(settling, use, atom_of(settling, texts, text));
        return;
    }
    const char **tags;
    size_t n = qa_tag_set_read(text, settling->rules->tag_separator, settling->arena, &tags);
    for (size_t t = 0; t < n; t++) {
        add_member(settling, use, atom_of(settling, texts, tags[t]));
    }
}

static void take_atoms(struct qa_label_settling *settling)
{
    const struct qa_label_rules *rules = settling->rules;
    struct qa_strings *texts = qa_strings_new(settling->arena);
    settling->n_atoms = 0;
    settling->are_lists = false;
    for (uint32_t u = settling->first_use; u != QA_NONE; u = settling->uses[u].next) {
        settling->are_lists =
            settling->are_lists ||
            qa_is_tag_list(qa_strings_text(settling->labels, settling->uses[u].label));
    }
    settling->are_lists = settling->are_lists && settling->of_labels;
    settling->are_sets =
        settling->are_lists || (settling->of_labels && rules->tag_separator != NULL);
    settling->questions->list[settling->question].are_sets = settling->are_sets;
    for (uint32_t u = settling->first_use; u != QA_NONE; u = settling->uses[u].next) {
        take_members(settling, &settling->uses[u], texts);
    }
    size_t n_declared = settling->of_labels ? rules->n_declared : rules->n_object_declared;
    const char *const *declared = settling->of_labels ? rules->declared : rules->object_declared;
    for (size_t i = 0; i < n_declared; i++) {
        struct qa_label_atom *atom = &settling->atoms[atom_of(settling, texts, declared[i])];
        atom->place = atom->place == QA_NONE ? (uint32_t)i : atom->place;
    }
}

void qa_label_finding(const struct qa_label_settling *settling, enum qa_severity severity,
                      const char *code, const struct qa_label_atom *atom, const char *text)
{
    if (atom->use == QA_NONE) {
        return;
    }
    const struct qa_label_use *use = &settling->uses[atom->use];
    const struct qa_batch *batch = settling->questions->batch[use->role];
    qa_findings_add(settling->findings,
                    (struct qa_finding){.severity = severity,
                                        .code = code,
                                        .file = qa_answer_source(batch, use->answer)->path,
                                        .line = qa_object_line(batch, use->answer, use->object),
                                        .text = text});
}

/* ---- what each label becomes ---- */

static uint32_t root_of(const struct qa_label_settling *settling, uint32_t atom)
{
    while (settling->atoms[atom].into != atom) {
        atom = settling->atoms[atom].into;
    }
    return atom;
}

static const char *settled_text(const struct qa_label_settling *settling,
                                const struct qa_label_use *use)
{
    const uint32_t *members = settling->members + use->first_member;
    if (!settling->are_sets) {
        return settling->atoms[root_of(settling, members[0])].text;
    }
    const char **tags = QA_ARRAY(settling->arena, const char *, use->n_members + 1);
    for (size_t m = 0; m < use->n_members; m++) {
        tags[m] = settling->atoms[root_of(settling, members[m])].text;
    }
    return qa_tag_set_text(tags, qa_tag_set_sort(tags, use->n_members),
                           settling->are_lists ? NULL : settling->rules->tag_separator,
                           settling->arena);
}

/* Lists are recognised without having been asked for. */
static void say_lists(const struct qa_label_settling *settling, uint64_t n_reordered)
{
    const struct qa_label_use *use = &settling->uses[settling->first_use];
    const struct qa_batch *batch = settling->questions->batch[use->role];
    if (settling->are_lists) {
        qa_findings_addf(settling->findings, QA_NOTE, "W137",
                         qa_answer_source(batch, use->answer)->path,
                         qa_object_line(batch, use->answer, use->object), 0,
                         "labels are lists and read as sets: order and repeats mean nothing; %llu "
                         "answer%s written in another order or form",
                         (unsigned long long)n_reordered, n_reordered == 1 ? " was" : "s were");
    }
}

/* Texts that hardly come twice are no classes: everything about them would be counted letter by
 * letter. */
static void say_free_text(const struct qa_label_settling *settling)
{
    enum { LEAST = 1000, FEWEST_REPEATS = 4 };
    uint64_t n_uses = 0;
    size_t n_numbers = 0;
    double number;
    for (size_t a = 0; a < settling->n_atoms; a++) {
        const char *text = settling->atoms[a].text;
        n_uses += settling->atoms[a].n;
        n_numbers += qa_parse_real(text, strlen(text), &number);
    }
    if (!settling->of_labels || settling->are_sets || settling->n_atoms < LEAST ||
        settling->n_atoms * FEWEST_REPEATS < n_uses || 2 * n_numbers > settling->n_atoms) {
        return;
    }
    const struct qa_question *question = &settling->questions->list[settling->question];
    qa_label_finding(
        settling, QA_WARNING, "W250", &settling->atoms[0],
        qa_arena_format(settling->findings->arena,
                        "question '%s' has %zu different labels in %llu answers: are "
                        "they free text? A transcript is read from a column 'text', or "
                        "with --map text=COLUMN,label=",
                        question->name, settling->n_atoms, (unsigned long long)n_uses));
}

static bool settle_question(struct qa_label_settling *settling, uint32_t question, uint32_t first)
{
    bool changed = false;
    uint64_t n_changed = 0;
    settling->question = question;
    settling->of_labels = settling->questions->list[question].type->is_category;
    settling->first_use = first;
    take_atoms(settling);
    say_free_text(settling);
    qa_label_relations(settling);
    qa_label_undeclared(settling);
    for (uint32_t u = first; u != QA_NONE; u = settling->uses[u].next) {
        struct qa_label_use *use = &settling->uses[u];
        use->into = qa_strings_intern_text(settling->labels, settled_text(settling, use));
        n_changed += use->into != use->label ? use->n : 0;
        changed = changed || use->into != use->label || use->is_dropped;
    }
    say_lists(settling, n_changed);
    return changed;
}

/* The batch owns its columns, and nothing was made from them yet. */
static void apply(struct qa_label_settling *settling, enum qa_role role)
{
    struct qa_batch *batch = settling->questions->batch[role];
    if (batch == NULL) {
        return;
    }
    uint32_t *label = (uint32_t *)(uintptr_t)batch->label;
    bool *drop = QA_ARRAY(settling->arena, bool, batch->n_answers + 1);
    const uint32_t *of = paired(settling, role);
    bool any = false;
    for (size_t a = 0; a < batch->n_answers; a++) {
        uint32_t question = of[qa_answer_question(batch, a)];
        uint64_t end = qa_first_object(batch, a) + qa_object_count(batch, a);
        for (uint64_t o = qa_first_object(batch, a); o < end; o++) {
            if (label[o] != QA_NONE) {
                const struct qa_label_use *use = use_of(settling, question, label[o]);
                label[o] = use->into;
                any = any || use->is_dropped;
                drop[a] = drop[a] || use->is_dropped;
            }
        }
    }
    if (any) {
        qa_batch_drop(batch, drop, QA_EXCLUDED_UNDECLARED);
    }
}

void qa_labels_settle(const struct qa_questions *questions, const struct qa_label_rules *rules,
                      struct qa_findings *findings)
{
    struct qa_label_settling settling = {
        .questions = questions, .rules = rules, .findings = findings, .arena = qa_arena_new()};
    bool changed = false;
    for (int role = 0; role < QA_N_ROLES; role++) {
        if (questions->batch[role] != NULL) {
            settling.labels = questions->batch[role]->names->labels;
        }
    }
    grow_slots(&settling);
    settling.uses =
        qa_arena_grow(settling.arena, NULL, &settling.uses_capacity, 1, sizeof *settling.uses);
    for (int role = 0; role < QA_N_ROLES; role++) {
        count_uses(&settling, (enum qa_role)role);
    }
    for (int role = 0; role < QA_N_ROLES; role++) {
        count_conflicts(&settling, (enum qa_role)role);
    }
    const uint32_t *first = chain_uses(&settling);
    for (uint32_t q = 0; q < questions->n; q++) {
        if (first[q] != QA_NONE) {
            changed = settle_question(&settling, q, first[q]) || changed;
        }
    }
    for (int role = 0; role < QA_N_ROLES; role++) {
        settle_conflicts(&settling, (enum qa_role)role);
    }
    for (int role = 0; changed && role < QA_N_ROLES; role++) {
        apply(&settling, (enum qa_role)role);
    }
    qa_arena_free(settling.arena);
}
