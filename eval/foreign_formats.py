#!/usr/bin/env python3
"""Read exports of the demo with programs of others: the tables with DuckDB, the map with geojson.

    python eval/foreign_formats.py FOLDER      with FOLDER/tables/*.csv, FOLDER/events.geojson and FOLDER/export.jsonl

Each table must be read whole, hold as many rows as the export has lines of its type, and join with the others; the map must be a
valid feature collection. Exit code 1 with the reason where that is not so.
"""
import json
import sys
from collections import Counter
from pathlib import Path

import duckdb
import geojson

folder = Path(sys.argv[1])
collection = geojson.loads((folder / "events.geojson").read_text())
assert collection.is_valid and collection["features"], collection.errors()
print(f"geojson: {len(collection['features'])} features, valid")

database = duckdb.connect()
for path in sorted((folder / "tables").glob("*.csv")):
    database.execute(f"create table {path.stem} as select * from read_csv('{path}', header = true, all_varchar = true)")
rows = {name: database.execute(f"select count(*) from {name}").fetchone()[0] for (name,) in database.execute("show tables").fetchall()}
if (folder / "export.jsonl").exists():
    lines = Counter(json.loads(line)["type"] for line in open(folder / "export.jsonl"))
    wrong = {name: (count, lines[name]) for name, count in rows.items() if name not in ("account", "origin") and count != lines[name]}
    assert not wrong, f"rows and lines differ: {wrong}"
lost = database.execute("select count(*) from account a left join event e on a.event = e.id where e.id is null").fetchone()[0]
assert lost == 0, f"{lost} accounts of no event"
print(f"duckdb: {len(rows)} tables, {sum(rows.values())} rows, every account has its event")
