# What README.md shows is what comes out. Blocks that begin with `cd fixtures/...` run as written, in a
# copy, and each line of the blocks of output that follow is among what they print; of all other
# commands the options are read.
set -eu
python3 - "$LABELQA_ROOT/README.md" <<'END'
import os, re, shlex, shutil, subprocess, sys

root = os.environ["LABELQA_ROOT"]
blocks, block = [], []
for line in open(sys.argv[1], encoding="utf-8").read().split("\n") + [""]:
    if line.startswith("    "):
        block.append(line[4:])
    elif line == "" and block and block[-1] != "":
        block.append("")
    elif line != "":
        blocks += [block] if block else []
        block = []
blocks += [block] if block else []

def commands_of(block):
    text = "\n".join(block).replace("\\\n", " ")
    return [re.sub(r"\s+#.*| +\(as one run.*", "", line) for line in text.split("\n")
            if line.startswith(("labelqa ", "cd "))]

def run(command):
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True)
    if done.returncode in (2, 3, 5, 6) or done.returncode > 6:
        sys.exit(f"{command}: exit {done.returncode}: {done.stderr}")
    return done.stdout

# A work sheet is filled by an expert; here two of its answers are found wrong.
def fill(sample):
    run(re.sub(r"-o \S+", "-o sheet.csv", sample))
    rows = open("sheet.csv", encoding="utf-8").read().split("\n")
    names = rows[0].split(",")
    at = names.index("verdict")
    for i in range(1, len(rows)):
        cells = rows[i].split(",")
        if len(cells) == len(names):
            cells[at] = "wrong" if i <= 2 else "correct"
            rows[i] = ",".join(cells)
    open("sheet.csv", "w", encoding="utf-8").write("\n".join(rows))

flat = lambda text: re.sub(r"[\s\u2500]+", " ", text).strip()
n_run = n_lines = n_read = 0
printed, sample = "", ""
for block in blocks:
    commands = commands_of(block)
    if commands and commands[0].startswith("cd fixtures/"):
        folder = os.path.basename(commands[0].split()[1])
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(os.path.join(root, "fixtures", folder), folder)
        here, printed = os.getcwd(), ""
        os.chdir(folder)
        for command in commands[1:]:
            sample = command if command.startswith("labelqa sample") else sample
            if command.startswith("labelqa judge sheet.xlsx"):
                fill(sample)
                command = command.replace("sheet.xlsx", "sheet.csv")
            printed += run(command)
            n_run += 1
        os.chdir(here)
    shown = [line for line in block if flat(line) and not line.startswith(("labelqa", "cd ", "make "))
             and not line.startswith("    ")]
    if commands and not commands[0].startswith("cd fixtures/"):
        shown = []
        for command in commands:
            run(re.sub(r"\.\.\.", "", command).split(" #")[0] + " --help")
            n_read += 1
    for line in shown:
        if flat(line) not in flat(printed):
            sys.exit(f"README shows what does not come out: {line}")
        n_lines += 1
print(n_run, "commands run,", n_lines, "lines compared,", n_read, "commands read")
if n_run < 6 or n_lines < 20 or n_read < 20:
    sys.exit("too little of README was found")
END
# Its table of formats is what the program says; `make readme` makes it.
"$LABELQA" formats --table formats --format md -q >formats.md
awk -f "$LABELQA_ROOT/tests/support/readme_formats.awk" formats.md "$LABELQA_ROOT/README.md" >README.md
diff "$LABELQA_ROOT/README.md" README.md || { echo "run: make readme"; exit 1; }
