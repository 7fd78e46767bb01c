"""A register in memory for tests of screens: customers as views in a dict, with the operations that a list needs."""

from __future__ import annotations

import asyncio
import json
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, ParamSpec, TypeVar, cast

from msgspec.structs import replace

from core.customers.twin_views import Twin, TwinQuery
from core.customers.views import (
    MOST_SORTED,
    Address,
    Choices,
    Contact,
    Customer,
    CustomerCount,
    CustomerOrder,
    CustomerQuery,
    CustomerRow,
    CustomerWindow,
)
from core.errors import Fault, Invalid, NotFound
from core.history.views import Undoable, Undone
from core.operation import Operation
from core.people.views import User
from core.records.views import Changes
from core.register import LOCAL, Link
from core.rights import Right
from core.settings.views import Settings
from core.values.finding import read_typed
from core.values.sorting import sort_key, spell
from tests.tui.naive_finding import also_of, has, passes, row_of
from tests.tui.telling import Telling

ANY_SIZE = frozenset(
    getattr(CustomerOrder, name) for name in ("RELEVANCE", "NUMBER", "NAME", "CITY", "CONTACT", "CHANGED")
)
"""Orders that the register keeps, whatever its size."""

P = ParamSpec("P")
R = TypeVar("R")


def customer(
    number: int,
    name: str,
    city: str = "Västerås",
    phone: str = "+4621154000",
    contact: str = "",
    *,
    active: bool = True,
    **values: Any,
) -> Customer:
    """Return a customer whose id is its number."""
    person = Contact(id=number * 10, name=contact, phone=phone)
    address = Address(row1="Ekgatan 4", postcode="74531", city=city)
    fields: dict[str, Any] = {
        "id": number,
        "seq": 1,
        "number": str(number),
        "name": name,
        "visiting": address,
        "contacts": (person,),
        "active": active,
        **values,
    }
    return Customer(**fields)


PICTURED = (
    (10318, "Aros Fastighetsförvaltning AB", "Västerås", "+4621154000", "Eva Sandell"),
    (10877, "Aspen Förskola", "Köping", "+4622125130", "Jonas Frid"),
    (10402, "Bilia Personbilar AB", "Västerås", "+46104978500", "Peter Nyman"),
    (10443, "Brf Ekbacken", "Enköping", "+46171445566", "Lars Öberg"),
    (10442, "Brf Eken 3", "Västerås", "+4621123456", "Karin Ek"),
    (10871, "Brf Ekorren i Sala", "Sala", "+4622410203", "Mona Lindqvist"),
    (10519, "Brf Gillet", "Västerås", "+4621182290", "Göran Falk"),
    (10520, "Brf Gillet Parkering", "Västerås", "+4621182290", "Göran Falk"),
    (10688, "Brf Hästhoven 12", "Eskilstuna", "+4616517044", "Ann-Marie Wik"),
    (10345, "Brf Lärkan", "Hallstahammar", "+4622010311", "Tomas Berg"),
    (10346, "Brf Mälarstrand Södra", "Västerås", "+4621300815", "Yasmin Haddad"),
    (10790, "Brf Sjöutsikten", "Strängnäs", "+4615218820", "Bo Wallin"),
    (10093, "Bygg & Dörr i Arboga AB", "Arboga", "+4658912345", "Sara Holm"),
    (10201, "Carlssons Livs HB", "Fagersta", "+4622345560", "Nils Carlsson"),
    (10914, "Centrumhuset Enköping KB", "Enköping", "+46171208000", "Helena Grip"),
    (10155, "Destilleriet Kolbäck AB", "Kolbäck", "+4622040550", "Olle Strand"),
    (10733, "Ekbergs Plåt & Smide AB", "Västerås", "+4621801414", "Rikard Ekberg"),
    (10112, "Eskilstuna Kommun, Fastighet", "Eskilstuna", "+46167101000", "Lena Dahlgren"),
    (10640, "Fagerstahallen", "Fagersta", "+4622344100", "Ismail Kaya"),
    (10958, "Ekebackens Äldreboende", "Västerås", "+4621392400", "Disa Norell"),
    (10117, "Mälarenergi AB, Kontor", "Västerås", "+4621395000", "Nina Ekman"),
    (10602, "Stiftelsen Lekstugan", "Sala", "+46224368", ""),
)
"""The customers that the pictures of LOOK.md show."""


def pictured() -> list[Customer]:
    """Return the customers of the pictures; Brf Gillet Parkering is inactive."""
    return [customer(*values, active=values[0] != 10520) for values in PICTURED]


def many(count: int) -> list[Customer]:
    """Return `count` customers called Kund 00000 and so on, every seventh inactive."""
    towns = ("Västerås", "Köping", "Enköping", "Sala", "Arboga")
    return [
        customer(10000 + place, f"Kund {place:05}", towns[place % 5], f"+4621{100000 + place}", active=bool(place % 7))
        for place in range(count)
    ]


class FakeRegister(Telling):
    """Runs the operations that lists and cards read with; anything else is an error of the test.

    `slow` (an Event) holds every answer back until it is set; `asked` has the name of every operation in order;
    `most_sorted` is how many it puts in an order that it does not keep.
    `failing` maps an operation's name to the error it raises; `answers` to a function that is called instead.
    """

    def __init__(self, customers: Iterable[Customer] = (), *, rights: Iterable[Right] = tuple(Right)) -> None:
        super().__init__()
        self.customers: dict[int, Customer] = {found.id: found for found in customers}
        self.user = User(id=1, login="anna", name="Anna Lind", rights=tuple(rights))
        self.settings = Settings(company_name="Brandservice Mälardalen")
        self.asked: list[str] = []
        self.failing: dict[str, Exception] = {}
        self.answers: dict[str, Callable[..., Any]] = {}
        self.slow: asyncio.Event | None = None
        self.most_sorted = MOST_SORTED
        self.undoable: Undoable | None = None
        self.closed = False
        self.line = LOCAL

    @property
    def session(self) -> str:
        """The id of the running program."""
        return "test"

    @property
    def link(self) -> Link:
        """The link, as the test set it."""
        return self.line

    def remembered(self, operation: Operation[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R | None:
        """Return None: nothing is kept."""
        return None

    def sending(self, *, operation_id: str | None = None, made_at: datetime | None = None) -> FakeRegister:
        """Return the same register."""
        return self

    async def close(self) -> None:
        """Note that it was closed."""
        self.closed = True

    async def __call__(self, operation: Operation[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """Run the operation of that name here."""
        arguments = operation.bind(*args, **kwargs)
        if operation.name == "records.wait":
            return cast(R, await self._wait(**arguments))
        self.asked.append(operation.name)
        if self.slow is not None:
            await self.slow.wait()
        if operation.name in self.failing:
            raise self.failing[operation.name]
        answer = self.answers.get(operation.name) or getattr(self, "do_" + operation.name.replace(".", "_"))
        return cast(R, answer(**arguments))

    def change(self, customer_id: int, **values: Any) -> None:
        """Change a customer as somebody else would, and tell whoever waits."""
        self.customers[customer_id] = replace(self.customers[customer_id], seq=self.seq + 1, **values)
        self.tell()

    async def _wait(self, since: int, epoch: str, patience: int) -> Changes:
        """Wait for a change, as the standing call of a program does: no test asks whether it was made."""

        def look() -> Changes:
            if "records.wait" in self.failing:
                raise self.failing["records.wait"]
            return self.do_records_changes(since, epoch)

        return await self.wait_for(look)

    # -- operations ------------------------------------------------------------------------------------------------

    def do_people_me(self) -> User:
        """Return the user."""
        return self.user

    def do_settings_get(self) -> Settings:
        """Return the settings."""
        return self.settings

    def do_records_changes(self, since: int, epoch: str) -> Changes:
        """Return what changed."""
        if since < 0 or since >= self.seq:
            return Changes(seq=self.seq, epoch="one")
        changed = tuple(found.id for found in self.customers.values() if found.seq > since)
        return Changes(seq=self.seq, epoch="one", customers=changed, kinds=self.kinds, lost=self.lost)

    def do_customers_get(self, customer_id: int) -> Customer:
        """Return one customer."""
        if customer_id not in self.customers:
            raise NotFound("customer", customer_id)
        return self.customers[customer_id]

    def do_customers_choices(self) -> Choices:
        """Return what can be chosen."""
        cities = Counter(row.city for row in map(row_of, self.customers.values()) if row.city)
        longest = max((len(found.number) for found in self.customers.values()), default=5)
        return Choices(cities=tuple(sorted(cities.items())), longest_number=longest)

    def do_customers_count(self, query: CustomerQuery, cap: int) -> CustomerCount:
        """Count what is found and what the filter on active hides."""
        found = len(self._found(query))
        hidden = len(self._found(replace(query, active=False))) if query.active and query.text.strip() else 0
        return CustomerCount(found=min(found, cap + 1), hidden=min(hidden, cap + 1), cap=cap)

    def do_customers_twins(self, query: TwinQuery) -> tuple[Twin, ...]:
        """Nobody is like anybody else here."""
        return ()

    def do_customers_list(
        self, query: CustomerQuery, after: str, before: str, last: bool, limit: int, at: int | None
    ) -> CustomerWindow:
        """Return a window of what is found."""
        rows = self._found(query)
        kept = query.order in ANY_SIZE and not (query.text.strip() and query.order is not CustomerOrder.RELEVANCE)
        if not kept and len(rows) > self.most_sorted:
            raise Invalid([Fault("order", "order.narrow", {"most": self.most_sorted})])
        keys = [self._key(query, row) for row in rows]
        start, end = 0, limit
        if after:
            start = bisect_right(keys, _read(after))
            end = start + limit
        elif before:
            end = bisect_left(keys, _read(before))
            start = max(end - limit, 0)
        elif last:
            start, end = max(len(rows) - limit, 0), len(rows)
        elif at is not None:
            start = min(at, max(len(rows) - limit, 0))
            end = start + limit
        shown, shown_keys = rows[start:end], keys[start:end]
        return CustomerWindow(
            rows=tuple(shown),
            first=_write(shown_keys[0]) if shown else "",
            last=_write(shown_keys[-1]) if shown else "",
            at_start=start == 0,
            at_end=end >= len(rows),
            offset=start,
        )

    def do_history_undoable(self, session: str) -> Undoable | None:
        """Return what the test said can be undone."""
        return self.undoable

    def do_history_undo(self, seq: int) -> Undone:
        """Say that it was undone."""
        self.seq += 1
        assert self.undoable is not None
        return Undone(seq=self.seq, root_kind=self.undoable.root_kind, root_id=self.undoable.root_id, taken_back=1)

    # -- finding, naively ------------------------------------------------------------------------------------------

    def _found(self, query: CustomerQuery) -> list[CustomerRow]:
        typed = read_typed(query.text)
        rows = [row for row in map(row_of, self.customers.values()) if passes(query, row) and has(typed, row)]
        rows = [replace(row, also=also_of(typed, row)) for row in rows]
        return sorted(rows, key=lambda row: self._key(query, row))

    def _key(self, query: CustomerQuery, row: CustomerRow) -> tuple[int, str, int]:
        field = {CustomerOrder.RELEVANCE: "name", CustomerOrder.CHANGED: "seq"}.get(query.order, query.order.value)
        key = sort_key(str(getattr(row, field))).hex()
        if query.order is CustomerOrder.CHANGED:
            key = f"{row.seq:012}"
        if query.descending:
            key = "".join(f"{15 - int(digit, 16):x}" for digit in key) + "~"
        first = query.order is CustomerOrder.RELEVANCE and spell(row.name).startswith(spell(query.text.strip()))
        return (0 if first else 1, key, row.id)


def _write(key: tuple[int, str, int]) -> str:
    return json.dumps(key)


def _read(position: str) -> tuple[int, str, int]:
    rank, key, row_id = json.loads(position)
    return (rank, key, row_id)
