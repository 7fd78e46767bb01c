"""Widgets: one module and one .tcss beside it each; a widget knows no register."""
