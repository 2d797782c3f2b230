#!/usr/bin/env python3
"""Learn the claim reader (data/en/cue-weights.csv, part-weights.csv, claim-trees.txt) from marked attributions.

    python3 -m venv v && v/bin/pip install lightgbm==4.7.0 numba==0.68.1 scikit-learn==1.9.1
    v/bin/python eval/learn_claims.py ../shared/corpora/polnear/train SCRATCH [first step]

Takes a folder with articles.jsonl and gold.jsonl ({"document","attributions":[{"source","cue","content"}]}, code-point offsets)
and a scratch folder for what is learned on the way; with the name of a step it goes on from there. All features come from the
reader itself (crates/statement/examples/claim-features.rs). Steps:

cue, context   Log-linear models of cues, first and second pass: FTRL-proximal with L1 (McMahan et al. 2013).
cue-trees      Gradient-boosted trees (LightGBM) over the sums of these models and the grammar around a candidate.
part           Log-linear models of the roles of words around a marked cue, one role against the rest.
part-trees     Trees over the scores of these models and the shape of a stretch of words, for stretches that they doubt.
claim-trees    Trees over whole drafts of claims, which the reader keeps or leaves; target 1 where source, cue and content
               are right, HALF where a marked attribution is found but not matched; then Platt scaling on out-of-fold answers.
origin-trees   Trees over the phrases that may be a claim's source, which rank them; target: mostly that a word is shared with
               the marked one, a little word F1.
extent-trees   Trees over the readings that a content may have, which rank them; target: alike, exact and word F1, weighed.

Every step is learned once for each of three folds of articles (from the other two) and once from all: a later step sees each
article through weights that it did not help to make. Features seen fewer than three times are left out; weights are rounded
to hundredths. Seeded and single-threaded, so that two runs write the same bytes.
"""
import csv
import io
import os
import subprocess
import sys
from pathlib import Path

import lightgbm
import numba
import numpy as np
from sklearn.metrics import average_precision_score

ROOT = Path(__file__).resolve().parent.parent
FOLDS = 3
LEAST_WEIGHT = 0.04
LEAST_SEEN = {"cue": 3, "context": 3, "part": 4}
ROLES = ["none", "source", "content", "cue", "split"]
FORESTS = ["none", "source", "content", "more", "split"]
STEPS = ["read", "cue", "context", "cue-trees", "part", "part-trees", "claim-trees", "origin-trees", "extent-trees"]
HALF = 0.6
TREES = {
    "cue": {"rounds": 160, "num_leaves": 24, "learning_rate": 0.06, "min_data_in_leaf": 40, "feature_fraction": 0.6, "lambda_l2": 2.0},
    "part": {"rounds": 70, "num_leaves": 20, "learning_rate": 0.08, "min_data_in_leaf": 60, "feature_fraction": 0.5, "lambda_l2": 4.0},
    "origin": {"rounds": 200, "num_leaves": 31, "learning_rate": 0.06, "min_data_in_leaf": 40, "feature_fraction": 0.5, "lambda_l2": 4.0},
    "extent": {"rounds": 250, "num_leaves": 31, "learning_rate": 0.06, "min_data_in_leaf": 60, "feature_fraction": 0.5, "lambda_l2": 4.0},
    "claim": {"rounds": 140, "num_leaves": 20, "learning_rate": 0.05, "min_data_in_leaf": 40, "feature_fraction": 0.6, "lambda_l2": 4.0},
}
FIXED = {"objective": "cross_entropy", "bagging_fraction": 0.8, "bagging_freq": 1, "seed": 1, "deterministic": True, "force_row_wise": True,
         "num_threads": 1, "verbosity": -1, "max_bin": 127}
BUILD = ["cargo", "build", "--quiet", "--profile", "fast", "-p", "onrecord-statement", "--example", "claim-features"]
READER = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "fast/examples/claim-features"


@numba.njit(cache=True)
def ftrl(ids, ends, labels, rows, features, classes):
    """Weights of one-against-the-rest logistic regressions; ids below 0 are left out."""
    alpha, beta, l1, epochs = 0.1, 1.0, 2.5, 4
    z, n, w = np.zeros((features, classes)), np.zeros((features, classes)), np.zeros((features, classes))
    np.random.seed(0)
    order, sums = rows.copy(), np.zeros(classes)
    for epoch in range(epochs + 1):
        np.random.shuffle(order)
        for r in order:
            sums[:] = 0.0
            for f in ids[ends[r]:ends[r + 1]]:
                if f < 0:
                    continue
                for k in range(classes):
                    small = abs(z[f, k]) <= l1
                    w[f, k] = 0.0 if small else -(z[f, k] - np.sign(z[f, k]) * l1) * alpha / (beta + np.sqrt(n[f, k]))
                    sums[k] += w[f, k]
            if epoch == epochs:
                continue
            for k in range(classes):
                label = labels[r] == k if classes > 1 else labels[r] == 1
                g = 1.0 / (1.0 + np.exp(-sums[k])) - (1.0 if label else 0.0)
                if abs(g) < 1e-4:
                    continue
                for f in ids[ends[r]:ends[r + 1]]:
                    if f >= 0:
                        z[f, k] += g - (np.sqrt(n[f, k] + g * g) - np.sqrt(n[f, k])) / alpha * w[f, k]
                        n[f, k] += g * g
    return w


def reader(step, scratch, folds=()):
    """Lines that the reader prints for a step, split at tabs."""
    with subprocess.Popen([READER, step, scratch, *map(str, folds)], cwd=ROOT, stdout=subprocess.PIPE, encoding="utf-8") as run:
        yield from (line.rstrip("\n").split("\t") for line in run.stdout)
    if run.returncode:
        sys.exit(f"claim-features {step} failed")


def sparse(step, scratch, folds=()):
    """Rows of named features: numbers of features, ends of rows, labels, articles, names."""
    names, ids, ends, labels, articles = {}, [], [0], [], []
    for label, article, *features in reader(step, scratch, folds):
        ids.extend({names.setdefault(f, len(names)): None for f in features})
        ends.append(len(ids))
        labels.append(int(label))
        articles.append(int(article))
    ids, names = np.array(ids, np.int32), list(names)
    seen = np.bincount(ids, minlength=len(names))
    rare = (seen < LEAST_SEEN[step]) | np.array([n != n.strip() for n in names])
    ids[rare[ids]] = -1
    return ids, np.array(ends), np.array(labels), np.array(articles), names


def linear(data, classes):
    """{feature: [weight of each class]} for each fold and, last, for all articles."""
    ids, ends, labels, articles, names = data
    for kept in selections(articles):
        weights = ftrl(ids, ends, labels, np.flatnonzero(kept), len(names), classes)
        yield {names[i]: weights[i] for i in np.flatnonzero(np.abs(weights).max(1) >= LEAST_WEIGHT)}


def selections(articles):
    """Which rows each model learns from: those outside each fold, then all."""
    return [*(articles % FOLDS != fold for fold in range(FOLDS)), articles >= 0]


def write(path, columns, rows):
    """A table of weights; comment lines that the file has are kept."""
    before = (ROOT / "data/en" / path.name).read_text(encoding="utf-8").splitlines()
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(["feature", *columns])
    for name in sorted(rows):
        table.writerow([name, *(f"{w:.2f}".rstrip("0").rstrip(".") if abs(w) >= LEAST_WEIGHT else "0" for w in rows[name])])
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{l}\n" for l in before if l.startswith("#")) + out.getvalue(), encoding="utf-8")


def numbers(step, scratch, folds):
    """Rows of numbers: matrix, labels, articles, names."""
    lines = reader(step, scratch, folds)
    names = next(lines)[2:]
    labels, articles, rows = [], [], []
    for label, article, *cells in lines:
        labels.append(int(label))
        articles.append(int(article))
        rows.append(np.array([c.partition("=")[2] for c in cells], np.float32))
    return np.array(rows), np.array(labels), np.array(articles), names


def forests(name, matrix, target, articles):
    """A booster for each fold and for all articles, and the out-of-fold log odds."""
    how = dict(TREES[name])
    rounds, odds, found = how.pop("rounds"), np.zeros(len(target)), []
    for fold, kept in enumerate(selections(articles)):
        found.append(lightgbm.train({**FIXED, **how}, lightgbm.Dataset(matrix[kept], target[kept]), rounds))
        if fold < FOLDS:
            odds[~kept] = found[-1].predict(matrix[~kept], raw_score=True)
    return found, odds


def text(name, booster, names, scale=(1.0, 0.0)):
    """Lines of a forest as crates/lexicon/src/trees.rs reads them; log odds are multiplied and shifted by `scale`."""
    trees = booster.dump_model()["tree_info"]

    def nodes(node):
        if "leaf_value" in node:
            return [f"={node['leaf_value'] * scale[0]:.4f}"]
        return [f"{node['split_feature']}<{node['threshold']:.4g}", *nodes(node["left_child"]), *nodes(node["right_child"])]

    lines = [f"forest {name}", f"features {' '.join(names)}", f"tree ={scale[1]:.4f}"]
    return [*lines, *("tree " + " ".join(nodes(t["tree_structure"])) for t in trees)]


def add_forest(path, lines):
    """Puts a forest behind those of the file, in place of one of its name."""
    old = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    kept, inside = [], False
    for line in old:
        inside = line == lines[0] if line.startswith("forest ") else inside
        kept += [] if inside else [line]
    path.write_text("\n".join([*kept, *lines]) + "\n", encoding="utf-8")


def platt(odds, right):
    """Slope and shift that make log odds the log odds of being right (Newton's method)."""
    a, b = 1.0, 0.0
    for _ in range(50):
        p = 1 / (1 + np.exp(-(a * odds + b)))
        w, e = p * (1 - p), p - right
        h = np.array([[np.sum(w * odds * odds), np.sum(w * odds)], [np.sum(w * odds), np.sum(w)]])
        a, b = np.array([a, b]) - np.linalg.solve(h, [np.sum(e * odds), np.sum(e)])
    return a, b


def rank(name, data, target, outs, steps):
    """Learns a forest that ranks the rows of one draft, whose number is the first column; prints how many are right to some degree."""
    matrix, labels, articles, names = data
    found, odds = forests(name, matrix[:, 1:], target, articles)
    draft = articles.astype(np.int64) << 32 | matrix[:, 0].astype(np.int64)
    starts = np.flatnonzero(np.r_[True, draft[1:] != draft[:-1]])
    ends = [*starts[1:], len(draft)]
    chosen = [start + odds[start:end].argmax() for start, end in zip(starts, ends)]
    best = [start + labels[start:end].argmax() for start, end in zip(starts, ends)]
    shares = lambda rows: [round(100 * float(np.mean(labels[rows] >= least)), 2) for least in steps]
    print(f"{name}: alike and exact as labelled", *shares(starts), "as ranked", *shares(chosen), "at best", *shares(best), flush=True)
    for out, booster in zip(outs, found):
        add_forest(out / "claim-trees.txt", text(name, booster, names[1:]))


def main():
    corpus, scratch = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    steps = STEPS[STEPS.index(sys.argv[3]) if len(sys.argv) > 3 else 0:]
    subprocess.run(BUILD, cwd=ROOT, check=True)
    folds = [scratch / f"fold{k}" for k in range(FOLDS)]
    outs = [*(f / "en" for f in folds), ROOT / "data/en"]
    comments = [l for l in (ROOT / "data/en/claim-trees.txt").read_text(encoding="utf-8").splitlines() if l.startswith("#")]
    if "read" in steps:
        scratch.mkdir(parents=True, exist_ok=True)
        with open(scratch / "annotated.jsonl", "w", encoding="utf-8") as out:
            subprocess.run([READER, "read", corpus], cwd=ROOT, stdout=out, check=True)
        (scratch / "gold.jsonl").write_bytes((corpus / "gold.jsonl").read_bytes())
    if "cue" in steps:
        for out, weights in zip(outs, linear(sparse("cue", scratch), 1)):
            write(out / "cue-weights.csv", ["first", "second"], {n: [w[0], 0] for n, w in weights.items()})
            (out / "claim-trees.txt").write_text("".join(l + "\n" for l in comments), encoding="utf-8")
    if "context" in steps:
        for out, weights in zip(outs, linear(sparse("context", scratch, folds), 1)):
            with open(out / "cue-weights.csv", encoding="utf-8") as table:
                first = {r[0]: float(r[1]) for r in csv.reader(l for l in table if not l.startswith("#")) if r[0] != "feature"}
            both = {n: [first.get(n, 0.0), weights[n][0] if n in weights else 0.0] for n in {**first, **weights}}
            write(out / "cue-weights.csv", ["first", "second"], both)
    if "cue-trees" in steps:
        matrix, labels, articles, names = numbers("cue-trees", scratch, folds)
        found, odds = forests("cue", matrix, labels.astype(float), articles)
        print("cues: average precision of the sums", round(average_precision_score(labels, matrix[:, 1]), 4),
              "of the trees", round(average_precision_score(labels, odds), 4), flush=True)
        for out, booster in zip(outs, found):
            add_forest(out / "claim-trees.txt", text("cue", booster, names))
    if "part" in steps:
        for out, weights in zip(outs, linear(sparse("part", scratch, folds), len(ROLES))):
            write(out / "part-weights.csv", ROLES, weights)
    if "part-trees" in steps:
        matrix, labels, articles, names = numbers("part-trees", scratch, folds)
        answers = []
        for k, name in enumerate(FORESTS):
            found, odds = forests("part", matrix, (labels == k).astype(float), articles)
            answers.append(1 / (1 + np.exp(-odds)))
            for out, booster in zip(outs, found):
                add_forest(out / "claim-trees.txt", text(name, booster, names))
        print("parts in doubt:", len(labels), "right by the sums", round(np.mean(matrix[:, :5].argmax(1) == labels), 4),
              "by the trees", round(np.mean(np.argmax(answers, 0) == labels), 4), flush=True)
    if "claim-trees" in steps:
        matrix, labels, articles, names = numbers("claim-trees", scratch, folds)
        target = np.where(labels == 3, 1.0, np.where(labels == 1, HALF, 0.0))
        found, odds = forests("claim", matrix, target, articles)
        print("claims: average precision of the cue", round(average_precision_score(labels > 0, matrix[:, 0]), 4),
              "of the trees", round(average_precision_score(labels > 0, odds), 4), flush=True)
        scale = platt(odds, (labels > 0).astype(float))
        for out, booster in zip(outs, found):
            add_forest(out / "claim-trees.txt", text("claim", booster, names, scale))
    if "origin-trees" in steps:
        matrix, labels, articles, names = numbers("origin-trees", scratch, folds)
        target = 0.85 * (labels > 0) + 0.15 * np.maximum(labels - 500, 0) / 500
        rank("origin", (matrix, labels, articles, names), target, outs, (1, 1000))
    if "extent-trees" in steps:
        matrix, labels, articles, names = numbers("extent-trees", scratch, folds)
        target = 0.45 * (labels >= 800) + 0.4 * (labels == 1000) + 0.15 * labels / 1000
        rank("extent", (matrix, labels, articles, names), target, outs, (800, 1000))


if __name__ == "__main__":
    main()
