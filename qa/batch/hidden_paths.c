#include "qa/batch/hidden_paths.h"

#include <ctype.h>
#include <string.h>

/* Does a part of a path begin here? */
static bool is_start(const char *text, const char *at)
{
    return at == text || strchr("/ =,:;'\"(", at[-1]) != NULL;
}

/* Does a file's or folder's name end here: before a suffix, a slash or, of a whole path, its end? */
static bool is_end(const char *rest, bool at_end)
{
    return *rest == '/' || (*rest == '\0' && at_end) ||
           (*rest == '.' && isalnum((unsigned char)rest[1]));
}

/* Where the id stands as a part of a path; NULL: nowhere. */
static const char *find_part(const char *text, const char *id, bool is_word)
{
    size_t length = strlen(id);
    for (const char *at = strstr(text, id); at != NULL; at = strstr(at + 1, id)) {
        bool at_end = is_word && (at == text || at[-1] == '/' || at[-1] == '=' || at[-1] == ',');
        if (is_start(text, at) && is_end(at + length, at_end)) {
            return at;
        }
    }
    return NULL;
}

const char *qa_hidden_path(const struct qa_names *names, const char *text, bool is_word,
                           struct qa_arena *arena)
{
    for (uint32_t p = 0; names->hides_annotators && p < qa_strings_count(names->path_people); p++) {
        const char *id = qa_strings_text(names->path_people, p);
        const char *name = qa_person_pseudonym(names, id);
        for (const char *at = find_part(text, id, is_word); at != NULL;
             at = find_part(text, id, is_word)) {
            text = qa_arena_format(arena, "%.*s%s%s", (int)(at - text), text, name,
                                   at + strlen(id));
        }
    }
    return text;
}

void qa_hide_source_paths(struct qa_batch *batch, struct qa_arena *arena)
{
    for (size_t s = 0; batch != NULL && s < batch->n_sources; s++) {
        struct qa_source *source = &batch->sources[s];
        source->path = qa_hidden_path(batch->names, source->path, true, arena);
    }
}

void qa_hide_finding_paths(const struct qa_names *names, struct qa_findings *findings)
{
    for (size_t i = 0; i < findings->n; i++) {
        struct qa_finding *finding = &findings->list[i];
        finding->text = qa_hidden_path(names, finding->text, false, findings->arena);
        if (finding->file != NULL) {
            finding->file = qa_hidden_path(names, finding->file, true, findings->arena);
        }
    }
}
