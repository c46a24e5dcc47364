#include "qa/audit/stream.h"

#include <stdlib.h>
#include <string.h>

#include "qa/audit/draw.h"
#include "qa/audit/table_forms.h"
#include "qa/base/hash.h"
#include "qa/base/utf8.h"
#include "qa/stats/sampling.h"

#define ORDER_SALT UINT64_C(0x6f72646572)

struct qa_id_stream {
    struct qa_arena *arena;
    struct qa_bottom bottom; /* its units are slots */
    char **text;             /* by slot; owned */
    uint64_t seed;
    uint64_t n_seen;
};

struct qa_id_stream *qa_id_stream_new(uint64_t n, uint64_t seed)
{
    struct qa_arena *arena = qa_arena_new();
    struct qa_id_stream *stream = QA_NEW(arena, struct qa_id_stream);
    *stream = (struct qa_id_stream){arena, qa_bottom_new(n, arena),
                                    QA_ARRAY(arena, char *, (size_t)n), seed, 0};
    return stream;
}

void qa_id_stream_free(struct qa_id_stream *stream)
{
    for (uint64_t s = 0; s < stream->bottom.n; s++) {
        free(stream->text[s]);
    }
    qa_arena_free(stream->arena);
}

void qa_id_stream_take(struct qa_id_stream *stream, const char *id, size_t length)
{
    uint64_t number = qa_hash64(id, length, stream->seed);
    stream->n_seen++;
    if (qa_bottom_is_hopeless(&stream->bottom, number)) {
        return;
    }
    /* The slot of the largest becomes free, when there is no new one. */
    bool is_full = stream->bottom.n == stream->bottom.room;
    uint64_t slot = is_full ? stream->bottom.heap[0].unit : stream->bottom.n;
    uint64_t out;
    if (!qa_bottom_offer(&stream->bottom, number, slot, &out)) {
        return;
    }
    char *text = realloc(stream->text[slot], length + 1);
    if (text == NULL) {
        qa_out_of_memory(length + 1);
    }
    memcpy(text, id, length);
    text[length] = '\0';
    stream->text[slot] = text;
}

struct drawn {
    uint64_t order;
    const char *item;
};

static int by_order(const void *left, const void *right)
{
    const struct drawn *a = left;
    const struct drawn *b = right;
    if (a->order != b->order) {
        return a->order < b->order ? -1 : 1;
    }
    return strcmp(a->item, b->item);
}

static enum qa_status list_drawn(struct qa_id_stream *stream, struct drawn *list,
                                 struct qa_error *err)
{
    qa_bottom_finish(&stream->bottom);
    for (uint64_t i = 0; i < stream->bottom.n; i++) {
        const char *item = stream->text[stream->bottom.heap[i].unit];
        size_t length = strlen(item);
        if (i > 0 && stream->bottom.heap[i].number == stream->bottom.heap[i - 1].number) {
            return qa_fail(err, QA_INPUT, "E305",
                           "the id '%.100s' comes more than once: ids of a list are to be unique",
                           item);
        }
        if (qa_utf8_check(item, length) < length) {
            return qa_fail(err, QA_INPUT, "E108", "an id that was drawn is not UTF-8");
        }
        list[i] = (struct drawn){qa_hash64(item, length, stream->seed ^ ORDER_SALT), item};
    }
    qsort(list, (size_t)stream->bottom.n, sizeof *list, by_order);
    return QA_OK;
}

static void put_row(struct qa_table *table, const struct qa_sheet_cells *cells, uint64_t order)
{
    enum { CELLS_TO_FILL = 4 };
    char check[9];
    qa_sheet_check(cells, check);
    qa_table_row(table);
    qa_put_count(table, order);
    qa_put_text(table, cells->id);
    qa_put_text(table, cells->lot);
    qa_put_count(table, cells->lot_size);
    qa_put_text(table, cells->stratum);
    qa_put_count(table, cells->stratum_size);
    qa_put_text(table, cells->item);
    qa_put_real(table, cells->inclusion_probability);
    for (int blank = 0; blank < CELLS_TO_FILL; blank++) {
        qa_put_absent(table);
    }
    qa_put_text(table, cells->design);
    qa_put_text(table, cells->sheet);
    qa_put_count(table, cells->drawn);
    qa_put_text(table, check);
}

static const struct qa_column columns[] = {
    {"order", NULL, QA_COUNT, .about = "Working order, from 1."},
    {"id", NULL, QA_TEXT, .is_key = true, .about = "The unit's id."},
    {"lot", NULL, QA_TEXT, .about = "The lot."},
    {"lot_size", "lot size", QA_COUNT, .about = "Units in the lot."},
    {"stratum", NULL, QA_TEXT, .about = "The stratum."},
    {"stratum_size", "stratum size", QA_COUNT, .about = "Units in the stratum."},
    {"item", NULL, QA_TEXT, .about = "Item to check."},
    {"inclusion_probability", "inclusion probability", QA_REAL,
     .about = "Chance that the unit was drawn."},
    {"verdict", NULL, QA_TEXT, .about = "For the auditor: correct, wrong or unsure."},
    {"gold", NULL, QA_TEXT, .about = "For the auditor: the right label."},
    {"severity", NULL, QA_TEXT, .about = "For the auditor: how grave the error is."},
    {"comment", NULL, QA_TEXT, .about = "For the auditor."},
    {"design", NULL, QA_TEXT, .about = "How the sample was drawn."},
    {"sheet", NULL, QA_TEXT, .about = "Code of the work sheet."},
    {"drawn", NULL, QA_COUNT, .about = "Units drawn in all."},
    {"check", NULL, QA_TEXT, .about = "Code by which judge finds changed rows."},
};
const struct qa_table_form qa_form_sample_of_ids = QA_TABLE_FORM("sample", "Audit sample", columns);

static struct qa_draw draw_of(const struct qa_id_stream *stream, const char *sheet,
                              const char *commitment)
{
    return (struct qa_draw){.sheet = sheet,
                            .design = qa_sample_design_names[QA_SAMPLE_SIMPLE],
                            .how = "each as likely",
                            .unit = "ids",
                            .n_lots = 1,
                            .n_strata = 1,
                            .frame = stream->n_seen,
                            .n_asked = stream->bottom.room,
                            .n = stream->bottom.n,
                            .seed = stream->seed,
                            .commitment = commitment};
}

enum qa_status qa_id_stream_table(struct qa_id_stream *stream, const char *commitment,
                                  struct qa_report *report, struct qa_draw *draw,
                                  struct qa_error *err)
{
    uint64_t n = stream->bottom.n;
    if (n == 0) {
        return qa_fail(err, QA_USAGE, "E302", "there is no id to sample from");
    }
    struct drawn *list = QA_ARRAY(stream->arena, struct drawn, (size_t)n);
    QA_TRY(list_drawn(stream, list, err));
    struct qa_table *table = qa_table_new(report->arena, &qa_form_sample_of_ids);
    char sheet[65];
    const char *all = "";
    for (uint64_t i = 0; i < n && i < 64; i++) {
        all = qa_arena_format(stream->arena, "%s|%s", all, list[i].item);
    }
    qa_sha256_hex(all, strlen(all), sheet);
    sheet[8] = '\0';
    qa_code_as_text(sheet);
    *draw = draw_of(stream, qa_arena_text(report->arena, sheet), commitment);
    table->rows_shown = 20;
    for (uint64_t i = 0; i < n; i++) {
        char id[65];
        qa_sha256_hex(list[i].item, strlen(list[i].item), id);
        id[12] = '\0';
        qa_code_as_text(id);
        const struct qa_sheet_cells cells = {.sheet = sheet,
                                             .design = qa_sample_design_names[QA_SAMPLE_SIMPLE],
                                             .id = id,
                                             .lot = "all",
                                             .stratum = "all",
                                             .item = list[i].item,
                                             .lot_size = stream->n_seen,
                                             .stratum_size = stream->n_seen,
                                             .drawn = n,
                                             .inclusion_probability =
                                                 (double)n / (double)stream->n_seen};
        put_row(table, &cells, i + 1);
    }
    qa_table_note(table, "%llu of %llu ids, each as likely; rows in random working order.",
                  (unsigned long long)n, (unsigned long long)stream->n_seen);
    qa_report_add_table(report, table);
    qa_draw_table(draw, report);
    return QA_OK;
}
