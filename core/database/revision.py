"""The revision of the schema that this program works with."""

from __future__ import annotations

REVISION = "0003"
"""The last of `migrations/versions`."""
