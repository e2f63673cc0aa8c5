# Lighthouse as it comes, mobile, on the finder and on a room.

VERSION=12.2.3
have chromium || die "chromium is missing: scripts/setup.sh bench"
tool=$OUT/lighthouse/node_modules/lighthouse
[ "$(node -p "require('./$tool/package.json').version" 2>/dev/null)" = $VERSION ] || {
  mkdir -p $OUT/lighthouse
  echo '{ "private": true }' >$OUT/lighthouse/package.json
  ( cd $OUT/lighthouse && npm install --no-audit --no-fund --loglevel=error lighthouse@$VERSION >&2 )
}
need_demo
serve $DEMO_DB
profile=$(mktemp -d)
flags="--headless=new --no-sandbox --disable-quic --no-first-run --disable-background-networking --disable-component-update
  --disable-sync --use-gl=angle --use-angle=swiftshader --enable-unsafe-swiftshader --user-data-dir=$profile"
for page in / /rooms/LG-0001; do
  report=$OUT/lighthouse/report.json
  CHROME_PATH=$(command -v chromium) node $tool/cli/index.js "$url$page" --quiet --output=json --output-path=$report \
    --only-categories=performance,accessibility,best-practices --chrome-flags="$(tr '\n' ' ' <<<"$flags")" >&2
  read -r speed access practice < <(node -p '
    const { categories } = require(process.argv[1]);
    ["performance", "accessibility", "best-practices"].map((name) => Math.round(categories[name].score * 100)).join(" ")' "$PWD/$report")
  row "Lighthouse $VERSION, mobile, $page" "$speed / $access / $practice" - - ">= 95 / 100 / 100" "$(met "$speed >= 95 && $access == 100 && $practice == 100")"
  node -p '
    const { audits } = require(process.argv[1]);
    Object.values(audits).filter((a) => a.score !== null && a.score < 0.9 && a.scoreDisplayMode !== "informative")
      .map((a) => `  ${a.id}: ${a.displayValue ?? a.score}`).join("\n")' "$PWD/$report" >&2
done
rm -rf "$profile"
stop_all
