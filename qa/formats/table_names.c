#include "qa/formats/table_names.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "qa/base/number.h"

static const char *const synonyms[QA_N_FIELDS] = {
    [QA_FIELD_ITEM] = "item_id,task,task_id,image,image_id,file_name,filename,unit_id,_unit_id,"
                      "unitid,object_id,example_id,document,doc_id,hit_id,hitid,input_id",
    [QA_FIELD_ANNOTATOR] = "annotator_id,worker,worker_id,workerid,_worker_id,rater,rater_id,"
                           "coder,labeler,labeller,user,completed_by,created_by",
    [QA_FIELD_LABEL] = "class,category,answer,annotation,response,judgment,judgement,choice,"
                       "class_name",
    [QA_FIELD_VENDOR] = "supplier,provider",
    [QA_FIELD_BATCH] = "batch_id,delivery",
    [QA_FIELD_STAGE] = "review_stage,step,layer",
    [QA_FIELD_QUESTION] = "field,attribute",
    [QA_FIELD_STARTED] = "start_time,accept_time,accepttime,started",
    [QA_FIELD_SUBMITTED] = "submit_time,submittime,end_time,completed_at,submitted",
    [QA_FIELD_SECONDS] = "duration,lead_time,worktimeinseconds,duration_seconds,"
                         "time_spent_in_seconds",
    [QA_FIELD_STATUS] = "state,assignmentstatus",
    [QA_FIELD_SCORE] = "confidence",
    [QA_FIELD_CROWD] = "iscrowd",
    [QA_FIELD_IMAGE_WIDTH] = "img_width,original_width",
    [QA_FIELD_IMAGE_HEIGHT] = "img_height,original_height",
};

/* In the order in which they are taken. */
static const char *const weak_names[QA_N_FIELDS] = {
    [QA_FIELD_ITEM] = "orig_id,unit,subject,study_object,stimulus,sample_id,sample,target,id",
    [QA_FIELD_ANNOTATOR] = "!amt_worker_ids,observer,judge,participant,respondent",
    [QA_FIELD_LABEL] = "selected_answer,selected_label,rating,vote,result,output",
};

/* Parts of names by which a column is proposed when nothing tells it. */
static const char *const hints[QA_N_FIELDS] = {
    [QA_FIELD_ITEM] = "item,image,img,file,unit,task,doc,text,sentence,tweet,question,subject,"
                      "object,sample,example,url,key,id",
    [QA_FIELD_ANNOTATOR] = "annot,worker,rater,user,coder,labeler,labeller,judge,observer,turker,"
                           "expert,person,reviewer,who,name",
    [QA_FIELD_LABEL] = "label,class,categ,answer,rating,respon,judg,sentiment,vote,choice,"
                       "decision,result,tag,value,output",
};

const char *qa_field_synonyms(enum qa_field field)
{
    return synonyms[field];
}

static const char *behind(const char *header, const char *prefix)
{
    size_t length = strlen(prefix);
    return strncasecmp(header, prefix, length) == 0 && header[length] != '\0' ? header + length
                                                                              : NULL;
}

const char *qa_column_name(const char *header)
{
    const char *name = behind(header, "ASSIGNMENT:");
    return name != NULL ? name : header;
}

static char folded(char c)
{
    return (char)(c == ' ' || c == '-' || c == '.' ? '_' : tolower((unsigned char)c));
}

static bool same_name(const char *header, const char *name, size_t length)
{
    size_t i = 0;
    while (i < length && header[i] != '\0' && folded(header[i]) == folded(name[i])) {
        i++;
    }
    return i == length && header[i] == '\0';
}

/* Steps through "a,b,c": the length of the next name at *list, 0 at the end. */
static size_t next_name(const char **list)
{
    *list += **list == ',';
    return strcspn(*list, ",");
}

static bool is_in(const char *header, const char *list)
{
    size_t length;
    for (; list != NULL && (length = next_name(&list)) > 0; list += length) {
        if (same_name(header, list, length)) {
            return true;
        }
    }
    return false;
}

/* ---- loose names ---- */

bool qa_is_remark(const char *name)
{
    static const char *const words[] = {"comment", "feedback", "remark", "time", "duration"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        for (const char *at = name; *at != '\0'; at++) {
            bool begins = at == name || strchr("._:- ", at[-1]) != NULL;
            if (begins && strncasecmp(at, words[i], strlen(words[i])) == 0) {
                return true;
            }
        }
    }
    return false;
}

/* The only column with a prefix that may be one; QA_NONE: none, or several. */
static uint32_t only_with(const struct qa_records *header, const bool *used, const char *prefix)
{
    uint32_t found = QA_NONE;
    for (uint32_t c = 0; c < header->n_columns; c++) {
        const char *rest = behind(header->header[c].text, prefix);
        if (rest == NULL || used[c] || qa_is_remark(rest)) {
            continue;
        }
        if (found != QA_NONE) {
            return QA_NONE;
        }
        found = c;
    }
    return found;
}

static uint32_t weakly_named(const struct qa_records *header, const bool *used, const char *list)
{
    size_t length;
    for (; list != NULL && (length = next_name(&list)) > 0; list += length) {
        for (uint32_t c = 0; c < header->n_columns; c++) {
            if (!used[c] && same_name(qa_column_name(header->header[c].text), list, length)) {
                return c;
            }
        }
    }
    return QA_NONE;
}

uint32_t qa_loose_column(const struct qa_records *header, const bool *used, enum qa_field field)
{
    static const char *const prefixes[QA_N_FIELDS][3] = {
        [QA_FIELD_LABEL] = {"Answer.", "OUTPUT:"},
        [QA_FIELD_ITEM] = {"INPUT:"},
        [QA_FIELD_GOLD] = {"GOLDEN:"},
    };
    uint32_t found = weakly_named(header, used, weak_names[field]);
    for (int p = 0; found == QA_NONE && p < 3 && prefixes[field][p] != NULL; p++) {
        found = only_with(header, used, prefixes[field][p]);
    }
    return found;
}

bool qa_looks_like(const char *header, enum qa_field field)
{
    enum { SHORTEST_MISSPELT = 5 };
    const char *name = qa_column_name(header);
    const char *own = qa_field_name(field);
    size_t length = strlen(name);
    if (same_name(name, own, strlen(own)) || is_in(name, synonyms[field]) ||
        is_in(name, weak_names[field])) {
        return true;
    }
    size_t difference = length > strlen(own) ? length - strlen(own) : strlen(own) - length;
    const char *const one[] = {own};
    return length >= SHORTEST_MISSPELT && length < 9 && difference <= 1 &&
           qa_nearest_name(name, one, 1) != NULL;
}

bool qa_looks_like_object(const char *header)
{
    static const char names[] =
        "x,y,x1,y1,x2,y2,xmin,ymin,xmax,ymax,x_min,y_min,x_max,y_max,cx,cy,xc,yc,x_center,y_center,"
        "center_x,center_y,bbox,bboxes,box,boxes,bounding_box,boundingbox,rect,rectangle,points,"
        "polygon,polygons,coordinates,coords,vertices,segmentation,mask,rle,wkt,geometry,keypoints,"
        "landmarks,angle,rotation,theta";
    return is_in(qa_column_name(header), names);
}

/* ---- proposals ---- */

static bool has_part(const char *header, const char *list)
{
    size_t length;
    for (; list != NULL && (length = next_name(&list)) > 0; list += length) {
        for (const char *at = header; *at != '\0'; at++) {
            if (strncasecmp(at, list, length) == 0) {
                return true;
            }
        }
    }
    return false;
}

static uint32_t guess(const struct qa_records *header, const bool *used, enum qa_field field)
{
    uint32_t found = qa_loose_column(header, used, field);
    for (uint32_t c = 0; found == QA_NONE && c < header->n_columns; c++) {
        found = !used[c] && qa_looks_like(header->header[c].text, field) ? c : QA_NONE;
    }
    for (uint32_t c = 0; found == QA_NONE && c < header->n_columns; c++) {
        found = !used[c] && has_part(header->header[c].text, hints[field]) ? c : QA_NONE;
    }
    /* Labels stand mostly at the end, the others at the beginning. */
    for (uint32_t i = 0; found == QA_NONE && i < header->n_columns; i++) {
        uint32_t c = field == QA_FIELD_LABEL ? (uint32_t)header->n_columns - 1 - i : i;
        found = !used[c] && header->header[c].text[0] != '\0' ? c : QA_NONE;
    }
    return found;
}

const char *qa_likely_map(const struct qa_records *header, bool *used, const enum qa_field *fields,
                          const uint32_t *columns, size_t n, struct qa_arena *arena)
{
    const char *map = "";
    for (size_t i = 0; i < n; i++) {
        uint32_t column = columns[i] != QA_NONE ? columns[i] : guess(header, used, fields[i]);
        if (column == QA_NONE) {
            return NULL;
        }
        used[column] = true;
        map = qa_arena_format(arena, "%s%s%s=%s", map, i > 0 ? "," : "", qa_field_name(fields[i]),
                              header->header[column].text);
    }
    return map;
}

const char *qa_column_list(const struct qa_records *header, struct qa_arena *arena)
{
    enum { LONGEST = 1500 };
    const char *list = "";
    for (size_t c = 0; c < header->n_columns; c++) {
        if (strlen(list) > LONGEST) {
            return qa_arena_format(arena, "%s and %zu more", list, header->n_columns - c);
        }
        const char *name = header->header[c].text;
        list = qa_arena_format(arena, "%s%s%s", list, c > 0 ? ", " : "",
                               name[0] != '\0' ? name : "(no name)");
    }
    return list;
}
