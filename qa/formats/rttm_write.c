/* Speaker turns as RTTM. */
#include <string.h>

#include "qa/annotation/turn.h"
#include "qa/formats/writer.h"

/* Fields are divided by blanks. */
static bool is_field(const char *text)
{
    return text[0] != '\0' && text[0] != ';' && strpbrk(text, " \t\r\n\v\f") == NULL;
}

static void put_turn(struct qa_writing *writing, const struct qa_canonical_answer *answer,
                     uint64_t o)
{
    FILE *stream = writing->stream;
    size_t n;
    const struct qa_objects one = qa_batch_objects(answer->batch, o, 1);
    const double *period = qa_object_numbers(&one, 0, &n);
    const char *speaker = qa_label_text_of(answer->batch, o);
    if (!is_field(speaker)) {
        qa_writing_refuse(writing, answer, "E269",
                          "speaker '%.80s' has a blank in its name, which ends a field of RTTM",
                          speaker);
    }
    fputs("SPEAKER ", stream);
    fputs(qa_item_text_of(answer), stream);
    fputs(" 1 ", stream);
    qa_write_number(period[0], stream);
    fputc(' ', stream);
    qa_write_number(period[1] - period[0], stream);
    fputs(" <NA> <NA> ", stream);
    fputs(speaker, stream);
    fputs(" <NA> <NA>\n", stream);
}

static void write_rttm(struct qa_writing *writing)
{
    qa_writing_begin(writing, qa_writer_rttm.file);
    for (size_t i = 0; i < writing->n; i++) {
        const struct qa_canonical_answer *answer = &writing->answers[i];
        size_t n;
        uint64_t *list = qa_canonical_objects(answer, writing->arena, &n);
        if (!is_field(qa_item_text_of(answer))) {
            qa_writing_refuse(writing, answer, "E269",
                              "recording '%.80s' has a blank in its name, which ends a field of "
                              "RTTM",
                              qa_item_text_of(answer));
        }
        for (size_t k = 0; k < n; k++) {
            put_turn(writing, answer, list[k]);
        }
    }
    qa_writing_end(writing);
}

static const struct qa_type *const types[] = {&qa_type_turn, NULL};

const struct qa_writer qa_writer_rttm = {
    .name = "rttm",
    .about = "speaker turns, one annotator's",
    .file = "turns.rttm",
    .holds = 0,
    .types = types,
    .write = write_rttm,
};
