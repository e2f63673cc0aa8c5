# Nearest 20 with two filters, in process, against SQLite's R*Tree in the same process.

need_million
figures=$OUT/nearest.txt
"$TOOL" nearest sqlite:$MILLION_DB $POSITIONS $OUT | tee $figures >&2
for threads in 1 2; do
  ours=$(value ours_$threads $figures) theirs=$(value sqlite_$threads $figures)
  ratio=$(calc "$ours / $theirs")
  row "nearest 20, two filters, $threads thread(s), in process" "$ours/s" "SQLite R*Tree $theirs/s" "$ratio x" ">= 50 x" "$(met "$ratio >= 50")"
done
checked=$(value checked $figures)
row "  its order against brute force" "$checked of $checked exact" - - exact yes
