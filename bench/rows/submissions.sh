# Sheets of inspections over HTTP. SQLite and PostgreSQL both write to the disk (fsync) before a receipt is given. The
# baseline is ODK Central on two cores, measured once: 264/s with 16 clients, 409/s with 64, forms of 40 answers.

declare -A odk=([16]=264 [64]=409)
figures=$OUT/submissions.txt

submissions() { # ENGINE DATABASE_URL
  local clients rate ratio
  inspections_on "$2"
  for clients in 16 64; do
    "$INSPECTIONS" submit "$2" "${url#http://}" --clients $clients --seconds "$SECONDS_EACH" | tee $figures >&2
    rate=$(value rate $figures)
    ratio=$(calc "$rate / ${odk[$clients]}")
    row "sheets of $(value answers $figures) answers, $clients clients, $1" "$rate/s" "ODK Central ${odk[$clients]}/s" "$ratio x" ">= 5 x" "$(met "$ratio >= 5")"
    row "  p50 and p99; $(value receipts $figures) receipts, $(value again $figures) sent twice" \
      "$(value p50_ms $figures) and $(value p99_ms $figures) ms; $(kept $figures "$2")" - - "0 and 0" "$(both_none $figures)"
  done
  stop "$pid"
}

rm -f $OUT/submissions.db*
submissions SQLite sqlite:$OUT/submissions.db
start_postgres durable
submissions PostgreSQL "$postgres"
