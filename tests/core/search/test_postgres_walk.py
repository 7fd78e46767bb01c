"""PostgreSQL finds what SQLite finds, in the same order and number, whichever way it goes; and it asks its index."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from core.customers import listing
from core.database import search_index
from core.database.guard import writing
from core.database.plain import fetch
from core.database.postgres.engine import make_engine
from core.database.searching import postgres_grams, postgres_hits, postgres_walk
from core.database.searching.postgres_grams import may_be_numbered, may_have
from core.values.finding import read_typed
from tests.core.search.oracle import Customer, Person, Query
from tests.core.search.stage import Stage, as_asked, backwards, count, forwards, ids
from tests.core.search.test_oracle import TYPED, crowd
from tests.postgres import own_database

CUSTOMERS = 250
QUERIES = 500
INDEXES = "SELECT indexname FROM pg_indexes WHERE tablename = 'customer_search'"


@pytest.fixture(scope="module")
def stages(postgres_server: str) -> Iterator[tuple[Stage, Stage]]:
    """Return the same crowd in SQLite and in PostgreSQL."""
    with ExitStack() as stack:
        url = stack.enter_context(own_database(postgres_server, like="template0"))
        both = Stage(), Stage(make_engine(url, writing=True))
        customers = crowd(random.Random(11), CUSTOMERS)
        for stage in both:
            stage.put(customers)
            stage.let_see(range(1, 200))
        yield both
        for stage in both:
            stage.session.close()
            stage.engine.dispose()


def asked(draw: random.Random) -> Query:
    """Return some query: one to three typed texts, their middles too, and now and then filters."""
    text = " ".join(draw.choices(TYPED, k=draw.choice((1, 1, 1, 2, 2, 3))))
    if draw.random() < 0.3:
        text = text[draw.randrange(len(text)) :][: draw.randint(1, 6)]
    return Query(
        text=text,
        active=draw.choice((True, True, False, None)),
        cities=draw.choice(((), (), ("enköping",), ("Sala", "ås"))),
        types=draw.choice(((), (), ("private",))),
        org_no=draw.choice((None, None, True, False)),
        order=draw.choice(("relevance", "relevance", "relevance", "name", "city")),
    )


def answer(stage: Stage, query: Query, *, sees_all: bool, down: bool, limit: int) -> tuple[object, ...]:
    """Return who is found, from one end, in order, and how many."""
    work = stage.work(sees_all=sees_all)
    question = as_asked(query)
    counts = count(work, question)
    windows = backwards if down else forwards
    return windows(work, question, limit), counts.found, counts.hidden, counts.unfiltered


def same_everywhere(stages: tuple[Stage, Stage], draw: random.Random, limit: int) -> None:
    """Ask both the same."""
    query, sees_all, down = asked(draw), draw.random() < 0.8, draw.random() < 0.3
    in_file, in_database = (answer(stage, query, sees_all=sees_all, down=down, limit=limit) for stage in stages)
    assert in_file == in_database, query


def test_both_databases_give_the_same_answers(stages: tuple[Stage, Stage]) -> None:
    draw = random.Random(12)
    for _ in range(QUERIES):
        same_everywhere(stages, draw, limit=60)


NEVER, ALWAYS = 0, 10**6
WAYS: dict[str, dict[str, Any]] = {
    "the index, up to a few hits": {"LAST_SHORT_WALK": NEVER, "SHORT_WALKS": (), "FEWEST": ALWAYS},
    "the index, all hits": {
        "LAST_SHORT_WALK": NEVER,
        "SHORT_WALKS": (),
        "FEWEST": 1,
        "LONG_WALK": 1,
        "TRIED": 1,
        "COMMON": NEVER,
    },
    "the second walk": {
        "LAST_SHORT_WALK": NEVER,
        "SHORT_WALKS": (),
        "FEWEST": 1,
        "LONG_WALK": ALWAYS,
        "INFORMATIVE": ALWAYS,
    },
    "the filters first": {"LAST_SHORT_WALK": NEVER, "SHORT_WALKS": (), "FEWEST": 1, "COMMON": ALWAYS, "SAMPLED": NEVER},
    "a sample of the texts": {"COMMON": ALWAYS, "SAMPLED": ALWAYS},
}


@pytest.mark.parametrize("way", WAYS)
def test_every_way_gives_the_same(stages: tuple[Stage, Stage], way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # A sum over pg_class says how many there are; nothing is counted of these few.
    monkeypatch.setattr(postgres_hits, "FEW", 0)
    for name, value in WAYS[way].items():
        for module in (postgres_walk, postgres_hits):
            if hasattr(module, name):
                monkeypatch.setattr(module, name, value)
    draw = random.Random(13)
    for _ in range(40):
        same_everywhere(stages, draw, limit=7)


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("brf", "('brf')"),
        ("Ek", "('ek':* | 'ék':*)"),
        ("ås", "('ås':*)"),
        ("eken", "('eke' | 'eké' | 'éke' | 'éké') & ('ken' | 'kén')"),
        ("åker", "('åke') & ('ker')"),
        ("o'k", "('o''k' | 'ö''k')"),
        ("x\\y", "('x\\\\y')"),
        ("x brf", "('x':*) & ('brf')"),
        ("a brf", "('brf')"),
        ("åkers ab", "('åke') & ('ker') & ('ers')"),
        ("åkers xy", "('åke') & ('ker') & ('ers') & ('xy':*)"),
        ("0171-44", "(('BHB') & ('HBE') & ('BEE') | (('017') & ('171') & ('71-') & ('1-4') & ('-44')))"),
        (
            "0171-44 55",
            "(('BHB') & ('HBE') & ('BEE') & ('EEF') & ('EFF') | (('017') & ('171') & ('71-') & ('1-4') & ('-44')))",
        ),
        ("17 44", "(('BHE') & ('HEE') | (('17':*) & ('44':*)))"),
    ],
)
def test_a_typed_text_asks_for_its_grams(text: str, query: str) -> None:
    asked = may_have(read_typed(text), as_typed=False, unmask=False)
    assert asked.parameters == (query,)


def test_what_is_in_every_text_asks_for_nothing_and_a_personal_number_for_its_owners() -> None:
    assert may_have(read_typed("a"), as_typed=False, unmask=False).parameters == ()
    *_grams, owner = may_have(read_typed("19811218-9876"), as_typed=False, unmask=True).parameters
    assert owner == "198112189876"
    assert may_have(read_typed("eken"), as_typed=True, unmask=False).parameters == ("('eke') & ('ken')",)


def test_a_number_is_asked_for_from_its_beginning_on() -> None:
    assert may_be_numbered(read_typed("10 4"), as_typed=False, whole=False).parameters == ("('\t10') & ('104')",)
    assert may_be_numbered(read_typed("1"), as_typed=False, whole=True).parameters == ("('\t1\n')",)


@pytest.mark.parametrize("text", ["ek", "a ek", "0171", "ekbäcken", "k12"])
def test_the_index_is_asked_however_many_have_the_text(stages: tuple[Stage, Stage], text: str) -> None:
    connection = stages[1].connection
    with writing(connection):
        connection.exec_driver_sql("ANALYZE customer_search, customer_row")
    condition = may_have(read_typed(text), as_typed=False, unmask=False)
    statement = f"EXPLAIN SELECT s.label FROM customer_search s WHERE {condition.text}"
    plan = "\n".join(row[0] for row in connection.exec_driver_sql(statement, condition.parameters))
    assert f"Bitmap Index Scan on {postgres_grams.INDEX}" in plan


def test_the_index_is_made_when_all_texts_are_there(stages: tuple[Stage, Stage]) -> None:
    stage = stages[1]
    stage.clear()
    stage.put([Customer(1, "10443", "Brf Ekbäcken", people=[Person("Mona Dahl"), Person("Per Lund")])])
    with writing(stage.connection):
        stage.connection.exec_driver_sql(postgres_grams.DROP)
    search_index.rebuild(stage.connection)
    assert (postgres_grams.INDEX,) in fetch(stage.connection, INDEXES)
    assert list(search_index.stale(stage.connection)) == []
    assert ids(listing.list_customers(stage.work(), as_asked(Query(text="ekbä mona")))) == [1]
