"""The files that a list is written as, read back: for a spreadsheet, and for print."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.customers.columns import COLUMNS, ListColumn
from core.exchange.shown import xlsx_file
from core.exchange.shown.cells import number_of
from core.exchange.shown.csv_file import CsvFile
from core.exchange.shown.html_file import HtmlFile
from core.exchange.shown.text_file import ACROSS, UPRIGHT, TextFile, cells_of, fit, lay_out
from core.exchange.shown.xlsx_file import XlsxFile
from core.text import speak
from tests.core.exchange.shown.lists import outline, row, sheets, written

# -- CSV -------------------------------------------------------------------------------------------------------------


def test_csv_has_the_columns_of_the_list_and_opens_in_a_spreadsheet(tmp_path: Path) -> None:
    content = written(CsvFile, outline("number", "name", "phone", "changed"), tmp_path, [row()], [row("7", "=1+1")])
    assert content.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";")) == [
        ["Customer number", "Name", "Phone", "Last changed"],
        ["10001", "Brf Ekbacken", "070-174 06 05", "2026-11-24"],
        ["7", "'=1+1", "070-174 06 05", "2026-11-24"],
    ]


def test_inactive_ones_are_told_apart_where_they_may_be(tmp_path: Path) -> None:
    content = written(CsvFile, outline("number", active=True), tmp_path, [row(), row("2", active=False)])
    assert content.decode("utf-8-sig").split("\r\n") == ["Customer number;Active", "10001;Yes", "2;No", ""]


def test_a_personal_number_stays_masked(tmp_path: Path) -> None:
    content = written(CsvFile, outline("org_no"), tmp_path, [row(org_no="811218-••••")])
    assert "811218-••••" in content.decode()


# -- XLSX ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "stored"),
    [
        ("10001", 10001),
        ("0", 0),
        ("007", "007"),
        ("K-12", "K-12"),
        ("12345678901", 12345678901),
        ("123456789012", "123456789012"),
        ("٣", "٣"),
        ("=1+1", "=1+1"),
    ],
)
def test_numbers_are_numbers_unless_that_loses_something(tmp_path: Path, number: str, stored: object) -> None:
    content = written(XlsxFile, outline("number"), tmp_path, [row(number)])
    assert sheets(content)["Customers"] == [["Customer number"], [stored]]


def test_a_workbook_has_days_as_days_and_all_else_as_text(tmp_path: Path) -> None:
    of = outline("name", "phone", "postcode", "org_no", "type", "language", "changed")
    content = written(XlsxFile, of, tmp_path, [row(name="http://x.example"), row(name='=HYPERLINK("x")', changed="")])
    first, second = sheets(content)["Customers"][1:]
    assert first == [
        "http://x.example", "070-174 06 05", "745 31", "769612-3459", "Company", "Swedish", date(2026, 11, 24)
    ]  # fmt: skip
    assert second[0] == '=HYPERLINK("x")' and second[-1] == ""
    parts = xml_of(content)
    assert "<f>" not in parts["xl/worksheets/sheet1.xml"] and "hyperlink" not in parts["xl/worksheets/sheet1.xml"]


def test_the_head_is_frozen_filtered_and_printed_on_every_page(tmp_path: Path) -> None:
    parts = xml_of(written(XlsxFile, outline("number", "name"), tmp_path, [row()] * 3))
    sheet = parts["xl/worksheets/sheet1.xml"]
    assert re.search(r'<pane ySplit="1" topLeftCell="A2"[^>]* state="frozen"', sheet)
    assert '<autoFilter ref="A1:B4"/>' in sheet
    assert "_xlnm.Print_Titles" in parts["xl/workbook.xml"]
    widths = [float(width) for width in re.findall(r'<col [^>]*width="([\d.]+)"', sheet)]
    assert len(widths) == 2 and all(7 <= width <= 50 for width in widths)


def test_what_no_sheet_has_room_for_goes_on_in_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_file, "LAST_ROW", 2)
    content = written(XlsxFile, outline("number"), tmp_path, [row(str(n)) for n in range(1, 6)])
    assert {name: [line[0] for line in lines[1:]] for name, lines in sheets(content).items()} == {
        "Customers": [1, 2], "Customers 2": [3, 4], "Customers 3": [5]
    }  # fmt: skip


def test_nothing_is_left_beside_the_file(tmp_path: Path) -> None:
    for make in (CsvFile, XlsxFile, TextFile, HtmlFile):
        written(make, outline(), tmp_path, [row()] * 100)
    assert list(tmp_path.iterdir()) == []


@given(text=st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=40))
def test_no_number_is_made_of_what_is_none(text: str) -> None:
    assert (str(number) == text) if (number := number_of(text)) is not None else True


def xml_of(content: bytes) -> dict[str, str]:
    """Return the parts of a workbook."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


# -- text ------------------------------------------------------------------------------------------------------------


def test_a_printed_page_says_what_it_is_and_which(tmp_path: Path) -> None:
    rows = UPRIGHT[1] - 5
    content = written(TextFile, outline("number", "name", "city"), tmp_path, [row(str(n)) for n in range(1, rows + 3)])
    first, second = content.decode().split("\f")
    lines = first.splitlines()
    assert lines[0].startswith("Ekmans Rör & El · Kunder") and lines[0].endswith("24 Nov 2026  page 1 of 2")
    assert lines[1] == f"Active only · {rows + 2} customers"
    assert lines[3].split() == ["No.", "Name", "Town"]
    assert len(lines) == UPRIGHT[1] and lines[5].split() == ["1", "Brf", "Ekbacken", "Enköping"]
    assert second.splitlines()[0].endswith("page 2 of 2") and len(second.splitlines()) == 5 + 2


def test_an_empty_list_is_one_page(tmp_path: Path) -> None:
    assert written(TextFile, outline("name"), tmp_path).decode().splitlines()[0].endswith("page 1 of 1")


def test_in_swedish(tmp_path: Path, speak_swedish: None) -> None:
    lines = written(TextFile, outline("number", "name"), tmp_path, [row()]).decode().splitlines()
    assert lines[0].endswith("2026-11-24  sida 1 av 1")
    assert lines[1].endswith("1 kund")
    speak("en")


@pytest.mark.parametrize(
    ("names", "line"),
    [
        (("number", "name", "city", "phone"), UPRIGHT[0]),
        (("number", "name", "street", "postcode", "city", "contact", "phone"), ACROSS[0]),
        (tuple(COLUMNS), ACROSS[0]),
    ],
)
def test_the_paper_is_turned_where_it_must_be(names: tuple[str, ...], line: int) -> None:
    of = outline(columns=tuple(ListColumn(name) for name in COLUMNS if name in names))
    paper = lay_out(of)
    assert paper.line == line
    assert sum(paper.widths) + paper.between * (len(paper.widths) - 1) <= line


def test_a_width_that_was_chosen_is_kept() -> None:
    of = outline(columns=(ListColumn("number", 9), ListColumn("city", 30)))
    assert lay_out(of).widths == (9, 30)


@given(
    text=st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=30), width=st.integers(2, 20)
)
def test_a_cell_takes_its_width(text: str, width: int) -> None:
    assert cells_of(fit(text, width)) == width


# -- HTML ------------------------------------------------------------------------------------------------------------


class Reader(HTMLParser):
    """Collects the cells, and every tag that there is."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.rows: list[list[str]] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag, and what it would fetch."""
        self.tags.add(tag)
        self.links += [value or "" for name, value in attrs if name in ("src", "href")]
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append("")

    def handle_data(self, data: str) -> None:
        """Note a text of the table."""
        if self.rows and self.rows[-1]:
            self.rows[-1][-1] += data.strip("\n")


def test_a_page_for_a_browser_is_one_file_in_which_nothing_typed_is_markup(tmp_path: Path) -> None:
    bad = '<script>alert("x")</script>&amp;\'"'
    of = outline("number", "name", title=bad, shown=[bad], company=bad)
    content = written(HtmlFile, of, tmp_path, [row(name=bad)], [row("2")]).decode()
    reader = Reader()
    reader.feed(content)
    assert reader.tags == {
        "html", "head", "meta", "title", "style", "body", "h1", "p", "table", "thead", "tr", "th", "tbody", "td"
    }  # fmt: skip
    assert reader.rows == [["No.", "Name"], ["10001", bad], ["2", "Brf Ekbacken"]]
    assert reader.links == [] and "url(" not in content and "@import" not in content
    assert "thead { display: table-header-group; }" in content and "size: A4 portrait" in content


def test_a_wide_page_is_printed_across(tmp_path: Path) -> None:
    assert "size: A4 landscape" in written(HtmlFile, outline(), tmp_path, [row()]).decode()
