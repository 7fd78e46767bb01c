"""Finding customers: the one writer of the search text, and the queries of the list. Raw SQL lives here alone (DESIGN 3)."""

from __future__ import annotations

from core.database.searching.counts import Counted, Used, count, in_use
from core.database.searching.details import Details, find_details
from core.database.searching.document import Person
from core.database.searching.matching import Sql
from core.database.searching.positions import BadPosition, Key, read_position, write_position
from core.database.searching.windows import Found, Search, Shown, find_window
from core.database.searching.writing import follow, reindex, stale

__all__ = [
    "BadPosition",
    "Counted",
    "Details",
    "Found",
    "Key",
    "Person",
    "Search",
    "Shown",
    "Sql",
    "Used",
    "count",
    "find_details",
    "find_window",
    "follow",
    "in_use",
    "read_position",
    "reindex",
    "stale",
    "write_position",
]
