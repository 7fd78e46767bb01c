"""Deciding on rows in tests: headings and cells between "|", and what came of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import count

from core.customers.views import Address, Contact, CustomerValues
from core.exchange.deciding import Context, Decision, Found, Known, decide, note, remember
from core.exchange.headings import assign
from core.exchange.rows import Columns, Row
from core.imports.views import Mapping
from core.settings.views import Settings

TODAY = date(2026, 11, 24)
STORED = CustomerValues(
    number="10001",
    name="Brf Ekbacken",
    org_no="7696123459",
    language="sv",
    comment="Portkod 1234",
    visiting=Address("Ekgatan 4", "", "74531", "Enköping"),
    contacts=(
        Contact(1, "Åsa Åkesson", "Ordförande", "+46701740605", "", "asa@example.se", True, False),
        Contact(2, "", "", "+46171445560"),
    ),
)
HERE = Found(7, STORED, "number")


def trial(headings: str, *rows: str, found: Found = HERE, settings: Settings | None = None) -> list[Decision]:
    """Decide on rows (cells between "|") of one customer, one after the other."""
    columns = Columns(
        Mapping(columns=assign(headings.split("|"))), headings.split("|"), declared=headings.count("|") + 1
    )
    ids: Iterator[int] = count(-1, -1)
    context = Context(columns, settings or Settings(), TODAY, lambda: next(ids))
    known: Known | None = None
    decisions = []
    for number, cells in enumerate(rows, 2):
        row: Row = columns.read(number, cells.split("|"))
        decision = decide(context, row, found, known)
        if known is None:
            known = remember(row, decision)
        else:
            note(known, row, decision)
        decisions.append(decision)
    return decisions


def one(headings: str, row: str, *, found: Found = HERE) -> Decision:
    """Decide on one row."""
    return trial(headings, row, found=found)[0]


def outcomes(decisions: list[Decision]) -> list[str]:
    """Return what became of the rows."""
    return [decision.row.outcome for decision in decisions]


def codes(decision: Decision) -> list[tuple[str, str, str]]:
    """Return the faults of a row: level, column, code."""
    return [(fault.level, fault.column, fault.code) for fault in decision.row.faults]
