#!/usr/bin/env python3
"""Krippendorff's alpha for unitizing, written out from the book in exact fractions.

Every annotator of a continuum is a row of units and gaps of one category; each pair of sections of
two annotators is compared by the three cases of the distance, and the expected disagreement is
summed section by section. Several texts are continua of their own whose lengths add up.
Writes unitizing.csv. Standard library only."""
import csv, random, sys
from fractions import Fraction

def sections(units, begin, end):
    out, at = [], begin
    for b, e in sorted(units):
        if b > at:
            out.append((at, b - at, 0))
        out.append((b, e - b, 1))
        at = e
    if at < end:
        out.append((at, end - at, 0))
    return out

def distance(one, other):
    (b, l, v), (b2, l2, v2) = one, other
    if v and v2 and -l < b - b2 < l2:
        return (b - b2) ** 2 + (b + l - b2 - l2) ** 2
    if v and not v2 and l2 - l >= b - b2 >= 0:
        return l ** 2
    if not v and v2 and l2 - l <= b - b2 <= 0:
        return l2 ** 2
    return 0

def category(items, label):
    """(observed, expected) but for the factors that both have: 1 / length and 1 / length."""
    observed, rows, total = Fraction(0), [], 0
    for (begin, end), coders in items:
        own = [sections([(b, e) for c, b, e in coder if c == label], begin, end)
               for coder in coders]
        m = len(own)
        total += m * (end - begin)
        rows += own
        for i in range(m):
            for j in range(m):
                if i != j:
                    observed += sum(Fraction(distance(a, b), m - 1)
                                    for a in own[i] for b in own[j])
    units = [s for row in rows for s in row if s[2]]
    gaps = [s for row in rows for s in row if not s[2]]
    n = len(units)
    above = sum(Fraction(n - 1, 3) * (2 * l ** 3 - 3 * l ** 2 + l)
                + l ** 2 * sum(g - l + 1 for _, g, _ in gaps if g >= l) for _, l, _ in units)
    below = total * (total - 1) - sum(l * (l - 1) for _, l, _ in units)
    return observed / total, 2 * above / below if below else Fraction(0)

def labels_of(items):
    return sorted({c for _, coders in items for coder in coders for c, _, _ in coder})

def alpha(items, labels):
    pairs = [category(items, label) for label in labels]
    expected = sum(e for _, e in pairs)
    return 1 - sum(o for o, _ in pairs) / expected if expected else None

def text(items):
    return '#'.join('%d-%d@' % extent + '|'.join(';'.join('%s %d %d' % u for u in coder)
                                                 for coder in coders)
                    for extent, coders in items)

def random_coder(rng, begin, end, near):
    out = []
    for label in 'AB':
        at = begin
        while rng.random() < 0.7:
            b = at + rng.randrange(6)
            e = b + rng.randrange(1, 7)
            if e > end:
                break
            out.append((label, b, e))
            at = e
    if near and rng.random() < 0.6:
        return list(near)
    return out

def random_items(rng):
    out = []
    for _ in range(rng.choice((1, 1, 2, 5, 6))):
        begin = rng.choice((0, 0, 7))
        end = begin + rng.randrange(12, 40)
        coders, near = [], None
        for _ in range(rng.choice((2, 2, 3, 4))):
            coders.append(random_coder(rng, begin, end, near))
            near = coders[0]
        out.append(((begin, end), coders))
    return out

BOOK = [((150, 450), [
    [('c', 225, 295), ('c', 370, 400), ('k', 180, 240), ('k', 300, 350)],
    [('c', 220, 300), ('c', 355, 375), ('c', 400, 420), ('k', 180, 240), ('k', 300, 350)]])]

def main():
    rng = random.Random(20)
    out = csv.writer(sys.stdout, lineterminator='\n')
    out.writerow(['items', 'alpha', 'categories'])
    for items in [BOOK] + [random_items(rng) for _ in range(120)]:
        labels = labels_of(items)
        value = alpha(items, labels)
        if value is None:
            continue
        own = [(label, alpha(items, [label])) for label in labels]
        out.writerow([text(items), '%.15g' % float(value),
                      ';'.join('%s %.15g' % (label, float(v)) for label, v in own
                               if v is not None)])

main()
