#!/usr/bin/env bash
# The desk in a browser: every kind of page in Chromium, by script, keyboard and without script; contrast and labels by axe-core; hostile articles.
# Needs the release build, Python 3.11 and Chromium (Debian: `apt-get install chromium`); Playwright and axe-core come from PyPI into a scratch
# environment. Where one of them cannot be had, the check says that it was skipped and passes. Usage: bash eval/desk.sh [--shots FOLDER]
set -euo pipefail
cd "$(dirname "$0")/.."

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
python="$scratch/environment/bin/python"
minutes=10 # longest wait for packages

browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)
if [ -z "$browser" ]; then
    echo "SKIPPED: the desk in a browser (no Chromium here; Debian: apt-get install chromium)"
    exit 0
fi
if ! python3 -m venv "$scratch/environment" >"$scratch/pip.log" 2>&1 ||
    ! timeout "${minutes}m" "$python" -m pip install --quiet --disable-pip-version-check --retries 1 --timeout 15 \
        playwright==1.65.2 axe-playwright-python==0.1.8 2>"$scratch/pip.log"; then
    echo "SKIPPED: the desk in a browser (the packages cannot be installed: $(grep -m1 ERROR "$scratch/pip.log" || echo "no answer in $minutes minutes"))"
    exit 0
fi
cargo build --release --locked --quiet --bin onrecord
"$python" eval/desk.py --program "${CARGO_TARGET_DIR:-target}/release/onrecord" --browser "$browser" --scratch "$scratch" "$@"
