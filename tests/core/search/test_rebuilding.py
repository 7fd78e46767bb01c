"""Filling the index: at once or step by step, broken off or not, with others at work in between, it comes to the same."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from core.database import search_index
from core.database.guard import writing
from core.database.searching import rebuilding
from core.database.searching.rebuilding import Filling
from tests.core.search.oracle import Customer, Person
from tests.core.search.stage import Stage, asked, stage_in
from tests.core.search.test_oracle import crowd

COUNT = "SELECT count(*) FROM customer_search WHERE label >= (SELECT first FROM search_state)"
GENERATION = "SELECT generation FROM search_state"


@pytest.fixture
def stage() -> Iterator[Stage]:
    """Return an empty database."""
    with stage_in() as stage:
        yield stage


def is_whole(stage: Stage) -> bool:
    """Say whether everything derived is as it should be, and ready."""
    fine = search_index.is_index_whole(stage.connection) and list(search_index.stale(stage.connection)) == []
    return fine and search_index.is_ready(stage.connection)


def one(stage: Stage, sql: str) -> int:
    """Return the number that `sql` finds."""
    found: int = stage.connection.exec_driver_sql(sql).scalar_one()
    return found


def deferred(stage: Stage, customers: list[Customer]) -> None:
    """Put customers that wait outside."""
    search_index.defer(stage.connection)
    stage.put(customers)


@pytest.mark.parametrize("alone", [True, False])
def test_who_waited_outside_is_taken_in(stage: Stage, alone: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rebuilding, "STEP", 50)
    monkeypatch.setattr(rebuilding, "AT_ONCE", 70)
    customers = crowd(random.Random(5), 200)
    deferred(stage, customers)
    assert one(stage, COUNT) == 0
    assert not search_index.is_ready(stage.connection)
    filling = Filling(alone=alone)
    while filling.step(stage.connection):
        pass
    assert one(stage, COUNT) == sum(not customer.removed for customer in customers)
    assert is_whole(stage)


def test_what_others_write_meanwhile_comes_out_right(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rebuilding, "STEP", 20)
    draw = random.Random(6)
    deferred(stage, crowd(draw, 150))
    filling = Filling()
    id = 1_000
    while filling.step(stage.connection):
        id += 1
        assert id < 1_100, "it comes to an end"
        stage.put([Customer(id, str(id), draw.choice(("Ås", "Ek", "Öst AB")), people=[Person("Nu Nyligen")])])
        with writing(stage.connection):
            gone = draw.randrange(1, 150)
            stage.connection.exec_driver_sql("UPDATE customer SET removed_seq = 1 WHERE id = ?", (gone,))
            named = draw.randrange(1, 150)
            stage.connection.exec_driver_sql("UPDATE customer SET name = 'Brf Zebran' WHERE id = ?", (named,))
        search_index.reindex(stage.connection, [gone, named])
    assert is_whole(stage)


@pytest.mark.parametrize("steps", [1, 2, 3, 5])
def test_a_filling_that_was_broken_off_is_gone_on_with(
    stage: Stage, steps: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rebuilding, "STEP", 40)
    deferred(stage, crowd(random.Random(8), 150))
    broken_off = Filling()
    for _ in range(steps):
        broken_off.step(stage.connection)
    before, generation = one(stage, COUNT), one(stage, GENERATION)
    other = Filling()
    assert other.step(stage.connection)
    assert (one(stage, COUNT), one(stage, GENERATION)) == (before, generation), "nothing is done again"
    while other.step(stage.connection):
        pass
    assert is_whole(stage)


def test_few_more_do_not_wait(stage: Stage) -> None:
    stage.put(crowd(random.Random(9), 30))
    search_index.defer_for(stage.connection, rebuilding.FEW)
    assert search_index.is_ready(stage.connection)
    search_index.defer_for(stage.connection, rebuilding.FEW + 1)
    assert not search_index.is_ready(stage.connection)


def test_another_filling_of_an_index_that_is_whole_does_nothing(stage: Stage) -> None:
    stage.put(crowd(random.Random(9), 30))
    with asked(stage) as statements:
        assert not Filling().step(stage.connection)
    assert len(statements) == 1


DAMAGE = {
    "a term taken away": "INSERT INTO customer_match (customer_match, rowid, t)"
    " SELECT 'delete', label, 'a' FROM customer_search WHERE label = (SELECT max(label) FROM customer_search"
    " WHERE instr(coalesce(spelled, folded), 'a') > 0)",
    "a term in vain": "INSERT INTO customer_match (rowid, t) SELECT max(label), 'qqq' FROM customer_search",
    "nothing there": "INSERT INTO customer_match (customer_match) VALUES ('delete-all')",
    "a word forgotten": "DELETE FROM search_word WHERE id = (SELECT max(id) FROM search_word)",
    "an ending forgotten": "DELETE FROM search_suffix WHERE suffix = (SELECT max(suffix) FROM search_suffix)",
    "a block miscounted": "UPDATE customer_block SET active_rows = active_rows + 1 WHERE listing = 'city'",
    "the table gone": "DROP TABLE search_size",
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_damage_is_found_and_rebuilding_mends_it(stage: Stage, damage: str) -> None:
    stage.put(crowd(random.Random(3), 60))
    assert is_whole(stage)
    with writing(stage.connection):
        stage.connection.exec_driver_sql(damage)
    if "DROP" not in damage:
        assert not is_whole(stage)
    search_index.rebuild(stage.connection)
    assert is_whole(stage)


def test_what_is_common_and_what_is_left_out_stays_the_same_in_a_generation(stage: Stage) -> None:
    words = [f"anders{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(80)]
    stage.put([Customer(id, str(id), f"{word} a") for id, word in enumerate(words, 1)])
    search_index.rebuild(stage.connection)
    common = "SELECT spelled FROM search_common ORDER BY 1"
    before = stage.connection.exec_driver_sql(common).scalars().all()
    assert before == ["ande", "ders", "nder"]
    stage.put([Customer(999, "999", "Ändersson")])
    after = stage.connection.exec_driver_sql(common).scalars().all()
    assert after == [*before, "ände"], "another spelling of what is common is common too"
    assert is_whole(stage)
