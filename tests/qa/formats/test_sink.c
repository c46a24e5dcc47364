#include "qa/annotation/polygon.h"
#include "qa/formats/sink.h"
#include "tests/qa/audit/batches.h"

/* A sink over builders of all roles, and a file in it. */
struct rig {
    struct world world;
    struct qa_sink *sink;
    struct qa_sink_parts parts;
    struct qa_delivery_file file;
    struct qa_read_options options;
};

static void open_rig(struct rig *rig, enum qa_role role)
{
    rig->world = new_world();
    rig->parts = (struct qa_sink_parts){
        .names = rig->world.names, .findings = &rig->world.findings, .arena = rig->world.arena};
    for (int r = 0; r < QA_N_ROLES; r++) {
        rig->parts.builder[r] = qa_builder_new(rig->world.arena, rig->world.names);
    }
    rig->sink = qa_sink_new(&rig->parts);
    rig->file.path = "file.csv";
    qa_sink_file(rig->sink, &rig->file, &rig->options, role);
    qa_sink_source(rig->sink, "csv", &qa_type_label);
}

static const struct qa_batch *close_rig(struct rig *rig, enum qa_role role)
{
    qa_sink_file_end(rig->sink);
    return qa_builder_finish(rig->parts.builder[role], QA_DUPLICATES_KEEP, &rig->world.findings);
}

static void text(struct rig *rig, enum qa_field field, const char *text)
{
    (void)qa_sink_text(rig->sink, field, text, strlen(text), QA_AT(5, (uint64_t)field + 1));
}

/* Item 'a' by 'ann', so far. */
static void begin(struct rig *rig)
{
    qa_sink_answer(rig->sink, QA_AT(5, 0));
    text(rig, QA_FIELD_ITEM, "a");
    text(rig, QA_FIELD_ANNOTATOR, "ann");
}

static void end_with_label(struct rig *rig)
{
    text(rig, QA_FIELD_LABEL, "cat");
    (void)qa_sink_object(rig->sink, &qa_type_label, NULL, QA_AT(5, 0));
    qa_sink_end(rig->sink);
}

/* ---- one field, as text and as JSON ---- */

struct field_case {
    enum qa_field field;
    const char *text;
    const char *json; /* the same; NULL: not in JSON */
    const char *code; /* NULL: it is read */
    const char *says; /* of the finding */
    double want;      /* of numbers: what the column has; of times in seconds */
};

/* What the answer's column of the field holds, in the unit of the case. */
static double value_of(const struct qa_batch *batch, enum qa_field field)
{
    const struct qa_names *names = batch->names;
    switch (field) {
    case QA_FIELD_STARTED:
        return (double)batch->started[0] / 1e6;
    case QA_FIELD_SUBMITTED:
        return (double)batch->submitted[0] / 1e6;
    case QA_FIELD_SECONDS:
        return (double)qa_answer_duration(batch, 0) / 1e6;
    case QA_FIELD_SCORE:
        return batch->score[0];
    case QA_FIELD_VALUE:
        return batch->value[0];
    case QA_FIELD_CROWD:
        return qa_object_is_crowd(batch, 0);
    case QA_FIELD_STATUS:
        return batch->status != NULL ? batch->status[0] : 0;
    case QA_FIELD_VENDOR:
        return strtod(qa_strings_text(names->vendors, qa_answer_vendor(batch, 0)), NULL);
    case QA_FIELD_BATCH:
        return strtod(qa_strings_text(names->batches, qa_answer_batch(batch, 0)), NULL);
    case QA_FIELD_STAGE:
        return strtod(qa_strings_text(names->stages, qa_answer_stage(batch, 0)), NULL);
    case QA_FIELD_QUESTION:
        return strtod(qa_strings_text(names->questions, qa_answer_question(batch, 0)), NULL);
    case QA_FIELD_ITEM:
        return strtod(qa_strings_text(names->items, batch->item[0]), NULL);
    case QA_FIELD_ANNOTATOR:
        return strtod(qa_annotator_text(names, batch->annotator[0]), NULL);
    case QA_FIELD_LABEL:
        return strtod(qa_strings_text(names->labels, batch->label[0]), NULL);
    default:
        return (double)NAN;
    }
}

static void give(struct rig *rig, const struct field_case *field, const struct qa_json *json)
{
    if (json != NULL) {
        (void)qa_sink_json(rig->sink, field->field, qa_json_root(json));
    } else {
        text(rig, field->field, field->text);
    }
}

static void check_field(const struct field_case *field, bool as_json)
{
    struct rig rig = {.options = {.zone = {.known = false}}};
    struct qa_error err;
    struct qa_json *json = NULL;
    struct qa_bytes bytes;
    open_rig(&rig, QA_DELIVERY);
    if (as_json) {
        assert_int_equal(
            qa_bytes_of_memory(&bytes, field->json, strlen(field->json), "file.csv", &err), QA_OK);
        assert_int_equal(qa_json_parse(&json, &bytes, &err), QA_OK);
    }
    begin(&rig);
    text(&rig, QA_FIELD_LABEL, "cat");
    give(&rig, field, json);
    (void)qa_sink_object(rig.sink, &qa_type_label, NULL, QA_AT(5, 0));
    qa_sink_end(rig.sink);
    const struct qa_batch *batch = close_rig(&rig, QA_DELIVERY);
    const struct qa_findings *findings = &rig.world.findings;
    if (field->code == NULL) {
        if (findings->n > 0) {
            fail_msg("%s: %s", field->text, findings->list[0].text);
        }
        assert_int_equal(batch->n_answers + batch->n_set_aside, 1);
        assert_close(value_of(batch, field->field), field->want, 1e-15);
    } else {
        assert_int_equal(findings->n, 1);
        assert_string_equal(findings->list[0].code, field->code);
        assert_string_equal(findings->list[0].file, "file.csv");
        assert_int_equal(findings->list[0].line, as_json ? 1 : 5);
        assert_int_equal(findings->list[0].column, as_json ? 1 : field->field + 1);
        assert_string_equal(findings->list[0].text, field->says);
        assert_int_equal(batch->n_answers, 0);
    }
    if (as_json) {
        qa_json_free(json);
        qa_bytes_close(&bytes);
    }
    free_world(&rig.world);
}

static void every_field_is_read_alike_from_text_and_json(void **state)
{
    (void)state;
    static const struct field_case fields[] = {
        {QA_FIELD_ITEM, "7", "7", NULL, NULL, 7},
        {QA_FIELD_ANNOTATOR, "12", "12", NULL, NULL, 12},
        {QA_FIELD_ANNOTATOR, "123456789", "\"123456789\"", NULL, NULL, 123456789},
        {QA_FIELD_LABEL, "3", "3", NULL, NULL, 3},
        {QA_FIELD_LABEL, "0.5", "0.5", NULL, NULL, 0.5},
        {QA_FIELD_VENDOR, "4", "4", NULL, NULL, 4},
        {QA_FIELD_BATCH, "5", "\"5\"", NULL, NULL, 5},
        {QA_FIELD_STAGE, "6", "6", NULL, NULL, 6},
        {QA_FIELD_QUESTION, "8", "8", NULL, NULL, 8},
        {QA_FIELD_SCORE, "0.25", "0.25", NULL, NULL, 0.25},
        {QA_FIELD_SCORE, "1e-3", "1e-3", NULL, NULL, 0.001},
        {QA_FIELD_SCORE, "0.25", "\"0.25\"", NULL, NULL, 0.25},
        {QA_FIELD_VALUE, "-2.5", "-2.5", NULL, NULL, -2.5},
        {QA_FIELD_SECONDS, "12.5", "12.5", NULL, NULL, 12.5},
        {QA_FIELD_SECONDS, "0", "0", NULL, NULL, 0},
        {QA_FIELD_SECONDS, "0.1", "0.1", NULL, NULL, 0.1},
        {QA_FIELD_STARTED, "2026-03-01T10:00:00Z", "\"2026-03-01T10:00:00Z\"", NULL, NULL,
         1772359200},
        {QA_FIELD_STARTED, "2026-03-01T10:00:00+01:00", "\"2026-03-01T10:00:00+01:00\"", NULL, NULL,
         1772355600},
        {QA_FIELD_SUBMITTED, "1772359200", "1772359200", NULL, NULL, 1772359200},
        {QA_FIELD_SUBMITTED, "1772359200.5", "1772359200.5", NULL, NULL, 1772359200.5},
        {QA_FIELD_SUBMITTED, "1772359200250", "1772359200250", NULL, NULL, 1772359200.25},
        {QA_FIELD_SUBMITTED, "100000000", "100000000", NULL, NULL, 100000000},
        {QA_FIELD_CROWD, "1", "1", NULL, NULL, 1},
        {QA_FIELD_CROWD, "0", "0", NULL, NULL, 0},
        {QA_FIELD_CROWD, "TRUE", "true", NULL, NULL, 1},
        {QA_FIELD_CROWD, "false", "false", NULL, NULL, 0},
        {QA_FIELD_CROWD, "Yes", "\"Yes\"", NULL, NULL, 1},
        {QA_FIELD_CROWD, "no", "\"no\"", NULL, NULL, 0},
        /* absent */
        {QA_FIELD_CROWD, "", "null", NULL, NULL, 0},
        {QA_FIELD_SECONDS, "", "null", NULL, NULL, (double)QA_NO_TIME / 1e6},
        {QA_FIELD_STATUS, "", "null", NULL, NULL, QA_DONE},
        /* bad */
        {QA_FIELD_SECONDS, "-1", "-1", "E126",
         "seconds is '-1', expected a number of seconds that is not negative", 0},
        {QA_FIELD_SECONDS, "two", "\"two\"", "E126", "seconds is 'two', expected a number", 0},
        {QA_FIELD_SCORE, "high", "\"high\"", "E129", "score is 'high', expected a number", 0},
        {QA_FIELD_VALUE, "1,5", "\"1,5\"", "E129", "value is '1,5', expected a number", 0},
        {QA_FIELD_CROWD, "3", "3", "E129", "crowd is '3', expected 0, 1 or 2", 0},
        {QA_FIELD_CROWD, "yess", "\"yess\"", "E129", "crowd is 'yess', expected 0, 1 or 2", 0},
        {QA_FIELD_CROWD, "y", "\"y\"", "E129", "crowd is 'y', expected 0, 1 or 2", 0},
        {QA_FIELD_STATUS, "lost", "\"lost\"", "E123",
         "status is 'lost', expected done, skipped or open", 0},
        {QA_FIELD_STARTED, "2026-03-01T10:00:00", "\"2026-03-01T10:00:00\"", "E124",
         "started_at is '2026-03-01T10:00:00', expected a time with a zone, or --timezone for all "
         "of them",
         0},
        {QA_FIELD_SUBMITTED, "noon", "\"noon\"", "E125",
         "submitted_at is 'noon', expected a time such as 2026-03-01T08:30:00Z, or epoch seconds",
         0},
        {QA_FIELD_SCORE, "0123456789012345678901234567890123456789012345678901234567890123456789x",
         "\"0123456789012345678901234567890123456789012345678901234567890123456789x\"", "E129",
         "score is '012345678901234567890123456789012345678901234567890123456789', expected a "
         "number",
         0},
    };
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        check_field(&fields[i], false);
        check_field(&fields[i], true);
    }
}

static void json_of_another_kind_is_refused_with_its_place(void **state)
{
    (void)state;
    static const struct field_case fields[] = {
        {QA_FIELD_LABEL, NULL, "[1]", "E119", "label is an array, expected a text or a number", 0},
        {QA_FIELD_ANNOTATOR, NULL, "true", "E128",
         "annotator is true or false, expected a text or a number", 0},
        {QA_FIELD_SECONDS, NULL, "{}", "E119", "seconds is an object, expected a text or a number",
         0},
    };
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        check_field(&fields[i], true);
    }
}

static void times_without_a_zone_are_read_in_the_given_one(void **state)
{
    (void)state;
    struct rig rig = {.options = {.zone = {.known = true, .offset_seconds = 3600}}};
    open_rig(&rig, QA_DELIVERY);
    begin(&rig);
    text(&rig, QA_FIELD_STARTED, "2026-03-01T10:00:00");
    text(&rig, QA_FIELD_SUBMITTED, "2026-03-01 10:00:05Z");
    end_with_label(&rig);
    const struct qa_batch *batch = close_rig(&rig, QA_DELIVERY);
    assert_int_equal(rig.world.findings.n, 0);
    assert_true(batch->started[0] == INT64_C(1772355600) * QA_SECOND);
    assert_true(batch->submitted[0] == INT64_C(1772359205) * QA_SECOND);
    assert_true(qa_answer_duration(batch, 0) == 3605 * QA_SECOND);
    free_world(&rig.world);
}

static void a_duration_comes_from_two_times_unless_it_is_given(void **state)
{
    (void)state;
    static const struct {
        const char *started, *submitted, *seconds;
        int64_t want;
        size_t n_warnings;
    } cases[] = {{"1700000100", "1700000130", "", 30 * QA_SECOND, 0},
                 {"1700000100", "1700000130", "7", 7 * QA_SECOND, 0},
                 {"1700000100", "1700000100", "", 0, 0},
                 {"1700000100", "1700000099", "", QA_NO_TIME, 1},
                 {"1700000100", "1700000099", "7", 7 * QA_SECOND, 0},
                 {"1700000100", "", "", QA_NO_TIME, 0},
                 {"", "1700000100", "", QA_NO_TIME, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct rig rig = {.options = {.format = NULL}};
        open_rig(&rig, QA_DELIVERY);
        begin(&rig);
        text(&rig, QA_FIELD_STARTED, cases[i].started);
        text(&rig, QA_FIELD_SUBMITTED, cases[i].submitted);
        text(&rig, QA_FIELD_SECONDS, cases[i].seconds);
        end_with_label(&rig);
        const struct qa_batch *batch = close_rig(&rig, QA_DELIVERY);
        assert_true(qa_answer_duration(batch, 0) == cases[i].want);
        assert_int_equal(rig.world.findings.n, cases[i].n_warnings);
        if (cases[i].n_warnings > 0) {
            assert_string_equal(rig.world.findings.list[0].code, "W125");
            assert_int_equal(rig.world.findings.list[0].severity, QA_WARNING);
            assert_int_equal(rig.world.findings.list[0].line, 5);
        }
        free_world(&rig.world);
    }
}

static void status_words_are_done_skipped_or_open_in_any_case(void **state)
{
    (void)state;
    static const char *const words[3][9] = {
        {"done", "Submitted", "ACCEPTED", "approved", "complete", "completed", "rejected", NULL},
        {"skipped", "SKIP", "cancelled", "Canceled", NULL},
        {"open", "pending", "In_Progress", "assigned", "Todo", NULL}};
    for (int status = 0; status < 3; status++) {
        for (size_t i = 0; words[status][i] != NULL; i++) {
            struct rig rig = {.options = {.format = NULL}};
            open_rig(&rig, QA_DELIVERY);
            begin(&rig);
            text(&rig, QA_FIELD_STATUS, words[status][i]);
            assert_int_equal(qa_sink_wants_objects(rig.sink), status == QA_DONE);
            end_with_label(&rig);
            const struct qa_batch *batch = close_rig(&rig, QA_DELIVERY);
            const struct qa_source *source = &batch->sources[0];
            bool is_rejected = strcmp(words[status][i], "rejected") == 0; /* said: W164 */
            assert_int_equal(rig.world.findings.n, is_rejected);
            assert_int_equal(batch->n_answers, status == QA_DONE);
            assert_int_equal(batch->n_set_aside, status != QA_DONE);
            assert_int_equal(batch->status != NULL ? batch->status[0] : QA_DONE, status);
            assert_int_equal(source->rows_read, 1);
            assert_int_equal(source->excluded[QA_EXCLUDED_SKIPPED], status == QA_SKIPPED);
            assert_int_equal(source->excluded[QA_EXCLUDED_OPEN], status == QA_OPEN);
            free_world(&rig.world);
        }
    }
}

static void answers_of_another_stage_are_counted_and_left(void **state)
{
    (void)state;
    static const char *const stages[] = {"review", "label", "", "reviewed"};
    struct rig rig = {.options = {.stage = "review"}};
    open_rig(&rig, QA_DELIVERY);
    for (size_t i = 0; i < 4; i++) {
        begin(&rig);
        text(&rig, QA_FIELD_STAGE, stages[i]);
        end_with_label(&rig);
    }
    const struct qa_batch *batch = close_rig(&rig, QA_DELIVERY);
    assert_int_equal(batch->n_answers, 1);
    assert_int_equal(batch->sources[0].rows_read, 4);
    assert_int_equal(batch->sources[0].rows_used, 1);
    assert_int_equal(batch->sources[0].excluded[QA_EXCLUDED_OTHER_STAGE], 3);
    assert_string_equal(qa_strings_text(batch->names->stages, batch->stage[0]), "review");
    free_world(&rig.world);
}

/* ---- ids ---- */

static uint64_t key_of(struct rig *rig, const char *id, const char *json_text)
{
    struct qa_error err;
    struct qa_bytes bytes;
    struct qa_json *json = NULL;
    open_rig(rig, QA_DELIVERY);
    begin(rig);
    if (json_text != NULL) {
        assert_int_equal(qa_bytes_of_memory(&bytes, json_text, strlen(json_text), "f", &err),
                         QA_OK);
        assert_int_equal(qa_json_parse(&json, &bytes, &err), QA_OK);
        (void)qa_sink_json(rig->sink, QA_FIELD_ANSWER, qa_json_root(json));
    } else {
        text(rig, QA_FIELD_ANSWER, id);
        text(rig, QA_FIELD_OBJECT, id);
    }
    end_with_label(rig);
    if (json_text != NULL) {
        qa_json_free(json);
        qa_bytes_close(&bytes);
    }
    const struct qa_batch *batch = close_rig(rig, QA_DELIVERY);
    if (json_text == NULL) {
        assert_true(batch->key[0] == batch->object_key[0]);
    }
    return batch->key[0];
}

static void ids_are_numbers_where_nothing_is_lost_and_texts_elsewhere(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *json; /* NULL: JSON has no such number */
        bool is_number;
    } ids[] = {{"0", "0", true},
               {"7", "7", true},
               {"42", "42", true},
               {"999999999999999999", "999999999999999999", true},
               {"1000000000000000000", "1000000000000000000", false}, /* 19 digits */
               {"9223372036854775807", "9223372036854775807", false},
               {"007", NULL, false},
               {"00", NULL, false},
               {"-5", "-5", false},
               {"12a", NULL, false},
               {"a12", NULL, false},
               {"1.5", "1.5", false},
               {" 1", NULL, false}};
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
        for (int way = 0; way < (ids[i].json != NULL ? 3 : 2); way++) {
            struct rig rig = {.options = {.format = NULL}};
            char quoted[40];
            snprintf(quoted, sizeof quoted, "\"%s\"", ids[i].text);
            uint64_t key = key_of(&rig, ids[i].text,
                                  way == 0   ? NULL
                                  : way == 1 ? quoted
                                             : ids[i].json);
            assert_int_equal(key >> 63, !ids[i].is_number);
            if (ids[i].is_number) {
                assert_int_equal(key, strtoull(ids[i].text, NULL, 10));
            }
            assert_string_equal(qa_key_text(rig.world.names, key, rig.world.arena), ids[i].text);
            free_world(&rig.world);
        }
    }
}

/* Short names go through a cache; these share its places, and begin alike. */
static void names_of_every_length_are_told_apart(void **state)
{
    (void)state;
    enum { NAMES = 2000 };
    struct rig rig = {.options = {.format = NULL}};
    open_rig(&rig, QA_DELIVERY);
    for (int pass = 0; pass < 2; pass++) {
        for (int i = 0; i < NAMES; i++) {
            char name[24];
            snprintf(name, sizeof name, "%.*s%d", i % 9, "00000000", i);
            qa_sink_answer(rig.sink, QA_AT(5, 0));
            text(&rig, QA_FIELD_ITEM, name);
            text(&rig, QA_FIELD_ANNOTATOR, name);
            text(&rig, QA_FIELD_VENDOR, i % 2 == 0 ? "north" : "lake");
            text(&rig, QA_FIELD_LABEL, name);
            text(&rig, QA_FIELD_BATCH, name);
            (void)qa_sink_object(rig.sink, &qa_type_label, NULL, QA_AT(5, 0));
            qa_sink_end(rig.sink);
        }
    }
    const struct qa_batch *batch = close_rig(&rig, QA_DELIVERY);
    const struct qa_names *names = rig.world.names;
    assert_int_equal(batch->n_answers, 2 * NAMES);
    assert_int_equal(qa_strings_count(names->items), NAMES);
    assert_int_equal(qa_strings_count(names->labels), NAMES);
    assert_int_equal(qa_annotator_count(names), NAMES);
    for (size_t a = 0; a < batch->n_answers; a++) {
        const char *item = qa_strings_text(names->items, batch->item[a]);
        int i = (int)batch->item[a];
        assert_string_equal(qa_strings_text(names->labels, batch->label[a]), item);
        assert_string_equal(qa_strings_text(names->batches, batch->batch[a]), item);
        assert_string_equal(qa_annotator_text(names, batch->annotator[a]), item);
        assert_int_equal(qa_annotator_vendor(names, batch->annotator[a]), batch->vendor[a]);
        assert_string_equal(qa_strings_text(names->vendors, batch->vendor[a]),
                            i % 2 == 0 ? "north" : "lake");
    }
    free_world(&rig.world);
}

/* ---- what is missing or bad ---- */

static void missing_names_are_findings_where_they_should_stand(void **state)
{
    (void)state;
    static const struct {
        const char *item, *annotator; /* NULL: the file has no such field */
        enum qa_role role;
        const char *code;
        uint64_t column;
        const char *says;
    } cases[] = {
        {"", "ann", QA_DELIVERY, "E127", 1, "item is '', expected the name of an item"},
        {NULL, "ann", QA_DELIVERY, "E127", 0, "item is '', expected the name of an item"},
        {"a", "", QA_DELIVERY, "E128", 2, "annotator is '', expected the name of an annotator"},
        {"a", NULL, QA_DELIVERY, NULL, 0, NULL}, /* unknown */
        {"a", "", QA_GOLD, NULL, 0, NULL},       /* gold need not be signed */
        {"", "", QA_GOLD, "E127", 1, "item is '', expected the name of an item"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct rig rig = {.options = {.format = NULL}};
        open_rig(&rig, cases[i].role);
        qa_sink_answer(rig.sink, QA_AT(5, 0));
        if (cases[i].annotator != NULL) {
            text(&rig, QA_FIELD_ANNOTATOR, cases[i].annotator);
        }
        if (cases[i].item != NULL) {
            text(&rig, QA_FIELD_ITEM, cases[i].item);
        }
        end_with_label(&rig);
        const struct qa_batch *batch = close_rig(&rig, cases[i].role);
        const struct qa_findings *findings = &rig.world.findings;
        assert_int_equal(findings->n, cases[i].code != NULL);
        assert_int_equal(batch->n_answers, cases[i].code == NULL);
        if (cases[i].code != NULL) {
            assert_string_equal(findings->list[0].code, cases[i].code);
            assert_int_equal(findings->list[0].line, 5);
            assert_int_equal(findings->list[0].column, cases[i].column);
            assert_string_equal(findings->list[0].text, cases[i].says);
        } else {
            assert_int_equal(batch->annotator[0], QA_NONE);
        }
        free_world(&rig.world);
    }
}

static const double square[] = {0, 0, 4, 4};

static void give_square(struct rig *rig, double width)
{
    double number[4];
    struct qa_shape shape = {.number = number, .n_numbers = 4};
    memcpy(number, square, sizeof number);
    number[2] = width;
    text(rig, QA_FIELD_LABEL, "car");
    (void)qa_sink_object(rig->sink, &qa_type_box, &shape, QA_AT(6, 0));
}

static void a_bad_field_passes_over_all_objects_of_its_answer_and_no_more(void **state)
{
    (void)state;
    struct rig rig = {.options = {.format = NULL}};
    open_rig(&rig, QA_DELIVERY);
    begin(&rig);
    text(&rig, QA_FIELD_SECONDS, "-1");
    text(&rig, QA_FIELD_STATUS, "what"); /* said once an answer */
    assert_false(qa_sink_wants_objects(rig.sink));
    give_square(&rig, 4);
    give_square(&rig, 5);
    qa_sink_end(rig.sink);
    begin(&rig);
    give_square(&rig, 6);
    give_square(&rig, 7);
    qa_sink_end(rig.sink);
    const struct qa_batch *batch = close_rig(&rig, QA_DELIVERY);
    assert_int_equal(rig.world.findings.n, 1);
    assert_string_equal(rig.world.findings.list[0].code, "E126");
    assert_int_equal(batch->n_answers, 1);
    assert_int_equal(batch->n_objects, 2);
    assert_close(batch->number[2], 6, 0);
    assert_close(batch->number[6], 7, 0);
    assert_int_equal(batch->line[0], 5);
    assert_int_equal(qa_object_line(batch, 0, 1), 6);
    free_world(&rig.world);
}

static void a_shape_that_cannot_be_right_is_refused(void **state)
{
    (void)state;
    struct rig rig = {.options = {.format = NULL}};
    open_rig(&rig, QA_DELIVERY);
    begin(&rig);
    give_square(&rig, 4);
    give_square(&rig, -4);
    give_square(&rig, 5);
    qa_sink_end(rig.sink);
    const struct qa_batch *batch = close_rig(&rig, QA_DELIVERY);
    assert_int_equal(rig.world.findings.n, 1);
    assert_string_equal(rig.world.findings.list[0].code, "E122");
    assert_int_equal(rig.world.findings.list[0].line, 6);
    assert_string_equal(rig.world.findings.list[0].text, "the box has a negative side");
    assert_int_equal(batch->n_objects, 1);
    free_world(&rig.world);
}

/* The fields of an object do not stay for the next. */
static void each_object_has_its_own_fields(void **state)
{
    (void)state;
    struct rig rig = {.options = {.format = NULL}};
    open_rig(&rig, QA_DELIVERY);
    begin(&rig);
    text(&rig, QA_FIELD_SCORE, "0.5");
    text(&rig, QA_FIELD_CROWD, "1");
    text(&rig, QA_FIELD_OBJECT, "77");
    give_square(&rig, 4);
    struct qa_shape shape = {.number = (double *)(uintptr_t)square, .n_numbers = 4};
    (void)qa_sink_object(rig.sink, &qa_type_box, &shape, QA_AT(6, 0));
    qa_sink_end(rig.sink);
    const struct qa_batch *batch = close_rig(&rig, QA_DELIVERY);
    assert_close(batch->score[0], 0.5, 0);
    assert_true(isnan(batch->score[1]));
    assert_true(qa_object_is_crowd(batch, 0));
    assert_false(qa_object_is_crowd(batch, 1));
    assert_int_equal(batch->object_key[0], 77);
    assert_true(batch->object_key[1] == QA_NO_KEY);
    assert_int_equal(batch->label[1], QA_NONE);
    free_world(&rig.world);
}

static void blank_labels_are_counted_and_are_no_empty_answers(void **state)
{
    (void)state;
    for (uint64_t n = 1; n <= 2; n++) {
        struct rig rig = {.options = {.format = NULL}};
        open_rig(&rig, QA_DELIVERY);
        for (uint64_t i = 0; i < n; i++) {
            begin(&rig);
            (void)qa_sink_object(rig.sink, &qa_type_label, NULL, QA_AT(5, 0));
            qa_sink_end(rig.sink);
        }
        begin(&rig);
        end_with_label(&rig);
        const struct qa_batch *batch = close_rig(&rig, QA_DELIVERY);
        assert_int_equal(batch->n_answers, 1);
        assert_int_equal(batch->sources[0].rows_read, n + 1);
        assert_int_equal(batch->sources[0].excluded[QA_EXCLUDED_BLANK_LABEL], n);
        assert_int_equal(rig.world.findings.n, 1);
        assert_string_equal(rig.world.findings.list[0].code, "W119");
        assert_int_equal(rig.world.findings.list[0].severity, QA_NOTE);
        assert_string_equal(rig.world.findings.list[0].text,
                            n == 1 ? "1 row has a blank label; they count as missing"
                                   : "2 rows have a blank label; they count as missing");
        free_world(&rig.world);
    }
}

static void an_answer_without_objects_is_one_in_which_nothing_was_found(void **state)
{
    (void)state;
    struct rig rig = {.options = {.format = NULL}};
    open_rig(&rig, QA_DELIVERY);
    begin(&rig);
    assert_true(qa_sink_wants_objects(rig.sink));
    qa_sink_end(rig.sink);
    qa_sink_end(rig.sink);
    const struct qa_batch *batch = close_rig(&rig, QA_DELIVERY);
    assert_int_equal(batch->n_answers, 1);
    assert_int_equal(qa_object_count(batch, 0), 0);
    assert_int_equal(batch->sources[0].rows_used, 1);
    free_world(&rig.world);
}

/* ---- roles and files ---- */

static void what_is_given_for_the_file_overrides_its_columns(void **state)
{
    (void)state;
    for (int given = 0; given < 2; given++) {
        struct rig rig = {.options = {.format = NULL}};
        if (given == 1) {
            rig.file =
                (struct qa_delivery_file){.vendor = "north", .batch = "march", .question = "scene"};
        }
        open_rig(&rig, QA_DELIVERY);
        begin(&rig);
        text(&rig, QA_FIELD_VENDOR, "lake");
        text(&rig, QA_FIELD_BATCH, "may");
        text(&rig, QA_FIELD_QUESTION, "mood");
        end_with_label(&rig);
        begin(&rig);
        end_with_label(&rig);
        const struct qa_batch *batch = close_rig(&rig, QA_DELIVERY);
        const struct qa_names *names = rig.world.names;
        for (size_t a = 0; a < 2; a++) {
            bool is_named = given == 1 || a == (batch->vendor[0] == QA_NONE);
            const char *vendor = !is_named ? "" : given == 1 ? "north" : "lake";
            const char *question = !is_named ? "label" : given == 1 ? "scene" : "mood";
            const char *delivery = !is_named ? "" : given == 1 ? "march" : "may";
            assert_string_equal(qa_strings_text(names->vendors, batch->vendor[a]), vendor);
            assert_string_equal(qa_strings_text(names->questions, batch->question[a]), question);
            assert_string_equal(qa_strings_text(names->batches, batch->batch[a]), delivery);
            assert_int_equal(qa_annotator_vendor(names, batch->annotator[a]), batch->vendor[a]);
        }
        assert_int_equal(batch->sources[0].vendor, given == 1 ? 0 : QA_NONE);
        free_world(&rig.world);
    }
}

static void an_answer_may_belong_to_another_role(void **state)
{
    (void)state;
    struct rig rig = {.options = {.format = NULL}};
    rig.file.vendor = "north";
    open_rig(&rig, QA_DELIVERY);
    begin(&rig);
    qa_sink_answer_role(rig.sink, QA_GOLD);
    give_square(&rig, 4);
    qa_sink_end(rig.sink);
    begin(&rig);
    qa_sink_answer_role(rig.sink, QA_PRELABELS);
    qa_sink_end(rig.sink);
    begin(&rig);
    give_square(&rig, 5);
    give_square(&rig, 6);
    qa_sink_end(rig.sink);
    for (int role = 0; role < QA_N_ROLES; role++) {
        const struct qa_batch *batch = close_rig(&rig, (enum qa_role)role);
        assert_int_equal(batch->n_answers, 1);
        assert_int_equal(batch->n_objects, role == QA_DELIVERY ? 2 : role == QA_GOLD ? 1 : 0);
        assert_int_equal(batch->n_sources, 1);
        assert_string_equal(batch->sources[0].path, "file.csv");
        assert_string_equal(batch->sources[0].format, "csv");
        assert_int_equal(batch->sources[0].vendor, role == QA_DELIVERY ? 0 : QA_NONE);
    }
    free_world(&rig.world);
}

/* item, question, gold as rows; the line of each is 2 + its index. */
static void give_gold(struct rig *rig, const char *const (*rows)[3], size_t n)
{
    for (size_t i = 0; i < n; i++) {
        qa_sink_answer(rig->sink, QA_AT(i + 2, 0));
        text(rig, QA_FIELD_ITEM, rows[i][0]);
        text(rig, QA_FIELD_ANNOTATOR, "ann");
        text(rig, QA_FIELD_QUESTION, rows[i][1]);
        (void)qa_sink_text(rig->sink, QA_FIELD_GOLD, rows[i][2], strlen(rows[i][2]),
                           QA_AT(i + 2, 9));
        end_with_label(rig);
    }
}

static void rows_may_repeat_the_right_label_of_an_item_and_question(void **state)
{
    (void)state;
    static const char *const rows[][3] = {{"a", "scene", "day"},   {"a", "mood", "good"},
                                          {"a", "scene", "day"},   {"b", "scene", ""},
                                          {"b", "scene", "night"}, {"a", "", "day"}};
    struct rig rig = {.options = {.format = NULL}};
    open_rig(&rig, QA_DELIVERY);
    give_gold(&rig, rows, 6);
    const struct qa_batch *gold = close_rig(&rig, QA_GOLD);
    assert_int_equal(rig.world.findings.n, 0);
    assert_int_equal(gold->n_answers, 4);
    for (size_t a = 0; a < 4; a++) {
        static const uint32_t lines[] = {2, 3, 7, 6};
        assert_int_equal(gold->annotator[a], QA_NONE);
        assert_int_equal(gold->line[a], lines[a]);
    }
    free_world(&rig.world);
}

static void two_right_labels_of_one_item_and_question_are_refused(void **state)
{
    (void)state;
    static const char *const rows[][3] = {
        {"a", "scene", "day"}, {"a", "mood", "night"}, {"a", "scene", "night"}};
    struct rig rig = {.options = {.format = NULL}};
    open_rig(&rig, QA_DELIVERY);
    give_gold(&rig, rows, 3);
    const struct qa_batch *batch = close_rig(&rig, QA_DELIVERY);
    const struct qa_findings *findings = &rig.world.findings;
    assert_int_equal(findings->n, 1);
    assert_string_equal(findings->list[0].code, "E133");
    assert_int_equal(findings->list[0].line, 4);
    assert_int_equal(findings->list[0].column, 9);
    assert_string_equal(findings->list[0].text,
                        "item 'a' has gold 'night' here and 'day' in line 2; expected one");
    assert_int_equal(batch->n_objects, 2);
    free_world(&rig.world);
}

static void a_gold_column_of_a_gold_file_is_nothing_of_its_own(void **state)
{
    (void)state;
    static const char *const rows[][3] = {{"a", "scene", "day"}};
    struct rig rig = {.options = {.format = NULL}};
    open_rig(&rig, QA_GOLD);
    qa_sink_expect_gold(rig.sink);
    give_gold(&rig, rows, 1);
    const struct qa_batch *gold = close_rig(&rig, QA_GOLD);
    assert_int_equal(gold->n_answers, 1);
    assert_string_equal(qa_strings_text(gold->names->labels, gold->label[0]), "cat");
    assert_int_equal(gold->n_sources, 1);
    free_world(&rig.world);
}

static void memory_that_formats_share_is_one_for_the_run(void **state)
{
    (void)state;
    struct rig rig = {.options = {.format = NULL}};
    open_rig(&rig, QA_DELIVERY);
    int *one = qa_sink_shared(rig.sink, "one", sizeof *one);
    int *two = qa_sink_shared(rig.sink, "two", sizeof *two);
    assert_int_equal(*one, 0);
    *one = 7;
    assert_ptr_not_equal(one, two);
    assert_ptr_equal(qa_sink_shared(rig.sink, "one", sizeof *one), one);
    assert_true(qa_sink_is_plain(rig.sink));
    assert_int_equal(qa_sink_role(rig.sink), QA_DELIVERY);
    rig.options.stage = "review";
    assert_false(qa_sink_is_plain(rig.sink));
    rig.options.stage = NULL;
    qa_sink_file(rig.sink, &rig.file, &rig.options, QA_GOLD);
    assert_false(qa_sink_is_plain(rig.sink));
    assert_ptr_equal(qa_sink_shared(rig.sink, "one", sizeof *one), one);
    rig.file.question = "q";
    qa_sink_file(rig.sink, &rig.file, &rig.options, QA_DELIVERY);
    assert_false(qa_sink_is_plain(rig.sink));
    free_world(&rig.world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_field_is_read_alike_from_text_and_json),
        cmocka_unit_test(json_of_another_kind_is_refused_with_its_place),
        cmocka_unit_test(times_without_a_zone_are_read_in_the_given_one),
        cmocka_unit_test(a_duration_comes_from_two_times_unless_it_is_given),
        cmocka_unit_test(status_words_are_done_skipped_or_open_in_any_case),
        cmocka_unit_test(answers_of_another_stage_are_counted_and_left),
        cmocka_unit_test(ids_are_numbers_where_nothing_is_lost_and_texts_elsewhere),
        cmocka_unit_test(names_of_every_length_are_told_apart),
        cmocka_unit_test(missing_names_are_findings_where_they_should_stand),
        cmocka_unit_test(a_bad_field_passes_over_all_objects_of_its_answer_and_no_more),
        cmocka_unit_test(a_shape_that_cannot_be_right_is_refused),
        cmocka_unit_test(each_object_has_its_own_fields),
        cmocka_unit_test(blank_labels_are_counted_and_are_no_empty_answers),
        cmocka_unit_test(an_answer_without_objects_is_one_in_which_nothing_was_found),
        cmocka_unit_test(what_is_given_for_the_file_overrides_its_columns),
        cmocka_unit_test(an_answer_may_belong_to_another_role),
        cmocka_unit_test(rows_may_repeat_the_right_label_of_an_item_and_question),
        cmocka_unit_test(two_right_labels_of_one_item_and_question_are_refused),
        cmocka_unit_test(a_gold_column_of_a_gold_file_is_nothing_of_its_own),
        cmocka_unit_test(memory_that_formats_share_is_one_for_the_run),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
