#!/usr/bin/env python3
"""Writes penalties.csv: penalties and credits of random deliveries under random rules, in exact
fractions. Times are whole microseconds. Run in this folder: python3 penalties.py
"""
import csv
import math
import random
from fractions import Fraction

HOUR = 3600 * 10 ** 6


def amount_of(text, items, price):
    if text.endswith("%"):
        return Fraction(text[:-1]) / 100 * items * Fraction(price)
    return Fraction(text)


def charge(rule, items, promised, elapsed):
    over = elapsed - promised if rule["when"] == "late" else promised - elapsed
    beyond = over - Fraction(rule["after"]) * HOUR
    if beyond <= 0:
        return Fraction(0)
    units = {"delivery": 1, "item": items, "hour": math.ceil(Fraction(beyond, HOUR)),
             "day": math.ceil(Fraction(beyond, 24 * HOUR))}[rule["per"]]
    total = units * amount_of(rule["amount"], items, rule["price"])
    return min(total, amount_of(rule["cap"], items, rule["price"])) if rule["cap"] else total


def main():
    random.seed(5)
    with open("penalties.csv", "w", newline="") as file:
        file.write("# python3 penalties.py; rules: when,after,per,amount,cap,price between ';'\n")
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["currency", "digits", "rules", "items", "promised", "elapsed", "penalty",
                      "credit"])
        for i in range(60):
            currency, digits = [("EUR", 2), ("JPY", 0), ("KWD", 3)][i % 3]
            rules = []
            for _ in range(random.randint(1, 3)):
                rules.append({"when": random.choice(["late", "late", "early"]),
                              "after": random.choice(["0", "0.5", "6", "24"]),
                              "per": random.choice(["delivery", "item", "hour", "day"]),
                              "amount": random.choice(["12.345", "0.005", "2%", "0.125%", "7"]),
                              "cap": random.choice(["", "", "10%", "40.555"]),
                              "price": random.choice(["0.44", "0.335", "1"])})
            n = random.randint(1, 6)
            items = [random.randint(0, 300) for _ in range(n)]
            promised = [random.randint(1, 80) * HOUR for _ in range(n)]
            elapsed = [max(0, p + random.choice([0, HOUR, -HOUR, 24 * HOUR, 1, -1,
                                                 random.randint(-40 * HOUR, 90 * HOUR)]))
                       for p in promised]
            sums = {"late": Fraction(0), "early": Fraction(0)}
            for rule in rules:
                for k in range(n):
                    sums[rule["when"]] += charge(rule, items[k], promised[k], elapsed[k])
            rounded = [math.floor(sums[w] * 10 ** digits + Fraction(1, 2)) for w in
                       ("late", "early")]
            out.writerow([currency, digits,
                          ";".join(",".join(r[k] for k in ("when", "after", "per", "amount", "cap",
                                                           "price")) for r in rules),
                          " ".join(map(str, items)), " ".join(map(str, promised)),
                          " ".join(map(str, elapsed))] +
                         [repr(float(Fraction(r, 10 ** digits))) for r in rounded])


if __name__ == "__main__":
    main()
