"""Tests of the customers: their rules, cards, merging and operations."""
