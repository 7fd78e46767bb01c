"""The server: every declared operation by its route, over HTTP, for many people at the same time."""
