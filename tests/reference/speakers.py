#!/usr/bin/env python3
"""Reference values for speakers.csv: DER and its parts, JER, by exact fractions and by trying all
one-to-one maps of speakers. Times are whole centiseconds. Usage: speakers.py > speakers.csv"""
import itertools
import random
from fractions import Fraction


def merge(turns):
    out = {}
    for who, start, end in sorted(turns):
        if end <= start:
            continue
        own = out.setdefault(who, [])
        if own and start <= own[-1][1]:
            own[-1][1] = max(own[-1][1], end)
        else:
            own.append([start, end])
    return out


def clip(speakers, uem):
    out = {}
    for who, list_ in speakers.items():
        kept = [[max(s, a), min(e, b)] for s, e in list_ for a, b in uem if max(s, a) < min(e, b)]
        if kept:
            out[who] = kept
    return out


def shared(a, b):
    return sum(max(0, min(e, f) - max(s, t)) for s, e in a for t, f in b)


def maps(a, b):
    """All one-to-one maps of the names in b into those in a, as dicts."""
    names_a, names_b = sorted(a), sorted(b)
    padded = names_a + [None] * len(names_b)
    seen = set()
    for chosen in itertools.permutations(padded, len(names_b)):
        if chosen not in seen:
            seen.add(chosen)
            yield dict(zip(names_b, chosen))


def score(reference, delivered, collar, skip_overlap, uem):
    a, b = merge(reference), merge(delivered)
    if uem is None:
        every = [t for list_ in list(a.values()) + list(b.values()) for t in list_]
        uem = [[min(s for s, _ in every), max(e for _, e in every)]] if every else []
    a_in, b_in = clip(a, uem), clip(b, uem)
    best = max(maps(a_in, b_in), key=lambda m: sum(
        shared(a_in[m[w]], b_in[w]) for w in b_in if m[w] is not None))
    cuts = sorted({x for list_ in list(a.values()) + list(b.values()) for t in list_ for x in t} |
                  {x for u in uem for x in u} |
                  {x + d for list_ in a.values() for t in list_ for x in t for d in (-collar, collar)})
    scored = missed = false = confused = 0
    for left, right in zip(cuts, cuts[1:]):
        if not any(s <= left and right <= e for s, e in uem):
            continue
        if collar > 0 and any(x - collar <= left and right <= x + collar
                              for list_ in a.values() for t in list_ for x in t):
            continue
        ref = {w for w in a if any(s <= left and right <= e for s, e in a[w])}
        sys = {w for w in b if any(s <= left and right <= e for s, e in b[w])}
        if skip_overlap and len(ref) > 1:
            continue
        right_ones = sum(1 for w in sys if best.get(w) in ref)
        length = right - left
        scored += length * len(ref)
        missed += length * max(0, len(ref) - len(sys))
        false += length * max(0, len(sys) - len(ref))
        confused += length * (min(len(ref), len(sys)) - right_ones)
    least = None
    total = {w: sum(e - s for s, e in list_) for w, list_ in list(a_in.items())}
    total_b = {w: sum(e - s for s, e in list_) for w, list_ in list(b_in.items())}
    for m in maps(a_in, b_in):
        error = Fraction(len(a_in))
        for w, v in m.items():
            if v is not None:
                both = shared(a_in[v], b_in[w])
                error -= Fraction(both, total[v] + total_b[w] - both)
        least = error if least is None or error < least else least
    return scored, missed, false, confused, least or Fraction(0), len(a_in)


def text(turns):
    return "; ".join("%s %.2f %.2f" % (w, s / 100, e / 100) for w, s, e in turns)


def cases():
    yield [("A", 0, 500), ("A", 300, 900)], [("1", 0, 900)], 25, False, None  # over oneself
    yield [("A", 0, 500), ("A", 500, 900)], [("1", 0, 900)], 25, False, None  # touching
    yield [("A", 0, 500), ("A", 300, 900)], [("1", 0, 900)], 0, True, None
    yield [("A", 200, 500)], [("1", 0, 500)], 0, False, None  # leading false alarm
    yield [("A", 200, 500), ("B", 300, 300)], [("1", 100, 500), ("2", 0, 0)], 25, False, None
    yield [("A", 0, 500), ("B", 100, 200)], [], 0, False, None
    yield [], [("1", 100, 200)], 0, False, None
    yield [("A", 0, 1000)], [("1", 0, 1000)], 25, False, [(10, 990)]  # collar beyond the map
    yield [("A", 0, 1000)], [("1", 0, 1000)], 25, False, [(200, 400), (500, 700)]
    rng = random.Random(15)
    for _ in range(200):
        def side(names):
            out = []
            for _ in range(rng.randrange(0, 8)):
                start = rng.randrange(0, 3000)
                out.append((rng.choice(names), start, start + rng.choice([0, 30, 100, 400, 900])))
            return out
        uem = None
        if rng.random() < 0.4:
            marks = sorted(rng.sample(range(0, 3500), 4))
            uem = [tuple(marks[:2]), tuple(marks[2:])]
        yield side("ABC"), side("1234"), rng.choice([0, 0, 10, 25]), rng.random() < 0.3, uem


def main():
    print("# exact, by tests/reference/speakers.py; seconds, Jaccard error summed over speakers")
    print("reference,delivered,collar,skip_overlap,uem,scored,missed,false_alarm,confused,"
          "jaccard_error,speakers")
    for reference, delivered, collar, skip, uem in cases():
        scored, missed, false, confused, jaccard, n = score(reference, delivered, collar, skip, uem)
        print('"%s","%s",%.2f,%d,"%s",%.2f,%.2f,%.2f,%.2f,%.17g,%d' % (
            text(reference), text(delivered), collar / 100, skip,
            "; ".join("%.2f %.2f" % (s / 100, e / 100) for s, e in uem or []),
            scored / 100, missed / 100, false / 100, confused / 100, float(jaccard), n))


main()
