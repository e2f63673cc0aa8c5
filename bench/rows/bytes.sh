# The browser half.

sum=$(node -p '
  const site = require("./target/site/site.json");
  ["muying_bg.wasm", "muying.js"].map((name) => site.files[`pkg/${site.version}/${name}`].brotli).join(" + ")')
both=$((sum))
row "wasm + its JavaScript, brotli" "$sum = $both bytes" - - "<= 122880 bytes" "$(met "$both <= 122880")"
