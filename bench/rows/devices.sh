# 500 devices at once, each with a sheet of its own and six photographs of about 200 kB, on both engines.

figures=$OUT/devices.txt

devices() { # ENGINE DATABASE_URL
  inspections_on "$2"
  "$INSPECTIONS" devices "$2" "${url#http://}" --devices 500 --photos 6 | tee $figures >&2
  row "500 devices at once, a sheet and 6 photographs each, $1" "$(value seconds $figures) s" - - printed -
  row "  p99: the sheet, any request, a whole device" \
    "$(value sheet_p99_ms $figures), $(value request_p99_ms $figures), $(value device_p99_ms $figures) ms" - - printed -
  row "  $(value photos $figures) photographs, $(value photos_lost $figures) lost; sheets" "$(kept $figures "$2")" - - "0 and 0" "$(both_none $figures)"
  stop "$pid"
}

rm -f $OUT/devices.db*
devices SQLite sqlite:$OUT/devices.db
start_postgres durable
devices PostgreSQL "$postgres"
