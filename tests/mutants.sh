#!/usr/bin/env bash
# Small changes to the code, drawn by a seed, and those that no test sees.
#
#   tests/mutants.sh [PACKAGE…]      # estimate, diffusion and campaign, or those
#
# SAMPLE changes of each package (300) are drawn under SEED (1) and made one by one in a copy
# by cargo-mutants (`cargo install cargo-mutants --locked`); the package's own tests have to
# fail. This takes hours and goes in pieces of 30 changes, which are kept as they end: the next
# run goes on after them, unless what is committed of the package has changed. What came of
# each stands in `target/mutants/PACKAGE/VERSION/SEED/PIECE/mutants.out`, and what is to be
# read in `missed.txt` there. MINUTES (no end) let no piece begin later than that. Fails where
# more than a tenth was missed.
set -euo pipefail
cd "$(dirname "$0")/.."

sample=${SAMPLE:-300}
seed=${SEED:-1}
minutes=${MINUTES:-100000}
scratch=${CARGO_TARGET_DIR:-$PWD/target}/mutants
piece=30
tool=cargo
if cargo nextest --version >/dev/null 2>&1; then tool=nextest; fi
mkdir -p "$scratch/copies"

# All lines in an order that the seed decides.
shuffled() {
    local line mark
    while IFS= read -r line; do
        mark=$(printf '%s %s' "$seed" "$line" | sha256sum)
        printf '%s %s\n' "${mark:0:16}" "$line"
    done | sort | cut -d ' ' -f 2-
}

# The lines of a pattern for each change that is read.
patterns() {
    sed 's/[][\.*^$+?(){}|\\]/\\&/g; s/.*/--re\n^&$/'
}

# What came of the pieces that have ended: those of `missed`, of `caught` or of `timeout`.
of() {
    local file
    for file in "$out"/*/mutants.out/"$1.txt"; do
        [ ! -e "${file%/mutants.out/*}/ended" ] || cat "$file"
    done
}

for package in "${@:-estimate diffusion campaign}"; do
    for one in $package; do
        out=$scratch/$one/$(git rev-parse --short "HEAD:crates/$one")/$seed
        mkdir -p "$out"
        cargo mutants --list --package "groundswell-$one" | shuffled >"$out/all"
        for ((first = 1; first <= sample && SECONDS < minutes * 60; first += piece)); do
            part=$out/$(printf %04d "$first")
            [ ! -e "$part/ended" ] || continue
            rm -rf "$part"
            mkdir "$part"
            mapfile -t these < <(sed -n "$first,$((first + piece - 1))p" "$out/all" | patterns)
            # It ends with 2 where some are missed and with 3 where some ran out of time.
            TMPDIR=$scratch/copies nice -n 19 cargo mutants --package "groundswell-$one" \
                --jobs 1 --test-tool "$tool" --timeout 300 --output "$part" "${these[@]}" \
                || [ $? -eq 2 ] || [ $? -eq 3 ]
            touch "$part/ended"
        done
        of missed >"$out/missed"
        missed=$(wc -l <"$out/missed")
        caught=$( (of caught; of timeout) | wc -l)
        printf '%s: %d of %d missed, see %s\n' "$one" "$missed" $((missed + caught)) "$out/missed"
        [ $((missed * 10)) -le $((missed + caught)) ]
    done
done
