"""The peer of the server: the same views from the same file by Starlette, msgspec and plain SQL, and nothing else.

No sign-in, no rights of rows, no history that can be undone, no other database. What a reader gets is byte for byte
what kundkort's server answers; a write stores the same rows and commits with synchronous=FULL.
"""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from msgspec import UNSET, Struct
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from core.customers.rows import ADDRESS_COLUMNS, FIELDS
from core.customers.views import (
    Address,
    Buyer,
    Contact,
    Customer,
    CustomerChange,
    CustomerCount,
    CustomerQuery,
    CustomerRow,
    CustomerWindow,
)
from core.database.searching.positions import read_position, write_position
from core.records.views import Changes
from core.values.personal_no import holds_personal_no, mask_personal_no
from core.values.sorting import fold

T = TypeVar("T")

_COLUMNS = ", ".join(["id", "seq", *FIELDS, *(column for kind in ADDRESS_COLUMNS.values() for column in kind)])
_LIST = "customer_id, seq, number, name, type, org_no, active, city, phone, email, contact, name_key"
_SWITCHES = ("facilities_disabled", "facility_required", "cost_centre_required", "always_invoice", "active")
_MADE = ("created_by", "created_at", "changed_by", "changed_at")
_MASKED = ("org_no", "vat_no", "e_invoice")


class Asked(Struct):
    """The body of a search."""

    query: CustomerQuery
    after: str = ""
    limit: int = 100
    cap: int = 1000


class Changing(Struct):
    """The body of a change."""

    change: CustomerChange


class Bare:
    """The register as somebody would write it for one screen: a connection a thread, SQL in the handlers."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._own = threading.local()
        self._writer = self._open()
        self._turn = threading.Lock()
        self._written = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None

    def _open(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, isolation_level=None, check_same_thread=False)
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "cache_size=-16000", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")
        return connection

    @property
    def connection(self) -> sqlite3.Connection:
        """The connection of this thread."""
        if not hasattr(self._own, "connection"):
            self._own.connection = self._open()
        found: sqlite3.Connection = self._own.connection
        return found

    def card(self, customer_id: int) -> Customer:
        """Return a card."""
        return card(self.connection, customer_id)

    def window(self, asked: Asked) -> CustomerWindow:
        """Return the first rows in the order of names; typed text is one LIKE."""
        where, values = "active = 1", list[object]()
        if asked.query.text:
            where, values = f"{where} AND folded LIKE ?", [f"%{fold(asked.query.text)}%"]
        if asked.after:
            where, values = (
                f"{where} AND (name_key, customer_id) > (?, ?)",
                [*values, *read_position(asked.after, "name", False)],
            )
        found = self.connection.execute(
            f"SELECT {_LIST} FROM customer_search WHERE {where} ORDER BY name_key, customer_id LIMIT ?",
            (*values, asked.limit + 1),
        ).fetchall()
        shown = found[: asked.limit]
        ends = [write_position("name", False, (row[-1], row[0])) for row in (shown[:1] + shown[-1:])]
        rows = tuple(_row(row) for row in shown)
        first, last = ends if ends else ("", "")
        return CustomerWindow(
            rows=rows, first=first, last=last, at_start=not asked.after, at_end=len(found) <= asked.limit
        )

    def count(self, asked: Asked) -> CustomerCount:
        """Count what is found, and what is inactive."""
        where, values = ("1 = 1", ()) if not asked.query.text else ("folded LIKE ?", (f"%{fold(asked.query.text)}%",))
        all_, active = self.connection.execute(
            f"SELECT count(*), coalesce(sum(active), 0) FROM customer_search WHERE {where}",
            values,
        ).fetchone()
        most = asked.cap + 1
        hidden = min(all_ - active, most)
        return CustomerCount(found=min(active, most), hidden=hidden, unfiltered=min(all_, most), cap=asked.cap)

    def changes(self, since: int) -> Changes:
        """Return what changed after `since`."""
        seq, epoch = self.connection.execute("SELECT seq, epoch FROM feed").fetchone()
        if since < 0 or since == seq:
            return Changes(seq=seq, epoch=epoch)
        found = self.connection.execute("SELECT id FROM customer WHERE seq > ? LIMIT 201", (since,)).fetchall()
        return Changes(seq=seq, epoch=epoch, customers=tuple(id for (id,) in found))

    def change(self, customer_id: int, change: CustomerChange, operation_id: str) -> Customer:
        """Write the comment of a card, its history and its receipt, in one transaction; return the card."""
        comment = change.comment
        assert comment is not UNSET
        assert comment.now is not None
        now = datetime.now(UTC).isoformat()
        connection = self._writer
        with self._turn:
            connection.execute("BEGIN IMMEDIATE")
            (seq,) = connection.execute("UPDATE feed SET seq = seq + 1 RETURNING seq").fetchone()
            connection.execute("UPDATE customer SET comment = ?, seq = ? WHERE id = ?", (comment.now, seq, customer_id))
            connection.execute("UPDATE customer_search SET seq = ? WHERE customer_id = ?", (seq, customer_id))
            connection.execute(
                "INSERT INTO change_set (seq, operation, version, operation_id, actor, device, session, made_at, at)"
                " VALUES (?, 'customers.change', 1, ?, 1, 0, 'bare', ?, ?)",
                (seq, operation_id, now, now),
            )
            connection.execute(
                "INSERT INTO change (seq, root_kind, root_id, entity, row_id, kind, field, was, now)"
                " VALUES (?, 'customer', ?, 'customer', ?, 'changed', 'comment', ?, ?)",
                (seq, customer_id, customer_id, msgspec.json.encode(comment.was), msgspec.json.encode(comment.now)),
            )
            made = card(connection, customer_id)
            answer = msgspec.json.encode(made)
            connection.execute(
                "INSERT INTO receipt (operation_id, hash, result, at) VALUES (?, ?, ?, ?)",
                (operation_id, sha256(answer).hexdigest(), answer, now),
            )
            connection.execute("COMMIT")
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._tell)
        return made

    def _tell(self) -> None:
        self._written.set()
        self._written = asyncio.Event()

    async def wait(self, since: int, patience: float) -> Changes:
        """Return what changed after `since` as soon as anything did."""
        self._loop = asyncio.get_running_loop()
        written = self._written
        found = await asyncio.to_thread(self.changes, since)
        if found.seq == since:
            try:
                async with asyncio.timeout(patience):
                    await written.wait()
            except TimeoutError:
                return found
            found = await asyncio.to_thread(self.changes, since)
        return found


def card(connection: sqlite3.Connection, customer_id: int) -> Customer:
    """Return a card by five SELECTs."""
    row = connection.execute(
        f"SELECT {_COLUMNS} FROM customer WHERE id = ? AND removed_seq IS NULL",
        (customer_id,),
    ).fetchone()
    id, seq, *values = row
    fields = _fields(values)
    parts = iter(values[len(FIELDS) :])
    addresses: dict[str, Any] = {
        kind: Address(*(next(parts) for _ in columns)) or None for kind, columns in ADDRESS_COLUMNS.items()
    }
    of = " WHERE customer_id = ? AND removed_seq IS NULL ORDER BY position, id"
    contacts = connection.execute(
        f"SELECT id, name, role, phone, mobile, email, send_protocol, send_work_order, seq FROM contact{of}",
        (id,),
    )
    buyers = connection.execute(f"SELECT id, personal_no, share, seq FROM buyer{of}", (id,))
    aliases = connection.execute(
        "SELECT number FROM customer_alias WHERE customer_id = ? AND removed_seq IS NULL ORDER BY id", (id,)
    )
    sets = connection.execute(
        'SELECT u.name, s.made_at FROM change_set s JOIN "user" u ON u.id = s.actor WHERE s.seq IN'
        " ((SELECT min(seq) FROM change WHERE root_kind = 'customer' AND root_id = ?), ?) ORDER BY s.seq",
        (id, seq),
    ).fetchall()
    made: dict[str, Any] = dict(zip(_MADE, (*sets[0], *sets[-1]), strict=True))
    return Customer(
        **fields,
        **addresses,
        **made,
        id=id,
        seq=seq,
        contacts=tuple(
            Contact(id, name, role, phone, mobile, email, bool(protocol), bool(work_order), seq)
            for id, name, role, phone, mobile, email, protocol, work_order, seq in contacts
        ),
        buyers=tuple(
            Buyer(id, UNSET if holds_personal_no(number) else number, mask_personal_no(number), share, seq)
            for id, number, share, seq in buyers
        ),
        aliases=tuple(number for (number,) in aliases),
    )


def _fields(values: list[Any]) -> dict[str, Any]:
    fields: dict[str, Any] = dict(zip(FIELDS, values, strict=False))
    fields |= {switch: bool(fields[switch]) for switch in _SWITCHES}
    for name in _MASKED:
        if holds_personal_no(fields[name]):
            fields |= {name: UNSET, f"{name}_masked": mask_personal_no(fields[name])}
    return fields


def _row(values: tuple[Any, ...]) -> CustomerRow:
    id, seq, number, name, kind, org_no, active, city, phone, email, contact, _key = values
    return CustomerRow(
        id=id,
        seq=seq,
        number=number,
        name=name,
        type=kind,
        org_no=org_no,
        active=bool(active),
        city=city,
        phone=phone,
        email=email,
        contact=contact,
    )


_asked = msgspec.json.Decoder(Asked).decode
_changing = msgspec.json.Decoder(Changing).decode


def _json(view: object) -> Response:
    return Response(msgspec.json.encode(view), media_type="application/json")


def make_app(path: Path) -> Starlette:
    """Return the application; reads run in Starlette's threads, as functions that are not async do."""
    bare = Bare(path)

    def read(function: Callable[[Request], object]) -> Callable[[Request], Response]:
        return lambda request: _json(function(request))

    def posted(function: Callable[[Asked], object]) -> Callable[[Request], Any]:
        async def answer(request: Request) -> Response:
            asked = _asked(await request.body())
            return await asyncio.to_thread(lambda: _json(function(asked)))

        return answer

    async def change(request: Request) -> Response:
        wanted = _changing(await request.body()).change
        id, operation_id = int(request.path_params["id"]), request.headers["Kundkort-Operation-Id"]
        return await asyncio.to_thread(lambda: _json(bare.change(id, wanted, operation_id)))

    async def wait(request: Request) -> Response:
        query = request.query_params
        return _json(await bare.wait(int(query["since"]), float(query["patience"])))

    return Starlette(
        routes=[
            Route("/v1/customers/search", posted(bare.window), methods=["POST"]),
            Route("/v1/customers/count", posted(bare.count), methods=["POST"]),
            Route("/v1/customers/{id:int}", read(lambda request: bare.card(request.path_params["id"]))),
            Route("/v1/customers/{id:int}", change, methods=["PATCH"]),
            Route("/v1/changes", read(lambda request: bare.changes(int(request.query_params["since"])))),
            Route("/v1/changes/wait", wait),
        ]
    )
