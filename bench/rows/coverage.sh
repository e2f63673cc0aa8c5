# The share of a million points with one of ten thousand rooms near, in process: three distances, 24 hours, exact.

figures=$OUT/coverage.txt
"$COVERAGE" shares | tee $figures >&2
seconds=$(value shares_s $figures)
row "coverage of 1,000,000 points, 10,000 rooms, 3 distances, 24 hours" "$seconds s" - - "< 1 s" "$(met "$seconds < 1")"
checked=$(value shares_checked $figures)
row "  its answers against measuring every room" "$checked of $checked exact" - - exact yes
