#include <sys/stat.h>

#include "qa/annotation/relation.h"
#include "qa/annotation/span.h"
#include "tests/qa/formats/tables.h"

/* Reads a text as a delivery in a format. */
static enum qa_status read_as(struct run *run, const char *format, const char *text,
                              struct qa_read_options options)
{
    name_file(run->path);
    write_text(run->path, text, strlen(text));
    options.format = format;
    return read_path(run, QA_DELIVERY, options);
}

/* "1: 0-4 PER, 8-16 LOC; 2:": what was read, in the order of the batch. */
static const char *spans_of(const struct run *run)
{
    const struct qa_batch *batch = run->out.delivery;
    const char *out = "";
    for (size_t a = 0; a < batch->n_answers; a++) {
        size_t n = qa_object_count(batch, a);
        out = qa_arena_format(run->arena, "%s%s%s:", out, a > 0 ? "; " : "",
                              qa_strings_text(batch->names->items, batch->item[a]));
        for (size_t k = 0; k < n; k++) {
            size_t object = (size_t)qa_first_object(batch, a) + k;
            const struct qa_objects one = qa_batch_objects(batch, object, 1);
            struct qa_objects bare = one;
            bare.text_at = NULL;
            bool is_span = qa_answer_type(batch, a) == &qa_type_span;
            const struct qa_type *type = is_span ? &qa_type_span : &qa_type_relation;
            out = qa_arena_format(run->arena, "%s%s %s %s", out, k > 0 ? "," : "",
                                  type->describe(&bare, 0, run->arena),
                                  qa_strings_text(batch->names->labels, one.label[0]));
        }
    }
    return out;
}

static bool says(const struct run *run, const char *code)
{
    for (size_t i = 0; i < run->findings.n; i++) {
        if (strcmp(run->findings.list[i].code, code) == 0) {
            return true;
        }
    }
    return false;
}

static void assert_read(const char *format, const char *text, struct qa_read_options options,
                        const char *want)
{
    struct run run;
    assert_int_equal(read_as(&run, format, text, options), QA_OK);
    assert_int_equal(run.findings.total[QA_ERROR], 0);
    assert_string_equal(spans_of(&run), want);
    qa_arena_free(run.arena);
}

static void assert_refused(const char *format, const char *text, struct qa_read_options options,
                           const char *code, uint64_t line)
{
    struct run run;
    size_t f = 0;
    assert_int_equal(read_as(&run, format, text, options), QA_OK);
    assert_true(run.findings.total[QA_ERROR] > 0);
    while (run.findings.list[f].severity != QA_ERROR) {
        f++;
    }
    assert_string_equal(run.findings.list[f].code, code);
    assert_int_equal(run.findings.list[f].line, line);
    qa_arena_free(run.arena);
}

static const struct qa_read_options usual;

/* ---- CoNLL ---- */

/* Documents, line ends of Windows, a last sentence without a blank line, tokens that begin with a
 * '#', a sentence without spans. */
static void conll_sentences_are_items_whose_text_is_their_tokens(void **state)
{
    (void)state;
    const char *want = "1: 0-4 PER, 8-16 LOC; 2:; 3: 0-2 MISC";
    assert_read(NULL,
                "-DOCSTART- -X- O O\n\nAnna NNP x B-PER\nof IN x O\nNew NNP x B-LOC\n"
                "York NNP x I-LOC\n\nno DT x O\n\n\n#1 CD x B-MISC",
                usual, want);
    assert_read(NULL,
                "Anna\tB-PER\r\nof\tO\r\nNew\tB-LOC\r\nYork\tI-LOC\r\n\r\nno\tO\r\n\r\n#1\tB-MISC",
                usual, want);
}

/* Characters, not bytes: the second token begins at 5 of 4 + 1. */
static void conll_offsets_are_characters(void **state)
{
    (void)state;
    assert_read("conll", "Z\xc3\xbcr\xf0\x9f\x98\x80 O\nx B-A\n", usual, "1: 5-6 A");
}

/* By hand, by conlleval's rule. */
static void lenient_decoding_is_that_of_conlleval(void **state)
{
    (void)state;
    assert_read("conll", "a I-X\nb I-X\nc B-X\nd I-Y\ne O\nf I-Y\n", usual,
                "1: 0-3 X, 4-5 X, 6-7 Y, 10-11 Y");
    assert_read("conll", "a B-X\nb I-X\nc E-X\nd I-X\ne S-Y\nf S-Y\ng E-Y\n", usual,
                "1: 0-5 X, 6-7 X, 8-9 Y, 10-11 Y, 12-13 Y");
    /* L is read as E and U as S: clean BILOU is what it says. */
    assert_read("conll", "a B-X\nb L-X\nc U-X\nd U-X\ne O\n", usual, "1: 0-3 X, 4-5 X, 6-7 X");
}

static void strict_decoding_takes_whole_spans_of_the_scheme(void **state)
{
    (void)state;
    const struct qa_read_options iob2 = {.decoding = QA_DECODE_STRICT, .scheme = QA_SCHEME_IOB2};
    const struct qa_read_options iobes = {.decoding = QA_DECODE_STRICT, .scheme = QA_SCHEME_IOBES};
    const struct qa_read_options iob1 = {.decoding = QA_DECODE_STRICT, .scheme = QA_SCHEME_IOB1};
    assert_read("conll", "a I-X\nb B-X\nc I-X\nd I-Y\n", iob2, "1: 2-5 X");
    assert_read("conll", "a B-X\nb I-X\nc O\nd B-X\ne E-X\nf S-Y\ng E-Y\n", iobes,
                "1: 6-9 X, 10-11 Y");
    assert_read("conll", "a I-X\nb B-X\nc O\nd B-X\n", iob1, "1: 0-1 X, 2-3 X");
    struct run run;
    assert_int_equal(read_as(&run, "conll", "a I-X\nb B-X\n", iob2), QA_OK);
    assert_true(says(&run, "W206"));
    qa_arena_free(run.arena);
}

static void classes_without_letters_join_and_are_said(void **state)
{
    (void)state;
    struct run run;
    assert_int_equal(read_as(&run, "conll", "a LOC\nb LOC\nc PER\nd O\n", usual), QA_OK);
    assert_string_equal(spans_of(&run), "1: 0-3 LOC, 4-5 PER");
    assert_true(says(&run, "W205"));
    qa_arena_free(run.arena);
}

static void broken_conll_is_refused_with_its_line(void **state)
{
    (void)state;
    const struct qa_read_options iob2 = {.scheme = QA_SCHEME_IOB2};
    assert_refused("conll", "a B-X\nb\n", usual, "E205", 2);
    assert_refused("conll", "a B-X\nb LOC\n", usual, "E204", 2);
    assert_refused("conll", "a B-X\nb S-X\n", iob2, "E204", 2);
}

/* ---- spaCy and tokens ---- */

static void spans_of_json_lines_come_in_every_shape(void **state)
{
    (void)state;
    assert_read(
        NULL,
        "[\"Anna in Rome\", {\"entities\": [[0, 4, \"PER\"]]}]\n[\"no\", {\"entities\": []}]\n",
        usual, "1: 0-4 PER; 2:");
    assert_read(
        NULL,
        "[[\"Anna in Rome\", {\"entities\": [[0, 4, \"PER\"]]}], [\"no\", {\"entities\": []}]]",
        usual, "1: 0-4 PER; 2:");
    assert_read(NULL,
                "{\"text\": \"Anna in Rome\", \"spans\": [{\"start\": 8, \"end\": 12, \"label\": "
                "\"LOC\"}]}\n{\"text\": \"no\"}\n",
                usual, "1: 8-12 LOC; 2:");
    assert_read(
        NULL, "{\"id\": \"x\", \"tokens\": [\"Anna\", \"in\"], \"ner_tags\": [\"B-PER\", \"O\"]}\n",
        usual, "x: 0-4 PER");
}

static void broken_json_lines_are_refused_with_their_line(void **state)
{
    (void)state;
    assert_refused("spacy", "{\"text\": \"a\", \"spans\": []}\n{\"spans\": []}\n", usual, "E119",
                   2);
    assert_refused("spacy", "{\"text\": \"a\", \"spans\": [[0, 5, \"X\"]]}\n", usual, "E201", 1);
    assert_refused("spacy", "{\"tokens\": [\"a\", \"b\"], \"ner_tags\": [\"O\"]}\n", usual, "E205",
                   1);
    assert_refused("spacy", "{\"tokens\": [\"a\"], \"ner_tags\": [3]}\n", usual, "E205", 1);
}

/* ---- Prodigy ---- */

static void prodigy_has_annotators_skips_and_lines_without_spans(void **state)
{
    (void)state;
    struct run run;
    const char *text =
        "{\"text\": \"Anna in Rome\", \"_input_hash\": -5, \"_annotator_id\": \"kim\", \"answer\": "
        "\"accept\", \"spans\": [{\"start\": 0, \"end\": 4, \"token_end\": 0, \"label\": "
        "\"PER\"}]}\n"
        "{\"text\": \"no\", \"_input_hash\": 7, \"_annotator_id\": \"kim\", \"answer\": "
        "\"accept\"}\n"
        "{\"text\": \"no\", \"_input_hash\": 8, \"_annotator_id\": \"kim\", \"answer\": "
        "\"ignore\"}\n"
        "{\"text\": \"no\", \"_input_hash\": 9, \"_annotator_id\": \"kim\", \"answer\": "
        "\"reject\"}\n";
    assert_int_equal(read_as(&run, NULL, text, usual), QA_OK);
    assert_int_equal(run.findings.total[QA_ERROR], 0);
    assert_string_equal(spans_of(&run), "-5: 0-4 PER; 7:");
    assert_string_equal(qa_annotator_text(run.out.names, run.out.delivery->annotator[0]), "kim");
    assert_int_equal(run.out.delivery->n_set_aside, 1);
    assert_true(says(&run, "W207"));
    qa_arena_free(run.arena);
}

/* ---- offsets ---- */

/* Rome begins at character 7, UTF-16 unit 8, byte 10. */
static void the_unit_that_fits_what_is_quoted_is_named(void **state)
{
    (void)state;
    static const struct {
        int start;
        enum qa_offset_unit unit;
        const char *name;
    } units[] = {{7, QA_OFFSETS_CODEPOINT, "codepoint"},
                 {8, QA_OFFSETS_UTF16, "utf16"},
                 {10, QA_OFFSETS_BYTES, "bytes"}};
    for (size_t file = 0; file < 3; file++) {
        char text[200];
        snprintf(
            text, sizeof text,
            "{\"text\": \"a \xf0\x9f\x98\x80 in Rome\", \"spans\": [{\"start\": %d, \"end\": %d, "
            "\"label\": \"LOC\", \"text\": \"Rome\"}]}\n",
            units[file].start, units[file].start + 4);
        for (size_t asked = 0; asked < 3; asked++) {
            const struct qa_read_options options = {.offsets = units[asked].unit};
            struct run run;
            assert_int_equal(read_as(&run, "spacy", text, options), QA_OK);
            if (asked == file) {
                assert_int_equal(run.findings.total[QA_ERROR], 0);
                assert_string_equal(spans_of(&run), "1: 7-11 LOC");
            } else {
                assert_int_equal(run.findings.total[QA_ERROR], 1);
                assert_string_equal(run.findings.list[0].code, "E200");
                assert_non_null(strstr(run.findings.list[0].text, units[file].name));
            }
            qa_arena_free(run.arena);
        }
    }
}

static void a_quote_that_fits_nowhere_is_said_and_white_space_is_one(void **state)
{
    (void)state;
    struct run run;
    const char *odd =
        "{\"text\": \"in Rome\", \"spans\": [{\"start\": 3, \"end\": 7, \"label\": \"LOC\", "
        "\"text\": \"Oslo\"}]}\n";
    assert_int_equal(read_as(&run, "spacy", odd, usual), QA_OK);
    assert_int_equal(run.findings.total[QA_ERROR], 0);
    assert_true(says(&run, "W203"));
    assert_string_equal(spans_of(&run), "1: 3-7 LOC");
    qa_arena_free(run.arena);
    const char *newline =
        "{\"text\": \"New\\nYork\", \"spans\": [{\"start\": 0, \"end\": 8, \"label\": "
        "\"LOC\", \"text\": \"New York\"}]}\n";
    assert_int_equal(read_as(&run, "spacy", newline, usual), QA_OK);
    assert_false(says(&run, "W203"));
    qa_arena_free(run.arena);
}

/* ---- brat ---- */

struct folder {
    char path[64];
    char file[8][96];
    size_t n;
};

static void add_file(struct folder *folder, const char *name, const char *text)
{
    char *path = folder->file[folder->n++];
    char beside[64];
    memcpy(beside, folder->path, sizeof beside);
    snprintf(path, sizeof folder->file[0], "%.40s/%.40s", beside, name);
    write_text(path, text, strlen(text));
}

static enum qa_status read_folder(struct run *run, struct folder *folder,
                                  struct qa_read_options options)
{
    run->arena = qa_arena_new();
    run->err = (struct qa_error){.code = ""};
    qa_findings_init(&run->findings, run->arena);
    const struct qa_delivery_file file = {.path = folder->path};
    const struct qa_delivery_request request = {.files = &file, .n_files = 1, .options = options};
    enum qa_status status =
        qa_deliveries_read(&request, run->arena, &run->findings, &run->out, &run->err);
    for (size_t i = 0; i < folder->n; i++) {
        unlink(folder->file[i]);
    }
    rmdir(folder->path);
    return status;
}

static struct folder new_folder(void)
{
    struct folder folder = {.path = "/tmp/labelqa-brat-XXXXXX"};
    assert_non_null(mkdtemp(folder.path));
    return folder;
}

static void brat_has_fragments_relations_and_empty_answers(void **state)
{
    (void)state;
    struct run run;
    struct folder folder = new_folder();
    add_file(&folder, "d1.txt", "Los City, Angeles and Anna\n");
    add_file(&folder, "d1.ann",
             "R1\tlives Arg1:T2 Arg2:T1\nT1\tLOC 0 3;10 17\tLos Angeles\nA1\tSure T1\n"
             "T2\tPER 22 26\tAnna\n#1\tAnnotatorNotes T1\ta note\twith a tab\n");
    add_file(&folder, "d2.txt", "none, here\n");
    add_file(&folder, "d2.ann", "");
    assert_int_equal(read_folder(&run, &folder, usual), QA_OK);
    assert_int_equal(run.findings.total[QA_ERROR], 0);
    assert_int_equal(run.findings.total[QA_WARNING], 0);
    assert_true(says(&run, "W208"));
    const char *text = spans_of(&run);
    assert_non_null(strstr(text, "d1: 0-3;10-17 LOC, 22-26 PER"));
    assert_non_null(strstr(text, "d1: 22-26 -> 0-3;10-17 lives"));
    assert_non_null(strstr(text, "d2:"));
    qa_arena_free(run.arena);
}

static void brat_offsets_are_held_against_the_text_beside(void **state)
{
    (void)state;
    struct run run;
    struct folder folder = new_folder();
    add_file(&folder, "d1.txt", "a \xf0\x9f\x98\x80 in Rome\n");
    add_file(&folder, "d1.ann", "T1\tLOC 8 12\tRome\n");
    assert_int_equal(read_folder(&run, &folder, usual), QA_OK);
    assert_int_equal(run.findings.total[QA_ERROR], 1);
    assert_string_equal(run.findings.list[0].code, "E200");
    assert_int_equal(run.findings.list[0].line, 1);
    qa_arena_free(run.arena);
}

static void broken_brat_is_refused_with_its_line(void **state)
{
    (void)state;
    assert_refused("brat", "T1\tLOC 0 3\tLos\nT2\tLOC\n", usual, "E206", 2);
    assert_refused("brat", "T1\tLOC 0 3\tLos\nT2\tLOC 5 x\ty\n", usual, "E206", 2);
    assert_refused("brat", "T1\tLOC 3 3\tx\n", usual, "E122", 1);
    assert_refused("brat", "T1\tLOC 8 12;0 3\tx\n", usual, "E122", 1);
    assert_refused("brat", "T1\tLOC 0 3\tLos\nR1\tin Arg1:T1 Arg2:T9\n", usual, "E206", 2);
}

static void the_folder_of_a_file_is_its_annotator(void **state)
{
    (void)state;
    struct run run;
    struct folder folder = new_folder();
    const struct qa_read_options options = {.annotator_from = QA_SIGN_BY_FOLDER};
    add_file(&folder, "d1.ann", "T1\tLOC 0 3\tLos\n");
    assert_int_equal(read_folder(&run, &folder, options), QA_OK);
    assert_string_equal(qa_annotator_text(run.out.names, run.out.delivery->annotator[0]),
                        folder.path + strlen("/tmp/"));
    qa_arena_free(run.arena);
}

/* ---- CoNLL-U, WebAnno ---- */

#define ROW(id, form, misc) id "\t" form "\t_\t_\t_\t_\t0\troot\t_\t" misc "\n"

/* Rows of several tokens and of none, sentences by id and by number, a token without the key. */
static void conllu_has_tags_in_misc(void **state)
{
    (void)state;
    assert_read(NULL,
                "# sent_id = s1\n" ROW("1", "Anna", "SpaceAfter=No|NER=B-PER")
                    ROW("2-3", "wentto", "_") ROW("2", "went", "_") ROW("3", "to", "NER=O")
                        ROW("4", "New", "NER=B-LOC") ROW("4.1", "x", "NER=B-LOC")
                            ROW("5", "York", "NER=I-LOC") "\n" ROW("1", "no", "_"),
                usual, "s1: 0-4 PER, 13-21 LOC; 2:");
}

static void conllu_plus_has_tags_in_a_column(void **state)
{
    (void)state;
    assert_read(NULL,
                "# global.columns = ID FORM X:NE\n1\tAnna\tB-PER\n2\twent\tO\n\n"
                "# sent_id = b\n1\tRome\tB-LOC\n",
                usual, "1: 0-4 PER; b: 0-4 LOC");
}

static void conllu_says_which_of_two_keys_is_read(void **state)
{
    (void)state;
    struct run run;
    assert_int_equal(read_as(&run, NULL, ROW("1", "Anna", "Alt=B-X|NER=B-PER"), usual), QA_OK);
    assert_true(says(&run, "W275"));
    assert_string_equal(spans_of(&run), "1: 0-4 PER");
    qa_arena_free(run.arena);
    assert_int_equal(read_as(&run, NULL, ROW("1", "Anna", "SpaceAfter=No"), usual), QA_INPUT);
    assert_string_equal(run.err.code, "E277");
    qa_arena_free(run.arena);
    assert_refused("conllu", ROW("1", "Anna", "NER=B-PER") "2\tx\n", usual, "E205", 2);
}

#define POS "#T_SP=de.tudarmstadt.ukp.dkpro.core.api.lexmorph.type.pos.POS|PosValue\n"
#define NER "#T_SP=de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity|identifier|value\n"
#define WEBANNO "#FORMAT=WebAnno TSV 3.3\n"

/* Offsets in UTF-16 behind an emoji, a span of two sentences, stacked ones, parts of a token, an
 * escaped label; layers of tokens are not read. */
static void webanno_numbers_join_the_tokens_of_a_span(void **state)
{
    (void)state;
    struct run run;
    const char *text = WEBANNO POS NER "\n\n#Text=Anna \xf0\x9f\x98\x80 in New York\n"
                                       "1-1\t0-4\tAnna\tN\t*\tPER\t\n"
                                       "1-2\t5-7\t\xf0\x9f\x98\x80\t_\t_\t_\t\n"
                                       "1-3\t8-10\tin\t_\t_\t_\t\n"
                                       "1-4\t11-14\tNew\t_\tQ1[1]|*[2]\tLOC[1]|ORG\\_X[2]\t\n"
                                       "1-4.1\t11-13\tNe\t_\t*\t*\t\n"
                                       "1-5\t15-19\tYork\t_\tQ1[1]\tLOC[1]\t\n\n#Text=yes\n"
                                       "2-1\t20-23\tyes\t_\t*[2]\tORG\\_X[2]\t\n";
    assert_int_equal(read_as(&run, NULL, text, usual), QA_OK);
    assert_int_equal(run.findings.total[QA_ERROR], 0);
    assert_true(says(&run, "W276"));
    const struct qa_batch *batch = run.out.delivery;
    assert_int_equal(batch->n_objects, 4);
    const double want[4][2] = {{0, 4}, {10, 18}, {10, 22}, {10, 12}};
    for (size_t i = 0; i < 4; i++) {
        size_t n;
        const struct qa_objects one = qa_batch_objects(batch, i, 1);
        const double *number = qa_object_numbers(&one, 0, &n);
        assert_close(number[0], want[i][0], 0);
        assert_close(number[1], want[i][1], 0);
    }
    assert_int_equal(batch->label[3], QA_NONE);
    assert_string_equal(qa_strings_text(batch->names->labels, batch->label[2]), "ORG_X");
    qa_arena_free(run.arena);
}

static void webanno_that_contradicts_itself_is_refused(void **state)
{
    (void)state;
    assert_refused(NULL, WEBANNO NER "\n1-1\t0-5\tAnna\t*\tPER\t\n", usual, "E278", 4);
    assert_refused(NULL, WEBANNO NER "\n1-1\t0-4\tAnna\tPER\n", usual, "E278", 4);
    assert_refused(NULL, WEBANNO NER "\n1-1\t4-x\tAnna\t_\tPER\t\n", usual, "E278", 4);
    assert_refused(NULL, WEBANNO NER "\n1-1\t0-4\tAnna\t_\t_\n1-2\t2-4\tna\t_\t_\n", usual, "E278",
                   5);
    struct run run;
    assert_int_equal(read_as(&run, NULL, WEBANNO POS "\n1-1\t0-4\tAnna\tN\t\n", usual), QA_INPUT);
    assert_string_equal(run.err.code, "E278");
    qa_arena_free(run.arena);
    /* Counted in code points: said, and settled. */
    const char *text = WEBANNO NER "\n1-1\t0-1\t\xf0\x9f\x98\x80\t*\tPER\t\n";
    struct qa_read_options points = {.offsets = QA_OFFSETS_CODEPOINT};
    assert_refused(NULL, text, usual, "E278", 4);
    assert_int_equal(read_as(&run, NULL, text, points), QA_OK);
    assert_int_equal(run.findings.total[QA_ERROR], 0);
    assert_int_equal(run.out.delivery->n_objects, 1);
    qa_arena_free(run.arena);
}

static void what_cannot_be_of_the_format_named_is_refused(void **state)
{
    (void)state;
    struct run run;
    const char *prose = "Hello this is some text\nand other words\n";
    assert_int_equal(read_as(&run, "conll", prose, usual), QA_INPUT);
    assert_string_equal(run.err.code, "E275");
    qa_arena_free(run.arena);
    assert_int_equal(read_as(&run, "conll", "{\"a\": 1}\n", usual), QA_INPUT);
    qa_arena_free(run.arena);
    assert_refused("brat", prose, usual, "E206", 1);
    assert_int_equal(read_as(&run, "spacy-binary", "x\x9c", usual), QA_INPUT);
    assert_string_equal(run.err.code, "E276");
    assert_non_null(strstr(run.err.text, "DocBin().from_disk"));
    qa_arena_free(run.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(conll_sentences_are_items_whose_text_is_their_tokens),
        cmocka_unit_test(conll_offsets_are_characters),
        cmocka_unit_test(lenient_decoding_is_that_of_conlleval),
        cmocka_unit_test(strict_decoding_takes_whole_spans_of_the_scheme),
        cmocka_unit_test(classes_without_letters_join_and_are_said),
        cmocka_unit_test(broken_conll_is_refused_with_its_line),
        cmocka_unit_test(spans_of_json_lines_come_in_every_shape),
        cmocka_unit_test(broken_json_lines_are_refused_with_their_line),
        cmocka_unit_test(prodigy_has_annotators_skips_and_lines_without_spans),
        cmocka_unit_test(the_unit_that_fits_what_is_quoted_is_named),
        cmocka_unit_test(a_quote_that_fits_nowhere_is_said_and_white_space_is_one),
        cmocka_unit_test(brat_has_fragments_relations_and_empty_answers),
        cmocka_unit_test(brat_offsets_are_held_against_the_text_beside),
        cmocka_unit_test(broken_brat_is_refused_with_its_line),
        cmocka_unit_test(the_folder_of_a_file_is_its_annotator),
        cmocka_unit_test(conllu_has_tags_in_misc),
        cmocka_unit_test(conllu_plus_has_tags_in_a_column),
        cmocka_unit_test(conllu_says_which_of_two_keys_is_read),
        cmocka_unit_test(webanno_numbers_join_the_tokens_of_a_span),
        cmocka_unit_test(webanno_that_contradicts_itself_is_refused),
        cmocka_unit_test(what_cannot_be_of_the_format_named_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
