/* memmem, a look for words, is not in POSIX. */
#define _GNU_SOURCE
#include <stdio.h>
#include <string.h>

#include "qa/base/number.h"
#include "qa/formats/activitynet.h"
#include "qa/formats/audacity.h"
#include "qa/formats/ava.h"
#include "qa/formats/brat.h"
#include "qa/formats/canonical.h"
#include "qa/formats/coco.h"
#include "qa/formats/conll.h"
#include "qa/formats/conllu.h"
#include "qa/formats/csv_delivery.h"
#include "qa/formats/cvat.h"
#include "qa/formats/cvat_video.h"
#include "qa/formats/datumaro.h"
#include "qa/formats/doccano.h"
#include "qa/formats/dota.h"
#include "qa/formats/eaf.h"
#include "qa/formats/json_table.h"
#include "qa/formats/kitti.h"
#include "qa/formats/kitti_tracking.h"
#include "qa/formats/label_studio.h"
#include "qa/formats/labelbox.h"
#include "qa/formats/labelme.h"
#include "qa/formats/mot.h"
#include "qa/formats/mots.h"
#include "qa/formats/nested.h"
#include "qa/formats/openimages.h"
#include "qa/formats/png_masks.h"
#include "qa/formats/prodigy.h"
#include "qa/formats/reader.h"
#include "qa/formats/rttm.h"
#include "qa/formats/sagemaker.h"
#include "qa/formats/sheet_delivery.h"
#include "qa/formats/spacy.h"
#include "qa/formats/spacy_binary.h"
#include "qa/formats/stm.h"
#include "qa/formats/subtitles.h"
#include "qa/formats/supervisely.h"
#include "qa/formats/tagtog.h"
#include "qa/formats/textgrid.h"
#include "qa/formats/v7.h"
#include "qa/formats/via.h"
#include "qa/formats/via_video.h"
#include "qa/formats/voc.h"
#include "qa/formats/webanno.h"
#include "qa/formats/yolo.h"
#include "qa/formats/yolo_names.h"

/* clang-format off */
const struct qa_reader *const qa_readers[] = {
    &qa_reader_csv,
    &qa_reader_xlsx,
    &qa_reader_ods,
    &qa_reader_canonical,
    &qa_reader_json_table,
    &qa_reader_coco,
    &qa_reader_coco_results,
    &qa_reader_label_studio,
    &qa_reader_label_studio_min,
    &qa_reader_labelbox,
    &qa_reader_doccano,
    &qa_reader_nested,
    &qa_reader_sagemaker,
    &qa_reader_sagemaker_manifest,
    &qa_reader_voc,
    &qa_reader_labelme,
    &qa_reader_cvat,
    &qa_reader_yolo_names,
    &qa_reader_yolo,
    &qa_reader_yolo_seg,
    &qa_reader_yolo_obb,
    &qa_reader_yolo_pose,
    &qa_reader_kitti,
    &qa_reader_dota,
    &qa_reader_openimages,
    &qa_reader_openimages_names,
    &qa_reader_datumaro,
    &qa_reader_supervisely,
    &qa_reader_supervisely_meta,
    &qa_reader_v7,
    &qa_reader_via,
    &qa_reader_png_masks,
    &qa_reader_instance_png,
    &qa_reader_mots_png,
    &qa_reader_labelmap,
    &qa_reader_cvat_video,
    &qa_reader_mot,
    &qa_reader_kitti_tracking,
    &qa_reader_mots,
    &qa_reader_ava,
    &qa_reader_ava_names,
    &qa_reader_conll,
    &qa_reader_conllu,
    &qa_reader_webanno,
    &qa_reader_brat,
    &qa_reader_brat_text,
    &qa_reader_spacy,
    &qa_reader_spacy_binary,
    &qa_reader_prodigy,
    &qa_reader_tagtog,
    &qa_reader_tagtog_legend,
    &qa_reader_rttm,
    &qa_reader_stm,
    &qa_reader_ctm,
    &qa_reader_textgrid,
    &qa_reader_eaf,
    &qa_reader_webvtt,
    &qa_reader_srt,
    &qa_reader_audacity,
    &qa_reader_dcase,
    &qa_reader_activitynet,
    &qa_reader_via_video,
};
/* clang-format on */
const size_t qa_n_readers = sizeof qa_readers / sizeof *qa_readers;

enum { MOST_READERS = 128 };

static size_t reader_names(const char **names)
{
    size_t n = 0;
    for (; n < qa_n_readers && n < MOST_READERS; n++) {
        names[n] = qa_readers[n]->name;
    }
    return n;
}

/* "csv, coco or coco-results". */
static const char *known_formats(char *out, size_t size)
{
    size_t used = 0;
    out[0] = '\0';
    for (size_t i = 0; i < qa_n_readers && used < size; i++) {
        const char *before = i == 0 ? "" : i + 1 == qa_n_readers ? " or " : ", ";
        int n = snprintf(out + used, size - used, "%s%s", before, qa_readers[i]->name);
        used += n > 0 ? (size_t)n : 0;
    }
    return out;
}

enum { SNIFFED = 65536 };

/* Its beginning, in whole lines where it has some. */
static struct qa_bytes beginning_of(const struct qa_bytes *bytes)
{
    struct qa_bytes begin = *bytes;
    if (begin.size > SNIFFED) {
        const unsigned char *end = memrchr(begin.data, '\n', SNIFFED);
        begin.size = end != NULL ? (size_t)(end - begin.data) + 1 : SNIFFED;
    }
    return begin;
}

enum qa_status qa_reader_sniff(const struct qa_bytes *bytes, const struct qa_reader **reader,
                               struct qa_error *err)
{
    enum { LONGEST_LIST = 1500 };
    const struct qa_bytes begin = beginning_of(bytes);
    int best = 0;
    for (size_t i = 0; i < qa_n_readers; i++) {
        int sure = qa_readers[i]->sniff(&begin);
        if (sure > best) {
            best = sure;
            *reader = qa_readers[i];
        }
    }
    if (best > 0) {
        return QA_OK;
    }
    char list[LONGEST_LIST];
    if (bytes->size == 0) {
        return qa_fail_at(err, "E105", bytes->path, 0, 0, "the file is empty");
    }
    return qa_fail_at(err, "E105", bytes->path, 0, 0,
                      "not a format that labelqa knows; expected %s (`labelqa help formats`)",
                      known_formats(list, sizeof list));
}

/* Of a reader that only names tell from another, what that one thinks. */
static int sureness(const struct qa_reader *reader, const struct qa_bytes *begin)
{
    int sure = reader->sniff(begin);
    for (size_t i = 0; reader->instead_of != NULL && i < qa_n_readers; i++) {
        if (strcmp(qa_readers[i]->name, reader->instead_of) == 0) {
            int other = qa_readers[i]->sniff(begin);
            sure = other > sure ? other : sure;
        }
    }
    return sure;
}

const struct qa_reader *qa_reader_surer(const struct qa_bytes *bytes, const struct qa_reader *named)
{
    enum { LEAST = 60, MARGIN = 20 };
    const struct qa_bytes begin = beginning_of(bytes);
    const struct qa_reader *best = NULL;
    int most = sureness(named, &begin) + MARGIN;
    most = most > LEAST ? most : LEAST;
    for (size_t i = 0; i < qa_n_readers; i++) {
        int sure = qa_readers[i]->pass == QA_PASS_FACTS ? 0 : qa_readers[i]->sniff(&begin);
        if (sure >= most) {
            most = sure + 1;
            best = qa_readers[i];
        }
    }
    return best;
}

const struct qa_reader *qa_reader_of_facts(const struct qa_bytes *bytes)
{
    const struct qa_bytes begin = beginning_of(bytes);
    for (size_t i = 0; i < qa_n_readers; i++) {
        if (qa_readers[i]->pass == QA_PASS_FACTS && qa_readers[i]->sniff(&begin) > 0) {
            return qa_readers[i];
        }
    }
    return NULL;
}

enum qa_status qa_reader_by_name(const char *name, const struct qa_reader **reader,
                                 struct qa_error *err)
{
    for (size_t i = 0; i < qa_n_readers; i++) {
        if (strcmp(qa_readers[i]->name, name) == 0) {
            *reader = qa_readers[i];
            return QA_OK;
        }
    }
    const char *names[MOST_READERS];
    const char *nearest = qa_nearest_name(name, names, reader_names(names));
    return qa_fail(err, QA_USAGE, "E106", "there is no format '%s'%s%s%s", name,
                   nearest ? " (did you mean '" : " (`labelqa help formats` lists them",
                   nearest ? nearest : "", nearest ? "'?)" : ")");
}

unsigned char qa_first_byte(const struct qa_bytes *bytes)
{
    size_t i = 0;
    while (i < bytes->size && bytes->data[i] != 0 && strchr(" \t\r\n", bytes->data[i]) != NULL) {
        i++;
    }
    return i < bytes->size ? bytes->data[i] : 0;
}

bool qa_mentions(const struct qa_bytes *bytes, const char *text)
{
    size_t size = bytes->size < SNIFFED ? bytes->size : SNIFFED;
    return memmem(bytes->data, size, text, strlen(text)) != NULL;
}

/* The name in its quotes, and a colon behind it. */
bool qa_has_member(const struct qa_bytes *bytes, const char *name)
{
    const unsigned char *end = bytes->data + (bytes->size < SNIFFED ? bytes->size : SNIFFED);
    const unsigned char *at = bytes->data;
    size_t n = strlen(name);
    while (at < end && (at = memmem(at, (size_t)(end - at), name, n)) != NULL) {
        const unsigned char *next = at + n;
        bool is_quoted = at > bytes->data && at[-1] == '"' && next < end && *next == '"';
        at = next++;
        while (is_quoted && next < end && *next != 0 && strchr(" \t\r\n", *next) != NULL) {
            next++;
        }
        if (is_quoted && next < end && *next == ':') {
            return true;
        }
    }
    return false;
}

struct qa_first_object qa_first_object_of(const struct qa_bytes *bytes)
{
    struct qa_first_object out = {0, 0, 0};
    unsigned char first = qa_first_byte(bytes);
    size_t depth = 0;
    bool is_text = false;
    for (size_t i = 0; (first == '{' || first == '[') && i < bytes->size; i++) {
        unsigned char c = bytes->data[i];
        if (is_text) {
            i += c == '\\';
            is_text = c != '"';
            continue;
        }
        is_text = c == '"';
        out.n_members += c == ':';
        out.n_objects += c == '{';
        depth += c == '{' || c == '[';
        out.depth = depth > out.depth ? depth : out.depth;
        if (c == '}') {
            return out;
        }
        depth -= c == ']' && depth > 0;
    }
    return (struct qa_first_object){0, 0, 0};
}
