"""Changing many customers at once: previewed, made as one job of one batch, taken back as a whole."""
