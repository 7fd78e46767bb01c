"""`kundkort copy`: everything comes across, whichever way; or nothing does, and why is said."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from core.customers.api import create_customer
from core.customers.views import CustomerDraft
from core.database.copying import postgres_end, sqlite_end
from core.database.revision import REVISION
from core.errors import Broken, KundkortError, Outdated, Unavailable
from core.local import open_local
from core.people.api import add_user, list_users
from core.people.views import UserDraft
from core.places import sqlite_path, sqlite_url
from core.proof import Different, Occupied, Unfit, Unsound
from core.records.api import check_register, take_ids
from core.upkeep import copy_register
from tests.conftest import StandingClock
from tests.core.copying.conftest import Nowhere
from tests.core.copying.looking import contents, feed, is_nothing, run_sql, use

# Everything comes across ----------------------------------------------------------------------------------------------


def test_a_register_is_the_same_there_and_back_again(filled_register: Path, nowhere: Nowhere, tmp_path: Path) -> None:
    first, there, back = sqlite_url(filled_register), nowhere(), sqlite_url(tmp_path / "back.sqlite")
    out = copy_register(first, there)
    home = copy_register(there, back)
    assert out.same and home.same
    assert all(table.rows for table in out.tables), "every table has rows that can get lost"
    assert contents(first) == contents(there) == contents(back)


def test_a_register_is_the_same_from_database_to_database(
    filled_register: Path, nowhere: Nowhere, empty_database: str
) -> None:
    there = nowhere()
    copy_register(sqlite_url(filled_register), there)
    copy_register(there, empty_database)
    assert contents(there) == contents(empty_database) == contents(sqlite_url(filled_register))


def test_the_proof_counts_every_row(filled_register: Path, nowhere: Nowhere) -> None:
    proof = copy_register(sqlite_url(filled_register), nowhere())
    with closing(sqlite3.connect(filled_register)) as connection:
        for table in proof.tables:
            assert (table.rows,) == connection.execute(f'SELECT count(*) FROM "{table.table}"').fetchone()
    assert proof.rows == sum(table.copied for table in proof.tables)


def test_a_copy_begins_a_new_epoch_and_skips_a_million_ids(filled_register: Path, nowhere: Nowhere) -> None:
    there = nowhere()
    copy_register(sqlite_url(filled_register), there)
    _id, seq, revision, counter, device, epoch = feed(sqlite_url(filled_register))
    assert isinstance(counter, int)
    assert feed(there)[:-1] == (1, seq, revision, counter + 1_000_000, device)
    assert feed(there)[-1] != epoch


async def test_a_copy_is_worked_in(register_file: Path, nowhere: Nowhere, clock: StandingClock) -> None:
    there = nowhere()
    copy_register(sqlite_url(register_file), there)
    opened = await open_local(there, user="anna", session="s", clock=clock)
    first, _last = await opened(take_ids, 1)
    await opened(create_customer, CustomerDraft(id=first, number="10443", name="Brf Eken"))
    assert await opened(check_register) == ()
    await opened.close()


async def test_a_register_is_copied_as_it_stands_at_one_moment(
    filled_register: Path, nowhere: Nowhere, tmp_path: Path, clock: StandingClock
) -> None:
    origin, there = nowhere(), sqlite_url(tmp_path / "there.sqlite")
    copy_register(sqlite_url(filled_register), origin)
    use(origin)
    before = contents(origin)
    added = False

    def add_meanwhile(_step: str, _done: int, _total: int) -> None:
        nonlocal added
        if not added:
            added = True
            run_sql(origin, "UPDATE setting SET value = 'meanwhile'", "UPDATE customer SET name = 'meanwhile'")

    copy_register(origin, there, add_meanwhile)
    assert added
    assert contents(there) == before != contents(origin)


# Nothing comes across -------------------------------------------------------------------------------------------------


def test_nothing_is_copied_over_a_file(filled_register: Path, tmp_path: Path) -> None:
    taken = tmp_path / "taken.sqlite"
    taken.write_text("something else")
    with pytest.raises(FileExistsError):
        copy_register(sqlite_url(filled_register), sqlite_url(taken))
    assert taken.read_text() == "something else"


def test_nothing_is_copied_into_a_database_with_a_table(filled_register: Path, empty_database: str) -> None:
    run_sql(empty_database, "CREATE TABLE letters (id integer)")
    with pytest.raises(Occupied):
        copy_register(sqlite_url(filled_register), empty_database)
    run_sql(empty_database, "DROP TABLE letters")
    copy_register(sqlite_url(filled_register), empty_database)


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE customer SET name = name || ' ' WHERE number = (SELECT max(number) FROM customer)",
        "DELETE FROM contact WHERE id = (SELECT max(id) FROM contact)",
        "UPDATE feed SET seq = seq + 1",
        "INSERT INTO import_mapping (headings, fields, at) VALUES ('more', '{}', '')",
    ],
)
def test_a_row_that_is_not_the_same_is_found(
    filled_register: Path, nowhere: Nowhere, monkeypatch: pytest.MonkeyPatch, tampering: str
) -> None:
    for kind in (sqlite_end.SqliteEnd, postgres_end.PostgresEnd):
        monkeypatch.setattr(kind, "finish", _tampering(kind.finish, tampering))
    there = nowhere()
    with pytest.raises(Different) as found:
        copy_register(sqlite_url(filled_register), there)
    (differs,) = (table.table for table in found.value.proof.tables if not table.same)
    assert differs in tampering
    assert is_nothing(there)


def _tampering(finish: Callable[..., None], statement: str) -> Callable[..., None]:
    def finish_then_tamper(end: object, tables: object) -> None:
        finish(end, tables)
        connection = vars(end)["_connection"]
        connection.execute(statement)

    return finish_then_tamper


@pytest.mark.parametrize("step", ["copy", "prove"])
def test_an_interrupted_copy_leaves_nothing(filled_register: Path, nowhere: Nowhere, step: str) -> None:
    there = nowhere()

    def stop(now: str, done: int, total: int) -> None:
        if now == step and done > total / 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        copy_register(sqlite_url(filled_register), there, stop)
    assert is_nothing(there)
    assert copy_register(sqlite_url(filled_register), there).same, "and nothing is held by it"


@pytest.mark.parametrize(("revision", "newer"), [("0001", 0), ("9999", 1)])
def test_a_register_of_another_version_is_not_copied(
    filled_register: Path, nowhere: Nowhere, tmp_path: Path, revision: str, newer: int
) -> None:
    origin, there = nowhere(), sqlite_url(tmp_path / "there.sqlite")
    copy_register(sqlite_url(filled_register), origin)
    run_sql(origin, f"UPDATE feed SET revision = '{revision}'")
    with pytest.raises(Outdated) as found:
        copy_register(origin, there)
    assert found.value.params == {"have": revision, "need": REVISION, "newer": newer}
    assert is_nothing(there)


@pytest.mark.parametrize(
    ("damage", "table", "column"),
    [
        ("UPDATE customer SET comment = 'a' || char(0) || 'b' WHERE number = ?", "customer", "comment"),
        ("UPDATE customer SET active = 2 WHERE number = ?", "customer", "active"),
        ("UPDATE contact SET position = 3000000000 WHERE 10 > length(?)", "contact", "position"),
    ],
)
def test_what_has_no_room_is_pointed_at(
    filled_file: Path, empty_database: str, damage: str, table: str, column: str
) -> None:
    with closing(sqlite3.connect(filled_file)) as connection:
        number, id_ = connection.execute("SELECT number, id FROM customer ORDER BY id LIMIT 1 OFFSET 20").fetchone()
        connection.execute(damage, (number,))
        connection.commit()
    with pytest.raises(Unfit) as found:
        copy_register(sqlite_url(filled_file), empty_database)
    assert (found.value.params["table"], found.value.params["column"]) == (table, column)
    if table == "customer":
        assert found.value.params["key"] == str(id_)
    assert is_nothing(empty_database)


def test_rows_that_point_at_nothing_are_not_copied(filled_file: Path, nowhere: Nowhere) -> None:
    there = nowhere()
    run_sql(sqlite_url(filled_file), "UPDATE contact SET customer_id = 99")
    with pytest.raises(Unsound):
        copy_register(sqlite_url(filled_file), there)
    assert is_nothing(there)


def test_a_text_that_is_no_text_is_damage(filled_file: Path, nowhere: Nowhere) -> None:
    there = nowhere()
    run_sql(sqlite_url(filled_file), "UPDATE customer SET comment = CAST(x'ff' AS TEXT)")
    with pytest.raises(Broken):
        copy_register(sqlite_url(filled_file), there)
    assert is_nothing(there)


@pytest.mark.parametrize(
    ("content", "error"),
    [(None, Unavailable), (b"", Broken), (b"Hej!", Broken), (b"SQLite format 3\0" + b"x" * 5000, Broken)],
)
def test_only_a_register_is_copied(
    tmp_path: Path, nowhere: Nowhere, content: bytes | None, error: type[KundkortError]
) -> None:
    origin, there = tmp_path / "origin.sqlite", nowhere()
    if content is not None:
        origin.write_bytes(content)
    with pytest.raises(error):
        copy_register(sqlite_url(origin), there)
    assert is_nothing(there)
    assert origin.exists() == (content is not None)


def test_an_empty_database_is_no_register(empty_database: str, tmp_path: Path) -> None:
    with pytest.raises(Unavailable) as found:
        copy_register(empty_database, sqlite_url(tmp_path / "there.sqlite"))
    assert found.value.params["reason"] == "empty"
    run_sql(empty_database, "CREATE TABLE letters (id integer)")
    with pytest.raises(Broken):
        copy_register(empty_database, sqlite_url(tmp_path / "there.sqlite"))


def test_no_register_is_copied_to_an_address_of_another_kind(filled_register: Path) -> None:
    with pytest.raises(Unavailable):
        copy_register(sqlite_url(filled_register), "https://kundkort.example.se")


async def test_others_work_in_what_is_copied(nowhere: Nowhere, register_file: Path, clock: StandingClock) -> None:
    origin, there = nowhere(), nowhere()
    copy_register(sqlite_url(register_file), origin)
    opened = await open_local(origin, user="anna", session="s", clock=clock)
    await opened(add_user, UserDraft(login="per"))
    copy_register(origin, there)
    await opened(add_user, UserDraft(login="nina"))
    users = await opened(list_users)
    assert len(users) == 3
    await opened.close()


def test_a_copy_in_a_file_is_only_its_owners(filled_register: Path, tmp_path: Path) -> None:
    there = sqlite_url(tmp_path / "there.sqlite")
    copy_register(sqlite_url(filled_register), there)
    assert sqlite_path(there).stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.glob("*there*")] == ["there.sqlite"]
