#!/usr/bin/env bash
# Draws the pictures of docs/lessons anew: carries the lessons out, as tests/book
# does, and keeps what their own commands have drawn.
set -euo pipefail
cd "$(dirname "$0")/../.."

cargo test --quiet --test book lesson
made=${CARGO_TARGET_DIR:-target}/tmp/book/docs/lessons
kept=docs/images/lessons
mkdir -p "$kept"

keep() {
    cp "$made/$1.md/$2" "$kept/$1.svg"
}

keep why-inviting-can-lose page-report/customers.svg
keep weak-ties goldenberg-2001-weak-run/spread.svg
keep complex-contagion centola-2010-clustered-run/spread.svg
keep hubs best/spread-over-seeds.svg
keep big-seed seeds/response.svg
keep r-and-k hundred/response.svg
keep luck-and-pairing shop/campaign-report/over-worlds.svg
keep thresholds wait/response.svg
keep saturation ten/spread-over-seeds.svg
keep sensitivity cafe/effects.svg
