# The staff's figures of any two days: 10,000 rooms with ten years of changes, inspections, faults and reports behind them.

figures_db=$OUT/figures.db
said=$OUT/figures.txt
rm -f "$figures_db"*
$MUYING migrate --database-url "sqlite:$figures_db" >/dev/null
"$FIGURES" history "sqlite:$figures_db" 10000 >"$said"
serve "$figures_db" --sign-in-rate 10000/1
password=$(head -c 18 /dev/urandom | base64)
BENCH_COOKIE=$(curl -fsS -o /dev/null -D - "$url/join/$(value link "$said")" --data-urlencode "password=$password" \
  --data-urlencode "again=$password" -H "origin: $url" -H "sec-fetch-site: same-origin" |
  sed -n 's/^set-cookie: \(muying_session=[^;]*\).*/\1/Ip' | head -1)
[ -n "$BENCH_COOKIE" ] || die "nobody could sign in"
export BENCH_COOKIE
began=$EPOCHREALTIME
curl -fsS -o /dev/null -H "cookie: $BENCH_COOKIE" "$url/staff/figures" || die "the page does not answer"
first=$(calc "$EPOCHREALTIME - $began" 2)
wrk -t1 -c$CONNECTIONS -d1s -s bench/wrk/figures.lua "$url" >/dev/null
report=$(wrk -t1 -c$CONNECTIONS -d"${SECONDS_EACH}s" --latency -s bench/wrk/figures.lua "$url")
bad=$(grep -E 'Non-2xx|Socket errors' <<<"$report" || true)
[ -z "$bad" ] || die "figures: $bad"
p99=$(awk '$1 == "99%" { time = $2; sub(/[a-z]+$/, "", time); if ($2 ~ /ms$/) scale = 1; else if ($2 ~ /us$/) scale = 0.001; else scale = 1000; printf "%.1f", time * scale }' <<<"$report")
what="figures of any two days, 10,000 rooms, $(value versions "$said") versions, $(value inspections "$said") inspections"
row "$what: p99, $CONNECTIONS connections" "$p99 ms" - - "< 100 ms" "$(met "$p99 < 100")"
row "  answers a second; the first one, which reads the history" "$(awk '$1 == "Requests/sec:" { printf "%.0f", $2 }' <<<"$report")/s; $first s" - - - -
stop "$pid"
