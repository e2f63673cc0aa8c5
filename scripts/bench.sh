#!/usr/bin/env bash
# Measures Muying against the baselines and prints one table. `make bench` runs it after setup.sh.
#
#   scripts/bench.sh [ROW…]      only these rows (see the list at the foot)
#
# Figures of one row come from one run on one machine, ours and the baseline's in turn; a busy machine bends them all
# the same, and the load is printed with them. Nothing here is a test: no figure makes it fail.
# What it makes stays in target/bench; the million rooms are made once.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/lib.sh
. bench/lib.sh

rows=(import nearest postgis memory http finder visit bytes lighthouse submissions devices scoring sheet coverage planner figures workbook)

[ $# -gt 0 ] || set -- "${rows[@]}"
for name in "$@"; do
  [[ " ${rows[*]} " == *" $name "* ]] || die "no such row: $name (${rows[*]})"
done

mkdir -p $OUT
: >$OUT/servers.log
TABLE=$OUT/table.tsv
: >"$TABLE"
busy=$(cut -d' ' -f1 /proc/loadavg)
say "building"
# The tools first: with them cargo also builds a `muying` that has the tests' helpers in it, and the real one must be last.
built=$(cargo build --quiet --release -p server --bench rooms --bench inspections --bench coverage --bench figures --message-format=json-render-diagnostics)
tool() { sed -n 's/.*"executable":"\([^"]*\/'"$1"'-[^"]*\)".*/\1/p' <<<"$built" | head -1; }
TOOL=$(tool rooms)
INSPECTIONS=$(tool inspections)
COVERAGE=$(tool coverage)
FIGURES=$(tool figures)
cargo run --quiet -p xtask -- build --release
for made in "$TOOL" "$INSPECTIONS" "$COVERAGE" "$FIGURES"; do
  [ -x "$made" ] || die "the tools of server/benches were not built"
done
. bench/data.sh

for name in "$@"; do
  say "== $name"
  # A row that cannot be measured says so in the table, and the others go on.
  set +e
  ( set -e; trap stop_all EXIT; . "bench/rows/$name.sh" )
  rc=$?
  set -e
  [ $rc = 0 ] || row "$name" "failed: see above" - - - "?"
done

printf '\nload before: %s, after: %s; %s cores\n\n' "$busy" "$(cut -d' ' -f1 /proc/loadavg)" "$(nproc)"
printf 'what\tours\tbaseline\tratio\taim\tmet?\n' | cat - "$TABLE" | awk -F'\t' '
  { rows = NR; for (i = 1; i <= 6; i++) { cell[NR, i] = $i; if (length($i) > wide[i]) wide[i] = length($i) } }
  END {
    for (r = 1; r <= rows; r++) {
      for (i = 1; i <= 6; i++) printf "%-*s%s", wide[i], cell[r, i], i < 6 ? "  " : "\n"
      if (r == 1) { for (i = 1; i <= 6; i++) { for (j = 0; j < wide[i]; j++) printf "-"; printf "%s", i < 6 ? "  " : "\n" } }
    }
  }'
