#!/bin/sh
# Everything that is checked before a change lands: locally and on the build machine.
set -eu
cd "$(dirname "$0")/.."
export CI=1 RUSTFLAGS=-Dwarnings RUSTDOCFLAGS=-Dwarnings
cargo fmt --check
cargo clippy --locked --all-targets
cargo test --locked
cargo doc --locked --no-deps --document-private-items
cargo build --locked --release
sh tests/window.sh target/release/gongbao
# No test may have written a reference.
test -z "$(git status --porcelain tests/golden)"
