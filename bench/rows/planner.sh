# Proven optimal plans of 20 sites out of 300 for 2,000 points, all that the server does for one, beside the same solver
# called directly on the plain formulation; and how far the greedy answer falls short.

figures=$OUT/planner.txt
"$COVERAGE" planner $MUYING | tee $figures >&2
ours=$(value planner_s $figures) direct=$(value planner_direct_s $figures) ratio=$(value planner_ratio $figures)
row "planner: 2,000 points, 300 candidates, p = 20, middle of $(value planner_instances $figures)" \
  "$ours s" "HiGHS directly $direct s" "$ratio x" "<= 2 x" "$(met "$ratio <= 2")"
row "  its optimum is HiGHS's; worst ratio" "$(value planner_worst_ratio $figures) x" - - - -
row "  what greedy falls short, middle and most" "$(value planner_greedy $figures) and $(value planner_greedy_worst $figures) %" - - printed -
