"""Reference values of the inferred truth, on the anaesthetists' data of Dawid and Skene (1979).

python3 truth.py    writes truth_data.csv and truth.csv beside it. Needs only Python's standard
library. 45 patients, 5 observers, the first of whom judged each patient three times. Each model is
written out in plain logarithms over dictionaries and run until nothing moves. The published class
shares of full maximum likelihood are 0.40, 0.42, 0.11 and 0.07.
"""
from math import exp, log
import os

HERE = os.path.dirname(os.path.abspath(__file__))

# Dawid and Skene (1979), table 1: the three judgements of observer 1, then those of 2 to 5.
TABLE = """111 1111, 333 4334, 112 2122, 222 3121, 222 3222, 222 3322, 122 2111, 333 3433, 222 2223,
232 2223, 444 4444, 222 3343, 111 1111, 222 3212, 121 1111, 111 2111, 111 1111, 111 1111, 222 2221,
222 1322, 222 2222, 222 2221, 222 3222, 221 2222, 111 1111, 111 1111, 232 2222, 111 1111, 111 1111,
112 1121, 111 1111, 333 3233, 111 1111, 222 2222, 222 3232, 433 4343, 221 2232, 232 3233, 333 3432,
111 1111, 111 1111, 121 2111, 232 2222, 121 1111, 222 2222"""
ITEMS = [[(0, int(x) - 1) for x in row.split()[0]] +
         [(g + 1, int(x) - 1) for g, x in enumerate(row.split()[1])] for row in TABLE.split(",")]
K = 4
RATERS = 5


def safe_log(p):
    return log(p) if p > 0 else -1e30


def start():
    return [[sum(x == t for _, x in item) / len(item) for t in range(K)] for item in ITEMS]


def judge(prior, likelihood):
    posterior, total = [], 0.0
    for item in ITEMS:
        joint = [safe_log(prior[t]) + sum(safe_log(likelihood(g, t, x)) for g, x in item)
                 for t in range(K)]
        most = max(joint)
        sums = sum(exp(j - most) for j in joint)
        total += most + log(sums)
        posterior.append([exp(j - most) / sums for j in joint])
    return posterior, total


def counts(posterior, g, t, x):
    return sum(p[t] for item, p in zip(ITEMS, posterior) for who, given in item
               if who == g and given == x)


def shares(posterior):
    return [sum(p[t] for p in posterior) / len(ITEMS) for t in range(K)]


def run(update):
    posterior, last = start(), None
    for _ in range(20000):
        prior, likelihood = update(posterior)
        posterior, total = judge(prior, likelihood)
        if last is not None and abs(total - last) < 1e-13 * abs(total):
            break
        last = total
    return prior, posterior, total


def dawid_skene(smoothing):
    def update(posterior):
        p = {}
        for g in range(RATERS):
            for t in range(K):
                row = [counts(posterior, g, t, x) + smoothing for x in range(K)]
                for x in range(K):
                    p[g, t, x] = row[x] / sum(row)
        return shares(posterior), lambda g, t, x: p[g, t, x]
    return run(update)


def one_coin(smoothing):
    def update(posterior):
        p = []
        for g in range(RATERS):
            right = sum(counts(posterior, g, t, t) for t in range(K))
            answers = sum(1 for item in ITEMS for who, _ in item if who == g)
            p.append((right + smoothing) / (answers + 2 * smoothing))
        return shares(posterior), lambda g, t, x: p[g] if t == x else (1 - p[g]) / (K - 1)
    return run(update)


def mace(smoothing):
    knows = [0.5] * RATERS
    habit = [[1 / K] * K for _ in range(RATERS)]

    def update(posterior):
        for g in range(RATERS):
            known, guesses = 0.0, []
            for x in range(K):
                answers = sum(1 for item in ITEMS for who, given in item if who == g and given == x)
                share = knows[g] / (knows[g] + (1 - knows[g]) * habit[g][x])
                own = counts(posterior, g, x, x) * share
                known += own
                guesses.append(answers - own)
            knows[g] = (known + smoothing) / (known + sum(guesses) + 2 * smoothing)
            habit[g] = [(n + smoothing) / (sum(guesses) + K * smoothing) for n in guesses]
        return [1 / K] * K, lambda g, t, x: ((1 - knows[g]) * habit[g][x] +
                                             (knows[g] if t == x else 0))
    return run(update)


def main():
    with open(os.path.join(HERE, "truth_data.csv"), "w") as out:
        out.write("# python3 truth.py\nitem,raters,labels\n")
        for i, item in enumerate(ITEMS):
            out.write(f'{i},"{" ".join(str(g) for g, _ in item)}",'
                      f'"{" ".join(str(x) for _, x in item)}"\n')
    with open(os.path.join(HERE, "truth.csv"), "w") as out:
        out.write("# python3 truth.py\nmethod,smoothing,log_likelihood,prior,posterior\n")
        for name, model in (("dawid_skene", dawid_skene), ("one_coin", one_coin), ("mace", mace)):
            for smoothing in (0, 0.01):
                prior, posterior, total = model(smoothing)
                flat = " ".join(repr(x) for p in posterior for x in p)
                out.write(f'{name},{smoothing},{total!r},"{" ".join(repr(x) for x in prior)}",'
                          f'"{flat}"\n')
                print(name, smoothing, total, [round(x, 2) for x in prior])


main()
