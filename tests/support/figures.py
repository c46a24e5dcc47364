"""A command's figures, to be compared with those of another run: numbers without words and places."""
import csv
import json
import os
import re
import subprocess


def write(path, rows):
    with open(path, "w", newline="", encoding="utf-8") as out:
        csv.writer(out).writerows(rows)


def figures_of(value):
    """Numbers alone; where a row stood is none, and neither is the order of rows."""
    if isinstance(value, dict):
        return {key: figures_of(inner) for key, inner in value.items()
                if key not in ("line", "problems", "inputs")}
    if isinstance(value, list):
        return sorted((figures_of(inner) for inner in value), key=json.dumps)
    return None if isinstance(value, str) else value


def run(*words):
    """Status, what the command prints as numbers (None: refused), and the codes of its messages."""
    done = subprocess.run([os.environ["LABELQA"], *words, "--format", "json"], capture_output=True,
                          text=True)
    codes = set(re.findall(r"\[([WE]\d+)\]", done.stderr))
    figures = None
    if done.returncode in (0, 1, 4):
        report = json.loads(done.stdout)
        figures = json.dumps(figures_of(report["tables"]), sort_keys=True)
    return done.returncode, figures, codes
