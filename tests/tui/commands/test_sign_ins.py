"""user password, sign-ins, sign-out: passwords are asked for without being shown, and never stand in a call."""

from __future__ import annotations

import getpass
import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from core.local import open_local
from core.people.api import sign_in
from core.places import sqlite_url
from tests.conftest import StandingClock
from tests.contract.cases import PASSWORD
from tests.tui.commands.conftest import Say

OTHER = "sju sorters kakor"
Typing = Callable[..., list[str]]


class Terminal(io.StringIO):
    """A stdin that somebody types at."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def typing(monkeypatch: pytest.MonkeyPatch) -> Typing:
    """Return what answers the questions of the next call; it returns the questions, once they were asked."""

    def type_(*answers: str) -> list[str]:
        left: Iterator[str] = iter(answers)
        asked: list[str] = []

        def ask(question: str) -> str:
            asked.append(question)
            try:
                return next(left)
            except StopIteration:
                raise EOFError from None

        monkeypatch.setattr("sys.stdin", Terminal())
        monkeypatch.setattr(getpass, "getpass", ask)
        return asked

    return type_


@pytest.fixture
def piping(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Return what puts a text on the next call's stdin."""
    return lambda text: monkeypatch.setattr("sys.stdin", io.StringIO(text))


async def signed_in(path: Path, login: str, password: str, *devices: str) -> None:
    """Sign in on some devices."""
    register = await open_local(sqlite_url(path), user="anna", session="test", clock=StandingClock())
    for device in devices:
        await register(sign_in, login, password, device)
    await register.close()


def test_somebody_elses_password_is_asked_for_twice(say: Say, in_use: Path, typing: Typing) -> None:
    say("user", "add", "per")
    asked = typing(PASSWORD, PASSWORD)
    said = say("user", "password", "per")
    assert (said.code, said.out) == (0, "per has a new password and signs in anew everywhere\n")
    assert asked == ["New password: ", "The same once more: "]


def test_for_ones_own_the_present_one_is_asked_for_first(say: Say, in_use: Path, typing: Typing) -> None:
    asked = typing("", PASSWORD, PASSWORD)
    assert say("user", "password").code == 0
    assert asked[0] == "Your password now (Enter if you have none): "
    typing(PASSWORD, OTHER, OTHER)
    assert say("user", "password", "--json").json == {"login": "anna"}
    typing(PASSWORD, "nio svarta katter", "nio svarta katter")
    refused = say("user", "password")
    assert (refused.code, refused.err.startswith("kundkort: This is not the password you have now")) == (1, True)


@pytest.mark.parametrize(
    ("answers", "why"),
    [
        ((PASSWORD, OTHER), "The two are not the same"),
        ((), "No password was written"),
        (("hemligt", "hemligt"), "A password has at least 10 characters"),
        (("lösenord123", "lösenord123"), "This is one of the first passwords"),
    ],
)
def test_what_goes_wrong_is_said_and_changes_nothing(
    say: Say, in_use: Path, typing: Typing, answers: tuple[str, ...], why: str
) -> None:
    say("user", "add", "per")
    typing(*answers)
    said = say("user", "password", "per")
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith(f"kundkort: {why}")
    assert "\n" not in said.err.strip()


def test_a_script_writes_the_password_to_stdin(say: Say, in_use: Path, piping: Callable[[str], None]) -> None:
    say("user", "add", "per")
    piping(f"{PASSWORD}\n")
    assert say("user", "password", "per", "--json").json == {"login": "per"}
    piping(f"{PASSWORD}\n")
    assert say("user", "password").code == 0
    piping(f"{OTHER}\r\n{PASSWORD}\r\n")
    assert say("user", "password").code == 0
    piping("")
    assert say("user", "password").code == 1


async def test_sign_ins_are_listed_and_ended(say: Say, in_use: Path, piping: Callable[[str], None]) -> None:
    import asyncio

    # A call has a loop of its own.
    await asyncio.to_thread(say, "user", "add", "per")
    piping(PASSWORD)
    await asyncio.to_thread(say, "user", "password", "per")
    await signed_in(in_use, "per", PASSWORD, "Bilen", "Kontoret", "Hemma")

    found = (await asyncio.to_thread(say, "user", "sign-ins", "per", "--json")).json
    assert [one["device_name"] for one in found] == ["Hemma", "Kontoret", "Bilen"]
    assert set(found[0]) == {"id", "login", "device_name", "created", "used", "expires", "current"}
    listed = await asyncio.to_thread(say, "user", "sign-ins", "per", "--today", "2026-11-24")
    assert listed.out.splitlines()[0] == f"{found[0]['id']}\tHemma\ttoday 09:12\ttoday 09:12\t22 Feb 2027 09:12\t"

    ended = await asyncio.to_thread(say, "user", "sign-out", str(found[0]["id"]), "--today", "2026-11-24")
    assert ended.out == "1 sign-in ended\n"
    assert (await asyncio.to_thread(say, "user", "sign-out", "per", "--json", "--today", "2026-11-24")).json == {
        "ended": 2
    }
    assert (await asyncio.to_thread(say, "user", "sign-ins", "per")).out == ""


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (("user", "sign-ins", "nobody"), 1),
        (("user", "sign-out", "nobody"), 1),
        (("user", "sign-out", "4711"), 1),
        (("user", "sign-out", "9" * 30), 1),
        (("user", "sign-out"), 2),
        (("user", "password", "per", "password-in-the-call"), 2),
        (("user", "sign-ins", "anna", "--user", "per"), 1),
    ],
)
def test_what_is_not_there_or_not_allowed(say: Say, in_use: Path, call: tuple[str, ...], code: int) -> None:
    say("user", "add", "per")
    said = say(*call)
    assert (said.code, said.out) == (code, "")
    assert said.err
