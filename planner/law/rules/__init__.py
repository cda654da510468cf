"""The rules of law, one file each, found by :mod:`planner.law.registry`."""
