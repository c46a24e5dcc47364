#!/usr/bin/env python3
"""Kappa of tokens and characters that spans cover, counted unit by unit in exact fractions.

Writes span_units.csv: the text, the spans of both sides ("0-3;8-12:LOC|14-16:PER"), kappa of
tokens and of characters over sets of classes, and of the class LOC. Empty: undefined.
Standard library only."""
import csv, random, sys
from fractions import Fraction

def kappa(a, b):
    n = len(a)
    if n == 0:
        return None
    same = Fraction(sum(x == y for x, y in zip(a, b)), n)
    chance = sum(Fraction(a.count(c) * b.count(c), n * n) for c in set(a) | set(b))
    return None if chance == 1 else (same - chance) / (1 - chance)

def tokens(text):
    out, at = [], 0
    for word in text.split(' '):
        if word:
            out.append((at, at + len(word)))
        at += len(word) + 1
    return out

def sets(units, spans):
    return [frozenset(label for fragments, label in spans
                      if any(s < e2 and b2 < e for s, e in fragments for b2, e2 in [unit]))
            for unit in units]

def text_of(spans):
    return '|'.join(';'.join('%d-%d' % f for f in s[0]) + ':' + s[1] for s in spans)

def random_spans(rng, length, units):
    out = []
    for _ in range(rng.randrange(4)):
        if rng.random() < 0.5 and units:
            i = rng.randrange(len(units))
            j = min(len(units) - 1, i + rng.randrange(3))
            out.append((((units[i][0], units[j][1]),), rng.choice(('LOC', 'PER'))))
        else:
            b = rng.randrange(length)
            e = min(length, b + rng.randrange(1, 6))
            if e > b:
                out.append((((b, e),), rng.choice(('LOC', 'PER', 'ORG'))))
    return out

def show(value):
    return '' if value is None else '%.15g' % float(value)

def main():
    rng = random.Random(21)
    out = csv.writer(sys.stdout, lineterminator='\n')
    out.writerow(['text', 'a', 'b', 'token', 'character', 'token_loc', 'character_loc'])
    for _ in range(150):
        text = ' ' * rng.randrange(2) + ' '.join(
            ''.join(rng.choice('abä\U0001F600') for _ in range(rng.randrange(1, 6)))
            + ' ' * (rng.random() < 0.1) for _ in range(rng.randrange(1, 9)))
        words, points = tokens(text), [(i, i + 1) for i in range(len(text))]
        a = random_spans(rng, len(text), words)
        b = [s for s in a if rng.random() < 0.7] + random_spans(rng, len(text), words)[:1]
        row = [text, text_of(a), text_of(b)]
        row += [show(kappa(sets(u, a), sets(u, b))) for u in (words, points)]
        row += [show(kappa(['LOC' in s for s in sets(u, a)], ['LOC' in s for s in sets(u, b)]))
                for u in (words, points)]
        out.writerow(row)

main()
