#!/usr/bin/env bash
# A program that needs nothing of the system it runs on: linked with all it uses, it writes
# the demo's report in a folder that is the whole world to it, the same bytes as the program
# that the tests run, which is neither linked so nor optimised as much.
#
#   tests/static.sh [SCRATCH]        # files for looking at, in `target/static` if not there
#
# Needs Linux with a C library that may be linked statically (Debian: `libc6-dev`). Where a
# root folder cannot be changed without asking anybody, that is said and passed over.
# `target/release/groundswell` is that program until it is built again.
set -euo pipefail
cd "$(dirname "$0")/.."

target=${CARGO_TARGET_DIR:-$PWD/target}
scratch=${1:-$target/static}
demo=(demo --worlds 30 --seed 5 -qq --out)
export CARGO_INCREMENTAL=0

nice cargo build
# Of what is built for the release only the program itself is linked otherwise.
nice cargo rustc --release --bin groundswell -- -C target-feature=+crt-static
program=$scratch/groundswell
mkdir -p "$scratch"
cp "$target/release/groundswell" "$program"
if needed=$(ldd "$program" 2>/dev/null) && [ "$needed" != $'\tstatically linked' ]; then
    echo "it needs: $needed"
    exit 1
fi

root=$scratch/root
rm -rf "$scratch/root" "$scratch/elsewhere"
mkdir -p "$root" "$scratch/elsewhere"
cp "$program" "$root/"
(cd "$scratch/elsewhere" && "$target/debug/groundswell" "${demo[@]}" report)
if ! unshare --user --map-root-user chroot "$root" /groundswell --version >/dev/null; then
    echo "static: passed over, root folders may not be changed here"
    exit 0
fi
unshare --user --map-root-user chroot "$root" /groundswell "${demo[@]}" report
rm "$root/groundswell"
diff -r "$scratch/elsewhere" "$root"
printf 'static: %d files, the same in an empty root, %d bytes of program\n' \
    "$(find "$root" -type f | wc -l)" "$(stat -c %s "$program")"
