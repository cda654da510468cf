"""Siting, service level and tours, with a proven bound."""
