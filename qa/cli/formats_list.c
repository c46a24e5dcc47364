#include "qa/cli/formats_list.h"

#include <string.h>

#include "qa/annotation/type.h"
#include "qa/cli/options.h"
#include "qa/formats/reader.h"
#include "qa/table/print.h"

enum { WIDTH = 80 };

/* "xmin, ymin, xmax, ymax; or x, y, width, height", without the synonyms. */
static const char *columns_of(const struct qa_type *type, struct qa_arena *arena)
{
    const char *text = type->is_category ? "label" : "";
    for (size_t f = 0; f < type->n_forms; f++) {
        const char *const *columns = type->forms[f].columns;
        for (size_t c = 0; columns[c] != NULL; c++) {
            const char *before = c > 0 ? ", " : f > 0 ? "; or " : "";
            const char *name = columns[c] + (columns[c][0] == '?');
            text = qa_arena_format(arena, "%s%s%.*s", text, before, (int)strcspn(name, ","), name);
        }
    }
    return text;
}

/* ---- tables ---- */

static const struct qa_column formats_columns[] = {
    {"format", NULL, QA_TEXT, .is_key = true, .about = "Its name, for --input-format."},
    {"item", NULL, QA_TEXT, .about = "What the answer is about."},
    {"annotator", "who", QA_TEXT,
     .about = "Who gave the answer; of others --annotator-from filename or folder tells."},
    {"times", NULL, QA_TEXT, .about = "When an answer was begun or given, or how long it took."},
    {"stage", NULL, QA_TEXT, .about = "The stage of review at which an answer was given."},
    {"gold", NULL, QA_TEXT, .about = "Right answers, marked as such; else -g FILE."},
    {"status", NULL, QA_TEXT, .about = "Whether an answer was skipped, was rejected or is open."},
    {"image_size", "size", QA_TEXT, .about = "Width and height of the image; else --sizes FILE."},
    {"score", NULL, QA_TEXT, .about = "How sure a model is of an object."},
    {"nothing", "none", QA_TEXT,
     .about = "That somebody looked and found nothing, which is another thing than no answer."},
    {"about", NULL, QA_TEXT, .is_detail = true, .about = "What is read of it."},
};
const struct qa_table_form qa_form_formats =
    QA_TABLE_FORM("formats", "What files of a format can tell", formats_columns);

/* In the order of the columns. */
static const unsigned facts[] = {QA_GIVES_ITEM,  QA_GIVES_ANNOTATOR, QA_GIVES_TIMES,
                                 QA_GIVES_STAGE, QA_GIVES_GOLD,      QA_GIVES_STATUS,
                                 QA_GIVES_SIZE,  QA_GIVES_SCORE,     QA_GIVES_NOTHING};

static const struct qa_column kinds_columns[] = {
    {"kind", NULL, QA_TEXT, .is_key = true, .about = "Its name, for --shape and the column type."},
    {"columns", NULL, QA_TEXT, .about = "The columns of a table that give one."},
    {"similarity", NULL, QA_TEXT, .about = "What tells how alike two are."},
};
const struct qa_table_form qa_form_kinds =
    QA_TABLE_FORM("kinds", "Kinds of annotations", kinds_columns);

static struct qa_table *formats_table(struct qa_arena *arena)
{
    struct qa_table *table = qa_table_new(arena, &qa_form_formats);
    for (size_t i = 0; i < qa_n_readers; i++) {
        const struct qa_reader *reader = qa_readers[i];
        qa_table_row(table);
        qa_put_text(table, reader->name);
        for (size_t f = 0; f < sizeof facts / sizeof *facts; f++) {
            qa_put_text(table, (reader->gives & facts[f]) != 0 ? "yes" : NULL);
        }
        qa_put_text(table, reader->description);
    }
    qa_table_note(table, "yes: it can, though an export may leave it out; -: it cannot. Formats "
                         "without items only tell what other files of their folder mean.");
    return table;
}

void qa_formats_tables(struct qa_report *report)
{
    qa_report_add_table(report, formats_table(report->arena));
    struct qa_table *kinds = qa_table_new(report->arena, &qa_form_kinds);
    for (size_t t = 0; t < qa_n_types; t++) {
        qa_table_row(kinds);
        qa_put_text(kinds, qa_types[t]->name);
        qa_put_text(kinds, columns_of(qa_types[t], report->arena));
        qa_put_text(kinds, qa_types[t]->similarity);
    }
    qa_report_add_table(report, kinds);
}

/* ---- for people ---- */

/* A long name has a line of its own. */
static void put_entry(const char *name, const char *text, FILE *stream)
{
    enum { NAME_WIDTH = 14, INDENT = 17 };
    fprintf(stream, "  %-*s%s", NAME_WIDTH, name,
            strlen(name) > NAME_WIDTH ? "\n                 " : " ");
    qa_wrap(stream, text, WIDTH, INDENT);
}

static void put_facts(struct qa_arena *arena, FILE *stream)
{
    const struct qa_print_options options = {
        .format = QA_FORMAT_TABLE, .width = WIDTH, .digits = -1};
    struct qa_report *report = qa_report_new(arena, "formats");
    struct qa_error err = {0};
    qa_report_add_table(report, formats_table(arena));
    if (qa_report_print(report, &options, stream, &err) != QA_OK) {
        fprintf(stderr, "labelqa: %s\n", err.text); /* the stream's own errors are its owner's */
    }
}

void qa_formats_list(FILE *stream)
{
    struct qa_arena *arena = qa_arena_new();
    fputs("Formats that labelqa reads, found by content or named by --input-format:\n\n", stream);
    for (size_t i = 0; i < qa_n_readers; i++) {
        put_entry(qa_readers[i]->name, qa_readers[i]->description, stream);
    }
    fputs("\nAny of them may be in a folder or an archive (zip, tar, gz, xz, zst, bz2); text\n"
          "may be UTF-8 or UTF-16, lines end in LF, CRLF or CR.\n\n",
          stream);
    put_facts(arena, stream);
    fputs("\nKinds of annotations, and the columns of a table (CSV, Excel) that give one:\n\n",
          stream);
    for (size_t t = 0; t < qa_n_types; t++) {
        put_entry(qa_types[t]->name, columns_of(qa_types[t], arena), stream);
    }
    qa_arena_free(arena);
}
