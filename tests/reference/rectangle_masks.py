#!/usr/bin/env python3
"""Tracks of rectangles with whole corners, once as boxes (MOTChallenge) and once as masks (MOTS): the
IoU of two of them is the same number either way, and so must be every figure of tracking.

    rectangle_masks.py FOLDER SEED

writes FOLDER/{boxes,masks}/{gold,vendor}/seq-{a,b}.txt; of regions of uncounted objects none.
"""
import os
import random
import sys

WIDTH, HEIGHT = 160, 90


def runs_of(x, y, w, h):
    """Run lengths down the columns, background first."""
    runs, at = [], 0
    for column in range(x, x + w):
        start = column * HEIGHT + y
        if runs and start == at:
            runs[-1] += h
        else:
            runs += [start - at, h]
        at = start + h
    if at < WIDTH * HEIGHT:
        runs.append(WIDTH * HEIGHT - at)
    return runs


def compressed(runs):
    out = ""
    for i, run in enumerate(runs):
        value = run - runs[i - 2] if i > 2 else run
        more = True
        while more:
            bits = value & 31
            value >>= 5
            more = not (value == 0 and not bits & 16 or value == -1 and bits & 16)
            out += chr(bits + (32 if more else 0) + 48)
    return out


def moved(box, chance, by):
    x, y, w, h = box
    x += chance.randint(-by, by)
    y += chance.randint(-by, by)
    w = max(4, w + chance.randint(-by, by))
    h = max(4, h + chance.randint(-by, by))
    x, y = min(max(0, x), WIDTH - w), min(max(0, y), HEIGHT - h)
    return x, y, w, h


def write(folder, rows):
    for form in ("boxes", "masks"):
        for side in ("gold", "vendor"):
            os.makedirs(os.path.join(folder, form, side), exist_ok=True)
    for (side, sequence), list_of in rows.items():
        with open(os.path.join(folder, "boxes", side, sequence + ".txt"), "w") as boxes, \
             open(os.path.join(folder, "masks", side, sequence + ".txt"), "w") as masks:
            for frame, track, (x, y, w, h) in sorted(list_of):
                boxes.write(f"{frame},{track},{x + 1},{y + 1},{w},{h},1,1,1\n")
                masks.write(f"{frame} {track} 1 {HEIGHT} {WIDTH} "
                            f"{compressed(runs_of(x, y, w, h))}\n")


def main(folder, seed):
    chance = random.Random(seed)
    rows = {}
    for sequence in ("seq-a", "seq-b"):
        gold, vendor, name = [], [], 100
        for track in range(1, 7):
            box = (chance.randint(0, 120), chance.randint(0, 60), chance.randint(8, 30),
                   chance.randint(8, 25))
            own = name = name + 1
            for frame in range(1, 31):
                box = moved(box, chance, 2)
                gold.append((frame, track, box))
                if chance.random() < 0.08:
                    own = name = name + 1
                if chance.random() < 0.85:
                    vendor.append((frame, own, moved(box, chance, 4)))
                if chance.random() < 0.05:
                    name += 1
                    vendor.append((frame, name, moved((60, 40, 10, 10), chance, 30)))
        rows[("gold", sequence)], rows[("vendor", sequence)] = gold, vendor
    write(folder, rows)


main(sys.argv[1], int(sys.argv[2]))
