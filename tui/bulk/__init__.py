"""Changing many customers at once: what to change, how each would look, and the change while it goes on."""
