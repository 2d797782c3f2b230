#!/usr/bin/env python3
"""Hold the confidence of claims against marked attributions: the table in docs/quality.md.

    onrecord add ../shared/corpora/polnear/dev/articles.jsonl --record r.db && onrecord export --record r.db --format jsonl > export.jsonl
    python3 eval/claim_confidence.py export.jsonl [GOLD]

Prints a row for each range of confidence: claims, their mean confidence, the share for which an attribution is marked, the share whose source,
cue and content are right. Pairs are made as by the scorer of claims, which stands beside the checkout (../shared/eval) and is used here;
claims in passages that the annotators set aside are left out. Only the standard library.
"""
import sys
from pathlib import Path

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
sys.path.insert(0, str(SHARED / "eval"))
from record import Record, Words, read_gold, word_f1  # noqa: E402
from score_claims import cues_overlap, gold_claims, pair_up, record_claims  # noqa: E402

RANGES = [(0.0, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 1.01)]
CONTENT_SHARED = 0.8  # the scorer's measure of "full"


def is_full(claim, marked, words):
    """Whether source, cue and content are right by the scorer's measure."""
    source = bool(claim.source & marked.source) or not (claim.source or marked.source)
    return source and cues_overlap(claim.cue, marked.cue, words) and word_f1(claim.content, marked.content) >= CONTENT_SHARED


def answers(record, folder):
    """(confidence, is marked, is full) of each claim."""
    gold, texts = read_gold(folder)
    claims = record.grouped("claim")
    for line in gold:
        words, found = Words(texts[line["document"]]), record.document(line["document"])
        lines = claims[found] if found else []
        mine, marked = record_claims(lines, words), gold_claims(line["attributions"], words)
        pairs, aside = pair_up(mine, marked, words), words.at(line["ignore"])
        for i, (row, claim) in enumerate(zip(lines, mine)):
            if i in pairs or not claim.content or 2 * len(claim.content & aside) < len(claim.content):
                yield row["confidence"], i in pairs, i in pairs and is_full(claim, marked[pairs[i]], words)


def main(export, folder=SHARED / "corpora/polnear/dev"):
    rows = list(answers(Record(export), Path(folder)))
    print("| confidence | claims | mean confidence | a marked attribution is there | source, cue and content right |\n|---|---|---|---|---|")
    for least, most in RANGES:
        inside = [row for row in rows if least <= row[0] < most]
        if inside:
            mean = [sum(column) / len(inside) for column in zip(*inside)]
            print(f"| {least:.2f} to {min(most - 0.01, 1):.2f} | {len(inside)} | " + " | ".join(f"{m:.2f}" for m in mean) + " |")


if __name__ == "__main__":
    main(*sys.argv[1:])
