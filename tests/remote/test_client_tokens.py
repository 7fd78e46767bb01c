"""Where the token of a sign-in is kept: the environment, a file of one's own, a keyring that works."""

from __future__ import annotations

import stat
import sys
from collections.abc import Iterator
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from core.remote import tokens_kept
from core.remote.tokens_kept import find_token, forget_token, keep_token, token_file

URL = "https://register.example"


@pytest.fixture(autouse=True)
def no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    """Behave as on a machine without the package, whatever is installed here."""
    monkeypatch.setattr(tokens_kept, "find_spec", lambda _name: None)


def test_a_token_is_kept_for_its_server_alone() -> None:
    assert find_token(URL) == ""
    keep_token(URL, "kk_one")
    keep_token(URL + ":8443", "kk_two")
    assert (find_token(URL), find_token(URL + ":8443"), find_token(URL + "/other")) == ("kk_one", "kk_two", "")


def test_a_later_token_takes_the_place_of_the_first() -> None:
    keep_token(URL, "kk_one")
    keep_token(URL, "kk_two")
    assert find_token(URL) == "kk_two"
    assert len(list(token_file(URL).parent.iterdir())) == 1


def test_nobody_else_can_read_it(own_home: Path) -> None:
    keep_token(URL, "kk_one")
    file = token_file(URL)
    assert file.is_relative_to(own_home)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_forgetting_is_for_good_and_can_be_done_twice() -> None:
    keep_token(URL, "kk_one")
    forget_token(URL)
    forget_token(URL)
    assert find_token(URL) == ""


def test_the_environment_counts_first(monkeypatch: pytest.MonkeyPatch) -> None:
    keep_token(URL, "kk_one")
    monkeypatch.setenv("KUNDKORT_TOKEN", " kk_environment\n")
    assert find_token(URL) == "kk_environment"
    monkeypatch.setenv("KUNDKORT_TOKEN", "no token\nX-Header: y")
    assert find_token(URL) == "kk_one"


def test_a_file_with_something_else_in_it_is_no_token() -> None:
    token_file(URL).parent.mkdir(parents=True)
    for content in (b"", b"\xff\xfe", b"a b", b"kk_x\r\nX-Header: y"):
        token_file(URL).write_bytes(content)
        assert find_token(URL) == ""


@pytest.mark.parametrize("url", ["unix:///run/x", "https://ÅÄÖ.example/../../x", "https://" + "x" * 300, "https://."])
def test_the_file_stays_in_its_folder(own_home: Path, url: str) -> None:
    keep_token(url, "kk_one")
    assert token_file(url).parent == own_home / "tokens"
    assert find_token(url) == "kk_one"


class KeyringError(Exception):
    """What the package raises."""


class Keyring(ModuleType):
    """A keyring of the desktop, which may be locked or of no use."""

    def __init__(self) -> None:
        super().__init__("keyring")
        self.priority = 5.0
        self.locked = False
        self.entries: dict[tuple[str, str], str] = {}

    def get_keyring(self) -> Any:
        return self

    def set_password(self, service: str, name: str, value: str) -> None:
        self._unlocked()
        self.entries[service, name] = value

    def get_password(self, service: str, name: str) -> str | None:
        self._unlocked()
        return self.entries.get((service, name))

    def delete_password(self, service: str, name: str) -> None:
        self._unlocked()
        if self.entries.pop((service, name), None) is None:
            raise KeyringError("no such entry")

    def _unlocked(self) -> None:
        if self.locked:
            raise KeyringError("locked")


@pytest.fixture
def keyring(monkeypatch: pytest.MonkeyPatch) -> Iterator[Keyring]:
    """Put a keyring there."""
    found = Keyring()
    errors = ModuleType("keyring.errors")
    vars(errors)["KeyringError"] = KeyringError
    monkeypatch.setattr(tokens_kept, "find_spec", lambda name: ModuleSpec(name, None))
    monkeypatch.setitem(sys.modules, "keyring", found)
    monkeypatch.setitem(sys.modules, "keyring.errors", errors)
    yield found


def test_a_keyring_that_works_keeps_it_and_no_file_does(keyring: Keyring) -> None:
    keep_token(URL, "kk_one")
    assert keyring.entries == {("kundkort", URL): "kk_one"}
    assert not token_file(URL).exists()
    assert find_token(URL) == "kk_one"
    forget_token(URL)
    forget_token(URL)
    assert find_token(URL) == ""


@pytest.mark.parametrize("trouble", [{"priority": 0.5}, {"priority": -1}, {"locked": True}])
def test_a_keyring_that_does_not_work_leaves_it_to_the_file(keyring: Keyring, trouble: dict[str, Any]) -> None:
    vars(keyring).update(trouble)
    keep_token(URL, "kk_one")
    assert keyring.entries == {}
    assert find_token(URL) == "kk_one"
    forget_token(URL)
    assert find_token(URL) == ""


def test_a_keyring_that_is_locked_later_is_no_error(keyring: Keyring) -> None:
    keep_token(URL, "kk_one")
    keyring.locked = True
    assert find_token(URL) == ""
    forget_token(URL)
