"""The list as a page for a browser to show and print: one file that fetches nothing, every text escaped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from itertools import chain

from core.customers.views import CustomerRow
from core.exchange.shown.asked import Outline, pieces, spool
from core.exchange.shown.cells import Cells, day_text, heads
from core.exchange.shown.text_file import UPRIGHT, lay_out
from core.files.views import PIECE
from core.text import ngettext, speech

_STYLE = """
@page { size: A4 %s; margin: 14mm 12mm;
  @bottom-right { content: counter(page) " / " counter(pages); font: 8pt sans-serif; } }
:root { color-scheme: light; }
body { margin: 1.5rem; font: 10pt/1.35 "Segoe UI", "Helvetica Neue", Arial, sans-serif; color: #111; background: #fff; }
h1 { margin: 0; font-size: 15pt; }
p { margin: .2rem 0 .8rem; color: #444; }
table { border-collapse: collapse; width: 100%%; font-variant-numeric: tabular-nums; }
th, td { padding: .18rem .6rem .18rem 0; text-align: left; vertical-align: top; }
th { border-bottom: 1.5pt solid #111; white-space: nowrap; background: #fff; position: sticky; top: 0; }
td { border-bottom: .5pt solid #ccc; overflow-wrap: anywhere; }
@media print {
  body { margin: 0; font-size: 8.5pt; }
  thead { display: table-header-group; }
  th { position: static; }
  tr { break-inside: avoid; }
}
"""


class HtmlFile:
    """Writes rows as those of one table, whose head stands on every printed page."""

    def __init__(self, outline: Outline, folder: str) -> None:
        self._outline = outline
        self._cells = Cells(outline)
        self._across = lay_out(outline).line > UPRIGHT[0]
        self._file = spool(folder)
        self._written = 0

    def rows(self, rows: Sequence[CustomerRow]) -> None:
        """Write these rows."""
        self._written += len(rows)
        lines = ("".join(f"<td>{escape(text)}" for text in self._cells.texts(row)) for row in rows)
        self._file.write("".join(f"<tr>{line}\n" for line in lines).encode())

    def finish(self) -> Iterator[bytes]:
        """Return the page: its head, which says how many there are, and the rows."""
        return chain([self._start()], pieces(self._file, PIECE), [b"</tbody>\n</table>\n</body>\n</html>\n"])

    def close(self) -> None:
        """Let go of the file, finished or not."""
        self._file.close()

    def _start(self) -> bytes:
        outline = self._outline
        title = f"{outline.title} · {outline.company}" if outline.company else outline.title
        shown = " · ".join(
            [*outline.shown, ngettext("{n} customer", "{n} customers", self._written), day_text(outline.today)]
        )
        columns = "".join(f'<th scope="col">{escape(head)}' for head in heads(outline))
        return (
            f'<!DOCTYPE html>\n<html lang="{escape(speech().language)}">\n<head>\n<meta charset="utf-8">\n'
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
            '<meta name="viewport" content="width=device-width">\n<meta name="robots" content="noindex">\n'
            f"<title>{escape(title)}</title>\n<style>{_STYLE % ('landscape' if self._across else 'portrait')}</style>\n"
            f"</head>\n<body>\n<h1>{escape(title)}</h1>\n<p>{escape(shown)}</p>\n"
            f"<table>\n<thead><tr>{columns}</tr></thead>\n<tbody>\n"
        ).encode()
