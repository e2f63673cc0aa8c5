# The rooms that are measured: a million synthetic ones, and the 153 of the demonstration. Sourced by scripts/bench.sh.

MILLION=1000000
MILLION_CSV=$OUT/million.csv
MILLION_DB=$OUT/million.db
POSITIONS=$OUT/positions.txt
DEMO_DB=$OUT/demo.db

# Made again when what makes them has changed.
made_of=$(cat server/benches/rooms/generate.rs data/demo/rooms.csv migrations/sqlite/* | sha256sum)
if [ "$(cat $OUT/made-of 2>/dev/null)" != "$made_of" ]; then
  say "making a million rooms"
  rm -f $MILLION_DB* $DEMO_DB*
  "$TOOL" generate $MILLION data/demo/rooms.csv $MILLION_CSV $POSITIONS
  printf '%s\n' "$made_of" >$OUT/made-of
fi

# import_million DATABASE_URL: $took seconds, end to end.
import_million() {
  local began
  $MUYING migrate --database-url "$1" >/dev/null
  began=$EPOCHREALTIME
  $MUYING import rooms $MILLION_CSV --database-url "$1" >>$OUT/servers.log 2>&1
  took=$(calc "$EPOCHREALTIME - $began" 1)
}

need_million() {
  [ -f $OUT/million.done ] && [ -f $MILLION_DB ] && return 0
  say "importing them"
  rm -f $MILLION_DB*
  import_million sqlite:$MILLION_DB
  touch $OUT/million.done
}

need_demo() {
  [ -f $DEMO_DB ] || $MUYING migrate --database-url sqlite:$DEMO_DB >/dev/null
  $MUYING seed --demo --if-empty --database-url sqlite:$DEMO_DB >/dev/null
}

# A throwaway PostgreSQL with memory enough for the million: $postgres is its URL. It does not wait for the disk, unless it
# is started as `start_postgres durable`.
start_postgres() {
  local port hasty="-c fsync=off -c synchronous_commit=off -c full_page_writes=off"
  [ "${1:-}" != durable ] || hasty=
  pg_bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1)
  pg_folder=$(mktemp -d /tmp/muying-bench.XXXXXX)
  pg_as=()
  if [ "$(id -u)" = 0 ]; then
    chown postgres: "$pg_folder"
    pg_as=(runuser -u postgres --)
  fi
  trap 'stop_postgres; stop_all' EXIT
  port=$(free_port)
  pg initdb -U postgres -A trust --encoding=UTF8 --locale=C.UTF-8 --no-sync
  pg pg_ctl -l "$pg_folder/log" -w -o "-p $port -k $pg_folder -c listen_addresses=127.0.0.1 -c shared_buffers=1GB \
    -c maintenance_work_mem=512MB -c max_wal_size=8GB $hasty" start
  postgres=postgres://postgres@127.0.0.1:$port/postgres
}
pg() { ( cd "$pg_folder" && "${pg_as[@]}" "$pg_bin/$1" -D "$pg_folder/data" "${@:2}" >>"$OLDPWD/$OUT/servers.log" 2>&1 </dev/null ); }
stop_postgres() {
  pg pg_ctl -m immediate stop || true
  rm -rf "$pg_folder"
}
