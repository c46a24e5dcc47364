#include "qa/cli/help_output.h"

#include <string.h>

#include "qa/cli/command.h"
#include "qa/cli/manual.h"
#include "qa/cli/options.h"
#include "qa/cli/table_forms.h"

enum { WIDTH = 80, NAME_WIDTH = 24, INDENT = 30 };

/* What a cell holds: in help, and as a JSON schema. */
struct kind_text {
    const char *words;
    const char *schema;
};

static const struct kind_text kind_texts[] = {
    [QA_TEXT] = {"text", "\"type\": [\"string\", \"null\"]"},
    [QA_WORD] = {"word", "\"type\": [\"string\", \"null\"]"},
    [QA_COUNT] = {"count", "\"type\": [\"integer\", \"null\"], \"minimum\": 0"},
    [QA_REAL] = {"number", "\"type\": [\"number\", \"null\"]"},
    [QA_P] = {"p-value", "\"type\": [\"number\", \"null\"], \"minimum\": 0, \"maximum\": 1"},
    [QA_RATE] = {"share", "\"type\": [\"number\", \"null\"]"},
    [QA_MONEY] = {"money", "\"type\": [\"number\", \"null\"]"},
    [QA_SECONDS] = {"seconds", "\"type\": [\"number\", \"null\"]"},
    [QA_HOURS] = {"hours", "\"type\": [\"number\", \"null\"]"},
    [QA_TIME] = {"time, UTC", "\"type\": [\"string\", \"null\"], \"format\": \"date-time\""},
    [QA_ESTIMATE] = {"estimate", "\"$ref\": \"#/$defs/estimate\""},
    [QA_ESTIMATE_RATE] = {"estimate of a share", "\"$ref\": \"#/$defs/estimate\""},
    [QA_ESTIMATE_MONEY] = {"estimate, money", "\"$ref\": \"#/$defs/estimate\""},
};

/* ---- for people ---- */

/* Its commands with commas: "errors, compare, audit". */
static void put_commands(const struct qa_listed_form *listed, FILE *stream)
{
    for (const char *at = listed->commands; *at != '\0'; at++) {
        fputs(*at == ' ' ? ", " : "", stream);
        if (*at != ' ') {
            fputc(*at, stream);
        }
    }
}

static void put_column(const struct qa_column *column, FILE *stream)
{
    char text[512];
    fprintf(stream, "  %-*s %c%c ", NAME_WIDTH, column->name, column->is_key ? '*' : ' ',
            column->is_detail ? '+' : ' ');
    snprintf(text, sizeof text, "%s [%s]", column->about, kind_texts[column->kind].words);
    qa_wrap(stream, text, WIDTH, INDENT);
}

static void put_form(const struct qa_listed_form *listed, FILE *stream)
{
    fprintf(stream, "\n%s: %s\nprinted by ", listed->form->name, listed->form->title);
    put_commands(listed, stream);
    fputc('\n', stream);
    for (size_t c = 0; c < listed->form->n_columns; c++) {
        put_column(&listed->form->columns[c], stream);
    }
}

static void put_legend(FILE *stream)
{
    qa_wrap(
        stream,
        "Tables and their columns, as --format json names them; --table NAME prints one. * keys, "
        "by which rows are found again; + details, which terminals leave out. An estimate has "
        "value, low, high and n; in CSV these are the columns NAME, NAME_low, NAME_high and "
        "NAME_n. compare and audit put a command's name before a name that is taken: "
        "errors_vendors.",
        WIDTH, 0);
}

enum qa_status qa_help_output(const char *name, FILE *stream, struct qa_error *err)
{
    bool is_table = false;
    size_t n = 0;
    for (size_t i = 0; name != NULL && i < qa_n_listed_forms; i++) {
        is_table = is_table || strcmp(qa_listed_forms[i].form->name, name) == 0;
    }
    for (size_t i = 0; i < qa_n_listed_forms; i++) {
        const struct qa_listed_form *listed = &qa_listed_forms[i];
        if (name == NULL ||
            (is_table ? strcmp(listed->form->name, name) == 0 : qa_form_is_of(listed, name))) {
            if (n++ == 0) {
                put_legend(stream);
            }
            put_form(listed, stream);
        }
    }
    return n > 0 ? QA_OK
                 : qa_fail(err, QA_USAGE, "E001",
                           "no table is called '%s', and no command of that name prints one; "
                           "`labelqa help output` lists all",
                           name);
}

/* ---- JSON schema ---- */

/* The texts of the program are ASCII without control characters. */
static void put_json_text(const char *text, FILE *stream)
{
    fputc('"', stream);
    for (; *text != '\0'; text++) {
        fputs(*text == '"' || *text == '\\' ? "\\" : "", stream);
        fputc(*text, stream);
    }
    fputc('"', stream);
}

static void put_definition(size_t index, FILE *stream)
{
    const struct qa_table_form *form = qa_listed_forms[index].form;
    fprintf(stream, "    \"row%zu\": {\"title\": ", index);
    put_json_text(form->title, stream);
    fputs(", \"type\": \"object\", \"properties\": {\n", stream);
    for (size_t c = 0; c < form->n_columns; c++) {
        const struct qa_column *column = &form->columns[c];
        fputs("      ", stream);
        put_json_text(column->name, stream);
        fprintf(stream, ": {%s, \"description\": ", kind_texts[column->kind].schema);
        put_json_text(column->about, stream);
        fputs(c + 1 < form->n_columns ? "},\n" : "}\n", stream);
    }
    fputs("    }}", stream);
}

static bool is_evaluation(const char *command)
{
    return strcmp(command, "compare") == 0 || strcmp(command, "audit") == 0;
}

/* Whether an earlier form of the command has the name, so that its property is there already. */
static bool is_repeated(const char *command, size_t index)
{
    for (size_t i = 0; i < index; i++) {
        if (qa_form_is_of(&qa_listed_forms[i], command) &&
            strcmp(qa_listed_forms[i].form->name, qa_listed_forms[index].form->name) == 0) {
            return true;
        }
    }
    return false;
}

/* All forms of one name are possible: plans have several. */
static void put_table_property(const char *command, size_t index, FILE *stream)
{
    const char *name = qa_listed_forms[index].form->name;
    bool first = true;
    fprintf(stream, "        \"%s\": {\"type\": \"array\", \"items\": {\"anyOf\": [", name);
    for (size_t i = index; i < qa_n_listed_forms; i++) {
        if (qa_form_is_of(&qa_listed_forms[i], command) &&
            strcmp(qa_listed_forms[i].form->name, name) == 0) {
            fprintf(stream, "%s{\"$ref\": \"#/$defs/row%zu\"}", first ? "" : ", ", i);
            first = false;
        }
    }
    fputs("]}}", stream);
}

/* The name with the command in front, for where it is taken. */
static void put_prefixed_property(size_t index, FILE *stream)
{
    const struct qa_listed_form *listed = &qa_listed_forms[index];
    fprintf(stream,
            ",\n        \"%.*s_%s\": {\"type\": \"array\", \"items\": {\"$ref\": "
            "\"#/$defs/row%zu\"}}",
            (int)strcspn(listed->commands, " "), listed->commands, listed->form->name, index);
}

static void put_command_schema(const char *command, FILE *stream)
{
    bool first = true;
    for (size_t i = 0; i < qa_n_listed_forms; i++) {
        if (!qa_form_is_of(&qa_listed_forms[i], command)) {
            continue;
        }
        if (!is_repeated(command, i)) {
            fputs(first ? "" : ",\n", stream);
            put_table_property(command, i, stream);
            first = false;
        }
        if (is_evaluation(command)) {
            put_prefixed_property(i, stream);
        }
    }
}

static bool prints_tables(const char *command)
{
    for (size_t i = 0; i < qa_n_listed_forms; i++) {
        if (qa_form_is_of(&qa_listed_forms[i], command)) {
            return true;
        }
    }
    return false;
}

static void put_commands_schema(FILE *stream)
{
    bool first = true;
    fputs("  \"allOf\": [", stream);
    for (size_t i = 0; i < qa_n_commands; i++) {
        const char *command = qa_commands[i]->name;
        if (prints_tables(command)) {
            fprintf(stream,
                    "%s\n    {\"if\": {\"properties\": {\"tool\": {\"const\": \"%s\"}}}, \"then\": "
                    "{\"properties\": {\"tables\": {\"properties\": {\n",
                    first ? "" : ",", command);
            put_command_schema(command, stream);
            fputs("\n    }}}}}", stream);
            first = false;
        }
    }
    fputs("\n  ],\n", stream);
}

void qa_output_schema(FILE *stream)
{
    fputs("{\n  \"$schema\": \"https://json-schema.org/draft/2020-12/schema\",\n"
          "  \"title\": \"Output of labelqa --format json\",\n  \"type\": \"object\",\n"
          "  \"required\": [\"schema_version\", \"tool\", \"version\", \"command\", \"inputs\", "
          "\"tables\", \"findings\", \"verdict\"],\n"
          "  \"properties\": {\n"
          "    \"schema_version\": {\"const\": 1},\n"
          "    \"tool\": {\"type\": \"string\", \"description\": \"The command.\"},\n"
          "    \"version\": {\"type\": \"string\", \"description\": \"The version of labelqa.\"},\n"
          "    \"command\": {\"type\": \"array\", \"items\": {\"type\": \"string\"}, "
          "\"description\": \"The words of the command line.\"},\n"
          "    \"inputs\": {\"type\": \"array\", \"items\": {\"$ref\": \"#/$defs/input\"}},\n"
          "    \"seed\": {\"type\": \"integer\", \"description\": \"Of the random numbers; absent "
          "where none were drawn.\"},\n"
          "    \"confidence\": {\"type\": \"number\", \"description\": \"Of the intervals; absent "
          "where there are none.\"},\n"
          "    \"tables\": {\"type\": \"object\", \"additionalProperties\": {\"type\": \"array\", "
          "\"items\": {\"type\": \"object\"}}},\n"
          "    \"findings\": {\"type\": \"array\", \"items\": {\"$ref\": \"#/$defs/finding\"}},\n"
          "    \"verdict\": {\"type\": [\"string\", \"null\"]},\n"
          "    \"summary\": {\"type\": \"array\", \"items\": {\"type\": \"string\"}}\n  },\n",
          stream);
    put_commands_schema(stream);
    fputs(
        "  \"$defs\": {\n"
        "    \"estimate\": {\"type\": [\"object\", \"null\"], \"required\": [\"value\", \"n\"], "
        "\"properties\": {\n"
        "      \"value\": {\"type\": [\"number\", \"null\"]}, \"low\": {\"type\": \"number\"}, "
        "\"high\": {\"type\": \"number\"},\n"
        "      \"n\": {\"type\": \"integer\", \"minimum\": 0}, \"se\": {\"type\": \"number\"}, "
        "\"p_value\": {\"type\": \"number\"},\n"
        "      \"method\": {\"type\": \"string\"}, \"undefined\": {\"type\": \"string\", "
        "\"description\": \"Why there is no value.\"},\n"
        "      \"no_interval\": {\"type\": \"string\", \"description\": \"Why there is a value "
        "but no interval.\"}\n    }},\n"
        "    \"input\": {\"type\": \"object\", \"properties\": {\n"
        "      \"path\": {\"type\": \"string\"}, \"role\": {\"type\": [\"string\", \"null\"]}, "
        "\"format\": {\"type\": [\"string\", \"null\"]},\n"
        "      \"sha256\": {\"type\": [\"string\", \"null\"]}, \"rows_read\": {\"type\": "
        "\"integer\"}, \"rows_used\": {\"type\": \"integer\"},\n"
        "      \"rows_excluded\": {\"type\": \"integer\"}, \"excluded\": {\"type\": \"object\", "
        "\"additionalProperties\": {\"type\": \"integer\"}}\n    }},\n"
        "    \"finding\": {\"type\": \"object\", \"properties\": {\n"
        "      \"severity\": {\"enum\": [\"note\", \"warning\", \"error\"]}, \"code\": {\"type\": "
        "\"string\"},\n"
        "      \"where\": {\"type\": [\"string\", \"null\"]}, \"vendor\": {\"type\": [\"string\", "
        "\"null\"]}, \"message\": {\"type\": \"string\"}\n    }}",
        stream);
    for (size_t i = 0; i < qa_n_listed_forms; i++) {
        fputs(",\n", stream);
        put_definition(i, stream);
    }
    fputs("\n  }\n}\n", stream);
}

/* ---- man pages ---- */

static bool is_owner(const struct qa_listed_form *listed, const char *command)
{
    size_t length = strcspn(listed->commands, " ");
    return strlen(command) == length && memcmp(listed->commands, command, length) == 0;
}

static void put_manual_form(const struct qa_table_form *form, FILE *stream)
{
    fputs(".SS ", stream);
    qa_put_roff(stream, form->name);
    fputs(": ", stream);
    qa_put_roff(stream, form->title);
    fputc('\n', stream);
    for (size_t c = 0; c < form->n_columns; c++) {
        fputs(".TP\n.B ", stream);
        qa_put_roff(stream, form->columns[c].name);
        fputc('\n', stream);
        qa_put_roff(stream, form->columns[c].about);
        fputc('\n', stream);
    }
}

/* The commands whose tables this one prints too. */
static void put_borrowed(const char *command, FILE *stream)
{
    bool first = true;
    for (size_t o = 0; o < qa_n_commands; o++) {
        const char *owner = qa_commands[o]->name;
        bool lends = false;
        for (size_t i = 0; i < qa_n_listed_forms; i++) {
            lends = lends || (is_owner(&qa_listed_forms[i], owner) &&
                              qa_form_is_of(&qa_listed_forms[i], command));
        }
        if (lends && strcmp(owner, command) != 0) {
            fprintf(stream, "%s\n.BR labelqa\\-%s (1)",
                    first ? "Tables that these print too:" : ",", owner);
            first = false;
        }
    }
    fputs(first ? "" : "\n", stream);
}

void qa_manual_output(const char *command, FILE *stream)
{
    if (!prints_tables(command)) {
        return;
    }
    fputs(".SH OUTPUT\n", stream);
    put_borrowed(command, stream);
    for (size_t i = 0; i < qa_n_listed_forms; i++) {
        if (is_owner(&qa_listed_forms[i], command)) {
            put_manual_form(qa_listed_forms[i].form, stream);
        }
    }
}
