"""Hashing: argon2id with known parameters, four at a time in the whole process, and no more waiting than can be served."""

from __future__ import annotations

import asyncio
import sys
import threading

import pytest

from core.errors import Unavailable
from core.people import passwords
from core.people.passwords import AT_ONCE, LANES, MEMORY, MOST_WAITING, NOBODYS, PASSES, hash_password, verify

PASSWORD = "fyra gröna mopeder"


async def test_a_password_is_known_by_its_hash_and_by_nothing_else() -> None:
    stored = await hash_password(PASSWORD)
    assert stored.startswith(f"$argon2id$v=19$m={MEMORY},t={PASSES},p={LANES}$")
    assert PASSWORD not in stored
    assert await verify(stored, PASSWORD) == (True, False)
    assert await verify(stored, PASSWORD + " ") == (False, False)
    assert await verify(None, PASSWORD) == (False, False)
    assert await verify("damaged", PASSWORD) == (False, False)
    assert await hash_password(PASSWORD) != stored, "two users with one password don't show it"


async def test_a_hash_with_yesterdays_parameters_is_stale(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "MEMORY", 8 * 1024)
    old = await hash_password(PASSWORD)
    monkeypatch.undo()
    assert await verify(old, PASSWORD) == (True, True)
    assert await verify(old, "something else") == (False, False)


def test_the_hash_of_nobody_costs_what_others_cost() -> None:
    from argon2 import extract_parameters

    found = extract_parameters(NOBODYS)
    assert (found.memory_cost, found.time_cost, found.parallelism) == (MEMORY, PASSES, LANES)
    assert (found.type.name, found.version) == ("ID", 19)


class Gate:
    """A hasher whose work stops at a gate, and that counts how many stand there."""

    def __init__(self) -> None:
        self.open = threading.Event()
        self.full = threading.Event()
        self.at_once = self.most = 0
        self._lock = threading.Lock()

    def hash(self, _password: str) -> str:
        with self._lock:
            self.at_once += 1
            self.most = max(self.most, self.at_once)
            if self.at_once == AT_ONCE:
                self.full.set()
        assert self.open.wait(30)
        with self._lock:
            self.at_once -= 1
        return "hash"


async def test_four_are_hashed_at_a_time_and_too_many_are_sent_away(monkeypatch: pytest.MonkeyPatch) -> None:
    gate = Gate()
    monkeypatch.setattr(passwords, "_hasher", lambda: gate)
    waiting = [asyncio.ensure_future(hash_password(PASSWORD)) for _one in range(MOST_WAITING)]
    try:
        assert await asyncio.to_thread(gate.full.wait, 30)
        with pytest.raises(Unavailable) as sent_away:
            await hash_password(PASSWORD)
        assert (sent_away.value.params["reason"], sent_away.value.retry, sent_away.value.wait) == ("full_up", True, 1)
        for one in waiting[AT_ONCE + 10 :]:
            one.cancel()
        await asyncio.wait(waiting[AT_ONCE + 10 :])
    finally:
        gate.open.set()
    assert await asyncio.gather(*waiting[: AT_ONCE + 10]) == ["hash"] * (AT_ONCE + 10)
    assert gate.most == AT_ONCE
    assert await hash_password(PASSWORD) == "hash", "who gave up has given the place back"


async def test_without_the_package_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "argon2", None)
    with pytest.raises(Unavailable) as missing:
        await hash_password(PASSWORD)
    assert missing.value.params["place"] == "kundkort[server]"
    assert not missing.value.retry
