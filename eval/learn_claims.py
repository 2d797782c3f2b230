#!/usr/bin/env python3
"""Learn the weights of the claim reader (data/en/cue-weights.csv, part-weights.csv) from marked attributions.

    python3 -m venv v && v/bin/pip install scikit-learn==1.9.1 && v/bin/python eval/learn_claims.py ../shared/corpora/polnear/train

Takes a folder with articles.jsonl and gold.jsonl ({"document","attributions":[{"source","cue","content"}]}, code-point offsets).
Method: L1-regularised logistic regression, one class against the rest (liblinear). What a later step sees of an earlier one
comes from models of three folds of articles, so that no article is seen through weights that it helped to make. Features that occur
fewer than 3 times (cues) or 4 times (parts) are left out; weights are rounded to hundredths and dropped below 0.02.
Writes to data/en, keeping the comment lines of the files there.
"""
import csv
import io
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

ROOT = Path(__file__).resolve().parent.parent
FOLDS = 3
LEAST_WEIGHT = 0.02
CUE = {"least": 3, "C": 0.5, "tol": 0.02, "max_iter": 40}
PART = {"least": 4, "C": 0.6, "tol": 0.03, "max_iter": 30}
ROLES = ["none", "source", "content", "cue", "split"]


def rows(step, corpus, folders=()):
    """Matrix, labels, article numbers and names of the features of one step."""
    command = ["cargo", "run", "--quiet", "--release", "-p", "onrecord-statement", "--example", "claim-features", "--",
               step, corpus, *map(str, folders)]
    names, ids, ends, labels, articles = {}, [], [0], [], []
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, encoding="utf-8") as run:
        for line in run.stdout:
            label, article, *features = line.rstrip("\n").split("\t")
            ids.extend({names.setdefault(f, len(names)) for f in features})
            ends.append(len(ids))
            labels.append(int(label))
            articles.append(int(article))
    if run.returncode:
        sys.exit(f"claim-features {step} failed")
    matrix = csr_matrix((np.ones(len(ids), np.float32), ids, ends), shape=(len(labels), len(names)))
    return matrix, np.array(labels), np.array(articles), list(names)


def fit(matrix, labels, names, how):
    """{feature: weight} of labels against the rest."""
    frequent = np.flatnonzero(np.asarray(matrix.sum(0)).ravel() >= how["least"])
    model = LogisticRegression(C=how["C"], penalty="l1", solver="liblinear", tol=how["tol"], max_iter=how["max_iter"],
                               fit_intercept=False, random_state=0)
    model.fit(matrix[:, frequent], labels)
    return {names[i]: w for i, w in zip(frequent, model.coef_[0]) if abs(w) >= LEAST_WEIGHT and names[i] == names[i].strip()}


def write(path, columns, weights):
    """A table of weights; comment lines that the file has are kept."""
    before = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(["feature", *columns])
    for name in sorted(set().union(*weights)):
        table.writerow([name, *(f"{w.get(name, 0):.2f}".rstrip("0").rstrip(".") for w in weights)])
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{l}\n" for l in before if l.startswith("#")) + out.getvalue(), encoding="utf-8")


def each(folders, data, how):
    """Weights of binary labels for each fold's folder and, last, for all articles."""
    matrix, labels, articles, names = data
    found = []
    for fold in range(len(folders)):
        kept = articles % FOLDS != fold if fold < FOLDS else articles >= 0
        found.append(fit(matrix[kept], labels[kept], names, how))
    return found


def main():
    corpus = str(Path(sys.argv[1]).resolve())
    with tempfile.TemporaryDirectory() as scratch:
        folds = [Path(scratch) / str(k) for k in range(FOLDS)]
        folders = [*(f / "en" for f in folds), ROOT / "data/en"]
        first = each(folders, rows("cue", corpus), CUE)
        for folder, weights in zip(folders, first):
            write(folder / "cue-weights.csv", ["first", "second"], [weights, {}])
        second = each(folders, rows("context", corpus, folds), CUE)
        for folder, pair in zip(folders, zip(first, second)):
            write(folder / "cue-weights.csv", ["first", "second"], pair)
        matrix, labels, _, names = rows("part", corpus, folds)
        weights = [fit(matrix, labels == k, names, PART) for k in range(len(ROLES))]
        write(ROOT / "data/en/part-weights.csv", ROLES, weights)


if __name__ == "__main__":
    main()
