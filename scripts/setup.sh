#!/usr/bin/env bash
# Installs what this machine lacks, and nothing else; says so only when there is something to do.
#
#   scripts/setup.sh [run] [test] [bench]
#     run    build and serve: C and C++ compiler, wasm target, npm packages
#     test   also browser tests and both databases: chromium, Chinese fonts, PostgreSQL
#     bench  also the load generator and the PostGIS baseline
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/lib.sh

wanted=()
want() { wanted+=("$@"); }
any() { compgen -G "$1" >/dev/null; }

check_languages() {
  have cargo || die "no Rust here: install stable Rust (1.95 or newer) as the README says"
  have node && have npm || die "no Node.js here: install version 20 or newer"
  local major
  major=$(node -p 'process.versions.node.split(".")[0]')
  [ "$major" -ge 20 ] || die "Node.js $major is too old: 20 or newer, please"
}

# The solver behind the planner (HiGHS) is C++, and its binding is made from its headers.
check_run() {
  have cc && have c++ || want g++ libc6-dev
  have cmake || want cmake
  any '/usr/lib/llvm-*/lib/libclang.so*' && any '/usr/lib/llvm-*/lib/clang/*/include/stddef.h' || want libclang-dev
}

check_test() {
  have chromium || want chromium
  any '/usr/share/fonts/*/noto/NotoSansCJK-*' || want fonts-noto-cjk
  any '/usr/lib/postgresql/*/bin/initdb' || want postgresql
  have runuser || want util-linux
  cargo clippy --version >/dev/null 2>&1 && cargo fmt --version >/dev/null 2>&1 ||
    die "this toolchain has no clippy or no rustfmt: rustup component add clippy rustfmt"
}

check_bench() {
  have wrk || want wrk
  have curl || want curl
  python3 -c 'import ensurepip' 2>/dev/null || want python3-venv
  any '/usr/share/postgresql/*/extension/postgis.control' || want postgresql-postgis
}

install_packages() {
  [ ${#wanted[@]} -gt 0 ] || return 0
  apt_install "${wanted[@]}"
}

# By content, not by time: a fresh checkout of an unchanged lock file costs nothing.
install_npm() {
  local lock
  lock=$(sha256sum package.json package-lock.json)
  [ "$(cat $NPM_STAMP 2>/dev/null)" != "$lock" ] || return 0
  say "npm ci"
  PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --no-audit --no-fund --loglevel=error >&2 </dev/null
  printf '%s\n' "$lock" >$NPM_STAMP
}

[ $# -gt 0 ] || set -- run
check_languages
check_run
for part in "$@"; do
  case $part in
    run) ;;
    test) check_test ;;
    bench) check_test; check_bench ;;
    *) die "no such part: $part (run, test, bench)" ;;
  esac
done
install_packages
install_npm
scripts/wasm-target.sh >/dev/null
