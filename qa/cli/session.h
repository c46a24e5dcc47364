#ifndef QA_CLI_SESSION_H
#define QA_CLI_SESSION_H

/*
 * What one run of a command works with, and the two ends that all commands share: reading
 * deliveries by the options of the group "Reading", and printing the report by those of "Output".
 */

#include "qa/audit/objects.h"
#include "qa/base/arena.h"
#include "qa/base/finding.h"
#include "qa/base/notation.h"
#include "qa/base/output.h"
#include "qa/base/records.h"
#include "qa/cli/options.h"
#include "qa/formats/delivery.h"
#include "qa/score/comparison.h"
#include "qa/table/report.h"

struct qa_session {
    struct qa_arena *arena;
    struct qa_findings findings;
    struct qa_error error;
    struct qa_report *report;
    struct qa_notation notation; /* of files, as far as options or audit.yaml say */
    const char *const *operands; /* the files of the command line */
    size_t n_operands;
    const struct qa_option_groups
        *options; /* of the command, what they hold without being given, */
    const void *defaults;
    /* and what was given for them */
    struct qa_words words;
    struct qa_question_options questions; /* before it: what the options say of them */
    struct qa_deliveries deliveries;      /* after qa_session_read */
    struct qa_objects_result objects;     /* likewise: what a first look at them saw */
};

/* Members of the group qa_notation_options, for commands that read no deliveries; those that do
 * have the same two options among those of reading. The numbers are those of struct qa_notation. */
struct qa_notation_settings {
    int decimal;
    int dates;
};
enum { QA_N_NOTATION_OPTIONS = 2 };
extern const struct qa_option qa_notation_options[QA_N_NOTATION_OPTIONS];
struct qa_notation qa_notation_of(const struct qa_notation_settings *settings);

/* Whether a command shows annotators by their ids; --names does so in all (naming.md). */
enum qa_naming {
    QA_NAMES_BY_TERMINAL, /* on a terminal, in nothing that is written or piped */
    QA_NAMES_GIVEN,       /* always: rows in the canonical form are the delivery again */
    QA_NAMES_HIDDEN       /* never: what it makes is for others */
};

/* Members of the group qa_reading_options. */
struct qa_reading {
    const char *format;
    struct qa_texts vendors; /* NAME=FILES */
    struct qa_texts gold;
    const char *map;
    const char *header;
    const char *timezone;
    int duplicates;
    int ground_truth; /* enum qa_ground_truth */
    const char *stage;
    const char *sheet;
    const char *shape;
    const char *sizes;
    bool rasterise;
    int crowds;
    const char *ignored; /* labels */
    const char *colours; /* FILE */
    struct qa_texts labels;
    struct qa_texts object_labels;
    int undeclared;
    bool fold_case;
    const char *missing;
    const char *tags;
    struct qa_notation_settings notation;
    int item_names;     /* enum qa_item_reading */
    int annotator_from; /* enum qa_signing */
    int undelivered;    /* enum qa_undelivered */
    int pairing;        /* enum qa_pairing */
    int offsets;        /* enum qa_offset_unit */
    int scheme;         /* enum qa_tag_scheme */
    int decode;         /* enum qa_tag_decoding */
    bool names;         /* annotators' ids, whatever the output */
    const char *names_key;
    /* Not options of the group: commands that take pre-labels have them. */
    const char *prelabels;
    bool with_predictions;
    enum qa_naming naming;      /* what the command does with annotators' ids */
    const char *project_folder; /* of audit.yaml, with its '/'; NULL: the working folder */
    bool labels_are_numbers;    /* a scale of numbers was asked for */
    bool needs_times;           /* the command goes by when answers were given */
    bool labels_are_checked;    /* the command lists what is outside the declared set by itself */
    bool objects_are_checked;   /* the command lists odd objects one by one, else their counts are
                                    said */
};
enum { QA_N_READING_OPTIONS = 34, QA_N_OUTPUT_OPTIONS = 11 };
extern const struct qa_option qa_reading_options[QA_N_READING_OPTIONS];

/* Members of the group qa_output_options. */
struct qa_output_settings {
    const char *path;
    int format;
    const char *table;
    const char *digits; /* NULL: as suits the kind */
    int colour;
    bool force;
    bool quiet;
    uint64_t max_errors;
    uint64_t threads;
    const char *max_memory; /* "2GB"; NULL: what the system gives */
    bool raw;
    /* Not options of the group: commands that write secrets set the first, those that may write
     * what is no report the second, and check the path by themselves. */
    bool is_private;
    bool is_other_form;
};
extern const struct qa_option qa_output_options[QA_N_OUTPUT_OPTIONS];

enum qa_output_format {
    QA_OUT_AUTO, /* by the suffix of the path, else a table */
    QA_OUT_TABLE,
    QA_OUT_CSV,
    QA_OUT_TSV,
    QA_OUT_JSON,
    QA_OUT_JSONL,
    QA_OUT_MD,
    QA_OUT_XLSX
};

#define QA_OUTPUT_DEFAULTS                                                                         \
    {                                                                                              \
        .max_errors = 20                                                                           \
    }

/* What the options say, or by the suffix of the path. */
enum qa_output_format qa_output_format_of(const struct qa_output_settings *output);

/* Fails (E019) when the path ends in the suffix of a format that is not written, unless a format is
 * named. Done before a command runs. */
QA_NODISCARD enum qa_status qa_output_check(const struct qa_output_settings *output,
                                            struct qa_error *err);

/* --max-memory; done before a command runs. */
QA_NODISCARD enum qa_status qa_output_limit_memory(const struct qa_output_settings *output,
                                                   struct qa_error *err);

/* Read the operands and --vendor files as deliveries and --gold as gold, into session->deliveries;
 * adds the inputs to the report, declares the labels, and looks at the objects (objects.h). Fails
 * when any error finding arose (QA_INPUT, already printed). */
QA_NODISCARD enum qa_status qa_session_read(struct qa_session *session,
                                            const struct qa_reading *reading,
                                            const struct qa_output_settings *output);

/* The same with files that come from elsewhere in place of the operands and --vendor. */
QA_NODISCARD enum qa_status qa_session_read_files(struct qa_session *session,
                                                  const struct qa_reading *reading,
                                                  const struct qa_delivery_file *files, size_t n,
                                                  const struct qa_output_settings *output);

/* The operands, and the files of --vendor NAME=FILES under that name, in the order given. E005 when
 * there are none. */
QA_NODISCARD enum qa_status qa_session_files(struct qa_session *session,
                                             const struct qa_texts *vendors,
                                             struct qa_delivery_file **files, size_t *n);

/* Puts what the command line says over the settings again, after a file has said its part. */
QA_NODISCARD enum qa_status qa_session_options(struct qa_session *session, void *settings);

/* The parts of a request that are texts on the command line and in audit.yaml alike. */
QA_NODISCARD enum qa_status qa_read_options_parse(const struct qa_reading *reading,
                                                  struct qa_arena *arena,
                                                  struct qa_read_options *options,
                                                  struct qa_error *err);

/* What the options say of labels. */
struct qa_label_rules qa_label_rules_of(const struct qa_reading *reading, struct qa_arena *arena);

/* A small CSV or .xlsx as records, listed among the report's inputs under its role. header: names
 * of columns, comma-separated, one of which tells a workbook's header row. path NULL: *out = NULL.
 */
QA_NODISCARD enum qa_status qa_session_records(struct qa_session *session, const char *path,
                                               const char *role, const char *header,
                                               const struct qa_records **out);

/* The same with the numbers and dates of the columns as qa_records_settle leaves them, by the
 * session's notation. */
QA_NODISCARD enum qa_status qa_session_numbers(struct qa_session *session, const char *path,
                                               const char *role, const char *header,
                                               const struct qa_record_forms *forms,
                                               const struct qa_records **out);

/* Says so where the bytes were decoded from Windows-1252 (W152). */
void qa_session_say_windows(struct qa_session *session, const struct qa_bytes *bytes);

/* A work sheet as records: texts without the apostrophes that guard them from spreadsheet programs.
 */
QA_NODISCARD enum qa_status qa_session_sheet(struct qa_session *session, const char *path,
                                             const struct qa_records **out);

/* Several work sheets, or lists of item and score. */
struct qa_sheet_files {
    const char *const *list;
    size_t n;
};
QA_NODISCARD enum qa_status qa_session_sheets(struct qa_session *session,
                                              const struct qa_sheet_files *files, bool are_scores,
                                              const struct qa_records *const **out);

/* Print or write the report; then, on stderr, how many rows were read, used and excluded. */
QA_NODISCARD enum qa_status qa_session_print(struct qa_session *session,
                                             const struct qa_output_settings *output);

/* Print; as a table for people, unless they ask for one by its name, only those of the names (ended
 * by NULL) and the problems. */
QA_NODISCARD enum qa_status qa_session_print_shown(struct qa_session *session,
                                                   const struct qa_output_settings *output,
                                                   const char *const *shown);

/* Writes a workbook to a path, however it is made. */
typedef enum qa_status (*qa_workbook_writer)(void *context, const char *path, struct qa_error *err);

/* Print, with a workbook of one's own when the format is xlsx. */
QA_NODISCARD enum qa_status qa_session_print_workbook(struct qa_session *session,
                                                      const struct qa_output_settings *output,
                                                      qa_workbook_writer writer, void *context);

/* The same with one that is made of the report alone. */
typedef enum qa_status (*qa_book_writer)(const struct qa_report *report, const char *path,
                                         struct qa_error *err);
QA_NODISCARD enum qa_status qa_session_print_book(struct qa_session *session,
                                                  const struct qa_output_settings *output,
                                                  qa_book_writer writer);

/* Writes a workbook beside its target, which takes its place with qa_output_commit. E502 when the
 * target exists and force is not set, E504 when it is an input. */
QA_NODISCARD enum qa_status qa_session_start_workbook(struct qa_session *session, const char *path,
                                                      bool force, qa_workbook_writer writer,
                                                      void *context, struct qa_output *file);

/* The same with text that is no report: written to the stream, whose errors are found here. */
typedef void (*qa_text_writer)(void *context, FILE *stream);
QA_NODISCARD enum qa_status qa_session_write(struct qa_session *session,
                                             const struct qa_output_settings *output,
                                             qa_text_writer writer, void *context);

/* Such text in a file of its own, beside what is printed. */
QA_NODISCARD enum qa_status qa_session_write_beside(struct qa_session *session, const char *path,
                                                    bool force, qa_text_writer writer,
                                                    void *context);

/* What stands on stderr at the end, of commands that have written files of their own. */
QA_NODISCARD enum qa_status qa_session_end(struct qa_session *session,
                                           const struct qa_output_settings *output);

/* What each file was taken for, on stderr, in a line: its format, and the columns of a table. Files
 * of one folder or archive that were taken for the same are one line. */
void qa_session_say_formats(const struct qa_session *session);

/* What reading warned about, on stderr: a few of each code. Without the sentences of a report, what
 * they would say too. */
void qa_session_print_warnings(const struct qa_session *session, bool has_sentences);

/* When error findings exist: print them, at most max_errors (0: all), and return QA_INPUT. */
QA_NODISCARD enum qa_status qa_session_stop_on_errors(struct qa_session *session,
                                                      uint64_t max_errors);

/* Fails (E007) when neither a gold file nor a gold column was given. */
QA_NODISCARD enum qa_status qa_session_need_gold(struct qa_session *session);

/* Fails (E304) with "text: leave out --NAME" when one of the options, named in a list with commas,
 * is given that the command would not look at; has_files: the operands are too many as well. */
QA_NODISCARD enum qa_status qa_session_leave_out(struct qa_session *session, const void *settings,
                                                 bool has_files, const char *names,
                                                 const char *text);

/* The id of a question by its name; NULL is QA_NONE. E008 with the names that are there. */
QA_NODISCARD enum qa_status qa_session_question(struct qa_session *session, const char *name,
                                                uint32_t *question);

/* The option --consensus of commands that judge by gold: what a majority of an item's annotators,
 * or N of them, found in common stands for gold (score/consensus.h), and is said to (W279). text:
 * NULL, not given. E279 where gold is there too, or nobody answered with others. After reading. */
#define QA_CONSENSUS_OPTION(settings, member)                                                      \
    {                                                                                              \
        0, "consensus", QA_OPTION_TEXT, offsetof(settings, member), "majority|N",                  \
            "without gold: what most of an item's annotators, or N of them, found in common "      \
            "stands for it; of kinds of any number of objects an answer",                          \
            NULL                                                                                   \
    }
QA_NODISCARD enum qa_status qa_session_consensus(struct qa_session *session, const char *text);

/* The delivery compared with gold, or without gold its annotators with each other. */
const struct qa_comparison *qa_session_compare(struct qa_session *session, bool class_agnostic);

/* Fails (E002) unless the threshold is above 0 and at most 1; NAN, that of each kind, is good. */
QA_NODISCARD enum qa_status qa_threshold_check(double threshold, struct qa_error *err);

/* "labelqa: error: file:line:column: text [E203]" on stderr. */
void qa_print_error(const struct qa_error *error);

#endif
