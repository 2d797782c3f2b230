#!/usr/bin/env bash
# The archive of a release for this machine: built, its sum checked, unpacked elsewhere, and used as somebody would who has only the archive: the demo gives docs/demo.txt, the
# pages of the manual are sound to man and mandoc, completions are sound to their shells, notices name what is inside. Programs that are not here are named as skipped.
# Usage: bash eval/release.sh [FOLDER]   (FOLDER keeps the archive)
set -euo pipefail
cd "$(dirname "$0")/.."

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
kept="${1:-$scratch/dist}"
cargo run --quiet --locked -p xtask -- release "$kept"
archive=$(ls -t "$kept"/*.tar.gz | head -1)
(cd "$kept" && sha256sum --quiet --check "$(basename "$archive").sha256")
tar -xzf "$archive" -C "$scratch"
unpacked="$scratch/$(basename "$archive" .tar.gz)"

(cd "$scratch" && env -i HOME="$scratch" "$unpacked/onrecord" demo) | diff docs/demo.txt -
for page in onrecord onrecord-add onrecord-norms-check; do
    [ -s "$unpacked/man/$page.1" ]
done
if command -v man >/dev/null; then
    for page in "$unpacked"/man/*.1; do
        told=$(LC_ALL=C.UTF-8 MANWIDTH=80 man --warnings -l "$page" 2>&1 >/dev/null)
        [ -z "$told" ] || { echo "$page: $told"; exit 1; }
    done
    echo "man: $(ls "$unpacked"/man | wc -l) pages without a warning"
else
    echo "SKIPPED: the pages of the manual (no man here; Debian: apt-get install man-db)"
fi
if command -v mandoc >/dev/null; then
    # Styles of man(7) are told too; errors and warnings about what cannot be shown are not borne.
    mandoc -T lint -W error "$unpacked"/man/*.1
    echo "mandoc: no errors"
else
    echo "SKIPPED: the pages of the manual by mandoc (not here; Debian: apt-get install mandoc)"
fi
bash -n "$unpacked/completions/onrecord.bash"
for shell in zsh fish; do
    file="$unpacked/completions/$([ $shell = zsh ] && echo _onrecord || echo onrecord.fish)"
    if command -v $shell >/dev/null; then $shell -n "$file"; else echo "SKIPPED: completions of $shell (not here)"; fi
done
grep -q "en_core_web_sm" "$unpacked/NOTICES.md"
grep -q "serde_json" "$unpacked/NOTICES.md"
echo "$(basename "$archive"): $(stat -c %s "$archive") bytes, the program $(stat -c %s "$unpacked/onrecord"), works from its archive"
