#!/usr/bin/env python3
"""Group words by use, for readers that meet words they have seldom learned from (data/en/word-classes.csv).

    python3 -m venv v && v/bin/pip install numpy==2.4.6 scikit-learn==1.9.1 msgpack==1.2.4 spacy==3.8.18
    v/bin/python eval/learn_classes.py MODEL TEXTS.jsonl ... > data/en/word-classes.csv

MODEL is the folder of the English spaCy model with vectors (en_core_web_md 3.8, MIT), TEXTS are files with a `text` a line. The
words that stand most often in the texts and have a vector are put into classes: k-means (Lloyd) over their vectors scaled to
length 1, seeded. Only single words come out.
"""
import gzip
import json
import re
import sys
from collections import Counter
from pathlib import Path

import msgpack
import numpy as np
from sklearn.cluster import KMeans
from spacy.strings import hash_string

WORDS, CLASSES, SEED = 20000, 300, 0
WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")
HEAD = """# Words by use: words of one class are used alike, so that a reader knows something of a word it has seldom learned from.
# Origin: k-means over vectors of en_core_web_md 3.8.0 (MIT, Explosion), by eval/learn_classes.py; the words are those that news articles
# use most often. Licence: MIT OR Apache-2.0; no text, single words. Weights learned with these classes need these classes.
# Columns: class = its number; words = lemmas in lower case, apart by a space.
class,words"""


def counted(paths):
    """How often each word stands in the texts."""
    counts = Counter()
    for path in paths:
        opened = gzip.open if path.endswith(".gz") else open
        with opened(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                counts.update(WORD.findall(json.loads(line).get("text", "").lower()))
    return counts


def main():
    model, texts = Path(sys.argv[1]), sys.argv[2:]
    vectors = np.load(open(model / "vocab/vectors", "rb"))
    rows = msgpack.unpackb((model / "vocab/key2row").read_bytes(), strict_map_key=False)
    number = lambda word: rows.get(hash_string(word))
    ordered = sorted(counted(texts).items(), key=lambda pair: (-pair[1], pair[0]))
    words = [w for w, _ in ordered if len(w) > 2 and number(w) is not None][:WORDS]
    unique, place = np.unique([number(w) for w in words], return_inverse=True)
    kept = vectors[unique]
    kept = kept / np.maximum(np.linalg.norm(kept, axis=1, keepdims=True), 1e-6)
    labels = KMeans(CLASSES, n_init=1, random_state=SEED, max_iter=40).fit(kept).labels_
    members = [[] for _ in range(CLASSES)]
    for word, row in zip(words, place):
        members[labels[row]].append(word)
    print(HEAD)
    for name, group in enumerate(members):
        print(f"{name},{' '.join(sorted(group))}")


if __name__ == "__main__":
    main()
