#!/usr/bin/env python3
"""Reference values for speakers_words.csv: word errors of several speakers, by trying all one-to-one
pairings of speakers. Usage: speakers_words.py > speakers_words.csv"""
import itertools
import random


def distance(x, y):
    row = list(range(len(y) + 1))
    for i, c in enumerate(x):
        before, row[0] = row[0], i + 1
        for j, d in enumerate(y):
            before, row[j + 1] = row[j + 1], min(row[j] + 1, row[j + 1] + 1, before + (c != d))
    return row[-1]


def least(a, b):
    n = max(len(a), len(b))
    a = a + [[]] * (n - len(a))
    b = b + [[]] * (n - len(b))
    return min(sum(distance(x, y) for x, y in zip(a, order)) for order in itertools.permutations(b))


def by_name(a, b):
    return sum(distance(a.get(w, []), b.get(w, [])) for w in set(a) | set(b))


def text(side):
    return "; ".join("%s %s" % (w, " ".join(words)) for w, words in side.items())


rng = random.Random(7)
print("# by tests/reference/speakers_words.py; a speaker, then the words")
print("reference,delivered,words,errors,errors_by_name")
for _ in range(80):
    def side(names):
        return {w: [rng.choice("abcde") for _ in range(rng.randrange(1, 7))]
                for w in rng.sample(names, rng.randrange(2, 5))}
    a, b = side("PQRS"), side("PQRT" if rng.random() < 0.5 else "1234")
    print('"%s","%s",%d,%d,%d' % (text(a), text(b), sum(map(len, a.values())),
                                  least(list(a.values()), list(b.values())), by_name(a, b)))
