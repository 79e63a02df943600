# What there is to do here; `just ci` is what has to pass.
_list:
    @just --list --unsorted

# All tests, with nextest where it is installed, and the examples in the documents
test:
    if cargo nextest --version >/dev/null 2>&1; then cargo nextest run --workspace && cargo test --workspace --doc; else cargo test --workspace; fi

# Format, lints and documents, warnings as errors
check:
    cargo fmt --all --check
    cargo clippy --workspace --all-targets -- -D warnings
    RUSTDOCFLAGS="-D warnings" cargo doc --workspace --no-deps

# Every model against reference values of others, case by case
validate:
    cargo test -p groundswell-diffusion --test oracles --test continuous --test mean_field --test opinions -- --nocapture

# Bugs that are planted in a copy, one after the other, each to be seen by a test
planted *names:
    tests/planted/run.sh {{names}}

# The same bits on any threads, instructions, processors, in any folder: the long form
same-bits *parts:
    tests/same_bits.sh {{parts}}

# The pictures of docs/models.md
pictures:
    docs/images/models.sh

# The bakery's answer
demo *options:
    cargo run --release -- demo {{options}}

# What draws and cascades cost
bench *options:
    cargo bench --bench '*' {{options}}

# Refresh the stored copies of the demo and the schemas and the pinned results, after deciding that they may change
expect:
    GROUNDSWELL_EXPECT=write cargo test --test program the_demo_says_what_it_said_before
    GROUNDSWELL_EXPECT=write cargo test --test schemas the_published_copies
    GROUNDSWELL_EXPECT=write cargo test --test pinned results_are
    git diff --stat -- tests/expected docs/schemas tests/pinned

# Everything that has to hold before a change is taken
ci:
    .ci/run
