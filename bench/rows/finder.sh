# The finder's page against the same list as a Next.js and as a Django page, both in production mode.

need_demo
serve $DEMO_DB
ours=$url
export BENCH_ROOMS=$PWD/$OUT/rooms.json
node bench/rooms.mjs "$ours" app/src/ui/sprite.svg >"$BENCH_ROOMS"

start_django() {
  [ "$(cat $OUT/django/requirements.txt 2>/dev/null)" = "$(cat bench/django/requirements.txt)" ] || {
    python3 -m venv $OUT/django && $OUT/django/bin/pip install --quiet -r bench/django/requirements.txt >&2 || return
    cp bench/django/requirements.txt $OUT/django/
  }
  # One worker a core, as gunicorn's manual advises for so small a machine.
  start $OUT/django/bin/gunicorn --chdir bench/django --bind "127.0.0.1:$1" --workers 2 --threads 8 site_app:application
}

start_next() {
  mkdir -p $OUT/next && cp -r bench/next/. $OUT/next || return
  export NEXT_TELEMETRY_DISABLED=1 NODE_ENV=production
  ( cd $OUT/next && npm install --no-audit --no-fund --loglevel=error >&2 && node_modules/.bin/next build >&2 ) || return
  start node $OUT/next/node_modules/next/dist/bin/next start $OUT/next --hostname 127.0.0.1 --port "$1"
}

# against NAME AIM: in turn with ours; a baseline that cannot be installed is said to be missing.
against() {
  local port mine theirs ratio
  port=$(free_port)
  if ! "start_$1" "$port"; then
    row "finder page, 153 rooms, 16 connections" - "$1 could not be installed" - ">= $2 x" "?"
    return
  fi
  until_ok "http://127.0.0.1:$port/" "$pid"
  read -r mine theirs < <(rates_in_turn "$ours/" "http://127.0.0.1:$port/")
  ratio=$(calc "$mine / $theirs")
  row "finder page, 153 rooms, 16 connections" "$mine/s" "$1 $theirs/s" "$ratio x" ">= $2 x" "$(met "$ratio >= $2")"
  row "  bytes of that page" "$(curl -fsS "$ours/" | wc -c)" "$(curl -fsS "http://127.0.0.1:$port/" | wc -c)" - - -
  stop "$pid"
}
against django 5
against next 10
stop_all
