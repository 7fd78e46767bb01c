"""What finding stands on, and its one writer: the list's rows, the search text and its index, kept, filled and checked."""

from __future__ import annotations

from core.database.searching.rebuilding import Filling, defer, defer_for, is_ready, rebuild
from core.database.searching.staleness import is_index_whole, stale
from core.database.searching.writing import follow, reindex

__all__ = [
    "Filling",
    "defer",
    "defer_for",
    "follow",
    "is_index_whole",
    "is_ready",
    "rebuild",
    "reindex",
    "stale",
]
