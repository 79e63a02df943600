#!/usr/bin/env bash
# Fuzzes every target for so many minutes of processor time, one after the other, or those
# that are named: fuzz/run.sh [MINUTES] [TARGET...]. Needs a nightly toolchain and cargo-fuzz.
# What is found stands in fuzz/artifacts; the corpora grow in fuzz/corpus, which is not kept.
set -euo pipefail
cd "$(dirname "$0")"

minutes=${1:-20}
shift || true
targets=("$@")
if [ ${#targets[@]} = 0 ]; then
    for file in fuzz_targets/*.rs; do
        targets+=("$(basename "$file" .rs)")
    done
fi

export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-target}
cargo +nightly fuzz build
mkdir -p logs
failed=()
for target in "${targets[@]}"; do
    mkdir -p "corpus/$target" "artifacts/$target"
    program=$(find "$CARGO_TARGET_DIR"/*/release -maxdepth 1 -name "$target" -type f -perm -u+x | head -n 1)
    # The bound is on processor time, whatever else the machine does.
    used=0
    limit=$(awk "BEGIN { print int($minutes * 60) }")
    while [ "$used" -lt "$limit" ]; do
        TIMEFORMAT='%U %S'
        left=$((limit - used))
        took=$( { time nice -n 19 "$program" "corpus/$target" "seeds/$target" \
            -artifact_prefix="artifacts/$target/" -max_total_time="$left" -rss_limit_mb=2048 \
            -timeout=5 -max_len=65536 -print_final_stats=1 >>"logs/$target.log" 2>&1 \
            || echo failed >>"logs/$target.failed"; } 2>&1 )
        used=$((used + $(awk "BEGIN { split(\"$took\", t, \" \"); print int(t[1] + t[2]) + 1 }")))
        if [ -e "logs/$target.failed" ]; then
            failed+=("$target")
            rm "logs/$target.failed"
            break
        fi
    done
    printf '%s: %d s of processor time, %s executions\n' "$target" "$used" \
        "$(awk '/stat::number_of_executed_units/ { n += $2 } END { print n + 0 }' "logs/$target.log")"
done
if [ ${#failed[@]} -gt 0 ]; then
    printf 'found something: %s\n' "${failed[*]}"
    exit 1
fi
