"""Random deliveries in the formats that labelqa reads, with faults that are known: what of each is
used, in which nothing was found, and what is excluded for which reason.

    for case in cases(seed): case.name, case.files {name: bytes}, case.path, case.options,
        case.used Counter of (item, label), case.empty, case.excluded Counter of reasons
"""

import collections
import io
import json
import random
import struct
import zipfile
import zlib
from xml.sax.saxutils import escape

BLANK, SKIPPED, OPEN = "blank label", "skipped by the annotator", "not finished"
REPEATED, UNREAD = "repeated row", "shape of a kind that is not read here"
NO_BOX, TAINTED = "no box or times", "tainted: the platform did not trust its worker"
LABELS = ["car", "bus", "zebra", "M\u00fcll", "x y"]
WORDS = LABELS[:3]


class Case:
    def __init__(self, name, path, options=()):
        self.name, self.path, self.options = name, path, list(options)
        self.files, self.used, self.empty = {}, collections.Counter(), 0
        self.excluded = collections.Counter()

    def add(self, name, text):
        self.files[name] = text if isinstance(text, bytes) else text.encode("utf-8")
        return self


def items(r, suffix=""):
    return ["item%d%s" % (i, suffix) for i in range(r.randint(3, 6))]


def boxes(r, labels, at_least=0):
    return [(r.choice(labels), [r.randint(0, 40), r.randint(0, 40), r.randint(2, 20), r.randint(2, 20)])
            for _ in range(r.randint(at_least, 3))]


def note(case, item, marks):
    for label, _ in marks:
        case.used[item, label] += 1
    case.empty += not marks


# ---- tables ----

def label_rows(r, case):
    """Rows item, annotator, label, status with each fault of tables of labels."""
    rows = []
    for item in items(r):
        for who in "ab":
            label = r.choice(LABELS)
            fault = r.choice(["", "", "", "blank", "skipped", "open", "again"])
            if fault == "blank":
                rows.append([item, who, "", "done"])
                case.excluded[BLANK] += 1
            elif fault in ("skipped", "open"):
                rows.append([item, who, "", fault])
                case.excluded[SKIPPED if fault == "skipped" else OPEN] += 1
            else:
                rows.append([item, who, label, "done"])
                case.used[item, label] += 1
                if fault == "again":
                    rows.append(rows[-1])
                    case.excluded[REPEATED] += 1
    return [["item", "annotator", "label", "status"]] + rows


def delimited(rows, comma, end="\n"):
    quote = lambda cell: '"%s"' % cell.replace('"', '""') if any(c in cell for c in comma + '"\n') else cell
    return "".join(comma.join(quote(cell) for cell in row) + end for row in rows)


def csv(r):
    case = Case("csv", "rows.csv")
    return case.add("rows.csv", delimited(label_rows(r, case), ","))


def semicolons(r):
    case = Case("csv with semicolons and CRLF", "rows.csv")
    return case.add("rows.csv", delimited(label_rows(r, case), ";", "\r\n"))


def tsv(r):
    case = Case("tsv in UTF-16", "rows.tsv")
    return case.add("rows.tsv", ("\ufeff" + delimited(label_rows(r, case), "\t")).encode("utf-16-le"))


def sheet(rows):
    """The cells as a workbook, all of them texts, as Excel saves a CSV that it took for text."""
    cells = []
    for y, row in enumerate(rows, 1):
        line = "".join('<c r="%s%d" t="inlineStr"><is><t xml:space="preserve">%s</t></is></c>'
                       % (column(x), y, escape(cell)) for x, cell in enumerate(row) if cell != "")
        cells.append('<row r="%d">%s</row>' % (y, line))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("[Content_Types].xml", '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>')
        book.writestr("_rels/.rels", '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>')
        book.writestr("xl/workbook.xml", '<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>')
        book.writestr("xl/_rels/workbook.xml.rels", '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>')
        book.writestr("xl/worksheets/sheet1.xml", '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>' % "".join(cells))
    return out.getvalue()


def column(x):
    return (chr(64 + x // 26) if x >= 26 else "") + chr(65 + x % 26)


def xlsx(r):
    case = Case("xlsx", "rows.xlsx")
    return case.add("rows.xlsx", sheet(label_rows(r, case)))


def jsonl(r):
    case = Case("labelqa-jsonl", "rows.jsonl")
    lines = []
    for item in items(r):
        label = r.choice(LABELS)
        lines.append({"item": item, "question": "q", "annotator": "a", "type": "label", "label": label})
        case.used[item, label] += 1
    lines.append({"item": "last", "question": "q", "annotator": "a", "status": "skipped"})
    case.excluded[SKIPPED] += 1
    return case.add("rows.jsonl", "".join(json.dumps(line) + "\n" for line in lines))


# ---- platforms ----

def platform(r, name, header, fill, reasons):
    """fill(item, who, label, fault) -> row; reasons: of its faults."""
    case, rows = Case(name, name + ".csv", ["--timezone", "UTC"]), [header]
    for item in items(r):
        for who in "ab":
            label, fault = r.choice(LABELS), r.choice(["", ""] + list(reasons))
            rows.append(fill(item, who, "" if fault == "blank" else label, fault))
            if fault:
                case.excluded[reasons[fault]] += 1
            else:
                case.used[item, label] += 1
    case.rows = rows
    return case.add(case.path, delimited(rows, ","))


def mturk(r):
    return platform(r, "mturk", ["HITId", "AssignmentId", "WorkerId", "AssignmentStatus", "AcceptTime",
                                 "SubmitTime", "WorkTimeInSeconds", "Answer.sentiment"],
                    lambda item, who, label, fault: [item, item + who, who, "Approved",
                                                     "Mon Mar 02 09:00:00 PST 2026",
                                                     "Mon Mar 02 09:01:00 PST 2026", "60", label],
                    {"blank": BLANK})


def toloka(r):
    return platform(r, "toloka", ["INPUT:image", "OUTPUT:result", "ASSIGNMENT:task_id",
                                  "ASSIGNMENT:assignment_id", "ASSIGNMENT:worker_id", "ASSIGNMENT:status",
                                  "ASSIGNMENT:started", "ASSIGNMENT:submitted"],
                    lambda item, who, label, fault: [item, label, "t" + item, item + who, who,
                                                     "SKIPPED" if fault == "skipped" else "APPROVED",
                                                     "2026-03-02T09:00:00", "2026-03-02T09:01:00"],
                    {"blank": BLANK, "skipped": SKIPPED})


def appen(r):
    return platform(r, "appen", ["_unit_id", "_created_at", "_id", "_started_at", "_tainted", "_trust",
                                 "_worker_id", "tone", "tone_gold"],
                    lambda item, who, label, fault: [item, "3/24/2026 17:57:02", item + who,
                                                     "3/24/2026 17:56:23",
                                                     "true" if fault == "tainted" else "false", "0.9", who,
                                                     label, ""],
                    {"blank": BLANK, "tainted": TAINTED})


def workbook(maker):
    def made(r):
        case = maker(r)
        case.name += ".xlsx"
        case.files = {case.path + ".xlsx": sheet(case.rows)}
        case.path += ".xlsx"
        return case
    return made


# ---- JSON of images ----

def coco(r):
    case = Case("coco", "coco.json")
    images, annotations = [], []
    for i, item in enumerate(items(r, ".jpg")):
        images.append({"id": i, "file_name": item, "width": 64, "height": 64})
        marks = boxes(r, LABELS)
        note(case, item, marks)
        for label, box in marks:
            annotations.append({"id": len(annotations), "image_id": i, "iscrowd": 0,
                                "category_id": LABELS.index(label), "bbox": box})
        if marks and r.random() < 0.5:
            annotations.append({"id": len(annotations), "image_id": i, "iscrowd": 0, "category_id": 0})
            case.excluded[NO_BOX] += 1
    return case.add("coco.json", json.dumps(
        {"images": images, "annotations": annotations,
         "categories": [{"id": i, "name": name} for i, name in enumerate(LABELS)]}))


def label_studio(r):
    case, tasks = Case("label-studio", "export.json"), []
    for i, item in enumerate(items(r, ".jpg")):
        given = []
        for who in (1, 2):
            marks = boxes(r, LABELS)
            results = [{"id": "r%d" % k, "type": "rectanglelabels", "from_name": "l", "to_name": "i",
                        "original_width": 64, "original_height": 64, "image_rotation": 0,
                        "value": {"x": b[0], "y": b[1], "width": b[2], "height": b[3], "rotation": 0,
                                  "rectanglelabels": [label]}} for k, (label, b) in enumerate(marks)]
            is_skipped = r.random() < 0.3
            if is_skipped:
                case.excluded[SKIPPED] += 1
            else:
                note(case, item, marks)
            given.append({"id": 10 * i + who, "completed_by": who, "was_cancelled": is_skipped,
                          "result": [] if is_skipped else results})
        tasks.append({"id": i, "data": {"image": item}, "annotations": given})
    first = boxes(r, ["car"], 1)[:1]
    tasks.append({"id": 99, "data": {"image": "last.jpg"}, "annotations": [
        {"id": 990, "completed_by": 1, "was_cancelled": False, "result": [
            {"id": "r", "type": "rectanglelabels", "from_name": "l", "to_name": "i", "original_width": 64,
             "original_height": 64, "image_rotation": 0,
             "value": {"x": 1, "y": 1, "width": 5, "height": 5, "rotation": 0,
                       "rectanglelabels": ["car"]}}]}]})
    note(case, "last.jpg", first)
    return case.add("export.json", json.dumps(tasks))


def labelme(r):
    case = Case("labelme", "labelme")
    for item in items(r, ".jpg"):
        marks = boxes(r, LABELS)
        shapes = [{"label": label, "shape_type": "rectangle",
                   "points": [[b[0], b[1]], [b[0] + b[2], b[1] + b[3]]]} for label, b in marks]
        if marks and r.random() < 0.5:
            shapes.append({"label": "car", "shape_type": "linestrip", "points": [[1, 1], [2, 2]]})
            case.excluded[UNREAD] += 1
        note(case, item, marks)
        case.add("labelme/%s.json" % item[:-4], json.dumps(
            {"version": "5.0.1", "flags": {}, "shapes": shapes, "imagePath": item, "imageData": None,
             "imageHeight": 64, "imageWidth": 64}))
    return case


def datumaro(r):
    case, out = Case("datumaro", "default.json"), []
    for item in items(r, ".jpg"):
        marks = boxes(r, LABELS)
        note(case, item, marks)
        out.append({"id": item, "image": {"path": item, "size": [64, 64]}, "annotations": [
            {"id": 0, "type": "bbox", "label_id": LABELS.index(label), "group": 0, "bbox": b}
            for label, b in marks]})
    return case.add("default.json", json.dumps(
        {"info": {}, "categories": {"label": {"labels": [{"name": name} for name in LABELS]}}, "items": out}))


def supervisely(r):
    case = Case("supervisely", "project")
    case.add("project/meta.json", json.dumps(
        {"classes": [{"title": name, "shape": "rectangle", "color": "#0F0"} for name in LABELS], "tags": []}))
    for item in items(r, ".jpg"):
        marks = boxes(r, LABELS)
        note(case, item, marks)
        objects = [{"id": k, "classTitle": label, "geometryType": "rectangle", "labelerLogin": "anna",
                    "points": {"exterior": [[b[0], b[1]], [b[0] + b[2], b[1] + b[3]]], "interior": []}}
                   for k, (label, b) in enumerate(marks)]
        if marks:
            objects.append({"id": 9, "classTitle": "car", "geometryType": "cuboid", "labelerLogin": "anna",
                            "points": {"exterior": [], "interior": []}})
            case.excluded[UNREAD] += 1
        case.add("project/ds0/ann/%s.json" % item, json.dumps(
            {"description": "", "tags": [], "size": {"height": 64, "width": 64}, "objects": objects}))
    return case


def v7(r):
    case = Case("v7", "v7")
    for item in items(r, ".jpg"):
        marks = boxes(r, LABELS)
        note(case, item, marks)
        case.add("v7/%s.json" % item[:-4], json.dumps(
            {"version": "2.0", "item": {"name": item, "path": "/", "slots": [
                {"type": "image", "slot_name": "0", "width": 64, "height": 64}]},
             "annotations": [{"id": "k%d" % k, "name": label,
                              "bounding_box": {"x": b[0], "y": b[1], "w": b[2], "h": b[3]}}
                             for k, (label, b) in enumerate(marks)]}))
    return case


def via(r):
    case, images = Case("via", "via.json"), {}
    for item in items(r, ".jpg"):
        marks = boxes(r, LABELS)
        note(case, item, marks)
        images[item + "1"] = {"filename": item, "size": 1, "file_attributes": {}, "regions": [
            {"shape_attributes": {"name": "rect", "x": b[0], "y": b[1], "width": b[2], "height": b[3]},
             "region_attributes": {"class": label}} for label, b in marks]}
    images["last.jpg1"] = {"filename": "last.jpg", "size": 1, "file_attributes": {}, "regions": [
        {"shape_attributes": {"name": "rect", "x": 1, "y": 1, "width": 2, "height": 2},
         "region_attributes": {"class": "car"}}]}
    case.used["last.jpg", "car"] += 1
    return case.add("via.json", json.dumps({"_via_settings": {}, "_via_img_metadata": images}))


# ---- XML ----

def voc(r):
    case = Case("voc", "voc")
    for item in items(r, ".jpg"):
        marks = boxes(r, LABELS)
        note(case, item, marks)
        objects = "".join(
            "<object><name>%s</name><difficult>0</difficult><bndbox><xmin>%d</xmin><ymin>%d</ymin>"
            "<xmax>%d</xmax><ymax>%d</ymax></bndbox></object>"
            % (label, b[0] + 1, b[1] + 1, b[0] + b[2], b[1] + b[3]) for label, b in marks)
        case.add("voc/%s.xml" % item[:-4],
                 "<annotation><filename>%s</filename><size><width>64</width><height>64</height>"
                 "<depth>3</depth></size>%s</annotation>" % (item, objects))
    return case


def cvat(r):
    case, images = Case("cvat", "annotations.xml"), ""
    for i, item in enumerate(items(r, ".jpg")):
        marks = boxes(r, LABELS)
        images += '<image id="%d" name="%s" width="64" height="64">' % (i, item)
        for label, b in marks:
            images += ('<box label="%s" occluded="0" xtl="%d" ytl="%d" xbr="%d" ybr="%d"></box>'
                       % (label, b[0], b[1], b[0] + b[2], b[1] + b[3]))
        if marks:
            images += '<polyline label="car" points="1.00,1.00;5.00,5.00"></polyline>'
            case.excluded[UNREAD] += 1
        note(case, item, marks)
        images += "</image>"
    return case.add("annotations.xml", '<?xml version="1.0" encoding="utf-8"?><annotations><version>1.1'
                    "</version><meta></meta>%s</annotations>" % images)


def eaf(r):
    case, slots, marks, n = Case("eaf", "rec.eaf"), "", "", 0
    for label in r.choices(WORDS, k=r.randint(1, 5)):
        slots += ('<TIME_SLOT TIME_SLOT_ID="ts%d" TIME_VALUE="%d"/><TIME_SLOT TIME_SLOT_ID="ts%d" '
                  'TIME_VALUE="%d"/>' % (n, n * 1000, n + 1, n * 1000 + 500))
        marks += ('<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a%d" TIME_SLOT_REF1="ts%d" '
                  'TIME_SLOT_REF2="ts%d"><ANNOTATION_VALUE>%s</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION>'
                  "</ANNOTATION>" % (n, n, n + 1, label))
        n += 2
        case.used["rec", label] += 1
    return case.add("rec.eaf", '<?xml version="1.0" encoding="UTF-8"?><ANNOTATION_DOCUMENT AUTHOR="" '
                    'DATE="2026-03-02T09:00:00+00:00" FORMAT="3.0" VERSION="3.0"><HEADER MEDIA_FILE="" '
                    'TIME_UNITS="milliseconds"></HEADER><TIME_ORDER>%s</TIME_ORDER><TIER '
                    'LINGUISTIC_TYPE_REF="t" TIER_ID="sounds">%s</TIER><LINGUISTIC_TYPE '
                    'LINGUISTIC_TYPE_ID="t" TIME_ALIGNABLE="true"/></ANNOTATION_DOCUMENT>' % (slots, marks))


# ---- text files of images ----

def yolo(r):
    case = Case("yolo", "labels", ["--sizes", "sizes.csv"])
    sizes = "item,width,height\n"
    case.add("labels/classes.txt", "".join(name + "\n" for name in LABELS))
    for item in items(r):
        marks = boxes(r, LABELS)
        note(case, item, marks)
        sizes += item + ",100,100\n"
        case.add("labels/%s.txt" % item, "".join(
            "%d %.3f %.3f %.3f %.3f\n" % (LABELS.index(label), (b[0] + b[2] / 2) / 100,
                                          (b[1] + b[3] / 2) / 100, b[2] / 100, b[3] / 100)
            for label, b in marks))
    case.add("labels/last.txt", "0 0.5 0.5 0.2 0.2\n")
    case.used["last", LABELS[0]] += 1
    return case.add("sizes.csv", sizes + "last,100,100\n")


def kitti(r):
    case = Case("kitti", "label_2")
    for item in items(r):
        marks = boxes(r, WORDS, 1)
        note(case, item, marks)
        case.add("label_2/%s.txt" % item, "".join(
            "%s 0.00 0 -1.57 %d.00 %d.00 %d.00 %d.00 1.5 1.6 3.7 1.0 2.0 9.0 -1.5\n"
            % (label, b[0], b[1], b[0] + b[2], b[1] + b[3]) for label, b in marks))
    return case


def dota(r):
    case = Case("dota", "labelTxt")
    for item in items(r):
        marks = boxes(r, WORDS, 1)
        note(case, item, marks)
        case.add("labelTxt/%s.txt" % item, "imagesource:GoogleEarth\ngsd:0.5\n" + "".join(
            "%d.0 %d.0 %d.0 %d.0 %d.0 %d.0 %d.0 %d.0 %s 0\n"
            % (b[0], b[1], b[0] + b[2], b[1], b[0] + b[2], b[1] + b[3], b[0], b[1] + b[3], label)
            for label, b in marks))
    return case


def openimages(r):
    case = Case("openimages", "boxes.csv", ["--sizes", "sizes.csv"])
    rows, sizes = "ImageID,Source,LabelName,Confidence,XMin,XMax,YMin,YMax,IsOccluded,IsTruncated," \
                  "IsGroupOf,IsDepiction,IsInside\n", "item,width,height\n"
    for item in items(r):
        marks = boxes(r, WORDS, 1)
        note(case, item, marks)
        sizes += item + ",100,100\n"
        rows += "".join("%s,xclick,%s,1,%.2f,%.2f,%.2f,%.2f,0,0,0,0,0\n" % (
            item, label, b[0] / 100, (b[0] + b[2]) / 100, b[1] / 100, (b[1] + b[3]) / 100)
            for label, b in marks)
    return case.add("boxes.csv", rows).add("sizes.csv", sizes)


def png(width, height, rows):
    chunk = lambda kind, data: (struct.pack(">I", len(data)) + kind + data
                                + struct.pack(">I", zlib.crc32(kind + data)))
    raw = b"".join(b"\0" + bytes(row) for row in rows)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(raw)) + chunk(b"IEND", b""))


def png_masks(r):
    case = Case("png-masks", "masks")
    for item in items(r):
        rows = [[r.randint(0, 3) for _ in range(8)] for _ in range(6)]
        for value in sorted(set(sum(rows, []))):
            case.used[item, str(value)] += 1
        case.add("masks/%s.png" % item, png(8, 6, rows))
    return case


# ---- texts ----

def words(r):
    return [r.choice(["Anna", "met", "Bob", "in", "Rome", "."]) for _ in range(r.randint(4, 9))]


def some_spans(r, tokens):
    at, spans = 0, []
    for token in tokens:
        if r.random() < 0.3:
            spans.append((at, at + len(token), r.choice(WORDS)))
        at += len(token) + 1
    return spans


def conll(r):
    case, text = Case("conll", "a.conll"), ""
    for i in range(r.randint(3, 6)):
        tokens = words(r)
        spans = some_spans(r, tokens)
        if i == 0 and not spans:
            spans = [(0, len(tokens[0]), "car")]
        at = 0
        for token in tokens:
            tag = [label for start, _, label in spans if start == at]
            text += "%s %s\n" % (token, "B-" + tag[0] if tag else "O")
            at += len(token) + 1
        text += "\n"
        note(case, str(i + 1), [(label, None) for _, _, label in spans])
    return case.add("a.conll", text)


def brat(r):
    case = Case("brat", "brat")
    for item in items(r):
        tokens = words(r)
        text, spans = " ".join(tokens), some_spans(r, tokens)
        case.add("brat/%s.txt" % item, text + "\n")
        lines = "".join("T%d\t%s %d %d\t%s\n" % (k + 1, label, s, e, text[s:e])
                        for k, (s, e, label) in enumerate(spans))
        case.add("brat/%s.ann" % item, lines)
        note(case, item, [(label, None) for _, _, label in spans])
    return case


def jsonl_spans(name, make, blank):
    def made(r):
        case, lines = Case(name, name + ".jsonl"), ""
        for i in range(r.randint(3, 6)):
            tokens = words(r)
            text, spans = " ".join(tokens), some_spans(r, tokens) or [(0, len(tokens[0]), "car")]
            line, item = make(i, text, spans)
            lines += json.dumps(line) + "\n"
            note(case, item, [(label, None) for _, _, label in spans])
        if blank is not None:
            line, reason = blank
            lines += json.dumps(line) + "\n"
            case.excluded[reason] += 1
        return case.add(case.path, lines)
    return made


doccano = jsonl_spans("doccano", lambda i, text, spans: (
    {"id": i, "text": text, "label": [list(span) for span in spans]}, str(i)), None)
spacy = jsonl_spans("spacy", lambda i, text, spans: (
    {"id": "d%d" % i, "text": text, "entities": [list(span) for span in spans]}, "d%d" % i), None)
prodigy = jsonl_spans("prodigy", lambda i, text, spans: (
    {"text": text, "_input_hash": i + 1, "_task_hash": i + 1, "answer": "accept",
     "_annotator_id": "anna",
     "spans": [{"start": s, "end": e, "label": label} for s, e, label in spans]}, str(i + 1)),
    ({"text": "x y", "_input_hash": 99, "_task_hash": 99, "answer": "ignore", "_annotator_id": "anna",
      "spans": []}, SKIPPED))


# ---- sound ----

def periods(r):
    at, out = 0.0, []
    for _ in range(r.randint(1, 5)):
        at += r.randint(1, 4) / 2
        out.append((at, at + 1.5, r.choice(WORDS)))
        at += 1.5
    return out


def rttm(r):
    case, text = Case("rttm", "a.rttm"), ""
    for item in items(r):
        for start, end, label in periods(r):
            text += "SPEAKER %s 1 %.2f %.2f <NA> <NA> %s <NA> <NA>\n" % (item, start, end - start, label)
            case.used[item, label] += 1
    text += "NON-LEX item0 1 0.00 1.00 <NA> laugh car <NA> <NA>\n"
    case.excluded[UNREAD] += 1
    return case.add("a.rttm", text)


def stm(r):
    case, text = Case("stm", "a.stm"), ";; a comment\n"
    for item in items(r):
        for who in "ab":
            text += "%s 1 %s 0.00 2.50 <o,f0> well then\n" % (item, who)
            case.used[item, who] += 1
    return case.add("a.stm", text)


def ctm(r):
    case, text = Case("ctm", "a.ctm"), ""
    for item in items(r):
        text += "%s 1 0.00 0.50 well\n%s 1 0.60 0.40 then\n" % (item, item)
        case.used[item, ""] += 1
    return case.add("a.ctm", text)


def audacity(r):
    case = Case("audacity", "rec.txt")
    given = periods(r)
    note(case, "rec", [(label, None) for _, _, label in given])
    return case.add("rec.txt", "".join("%f\t%f\t%s\n" % row for row in given))


def dcase(r):
    case, text = Case("dcase", "a.tsv"), "filename\tonset\toffset\tevent_label\n"
    for item in items(r, ".wav"):
        for start, end, label in periods(r):
            text += "%s\t%.3f\t%.3f\t%s\n" % (item, start, end, label)
            case.used[item, label] += 1
    text += "empty.wav\t\t\t\n"
    case.empty += 1
    return case.add("a.tsv", text)


def textgrid(r):
    case, parts, at = Case("textgrid", "rec.TextGrid"), [], 0.0
    for start, end, label in periods(r):
        parts += [(at, start, ""), (start, end, label)]
        case.used["rec", label] += 1
        at = end
    text = ('File type = "ooTextFile"\nObject class = "TextGrid"\n\nxmin = 0 \nxmax = %g \ntiers? <exists> \n'
            'size = 1 \nitem []: \n    item [1]:\n        class = "IntervalTier" \n        name = "sounds" \n'
            "        xmin = 0 \n        xmax = %g \n        intervals: size = %d \n" % (at, at, len(parts)))
    for k, (start, end, label) in enumerate(parts, 1):
        text += ("        intervals [%d]:\n            xmin = %g \n            xmax = %g \n"
                 '            text = "%s" \n' % (k, start, end, label))
    return case.add("rec.TextGrid", text.encode("utf-16"))


def subtitles(r, name, header, comma):
    case, text = Case(name, "rec." + ("vtt" if name == "webvtt" else "srt")), header
    stamp = lambda t: "%02d:%02d:%02d%s%03d" % (t // 3600, t // 60 % 60, t % 60, comma, t * 1000 % 1000)
    given = periods(r)
    for k, (start, end, label) in enumerate(given, 1):
        text += "%d\n%s --> %s\n%s\n\n" % (k, stamp(start), stamp(end), label)
    case.used["rec", ""] += 1 # the words of a recording are one transcript
    return case.add(case.path, text)


def webvtt(r):
    return subtitles(r, "webvtt", "WEBVTT\n\n", ".")


def srt(r):
    return subtitles(r, "srt", "", ",")


def activitynet(r):
    case, videos = Case("activitynet", "a.json"), {}
    for item in items(r):
        given = periods(r)
        note(case, item, [(label, None) for _, _, label in given])
        videos[item] = {"duration": 99.0, "subset": "validation", "annotations": [
            {"segment": [start, end], "label": label} for start, end, label in given]}
    return case.add("a.json", json.dumps({"version": "1.3", "database": videos}))


# ---- tracks ----

def mot(r):
    case, text = Case("mot", "seq.txt"), ""
    for track in range(1, r.randint(2, 4)):
        for frame in range(1, r.randint(2, 5)):
            text += "%d,%d,%d,10,20,30,1,1,1\n" % (frame, track, 5 * frame)
            case.used["seq", "pedestrian"] += 1
    return case.add("seq.txt", text)


def kitti_tracking(r):
    case, text = Case("kitti-tracking", "0001.txt"), ""
    for track in range(1, r.randint(2, 4)):
        for frame in range(r.randint(1, 4)):
            text += ("%d %d Car 0 0 -1.57 %d.00 2.00 40.00 50.00 1.5 1.6 3.7 1.0 2.0 9.0 -1.5\n"
                     % (frame, track, frame))
            case.used["0001", "Car"] += 1
    return case.add("0001.txt", text)


MAKERS = [csv, semicolons, tsv, xlsx, jsonl, mturk, toloka, appen, workbook(mturk), workbook(toloka),
          workbook(appen), coco, label_studio, labelme, datumaro, supervisely, v7, via, voc, cvat, eaf, yolo,
          kitti, dota, openimages, png_masks, conll, brat, doccano, spacy, prodigy, rttm, stm, ctm, audacity,
          dcase, textgrid, webvtt, srt, activitynet, mot, kitti_tracking]


def cases(seed):
    for i, maker in enumerate(MAKERS):
        yield maker(random.Random("%d %d" % (seed, i)))
