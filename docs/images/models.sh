#!/usr/bin/env bash
# Draws the pictures of docs/models.md anew, from scenarios/models: each model's
# course, or for opinions that are numbers what people think in one world.
set -euo pipefail
cd "$(dirname "$0")/../.."

cargo build --release --quiet
program=${CARGO_TARGET_DIR:-target}/release/groundswell
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT

for scenario in scenarios/models/*.toml; do
    name=$(basename "$scenario" .toml)
    "$program" run "$scenario" --out "$made/$name" -qq
    picture=$made/$name/opinions.svg
    [[ -f $picture ]] || picture=$made/$name/spread.svg
    cp "$picture" "docs/images/models/$name.svg"
done
