"""How do time, memory and the file grow with the number of articles?

    python3 benches/growth.py ARTICLES.jsonl[.gz] [--sizes 1000,3000,6000,50000] [--write]

Adds the first N articles to a new record in one `onrecord add` with the program of the release profile, first two halves of the last size but one, one after the other, and
one more article to the record of both. More articles than there are: the same again under other names (the names of the corpus, shifted by as many places as the repeat) and
other days (90 later each time). Seconds by the clock and of the processor, most memory (of getrusage), size of the record file. `--write` puts table and plot into
docs/performance.md and docs/pictures/growth.svg. Known limit: the names of a repeat are those of the corpus, so its actors are not new.
"""
import argparse
import collections
import datetime
import gzip
import json
import os
import pathlib
import re
import subprocess
import tempfile
import time

from page import ROOT, between, curve

NAME = re.compile(r"\b[A-Z][a-z]{2,}\b")
INSIDE = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{2,}\b")
DAYS = set("Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August September October November December".split())


def lines(path):
    opened = gzip.open if str(path).endswith(".gz") else open
    with opened(path, "rt", encoding="utf-8") as source:
        return [json.loads(line) for line in source]


def names(articles):
    """Words that stand with a capital inside sentences, at least five times, in a fixed order."""
    counts = collections.Counter(found for article in articles for found in INSIDE.findall(article["text"]))
    return sorted(word for word, count in counts.items() if count >= 5 and word not in DAYS)


def repeated(articles, known, wanted):
    """As many articles as are wanted, one after the other."""
    for number in range(wanted):
        repeat, article = number // len(articles), dict(articles[number % len(articles)])
        if repeat:
            other = {word: known[(place + 37 * repeat) % len(known)] for place, word in enumerate(known)}
            renamed = lambda text: NAME.sub(lambda found: other.get(found[0], found[0]), text)
            article.update(id=f"{article['id']}-{repeat}", url=f"{article['url']}?repeat={repeat}", text=renamed(article["text"]), title=renamed(article.get("title") or ""))
            if article.get("published"):
                day = datetime.date.fromisoformat(article["published"][:10]) + datetime.timedelta(days=90 * repeat)
                article["published"] = day.isoformat()
        yield article


def written(articles, path):
    with open(path, "w", encoding="utf-8") as out:
        out.writelines(json.dumps(article, ensure_ascii=False) + "\n" for article in articles)


def added(program, record, path):
    """One `add`: seconds by the clock, of the processor, megabytes of memory, megabytes of the record file."""
    start = time.monotonic()
    child = subprocess.Popen([program, "add", "--quiet", "--record", record, path])
    _, status, used = os.wait4(child.pid, 0)
    if status:
        raise SystemExit(f"add of {path} failed with {os.waitstatus_to_exitcode(status)}")
    return {
        "clock": time.monotonic() - start, "processor": used.ru_utime + used.ru_stime, "memory": used.ru_maxrss / 1000, "file": os.path.getsize(record) / 1e6,
    }


def row(what, count, one):
    return f"| {what} | {one['clock']:.1f} | {one['processor']:.1f} | {count / one['clock']:.1f} | {one['memory']:,.0f} | {one['file']:,.0f} |"


def write(table, points):
    """After every row: a bench that is broken off keeps what it measured."""
    said = f"Measured on {datetime.date.today().isoformat()}, {os.cpu_count()} processor cores, release profile, everything with `--threads` as it is by default.\n\n"
    body = said + "\n".join(table)
    if len(points) > 1:
        picture = curve([(size, one["processor"], one["memory"]) for size, one in points], ("articles", "processor, s", "most memory, MB"))
        (ROOT / "docs/pictures/growth.svg").write_text(picture, encoding="utf-8")
        body += "\n\n![Time and memory by number of articles](pictures/growth.svg)"
    between("growth", body)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("articles")
    parser.add_argument("--sizes", default="1000,3000,6000,50000")
    parser.add_argument("--scratch", help="a folder with room for the records (default: one that is removed)")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    sizes = [int(size) for size in options.sizes.split(",")]
    subprocess.run(["cargo", "build", "--release", "--locked", "-q", "-p", "onrecord"], cwd=ROOT, check=True)
    program = str(pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release/onrecord")
    articles = lines(options.articles)
    known = names(articles)
    table = ["| added | clock, s | processor, s | articles/s | most memory, MB | record file, MB |", "|---|---|---|---|---|---|"]
    points = []

    def tell(what, count, one):
        table.append(row(what, count, one))
        print(table[-1], flush=True)
        if options.write:
            write(table, points)

    with tempfile.TemporaryDirectory(dir=options.scratch) as scratch:
        made, record = os.path.join(scratch, "articles.jsonl"), os.path.join(scratch, "record")
        whole = list(repeated(articles, known, sizes[-2] + 1 if len(sizes) > 1 else sizes[0] + 1))
        half = len(whole) // 2
        for what, part in ((f"{half:,} to a new record", whole[:half]), (f"{half:,} more to it", whole[half:-1]), ("one more to it", whole[-1:])):
            written(part, made)
            tell(what, len(part), added(program, record, made))
        for size in sizes:
            written(repeated(articles, known, size), made)
            one = added(program, f"{record}-{size}", made)
            os.remove(f"{record}-{size}")
            points.append((size, one))
            tell(f"{size:,} to a new record", size, one)


if __name__ == "__main__":
    main()
