"""A register in memory in which tests put customers as rows, and search them as some user."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, insert
from sqlalchemy.pool import StaticPool

from core.actor import Actor
from core.customers import api, listing
from core.customers.rules import fold_number, number_rank
from core.customers.tables import AliasRow, ContactRow, CustomerRow
from core.customers.views import CustomerCount, CustomerOrder, CustomerQuery, CustomerWindow
from core.database import bulk, search_index
from core.database.base import Row
from core.database.guard import writing
from core.database.postgres.engine import make_engine
from core.database.schema import statements
from core.database.sessions import RegisterSession
from core.operation import Envelope
from core.people.tables import Access, UserRow
from core.rights import Right
from core.settings.views import Settings
from core.work import IdSeries, UnitOfWork
from tests.core.search.oracle import Customer, Query
from tests.postgres import own_database

NOW = datetime(2026, 11, 24, 8, 12, tzinfo=UTC)
EVERYTHING = frozenset(Right)
ANNA, PER = 1, 2
"""Anna sees every customer, Per only those in `access`."""
TABLES = ("customer_alias", "contact", "access")


class Stage:
    """Customers in a database of their own; `statements` counts what was asked of it."""

    def __init__(self, engine: Engine | None = None) -> None:
        """Make the tables in the empty database of `engine`: one in memory, if none is given."""
        self.engine = engine or create_engine("sqlite://", poolclass=StaticPool)
        self.session = RegisterSession(self.engine)
        self.connection = self.session.connection()
        self.statements: list[str] = []
        with writing(self.connection):
            for statement in statements(self.engine.dialect):
                self.connection.exec_driver_sql(statement)
            for id, login in ((ANNA, "anna"), (PER, "per")):
                values = {"id": id, "login": login, "name": login.title(), "only_assigned": login == "per"}
                bulk.insert_many(self.connection, UserRow, [values], 1)
        # Where every statement goes by, those of `core.database.plain` too.
        for name in ("do_execute", "do_executemany"):
            setattr(self.engine.dialect, name, self._noting(getattr(self.engine.dialect, name)))

    def _noting(self, execute: Callable[..., None]) -> Callable[..., None]:
        def note(cursor: Any, statement: str, *rest: Any) -> None:
            self.statements.append(statement)
            execute(cursor, statement, *rest)

        return note

    def clear(self) -> None:
        """Take everybody away."""
        with writing(self.connection):
            ids = [row[0] for row in self.connection.exec_driver_sql("SELECT id FROM customer")]
            for table in TABLES:
                self.connection.exec_driver_sql(f"DELETE FROM {table}")
            self.connection.exec_driver_sql("UPDATE customer SET removed_seq = 1")
            search_index.reindex(self.connection, ids)
            self.connection.exec_driver_sql("DELETE FROM customer")

    def change_to(self, customers: Iterable[Customer]) -> None:
        """Let the register be these customers, as edits would: who was there becomes another, comes back, or goes."""
        customers = list(customers)
        with writing(self.connection):
            there = {row[0] for row in self.connection.exec_driver_sql("SELECT id FROM customer")}
            for table in TABLES[:2]:
                self.connection.exec_driver_sql(f"DELETE FROM {table}")
            self.connection.exec_driver_sql("UPDATE customer SET removed_seq = 1")
            for customer in customers:
                if customer.id in there:
                    values = {**_values(customer), "seq": customer.seq}
                    marks = ", ".join(f'"{name}" = ?' for name in values)
                    self.connection.exec_driver_sql(
                        f"UPDATE customer SET {marks} WHERE id = ?", (*values.values(), customer.id)
                    )
        new = [customer for customer in customers if customer.id not in there]
        for customer in new:
            self._insert(CustomerRow, [_values(customer)], customer.seq)
        self._put_parts(customers)
        search_index.reindex(self.connection, there | {customer.id for customer in customers})

    def be_ready(self, ready: bool) -> None:
        """Let the index be taken for ready, or for one that is being filled: then every text is looked at."""
        with writing(self.connection):
            self.connection.exec_driver_sql("UPDATE search_state SET ready = ?", (ready,))

    def put(self, customers: Iterable[Customer]) -> None:
        """Write customers with their contacts and old numbers, and make their search text."""
        customers = list(customers)
        for customer in customers:
            self._insert(CustomerRow, [_values(customer)], customer.seq)
        self._put_parts(customers)
        search_index.reindex(self.connection, [customer.id for customer in customers])

    def _put_parts(self, customers: Sequence[Customer]) -> None:
        people, old = [], []
        for customer in customers:
            for place, person in enumerate(customer.people):
                people.append(
                    {
                        "id": customer.id * 100 + place + 1,
                        "customer_id": customer.id,
                        "position": place,
                        "name": person.name,
                        "phone": person.phone,
                        "mobile": person.mobile,
                        "email": person.email,
                        "removed_seq": 1 if person.removed else None,
                    }
                )
            old += [
                {
                    "id": customer.id * 100 + 50 + place,
                    "customer_id": customer.id,
                    "number": number,
                    "number_folded": fold_number(number),
                    "number_rank": number_rank(number),
                }
                for place, number in enumerate(customer.old_numbers)
            ]
        self._insert(ContactRow, people, 1)
        self._insert(AliasRow, old, 1)

    def _insert(self, mapped: type[Row], rows: Sequence[dict[str, object]], seq: int) -> None:
        bulk.insert_many(self.connection, mapped, rows, seq)

    def let_see(self, customers: Iterable[int]) -> None:
        """Let Per see these customers."""
        with writing(self.connection):
            for customer in customers:
                self.connection.execute(insert(Access).values(user=PER, customer=customer, gained_seq=1))

    def work(self, *, sees_all: bool = True, rights: frozenset[Right] = EVERYTHING) -> UnitOfWork:
        """Return a unit of work of Anna, or of Per, who does not see all."""
        actor = Actor(ANNA, "anna", "Anna", rights) if sees_all else Actor(PER, "per", "Per", rights, True, False)
        envelope = Envelope(operation_id="test", session="test", made_at=NOW)
        return UnitOfWork(
            self.session,
            api.list_customers,
            envelope,
            now=NOW,
            actor=actor,
            settings=Settings(),
            seq=1,
            ids=IdSeries(0, 10**6),
        )


def _values(customer: Customer) -> dict[str, object]:
    return {
        "id": customer.id,
        "number": customer.number,
        "number_folded": f"{fold_number(customer.number)}/{customer.id}",
        "number_rank": number_rank(customer.number),
        "name": customer.name,
        "type": customer.type,
        "language": customer.language,
        "org_no": customer.org_no,
        "visiting_city": customer.visiting_city,
        "visiting_row1": customer.street,
        "visiting_postcode": customer.postcode,
        "invoice_city": customer.invoice_city,
        "postal_city": customer.postal_city,
        "active": customer.active,
        "removed_seq": 1 if customer.removed else None,
    }


def as_asked(query: Query) -> CustomerQuery:
    """Return the oracle's query as the register takes it."""
    return CustomerQuery(
        text=query.text,
        active=query.active,
        cities=query.cities,
        languages=query.languages,
        types=tuple("private" if kind == "private" else "company" for kind in query.types),
        org_no=query.org_no,
        order=CustomerOrder(query.order),
        descending=query.descending,
    )


def ids(window: CustomerWindow) -> list[int]:
    """Return who is in a window."""
    return [row.id for row in window.rows]


def forwards(work: UnitOfWork, query: CustomerQuery, limit: int) -> list[int]:
    """Return everybody, window by window from the beginning."""
    window = listing.list_customers(work, query, limit=limit)
    assert window.at_start
    everybody = ids(window)
    while not window.at_end:
        window = listing.list_customers(work, query, after=window.last, limit=limit)
        assert window.rows and not window.at_start
        everybody += ids(window)
    return everybody


def backwards(work: UnitOfWork, query: CustomerQuery, limit: int) -> list[int]:
    """Return everybody, window by window from the end."""
    window = listing.list_customers(work, query, last=True, limit=limit)
    assert window.at_end
    everybody = ids(window)
    while not window.at_start:
        window = listing.list_customers(work, query, before=window.first, limit=limit)
        assert window.rows and not window.at_end
        everybody = ids(window) + everybody
    return everybody


def count(work: UnitOfWork, query: CustomerQuery, cap: int = 1000) -> CustomerCount:
    """Return the counts."""
    return listing.count_customers(work, query, cap)


@contextmanager
def asked(stage: Stage) -> Iterator[list[str]]:
    """Gather the statements that run inside."""
    stage.statements.clear()
    yield stage.statements


@contextmanager
def stage_in(engine: Engine | None = None) -> Iterator[Stage]:
    """Give an empty database (None: in a file's memory), and let it go."""
    stage = Stage(engine)
    yield stage
    stage.session.close()
    stage.engine.dispose()


@contextmanager
def stage_on(request: pytest.FixtureRequest) -> Iterator[Stage]:
    """Give an empty database of the kind that a fixture's parameter says: "postgres", or else SQLite."""
    with ExitStack() as stack:
        engine = None
        if request.param == "postgres":
            url = stack.enter_context(own_database(request.getfixturevalue("postgres_server"), like="template0"))
            engine = make_engine(url, writing=True)
        yield stack.enter_context(stage_in(engine))
