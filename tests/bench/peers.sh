#!/bin/sh
# Sets the same texts (the sample S, and L of about 390 pages) with gongbao and with Typst,
# alternately, and prints the ratios of wall time, CPU and memory: composed, and exported to PDF.
# Then what keys cost in L, and the share of hanzi on the character grid.
#   sh tests/bench/peers.sh [RUNS]
# Needs cargo and python3 with pip: Typst comes from PyPI (package `typst`), into a temporary place
# where it is not installed.
set -eu
cd "$(dirname "$0")/../.."
runs=${1:-5}
peers=tests/fixtures/peers
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if ! python3 -c 'import typst' 2>/dev/null; then
  python3 -m pip install --quiet --target "$work/python" typst
  export PYTHONPATH="$work/python"
fi
cargo build --locked --release
gongbao=${CARGO_TARGET_DIR:-target}/release/gongbao
for size in S L; do
  python3 "$peers/make_corpus.py" $size "$work/$size.json"
  python3 "$peers/to_text.py" "$work/$size.json" "$work/$size.txt"
  python3 "$peers/to_typst.py" "$work/$size.json" "$work/$size.typ"
  "$gongbao" import "$work/$size.txt" -o "$work/$size.gongbao" --style "$peers/peers.ron"
done
python3 tests/bench/peers.py "$gongbao" "$work" "$runs"
cargo bench --locked --bench compose -- "$work/L.gongbao"
