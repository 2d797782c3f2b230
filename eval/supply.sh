#!/usr/bin/env bash
# The tree of dependencies: licences, banned crates, sources (deny.toml), by cargo-deny. Advisories are left out, since their list lies
# outside the registries. Takes cargo-deny from the path or builds it once under the target folder; says that it was skipped where it can be neither.
# Usage: bash eval/supply.sh
set -euo pipefail
cd "$(dirname "$0")/.."

version=0.20.2
tools="${CARGO_TARGET_DIR:-target}/tools"
minutes=15 # longest wait for the build
export PATH="$tools/bin:$PATH"
if ! command -v cargo-deny >/dev/null &&
    ! timeout "${minutes}m" cargo install cargo-deny --version "$version" --locked --quiet --root "$tools" >"$tools.log" 2>&1; then
    echo "SKIPPED: the tree of dependencies (cargo-deny cannot be built: $(grep -m1 error "$tools.log" || echo "no end in $minutes minutes"))"
    exit 0
fi
cargo deny --locked check --hide-inclusion-graph licenses bans sources
echo "the tree of dependencies: licences, bans and sources as deny.toml asks"
