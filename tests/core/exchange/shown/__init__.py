"""Tests of what the list shows, taken out."""
