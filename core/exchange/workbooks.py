"""XLSX, XLS and ODS: looked through before they are opened, so that a bomb is refused and not unpacked."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO

from core.errors import Fault, Invalid, Param
from core.exchange.limits import CELLS, COLUMNS, UNPACKED_BYTES, WORKBOOK_BYTES

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_CHUNK = 1 << 20
# A cell with something in it; one that is only coloured closes itself.
_XLSX_CELL = re.compile(rb'<(?:\w+:)?c\s[^>]*?\br="([A-Za-z]{1,4})([0-9]{1,9})"(?:[^>]*[^/>])?>')
# Cells from AA or 50000 on. Without any a sheet has less than 26 times 50,000, and most have none: the quick look.
_XLSX_FAR = re.compile(rb'\br="[A-Za-z](?:[A-Za-z]{1,3}[0-9]{1,9}|[5-9][0-9]{4}|[0-9]{6,9})"(?:[^>]*[^/>])?>')
_ODS_TOKEN = re.compile(
    rb"<table:table-row\b[^>]*>|<table:(?:covered-)?table-cell\b[^>]*>|<text:p\b|<table:table\b[^>]*>"
)
_REPEATED = re.compile(rb'number-(?:rows|columns)-repeated="([0-9]+)"')
_NOT_REGISTERS = {
    b"%PDF": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"\x1f\x8b": "gzip",
    b"7z\xbc\xaf": "7z",
    b"Rar!": "RAR",
    b"{\\rtf": "RTF",
    b"SQLite format 3": "SQLite",
    b"MZ": "program",
    b"\x7fELF": "program",
}


def refuse(code: str, **params: Param) -> Invalid:
    """Return the error that says why the file as a whole cannot be read."""
    return Invalid([Fault("file", code, params)])


def find_format(file: IO[bytes], size: int) -> str:
    """Return "csv", "xlsx", "xls" or "ods" by what is in the file, whatever its name says; Invalid where it is none."""
    file.seek(0)
    head = file.read(2048)
    if not head.strip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"):
        raise refuse("file.empty")
    if head.startswith(OLE):
        return _ole(file, size)
    if head.startswith((ZIP, _EMPTY_ZIP)):
        return _zip(file, size)
    for mark, kind in _NOT_REGISTERS.items():
        if head.startswith(mark):
            raise refuse("file.unknown", kind=kind)
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:200].lower()
    if start.startswith((b"<!doctype html", b"<html", b"<table", b"<?xml", b"<meta")):
        raise refuse("file.unknown", kind="HTML" if b"<?xml" not in start[:5] else "XML")
    return "csv"


def _ole(file: IO[bytes], size: int) -> str:
    """Tell a workbook of the old format from an encrypted new one, and from a document."""
    if size > WORKBOOK_BYTES:
        raise refuse("file.too_large", high=WORKBOOK_BYTES // 2**20)
    file.seek(0)
    content = file.read()
    if _wide("EncryptedPackage") in content:
        raise refuse("file.password")
    if _wide("Workbook") in content or _wide("Book") in content:
        return "xls"
    if _wide("WordDocument") in content:
        raise refuse("file.unknown", kind="Word")
    raise refuse("file.corrupt")


def _wide(text: str) -> bytes:
    return text.encode("utf-16-le")


def _zip(file: IO[bytes], size: int) -> str:
    if size > WORKBOOK_BYTES:
        raise refuse("file.too_large", high=WORKBOOK_BYTES // 2**20)
    try:
        file.seek(0)
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
            encrypted = any(part.flag_bits & 1 for part in parts)
            if encrypted or _manifest_encrypts(archive, names):
                raise refuse("file.password")
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError):
        raise refuse("file.corrupt") from None
    if sum(part.file_size for part in parts) > UNPACKED_BYTES:
        raise refuse("file.too_large", high=WORKBOOK_BYTES // 2**20)
    if "xl/workbook.xml" in names:
        kind = "xlsx"
    elif "content.xml" in names and any(name.startswith("META-INF/") for name in names):
        kind = "ods"
    else:
        raise refuse("file.unknown", kind=_other_archive(names))
    _look_through(file, parts, kind)
    return kind


def _manifest_encrypts(archive: zipfile.ZipFile, names: set[str]) -> bool:
    name = "META-INF/manifest.xml"
    if name not in names or archive.getinfo(name).file_size > _CHUNK:
        return False
    return b"encryption-data" in archive.read(name)


def _other_archive(names: set[str]) -> str:
    if "word/document.xml" in names:
        return "Word"
    if "xl/workbook.bin" in names:
        return "XLSB"
    return "ZIP"


def _look_through(file: IO[bytes], parts: list[zipfile.ZipInfo], kind: str) -> None:
    """Unpack every part once without keeping it: sizes that lie, entities and sheets that are too large are refused."""
    left = UNPACKED_BYTES
    for part in parts:
        if not part.filename.endswith((".xml", ".rels")):
            continue
        sheet = kind == "xlsx" and part.filename.startswith("xl/worksheets/")
        far = FarCells()
        measure: Measure = far if sheet else Measure()
        if kind == "ods" and part.filename == "content.xml":
            measure = OdsMeasure()
        left = _look_at(file, part, measure, left)
        if sheet and far.found:
            _look_at(file, part, XlsxMeasure(), UNPACKED_BYTES)


def _look_at(file: IO[bytes], part: zipfile.ZipInfo, measure: Measure, left: int) -> int:
    """Let `measure` see a part, a piece between two tags at a time; return how many bytes of `left` remain."""
    carried = b""
    for chunk in _inflate(file, part):
        left -= len(chunk)
        if left < 0:
            raise refuse("file.too_large", high=WORKBOOK_BYTES // 2**20)
        text = carried + chunk
        # An entity is declared before the first element; Excel and LibreOffice write none.
        if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
            raise refuse("file.unsafe")
        end = text.rfind(b"<")
        measure.look(text[:end])
        carried = text[end:]
        if len(carried) > _CHUNK:
            raise refuse("file.corrupt")
    measure.look(carried)
    return left


class Measure:
    """Sees how far the cells of a sheet reach, a piece of XML at a time; Invalid where it is too far."""

    rows = 0
    columns = 0

    def look(self, text: bytes) -> None:
        """Look at a piece that ends between two tags."""

    def check(self) -> None:
        """Raise Invalid where rows times columns are more than lie in memory."""
        if self.columns > COLUMNS:
            raise refuse("file.columns", high=COLUMNS)
        if self.rows * self.columns > CELLS:
            raise refuse("file.cells", rows=self.rows, high=CELLS // max(self.columns, 1))


class FarCells(Measure):
    """Only sees whether any cell is so far away that all of them must be looked at."""

    found = False

    def look(self, text: bytes) -> None:
        """Look for one."""
        self.found = self.found or _XLSX_FAR.search(text) is not None


class XlsxMeasure(Measure):
    """By the references of the cells, which need not be in order."""

    def look(self, text: bytes) -> None:
        """Take the furthest of the references that are written out."""
        found = _XLSX_CELL.findall(text)
        if found:
            self.columns = max(self.columns, *map(_column_number, {column for column, _row in found}))
            self.rows = max(self.rows, *map(int, {row for _column, row in found}))
            self.check()


class OdsMeasure(Measure):
    """By counting rows and cells, repeated ones as often as they are; what is empty at the end does not count."""

    def __init__(self) -> None:
        self._row = 0
        self._repeat = 1
        self._column = 0
        self._cells = 1

    def look(self, text: bytes) -> None:
        """Count on."""
        for token in _ODS_TOKEN.findall(text):
            if token.startswith(b"<text:p"):
                self.rows = max(self.rows, self._row + self._repeat)
                self.columns = max(self.columns, self._column + self._cells)
            elif token.startswith(b"<table:table-row"):
                self._row += self._repeat
                self._repeat, self._column, self._cells = _repeated(token), 0, 0
            elif token.startswith((b"<table:table ", b"<table:table>")):
                self._row = self._column = self._cells = self._repeat = 0
                self.rows = self.columns = 0
            else:
                self._column += self._cells
                self._cells = _repeated(token)
        self.check()


def _repeated(tag: bytes) -> int:
    found = _REPEATED.search(tag)
    return int(found[1][:9]) if found else 1


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _inflate(file: IO[bytes], part: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield a part's bytes as they unpack, whatever size its entry claims; Invalid "file.corrupt" where they do not."""
    file.seek(part.header_offset)
    header = file.read(30)
    if len(header) < 30 or not header.startswith(ZIP):
        raise refuse("file.corrupt")
    file.seek(int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little"), 1)
    packed = part.compress_size
    unpack = zlib.decompressobj(-zlib.MAX_WBITS) if part.compress_type == zipfile.ZIP_DEFLATED else None
    if unpack is None and part.compress_type != zipfile.ZIP_STORED:
        raise refuse("file.corrupt")
    while packed > 0 and (read := file.read(min(packed, _CHUNK // 4))):
        packed -= len(read)
        if unpack is None:
            yield read
            continue
        try:
            while read:
                yield unpack.decompress(read, _CHUNK)
                read = unpack.unconsumed_tail
        except zlib.error:
            raise refuse("file.corrupt") from None
