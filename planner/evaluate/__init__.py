"""What a plan gives voters and what it costs, recomputed from the plan alone."""
