#!/usr/bin/env bash
# Nothing in the repository that does not belong there: big or generated files, hosts of package
# registries, folders of one machine. Looks at what is tracked, and at what would be with `git add`.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/lib.sh

largest=$((1024 * 1024))
generated='(^|/)(target|node_modules|test-results|playwright-report|__pycache__)/|\.(db|db-wal|db-shm|sqlite3?|log|pyc|orig|rej)$|(^|/)\.DS_Store$'
# The brackets keep these patterns from finding themselves.
hosts='registry\.n[p]mjs\.|(index|static)\.crates\.[i]o|files\.p[y]thonhosted\.|p[y]pi\.org|(deb|security|ftp)\.d[e]bian\.org|proxy\.g[o]lang\.org|mirrors?\.[a-z0-9-]+\.(com|cn|org|edu)'
machine='(^|[^A-Za-z0-9_./-])/(w[o]rk|r[o]ot|home/[a-z]+)/'

list=$(mktemp)
trap 'rm -f "$list"' EXIT
git rev-parse --git-dir >/dev/null 2>&1 || die "not a git repository: nothing to look at"
git ls-files -z --cached --others --exclude-standard | while IFS= read -r -d '' f; do
  [ ! -f "$f" ] || printf '%s\0' "$f"
done >"$list"

bad=0
complain() { # WHAT, lines on stdin
  local lines
  lines=$(cat)
  [ -n "$lines" ] || return 0
  printf '%s:\n%s\n' "$1" "$(head -20 <<<"$lines" | cut -c1-200)" >&2
  bad=1
}

complain "larger than 1 MiB" < <(xargs -0 -r stat -c '%s %n' <"$list" | awk -v most=$largest '$1 > most')
complain "generated, not to be tracked" < <(tr '\0' '\n' <"$list" | grep -E "$generated" || true)
complain "names the host of a package registry" < <(xargs -0 -r grep -InE "$hosts" -- <"$list" || true)
complain "names a folder of one machine" < <(xargs -0 -r grep -InE "$machine" -- <"$list" || true)
exit $bad
