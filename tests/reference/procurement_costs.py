#!/usr/bin/env python3
"""Writes procurement_costs.csv: what price quotes come to, in exact fractions.

Independent of the C code: a graduated charge is priced by cutting the quantity at every tier bound
and asking each piece for its tier, all tiers of a charge at once; what a row adds is the share of it
that falls to its tier. Money is rounded half up as a fraction. Decimals are read as decimals, never
as binary numbers. Run in this folder: python3 procurement_costs.py
"""
import csv
import random
from fractions import Fraction

DIGITS = {"JPY": 0, "KRW": 0, "EUR": 2, "USD": 2, "KWD": 3}
PER_ITEM = {"per_object": "objects_per_item", "per_frame": "frames_per_item",
            "per_minute": "minutes_per_item", "per_character": "characters_per_item",
            "per_word": "words_per_item", "per_answer": "answers_per_item"}
USAGE = {"per_item", "per_hour", "per_seat_month", *PER_ITEM}
FEES = {"per_project", "per_month", "per_seat", "flat_fee"}
FIELDS = ["name", "basis", "low", "high", "price", "currency", "tiering", "applies", "condition",
          "recurrence"]


def round_half_up(amount, digits):
    scaled = amount * 10**digits
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Fraction(whole, 10**digits)


def place_of(tiers, place):
    """The row of the unit in which `place` lies: places in (k - 1, k] belong to unit k."""
    for number, low, high in tiers:
        if place > low - 1 and (high is None or place <= high):
            return number
    return None


def spread(tiers, quantity, tiering):
    """Units that each row prices, or None where a unit has no row."""
    units = {number: Fraction(0) for number, _, _ in tiers}
    if quantity == 0:
        return units
    if tiering == "volume":
        number = place_of(tiers, quantity)
        if number is None:
            return None
        units[number] = quantity
        return units
    cuts = {Fraction(0), quantity}
    for _, low, high in tiers:
        cuts |= {c for c in (Fraction(low - 1), Fraction(high or 0)) if 0 < c < quantity}
    cuts = sorted(cuts)
    for left, right in zip(cuts, cuts[1:]):
        number = place_of(tiers, right)
        if number is None:
            return None
        units[number] += right - left
    return units


def seats_of(volume, scenario):
    known = "seconds_per_item" in scenario and "hours_per_seat_month" in scenario
    if "seats" in scenario:
        hours = scenario["seats"] * scenario.get("hours_per_seat_month", 0) * scenario.get("months", Fraction(1))
        can = not known or volume * scenario["seconds_per_item"] <= hours * 3600
        return scenario["seats"] if can else None
    if not known:
        return None
    hours = volume * scenario["seconds_per_item"] / 3600
    seats = hours / (scenario["hours_per_seat_month"] * scenario.get("months", Fraction(1)))
    return Fraction(-(-seats.numerator // seats.denominator))


def quantity_of(basis, volume, scenario):
    months = scenario.get("months", Fraction(1))
    if basis == "per_item":
        return volume
    if basis == "per_answer":
        return volume * scenario.get("answers_per_item", Fraction(1))
    if basis in PER_ITEM:
        each = scenario.get(PER_ITEM[basis])
        return None if each is None else volume * each
    if basis == "per_hour":
        each = scenario.get("seconds_per_item")
        return None if each is None else volume * each / 3600
    if basis in ("per_seat", "per_seat_month"):
        seats = seats_of(volume, scenario)
        return seats if seats is None or basis == "per_seat" else seats * months
    return months if basis == "per_month" else Fraction(1)


def share_of(row, scenario):
    if row["condition"] in ("", "always"):
        return Fraction(1)
    if row["condition"] == "optional":
        return Fraction(int(row["name"] in scenario["taken"]))
    return scenario.get(row["condition"] + "_share", Fraction(0))


def read_scenario(text):
    scenario = {"taken": []}
    for entry in filter(None, text.split(";")):
        name, value = entry.split("=")
        if name == "take":
            scenario["taken"].append(value)
        else:
            scenario[name] = Fraction(value)
    return scenario


def work(rows, volume, scenario):
    """Amount of each row before currencies meet: rows carry their rate. None: no price."""
    groups = {}
    for number, row in enumerate(rows):
        key = row["name"], row["basis"], row["condition"]
        groups.setdefault(key, []).append(number)
    units = {}
    for (name, basis, condition), numbers in groups.items():
        if basis == "percent" or basis.startswith("minimum"):
            continue
        share = share_of(rows[numbers[0]], scenario)
        quantity = Fraction(0)
        if share != 0:
            quantity = quantity_of(basis, volume, scenario)
            if quantity is None:
                return None
        # Work that recurs is spread over the months, each with its own tiers.
        if rows[numbers[0]]["recurrence"] == "monthly" and (
                basis in PER_ITEM or basis in ("per_item", "per_answer", "per_hour")):
            quantity /= scenario.get("months", Fraction(1))
        tiering = next((rows[n]["tiering"] for n in numbers if rows[n]["tiering"]), "graduated")
        bounds = [(n, 1, None) if basis == "per_project" else
                  (n, int(rows[n]["low"] or 1), int(rows[n]["high"]) if rows[n]["high"] else None)
                  for n in numbers]
        if basis == "per_project":
            priced = {n: quantity * share for n in numbers}
        elif basis == "flat_fee":
            priced = flat(bounds, rows[numbers[0]], volume, share, scenario)
        else:
            priced = spread(bounds, quantity * share, tiering)
        if priced is None:
            return None
        units.update(priced)
    amounts = []
    for number, row in enumerate(rows):
        amounts.append(amount_of(row, units.get(number), rows[:number], amounts, volume, scenario))
    return amounts


def flat(tiers, row, volume, share, scenario):
    """One fee, of the tier that the volume (of a month) lies in."""
    units = {number: Fraction(0) for number, _, _ in tiers}
    looked_at = volume / (scenario.get("months", Fraction(1)) if row["recurrence"] == "monthly" else 1)
    if looked_at == 0 or share == 0:
        return units
    number = place_of(tiers, looked_at)
    if number is None:
        return None
    units[number] = share
    return units


def least_of_each(row, base, volume, scenario):
    """What a unit lacks to the least, times the units: every unit costs the same."""
    quantity = quantity_of(row["basis"].replace("minimum_", ""), volume, scenario) * share_of(row, scenario)
    if quantity == 0:
        return Fraction(0)
    return quantity * max(Fraction(0), Fraction(row["price"]) * row["rate"] - base / quantity)


def amount_of(row, units, above, amounts, volume, scenario):
    share = share_of(row, scenario)
    named = set(filter(None, row["applies"].split("+")))
    base = sum((a for r, a in zip(above, amounts) if not named or r["name"] in named), Fraction(0))
    if row["basis"] == "percent":
        inside = volume > int(row["low"] or 1) - 1 and (not row["high"] or volume <= int(row["high"]))
        return base * Fraction(row["price"]) / 100 * share if inside else Fraction(0)
    if row["basis"].startswith("minimum_"):
        return least_of_each(row, base, volume, scenario)
    amount = Fraction(row["price"]) * row["rate"]
    if row["recurrence"] == "monthly" and row["basis"] not in ("per_month", "per_seat_month"):
        amount *= scenario.get("months", Fraction(1))
    if row["basis"] == "minimum":
        return max(Fraction(0), amount * share - base) if share else Fraction(0)
    return amount * units


def cost(case):
    rates = {case["currency"]: Fraction(1), "": Fraction(1)}
    for entry in filter(None, case["rates"].split(";")):
        name, rate = entry.split("|")
        rates[name] = Fraction(rate)
    rows = []
    for text in case["quotes"].split(";"):
        row = dict(zip(FIELDS, text.split("|") + [""] * 10))
        row["rate"] = rates[row["currency"]]
        rows.append(row)
    amounts = work(rows, Fraction(case["volume"]), read_scenario(case["scenario"]))
    if amounts is None:
        return None
    sums = {"usage": Fraction(0), "fixed_fees": Fraction(0), "percents": Fraction(0),
            "minimum": Fraction(0)}
    for row, amount in zip(rows, amounts):
        kind = ("usage" if row["basis"] in USAGE else "fixed_fees" if row["basis"] in FEES
                else "percents" if row["basis"] == "percent" else "minimum")
        sums[kind] += amount
    total = round_half_up(sum(amounts, Fraction(0)), DIGITS[case["currency"]])
    return {**sums, "total": total, "amounts": amounts}


def edges():
    steps = "label|per_object|1|1000|0.05|EUR|{0};label|per_object|1001||0.03|EUR|{0}"
    for tiering in ("graduated", "volume"):
        for objects in ("9.995", "10", "10.005", "10.01"):
            yield (f"{tiering} at {float(objects) * 100:g}", steps.format(tiering), "EUR", "", "100",
                   f"objects_per_item={objects}")
    three = "a|per_item|1|1000|0.10|EUR;a|per_item|1001|2000|0.08|EUR;a|per_item|2001||0.05|EUR"
    for volume in ("0", "1", "999", "1000", "1001", "2500"):
        yield f"three tiers at {volume}", three, "EUR", "", volume, ""
    yield "half a cent goes up", "a|per_item|1||1.005|EUR", "EUR", "", "1", ""
    yield "just below half a cent", "a|per_item|1||1.00499999|EUR", "EUR", "", "1", ""
    yield "far below half a cent", "a|per_item|1||1.00499999999999999999|EUR", "EUR", "", "1", ""
    yield "many half cents", "a|per_item|1||0.035|EUR", "EUR", "", "4567", ""
    yield "half a cent of a third", "h|per_hour|1||0.015|EUR", "EUR", "", "100", "seconds_per_item=12"
    yield "rounded once not per row", "a|per_item|1||0.004|EUR;b|per_item|1||0.004|EUR", "EUR", "", "1", ""
    yield "yen have no cents", "a|per_item|1||1.5|JPY", "JPY", "", "3", ""
    yield "dinars have three digits", "a|per_item|1||0.0005|KWD", "KWD", "", "1", ""
    item, fee, least = "a|per_item|1||0.05|EUR", "s|per_project|||50|EUR", "m|minimum|||100|EUR"
    yield "minimum before a fee", f"{item};{least};{fee}", "EUR", "", "1000", ""
    yield "minimum after a fee", f"{item};{fee};{least}", "EUR", "", "900", ""
    yield "minimum that does not bind", f"{item};{least};{fee}", "EUR", "", "3000", ""
    yield "minimum that is just reached", f"{item};{least}", "EUR", "", "2000", ""
    yield "two fees of one name", f"{item};{fee};{fee}", "EUR", "", "1000", ""
    yield "two minimums", f"{item};{least};n|minimum|||120.5|EUR", "EUR", "", "10", ""
    yield "minimum per month", f"{item};{least}|||always|monthly", "EUR", "", "3000", "months=3"
    yield "minimum of one charge", f"{item};{fee};{least}||a", "EUR", "", "1000", ""
    yield "minimum without usage", "m|minimum|||250|EUR;s|per_project|||99.99|EUR", "EUR", "", "10", ""
    yield "percent of all above", f"{item};{fee};p|percent|||15", "EUR", "", "1000", ""
    yield "percent before a fee", f"{item};p|percent|||15;{fee}", "EUR", "", "1000", ""
    yield "percent of one charge", f"{item};{fee};p|percent|||15|||a", "EUR", "", "1000", ""
    yield "percent of two charges", f"{item};{fee};b|per_item|||0.01|EUR;p|percent|||15|||a+b", "EUR", "", "1000", ""
    yield "percent on a percent", f"{item};p|percent|||10;q|percent|||10", "EUR", "", "1000", ""
    yield "discount then fee", f"{item};{fee};d|percent|||-7.5;p|percent|||10", "EUR", "", "1234", ""
    yield "fee then discount", f"{item};{fee};p|percent|||10;d|percent|||-7.5", "EUR", "", "1234", ""
    yield "discount below a minimum", f"{item};d|percent|||-20;{least}", "EUR", "", "2100", ""
    yield "discount on a minimum", f"{item};{least};d|percent|||-20", "EUR", "", "1000", ""
    bounded = f"{item};d|percent|1001|5000|-10"
    for volume in ("1000", "1001", "5000", "5001"):
        yield f"discount by volume at {volume}", bounded, "EUR", "", volume, ""
    yield "rush by the quantity", f"{item};r|per_item|||0.02|EUR|||rush", "EUR", "", "1000", "rush_share=0.25"
    yield "rush by a percent", f"{item};{fee};r|percent|||40|||a|rush", "EUR", "", "1000", "rush_share=0.25"
    yield "rush in tiers", f"r|per_item|1|100|0.2|EUR|||rush;r|per_item|101||0.1|EUR|||rush", "EUR", "", "1000", "rush_share=0.125"
    yield "no rush", f"{item};r|per_item|||0.02|EUR|||rush", "EUR", "", "1000", ""
    yield "review and rework", f"{item};v|per_item|||0.03|EUR|||review;w|per_item|||0.04|EUR|||rework", "EUR", "", "777", "review_share=0.3;rework_share=0.07"
    yield "optional not taken", f"{item};o|per_project|||80|EUR|||optional", "EUR", "", "1000", ""
    yield "optional taken", f"{item};o|per_project|||80|EUR|||optional", "EUR", "", "1000", "take=o"
    yield "optional of unknown frames", f"{item};o|per_frame|||1|EUR|||optional", "EUR", "", "1000", ""
    yield "per month", f"{item};s|per_month|||120|EUR", "EUR", "", "1000", "months=4"
    yield "fee every month", f"{item};s|per_project|||120|EUR|||always|monthly", "EUR", "", "1000", "months=4"
    yield "storage of items by month", "a|per_item|1|500|0.01|EUR|||always|monthly;a|per_item|501||0.002|EUR|||always|monthly", "EUR", "", "800", "months=6"
    yield "seats stated", "t|per_seat_month|||1450|EUR", "EUR", "", "1000", "seats=4;months=2.5"
    full = "seats=4;seconds_per_item=45;hours_per_seat_month=140;months=2"
    yield "seats stated, just full", "t|per_seat_month|||1450|EUR", "EUR", "", "89600", full
    yield "seats stated, one more", "t|per_seat_month|||1450|EUR", "EUR", "", "89601", full
    yield "seats stated, one more, of an offer not taken", "t|per_seat_month|||1450|EUR|||optional;a|per_item|||1|EUR", "EUR", "", "89601", full
    yield "seats by hours", "t|per_seat_month|||1450|EUR;n|per_seat|||300|EUR", "EUR", "", "50000", "seconds_per_item=45;hours_per_seat_month=140;months=2"
    yield "seats by hours, just full", "t|per_seat_month|||1450|EUR", "EUR", "", "22400", "seconds_per_item=45;hours_per_seat_month=140;months=2"
    yield "seats by hours, one more", "t|per_seat_month|||1450|EUR", "EUR", "", "22401", "seconds_per_item=45;hours_per_seat_month=140;months=2"
    yield "seats unknown", "t|per_seat_month|||1450|EUR", "EUR", "", "10", "seconds_per_item=45"
    yield "crowd answers", "k|per_answer|||0.04|EUR;p|percent|||20", "EUR", "", "1500", "answers_per_item=5"
    yield "media by the minute", "k|per_minute|||1.1|EUR", "EUR", "", "120", "minutes_per_item=2.75"
    yield "words and characters", "w|per_word|||0.004|EUR;c|per_character|||0.0007|EUR;f|per_frame|||0.01|EUR", "EUR", "", "120", "words_per_item=210.5;characters_per_item=1260.1;frames_per_item=30"
    yield "words unknown", "w|per_word|||0.004|EUR", "EUR", "", "120", "characters_per_item=10"
    yield "hours from seconds", "h|per_hour|1||18.40|EUR", "EUR", "", "1000", "seconds_per_item=12.5"
    yield "hours are not rounded", "h|per_hour|1|10|18.40|EUR;h|per_hour|11||17|EUR", "EUR", "", "7777", "seconds_per_item=4.75"
    yield "dollars to euro", "a|per_item|1||0.043|USD;s|per_project|||500|EUR", "EUR", "USD|0.9217", "12345", ""
    yield "percent of two currencies", "a|per_item|1||0.043|USD;s|per_project|||500|EUR;p|percent|||12.5", "EUR", "USD|0.9217", "12345", ""
    yield "rounded half to yen", "a|per_item|1||0.5|USD", "JPY", "USD|149.35", "10", ""
    yield "beyond the last tier", "a|per_item|1|100|0.1|EUR", "EUR", "", "101", ""
    yield "in a gap", "a|per_item|1|100|0.1|EUR|volume;a|per_item|201||0.05|EUR|volume", "EUR", "", "150", ""
    yield "across a gap", "a|per_item|1|100|0.1|EUR;a|per_item|201||0.05|EUR", "EUR", "", "250", ""


def random_charge(rng, number):
    basis = rng.choice(["per_item", "per_object", "per_hour", "per_word", "per_answer", "per_month",
                        "per_seat_month"])
    tiering = rng.choice(["graduated", "volume"])
    condition = rng.choice(["always", "always", "rush", "review", "rework", "optional"])
    recurrence = rng.choice(["once", "once", "monthly"])
    low = 1
    for _ in range(rng.randint(1, 4)):
        high = low + rng.choice([0, 9, 99, 999, 12344])
        last = rng.random() < 0.6
        price = f"{rng.randint(0, 20000)}e-{rng.randint(2, 5)}"
        yield (f"c{number}|{basis}|{low}|{'' if last else high}|{price}"
               f"|{rng.choice(['EUR', 'USD', 'JPY', 'KWD'])}|{tiering}||{condition}|{recurrence}")
        low = high + 1
        if last:
            break


def random_case(rng, number):
    target = rng.choice(["EUR", "USD", "JPY", "KWD"])
    rates = ";".join(f"{c}|{rng.randint(1, 20000) / 10000:.4f}" for c in ("EUR", "USD", "JPY", "KWD")
                     if c != target)
    rows, n_charges = [], rng.randint(1, 3)
    for charge in range(n_charges):
        rows += random_charge(rng, charge)
    for extra in range(rng.randint(0, 4)):
        kind = rng.choice(["per_project", "minimum", "percent"])
        named = "+".join(f"c{c}" for c in range(n_charges) if rng.random() < 0.5)
        condition = rng.choice(["always", "always", "rush", "optional"])
        recurrence = rng.choice(["once", "monthly"])
        price = f"{rng.randint(0, 99999) / 100:.2f}"
        if kind == "percent":
            rows.append(f"x{extra}|percent|||{rng.randint(-3000, 6000) / 100:.2f}|||{named}|{condition}|")
        else:
            rows.append(f"x{extra}|{kind}|||{price}|{rng.choice([target, 'USD', 'JPY'])}||"
                        f"{named if kind == 'minimum' else ''}|{condition}|{recurrence}")
    scenario = [f"objects_per_item={rng.randint(1, 200) / 10:.1f}",
                f"seconds_per_item={rng.randint(1, 999) / 100:.2f}", f"words_per_item={rng.randint(1, 99)}",
                f"answers_per_item={rng.randint(1, 7)}", f"months={rng.randint(1, 40) / 4:g}",
                f"hours_per_seat_month={rng.randint(100, 180)}", f"rush_share={rng.randint(0, 100) / 100:g}",
                f"review_share={rng.randint(0, 100) / 100:g}", f"rework_share={rng.randint(0, 30) / 100:g}"]
    if rng.random() < 0.3:
        scenario.append(f"seats={rng.randint(1, 20)}")
    scenario += [f"take={name}" for name in ("c0", "c1", "x0", "x1") if rng.random() < 0.5]
    return (f"random {number}", ";".join(rows), target, rates, str(rng.randint(0, 20000)),
            ";".join(scenario))


def new_edges():
    """Fees of a tier, and the least for each unit (price lists of crowds)."""
    plan = "f|flat_fee|1|1000|0|USD|volume;f|flat_fee|1001|5000|400|USD|volume;f|flat_fee|5001||900|USD|volume"
    for volume in ("0", "800", "1000", "1001", "5000", "6000"):
        yield f"flat fee at {volume}", plan, "USD", "", volume, ""
    bounded = "f|flat_fee|1|1000|100|USD|volume;f|flat_fee|1001|5000|400|USD|volume"
    yield "flat fee beyond its last tier", bounded, "USD", "", "5001", ""
    for volume in ("3000", "3001"):
        yield (f"flat fee of a month at {volume} in three",
               "f|flat_fee|1|1000|100|USD|volume|||monthly;f|flat_fee|1001|5000|400|USD|volume|||monthly", "USD", "", volume, "months=3")
    crowd = "reward|per_answer|||{0}|USD;fee|percent|||20|||reward;least|{1}|||0.01|USD||fee"
    for reward in ("0.01", "0.03", "0.05", "0.10"):
        yield f"at least a cent an answer of {reward}", crowd.format(reward, "minimum_per_answer"), "USD", "", "500", "answers_per_item=3"
    yield "at least for each and a percent of both", crowd.format("0.03", "minimum_per_answer") + ";vat|percent|||19|||fee+least", "USD", "", "1500", ""
    yield "at least for each in another currency", crowd.format("0.03", "minimum_per_answer"), "EUR", "USD|0.9217", "1500", ""
    yield "at least for each by volume tiers", "a|per_item|1|1000|0.10|EUR|volume;a|per_item|1001||0.02|EUR|volume;m|minimum_per_item|||0.05|EUR||a", "EUR", "", "1001", ""
    yield "at least for each of unknown units", "a|per_word|||0.1|EUR;m|minimum_per_word|||1|EUR||a", "EUR", "", "10", ""


def random_least(rng, number):
    """Volume tiers, percents of them, the least for each unit, flat fees, something on top."""
    basis = rng.choice(["item", "object", "frame", "minute", "character", "word", "answer", "hour"])
    recurrence = rng.choice(["once", "once", "monthly"])
    rows, low = [], 1
    for _ in range(rng.randint(1, 3)):
        high = low + rng.choice([9, 999, 12344])
        rows.append(f"a|per_{basis}|{low}|{high}|0.{rng.randint(0, 99):02}|EUR|volume|||{recurrence}")
        low = high + 1
    rows.append(f"a|per_{basis}|{low}||0.{rng.randint(0, 99):02}|USD|volume|||{recurrence}")
    named = rng.choice(["a", "fee", "fee"])
    rows.append(f"fee|percent|{rng.choice(['', '', '5000'])}||{rng.randint(1, 60)}|||a")
    rows.append(f"least|minimum_per_{basis}|||0.{rng.randint(0, 999):03}|{rng.choice(['EUR', 'USD'])}||{named}||"
                f"{rng.choice(['once', 'monthly'])}")
    low, monthly = 1, rng.choice(["once", "monthly"])
    for _ in range(rng.randint(0, 3)):
        high = low + rng.choice([99, 999, 9999])
        last = rng.random() < 0.5
        rows.append(f"plan|flat_fee|{low}|{'' if last else high}|{rng.randint(0, 999)}|EUR|volume||always|{monthly}")
        low = high + 1
        if last:
            break
    rows.append("tax|percent|||19")
    scenario = [f"{plural}_per_item={rng.randint(1, 200) / 10:.1f}"
                for plural in ("objects", "frames", "minutes", "characters", "words", "answers")]
    scenario += [f"months={rng.randint(1, 40) / 4:g}", f"seconds_per_item={rng.randint(1, 9999) / 100:.2f}"]
    return (f"random least {number}", ";".join(rows), "EUR", "USD|0.9217", str(rng.randint(0, 20000)),
            ";".join(scenario))


def main():
    rng = random.Random(20260301)
    names = ["case", "quotes", "currency", "rates", "volume", "scenario"]
    results = ["usage", "fixed_fees", "percents", "minimum", "total"]
    with open("procurement_costs.csv", "w", newline="") as file:
        file.write("# Exact fractions, python3 procurement_costs.py; an empty total: no price\n")
        out = csv.writer(file, lineterminator="\n", quoting=csv.QUOTE_ALL)
        out.writerow(names + results + ["amounts"])
        for values in list(edges()) + [random_case(rng, i) for i in range(400)] + list(
                new_edges()) + [random_least(random.Random(i), i) for i in range(200)]:
            result = cost(dict(zip(names, values))) or {}
            out.writerow(values + tuple(repr(float(result[k])) if result else "" for k in results)
                         + (";".join(repr(float(a)) for a in result.get("amounts", [])),))


if __name__ == "__main__":
    main()
