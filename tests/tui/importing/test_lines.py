"""The lines of an import, and what a typed or dropped path means: tables, and widths of every kind."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from rich.cells import cell_len

from core.imports.views import Column, FileView, ImportRow, Mapping, Sheet
from tests.tui.import_rows import rows
from tui.importing.columns import Setting, choices, setting_rows, with_field
from tui.importing.detail import detail_lines, refused_lines
from tui.importing.folder import Typed, completed, listed, meant_path, typed
from tui.importing.lines import ImportLine, Shown, heads, layout, row_line
from tui.paint import width_of

WIDTHS = range(36, 200, 7)


@pytest.mark.parametrize("pane", [True, False])
def test_columns_follow_each_other_and_stay_within_the_width(*, pane: bool) -> None:
    for width in WIDTHS:
        columns = layout(width, 8, 100_000, beside_pane=pane)
        assert all(one.end < next_.start for one, next_ in zip(columns.columns, columns.columns[1:], strict=False))
        assert columns.columns[-1].end < width
        assert width_of(heads(columns)) == width
        for row in rows():
            assert width_of(row_line(ImportLine(row.row, row), columns, done=False)) < width


@pytest.mark.parametrize("width", [20, 39, 53, 72])
def test_no_line_of_a_row_in_full_is_wider_than_the_pane(width: int) -> None:
    for row in rows():
        for line in detail_lines(ImportLine(row.row, row), width, done=False, today=date(2026, 11, 24), zone="UTC"):
            assert width_of(line) <= max(width, 40), line
    for line in refused_lines([row for row in rows() if row.outcome == "refused"], 9, width):
        assert width_of(line) <= max(width, 30)


def test_what_was_changed_by_hand_is_said_at_its_field() -> None:
    row = next(row for row in rows() if row.changes)
    lines = detail_lines(ImportLine(row.row, row), 56, done=False, today=date(2026, 11, 24), zone="UTC")
    texts = ["".join(span.text for span in line) for line in lines]
    assert any(text.startswith("Language") and "changed by hand 2 Nov by Mats Hed" in text for text in texts)


def test_names_with_markup_and_escapes_are_only_text() -> None:
    row = ImportRow(row=2, outcome="new", name="[/b] Robert'); DROP TABLE", fields=1)
    line = row_line(ImportLine(2, row), layout(80), done=False)
    assert any("[/b] Robert'" in span.text for span in line)


@pytest.mark.parametrize(
    ("turns", "asked"),
    [
        ((), ("added", "changed", "new", "refused", "skipped")),
        (("unchanged",), ()),
        (("new", "added"), ("changed", "refused", "skipped")),
        (("warned",), ("warned",)),
        (("warned", "warned"), ("added", "changed", "new", "refused", "skipped")),
        (("differs", "unchanged"), ()),
    ],
)
def test_turning_kinds_of_rows_on_and_off(turns: tuple[str, ...], asked: tuple[str, ...]) -> None:
    shown = Shown()
    for what in turns:
        shown = shown.turned(what)
    assert shown.asked() == asked


FILE = FileView(
    name="k.csv",
    format="csv",
    sheets=(
        Sheet(
            name="",
            rows=3,
            columns=(
                Column(heading="Nr", letter="A", field="number"),
                Column(heading="Kund", letter="B", field="name"),
                Column(heading="Kuli", letter="C"),
            ),
            mapping=Mapping(columns=("number", "name", ""), encoding="utf-8", delimiter="semicolon"),
        ),
    ),
)


def test_a_field_that_another_column_had_moves_to_the_one_that_gets_it() -> None:
    mapping = with_field(FILE.mapping, 2, "name", 3)
    assert mapping.columns == ("number", "", "name")
    assert with_field(mapping, 2, "", 3).columns == ("number", "", "")


def test_every_field_is_offered_with_the_column_that_has_it() -> None:
    found = choices(FILE, FILE.mapping, Setting("column", 2))
    assert found[0].value == ""
    assert {choice.value: choice.note for choice in found}["name"] == "column B"
    assert len({choice.value for choice in found}) == len(found)


@pytest.mark.parametrize("width", [28, 39, 60])
def test_no_line_of_the_columns_is_wider_than_the_pane(width: int) -> None:
    for row in setting_rows(FILE, FILE.mapping, width):
        assert width_of(row.line) <= width


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("/tmp/a.csv", "/tmp/a.csv"),
        ("/home/anna//tmp/x.csv", "/tmp/x.csv"),
        ("'/tmp/a b.csv' ", "/tmp/a b.csv"),
        ("/home/anna/'/tmp/a b.csv'", "/tmp/a b.csv"),
        ('"/tmp/a b.csv"', "/tmp/a b.csv"),
        ("/tmp/a\\ b.csv", "/tmp/a b.csv"),
        ("file:///tmp/a%20b.csv", "/tmp/a b.csv"),
        ("/x/file:///tmp/a%20b.csv", "/tmp/a b.csv"),
        ("kunder.csv", "kunder.csv"),
    ],
)
def test_what_a_typed_or_dropped_path_means(text: str, path: str) -> None:
    assert meant_path(text) == path


def test_a_path_is_completed_as_far_as_it_is_clear(tmp_path: Path) -> None:
    for name in ("kunder-2025.csv", "kunder-2026.csv", "Bilder"):
        (tmp_path / name).mkdir() if name == "Bilder" else (tmp_path / name).write_text("x", encoding="utf-8")

    def complete(text: str) -> str:
        place: Typed = typed(f"{tmp_path}/{text}")
        return completed(place, listed(place)).removeprefix(f"{tmp_path}/")

    assert complete("k") == "kunder-202"
    assert complete("kunder-2026") == "kunder-2026.csv"
    assert complete("b") == "Bilder/"
    assert complete("KUN") == "kunder-202"
    assert cell_len(complete("")) == 0
