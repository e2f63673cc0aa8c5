#!/usr/bin/env bash
# Every check, cheap ones first; stops at the first that fails. `make test` runs it after setup.sh.
#
#   scripts/test.sh [STEP…]      only the steps named (see the list at the foot)
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/lib.sh

# One selection of packages and features for all host builds: another one would compile the
# dependencies again. No RUSTFLAGS anywhere, for the same reason.
host=(-p domain -p app -p server -p xtask --features app/ssr)

tidy() { scripts/check-tidy.sh; }
format() { cargo fmt --all --check; }
clippy() { cargo clippy "${host[@]}" --all-targets -- -D warnings; }
clippy-wasm() {
  local toolchain
  toolchain=$(scripts/wasm-target.sh)
  env ${toolchain:+RUSTUP_TOOLCHAIN=$toolchain} cargo clippy -p app -p sheet --lib --features app/hydrate \
    --target wasm32-unknown-unknown --profile wasm-dev -- -D warnings
}
# Compiling apart from running, so that the summary says which of the two takes the time.
compile-tests() { cargo test "${host[@]}" --no-run; }
# Pure code first: it fails within a second. PostgreSQL is started by the tests that need it.
tests() { cargo test "${host[@]}"; }
site() { cargo run --quiet -p xtask -- build --release --site-only; }
sizes() { cargo run --quiet -p xtask -- budget; }
generated() { scripts/check-generated.sh; }
# The browser half as it is released: some of its faults show there only. The server half as the tests have just built it,
# which is stricter than the release (it stops at an overflow), and saves a quarter of an hour of compiling.
browser() { ( cd end2end && MUYING_BIN=target/debug/muying ../node_modules/.bin/playwright test ); }

steps=(tidy format clippy clippy-wasm compile-tests tests site sizes generated browser)

names=() seconds=()
summary() {
  local rc=$? i
  printf '\n%-16s %8s\n' step seconds
  for i in "${!seconds[@]}"; do printf '%-16s %8d\n' "${names[i]}" "${seconds[i]}"; done
  [ $rc = 0 ] || printf '%-16s %8s\n' "${names[-1]:-}" FAILED
  printf '%-16s %8d\n' together "$SECONDS"
  exit $rc
}

[ $# -gt 0 ] || set -- "${steps[@]}"
for name in "$@"; do
  [[ " ${steps[*]} " == *" $name "* ]] || die "no such step: $name (${steps[*]})"
done
trap summary EXIT
for name in "$@"; do
  printf '\n== %s\n' "$name"
  began=$SECONDS
  names+=("$name")
  "$name" </dev/null
  seconds+=($((SECONDS - began)))
  printf '== %s: %d s\n' "$name" "${seconds[-1]}"
done
