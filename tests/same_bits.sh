#!/usr/bin/env bash
# The same bits everywhere, the long form: all pinned results and every file of a demo, again
#
#   threads       on 1, 2 and 7 threads, in blocks of 1, 8 and 64 worlds
#   instructions  with registers of 256 bits at most, and with none but an array
#   processors    under emulated processors without AVX, and without AVX-512
#   release       optimised as it is shipped
#   folders       built from nothing in two other folders
#
#   tests/same_bits.sh [PART…]       # all parts, or those
#
# The pinned results are compared with the file of the project to the last bit, the demo's
# files with those of the first build. Builds stand in `target/same-bits` and stay there.
# Emulated processors need `qemu-x86_64`, which Debian has as `qemu-user`.
set -euo pipefail
cd "$(dirname "$0")/.."

home=$PWD
scratch=${CARGO_TARGET_DIR:-$home/target}/same-bits
demo=(demo --worlds 30 --seed 5 -qq)
runner=CARGO_TARGET_X86_64_UNKNOWN_LINUX_GNU_RUNNER
mkdir -p "$scratch"
export CARGO_INCREMENTAL=0

# Fails unless results and files are the same. Takes what it is called, the folder of the
# sources, the folder of the build, the profile, and a program that runs programs, if any.
same() {
    local name=$1 sources=$2 target=$3 profile=$4 under=${5:-} started=$SECONDS
    local options=() built=debug
    [ "$profile" = dev ] || { options=(--release) built=release; }
    (
        cd "$sources"
        export CARGO_TARGET_DIR=$target
        nice cargo build --quiet "${options[@]}"
        [ -z "$under" ] || export "$runner=$under"
        nice cargo test --quiet "${options[@]}" --test pinned results_are >/dev/null
    )
    local out=$scratch/files/$name
    rm -rf "$out"
    mkdir -p "$out"
    # shellcheck disable=SC2086
    (cd "$out" && $under "$target/$built/groundswell" "${demo[@]}" \
        ${GROUNDSWELL_THREADS:+--threads "$GROUNDSWELL_THREADS"} --out report)
    [ "$name" = first ] || diff -r "$scratch/files/first" "$out"
    local files
    files=$(find "$out" -type f | wc -l)
    printf '%s: the same, %d results and %d files, %d s\n' "$name" \
        "$(($(wc -l <"$sources/tests/pinned/results.txt") - 1))" "$files" $((SECONDS - started))
}

threads() {
    local threads block
    for threads in 1 2 7; do
        GROUNDSWELL_THREADS=$threads same "threads-$threads" "$home" "$scratch/dev" dev
    done
    for block in 1 64; do
        GROUNDSWELL_BLOCK=$block same "block-$block" "$home" "$scratch/dev" dev
    done
}

instructions() {
    local most
    for most in avx2 portable; do
        RUSTFLAGS="--cfg at_most=\"$most\"" same "at-most-$most" "$home" "$scratch/$most" dev
    done
}

processors() {
    local processor
    command -v qemu-x86_64 >/dev/null || { echo "processors: left out, there is no qemu-x86_64"; return; }
    for processor in Nehalem Haswell; do
        same "processor-$processor" "$home" "$scratch/dev" dev "qemu-x86_64 -cpu $processor"
    done
}

release() {
    same release "$home" "$scratch/release" release
}

folders() {
    local folder copy
    for folder in one 'another, with blanks'; do
        copy=$scratch/$folder
        rm -rf "$copy"
        mkdir -p "$copy"
        git ls-files -z | tar --null --files-from - -cf - | tar -xf - -C "$copy"
        same "folder-${folder%%,*}" "$copy" "$copy/target" dev
        rm -rf "$copy"
    done
}

same first "$home" "$scratch/dev" dev
for part in "${@:-threads instructions processors release folders}"; do
    for one in $part; do
        "$one"
    done
done
echo "All of it is the same."
