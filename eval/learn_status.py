#!/usr/bin/env python3
"""Learn the weights of the reader of status (data/en/status-weights.csv) from words with graded factuality.

    cargo run -p xtask -- train status [--write]      makes SEEN and calls
    python eval/learn_status.py SEEN ../shared/corpora/event-status

Method: one softmax over fact, hedged, open and counterfact (gold cut at 2, 0.5 and -1.5), maximum likelihood with an L2 penalty, by L-BFGS from
zero; features seen three times at least. The class chosen is the one nearest to what is expected, by squared distance. Penalty and the prior of
counterfacts (added to their constant) are chosen by five folds of the train part (folds by article), by all-MAE; dev is only printed. Figures are
those of the program: SEEN holds behind `!` what it answers for each class, as some answers stay with its rules. There is no randomness. As in the
scorer, a word that no event meets counts as a fact.
"""
import argparse, json
from collections import Counter, defaultdict
from pathlib import Path
import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

SCALE = np.array([3.0, 1.0, 0.0, -3.0])
STATUS = {"occurred": 3.0, "ongoing": 3.0, "planned": 1.0, "proposed": 1.0, "alleged": 1.0, "hypothetical": 0.0, "denied": -3.0, "negated": -3.0}
FOLDS, LEAST, STEPS = 5, 3, 300

def read(seen, folder):
    """Gold words as (split, article, value, features or None, the program's numbers by class)."""
    ids = [json.loads(l)["id"] for l in open(folder / "articles.jsonl")]
    found = defaultdict(list)
    for line in open(seen):
        number, start, end, *features = line.rstrip("\n").split("\t")
        answers = next(f for f in features if f.startswith("!"))
        names = sorted(set(features) - {answers})
        found[ids[int(number)]].append((int(end) - int(start), int(start), int(end), names, [STATUS[a] for a in answers[1:].split(" ")]))
    gold = [json.loads(l) for l in open(folder / "gold.jsonl")]
    split = {g["id"]: g["split"] for g in gold if g["type"] == "document"}
    rows = []
    for g in gold:
        if g["type"] == "status":
            hit = sorted(x for x in found[g["id"]] if x[1] < g["end"] and g["start"] < x[2])
            rows.append((split[g["id"]], g["id"], g["value"], *(hit[0][3:] if hit else (None, None))))
    return rows

def cut(value):
    return 0 if value >= 2 else 1 if value >= .5 else 2 if value >= -1.5 else 3

def matrix(rows, names):
    at = [(i, names[f]) for i, r in enumerate(rows) for f in r[3] if f in names]
    return csr_matrix((np.ones(len(at)), tuple(np.array(at).T)), (len(rows), len(names)))

def fit(rows, penalty):
    count = Counter(f for r in rows for f in r[3])
    names = {f: i for i, f in enumerate(sorted(f for f, n in count.items() if n >= LEAST))}
    x, y = matrix(rows, names), np.array([cut(r[2]) for r in rows])
    target = np.eye(4)[y]
    def loss(flat):
        w = flat.reshape(-1, 4); s = x @ w; s -= s.max(1, keepdims=True); p = np.exp(s); p /= p.sum(1, keepdims=True)
        return -np.log(p[np.arange(len(y)), y] + 1e-12).sum() + penalty * (w ** 2).sum() / 2, (x.T @ (p - target) + penalty * w).ravel()
    w = minimize(loss, np.zeros(len(names) * 4), jac=True, method="L-BFGS-B", options={"maxiter": STEPS}).x.reshape(-1, 4)
    return names, w

def chances(rows, model):
    names, w = model
    s = matrix(rows, names) @ w; s -= s.max(1, keepdims=True); p = np.exp(s)
    return p / p.sum(1, keepdims=True)

def choose(p, prior):
    """The class nearest to what is expected, by squared distance; counterfacts weigh `prior` times."""
    return list((p * np.array([1, 1, 1, prior]) @ (SCALE[:, None] - SCALE[None]) ** 2).argmin(1))

def figures(rows, chosen):
    """all-MAE, MAE-not3 over what is met, all-r, as eval's scorer: `chosen` are the classes of the met rows in order."""
    chosen = iter(chosen)
    pairs = [(r[2], r[4][next(chosen)] if r[3] else 3.0, r[3] is not None) for r in rows]
    g, s = np.array([p[0] for p in pairs]), np.array([p[1] for p in pairs])
    rest = np.array([p[2] and p[0] < 2 for p in pairs])
    return {"all-MAE": abs(g - s).mean(), "MAE-not3": abs(g - s)[rest].mean(), "all-r": np.corrcoef(g, s)[0, 1]}

def show(label, of): print(label, {k: round(float(v), 3) for k, v in of.items()}, flush=True)

def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("seen", type=Path, help="what status-features wrote"); ap.add_argument("corpus", type=Path)
    ap.add_argument("--write", type=Path, help="file for the weights"); ap.add_argument("--penalty", type=float, nargs="*", default=[4, 8, 12, 16])
    ap.add_argument("--prior", type=float, nargs="*", default=[1, 1.5, 2, 3])
    ap.add_argument("--folds", type=int, default=FOLDS)
    a = ap.parse_args()
    rows = read(a.seen, a.corpus); train, dev = ([r for r in rows if r[0] == part] for part in ("train", "dev"))
    met = lambda some: [r for r in some if r[3]]
    fold = {d: n % a.folds for n, d in enumerate(sorted({r[1] for r in train}))}
    best = None
    for penalty in a.penalty:
        p = np.zeros((len(met(train)), 4))
        for k in range(a.folds):
            out = np.array([fold[r[1]] == k for r in met(train)])
            rest = [r for r, o in zip(met(train), out) if not o]
            p[out] = chances([r for r, o in zip(met(train), out) if o], fit(rest, penalty))
        for prior in a.prior:
            of = figures(train, choose(p, prior)); show(f"train, out of fold, penalty {penalty}, prior {prior}", of)
            if best is None or of["all-MAE"] < best[0]: best = of["all-MAE"], penalty, prior
    _, penalty, prior = best
    names, w = fit(met(train), penalty); show(f"dev, penalty {penalty}, prior {prior}", figures(dev, choose(chances(met(dev), (names, w)), prior)))
    if a.write:
        w[names["1"], 3] += np.log(prior)
        h = np.rint(w * 100).astype(int); head = [l for l in open(a.write) if l.startswith("#")]
        quote = lambda n: '"' + n.replace('"', '""') + '"' if any(c in n for c in ',"\n') else n
        lines = [f"{quote(n)},{','.join(map(str, h[i]))}" for n, i in sorted(names.items()) if abs(h[i]).max() >= 5]
        a.write.write_text("".join(head) + "feature,fact,hedged,open,counter\n" + "\n".join(lines) + "\n"); print(a.write, len(lines), a.write.stat().st_size)

if __name__ == "__main__":
    main()
