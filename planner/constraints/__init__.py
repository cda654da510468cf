"""Requirements of a scenario, one file each; see :mod:`planner.constraints.registry`."""
