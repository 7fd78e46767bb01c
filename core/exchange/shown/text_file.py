"""The list as text to be printed: columns of fixed width, a head on every page of A4, upright or across."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from core.customers.columns import COLUMNS
from core.customers.views import CustomerRow
from core.exchange.shown.asked import Outline, spool
from core.exchange.shown.cells import Cells, day_text, heads, names_of
from core.files.views import PIECE
from core.text import _, ngettext

UPRIGHT, ACROSS = (92, 64), (134, 44)
"""Characters in a line and lines on a page of A4, twelve to the inch and six to the inch; upright, else across."""
_BETWEEN = 2
_HEAD_LINES = 5
_ACTIVE_WIDTH = 6
_PAGE = b"\f"
_CUT = "…"
_FIRST_MARK = "\N{COMBINING GRAVE ACCENT}"
"""All signs before it, those of European names, are one cell wide."""


class Paper(NamedTuple):
    """How a page is laid out: the columns' widths and the air between them, characters in a line, rows on a page."""

    widths: tuple[int, ...]
    line: int
    rows: int
    between: int = _BETWEEN


def lay_out(outline: Outline) -> Paper:
    """Return the widest columns that fit: upright, else across; where nothing fits, the least widths on a longer line."""
    wanted, least = _widths(outline)
    for line, lines in (UPRIGHT, ACROSS):
        if _line(wanted) <= line:
            return Paper(_grown(outline, wanted, line), line, lines - _HEAD_LINES)
    line, lines = ACROSS
    between = _BETWEEN if _line(least) <= line else 1
    widths = list(wanted)
    while _line(widths, between) > line and widths != least:
        # What has most to spare gives first.
        place = max(range(len(widths)), key=lambda n: widths[n] - least[n])
        widths[place] -= 1
    return Paper(tuple(widths), max(line, _line(widths, between)), lines - _HEAD_LINES, between)


def _widths(outline: Outline) -> tuple[list[int], list[int]]:
    """Return how wide each column is by itself, or was made, and the least it can be; its head fits in any case."""
    wanted, least = [], []
    for column, head in zip(outline.columns, heads(outline), strict=False):
        kind = COLUMNS[column.name]
        wanted.append(max(column.width or kind.width, len(head)))
        least.append(min(wanted[-1], max(kind.least, len(head))))
    if outline.active:
        width = max(_ACTIVE_WIDTH, len(heads(outline)[-1]))
        wanted.append(width)
        least.append(width)
    return wanted, least


def _line(widths: Sequence[int], between: int = _BETWEEN) -> int:
    return sum(widths) + between * (len(widths) - 1)


def _grown(outline: Outline, widths: list[int], line: int) -> tuple[int, ...]:
    """Give the room that is left to what is most often too long: the name, the address, the e-mail."""
    names = names_of(outline)
    grown, room = list(widths), line - _line(widths)
    for name, most in (("name", 40), ("street", 30), ("email", 36), ("name", 60)):
        if name in names:
            place = names.index(name)
            more = min(room, max(0, most - grown[place]))
            grown[place] += more
            room -= more
    return tuple(grown)


class TextFile:
    """Writes rows as lines; the pages get their heads when it is known how many there are."""

    def __init__(self, outline: Outline, folder: str) -> None:
        self._outline = outline
        self._cells = Cells(outline)
        self._paper = lay_out(outline)
        self._heads = self._fitted(heads(outline))
        self._rule = "-" * _line(self._paper.widths, self._paper.between)
        self._file = spool(folder)
        self._written = 0

    def rows(self, rows: Sequence[CustomerRow]) -> None:
        """Write these rows."""
        lines = [self._fitted(self._cells.texts(row)) for row in rows]
        self._written += len(lines)
        self._file.write("".join(f"{line}\n" for line in lines).encode())

    def finish(self) -> Iterator[bytes]:
        """Return the pages, each under its head."""
        pages = max(-(-self._written // self._paper.rows), 1)
        # The words now, in the language of the job: the pages are given later.
        return self._pages(self._head(), _("page {n} of {pages}", n="{n}", pages=pages), pages)

    def close(self) -> None:
        """Let go of the file, finished or not."""
        self._file.close()

    def _fitted(self, texts: Sequence[str]) -> str:
        between = " " * self._paper.between
        return between.join(map(fit, texts, self._paper.widths)).rstrip()

    def _head(self) -> tuple[str, str, list[str]]:
        """Return the first line's words, the second line, and the lines over the rows; the page's number is missing."""
        outline = self._outline
        count = ngettext("{n} customer", "{n} customers", self._written)
        shown = " · ".join([*outline.shown, count])
        title = f"{outline.company} · {outline.title}" if outline.company else outline.title
        return title, fit(shown, self._paper.line).rstrip(), [self._heads, self._rule]

    def _pages(self, head: tuple[str, str, list[str]], numbered: str, pages: int) -> Iterator[bytes]:
        title, shown, over = head
        day = day_text(self._outline.today)
        held = bytearray()
        with self._file as file:
            file.seek(0)
            for page in range(1, pages + 1):
                right = f"{day}  {numbered.format(n=page)}"
                first = fit(title, max(self._paper.line - cells_of(right) - _BETWEEN, 1))
                lines = [f"{first}{' ' * _BETWEEN}{right}", shown, "", *over]
                held += (_PAGE if page > 1 else b"") + "".join(f"{line}\n" for line in lines).encode()
                held += b"".join(islice(file, self._paper.rows))
                if len(held) >= PIECE or page == pages:
                    yield bytes(held)
                    held.clear()


def fit(text: str, width: int) -> str:
    """Return `text` in exactly `width` cells; what is too long ends in "…"."""
    if cells_of(text) > width:
        kept = text[: width - 1]
        while cells_of(kept) > width - 1:
            kept = kept[:-1]
        text = kept.rstrip() + _CUT
    return text + " " * (width - cells_of(text))


def cells_of(text: str) -> int:
    """Return how wide a text is printed: marks take no room, wide signs two cells."""
    if not text or max(text) < _FIRST_MARK:
        return len(text)
    return sum(
        0 if unicodedata.combining(sign) else 2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text
    )
