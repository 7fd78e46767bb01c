"""The interface: Textual, and nothing but showing and asking."""
