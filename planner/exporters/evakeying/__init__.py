"""The keying sheet for EVA: entries and their limits, what changed, what is due."""
