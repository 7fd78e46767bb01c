"""The real program loses its terminal, or is killed: nothing typed is lost, and the next start offers it."""

from __future__ import annotations

import signal
import sys
import time
from pathlib import Path

import msgspec
import pytest

from core.local import LocalRegister
from core.places import sqlite_url
from tests.tui.card_driving import add_ekbacken
from tui.form.drafts import Draft

if sys.platform == "win32":
    pytest.skip("there are no pseudo-terminals", allow_module_level=True)

from tests.terminal.terminal import LONGEST, Terminal


def program(register_file: Path) -> Terminal:
    """Return the program on a register, as anna."""
    return Terminal(["--register", sqlite_url(register_file), "--user", "anna"])


def edit_name(running: Terminal) -> None:
    """Open the card of Brf Ekbacken and its form, and type a letter in its name."""
    running.until_shows("Enköping")
    running.press("enter")
    running.until_shows("ordförande")
    running.press("e")
    running.until_shows("Företag")
    running.press("x")
    running.until_shows("* 1 ändring")


def drafts_in(home: Path) -> list[Draft]:
    """Return the drafts on disk."""
    found = sorted((home / "drafts").glob("*.json"))
    return [msgspec.json.decode(path.read_bytes(), type=Draft) for path in found]


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM])
async def test_a_dropped_line_loses_nothing_and_the_next_start_offers_it(
    register: LocalRegister, register_file: Path, own_home: Path, number: signal.Signals
) -> None:
    await add_ekbacken(register)
    await register.close()
    with program(register_file) as running:
        edit_name(running)
        running.press("y")
        running.until_shows("Brf Ekbackenxy")
        running.send_signal(number)
        assert running.until_ended() == 128 + number
    (draft,) = drafts_in(own_home)
    assert draft.content.typed == {"name": "Brf Ekbackenxy"}
    with program(register_file) as running:
        running.until_shows("Inte sparat: 1 ändring i Brf Ekbacken")
        running.press("ö")
        running.until_shows("Brf Ekbackenxy")


async def test_a_killed_program_loses_at_most_the_last_second(
    register: LocalRegister, register_file: Path, own_home: Path
) -> None:
    await add_ekbacken(register)
    await register.close()
    with program(register_file) as running:
        edit_name(running)
        end = time.monotonic() + LONGEST
        while not drafts_in(own_home):
            assert time.monotonic() < end, "the draft never came"
            running.read(0.05)
        running.send_signal(signal.SIGKILL)
        running.until_ended()
    assert drafts_in(own_home)[0].content.typed == {"name": "Brf Ekbackenx"}
    with program(register_file) as running:
        running.until_shows("Inte sparat: 1 ändring i Brf Ekbacken")
