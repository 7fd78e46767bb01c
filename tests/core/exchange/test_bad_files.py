"""What no register is gets one clear code, before anything large is unpacked."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest

from core.errors import Invalid
from core.exchange import limits, workbooks
from core.exchange.fault_texts import LONG
from core.exchange.reading import SourceFile
from tests.core.exchange.making import (
    SHEET,
    bare_ods,
    csv_bytes,
    ods_bytes,
    sheet_xml,
    with_part,
    xls_bytes,
    xlsx_bytes,
)

ROWS = [["Kundnr", "Namn"], ["1", "A"]]
XLSX = xlsx_bytes({"A": ROWS})


def refused(content: bytes) -> str:
    """Return the code with which a file is refused; its text exists."""
    with pytest.raises(Invalid) as caught:
        table = SourceFile(io.BytesIO(content), len(content)).best
        for _row in table.rows():
            pass
    (fault,) = caught.value.faults
    assert fault.field == "file"
    assert fault.code in LONG
    LONG[fault.code].format(**fault.params)
    return fault.code


def zipped(**parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file.empty"),
        (b"\xef\xbb\xbf\r\n  \r\n", "file.empty"),
        (b"PK\x03\x04" + b"x" * 500, "file.corrupt"),
        (XLSX[:-200], "file.corrupt"),
        (XLSX[:100], "file.corrupt"),
        (b"PK\x05\x06" + bytes(18), "file.unknown"),
        (with_part(XLSX, SHEET, b"<worksheet><sheetData><row"), "file.corrupt"),
        (with_part(XLSX, "xl/workbook.xml", b"nothing"), "file.corrupt"),
        (xls_bytes(ROWS)[:600], "file.corrupt"),
        (workbooks.OLE + bytes(3000), "file.corrupt"),
        (workbooks.OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600), "file.password"),
        (workbooks.OLE + bytes(600) + "WordDocument".encode("utf-16-le") + bytes(600), "file.unknown"),
        (bare_ods("", "<manifest:encryption-data/>"), "file.password"),
        (zipped(word__document_xml=b"<w/>"), "file.unknown"),
        (zipped(holiday=b"picture"), "file.unknown"),
        (b"%PDF-1.7 ...", "file.unknown"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "file.unknown"),
        (b"\x1f\x8b" + bytes(100), "file.unknown"),
        (b"<html><table><tr><td>Kund</td></tr></table>", "file.unknown"),
        (bytes(range(1, 20)) * 100, "file.binary"),
        (b'Kundnr;Namn\r\n1;"A\r\n' + b"2;B\r\n" * 40_000, "file.quote"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_every_bad_file_says_what_it_is(content: bytes, code: str) -> None:
    assert refused(content) == code


def test_a_quotation_mark_that_swallows_rows_is_not_overlooked() -> None:
    content = b'Kundnr;Namn;Ort\r\n1;"A;Lund\r\n2;B;Lund\r\n3;"C";Lund\r\n4;D;Lund\r\n'
    assert refused(content) == "file.quote"


def test_an_encrypted_zip_says_that_it_has_a_password() -> None:
    content = bytearray(XLSX)
    place = content.find(b"PK\x01\x02")
    while place >= 0:
        flags = struct.unpack_from("<H", content, place + 8)[0]
        struct.pack_into("<H", content, place + 8, flags | 1)
        place = content.find(b"PK\x01\x02", place + 4)
    assert refused(bytes(content)) == "file.password"


def test_an_empty_sheet_has_no_rows() -> None:
    assert refused(xlsx_bytes({"A": []})) == "file.no_rows"


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="Z1048576"><v>1</v></c></row>',
        '<row r="1"><c r="ZX60000"><v>1</v></c></row>',
        '<row r="1"><c s="1" r="AZ99999" t="n"><v>1</v></c></row>',
    ],
)
def test_a_sheet_with_one_cell_far_away_is_not_opened(rows: str) -> None:
    assert refused(with_part(XLSX, SHEET, sheet_xml(rows))) == "file.cells"


def test_a_sheet_that_is_too_wide_is_refused() -> None:
    assert refused(with_part(XLSX, SHEET, sheet_xml('<row r="1"><c r="XFD1"><v>1</v></c></row>'))) == "file.columns"


def test_coloured_cells_far_away_are_no_rows() -> None:
    rows = '<row r="1"><c r="A1" t="inlineStr"><is><t>Namn</t></is></c></row>'
    rows += '<row r="1048576"><c r="XFD1048576" s="0"/></row>'
    content = with_part(XLSX, SHEET, sheet_xml(rows))
    assert SourceFile(io.BytesIO(content), len(content)).best.headings == ("Namn",)


def test_entities_are_refused() -> None:
    bomb = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    content = with_part(
        XLSX, SHEET, sheet_xml('<row r="1"><c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row>', bomb)
    )
    assert refused(content) == "file.unsafe"
    assert refused(with_part(XLSX, "xl/sharedStrings.xml", (bomb + "<sst/>").encode())) == "file.unsafe"


def test_repeated_cells_of_an_opendocument_are_counted() -> None:
    cell = '<table:table-cell table:number-columns-repeated="300"><text:p>a</text:p></table:table-cell>'
    row = f'<table:table-row table:number-rows-repeated="100000">{cell}</table:table-row>'
    assert refused(bare_ods(row)) == "file.cells"


def test_empty_cells_at_the_end_of_an_opendocument_are_not() -> None:
    cell = '<table:table-cell office:value-type="string"><text:p>Namn</text:p></table:table-cell>'
    row = f"<table:table-row>{cell}</table:table-row>"
    rest = (
        '<table:table-row table:number-rows-repeated="1048575">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    content = bare_ods(row + rest)
    assert SourceFile(io.BytesIO(content), len(content)).format == "ods"


def test_a_zip_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "UNPACKED_BYTES", 1_000_000)
    bomb = with_part(XLSX, "xl/worksheets/sheet2.xml", b" " * 2_000_000)
    assert refused(bomb) == "file.too_large"


def test_a_zip_bomb_that_lies_about_its_size_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "UNPACKED_BYTES", 1_000_000)
    name = b"xl/worksheets/sheet2.xml"
    content = bytearray(with_part(XLSX, name.decode(), b" " * 2_000_000))
    entry = content.rfind(b"PK\x01\x02", 0, content.rfind(name))
    struct.pack_into("<I", content, entry + 24, 10)
    assert refused(bytes(content)) == "file.too_large"


@pytest.mark.parametrize("content", [XLSX, ods_bytes(ROWS), xls_bytes(ROWS)], ids=["xlsx", "ods", "xls"])
def test_a_workbook_larger_than_the_limit_is_refused_unread(content: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "WORKBOOK_BYTES", 100)
    assert refused(content) == "file.too_large"


def test_a_csv_file_larger_than_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.exchange.reading.CSV_BYTES", 10)
    assert refused(csv_bytes(ROWS)) == "file.too_large"


def test_rows_that_are_too_wide_are_refused() -> None:
    assert refused(csv_bytes([["Kundnr", "Namn"], ["x"] * (limits.COLUMNS + 1)])) == "file.columns"
