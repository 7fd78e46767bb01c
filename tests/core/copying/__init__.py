"""Copying registers: what comes across, what is proven, and what is left where it fails."""
