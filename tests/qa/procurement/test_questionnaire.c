/* Lists of questions: the one that comes along, and a buyer's own. */
#include "tests/support/close.h"

#include <stdio.h>

#include "qa/procurement/questionnaire.h"
#include "qa/procurement/request.h"
#include "tests/qa/procurement/text_records.h"

static enum qa_status parse(struct qa_arena *arena, const char *text, struct qa_questionnaire *out,
                            struct qa_error *err)
{
    struct qa_records records = text_records(arena, "asked.csv", text);

    return qa_questionnaire_parse(&records, arena, out, err);
}

static void the_default_list_asks_what_a_buyer_must_know(void **state)
{
    (void)state;
    static const char *const asked[] = {"data_types",
                                        "model_assisted",
                                        "tools",
                                        "api",
                                        "project_manager",
                                        "urgent_work",
                                        "review_layers",
                                        "quality_control",
                                        "ambiguous_items",
                                        "sample",
                                        "gdpr",
                                        "hipaa",
                                        "soc2",
                                        "iso27001",
                                        "nda",
                                        "encryption_at_rest",
                                        "access_control",
                                        "on_premise",
                                        "anonymisation",
                                        "encryption_in_transit",
                                        "subcontractors",
                                        "countries",
                                        "payment",
                                        "cancellation"};
    const struct qa_questionnaire *list = qa_questionnaire_default();

    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
        assert_true(qa_questionnaire_find(list, asked[i]) < list->n);
    }
    for (size_t q = 0; q < list->n; q++) {
        assert_int_equal(qa_questionnaire_find(list, list->questions[q].id), q);
        assert_true(list->questions[q].weight > 0);
        assert_true(list->questions[q].text[0] != '\0');
    }
}

/* What init writes to be edited reads as the list it came from. */
static void the_written_list_reads_back(void **state)
{
    (void)state;
    struct qa_arena *arena = qa_arena_new();
    const struct qa_questionnaire *list = qa_questionnaire_default();
    const struct qa_table *table = qa_request_list(list, arena);
    struct qa_cell *cells = QA_ARRAY(arena, struct qa_cell, (table->n_rows + 1) * table->n_columns);
    struct qa_questionnaire got;
    struct qa_error err;

    for (size_t c = 0; c < table->n_columns; c++) {
        cells[c].text = table->columns[c].name;
        for (size_t r = 0; r < table->n_rows; r++) {
            const struct qa_table_cell *cell = qa_table_cell(table, r, c);
            const char *text = !cell->present ? ""
                               : table->columns[c].kind == QA_REAL
                                   ? qa_arena_format(arena, "%g", cell->as.real)
                                   : cell->as.text;
            cells[(r + 1) * table->n_columns + c] =
                (struct qa_cell){.text = text, .length = (uint32_t)strlen(text), .line = r + 2};
        }
    }
    const struct qa_records records = {.file = "questions.csv",
                                       .n_columns = table->n_columns,
                                       .n_records = table->n_rows,
                                       .header = cells,
                                       .cells = cells + table->n_columns};
    assert_int_equal(qa_questionnaire_parse(&records, arena, &got, &err), QA_OK);
    assert_int_equal(got.n, list->n);
    for (size_t q = 0; q < got.n; q++) {
        const struct qa_form_question *a = &got.questions[q];
        const struct qa_form_question *b = &list->questions[q];
        assert_string_equal(a->id, b->id);
        assert_string_equal(a->text, b->text);
        assert_int_equal(a->requirement, b->requirement);
        assert_int_equal(a->wanted, b->wanted);
        assert_int_equal(a->proof, b->proof);
        assert_true(a->requirement == QA_MUST || a->weight == b->weight);
    }
    qa_arena_free(arena);
}

static void words_have_defaults_and_synonyms(void **state)
{
    (void)state;
    struct qa_arena *arena = qa_arena_new();
    struct qa_questionnaire list;
    struct qa_error err;

    assert_int_equal(parse(arena,
                           "ID,Question,Requirement,Weight\n"
                           "Two Factor,Is there one?,Required,\nx,y?,,\nz,w?,optional,0.5\n",
                           &list, &err),
                     QA_OK);
    assert_string_equal(list.questions[0].id, "two_factor");
    assert_int_equal(list.questions[0].requirement, QA_MUST);
    assert_int_equal(list.questions[1].requirement, QA_SHOULD);
    assert_int_equal(list.questions[1].wanted, QA_WANT_YES);
    assert_int_equal(list.questions[1].proof, QA_PROOF_NONE);
    assert_close(list.questions[1].weight, 2, 0);
    assert_int_equal(list.questions[2].requirement, QA_MAY);
    assert_close(list.questions[2].weight, 0.5, 0);
    qa_arena_free(arena);
}

static void lists_that_are_none_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *place;
    } bad[] = {{"id,question,requirement\na,b,perhaps\n", "asked.csv:2:5 E446"},
               {"id,question,wanted\na,b,maybe\n", "asked.csv:2:5 E446"},
               {"id,question,proof\na,b,oath\n", "asked.csv:2:5 E446"},
               {"id,question,weight\na,b,0\n", "asked.csv:2:5 E446"},
               {"id,question\na,b\nA,c\n", "asked.csv:3:1 E446"},
               {"id,question\n,b\n", "asked.csv:2:1 E446"},
               {"id,question\n", "asked.csv:0:0 E446"},
               {"id,answer\na,b\n", "asked.csv:1:0 E112"}};
    struct qa_arena *arena = qa_arena_new();

    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct qa_questionnaire list;
        struct qa_error err;
        char got[QA_ERROR_FILE_MAX + 64];
        assert_int_equal(parse(arena, bad[i].text, &list, &err), QA_INPUT);
        snprintf(got, sizeof got, "%s:%llu:%llu %s", err.file, (unsigned long long)err.line,
                 (unsigned long long)err.column, err.code);
        assert_string_equal(got, bad[i].place);
    }
    qa_arena_free(arena);
}

/* A drop-down's words stand in the cell's rule, which holds 255 bytes. */
static void drop_downs_fit_a_cell(void **state)
{
    (void)state;
    struct qa_arena *arena = qa_arena_new();

    for (int c = 0; c < QA_N_CHARGE_COLUMNS; c++) {
        struct qa_choices choices = qa_charge_choices((enum qa_charge_column)c, arena);
        size_t length = 0;
        for (size_t i = 0; i < choices.n; i++) {
            length += strlen(choices.words[i]) + 1;
        }
        assert_true(length <= 255);
        assert_true(qa_charge_hint((enum qa_charge_column)c)[0] != '\0');
    }
    qa_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_default_list_asks_what_a_buyer_must_know),
        cmocka_unit_test(the_written_list_reads_back),
        cmocka_unit_test(words_have_defaults_and_synonyms),
        cmocka_unit_test(lists_that_are_none_are_refused),
        cmocka_unit_test(drop_downs_fit_a_cell),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
