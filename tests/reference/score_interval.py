"""Matched score intervals of agreement coefficients, item by item and in plain Python.

Writes score_interval.csv beside it: rating data and the limits of every coefficient. Written from
the rule's text (qa/stats/score_interval.h), without patterns, without merging equal items, with its
own gamma, beta and bisection. Run: python3 tests/reference/score_interval.py
"""

import csv
import math
import os
import random

HERE = os.path.dirname(os.path.abspath(__file__))


# ---- distributions ----

def gamma_lower(a, x):
    """Regularised lower incomplete gamma function."""
    if a == 0:
        return 1.0
    if x <= 0:
        return 0.0
    front = math.exp(a * math.log(x) - x - math.lgamma(a))
    if x < a + 1:
        term = total = 1 / a
        k = a
        for _ in range(100000):
            k += 1
            term *= x / k
            total += term
            if term < total * 1e-17:
                break
        return front * total
    tiny = 1e-300
    b = x + 1 - a
    c = 1 / tiny
    d = 1 / b
    h = d
    for i in range(1, 100000):
        an = -i * (i - a)
        b += 2
        d = an * d + b
        d = tiny if abs(d) < tiny else d
        c = b + an / c
        c = tiny if abs(c) < tiny else c
        d = 1 / d
        h *= d * c
        if abs(d * c - 1) < 1e-16:
            break
    return 1 - front * h


def beta_lower(a, b, x):
    """Regularised incomplete beta function."""
    if x <= 0:
        return 0.0
    if x >= 1:
        return 1.0
    if x > (a + 1) / (a + b + 2):
        return 1 - beta_lower(b, a, 1 - x)
    front = math.exp(math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
                     + a * math.log(x) + b * math.log1p(-x)) / a
    tiny = 1e-300
    c, d = 1.0, 1 - (a + b) * x / (a + 1)
    d = 1 / (tiny if abs(d) < tiny else d)
    h = d
    for m in range(1, 100000):
        for numerator in (m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
                          -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))):
            d = 1 + numerator * d
            d = 1 / (tiny if abs(d) < tiny else d)
            c = 1 + numerator / c
            c = tiny if abs(c) < tiny else c
            h *= d * c
        if abs(d * c - 1) < 1e-16:
            break
    return front * h


def t_tail(t, freedom):
    return beta_lower(freedom / 2, 0.5, freedom / (freedom + t * t)) / 2


def normal_tail(x):
    return math.erfc(x / math.sqrt(2)) / 2


def tail_level(confidence, freedom):
    """The normal tail beyond Student's t."""
    low, high = 0.0, 1e7
    for _ in range(200):
        mid = (low + high) / 2
        low, high = (mid, high) if t_tail(mid, freedom) > (1 - confidence) / 2 else (low, mid)
    return normal_tail((low + high) / 2)


# ---- one coefficient ----

def share_of(item, q):
    s = [0.0] * q
    for c in item.values():
        s[c] += 1 / len(item)
    return s


def dot(a, b):
    return sum(x * y for x, y in zip(a, b))


def apply(w, x):
    return [dot(row, x) for row in w]


class Problem:
    """items: dicts annotator -> category; w: agreement weights, q x q, symmetric, 1 on the diagonal."""

    def __init__(self, items, q, name, w=None, population=0):
        self.items = items = [i for i in items if i]
        self.name = name
        self.w = w or [[float(a == b) for b in range(q)] for a in range(q)]
        self.q = q
        self.n = n = len(items)
        self.total_weight = sum(map(sum, self.w))
        self.m = [len(i) for i in items]
        self.s = [share_of(i, q) for i in items]
        self.share = [sum(s[k] for s in self.s) / n for k in range(q)]
        self.raters = sorted({g for i in items for g in i})
        pairable = [m for m in self.m if m > 1]
        self.n_pairable = len(pairable)
        self.mean_m = sum(pairable) / len(pairable)
        self.u = [self.u_of(m) for m in self.m]
        self.v = [self.v_of(m) for m in self.m]
        self.U, self.V = sum(self.u) / n, sum(self.v) / n
        self.d = [self.disagreement(list(i.values())) for i in items]
        self.Do = sum(a * b for a, b in zip(self.u, self.d)) / n / self.U
        self.pi = [sum(v * s[k] for v, s in zip(self.v, self.s)) / n / self.V for k in range(q)]
        self.finite = 1 - n / population if population else 1.0
        self.chance()
        self.entries = ([(1.0, self.u[j], self.d[j], self.e[j]) for j in range(n)]
                        + self.pseudo())

    def u_of(self, m):
        if m == 1:
            return 0
        return {'percent_agreement_pooled': m * (m - 1), 'krippendorff_alpha': m}.get(self.name, 1)

    def v_of(self, m):
        if self.name in ('krippendorff_alpha', 'scott_pi'):
            return m if m > 1 else 0
        return 1

    def disagreement(self, ratings):
        m = len(ratings)
        if m < 2:
            return 0
        return sum(1 - self.w[a][b] for i, a in enumerate(ratings)
                   for j, b in enumerate(ratings) if i != j) / (m * (m - 1))

    def chance(self):
        """De, its bias B, and e of every item; self.e_of_shares gives e of shares s and v."""
        n, w, pi = self.n, self.w, self.pi
        zero = lambda s, v: 0.0
        if self.name in ('percent_agreement', 'percent_agreement_pooled', 'bennett_s'):
            self.De, self.B, self.e_of_shares = 1.0, 0.0, zero
            self.e = [0.0] * n
        elif self.name in ('fleiss_kappa', 'scott_pi', 'krippendorff_alpha'):
            wpi = apply(w, pi)
            pe = dot(pi, wpi)
            self.De = 1 - pe
            self.e_of_shares = lambda s, v: -2 * v / self.V * (dot(s, wpi) - pe)
            self.e = [self.e_of_shares(s, v) for s, v in zip(self.s, self.v)]
            self.B = 0
            for s, v in zip(self.s, self.v):
                x = [a - b for a, b in zip(s, pi)]
                self.B += (v / self.V) ** 2 * dot(x, apply(w, x)) / (n * (n - 1))
        elif self.name == 'gwet_ac':
            c = self.total_weight / (self.q * (self.q - 1))
            pe = c * (1 - dot(pi, pi))
            self.De, self.B = 1 - pe, 0.0
            self.e_of_shares = lambda s, v: 2 * c * v / self.V * (dot(s, pi) - dot(pi, pi))
            self.e = [self.e_of_shares(s, v) for s, v in zip(self.s, self.v)]
        else:
            self.conger()
        self.De1 = self.De + self.B * self.finite

    def conger(self):
        n, w, q, r = self.n, self.w, self.q, len(self.raters)
        rho, p = {}, {}
        for g in self.raters:
            rated = [i[g] for i in self.items if g in i]
            rho[g] = len(rated) / n
            p[g] = [rated.count(k) / len(rated) for k in range(q)]
        P = [sum(p[g][k] for g in self.raters) for k in range(q)]
        self.De = 1 - (dot(P, apply(w, P)) - sum(dot(p[g], apply(w, p[g])) for g in self.raters)) / (r * (r - 1))
        against = {g: apply(w, [a - b for a, b in zip(P, p[g])]) for g in self.raters}

        def e(x):
            return -2 / (r * (r - 1)) * sum(
                dot([a - b for a, b in zip(x[g], p[g])], against[g]) / rho[g] for g in x)

        one = [[float(a == b) for b in range(q)] for a in range(q)]
        self.e = [e({g: one[c] for g, c in i.items()}) for i in self.items]
        self.e_of_shares = lambda s, v: e({g: s for g in self.raters})
        self.B = 0
        for i in self.items:
            a = {g: [(x - y) / rho[g] for x, y in zip(one[c], p[g])] for g, c in i.items()}
            total = [sum(a[g][k] for g in a) for k in range(q)]
            self.B += dot(total, apply(w, total)) - sum(dot(a[g], apply(w, a[g])) for g in a)
        self.B /= r * (r - 1) * n * (n - 1)

    def pseudo(self):
        share, q, w = self.share, self.q, self.w
        pairs = [m for m in self.m if m > 1]
        split_d = sum(0.5 + 1 / (m * (m - 1)) for m in pairs) / len(pairs)
        lone_d = sum(2 / m for m in pairs) / len(pairs)
        lone_s = sum(1 / m for m in pairs) / len(pairs)
        u, v = self.u_of(self.mean_m), self.v_of(self.mean_m)
        seen = [k for k in range(q) if share[k] > 0]
        out = []
        for k in seen:
            if len(seen) == 1:
                h = 1.0
                others = [0.0 if l == k else 1 / (q - 1) if q > 1 else 0 for l in range(q)]
            else:
                h = share[k] * (1 - share[k]) / (1 - dot(share, share))
                others = [0.0 if l == k else share[l] / (1 - share[k]) for l in range(q)]
            own = [float(l == k) for l in range(q)]
            apart = sum(o * (1 - x) for o, x in zip(others, w[k])) if q > 1 else 1.0
            mix = lambda x: [x * a + (1 - x) * b for a, b in zip(own, others)]
            out.append((share[k] / 2, u, 0.0, self.e_of_shares(own, v)))
            out.append((h / 4, u, split_d * apart, self.e_of_shares(mix(0.5), v)))
            if self.mean_m > 2:
                out.append((h / 4, u, lone_d * apart, self.e_of_shares(mix(lone_s), v)))
        return out

    def test(self, lam):
        """tau, sigma, gamma, z, p_above, p_below; None when no weights give this lambda."""
        g = [(c, u / self.U * (d - lam * self.De) - lam * e) for c, u, d, e in self.entries]
        most = max(abs(x) for _, x in g)
        g = [(c, 0.0 if abs(x) < 1e-10 * most else x) for c, x in g]
        top, bottom = max(x for _, x in g), min(x for _, x in g)
        if not (top > 0 and bottom < 0):
            return None
        low, high = -1 / top, -1 / bottom
        for _ in range(400):
            tau = (low + high) / 2
            if tau in (low, high):
                break
            f = sum(c * x / (1 + tau * x) for c, x in g)
            low, high = (tau, high) if f > 0 else (low, tau)
        total = sum(c for c, _ in g)
        w = [(c / (total * (1 + tau * x)), x) for c, x in g]
        sigma = math.sqrt(sum(a * x * x for a, x in w))
        gamma = sum(a * x ** 3 for a, x in w) / (sigma ** 3 * math.sqrt(self.n))
        z = (self.Do - lam * self.De1) * math.sqrt(self.n) / sigma / math.sqrt(self.finite)
        above, below = tails(z, gamma)
        return tau, sigma, gamma, z, above, below

    def limits(self, confidence):
        name = self.name
        n = self.n if name in ('fleiss_kappa', 'gwet_ac', 'conger_kappa') else self.n_pairable
        level = tail_level(confidence, (n - 1) * (1 if name == 'conger_kappa' else 2))

        def in_upper(lam):
            t = self.test(lam)
            if t is None:
                return False
            gamma = t[2]
            doubled = gamma > 0 and 0.7 * math.exp(-1 / gamma ** 2) >= level
            return t[4] >= (2 * level if doubled else level)

        def in_lower(lam):
            t = self.test(lam)
            return t is not None and t[5] >= level

        at = self.Do / self.De1
        low_lam = self.bisect(in_upper, 0.0, at) if at > 0 else 0.0
        printed = self.printed()
        scale = 1.0
        if name == 'bennett_s':
            scale = 1 / (1 - self.total_weight / self.q ** 2)
        if at >= 2:
            low = min(-1.0, printed)
        else:
            high_lam = 2.0 if in_lower(2.0) else self.bisect(in_lower, 2.0, at)
            low = 1 - scale * high_lam
        return min(low, printed), max(1 - scale * low_lam, printed)

    @staticmethod
    def bisect(inside, out, at):
        for _ in range(200):
            mid = (out + at) / 2
            if mid in (out, at):
                break
            out, at = (out, mid) if inside(mid) else (mid, at)
        return at

    def printed(self):
        if self.name == 'krippendorff_alpha':
            m = sum(x for x in self.m if x > 1)
            return 1 - self.Do / (self.De * m / (m - 1))
        if self.name == 'bennett_s':
            return 1 - self.Do / (1 - self.total_weight / self.q ** 2)
        return 1 - self.Do / self.De


def tails(z, gamma):
    if gamma < 0:
        below, above = tails(-z, -gamma)
        return above, below
    if gamma < 0.01:
        y = z - gamma * (z * z - 1) / 6
        bump = gamma * math.exp(-y * y / 2) / math.sqrt(2 * math.pi) / 2
        at, beyond = normal_tail(y) + bump, normal_tail(y) - bump
    else:
        mu = 1 / gamma ** 2
        x = max(0.0, mu + z / gamma)
        at, beyond = gamma_lower(x, mu), gamma_lower(x + 1, mu)
    return beyond + 0.7 * (at - beyond), 1 - at + 0.7 * (at - beyond)


NAMES = ['percent_agreement', 'percent_agreement_pooled', 'bennett_s', 'scott_pi', 'fleiss_kappa',
         'krippendorff_alpha', 'gwet_ac', 'conger_kappa']


def example_a():
    return [{g: 0 for g in range(3)}] * 7 + [{g: 1 for g in range(3)}] * 3


def example_b():
    return [{0: 0, 1: 0}] * 17 + [{0: 1, 1: 1}, {0: 0, 1: 1}, {0: 1, 1: 0}]


def draw(seed):
    rng = random.Random(seed)
    q = rng.choice([2, 2, 3, 5])
    r = rng.choice([2, 3, 3, 5])
    n = rng.choice([8, 12, 20, 30, 60])
    shares = [rng.random() ** rng.choice([1, 3]) + 0.02 for _ in range(q)]
    knows = [rng.uniform(0.2, 1) for _ in range(r)]
    missing = rng.choice([0, 0, 0.2, 0.4])
    items = []
    for _ in range(n):
        truth = rng.choices(range(q), shares)[0]
        items.append({g: truth if rng.random() < knows[g] else rng.choices(range(q), shares)[0]
                      for g in range(r) if rng.random() >= missing})
    return items, q


def matrix(kind, q):
    if kind == '':
        return None
    power = 1 if kind == 'linear' else 2
    return [[1 - (abs(a - b) / (q - 1)) ** power for b in range(q)] for a in range(q)]


def usable(items):
    items = [i for i in items if i]
    seen = {c for i in items for c in i.values()}
    raters = {g for i in items for g in i}
    return len(seen) > 1 and len(raters) > 1 and sum(len(i) > 1 for i in items) >= 5


def write():
    rows = []
    seed = 0
    cases = [('a', example_a(), 2), ('b', example_b(), 2)]
    while len(cases) < 42:
        seed += 1
        items, q = draw(seed)
        if usable(items):
            cases.append(('random_%d' % seed, items, q))
    for number, (case, items, q) in enumerate(cases):
        kind = '' if number < 26 else ('linear' if number % 2 else 'quadratic')
        confidence = [0.95, 0.95, 0.9, 0.99][number % 4] if number > 1 else 0.95
        population = 0 if number < 2 or number % 3 else 2 * len(items) + 7
        data = ';'.join(' '.join('%d:%d' % gc for gc in sorted(i.items())) for i in items)
        for name in NAMES:
            if kind and name.startswith('percent'):
                continue
            counted = sum(1 for i in items if i)
            problem = Problem(items, q, name, matrix(kind, q),
                              population if population > counted else 0)
            if not problem.De1 > 0:
                continue
            low, high = problem.limits(confidence)
            rows.append([case, name, kind, q, confidence, population, data,
                         '%.15g' % problem.printed(), '%.15g' % low, '%.15g' % high])
    with open(os.path.join(HERE, 'score_interval.csv'), 'w', newline='') as out:
        writer = csv.writer(out, lineterminator='\n')
        writer.writerow(['case', 'coefficient', 'weights', 'categories', 'confidence',
                         'population', 'items', 'value', 'low', 'high'])
        writer.writerows(rows)


if __name__ == '__main__':
    write()
