# Workbooks: 100,000 rooms as XLSX. They are streamed where ten times the rows take hardly more memory.

for rows in 10000 100000; do
  "$FIGURES" workbook $rows "$OUT/rooms-$rows.xlsx" >"$OUT/workbook-$rows.txt"
done
small=$(value peak_mib "$OUT/workbook-10000.txt")
large=$(value peak_mib "$OUT/workbook-100000.txt")
row "workbook of 100,000 rooms, $(calc "$(value bytes "$OUT/workbook-100000.txt") / 1048576") MiB" "$(value seconds "$OUT/workbook-100000.txt") s" - - - -
row "  peak memory, against that of 10,000 rooms" "$large MiB" "$small MiB" "$(calc "$large / $small") x" "< 1.5 x" "$(met "$large / $small < 1.5")"
