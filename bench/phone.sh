# A server of its own for an expert's phone: $url, $pid, and in $link the address where the expert chooses a password.
# Sourced by the rows about the inspection sheet; bench/phone.mjs is the phone.

have chromium || [ -n "${CHROMIUM:-}" ] || die "chromium is missing: scripts/setup.sh bench"

serve_phone() {
  local database=$OUT/phone.db
  rm -f "$database"*
  serve "$database" --migrate --seed-demo-if-empty
  link=$($MUYING user add chen --name "王小明（虚构）" --role expert --base-url "$url" --database-url "sqlite:$database" 2>>"$OUT/servers.log")
}
