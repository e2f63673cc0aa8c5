# Nearest over HTTP with a million rooms, against a handler that gives as many constant bytes.

need_million
export BENCH_POSITIONS=$POSITIONS
serve $MILLION_DB
ours=$url
bytes=$(head -50 $POSITIONS | awk -F, -v base="$ours" \
  '{ printf "%s/api/v1/rooms/nearest?lon=%s&lat=%s&k=20&has=hot_water&who=everyone\n", base, $1, $2 }' |
  xargs curl -fsS | wc -c)
bytes=$((bytes / 50))
port=$(free_port)
start "$TOOL" constant "127.0.0.1:$port" $bytes
until_ok "http://127.0.0.1:$port/"
read -r mine theirs < <(rates_in_turn "$ours" "http://127.0.0.1:$port" bench/wrk/nearest.lua)
ratio=$(calc "$theirs / $mine" 2)
row "nearest 20 over HTTP, 1,000,000 rooms, 16 connections" "$mine/s" "constant $bytes bytes $theirs/s" "1/$ratio x" "within 3 x" "$(met "$ratio <= 3")"
stop_all
