"""Mappings: proposed, set by hand, remembered, refused; and files that cannot be read at all."""

from __future__ import annotations

import pytest

from core.errors import Invalid, NotFound
from core.imports.api import dry_run, read_file, start_import
from core.imports.views import Mapping
from core.local import LocalRegister
from core.operation import Outside
from tests.core.exchange.making import Rows, xlsx_bytes
from tests.core.imports.loading import (
    FIRST,
    counted,
    file_of,
    imported,
    put,
)


async def test_a_mapping_set_by_hand_is_remembered_for_these_headings(register: LocalRegister) -> None:
    content = file_of("Kod|Benämning kort|Övrig text\nK1|Brf Ekbacken|hej")
    blob = await put(register, content)
    view = await register(read_file, blob.hash)
    assert [column.field for column in view.sheets[0].columns] == ["", "", ""]
    with pytest.raises(Invalid) as caught:
        await register(dry_run, blob.hash)
    assert [fault.code for fault in caught.value.faults] == ["mapping.nobody"]
    mapping = Mapping(columns=("number", "name", "comment"), delimiter="semicolon")
    assert counted(await imported(register, content, mapping)) == {"new": 1}
    view = await register(read_file, (await put(register, file_of("Övrig text|KOD|Benämning kort\nny|K1|Brf"))).hash)
    assert view.sheets[0].remembered
    assert view.mapping.columns == ("comment", "number", "name")


async def test_read_file_shows_sheets_columns_and_examples(register: LocalRegister) -> None:
    rows: Rows = [["Kundlista"], ["Nr", "Kund", "Hemsida"], [1.0, "A", ""], [2.0, "B", "b.se"]]
    blob = await put(register, xlsx_bytes({"Noter": [["hej"]], "Kunder": rows}), "kunder.xlsx")
    view = await register(read_file, blob.hash)
    assert (view.name, view.format, view.sheet) == ("kunder.xlsx", "xlsx", "Kunder")
    sheet = view.sheets[1]
    assert (sheet.rows, sheet.mapping.heading_row) == (2, 2)
    assert [(column.letter, column.heading, column.field, column.examples) for column in sheet.columns] == [
        ("A", "Nr", "number", ("1", "2")),
        ("B", "Kund", "name", ("A", "B")),
        ("C", "Hemsida", "", ("b.se",)),
    ]


@pytest.mark.parametrize(
    ("mapping", "code"),
    [
        (Mapping(columns=("nonsense", "name")), "mapping.field"),
        (Mapping(columns=("name", "name")), "mapping.twice"),
        (Mapping(columns=("", "comment")), "mapping.nobody"),
        (Mapping(columns=("name",), sheet="Blad7"), "file.sheet"),
        (Mapping(columns=("name",), encoding="klingon"), "choice"),
        (Mapping(columns=("name",), delimiter="!"), "choice"),
    ],
)
@pytest.mark.parametrize("operation", [dry_run, start_import])
async def test_a_mapping_that_cannot_be_read_by_is_refused(
    register: LocalRegister, operation: Outside[..., object], mapping: Mapping, code: str
) -> None:
    blob = await put(register, FIRST)
    with pytest.raises(Invalid) as caught:
        await register(operation, blob.hash, mapping)
    assert caught.value.faults[0].code == code


async def test_a_file_that_cannot_be_read_says_so_at_once(register: LocalRegister) -> None:
    blob = await put(register, b"%PDF-1.7")
    for call in (register(read_file, blob.hash), register(dry_run, blob.hash), register(start_import, blob.hash)):
        with pytest.raises(Invalid) as caught:
            await call
        assert caught.value.faults[0].code == "file.unknown"
    with pytest.raises(NotFound):
        await register(read_file, "0" * 64)
