"""Signing in: one answer for whoever has no business here, and what is stored of it."""

from __future__ import annotations

import logging
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from core.errors import Invalid, Unavailable
from core.local import LocalRegister
from core.operation import Operation
from core.people import passwords
from core.people.api import (
    add_user,
    end_all_sign_ins,
    list_users,
    set_password,
    sign_in,
    sign_ins,
)
from core.people.rules import MOST_SIGN_INS
from core.people.views import SignIn, UserDraft
from tests.conftest import StandingClock
from tests.contract.cases import PASSWORD
from tests.core.people.conftest import NOBODY, code_of, devices, take_away
from tests.core.test_upkeep import query

OTHER = "sju sorters kakor"


# Signing in -----------------------------------------------------------------------------------------------------------


async def test_the_right_password_gives_a_token(outside: LocalRegister, register: LocalRegister) -> None:
    signed = await outside(sign_in, "per", PASSWORD, "Bilen")
    assert (signed.user.login, signed.user.name) == ("per", "Per Lund")
    assert signed.token.startswith("kk_") and len(signed.token) == 46
    assert signed.token not in repr(signed)
    assert signed.expires == "2027-02-22T08:12:00.000Z"
    (found,) = await register(sign_ins, "per")
    assert found == SignIn(
        id=found.id,
        login="per",
        device_name="Bilen",
        created="2026-11-24T08:12:00.000Z",
        used="2026-11-24T08:12:00.000Z",
        expires=signed.expires,
    )


@pytest.mark.parametrize(
    ("login", "password"),
    [
        ("per", "fyra röda mopeder"),
        ("per", ""),
        ("per", "x" * 5000),
        ("nina", PASSWORD),
        ("nina", ""),
        ("nobody", PASSWORD),
        ("", ""),
        ("gone", PASSWORD),
    ],
    ids=["wrong", "none", "long", "without one", "without any", "unknown", "empty", "removed"],
)
async def test_whoever_has_no_business_here_gets_one_answer_for_the_same_work(
    outside: LocalRegister, register: LocalRegister, work_done: list[str], login: str, password: str
) -> None:
    await register(add_user, UserDraft(login="gone"))
    await register(set_password, "gone", PASSWORD)
    await take_away(register, "gone")
    work_done.clear()
    with pytest.raises(Invalid) as wrong:
        await outside(sign_in, login, password)
    assert code_of(wrong) == ("password", "login.wrong")
    assert wrong.value.faults[0].params == {}
    assert work_done == ["verify"]


async def test_the_name_of_a_device_has_its_length(outside: LocalRegister) -> None:
    with pytest.raises(Invalid) as wrong:
        await outside(sign_in, "per", PASSWORD, "x" * 101)
    assert code_of(wrong) == ("device_name", "too_long")


async def test_guessing_is_slowed_where_it_is_done(outside: LocalRegister, clock: StandingClock) -> None:
    for _time in range(5):
        with pytest.raises(Invalid):
            await outside(sign_in, "per", "fyra röda mopeder")
    with pytest.raises(Unavailable) as slowed:
        await outside(sign_in, "per", PASSWORD)
    assert (slowed.value.params["reason"], slowed.value.retry, slowed.value.wait) == ("slowed", True, 1)
    elsewhere = outside.acting(replace(NOBODY, address="203.0.113.9"))
    assert (await elsewhere(sign_in, "per", PASSWORD)).user.login == "per"
    clock.now += timedelta(seconds=1)
    assert (await outside(sign_in, "per", PASSWORD)).user.login == "per"


async def test_whether_there_is_such_a_user_does_not_show_in_the_slowing(outside: LocalRegister) -> None:
    for login in ("per", "nobody"):
        with suppress(Invalid):
            for _time in range(5):
                with suppress(Invalid):
                    await outside(sign_in, login, "fyra röda mopeder")
        with pytest.raises(Unavailable) as slowed:
            await outside(sign_in, login, "fyra röda mopeder")
        assert slowed.value.wait == 1


async def test_a_server_that_cannot_look_blames_nobody(outside: LocalRegister, monkeypatch: pytest.MonkeyPatch) -> None:
    async def too_many(_stored: str | None, _password: str) -> passwords.Verdict:
        raise Unavailable("full_up", retry=True, wait=1)

    with monkeypatch.context() as patched:
        patched.setattr(passwords, "verify", too_many)
        for _time in range(10):
            with pytest.raises(Unavailable, match="full_up"):
                await outside(sign_in, "per", PASSWORD)
    assert (await outside(sign_in, "per", PASSWORD)).user.login == "per"


async def test_a_hash_with_yesterdays_parameters_is_made_anew(
    outside: LocalRegister, register: LocalRegister, register_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as yesterday:
        yesterday.setattr(passwords, "PASSES", 1)
        await register(set_password, "per", OTHER)
    assert query(register_file, "SELECT hash LIKE '%,t=1,%' FROM credential") == [(1,)]
    with pytest.raises(Invalid):
        await outside(sign_in, "per", PASSWORD)
    assert query(register_file, "SELECT hash LIKE '%,t=1,%' FROM credential") == [(1,)]
    await outside(sign_in, "per", OTHER)
    assert query(register_file, "SELECT hash LIKE '%,t=2,%' FROM credential") == [(1,)]
    await outside(sign_in, "per", OTHER)


async def test_one_sign_in_too_many_ends_the_one_not_used_for_longest(
    outside: LocalRegister, register: LocalRegister, clock: StandingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def right(_stored: str | None, _password: str) -> passwords.Verdict:
        return passwords.Verdict(True)

    monkeypatch.setattr(passwords, "verify", right)
    for number in range(MOST_SIGN_INS + 1):
        clock.now += timedelta(seconds=1)
        await outside(sign_in, "per", PASSWORD, str(number))
    assert await devices(register) == [str(number) for number in range(MOST_SIGN_INS, 0, -1)]


# What is stored -------------------------------------------------------------------------------------------------------


async def test_neither_password_nor_token_stands_anywhere_in_the_register(
    outside: LocalRegister, register: LocalRegister, register_file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    token = (await outside(sign_in, "per", PASSWORD)).token
    with pytest.raises(Invalid) as wrong:
        await outside(sign_in, "per", OTHER)
    await register.close()
    content = b"".join(path.read_bytes() for path in register_file.parent.glob(f"{register_file.name}*"))
    for secret in (PASSWORD, OTHER, token, NOBODY.address):
        assert secret.encode() not in content
        assert secret not in caplog.text + repr(wrong.value)


async def test_passwords_and_sign_ins_leave_traces_and_no_history(
    outside: LocalRegister, register: LocalRegister, register_file: Path
) -> None:
    before = query(register_file, "SELECT max(seq) FROM change_set")
    await outside(sign_in, "per", PASSWORD)
    await register(end_all_sign_ins, "per")
    ids = {user.login: user.id for user in await register(list_users)}
    assert query(register_file, "SELECT kind, actor, root_kind, root_id, note FROM activity ORDER BY id") == [
        ("set_password", ids["anna"], "user", ids["per"], ""),
        ("sign_in", ids["per"], "user", ids["per"], ""),
        ("end_sign_ins", ids["anna"], "user", ids["per"], ""),
    ]
    assert query(register_file, "SELECT max(seq) FROM change_set") == before
    assert query(register_file, "SELECT count(*) FROM receipt WHERE result LIKE '%kk_%'") == [(0,)]


@pytest.mark.parametrize("operation", [sign_in, set_password])
def test_arguments_with_a_password_don_t_show_it(operation: Operation[..., object]) -> None:
    assert PASSWORD not in repr(operation.arguments(login="per", password=PASSWORD))


async def test_sign_ins_that_ended_long_ago_are_let_go(
    outside: LocalRegister, register: LocalRegister, register_file: Path, clock: StandingClock
) -> None:
    await outside(sign_in, "per", PASSWORD, "ended")
    await register(end_all_sign_ins, "per")
    await outside(sign_in, "per", PASSWORD, "forgotten")
    clock.now += timedelta(days=91)
    await outside(sign_in, "per", PASSWORD, "new")
    await register.tidy(timedelta(days=90))
    assert query(register_file, "SELECT device_name FROM token ORDER BY id") == [("forgotten",), ("new",)]
    clock.now += timedelta(days=90)
    await register.tidy(timedelta(days=90))
    assert query(register_file, "SELECT device_name FROM token ORDER BY id") == [("new",)]
