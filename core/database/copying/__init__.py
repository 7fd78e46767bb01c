"""Copying a register from one database to another, and the proof that both are the same."""
