"""Mappings: proposed from the headings, set by hand, remembered for files with the same headings."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import msgspec
from sqlalchemy import select

from core.clock import stamp
from core.errors import Fault, Invalid
from core.exchange.csv_in import DELIMITERS
from core.exchange.encodings import ENCODINGS
from core.exchange.fields import kind_of
from core.exchange.headings import assign, compact
from core.exchange.reading import SourceFile, Table
from core.imports.tables import ImportMapping
from core.imports.views import Mapping
from core.work import UnitOfWork

_KEYS = frozenset({"name", "number", "org_no", "personal_no"})
"""At least one of these tells whom a row is about."""


def proposed(file: SourceFile, table: Table, fields: Sequence[str] | None = None) -> Mapping:
    """Return the mapping of a sheet: from its headings, or with the fields that were remembered for them."""
    return Mapping(
        sheet=table.name,
        heading_row=table.heading_row,
        columns=tuple(assign(table.headings) if fields is None else fields),
        encoding=file.encoding,
        delimiter=file.delimiter,
    )


def headings_key(headings: Sequence[str]) -> str:
    """Return what files with the same set of headings share: sha256 in hex; order, case and signs apart."""
    return hashlib.sha256("\n".join(sorted(map(compact, headings))).encode()).hexdigest()


def recall(work: UnitOfWork, headings: Sequence[str]) -> tuple[str, ...] | None:
    """Return the fields that were set by hand for these headings, in the order of the columns; None where none were."""
    row = _stored(work, headings)
    if row is None:
        return None
    known = msgspec.json.decode(row.fields, type=list[tuple[str, str]])
    fields = []
    for heading in map(compact, headings):
        place = next((place for place, (word, _field) in enumerate(known) if word == heading), None)
        fields.append("" if place is None else known.pop(place)[1])
    return tuple(fields)


def remember(work: UnitOfWork, headings: Sequence[str], fields: Sequence[str]) -> None:
    """Keep what was set by hand for these headings; what is the proposal anyway is forgotten to be anything else."""
    row = _stored(work, headings)
    padded = (*fields, *[""] * (len(headings) - len(fields)))
    if row is None and padded[: len(headings)] == assign(headings):
        return
    content = msgspec.json.encode(
        [[compact(one), field] for one, field in zip(headings, padded, strict=False)]
    ).decode()
    if row is None:
        row = ImportMapping(headings=headings_key(headings))
        row.fields, row.at = content, stamp(work.now)
        work.add(row)
    elif row.fields != content:
        row.fields, row.at = content, stamp(work.now)


def check(mapping: Mapping, table: Table) -> Mapping:
    """Return `mapping` as it can be read by; Invalid with every fault: unknown fields, one twice, nobody to be found."""
    faults = [
        Fault("mapping.columns", "mapping.field", {"field": field})
        for field in mapping.columns
        if field and kind_of(field) is None
    ]
    given = [field for field in mapping.columns if field]
    faults += [
        Fault("mapping.columns", "mapping.twice", {"field": field})
        for field in sorted({one for one in given if given.count(one) > 1})
    ]
    if not _KEYS.intersection(given):
        faults.append(Fault("mapping.columns", "mapping.nobody"))
    if mapping.heading_row < 0:
        faults.append(Fault("mapping.heading_row", "choice"))
    if faults:
        raise Invalid(faults)
    return msgspec.structs.replace(mapping, columns=mapping.columns[: max(len(table.headings), 1)])


def check_reading(encoding: str, delimiter: str) -> None:
    """Raise Invalid where an encoding or delimiter set by hand is none that we know ("" is found out)."""
    faults = []
    if encoding and encoding not in (*ENCODINGS, "utf-32-le", "utf-32-be"):
        faults.append(Fault("encoding", "choice"))
    if delimiter and delimiter not in DELIMITERS:
        faults.append(Fault("delimiter", "choice"))
    if faults:
        raise Invalid(faults)


def _stored(work: UnitOfWork, headings: Sequence[str]) -> ImportMapping | None:
    key = headings_key(headings)
    return next(iter(work.select(select(ImportMapping).where(ImportMapping.headings == key))), None)
