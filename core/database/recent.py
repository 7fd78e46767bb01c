"""What changed lately, in a bounded memory: enough to tell everybody who waits without asking the database for each."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Iterator
from typing import NamedTuple

from core.database.looking import Look, Sight
from core.records.views import MOST_NAMED, Changes

THINGS, SIGHTS = 5_000, 5_000
"""So many changed things, and changes of who may see what, are remembered; the oldest are forgotten first."""


class Asker(NamedTuple):
    """Who asks: the user's id, and whether that user sees every customer."""

    user: int
    sees_all: bool


class Recent:
    """Things by when they changed last. What was told of changes after `since` is complete from `whole_from` on."""

    def __init__(self, things: int = THINGS, sights: int = SIGHTS) -> None:
        self._most_things, self._most_sights = things, sights
        self._things: OrderedDict[tuple[str, int], int] = OrderedDict()
        self._seers: dict[int, frozenset[int]] = {}
        self._sights: deque[Sight] = deque()
        self._told: dict[int, tuple[list[int], tuple[str, ...]]] = {}
        self.seq = -1
        self.epoch = ""
        self.whole_from = -1

    def begin(self, seq: int, epoch: str) -> None:
        """Remember nothing but where the register stands."""
        self._things.clear()
        self._seers.clear()
        self._sights.clear()
        self._told.clear()
        self.seq, self.epoch, self.whole_from = seq, epoch, seq

    def add(self, look: Look) -> None:
        """Take what a look found after `seq`."""
        if look.epoch != self.epoch or look.seq < self.seq or not look.whole:
            self.begin(look.seq, look.epoch)
            return
        self._told.clear()
        for kind, id, seq in look.things:
            self._things[kind, id] = seq
            self._things.move_to_end((kind, id))
            if kind == "customer":
                self._seers[id] = look.seers.get(id, frozenset())
        self._sights.extend(look.sights)
        self.seq = look.seq
        self._forget()

    def _forget(self) -> None:
        while len(self._things) > self._most_things:
            (kind, id), seq = self._things.popitem(last=False)
            self.whole_from = max(self.whole_from, seq)
            if kind == "customer":
                del self._seers[id]
        while len(self._sights) > self._most_sights:
            self.whole_from = max(self.whole_from, self._sights.popleft().seq)

    def about(self, asker: Asker, since: int) -> Changes:
        """Return what changed after `since`, which is at least `whole_from`, as far as `asker` may see it."""
        changed, kinds = self._since(since)
        lost: set[int] = set()
        if not asker.sees_all:
            changed = [customer for customer in changed if asker.user in self._seers[customer]]
        sights = [sight for sight in self._sights_since(since) if sight.user == asker.user]
        everything = any(sight.customer is None for sight in sights)
        if not asker.sees_all:
            # The last word of each customer counts: who may see it no longer may do so again a moment later.
            last = {sight.customer: sight.gained for sight in reversed(sights) if sight.customer is not None}
            lost = {customer for customer, gained in last.items() if not gained}
            gained = {customer for customer, gained in last.items() if gained}
            changed = sorted((gained | set(changed)) - lost)
        if everything or len(changed) > MOST_NAMED or len(lost) > MOST_NAMED:
            return Changes(seq=self.seq, epoch=self.epoch, kinds=kinds, everything=True)
        return Changes(seq=self.seq, epoch=self.epoch, customers=tuple(changed), lost=tuple(sorted(lost)), kinds=kinds)

    def _since(self, since: int) -> tuple[list[int], tuple[str, ...]]:
        """Return the customers and the other kinds of things that changed after `since`; the same for all who ask."""
        if since not in self._told:
            customers, kinds = [], set()
            for (kind, id), seq in reversed(self._things.items()):
                if seq <= since:
                    break
                if kind == "customer":
                    customers.append(id)
                else:
                    kinds.add(kind)
            self._told[since] = sorted(customers), tuple(sorted(kinds))
        return self._told[since]

    def _sights_since(self, since: int) -> Iterator[Sight]:
        """Give the changes of who may see what after `since`, the newest first."""
        for sight in reversed(self._sights):
            if sight.seq <= since:
                return
            yield sight
