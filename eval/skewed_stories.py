#!/usr/bin/env python3
"""Draw stories of unequal sizes, as in life, from ECB+: its own sub-topics have about twelve articles each, which favours groupings of equal sizes.

    python3 eval/skewed_stories.py ../shared/corpora/ecbplus SCRATCH [--draw N] [--split train|dev]
    onrecord add SCRATCH/articles.jsonl --record r.db && onrecord export --record r.db --format jsonl > export.jsonl
    python3 ../shared/eval/score_stories.py SCRATCH/gold.jsonl export.jsonl

Writes SCRATCH/articles.jsonl and SCRATCH/gold.jsonl (the `document` lines of what was drawn) and prints the sizes. Each sub-topic, in an order of
the draw, takes the next of SIZES and keeps so many of its articles. No sub-topic has 30: a larger size is filled with parts of its articles, as
outlets print them cut (the second half, then the first, each in whole sentences); such parts are shorter than articles and lie near theirs, so
large stories are easier here than in life. Order and choice follow SHA-256 of the draw's number and the id: a draw is the same on every
machine. Only the standard library.
"""
import argparse
import hashlib
import json
import re
from pathlib import Path

SIZES = [1, 1, 1, 2, 2, 3, 5, 30]


def lines(path):
    """The rows of a JSONL file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def order(draw, name):
    """Where `name` stands in the order of the draw."""
    return hashlib.sha256(f"{draw}/{name}".encode()).hexdigest()


def drawn(documents, draw):
    """The documents of one draw, in its order."""
    groups = {}
    for row in documents:
        groups.setdefault(row["subtopic"], []).append(row)
    chosen = []
    for number, subtopic in enumerate(sorted(groups, key=lambda name: order(draw, name))):
        members = sorted(groups[subtopic], key=lambda row: order(draw, row["id"]))
        size = SIZES[number % len(SIZES)]
        parts = [{**row, "id": f"{row['id']}/{part}", "of": row["id"], "part": part} for part in (2, 1) for row in members]
        chosen += (members + parts)[:size]
    return sorted(chosen, key=lambda row: order(draw, row["id"]))


def article(row, articles):
    """The article of a drawn row, or the half of one: `part` 1 the first, 2 the second, the same title left out."""
    whole = articles[row.get("of", row["id"])]
    if "of" not in row:
        return whole
    sentences = re.split(r"(?<=[.!?])\s+", whole["text"])
    middle = (len(sentences) + 1) // 2
    half = sentences[:middle] if row["part"] == 1 else sentences[middle:]
    kept = {key: value for key, value in whole.items() if key not in ("title", "url")}
    return {**kept, "id": row["id"], "text": " ".join(half or sentences)}


def write(path, rows):
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("scratch", type=Path)
    parser.add_argument("--draw", type=int, default=1)
    parser.add_argument("--split", choices=["train", "dev"], help="only sub-topics of this part")
    args = parser.parse_args()
    documents = [row for row in lines(args.corpus / "gold.jsonl") if row["type"] == "document"]
    chosen = drawn([row for row in documents if args.split in (None, row["split"])], args.draw)
    articles = {row["id"]: row for row in lines(args.corpus / "articles.jsonl")}
    args.scratch.mkdir(parents=True, exist_ok=True)
    write(args.scratch / "gold.jsonl", chosen)
    write(args.scratch / "articles.jsonl", [article(row, articles) for row in chosen])
    sizes = {}
    for row in chosen:
        sizes[row["subtopic"]] = sizes.get(row["subtopic"], 0) + 1
    print(len(chosen), "articles in", len(sizes), "stories of sizes", *sorted(sizes.values()))


if __name__ == "__main__":
    main()
