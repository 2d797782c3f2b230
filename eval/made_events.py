#!/usr/bin/env python3
"""Count false alarms and further events on the composed sentences of crates/statement/tests/made.

    python3 eval/made_events.py PROGRAM [OPTION ...]      OPTIONs go to `onrecord add` (say --data DIR)

Builds a record of each file and reads its export. An event of the record is right if its type is a marked event's and its source
and target overlap the marked ones (a span over three times as long and 40 characters more names nobody).

false alarms    share of the eventless sentences for which the record has an event with a type and both actors
any             the same with one actor or none
further events  sentences with several marked events: marked events found beyond the first, of those there are
right           of the events with a type and both actors on those sentences, the share that is right; events a sentence
Only the standard library. Exit code 1 when the program fails.
"""
import json
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

MADE = Path(__file__).resolve().parent.parent / "crates/statement/tests/made"


def places(text, part):
    """Where `part` stands in `text`, in code points."""
    at = text.find(part) if part else -1
    while at >= 0:
        yield at, at + len(part)
        at = text.find(part, at + 1)


def names(span, marked):
    """Whether a span names an actor marked at one of these places."""
    start, end = span
    return any(start < f and t < end and end - start <= 3 * (f - t) + 40 for t, f in marked)


def export(program, options, rows):
    """Lines of the record of the rows' texts."""
    with tempfile.TemporaryDirectory() as folder:
        texts, record = Path(folder, "texts.jsonl"), Path(folder, "r.db")
        texts.write_text("".join(json.dumps({"id": str(n), "text": r["text"]}) + "\n" for n, r in enumerate(rows)))
        subprocess.run([program, "add", texts, "--record", record, *options], check=True, capture_output=True)
        command = [program, "export", "--record", record, "--format", "jsonl"]
        out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return [json.loads(line) for line in out.splitlines()]


def told(lines):
    """{number of the row: [(type, source, target)]}; a missing actor is None."""
    rows = {line["id"]: int(line["input_id"]) for line in lines if line["type"] == "document"}
    found = defaultdict(list)
    span = lambda part: (part["start"], part["end"]) if part else None
    for line in lines:
        if line["type"] == "event" and line.get("event_type"):
            for mention in line["mentions"]:
                found[rows[mention["document"]]].append((line["event_type"], span(mention["source"]), span(mention["target"])))
    return found


def right(event, marked, text):
    """Whether a told event is the marked one."""
    kind, source, target = event
    fits = kind == marked["type"] and source and target
    return fits and names(source, places(text, marked["source"])) and names(target, places(text, marked["target"]))


def main():
    program, options = sys.argv[1], sys.argv[2:]
    read = lambda name: [json.loads(line) for line in (MADE / name).read_text(encoding="utf-8").splitlines()]
    rows = read("eventless.jsonl")
    found = told(export(program, options, rows))
    both = sum(any(s and t for _, s, t in events) for events in found.values())
    print(f"eventless sentences {len(rows)}: false alarms {100 * both / len(rows):.1f} %, any {100 * len(found) / len(rows):.1f} %")
    rows = read("several-events.jsonl")
    found = told(export(program, options, rows))
    further = got = all_told = all_right = firsts = 0
    for number, row in enumerate(rows):
        events = [e for e in found[number] if e[1] and e[2]]
        hits = sum(any(right(e, m, row["text"]) for e in events) for m in row["events"])
        further += len(row["events"]) - 1
        got += max(0, hits - 1)
        firsts += bool(hits)
        all_told += len(events)
        all_right += sum(any(right(e, m, row["text"]) for m in row["events"]) for e in events)
    print(f"sentences with several events {len(rows)}: further events {100 * got / further:.1f} % of {further}, "
          f"one at least {100 * firsts / len(rows):.1f} %, right {100 * all_right / max(1, all_told):.1f} %, "
          f"{all_told / len(rows):.2f} a sentence")


if __name__ == "__main__":
    main()
