# A whole project of a few items in the current folder, cut from the street scenes; sourced.
# Two vendors, boxes and scenes, gold, quotes, a log, penalties, responses.
python3 - "$LABELQA_ROOT/fixtures/street-scenes" <<'PY'
import json, os, re, sys
from pathlib import Path
whole = Path(sys.argv[1])
for folder in ("deliveries", "gold", "responses"):
    os.makedirs(folder, exist_ok=True)
def is_kept(text):
    found = re.search(r"street-(\d+)", text)
    return found is None or int(found.group(1)) <= 8
def cut_lines(name, keep):
    lines = (whole / name).read_text().splitlines(True)
    Path(name).write_text("".join(lines[:1] + [l for i, l in enumerate(lines[1:]) if keep(l, i)]))
def cut_json(name):
    data = json.loads((whole / name).read_text())
    data["images"] = [i for i in data["images"] if is_kept(i["file_name"])]
    ids = {i["id"] for i in data["images"]}
    data["annotations"] = [a for a in data["annotations"] if a["image_id"] in ids]
    Path(name).write_text(json.dumps(data))
for name in ("deliveries/quickpix-boxes.csv", "deliveries/quickpix-scene.csv", "expected-items.csv",
             "deliveries/northlight-scene.csv", "gold/scene.csv"):
    cut_lines(name, lambda line, _: is_kept(line))
for name in ("deliveries/northlight-boxes.json", "gold/boxes.json"):
    cut_json(name)
cut_lines("delivery-log.csv", lambda line, i: not line.startswith("swiftlabel") and i % 7 == 0)
for name in ("quotes.csv", "rates.csv", "penalties.csv"):
    cut_lines(name, lambda line, _: not line.startswith("swiftlabel"))
for vendor in ("northlight", "quickpix"):
    for what in ("promises", "questions"):
        cut_lines(f"responses/{vendor}-{what}.csv", lambda *_: True)
text = (whole / "audit.yaml").read_text()
text = re.sub(r"  - vendor: swiftlabel\n.*\n", "", text)
Path("audit.yaml").write_text("".join(l for l in text.splitlines(True) if "swiftlabel" not in l))
PY
