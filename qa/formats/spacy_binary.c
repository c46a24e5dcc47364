#include "qa/formats/spacy_binary.h"

#include <string.h>

static enum qa_status refuse(struct qa_bytes *bytes, struct qa_sink *sink, struct qa_error *err)
{
    (void)sink;
    return qa_fail_at(
        err, "E276", bytes->path, 0, 0,
        "spaCy's binary files are not read. Its own Python writes it as JSON Lines: python3 -c "
        "'import json, spacy; from spacy.tokens import DocBin; [print(json.dumps({\"text\": "
        "d.text, \"spans\": [[e.start_char, e.end_char, e.label_] for e in d.ents]})) for d in "
        "DocBin().from_disk(\"%s\").get_docs(spacy.blank(\"xx\").vocab)]' > %s.jsonl",
        bytes->path, bytes->path);
}

/* Only the name tells: inside are compressed messages. */
static int sniff(const struct qa_bytes *bytes)
{
    static const char suffix[] = ".spacy";
    size_t n = bytes->path != NULL ? strlen(bytes->path) : 0;
    return n > sizeof suffix - 1 && strcmp(bytes->path + n - (sizeof suffix - 1), suffix) == 0 ? 97
                                                                                               : 0;
}

const struct qa_reader qa_reader_spacy_binary = {
    .name = "spacy-binary",
    .description = "spaCy's .spacy files: refused, with the command that makes JSON Lines of them",
    .suffixes = "spacy",
    .pass = QA_PASS_DELIVERIES,
    .sniff = sniff,
    .read = refuse,
};
