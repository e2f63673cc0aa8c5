# The first visit to the finder, before the list is usable: the page and its style sheet as served with brotli.

need_demo
serve $DEMO_DB
size() { curl -fsS -H 'Accept-Encoding: br' -o /dev/null -w '%{size_download}' "$url$1"; }
style=$(curl -fsS "$url/" | sed -n 's/.*<link rel="stylesheet" href="\([^"]*\)".*/\1/p' | head -1)
page=$(size /)
css=$(size "$style")
both=$((page + css))
row "first visit to /: HTML + CSS, brotli" "$page + $css = $both bytes" - - "<= 40960 bytes" "$(met "$both <= 40960")"
pack=$(size /pack.bin)
row "district pack, 153 rooms, brotli" "$pack bytes" - - "<= 61440 bytes" "$(met "$pack <= 61440")"
stop_all
