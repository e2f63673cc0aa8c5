# Scoring: one sheet, a million of them, and the same in the browser's wasm. All on the same 10,000 sheets by chance.

. bench/phone.sh
score=$(cargo build --quiet --release -p domain --features standard-files --bench score --message-format=json-render-diagnostics |
  sed -n 's/.*"executable":"\([^"]*\/score-[^"]*\)".*/\1/p') || die "the tool of app/domain/benches was not built"
sheets=$OUT/sheets.jsonl
serve_phone
node bench/rows/scoring.mjs "$url" "$link" $sheets | tee $OUT/scoring.txt >&2
stop_all
"$score" $sheets | tee -a $OUT/scoring.txt >&2
figure() { value "$1" $OUT/scoring.txt; }

one=$(figure one) each=$(figure million_each)
row "scoring one sheet, one core, middle one of 10,000 (p99)" "$one us ($(figure one_p99) us)" - - "< 20 us" "$(met "$one < 20")"
row "re-scoring 1,000,000 sheets, one core" "$(figure million) s, $each us each" - - "< 20 us each" "$(met "$each < 20")"
native=$(figure answer) wasm=$(figure answer_wasm)
ratio=$(calc "$wasm / $native" 2)
row "a change scored in the browser (wasm)" "$wasm us" "native $native us" "$ratio x" "<= 3 x" "$(met "$ratio <= 3")"
