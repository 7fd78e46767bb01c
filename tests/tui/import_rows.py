"""The import that LOOK.md pictures: its rows, and a register in memory that has tried them dry."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from core.imports.views import FieldChange, ImportRow, ImportRows, Outcome, RowFault
from core.jobs.views import Job
from tests.tui.fakes import FakeRegister, pictured
from tui.app import KundkortApp
from tui.importing.run import Import

JOB = 7
EKBACKEN = (
    FieldChange(field="contacts", part="phone", id=1, was="+46171445560", now="+46171445566"),
    FieldChange(
        field="invoice",
        was={"row1": "Ekgatan 4", "postcode": "74531", "city": "Enköping"},
        now={"row1": "c/o Nabo", "row2": "Box 12", "postcode": "72103", "city": "Västerås"},
    ),
    FieldChange(field="e_invoice", now="0007:7696123459"),
    FieldChange(field="language", was="en", now="sv", by_hand="Mats Hed", on="2026-11-02T10:00:00.000Z"),
)
PICTURED: tuple[tuple[int, Outcome, str, str, int], ...] = (
    (2, "new", "11201", "Arboga Elteknik AB", 14),
    (3, "new", "11202", "Aspnäs Samfällighet", 11),
    (9, "changed", "10093", "Bygg & Dörr i Arboga AB", 2),
    (14, "refused", "10318", "Aros Fastighetsförvaltning", 1),
    (15, "new", "11203", "Brf Almgården 2", 16),
    (21, "changed", "10443", "Brf Ekbacken", 4),
    (22, "changed", "10442", "Brf Eken 3", 1),
    (37, "new", "11204", "Brf Fasanen", 12),
    (40, "skipped", "10520", "Brf Gillet Parkering", 1),
    (41, "changed", "10688", "Brf Hästhoven 12", 3),
    (58, "refused", "", "", 1),
    (60, "new", "11205", "Brf Nyponrosen", 13),
    (61, "unchanged", "10914", "Centrumhuset Enköping KB", 0),
)
FAULTS: dict[int, RowFault] = {
    14: RowFault(field="number", code="row.repeated", column="Kundnr", params={"row": 12}),
    40: RowFault(level="warning", field="", code="row.no_customer"),
    58: RowFault(field="name", code="required", column="Namn"),
}


def rows() -> list[ImportRow]:
    """Return the rows of the picture."""
    return [_row(*row) for row in PICTURED]


def _row(number: int, outcome: Outcome, customer: str, name: str, fields: int) -> ImportRow:
    ekbacken = number == 21
    return ImportRow(
        row=number,
        outcome=outcome,
        number=customer,
        name=name,
        customer=1 if outcome in ("changed", "unchanged") else None,
        matched_by="number" if outcome in ("changed", "unchanged") else "",
        fields=fields,
        faults=(FAULTS[number],) if number in FAULTS else (),
        changes=EKBACKEN if ekbacken else (),
        unchanged=("name", "org_no", "visiting", "contacts") if ekbacken else (),
        group=number,
    )


def job_of(found: Iterable[ImportRow]) -> Job:
    """Return the job that found these rows."""
    counts: dict[str, int] = {}
    total = 0
    for row in found:
        total += 1
        counts[f"{row.outcome}_rows"] = counts.get(f"{row.outcome}_rows", 0) + 1
    return Job(id=JOB, kind="dry_run", state="done", done=total, total=total, counts=counts)


def register_with(found: list[ImportRow]) -> FakeRegister:
    """Return a register that has tried these rows dry."""

    def import_rows(job_id: int, outcomes: tuple[str, ...], after: int, limit: int, before: int | None) -> ImportRows:
        assert job_id == JOB
        wanted = [row for row in found if not outcomes or row.outcome in outcomes]
        if before is None:
            behind = [row for row in wanted if row.row > after]
            shown = behind[:limit]
            return ImportRows(
                rows=tuple(shown),
                last=shown[-1].row if shown else after,
                at_start=not after,
                at_end=len(behind) <= limit,
            )
        ahead = [row for row in wanted if not before or row.row < before]
        shown = ahead[-limit:]
        return ImportRows(
            rows=tuple(shown), last=shown[-1].row if shown else 0, at_start=len(ahead) <= limit, at_end=not before
        )

    register = FakeRegister(pictured())
    register.answers["imports.rows"] = import_rows
    return register


def tried(app: KundkortApp, found: list[ImportRow]) -> Import:
    """Return the import after its dry run."""
    work = Import(app, Path("kunder-2026-11.xlsx"))
    work.stage, work.dry, work.seconds = "tried", job_of(found), 0.8
    return work
