"""What a command says: answers on stdout as text, tables or JSON, everything else on stderr; always safe to print."""

from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import AsyncIterable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TextIO

import msgspec

from core.text import _, number
from tui.harmless import UNSAFE, harmless

if TYPE_CHECKING:
    from core.jobs.views import Job

_NOT_ASCII = re.compile("[^\x00-\x7f]")


PROGRESS = 60
"""Width of what says how far something is."""


def safe(text: str) -> str:
    """Return `text` as one line that does nothing to a terminal; spaces that don't wrap become plain, to be copied."""
    return harmless(text).replace("\N{NO-BREAK SPACE}", " ")


def make_streams_safe() -> None:
    """Let stdout and stderr replace what their encoding lacks, instead of failing half-way through an answer."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def open_missing_streams() -> None:
    """Give streams that the caller closed somewhere to go to; else a register might become file number 1."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_RDWR), mode, encoding="utf-8"))


class Answers:
    """Where the answers of one command go."""

    def __init__(self, *, json: bool = False) -> None:
        self.json = json

    @property
    def out(self) -> TextIO:
        """The stream of answers."""
        return sys.stdout

    @property
    def to_person(self) -> bool:
        """Whether somebody reads the answers on a terminal, so that columns are lined up and have headings."""
        return self.out.isatty()

    def line(self, text: str = "") -> None:
        """Answer with one line of text."""
        self.out.write(safe(text) + "\n")

    def note(self, text: str) -> None:
        """Say something beside the answer, on stderr."""
        sys.stderr.write("".join(f"{safe(line)}\n" for line in text.split("\n")))

    def progress(self, text: str) -> None:
        """Show how far something is, in place of what was shown before, to somebody who looks; "" takes it away."""
        if sys.stderr.isatty():
            sys.stderr.write(f"\r{safe(text):<{PROGRESS}}\r")
            sys.stderr.flush()

    def job_progress(self, job: Job) -> None:
        """Show how far a job is."""
        if job.total:
            self.progress(_("{done} of {total} rows", done=number(job.done), total=number(job.total)))

    def table(self, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """Answer with rows: lined up under headings for a person, one tab between cells for a program."""
        if not self.to_person:
            for row in rows:
                self.out.write("\t".join(safe(cell) for cell in row) + "\n")
            return
        lines = [[safe(cell) for cell in row] for row in (headings, *rows)]
        widths = [max(map(_width, column)) for column in zip(*lines, strict=True)]
        for line in lines:
            padded = (cell + " " * (width - _width(cell)) for cell, width in zip(line, widths, strict=True))
            self.out.write("  ".join(padded).rstrip() + "\n")

    def value(self, value: Any) -> None:  # noqa: ANN401 - whatever JSON can say
        """Answer with one JSON document, indented."""
        self.out.write(self.escaped(_written(value, indent=2)) + "\n")

    async def list(self, values: AsyncIterable[Any]) -> None:
        """Answer with a JSON list, one value a line, each written when it comes."""
        between = "[\n"
        async for value in values:
            self.out.write(between + self.escaped(_written(value)))
            between = ",\n"
        self.out.write("[]\n" if between == "[\n" else "\n]\n")

    async def document(self, head: Mapping[str, Any], name: str, values: AsyncIterable[Any]) -> None:
        """Answer with a JSON object: what `head` has, and under `name` a list, one value a line as they come."""
        first = self.escaped(_written(head)).removesuffix("}")
        self.out.write(f'{first}{", " if head else ""}"{name}": [')
        between = "\n"
        async for value in values:
            self.out.write(between + self.escaped(_written(value)))
            between = ",\n"
        self.out.write("]}\n" if between == "\n" else "\n]}\n")

    def escaped(self, text: str) -> str:
        """Return JSON with escapes for what a terminal obeys, and for what the stream's encoding can't say."""
        text = "\n".join(UNSAFE.sub(_escape, line) for line in text.split("\n"))
        if "utf" not in (self.out.encoding or "utf-8").lower():
            text = _NOT_ASCII.sub(_escape, text)
        return text


def _written(value: Any, *, indent: int | None = None) -> str:  # noqa: ANN401 - whatever JSON can say
    import json

    # msgspec refuses lone surrogates, which the name of a file may have.
    return json.dumps(msgspec.to_builtins(value), ensure_ascii=False, indent=indent)


def _escape(found: re.Match[str]) -> str:
    units = found[0].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[n]:02x}{units[n + 1]:02x}" for n in range(0, len(units), 2))


def _width(text: str) -> int:
    """Return how many cells a text takes, near enough for names: marks none, East Asian wide signs two."""
    if text.isascii():
        return len(text)
    import unicodedata

    return sum(
        0 if unicodedata.combining(sign) else 2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text
    )
