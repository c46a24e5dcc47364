#ifndef TESTS_QA_FORMATS_SAMPLES_H
#define TESTS_QA_FORMATS_SAMPLES_H

/*
 * A file of each format that is read from text, and its broken twins: cut off, a word where a
 * number should be, and a byte that is not UTF-8. Each twin is refused with its line and column;
 * the whole one is taken for its format, whatever the other readers think of it.
 */
struct sample {
    const char *format;
    const char *name;
    const char *good;
    const char *cut;
    const char *wrong;
    const char *latin; /* NULL: formats that may be in an encoding of Windows */
    bool by_name;      /* content cannot tell it from its relatives */
};

static const struct sample samples[] = {
    {.format = "csv",
     .name = "a.csv",
     .good = "item,annotator,label\n"
             "1,x,cat\n"
             "2,x,dog\n",
     .cut = "item,annotator,label\n"
            "1,x,\"cat\n"
            "2,x,dog\n",
     .wrong = "item,annotator,label,xmin,ymin,xmax,ymax\n"
              "1,x,cat,1,2,wide,4\n"},
    {.format = "labelqa-jsonl",
     .name = "a.jsonl",
     .good = "{\"item\":\"1\",\"question\":\"q\",\"type\":\"label\",\"label\":\"c\"}\n",
     .cut = "{\"item\":\"1\",\"question\":\"q\",\"type\":\"label\",\"label\":\"c\"}\n"
            "{\"item\":\"2\",\"question\":\"q\",\"ty",
     .wrong = "{\"item\":\"1\",\"question\":\"q\",\"type\":\"box\",\"label\":\"c\",\"x"
              "\":\"a\",\"y\":1,\"width\":2,\"height\":3}\n",
     .latin = "{\"item\":\"1\",\"question\":\"q\",\"type\":\"label\",\"label\":\"\xff"
              "c\"}\n"},
    {.format = "coco",
     .name = "a.json",
     .good = "{\"images\":[{\"id\":1,\"file_name\":\"a.jpg\",\"width\":9,\"height\":9"
             "}],\"categories\":[{\"id\":1,\"name\":\"c\"}],\"annotations\":[{\"id\":"
             "1,\"image_id\":1,\"category_id\":1,\"bbox\":[1,2,3,4]}]}",
     .cut = "{\"images\":[{\"id\":1,\"file_name\":\"a.jpg\",\"width\":9,\"height\":9"
            "}],\"categories\":[{\"id\":1,\"name\":\"c\"}],\"annotations\":[{\"id\":"
            "1,\"image_id\":1,\"category_id\":1",
     .wrong = "{\"images\":[{\"id\":1,\"file_name\":\"a.jpg\",\"width\":9,\"height\":9"
              "}],\"categories\":[{\"id\":1,\"name\":\"c\"}],\"annotations\":[{\"id\":"
              "1,\"image_id\":1,\"category_id\":1,\"bbox\":[1,2,\"x\",4]}]}",
     .latin = "{\"images\":[{\"id\":1,\"file_name\":\"a.jpg\",\"width\":9,\"height\":9"
              "}],\"categories\":[{\"id\":1,\"name\":\"c\"}],\"annotations\":[{\"id\":"
              "1,\"image_id\":1,\"category_id\":1,\"\xff"
              "bbox\":[1,2,3,4]}]}"},
    {.format = "label-studio",
     .name = "a.json",
     .good = "[{\"id\":1,\"data\":{\"image\":\"a.jpg\"},\"annotations\":[{\"id\":1,\""
             "completed_by\":1,\"result\":[{\"id\":\"r\",\"type\":\"rectanglelabels\""
             ",\"from_name\":\"l\",\"to_name\":\"i\",\"original_width\":100,\"origina"
             "l_height\":100,\"value\":{\"x\":1,\"y\":1,\"width\":10,\"height\":10,\""
             "rotation\":0,\"rectanglelabels\":[\"c\"]}}]}]}]",
     .cut = "[{\"id\":1,\"data\":{\"image\":\"a.jpg\"},\"annotations\":[{\"id\":1,\""
            "completed_by\":1,\"result\":[{\"id\":\"r\",\"type\":\"rectanglelabels\""
            ",\"from_name\":\"l\",\"to_name\":\"i\",\"original_width\":100,\"origina"
            "l_height\":100,\"value\":{\"x\":1,\"y\":1,\"width\":10,\"height\":10,\""
            "rotation\":0,",
     .wrong = "[{\"id\":1,\"data\":{\"image\":\"a.jpg\"},\"annotations\":[{\"id\":1,\""
              "completed_by\":1,\"result\":[{\"id\":\"r\",\"type\":\"rectanglelabels\""
              ",\"from_name\":\"l\",\"to_name\":\"i\",\"original_width\":100,\"origina"
              "l_height\":100,\"value\":{\"x\":\"one\",\"y\":1,\"width\":10,\"height\""
              ":10,\"rotation\":0,\"rectanglelabels\":[\"c\"]}}]}]}]",
     .latin = "[{\"id\":1,\"data\":{\"image\":\"a.jpg\"},\"annotations\":[{\"id\":1,\""
              "completed_by\":1,\"result\":[{\"id\":\"r\",\"type\":\"rectanglelabels\""
              ",\"from_name\":\"l\",\"to_name\":\"i\",\"original_width\":100,\"origina"
              "l_height\":100,\"value\":{\"x\":1,\"y\":1,\"width\":10,\"height\":10,\""
              "rotation\":0,\"rectanglelabels\":[\"\xff"
              "c\"]}}]}]}]"},
    {.format = "label-studio-min",
     .name = "a.json",
     .good = "[{\"id\":1,\"image\":\"a.jpg\",\"choice\":\"x\",\"annotator\":1,\"annot"
             "ation_id\":2,\"lead_time\":1.5,\"created_at\":\"2026-01-01T00:00:00Z\"}"
             "]",
     .cut = "[{\"id\":1,\"image\":\"a.jpg\",\"choice\":\"x\",\"annotator\":1,\"annot"
            "ation_id\":2,\"lead_time\":1.5,\"created_at\":\"202",
     .wrong = "[{\"id\":1,\"image\":\"a.jpg\",\"choice\":\"x\",\"annotator\":1,\"annot"
              "ation_id\":2,\"lead_time\":\"long\",\"created_at\":\"2026-01-01T00:00:0"
              "0Z\"}]",
     .latin = "[{\"id\":1,\"image\":\"a.jpg\",\"choice\":\"x\",\"annotator\":1,\"annot"
              "ation_id\":2,\"lead_time\":1.5,\"created_at\":\"2026-01-01T00:00:00\xff"
              "Z\"}]"},
    {.format = "labelbox",
     .name = "a.ndjson",
     .good = "{\"data_row\":{\"id\":\"d\",\"external_id\":\"a.jpg\"},\"media_attribut"
             "es\":{\"height\":9,\"width\":9},\"projects\":{\"p\":{\"labels\":[{\"id\""
             ":\"l\",\"label_details\":{\"created_at\":\"2026-01-01T00:00:00+00:00\","
             "\"created_by\":\"a@x.y\"},\"annotations\":{\"objects\":[{\"feature_id\""
             ":\"f\",\"name\":\"c\",\"bounding_box\":{\"top\":1,\"left\":2,\"height\""
             ":3,\"width\":4}}],\"classifications\":[]}}]}}}\n",
     .cut = "{\"data_row\":{\"id\":\"d\",\"external_id\":\"a.jpg\"},\"media_attribut"
            "es\":{\"height\":9,\"width\":9},\"projects\":{\"p\":{\"labels\":[{\"id\""
            ":\"l\",\"label_details\":{\"created_at\":\"2026-01-01T00:00:00+00:00\","
            "\"created_by\":\"a@x.y\"},\"annotations\":{\"objects\":[{\"feature_id\""
            ":\"f\",\"name\":\"c\",\"bounding_box\":{\"top\":1,\"left\":2,\"height\""
            ":3,\"width\":4}",
     .wrong = "{\"data_row\":{\"id\":\"d\",\"external_id\":\"a.jpg\"},\"media_attribut"
              "es\":{\"height\":9,\"width\":9},\"projects\":{\"p\":{\"labels\":[{\"id\""
              ":\"l\",\"label_details\":{\"created_at\":\"2026-01-01T00:00:00+00:00\","
              "\"created_by\":\"a@x.y\"},\"annotations\":{\"objects\":[{\"feature_id\""
              ":\"f\",\"name\":\"c\",\"bounding_box\":{\"top\":\"x\",\"left\":2,\"heig"
              "ht\":3,\"width\":4}}],\"classifications\":[]}}]}}}\n",
     .latin = "{\"data_row\":{\"id\":\"d\",\"external_id\":\"a.jpg\"},\"media_attribut"
              "es\":{\"height\":9,\"width\":9},\"projects\":{\"p\":{\"labels\":[{\"id\""
              ":\"l\",\"label_details\":{\"created_at\":\"2026-01-01T00:00:00+00:00\","
              "\"created_by\":\"a@x.y\"},\"annotations\":{\"objects\":[{\"feature_id\""
              ":\"f\",\"name\":\"c\",\"bounding_box\":{\"top\":1,\"left\":2,\"height\""
              ":3,\"width\":4}}],\"\xff"
              "classifications\":[]}}]}}}\n"},
    {.format = "doccano",
     .name = "a.jsonl",
     .good = "{\"id\":1,\"text\":\"abc\",\"label\":[[0,1,\"X\"]]}\n",
     .cut = "{\"id\":1,\"text\":\"abc\",\"label\":[[0,1,\"X\"",
     .wrong = "{\"id\":1,\"text\":\"abc\",\"label\":[[0,\"one\",\"X\"]]}\n",
     .latin = "{\"id\":1,\"text\":\"abc\",\"label\":[[0,1,\"\xff"
              "X\"]]}\n"},
    {.format = "tagtog",
     .name = "a.ann.json",
     .good = "{\"anncomplete\":true,\"sources\":[],\"entities\":[{\"classId\":\"e_1\",\"part\":"
             "\"s1p1\",\"offsets\":[{\"start\":3,\"text\":\"Bob\"}],\"confidence\":{\"state\":\"\","
             "\"who\":[\"user:a\"],\"prob\":1},\"fields\":{}}],\"relations\":[],\"metas\":{},"
             "\"annotatable\":{\"parts\":[\"s1p1\"]}}",
     .cut = "{\"anncomplete\":true,\"sources\":[],\"entities\":[{\"classId\":\"e_1\",\"part\":",
     .wrong = "{\"anncomplete\":true,\"sources\":[],\"entities\":[{\"classId\":\"e_1\",\"part\":"
              "\"s1p1\",\"offsets\":[{\"start\":\"x\",\"text\":\"Bob\"}]}],\"annotatable\":{"
              "\"parts\":[\"s1p1\"]}}",
     .latin = "{\"anncomplete\":true,\"entities\":[{\"classId\":\"e_1\",\"part\":\"s1p1\",\"offsets"
              "\":[{\"start\":3,\"text\":\"B\xff"
              "b\"}]}],\"annotatable\":{\"parts\":[\"s1p1\"]}}"},
    {.format = "records",
     .name = "a.jsonl",
     .good = "{\"id\":1,\"text\":\"abc\",\"annotations\":[{\"annotator\":\"a\",\"labe"
             "l\":\"X\"}]}\n",
     .cut = "{\"id\":1,\"text\":\"abc\",\"annotations\":[{\"annotator\":\"a\",\"labe"
            "l\":\"X\"",
     .wrong = "{\"id\":1,\"text\":\"abc\",\"annotations\":[{\"annotator\":\"a\",\"labe"
              "l\":{\"x\":{\"y\":1}}}]}\n",
     .latin = "{\"id\":1,\"text\":\"abc\",\"annotations\":[{\"annotator\":\"a\",\"labe"
              "l\":\"\xff"
              "X\"}]}\n"},
    {.format = "sagemaker",
     .name = "0/a.json",
     .good = "{\"answers\":[{\"acceptanceTime\":\"2026-01-01T00:00:00Z\",\"submission"
             "Time\":\"2026-01-01T00:00:05Z\",\"timeSpentInSeconds\":5.0,\"workerId\""
             ":\"w\",\"answerContent\":{\"crowd-image-classifier\":{\"label\":\"X\"}}"
             "}]}",
     .cut = "{\"answers\":[{\"acceptanceTime\":\"2026-01-01T00:00:00Z\",\"submission"
            "Time\":\"2026-01-01T00:00:05Z\",\"timeSpentInSeconds\":5.0,\"workerId\""
            ":\"w\",\"answerContent\":{\"crowd-image-classifie",
     .wrong = "{\"answers\":[{\"acceptanceTime\":\"2026-01-01T00:00:00Z\",\"submission"
              "Time\":\"2026-01-01T00:00:05Z\",\"timeSpentInSeconds\":\"long\",\"worke"
              "rId\":\"w\",\"answerContent\":{\"crowd-image-classifier\":{\"label\":\""
              "X\"}}}]}",
     .latin = "{\"answers\":[{\"acceptanceTime\":\"2026-01-01T00:00:00Z\",\"submission"
              "Time\":\"2026-01-01T00:00:05Z\",\"timeSpentInSeconds\":5.0,\"workerId\""
              ":\"w\",\"answerContent\":{\"crowd-image-classifier\":{\"label\":\"\xff"
              "X\"}}}]}"},
    {.format = "voc",
     .name = "a.xml",
     .good = "<annotation>\n"
             "<filename>a.jpg</filename>\n"
             "<size><width>9</width><height>9</height></size>\n"
             "<object><name>c</name><bndbox><xmin>1</xmin><ymin>2</ymin><xmax>3</xmax"
             "><ymax>4</ymax></bndbox></object>\n"
             "</annotation>\n",
     .cut = "<annotation>\n"
            "<filename>a.jpg</filename>\n"
            "<size><width>9</width><height>9</height></size>\n"
            "<object><name>c</name><bndbox><xmin>1</xmin><ymin>2</ymin><xmax>3</xmax"
            "><ymax>4</ymax></b",
     .wrong = "<annotation>\n"
              "<filename>a.jpg</filename>\n"
              "<size><width>9</width><height>9</height></size>\n"
              "<object><name>c</name><bndbox><xmin>1</xmin><ymin>2</ymin><xmax>wide</x"
              "max><ymax>4</ymax></bndbox></object>\n"
              "</annotation>\n",
     .latin = "<annotation>\n"
              "<filename>a.jpg</filename>\n"
              "<size><width>9</width><height>9</height></size>\n"
              "<object><name>c</name><bndbox><xmin>1</xmin><ymin>2</ymin><xmax>3</xmax"
              "><ymax>4</ymax></bndbox></object>\n"
              "</\xff"
              "annotation>\n"},
    {.format = "labelme",
     .name = "a.json",
     .good = "{\"version\":\"5.0.1\",\"flags\":{},\"shapes\":[{\"label\":\"c\",\"poin"
             "ts\":[[1,2],[3,4]],\"group_id\":null,\"shape_type\":\"rectangle\",\"fla"
             "gs\":{}}],\"imagePath\":\"a.jpg\",\"imageData\":null,\"imageHeight\":9,"
             "\"imageWidth\":9}",
     .cut = "{\"version\":\"5.0.1\",\"flags\":{},\"shapes\":[{\"label\":\"c\",\"poin"
            "ts\":[[1,2],[3,4]],\"group_id\":null,\"shape_type\":\"rectangle\",\"fla"
            "gs\":{}}],\"imagePath\":\"a.jpg\",\"imageDa",
     .wrong = "{\"version\":\"5.0.1\",\"flags\":{},\"shapes\":[{\"label\":\"c\",\"poin"
              "ts\":[[1,\"x\"],[3,4]],\"group_id\":null,\"shape_type\":\"rectangle\",\""
              "flags\":{}}],\"imagePath\":\"a.jpg\",\"imageData\":null,\"imageHeight\""
              ":9,\"imageWidth\":9}",
     .latin = "{\"version\":\"5.0.1\",\"flags\":{},\"shapes\":[{\"label\":\"c\",\"poin"
              "ts\":[[1,2],[3,4]],\"group_id\":null,\"shape_type\":\"rectangle\",\"fla"
              "gs\":{}}],\"imagePath\":\"a.jpg\",\"imageData\":null,\"imageHeight\":9,"
              "\"\xff"
              "imageWidth\":9}"},
    {.format = "cvat",
     .name = "a.xml",
     .good = "<?xml version=\"1.0\"?>\n"
             "<annotations>\n"
             "<version>1.1</version>\n"
             "<image id=\"0\" name=\"a.jpg\" width=\"9\" height=\"9\">\n"
             "<box label=\"c\" occluded=\"0\" xtl=\"1\" ytl=\"2\" xbr=\"3\" ybr=\"4\""
             " z_order=\"0\"></box>\n"
             "</image>\n"
             "</annotations>\n",
     .cut = "<?xml version=\"1.0\"?>\n"
            "<annotations>\n"
            "<version>1.1</version>\n"
            "<image id=\"0\" name=\"a.jpg\" width=\"9\" height=\"9\">\n"
            "<box label=\"c\" occluded=\"0\" xtl=\"1\" ytl=\"2\" xbr=\"3\" ybr=\"4\""
            " z_order=\"0\"><",
     .wrong = "<?xml version=\"1.0\"?>\n"
              "<annotations>\n"
              "<version>1.1</version>\n"
              "<image id=\"0\" name=\"a.jpg\" width=\"9\" height=\"9\">\n"
              "<box label=\"c\" occluded=\"0\" xtl=\"1\" ytl=\"2\" xbr=\"wide\" ybr=\""
              "4\" z_order=\"0\"></box>\n"
              "</image>\n"
              "</annotations>\n",
     .latin = "<?xml version=\"1.0\"?>\n"
              "<annotations>\n"
              "<version>1.1</version>\n"
              "<image id=\"0\" name=\"a.jpg\" width=\"9\" height=\"9\">\n"
              "<box label=\"c\" occluded=\"0\" xtl=\"1\" ytl=\"2\" xbr=\"3\" ybr=\"4\""
              " z_order=\"0\"></box>\n"
              "</image>\n"
              "</\xff"
              "annotations>\n"},
    {.format = "yolo",
     .name = "a.txt",
     .good = "0 0.5 0.5 0.2 0.2\n",
     .cut = "0 0.5 0.5 0.2 0.2\n"
            "0 0.5 0.5\n",
     .wrong = "0 0.5 wide 0.2 0.2\n",
     .latin = "0 0.5 0.5 0.2 0.\xff"
              "2\n"},
    {.format = "yolo-seg",
     .name = "a.txt",
     .good = "0 0.1 0.1 0.5 0.1 0.5 0.5\n",
     .cut = "0 0.1 0.1 0.5 0.1 0.5\n",
     .wrong = "0 0.1 x 0.5 0.1 0.5 0.5\n",
     .latin = "0 0.1 0.1 0.5 0.1 0.5 0.\xff"
              "5\n",
     .by_name = true},
    {.format = "yolo-obb",
     .name = "a.txt",
     .good = "0 0.1 0.1 0.5 0.1 0.5 0.5 0.1 0.5\n",
     .cut = "0 0.1 0.1 0.5 0.1 0.5 0.5 0.1\n",
     .wrong = "0 0.1 x 0.5 0.1 0.5 0.5 0.1 0.5\n",
     .latin = "0 0.1 0.1 0.5 0.1 0.5 0.5 0.1 0.\xff"
              "5\n",
     .by_name = true},
    {.format = "yolo-pose",
     .name = "a.txt",
     .good = "0 0.5 0.5 0.2 0.2 0.4 0.4 2 0.6 0.6 2\n",
     .cut = "0 0.5 0.5 0.2 0.2 0.4\n",
     .wrong = "0 0.5 0.5 0.2 0.2 0.4 x 2 0.6 0.6 2\n",
     .latin = "0 0.5 0.5 0.2 0.2 0.4 0.4 2 0.6 0.6 \xff"
              "2\n",
     .by_name = true},
    {.format = "kitti",
     .name = "a.txt",
     .good = "Car 0.00 0 1.5 10.0 20.0 30.0 40.0 1.5 1.6 3.7 1 1 20 1.6\n",
     .cut = "Car 0.00 0 1.5 10.0 20.0 30.0 40.0 1.5 1.6 3.7 1 1 20 1.6\n"
            "Car 0.00 0 1.5 10.0 20.0 30.0 \n",
     .wrong = "Car 0.00 0 1.5 10.0 x 30.0 40.0 1.5 1.6 3.7 1 1 20 1.6\n",
     .latin = "\xff"
              "Car 0.00 0 1.5 10.0 20.0 30.0 40.0 1.5 1.6 3.7 1 1 20 1.6\n"},
    {.format = "dota",
     .name = "a.txt",
     .good = "10 10 20 10 20 20 10 20 plane 0\n",
     .cut = "10 10 20 10 20 20 10 20 plane 0\n"
            "10 10 20 10 \n",
     .wrong = "10 10 20 10 20 x 10 20 plane 0\n",
     .latin = "10 10 20 10 20 20 10 20 \xff"
              "plane 0\n"},
    {.format = "openimages",
     .name = "a.csv",
     .good = "ImageID,Source,LabelName,Confidence,XMin,XMax,YMin,YMax,IsOccluded,IsTr"
             "uncated,IsGroupOf,IsDepiction,IsInside\n"
             "a,xclick,/m/01,1,0.1,0.5,0.2,0.6,0,0,0,0,0\n",
     .cut = "ImageID,Source,LabelName,Confidence,XMin,XMax,YMin,YMax,IsOccluded,IsTr"
            "uncated,IsGroupOf,IsDepiction,IsInside\n"
            "a,xclick,/m/01,1,0.1,0.5,0.2,0.6,0,0,0,0,0\n"
            "a,xclick,/m/01,1,0.1\n",
     .wrong = "ImageID,Source,LabelName,Confidence,XMin,XMax,YMin,YMax,IsOccluded,IsTr"
              "uncated,IsGroupOf,IsDepiction,IsInside\n"
              "a,xclick,/m/01,1,0.1,wide,0.2,0.6,0,0,0,0,0\n",
     .latin = "ImageID,Source,LabelName,Confidence,XMin,XMax,YMin,YMax,IsOccluded,IsTr"
              "uncated,IsGroupOf,IsDepiction,IsInside\n"
              "a,xclick,/m/\xff"
              "01,1,0.1,0.5,0.2,0.6,0,0,0,0,0\n"},
    {.format = "datumaro",
     .name = "a.json",
     .good = "{\"info\":{},\"categories\":{\"label\":{\"labels\":[{\"name\":\"c\",\"p"
             "arent\":\"\",\"attributes\":[]}],\"attributes\":[]}},\"items\":[{\"id\""
             ":\"a\",\"annotations\":[{\"id\":0,\"type\":\"bbox\",\"attributes\":{},\""
             "group\":0,\"label_id\":0,\"z_order\":0,\"bbox\":[1,2,3,4]}],\"image\":{"
             "\"path\":\"a.jpg\",\"size\":[9,9]}}]}",
     .cut = "{\"info\":{},\"categories\":{\"label\":{\"labels\":[{\"name\":\"c\",\"p"
            "arent\":\"\",\"attributes\":[]}],\"attributes\":[]}},\"items\":[{\"id\""
            ":\"a\",\"annotations\":[{\"id\":0,\"type\":\"bbox\",\"attributes\":{},\""
            "group\":0,\"label_id\":0,\"z_order\":0,\"bbox\":[1,2,3,4]}],",
     .wrong = "{\"info\":{},\"categories\":{\"label\":{\"labels\":[{\"name\":\"c\",\"p"
              "arent\":\"\",\"attributes\":[]}],\"attributes\":[]}},\"items\":[{\"id\""
              ":\"a\",\"annotations\":[{\"id\":0,\"type\":\"bbox\",\"attributes\":{},\""
              "group\":0,\"label_id\":0,\"z_order\":0,\"bbox\":[1,2,3,\"x\"]}],\"image"
              "\":{\"path\":\"a.jpg\",\"size\":[9,9]}}]}",
     .latin = "{\"info\":{},\"categories\":{\"label\":{\"labels\":[{\"name\":\"c\",\"p"
              "arent\":\"\",\"attributes\":[]}],\"attributes\":[]}},\"items\":[{\"id\""
              ":\"a\",\"annotations\":[{\"id\":0,\"type\":\"bbox\",\"attributes\":{},\""
              "group\":0,\"label_id\":0,\"z_order\":0,\"bbox\":[1,2,3,4]}],\"image\":{"
              "\"path\":\"a.jpg\",\"\xff"
              "size\":[9,9]}}]}"},
    {.format = "supervisely",
     .name = "ann/a.jpg.json",
     .good = "{\"description\":\"\",\"tags\":[],\"size\":{\"height\":9,\"width\":9},\""
             "objects\":[{\"id\":1,\"classId\":1,\"labelerLogin\":\"u\",\"createdAt\""
             ":\"2026-01-01T00:00:00.000Z\",\"geometryType\":\"rectangle\",\"tags\":["
             "],\"classTitle\":\"c\",\"points\":{\"exterior\":[[1,2],[3,4]],\"interio"
             "r\":[]}}]}",
     .cut = "{\"description\":\"\",\"tags\":[],\"size\":{\"height\":9,\"width\":9},\""
            "objects\":[{\"id\":1,\"classId\":1,\"labelerLogin\":\"u\",\"createdAt\""
            ":\"2026-01-01T00:00:00.000Z\",\"geometryType\":\"rectangle\",\"tags\":["
            "],\"classTitle\":\"c\",\"points\":{\"e",
     .wrong = "{\"description\":\"\",\"tags\":[],\"size\":{\"height\":9,\"width\":9},\""
              "objects\":[{\"id\":1,\"classId\":1,\"labelerLogin\":\"u\",\"createdAt\""
              ":\"2026-01-01T00:00:00.000Z\",\"geometryType\":\"rectangle\",\"tags\":["
              "],\"classTitle\":\"c\",\"points\":{\"exterior\":[[1,\"x\"],[3,4]],\"int"
              "erior\":[]}}]}",
     .latin = "{\"description\":\"\",\"tags\":[],\"size\":{\"height\":9,\"width\":9},\""
              "objects\":[{\"id\":1,\"classId\":1,\"labelerLogin\":\"u\",\"createdAt\""
              ":\"2026-01-01T00:00:00.000Z\",\"geometryType\":\"rectangle\",\"tags\":["
              "],\"classTitle\":\"c\",\"points\":{\"exterior\":[[1,2],[3,4]],\"\xff"
              "interior\":[]}}]}"},
    {.format = "v7",
     .name = "a.json",
     .good = "{\"version\":\"2.0\",\"item\":{\"name\":\"a.jpg\",\"path\":\"/\",\"slot"
             "s\":[{\"type\":\"image\",\"slot_name\":\"0\",\"width\":9,\"height\":9}]"
             "},\"annotations\":[{\"id\":\"u\",\"name\":\"c\",\"bounding_box\":{\"x\""
             ":1,\"y\":2,\"w\":3,\"h\":4}}]}",
     .cut = "{\"version\":\"2.0\",\"item\":{\"name\":\"a.jpg\",\"path\":\"/\",\"slot"
            "s\":[{\"type\":\"image\",\"slot_name\":\"0\",\"width\":9,\"height\":9}]"
            "},\"annotations\":[{\"id\":\"u\",\"name\":\"c\",\"bounding_box",
     .wrong = "{\"version\":\"2.0\",\"item\":{\"name\":\"a.jpg\",\"path\":\"/\",\"slot"
              "s\":[{\"type\":\"image\",\"slot_name\":\"0\",\"width\":9,\"height\":9}]"
              "},\"annotations\":[{\"id\":\"u\",\"name\":\"c\",\"bounding_box\":{\"x\""
              ":1,\"y\":2,\"w\":\"x\",\"h\":4}}]}",
     .latin = "{\"version\":\"2.0\",\"item\":{\"name\":\"a.jpg\",\"path\":\"/\",\"slot"
              "s\":[{\"type\":\"image\",\"slot_name\":\"0\",\"width\":9,\"height\":9}]"
              "},\"annotations\":[{\"id\":\"u\",\"name\":\"c\",\"bounding_box\":{\"x\""
              ":1,\"y\":2,\"w\":3,\"\xff"
              "h\":4}}]}"},
    {.format = "via",
     .name = "a.json",
     .good = "{\"a.jpg123\":{\"filename\":\"a.jpg\",\"size\":123,\"regions\":[{\"shap"
             "e_attributes\":{\"name\":\"rect\",\"x\":1,\"y\":2,\"width\":3,\"height\""
             ":4},\"region_attributes\":{\"class\":\"c\"}}],\"file_attributes\":{}}}",
     .cut = "{\"a.jpg123\":{\"filename\":\"a.jpg\",\"size\":123,\"regions\":[{\"shap"
            "e_attributes\":{\"name\":\"rect\",\"x\":1,\"y\":2,\"width\":3,\"height\""
            ":4},\"region_attributes",
     .wrong = "{\"a.jpg123\":{\"filename\":\"a.jpg\",\"size\":123,\"regions\":[{\"shap"
              "e_attributes\":{\"name\":\"rect\",\"x\":\"one\",\"y\":2,\"width\":3,\"h"
              "eight\":4},\"region_attributes\":{\"class\":\"c\"}}],\"file_attributes\""
              ":{}}}",
     .latin = "{\"a.jpg123\":{\"filename\":\"a.jpg\",\"size\":123,\"regions\":[{\"shap"
              "e_attributes\":{\"name\":\"rect\",\"x\":1,\"y\":2,\"width\":3,\"height\""
              ":4},\"region_attributes\":{\"class\":\"c\"}}],\"file_\xff"
              "attributes\":{}}}"},
    {.format = "cvat-video",
     .name = "v.xml",
     .good = "<?xml version=\"1.0\"?>\n"
             "<annotations>\n"
             "<meta><task><name>v</name><mode>interpolation</mode></task></meta>\n"
             "<track id=\"0\" label=\"c\">\n"
             "<box frame=\"0\" outside=\"0\" occluded=\"0\" keyframe=\"1\" xtl=\"1\" "
             "ytl=\"2\" xbr=\"3\" ybr=\"4\"/>\n"
             "</track>\n"
             "</annotations>\n",
     .cut = "<?xml version=\"1.0\"?>\n"
            "<annotations>\n"
            "<meta><task><name>v</name><mode>interpolation</mode></task></meta>\n"
            "<track id=\"0\" label=\"c\">\n"
            "<box frame=\"0\" outside=\"0\" occluded=\"0\" keyframe=\"1\" xtl=\"1\" "
            "ytl=\"2\" xbr=\"3\" ybr=",
     .wrong = "<?xml version=\"1.0\"?>\n"
              "<annotations>\n"
              "<meta><task><name>v</name><mode>interpolation</mode></task></meta>\n"
              "<track id=\"0\" label=\"c\">\n"
              "<box frame=\"0\" outside=\"0\" occluded=\"0\" keyframe=\"1\" xtl=\"1\" "
              "ytl=\"2\" xbr=\"wide\" ybr=\"4\"/>\n"
              "</track>\n"
              "</annotations>\n",
     .latin = "<?xml version=\"1.0\"?>\n"
              "<annotations>\n"
              "<meta><task><name>v</name><mode>interpolation</mode></task></meta>\n"
              "<track id=\"0\" label=\"c\">\n"
              "<box frame=\"0\" outside=\"0\" occluded=\"0\" keyframe=\"1\" xtl=\"1\" "
              "ytl=\"2\" xbr=\"3\" ybr=\"4\"/>\n"
              "</track>\n"
              "</\xff"
              "annotations>\n"},
    {.format = "mot",
     .name = "gt.txt",
     .good = "1,1,10,20,30,40,1,1,1\n"
             "2,1,11,20,30,40,1,1,1\n",
     .cut = "1,1,10,20,30,40,1,1,1\n"
            "2,1,11,20,30,40,1,1,1\n"
            "3,1,10\n",
     .wrong = "1,1,10,20,30,40,1,1,1\n"
              "2,1,x,20,30,40,1,1,1\n",
     .latin = "1,1,10,20,30,40,1,1,1\n"
              "2,1,11,20,30,40,1,1,\xff"
              "1\n"},
    {.format = "kitti-tracking",
     .name = "0000.txt",
     .good = "0 1 Car 0 0 1.5 10.0 20.0 30.0 40.0 1.5 1.6 3.7 1 1 20 1.6\n"
             "1 1 Car 0 0 1.5 11.0 20.0 30.0 40.0 1.5 1.6 3.7 1 1 20 1.6\n",
     .cut = "0 1 Car 0 0 1.5 10.0 20.0 30.0 40.0 1.5 1.6 3.7 1 1 20 1.6\n"
            "1 1 Car 0 0 1.5 11.0 20.0 30.0 40.0 1.5 1.6 3.7 1 1 20 1.6\n"
            "0 1 Car 0 0 1.5 10.0\n",
     .wrong = "0 1 Car 0 0 1.5 10.0 20.0 30.0 40.0 1.5 1.6 3.7 1 1 20 1.6\n"
              "1 1 Car 0 0 1.5 x 20.0 30.0 40.0 1.5 1.6 3.7 1 1 20 1.6\n",
     .latin = "0 1 Car 0 0 1.5 10.0 20.0 30.0 40.0 1.5 1.6 3.7 1 1 20 1.6\n"
              "1 1 \xff"
              "Car 0 0 1.5 11.0 20.0 30.0 40.0 1.5 1.6 3.7 1 1 20 1.6\n"},
    {.format = "mots",
     .name = "0002.txt",
     .good = "0 1001 1 2 2 13\n",
     .cut = "0 1001 1 2 2 13\n"
            "1 1001 1\n",
     .wrong = "0 1001 1 2 x 13\n",
     .latin = "0 1001 1 2 2 \xff"
              "13\n"},
    {.format = "ava",
     .name = "a.csv",
     .good = "v,0902,0.1,0.2,0.5,0.7,12,3\n",
     .cut = "v,0902,0.1,0.2,0.5,0.7,12,3\n"
            "v,0902,0.1\n",
     .wrong = "v,0902,0.1,0.2,0.5,wide,12,3\n",
     .latin = "\xff"
              "v,0902,0.1,0.2,0.5,0.7,12,3\n"},
    {.format = "conll",
     .name = "a.conll",
     .good = "EU NNP B-ORG\n"
             "rejects VBZ O\n"
             "\n"
             "x NN O\n",
     .cut = "EU NNP B-ORG\n"
            "rejects VBZ O\n"
            "x NN\n",
     .wrong = "EU NNP B-ORG\n"
              "rejects VBZ Q-ORG\n"
              "\n"},
    {.format = "conllu",
     .name = "a.conllu",
     .good = "# text = EU a\n"
             "1\tEU\tEU\tPROPN\t_\t_\t0\troot\t_\tNER=B-ORG\n"
             "2\ta\ta\tX\t_\t_\t1\tdep\t_\tNER=O\n"
             "\n",
     .cut = "# text = EU a\n"
            "1\tEU\tEU\tPROPN\t_\t_\t0\troot\t_\tNER=B-ORG\n"
            "2\ta\ta\tX\t_\n",
     .wrong = "# text = EU a\n"
              "1\tEU\tEU\tPROPN\t_\t_\t0\troot\t_\tNER=B-ORG\n"
              "x\ta\ta\tX\t_\t_\t1\tdep\t_\tNER=O\n"
              "\n",
     .latin = "# text = EU a\n"
              "1\tEU\tEU\tPROPN\t_\t_\t0\troot\t_\tNER=B-ORG\n"
              "2\ta\ta\tX\t_\t_\t1\tdep\t_\tNER=\xff"
              "O\n"
              "\n"},
    {.format = "webanno",
     .name = "a.tsv",
     .good = "#FORMAT=WebAnno TSV 3.2\n"
             "#T_SP=webanno.custom.N|value\n"
             "\n"
             "\n"
             "#Text=EU a\n"
             "1-1\t0-2\tEU\tORG\t\n"
             "1-2\t3-4\ta\t_\t\n",
     .cut = "#FORMAT=WebAnno TSV 3.2\n"
            "#T_SP=webanno.custom.N|value\n"
            "\n"
            "\n"
            "#Text=EU a\n"
            "1-1\t0-2\tEU\tORG\t\n"
            "1-2\t3\n",
     .wrong = "#FORMAT=WebAnno TSV 3.2\n"
              "#T_SP=webanno.custom.N|value\n"
              "\n"
              "\n"
              "#Text=EU a\n"
              "1-1\t0-2\tEU\tORG\t\n"
              "1-2\t3-x\ta\t_\t\n",
     .latin = "#FORMAT=WebAnno TSV 3.2\n"
              "#T_SP=webanno.custom.N|value\n"
              "\n"
              "\n"
              "#Text=EU a\n"
              "1-1\t0-2\tEU\tORG\t\n"
              "1-2\t3-4\t\xff"
              "a\t_\t\n"},
    {.format = "brat",
     .name = "a.ann",
     .good = "T1\tOrg 0 2\tEU\n",
     .cut = "T1\tOrg 0 2\tEU\n"
            "T2\tOrg 3\n",
     .wrong = "T1\tOrg 0 two\tEU\n",
     .latin = "T1\tOrg 0 2\t\xff"
              "EU\n"},
    {.format = "spacy",
     .name = "a.jsonl",
     .good = "[\"EU a\",{\"entities\":[[0,2,\"ORG\"]]}]\n",
     .cut = "[\"EU a\",{\"entities\":[[0,2,\"ORG\"",
     .wrong = "[\"EU a\",{\"entities\":[[0,\"x\",\"ORG\"]]}]\n",
     .latin = "[\"EU a\",{\"entities\":[[0,2,\"\xff"
              "ORG\"]]}]\n"},
    {.format = "prodigy",
     .name = "a.jsonl",
     .good = "{\"text\":\"EU a\",\"_input_hash\":1,\"_task_hash\":2,\"spans\":[{\"sta"
             "rt\":0,\"end\":2,\"label\":\"ORG\"}],\"answer\":\"accept\"}\n",
     .cut = "{\"text\":\"EU a\",\"_input_hash\":1,\"_task_hash\":2,\"spans\":[{\"sta"
            "rt\":0,\"end\":2,\"labe",
     .wrong = "{\"text\":\"EU a\",\"_input_hash\":1,\"_task_hash\":2,\"spans\":[{\"sta"
              "rt\":0,\"end\":\"x\",\"label\":\"ORG\"}],\"answer\":\"accept\"}\n",
     .latin = "{\"text\":\"EU a\",\"_input_hash\":1,\"_task_hash\":2,\"spans\":[{\"sta"
              "rt\":0,\"end\":2,\"label\":\"ORG\"}],\"answer\":\"\xff"
              "accept\"}\n"},
    {.format = "rttm",
     .name = "a.rttm",
     .good = "SPEAKER r 1 0.0 1.5 <NA> <NA> a <NA> <NA>\n",
     .cut = "SPEAKER r 1 0.0 1.5 <NA> <NA> a <NA> <NA>\n"
            "SPEAKER r 1 0.0\n",
     .wrong = "SPEAKER r 1 0.0 x <NA> <NA> a <NA> <NA>\n",
     .latin = "SPEAKER r 1 0.0 1.5 <NA> <NA> a <NA> <\xff"
              "NA>\n"},
    {.format = "stm",
     .name = "a.stm",
     .good = "r 1 a 0.0 1.5 <o> hello you\n"
             "r 1 b 1.5 2.5 <o> hi\n",
     .cut = "r 1 a 0.0 1.5 <o> hello you\n"
            "r 1 b 1.5 2.5 <o> hi\n"
            "r 1 a\n",
     .wrong = "r 1 a 0.0 x <o> hello you\n"
              "r 1 b 1.5 2.5 <o> hi\n",
     .latin = "r 1 a 0.0 1.5 <o> hello you\n"
              "r 1 b 1.5 2.5 <o> \xff"
              "hi\n"},
    {.format = "ctm",
     .name = "a.ctm",
     .good = "r 1 0.0 0.5 hello 0.9\n"
             "r 1 0.5 0.5 you 0.9\n",
     .cut = "r 1 0.0 0.5 hello 0.9\n"
            "r 1 0.5 0.5 you 0.9\n"
            "r 1 0.0\n",
     .wrong = "r 1 0.0 0.5 hello 0.9\n"
              "r 1 0.5 x you 0.9\n",
     .latin = "r 1 0.0 0.5 hello 0.9\n"
              "r 1 0.5 0.5 \xff"
              "you 0.9\n"},
    {.format = "textgrid",
     .name = "a.TextGrid",
     .good = "File type = \"ooTextFile\"\n"
             "Object class = \"TextGrid\"\n"
             "\n"
             "xmin = 0\n"
             "xmax = 2\n"
             "tiers? <exists>\n"
             "size = 1\n"
             "item []:\n"
             "    item [1]:\n"
             "        class = \"IntervalTier\"\n"
             "        name = \"a\"\n"
             "        xmin = 0\n"
             "        xmax = 2\n"
             "        intervals: size = 1\n"
             "        intervals [1]:\n"
             "            xmin = 0\n"
             "            xmax = 2\n"
             "            text = \"hi\"\n",
     .cut = "File type = \"ooTextFile\"\n"
            "Object class = \"TextGrid\"\n"
            "\n"
            "xmin = 0\n"
            "xmax = 2\n"
            "tiers? <exists>\n"
            "size = 1\n"
            "item []:\n"
            "    item [1]:\n"
            "        class = \"IntervalTier\"\n"
            "        name = \"a\"\n"
            "        xmin = 0\n"
            "        xmax = 2\n"
            "        intervals: size = 1\n"
            "        intervals [1]:\n"
            "            xmin = 0\n"
            "            xma",
     .wrong = "File type = \"ooTextFile\"\n"
              "Object class = \"TextGrid\"\n"
              "\n"
              "xmin = 0\n"
              "xmax = 2\n"
              "tiers? <exists>\n"
              "size = 1\n"
              "item []:\n"
              "    item [1]:\n"
              "        class = \"IntervalTier\"\n"
              "        name = \"a\"\n"
              "        xmin = 0\n"
              "        xmax = 2\n"
              "        intervals: size = 1\n"
              "        intervals [1]:\n"
              "            xmin = 0\n"
              "            xmax = two\n"
              "            text = \"hi\"\n"},
    {.format = "eaf",
     .name = "a.eaf",
     .good = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
             "<ANNOTATION_DOCUMENT>\n"
             "<HEADER TIME_UNITS=\"milliseconds\"/>\n"
             "<TIME_ORDER>\n"
             "<TIME_SLOT TIME_SLOT_ID=\"ts1\" TIME_VALUE=\"0\"/>\n"
             "<TIME_SLOT TIME_SLOT_ID=\"ts2\" TIME_VALUE=\"500\"/>\n"
             "</TIME_ORDER>\n"
             "<TIER TIER_ID=\"t\" LINGUISTIC_TYPE_REF=\"x\">\n"
             "<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID=\"a1\" TIME_SLOT_REF1=\""
             "ts1\" TIME_SLOT_REF2=\"ts2\"><ANNOTATION_VALUE>hi</ANNOTATION_VALUE></A"
             "LIGNABLE_ANNOTATION></ANNOTATION>\n"
             "</TIER>\n"
             "</ANNOTATION_DOCUMENT>\n",
     .cut = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            "<ANNOTATION_DOCUMENT>\n"
            "<HEADER TIME_UNITS=\"milliseconds\"/>\n"
            "<TIME_ORDER>\n"
            "<TIME_SLOT TIME_SLOT_ID=\"ts1\" TIME_VALUE=\"0\"/>\n"
            "<TIME_SLOT TIME_SLOT_ID=\"ts2\" TIME_VALUE=\"500\"/>\n"
            "</TIME_ORDER>\n"
            "<TIER TIER_ID=\"t\" LINGUISTIC_TYPE_REF=\"x\">\n"
            "<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID=\"a1\" TIME_SLOT_REF1=\""
            "ts1\" TIME_SLOT_REF2=\"ts2\"><ANNOTATION_VALUE>hi</ANNOTATION_VALUE></A"
            "LIGNA",
     .wrong = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
              "<ANNOTATION_DOCUMENT>\n"
              "<HEADER TIME_UNITS=\"milliseconds\"/>\n"
              "<TIME_ORDER>\n"
              "<TIME_SLOT TIME_SLOT_ID=\"ts1\" TIME_VALUE=\"0\"/>\n"
              "<TIME_SLOT TIME_SLOT_ID=\"ts2\" TIME_VALUE=\"late\"/>\n"
              "</TIME_ORDER>\n"
              "<TIER TIER_ID=\"t\" LINGUISTIC_TYPE_REF=\"x\">\n"
              "<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID=\"a1\" TIME_SLOT_REF1=\""
              "ts1\" TIME_SLOT_REF2=\"ts2\"><ANNOTATION_VALUE>hi</ANNOTATION_VALUE></A"
              "LIGNABLE_ANNOTATION></ANNOTATION>\n"
              "</TIER>\n"
              "</ANNOTATION_DOCUMENT>\n",
     .latin = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
              "<ANNOTATION_DOCUMENT>\n"
              "<HEADER TIME_UNITS=\"milliseconds\"/>\n"
              "<TIME_ORDER>\n"
              "<TIME_SLOT TIME_SLOT_ID=\"ts1\" TIME_VALUE=\"0\"/>\n"
              "<TIME_SLOT TIME_SLOT_ID=\"ts2\" TIME_VALUE=\"500\"/>\n"
              "</TIME_ORDER>\n"
              "<TIER TIER_ID=\"t\" LINGUISTIC_TYPE_REF=\"x\">\n"
              "<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID=\"a1\" TIME_SLOT_REF1=\""
              "ts1\" TIME_SLOT_REF2=\"ts2\"><ANNOTATION_VALUE>hi</ANNOTATION_VALUE></A"
              "LIGNABLE_ANNOTATION></ANNOTATION>\n"
              "</TIER>\n"
              "</ANNOTATION_\xff"
              "DOCUMENT>\n"},
    {.format = "webvtt",
     .name = "a.vtt",
     .good = "WEBVTT\n"
             "\n"
             "00:01.000 --> 00:02.000\n"
             "<v Ann>hi\n",
     .cut = "WEBVTT\n"
            "\n"
            "00:01.000 --> 00:02.000\n"
            "<v Ann>hi\n"
            "\n"
            "00:03.000 --> 00:0\n",
     .wrong = "WEBVTT\n"
              "\n"
              "00:01.000 --> later\n"
              "<v Ann>hi\n",
     .latin = "WEBVTT\n"
              "\n"
              "00:01.000 --> 00:02.000\n"
              "<v Ann>\xff"
              "hi\n"},
    {.format = "srt",
     .name = "a.srt",
     .good = "1\n"
             "00:00:01,000 --> 00:00:02,000\n"
             "hi\n",
     .cut = "1\n"
            "00:00:01,000 --> 00:00:02,000\n"
            "hi\n"
            "\n"
            "2\n"
            "00:00:03,000 --> \n",
     .wrong = "1\n"
              "00:00:01,000 --> 00:00:02,000\n"
              "hi\n"
              "\n"
              "2\n"
              "00:00:03,000 --> later\n"
              "x\n"},
    {.format = "audacity",
     .name = "a.txt",
     .good = "0.0\t1.5\tspeech\n"
             "2.0\t2.5\tnoise\n",
     .cut = "0.0\t1.5\tspeech\n"
            "2.0\t2.5\tnoise\n"
            "3.0\t\n",
     .wrong = "0.0\t1.5\tspeech\n"
              "2.0\tx\tnoise\n"},
    {.format = "dcase",
     .name = "a.tsv",
     .good = "filename\tonset\toffset\tevent_label\n"
             "a.wav\t0.0\t1.5\tSpeech\n",
     .cut = "filename\tonset\toffset\tevent_label\n"
            "a.wav\t0.0\t1.5\tSpeech\n"
            "a.wav\t1.0\n",
     .wrong = "filename\tonset\toffset\tevent_label\n"
              "a.wav\t0.0\tx\tSpeech\n",
     .latin = "filename\tonset\toffset\tevent_label\n"
              "a.wav\t0.0\t1.5\t\xff"
              "Speech\n"},
    {.format = "activitynet",
     .name = "a.json",
     .good = "{\"version\":\"1.3\",\"taxonomy\":[],\"database\":{\"v1\":{\"duration\""
             ":10.0,\"subset\":\"validation\",\"annotations\":[{\"segment\":[1.0,2.0]"
             ",\"label\":\"run\"}]}}}",
     .cut = "{\"version\":\"1.3\",\"taxonomy\":[],\"database\":{\"v1\":{\"duration\""
            ":10.0,\"subset\":\"validation\",\"annotations\":[{\"segment\":[1.0,2.0",
     .wrong = "{\"version\":\"1.3\",\"taxonomy\":[],\"database\":{\"v1\":{\"duration\""
              ":10.0,\"subset\":\"validation\",\"annotations\":[{\"segment\":[1.0,\"x\""
              "],\"label\":\"run\"}]}}}",
     .latin = "{\"version\":\"1.3\",\"taxonomy\":[],\"database\":{\"v1\":{\"duration\""
              ":10.0,\"subset\":\"validation\",\"annotations\":[{\"segment\":[1.0,2.0]"
              ",\"label\":\"\xff"
              "run\"}]}}}"},
    {.format = "via-video",
     .name = "a.json",
     .good = "{\"project\":{\"pid\":\"__VIA_PROJECT_ID__\"},\"config\":{},\"attribute"
             "\":{\"1\":{\"aname\":\"act\",\"anchor_id\":\"FILE1_Z2_XY0\",\"type\":4,"
             "\"desc\":\"\",\"options\":{\"1\":\"run\"},\"default_option_id\":\"\"}},"
             "\"file\":{\"1\":{\"fid\":\"1\",\"fname\":\"v.mp4\",\"type\":4,\"loc\":1"
             ",\"src\":\"\"}},\"metadata\":{\"1_a\":{\"vid\":\"1\",\"flg\":0,\"z\":[1"
             ".0,2.0],\"xy\":[],\"av\":{\"1\":\"1\"}}},\"view\":{\"1\":{\"fid_list\":"
             "[\"1\"]}}}",
     .cut = "{\"project\":{\"pid\":\"__VIA_PROJECT_ID__\"},\"config\":{},\"attribute"
            "\":{\"1\":{\"aname\":\"act\",\"anchor_id\":\"FILE1_Z2_XY0\",\"type\":4,"
            "\"desc\":\"\",\"options\":{\"1\":\"run\"},\"default_option_id\":\"\"}},"
            "\"file\":{\"1\":{\"fid\":\"1\",\"fname\":\"v.mp4\",\"type\":4,\"loc\":1"
            ",\"src\":\"\"}},\"metadata\":{\"1_a\":{\"vid\":\"1\",\"flg\":0,\"z\":[1"
            ".0,2.0],\"xy\":[],\"av\":{\"1\"",
     .wrong = "{\"project\":{\"pid\":\"__VIA_PROJECT_ID__\"},\"config\":{},\"attribute"
              "\":{\"1\":{\"aname\":\"act\",\"anchor_id\":\"FILE1_Z2_XY0\",\"type\":4,"
              "\"desc\":\"\",\"options\":{\"1\":\"run\"},\"default_option_id\":\"\"}},"
              "\"file\":{\"1\":{\"fid\":\"1\",\"fname\":\"v.mp4\",\"type\":4,\"loc\":1"
              ",\"src\":\"\"}},\"metadata\":{\"1_a\":{\"vid\":\"1\",\"flg\":0,\"z\":[1"
              ".0,\"x\"],\"xy\":[],\"av\":{\"1\":\"1\"}}},\"view\":{\"1\":{\"fid_list\""
              ":[\"1\"]}}}",
     .latin = "{\"project\":{\"pid\":\"__VIA_PROJECT_ID__\"},\"config\":{},\"attribute"
              "\":{\"1\":{\"aname\":\"act\",\"anchor_id\":\"FILE1_Z2_XY0\",\"type\":4,"
              "\"desc\":\"\",\"options\":{\"1\":\"run\"},\"default_option_id\":\"\"}},"
              "\"file\":{\"1\":{\"fid\":\"1\",\"fname\":\"v.mp4\",\"type\":4,\"loc\":1"
              ",\"src\":\"\"}},\"metadata\":{\"1_a\":{\"vid\":\"1\",\"flg\":0,\"z\":[1"
              ".0,2.0],\"xy\":[],\"av\":{\"1\":\"1\"}}},\"view\":{\"1\":{\"fid_\xff"
              "list\":[\"1\"]}}}"},
};
#define COUNT(array) (sizeof(array) / sizeof *(array))

static const char sizes[] = "item,width,height\na,100,100\nv,100,100\ndelivery,100,100\n";

#endif
