"""The commands of `kundkort`: those that answer without a screen, and those that open it."""
