"""Finding customers: the one writer of the search text, and the queries of the list. Raw SQL lives here alone (DESIGN 3)."""

from __future__ import annotations

from core.database.searching.counts import Counted, Used, count, highest_numbers, in_use
from core.database.searching.matching import Sql
from core.database.searching.positions import BadPosition, Key, read_position, write_position
from core.database.searching.windows import Found, Search, find_window
from core.database.searching.writing import reindex

__all__ = [
    "BadPosition", "Counted", "Found", "Key", "Search", "Sql", "Used", "count", "find_window", "highest_numbers",
    "in_use", "read_position", "reindex", "write_position",
]  # fmt: skip
