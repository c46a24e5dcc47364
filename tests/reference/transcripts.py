#!/usr/bin/env python3
"""Writes transcripts.csv, transcripts_sums.csv and fold.csv.

transcripts.csv: pairs of texts of few different words, so that ties abound; their edits by a full
matrix of (edits, -hits) whose least is the fewest edits and then the most hits; the error rates as
exact fractions, printed as the nearest double. An empty cell: no value.
transcripts_sums.csv: the parts summed over the pairs of one setting, the rates of the sums, and the
standard error of WIL by the delta method, from each pair's own contribution.
fold.csv: code points of random texts, their form NFC, and NFC(casefold(NFD)), by Python's tables.
Run in this folder: python3 transcripts.py
"""
import csv
import random
import unicodedata
from fractions import Fraction
from math import sqrt

RANDOM = random.Random(20260)


def edits(a, b):
    """(hits, substitutions, deletions, insertions), followed through the matrix cell by cell."""
    start = (0, 0, 0, 0, 0)  # edits, -hits, substitutions, deletions, insertions
    rows = [[start]]
    for j in range(len(b)):
        e, h, s, d, i = rows[0][j]
        rows[0].append((e + 1, h, s, d, i + 1))
    for i, x in enumerate(a):
        e, h, s, d, n = rows[i][0]
        row = [(e + 1, h, s, d + 1, n)]
        for j, y in enumerate(b):
            e, h, s, d, n = rows[i][j]
            across = (e, h - 1, s, d, n) if x == y else (e + 1, h, s + 1, d, n)
            e, h, s, d, n = rows[i][j + 1]
            down = (e + 1, h, s, d + 1, n)
            e, h, s, d, n = row[j]
            right = (e + 1, h, s, d, n + 1)
            row.append(min(across, down, right))
        rows.append(row)
    e, h, s, d, n = rows[-1][-1]
    assert e == s + d + n
    return -h, s, d, n


def prepared(text, letter_case, punctuation):
    if letter_case == "fold":
        text = unicodedata.normalize("NFD", text).casefold()
    text = unicodedata.normalize("NFC", text)
    if punctuation == "drop":
        text = "".join(c for c in text if not unicodedata.category(c).startswith("P"))
    return text.split()


def ratio(above, below):
    return Fraction(above, below) if below else None


def wil(hits, reference, delivered):
    if reference == 0:
        return None
    return 1 - Fraction(hits * hits, reference * delivered) if delivered else Fraction(1)


def shown(value):
    return "" if value is None else repr(float(value))


def parts_of(a, b, letter_case, punctuation):
    a, b = prepared(a, letter_case, punctuation), prepared(b, letter_case, punctuation)
    h, s, d, i = edits(a, b)
    _, cs, cd, ci = edits(" ".join(a), " ".join(b))
    return [len(a), len(b), h, s, d, i, len(" ".join(a)), cs, cd, ci]


def rates(parts):
    n, p, h, s, d, i, nc, cs, cd, ci = parts
    return [ratio(s + d + i, n), ratio(cs + cd + ci, nc), ratio(s + d + i, h + s + d + i),
            wil(h, n, p)]


def some_words(words, most):
    return [RANDOM.choice(words) for _ in range(RANDOM.randint(0, most))]


def changed(words, vocabulary):
    out = []
    for word in words:
        what = RANDOM.randrange(8)
        if what == 0:
            out.append(RANDOM.choice(vocabulary))
        elif what == 1:
            out += [word, RANDOM.choice(vocabulary)]
        elif what != 2:
            out.append(word)
    return out


VOCABULARIES = ["a b", "a b c", "a ab ba b", "no on none one", "Yes yes yes, YES no No, - it's its",
                "The the cat, cat sat sat. on On mat mat!"]


def texts():
    for case in range(640):
        vocabulary = RANDOM.choice(VOCABULARIES).split()
        a = some_words(vocabulary, 14)
        b = changed(a, vocabulary) if case % 2 else some_words(vocabulary, 14)
        yield " ".join(a), RANDOM.choice([" ", "  "]).join(b)
    yield "a b c d e", "d e f g h"
    yield "a b", "b c"
    yield "one two three", ""
    yield "", "one two"
    yield "", ""


PARTS = ("reference_words,delivered_words,hits,substitutions,deletions,insertions,"
         "reference_characters,character_substitutions,character_deletions,"
         "character_insertions").split(",")
SETTINGS = [(c, p) for c in ("keep", "fold") for p in ("keep", "drop")]


def se_of_wil(items):
    """Square root of n / (n - 1) sum of squared contributions: (H / N)(H / P) moves by H / P times
    what H / N does and the other way round."""
    items = [parts for parts in items if any(parts)]
    total = [sum(column) for column in zip(*items)]
    n, p, h = total[:3]
    recall, precision = Fraction(h, n), Fraction(h, p)
    moved = [precision * (parts[2] - recall * parts[0]) / n +
             recall * (parts[2] - precision * parts[1]) / p for parts in items]
    assert sum(moved) == 0
    return sqrt(Fraction(len(items), len(items) - 1) * sum(x * x for x in moved))


def write_transcripts():
    of = {setting: [] for setting in SETTINGS}
    with open("transcripts.csv", "w", newline="", encoding="utf-8") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["letter_case", "punctuation", "reference", "delivered", *PARTS,
                      "wer", "cer", "mer", "wil"])
        for case, (a, b) in enumerate(texts()):
            setting = SETTINGS[case // 2 % len(SETTINGS)]
            parts = parts_of(a, b, *setting)
            of[setting].append(parts)
            out.writerow([*setting, a, b, *parts, *map(shown, rates(parts))])
    with open("transcripts_sums.csv", "w", newline="", encoding="utf-8") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["letter_case", "punctuation", "pairs", *PARTS, "wer", "cer", "mer", "wil",
                      "wil_se"])
        for setting, items in of.items():
            total = [sum(column) for column in zip(*items)]
            out.writerow([*setting, len(items), *total, *map(shown, rates(total)),
                          repr(se_of_wil(items))])


# Letters of many scripts, marks of several classes, singletons, full foldings, Hangul.
BLOCKS = [(0x20, 0x7e), (0xa0, 0x24f), (0x300, 0x345), (0x370, 0x3ff), (0x400, 0x52f),
          (0x531, 0x587), (0x5b0, 0x5ea), (0x621, 0x655), (0x915, 0x95f), (0x9be, 0x9df),
          (0x1100, 0x1112), (0x1161, 0x1175), (0x11a8, 0x11c2), (0x13a0, 0x13f5), (0x1e00, 0x1fff),
          (0x2000, 0x2030), (0x2126, 0x212b), (0x3041, 0x30ff), (0x4e00, 0x4e40), (0xac00, 0xac40),
          (0xf900, 0xf910), (0xfb00, 0xfb06), (0xff21, 0xff3a), (0x10400, 0x10427),
          (0x1d15e, 0x1d164), (0x2f800, 0x2f810)]


def some_text():
    blocks = RANDOM.choices(BLOCKS, k=3)
    if RANDOM.randrange(2):
        blocks.append((0x300, 0x345))
    out = []
    while len(out) < RANDOM.randint(1, 10):
        c = chr(RANDOM.randint(*RANDOM.choice(blocks)))
        if unicodedata.category(c) != "Cn":
            out.append(c)
    return "".join(out)


def hex_of(text):
    return " ".join(f"0x{ord(c):x}" for c in text)


def write_fold():
    with open("fold.csv", "w", newline="", encoding="utf-8") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["text", "kept", "folded"])
        for _ in range(1500):
            text = some_text()
            kept = unicodedata.normalize("NFC", text)
            folded = unicodedata.normalize("NFC", unicodedata.normalize("NFD", text).casefold())
            out.writerow([hex_of(text), hex_of(kept), hex_of(folded)])


write_transcripts()
write_fold()
