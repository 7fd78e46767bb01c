"""The same register on every database: the same history, the same answers, the same order."""
