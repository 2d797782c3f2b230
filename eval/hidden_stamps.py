#!/usr/bin/env python3
"""How well the program dates articles whose stamps were hidden from it.

    python3 eval/hidden_stamps.py PROGRAM ARTICLES.jsonl[.gz] [--limit N] [--without-address]

Hides `published` of every third dated article (by a hash of its id), reads all of them into a fresh record, and compares the days
worked out with the stamps. Prints, over all hidden articles and over the half that no threshold was set on: the share with an
interval whose middle lies within a week of the stamp, the share of all intervals given that hold the stamp, and their middle length.
The corpus is not ours and stands beside the checkout. `--without-address` leaves out addresses, some of which hold a day.
"""
import argparse
import gzip
import hashlib
import json
import subprocess
import tempfile
from datetime import date
from pathlib import Path
from statistics import median


def number(identifier, salt):
    return int(hashlib.sha256(f"{salt}{identifier}".encode()).hexdigest(), 16)


def hidden(path, folder, limit, without_address):
    """Writes the articles with a third of the stamps hidden; returns the file and the stamps by id."""
    opened = gzip.open if path.suffix == ".gz" else open
    stamps, target = {}, folder / "articles.jsonl"
    with opened(path, "rt", encoding="utf-8") as source, target.open("w", encoding="utf-8") as out:
        for count, line in enumerate(source):
            if limit and count >= limit:
                break
            article = json.loads(line)
            if article.get("published") and number(article["id"], "") % 3 == 0:
                stamps[article["id"]] = date.fromisoformat(article.pop("published")[:10])
            if without_address:
                article.pop("url", None)
            out.write(json.dumps(article, ensure_ascii=False) + "\n")
    return target, stamps


def intervals(program, articles, folder):
    """The published interval of each document, by the name it came in under."""
    record = folder / "record.db"
    subprocess.run([program, "add", articles, "--record", record, "-q"], check=False)
    export = subprocess.run([program, "export", "--record", record, "--no-text"], check=True, capture_output=True, text=True).stdout
    documents = (json.loads(line) for line in export.splitlines() if '"type":"document"' in line)
    return {d["input_id"]: d["published"] for d in documents}


def report(name, stamps, found):
    within = inside = given = 0
    lengths = []
    for identifier, stamp in stamps.items():
        published = found.get(identifier) or {}
        if not (published.get("earliest") and published.get("latest")):
            continue
        first, last = date.fromisoformat(published["earliest"]), date.fromisoformat(published["latest"])
        given += 1
        inside += first <= stamp <= last
        lengths.append((last - first).days + 1)
        middle = first + (last - first) / 2
        within += abs((middle - stamp).days) <= 7
    share = lambda part, all_: 100 * part / all_ if all_ else 0.0
    print(f"{name:12} {len(stamps):5} hidden  {share(given, len(stamps)):5.1f} % given  {share(within, len(stamps)):5.1f} % of all within a week  "
          f"{share(inside, given):5.1f} % of those given hold the stamp  {median(lengths) if lengths else 0:.0f} days long")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", type=lambda p: Path(p).resolve())
    parser.add_argument("articles", type=Path)
    parser.add_argument("--limit", type=int, default=0)
    parser.add_argument("--without-address", action="store_true")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        articles, stamps = hidden(args.articles, folder, args.limit, args.without_address)
        found = intervals(args.program, articles, folder)
    report("all", stamps, found)
    report("unseen half", {i: s for i, s in stamps.items() if number(i, "half") % 2}, found)
    report("seen half", {i: s for i, s in stamps.items() if not number(i, "half") % 2}, found)


main()
