#include <inttypes.h>
#include <string.h>

#include "qa/base/error.h"
#include "qa/base/number.h"
#include "qa/score/sums_parts.h"

/* ---- names and numbers ---- */

/* A name as a field: "\N" for none. In the arena. */
static const char *escaped(const char *name, struct qa_arena *arena)
{
    if (name == NULL) {
        return "\\N";
    }
    if (strpbrk(name, "\t\n\r\\") == NULL) {
        return name;
    }
    static const char special[] = "\t\n\r\\";
    static const char letters[] = "tnr\\";
    char *out = QA_ARRAY(arena, char, 2 * strlen(name) + 1);
    char *at = out;
    for (; *name != '\0'; name++) {
        const char *found = strchr(special, *name);
        if (found != NULL) {
            *at++ = '\\';
            *at++ = letters[found - special];
        } else {
            *at++ = *name;
        }
    }
    return out;
}

static void write_wide(qa_wide value, FILE *stream)
{
    char digits[48];
    char *at = digits + sizeof digits - 1;
    __extension__ unsigned __int128 rest =
        value < 0 ? -(unsigned __int128)value : (unsigned __int128)value;
    *at = '\0';
    do {
        *--at = (char)('0' + (int)(rest % 10));
        rest /= 10;
    } while (rest > 0);
    if (value < 0) {
        *--at = '-';
    }
    fputs(at, stream);
}

static void write_wides(const qa_wide *values, size_t n, FILE *stream)
{
    fputc('\t', stream);
    if (values == NULL) {
        fputc('-', stream);
        return;
    }
    for (size_t i = 0; i < n; i++) {
        if (i > 0) {
            fputc(' ', stream);
        }
        write_wide(values[i], stream);
    }
}

/* ---- lines of the header ---- */

/* "2 a - b" of weights, or "0". */
static const char *weights_text(const struct qa_score *score, const int8_t *weight,
                                struct qa_arena *arena)
{
    const char *text = "";
    for (size_t p = 0; p < score->n_parts; p++) {
        if (weight[p] == 0) {
            continue;
        }
        const char *sign = weight[p] < 0 ? " - " : " + ";
        if (*text == '\0') {
            sign = weight[p] < 0 ? "-" : "";
        }
        int size = weight[p] < 0 ? -weight[p] : weight[p];
        text = size == 1 ? qa_arena_format(arena, "%s%s%s", text, sign, score->parts[p])
                         : qa_arena_format(arena, "%s%s%d %s", text, sign, size, score->parts[p]);
    }
    return *text != '\0' ? text : "0";
}

const char *qa_sums_formula(const struct qa_score *score, const struct qa_figure *figure,
                            struct qa_arena *arena)
{
    if (figure->is_mean) {
        return qa_arena_format(arena, "mean over classes of %s by (%s)",
                               score->figures[figure->mean_of].name,
                               weights_text(score, figure->weight, arena));
    }
    return qa_arena_format(arena, "%s(%s) / (%s)", figure->is_complement ? "1 - " : "",
                           weights_text(score, figure->above, arena),
                           weights_text(score, figure->below, arena));
}

const char *qa_sums_side(const struct qa_score_result *result)
{
    if (!result->against_reference) {
        return "annotators";
    }
    return result->role == QA_PRELABELS ? "prelabels" : "gold";
}

const char *qa_sums_comparison_line(const struct qa_score_result *result, struct qa_arena *arena)
{
    bool is_usual = result->pairing == QA_PAIRING_OPTIMAL;
    return qa_arena_format(arena, "comparison\t%s\t%s%s%s", qa_sums_side(result),
                           result->class_agnostic ? "class-agnostic" : "class-aware",
                           is_usual ? "" : ", ", is_usual ? "" : qa_pairing_name(result->pairing));
}

const char *qa_sums_groupings_line(const struct qa_score_result *result, struct qa_arena *arena)
{
    const char *line = "groupings";
    for (int by = 0; by < QA_N_SCORE_BY; by++) {
        if (result->groupings & QA_SCORES_BY(by)) {
            line = qa_arena_format(arena, "%s\t%s", line, qa_score_by_name((enum qa_score_by)by));
        }
    }
    return line;
}

const char *qa_sums_family_line(const struct qa_score *score, struct qa_arena *arena)
{
    const char *line = qa_arena_format(arena, "family\t%s", score->name);
    for (size_t p = 0; p < score->n_parts; p++) {
        line = qa_arena_format(arena, "%s\t%s", line, score->parts[p]);
    }
    return line;
}

const char *qa_sums_figure_line(const struct qa_score *score, const struct qa_figure *figure,
                                struct qa_arena *arena)
{
    return qa_arena_format(arena, "figure\t%s\t%s\t%s", score->name, figure->name,
                           qa_sums_formula(score, figure, arena));
}

static const char *setting_text(const struct qa_type_setting *setting, struct qa_setting value,
                                struct qa_arena *arena)
{
    char number[QA_REAL_TEXT_MAX];
    switch (setting->kind) {
    case QA_SETTING_CHOICE:
        return setting->choices[value.choice];
    case QA_SETTING_FLAG:
        return value.flag ? "true" : "false";
    case QA_SETTING_NUMBER:
    case QA_SETTING_RATE:
        return qa_arena_text(arena, qa_real_text(value.number, number));
    case QA_SETTING_TEXT:
        return escaped(value.text, arena);
    }
    QA_BUG("setting '%s' has no kind", setting->name);
}

const char *qa_sums_question_line(const struct qa_scored_question *question, struct qa_arena *arena)
{
    char threshold[QA_REAL_TEXT_MAX];
    char localisation[QA_REAL_TEXT_MAX];
    const struct qa_type *type = question->type;
    const char *line =
        qa_arena_format(arena, "question\t%s\t%s\t%s\t%s", escaped(question->name, arena),
                        type->name, qa_real_text(question->threshold, threshold),
                        qa_real_text(question->localisation, localisation));
    for (size_t i = 0; i < type->n_settings; i++) {
        struct qa_setting value = qa_type_setting(type, question->setting, i);
        line = qa_arena_format(arena, "%s\t%s=%s", line, type->settings[i].name,
                               setting_text(&type->settings[i], value, arena));
    }
    if (question->fallback != NULL) {
        line = qa_arena_format(arena, "%s\tcompared=%s", line, question->fallback->figure);
    }
    return line;
}

/* ---- the file ---- */

static void write_row(const struct qa_score_row *row, struct qa_arena *scratch, FILE *stream)
{
    const struct qa_tally *tally = &row->tally;
    const struct qa_score *score = row->score;
    fprintf(stream, "row\t%s\t%s\t%s\t%s\t%s\t%" PRIu64, escaped(row->question->name, scratch),
            score->name, qa_score_by_name(row->by), escaped(row->vendor, scratch),
            escaped(row->group, scratch), tally->n);
    write_wides(tally->sum, score->n_parts, stream);
    write_wides(tally->product, score->n_parts * (score->n_parts + 1) / 2, stream);
    write_wides(tally->square, score->n_figures, stream);
    for (size_t f = 0; f < score->n_figures; f++) {
        fprintf(stream, f == 0 ? "\t%" PRIu64 : " %" PRIu64, tally->items[f]);
    }
    fputc('\n', stream);
}

void qa_sums_write(const struct qa_score_result *result, FILE *stream)
{
    struct qa_arena *scratch = qa_arena_new();
    fprintf(stream, "%s\n%s\n%s\nitems\t%" PRIu64 "\t%016" PRIx64 "\n", QA_SUMS_FIRST_LINE,
            qa_sums_comparison_line(result, scratch), qa_sums_groupings_line(result, scratch),
            result->n_items, result->items_digest);
    for (size_t f = 0; f < result->n_families; f++) {
        const struct qa_score *score = result->families[f];
        fprintf(stream, "%s\n", qa_sums_family_line(score, scratch));
        for (size_t i = 0; i < score->n_figures; i++) {
            fprintf(stream, "%s\n", qa_sums_figure_line(score, &score->figures[i], scratch));
        }
    }
    for (size_t q = 0; q < result->n_questions; q++) {
        fprintf(stream, "%s\n", qa_sums_question_line(&result->questions[q], scratch));
    }
    for (size_t r = 0; r < result->n_rows; r++) {
        struct qa_arena_mark mark = qa_arena_mark(scratch);
        write_row(&result->rows[r], scratch, stream);
        qa_arena_reset(scratch, mark);
    }
    fprintf(stream, "end\t%zu\n", result->n_rows);
    qa_arena_free(scratch);
}

void qa_sums_say(const struct qa_score_result *result, const char *file,
                 struct qa_findings *findings)
{
    if (result->n_run_rows > 0) {
        qa_findings_addf(findings, QA_WARNING, "W225", file, 0, 0,
                         "ap, ap50, ap75, medians and the kappas of tokens and characters are of "
                         "all items together: they are no sums, and not in this file");
    }
}
