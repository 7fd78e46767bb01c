"""What the tests of sign-in share: a user who has a password, who calls from elsewhere, and what was hashed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from argon2 import PasswordHasher

from core.caller import Caller
from core.errors import Invalid
from core.history.api import undo
from core.local import LocalRegister
from core.people import passwords
from core.people.api import add_user, list_users, set_password, sign_in, sign_ins
from core.people.tokens import authenticate
from core.people.views import UserDraft
from tests.contract.cases import PASSWORD

NOBODY = Caller("", "", address="198.51.100.7")
"""Somebody at another machine who has not signed in."""


@pytest.fixture
async def outside(register: LocalRegister) -> LocalRegister:
    """Return the register as somebody elsewhere sees it; in it is "per", who has a password, and "nina", who has none."""
    await register(add_user, UserDraft(login="per", name="Per Lund"))
    await register(add_user, UserDraft(login="nina", name="Nina Falk"))
    await register(set_password, "per", PASSWORD)
    return register.acting(NOBODY)


async def signed_in(outside: LocalRegister, device: str = "", *, address: str = NOBODY.address) -> LocalRegister:
    """Sign "per" in and return the register as it is for a call with the token."""
    signed = await outside.acting(replace(NOBODY, address=address))(sign_in, "per", PASSWORD, device)
    caller = await authenticate(outside, signed.token)
    return outside.acting(replace(caller, address=address))


async def devices(register: LocalRegister, login: str = "per") -> list[str]:
    """Return the names of the devices where a user is signed in, by the register's administrator."""
    return [one.device_name for one in await register(sign_ins, login)]


def code_of(error: pytest.ExceptionInfo[Invalid]) -> tuple[str, str]:
    """Return the field and the code of the one fault of an error."""
    (fault,) = error.value.faults
    return fault.field, fault.code


async def take_away(register: LocalRegister, login: str) -> None:
    """Remove a user, by taking back that it was added."""
    user = next(user for user in await register(list_users) if user.login == login)
    await register(undo, user.seq)


@pytest.fixture
def work_done(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the list of what the hasher does from now on."""
    done: list[str] = []
    real: Callable[[], PasswordHasher] = passwords._hasher

    class Counting:
        def verify(self, stored: str, password: str) -> bool:
            done.append("verify")
            return real().verify(stored, password)

        def hash(self, password: str) -> str:
            done.append("hash")
            return real().hash(password)

        def check_needs_rehash(self, stored: str) -> bool:
            return real().check_needs_rehash(stored)

    monkeypatch.setattr(passwords, "_hasher", Counting)
    return done
