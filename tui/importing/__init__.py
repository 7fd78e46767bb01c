"""The import without its widgets: one import from its file to its end, its rows, its columns, what can be done with it."""
