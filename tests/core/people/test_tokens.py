"""Tokens: who they stand for, for how long, and that they end at once."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from core.database.sessions import RegisterSession
from core.database.sign_ins import Found
from core.errors import SignedOut, Unavailable
from core.local import LocalRegister, open_local
from core.people.api import end_all_sign_ins, me, set_password, sign_in, sign_ins, sign_out
from core.people.rules import LASTS, UNUSED_LASTS
from core.people.tables import Token
from core.people.tokens import BELIEVED, Believed, authenticate, hash_of, login_of_uid, new_token
from core.places import sqlite_url
from core.upkeep import backup_register, restore_register
from tests.conftest import OpenAs, StandingClock
from tests.contract.cases import PASSWORD
from tests.core.people.conftest import NOBODY
from tests.core.test_upkeep import query

R = TypeVar("R")


async def token_of(outside: LocalRegister) -> str:
    """Sign "per" in and return the token."""
    return (await outside(sign_in, "per", PASSWORD)).token


async def holds(register: LocalRegister, token: str) -> bool:
    """Say whether a token still stands for somebody."""
    try:
        await authenticate(register, token)
    except SignedOut:
        return False
    return True


async def noted(register: LocalRegister) -> None:
    """Wait until the use of every sign-in is written down."""
    while tasks := [task for task in register._tasks if task.get_name().startswith("sign-in")]:
        await asyncio.wait(tasks)


async def test_a_token_stands_for_its_user(outside: LocalRegister, register: LocalRegister) -> None:
    token = await token_of(outside)
    caller = await authenticate(outside, token)
    (found,) = await register(sign_ins, "per")
    assert (caller.login, caller.session, caller.sign_in) == ("per", f"sign-in-{found.id}", found.id)
    assert (await register.acting(caller)(me)).name == "Per Lund"


def test_tokens_are_long_random_and_known_by_their_beginning() -> None:
    made = {new_token() for _one in range(100)}
    assert len(made) == 100
    assert {token[:3] for token in made} == {"kk_"}
    assert all(len(token) == 46 and len(hash_of(token)) == 64 for token in made)


@pytest.mark.parametrize("token", ["", "kk_", "Bearer", "kk_" + "x" * 43, "kk_" + "x" * 10_000, "kk_åäö", "kk_\ud800"])
async def test_what_is_no_token_stands_for_nobody(outside: LocalRegister, token: str) -> None:
    with pytest.raises(SignedOut):
        await authenticate(outside, token)


async def test_a_token_with_one_letter_changed_stands_for_nobody(outside: LocalRegister) -> None:
    token = await token_of(outside)
    assert await holds(outside, token)
    assert not await holds(outside, token.swapcase())
    assert not await holds(outside, token[:-1])


async def test_a_sign_in_that_is_ended_here_ends_at_once(outside: LocalRegister, register: LocalRegister) -> None:
    token = await token_of(outside)
    caller = await authenticate(outside, token)
    await register.acting(caller)(sign_out)
    assert not await holds(outside, token)


async def test_one_that_is_ended_while_it_is_looked_up_is_not_believed(
    outside: LocalRegister, register: LocalRegister, monkeypatch: pytest.MonkeyPatch
) -> None:
    token, real = await token_of(outside), register.unsigned

    async def meanwhile(function: Callable[[RegisterSession], R]) -> R:
        found = await real(function)
        await register(end_all_sign_ins, "per")
        return found

    asking = register.acting(outside.caller)
    monkeypatch.setattr(asking, "unsigned", meanwhile)
    assert await holds(asking, token), "it held when it was looked up"
    assert not await holds(outside, token)


async def test_one_that_is_ended_in_another_process_is_believed_for_two_seconds(
    outside: LocalRegister, open_as: OpenAs, clock: StandingClock
) -> None:
    token = await token_of(outside)
    assert await holds(outside, token)
    elsewhere = await open_as("anna")
    await elsewhere(end_all_sign_ins, "per")
    clock.now += BELIEVED - timedelta(milliseconds=1)
    assert await holds(outside, token)
    clock.now += timedelta(milliseconds=1)
    assert not await holds(outside, token)


async def test_a_sign_in_ends_when_nobody_uses_it(outside: LocalRegister, clock: StandingClock) -> None:
    token = await token_of(outside)
    clock.now += UNUSED_LASTS
    assert not await holds(outside, token)


async def test_one_that_is_used_goes_on_but_not_for_ever(
    outside: LocalRegister, register: LocalRegister, clock: StandingClock
) -> None:
    token, began = await token_of(outside), clock.now
    while await holds(outside, token):
        await noted(register)
        clock.now += timedelta(days=80)
    assert clock.now - began == timedelta(days=400)
    assert await register(sign_ins, "per") == ()
    assert timedelta(days=365) == LASTS


async def test_its_use_is_noted_every_five_minutes_at_most(
    outside: LocalRegister, register: LocalRegister, clock: StandingClock
) -> None:
    token, used = await token_of(outside), []
    for _minute in range(12):
        clock.now += timedelta(minutes=1)
        for _time in range(3):
            await authenticate(outside, token)
        await noted(register)
        used.append((await register(sign_ins, "per"))[0].used[14:16])
    assert used == ["12", "12", "12", "12", "17", "17", "17", "17", "17", "22", "22", "22"]


async def test_a_register_that_cannot_be_written_lets_people_in(
    outside: LocalRegister, clock: StandingClock, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def read_only(*_arguments: object, **_named: object) -> None:
        raise Unavailable("read_only", retry=False)

    token = await token_of(outside)
    clock.now += timedelta(minutes=10)
    monkeypatch.setattr(LocalRegister, "within", read_only)
    assert await holds(outside, token)
    await noted(outside)
    assert "was not noted: unavailable" in caplog.text
    assert await holds(outside, token)
    await noted(outside)


async def test_a_copy_takes_no_token_of_the_register_it_was_made_of(
    outside: LocalRegister, register: LocalRegister, register_file: Path, tmp_path: Path, clock: StandingClock
) -> None:
    token, copy = await token_of(outside), tmp_path / "copy.sqlite"
    backup_register(sqlite_url(register_file), copy)
    await register(end_all_sign_ins, "per")
    restore_register(copy, sqlite_url(register_file))
    assert query(register_file, "SELECT ended_at FROM token") == [(None,)]
    clock.now += BELIEVED
    assert not await holds(outside, token)
    assert await register(sign_ins, "per") == ()


async def test_on_postgresql_it_is_the_same(postgres_url: str, clock: StandingClock) -> None:
    register = await open_local(postgres_url, user="anna", session="session-anna", clock=clock)
    try:
        await register(set_password, "", PASSWORD)
        token = (await register.acting(NOBODY)(sign_in, "anna", PASSWORD)).token
        clock.now += timedelta(minutes=10)
        caller = await authenticate(register, token)
        await noted(register)
        (found,) = await register.acting(caller)(sign_ins)
        assert (found.id, found.used, found.current) == (caller.sign_in, "2026-11-24T08:22:00.000Z", True)
        assert await register(end_all_sign_ins) == 1
        assert not await holds(register, token)
        clock.now += UNUSED_LASTS + timedelta(days=91)
        await register.tidy(timedelta(days=90))
        assert await register.unsigned(lambda session: session.scalars(select(Token)).all()) == []
    finally:
        await register.close()


async def test_memory_is_bounded() -> None:
    believed = Believed(most=10)
    now = StandingClock().now
    for number in range(100):
        believed.keep(str(number), Found(number, "per", "", ""), now)
    assert [number for number in range(100) if believed.get(str(number), now)] == list(range(90, 100))


def test_a_user_of_the_system_is_known_by_number() -> None:
    import pwd

    assert login_of_uid(os.getuid()) == pwd.getpwuid(os.getuid()).pw_name


@given(st.integers(2**31, 2**70) | st.integers(max_value=-2))
@settings(deadline=None)
def test_a_number_that_is_no_user_is_nobody(uid: int) -> None:
    with pytest.raises(SignedOut):
        login_of_uid(uid)
