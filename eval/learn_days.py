#!/usr/bin/env python3
"""Learn which of a page's days is that of its publication (data/page-date-weights.csv).

    cargo run -p xtask -- train days [--write]      makes SEEN and calls
    python eval/learn_days.py SEEN ../shared/corpora/dated-pages

Method: logistic regression over all days of all pages (is it the page's?), maximum likelihood with an L2 penalty, by L-BFGS from zero; features
seen on three pages at least. The likeliest day of a page is given where its chance is at least the threshold. Printed for several penalties and
thresholds: shares of right days among those given and among all pages, out of fold (folds by registered domain). There is no randomness.
"""
import argparse, csv, json, zlib
from collections import Counter, defaultdict
from pathlib import Path
import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

LEAST, STEPS = 3, 1000

def read(seen, folder):
    """Pages as (id, site, gold day, {day: features})."""
    days = defaultdict(dict)
    for line in open(seen):
        name, day, *features = line.rstrip("\n").split("\t")
        days[name][day] = features
    gold = [json.loads(l) for l in open(folder / "gold.jsonl")]
    return [(g["id"], site(g), g["published"], days.get(g["id"], {})) for g in gold if g.get("published")]

def site(page):
    return ".".join(page["id"].split("-")[0].split(".")[:2])

def matrix(rows, names):
    at = [(i, names[f]) for i, r in enumerate(rows) for f in r if f in names]
    return csr_matrix((np.ones(len(at)), tuple(np.array(at).T)), (len(rows), len(names)))

def fit(pages, penalty):
    count = Counter(f for _, _, _, days in pages for f in {f for seen in days.values() for f in seen})
    names = {f: i for i, f in enumerate(sorted(f for f, n in count.items() if n >= LEAST))}
    rows = [(seen, day == right) for _, _, right, days in pages for day, seen in days.items()]
    x, y = matrix([r[0] for r in rows], names), np.array([r[1] for r in rows], float)
    held = np.array([0.0 if f == "1" else penalty for f in names])
    def loss(w):
        s = x @ w
        return (np.logaddexp(0, s) - y * s).sum() + (held * w * w).sum() / 2, x.T @ (1 / (1 + np.exp(-s)) - y) + held * w
    return names, minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": STEPS}).x

def choose(page, model):
    names, w = model
    best = (0.0, None)
    for day, seen in sorted(page[3].items()):
        chance = 1 / (1 + np.exp(-sum(w[names[f]] for f in seen if f in names)))
        best = max(best, (chance, day), key=lambda b: b[0])
    return best

def show(label, pages, chosen):
    for least in (0, .05, .1, .12, .15, .2, .25, .3, .4, .5):
        given = [(p, day) for p, (chance, day) in zip(pages, chosen) if day and chance >= least]
        right = sum(p[2] == day for p, day in given)
        print(f"{label}, chance {least}: given {len(given)} right of given {100 * right / len(given):.1f} right of all {100 * right / len(pages):.1f}")

def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("seen", type=Path, help="what page-days wrote"); ap.add_argument("corpus", type=Path)
    ap.add_argument("--write", type=Path, help="file for the weights"); ap.add_argument("--folds", type=int, default=5)
    ap.add_argument("--penalty", type=float, nargs="*", default=[.1, .3, 1]); ap.add_argument("--ship", type=float, default=.3, help="penalty of the weights that are written")
    a = ap.parse_args()
    pages = read(a.seen, a.corpus)
    fold = [zlib.crc32(p[1].encode()) % a.folds for p in pages]
    print(f"pages {len(pages)}, the right day among those seen {sum(p[2] in p[3] for p in pages)}")
    for penalty in a.penalty:
        chosen = [None] * len(pages)
        for k in range(a.folds):
            model = fit([p for p, f in zip(pages, fold) if f != k], penalty)
            for i, (p, f) in enumerate(zip(pages, fold)):
                if f == k: chosen[i] = choose(p, model)
        show(f"out of fold, penalty {penalty}", pages, chosen)
    names, w = fit(pages, a.ship); show("in sample", pages, [choose(p, (names, w)) for p in pages])
    if a.write:
        hundredths = np.rint(w * 100).astype(int); head = [l for l in open(a.write) if l.startswith("#")]
        with open(a.write, "w", newline="") as out:
            out.writelines(head); rows = csv.writer(out, lineterminator="\n"); rows.writerow(["feature", "weight"])
            rows.writerows((n, hundredths[i]) for n, i in sorted(names.items()) if abs(hundredths[i]) >= 5)

if __name__ == "__main__":
    main()
