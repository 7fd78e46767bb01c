"""Hostile and unlucky input in the real program: no control reaches the terminal, and nothing typed is lost."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.local import LocalRegister
from core.places import sqlite_url
from tests.tui.card_driving import add_ekbacken

if sys.platform == "win32":
    pytest.skip("there are no pseudo-terminals", allow_module_level=True)

from tests.terminal.terminal import Terminal

HOSTILE = (
    "[/b]",
    "Robert'); DROP TABLE customer;--",
    "a\x1b[31;5mred\x1b]52;c;aGVq\x07\x1b]8;;http://x\x1b\\link",
    "\x1b[A\x1b[1;5P\x13\x11keys",
    "\u202egpj\u2066",
    "a\u200bb\ufeffc",
    "N\x00UL\x9b31m",
    "e\u0301\u0301\u0301",
    "漢字カナ",
    "👩‍👩‍👧‍👦🇸🇪",
    "tab\tnew\nline",
)
# Moves, styles, erasing; modes and their reports; the keyboard's protocol; questions to the terminal; its title.
OURS = re.compile(
    r"\x1b\[[\d;]*[HmJKCX]|\x1b\[\?[\d;]*(?:[hl]|\$p)|\x1b\[[<>=]?[\d;]*u|\x1b\[(?:0?c|\d* q|\d*;?\d*t|6n)|\x1b[78=>]"
    # The shape of the pointer.
    r"|\x1b\]22;[a-z-]*\x07"
)
OBEYED = re.compile("[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff]")


def program(register_file: Path, *arguments: str, language: str = "sv") -> Terminal:
    """Return the program on a register, as anna."""
    return Terminal(["--register", sqlite_url(register_file), "--user", "anna", "--language", language, *arguments])


def paste(terminal: Terminal, text: str) -> None:
    """Paste, as a terminal does that lets everything through."""
    terminal.press(f"\x1b[200~{text}\x1b[201~")


def assert_harmless(terminal: Terminal) -> None:
    """See that all that came were sequences of ours and text."""
    text = OURS.sub("", terminal.everything.decode(errors="replace"))
    found = OBEYED.search(text)
    assert found is None, ascii(text[max(0, found.start() - 40) : found.end() + 40])


@pytest.mark.parametrize("language", ["sv", "en"])
async def test_hostile_texts_in_every_field_that_one_types_in(
    register: LocalRegister, register_file: Path, language: str
) -> None:
    await add_ekbacken(register)
    await register.close()
    with program(register_file, language=language) as running:
        running.until_shows("Enköping")
        for opens in ("/", "\x10"):
            running.press(opens)
            for text in HOSTILE:
                paste(running, text)
                running.until_still()
                running.press("\x15")
            back_to_list(running)
        for text in HOSTILE:
            running.press("n")
            running.until_shows("E-faktura" if language == "sv" else "E-invoice")
            paste(running, text)
            running.press("tab", "tab", "tab", "tab")
            paste(running, text)
            running.press("ctrl+s")
            # Not what it says: pyte loses its place behind some of them.
            running.until(lambda lines: "›" not in lines[0])
        running.until_still()
        assert running.process.poll() is None
        assert_harmless(running)
        running.press("ctrl+q")
        assert running.until_ended() == 0


async def test_ten_thousand_characters_are_refused_with_how_many_are_too_many(
    register: LocalRegister, register_file: Path
) -> None:
    await add_ekbacken(register)
    await register.close()
    with program(register_file) as running:
        running.until_shows("Enköping")
        running.press("/")
        paste(running, "x" * 10_000)
        running.until_shows("Korta texten med 9800 tecken: högst 200 får plats")
        back_to_list(running)
        running.press("n")
        running.until_shows("E-faktura")
        paste(running, "x" * 10_000)
        running.until_shows("* inte sparad")
        running.press("ctrl+s")
        running.until_shows("Korta texten med 9500 tecken: högst 500 får plats")
        assert any("9500 tecken för långt" in line for line in running.lines)


async def test_a_terminal_of_another_encoding_stops_nothing(register: LocalRegister, register_file: Path) -> None:
    await add_ekbacken(register)
    await register.close()
    with program(register_file) as running:
        running.until_shows("Enköping")
        running.press("/")
        running.until_still()
        running.press_bytes("Åkeri".encode("cp1252"))
        running.until_shows("keri")
        back_to_list(running)
        running.press("q")
        assert running.until_ended() == 0


@pytest.mark.parametrize("name", [b"a\x1b[31m\x1b]52;c;aGVq\x07.csv", b"\xe5\xe4\xf6.csv", "\u202evsc.csv".encode()])
async def test_a_file_with_a_hostile_name_can_be_imported(
    register: LocalRegister, register_file: Path, tmp_path: Path, name: bytes
) -> None:
    await add_ekbacken(register)
    await register.close()
    folder = tmp_path / "files"
    folder.mkdir()
    Path(os.fsdecode(os.fsencode(folder) + b"/" + name)).write_text("Kundnummer;Namn\n1;Ett\n")
    with program(register_file) as running:
        running.until_shows("Enköping")
        running.press("g", "u")
        running.until_shows("Importera")
        paste(running, f"{folder}/")
        running.press("enter")
        running.until_shows("rad läst på")
        running.press("enter")
        running.until_shows("1 ny")
        assert_harmless(running)


async def test_a_register_that_was_taken_away_keeps_the_form_until_it_is_back(
    register: LocalRegister, register_file: Path
) -> None:
    await add_ekbacken(register)
    await register.close()
    with program(register_file) as running:
        edit_name(running)
        aside = register_file.with_name("aside")
        register_file.rename(aside)
        running.press("ctrl+s")
        running.until_shows("Registrets fil har flyttats eller tagits bort: lägg tillbaka den")
        assert any("Ekbackenx" in line for line in running.lines)
        aside.rename(register_file)
        running.press("ctrl+s")
        running.until_shows("Sparat")


async def test_a_register_that_cannot_be_opened_has_a_page_of_its_own(tmp_path: Path, register_file: Path) -> None:
    letter = tmp_path / "letter.sqlite"
    letter.write_text("Hej!")
    with program(letter) as running:
        running.until_shows("Registret går inte att öppna")
        running.until_shows("kundkort restore FIL")
        running.press("r")
        running.until_shows("Det går fortfarande inte att öppna")
        register_file.replace(letter)
        running.press("r")
        running.until_shows("0 kunder")
        running.press("q")
        assert running.until_ended() == 0


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """Return a disk of a few megabytes, where one may be made."""
    place = tmp_path / "disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", str(place)]
    if not sys.platform.startswith("linux") or os.geteuid() != 0 or subprocess.run(command, check=False).returncode:
        pytest.skip("a small disk can only be made by root on Linux, where mounting is allowed")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def fill(place: Path) -> Path:
    """Leave no byte on a disk; return the file that takes the room."""
    filler = place / "filler"
    with filler.open("wb", buffering=0) as file:
        for size in (4096, 1):
            try:
                while file.write(b"x" * size):
                    pass
            except OSError:
                continue
    return filler


async def test_a_full_disk_keeps_the_form_and_saving_works_once_there_is_room(
    register: LocalRegister, register_file: Path, tiny_disk: Path
) -> None:
    await add_ekbacken(register)
    await register.close()
    place = tiny_disk / "kundkort.sqlite"
    place.write_bytes(register_file.read_bytes())
    arguments = ["--register", sqlite_url(place), "--user", "anna"]
    with Terminal(arguments, environment={"KUNDKORT_HOME": str(tiny_disk / "home")}) as running:
        running.until_shows("Enköping")
        running.press("enter")
        running.until_shows("ordförande")
        running.press("e")
        running.until_shows("E-faktura")
        filler = fill(tiny_disk)
        running.press("x")
        running.until_shows("Disken är full, så inget utkast sparas")
        running.press("ctrl+s")
        running.until_shows("Disken är full: gör plats")
        assert any("Ekbackenx" in line for line in running.lines)
        filler.unlink()
        running.press("ctrl+s")
        running.until_shows("Sparat")
        running.press("ctrl+q")
        assert running.until_ended() == 0


async def test_resizing_as_fast_as_one_can_ends_whole(register: LocalRegister, register_file: Path) -> None:
    await add_ekbacken(register)
    await register.close()
    with program(register_file) as running:
        running.until_shows("Enköping")
        for step in range(40):
            running.resize(1 + 37 * step % 190, 1 + 13 * step % 60)
            running.read(0.005)
        running.resize(40, 10)
        running.until_shows("Fönstret är för litet")
        running.resize(80, 24)
        running.until_shows("Enköping")
        running.press("q")
        assert running.until_ended() == 0


async def test_a_program_that_was_stopped_goes_on(register: LocalRegister, register_file: Path) -> None:
    await add_ekbacken(register)
    await register.close()
    with program(register_file) as running:
        edit_name(running)
        running.send_signal(signal.SIGTSTP)
        wait_until_stopped(running.process.pid)
        running.send_signal(signal.SIGCONT)
        running.until_shows("Ekbackenx")
        running.press("y")
        running.until_shows("Ekbackenxy")


@pytest.mark.parametrize(
    "environment",
    [
        {"TERM": "dumb"},
        {"TERM": ""},
        {"LANG": "C", "LC_ALL": "C"},
        {"LANG": "xx_YY.KOI8-R"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"LANG": "sv_SE.ISO-8859-1", "PYTHONIOENCODING": "latin-1"},
    ],
    ids=str,
)
async def test_poor_terminals_show_the_list(
    register: LocalRegister, register_file: Path, environment: dict[str, str]
) -> None:
    await add_ekbacken(register)
    await register.close()
    arguments = ["--register", sqlite_url(register_file), "--user", "anna"]
    with Terminal(arguments, environment=environment) as running:
        running.until_shows("Ekbacken")
        assert_harmless(running)
        running.press("q")
        assert running.until_ended() == 0


def wait_until_stopped(process: int) -> None:
    """Wait until a process sleeps that was told to."""
    os.waitid(os.P_PID, process, os.WSTOPPED | os.WNOWAIT)


def back_to_list(running: Terminal) -> None:
    """Leave a field; two Escapes at once would be another key."""
    for _step in range(2):
        running.press("escape")
        running.until_still()


def edit_name(running: Terminal) -> None:
    """Open the card of Brf Ekbacken and its form, and type a letter in its name."""
    running.until_shows("Enköping")
    running.press("enter")
    running.until_shows("ordförande")
    running.press("e")
    running.until_shows("E-faktura")
    running.press("x")
    running.until_shows("* 1 ändring")
