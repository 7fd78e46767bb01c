"""Places in the index: whatever comes and goes, everybody has one, and buckets stand in the order of names."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.database import search_index
from core.database.guard import writing
from core.database.searching import labels
from tests.core.search.oracle import Customer
from tests.core.search.stage import Stage

SMALL = {"BITS": 2, "SIZE": 4, "FILLED": 2}
"""Buckets of four, so that they are full soon."""
IDS = st.integers(1, 60)
NAMES = st.sampled_from(("Ek", "Eken", "Brf Ek 1", "Brf Ek 2", "Brf Ek 10", "Ås", "Öst", "A", "B", "C"))
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("put"), st.lists(st.tuples(IDS, NAMES), min_size=1, max_size=12)),
        st.tuples(st.just("remove"), st.lists(st.tuples(IDS, NAMES), min_size=1, max_size=6)),
        st.tuples(st.just("rebuild"), st.just([])),
    ),
    max_size=12,
)


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    """Return a file's database for all examples, with small buckets."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in SMALL.items():
            patch.setattr(labels, name, value)
        stage = Stage()
        yield stage
        stage.session.close()
        stage.engine.dispose()


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=STEPS)
def test_buckets_stand_in_the_order_of_names(stage: Stage, steps: list[tuple[str, list[tuple[int, str]]]]) -> None:
    stage.clear()
    there: set[int] = set()
    for step, customers in steps:
        if step == "rebuild":
            search_index.rebuild(stage.connection)
        elif step == "put":
            write(stage, dict(customers), there)
        else:
            gone = sorted({id for id, _name in customers} & there)
            with writing(stage.connection):
                for id in gone:
                    stage.connection.exec_driver_sql("UPDATE customer SET removed_seq = 1 WHERE id = ?", (id,))
            search_index.reindex(stage.connection, gone)
        check(stage)


def write(stage: Stage, names: dict[int, str], there: set[int]) -> None:
    """Put customers of these names, or give those that are there another, all in one."""
    stage.put([Customer(id, str(id), name) for id, name in names.items() if id not in there])
    renamed = sorted(there & names.keys())
    with writing(stage.connection):
        for id in renamed:
            stage.connection.exec_driver_sql(
                "UPDATE customer SET name = ?, removed_seq = NULL WHERE id = ?", (names[id], id)
            )
    search_index.reindex(stage.connection, renamed)
    there.update(names)


def check(stage: Stage) -> None:
    """Hold that every customer has a label, and that buckets go by name."""
    found = stage.connection.exec_driver_sql(
        "SELECT s.label, r.customer_id FROM customer_row r LEFT JOIN customer_search s ON s.customer_id = r.customer_id"
        " ORDER BY r.name_key, r.customer_id"
    ).all()
    buckets = [labels.bucket_of(label) for label, _customer in found]
    assert buckets == sorted(buckets)
    assert len({label for label, _customer in found}) == len(found)
    assert list(search_index.stale(stage.connection)) == []
    assert search_index.is_index_whole(stage.connection)


@pytest.mark.parametrize("way", [1, -1])
def test_where_one_bucket_is_full_each_on_the_way_gives_up_one(stage: Stage, way: int) -> None:
    stage.clear()
    search_index.rebuild(stage.connection)
    for id in range(1, 60):
        stage.put([Customer(id, str(id), f"Brf Ek {id * way + 1000}")])
        check(stage)


def test_labels_in_order_fill_a_bucket_to_its_measure() -> None:
    found = labels.in_order(3)
    assert [labels.bucket_of(next(found)) for _ in range(2 * labels.FILLED)] == [3] * labels.FILLED + [
        4
    ] * labels.FILLED
