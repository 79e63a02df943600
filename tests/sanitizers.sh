#!/usr/bin/env bash
# The code in which the compiler is asked to trust (docs/unsafe.md), watched while it works.
#
#   tests/sanitizers.sh valgrind     # the tests that docs/unsafe.md names, under valgrind
#   tests/sanitizers.sh address      # all tests within graph and diffusion, and of binary
#                                    # files, under AddressSanitizer; needs a nightly toolchain
#   tests/sanitizers.sh              # both
#
# What is missing on this machine is passed over, and that is said. Builds for AddressSanitizer
# stand in `target/sanitizers` and stay there.
set -euo pipefail
cd "$(dirname "$0")/.."

export CARGO_INCREMENTAL=0

# The tests of a package, which have to be some.
tests() {
    local said
    said=$(nice cargo "${toolchain[@]}" test --quiet "${target[@]}" "$@" 2>&1) || { echo "$said"; return 1; }
    grep -q '^test result: ok\. [1-9]' <<<"$said" || { echo "no test of: $*"; return 1; }
}

valgrind() {
    command -v valgrind >/dev/null || { echo "valgrind: passed over, it is not there"; return; }
    local started=$SECONDS toolchain=() target=()
    export CARGO_TARGET_X86_64_UNKNOWN_LINUX_GNU_RUNNER="valgrind --quiet --error-exitcode=9 --leak-check=no"
    tests -p groundswell-diffusion --lib all_instructions_do_what_the_array_does
    tests -p groundswell-graph --test binary mapped
    unset CARGO_TARGET_X86_64_UNKNOWN_LINUX_GNU_RUNNER
    printf 'valgrind: nothing found, %d s\n' $((SECONDS - started))
}

address() {
    cargo +nightly --version >/dev/null 2>&1 || { echo "address: passed over, there is no nightly toolchain"; return; }
    local started=$SECONDS toolchain=(+nightly) target=(--target x86_64-unknown-linux-gnu)
    export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$PWD/target}/sanitizers RUSTFLAGS=-Zsanitizer=address
    tests -p groundswell-diffusion --lib
    tests -p groundswell-graph --lib
    tests -p groundswell-graph --test binary
    printf 'address: nothing found, %d s\n' $((SECONDS - started))
}

for part in "${@:-valgrind address}"; do
    for one in $part; do
        ("$one")
    done
done
