/* Letters by table I of MIL-STD-105E, level II: 501 to 1,200 answers J, 1,201 to 3,200 K. */
#include "qa/audit/plan_letters.h"
#include "tests/qa/audit/choices.h"

static const char *text_at(const struct qa_table *table, size_t row, const char *column)
{
    size_t c = 0;
    while (strcmp(table->columns[c].name, column) != 0) {
        c++;
    }
    const struct qa_table_cell *cell = qa_table_cell(table, row, c);
    return cell->present ? cell->as.text : NULL;
}

static const struct qa_table *letters_of(struct world *world, const char *text)
{
    static const struct qa_sized_lot lots[] = {{"a", 600}, {"b", 1201}, {"c", 0}};
    struct qa_plan_file plan;
    struct qa_error err;
    assert_int_equal(qa_plan_read(records(world, text), world->arena, &plan, &err), QA_OK);
    struct qa_report *report = qa_report_new(world->arena, "judge");
    qa_plan_letters(&plan, lots, 3, report);
    return qa_report_table(report, "letters");
}

static void each_lot_stands_beside_each_class_of_the_plan(void **state)
{
    (void)state;
    struct world world = new_world();
    const struct qa_table *table =
        letters_of(&world, "class,n,accept,reject,lot,letter,level\nminor,80,2,3,900,J,II\n"
                           "critical,125,0,1,900,K,II\n");
    assert_int_equal(table->n_rows, 6);
    assert_string_equal(text_at(table, 0, "letter"), "J");
    assert_string_equal(text_at(table, 0, "plan_lot_letter"), "J");
    assert_string_equal(text_at(table, 1, "plan_letter"), "K");
    assert_string_equal(text_at(table, 2, "letter"), "K");
    assert_null(text_at(table, 4, "letter")); /* of unknown size */
    assert_int_equal(table->n_notes, 1);      /* of b alone, not of its arrow or of c */
    assert_memory_equal(table->notes[0], "'b'", 3);
    free_world(&world);
}

static void plans_without_letters_have_none(void **state)
{
    (void)state;
    struct world world = new_world();
    assert_null(letters_of(&world, "n,accept,reject,lot\n80,2,3,900\n"));
    assert_null(letters_of(&world, "n,accept,reject,lot,letter,level\n80,2,3,900,J,IV\n"));
    assert_null(letters_of(&world, "n,accept,reject,letter,level\n80,2,3,J,II\n"));
    assert_null(letters_of(&world, "n,accept,reject,lot,level\n80,2,3,900,II\n"));
    free_world(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_lot_stands_beside_each_class_of_the_plan),
        cmocka_unit_test(plans_without_letters_have_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
