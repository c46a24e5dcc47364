#!/usr/bin/env python3
"""Writes procurement_crossings.csv: where two quotes change places, by looking at every volume.

Costs are those of procurement_costs.py, in exact fractions, at each whole volume from 1 on; nothing
is solved for. Run in this folder: python3 procurement_crossings.py
"""
import csv
import random
from fractions import Fraction

from procurement_costs import FIELDS, random_charge, read_scenario, work

LAST = 1500


def read_rows(text):
    rows = []
    for row in text.split(";"):
        rows.append(dict(zip(FIELDS, row.split("|") + [""] * 10), rate=Fraction(1)))
    return rows


def changes(a, b, scenario):
    found, last = [], 0
    for volume in range(1, LAST + 1):
        costs = [work(rows, Fraction(volume), scenario) for rows in (a, b)]
        if None in costs:
            continue
        left, right = (sum(c, Fraction(0)) for c in costs)
        sign = (left > right) - (left < right)
        if sign != 0 and last != 0 and sign != last:
            found.append((volume, "b" if sign > 0 else "a"))
        last = sign or last
    return found


def random_quote(rng, letter):
    rows, n = [], rng.randint(1, 2)
    for charge in range(n):
        rows += [r.replace("12344", "444").replace("KWD", "EUR").replace("USD", "EUR").replace("JPY", "EUR")
                 for r in random_charge(rng, charge)]
    for extra in range(rng.randint(0, 3)):
        kind = rng.choice(["per_project", "minimum", "minimum", "percent", "percent"])
        if kind == "percent":
            low = rng.choice(["", "200", "701"])
            rows.append(f"x{extra}|percent|{low}||{rng.randint(-3000, 3000) / 100:.2f}|||||")
        else:
            rows.append(f"x{extra}|{kind}|||{rng.randint(0, 99999) / 100:.2f}|EUR|||always|once")
    return ";".join(rows)


def fair(rng, scenario):
    """A pair of quotes that are near each other somewhere: prices of one are scaled."""
    a, b = random_quote(rng, "a"), random_quote(rng, "b")
    costs = [work(read_rows(text), Fraction(LAST // 2), read_scenario(scenario)) for text in (a, b)]
    if None in costs or not all(sum(c, Fraction(0)) > 0 for c in costs):
        return a, b
    factor = sum(costs[0], Fraction(0)) / sum(costs[1], Fraction(0))
    scaled = []
    for row in b.split(";"):
        cells = row.split("|")
        if cells[1] != "percent":
            cells[4] = f"{float(Fraction(cells[4]) * factor):.6f}"
        scaled.append("|".join(cells))
    return a, ";".join(scaled)


def main():
    rng = random.Random(7)
    scenario = ("objects_per_item=6.7;seconds_per_item=45;words_per_item=3;answers_per_item=3;months=2;"
                "hours_per_seat_month=5;rush_share=0.2;review_share=0.3;rework_share=0.1;take=c0")
    cases = [("a|per_item|||0.10|EUR", "a|per_item|||0.05|EUR;s|per_project|||50|EUR"),
             ("a|per_item|||0.10|EUR", "a|per_item|||0.05|EUR;s|per_project|||50.025|EUR"),
             ("a|per_item|||0.10|EUR;m|minimum|||60|EUR", "a|per_item|||0.05|EUR;s|per_project|||40|EUR"),
             ("a|per_item|1|700|0.1|EUR|volume;a|per_item|701||0.05|EUR|volume", "a|per_item|||0.08|EUR"),
             ("t|per_seat_month|||20|EUR", "a|per_item|||0.08|EUR")]
    cases += [fair(rng, scenario) for _ in range(75)]
    with open("procurement_crossings.csv", "w", newline="") as file:
        file.write("# Every whole volume looked at, python3 procurement_crossings.py\n")
        out = csv.writer(file, lineterminator="\n", quoting=csv.QUOTE_ALL)
        out.writerow(["a", "b", "scenario", "last", "volumes", "cheaper"])
        for a, b in cases:
            found = changes(read_rows(a), read_rows(b), read_scenario(scenario))
            out.writerow([a, b, scenario, LAST, ";".join(str(v) for v, _ in found),
                          "".join(c for _, c in found)])


if __name__ == "__main__":
    main()
