"""Tests of the server, the client, and what travels between them."""
