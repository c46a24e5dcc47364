#!/usr/bin/env python3
"""Fails requests for memory of a command, one a run, and says what does not end well.

    fail_each.py SHIM.so FOLDER N SEED -- COMMAND...

Each run is in a copy of FOLDER. N requests are drawn with the seed (0: every one). A run ends well when
it did without that memory, its output to the byte that of the run that lacked nothing; or with status 7,
a message, and no file that was not there before.
"""
import os
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

SETTLED = {"OMP_NUM_THREADS": "1", "SOURCE_DATE_EPOCH": "1780000000", "LC_ALL": "C.UTF-8"}


def run(shim, folder, command, **settings):
    with tempfile.TemporaryDirectory() as work:
        place = Path(work, "work")
        shutil.copytree(folder, place, symlinks=True)
        done = subprocess.run(command, cwd=place, stdin=subprocess.DEVNULL, capture_output=True, timeout=300,
                              env={**os.environ, **SETTLED, "LD_PRELOAD": shim, **settings}, check=False)
        files = {str(p.relative_to(place)): p.read_bytes() for p in sorted(place.rglob("*")) if p.is_file()}
        return done, files


def fault_of(done, files, whole, before):
    made = sorted(set(files) - set(before))
    if done.returncode == 7:
        if b"out of memory" not in done.stderr and b"memory" not in done.stderr:
            return "no message"
        return f"left {made}" if made else None
    if done.returncode != whole[0].returncode:
        return f"status {done.returncode}"
    if done.stdout != whole[0].stdout or files != whole[1]:
        return "another output"
    return None


def main():
    shim, folder, n, seed = sys.argv[1:5]
    command = sys.argv[6:]
    with tempfile.TemporaryDirectory() as work:
        count = Path(work, "count")
        whole = run(shim, folder, command, COUNT_IN=str(count))
        total = int(count.read_text())
    again = run(shim, folder, command)
    if (again[0].stdout, again[1]) != (whole[0].stdout, whole[1]) or whole[0].returncode > 4:
        sys.exit(f"{' '.join(command)}: two runs differ, or status {whole[0].returncode}:\n"
                 f"{whole[0].stderr.decode()}")
    before = {str(p.relative_to(folder)) for p in Path(folder).rglob("*") if p.is_file()}
    requests = range(1, total + 1)
    if int(n) > 0:
        requests = sorted(random.Random(seed).sample(requests, min(int(n), total)))
    faults = {}
    statuses = {}
    for at in requests:
        done, files = run(shim, folder, command, FAIL_AT=str(at))
        statuses[done.returncode] = statuses.get(done.returncode, 0) + 1
        fault = fault_of(done, files, whole, before)
        if fault is not None:
            said = done.stderr.decode(errors="replace").strip().splitlines()
            key = (fault, said[-1] if said else "")
            faults.setdefault(key, []).append(at)
    print(f"{' '.join(command[1:])}: {len(requests)} of {total} requests failed, statuses {statuses}")
    for (fault, said), where in faults.items():
        print(f"  {fault} ({len(where)} times, as at {where[:5]}): {said}")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
