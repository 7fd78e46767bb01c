"""Screens: one module and one .tcss beside it each."""
