# Deliveries that fit gold once they are read otherwise, each beside the one that is right or bad and
# of which nothing is said: keypoints in another order, transcripts in another case.
python3 - <<'PY'
import json, random
random.seed(4)
names = ["nose", "left eye", "right eye", "left hand", "right hand"]
images = [{"id": i, "file_name": f"{i:02}.jpg", "width": 640, "height": 480} for i in range(1, 11)]

def people(order=range(5), shake=0, named=names, anywhere=False):
    rng = random.Random(9)
    out = []
    for image in images:
        for k in range(2):
            x, y = 20 + 300 * k, rng.randint(20, 150)
            points = [(x + rng.randint(0, 250), y + rng.randint(0, 250)) for _ in names]
            box = [min(p[0] for p in points), min(p[1] for p in points)]
            box += [max(p[0] for p in points) - box[0], max(p[1] for p in points) - box[1]]
            if anywhere:
                points = [(box[0] + rng.random() * box[2], box[1] + rng.random() * box[3]) for _ in names]
            moved = [(px + rng.uniform(-shake, shake), py + rng.uniform(-shake, shake)) for px, py in points]
            out.append({"id": len(out) + 1, "image_id": image["id"], "category_id": 1, "bbox": box,
                        "area": box[2] * box[3], "iscrowd": 0, "num_keypoints": 5,
                        "keypoints": [v for i in order for v in (*moved[i], 2)]})
    return {"images": images, "annotations": out,
            "categories": [{"id": 1, "name": "person", "keypoints": named, "skeleton": []}]}

def save(name, what):
    json.dump(what, open(name, "w"))
save("points.json", people())
save("points-right.json", people(shake=4))
save("points-mirrored.json", people([0, 2, 1, 4, 3], 4))
save("points-renamed.json", people(shake=4, named=names[2:] + names[:2]))
save("points-anywhere.json", people(anywhere=True))

words = "the quick brown fox jumps over a lazy dog while some people watch it happen again".split()
said = [" ".join(random.choice(words) for _ in range(12)) for _ in range(20)]
def heard(text):
    return " ".join(w if random.random() > .2 else random.choice(words) for w in text.split())
def write(name, texts):
    with open(name, "w") as out:
        out.write("item,annotator,type,text\n")
        out.writelines(f'{i},ann,transcript,"{t}"\n' for i, t in enumerate(texts))
write("said.csv", said)
write("said-written.csv", [t.capitalize().replace(" fox", " Fox,") + "." for t in said])
write("said-heard.csv", [heard(t) for t in said])
write("said-both.csv", [heard(t).title() for t in said])
PY
for f in right mirrored renamed anywhere; do
    echo "== points-$f"
    labelqa score "points-$f.json" --gold points.json --sigmas 0.05 --format csv 2>&1 >/dev/null | grep warning
done
for f in written heard both; do
    echo "== said-$f"
    labelqa score "said-$f.csv" --gold said.csv --format csv 2>&1 >/dev/null | grep warning
done
echo "== said-written --normalise basic"
labelqa score said-written.csv --gold said.csv --format csv --normalise basic 2>/dev/null | grep ',wer,' | head -1 | cut -d, -f1-6
