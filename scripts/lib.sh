# Shared by the scripts beside it: source it, do not run it.

# What `npm ci` leaves behind to say which lock file it installed.
NPM_STAMP=node_modules/.installed-from

say() { printf '%s: %s\n' "$(basename "$0" .sh)" "$*" >&2; }
die() { say "$*"; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif have sudo; then sudo "$@"
  else die "needs root or sudo for: $*"
  fi
}

# Refreshes the package lists once per run, scripts started by this one included.
apt_update() {
  [ -z "${APT_IS_UPDATED:-}" ] || return 0
  say "refreshing the package lists"
  as_root apt-get update -qq >&2 || say "apt-get update failed; going on with the lists at hand"
  export APT_IS_UPDATED=1
}

apt_install() {
  have apt-get || die "please install: $* (there is no apt-get here to do it)"
  apt_update
  say "installing $*"
  as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends "$@" >&2 </dev/null
}
