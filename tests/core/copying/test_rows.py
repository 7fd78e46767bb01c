"""Rows on their way: any value survives, in the same order, with the same digest, on every database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.database.base import Base
from core.database.copying.digest import Digest, pieces
from core.database.copying.ends import Target
from core.database.copying.layout import Layout, Row, layout
from core.database.copying.making import today
from core.database.copying.postgres_end import PostgresEnd
from core.database.copying.sqlite_end import SqliteEnd
from core.database.postgres.engine import connect
from core.database.searching.index_tables import DERIVED
from core.database.sqlite.connecting import connect as connect_file
from core.slices import map_tables

TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=40)
LONG = st.integers(-(2**63), 2**63 - 1)


def table(name: str) -> Layout:
    """Return the layout of a table."""
    return next(found for found in today() if found.name == name)


@pytest.fixture(params=["file", "postgres"])
def end(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Target]:
    """Give an empty database with the tables of today, in a transaction that is thrown away."""
    if request.param == "file":
        path = tmp_path / "x.sqlite"
        path.touch()
        with closing(connect_file(path, writing=True)) as connection:
            connection.execute("BEGIN")
            made = SqliteEnd(connection, path)
            made.make_tables(made_for())
            yield made
        return
    with closing(connect(request.getfixturevalue("empty_database"), writing=True)) as postgres:
        there = PostgresEnd(postgres, "x")
        there.make_tables(made_for())
        yield there


def made_for() -> str:
    """Return the revision of today."""
    from core.database.revision import REVISION

    return REVISION


RECEIPTS = st.lists(st.tuples(TEXTS, TEXTS, st.binary(max_size=300), TEXTS), max_size=12, unique_by=lambda row: row[0])
ITEMS = st.lists(
    st.tuples(LONG, LONG, TEXTS, st.sampled_from([0, 1]), st.sampled_from([0, 1]), TEXTS),
    max_size=12,
    unique_by=lambda row: row[:2],
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(receipts=RECEIPTS, items=ITEMS)
def test_any_value_survives_in_the_order_of_keys(end: Target, receipts: list[Row], items: list[Row]) -> None:
    by_bytes = sorted(receipts, key=lambda row: str(row[0]).encode())
    for name, rows in (("receipt", by_bytes), ("job_item", sorted(items))):
        before = kept(end, table(name))
        assert before == []
        end.write(table(name), [rows[::2], rows[1::2]])
        assert kept(end, table(name)) == rows
        assert end.count(table(name)) == len(rows)
        empty(end, name)


def kept(end: Target, found: Layout) -> list[Row]:
    """Return every row of a table, and hold that its digest is that of the rows as they are."""
    digest, expected = Digest(), Digest()
    with end.fetching(found) as fetch:
        rows = [tuple(row) for piece in pieces(fetch, digest) for row in piece]
    expected.add(rows)
    assert (digest.rows, digest.value) == (len(rows), expected.value)
    return rows


def empty(end: Target, name: str) -> None:
    """Take every row of a table away."""
    vars(end)["_connection"].execute(f'DELETE FROM "{name}"')


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ([("ab", "c")], [("a", "bc")]),
        ([("a",), ("b",)], [("b",), ("a",)]),
        ([("1",)], [(1,)]),
        ([("",)], [(None,)]),
        ([(b"a",)], [("a",)]),
        ([(0,)], [(None,)]),
        ([()], []),
    ],
)
def test_a_digest_tells_apart(one: list[Row], other: list[Row]) -> None:
    first, second = Digest(), Digest()
    first.add(one)
    second.add(other)
    assert (first.rows, first.value) != (second.rows, second.value)


@given(rows=st.lists(st.tuples(LONG, TEXTS), max_size=30), cut=st.integers(0, 30))
def test_a_digest_is_the_same_in_any_pieces(rows: list[Row], cut: int) -> None:
    whole, cut_up = Digest(), Digest()
    whole.add(rows)
    cut_up.add(rows[:cut])
    cut_up.add(rows[cut:])
    assert (whole.rows, whole.value) == (cut_up.rows, cut_up.value)


def test_pieces_are_small_where_rows_are_large() -> None:
    asked: list[int] = []

    def fetch(size: int) -> list[Row]:
        asked.append(size)
        return [(b"x" * 256 * 1024,)] * size if len(asked) < 4 else []

    for _rows in pieces(fetch, Digest()):
        pass
    assert asked == [16, 3, 3, 3]


def test_every_table_that_is_not_derived_is_copied_and_has_a_key() -> None:
    map_tables()
    assert {found.name for found in today()} == set(Base.metadata.tables) - DERIVED
    assert all(found.key for found in today())


def test_only_what_a_database_numbers_by_itself_goes_on_after_the_highest() -> None:
    counting = {f"{found.name}.{field.name}" for found in today() for field in found.fields if field.counts}
    assert counting >= {"access.id", "activity.id", "change.id"}
    assert "customer.id" not in counting
    assert layout(Base.metadata.tables["feed"]).fields[0].counts is False
