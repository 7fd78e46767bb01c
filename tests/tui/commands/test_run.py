"""What goes wrong is said in the user's language with the right exit code, and never as a traceback."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from core import errors
from core.errors import KundkortError
from core.places import places
from tests.tui.commands.conftest import Say
from tui.commands.run import error_lines, log_and_tell, os_error_text
from tui.commands.stopping import REFUSED, UNAVAILABLE, code_of

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (errors.Invalid([errors.Fault("name", "required")]), REFUSED),
        (errors.Conflict([]), REFUSED),
        (errors.NotFound("customer", "10001"), REFUSED),
        (errors.Refused("import"), REFUSED),
        (errors.SignedOut(login="per"), REFUSED),
        (errors.Reused("x"), REFUSED),
        (errors.Outdated("1", "2"), UNAVAILABLE),
        (errors.Unavailable("busy", retry=True), UNAVAILABLE),
        (errors.Broken("x.sqlite"), UNAVAILABLE),
    ],
)
def test_every_error_of_the_core_has_a_text_and_an_exit_code(error: KundkortError, code: int) -> None:
    assert code_of(error) == code
    assert len(error_lines(error)) > 10


def test_every_fault_is_said_on_a_line_of_its_own() -> None:
    faults = [errors.Fault("name", "required"), errors.Fault("email", "email")]
    assert len(error_lines(errors.Invalid(faults)).splitlines()) == 2


@pytest.mark.parametrize(
    "number",
    [
        errno.ENOENT,
        errno.ENOTDIR,
        errno.EISDIR,
        errno.EACCES,
        errno.EPERM,
        errno.EROFS,
        errno.EEXIST,
        errno.ENAMETOOLONG,
    ],
)
def test_what_the_system_refuses_is_said_with_the_file(number: int) -> None:
    assert "x.csv" in os_error_text(OSError(number, os.strerror(number), "x.csv"))


def test_a_full_disk_is_said_as_what_it_is() -> None:
    assert "full" in os_error_text(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))


@pytest.mark.usefixtures("own_home")
def test_a_fault_of_ours_goes_to_the_log_whose_place_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        raise ZeroDivisionError("of all things")
    except ZeroDivisionError as error:
        log_and_tell(type(error), error, error.__traceback__)
    said = capsys.readouterr()
    assert str(places().log) in said.err
    assert "Traceback" not in said.err
    assert "of all things" in places().log.read_text(encoding="utf-8")


def test_registers_that_cannot_be_opened(say: Say, tmp_path: Path) -> None:
    noise, folder = tmp_path / "noise.sqlite", tmp_path / "folder.sqlite"
    noise.write_bytes(b"no register " * 1000)
    folder.mkdir()
    for place in (str(noise), str(folder), "http://example.se", "unix:///nowhere", f"{noise}/inside.sqlite"):
        said = say("find", "x", "--register", place)
        assert (said.code, said.out) == (3, ""), place
        assert said.err.startswith("kundkort: ")
        assert len(said.err.splitlines()) == 1


def test_a_register_that_is_not_there_is_made(say: Say, tmp_path: Path) -> None:
    place = tmp_path / "new.sqlite"
    assert say("find", "x", "--register", str(place), "--json").json == []
    assert place.is_file()


def test_a_broken_configuration_is_told_with_its_place(say: Say, own_home: Path) -> None:
    own_home.mkdir()
    (own_home / "config.toml").write_text("user =", encoding="utf-8")
    said = say("check")
    assert said.code == 2
    assert "config.toml" in said.err


def test_the_configuration_names_register_user_and_language(say: Say, in_use: Path, own_home: Path) -> None:
    (own_home / "config.toml").write_text('user = "nobody"\nlanguage = "sv"\n', encoding="utf-8")
    assert "administratör" in say("check").err
    assert say("check", "--user", "anna", "--language", "en").code == 0


def test_the_interface_says_that_it_needs_a_terminal(say: Say) -> None:
    for call in ((), ("demo",), ("open", "x.sqlite")):
        said = say(*call)
        assert (said.code, said.out) == (2, "")
        assert "terminal" in said.err


def kundkort(*words: str, **options: str) -> subprocess.CompletedProcess[bytes]:
    """Run the program itself."""
    environment = os.environ | {"PYTHONPATH": str(ROOT), "LANG": "en_US.UTF-8"} | options
    command = [sys.executable, "-m", "tui", "--user", "anna", *words]
    return subprocess.run(command, capture_output=True, env=environment, cwd=ROOT, check=False)


def test_whoever_has_read_enough_may_go(in_use: Path) -> None:
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "tui", "--user", "anna", "keys"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, cwd=ROOT
    ) as program:
        assert program.stdout is not None
        assert program.stderr is not None
        program.stdout.close()
        assert program.stderr.read() == b""
    assert program.returncode == 0


@pytest.mark.usefixtures("in_use")
def test_a_terminal_without_our_letters_is_no_obstacle() -> None:
    said = kundkort("show", "10001", PYTHONIOENCODING="ascii")
    assert said.returncode == 0
    assert b"V?ster?s" in said.stdout
    said = kundkort("find", "ekbacken", "--json", PYTHONIOENCODING="ascii")
    assert b"V\\u00e4ster\\u00e5s" in said.stdout


def test_a_fault_of_ours_ends_with_1_and_no_traceback() -> None:
    code = "import sys, tui.commands.run as run; run.run = lambda argv: 1 // 0; from tui.__main__ import main; main()"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=ROOT, check=False)
    assert said.returncode == 1
    assert b"Traceback" not in said.stderr
    assert b"kundkort.log" in said.stderr


def test_a_fault_of_ours_speaks_the_language_of_the_call(in_use: Path, own_home: Path) -> None:
    code = (
        "import sys, tui.commands.finding as finding; finding.find = lambda call: 1 // 0;"
        "sys.argv = ['kundkort', '--language', 'sv', '--user', 'anna', 'find', 'x'];"
        "from tui.__main__ import main; main()"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=ROOT, check=False)
    assert said.returncode == 1
    assert "Något gick fel" in said.stderr.decode()
    assert "ZeroDivisionError" in (own_home / "kundkort.log").read_text(encoding="utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="has no descriptors to close")
@pytest.mark.parametrize("closed", ["1>&-", "2>&-", "0<&- 1>&- 2>&-"])
@pytest.mark.parametrize(("call", "code"), [("find ekbacken", 0), ("show 99999", 1), ("--help", 0)])
def test_closed_streams_are_no_obstacle(in_use: Path, own_home: Path, closed: str, call: str, code: int) -> None:
    before = in_use.read_bytes()[:100]
    line = f"{sys.executable} -m tui --user anna {call} {closed}"
    said = subprocess.run(["/bin/sh", "-c", line], capture_output=True, cwd=ROOT, check=False)
    assert said.returncode == code
    assert not (own_home / "kundkort.log").exists()
    assert in_use.read_bytes()[:100] == before


@pytest.mark.parametrize("call", [("show", "x" * 10_000), ("find", "x" * 10_000), ("user", "add", "x" * 10_000)])
@pytest.mark.usefixtures("in_use")
def test_an_argument_that_is_too_long_is_refused_in_a_line(say: Say, call: tuple[str, ...]) -> None:
    said = say(*call)
    assert (said.code, said.out) == (1, "")
    assert len(said.err) < 200


@pytest.mark.usefixtures("in_use")
@pytest.mark.parametrize(
    "text",
    ["\x1b[31m", "\x1b]52;c;aGVq\x07", "\u202eevil", "\x9b31m", "\udcff\udcfe", "a\tb\nc", "{name}", "%s", "[/b]"],
)
def test_whatever_is_asked_for_no_control_reaches_the_terminal(say: Say, text: str) -> None:
    calls = (
        ("find", text),
        ("show", text),
        ("show", text, "--json"),
        ("import", text),
        ("export", text),
        ("settings", text),
        ("find", "a", "--user", text),
        ("find", "a", "--limit", text),
        ("user", "add", text),
        ("user", "list"),
        ("user", "list", "--json"),
        (text,),
    )
    for call in calls:
        said = say(*call)
        assert said.code in (0, 1, 2, 3)
        told = (said.out + said.err).replace("\n", "").replace("\t", "")
        assert told.isprintable(), call
        told.encode()
