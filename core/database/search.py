"""Finding customers: the queries of the list. With `search_index` the home of raw SQL (DESIGN 3)."""

from __future__ import annotations

from core.database.searching.asking import SHOWN, Search, Shown
from core.database.searching.counts import count
from core.database.searching.details import Details, find_details
from core.database.searching.document import Person
from core.database.searching.matching import Sql
from core.database.searching.positions import BadPosition, Key, read_position, write_position
from core.database.searching.scanning import Counted
from core.database.searching.sorting import Found, Wanted
from core.database.searching.uses import Used, in_use
from core.database.searching.windows import Narrow, find_window

__all__ = [
    "SHOWN",
    "BadPosition",
    "Counted",
    "Details",
    "Found",
    "Key",
    "Narrow",
    "Person",
    "Search",
    "Shown",
    "Sql",
    "Used",
    "Wanted",
    "count",
    "find_details",
    "find_window",
    "in_use",
    "read_position",
    "write_position",
]
