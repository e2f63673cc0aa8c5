#!/usr/bin/env bash
# Files in the repository that the code writes must be what it writes now.
#
#   scripts/check-generated.sh            compares
#   scripts/check-generated.sh --bless    rewrites
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/lib.sh

# FILE = arguments of `muying` that print it
generated=("docs/openapi.json = openapi")

# The checks have just built the program.
if [ "${1:-}" != --bless ] && [ -x target/debug/muying ]; then
  program=(target/debug/muying)
else
  program=(cargo run --quiet -p server --bin muying --)
fi

fresh=$(mktemp)
trap 'rm -f "$fresh"' EXIT
stale=0
for entry in "${generated[@]}"; do
  file=${entry%% = *}
  read -ra arguments <<<"${entry##* = }"
  "${program[@]}" "${arguments[@]}" >"$fresh"
  [ -s "$fresh" ] || die "muying ${arguments[*]} printed nothing"
  if [ "${1:-}" = --bless ]; then
    mkdir -p "$(dirname "$file")"
    cmp -s "$fresh" "$file" || { cp "$fresh" "$file"; chmod 644 "$file"; say "$file rewritten"; }
  elif ! diff -u "$file" "$fresh" >&2; then
    say "$file is not what the code writes now: make bless"
    stale=1
  fi
done
exit $stale
