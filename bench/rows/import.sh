# A million rooms from our CSV, end to end, on both engines.

rm -f $MILLION_DB* $OUT/million.done
import_million sqlite:$MILLION_DB
touch $OUT/million.done
rows=$(calc "$MILLION / $took" 0)
row "import of 1,000,000 rooms, SQLite" "$rows rows/s ($took s)" - - ">= 50000 rows/s" "$(met "$rows >= 50000")"

start_postgres
import_million "$postgres"
row "import of 1,000,000 rooms, PostgreSQL" "$(calc "$MILLION / $took" 0) rows/s ($took s)" - - printed -
