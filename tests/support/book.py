#!/usr/bin/env python3
"""Reads a written workbook (zip and XML, no spreadsheet program) and says what is in it.

    book.py dump BOOK        every sheet as text: cells, formulas, formats, layout, links, charts
    book.py check BOOK       what holds for every book; lines of faults, status 1 when there are any
    book.py rows BOOK SHEET TABLE.csv HEADING=COLUMN...
                             the rows of a table as labelqa prints it stand in the sheet, and no
                             others, under these headings from left to right; those marked @ say
                             which row it is (none: the order); -COLUMN=VALUE leaves rows out
    book.py table BOOK SHEET NAME TABLE.csv SCHEMA.json [COLUMN|-COLUMN=VALUE|+filter]...
                             the audit's table NAME stands in the sheet as a whole: every column that
                             says something but those named, by the sentences of the JSON schema on
                             the headings; every row, in order, with its values and formats; under a
                             filter that covers it
"""
import csv
import json
import posixpath
import re
import sys
import zipfile
import zlib
from xml.etree import ElementTree

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
DRAW = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
TEXT = "{http://schemas.openxmlformats.org/drawingml/2006/main}t"
BUILT_IN = {"0": "", "1": "0", "2": "0.00", "9": "0%", "10": "0.00%", "14": "date", "49": "@"}


def column_number(letters):
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number):
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def place(ref):
    """'$B$7' as (row, column), from 1."""
    m = re.fullmatch(r"\$?([A-Z]+)\$?(\d+)", ref)
    return int(m.group(2)), column_number(m.group(1))


def area(ref):
    """'B2:D9' as (top, left, bottom, right)."""
    first, _, last = ref.partition(":")
    return (*place(first), *place(last or first))


def sheet_and_area(ref):
    """"'Wrong items'!$A$3:$J$9" as (sheet, area); None where it names no cells."""
    m = re.fullmatch(r"(?:'((?:[^']|'')*)'|([\w.]+))!(\$?[A-Z]+\$?\d+(?::\$?[A-Z]+\$?\d+)?)", ref)
    return ((m.group(1) or m.group(2)).replace("''", "'"), area(m.group(3))) if m else None


class Cell:
    def __init__(self, value, formula, style):
        self.value, self.formula, self.style = value, formula, style

    def shown(self):
        value = f"{self.value:.10g}" if isinstance(self.value, float) else repr(self.value)
        return (f"={self.formula} -> {value}" if self.formula is not None else
                "" if self.value is None else value)


class Styles:
    """What a cell's format says, in few words."""

    def __init__(self, root):
        self.formats = dict(BUILT_IN)
        for node in root.iter(MAIN + "numFmt"):
            self.formats[node.get("numFmtId")] = node.get("formatCode")
        self.fonts = [self.font(n) for n in root.find(MAIN + "fonts")]
        self.fills = [self.colour(n.find(f".//{MAIN}fgColor")) for n in root.find(MAIN + "fills")]
        self.borders = ["".join(e.tag[len(MAIN)] for e in n if e.get("style"))
                        for n in root.find(MAIN + "borders")]
        self.words = [self.describe(xf) for xf in root.find(MAIN + "cellXfs")]
        dxfs = root.find(MAIN + "dxfs")
        self.differences = [self.difference(n) for n in dxfs] if dxfs is not None else []

    @staticmethod
    def colour(node):
        return "" if node is None else (node.get("rgb") or node.get("theme") or "")[-6:]

    def font(self, node):
        words = [k for k in "biu" if node.find(MAIN + k) is not None]
        return " ".join(words + [node.find(MAIN + "sz").get("val"),
                                 self.colour(node.find(MAIN + "color"))])

    def difference(self, node):
        fill, font = node.find(f".//{MAIN}bgColor"), node.find(f".//{MAIN}font/{MAIN}color")
        return f"fill {self.colour(fill)} font {self.colour(font)}"

    def describe(self, xf):
        align, lock = xf.find(MAIN + "alignment"), xf.find(MAIN + "protection")
        words = [self.formats.get(xf.get("numFmtId"), xf.get("numFmtId")),
                 self.fonts[int(xf.get("fontId"))]]
        fill, border = self.fills[int(xf.get("fillId"))], self.borders[int(xf.get("borderId"))]
        words += [f"on {fill}"] if fill else []
        words += [f"border {border}"] if border else []
        words += [f"{k} {v}" for k, v in sorted(align.attrib.items())] if align is not None else []
        words += ["unlocked"] if lock is not None and lock.get("locked") == "0" else []
        return ", ".join(w for w in words if w)


class Sheet:
    def __init__(self, name, root, book, part):
        self.name, self.root, self.book, self.part = name, root, book, part
        self.cells = {}
        for row in root.iter(MAIN + "row"):
            for node in row.iter(MAIN + "c"):
                self.cells[place(node.get("r"))] = self.cell(node)
        self.links = book.relations(part)
        self.charts, self.comments = [], {}
        for kind, target in self.links.values():
            if kind == "drawing":
                self.charts = list(self.charts_of(target))
            elif kind == "comments":
                for node in book.xml(target).iter(MAIN + "comment"):
                    self.comments[place(node.get("ref"))] = \
                        "".join(t.text or "" for t in node.iter(MAIN + "t"))

    def cell(self, node):
        value, formula = node.find(MAIN + "v"), node.find(MAIN + "f")
        text = value.text if value is not None else None
        if node.get("t") == "s":
            text = self.book.strings[int(text)]
        elif node.get("t") == "inlineStr":
            text = "".join(t.text or "" for t in node.iter(MAIN + "t"))
        elif node.get("t") in ("str", "b", "e"):
            text = text or ""
        elif text is not None:
            text = float(text)
        return Cell(text, formula.text if formula is not None else None,
                    self.book.styles.words[int(node.get("s", 0))])

    def charts_of(self, part):
        relations = self.book.relations(part)
        for anchor in self.book.xml(part):
            frame = anchor.find(f".//{CHART}chart")
            corner = [anchor.find(f"{DRAW}{end}/{DRAW}{way}").text
                      for end in ("from", "to") for way in ("row", "col")]
            if frame is not None:
                alt = anchor.find(f".//{DRAW}cNvPr").get("descr") or ""
                yield Chart(self.book.xml(relations[frame.get(REL + "id")][1]), corner, alt)


class Chart:
    def __init__(self, root, corner, alt):
        top, left, bottom, right = (int(c) + 1 for c in corner)
        self.at = f"{column_letters(left)}{top}:{column_letters(right)}{bottom}"
        self.alt = alt
        plot = root.find(f".//{CHART}plotArea")
        self.kinds = [n.tag[len(CHART):] for n in plot if n.tag.endswith("Chart")]
        self.titles = ["".join(t.text or "" for t in n.iter(TEXT)) for n in root.iter(CHART + "title")]
        self.series = [self.parts(n) for n in plot.iter(CHART + "ser")]
        self.axes = [(n.find(f"{CHART}scaling/{CHART}min"), n.find(f"{CHART}scaling/{CHART}max"))
                     for n in plot if n.tag.endswith("Ax")]

    @staticmethod
    def parts(series):
        """The series' parts: (what, range or None, cached values)."""
        found = []
        for what in ("tx", "cat", "val", "xVal", "yVal"):
            node = series.find(CHART + what)
            if node is not None:
                ref = node.find(f".//{CHART}f")
                found.append((what, ref.text if ref is not None else None,
                              [v.text for v in node.iter(CHART + "v")]))
        return found


class Book:
    def __init__(self, path):
        self.zip = zipfile.ZipFile(path)
        broken = self.zip.testzip()
        if broken is not None:
            sys.exit(f"{path}: {broken} does not unpack")
        self.styles = Styles(self.xml("xl/styles.xml"))
        self.strings = ["".join(t.text or "" for t in si.iter(MAIN + "t"))
                        for si in self.xml("xl/sharedStrings.xml")]
        root = self.xml("xl/workbook.xml")
        relations = self.relations("xl/workbook.xml")
        self.sheets = {}
        self.states = {}
        for node in root.iter(MAIN + "sheet"):
            part = relations[node.get(REL + "id")][1]
            self.sheets[node.get("name")] = Sheet(node.get("name"), self.xml(part), self, part)
            self.states[node.get("name")] = node.get("state", "")
        self.names = []
        for node in root.iter(MAIN + "definedName"):
            at = node.get("localSheetId")
            local = list(self.sheets)[int(at)] if at is not None else ""
            self.names.append((local, node.get("name"), node.text))

    def xml(self, part):
        return ElementTree.fromstring(self.zip.read(part))

    def relations(self, part):
        folder, name = posixpath.split(part)
        path = f"{folder}/_rels/{name}.rels"
        if path not in self.zip.namelist():
            return {}
        return {n.get("Id"): (n.get("Type").rsplit("/", 1)[1],
                              n.get("Target") if n.get("TargetMode") == "External" else
                              posixpath.normpath(posixpath.join(folder, n.get("Target"))))
                for n in self.xml(path)}

    def cell(self, sheet, row, column):
        return self.sheets[sheet].cells.get((row, column))


# ---- dump ----
def dump_layout(sheet):
    root = sheet.root
    for tag in ("tabColor", "pane", "sheetProtection", "autoFilter", "pageSetup", "rowBreaks"):
        for node in root.iter(MAIN + tag):
            print(f"  {tag}: " + " ".join(f"{k.split('}')[-1]}={v}" for k, v in node.attrib.items()
                                          if k != "password"))
    view = root.find(f".//{MAIN}sheetView")
    if view.get("showGridLines") == "0":
        print("  no gridlines")
    widths = [f"{column_letters(int(n.get('min')))}:{column_letters(int(n.get('max')))}="
              f"{float(n.get('width')):.0f}{' hidden' if n.get('hidden') else ''}"
              for n in root.iter(MAIN + "col")]
    print("  widths: " + " ".join(widths))
    heights = [f"{n.get('r')}={n.get('ht')}" for n in root.iter(MAIN + "row") if n.get("ht")]
    if heights:
        print("  heights: " + " ".join(heights))
    for node in root.iter(MAIN + "mergeCell"):
        print(f"  merged: {node.get('ref')}")
    for node in root.iter(MAIN + "dataValidation"):
        print("  allowed: " + " ".join(f"{k}={v!r}" for k, v in node.attrib.items()) + " " +
              " ".join(repr(f.text) for f in node))
    for node in root.iter(MAIN + "conditionalFormatting"):
        for rule in node.iter(MAIN + "cfRule"):
            dxf = rule.get("dxfId")
            words = [rule.get("type"), rule.get("operator"), rule.get("priority")] + \
                [f.text for f in rule.iter(MAIN + "formula")] + \
                [c.get("rgb") for c in rule.iter(MAIN + "color")] + \
                [sheet.book.styles.differences[int(dxf)] if dxf is not None else None]
            print(f"  coloured: {node.get('sqref')} " + " | ".join(w for w in words if w))
    for node in root.iter(MAIN + "hyperlink"):
        target = sheet.links.get(node.get(REL + "id"), ("", ""))[1]
        print(f"  link: {node.get('ref')} -> {target}{node.get('location') or ''}")
    for kind in ("oddHeader", "oddFooter"):
        for node in root.iter(MAIN + kind):
            print(f"  {kind}: {re.sub(r'labelqa [0-9.]+', 'labelqa', node.text)}")


def dump_sheet(sheet, state):
    print(f"\n== {sheet.name}{' (' + state + ')' if state else ''}")
    dump_layout(sheet)
    style, lines = None, {}
    for (row, column), cell in sorted(sheet.cells.items()):
        words = lines.setdefault(row, [])
        if cell.style != style:
            words.append("{" + short(cell.style) + "}")
            style = cell.style
        words.append(f"{column_letters(column)} {cell.shown()}".rstrip())
    for row, words in lines.items():
        print(f"{row}: " + " ".join(words))
    for (row, column), text in sorted(sheet.comments.items()):
        print(f"  comment {column_letters(column)}{row}: {text}")
    for chart in sheet.charts:
        print(f"  chart {chart.at} {'+'.join(chart.kinds)} {chart.titles}")
        print(f"    alt: {chart.alt}")
        for series in chart.series:
            print("    series: " + "; ".join(f"{what} {ref or values}" for what, ref, values in series))
        for low, high in chart.axes:
            if low is not None or high is not None:
                print(f"    axis {low.get('val') if low is not None else ''} to "
                      f"{high.get('val') if high is not None else ''}")


def short(style):
    """A name that stays when other styles come and go."""
    return f"{zlib.crc32(style.encode()) & 0xffff:04x}"


def dump(book):
    used = {cell.style for sheet in book.sheets.values() for cell in sheet.cells.values()}
    for style in sorted(used):
        print(f"{{{short(style)}}} {style}")
    for local, name, text in book.names:
        print(f"name {local + '!' if local else ''}{name} = {text}")
    for name, sheet in book.sheets.items():
        dump_sheet(sheet, book.states[name])


# ---- check ----
def check_chart(book, sheet, chart):
    where = f"{sheet.name}, chart at {chart.at}"
    if not chart.alt or not chart.titles or not chart.titles[0]:
        yield f"{where}: no title, or nothing for those who cannot see it"
    for series in chart.series:
        lengths = set()
        for what, ref, cached in series:
            if ref is None:
                continue
            found = sheet_and_area(ref)
            if found is None or found[0] not in book.sheets:
                yield f"{where}: no cells {ref}"
                continue
            top, left, bottom, right = found[1]
            if what != "tx":
                lengths.add((bottom - top + 1) * (right - left + 1))
            cells = [book.cell(found[0], r, c) for r in range(top, bottom + 1) for c in range(left, right + 1)]
            values = [c.value for c in cells if c is not None and c.value not in (None, "")]
            if not values:
                yield f"{where}: {what} {ref} is empty"
            if what in ("val", "yVal") and not any(isinstance(v, float) for v in values):
                yield f"{where}: no number in {ref}"
            texts = [c.value for c in cells if c is not None and c.formula is None]
            if what == "cat" and len(texts) == len(cells) and all(isinstance(t, str) for t in texts) \
                    and cached != texts:
                yield f"{where}: {ref} is drawn as {cached}"
        if len(lengths) > 1:
            yield f"{where}: ranges of different lengths in {series}"


def check_filter(sheet, ref):
    top, left, bottom, right = area(ref)
    headings = [sheet.cells.get((top, c)) for c in range(left, right + 1)]
    texts = [h.value for h in headings if h is not None and isinstance(h.value, str) and h.value]
    if len(texts) != len(headings):
        yield f"{sheet.name}: the filter {ref} has headings {texts}"
    if len({h.style for h in headings if h is not None}) > 3:
        yield f"{sheet.name}: headings of the filter {ref} look different"
    if all(sheet.cells.get((bottom, c)) is None for c in range(left, right + 1)):
        yield f"{sheet.name}: the filter {ref} ends below its rows"
    below = [sheet.cells.get((bottom + 1, c)) for c in range(left, right + 1)]
    if len(headings) > 1 and all(b is not None and b.value not in (None, "") for b in below):
        yield f"{sheet.name}: the filter {ref} ends above its last row"


def check_links(book, sheet):
    for node in sheet.root.iter(MAIN + "hyperlink"):
        target = sheet.links.get(node.get(REL + "id"))
        location = node.get("location")
        if target is None:
            found = sheet_and_area(location) if location else None
            if found is None or found[0] not in book.sheets:
                yield f"{sheet.name}: {node.get('ref')} links to nothing ({location})"
            elif book.cell(found[0], *found[1][:2]) is None:
                yield f"{sheet.name}: {node.get('ref')} links to an empty cell ({location})"
        cell = sheet.cells.get(place(node.get("ref").split(":")[0]))
        if cell is None or cell.value in (None, ""):
            yield f"{sheet.name}: a link at {node.get('ref')} without a word"


def check_cells(sheet):
    for (row, column), cell in sheet.cells.items():
        ref = f"{sheet.name}!{column_letters(column)}{row}"
        if isinstance(cell.value, str):
            if cell.value.startswith("#") and cell.formula is not None:
                yield f"{ref} is an error: {cell.value}"
            if re.search(r"-?\bnan\b|\binf\b|%[sd]\b|\(null\)", cell.value):
                yield f"{ref} says {cell.value!r}"
        elif cell.value is not None and (cell.value != cell.value or abs(cell.value) == float("inf")):
            yield f"{ref} is not a number"
        if cell.formula is not None and cell.value is None:
            yield f"{ref} is a formula without a value"
    for at in sheet.comments:
        if at not in sheet.cells:
            yield f"{sheet.name}: a comment beside the cells at {at}"


def check(book):
    for sheet in book.sheets.values():
        if not sheet.cells:
            yield f"{sheet.name} is empty"
        yield from check_cells(sheet)
        yield from check_links(book, sheet)
        for chart in sheet.charts:
            yield from check_chart(book, sheet, chart)
        for node in sheet.root.iter(MAIN + "autoFilter"):
            yield from check_filter(sheet, node.get("ref"))
    for local, name, text in book.names:
        found = sheet_and_area(text)
        if name.startswith("_xlnm."):
            continue
        if found is None or found[0] not in book.sheets:
            yield f"the name {name} stands for {text}"
        elif book.cell(found[0], *found[1][:2]) is None:
            yield f"the name {name} stands for an empty cell, {text}"


# ---- rows of a table ----
def equal(cell, text):
    value = None if cell is None else cell.value
    if text in ("", "-") and value in (None, "", "-", "n/a"):
        return True
    if isinstance(value, float) and text != "":
        try:
            want = float(text.rstrip("%")) / (100 if text.endswith("%") else 1)
        except ValueError:
            return False
        return abs(value - want) <= 1e-9 * max(1, abs(want))
    return value == text or f"({value})" == text


def in_order(cells, wanted):
    """Columns of the wanted texts, each right of the one before; None when they do not stand so."""
    columns, column = [], 0
    for text in wanted:
        column = min((c for c, value in cells.items() if c > column and value == text), default=None)
        if column is None:
            return None
        columns.append(column)
    return columns


def heading_row(sheet, wanted):
    """The first row with the headings, in their order, and their columns."""
    rows = {}
    for (row, column), cell in sheet.cells.items():
        rows.setdefault(row, {})[column] = cell.value
    for row in sorted(rows):
        columns = in_order(rows[row], wanted)
        if columns is not None:
            return row, columns
    return None, None


def block_below(sheet, row, columns):
    """The rows under a heading, up to the first without any cell of these columns."""
    rows = []
    while any(sheet.cells.get((row + 1, c)) is not None and
              sheet.cells[row + 1, c].value not in (None, "") for c in columns):
        row += 1
        rows.append((row, [sheet.cells.get((row, c)) for c in columns]))
    return rows


def check_rows(book, name, path, words):
    sheet = book.sheets.get(name.lstrip("~"))
    if sheet is None:
        return [f"there is no sheet {name}"]
    if name.startswith("~"):
        sheet.cells = {(column, row): cell for (row, column), cell in sheet.cells.items()}
    left_out = dict(w[1:].split("=") for w in words if w.startswith("-"))
    pairs = [w.rpartition("=")[::2] for w in words if not w.startswith("-")]
    headings = [h.lstrip("@") for h, _ in pairs]
    keys = [i for i, (h, _) in enumerate(pairs) if h.startswith("@")]
    at, columns = heading_row(sheet, headings)
    if at is None:
        return [f"{name}: no row with the headings {', '.join(headings)}"]
    with open(path, newline="", encoding="utf-8") as stream:
        rows = [r for r in csv.DictReader(stream) if not any(r[k] == v for k, v in left_out.items())]
    shown = block_below(sheet, at, columns)
    faults = [] if rows else [f"{path} has no rows"]
    if len(shown) != len(rows):
        faults.append(f"{name}: {len(shown)} rows, the table has {len(rows)}")
    for row in rows:
        found = next((s for s in shown if all(equal(s[1][k], row[pairs[k][1]]) for k in keys)), None)
        if found is None:
            faults.append(f"{name}: no row {[row[pairs[k][1]] for k in keys]}")
            continue
        shown.remove(found)
        faults += [f"{name}!{column_letters(columns[i])}{found[0]}, {headings[i]}: "
                   f"{None if cell is None else cell.value!r}, the table says {row[pairs[i][1]]!r}"
                   for i, cell in enumerate(found[1]) if not equal(cell, row[pairs[i][1]])]
    return faults


# ---- a whole table ----
def columns_of(schema, tool, table):
    """Of the table that the tool prints: its columns with their sentences and JSON types, in order."""
    rules = json.load(open(schema, encoding="utf-8"))
    of_tool = next(r for r in rules["allOf"] if r["if"]["properties"]["tool"]["const"] == tool)
    items = of_tool["then"]["properties"]["tables"]["properties"][table]["items"]
    for ref in [items["$ref"]] if "$ref" in items else [i["$ref"] for i in items["anyOf"]]:
        yield rules["$defs"][ref.rpartition("/")[2]]["properties"]


def cells_of_estimate(name, row):
    return [name] + [name + end for end in ("_low", "_high") if name + end in row]


def as_shown(text):
    """A text of a table as a sheet has it: marks are colours, times go to the minute."""
    text = re.sub(r"\[([-+~=])(.+?)\1\]", r"\2", text)
    time = re.fullmatch(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d):\d\d(\.\d+)?Z", text)
    return f"{time[1]} {time[2]}" if time else text


def agrees(cell, text):
    value = None if cell is None else cell.value
    if equal(cell, text) or equal(cell, as_shown(text)):
        return True
    return isinstance(value, str) and value != "" and text.endswith("/" + value)


def runs_of(sheet, row):
    """The commented cells of a row, apart where a cell between them is missing."""
    run = {}
    for column in sorted(c for r, c in sheet.comments if r == row):
        if run and any((row, c) not in sheet.cells for c in range(max(run), column)):
            yield run
            run = {}
        run[column] = sheet.comments[row, column]
    yield run


def headings_of(sheet, columns, wanted):
    """The heading row whose comments are the table's sentences, and where each column stands."""
    sentences = {c["description"]: name for name, c in columns.items() if "description" in c}
    for row in sorted({r for r, _ in sheet.comments}):
        for run in runs_of(sheet, row):
            found = {}
            for column, text in run.items():
                found.setdefault(sentences.get(text), column)
            if None not in found and all(name in found for name in wanted):
                return row, found
    return None, None


def check_kind(sheet, at, kind, cell):
    number = isinstance(cell.value, float)
    if "integer" in kind and not (number and "#,##0" in cell.style and "0.0" not in cell.style):
        yield f"{sheet.name}!{column_letters(at[1])}{at[0]}: a count looks like {cell.style}"
    if "string" in kind and number:
        yield f"{sheet.name}!{column_letters(at[1])}{at[0]}: a text is a number"


def check_filter_of(sheet, top, bottom, columns):
    for node in sheet.root.iter(MAIN + "autoFilter"):
        found = area(node.get("ref"))
        if found[0] == top and found[2] == bottom and found[1] == min(columns):
            return
    yield f"{sheet.name}: no filter over rows {top} to {bottom}"


def check_table(book, name, table, path, schema, words):
    """Every column that the sheet does not leave out and that says something, every row, in order."""
    sheet = book.sheets.get(name)
    if sheet is None:
        return [f"there is no sheet {name}"]
    without = {w for w in words if "=" not in w and w != "+filter"}
    left_out = [w[1:].split("=") for w in words if w.startswith("-")]
    with open(path, newline="", encoding="utf-8") as stream:
        rows = [r for r in csv.DictReader(stream) if not any(r[k] == v for k, v in left_out)]
    if not rows:
        return [f"{path} has no rows"]
    for columns in columns_of(schema, "audit", table):
        if not all(c in rows[0] for c in columns):
            continue  # another table of that name
        wanted = [c for c in columns if c not in without and c in rows[0] and any(r[c] for r in rows)]
        at, places = headings_of(sheet, columns, wanted)
        if at is not None:
            break
    else:
        return [f"{name}: no headings of the table {table}, {', '.join(wanted)}"]
    faults = [f"{name}: column {c} of {table} is left out and there" for c in without if c in places]
    if [c for c in columns if c in places] != sorted(places, key=places.get):
        faults.append(f"{name}: columns of {table} stand as {sorted(places, key=places.get)}")
    for i, row in enumerate(rows):
        for column in wanted:
            for part, field in enumerate(cells_of_estimate(column, row)):
                place_of = (at + 1 + i, places[column] + part)
                cell = sheet.cells.get(place_of)
                if not agrees(cell, row[field]):
                    faults.append(f"{name}!{column_letters(place_of[1])}{place_of[0]}, {field}: "
                                  f"{None if cell is None else cell.value!r}, {table} says {row[field]!r}")
                elif row[field]:
                    faults += check_kind(sheet, place_of, columns[column].get("type", []), cell)
    below = sheet.cells.get((at + 1 + len(rows), places[wanted[0]]))
    if below is not None and below.value not in (None, ""):
        faults.append(f"{name}: {table} goes on below its last row: {below.value!r}")
    if "+filter" in words:
        faults += check_filter_of(sheet, at, at + len(rows), places.values())
    return faults


def main():
    what, path, *rest = sys.argv[1:]
    book = Book(path)
    if what == "dump":
        dump(book)
        return
    if what == "table":
        faults = check_table(book, *rest[:4], rest[4:])
    else:
        faults = list(check(book)) if what == "check" else check_rows(book, rest[0], rest[1], rest[2:])
    for fault in faults[:40]:
        print(f"{path}: {fault}")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
