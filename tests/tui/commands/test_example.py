"""demo and opening registers: whole or not at all, apart from real data, remembered once it is open."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from core.demo import history
from core.errors import Unavailable
from core.places import places, sqlite_url
from tests.tui.commands.conftest import Say
from tui import state as states
from tui.commands import example, screen
from tui.commands.arguments import parse
from tui.commands.call import Call, make_call
from tui.commands.said import Arguments
from tui.commands.stopping import Stopped


def call_of(*words: str) -> Call:
    return make_call(parse(words), places(), {}, states.State(theme="light"))


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    """Note what would be opened on the screen, and make short work of the example's history."""
    noted: list[tuple[Any, ...]] = []

    def open_screen(_call: Call, *what: object) -> int:
        noted.append(what)
        return 0

    monkeypatch.setattr(example, "open_screen", open_screen)
    monkeypatch.setattr(example, "need_terminal", lambda: None)
    monkeypatch.setattr(history, "CHANGED_CARDS", 2)
    return noted


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ({}, "example-2000.sqlite"),
        ({"customers": 500}, "example-500.sqlite"),
        ({"today": date(2026, 11, 24)}, "example-2000-2026-11-24.sqlite"),
    ],
)
def test_each_example_has_a_file_of_its_own(said: dict[str, object], name: str) -> None:
    arguments = Arguments()
    vars(arguments).update(said)
    path = example.example_file(places(), arguments)
    assert path == places().demo_folder / name
    assert path != Path(places().register_url)


def test_the_example_is_made_once_and_anew_when_asked(say: Say, opened: list[tuple[Any, ...]]) -> None:
    made = say("demo", "--customers", "3", "--today", "2026-11-24")
    assert made.code == 0
    assert "3 customers" in made.err
    path = places().demo_folder / "example-3-2026-11-24.sqlite"
    url, login, state, state_file = opened[0]
    assert (url, login) == (sqlite_url(path), "anna")
    assert state_file == places().demo_folder / "state.json"
    assert state.register == ""
    say("settings", "company_name", "Played with", "--register", str(path))
    assert say("demo", "--customers", "3", "--today", "2026-11-24").err == ""
    assert say("settings", "company_name", "--register", str(path), "--json").json == "Played with"
    say("demo", "--customers", "3", "--today", "2026-11-24", "--again")
    assert say("settings", "company_name", "--register", str(path), "--json").json == history.COMPANY
    assert [file.name for file in places().demo_folder.iterdir()] == [path.name]


def test_real_data_is_never_touched(say: Say, in_use: Path, opened: list[tuple[Any, ...]]) -> None:
    before = in_use.read_bytes()
    say("demo", "--customers", "2", "--again")
    assert in_use.read_bytes() == before


@pytest.mark.usefixtures("opened")
def test_what_could_not_be_made_whole_is_never_opened(say: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fail(*_args: object, **_named: object) -> int:
        raise Unavailable("full", retry=False)

    monkeypatch.setattr("core.demo.prepare._live", fail)
    said = say("demo", "--customers", "2")
    assert said.code == 3
    assert "full" in said.err
    assert list(places().demo_folder.iterdir()) == []


@pytest.mark.usefixtures("opened")
def test_what_a_killed_program_left_is_removed_some_hours_later(say: Say) -> None:
    folder = places().demo_folder
    folder.mkdir(parents=True)
    old, young = folder / "example-2.sqlite.123", folder / "example-2.sqlite.124-wal"
    for left in (old, young):
        left.touch()
    os.utime(old, (0, 0))
    assert say("demo", "--customers", "2").code == 0
    assert not old.exists()
    assert young.exists()


class App:
    """An app that only opens its register."""

    def __init__(self, opening: Any, state: states.State, **named: Any) -> None:
        self.opening, self.state, self.named = opening, state, named
        self.return_code: int | None = None
        self.mouse = True
        _apps.append(self)

    def run(self, *, mouse: bool) -> None:
        self.mouse = mouse


_apps: list[App] = []


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch) -> list[App]:
    """Let the interface be an app that only notes how it is made."""
    _apps.clear()
    monkeypatch.setattr("tui.app.KundkortApp", App)
    monkeypatch.setattr(screen, "need_terminal", lambda: None)
    monkeypatch.setattr("tui.start_environment.prepare", lambda colour: None)
    return _apps


@pytest.mark.usefixtures("in_use")
async def test_another_register_is_remembered_once_it_is_open(app: list[App], tmp_path: Path) -> None:
    call = call_of("open", str(tmp_path / "other.sqlite"), "--user", "anna")
    assert screen.open_another(call) == 0
    assert call.state.register == ""
    register = await app[0].opening()
    await register.close()
    assert call.state.register == sqlite_url(tmp_path / "other.sqlite")


@pytest.mark.usefixtures("in_use")
async def test_the_register_in_use_is_opened_and_nothing_else_remembered(app: list[App]) -> None:
    call = call_of("--user", "anna", "--theme", "light", "--ascii", "--no-mouse")
    assert screen.open_in_use(call) == 0
    await (await app[0].opening()).close()
    assert call.state.register == ""
    assert app[0].mouse is False
    assert {key: app[0].named[key] for key in ("theme", "ascii_signs", "state_file", "log")} == {
        "theme": "light",
        "ascii_signs": True,
        "state_file": places().state_file,
        "log": places().log,
    }


@pytest.mark.usefixtures("app")
def test_the_colours_of_the_configuration_are_checked() -> None:
    call = make_call(parse([]), places(), {"color": "pink"}, states.State())
    with pytest.raises(Stopped):
        screen.open_in_use(call)
