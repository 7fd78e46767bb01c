"""A register in a file: writes that happen once, reads that can be stopped, users, and files that are none of ours."""

from __future__ import annotations

import asyncio
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from core.database.sqlite.errors import meaning
from core.errors import Broken, Invalid, Outdated, Refused, Reused, SignedOut, Unavailable
from core.local import LocalRegister, open_local
from core.people.api import add_user, list_users, me
from core.people.views import UserDraft
from core.places import sqlite_url
from core.records.api import changes, take_ids
from core.settings.api import get_settings, set_setting
from core.work import UnitOfWork
from tests.conftest import OpenAs, StandingClock


async def test_the_same_write_sent_twice_happens_once(register: LocalRegister) -> None:
    first = await register.sending(operation_id="x" * 32)(take_ids, 10)
    again = await register.sending(operation_id="x" * 32)(take_ids, 10)
    other = await register(take_ids, 10)
    assert first == again != other


async def test_an_operation_id_with_other_content_is_refused(register: LocalRegister) -> None:
    await register.sending(operation_id="x" * 32)(take_ids, 10)
    with pytest.raises(Reused):
        await register.sending(operation_id="x" * 32)(take_ids, 11)


async def test_an_error_leaves_no_receipt(register: LocalRegister) -> None:
    sending = register.sending(operation_id="x" * 32)
    with pytest.raises(Invalid):
        await sending(add_user, UserDraft(login=""))
    assert (await sending(add_user, UserDraft(login="per"))).login == "per"


async def test_a_receipt_goes_after_its_time(register: LocalRegister, clock: StandingClock) -> None:
    from datetime import timedelta

    sending = register.sending(operation_id="x" * 32)
    first = await sending(take_ids, 1)
    clock.now += timedelta(days=89)
    await register.tidy(timedelta(days=90))
    assert await sending(take_ids, 1) == first
    clock.now += timedelta(days=2)
    await register.tidy(timedelta(days=90))
    assert await sending(take_ids, 1) != first


async def test_a_read_that_nobody_waits_for_is_stopped(register: LocalRegister) -> None:
    started = asyncio.Event()
    loop = asyncio.get_running_loop()

    def count_for_ever(work: UnitOfWork) -> None:
        loop.call_soon_threadsafe(started.set)
        work.connection.exec_driver_sql(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
        ).all()

    for _attempt in range(4):  # more often than there are readers: each gets free again
        started.clear()
        task = asyncio.create_task(register.reading(me, count_for_ever))
        await started.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert (await register(me)).login == "anna"


async def test_a_write_whose_caller_is_gone_still_happens(register: LocalRegister) -> None:
    task = asyncio.create_task(register(add_user, UserDraft(login="per")))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert [user.login for user in await register(list_users)] in (["anna", "per"], ["anna"])
    # The next write stands behind it in the same line.
    await register(take_ids, 1)
    assert [user.login for user in await register(list_users)] == ["anna", "per"]


async def test_texts_are_cleaned_before_anything_sees_them(register: LocalRegister) -> None:
    user = await register(add_user, UserDraft(login="per\x00\u202e", name="  Per\x1b[31m\ud800 Lund "))
    assert (user.login, user.name) == ("per", "Per[31m Lund")


async def test_who_lacks_a_right_is_refused(open_as: OpenAs) -> None:
    per = await open_as("per")
    with pytest.raises(Refused) as refused:
        await per(list_users)
    assert refused.value.params == {"right": "administrator"}


async def test_nobody_unknown_opens_a_register(register_file: Path, clock: StandingClock) -> None:
    with pytest.raises(SignedOut):
        await open_local(sqlite_url(register_file), user="eve", session="s", clock=clock)


async def test_a_closed_register_says_so(register_file: Path, clock: StandingClock) -> None:
    opened = await open_local(sqlite_url(register_file), user="anna", session="s", clock=clock)
    await opened.close()
    with pytest.raises(Unavailable):
        await opened(me)


async def test_changes_tell_where_to_look(register: LocalRegister) -> None:
    stands = await register(changes, -1)
    assert (await register(changes, stands.seq)).customers == ()
    await register(set_setting, "number_longest", 10)
    after = await register(changes, stands.seq, stands.epoch)
    assert (after.seq, after.everything) == (stands.seq + 1, False)
    assert (await register(changes, stands.seq, "another")).everything


@pytest.mark.parametrize(
    "content",
    [b"", b"not a register at all" * 100, b"SQLite format 3\x00" + b"\xff" * 5000],
    ids=["empty", "text", "damaged"],
)
async def test_a_file_that_is_no_register_is_left_alone(tmp_path: Path, clock: StandingClock, content: bytes) -> None:
    path = tmp_path / "other.sqlite"
    path.write_bytes(content)
    with pytest.raises(Broken):
        await open_local(sqlite_url(path), user="anna", session="s", clock=clock)
    assert path.read_bytes() == content


async def test_a_database_of_another_program_is_left_alone(tmp_path: Path, clock: StandingClock) -> None:
    path = tmp_path / "other.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE feed (title TEXT)")
        connection.commit()
    with pytest.raises(Broken):
        await open_local(sqlite_url(path), user="anna", session="s", clock=clock)


@pytest.mark.parametrize("url", ["https://kundkort.example", "sqlite://", "mysql:///x", "hello"])
async def test_a_register_of_another_kind_is_named(url: str, clock: StandingClock) -> None:
    with pytest.raises(Unavailable) as found:
        await open_local(url, user="anna", session="s", clock=clock)
    assert found.value.params["reason"] == "scheme"


async def test_a_register_of_a_newer_version_says_so(register_file: Path, clock: StandingClock) -> None:
    with closing(sqlite3.connect(register_file)) as connection:
        connection.execute("UPDATE feed SET revision = '9999'")
        connection.commit()
    for upgrade in (False, True):
        with pytest.raises(Outdated) as found:
            await open_local(sqlite_url(register_file), user="anna", session="s", clock=clock, upgrade=upgrade)
        assert found.value.params["newer"] == 1


async def test_a_register_upgraded_under_way_takes_no_more_writes(register: LocalRegister, register_file: Path) -> None:
    with closing(sqlite3.connect(register_file)) as connection:
        connection.execute("UPDATE feed SET revision = '9999'")
        connection.commit()
    with pytest.raises(Outdated):
        await register(take_ids, 1)


async def test_a_full_disk_is_told_and_loses_nothing(register: LocalRegister) -> None:
    def fill(work: UnitOfWork) -> None:
        pages = work.connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        work.connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

    def empty(work: UnitOfWork) -> None:
        work.connection.exec_driver_sql("PRAGMA max_page_count = 1073741823")

    await register.within(me, fill)
    with pytest.raises(Unavailable) as found:
        for n in range(2000):
            await register(add_user, UserDraft(login=f"user {n}", name="x" * 90))
    assert found.value.params["reason"] == "full"
    before = await register(list_users)
    await register.within(me, empty)
    await register(add_user, UserDraft(login="per"))
    after = await register(list_users)
    assert len(after) == len(before) + 1


def error_of(code: int) -> sqlite3.OperationalError:
    """Return an error as SQLite's driver raises it."""
    error = sqlite3.OperationalError("x")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (sqlite3.SQLITE_BUSY, "busy"),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, "busy"),
        (sqlite3.SQLITE_READONLY, "read_only"),
        (sqlite3.SQLITE_READONLY_DIRECTORY, "read_only"),
        (sqlite3.SQLITE_FULL, "full"),
        (sqlite3.SQLITE_IOERR_WRITE, "full"),
        (sqlite3.SQLITE_IOERR_READ, "lost"),
        (sqlite3.SQLITE_CANTOPEN, "missing"),
    ],
)
def test_what_the_database_says_means_something_to_a_user(code: int, reason: str) -> None:
    found = meaning(error_of(code), Path("kundkort.sqlite"))
    assert isinstance(found, Unavailable)
    assert found.params["reason"] == reason


WRITER = """
import asyncio, sys
from core.local import open_local
from core.clock import system_clock
from core.records.api import take_ids
from core.settings.api import set_setting

async def main():
    register = await open_local(sys.argv[1], user="anna", session=sys.argv[2], clock=system_clock)
    for n in range(int(sys.argv[3])):
        print(*await register(take_ids, 1))
        await register(set_setting, "number_longest", 10 + (n % 2))
    await register.close()

asyncio.run(main())
"""


async def test_two_processes_on_one_file_lose_nothing(register: LocalRegister, register_file: Path) -> None:
    each = 60
    processes = await asyncio.gather(
        *(
            asyncio.create_subprocess_exec(
                sys.executable, "-c", WRITER, sqlite_url(register_file), name, str(each), stdout=asyncio.subprocess.PIPE
            )
            for name in ("one", "two")
        )
    )
    outputs = await asyncio.gather(*(process.communicate() for process in processes))
    assert [process.returncode for process in processes] == [0, 0]
    ids = [line.split()[0] for output, _errors in outputs for line in output.splitlines()]
    assert len(set(ids)) == len(ids) == 2 * each
    assert (await register(get_settings)).number_longest in (10, 11)


async def test_a_new_file_is_made_once_by_many(tmp_path: Path, clock: StandingClock) -> None:
    url = sqlite_url(tmp_path / "deep" / "new.sqlite")
    opened = await asyncio.gather(
        *(open_local(url, user="anna", session=f"s{n}", clock=clock) for n in range(4)), return_exceptions=True
    )
    registers = [register for register in opened if isinstance(register, LocalRegister)]
    assert len(registers) == 4, opened
    assert [user.login for user in await registers[0](list_users)] == ["anna"]
    for register in registers:
        await register.close()
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["new.sqlite"]
