"""The card without its widgets: its lines, its tabs, its history, and what can be done on it."""
