/* The options of reading, and what readers take them for. */
#include "qa/cli/session.h"

#include <stdio.h>
#include <string.h>

#include "qa/base/fold.h"

static const char *const undeclared_choices[] = {"use", "exclude", "error", NULL};
static const char *const duplicates_choices[] = {"error", "first", "last", "keep", NULL};
static const char *const ground_truth_choices[] = {"auto", "gold", "answers", "ignored", NULL};
static const char *const annotator_choices[] = {"auto", "filename", "none", "folder", NULL};
static const char *const offsets_choices[] = {"auto", "codepoint", "utf16", "bytes", NULL};
static const char *const scheme_choices[] = {"auto", "iob1", "iob2", "iobes", "bilou", NULL};
static const char *const decode_choices[] = {"lenient", "strict", NULL};
static const char *const matching_choices[] = {"optimal", "greedy", "coco", "cvat", NULL};
static const char *const crowds_choices[] = {"regions", "objects", NULL};
static const char *const undelivered_choices[] = {"auto", "missed", "ignored", NULL};
static const char *const item_names_choices[] = {
    "auto", "as-is", "base", "stem", "path", "upload", "caseless", "decoded", "unpadded", NULL};

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
     "format of the deliveries (see `labelqa help formats`); found by content without it",
     .key = "format", .example = "csv"},
    {0, "vendor", QA_OPTION_TEXTS, offsetof(struct qa_reading, vendors), "NAME=FILES",
     "files of one vendor, comma-separated, wildcards allowed; may be given for each vendor",
     .key = ""},
    {'g', "gold", QA_OPTION_PATHS, offsetof(struct qa_reading, gold), "FILE",
     "answers known to be right, in any format that deliveries have; may be repeated",
     .example = "[gold.csv]"},
    {0, "map", QA_OPTION_TEXT, offsetof(struct qa_reading, map), "FIELD=COLUMN,...",
     "columns of a CSV with names of their own: item=unit,annotator=who; gold=COLUMN makes a gold "
     "set of a column",
     .example = "item=unit_id,annotator=who,label=answer"},
    {0, "header", QA_OPTION_TEXT, offsetof(struct qa_reading, header), "NAME,...",
     "names of the columns of a CSV without a header line", .example = "item,annotator,label"},
    {0, "timezone", QA_OPTION_TEXT, offsetof(struct qa_reading, timezone), "ZONE",
     "of times without a zone: UTC, +01:00, Europe/Berlin", .example = "Europe/Berlin"},
    {0, "duplicates", QA_OPTION_CHOICE, offsetof(struct qa_reading, duplicates),
     "error|first|last|keep",
     "an annotator who labels an item twice, differently: refuse (default), or keep the first or "
     "last, by the answers' times where all of them have one, else by the order of files and rows; "
     "keep keeps all",
     duplicates_choices},
    {0, "ground-truth", QA_OPTION_CHOICE, offsetof(struct qa_reading, ground_truth),
     "auto|gold|answers|ignored",
     "answers of a delivery that its file marks as ground truth (Label Studio): gold, answers of "
     "their annotators like any others, or left out; auto: gold, and said",
     ground_truth_choices},
    {0, "stage", QA_OPTION_TEXT, offsetof(struct qa_reading, stage), "NAME",
     "take only the answers of this stage of review (column stage)", .example = "review"},
    {0, "sheet", QA_OPTION_TEXT, offsetof(struct qa_reading, sheet), "NAME",
     "of a workbook, the sheet to read; without it the first", .example = "Labels"},
    {0, "shape", QA_OPTION_TEXT, offsetof(struct qa_reading, shape), "KIND",
     "where files hold an object in several kinds (box, polygon): the one to read; without it the "
     "richest that all of them have",
     .example = "polygon"},
    {0, "type", QA_OPTION_TEXT, offsetof(struct qa_reading, shape),
     "box|polygon|mask|keypoints|rotated_box", "the same as --shape", .key = ""},
    {0, "sizes", QA_OPTION_PATH, offsetof(struct qa_reading, sizes), "FILE",
     "sizes of images in pixels, as a CSV of item, width, height, for labels that are shares of "
     "the "
     "image; without it those of the images in the same folder or archive",
     .example = "sizes.csv"},
    {0, "rasterise", QA_OPTION_FLAG, offsetof(struct qa_reading, rasterise), NULL,
     "read polygons as masks, by COCO's rule, so that outlines compare with masks"},
    {0, "ignore-label", QA_OPTION_TEXT, offsetof(struct qa_reading, ignored), "LABEL,...",
     "objects and regions of these labels take no part: void of label maps, areas that nobody had "
     "to mark",
     .example = "255,void"},
    {0, "crowds", QA_OPTION_CHOICE, offsetof(struct qa_reading, crowds), "regions|objects",
     "objects that are marked as crowds (iscrowd), difficult or to be ignored are regions in which "
     "nothing need match, or "
     "objects like the others, where a program marks every mask so",
     crowds_choices},
    {0, "colours", QA_OPTION_PATH, offsetof(struct qa_reading, colours), "FILE",
     "labels of the colours of label maps, as a CSV of label, red, green, blue",
     .example = "colours.csv"},
    {0, "labels", QA_OPTION_LIST, offsetof(struct qa_reading, labels), "A,B,C",
     "the declared label set, in the order of its scale", .example = "[clear, rain, snow]"},
    {0, "box-labels", QA_OPTION_LIST, offsetof(struct qa_reading, object_labels), "A,B,C",
     "the declared label set of objects", .example = "[car, truck]"},
    {0, "undeclared", QA_OPTION_CHOICE, offsetof(struct qa_reading, undeclared),
     "use|exclude|error",
     "labels outside the declared set: count them and warn (default), leave their answers out, or "
     "refuse",
     undeclared_choices},
    {0, "fold-case", QA_OPTION_FLAG, offsetof(struct qa_reading, fold_case), NULL,
     "labels that differ only in case or Unicode form are one"},
    {0, "missing", QA_OPTION_TEXT, offsetof(struct qa_reading, missing), "WORD,...",
     "labels that stand for none, such as NA,nan, in any case; they count as blank",
     .example = "NA,nan"},
    {0, "tags", QA_OPTION_TEXT, offsetof(struct qa_reading, tags), "SEPARATOR",
     "labels are sets of tags divided by this, in any order; JSON lists always are",
     .example = "'|'"},
    NOTATION_OPTIONS(struct qa_reading, notation.decimal, notation.dates),
    {0, "item-names", QA_OPTION_CHOICE, offsetof(struct qa_reading, item_names),
     "auto|as-is|base|stem|path|upload|caseless|decoded|unpadded",
     "what of an item's name counts: all of it, its file name (base), that without suffix (stem), "
     "without the digits that Label Studio sets before uploads, in any letter case, or with as "
     "many folders as tell all apart (path); auto: all, unless one other alone lets files join",
     item_names_choices},
    {0, "annotator-from", QA_OPTION_CHOICE, offsetof(struct qa_reading, annotator_from),
     "auto|filename|none|folder",
     "the annotator of answers that name none: the name of their file, or of the folder that it "
     "stands in or that was given; auto: the file's where no answer names one and several files "
     "answer the same items",
     annotator_choices},
    {0, "undelivered", QA_OPTION_CHOICE, offsetof(struct qa_reading, undelivered),
     "auto|missed|ignored",
     "items of gold that a vendor has no answer to: missed, or left out of its rates; auto: missed "
     "where it answers half of them or more",
     undelivered_choices},
    {0, "matching", QA_OPTION_CHOICE, offsetof(struct qa_reading, pairing),
     "optimal|greedy|coco|cvat",
     "how objects of two answers pair: with the greatest sum of similarity (default); the most "
     "similar first; by falling score with COCO's rule of regions; equal labels first, then the "
     "rest, as CVAT does",
     matching_choices},
    {0, "offsets", QA_OPTION_CHOICE, offsetof(struct qa_reading, offsets),
     "auto|codepoint|utf16|bytes",
     "what the offsets of spans count: characters, units of UTF-16 as browsers and Java count, or "
     "bytes of UTF-8; auto: characters, in Label Studio units of UTF-16",
     offsets_choices},
    {0, "scheme", QA_OPTION_CHOICE, offsetof(struct qa_reading, scheme),
     "auto|iob1|iob2|iobes|bilou",
     "how the tags of tokens (CoNLL) make spans; auto: as their letters say", scheme_choices},
    {0, "decode", QA_OPTION_CHOICE, offsetof(struct qa_reading, decode), "lenient|strict",
     "tags that the scheme does not allow: read as conlleval reads them (default), or refused",
     decode_choices},
    {0, "names", QA_OPTION_FLAG, offsetof(struct qa_reading, names), NULL,
     "annotators by their ids; without it they have pseudonyms in all that is written to a file or "
     "a pipe, and their ids on a terminal alone; ingest always writes ids"},
    {0, "names-key", QA_OPTION_PATH, offsetof(struct qa_reading, names_key), "FILE",
     "the secret that pseudonyms are made with, so that nobody can tell who they are and they stay "
     "the same (default: labelqa.key beside audit.yaml or here, which init makes)",
     .example = "labelqa.key"},
};

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

/* A kind by its name. */
static enum qa_status parse_shape(const char *name, const struct qa_type **out,
                                  struct qa_error *err)
{
    char list[200] = "";
    size_t used = 0;
    for (size_t t = 0; t < qa_n_types; t++) {
        if (qa_types[t]->is_category) {
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
    return qa_fail(err, QA_USAGE, "E002", "--type: '%.60s' is not one of %s", name, list);
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
                                        .ground_truth = (enum qa_ground_truth)reading->ground_truth,
                                        .offsets = (enum qa_offset_unit)reading->offsets,
                                        .scheme = (enum qa_tag_scheme)reading->scheme,
                                        .decoding = (enum qa_tag_decoding)reading->decode,
                                        .duplicates = (enum qa_duplicates)reading->duplicates};
    bool goes_by_time = options->duplicates == QA_DUPLICATES_FIRST ||
                        options->duplicates == QA_DUPLICATES_LAST || reading->needs_times;
    options->may_lack_times = !goes_by_time && !reading->labels_are_checked;
    struct qa_texts missing =
        qa_split_list(arena, reading->missing != NULL ? reading->missing : "");
    options->missing = missing.list;
    options->n_missing = missing.n;
    struct qa_texts ignored =
        qa_split_list(arena, reading->ignored != NULL ? reading->ignored : "");
    options->ignored = ignored.list;
    options->n_ignored = ignored.n;
    options->rasterise = reading->rasterise;
    options->crowds_are_objects = reading->crowds != 0;
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
