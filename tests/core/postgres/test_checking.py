"""What `kundkort check` finds in a PostgreSQL database, and what the schema is there."""

from __future__ import annotations

from contextlib import closing

import psycopg
import pytest

from core.customers.views import Contact
from core.database.postgres.dialect import register_dialect, translated
from core.database.schema import statements
from core.local import LocalRegister
from core.records.api import check_register
from tests.core.customers.making import make


async def test_a_sound_register_has_no_problem(postgres_register: LocalRegister) -> None:
    await make(postgres_register, number="10443", contacts=(Contact(id=0, name="Lars"),))
    assert await postgres_register(check_register) == ()


async def test_a_row_that_points_at_none_is_found(postgres_register: LocalRegister, postgres_url: str) -> None:
    customer = await make(postgres_register, contacts=(Contact(id=0, name="Lars"),))
    with closing(psycopg.connect(postgres_url.replace("+psycopg", ""), autocommit=True)) as connection:
        try:
            # As a restore of parts does it.
            connection.execute("SET session_replication_role = replica")
        except psycopg.errors.InsufficientPrivilege:
            pytest.skip("only a superuser can leave such rows")
        connection.execute("UPDATE contact SET customer_id = 4711")
    found = await postgres_register(check_register)
    assert ("reference", f"contact {customer.contacts[0].id} → customer") in [(one.code, one.detail) for one in found]


async def test_a_text_that_no_longer_finds_its_customer_is_found(
    postgres_register: LocalRegister, postgres_url: str
) -> None:
    await make(postgres_register, number="10443")
    with closing(psycopg.connect(postgres_url.replace("+psycopg", ""), autocommit=True)) as connection:
        connection.execute("UPDATE customer_search SET folded = 'else'")
    assert [(one.code, one.number) for one in await postgres_register(check_register)] == [("search", "10443")]


async def test_no_order_is_the_database_s(postgres_url: str) -> None:
    with closing(psycopg.connect(postgres_url.replace("+psycopg", ""))) as connection:
        found = connection.execute(
            "SELECT table_name, column_name, data_type, collation_name FROM information_schema.columns"
            " WHERE table_schema = 'public' AND data_type NOT IN ('bigint', 'integer', 'boolean', 'bytea')"
        ).fetchall()
    assert found
    assert [row for row in found if row[2:] != ("text", "C")] == []


def test_the_collation_belongs_to_columns_and_to_no_index() -> None:
    made = statements(register_dialect())
    assert 'name TEXT COLLATE "C" NOT NULL' in next(one for one in made if "CREATE TABLE customer " in one)
    assert all("COLLATE" not in one for one in made if one.startswith("CREATE INDEX"))


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("SELECT 1 FROM feed WHERE id = ?", "SELECT 1 FROM feed WHERE id = %s"),
        ("s.folded LIKE ? ESCAPE '!'", "s.folded LIKE %s ESCAPE '!'"),
        ("a LIKE 'x%'", "a LIKE 'x%%'"),
        ("instr(s.folded, ?) > 0", "strpos(s.folded, %s) > 0"),
        ("THEN x'' ELSE name_key", "THEN ''::bytea ELSE name_key"),
        ("FROM customer_search s NOT INDEXED WHERE", "FROM customer_search s WHERE"),
    ],
)
def test_our_sql_is_said_as_postgres_says_it(ours: str, theirs: str) -> None:
    assert translated(ours) == theirs
