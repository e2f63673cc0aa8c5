# Shared by scripts/bench.sh and the rows beside it: source it, do not run it.

OUT=target/bench
MUYING=target/release/muying
CONNECTIONS=16
SECONDS_EACH=${BENCH_SECONDS:-5}
export RUST_LOG=${RUST_LOG:-warn}

free_port() {
  node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })'
}

# Everything started goes by process id, and nothing survives the script.
started=()
stop_all() {
  local pid
  for pid in "${started[@]}"; do kill "$pid" 2>/dev/null || true; done
  for pid in "${started[@]}"; do wait "$pid" 2>/dev/null || true; done
  started=()
}

# start COMMAND…: its id is in $pid.
start() {
  "$@" >>"$OUT/servers.log" 2>&1 </dev/null &
  pid=$!
  started+=("$pid")
}
stop() { kill "$1" 2>/dev/null || true; wait "$1" 2>/dev/null || true; }

# until_ok URL [PID]: waits up to five minutes.
until_ok() {
  local tries
  for ((tries = 0; tries < 15000; tries++)); do
    curl -fsS -o /dev/null -m 300 "$1" 2>/dev/null && return 0
    [ -z "${2:-}" ] || kill -0 "$2" 2>/dev/null || die "it ended before it answered: see $OUT/servers.log"
    sleep 0.02
  done
  die "$1 does not answer"
}

# serve DATABASE_FILE [MORE…]: $url, $pid, and in $ready the seconds from start to ready.
serve() { serve_from "sqlite:$1" "${@:2}"; }

# serve_from DATABASE_URL [MORE…]: the same.
serve_from() {
  local port began
  port=$(free_port)
  url=http://127.0.0.1:$port
  began=$EPOCHREALTIME
  start $MUYING serve --addr "127.0.0.1:$port" --database-url "$1" "${@:2}"
  until_ok "$url/readyz" "$pid"
  ready=$(calc "$EPOCHREALTIME - $began" 2)
}

# rate URL [SCRIPT]: answers a second; anything but 200 ends the run.
rate() {
  local report bad
  wrk -t1 -c$CONNECTIONS -d1s ${2:+-s "$2"} "$1" >/dev/null
  report=$(wrk -t1 -c$CONNECTIONS -d"${SECONDS_EACH}s" ${2:+-s "$2"} "$1")
  bad=$(grep -E 'Non-2xx|Socket errors' <<<"$report" || true)
  [ -z "$bad" ] || die "$1: $bad"
  awk '$1 == "Requests/sec:" { printf "%.0f", $2 }' <<<"$report"
}

# The middle one of three, ours and theirs in turn, so that a busy moment hurts both: "OURS THEIRS".
rates_in_turn() { # OUR_URL THEIR_URL [SCRIPT]
  local ours=() theirs=() round
  for round in 1 2 3; do
    ours+=("$(rate "$1" "${3:-}")")
    theirs+=("$(rate "$2" "${3:-}")")
  done
  echo "$(middle "${ours[@]}") $(middle "${theirs[@]}")"
}
middle() { printf '%s\n' "$@" | sort -n | sed -n "$((($# + 1) / 2))p"; }

calc() { awk "BEGIN { printf \"%.${2:-1}f\", $1 }"; }
met() { awk "BEGIN { print (($1) ? \"yes\" : \"NO\") }"; }

# What a tool printed as key=value.
value() { sed -n "s/^$1=//p" "$2"; }

# row WHAT OURS BASELINE RATIO AIM MET
row() {
  (IFS=$'\t'; printf '%s\n' "$*") >>"$TABLE"
  say "$1: $2 · ${3:--} · ${4:--} · aim ${5:--} · ${6:--}"
}

# inspections_on DATABASE_URL: a fresh database with the demonstration's rooms, and a server that lets everybody sign in.
inspections_on() {
  $MUYING migrate --database-url "$1" >/dev/null
  $MUYING seed --demo --database-url "$1" >/dev/null
  rm -rf $OUT/media
  serve_from "$1" --media-url file:$OUT/media --sign-in-rate 10000/1
}

# kept FIGURES DATABASE_URL: what was lost and doubled, and whether the audit chain holds.
kept() {
  local chain=holds
  $MUYING audit verify --database-url "$2" >&2 || chain=BROKEN
  echo "$(value lost "$1") lost, $(value doubled "$1") doubled, audit $chain"
}
both_none() { met "$(value lost "$1") + $(value doubled "$1") == 0"; }
