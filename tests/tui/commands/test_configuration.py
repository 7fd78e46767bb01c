"""What is configured: the call before the environment before the file before what was remembered."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.places import places, sqlite_url
from tui.commands.configuration import configured, is_yes, language_of, login_of, register_url, whole_url
from tui.commands.stopping import WRONGLY_CALLED, Stopped
from tui.state import State


def test_the_environment_comes_before_the_file(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text('register = "a.sqlite"\nuser = "anna"\nascii = true\nother = 1\n', encoding="utf-8")
    assert configured(file, {}) == {"register": "a.sqlite", "user": "anna", "ascii": "yes"}
    assert configured(file, {"KUNDKORT_USER": "per", "KUNDKORT_THEME": ""})["user"] == "per"
    assert configured(tmp_path / "none.toml", {"KUNDKORT_THEME": "light"}) == {"theme": "light"}


def test_a_file_that_is_no_toml_is_told_with_its_place(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text("register = ", encoding="utf-8")
    with pytest.raises(Stopped) as stopped:
        configured(file, {})
    assert str(file) in stopped.value.text
    assert stopped.value.code == WRONGLY_CALLED


@pytest.mark.parametrize(
    ("arguments", "found", "environment", "language"),
    [
        (["--language", "en"], {"language": "sv"}, {}, "en"),
        (["find", "--language=sv"], {}, {"LANG": "en_US.UTF-8"}, "sv"),
        (["find", "--", "--language", "en"], {"language": "sv"}, {}, "sv"),
        (["--language"], {}, {}, "sv"),
        ([], {"language": "en"}, {"LANG": "sv_SE.UTF-8"}, "en"),
        ([], {}, {"LANG": "sv_SE.UTF-8"}, "sv"),
        ([], {}, {"LANG": "en_GB.UTF-8"}, "en"),
        ([], {}, {"LC_ALL": "sv_SE", "LANG": "en_GB"}, "sv"),
        ([], {}, {"LC_ALL": "", "LANG": "en_GB"}, "en"),
        ([], {}, {"LANG": "C.UTF-8"}, "sv"),
        ([], {}, {"LANG": "POSIX"}, "sv"),
        ([], {}, {"LANG": "de_DE.UTF-8"}, "de"),
        ([], {}, {}, "sv"),
    ],
)
def test_the_language(arguments: list[str], found: dict[str, str], environment: dict[str, str], language: str) -> None:
    assert language_of(arguments, found, environment) == language


def test_the_register_in_use(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    remembered = State(register="sqlite:////remembered.sqlite")
    where = places()
    assert register_url("", {}, State(), where) == where.register_url
    assert register_url("", {}, remembered, where) == "sqlite:////remembered.sqlite"
    assert register_url("", {"register": "c.sqlite"}, remembered, where) == sqlite_url(tmp_path / "c.sqlite")
    assert register_url("a.sqlite", {"register": "c.sqlite"}, remembered, where) == sqlite_url(tmp_path / "a.sqlite")


def test_urls_and_paths_become_whole_urls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    whole = sqlite_url(tmp_path / "x.sqlite")
    assert (
        whole_url("x.sqlite") == whole_url("sqlite:///x.sqlite") == whole_url("~/x.sqlite") == whole_url(whole) == whole
    )
    assert whole_url("https://example.se") == "https://example.se"
    assert whole_url("postgresql://anna@host/db") == "postgresql+psycopg://anna@host/db"
    assert whole_url("postgresql+psycopg://anna@host/db") == "postgresql+psycopg://anna@host/db"
    assert whole_url("unix:///run/x.sock") == "unix:///run/x.sock"
    assert whole_url("unix:~/x.sock") == f"unix://{tmp_path.as_posix()}/x.sock"
    assert whole_url("http://127.0.0.1:8443") == "http://127.0.0.1:8443"
    assert whole_url("mysql://host/db") == "mysql://host/db"
    assert whole_url("") == ""


def test_who_is_at_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", "karin")
    assert login_of("anna", {"user": "per"}) == "anna"
    assert login_of("", {"user": "per"}) == "per"
    assert login_of("", {}) == "karin"


@pytest.mark.parametrize("text", ["yes", "1", "true", "on", "ja", "På", " JA "])
def test_yes(text: str) -> None:
    assert is_yes(text)


@pytest.mark.parametrize("text", ["no", "0", "", "off", "nej", "kanske"])
def test_no(text: str) -> None:
    assert not is_yes(text)
