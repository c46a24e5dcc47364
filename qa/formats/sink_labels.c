/* Many labels at once: what a text means is found once for all of its rows. */
#include "qa/formats/sink_parts.h"

#include "qa/base/fold.h"

enum { AHEAD = 16 };

/* Ids by the number of the text; QA_NONE: of a label that a row is to look up by itself. */
struct ids {
    uint32_t *item;
    uint32_t *annotator;
    uint32_t *label;
};

static uint32_t *items_of(struct qa_sink *sink, const struct qa_plain_texts *texts,
                          struct qa_arena *scratch)
{
    struct qa_strings *items = sink->parts.names->items;
    uint32_t *id = QA_ARRAY(scratch, uint32_t, texts->n);
    for (size_t i = 0; i < texts->n; i++) {
        const struct qa_plain_text *text = &texts->list[i];
        if (i + AHEAD < texts->n) {
            qa_strings_prefetch(items, texts->list[i + AHEAD].hash);
        }
        id[i] = qa_strings_intern_hashed(items, text->text, text->length, text->hash);
    }
    return id;
}

static uint32_t *annotators_of(struct qa_sink *sink, const struct qa_plain_texts *texts,
                               struct qa_arena *scratch)
{
    uint32_t *id = QA_ARRAY(scratch, uint32_t, texts->n);
    for (size_t i = 0; i < texts->n; i++) {
        id[i] =
            qa_sink_name_id(sink, QA_FIELD_ANNOTATOR, texts->list[i].text, texts->list[i].length);
    }
    return id;
}

/* Labels with blanks around them, and words that stand for none, are counted row by row; their
 * names take their turn here all the same. */
static uint32_t *labels_of(struct qa_sink *sink, const struct qa_plain_texts *texts,
                           struct qa_arena *scratch)
{
    uint32_t *id = QA_ARRAY(scratch, uint32_t, texts->n);
    for (size_t i = 0; i < texts->n; i++) {
        const char *text = texts->list[i].text;
        size_t n = texts->list[i].length;
        bool is_padded = qa_trim_space(&text, &n);
        bool is_label = n > 0 && !qa_sink_is_missing_word(sink, text, n);
        uint32_t label = is_label ? qa_sink_name_id(sink, QA_FIELD_LABEL, text, n) : QA_NONE;
        id[i] = is_padded ? QA_NONE : label;
    }
    return id;
}

static struct qa_text_cell cell_of(const struct qa_plain_rows *rows, enum qa_plain_column column,
                                   uint32_t number)
{
    const struct qa_plain_text *text = &rows->texts[column].list[number];
    return (struct qa_text_cell){text->text, text->length};
}

static void give_row(struct qa_sink *sink, const struct qa_plain_rows *rows, size_t r,
                     uint32_t line)
{
    const struct qa_plain_row *row = &rows->row[r];
    const struct qa_text_cell item = cell_of(rows, QA_PLAIN_ITEM, row->item);
    const struct qa_text_cell annotator = cell_of(rows, QA_PLAIN_ANNOTATOR, row->annotator);
    const struct qa_text_cell label = cell_of(rows, QA_PLAIN_LABEL, row->label);
    qa_sink_label(sink, &item, &annotator, &label, line);
}

void qa_sink_labels(struct qa_sink *sink, const struct qa_plain_rows *rows, uint64_t line)
{
    struct qa_builder *builder = sink->parts.builder[QA_DELIVERY];
    struct qa_arena *scratch = qa_arena_new();
    const struct ids ids = {items_of(sink, &rows->texts[QA_PLAIN_ITEM], scratch),
                            annotators_of(sink, &rows->texts[QA_PLAIN_ANNOTATOR], scratch),
                            labels_of(sink, &rows->texts[QA_PLAIN_LABEL], scratch)};
    for (size_t r = 0; r < rows->n; r++) {
        const struct qa_plain_row *row = &rows->row[r];
        uint32_t label = ids.label[row->label];
        if (label == QA_NONE) {
            give_row(sink, rows, r, (uint32_t)(line + r));
        } else {
            qa_builder_label(builder, ids.item[row->item], ids.annotator[row->annotator], label,
                             (uint32_t)(line + r));
        }
    }
    qa_arena_free(scratch);
}
