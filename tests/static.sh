#!/usr/bin/env bash
# A program that needs nothing of the system it runs on: linked with all it uses, it writes
# the demo's report in a folder that is the whole world to it, the same bytes as the usual
# program that is optimised otherwise.
#
#   tests/static.sh           # as it is released, beside the one that the tests run
#   tests/static.sh dev       # not optimised at all, beside the one that is released
#
# Needs Linux with a C library that may be linked statically (Debian: `libc6-dev`). Where a
# root folder cannot be changed without asking anybody, that is said and passed over.
# Files stay in `target/static`, and the program stands where it is built until it is built again.
set -euo pipefail
cd "$(dirname "$0")/.."

target=${CARGO_TARGET_DIR:-$PWD/target}
scratch=$target/static
demo=(demo --worlds 30 --seed 5 -qq --out)
export CARGO_INCREMENTAL=0

case ${1:-release} in
    release) profile=release folder=release usual=dev beside=debug ;;
    dev)
        profile=dev folder=debug usual=release beside=release
        export CARGO_PROFILE_DEV_OPT_LEVEL=0 CARGO_PROFILE_DEV_DEBUG=0
        ;;
    *)
        echo "there is release, and dev" >&2
        exit 2
        ;;
esac
nice cargo build --profile "$usual"
# Only the program itself is linked otherwise.
nice cargo rustc --profile "$profile" --bin groundswell -- -C target-feature=+crt-static
program=$scratch/groundswell
mkdir -p "$scratch"
cp "$target/$folder/groundswell" "$program"
if needed=$(ldd "$program" 2>/dev/null) && [ "$needed" != $'\tstatically linked' ]; then
    echo "it needs: $needed"
    exit 1
fi

root=$scratch/root
rm -rf "$scratch/root" "$scratch/elsewhere"
mkdir -p "$root" "$scratch/elsewhere"
cp "$program" "$root/"
(cd "$scratch/elsewhere" && "$target/$beside/groundswell" "${demo[@]}" report)
if ! unshare --user --map-root-user chroot "$root" /groundswell --version >/dev/null; then
    echo "static: passed over, root folders may not be changed here"
    exit 0
fi
unshare --user --map-root-user chroot "$root" /groundswell "${demo[@]}" report
rm "$root/groundswell"
diff -r "$scratch/elsewhere" "$root"
printf 'static: %d files, the same in an empty root, %d bytes of program\n' \
    "$(find "$root" -type f | wc -l)" "$(stat -c %s "$program")"
