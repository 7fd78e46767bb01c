"""Tests of the values of the trade."""
