"""Slows whoever tries passwords, per account and per address, and keeps nobody out who comes from elsewhere.

Why it is as it is stands in docs/decisions: a count that somebody else can raise never makes a user wait who has not
failed at that address.
"""

from __future__ import annotations

from collections import OrderedDict
from ipaddress import IPv6Address, ip_address, ip_network
from math import ceil
from typing import NamedTuple

from core.errors import Unavailable

FREE = 5
"""Failures of one account at one address that cost no waiting."""
FREE_AT_ADDRESS = 20
"""Failures at one address, whatever the accounts: a whole office may have one address."""
ATTACKED_AT = 20
"""Failures of one account from everywhere; from then on an address has one free failure for it instead of FREE."""
LONGEST = 60.0
"""Seconds that anybody waits at most."""
FORGOTTEN_AFTER = 15 * 60.0
"""Seconds without a failure after which a count begins anew."""
MOST = 10_000
"""Counts of each kind that are kept; the one unused for longest is forgotten first."""


class Tries:
    """The failures of one register since it was opened, in memory only: no address is ever stored."""

    def __init__(self, most: int = MOST) -> None:
        self._pairs = _Counts(most)
        self._accounts = _Counts(most)
        self._addresses = _Counts(most)
        self._known: OrderedDict[_Pair, None] = OrderedDict()
        self._most = most

    def begin(self, login: str, address: str, now: float) -> Try:
        """Let a try through, or raise Unavailable "slowed" with the seconds to wait; `now` is in seconds.

        The try counts as failed until it says otherwise, so that many at once gain nothing.
        """
        pair = _Pair(login.casefold()[:100], network_of(address))
        free = FREE if self._accounts.failures(pair.login, now) < ATTACKED_AT else 1
        wait = self._pairs.wait(pair, free, now)
        # Who has signed in here before is not kept out by somebody else at the same address.
        if pair.address and pair not in self._known:
            wait = max(wait, self._addresses.wait(pair.address, FREE_AT_ADDRESS, now))
        if wait > 0:
            raise Unavailable("slowed", retry=True, wait=ceil(wait))
        self._pairs.add(pair, 1, now)
        self._accounts.add(pair.login, 1, now)
        self._addresses.add(pair.address, 1, now)
        return Try(self, pair, now)

    def take_back(self, pair: _Pair, now: float) -> None:
        """Let a try not count."""
        self._pairs.add(pair, -1, now)
        self._accounts.add(pair.login, -1, now)
        self._addresses.add(pair.address, -1, now)

    def know(self, pair: _Pair) -> None:
        """Remember that this account signed in at this address; its failures there are forgiven."""
        self._pairs.forget(pair)
        self._known[pair] = None
        self._known.move_to_end(pair)
        if len(self._known) > self._most:
            self._known.popitem(last=False)

    @property
    def kept(self) -> int:
        """How many counts and names are in memory."""
        return len(self._pairs) + len(self._accounts) + len(self._addresses) + len(self._known)


class Try:
    """One try that was let through."""

    def __init__(self, tries: Tries, pair: _Pair, now: float) -> None:
        self._tries, self._pair, self._now = tries, pair, now

    def right(self) -> None:
        """The password was the right one."""
        self.undecided()
        self._tries.know(self._pair)

    def undecided(self) -> None:
        """Whether it was right was never found out."""
        self._tries.take_back(self._pair, self._now)


class _Pair(NamedTuple):
    login: str
    address: str


class _Counts:
    """Failures by key, each with the moment of its last one; bounded."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._found: OrderedDict[_Pair | str, tuple[int, float]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._found)

    def failures(self, key: _Pair | str, now: float) -> int:
        return self._current(key, now)[0]

    def wait(self, key: _Pair | str, free: int, now: float) -> float:
        """Return the seconds until the next try: none for `free` failures, then 1 after the last, 2, 4 … LONGEST."""
        failures, last = self._current(key, now)
        if failures < free:
            return 0.0
        between = min(LONGEST, 2.0 ** min(failures - free, 10))
        return max(0.0, last + between - now)

    def add(self, key: _Pair | str, failures: int, now: float) -> None:
        count, last = self._current(key, now)
        count += failures
        if count <= 0:
            self.forget(key)
            return
        self._found[key] = (count, now if failures > 0 else last)
        self._found.move_to_end(key)
        if len(self._found) > self._most:
            self._found.popitem(last=False)

    def forget(self, key: _Pair | str) -> None:
        self._found.pop(key, None)

    def _current(self, key: _Pair | str, now: float) -> tuple[int, float]:
        failures, last = self._found.get(key, (0, now))
        if last > now:
            # The clock was put back: nobody waits for it to come round again.
            self._found[key] = (failures, now)
            return failures, now
        return (0, now) if now - last >= FORGOTTEN_AFTER else (failures, last)


def network_of(address: str) -> str:
    """Return what an address counts as: an IPv6 one as its /64, which is one customer's line; "" stays (this machine)."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return address[:100]
    if not isinstance(found, IPv6Address):
        return str(found)
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(ip_network((found, 64), strict=False))
