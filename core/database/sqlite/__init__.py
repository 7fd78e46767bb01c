"""Registers in files: SQLite."""
