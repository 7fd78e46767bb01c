"""A register on another machine: what travels, the server that answers, and the client that asks."""
