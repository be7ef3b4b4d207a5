#!/bin/sh
# Sets the same text with gongbao and, where it is installed (PyPI `typst`), with Typst: whole
# processes, to PDF, alternately. Quote ratios, with the machine's load.
#   sh tests/bench/peers.sh [RUNS]
set -eu
cd "$(dirname "$0")/../.."
runs=${1:-3}
peers=tests/fixtures/peers
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cargo build --locked --release
gongbao=target/release/gongbao
for size in S L; do
  python3 "$peers/make_corpus.py" $size "$work/$size.json"
  python3 "$peers/to_text.py" "$work/$size.json" "$work/$size.txt"
  python3 "$peers/to_typst.py" "$work/$size.json" "$work/$size.typ"
  "$gongbao" import "$work/$size.txt" -o "$work/$size.gongbao" --style "$peers/peers.ron"
  "$gongbao" info "$work/$size.gongbao" | head -n 1
  for _ in $(seq "$runs"); do
    python3 - "$gongbao" export "$work/$size.gongbao" -o "$work/$size.pdf" --profile press <<'PY'
import resource, subprocess, sys, time
start = time.time()
subprocess.run(sys.argv[1:], check=True, stderr=subprocess.DEVNULL)
wall, used = time.time() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
print(f'gongbao: {wall:.3f} s wall, {used.ru_utime + used.ru_stime:.3f} s cpu, {used.ru_maxrss / 1024:.0f} MB')
PY
    if python3 -c 'import typst' 2>/dev/null; then
      printf 'typst  : '
      python3 "$peers/bench_typst.py" "$work/$size.typ" "$work/$size.typst.pdf"
    fi
  done
done
cat /proc/loadavg 2>/dev/null || true
