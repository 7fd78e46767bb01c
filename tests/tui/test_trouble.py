"""What goes wrong goes to the log, never to the terminal: what is logged, raised in a thread, or shown by Textual."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.traceback import Traceback

from core.register import Register
from tests.tui.driving import settle
from tests.tui.fakes import FakeRegister, pictured
from tui.app import KundkortApp
from tui.state import State
from tui.trouble import LOG_LIMIT, LogFile, append, keep_log


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Path]:
    """Return a log that everything goes to."""
    hook = threading.excepthook
    path = tmp_path / "folder" / "kundkort.log"
    keep_log(path)
    yield path
    threading.excepthook = hook
    root = logging.getLogger()
    for handler in [handler for handler in root.handlers if isinstance(handler, LogFile)]:
        root.removeHandler(handler)


def test_what_is_logged_goes_to_the_file_with_its_traceback(log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    try:
        raise ZeroDivisionError("of all things")
    except ZeroDivisionError as error:
        logging.getLogger("core.jobs.running").error("job %s failed", 7, exc_info=error)
    logging.getLogger("core").info("nothing worth a line")
    text = log.read_text(encoding="utf-8")
    assert "job 7 failed" in text
    assert "ZeroDivisionError: of all things" in text
    assert "nothing worth" not in text
    assert log.stat().st_mode & 0o077 == 0
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", "")


def test_the_log_is_kept_in_one_place(log: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.log"
    keep_log(other)
    logging.getLogger("core").error("once")
    assert not log.exists()
    assert other.read_text(encoding="utf-8").count("once") == 1


def test_what_a_thread_raises_goes_to_the_file(log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def fail() -> None:
        raise ZeroDivisionError("in a thread")

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    assert "in a thread" in log.read_text(encoding="utf-8")
    assert capsys.readouterr().err == ""


def test_a_log_that_is_too_long_begins_anew(log: Path) -> None:
    append(log, "x" * (LOG_LIMIT + 1))
    append(log, "after")
    assert "after" in log.read_text(encoding="utf-8")
    assert log.stat().st_size < 1000
    assert log.with_name("kundkort.log.1").stat().st_size > LOG_LIMIT


def test_a_log_that_cannot_be_written_hides_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    append(tmp_path / "file" / "kundkort.log", "nobody reads this")


async def test_a_traceback_that_textual_would_end_with_goes_to_the_log(tmp_path: Path) -> None:
    log = tmp_path / "kundkort.log"
    flushed: list[str] = []

    async def opening() -> Register:
        return FakeRegister(pictured())

    app = KundkortApp(opening, State(), log=log, language="en")
    async with app.run_test() as pilot:
        await settle(pilot)
        app.before_end.append(lambda: flushed.append("draft"))
        try:
            raise UnicodeDecodeError("utf-8", b"\xe5", 0, 1, "of another terminal")
        except UnicodeDecodeError:
            app.panic(Traceback())
        shown = "".join(segment.text for segments in app._exit_renderables for segment in app.console.render(segments))
        app._exit_renderables.clear()
        assert "Something in kundkort went wrong" in shown
        assert "Traceback" not in shown
    assert "UnicodeDecodeError" in log.read_text(encoding="utf-8")
    assert flushed == ["draft"]
    assert app.return_code == 1
    assert sys.exc_info()[0] is None
