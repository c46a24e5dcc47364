#include "tests/qa/formats/folder.h"

/*
 * What parsers get wrong about formats, a case each: what the file says, and what is read. Facts
 * that have a test of their own elsewhere are not repeated; tests/format-facts.md lists all.
 */

struct fact {
    const char *fact;
    struct folder_file file;
    const char *format; /* NULL: found by content */
    const char *rows;
};

static const char sizes[] = "item,width,height\na,100,100\n";

#define COCO(annotations)                                                                          \
    "{\"images\":[{\"id\":1,\"file_name\":\"a.jpg\",\"width\":20,\"height\":20}],\"categories\":[" \
    "{\"id\":1,\"name\":\"c\"}],\"annotations\":[" annotations "]}"
#define VIA_HEAD                                                                                   \
    "#filename,file_size,file_attributes,region_count,region_id,region_shape_attributes,"          \
    "region_attributes\n"
#define OPEN_IMAGES                                                                                \
    "ImageID,Source,LabelName,Confidence,XMin,XMax,YMin,YMax,IsOccluded,IsTruncated,IsGroupOf,"    \
    "IsDepiction,IsInside\n"

static const struct fact geometry[] = {
    {"VIA writes image_id as a text, a flat list for an outline, and categories again; Roboflow "
     "has a category 0 and an annotation 0",
     {"a.json", "{\"images\":[{\"id\":\"1\",\"file_name\":\"a.jpg\"}],\"categories\":[{\"id\":0,"
                "\"name\":\"super\"},{\"id\":90,\"name\":\"car\"},{\"id\":90,\"name\":\"car\"}],"
                "\"annotations\":[{\"id\":0,\"image_id\":\"1\",\"category_id\":90,\"bbox\":[1,2,3,"
                "4],\"segmentation\":[1,2,4,2,4,6,1,6],\"iscrowd\":0,\"area\":12}]}"},
     NULL,
     "a.jpg car polygon 1 2 4 2 4 6 1 6 id=0 of=100x100 line=1\n"},
    {"CVAT says in COCO how a box is turned",
     {"a.json", COCO("{\"id\":1,\"image_id\":1,\"category_id\":1,\"bbox\":[1,2,3,4],"
                     "\"segmentation\":[],\"attributes\":{\"rotation\":30}}")},
     NULL,
     "a.jpg c rotated_box 1 2 3 4 30 id=1 of=20x20 line=1\n"},
    {"annotations may be an empty list: every image was looked at",
     {"a.json", COCO("")},
     NULL,
     "a.jpg nothing boxes\n"},
    {"the backslash of a compressed mask survives JSON: 44 background, 2 foreground",
     {"a.json",
      "{\"images\":[{\"id\":1,\"file_name\":\"a.jpg\",\"width\":1,\"height\":46}],"
      "\"categories\":[{\"id\":1,\"name\":\"c\"}],\"annotations\":[{\"id\":1,\"image_id\":"
      "1,\"category_id\":1,\"bbox\":[0,44,1,2],\"segmentation\":{\"size\":[46,1],"
      "\"counts\":\"\\\\12\"}}]}"},
     NULL,
     "a.jpg c mask 46 1 44 2 id=1 of=1x46 line=1\n"},
    {"runs of COCO go down the columns",
     {"a.json",
      "{\"images\":[{\"id\":1,\"file_name\":\"a.jpg\",\"width\":3,\"height\":2}],"
      "\"categories\":[{\"id\":1,\"name\":\"c\"}],\"annotations\":[{\"id\":1,\"image_id\":"
      "1,\"category_id\":1,\"bbox\":[0,0,1,2],\"segmentation\":{\"size\":[2,3],"
      "\"counts\":[0,2,4]}}]}"},
     NULL,
     "a.jpg c mask 2 3 0 2 4 id=1 of=3x2 line=1\n"},
    {"a box within a <part> of VOC is no object's",
     {"a.xml", "<annotation><filename>a.jpg</filename><object><name>c</name><part><name>head</name>"
               "<bndbox><xmin>7</xmin><ymin>7</ymin><xmax>8</xmax><ymax>8</ymax></bndbox></part>"
               "<bndbox><ymax>4</ymax><xmin>0</xmin><ymin>2</ymin><xmax>3</xmax></bndbox></object>"
               "</annotation>"},
     NULL,
     "a.jpg c box 0 2 3 2 of=100x100 line=1\n"},
    {"gt of MOT15 has world coordinates behind the flag, no class and visibility; frames and "
     "corners "
     "count from 1",
     {"gt.txt", "1,1,11,21,30,40,1,-5.2,3.1,0.7\n2,1,12,21,30,40,1,-5.1,3.1,0.7\n"},
     "mot",
     "gt pedestrian track 0 10 20 30 40 0 1 11 20 30 40 0 id=1 line=1\n"},
    {"column 7 of MOT's gt says that a row is ignored, rows come in any order",
     {"gt.txt", "2,1,11,21,30,40,1,1,1\n1,1,11,21,30,40,1,1,1\n1,2,11,21,30,40,0,1,1\n"},
     "mot",
     "gt pedestrian track 0 10 20 30 40 0 1 10 20 30 40 0 id=1 line=1\n"
     "gt pedestrian track 0 10 20 30 40 0 crowd id=2 line=3\n"},
    {"results of MOT have a score there and -1 behind",
     {"a.txt", "1,1,11,21,30,40,0.5,-1,-1,-1\n"},
     "mot",
     "a pedestrian track 0 10 20 30 40 0 score=0.5 id=1 of=100x100 line=1\n"},
    {"DontCare of KITTI is a region; results have a score in column 16",
     {"a.txt", "Car 0.00 0 1.5 10 20 30 40 1 1 1 1 1 1 1 0.87\n"
               "DontCare -1 -1 -10 1 2 3 4 -1 -1 -1 -1000 -1000 -1000 -10\n"},
     NULL,
     "a Car box 10 20 20 20 score=0.87 of=100x100 line=1\n"
     "a - box 1 2 2 2 crowd of=100x100 line=2\n"},
    {"tracking of KITTI has several DontCare of id -1 in a frame",
     {"a.txt", "0 -1 DontCare -1 -1 -10 1 2 3 4 -1 -1 -1 -1000 -1000 -1000 -10\n"
               "0 -1 DontCare -1 -1 -10 5 2 9 4 -1 -1 -1 -1000 -1000 -1000 -10\n"
               "0 1 Car 0 0 0 1 2 3 4 1 1 1 1 1 1 1\n"},
     NULL,
     "a - track 0 1 2 2 2 0 crowd id=DontCare-1 of=100x100 line=1\n"
     "a - track 0 5 2 4 2 0 crowd id=DontCare-2 of=100x100 line=2\n"
     "a Car track 0 1 2 2 2 0 id=1 of=100x100 line=3\n"},
    {"labels of Datumaro are numbered by their order, sizes are height and width, ids are all 0",
     {"a.json", "{\"info\":{},\"categories\":{\"label\":{\"labels\":[{\"name\":\"b\"},{\"name\":"
                "\"a\"}]}},\"items\":[{\"id\":\"1\",\"annotations\":[{\"id\":0,\"type\":\"bbox\","
                "\"label_id\":1,\"group\":0,\"bbox\":[1,2,3,4]},{\"id\":0,\"type\":\"points\","
                "\"label_id\":0,\"group\":0,\"points\":[1,2,3,4],\"visibility\":[2,0]}],\"image\":{"
                "\"path\":\"1.jpg\",\"size\":[30,40]}}]}"},
     NULL,
     "1.jpg a box 1 2 3 4 of=40x30 line=1\n"
     "1.jpg b keypoints | | | | | 1 2 2 3 4 0 of=40x30 line=1\n"},
    {"a polyline of VIA that ends where it began is an outline, whatever attribute names it; an "
     "image "
     "of 0 regions has a row",
     {"a.csv", VIA_HEAD
      "a.jpg,100,\"{}\",1,0,\"{\"\"name\"\":\"\"polyline\"\",\"\"all_points_x\"\":[1,5,5,1],"
      "\"\"all_points_y\"\":[1,1,5,1]}\",\"{\"\"k\"\":\"\"v\"\"}\"\nb.jpg,10,\"{}\",0,0,\"{}\","
      "\"{}\"\n"},
     NULL,
     "a.jpg v polygon 1 1 5 1 5 5 of=100x100 line=2\n"
     "b.jpg nothing polygons\n"},
    {"Open Images has XMin, XMax, YMin, YMax as shares; groups are crowds; -1 is not known",
     {"a.csv", OPEN_IMAGES "a,x,/m/01,1,0.1,0.3,0.2,0.4,-1,-1,1,-1,-1\n"},
     NULL,
     "a /m/01 box 10 20 20 20 crowd of=100x100 line=2\n"},
    {"two lines of DOTA may stand above, and the last number is the difficulty",
     {"a.txt", "imagesource:GoogleEarth\ngsd:0.1\n1 1 5 1 5 3 1 3 plane 0\n"},
     NULL,
     "a plane polygon 1 1 5 1 5 3 1 3 of=100x100 line=3\n"},
};

static const struct fact texts[] = {
    {"CoNLL: -DOCSTART-, CR LF, a token that begins with #, pieces of entities, no blank line at "
     "the end, types that change without B-",
     {"a.conll",
      "-DOCSTART- -X- -X- O\r\n\r\nAnna NNP B-NP I-PER\r\n#1 CD B-NP I-MISC\r\n& CC O O\r\n"
      "\r\nBob NNP B-NP I-PER"},
     NULL,
     "a:1 PER span 0 4 line=3\n"
     "a:1 MISC span 5 7 line=4\n"
     "a:2 PER span 0 3 line=7\n"},
    {"CoNLL-U: rows 1-2 and 3.1 are no tokens; the tag is in MISC",
     {"a.conllu", "1-2\tzum\t_\t_\t_\t_\t_\t_\t_\t_\n1\tzu\t_\t_\t_\t_\t_\t_\t_\tk=v|NER=B-X\n"
                  "2\tm\t_\t_\t_\t_\t_\t_\t_\tNER=O\n3.1\tghost\t_\t_\t_\t_\t_\t_\t_\tNER=B-X\n"},
     NULL,
     "a:1 X span 0 2 line=2\n"},
    {"RTTM: 9 or 10 columns, other types, rows out of order, speakers that are numbers",
     {"a.rttm",
      "SPKR-INFO r 1 <NA> <NA> <NA> unknown 0 <NA>\nSPEAKER r 1 5.0 1.0 <NA> <NA> 1 <NA>\n"
      "SPEAKER r 1 0.0 1.5 <NA> <NA> 0 <NA> <NA>\nNON-LEX r 1 1 1 <NA> laugh 0 <NA>\n"},
     NULL,
     "r 1 turn 5 6 line=2\n"
     "r 0 turn 0 1.5 line=3\n"},
    {"Audacity: a line of frequencies, and equal times for a point",
     {"a.txt", "0.0\t1.5\tspeech\n\\\t100\t200\n2.0\t2.0\tpoint\n"},
     NULL,
     "a speech segment 0 1.5 of=100x100 line=1\n"
     "a point segment 2 2 of=100x100 line=3\n"},
    {"ActivityNet without database: times as texts, beyond the end, no segments, no duration",
     {"a.json", "{\"v_a\":{\"duration_second\":10,\"annotations\":[{\"segment\":[\"1.0\",\"2.0\"],"
                "\"label\":\"run\"},{\"segment\":[8,12],\"label\":\"run\"}]},\"v_b\":{"
                "\"annotations\":[]}}"},
     NULL,
     "v_a run segment 1 2 line=1\n"
     "v_a run segment 8 12 line=1\n"
     "v_b nothing segments\n"},
    {"DCASE, weak: several labels of a clip in one cell",
     {"a.tsv", "filename\tevent_labels\na.wav\tSpeech,Dog\n"},
     NULL,
     "a.wav [\"Dog\",\"Speech\"] label of=100x100 line=2\n"},
    {"Prodigy: hashes may be below 0, token_end is inclusive and end is not",
     {"a.jsonl", "{\"text\":\"a b\",\"spans\":[{\"start\":0,\"end\":1,\"token_start\":0,"
                 "\"token_end\":0,\"label\":\"X\"}],\"answer\":\"accept\",\"_input_hash\":-5,"
                 "\"_annotator_id\":\"z\"}\n"},
     NULL,
     "-5 X span 0 1 by=z line=1\n"},
    {"WebAnno: [1] joins tokens over sentences, | stacks, * has no value, rows 1-2.1 are parts",
     {"a.tsv", "#FORMAT=WebAnno TSV 3.3\n#T_SP=webanno.custom.NE|value|id\n\n\n#Text=Anna met\n"
               "#Text=Bob\n1-1\t0-4\tAnna\tPER[1]|X\t_|*\t\n1-2\t5-8\tmet\tPER[1]\t_\t\n"
               "1-2.1\t5-6\tm\tY\t*\t\n1-3\t9-12\tBob\t_\t_\t\n"},
     NULL,
     "a PER span 0 8 of=100x100 line=7\n"
     "a X span 0 4 of=100x100 line=7\n"
     "a Y span 5 6 of=100x100 line=9\n"},
};

static size_t wrong_ones(const struct fact *facts, size_t n)
{
    size_t n_bad = 0;
    for (size_t i = 0; i < n; i++) {
        struct folder folder;
        const struct folder_options options = {.format = facts[i].format, .sizes = sizes};
        enum qa_status status = read_folder(&folder, &facts[i].file, 1, &options);
        const char *rows = status == QA_OK ? folder.rows : folder.err.text;
        if (status == QA_OK) {
            assert_no_error(&folder);
        }
        if (strcmp(rows, facts[i].rows) != 0) {
            print_error("%s:\n%s\n", facts[i].fact, rows);
            n_bad++;
        }
        qa_arena_free(folder.arena);
    }
    return n_bad;
}

#define N(array) (sizeof(array) / sizeof *(array))

static void traps_of_geometry_are_kept(void **state)
{
    (void)state;
    assert_int_equal(wrong_ones(geometry, N(geometry)), 0);
}

static void traps_of_texts_and_times_are_kept(void **state)
{
    (void)state;
    assert_int_equal(wrong_ones(texts, N(texts)), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(traps_of_geometry_are_kept),
        cmocka_unit_test(traps_of_texts_and_times_are_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
