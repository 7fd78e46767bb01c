"""Registers in and out: files read and decided on, CSV and JSON written, the template."""
