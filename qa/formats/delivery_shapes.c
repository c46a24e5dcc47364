/* Which kind each file is read in where it has an object in several. */
#include "qa/annotation/box.h"
#include "qa/annotation/mask.h"
#include "qa/annotation/polygon.h"
#include "qa/annotation/segment.h"
#include "qa/annotation/transcript.h"
#include "qa/annotation/turn.h"
#include "qa/formats/delivery_parts.h"

static uint32_t bit_of(const struct qa_type *type)
{
    return UINT32_C(1) << qa_type_index(type);
}

static uint32_t offered_by(const struct qa_opened *opened)
{
    const struct qa_reader *reader = opened->reader;
    return reader->offers != NULL ? reader->offers(opened->bytes) : 0;
}

/* Of the kinds of a set; NULL: it is empty. */
static const struct qa_type *richest_of(uint32_t kinds)
{
    const struct qa_type *richest = NULL;
    for (size_t t = 0; t < qa_n_types; t++) {
        if ((kinds >> t & 1) != 0 && (richest == NULL || qa_types[t]->detail > richest->detail)) {
            richest = qa_types[t];
        }
    }
    return richest;
}

/* ---- recordings ---- */

/* A format of recordings: who has files of it, and the kinds that all of these offer. */
struct times_format {
    const struct qa_reader *reader;
    uint32_t roles;
    uint32_t kinds;
};

struct times_formats {
    struct times_format *list;
    size_t n;
    size_t capacity;
    uint32_t roles; /* of all */
};

static bool is_of_times(uint32_t offered)
{
    uint32_t times = bit_of(&qa_type_turn) | bit_of(&qa_type_transcript) | bit_of(&qa_type_segment);
    return offered != 0 && (offered & ~times) == 0;
}

static void note_format(struct times_formats *formats, const struct qa_opened *opened,
                        uint32_t offered, struct qa_arena *arena)
{
    size_t f = 0;
    while (f < formats->n && formats->list[f].reader != opened->reader) {
        f++;
    }
    if (f == formats->n) {
        formats->list = qa_arena_grow(arena, formats->list, &formats->capacity, formats->n + 1,
                                      sizeof *formats->list);
        formats->list[formats->n++] = (struct times_format){opened->reader, 0, UINT32_MAX};
    }
    formats->list[f].roles |= UINT32_C(1) << opened->role;
    formats->list[f].kinds &= offered;
    formats->roles |= UINT32_C(1) << opened->role;
}

/*
 * Who spoke when, what was said and what was heard come in files of their own. Where both sides
 * have several formats of recordings, each format is of a kind of its own and compares with itself;
 * a format that one side lacks has to become what the other has. NULL: the file's format does not
 * stand for itself.
 */
static const struct times_format *own_format(const struct times_formats *formats,
                                             const struct qa_opened *opened)
{
    bool has_sides = (formats->roles & (formats->roles - 1)) != 0;
    for (size_t f = 0; has_sides && formats->n > 1 && f < formats->n; f++) {
        const struct times_format *format = &formats->list[f];
        if (format->reader == opened->reader) {
            return format->roles == formats->roles && format->kinds != 0 ? format : NULL;
        }
    }
    return NULL;
}

static struct times_formats find_formats(const struct qa_run *run)
{
    struct times_formats out = {.list = NULL};
    for (size_t i = 0; i < run->n; i++) {
        uint32_t offered = offered_by(&run->list[i]);
        if (is_of_times(offered)) {
            note_format(&out, &run->list[i], offered, run->arena);
        }
    }
    return out;
}

static void set_own_shapes(const struct qa_run *run, const struct times_formats *formats)
{
    for (size_t i = 0; i < run->n; i++) {
        struct qa_opened *opened = &run->list[i];
        const struct times_format *format = own_format(formats, opened);
        if (format != NULL) {
            struct qa_read_options *own = QA_NEW(run->arena, struct qa_read_options);
            *own = *opened->options;
            own->shape = richest_of(format->kinds);
            opened->options = own;
        }
    }
}

/* ---- all others ---- */

/* The kind to read where a file has an object in several: the richest that every file offers which
 * offers any; boxes when no kind is common to them; NULL when none offers any. */
static enum qa_status common_shape(const struct qa_run *run, const struct times_formats *formats,
                                   bool rasterise, const struct qa_type **out, struct qa_error *err)
{
    uint32_t common = UINT32_MAX;
    const char *path[2] = {NULL, NULL}; /* of a file of polygons, of one of masks */
    for (size_t i = 0; i < run->n; i++) {
        bool is_apart = own_format(formats, &run->list[i]) != NULL;
        uint32_t offered = is_apart ? 0 : offered_by(&run->list[i]);
        bool has_polygons = (offered & bit_of(&qa_type_polygon)) != 0;
        bool has_masks = (offered & bit_of(&qa_type_mask)) != 0;
        path[0] = has_polygons ? run->list[i].bytes->path : path[0];
        path[1] = has_masks ? run->list[i].bytes->path : path[1];
        offered |= has_polygons && rasterise ? bit_of(&qa_type_mask) : 0;
        common &= offered != 0 ? offered : UINT32_MAX;
    }
    if (path[0] != NULL && path[1] != NULL && !rasterise) {
        if (common == 0) {
            return qa_fail(err, QA_INPUT, "E190",
                           "'%s' has masks and '%s' polygons, which do not compare as they are; "
                           "--rasterise makes masks of the polygons by COCO's rule",
                           path[1], path[0]);
        }
        qa_findings_addf(run->findings, QA_WARNING, "W196", path[1], 0, 0,
                         "it has masks and '%s' polygons, so both are read as boxes; --rasterise "
                         "compares them as masks (--shape box says that boxes are meant)",
                         path[0]);
    }
    const struct qa_type *richest = common != UINT32_MAX ? richest_of(common) : NULL;
    *out = richest != NULL || common == UINT32_MAX ? richest : &qa_type_box;
    return QA_OK;
}

enum qa_status qa_run_shapes(const struct qa_run *run, struct qa_read_options *options,
                             struct qa_read_options *gold, struct qa_error *err)
{
    bool is_given = options->shape != NULL;
    struct times_formats formats = {.list = NULL};
    if (!is_given) {
        formats = find_formats(run);
        QA_TRY(common_shape(run, &formats, options->rasterise, &options->shape, err));
    }
    gold->shape = options->shape;
    set_own_shapes(run, &formats);
    return QA_OK;
}
