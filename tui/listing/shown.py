"""What a list shows: what it is asked, and the columns somebody chose; what saved views and what is taken out share."""

from __future__ import annotations

from typing import NamedTuple

from core.customers.columns import ListColumn
from core.customers.views import CustomerQuery


class Shown(NamedTuple):
    """A query and its columns from left to right; no columns: those that the width gives by itself (LOOK.md 1)."""

    query: CustomerQuery
    columns: tuple[ListColumn, ...] = ()
