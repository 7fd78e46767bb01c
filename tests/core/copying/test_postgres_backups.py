"""`kundkort backup` and `restore` on PostgreSQL: a copy is a register in a file, and what was there is kept."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from psycopg import errors

from core.database.postgres.alone import be_alone
from core.database.postgres.engine import connect
from core.database.revision import REVISION
from core.errors import Broken, Outdated
from core.local import LocalRegister, open_local
from core.people.api import add_user, list_users
from core.people.views import UserDraft
from core.places import sqlite_url
from core.proof import Occupied
from core.records.api import changes, check_register, take_ids
from core.upkeep import backup_register, copy_register, restore_register
from tests.conftest import StandingClock
from tests.core.copying.looking import contents, feed, is_nothing, make_first, run_sql


@pytest.fixture
def filled_database(filled_register: Path, empty_database: str) -> str:
    """Return the URL of a register in PostgreSQL with rows in every table."""
    copy_register(sqlite_url(filled_register), empty_database)
    return empty_database


def kept(folder: Path) -> list[Path]:
    """Return what restoring kept in a folder, finished or not."""
    return [*folder.glob("*.before-restore-*"), *folder.glob(".*before-restore-*")]


# Backups --------------------------------------------------------------------------------------------------------------


async def test_a_backup_is_one_file_that_opens_anywhere(
    filled_database: str, tmp_path: Path, clock: StandingClock
) -> None:
    file = tmp_path / "copy.sqlite"
    backup_register(filled_database, file)
    assert [path.name for path in tmp_path.glob("*copy*")] == ["copy.sqlite"]
    assert file.stat().st_mode & 0o777 == 0o600
    assert contents(sqlite_url(file)) == contents(filled_database)
    assert feed(sqlite_url(file)) == feed(filled_database), "a copy that is kept is no register of its own"
    opened = await open_local(sqlite_url(file), user="anna", session="s", clock=clock)
    assert {user.login for user in await opened(list_users)} >= {"anna", "per", "nina"}
    await opened.close()


def test_a_backup_never_overwrites(postgres_url: str, tmp_path: Path) -> None:
    file = tmp_path / "copy.sqlite"
    file.write_text("something else")
    with pytest.raises(FileExistsError):
        backup_register(postgres_url, file)
    assert file.read_text() == "something else"


def test_a_backup_into_a_folder_that_is_not_there_says_so(postgres_url: str, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as found:
        backup_register(postgres_url, tmp_path / "no" / "copy.sqlite")
    assert found.value.filename == str(tmp_path / "no" / "copy.sqlite")


def test_a_register_of_an_older_version_is_backed_up_as_it_is(empty_database: str, tmp_path: Path) -> None:
    make_first(empty_database)
    file = tmp_path / "copy.sqlite"
    backup_register(empty_database, file)
    assert feed(sqlite_url(file))[2] == "0001"


def test_a_register_of_a_newer_version_is_not(postgres_url: str, tmp_path: Path) -> None:
    run_sql(postgres_url, "UPDATE feed SET revision = '9999'")
    with pytest.raises(Outdated):
        backup_register(postgres_url, tmp_path / "copy.sqlite")
    assert is_nothing(sqlite_url(tmp_path / "copy.sqlite"))


# Restoring ------------------------------------------------------------------------------------------------------------


async def test_a_restored_register_is_what_the_copy_was(
    postgres_register: LocalRegister, postgres_url: str, tmp_path: Path, clock: StandingClock
) -> None:
    file = tmp_path / "copy.sqlite"
    backup_register(postgres_url, file)
    stood = await postgres_register(changes, -1)
    await postgres_register(add_user, UserDraft(login="per"))
    last_id = (await postgres_register(take_ids, 1))[1]
    for _time in range(12):
        # Asked often enough that the statements are prepared for tables which will be gone.
        await postgres_register(list_users)
    before = restore_register(file, postgres_url)
    assert before is not None and before.parent == tmp_path
    assert [user.login for user in await postgres_register(list_users)] == ["anna"], "whoever is at work goes on"
    assert (await postgres_register(take_ids, 1))[0] > last_id + 900_000, "ids given meanwhile are never given again"
    stands = await postgres_register(changes, stood.seq, stood.epoch)
    assert stands.everything, "and looks at everything anew"
    assert await postgres_register(check_register) == ()
    old = await open_local(sqlite_url(before), user="per", session="s", clock=clock)
    await old.close()


def test_a_copy_of_everything_comes_back_whole(filled_database: str, tmp_path: Path) -> None:
    there = contents(filled_database)
    backup_register(filled_database, tmp_path / "copy.sqlite")
    run_sql(filled_database, "UPDATE customer SET name = 'lost'", "DELETE FROM activity")
    before = restore_register(tmp_path / "copy.sqlite", filled_database)
    assert contents(filled_database) == there
    assert before is not None and contents(sqlite_url(before)) != there


def test_a_copy_is_restored_into_a_database_without_tables(filled_register: Path, empty_database: str) -> None:
    assert restore_register(filled_register, empty_database) is None
    assert contents(empty_database) == contents(sqlite_url(filled_register))


async def test_a_copy_of_an_older_version_is_brought_up_to_date(
    postgres_url: str, tmp_path: Path, clock: StandingClock
) -> None:
    file = tmp_path / "older.sqlite"
    make_first(sqlite_url(file))
    content = file.read_bytes()
    restore_register(file, postgres_url)
    assert feed(postgres_url)[2] == REVISION
    assert file.read_bytes() == content, "the copy stays what it was"
    opened = await open_local(postgres_url, user="karin", session="s", clock=clock)
    assert await opened(check_register) == ()
    await opened.close()


def test_a_register_of_an_older_version_is_replaced_and_kept(
    empty_database: str, filled_register: Path, tmp_path: Path
) -> None:
    make_first(empty_database)
    file = tmp_path / "copy.sqlite"
    file.write_bytes(filled_register.read_bytes())
    before = restore_register(file, empty_database)
    assert before is not None and feed(sqlite_url(before))[2] == "0001"
    assert feed(empty_database)[2] == REVISION


@pytest.mark.parametrize("step", ["copy", "prove"])
def test_an_interrupted_restore_leaves_everything_as_it_was(
    filled_database: str, filled_file: Path, tmp_path: Path, step: str
) -> None:
    run_sql(filled_database, "UPDATE customer SET name = 'newer'")
    there, marked = contents(filled_database), feed(filled_database)

    def stop(now: str, done: int, total: int) -> None:
        if now == step and done > total / 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        restore_register(filled_file, filled_database, stop)
    assert (contents(filled_database), feed(filled_database)) == (there, marked)
    assert kept(tmp_path) == []


@pytest.mark.parametrize("content", [b"", b"Hej!"])
def test_only_a_register_is_restored(filled_database: str, tmp_path: Path, content: bytes) -> None:
    there = contents(filled_database)
    (tmp_path / "letter").write_bytes(content)
    with pytest.raises(Broken):
        restore_register(tmp_path / "letter", filled_database)
    with pytest.raises(FileNotFoundError):
        restore_register(tmp_path / "missing", filled_database)
    assert contents(filled_database) == there
    assert kept(tmp_path) == []


def test_nothing_of_somebody_else_is_taken_away(filled_database: str, filled_file: Path, tmp_path: Path) -> None:
    there = contents(filled_database)
    run_sql(
        filled_database, "CREATE VIEW report AS SELECT number FROM customer", "CREATE TABLE letters AS SELECT 1 AS n"
    )
    with pytest.raises(Occupied):
        restore_register(filled_file, filled_database)
    assert contents(filled_database) == there
    assert kept(tmp_path) == []
    run_sql(filled_database, "DROP VIEW report")
    restore_register(filled_file, filled_database)
    run_sql(filled_database, "DROP TABLE letters")


def test_what_is_no_register_is_not_replaced(empty_database: str, filled_file: Path) -> None:
    run_sql(empty_database, "CREATE TABLE letters (id integer)")
    with pytest.raises(Occupied):
        restore_register(filled_file, empty_database)
    run_sql(empty_database, "DROP TABLE letters")


# Being alone ----------------------------------------------------------------------------------------------------------


def test_who_wants_the_database_alone_waits_for_those_who_read(postgres_url: str) -> None:
    with closing(connect(postgres_url, writing=False)) as reader, closing(connect(postgres_url, writing=True)) as one:
        reader.execute("SELECT count(*) FROM customer")
        with pytest.raises(errors.LockNotAvailable):
            be_alone(one, patience=0)
        assert reader.execute('SELECT count(*) FROM "user"').fetchone() == (1,), "who reads is not in the way of itself"
        reader.rollback()
        be_alone(one, patience=0)


def test_two_do_not_want_it_alone_at_once(postgres_url: str) -> None:
    with closing(connect(postgres_url, writing=True)) as one, closing(connect(postgres_url, writing=True)) as other:
        be_alone(one)
        with pytest.raises(errors.LockNotAvailable):
            be_alone(other, patience=0)
        one.commit()
        be_alone(other, patience=0)
