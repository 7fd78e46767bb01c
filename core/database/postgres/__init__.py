"""Registers on a server of their own: PostgreSQL."""
