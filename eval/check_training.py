#!/usr/bin/env python3
"""Check the composed sentences that the event reader learns from (data/en/training) and those it is tested on.

    python3 eval/check_training.py            all files: checks, then counts per type, mode and status

Reads every line of data/en/training/**/*.jsonl and crates/statement/tests/made/*.jsonl: {"text", "events": [{"type", "mode",
"source", "target", "trigger", "status"}]}. A line fails when its words do not stand in its text, when type, mode or status is
unknown, when a sentence occurs twice, when a test sentence shares a run of nine words with a training sentence, or any of
them with a text of ../shared (where that is there). Only the standard library. Exit code 1 when a line fails.
"""
import collections
import gzip
import json
import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
TRAINING = ROOT / "data/en/training"
TESTS = ROOT / "crates/statement/tests/made"
STATUSES = {"occurred", "ongoing", "planned", "proposed", "alleged", "denied", "hypothetical", "negated"}
KEYS = {"type", "mode", "source", "target", "trigger", "status"}
RUN = 9  # words in a row that no two texts of different origin may share
WORD = re.compile(r"\w+")


def modes_by_type():
    """Modes of each event type, from the ontology."""
    ontology = tomllib.loads((ROOT / "data/ontology/event-types.toml").read_text(encoding="utf-8"))
    return {row["code"]: set(row["modes"]) for row in ontology["type"]}


def rows(folder):
    """(file:line, row) of every sentence below `folder`."""
    for path in sorted(folder.rglob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            yield f"{path.relative_to(ROOT)}:{number}", json.loads(line)


def stands_in(words, text):
    """Whether `words` stand in `text`, cut at word boundaries."""
    return re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text) is not None


def faults_of_event(event, text, modes):
    """What is wrong with one event."""
    if set(event) != KEYS:
        yield f"keys {sorted(event)}"
        return
    if event["type"] not in modes:
        yield f"unknown type {event['type']}"
    elif event["mode"] is not None and event["mode"] not in modes[event["type"]]:
        yield f"{event['type']} has no mode {event['mode']}"
    if event["status"] not in STATUSES:
        yield f"unknown status {event['status']}"
    for role in ("source", "target", "trigger"):
        words = event[role]
        if words is None and role != "trigger":
            continue
        if not words or words != words.strip() or not stands_in(words, text):
            yield f"{role} {words!r} does not stand in the text"
    if event["source"] is not None and event["source"] == event["target"]:
        yield "source is target"


def runs(text):
    """Every run of nine words of `text`, in lower case."""
    words = [word.lower() for word in WORD.findall(text)]
    return (tuple(words[i : i + RUN]) for i in range(len(words) - RUN + 1))


def shared_texts():
    """Texts of the corpora and samples beside the checkout, piece by piece."""
    for path in sorted(SHARED.glob("seeds/*.txt")):
        yield path.read_text(encoding="utf-8")
    for path in sorted(SHARED.glob("corpora/**/*.jsonl*")):
        opened = gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else open(path, encoding="utf-8")
        with opened as lines:
            for line in lines:
                row = json.loads(line)
                if isinstance(row, dict):
                    yield from (value for value in row.values() if isinstance(value, str))


def check_rows(found, modes):
    """Faults of the rows themselves, one line each."""
    seen = {}
    for place, row in found:
        text = row["text"]
        key = " ".join(WORD.findall(text.lower()))
        if key in seen:
            yield f"{place}: the sentence of {seen[key]} again"
        seen.setdefault(key, place)
        if text != " ".join(text.split()):
            yield f"{place}: stray white space"
        for event in row["events"]:
            yield from (f"{place}: {fault}" for fault in faults_of_event(event, text, modes))


def check_runs(training, tests):
    """Runs of nine words shared between training and tests, or with the texts beside the checkout."""
    ours = {run: place for place, row in training for run in runs(row["text"])}
    for place, row in tests:
        for run in runs(row["text"]):
            if run in ours and ours[run] != place:
                yield f"{place}: shares {' '.join(run)!r} with {ours[run]}"
            ours.setdefault(run, place)
    if not SHARED.is_dir():
        print("note: ../shared is not here, so runs of words are compared among our own files only", file=sys.stderr)
    for text in shared_texts():
        yield from (f"{ours[run]}: {' '.join(run)!r} stands in ../shared" for run in runs(text) if run in ours)


def count(name, found):
    """Print how many sentences and events of each kind `found` holds."""
    events = [event for _, row in found for event in row["events"]]
    print(f"{name}: {len(found)} sentences, {sum(not row['events'] for _, row in found)} without an event, {len(events)} events")
    types, main = collections.Counter(e["type"] for e in events), collections.Counter(
        row["events"][0]["type"] for _, row in found if row["events"]
    )
    modes = collections.defaultdict(collections.Counter)
    for event in events:
        modes[event["type"]][event["mode"] or "-"] += 1
    for kind in sorted(types):
        listed = " ".join(f"{mode} {n}" for mode, n in sorted(modes[kind].items()))
        print(f"  {kind:10} {types[kind]:4} (first in the sentence {main[kind]:4}): {listed}")
    statuses = collections.Counter(event["status"] for event in events)
    print("  status:", ", ".join(f"{status} {n}" for status, n in sorted(statuses.items())))


def main():
    modes = modes_by_type()
    training, tests = list(rows(TRAINING)), list(rows(TESTS))
    faults = list(check_rows(training + tests, modes)) + list(check_runs(training, tests))
    for fault in faults:
        print(fault)
    count("training", training)
    count("tests", tests)
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
