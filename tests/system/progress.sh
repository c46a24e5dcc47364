# A run that takes a second says on a terminal what it is at, and takes the line away; elsewhere nothing.
set -eu
python3 - <<'END'
import os, pty, subprocess, sys, time

labelqa = os.environ["LABELQA"]
rows = b"item,annotator,label\na,x,cat\na,y,cat\n"

def run(on_terminal):
    try:
        ours, theirs = pty.openpty() if on_terminal else os.pipe()
    except OSError:
        sys.exit(77) # a machine without terminals
    done = subprocess.Popen([labelqa, "agree", "-", "--format", "csv"], stdin=subprocess.PIPE,
                            stdout=subprocess.PIPE, stderr=theirs, env={**os.environ, "TERM": "xterm"})
    os.close(theirs)
    os.set_blocking(ours, True)
    done.stdin.write(rows)
    done.stdin.flush()
    time.sleep(2.5)
    done.stdin.close()
    printed = done.stdout.read()
    done.wait()
    said = b""
    try:
        while chunk := os.read(ours, 4096):
            said += chunk
    except OSError:
        pass # the terminal is gone with its last user
    return done.returncode, printed, said

status, printed, said = run(True)
if status != 0 or b"labelqa: reading, 1 s" not in said or b"\r\x1b[K" not in said:
    sys.exit(f"no progress on a terminal: {status} {said!r}")
status, quiet, said = run(False)
if status != 0 or b"\x1b" in said or b"reading" in said or quiet != printed:
    sys.exit(f"progress without a terminal: {status} {said!r}")
END
