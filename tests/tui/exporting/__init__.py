"""Tests of taking out what the list shows."""
