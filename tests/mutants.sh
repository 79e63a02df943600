#!/usr/bin/env bash
# Small changes to the code, drawn by a seed, and those that no test sees.
#
#   tests/mutants.sh [PACKAGE…]      # estimate, diffusion and campaign, or those
#
# SAMPLE changes of each package (300) are drawn under SEED (1) and made one by one in a copy
# by cargo-mutants (`cargo install cargo-mutants --locked`); the package's own tests have to
# fail. What came of each stands in `target/mutants/PACKAGE/mutants.out`: `missed.txt` has those
# that are to be read. Fails where more than a tenth was missed.
set -euo pipefail
cd "$(dirname "$0")/.."

sample=${SAMPLE:-300}
seed=${SEED:-1}
scratch=${CARGO_TARGET_DIR:-$PWD/target}/mutants
tool=cargo
if cargo nextest --version >/dev/null 2>&1; then tool=nextest; fi
mkdir -p "$scratch/copies"

# The first so many lines in an order that the seed decides.
drawn() {
    local line mark
    while IFS= read -r line; do
        mark=$(printf '%s %s' "$seed" "$line" | sha256sum)
        printf '%s %s\n' "${mark:0:16}" "$line"
    done | sort | head -n "$sample" | cut -d ' ' -f 2-
}

for package in "${@:-estimate diffusion campaign}"; do
    for one in $package; do
        out=$scratch/$one
        mkdir -p "$out"
        cargo mutants --list --package "groundswell-$one" >"$out/all"
        drawn <"$out/all" >"$out/drawn"
        these=()
        while IFS= read -r line; do
            these+=(--re "^$(printf '%s' "$line" | sed 's/[][\.*^$+?(){}|\\]/\\&/g')\$")
        done <"$out/drawn"
        # It ends with 2 where some are missed, which is judged below.
        TMPDIR=$scratch/copies nice -n 19 cargo mutants --package "groundswell-$one" \
            --jobs 1 --test-tool "$tool" --timeout 300 --output "$out" "${these[@]}" || [ $? -eq 2 ]
        missed=$(wc -l <"$out/mutants.out/missed.txt")
        caught=$(cat "$out/mutants.out/caught.txt" "$out/mutants.out/timeout.txt" | wc -l)
        printf '%s: %d of %d missed\n' "$one" "$missed" $((missed + caught))
        [ $((missed * 10)) -le $((missed + caught)) ]
    done
done
