"""The draft journal: on disk within a second, private, whole or not at all, offered only when its session is dead."""

from __future__ import annotations

import asyncio
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import StandingClock
from tests.tui.cards import model
from tui.form import drafts
from tui.form.content import SavedForm, save
from tui.form.drafts import Found, Journal, Keeper
from tui.form.model import EditModel
from tui.form.session_lock import is_alive


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder for drafts that is not made yet."""
    return tmp_path / "state" / "drafts"


def journal_in(folder: Path, session: str = "one", user: str = "anna", register: str = "sqlite:///a") -> Journal:
    """Return a journal that goes by a standing clock."""
    return Journal(folder, register=register, user=user, session=session, clock=StandingClock())


def keeper_of(journal: Journal, form: EditModel, adopted: Path | None = None) -> Keeper:
    """Return what keeps this form's draft, as the screen does."""

    def content() -> tuple[str, int, SavedForm] | None:
        return ("Brf Ekbacken", len(form.changes()), save(form)) if form.dirty else None

    return journal.keeper("customer", form.id, content, adopted)


def typed(text: str = "Brf Eken") -> EditModel:
    """Return a form in which the name was changed."""
    form = model()
    form.set("name", text)
    return form


def found_after_death(folder: Path, session: str = "two", **whose: str) -> list[Found]:
    """Return what another session finds."""
    return journal_in(folder, session, **whose).found()


def test_a_flushed_draft_is_private_and_offered_after_the_session_died(folder: Path) -> None:
    journal = journal_in(folder)
    keeper = keeper_of(journal, typed())
    keeper._unwritten = True
    assert keeper.flush() is None
    assert stat.S_IMODE(keeper.path.stat().st_mode) == 0o600 or os.name == "nt"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700 or os.name == "nt"
    assert found_after_death(folder) == [], "the session that wrote it lives"
    journal.close()
    (found,) = found_after_death(folder)
    assert (found.draft.label, found.draft.changes, found.draft.row) == ("Brf Ekbacken", 1, 1)
    assert found.draft.content.typed == {"name": "Brf Eken"}
    assert found.draft.saved_at == "2026-11-24T08:12:00.000Z"


@pytest.mark.parametrize("whose", [{"user": "per"}, {"register": "sqlite:///b"}])
def test_only_the_same_user_of_the_same_register_is_offered_it(folder: Path, whose: dict[str, str]) -> None:
    write_and_die(folder)
    assert found_after_death(folder, **whose) == []
    assert len(found_after_death(folder)) == 1


def write_and_die(folder: Path, session: str = "one") -> Path:
    """Leave a draft of a session that is dead; return its file."""
    journal = journal_in(folder, session)
    keeper = keeper_of(journal, typed())
    keeper._unwritten = True
    keeper.flush()
    journal.close()
    return keeper.path


async def test_a_key_is_on_disk_within_a_second(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert drafts.DELAY < 0.7
    monkeypatch.setattr(drafts, "DELAY", 0.0)
    form = typed()
    keeper = keeper_of(journal_in(folder), form)
    keeper.changed()
    await written(keeper)
    assert keeper.path.exists()
    form.set("name", "Brf Ekbacken")
    keeper.changed()
    await written(keeper)
    assert not keeper.path.exists()


async def written(keeper: Keeper) -> None:
    """Let the timer strike, and wait for what it began."""
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert keeper._writing is not None
    await keeper._writing


def test_what_is_saved_or_discarded_is_gone(folder: Path) -> None:
    journal = journal_in(folder)
    keeper = keeper_of(journal, typed())
    keeper._unwritten = True
    keeper.flush()
    keeper.remove()
    journal.close()
    assert list(folder.iterdir()) == []


def test_an_adopted_draft_becomes_ones_own(folder: Path) -> None:
    path = write_and_die(folder)
    journal = journal_in(folder, "two")
    (found,) = journal.found()
    keeper = keeper_of(journal, typed(), found.path)
    keeper._unwritten = True
    keeper.flush()
    assert not path.exists()
    assert journal_in(folder, "three").found() == []
    journal.close()
    assert len(journal_in(folder, "three").found()) == 1


def test_a_damaged_draft_is_left_alone(folder: Path) -> None:
    path = write_and_die(folder)
    path.write_bytes(path.read_bytes()[:50])
    assert found_after_death(folder) == []
    assert path.exists()


def test_what_was_half_written_is_swept_away(folder: Path) -> None:
    path = write_and_die(folder)
    half = path.with_suffix(".abcd.new")
    half.write_bytes(b"{")
    assert len(found_after_death(folder)) == 1
    assert not half.exists()


def test_a_draft_is_whole_or_what_it_was(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_and_die(folder)
    before = path.read_bytes()

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        drafts.write_whole(path, b"something else")
    assert path.read_bytes() == before
    assert [each.name for each in folder.iterdir()] == [path.name]


def test_a_full_disk_is_said_once_and_the_next_key_tries_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keeper = keeper_of(journal_in(folder), typed())
    said: list[OSError] = []
    keeper.on_trouble = said.append
    real = drafts.write_whole

    def full(path: Path, data: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(drafts, "write_whole", full)
    keeper._unwritten = True
    assert keeper.flush() is not None
    assert keeper.flush() is not None, "it is still not on disk"
    assert len(said) == 1
    monkeypatch.setattr(drafts, "write_whole", real)
    assert keeper.flush() is None
    assert keeper.path.exists()


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write everywhere; Windows has other rights")
def test_a_read_only_folder_is_said(folder: Path) -> None:
    folder.mkdir(parents=True)
    folder.chmod(0o500)
    keeper = keeper_of(journal_in(folder), typed())
    keeper._unwritten = True
    assert keeper.flush() is not None


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    keeper = keeper_of(journal_in(tmp_path / "file" / "drafts"), typed())
    keeper._unwritten = True
    assert keeper.flush() is not None


HOLD = """
import sys
from pathlib import Path
from tui.form.session_lock import SessionLock
lock = SessionLock(Path(sys.argv[1]), "other")
print("held", flush=True)
sys.stdin.read()
"""


def test_a_session_is_alive_as_long_as_its_program(folder: Path) -> None:
    folder.mkdir(parents=True)
    program = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert program.stdout is not None
    assert program.stdout.readline() == "held\n"
    assert is_alive(folder, "other")
    program.kill()
    program.communicate()
    assert not is_alive(folder, "other")
    assert not is_alive(folder, "never was")
