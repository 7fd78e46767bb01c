"""Commands on a register at a server: signing in once, everything as with a file, signing out."""

from __future__ import annotations

import getpass
import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.errors import Outdated
from core.local import open_local
from core.people.api import set_password
from core.places import sqlite_url
from core.remote.client import RemoteRegister
from core.remote.tokens_kept import find_token
from tests.conftest import StandingClock
from tests.contract.cases import PASSWORD
from tests.remote.served import served_beside
from tests.tui.commands.conftest import Say


@pytest.fixture
async def with_password(in_use: Path) -> Path:
    """Give "anna" a password in the register in use, and return its file."""
    register = await open_local(sqlite_url(in_use), user="anna", session="test", clock=StandingClock())
    await register(set_password, "", PASSWORD)
    await register.close()
    return in_use


@pytest.fixture
def url(with_password: Path) -> Iterator[str]:
    """Serve that register and return the server's URL."""
    with served_beside(with_password, StandingClock()) as served:
        yield served


class Terminal(io.StringIO):
    """A stdin that somebody types at."""

    def isatty(self) -> bool:
        return True


def types(monkeypatch: pytest.MonkeyPatch, login: str, password: str) -> list[str]:
    """Answer at the terminal; return what was asked for without being shown."""
    asked: list[str] = []

    def ask(question: str) -> str:
        asked.append(question)
        return password

    monkeypatch.setattr("sys.stdin", Terminal(login + "\n"))
    monkeypatch.setattr(getpass, "getpass", ask)
    return asked


def pipes(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """Put a text on stdin."""
    monkeypatch.setattr("sys.stdin", io.StringIO(text))


def test_signing_in_is_done_once_and_everything_works(
    say: Say, url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    pipes(monkeypatch, PASSWORD + "\n")
    said = say("sign-in", url)
    assert (said.code, said.out) == (0, f"Signed in to {url} as anna\n")
    monkeypatch.setenv("KUNDKORT_REGISTER", url)
    assert [one["number"] for one in say("find", "brf", "--json").json]
    assert say("show", say("find", "brf", "--json").json[0]["number"]).code == 0
    assert say("settings", "number_longest", "9").code == 0
    assert "9" in say("settings", "number_longest").out
    assert "anna" in say("user", "list").out
    assert say("user", "add", "per").code == 0
    assert say("export", str(tmp_path / "out.csv")).code == 0
    assert say("template", str(tmp_path / "template.xlsx")).code == 0
    imported = say("import", str(tmp_path / "out.csv"), "--json")
    assert (imported.code, imported.json["unchanged"]) == (0, 3)
    assert say("check").code == 0
    assert say("show", "999999").code == 1


@pytest.mark.parametrize(("newer", "words"), [(True, "The server is newer"), (False, "The server is older")])
def test_of_two_versions_the_older_side_is_named(
    say: Say, url: str, monkeypatch: pytest.MonkeyPatch, newer: bool, words: str
) -> None:
    async def refuse(*_call: object, **_arguments: object) -> None:
        raise Outdated("1", "2", newer=newer)

    pipes(monkeypatch, PASSWORD + "\n")
    assert say("sign-in", url).code == 0
    monkeypatch.setattr(RemoteRegister, "__call__", refuse)
    said = say("find", "brf", "--register", url)
    assert said.code == 3
    assert words in said.err and "kundkort upgrade" not in said.err


def test_signing_out_is_for_there_and_here(say: Say, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    pipes(monkeypatch, PASSWORD)
    assert say("sign-in", "--register", url, "--json").json == {"register": url, "login": "anna"}
    token = find_token(url)
    assert say("sign-out", url).out == f"Signed out of {url}\n"
    assert find_token(url) == ""
    monkeypatch.setenv("KUNDKORT_TOKEN", token)
    assert say("find", "brf", "--register", url).code == 1, "the token is of no use any more"
    monkeypatch.delenv("KUNDKORT_TOKEN")
    again = say("sign-out", url)
    assert (again.code, again.err) == (1, f"kundkort: Nobody was signed in to {url} from here\n")


def test_whoever_is_not_signed_in_is_told_how(say: Say, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    pipes(monkeypatch, "")
    said = say("find", "brf", "--register", url)
    assert (said.code, said.err) == (1, f"kundkort: Nobody is signed in: kundkort sign-in {url}\n")


def test_at_a_terminal_one_is_asked_and_stays_signed_in(say: Say, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = types(monkeypatch, "", PASSWORD)
    said = say("find", "brf", "--register", url, "--json")
    assert said.code == 0 and said.json
    assert said.err == f"Login at {url} (Enter: anna): "
    assert asked == ["Password of anna: "]
    pipes(monkeypatch, "")
    assert say("find", "brf", "--register", url).code == 0


def test_a_wrong_password_is_told_and_shown_nowhere(say: Say, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    types(monkeypatch, "per", "a wrong one")
    said = say("sign-in", url)
    assert said.code == 1
    assert "Login and password don't go together" in said.err
    assert "a wrong one" not in said.out + said.err
    assert find_token(url) == ""


@pytest.mark.parametrize("answer", ["", "\n"])
def test_without_a_password_nobody_is_signed_in(
    say: Say, url: str, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    pipes(monkeypatch, answer)
    said = say("sign-in", url)
    assert (said.code, said.err) == (1, "kundkort: No password was written: nobody is signed in\n")


@pytest.mark.parametrize(
    ("where", "code", "text"),
    [
        ("x.sqlite", 2, "is no server"),
        ("unix:///run/kundkort", 1, "the system says who you are"),
        ("http://register.example", 3, "write https://"),
        ("https://localhost:1", 3, "does not answer"),
        ("https://anna:secret@register.example", 3, "is no address of a server"),
    ],
)
def test_where_nobody_signs_in(say: Say, monkeypatch: pytest.MonkeyPatch, where: str, code: int, text: str) -> None:
    pipes(monkeypatch, "x")
    said = say("sign-in", where)
    assert said.code == code
    assert text in said.err
    assert "secret" not in said.err
