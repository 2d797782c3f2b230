#!/usr/bin/env bash
# The quality gate: builds a record of the development corpora, scores it, fails when a floor of eval/floors.json is not held.
# The corpora are not ours and stand beside the checkout; where they do not, the gate says so and passes.
# Usage: bash eval/gate.sh [PARTS]   (parts of the scorer, separated by commas; all by default)
set -euo pipefail
cd "$(dirname "$0")/.."

scorer=../shared/eval/all.py
if [ ! -f "$scorer" ]; then
    echo "quality gate SKIPPED: $scorer is not here (scorers and corpora are not part of this repository)"
    exit 0
fi
# The program that ships: it reads several times faster than the profile `fast`, and `.ci/run` has built it before.
cargo build --release --locked --bin onrecord
program="${CARGO_TARGET_DIR:-target}/release/onrecord"
only=("--only" "${1:-seeds,claims,events,times-timebank,times-wikiwars,merge,stories,timeline,status,pages,dates}")
python3 "$scorer" --program "$program" "${only[@]}" --floors eval/floors.json
echo "quality gate: every floor is held"
