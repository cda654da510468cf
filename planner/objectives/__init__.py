"""Goals, one file each; all are minimised. See :mod:`planner.objectives.registry`."""
