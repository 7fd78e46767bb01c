"""Files of every dialect, encoding and format come out as the same rows, with their numbers in the file."""

from __future__ import annotations

import codecs
import csv
import datetime as dt
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.exchange.encodings import find_encoding
from core.exchange.headings import assign
from core.exchange.reading import SourceFile
from tests.core.exchange.making import Rows, csv_bytes, ods_bytes, xls_bytes, xlsx_bytes

HEADINGS = ["Kundnr", "Namn", "Besöksadress", "Ort"]
ROWS = [
    ["10001", "Brf Åängen", "Storgatan 1", "Malmö"],
    ["10002", "Öströms Plåt, Väst; AB", "Ågatan 2", "Växjö"],
    ["10003", 'Kalle "Kulan" AB', "Box 3\nc/o Åsa", "Örebro"],
]
ENCODINGS = [
    ("utf-8", b""),
    ("utf-8", codecs.BOM_UTF8),
    ("utf-16-le", codecs.BOM_UTF16_LE),
    ("utf-16-be", codecs.BOM_UTF16_BE),
    ("utf-16-le", b""),
    ("utf-16-be", b""),
    ("cp1252", b""),
    ("cp850", b""),
    ("mac_roman", b""),
]
WORDS = ["Åsa", "Örjan", "Brf", "Ängen", "Malmö", "AB", "René", "Müller", "&", "Håkansson", "12", "Östersund"]
DELIMITERS = [";", "\t", ",", "|"]


def read(content: bytes, **chosen: str) -> SourceFile:
    """Return a file that was opened."""
    return SourceFile(io.BytesIO(content), len(content), **chosen)


def rows_of(content: bytes) -> list[list[str]]:
    """Return the rows below the heading of the best sheet."""
    return [cells for _number, cells in read(content).best.rows()]


@pytest.mark.parametrize(("encoding", "mark"), ENCODINGS)
@pytest.mark.parametrize("delimiter", DELIMITERS)
@pytest.mark.parametrize("line_end", ["\r\n", "\n", "\r"])
def test_every_dialect_in_every_encoding_comes_out_the_same(
    encoding: str, mark: bytes, delimiter: str, line_end: str
) -> None:
    # csv does not quote a line feed where lines end in CR.
    quoting = csv.QUOTE_ALL if line_end == "\r" else csv.QUOTE_MINIMAL
    rows = [HEADINGS, *ROWS]
    file = read(csv_bytes(rows, encoding=encoding, mark=mark, delimiter=delimiter, line_end=line_end, quoting=quoting))
    assert list(file.best.headings) == HEADINGS
    assert [cells for _number, cells in file.best.rows()] == ROWS
    assert assign(file.best.headings) == ("number", "name", "visiting.row1", "visiting.city")


@given(
    names=st.lists(
        st.sampled_from(WORDS),
        min_size=3,
        max_size=8,
    ),
    encoding=st.sampled_from(ENCODINGS),
    delimiter=st.sampled_from(DELIMITERS),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
@settings(max_examples=100, deadline=None)
def test_nordic_names_survive(names: list[str], encoding: tuple[str, bytes], delimiter: str, quoting: int) -> None:
    rows = [["1", " ".join(names), "Åkervägen 1", "Gävle"], ["2", " ".join(reversed(names)), "Öster 2", "Luleå"]]
    codec, mark = encoding
    content = csv_bytes([HEADINGS, *rows], encoding=codec, mark=mark, delimiter=delimiter, quoting=quoting)
    assert rows_of(content) == rows


@pytest.mark.parametrize("text", ["Müller;Håkan", "STRÖM;ÖREBRO", "Åsa", "kafé på Söder", "“Norr” – Växjö"])
@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman"])
def test_short_texts_tell_their_page(text: str, encoding: str) -> None:
    content = text.encode(encoding)
    found, mark = find_encoding(io.BytesIO(content))
    assert content[mark:].decode(found) == text


def test_one_broken_letter_leaves_a_file_utf8() -> None:
    content = ("Namn;Ort\n" + "Åsa Öberg;Malmö\n" * 50).encode() + b"\xff\n"
    assert find_encoding(io.BytesIO(content))[0] == "utf-8"


def test_row_numbers_are_those_of_the_file() -> None:
    rows = [["Kundlista"], [], HEADINGS, ROWS[0], [], ["", "", "", ""], ROWS[1]]
    table = read(csv_bytes(rows)).best
    assert table.heading_row == 3
    assert [number for number, _cells in table.rows()] == [4, 7]


def test_a_quoted_line_break_is_one_row() -> None:
    table = read(csv_bytes([HEADINGS, ROWS[2], ROWS[0]])).best
    assert [number for number, _cells in table.rows()] == [2, 3]


@pytest.mark.parametrize(("said", "delimiter"), [("sep=;", ";"), ("sep=,", ","), ('"sep=|"', "|"), ("SEP=\t", "\t")])
def test_the_first_line_of_excel_says_the_delimiter(said: str, delimiter: str) -> None:
    content = (said + "\r\n").encode() + csv_bytes([HEADINGS, *ROWS], delimiter=delimiter)
    table = read(content).best
    assert table.heading_row == 2
    assert [cells for _number, cells in table.rows()] == ROWS


def test_spaces_after_the_delimiter_do_not_hide_a_quote() -> None:
    content = b'Kundnr, Namn, Ort\r\n1, "Plast, Bygg AB", Lund\r\n'
    assert rows_of(content) == [["1", "Plast, Bygg AB", "Lund"]]


def test_encoding_and_delimiter_can_be_chosen() -> None:
    content = csv_bytes([["a", "b"], ["å", "ö"]], encoding="mac_roman", delimiter=",")
    file = read(content, encoding="mac_roman", delimiter="comma")
    assert [cells for _number, cells in file.best.rows()] == [["å", "ö"]]
    assert (file.encoding, file.delimiter) == ("mac_roman", "comma")


def test_one_column_is_a_register_too() -> None:
    assert rows_of("Namn\nÅsa\nBrf Eken\n".encode()) == [["Åsa"], ["Brf Eken"]]


WORKBOOK: Rows = [
    ["Kundnr", "Namn", "Postnr", "Aktiv"],
    [10001.0, "Brf Åängen", 11120.0, "Ja"],
    [10002.0, "Öst AB", 0.5, "x"],
]
READ = [["10001", "Brf Åängen", "11120", "Ja"], ["10002", "Öst AB", "0.5", "x"]]


@pytest.mark.parametrize("make", [lambda rows: xlsx_bytes({"Blad1": rows}), xls_bytes, ods_bytes])
def test_numbers_stored_as_numbers_come_out_as_written(make: object) -> None:
    assert callable(make)
    assert [cells[:4] for cells in rows_of(make(WORKBOOK))] == READ


def test_dates_and_truths_of_a_workbook() -> None:
    rows: Rows = [["Kundnr", "Namn", "Aktiv", "Anmärkning"], [1.0, "A", True, dt.date(2026, 9, 1)]]
    expected = [["1", "A", "true", "2026-09-01"]]
    assert rows_of(xlsx_bytes({"A": rows})) == expected
    assert rows_of(xls_bytes(rows)) == expected


def test_the_sheet_that_is_a_register_is_chosen() -> None:
    notes: Rows = [["Ring Karin om nycklar"]] * 300
    older: Rows = [*WORKBOOK, *WORKBOOK]
    content = xlsx_bytes({"Anteckningar": notes, "Kunder": WORKBOOK, "Gammalt": older}, hidden=["Gammalt"])
    file = read(content)
    assert [table.name for table in file.tables] == ["Anteckningar", "Kunder"]
    assert file.best.name == "Kunder"


def test_the_heading_is_found_below_a_title_and_blank_rows() -> None:
    rows: Rows = [["Kundlista"], ["Uppdaterad 2026-09-01"], [""], *WORKBOOK]
    table = read(xlsx_bytes({"A": rows})).best
    assert table.heading_row == 4
    assert [number for number, _cells in table.rows()] == [5, 6]


def test_a_table_that_begins_in_the_middle_keeps_its_rows_and_columns() -> None:
    rows: Rows = [[""], [""], ["", "", "Kundnr", "Namn"], ["", "", 1.0, "A"]]
    table = read(xlsx_bytes({"A": rows})).best
    assert table.headings == ("", "", "Kundnr", "Namn")
    assert list(table.rows()) == [(4, ["", "", "1", "A"])]


def test_groups_above_the_headings_belong_to_them() -> None:
    rows = [
        ["Kundlista", "", "", "", "", "", "", ""],
        ["", "", "Besöksadress", "", "Faktura", "", "Kontakt", ""],
        ["Nr", "Namn", "Adress", "Ort", "Adress", "Ort", "Namn", "Tel"],
        ["1", "A", "Gatan 1", "Lund", "Box 2", "Umeå", "Bo", "08-123 456 78"],
    ]
    table = read(xlsx_bytes({"A": rows})).best
    assert assign(table.headings) == (
        "number",
        "name",
        "visiting.row1",
        "visiting.city",
        "invoice.row1",
        "invoice.city",
        "contacts.1.name",
        "contacts.1.phone",
    )


def test_a_column_without_a_heading_is_declared_only_where_most_rows_have_it() -> None:
    whole = read(csv_bytes([["Nr", "Namn"], ["1", "A", "x"], ["2", "B", "y"], ["3", "C"]])).best
    apart = read(csv_bytes([["Nr", "Namn"], ["1", "A"], ["2", "B", "y"], ["3", "C"]])).best
    assert (whole.declared, apart.declared) == (3, 2)
    assert len(whole.headings) == len(apart.headings) == 3
