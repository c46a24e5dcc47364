#!/usr/bin/env python3
"""Writes business_hours.csv: open time between instants, and instants after open time, by Python's
zoneinfo, day by day, in whole microseconds.

A wall time that occurs twice is its first (fold 0); one that is skipped is the moment at which the
clocks skip it, found by looking at every second around. Run in this folder: python3 business_hours.py
"""
import csv
import random
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


def micros(moment):
    return (moment - EPOCH) // timedelta(microseconds=1)


def instant(zone, wall):
    """Of a naive wall time, in microseconds since 1970 UTC."""
    moment = wall.replace(tzinfo=zone, fold=0).astimezone(timezone.utc)
    if moment.astimezone(zone).replace(tzinfo=None) == wall:
        return micros(moment)
    probe = moment - timedelta(hours=3)
    probe = probe.replace(microsecond=0)
    while probe.astimezone(zone).replace(tzinfo=None) < wall:
        probe += timedelta(seconds=1)
    return micros(probe)


def spans(case, first, last):
    """Open spans of the days first .. last, as a set of sorted, merged pairs."""
    zone, week, special = case["zone"], case["week"], case["special"]
    out, day = [], first
    while day <= last:
        for opens, closes in special.get(day, week.get(day.weekday(), [])):
            midnight = datetime(day.year, day.month, day.day)
            begin = instant(zone, midnight + timedelta(minutes=opens))
            end = instant(zone, midnight + timedelta(minutes=closes))
            if end > begin:
                out.append([begin, end])
        day += timedelta(days=1)
    merged = []
    for begin, end in sorted(out):
        if merged and begin <= merged[-1][1]:
            merged[-1][1] = max(end, merged[-1][1])
        else:
            merged.append([begin, end])
    return merged


def between(open_spans, begin, end):
    return sum(max(0, min(end, b) - max(begin, a)) for a, b in open_spans)


def add(open_spans, begin, length):
    for a, b in open_spans:
        a = max(a, begin)
        if b > a:
            if length <= b - a:
                return a + length
            length -= b - a
    raise AssertionError("not enough days")


def minutes(text):
    hour, minute = text.split(":")
    return int(hour) * 60 + int(minute)


def shifts(text):
    out = []
    for part in text.split(","):
        opens, closes = map(minutes, part.split("-"))
        out.append((opens, closes if closes > opens else closes + 1440))
    return out


def week_of(hours):
    week = {}
    for rule in hours.split(";"):
        days, times = rule.split()
        if days == "daily":
            chosen = set(range(7))
        else:
            chosen = set()
            for part in days.split(","):
                ends = [DAYS.index(d) for d in part.split("-")]
                day = ends[0]
                chosen.add(day)
                while day != ends[-1]:
                    day = (day + 1) % 7
                    chosen.add(day)
        for day in chosen:
            week.setdefault(day, []).extend(shifts(times))
    return week


CASES = [
    # zone, hours, days with hours of their own, year, month and day about which times are drawn
    ("Europe/Berlin", "Mon-Fri 09:00-17:00", "2026-04-03 2026-04-06", (2026, 3, 29)),
    ("Europe/Berlin", "daily 00:00-24:00", "", (2026, 10, 25)),
    ("Europe/Berlin", "Sat-Sun 22:00-06:00", "", (2026, 3, 29)),
    ("Europe/Berlin", "daily 02:30-03:30", "", (2026, 3, 29)),
    ("Europe/Berlin", "daily 02:30-03:30", "", (2026, 10, 25)),
    ("America/New_York", "Mon-Thu 08:30-12:00,13:00-17:30;Fri 08:30-14:00",
     "2026-11-26 2026-11-27=09:00-12:00", (2026, 11, 1)),
    ("America/New_York", "Fri-Mon 20:00-04:00", "2026-03-08", (2026, 3, 8)),
    ("America/Havana", "daily 00:00-24:00", "2026-03-08", (2026, 3, 8)),
    ("America/Havana", "Sun 00:00-08:00;Sat 16:00-24:00", "", (2026, 11, 1)),
    ("Australia/Lord_Howe", "Mon-Sun 01:45-09:00", "", (2026, 4, 5)),
    ("Asia/Kolkata", "Mon-Sat 09:30-18:15", "2024-02-29", (2024, 2, 28)),
    ("Asia/Manila", "Mon-Fri 06:00-14:00,14:00-22:00,13:00-15:00", "", (2028, 2, 29)),
    ("UTC", "Mon,Wed-Fri 00:00-24:00", "2026-12-25", (2026, 12, 28)),
]


def main():
    random.seed(20260329)
    with open("business_hours.csv", "w", newline="") as file:
        file.write("# python3 business_hours.py; times in microseconds since 1970 UTC\n")
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["zone", "hours", "special", "begin", "end", "open", "add", "reached"])
        for zone, hours, special, about in CASES:
            case = {"zone": ZoneInfo(zone), "week": week_of(hours), "special": {}}
            for part in special.split():
                day, _, own = part.partition("=")
                case["special"][date.fromisoformat(day)] = shifts(own) if own else []
            centre = micros(datetime(*about, tzinfo=timezone.utc))
            day = date(*about)
            open_spans = spans(case, day - timedelta(days=30), day + timedelta(days=120))
            for i in range(24):
                reach = [10 ** 11, 6 * 10 ** 11, 2 * 10 ** 12][i % 3]
                begin = centre + random.randint(-reach, reach)
                end = begin + random.randint(0, reach)
                length = random.randint(1, 2 * 10 ** 11)
                if i % 6 == 5:  # whole spans: closing times, not the next opening
                    begin, closes = random.choice(open_spans[:len(open_spans) // 2 + 1])
                    end = begin + reach
                    length = closes - begin
                out.writerow([zone, hours, special, begin, end, between(open_spans, begin, end),
                              length, add(open_spans, begin, length)])


if __name__ == "__main__":
    main()
