"""Cards that were shown last, in memory: shown again at once while the server is asked whether they still hold."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any, NamedTuple

import msgspec

from core.customers.views import Customer

MOST = 50
"""So many answers are kept; the one that was not asked for longest goes first."""
REMEMBERED = frozenset({"customers.get", "customers.by_number"})
"""The operations whose answers are kept."""

Key = tuple[str, bytes]


class Kept(NamedTuple):
    """An answer, and the ETag it came with ("" where it came another way)."""

    etag: str
    answer: Any


def key_of(operation: str, arguments: dict[str, Any]) -> Key:
    """Return what tells one call from another."""
    return operation, msgspec.json.encode(arguments)


class Memory:
    """The last cards of one sign-in: personal data, so in memory only, and gone when the sign-in is."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Key, Kept] = OrderedDict()

    def find(self, key: Key) -> Kept | None:
        """Return what the call answered last, None where that is not known."""
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
        return found

    def keep(self, key: Key, answer: object, etag: str = "") -> None:
        """Keep an answer."""
        self._kept[key] = Kept(etag, answer)
        self._kept.move_to_end(key)
        while len(self._kept) > MOST:
            self._kept.popitem(last=False)

    def learn(self, answer: object) -> None:
        """Keep a card that another call answered with (saving it, say) as what asking for it would answer."""
        if isinstance(answer, Customer):
            self.keep(key_of("customers.get", {"customer_id": answer.id}), answer)

    def forget(self, key: Key) -> None:
        """Let go of an answer that does not hold any more."""
        self._kept.pop(key, None)
