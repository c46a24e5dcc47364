#!/usr/bin/env python3
"""Writes procurement_costs.csv: what price quotes come to, in exact fractions.

Independent of the C code: a graduated charge is priced by cutting the quantity at every tier bound
and asking each piece for its tier; money is rounded half up as a fraction. Decimals are read as
decimals, never as binary numbers. Run in this folder: python3 procurement_costs.py
"""
import csv
import random
from fractions import Fraction

DIGITS = {"JPY": 0, "KRW": 0, "EUR": 2, "USD": 2, "KWD": 3}


def round_half_up(amount, digits):
    scaled = amount * 10**digits
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Fraction(whole, 10**digits)


def price_at(tiers, place):
    """Price of the unit in which `place` lies: places in (k - 1, k] belong to unit k."""
    for low, high, price in tiers:
        if place > low - 1 and (high is None or place <= high):
            return price
    return None


def priced(tiers, quantity, tiering):
    """Amount of a charge, or None where a unit has no price."""
    if quantity == 0:
        return Fraction(0)
    if tiering == "volume":
        price = price_at(tiers, quantity)
        return None if price is None else price * quantity
    cuts = {Fraction(0), quantity}
    for low, high, _ in tiers:
        cuts |= {c for c in (Fraction(low - 1), Fraction(high or 0)) if 0 < c < quantity}
    cuts = sorted(cuts)
    total = Fraction(0)
    for left, right in zip(cuts, cuts[1:]):
        price = price_at(tiers, right)
        if price is None:
            return None
        total += (right - left) * price
    return total


def cost(case):
    rates = {case["currency"]: Fraction(1)}
    for entry in filter(None, case["rates"].split(";")):
        name, rate = entry.split("|")
        rates[name] = Fraction(rate)
    volume = Fraction(case["volume"])
    quantity = {"per_item": volume, "per_object": volume * Fraction(case["objects"] or 0),
                "per_hour": volume * Fraction(case["seconds"] or 0) / 3600}
    charges, fees, minimum = {}, Fraction(0), Fraction(0)
    for row in case["quotes"].split(";"):
        name, basis, low, high, price, currency, tiering = row.split("|")
        amount = Fraction(price) * rates[currency]
        if basis == "per_project":
            fees += amount
        elif basis == "minimum":
            minimum = max(minimum, amount)
        else:
            tiers, kind = charges.setdefault((name, basis), ([], [tiering]))
            tiers.append((int(low or 1), int(high) if high else None, amount))
    usage = Fraction(0)
    for (_, basis), (tiers, kind) in charges.items():
        amount = priced(tiers, quantity[basis], kind[0] or "graduated")
        if amount is None:
            return None
        usage += amount
    total = round_half_up(max(usage, minimum) + fees, DIGITS[case["currency"]])
    return {"usage": usage, "minimum": minimum, "fixed_fees": fees, "total": total}


def edges():
    steps = "label|per_object|1|1000|0.05|EUR|{0};label|per_object|1001||0.03|EUR|{0}"
    for tiering in ("graduated", "volume"):
        for objects in ("9.995", "10", "10.005", "10.01"):
            yield f"{tiering} at {float(objects) * 100:g}", steps.format(tiering), "EUR", "", "100", objects, ""
    for volume in ("0", "1", "999", "1000", "1001", "2500"):
        three = "a|per_item|1|1000|0.10|EUR|;a|per_item|1001|2000|0.08|EUR|;a|per_item|2001||0.05|EUR|"
        yield f"three tiers at {volume}", three, "EUR", "", volume, "", ""
    yield "half a cent goes up", "a|per_item|1||1.005|EUR|", "EUR", "", "1", "", ""
    yield "just below half a cent", "a|per_item|1||1.00499999|EUR|", "EUR", "", "1", "", ""
    yield "many half cents", "a|per_item|1||0.035|EUR|", "EUR", "", "4567", "", ""
    yield "rounded once not per row", "a|per_item|1||0.004|EUR|;b|per_item|1||0.004|EUR|", "EUR", "", "1", "", ""
    yield "yen have no cents", "a|per_item|1||1.5|JPY|", "JPY", "", "3", "", ""
    yield "dinars have three digits", "a|per_item|1||0.0005|KWD|", "KWD", "", "1", "", ""
    yield "minimum binds", "a|per_item|1||0.05|EUR|;m|minimum|||100|EUR|;s|per_project|||50|EUR|", "EUR", "", "1000", "", ""
    yield "minimum does not bind", "a|per_item|1||0.05|EUR|;m|minimum|||100|EUR|;s|per_project|||50|EUR|", "EUR", "", "3000", "", ""
    yield "greatest minimum", "a|per_item|1||0.05|EUR|;m|minimum|||100|EUR|;n|minimum|||120.5|EUR|", "EUR", "", "10", "", ""
    yield "minimum without usage", "m|minimum|||250|EUR|;s|per_project|||99.99|EUR|", "EUR", "", "10", "", ""
    yield "hours from seconds", "h|per_hour|1||18.40|EUR|", "EUR", "", "1000", "", "12.5"
    yield "hours are not rounded", "h|per_hour|1|10|18.40|EUR|;h|per_hour|11||17|EUR|", "EUR", "", "7777", "", "4.75"
    yield "dollars to euro", "a|per_item|1||0.043|USD|;s|per_project|||500|EUR|", "EUR", "USD|0.9217", "12345", "", ""
    yield "rounded half to yen", "a|per_item|1||0.5|USD|", "JPY", "USD|149.35", "10", "", ""
    yield "beyond the last tier", "a|per_item|1|100|0.1|EUR|", "EUR", "", "101", "", ""
    yield "in a gap", "a|per_item|1|100|0.1|EUR|volume;a|per_item|201||0.05|EUR|volume", "EUR", "", "150", "", ""
    yield "across a gap", "a|per_item|1|100|0.1|EUR|;a|per_item|201||0.05|EUR|", "EUR", "", "250", "", ""


def random_case(rng, number):
    currencies = ["EUR", "USD", "JPY", "KWD"]
    target = rng.choice(currencies)
    rates = ";".join(f"{c}|{rng.randint(1, 20000) / 10000:.4f}" for c in currencies
                     if c != target)
    rows = []
    for charge in range(rng.randint(1, 3)):
        basis = rng.choice(["per_item", "per_object", "per_hour"])
        tiering = rng.choice(["graduated", "volume"])
        low = 1
        for tier in range(rng.randint(1, 4)):
            high = low + rng.choice([0, 9, 99, 999, 12344])
            last = rng.random() < 0.5
            price = f"{rng.randint(0, 20000)}e-{rng.randint(2, 5)}"
            rows.append(f"c{charge}|{basis}|{low}|{'' if last else high}|{price}"
                        f"|{rng.choice(currencies)}|{tiering}")
            low = high + 1
            if last:
                break
    for _ in range(rng.randint(0, 2)):
        rows.append(f"fee|per_project|||{rng.randint(0, 99999) / 100:.2f}|{rng.choice(currencies)}|")
    for _ in range(rng.randint(0, 2)):
        rows.append(f"least|minimum|||{rng.randint(0, 99999) / 100:.2f}|{rng.choice(currencies)}|")
    return (f"random {number}", ";".join(rows), target, rates, str(rng.randint(0, 20000)),
            f"{rng.randint(1, 200) / 10:.1f}", f"{rng.randint(1, 999) / 100:.2f}")


def main():
    rng = random.Random(20260301)
    names = ["case", "quotes", "currency", "rates", "volume", "objects", "seconds"]
    with open("procurement_costs.csv", "w", newline="") as file:
        file.write("# Exact fractions, python3 procurement_costs.py; an empty total: no price\n")
        out = csv.writer(file, lineterminator="\n", quoting=csv.QUOTE_ALL)
        out.writerow(names + ["usage", "minimum", "fixed_fees", "total"])
        for values in list(edges()) + [random_case(rng, i) for i in range(200)]:
            case = dict(zip(names, values))
            result = cost(case) or {}
            out.writerow(values + tuple(repr(float(result[k])) if k in result else ""
                                        for k in ("usage", "minimum", "fixed_fees", "total")))


if __name__ == "__main__":
    main()
