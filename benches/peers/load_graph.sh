#!/usr/bin/env bash
# Loading one edge list by groundswell, pandas, networkit and igraph, turn by turn.
#
#   benches/peers/load_graph.sh [TURNS]
#
# Needs a Python with pandas, networkit and python-igraph (PYTHON names it); files go
# to a scratch folder. Prints every turn's seconds and peak MiB, and the medians.
set -euo pipefail
cd "$(dirname "$0")/../.."
turns=${1:-5}
python=${PYTHON:-python3}
here=benches/peers
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

cargo build --release --quiet
cargo bench --quiet --bench load --no-run
program=${CARGO_TARGET_DIR:-target}/release/groundswell
"$program" graph generate r-mat --set scale=20 --seed 1 -o "$scratch/r-mat.gsw" > /dev/null
"$program" graph convert "$scratch/r-mat.gsw" "$scratch/sorted.tsv" > /dev/null
# The same lines in another order, and without a header for those who know none.
{
    head -1 "$scratch/sorted.tsv"
    tail -n +2 "$scratch/sorted.tsv" | shuf --random-source=<(yes)
} > "$scratch/shuffled.tsv"

for file in sorted shuffled; do
    text=$scratch/$file.tsv
    tail -n +2 "$text" | tr '\t' ' ' > "$scratch/bare.txt"
    printf '%s: %s bytes\n' "$file" "$(stat -c %s "$text")"
    for ((turn = 0; turn < turns; turn++)); do
        cat "$text" "$scratch/bare.txt" > /dev/null
        cargo bench --quiet --bench load -- "$text"
        "$python" "$here/load_graph.py" pandas "$text"
        if ((turn == 0)); then
            "$python" "$here/load_graph.py" networkit "$text"
            "$python" "$here/load_graph.py" igraph "$scratch/bare.txt"
        fi
    done | tee "$scratch/turns.txt"
    "$python" "$here/load_graph.py" medians "$scratch/turns.txt"
done
