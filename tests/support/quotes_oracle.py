"""Random price quotes, worked here in exact fractions by the rules that `labelqa quote --rules`
prints, and by labelqa; prints those that differ. usage: quotes_oracle.py SEED ROUNDS

A round is twenty vendors in one scenario. Writes quotes.csv into the current folder."""
import csv, io, math, os, random, subprocess, sys
from fractions import Fraction as F

seed, n_quotes = int(sys.argv[1]), int(sys.argv[2])
rng = random.Random(seed)

def price(low, high, places):
    return F(rng.randint(int(low * 10**places), int(high * 10**places)), 10**places)

def text_of(x):
    x = F(x)
    n, places = x, 0
    while n.denominator != 1:
        n *= 10
        places += 1
    digits = str(abs(n.numerator)).rjust(places + 1, "0")
    sign = "-" if x < 0 else ""
    return sign + (digits[:-places] + "." + digits[-places:] if places else digits)

def tiers(n, most):
    bounds = sorted(rng.sample(range(2, most), n - 1))
    return [(1 if i == 0 else bounds[i - 1] + 1, bounds[i] if i < n - 1 else None) for i in range(n)]

def row(charge, basis, price, low=None, high=None, tiering="", applies="", recurrence="", per="",
        condition=""):
    return dict(charge=charge, basis=basis, price=price, low=low, high=high, tiering=tiering,
                applies=applies, recurrence=recurrence, per=per, condition=condition)

def draw_quote():
    rows, names = [], []
    for k in range(rng.randint(1, 3)):
        basis = rng.choice(["per_item", "per_item", "per_object", "per_hour", "per_answer"])
        name = f"work {k}"
        names.append(name)
        n = rng.choice([1, 1, 2, 3, 4])
        tiering = rng.choice(["graduated", "volume"]) if n > 1 else ""
        recurrence = "monthly" if rng.random() < .2 else ""
        condition = rng.choice(["", "", "", "rush", "review", "rework"])
        per = rng.choice([1, 1, 1, 100, 1000]) if basis != "per_hour" else 1
        for low, high in tiers(n, 60000) if n > 1 else [(None, None)]:
            rows.append(row(name, basis, price(0, 3 * per, 4), low, high, tiering, "", recurrence,
                            per, condition))
    for k in range(rng.randint(0, 4)):
        kind = rng.choice(["per_project", "per_month", "percent", "percent", "minimum", "flat_fee"])
        name = f"fee {k}"
        applies = ";".join(sorted(rng.sample(names, rng.randint(1, len(names))))) if rng.random() < .5 else ""
        if kind == "flat_fee":
            n = rng.choice([2, 3])
            rows += [row(name, kind, price(0, 900, 2), low, high, "")
                     for low, high in tiers(n, 60000)]
        elif kind == "percent":
            low = rng.randint(1, 20000) if rng.random() < .3 else None
            rows.append(row(name, kind, price(-30, 30, 2), low, applies=applies))
        elif kind == "minimum":
            rows.append(row(name, kind, price(0, 60000, 2), applies=applies,
                            recurrence="monthly" if rng.random() < .3 else ""))
        else:
            rows.append(row(name, kind, price(0, 3000, 2)))
        names.append(name)
    return rows

def in_tiers(rows, quantity, is_volume):
    """Bounds are whole units; a fraction belongs to the tier above."""
    total = F(0)
    for r in rows:
        low, high = r["low"] or 1, r["high"]
        if is_volume:
            if quantity > low - 1 and (high is None or quantity <= high):
                total += quantity * r["price"] / r["per"]
        else:
            end = quantity if high is None else min(quantity, F(high))
            total += max(F(0), end - (low - 1)) * r["price"] / r["per"]
    return total

def work(rows, s):
    per_unit = {"per_item": F(1), "per_object": s["objects"], "per_hour": s["seconds"] / 3600,
                "per_answer": F(s["answers"])}
    shares = {"": F(1), "rush": s["rush"], "review": s["review"], "rework": s["rework"]}
    total, sums, done = F(0), {}, set()
    for r in rows:
        amount = F(0)
        name = r["charge"]
        months = s["months"]
        if r["basis"] in per_unit:
            if name in done:
                continue
            same = [q for q in rows if q["charge"] == name]
            quantity = per_unit[r["basis"]] * s["volume"] * shares[r["condition"]]
            if r["recurrence"]:
                amount = months * in_tiers(same, quantity / months, r["tiering"] == "volume")
            else:
                amount = in_tiers(same, quantity, r["tiering"] == "volume")
        elif r["basis"] == "flat_fee":
            if name in done:
                continue
            amount = sum(q["price"] for q in rows if q["charge"] == name and
                         q["low"] <= s["volume"] and (q["high"] is None or s["volume"] <= q["high"]))
        elif r["basis"] == "per_project":
            amount = r["price"]
        elif r["basis"] == "per_month":
            amount = r["price"] * months
        else:
            base = sum((sums[a] for a in r["applies"].split(";")), F(0)) if r["applies"] else total
            if r["basis"] == "percent":
                inside = r["low"] is None or s["volume"] >= r["low"]
                amount = base * r["price"] / 100 if inside else F(0)
            else:
                least = r["price"] * (months if r["recurrence"] else 1)
                amount = max(F(0), least - base)
        done.add(name)
        sums[name] = sums.get(name, F(0)) + amount
        total += amount
    return total

def round_half_up(x):
    return F(math.floor(x * 100 + F(1, 2)), 100)

bad = 0
for q in range(n_quotes):
    vendors = {f"v{k}": draw_quote() for k in range(20)}
    s = dict(volume=rng.choice([1, 7, 999, 10000, rng.randint(1, 80000)]), objects=price(1, 9, 2),
             seconds=F(rng.randint(1, 90)), answers=rng.randint(1, 4), months=rng.randint(1, 6), rush=F(rng.randint(0, 100), 100),
             review=F(rng.randint(0, 100), 100), rework=F(rng.randint(0, 100), 100))
    with open("quotes.csv", "w", newline="") as out:
        w = csv.writer(out)
        w.writerow("vendor charge basis applies_to from_quantity to_quantity tiering price currency "
                   "condition recurrence per".split())
        for vendor, rows in vendors.items():
            for r in rows:
                w.writerow([vendor, r["charge"], r["basis"], r["applies"], r["low"] or "",
                            r["high"] or "", r["tiering"], text_of(r["price"]), "EUR",
                            r["condition"], r["recurrence"], r["per"]])
    command = [os.environ["LABELQA"], "quote", "quotes.csv", "--volume", str(s["volume"]),
               "--objects-per-item", text_of(s["objects"]), "--seconds-per-item", text_of(s["seconds"]),
               "--answers-per-item", str(s["answers"]), "--months", str(s["months"]),
               "--currency", "EUR", "--table", "costs", "--format", "csv", "--raw"]
    for share in ("rush", "review", "rework"):
        command += ["--scenario", f"{share}_share={text_of(s[share] * 100)}%"]
    run = subprocess.run(command, capture_output=True, text=True)
    if run.returncode != 0:
        sys.exit(run.stderr[:2000])
    for r in csv.DictReader(io.StringIO(run.stdout)):
        want = round_half_up(work(vendors[r["vendor"]], s))
        got = F(r["total"] or "-1")
        if want != got:
            bad += 1
            if bad < 6:
                print("round", q, r, "expected", float(want), *vendors[r["vendor"]], s, sep="\n  ")
print(n_quotes * 20, "quotes,", bad, "differ")
sys.exit(bad > 0)
