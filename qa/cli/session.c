#include "qa/cli/session.h"

#include <glob.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "qa/base/fold.h"
#include "qa/base/parallel.h"
#include "qa/base/utf8.h"
#include "qa/formats/archive.h"
#include "qa/formats/csv_input.h"
#include "qa/formats/xlsx_input.h"

static const char *const undeclared_choices[] = {"use", "exclude", "error", NULL};
static const char *const duplicates_choices[] = {"error", "first", "last", "keep", NULL};
static const char *const annotator_choices[] = {"auto", "filename", "none", NULL};
static const char *const undelivered_choices[] = {"auto", "missed", "ignored", NULL};
static const char *const item_names_choices[] = {"auto", "as-is",  "base",     "stem",
                                                 "path", "upload", "caseless", NULL};

static const char *const decimal_choices[] = {"auto", "point", "comma", NULL};
static const char *const dates_choices[] = {"auto", "ymd", "dmy", "mdy", NULL};

#define NOTATION_OPTIONS(type, decimal_member, dates_member)                                       \
    {0,                                                                                            \
     "decimal",                                                                                    \
     QA_OPTION_CHOICE,                                                                             \
     offsetof(type, decimal_member),                                                               \
     "auto|point|comma",                                                                           \
     "the decimal sign of numbers in the files, where they do not tell (default: auto)",           \
     decimal_choices},                                                                             \
    {                                                                                              \
        0, "dates", QA_OPTION_CHOICE, offsetof(type, dates_member), "auto|ymd|dmy|mdy",            \
            "the order of day, month and year in dates such as 03/04/2026 (default: auto)",        \
            dates_choices                                                                          \
    }

const struct qa_option qa_notation_options[QA_N_NOTATION_OPTIONS] = {
    NOTATION_OPTIONS(struct qa_notation_settings, decimal, dates)};

struct qa_notation qa_notation_of(const struct qa_notation_settings *settings)
{
    return (struct qa_notation){(enum qa_decimal)settings->decimal,
                                (enum qa_date_order)settings->dates};
}

const struct qa_option qa_reading_options[QA_N_READING_OPTIONS] = {
    {'i', "input-format", QA_OPTION_TEXT, offsetof(struct qa_reading, format), "NAME",
     "format of the deliveries (see `labelqa help formats`); found by content without it", NULL,
     .key = "format", .example = "csv"},
    {0, "vendor", QA_OPTION_TEXTS, offsetof(struct qa_reading, vendors), "NAME=FILES",
     "files of one vendor, comma-separated, wildcards allowed; may be given for each vendor", NULL,
     .key = ""},
    {'g', "gold", QA_OPTION_PATHS, offsetof(struct qa_reading, gold), "FILE",
     "answers known to be right, in any format that deliveries have; may be repeated", NULL,
     .example = "[gold.csv]"},
    {0, "map", QA_OPTION_TEXT, offsetof(struct qa_reading, map), "FIELD=COLUMN,...",
     "columns of a CSV with names of their own: item=unit,annotator=who; gold=COLUMN makes a gold "
     "set of a column",
     NULL, .example = "item=unit_id,annotator=who,label=answer"},
    {0, "header", QA_OPTION_TEXT, offsetof(struct qa_reading, header), "NAME,...",
     "names of the columns of a CSV without a header line", NULL,
     .example = "item,annotator,label"},
    {0, "timezone", QA_OPTION_TEXT, offsetof(struct qa_reading, timezone), "ZONE",
     "of times without a zone: UTC, +01:00, Europe/Berlin", NULL, .example = "Europe/Berlin"},
    {0, "duplicates", QA_OPTION_CHOICE, offsetof(struct qa_reading, duplicates),
     "error|first|last|keep",
     "an annotator who labels an item twice, differently: refuse (default) or keep one",
     duplicates_choices},
    {0, "stage", QA_OPTION_TEXT, offsetof(struct qa_reading, stage), "NAME",
     "take only the answers of this stage of review (column stage)", NULL, .example = "review"},
    {0, "sheet", QA_OPTION_TEXT, offsetof(struct qa_reading, sheet), "NAME",
     "of a workbook, the sheet to read; without it the first", NULL, .example = "Labels"},
    {0, "shape", QA_OPTION_TEXT, offsetof(struct qa_reading, shape), "KIND",
     "where files hold an object in several kinds (box, polygon): the one to read; without it the "
     "richest that all of them have",
     NULL, .example = "polygon"},
    {0, "labels", QA_OPTION_LIST, offsetof(struct qa_reading, labels), "A,B,C",
     "the declared label set, in the order of its scale", NULL, .example = "[clear, rain, snow]"},
    {0, "box-labels", QA_OPTION_LIST, offsetof(struct qa_reading, object_labels), "A,B,C",
     "the declared label set of objects", NULL, .example = "[car, truck]"},
    {0, "undeclared", QA_OPTION_CHOICE, offsetof(struct qa_reading, undeclared),
     "use|exclude|error",
     "labels outside the declared set: count them and warn (default), leave their answers out, or "
     "refuse",
     undeclared_choices},
    {0, "fold-case", QA_OPTION_FLAG, offsetof(struct qa_reading, fold_case), NULL,
     "labels that differ only in case or Unicode form are one", NULL},
    {0, "missing", QA_OPTION_TEXT, offsetof(struct qa_reading, missing), "WORD,...",
     "labels that stand for none, such as NA,nan, in any case; they count as blank", NULL,
     .example = "NA,nan"},
    {0, "tags", QA_OPTION_TEXT, offsetof(struct qa_reading, tags), "SEPARATOR",
     "labels are sets of tags divided by this, in any order; JSON lists always are", NULL,
     .example = "'|'"},
    NOTATION_OPTIONS(struct qa_reading, notation.decimal, notation.dates),
    {0, "item-names", QA_OPTION_CHOICE, offsetof(struct qa_reading, item_names),
     "auto|as-is|base|stem|path|upload|caseless",
     "what of an item's name counts: all of it, its file name (base), that without suffix (stem), "
     "without the digits that Label Studio sets before uploads, in any letter case, or with as "
     "many folders as tell all apart (path); auto: all, unless one other alone lets files join",
     item_names_choices},
    {0, "annotator-from", QA_OPTION_CHOICE, offsetof(struct qa_reading, annotator_from),
     "auto|filename|none",
     "the annotator of answers that name none: the name of their file; auto: so where no answer "
     "names one and several files answer the same items",
     annotator_choices},
    {0, "undelivered", QA_OPTION_CHOICE, offsetof(struct qa_reading, undelivered),
     "auto|missed|ignored",
     "items of gold that a vendor has no answer to: missed, or left out of its rates; auto: missed "
     "where it answers half of them or more",
     undelivered_choices},
};

/* The files of "NAME=A,B*" as deliveries of the vendor. */
static enum qa_status vendor_files(const char *argument, struct qa_session *session,
                                   struct qa_delivery_file **files, size_t *n_files,
                                   size_t *capacity)
{
    const char *equals = strchr(argument, '=');
    if (equals == NULL || equals == argument || equals[1] == '\0') {
        return qa_fail(&session->error, QA_USAGE, "E003",
                       "--vendor wants NAME=FILES, for example --vendor acme=acme.csv, not '%s'",
                       argument);
    }
    const char *vendor = qa_arena_text_n(session->arena, argument, (size_t)(equals - argument));
    struct qa_texts patterns = qa_split_list(session->arena, equals + 1);
    for (size_t p = 0; p < patterns.n; p++) {
        glob_t found;
        if (glob(patterns.list[p], GLOB_NOCHECK, NULL, &found) != 0) {
            return qa_fail(&session->error, QA_INPUT, "E101", "cannot read '%s'", patterns.list[p]);
        }
        *files = qa_arena_grow(session->arena, *files, capacity, *n_files + found.gl_pathc,
                               sizeof **files);
        for (size_t i = 0; i < found.gl_pathc; i++) {
            (*files)[(*n_files)++] = (struct qa_delivery_file){
                .path = qa_arena_text(session->arena, found.gl_pathv[i]), .vendor = vendor};
        }
        globfree(&found);
    }
    return QA_OK;
}

/* "item=unit,annotator=who"; a part without '=' is refused. */
static enum qa_status parse_map(const char *text, struct qa_arena *arena,
                                struct qa_read_options *options, struct qa_error *err)
{
    struct qa_texts parts = qa_split_list(arena, text);
    struct qa_column_map *map = QA_ARRAY(arena, struct qa_column_map, parts.n);
    for (size_t i = 0; i < parts.n; i++) {
        const char *equals = strchr(parts.list[i], '=');
        if (equals == NULL || equals == parts.list[i]) {
            return qa_fail(err, QA_USAGE, "E004",
                           "--map wants FIELD=COLUMN pairs, for example item=unit_id, not '%s'",
                           parts.list[i]);
        }
        map[i].field = qa_arena_text_n(arena, parts.list[i], (size_t)(equals - parts.list[i]));
        map[i].column = equals + 1;
    }
    options->map = map;
    options->n_map = parts.n;
    return QA_OK;
}

/* A kind of objects by its name. */
static enum qa_status parse_shape(const char *name, const struct qa_type **out,
                                  struct qa_error *err)
{
    char list[200] = "";
    size_t used = 0;
    for (size_t t = 0; t < qa_n_types; t++) {
        if (qa_types[t]->matching != QA_MATCH_ASSIGN) {
            continue;
        }
        if (strcmp(qa_types[t]->name, name) == 0) {
            *out = qa_types[t];
            return QA_OK;
        }
        int n = snprintf(list + used, sizeof list - used, "%s%s", used > 0 ? ", " : "",
                         qa_types[t]->name);
        used += n > 0 && (size_t)n < sizeof list - used ? (size_t)n : 0;
    }
    return qa_fail(err, QA_USAGE, "E002", "--shape: '%.60s' is not one of %s", name, list);
}

enum qa_status qa_read_options_parse(const struct qa_reading *reading, struct qa_arena *arena,
                                     struct qa_read_options *options, struct qa_error *err)
{
    *options = (struct qa_read_options){.format = reading->format,
                                        .stage = reading->stage,
                                        .sheet = reading->sheet,
                                        .annotator_from = (enum qa_signing)reading->annotator_from,
                                        .item_names = (enum qa_item_reading)reading->item_names,
                                        .with_predictions = reading->with_predictions,
                                        .duplicates = (enum qa_duplicates)reading->duplicates};
    struct qa_texts missing =
        qa_split_list(arena, reading->missing != NULL ? reading->missing : "");
    options->missing = missing.list;
    options->n_missing = missing.n;
    if (reading->map != NULL) {
        QA_TRY(parse_map(reading->map, arena, options, err));
    }
    if (reading->header != NULL) {
        struct qa_texts names = qa_split_list(arena, reading->header);
        options->header = names.list;
        options->n_header = names.n;
    }
    if (reading->shape != NULL) {
        QA_TRY(parse_shape(reading->shape, &options->shape, err));
    }
    if (reading->timezone != NULL) {
        QA_TRY(qa_zone_parse(reading->timezone, &options->zone, err));
    }
    options->zone.dates = qa_notation_of(&reading->notation).dates;
    options->decimal = qa_notation_of(&reading->notation).decimal;
    return QA_OK;
}

/* Labels as deliveries have them: without white space around, none that is empty. */
static size_t label_list(const struct qa_texts *given, const char *const **list,
                         struct qa_arena *arena)
{
    const char **labels = QA_ARRAY(arena, const char *, given->n + 1);
    size_t n = 0;
    for (size_t i = 0; i < given->n; i++) {
        const char *label = given->list[i];
        size_t length = strlen(label);
        (void)qa_trim_space(&label, &length);
        if (length > 0) {
            labels[n++] = qa_arena_text_n(arena, label, length);
        }
    }
    *list = labels;
    return n;
}

struct qa_label_rules qa_label_rules_of(const struct qa_reading *reading, struct qa_arena *arena)
{
    struct qa_label_rules rules = {.undeclared = reading->labels_are_checked
                                                     ? QA_UNDECLARED_UNSAID
                                                     : (enum qa_undeclared)reading->undeclared,
                                   .fold_case = reading->fold_case,
                                   .are_numbers = reading->labels_are_numbers,
                                   .tag_separator = reading->tags};
    rules.n_declared = label_list(&reading->labels, &rules.declared, arena);
    rules.n_object_declared = label_list(&reading->object_labels, &rules.object_declared, arena);
    return rules;
}

/* The ids of declared labels. */
static const uint32_t *label_ids(const struct qa_session *session, const char *const *labels,
                                 size_t n)
{
    if (n == 0) {
        return NULL;
    }
    uint32_t *ids = QA_ARRAY(session->arena, uint32_t, n);
    for (size_t i = 0; i < n; i++) {
        ids[i] = qa_strings_intern_text(session->deliveries.names->labels, labels[i]);
    }
    return ids;
}

static void declare(struct qa_session *session, const struct qa_label_rules *rules)
{
    session->questions.labels = label_ids(session, rules->declared, rules->n_declared);
    session->questions.n_labels = rules->n_declared;
    session->questions.object_labels =
        label_ids(session, rules->object_declared, rules->n_object_declared);
    session->questions.n_object_labels = rules->n_object_declared;
    qa_questions_declare(session->deliveries.questions, &session->questions);
}

static void add_inputs(struct qa_report *report, const struct qa_batch *batch, const char *role)
{
    for (size_t s = 0; batch != NULL && s < batch->n_sources; s++) {
        const struct qa_source *source = &batch->sources[s];
        struct qa_exclusion *exclusions =
            QA_ARRAY(report->arena, struct qa_exclusion, QA_N_EXCLUSION_REASONS);
        size_t n = 0;
        for (int r = 0; r < QA_N_EXCLUSION_REASONS; r++) {
            if (source->excluded[r] > 0) {
                exclusions[n++] = (struct qa_exclusion){
                    qa_exclusion_reason_name((enum qa_exclusion_reason)r), source->excluded[r]};
            }
        }
        qa_report_add_input(report, (struct qa_report_input){.path = source->path,
                                                             .format = source->format,
                                                             .sha256 = source->sha256,
                                                             .role = role,
                                                             .rows_read = source->rows_read,
                                                             .rows_used = source->rows_used,
                                                             .exclusions = exclusions,
                                                             .n_exclusions = n});
    }
}

static enum qa_status read_request(struct qa_session *session,
                                   const struct qa_delivery_request *request,
                                   const struct qa_output_settings *output)
{
    qa_parallel_set_threads((unsigned)output->threads);
    QA_TRY(qa_deliveries_read(request, session->arena, &session->findings, &session->deliveries,
                              &session->error));
    QA_TRY(qa_session_stop_on_errors(session, output->max_errors));
    declare(session, &request->labels);
    add_inputs(session->report, session->deliveries.delivery, "delivery");
    add_inputs(session->report, session->deliveries.gold, "gold");
    add_inputs(session->report, session->deliveries.prelabels, "pre-labels");
    return QA_OK;
}

static void look_at_objects(struct qa_session *session, bool by_object)
{
    const struct qa_objects_request request = {
        .batch = {[QA_DELIVERY] = session->deliveries.delivery,
                  [QA_GOLD] = session->deliveries.gold,
                  [QA_PRELABELS] = session->deliveries.prelabels},
        .by_object = by_object};
    session->objects = qa_look_at_objects(&request, session->arena, &session->findings);
}

enum qa_status qa_session_files(struct qa_session *session, const struct qa_texts *vendors,
                                struct qa_delivery_file **files, size_t *n)
{
    size_t capacity = 0;
    *n = 0;
    *files =
        qa_arena_grow(session->arena, NULL, &capacity, session->n_operands + 1, sizeof **files);
    for (size_t i = 0; i < session->n_operands; i++) {
        (*files)[(*n)++] = (struct qa_delivery_file){.path = session->operands[i]};
    }
    for (size_t v = 0; v < vendors->n; v++) {
        QA_TRY(vendor_files(vendors->list[v], session, files, n, &capacity));
    }
    if (*n == 0) {
        return qa_fail(&session->error, QA_USAGE, "E005",
                       "no delivery given: name its files, or --vendor NAME=FILES, or - for "
                       "standard input");
    }
    return QA_OK;
}

enum qa_status qa_session_read_files(struct qa_session *session, const struct qa_reading *reading,
                                     const struct qa_delivery_file *files, size_t n,
                                     const struct qa_output_settings *output)
{
    session->questions.undelivered = (enum qa_undelivered)reading->undelivered;
    session->notation = qa_notation_of(&reading->notation);
    struct qa_delivery_file *gold =
        QA_ARRAY(session->arena, struct qa_delivery_file, reading->gold.n);
    for (size_t i = 0; i < reading->gold.n; i++) {
        gold[i].path = reading->gold.list[i];
    }
    const struct qa_delivery_file prelabels = {.path = reading->prelabels};
    struct qa_delivery_request request = {
        .files = files,
        .n_files = n,
        .gold_files = gold,
        .n_gold_files = reading->gold.n,
        .prelabel_files = &prelabels,
        .n_prelabel_files = reading->prelabels != NULL,
        .questions = session->questions,
        .labels = qa_label_rules_of(reading, session->arena),
    };
    QA_TRY(qa_read_options_parse(reading, session->arena, &request.options, &session->error));
    QA_TRY(read_request(session, &request, output));
    look_at_objects(session, reading->objects_are_checked);
    return QA_OK;
}

enum qa_status qa_session_read(struct qa_session *session, const struct qa_reading *reading,
                               const struct qa_output_settings *output)
{
    struct qa_delivery_file *files;
    size_t n;
    QA_TRY(qa_session_files(session, &reading->vendors, &files, &n));
    return qa_session_read_files(session, reading, files, n, output);
}

enum qa_status qa_session_options(struct qa_session *session, void *settings)
{
    struct qa_parsed parsed;
    return qa_options_parse(session->options, session->words, settings, session->arena, &parsed,
                            &session->error);
}

/* Text or workbook, by its first bytes. */
static enum qa_status read_records(struct qa_session *session, struct qa_bytes *bytes,
                                   const char *header, struct qa_records *records)
{
    if (!qa_is_archive(bytes)) {
        return qa_csv_records(bytes, NULL, 0, session->arena, records, &session->error);
    }
    struct qa_texts names = qa_split_list(session->arena, header);
    return qa_xlsx_records(bytes, names.list, names.n, session->arena, records, &session->error);
}

void qa_session_say_windows(struct qa_session *session, const struct qa_bytes *bytes)
{
    if (bytes->was_windows) {
        qa_findings_addf(&session->findings, QA_WARNING, "W152", bytes->path, 0, 0, "%s",
                         qa_windows_decoded);
    }
}

enum qa_status qa_session_records(struct qa_session *session, const char *path, const char *role,
                                  const char *header, const struct qa_records **out)
{
    static const struct qa_record_forms none = {NULL, NULL, 0};
    return qa_session_numbers(session, path, role, header, &none, out);
}

enum qa_status qa_session_numbers(struct qa_session *session, const char *path, const char *role,
                                  const char *header, const struct qa_record_forms *forms,
                                  const struct qa_records **out)
{
    *out = NULL;
    if (path == NULL) {
        return QA_OK;
    }
    /* The records point into the bytes, which therefore live as long as the process. */
    struct qa_bytes *bytes = QA_NEW(session->arena, struct qa_bytes);
    struct qa_records *records = QA_NEW(session->arena, struct qa_records);
    QA_TRY(qa_bytes_open(bytes, path, 0, &session->error));
    enum qa_status status = read_records(session, bytes, header, records);
    if (status == QA_OK) {
        qa_session_say_windows(session, bytes);
        status = qa_records_settle(records, forms, &session->notation, session->arena,
                                   &session->findings, &session->error);
    }
    if (status == QA_OK) {
        qa_bytes_hash(bytes);
        qa_report_add_input(
            session->report,
            (struct qa_report_input){.path = path,
                                     .format = qa_is_archive(bytes) ? "xlsx" : "csv",
                                     .sha256 = qa_arena_text(session->arena, bytes->sha256),
                                     .role = role,
                                     .rows_read = records->n_records,
                                     .rows_used = records->n_records});
        *out = records;
    }
    qa_bytes_close(bytes);
    return status;
}

enum qa_status qa_session_sheet(struct qa_session *session, const char *path,
                                const struct qa_records **out)
{
    const struct qa_records *read = NULL;
    QA_TRY(qa_session_records(session, path, "work sheet", "verdict,gold", &read));
    if (read == NULL) {
        QA_BUG("a work sheet without a path");
    }
    struct qa_records *sheet = QA_NEW(session->arena, struct qa_records);
    size_t n = read->n_records * read->n_columns;
    struct qa_cell *cells = QA_ARRAY(session->arena, struct qa_cell, n + 1);
    for (size_t i = 0; i < n; i++) {
        cells[i] = read->cells[i];
        cells[i].text = qa_unguarded(cells[i].text);
        cells[i].length = (uint32_t)strlen(cells[i].text);
    }
    *sheet = *read;
    sheet->cells = cells;
    *out = sheet;
    return QA_OK;
}

void qa_print_error(const struct qa_error *error)
{
    /* Names in it may hold what a terminal would obey. */
    struct qa_arena *arena = qa_arena_new();
    fputs("labelqa: error: ", stderr);
    if (error->file[0] != '\0') {
        fprintf(stderr, "%s:", qa_utf8_clean(arena, error->file, strlen(error->file)));
        if (error->line > 0) {
            fprintf(stderr, "%llu:", (unsigned long long)error->line);
        }
        if (error->column > 0) {
            fprintf(stderr, "%llu:", (unsigned long long)error->column);
        }
        fputc(' ', stderr);
    }
    fprintf(stderr, "%s [%s]\n", qa_utf8_clean(arena, error->text, strlen(error->text)),
            error->code ? error->code : "E600");
    qa_arena_free(arena);
}

/* A finding as people read it: "labelqa: warning: file:line: text [W120]". */
static void print_finding(const struct qa_finding *finding)
{
    struct qa_arena *arena = qa_arena_new();
    fprintf(stderr, "labelqa: %s: ", qa_severity_name(finding->severity));
    if (finding->file != NULL) {
        fprintf(stderr, "%s:", qa_utf8_clean(arena, finding->file, strlen(finding->file)));
        if (finding->line > 0) {
            fprintf(stderr, "%llu:", (unsigned long long)finding->line);
        }
        fputc(' ', stderr);
    }
    fprintf(stderr, "%s [%s]\n", qa_utf8_clean(arena, finding->text, strlen(finding->text)),
            finding->code);
    qa_arena_free(arena);
}

void qa_session_print_warnings(const struct qa_session *session)
{
    enum { SHOWN_OF_A_CODE = 3 };
    const struct qa_findings *findings = &session->findings;
    for (size_t c = 0; c < findings->n_codes; c++) {
        const char *code = findings->codes[c].code;
        uint64_t shown = 0;
        /* Codes from W100 on are of reading; those of what is measured stand in tables. */
        for (size_t i = 0; strncmp(code, "W1", 2) == 0 && i < findings->n; i++) {
            const struct qa_finding *finding = &findings->list[i];
            if (finding->severity == QA_WARNING && strcmp(finding->code, code) == 0 &&
                shown < SHOWN_OF_A_CODE) {
                print_finding(finding);
                shown++;
            }
        }
        if (shown > 0 && findings->codes[c].n > shown) {
            fprintf(stderr, "labelqa: ... and %llu more [%s]\n",
                    (unsigned long long)(findings->codes[c].n - shown), code);
        }
    }
}

enum qa_status qa_session_stop_on_errors(struct qa_session *session, uint64_t max_errors)
{
    const struct qa_findings *findings = &session->findings;
    uint64_t total = findings->total[QA_ERROR];
    if (total == 0) {
        return QA_OK;
    }
    uint64_t shown = 0;
    for (size_t i = 0; i < findings->n && (max_errors == 0 || shown < max_errors); i++) {
        const struct qa_finding *finding = &findings->list[i];
        if (finding->severity != QA_ERROR) {
            continue;
        }
        struct qa_error error = {
            .code = finding->code, .line = finding->line, .column = finding->column};
        snprintf(error.file, sizeof error.file, "%s", finding->file ? finding->file : "");
        snprintf(error.text, sizeof error.text, "%s", finding->text);
        qa_print_error(&error);
        shown++;
    }
    if (shown < total) {
        fprintf(stderr, "labelqa: ... and %llu more (--max-errors 0 shows all)\n",
                (unsigned long long)(total - shown));
    }
    session->error.code = NULL; /* all is said */
    return QA_INPUT;
}

enum qa_status qa_session_need_gold(struct qa_session *session)
{
    if (session->deliveries.gold != NULL) {
        return QA_OK;
    }
    return qa_fail(&session->error, QA_USAGE, "E007",
                   "no gold given: -g FILE, or --map gold=COLUMN for a column of the delivery");
}

const struct qa_comparison *qa_session_compare(struct qa_session *session, bool class_agnostic)
{
    const struct qa_comparison_request request = {.delivery = session->deliveries.delivery,
                                                  .reference = session->deliveries.gold,
                                                  .role = QA_GOLD,
                                                  .class_agnostic = class_agnostic};
    const struct qa_comparison *comparison = qa_compare(&request, session->arena);
    qa_comparison_say(comparison, &session->findings);
    return comparison;
}

enum qa_status qa_threshold_check(double threshold, struct qa_error *err)
{
    if (isnan(threshold) || (threshold > 0 && threshold <= 1)) {
        return QA_OK;
    }
    return qa_fail(err, QA_USAGE, "E002", "--threshold: %g is not above 0 and at most 1",
                   threshold);
}

enum qa_status qa_session_question(struct qa_session *session, const char *name, uint32_t *question)
{
    *question = QA_NONE;
    if (name == NULL) {
        return QA_OK;
    }
    const struct qa_strings *questions = session->deliveries.names->questions;
    *question = qa_strings_find(questions, name, strlen(name));
    if (*question != QA_NONE) {
        return QA_OK;
    }
    const char *known = "";
    for (uint32_t q = 0; q < qa_strings_count(questions); q++) {
        known = qa_arena_format(session->arena, "%s%s%s", known, q > 0 ? ", " : "",
                                qa_strings_text(questions, q));
    }
    return qa_fail(&session->error, QA_USAGE, "E008",
                   "the delivery has no question '%s'; it has: %s", name, known);
}
