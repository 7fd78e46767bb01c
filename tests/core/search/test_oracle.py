"""Every answer of the search equals that of a naive scan: rows, order, windows both ways, counts (DESIGN 4)."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.customers import listing
from core.customers.views import CustomerOrder
from core.rights import Right
from tests.core.search import oracle
from tests.core.search.oracle import Customer, Person, Query
from tests.core.search.stage import Stage, as_asked, backwards, count, forwards, ids, stage_on

EXAMPLES = int(os.environ.get("KUNDKORT_EXAMPLES", "40"))

WORDS = (
    "Åke", "Ake", "Ek", "Ekman", "Eken", "Ekbäck", "Brf", "AB", "Ås", "As", "Öst", "Øst", "Ost", "Ærlig", "Ärlig",
    "Arlig", "André", "Andre", "Zoë", "Łódź", "Weiß", "Weiss", "Åkeri", "Enköping", "12", "3", "007", "Hus-3",
    "A/S", "[/b]", "100%", "a_b", "ek!", "!%", "O'Hara", "\\",
)  # fmt: skip
CITIES = ("", "", "Enköping", "ENKÖPING", "Enkoping", "Åmål", "Sala", "Ås")
STREETS = ("", "Storgatan 12", "Storgatan 3", "Ågatan 1")
POSTCODES = ("", "11122", "74540")
NUMBERS = ("1", "12", "10443", "10444", "044", "K12", "k1", "Å1", "A1", "1 2", "10 443", "171")
PHONES = ("", "+46171445566", "+46701234567", "08-12 34", "+4722123456", "0171-44 55 66 vx 12")
EMAILS = ("", "anna@ek.se", "ek@åkeri.se", "info@10443.se")
ORG_NOS = ("", "7696123459", "5566778899", "NO 912 345 678", "1044317144")
PERSONAL = ("198112189876", "189001019802")
TYPED = (
    *WORDS, *NUMBERS, "a", "e", "k", "å", "ö", "ä", "é", "o", "å k", "ak", "åk", "åke ek", "ake ek", "brf ek", "brf ek å",
    "0171-44 55 66", "+46 171 44", "+46 (0)171-445566", "0046171445566", "17144", "044", "171 44", "70-123", "12 3",
    "769612-3459", "769612", "912 345", "811218-9876", "19811218-9876", "8112189876", "811218", "900101-9802",
    "%", "_", "!", "\\", "'", "-", "+", "12 -", "ek 10443", "anna ek", "anna@", "a e", "ost", "öst", "øst", "ær", "ar",
)  # fmt: skip

names = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)
persons = st.builds(
    Person,
    name=st.one_of(st.just(""), names),
    phone=st.sampled_from(PHONES),
    mobile=st.sampled_from(PHONES),
    email=st.sampled_from(EMAILS),
    removed=st.sampled_from((False, False, False, True)),
)
texts = st.one_of(
    st.just(""),
    st.sampled_from(TYPED),
    st.lists(st.sampled_from(TYPED), min_size=1, max_size=3).map(" ".join),
    st.text("aåäeéöokK1 2-+", max_size=5),
)
queries = st.builds(
    Query,
    text=texts,
    active=st.sampled_from((True, True, False, None)),
    cities=st.sampled_from(((), (), (), ("enköping",), ("Sala", "ås"), ("",))),
    languages=st.sampled_from(((), (), ("sv",), ("", "en"))),
    types=st.sampled_from(((), (), ("private",))),
    org_no=st.sampled_from((None, None, True, False)),
    order=st.sampled_from(("relevance",) * 8 + tuple(CustomerOrder)),
    descending=st.booleans(),
)


@st.composite
def registers(draw: st.DrawFn) -> list[Customer]:
    """Draw a small register, in which much is alike."""
    found = []
    for id in range(1, draw(st.integers(1, 9)) + 1):
        personal = draw(st.sampled_from((False, False, True)))
        found.append(
            Customer(
                id,
                draw(st.sampled_from(NUMBERS)),
                draw(names),
                seq=draw(st.integers(1, 3)),
                type=draw(st.sampled_from(("company", "private"))),
                language=draw(st.sampled_from(("", "sv", "en"))),
                org_no=draw(st.sampled_from(PERSONAL if personal else ORG_NOS)),
                personal=personal,
                visiting_city=draw(st.sampled_from(CITIES)),
                invoice_city=draw(st.sampled_from(CITIES)),
                postal_city=draw(st.sampled_from(CITIES)),
                street=draw(st.sampled_from(STREETS)),
                postcode=draw(st.sampled_from(POSTCODES)),
                active=draw(st.sampled_from((True, True, False))),
                removed=draw(st.sampled_from((False, False, False, True))),
                people=draw(st.lists(persons, max_size=3)),
                old_numbers=draw(st.lists(st.sampled_from(NUMBERS), max_size=2)),
            )
        )
    return found


@pytest.fixture(scope="module", params=["sqlite", "scan", "postgres"])
def stage(request: pytest.FixtureRequest) -> Iterator[Stage]:
    """Return one database for all examples, of each kind."""
    with stage_on(request) as stage:
        stage.be_ready(request.param != "scan")
        yield stage


@given(customers=registers(), asked=st.lists(queries, min_size=1, max_size=4), limit=st.integers(1, 4), data=st.data())
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_answer_is_that_of_a_naive_scan(
    stage: Stage, customers: list[Customer], asked: list[Query], limit: int, data: st.DataObject
) -> None:
    stage.clear()
    stage.put(customers)
    mine = data.draw(st.sets(st.sampled_from([customer.id for customer in customers])))
    stage.let_see(mine)
    sees_all = data.draw(st.booleans())
    unmask = data.draw(st.booleans())
    work = stage.work(sees_all=sees_all, rights=frozenset({Right.CUSTOMER_UNMASK}) if unmask else frozenset())
    seen = None if sees_all else mine
    for query in asked:
        expected = [customer.id for customer in oracle.listed(customers, query, unmask=unmask, seen=seen)]
        question = as_asked(query)
        assert forwards(work, question, limit) == expected
        assert backwards(work, question, limit) == expected
        assert forwards(work, question, 500) == expected
        counts = count(work, question)
        assert (counts.found, counts.hidden, counts.unfiltered) == oracle.counted(
            customers, query, unmask=unmask, seen=seen
        )


def crowd(chance: random.Random, size: int) -> list[Customer]:
    """Return a register in which much is alike, large enough that every rank has somebody."""

    def name() -> str:
        return " ".join(chance.choices(WORDS, k=chance.randint(1, 3)))

    def person() -> Person:
        phone, mobile = chance.choices(PHONES, k=2)
        return Person(
            name() if chance.random() < 0.8 else "", phone, mobile, chance.choice(EMAILS), chance.random() < 0.1
        )

    found = []
    for id in range(1, size + 1):
        personal = chance.random() < 0.2
        visiting, invoice, postal = chance.choices(CITIES, k=3)
        customer = Customer(id, chance.choice(NUMBERS), name(), chance.randint(1, 9))
        customer.org_no, customer.personal = chance.choice(PERSONAL if personal else ORG_NOS), personal
        customer.visiting_city, customer.invoice_city, customer.postal_city = visiting, invoice, postal
        customer.active = chance.random() < 0.8
        customer.people = [person() for _ in range(chance.choice((0, 1, 1, 2, 2, 3)))]
        customer.old_numbers = chance.sample(NUMBERS, chance.choice((0, 0, 0, 1, 2)))
        found.append(customer)
    return found


def test_every_rank_in_a_crowd_is_that_of_a_naive_scan(stage: Stage) -> None:
    chance = random.Random(0)
    customers = crowd(chance, 60)
    stage.clear()
    stage.put(customers)
    pairs = [" ".join(chance.choices(TYPED, k=2)) for _ in range(30)]
    for text in (*dict.fromkeys(TYPED), *pairs):
        query = Query(text=text, active=None)
        unmask = chance.random() < 0.5
        work = stage.work(rights=frozenset({Right.CUSTOMER_UNMASK}) if unmask else frozenset())
        expected = [customer.id for customer in oracle.listed(customers, query, unmask=unmask)]
        assert ids(listing.list_customers(work, as_asked(query), limit=500)) == expected, text
        assert backwards(work, as_asked(query), 30) == expected, text
        assert forwards(work, as_asked(query), chance.randint(4, 12)) == expected, text


@given(customers=registers(), changed=registers(), query=queries, limit=st.integers(1, 3), data=st.data())
@settings(max_examples=EXAMPLES // 2, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_position_stays_right_when_rows_come_go_and_change(
    stage: Stage, customers: list[Customer], changed: list[Customer], query: Query, limit: int, data: st.DataObject
) -> None:
    stage.clear()
    stage.put(customers)
    work = stage.work()
    question = as_asked(query)
    first = listing.list_customers(work, question, limit=limit)
    if not first.rows:
        return
    last_seen = next(customer for customer in customers if customer.id == first.rows[-1].id)
    # Everybody becomes another, or goes; the one the position stands at too.
    stage.clear()
    stage.put(changed)
    marked = replace(last_seen, removed=False)
    others = [customer for customer in changed if customer.id != marked.id]
    expected = [customer.id for customer in oracle.listed([*others, marked], query, unmask=True)]
    place = expected.index(marked.id)
    changed_ids = {customer.id for customer in others}
    if marked.id in {customer.id for customer in changed}:
        stage.clear()
        stage.put(others)
    following = listing.list_customers(work, question, after=first.last, limit=500)
    preceding = listing.list_customers(work, question, before=first.last, limit=500)
    assert ids(following) == [id for id in expected[place + 1 :] if id in changed_ids]
    assert ids(preceding) == [id for id in expected[:place] if id in changed_ids]
