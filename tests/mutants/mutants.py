#!/usr/bin/env python3
"""Changes one place of the sources at a time and asks the tests whether they notice.

    mutants.py BUILD --rooms "qa/stats reports" --mutants 10 --seed 1 --compile "gcc ..." --link "g++ ..."

A mutant is one line with one change: an operator swapped, a constant off by one, a condition negated,
a statement dropped, two arguments swapped. Places are drawn with a seed from the bodies of functions;
one that does not compile, or compiles to the same bytes, is replaced by the next. BUILD holds every
test program linked against libqa.so; a mutant is a second libqa.so beside it, found first through
LD_LIBRARY_PATH, so that it costs one compilation and one link, and the tree is never touched.

Tests that reach the changed function run until the first that fails: the unit test of the file, those that include its header, those of
its room and of the rooms above, then the golden tests (the ones that speak of the file first) and with
--system the scripts of tests/system. What fails without a change, or takes too long, is left out and said.
"""
import argparse
import hashlib
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

# From the ground up; a room's tests may notice what changes in any room before it.
ROOMS = ["qa/base", "qa/table", "qa/stats", "qa/annotation", "qa/batch", "qa/formats", "qa/score",
         "qa/audit", "qa/procurement", "reports", "qa/cli"]

SWAPS = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "==", "&&": "||", "||": "&&",
         "+": "-", "-": "+", "*": "/", "/": "*", "%": "*", "+=": "-=", "-=": "+=",
         "&": "|", "|": "&", "<<": ">>", ">>": "<<"}
OPERATOR = re.compile(r"(?<= )(<=|>=|==|!=|&&|\|\||\+=|-=|<<|>>|[-+*/%<>&|])(?= )")
CONSTANT = re.compile(r"(?<![\w.\"])(\d+\.\d+|\d+)(?![\w.])")
CONDITION = re.compile(r"^(\s*(?:\} else )?if )\((.*)\) \{$")
STATEMENT = re.compile(r"^\s+(?!return|break|continue|goto|else|case|default|typedef|QA_TRY)"
                       r"(?:\(void\)!?)?[a-z_][\w\[\]().>-]*(?:\s*[-+*/|&]?= .*|\(.*\)|\+\+|--);$")
ARGUMENTS = re.compile(r"(?<=[(])([\w.\->\[\]*&]+), ([\w.\->\[\]*&]+)(?=[,)])|"
                       r"(?<=, )([\w.\->\[\]*&]+), ([\w.\->\[\]*&]+)(?=[,)])")
WORDS = {"true": "false", "false": "true"}
STATIC_TABLE = re.compile(r"^\s*(static|enum|const|struct \w+ \w+(\[\w*\])? = \{)")


class Mutant:
    def __init__(self, path, number, function, what, before, after):
        self.path, self.number, self.function, self.what = path, number, function, what
        self.before, self.after = before, after

    def __str__(self):
        return f"{self.path}:{self.number}: {self.what}: {self.after.strip() or '(nothing)'}"


def blank(match):
    return "".join(c if c == "\n" else " " for c in match.group())


def code_only(text):
    """The text with comments blank and string and character literals filled, every place kept."""
    text = re.sub(r"/\*.*?\*/|//[^\n]*", blank, text, flags=re.S)
    return re.sub(r"\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'",
                  lambda m: m.group()[0] + "~" * (len(m.group()) - 2) + m.group()[-1], text)


def body_lines(lines):
    """Numbers (from 0) of the lines of functions' bodies, without declarations of tables, and the
    functions' names."""
    function, name, table = None, None, False
    for i, line in enumerate(lines):
        heading = re.match(r"[a-z].*?(\w+)\(", line)
        name = heading.group(1) if heading else name
        if line == "{":
            function = name
        elif line == "}":
            function = None
        elif function is not None and not line.startswith("#"):
            table = table or STATIC_TABLE.match(line) is not None
            if not table:
                yield i, function
            if ";" in line:
                table = False


def replaced(line, start, end, text):
    return line[:start] + text + line[end:]


def off_by_one(text):
    return str(float(text) + 1) if "." in text else str(int(text) + 1)


def changes_of(code, line):
    """Every one-place change of a line, as (what, new line)."""
    for m in OPERATOR.finditer(code):
        new = SWAPS[m.group()]
        yield f"{m.group()} to {new}", replaced(line, m.start(), m.end(), new)
    for m in CONSTANT.finditer(code):
        if code[m.end():m.end() + 1] != "~":
            yield f"{m.group()} to {off_by_one(m.group())}", \
                replaced(line, m.start(), m.end(), off_by_one(m.group()))
    for m in re.finditer(r"\b(true|false)\b", code):
        yield f"{m.group()} to {WORDS[m.group()]}", \
            replaced(line, m.start(), m.end(), WORDS[m.group()])
    m = CONDITION.match(code)
    if m:
        yield "condition negated", f"{line[:m.end(1)]}(!({line[m.start(2):m.end(2)]})) {{"
    if STATEMENT.match(code):
        yield "statement dropped", ";"
    for m in ARGUMENTS.finditer(code):
        a, b = (1, 2) if m.group(1) else (3, 4)
        if m.group(a) != m.group(b):
            new = f"{line[m.start(b):m.end(b)]}, {line[m.start(a):m.end(a)]}"
            yield "arguments swapped", replaced(line, m.start(), m.end(), new)


def mutants_of(path):
    lines = path.read_text().split("\n")
    code = code_only("\n".join(lines)).split("\n")
    for i, function in body_lines(code):
        for what, new in changes_of(code[i], lines[i]):
            yield Mutant(path, i + 1, function, what, lines[i], new)


def drawn(room, seed):
    """All mutants of a room in a random order: first a place, then one of its changes, so that a
    line of many operators weighs no more than another."""
    rng = random.Random(f"{seed}:{room}")
    places = {}
    for path in sorted(Path(room).glob("*.c")):
        if path != Path("qa/cli/main.c"):  # not in the library
            for mutant in mutants_of(path):
                places.setdefault((str(path), mutant.number), []).append(mutant)
    keys = sorted(places)
    rng.shuffle(keys)
    return [rng.choice(places[key]) for key in keys]


class Test:
    """One test program or script; how long it takes without a change is measured on first need."""

    def __init__(self, kind, source, runner):
        self.kind, self.source, self.runner = kind, Path(source), runner
        self.text = self.source.read_text()
        self.seconds = None
        self.usable = True
        self.reached = set()

    def run(self, library, limit):
        with tempfile.TemporaryDirectory(dir=self.runner.scratch) as folder:
            command, where = self.command(folder)
            env = self.runner.environment(library, folder)
            begun = time.monotonic()
            process = subprocess.Popen(command, cwd=where, env=env, stdin=subprocess.DEVNULL,
                                       stdout=open(f"{folder}/.out", "wb"),
                                       stderr=open(f"{folder}/.err", "wb"), start_new_session=True)
            try:
                status = process.wait(timeout=limit)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, 9)
                process.wait()
                return False, limit
            return self.is_right(status, folder), time.monotonic() - begun

    def command(self, folder):
        if self.kind == "unit":
            return [self.runner.build / self.source.with_suffix("")], self.runner.root
        os.symlink(self.runner.root / "fixtures", f"{folder}/fixtures")
        return ["bash", self.runner.root / self.source], folder

    def is_right(self, status, folder):
        if self.kind != "golden":
            return status in (0, 77)
        for part, default in (("stdout", b""), ("stderr", b""), ("exit", b"0\n")):
            golden = self.source.with_suffix("." + part)
            want = golden.read_bytes() if golden.exists() else default
            got = b"%d\n" % status if part == "exit" else \
                Path(f"{folder}/.{part[3:]}").read_bytes()
            if got != want:
                return False
        return True

    def measure(self):
        with self.runner.measuring:
            self.measure_once()
        return self.usable

    def measure_once(self):
        if self.seconds is None:
            right, self.seconds = self.run(self.runner.build, self.runner.longest * 4)
            self.reached = self.runner.functions(self.runner.scratch / "reached")
            self.usable = right and self.seconds <= self.runner.longest
            if not self.usable:
                why = f"takes {self.seconds:.0f} s" if right else "fails without a change"
                print(f"left out: {self.source} ({why})", flush=True)

    def notices(self, library, function):
        if not self.measure() or function not in self.reached:
            return False
        right, _ = self.run(library, self.seconds * 10 + 5)
        return not right


class Runner:
    def __init__(self, options):
        self.root, self.build = Path.cwd(), Path(options.build).resolve()
        self.compile, self.link = options.compile, options.link
        self.longest = options.longest
        self.measuring = threading.Lock()
        self.scratch = self.build / "scratch"
        shutil.rmtree(self.scratch, ignore_errors=True)
        self.scratch.mkdir()
        table = subprocess.run(["nm", self.build / "libqa.so"], stdout=subprocess.PIPE, check=True,
                               text=True).stdout
        self.names = {f"{int(n[0], 16):x}": n[2].split(".")[0]
                      for n in map(str.split, table.splitlines()) if len(n) == 3 and n[1] in "tTwW"}
        self.objects = [str(p) for p in sorted(self.build.glob("qa/*/*.o")) +
                        sorted(self.build.glob("reports/*.o")) if p != self.build / "qa/cli/main.o"]
        self.tests = [Test("unit", p, self) for pattern in ("tests/qa/*/test_*.c", "tests/reports/test_*.c")
                      for p in sorted(Path().glob(pattern))]
        self.tests += [Test("golden", p, self) for p in sorted(Path("tests/cli").glob("*.sh"))]
        if options.system:
            self.tests += [Test("system", p, self) for p in sorted(Path("tests/system").glob("*.sh"))]

    def environment(self, library, folder):
        env = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "CMOCKA_XML_FILE")}
        env.update(LABELQA=str(self.build / "labelqa"), LABELQA_ROOT=str(self.root),
                   LABELQA_BUILD=str(self.build), LABELQA_NO_OFFICE="1", SOURCE_DATE_EPOCH="1780000000",
                   LC_ALL="C.UTF-8", TZ="UTC", COLUMNS="80", TMPDIR=folder, LABELQA_DATA="",
                   LD_LIBRARY_PATH=str(library), PATH=f"{self.build}:{env['PATH']}")
        if library == self.build:
            env["REACHED"] = str(self.scratch / "reached")
        return env

    def functions(self, path):
        """Names of the functions that the runs before reached."""
        offsets = path.read_text().split() if path.exists() else []
        path.unlink(missing_ok=True)
        return {self.names[o] for o in offsets if o in self.names}

    def library_of(self, mutant, folder):
        """Builds the mutant's library; None when it does not compile or changes nothing."""
        lines = mutant.path.read_text().split("\n")
        lines[mutant.number - 1] = mutant.after
        source, changed = Path(folder, mutant.path.name), Path(folder, "mutant.o")
        source.write_text("\n".join(lines))
        strict = ["-w", "-Werror=incompatible-pointer-types", "-Werror=int-conversion",
                  f"-ffile-prefix-map={folder}={mutant.path.parent}"]
        done = subprocess.run([*self.compile.split(), *strict, "-c", source, "-o", changed],
                              stderr=subprocess.DEVNULL, check=False)
        original = self.build / mutant.path.with_suffix(".o")
        if done.returncode != 0 or same_code(original, changed):
            return None
        objects = [str(changed) if o == str(original) else o for o in self.objects]
        subprocess.run([*self.link.split(), "-shared", "-Wl,-soname,libqa.so", "-o",
                        f"{folder}/libqa.so", *objects, *self.libraries], check=True)
        return Path(folder)

    def in_order(self, path):
        """The tests that may notice a change of this file, the likeliest first."""
        room = str(path.parent)
        above = ROOMS[ROOMS.index(room):]
        words = [w for w in re.split(r"[_\W]+", path.stem) if w not in ("cmd", "sheet", "input")]
        def rank(test):
            folder = str(test.source.parent)[len("tests/"):]
            if test.kind != "unit":
                speaks = any(re.search(rf"\b{w}", test.text + test.source.stem) for w in words)
                return (5 if test.kind == "golden" else 7) + (not speaks)
            if test.source.name == f"test_{path.name}" and folder == room:
                return 0
            includes = f'"{path.with_suffix(".h")}"' in test.text
            return (1 if includes else 2) if folder == room else 3 if includes else 4
        near = [t for t in self.tests if t.kind != "unit" or str(t.source.parent)[6:] in above]
        return sorted(near, key=lambda t: (rank(t), str(t.source)))

    def try_mutant(self, mutant):
        """The test that noticed, "" when none did, None when this is no mutant."""
        with tempfile.TemporaryDirectory(dir=self.scratch) as folder:
            library = self.library_of(mutant, folder)
            if library is None:
                return None
            for test in self.in_order(mutant.path):
                if test.notices(library, mutant.function):
                    return str(test.source)
        return ""


def same_code(a, b):
    """Whether two objects hold the same code and data: such a change is none."""
    def content(path):
        dump = subprocess.run(["objdump", "-drs", path], stdout=subprocess.PIPE, check=True).stdout
        return hashlib.sha256(dump.split(b"\n", 3)[3]).digest()
    return content(a) == content(b)


def run_room(runner, room, options):
    killed, survivors = 0, []
    wanted = drawn(room, options.seed)
    if options.file:
        wanted = [m for m in wanted if m.path.name == options.file]
    with ThreadPoolExecutor(options.jobs) as pool:
        while wanted and killed + len(survivors) < options.mutants:
            batch, wanted = wanted[:options.jobs], wanted[options.jobs:]
            for mutant, noticed in zip(batch, pool.map(runner.try_mutant, batch)):
                if noticed is None or killed + len(survivors) == options.mutants:
                    continue
                print(f"{'killed by ' + noticed if noticed else 'SURVIVED'}  {mutant}", flush=True)
                if noticed:
                    killed += 1
                else:
                    survivors.append(mutant)
    return killed, survivors


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("build")
    parser.add_argument("--rooms", default=" ".join(ROOMS))
    parser.add_argument("--file", help="only this file of the rooms, as kappa.c")
    parser.add_argument("--mutants", type=int, default=10, help="of each room")
    parser.add_argument("--seed", default="1")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--longest", type=float, default=60, help="seconds of a test that is run")
    parser.add_argument("--system", action="store_true", help="tests/system too")
    parser.add_argument("--minimum", type=float, default=0, help="%% of a room, else the status is 1")
    parser.add_argument("--compile", required=True)
    parser.add_argument("--link", required=True)
    parser.add_argument("--libraries", default="")
    options = parser.parse_args()
    rooms = options.rooms.split()
    for room in rooms:
        if room not in ROOMS:
            sys.exit(f"there is no room {room}: {' '.join(ROOMS)}")
    runner = Runner(options)
    runner.libraries = options.libraries.split()
    rows, left, low = [], [], False
    for room in rooms:
        killed, survivors = run_room(runner, room, options)
        n = killed + len(survivors)
        score = 100 * killed / n if n else 100
        low = low or score < options.minimum
        rows.append(f"| {room} | {n} | {killed} | {len(survivors)} | {score:.0f} % |")
        left += survivors
    print("\n| room | mutants | killed | survived | score |\n|---|--:|--:|--:|--:|")
    print("\n".join(rows))
    for mutant in left:
        print(f"\n{mutant.path}:{mutant.number}: {mutant.what}\n  - {mutant.before.strip()}"
              f"\n  + {mutant.after.strip()}")
    sys.exit(1 if low else 0)


if __name__ == "__main__":
    main()
