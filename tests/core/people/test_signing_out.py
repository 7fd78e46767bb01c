"""Signing out, and passwords of one's own: sign-ins end at once, and nobody guesses a password here either."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.errors import Invalid, NotFound, Refused, SignedOut, Unavailable
from core.history.api import undo
from core.local import LocalRegister
from core.people import passwords
from core.people.api import (
    end_all_sign_ins,
    end_sign_in,
    list_users,
    me,
    set_password,
    sign_in,
    sign_ins,
    sign_out,
)
from core.people.tokens import authenticate
from tests.conftest import OpenAs, StandingClock
from tests.contract.cases import PASSWORD
from tests.core.people.conftest import code_of, devices, signed_in, take_away

OTHER = "sju sorters kakor"


# Signing out ----------------------------------------------------------------------------------------------------------


async def test_signing_out_ends_this_sign_in_only(outside: LocalRegister, register: LocalRegister) -> None:
    car, office = await signed_in(outside, "Bilen"), await signed_in(outside, "Kontoret")
    await car(sign_out)
    await car(sign_out)
    assert await devices(register) == ["Kontoret"]
    assert [(one.device_name, one.current) for one in await office(sign_ins)] == [("Kontoret", True)]


async def test_who_was_let_in_by_the_system_has_nothing_to_sign_out_of(register: LocalRegister) -> None:
    await register(sign_out)
    assert (await register(me)).login == "anna"


async def test_one_ends_one_of_ones_own(outside: LocalRegister, register: LocalRegister) -> None:
    car, _office = await signed_in(outside, "Bilen"), await signed_in(outside, "Kontoret")
    lost = next(one for one in await car(sign_ins) if not one.current)
    await car(end_sign_in, lost.id)
    await car(end_sign_in, lost.id)
    assert await devices(register) == ["Bilen"]


async def test_one_ends_all_of_ones_own_this_one_too(outside: LocalRegister, register: LocalRegister) -> None:
    car, _office = await signed_in(outside, "Bilen"), await signed_in(outside, "Kontoret")
    assert await car(end_all_sign_ins) == 2
    assert await devices(register) == []


async def test_other_peoples_sign_ins_are_for_administrators(
    outside: LocalRegister, register: LocalRegister, open_as: OpenAs
) -> None:
    await signed_in(outside, "Bilen")
    nina, (car,) = await open_as("nina"), await register(sign_ins, "per")
    for call in (nina(sign_ins, "per"), nina(end_all_sign_ins, "per"), nina(sign_ins, "nobody")):
        with pytest.raises(Refused) as refused:
            await call
        assert refused.value.params == {"right": "administrator"}
    with pytest.raises(NotFound) as missing:
        await nina(end_sign_in, car.id)
    assert missing.value.params == {"kind": "sign_in", "key": car.id}, "it is not there for her"
    await register(end_sign_in, car.id)
    assert await devices(register) == []


async def test_whoever_is_removed_is_signed_out_for_good(outside: LocalRegister, register: LocalRegister) -> None:
    token = (await outside(sign_in, "per", PASSWORD)).token
    caller = await authenticate(register, token)
    await take_away(register, "per")
    with pytest.raises(SignedOut):
        await register.acting(caller)(me)
    await register(undo, (await register(me)).seq)
    assert "per" in [user.login for user in await register(list_users)]
    assert await devices(register) == []


# Passwords ------------------------------------------------------------------------------------------------------------


async def test_ones_own_password_needs_the_present_one(outside: LocalRegister) -> None:
    car = await signed_in(outside)
    with pytest.raises(Invalid) as missing:
        await car(set_password, "", OTHER)
    assert code_of(missing) == ("current", "password.current")
    with pytest.raises(Invalid) as wrong:
        await car(set_password, "per", OTHER, "fyra röda mopeder")
    assert code_of(wrong) == ("current", "password.wrong")
    await car(set_password, "", OTHER, PASSWORD)
    assert (await outside(sign_in, "per", OTHER)).user.login == "per"


async def test_a_new_password_that_is_sent_twice_is_set_once(outside: LocalRegister, register: LocalRegister) -> None:
    car = await signed_in(outside, "Bilen")
    await car(set_password, "", OTHER, PASSWORD)
    await outside(sign_in, "per", OTHER, "Kontoret")
    await car(set_password, "", OTHER, PASSWORD)
    assert await devices(register) == ["Kontoret", "Bilen"], "the second time nothing was done"


async def test_guessing_the_present_password_is_slowed(outside: LocalRegister) -> None:
    car = await signed_in(outside)
    for _time in range(5):
        with pytest.raises(Invalid):
            await car(set_password, "", OTHER, "fyra röda mopeder")
    with pytest.raises(Unavailable, match="slowed"):
        await car(set_password, "", OTHER, PASSWORD)


async def test_the_first_password_needs_none_before_it(outside: LocalRegister, open_as: OpenAs) -> None:
    nina = await open_as("nina")
    await nina(set_password, "", PASSWORD)
    assert (await outside(sign_in, "nina", PASSWORD)).user.login == "nina"


async def test_a_new_password_signs_out_everywhere_else(outside: LocalRegister, register: LocalRegister) -> None:
    car, _office = await signed_in(outside, "Bilen"), await signed_in(outside, "Kontoret")
    await car(set_password, "per", OTHER, PASSWORD)
    assert await devices(register) == ["Bilen"]
    await register(set_password, "per", PASSWORD)
    assert await devices(register) == []


async def test_somebody_elses_password_is_for_administrators(outside: LocalRegister) -> None:
    car = await signed_in(outside)
    for login in ("nina", "nobody"):
        with pytest.raises(Refused):
            await car(set_password, login, OTHER, PASSWORD)


async def test_a_password_that_will_not_do_changes_nothing(
    outside: LocalRegister, register: LocalRegister, work_done: list[str]
) -> None:
    for password, code in (("hemligt", "password.short"), ("lösenord123", "password.common")):
        with pytest.raises(Invalid) as faulty:
            await register(set_password, "per", password)
        assert code_of(faulty) == ("password", code)
    assert work_done == []
    assert (await outside(sign_in, "per", PASSWORD)).user.login == "per"


async def test_two_new_passwords_at_once_are_not_mixed(
    outside: LocalRegister, register: LocalRegister, clock: StandingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = passwords.hash_password

    async def meanwhile(password: str) -> str:
        monkeypatch.setattr(passwords, "hash_password", real)
        clock.now += timedelta(seconds=1)
        await register(set_password, "per", "nio svarta katter")
        return await real(password)

    monkeypatch.setattr(passwords, "hash_password", meanwhile)
    with pytest.raises(Invalid) as changed:
        await register(set_password, "per", OTHER)
    assert code_of(changed) == ("password", "password.changed")
    assert (await outside(sign_in, "per", "nio svarta katter")).user.login == "per"


async def test_a_password_changed_while_it_was_looked_at_lets_nobody_in(
    outside: LocalRegister, register: LocalRegister, clock: StandingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = passwords.verify

    async def meanwhile(stored: str | None, password: str) -> passwords.Verdict:
        clock.now += timedelta(seconds=1)
        await register(set_password, "per", OTHER)
        return await real(stored, password)

    monkeypatch.setattr(passwords, "verify", meanwhile)
    with pytest.raises(Invalid) as wrong:
        await outside(sign_in, "per", PASSWORD)
    assert code_of(wrong) == ("password", "login.wrong")
    assert await devices(register) == []
