"""Imports: rows of a file matched with customers, tried dry, applied as a job and taken back."""
