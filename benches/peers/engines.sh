#!/usr/bin/env bash
# All engines, a plain loop, CyNetDiff and PyNetIM on the same graphs from the same seeds,
# one thread each: fills the table "Engines" of docs/performance.md.
#
#   benches/peers/engines.sh [GRAPH ...]
#
# Needs a Python with numpy, cynetdiff and pynetim (PYTHON names it) and the shared data;
# graphs: nethept, soc-epinions1, r-mat-20.
set -euo pipefail
cd "$(dirname "$0")/../.."
python=${PYTHON:-python3}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

cargo bench --quiet --bench engines --no-run
grep -m 1 'model name' /proc/cpuinfo || true
cargo bench --quiet --bench engines -- "$@" --files "$scratch/graphs" > /dev/null
cargo bench --quiet --bench engines -- "$@" | tee "$scratch/rows.tsv"
"$python" benches/peers/engines.py run "$scratch/graphs" "$scratch/rows.tsv" "$@"
"$python" benches/peers/engines.py table "$scratch/rows.tsv"
