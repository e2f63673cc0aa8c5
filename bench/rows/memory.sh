# A real process: memory with a million rooms, and start-up to ready.

need_million
need_demo
serve $DEMO_DB
row "start-up to ready, 153 rooms" "$ready s" - - "< 1 s" "$(met "$ready < 1")"
stop "$pid"
serve $MILLION_DB
row "start-up to ready, 1,000,000 rooms" "$ready s" - - "< 10 s" "$(met "$ready < 10")"
mib() { awk -v what="$1:" '$1 == what { printf "%.0f", $2 / 1024 }' "/proc/$pid/status"; }
for what in VmRSS VmHWM; do
  size=$(mib $what)
  words="memory at 1,000,000 rooms"
  [ $what = VmRSS ] || words="  its peak while loading"
  row "$words ($what)" "$size MiB" - - "< 1024 MiB" "$(met "$size < 1024")"
done
stop "$pid"
