# The sheet on a phone without a signal: how soon it can be answered, and how soon an answer is shown and durable.

. bench/phone.sh
serve_phone
node bench/rows/sheet.mjs "$url" "$link" "$pid" | tee $OUT/sheet.txt >&2
stop_all
figure() { value "$1" $OUT/sheet.txt; }

row "the sheet's page, first visit: all that is transferred, brotli" "$(figure bytes) bytes" "ODK Web Forms 1.29 MB" "$(calc "1290000 / $(figure bytes)") x less" - -
for slowed in 4 1; do
  first=$(figure "open_$slowed")
  aim=- met=-
  [ $slowed = 1 ] || { aim="<= 2000 ms" met=$(met "$first <= 2000"); }
  row "sheet opened from the pack, CPU slowed $slowed x: first answer possible (worst)" "$first ms ($(figure "open_worst_$slowed") ms)" "ODK Web Forms 3500-10000 ms" - "$aim" "$met"
  row "  that answer shown and kept" "$(figure "first_kept_$slowed") ms" - - - -
  p95=$(figure "tap_p95_$slowed")
  row "tap -> screen and durable in IndexedDB, CPU slowed $slowed x, p95 (p50)" "$p95 ms ($(figure "tap_p50_$slowed") ms)" - - "<= 100 ms" "$(met "$p95 <= 100")"
done
