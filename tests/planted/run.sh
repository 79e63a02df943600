#!/usr/bin/env bash
# Plants bugs, one at a time, and says which test catches each.
#
#   tests/planted/run.sh              # all of them
#   tests/planted/run.sh NAME…        # those whose files begin so, such as 07 or 07-one-round-late
#
# A patch of this folder says at its head what is wrong, and in the line `Package:` whose
# tests have to see it. It is applied to a copy of the checkout in `target/planted`, which has
# builds of its own that stay; the checkout is left alone. A bug is caught when it compiles and
# a test fails. In the end the tests that failed have to pass in the copy without the bugs.
# Needs git; takes nextest where it is installed.
set -euo pipefail
cd "$(dirname "$0")/../.."

home=$PWD
scratch=${CARGO_TARGET_DIR:-$home/target}/planted
copy=$scratch/copy
export CARGO_TARGET_DIR=$scratch/target CARGO_INCREMENTAL=0
# The copy is no part of a repository, so that git takes paths from where it stands.
export GIT_CEILING_DIRECTORIES=$scratch
mkdir -p "$copy"
if command -v flock >/dev/null; then
    exec 9>"$scratch/lock"
    flock -n 9 || { echo "bugs are being planted in $scratch already" >&2; exit 1; }
fi

# Files that are the same keep their time, so that they are not built again.
renew() {
    local file
    git ls-files --cached --others --exclude-standard -z | while IFS= read -r -d '' file; do
        [ -f "$file" ] || continue
        cmp -s "$file" "$copy/$file" && continue
        mkdir -p "$copy/$(dirname "$file")"
        cp "$file" "$copy/$file"
    done
    (cd "$copy" && find . -type f -print0) | while IFS= read -r -d '' file; do
        [ -f "$file" ] || rm "$copy/$file"
    done
}

# Tests within the package come first: they need the least building.
STAGES=(--lib --tests)

if cargo nextest --version >/dev/null 2>&1; then
    build() { nice cargo nextest run --no-run -p "$1" "$2"; }
    tests() { timeout 900 nice cargo nextest run -p "$1" "$2" --fail-fast --no-tests=pass; }
    failed() { sed -n 's/^ *FAIL \[.*\] *\(([ 0-9/]*) \)\?[^ ]* \([^ ]*\)$/\2/p' "$1"; }
    only() { nice cargo nextest run -p "$1" "$2" -E "test(=$3)"; }
else
    build() { nice cargo test --no-run -p "$1" "$2"; }
    tests() { timeout 900 nice cargo test -p "$1" "$2"; }
    failed() { sed -n 's/^test \([^ ]*\) .*\.\.\. FAILED$/\1/p' "$1"; }
    only() { nice cargo test -p "$1" "$2" -- --exact "$3"; }
fi

# Says what came of a bug in `package`; leaves in `catcher` the test that saw it, and in
# `stage` where that test stands.
try() {
    catcher=
    for stage in "${STAGES[@]}"; do
        if ! (cd "$copy" && build "$package" "$stage") >"$log" 2>&1; then
            said="does not compile: $(grep -m 1 '^error' "$log" || true)"
            return
        fi
        if (cd "$copy" && tests "$package" "$stage") >"$log" 2>&1; then
            continue
        fi
        catcher=$(failed "$log" | head -n 1)
        if [ -n "$catcher" ]; then
            said="caught by $catcher"
        else
            said="no test failed, but something else did: $(tail -n 1 "$log")"
        fi
        return
    done
    said="NOT CAUGHT"
}

patches=()
for name in "${@:-}"; do
    found=(tests/planted/"$name"*.patch)
    [ -f "${found[0]}" ] || { echo "no patch is called $name" >&2; exit 2; }
    patches+=("${found[@]}")
done

renew
log=$scratch/log
planted=
trap '[ -z "$planted" ] || git -C "$copy" apply -R "$home/$planted"' EXIT
trap 'exit 130' INT TERM
catchers=()
caught=0
for patch in "${patches[@]}"; do
    name=$(basename "$patch" .patch)
    package=$(sed -n 's/^Package: //p' "$patch")
    started=$SECONDS
    git -C "$copy" apply "$home/$patch"
    planted=$patch
    try
    git -C "$copy" apply -R "$home/$patch"
    planted=
    if [ -n "$catcher" ]; then
        caught=$((caught + 1))
        catchers+=("$package $stage $catcher")
    fi
    printf '%s: %s, %d s\n' "$name" "$said" $((SECONDS - started))
done

# A test that fails without a bug, too, has caught nothing.
[ ${#catchers[@]} -eq 0 ] || printf '%s\n' "${catchers[@]}" | sort -u | while read -r package stage catcher; do
    if ! (cd "$copy" && only "$package" "$stage" "$catcher") >"$log" 2>&1 </dev/null; then
        tail -n 30 "$log"
        printf '%s of %s fails without any bug, too\n' "$catcher" "$package"
        exit 1
    fi
done
printf '%d of %d\n' "$caught" "${#patches[@]}"
[ "$caught" -eq "${#patches[@]}" ]
