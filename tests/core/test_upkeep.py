"""Looking after a register: copies taken and put back, migrations that keep everything, and finding what is wrong."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy.dialects import sqlite

from core.clock import system_clock
from core.database.migrations.running import MIGRATIONS
from core.database.revision import REVISION
from core.database.schema import statements
from core.database.sqlite.connecting import connect
from core.database.upgrade import is_sound, upgrade_file
from core.errors import Broken, Outdated, SignedOut
from core.local import LocalRegister, open_local
from core.people.api import add_user, list_users
from core.people.views import UserDraft
from core.places import sqlite_url
from core.records.api import changes, check_register, take_ids
from core.upkeep import backup_register, restore_register, upgrade_register
from tests.core.customers.making import make

OLD = Path(__file__).with_name("migrations")
"""Migrations of the tests: revision t000 made a register with `person`, t001 rebuilds it, t002 fails half-way."""


def query(path: Path, sql: str) -> list[tuple[object, ...]]:
    """Return what `sql` finds in a file."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()


def schema(path: Path) -> set[tuple[object, ...]]:
    """Return every table and index of a file, white space apart."""
    found = query(path, "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'")
    return {(kind, name, " ".join(str(sql).replace("( ", "(").split())) for kind, name, sql in found}


# Copies ---------------------------------------------------------------------------------------------------------------


async def test_a_backup_is_one_file_that_opens(register: LocalRegister, register_file: Path, tmp_path: Path) -> None:
    await register(add_user, UserDraft(login="per"))
    copy = tmp_path / "copy.sqlite"
    backup_register(sqlite_url(register_file), copy)
    assert [path.name for path in tmp_path.glob("copy*")] == ["copy.sqlite"]
    opened = await open_local(sqlite_url(copy), user="per", session="s", clock=system_clock)
    await opened.close()


async def test_a_backup_never_overwrites(register: LocalRegister, register_file: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite"
    copy.write_text("something else")
    with pytest.raises(FileExistsError):
        backup_register(sqlite_url(register_file), copy)
    assert copy.read_text() == "something else"
    assert list(tmp_path.glob(".copy*")) == []


async def test_a_restored_register_is_what_the_copy_was(
    register: LocalRegister, register_file: Path, tmp_path: Path
) -> None:
    url, copy = sqlite_url(register_file), tmp_path / "copy.sqlite"
    backup_register(url, copy)
    stood = await register(changes, -1)
    await register(add_user, UserDraft(login="per"))
    last_id = (await register(take_ids, 1))[1]
    before = restore_register(copy, url)
    assert before is not None
    assert [user.login for user in await register(list_users)] == ["anna"]
    assert (await register(take_ids, 1))[0] > last_id + 900_000, "ids given after the copy are never given again"
    stands = await register(changes, stood.seq, stood.epoch)
    assert stands.everything, "who has the register open looks at everything anew"
    kept = await open_local(sqlite_url(before), user="per", session="s", clock=system_clock)
    await kept.close()


def test_only_a_register_is_restored(register_file: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "letter.sqlite"
    wrong.write_text("Hej!")
    with pytest.raises(Broken):
        restore_register(wrong, sqlite_url(register_file))
    with pytest.raises(FileNotFoundError):
        restore_register(tmp_path / "missing", sqlite_url(register_file))
    assert query(register_file, "SELECT login FROM user") == [("anna",)]


# Migrations -----------------------------------------------------------------------------------------------------------


def test_a_migrated_register_has_the_schema_of_a_new_one(tmp_path: Path, register_file: Path) -> None:
    empty = tmp_path / "first.sqlite"
    empty.touch()
    with closing(connect(empty, writing=True)) as connection:
        for statement in first_statements():
            connection.execute(statement)
    assert schema(empty) == schema(register_file)


def first_statements() -> Iterator[str]:
    """Yield the statements that the migrations would run on an empty file."""
    import io

    from alembic.migration import MigrationContext
    from alembic.operations import Operations
    from alembic.script import ScriptDirectory

    buffer = io.StringIO()
    context = MigrationContext.configure(dialect_name="sqlite", opts={"as_sql": True, "output_buffer": buffer})
    with Operations.context(context):
        for script in reversed(list(ScriptDirectory(str(MIGRATIONS)).iterate_revisions(REVISION, "base"))):
            script.module.upgrade()
    yield from (part for part in buffer.getvalue().split(";\n") if part.strip())


@pytest.fixture
def old_register(tmp_path: Path) -> Path:
    """Make a register of the tests' revision t000."""
    path = tmp_path / "old.sqlite"
    path.touch()
    with closing(connect(path, writing=True)) as connection:
        connection.executescript(
            """
            CREATE TABLE feed (id INTEGER PRIMARY KEY, revision TEXT NOT NULL);
            INSERT INTO feed VALUES (1, 't000');
            CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
            CREATE TABLE phone (id INTEGER PRIMARY KEY, person INTEGER REFERENCES person(id) ON DELETE CASCADE);
            INSERT INTO person VALUES (1, 'Lars Öberg');
            INSERT INTO phone VALUES (10, 1), (11, 1);
            """
        )
    return path


def test_a_migration_keeps_what_points_at_a_rebuilt_table(old_register: Path) -> None:
    copy = upgrade_file(old_register, migrations=OLD, target="t001")
    assert query(old_register, "SELECT name, mobile FROM person") == [("Lars Öberg", "")]
    assert query(old_register, "SELECT id FROM phone") == [(10,), (11,)]
    assert query(old_register, "SELECT revision FROM feed") == [("t001",)]
    assert query(copy, "SELECT revision FROM feed") == [("t000",)]


def test_a_migration_that_fails_leaves_the_file_as_it_was(old_register: Path) -> None:
    before = schema(old_register)
    with pytest.raises(LookupError, match="half-way"):
        upgrade_file(old_register, migrations=OLD, target="t002")
    assert schema(old_register) == before
    assert query(old_register, "SELECT revision FROM feed") == [("t000",)]
    assert query(old_register, "SELECT id FROM phone") == [(10,), (11,)]


def test_a_newer_register_is_not_upgraded(register_file: Path) -> None:
    with closing(sqlite3.connect(register_file)) as connection:
        connection.execute("UPDATE feed SET revision = '9999'")
        connection.commit()
    with pytest.raises(Outdated):
        upgrade_register(sqlite_url(register_file))


def test_a_register_of_today_needs_no_upgrade(register_file: Path) -> None:
    assert upgrade_register(sqlite_url(register_file)) is None


def test_the_schema_is_sound(register_file: Path) -> None:
    assert len(statements(sqlite.dialect())) > 20
    with closing(connect(register_file, writing=False)) as connection:
        assert is_sound(connection)


# Finding what is wrong ------------------------------------------------------------------------------------------------


async def test_nothing_is_wrong_in_a_register_of_today(register: LocalRegister) -> None:
    await make(register, org_no="769612-3459", number="10443")
    assert await register(check_register) == ()


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        ("UPDATE customer_search SET folded = 'x'", "search"),
        ("DELETE FROM customer_search", "search"),
        ("UPDATE customer SET number_rank = ''", "number"),
        ("UPDATE customer SET name = ''", "rule"),
        ("UPDATE customer SET org_no = '7696123450'", "rule"),
        ("DELETE FROM change WHERE entity = 'customer'", "history"),
        ("UPDATE contact SET customer_id = 99", "reference"),
        ("UPDATE change_set SET seq = seq + 5 WHERE seq = (SELECT max(seq) FROM change_set)", "seq"),
    ],
)
async def test_what_is_wrong_is_found(register: LocalRegister, register_file: Path, damage: str, code: str) -> None:
    from core.customers.views import Contact

    await make(register, org_no="769612-3459", number="10443", contacts=(Contact(id=0, name="Lars"),))
    with closing(sqlite3.connect(register_file)) as connection:
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute(damage)
        connection.commit()
    assert code in {problem.code for problem in await register(check_register)}


async def test_a_restored_register_has_its_own_users(register_file: Path, tmp_path: Path) -> None:
    copy, url = tmp_path / "copy.sqlite", sqlite_url(tmp_path / "new" / "kundkort.sqlite")
    backup_register(sqlite_url(register_file), copy)
    assert restore_register(copy, url) is None
    with pytest.raises(SignedOut):
        await open_local(url, user="somebody", session="s", clock=system_clock)
