#!/usr/bin/env bash
# Finds, or else sets up, a Rust compiler for the browser half (wasm32-unknown-unknown), and prints
# the name of its rustup toolchain on stdout (nothing where there is no rustup). All else: stderr.
#
# In this order:
#   1. the active toolchain has the target;
#   2. Debian's compiler was set up by an earlier run;
#   3. apt offers rust-web-src: install Debian's compiler, build the target's standard library from
#      its sources, make it known to rustup as `debian-web`. Only the Debian archive is asked;
#   4. elsewhere: `rustup target add`.
# Where apt offers the sources rustup is never asked: such a machine may have package registries only.
#
#   scripts/wasm-target.sh [--check]      --check: 1 and 2 only, changes nothing
set -euo pipefail
. "$(dirname "$0")/lib.sh"

target=wasm32-unknown-unknown
name=debian-web
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

found() { # NAME
  ! have rustup || printf '%s\n' "$1"
  exit 0
}

# "Has the target" means that a small library really compiles and links: a standard library left
# behind by an upgrade of the compiler counts as missing.
can_build() { # RUSTC...
  local libdir
  libdir=$("$@" --print target-libdir --target $target 2>/dev/null) || return 1
  compgen -G "$libdir/libstd-*.rlib" >/dev/null || return 1
  echo '#[unsafe(no_mangle)] pub extern "C" fn f(n: u32) -> usize { format!("{n}").len() }' >"$work/probe.rs"
  "$@" --edition 2024 --crate-type cdylib --target $target -o "$work/probe.wasm" "$work/probe.rs" >/dev/null 2>&1
}

active_toolchain() { rustup show active-toolchain 2>/dev/null | awk 'NR == 1 { print $1 }'; }

debian_is_ready() {
  [ -x /usr/bin/rustc ] && [ -x /usr/bin/cargo ] && can_build /usr/bin/rustc || return 1
  ! have rustup || rustup run $name rustc -V >/dev/null 2>&1
}

debian_offers_it() {
  have apt-get || return 1
  apt-cache show rust-web-src >/dev/null 2>&1 && return
  apt_update
  apt-cache show rust-web-src >/dev/null 2>&1
}

install_debian_compiler() {
  local llvm host
  apt_install rustc-web cargo-web rust-web-src rust-web-clippy rustfmt-web gcc libc6-dev
  llvm=$(/usr/bin/rustc -vV | awk -F'[ .]+' '/^LLVM version/ { print $3 }')
  host=$(/usr/bin/rustc -vV | awk '/^host:/ { print $2 }')
  [ -x "/usr/lib/llvm-$llvm/bin/lld" ] || apt_install "lld-$llvm"
  # rustc looks for its wasm linker under this name.
  as_root mkdir -p "/usr/lib/rustlib/$host/bin"
  as_root ln -sfn "/usr/lib/llvm-$llvm/bin/lld" "/usr/lib/rustlib/$host/bin/rust-lld"
}

# As upstream ships it: optimised, one unit per crate, bitcode kept for callers that use LTO.
build_standard_library() {
  local rust=/usr/lib/rustlib/src/rust lib vendor
  lib=$rust/library
  [ -d "$lib/std" ] || die "rust-web-src did not bring $lib/std"
  vendor=$(readlink -f "$lib/vendor") || die "rust-web-src did not bring $lib/vendor"
  mkdir -p "$work/seed/src" "$work/lib"
  : >"$work/seed/src/lib.rs"
  printf '%s\n' '[package]' 'name = "seed"' '[profile.release]' 'opt-level = 3' 'codegen-units = 1' >"$work/seed/Cargo.toml"
  ( cd "$work/seed"
    unset RUSTUP_TOOLCHAIN CARGO_ENCODED_RUSTFLAGS RUSTC_WRAPPER CARGO_BUILD_TARGET CARGO_TARGET_DIR
    export RUSTC=/usr/bin/rustc RUSTC_BOOTSTRAP=1
    export RUSTFLAGS="-Cembed-bitcode=yes --remap-path-prefix=$(readlink -f $rust)=/rustc --remap-path-prefix=$rust=/rustc"
    /usr/bin/cargo build --release --offline --target $target --target-dir "$work/build" \
      -Zbuild-std=core,alloc,std,panic_abort,test,proc_macro \
      --config 'source.crates-io.replace-with="vendored"' \
      --config "source.vendored.directory=\"$vendor\"" >&2 )
  cp "$work/build/$target/release/deps/"*.rlib "$work/lib/"
  rm "$work/lib/"libseed-*.rlib
  as_root rm -rf "/usr/lib/rustlib/$target"
  as_root mkdir -p "/usr/lib/rustlib/$target"
  as_root cp -r "$work/lib" "/usr/lib/rustlib/$target/lib"
  as_root chmod -R a+rX "/usr/lib/rustlib/$target"
}

have rustc || die "no Rust here: install it as the README says"
can_build rustc && found "$(have rustup && active_toolchain || true)"
debian_is_ready && found $name
[ "${1:-}" != --check ] || die "no toolchain here has $target"

if debian_offers_it; then
  say "setting up Debian's compiler for $target (some two minutes, once)"
  install_debian_compiler
  if ! can_build /usr/bin/rustc; then
    say "building the standard library for $target (about a minute)"
    build_standard_library
    can_build /usr/bin/rustc || die "the new standard library for $target does not work"
  fi
  ! have rustup || rustup toolchain link $name /usr >&2
  debian_is_ready || die "rustup cannot run the toolchain $name"
  say "Debian's compiler is set up: $(/usr/bin/rustc -V)"
  found $name
fi

have rustup || die "this rustc lacks $target, and there is no rustup to add it"
say "rustup target add $target"
rustup target add $target >&2
can_build rustc || die "rustup added $target, but compiling for it fails"
found "$(active_toolchain)"
