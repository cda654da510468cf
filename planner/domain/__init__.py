"""Frozen, typed things that every floor of the house knows."""
