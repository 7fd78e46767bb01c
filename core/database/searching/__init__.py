"""Searching: the text of a customer, its one writer, and the SQL that finds."""
