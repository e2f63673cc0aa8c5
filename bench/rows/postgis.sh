# The same against PostGIS, 16 clients.

need_million
start_postgres
figures=$OUT/postgis.txt
"$TOOL" postgis sqlite:$MILLION_DB $POSITIONS "$postgres" | tee $figures >&2
ours=$(value ours_2 $figures) theirs=$(value postgis_16 $figures)
ratio=$(calc "$ours / $theirs")
row "nearest 20, two filters, 2 threads, in process" "$ours/s" "PostGIS, 16 clients $theirs/s" "$ratio x" ">= 10 x" "$(met "$ratio >= 10")"
