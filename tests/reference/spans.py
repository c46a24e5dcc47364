#!/usr/bin/env python3
"""Figures of spans by brute force: every one-to-one pairing is tried, in exact fractions.

Writes spans.csv: the spans of both sides ("0-3;8-12:LOC|14-16:PER"), and of each way of counting
the greatest credit that any pairing gives. Standard library only."""
import csv, itertools, random, sys
from fractions import Fraction

def characters(span):
    return frozenset(c for start, end in span[0] for c in range(start, end))

def credit(way, a, b):
    same_class, one, other = a[1] == b[1], characters(a), characters(b)
    if way == 'strict':
        return Fraction(same_class and one == other)
    if way == 'exact':
        return Fraction(one == other)
    if way == 'type':
        return Fraction(same_class and bool(one & other))
    return Fraction(1) if one == other else Fraction(1, 2) if one & other else Fraction(0)

def best(way, gold, given):
    few, many = (gold, given) if len(gold) <= len(given) else (given, gold)
    return max((sum((credit(way, a, b) for a, b in zip(few, order)), Fraction(0))
                for order in itertools.permutations(many, len(few))), default=Fraction(0))

def text(spans):
    return '|'.join(';'.join('%d-%d' % f for f in s[0]) + ':' + s[1] for s in spans)

def random_span(rng):
    at, fragments = rng.randrange(14), []
    for _ in range(rng.choice((1, 1, 1, 1, 2, 3))):
        start = at + rng.randrange(3)
        end = start + rng.randrange(1, 5)
        fragments.append((start, end))
        at = end
    return tuple(fragments), rng.choice(('LOC', 'PER', 'ORG'))

def near(rng, span):
    if rng.random() < 0.4:
        return span
    fragments = [list(f) for f in span[0]]
    fragments[-1][1] += rng.randrange(3)
    if fragments[0][0] > 0 and rng.random() < 0.5:
        fragments[0][0] -= 1
    return tuple(tuple(f) for f in fragments), rng.choice(('LOC', 'PER', span[1], span[1]))

FIXED = [
    # one delivered span over two of the reference, in both orders: which pairs must not matter
    ([(((0, 5),), 'LOC'), (((6, 9),), 'PER')], [(((0, 9),), 'PER')]),
    ([(((6, 9),), 'PER'), (((0, 5),), 'LOC')], [(((0, 9),), 'PER')]),
    # spans that only touch are no partial match: ends are exclusive
    ([(((0, 5),), 'LOC')], [(((5, 9),), 'LOC')]),
    # half points: partial is not exact
    ([(((0, 5),), 'LOC'), (((10, 14),), 'PER')], [(((0, 4),), 'LOC'), (((10, 14),), 'PER')]),
    # greedy pairing by place would leave one out
    ([(((0, 4),), 'A'), (((3, 8),), 'A')], [(((3, 4),), 'A'), (((6, 7),), 'A')]),
    ([], [(((0, 2),), 'A')]),
    ([(((0, 2),), 'A')], []),
    # equal spans count as often as they are there
    ([(((0, 2),), 'A'), (((0, 2),), 'A')], [(((0, 2),), 'A')]),
    # fragments that touch are one
    ([(((0, 3), (3, 5)), 'A')], [(((0, 5),), 'A')]),
    # nested
    ([(((0, 9),), 'ORG'), (((4, 9),), 'LOC')], [(((4, 9),), 'ORG'), (((0, 9),), 'LOC')]),
]

def main():
    rng = random.Random(20240611)
    cases = list(FIXED)
    while len(cases) < 400:
        gold = [random_span(rng) for _ in range(rng.randrange(6))]
        given = [near(rng, s) for s in gold if rng.random() < 0.8]
        given += [random_span(rng) for _ in range(rng.randrange(3))]
        rng.shuffle(given)
        cases.append((gold, given[:6]))
    out = csv.writer(sys.stdout, lineterminator='\n')
    ways = ('strict', 'exact', 'type', 'partial')
    out.writerow(('reference', 'delivered') + ways)
    for gold, given in cases:
        out.writerow((text(gold), text(given)) + tuple('%g' % float(best(w, gold, given)) for w in ways))

main()
