"""Registers in trouble: full disks, files that are none, damaged or taken away: a clear error, and nothing is lost."""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.exc import StatementError

from core.clock import system_clock
from core.customers.api import change_customer, get_customer
from core.customers.views import CustomerChange
from core.database.sqlite import connecting, engine, reader
from core.database.sqlite.engine import make_engine
from core.edits import Edit
from core.errors import Broken, KundkortError, SignedOut, Unavailable
from core.local import LocalRegister, open_local
from core.people.api import add_user, list_users
from core.people.views import UserDraft
from core.places import sqlite_url
from core.reasons import REASONS
from core.records.api import changes, check_register
from core.register import open_register
from core.settings.api import get_settings, set_setting
from core.upkeep import backup_register, restore_register, upgrade_register
from core.words import error_text
from tests.conftest import StandingClock
from tests.core.customers.making import make


async def opening(path: Path, user: str = "anna") -> LocalRegister:
    """Open a register."""
    return await open_local(sqlite_url(path), user=user, session="s", clock=system_clock)


@contextmanager
def full_disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let every connection that is opened meanwhile find no room for another page."""
    connect = connecting.connect

    def cramped(path: Path, *, writing: bool) -> sqlite3.Connection:
        connection = connect(path, writing=writing)
        connection.execute("PRAGMA max_page_count=1")
        return connection

    with monkeypatch.context() as context:
        for user in (engine, reader):
            context.setattr(user, "connect", cramped)
        yield


async def test_a_full_disk_loses_nothing_and_saving_works_once_there_is_room(
    register_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with full_disk(monkeypatch):
        register = await opening(register_file)
        with pytest.raises(Unavailable) as caught:
            for n in range(200):
                await make(register, number=str(10_000 + n), name="Å" * 400)
        assert caught.value.params["reason"] == "full"
        assert "make room" in error_text(caught.value)
        await register.close()
    register = await opening(register_file)
    customer = await make(register, number="20000", name="Brf Ekbacken")
    assert (await register(get_customer, customer.id)).name == "Brf Ekbacken"
    await register.close()


async def test_nothing_is_written_into_a_file_that_was_taken_away(register: LocalRegister, register_file: Path) -> None:
    await register(set_setting, "company_name", "Before")
    aside = register_file.with_name("aside")
    register_file.rename(aside)
    for _time in range(2):
        with pytest.raises(Unavailable) as caught:
            await register(set_setting, "company_name", "Into nothing")
        assert caught.value.params["reason"] == "moved"
        assert caught.value.retry
    with pytest.raises(Unavailable):
        await register(get_settings)
    aside.rename(register_file)
    assert (await register(get_settings)).company_name == "Before"
    await register(set_setting, "company_name", "After")


async def test_another_file_in_its_place_is_another_register(
    register: LocalRegister, register_file: Path, empty_register: Path
) -> None:
    register_file.unlink()
    shutil.copy(empty_register, register_file)
    with pytest.raises(Unavailable, match="moved"):
        await register(set_setting, "company_name", "Into another's")


def other_program(path: Path, statement: str) -> None:
    """Make a database that is none of ours."""
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(statement)


NOT_OURS = {
    "another table": "CREATE TABLE feed (id, url)",
    "another feed": "CREATE TABLE feed (id, revision); INSERT INTO feed VALUES (1, '0001')",
    "no revision": "CREATE TABLE feed (id, seq, counter, device, epoch, revision); INSERT INTO feed (id) VALUES (1)",
    "a number": "CREATE TABLE feed (id, seq, counter, device, epoch, revision); INSERT INTO feed VALUES (1,1,1,1,1,5)",
    "nothing in it": "CREATE TABLE feed (id, seq, counter, device, epoch, revision)",
}


@pytest.mark.parametrize("statement", NOT_OURS.values(), ids=NOT_OURS.keys())
async def test_a_database_of_another_program_is_none_of_ours_and_stays_as_it_is(tmp_path: Path, statement: str) -> None:
    path = tmp_path / "other.sqlite"
    other_program(path, statement)
    before = path.read_bytes()
    with pytest.raises(Broken):
        await opening(path)
    assert path.read_bytes() == before


@pytest.mark.skipif(sys.platform == "win32", reason="has no pipes in folders")
async def test_a_pipe_or_a_device_is_not_waited_for(tmp_path: Path, register_file: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for place in (pipe, Path(os.devnull), Path("/dev/zero")):
        with pytest.raises(Broken):
            await opening(place)
        with pytest.raises(Broken):
            restore_register(place, sqlite_url(register_file))
        with pytest.raises(Broken):
            backup_register(sqlite_url(place), tmp_path / "copy")
        with pytest.raises(Broken):
            upgrade_register(sqlite_url(place))


@pytest.mark.parametrize("place", ["file/inside/kundkort.sqlite", "file/kundkort.sqlite"])
async def test_a_folder_that_cannot_be_made_says_so(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(Unavailable) as caught:
        await opening(tmp_path / place)
    assert place in error_text(caught.value).replace("\\", "/")


def test_an_unknown_older_version_is_not_ours_and_no_copy_is_left(register_file: Path) -> None:
    with closing(sqlite3.connect(register_file)) as connection:
        connection.execute("UPDATE feed SET revision = '0000'")
        connection.commit()
    with pytest.raises(Broken):
        upgrade_register(sqlite_url(register_file))
    assert list(register_file.parent.glob("*.before-*")) == []


def damaged(whole: bytes) -> dict[str, bytes]:
    """Return what may have become of a register."""
    pages = bytearray(whole)
    for start in range(4096, len(pages) - 4096, 3 * 4096):
        pages[start : start + 4096] = bytes(range(256)) * 16
    return {
        "half": whole[: len(whole) // 2],
        "header": whole[:100],
        "empty": b"",
        "letter": b"Hej!",
        "pages": bytes(pages),
    }


@pytest.mark.parametrize("kind", ["half", "header", "empty", "letter", "pages"])
async def test_a_damaged_register_is_told_and_a_copy_can_be_put_in_its_place(
    register_file: Path, tmp_path: Path, kind: str
) -> None:
    copy = tmp_path / "copy.sqlite"
    backup_register(sqlite_url(register_file), copy)
    wreck = damaged(register_file.read_bytes())[kind]
    register_file.write_bytes(wreck)
    with pytest.raises(Broken) as caught:
        opened = await opening(register_file)
        try:
            await opened(add_user, UserDraft(login="per"))
        finally:
            await opened.close()
    assert "kundkort restore" in error_text(caught.value)
    before = restore_register(copy, sqlite_url(register_file))
    assert before is not None
    assert before.read_bytes().startswith(wreck[:100]), "what there was is kept"
    register = await opening(register_file)
    assert [user.login for user in await register(list_users)] == ["anna"]
    await register.close()


@pytest.mark.parametrize("login", ["\udcff", "an\x1bna", "nobody", ""])
async def test_a_login_that_nobody_has_is_told_whatever_is_in_it(register_file: Path, login: str) -> None:
    with pytest.raises(SignedOut):
        await (await open_register(sqlite_url(register_file), user=login.replace("an\x1bna", "\x1b]anna"))).close()


async def test_a_login_is_cleaned_as_it_was_when_the_user_was_added(register_file: Path) -> None:
    register = await open_register(sqlite_url(register_file), user=" an\u200bna\x1b ")
    assert [user.login for user in await register(list_users)] == ["anna"]
    await register.close()


def test_what_is_stored_never_stands_in_an_error_of_the_database(register_file: Path) -> None:
    database = make_engine(register_file, writing=False)
    with pytest.raises(StatementError) as caught, database.connect() as connection:
        connection.exec_driver_sql("SELECT * FROM nothing WHERE name = ?", ("Brf Ekbacken",))
    assert "Ekbacken" not in str(caught.value)
    database.dispose()


def test_every_reason_has_its_own_text() -> None:
    texts = {error_text(Unavailable(reason, retry=True, place="/x", wait=7)) for reason in REASONS}
    assert len(texts) == len(REASONS)
    assert isinstance(Unavailable("moved", retry=True), KundkortError)


async def test_a_clock_that_goes_backwards_changes_nothing_but_the_times(
    register: LocalRegister, clock: StandingClock
) -> None:
    customer = await make(register, name="Brf Ekbacken")
    clock.now -= timedelta(days=400)
    changed = await register(
        change_customer, customer.id, CustomerChange(name=Edit("Brf Ekbacken 2", was="Brf Ekbacken"))
    )
    assert changed.seq > customer.seq
    stands = await register(changes, customer.seq)
    assert customer.id in stands.customers
    assert (await register(get_customer, customer.id)).name == "Brf Ekbacken 2"
    assert await register(check_register) == ()
