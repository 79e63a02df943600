#!/usr/bin/env bash
# One battery of TestU01 over the coins of worlds, read in one order.
#
#   benches/battery/run.sh BATTERY ORDER [SEED] [reversed]
#
# BATTERY is small, crush, a part of it such as crush:80-96, or big; ORDER is one of the
# example `coins`, and the seed is 1 unless told. Prints TestU01's own output, whose
# summary comes last. Needs a C compiler and TestU01; TESTU01 names the folder it is
# installed in where the compiler does not find it by itself.
set -euo pipefail
cd "$(dirname "$0")/../.."
battery=${1:?small, crush, crush:FIRST-LAST or big}
order=${2:?an order of the example coins}
seed=${3:-1}
reversed=${4:-}

target=${CARGO_TARGET_DIR:-target}
program=$target/battery/battery
mkdir -p "$target/battery"
cc -O2 -o "$program" benches/battery/battery.c \
    ${TESTU01:+-I"$TESTU01/include" -L"$TESTU01/lib" -Wl,-rpath,"$TESTU01/lib"} \
    -ltestu01 -lprobdist -lmylib -lm
cargo build --release --quiet --package groundswell-diffusion --example coins
"$target/release/examples/coins" "$order" --seed "$seed" |
    "$program" "$battery" "$order${reversed:+ reversed}, seed $seed" ${reversed:+reversed}
