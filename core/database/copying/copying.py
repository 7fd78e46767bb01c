"""How a register is copied: read at one moment, written in pieces, read back, proven the same, and only then given."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from core.database.copying.digest import Digest, pieces
from core.database.copying.ends import Source, Target
from core.database.copying.layout import Layout, Row, find_unfit
from core.proof import Different, Proof, TableProof, Unfit

Progress = Callable[[str, int, int], None]
"""Told where a copying is: "copy" or "prove", rows done of it, rows in all."""


def silent(_step: str, _done: int, _total: int) -> None:
    """Tell nobody."""


def copy_rows(source: Source, target: Target, progress: Progress = silent) -> Proof:
    """Copy everything of `source` into `target`, where there is nothing, and return the proof.

    Raises Different where the two are not the same afterwards, Unfit where something has no room in `target`.
    """
    tables = target.make_tables(source.revision)
    total = sum(source.count(table) for table in tables)
    read = _write(source, target, tables, _steps(progress, "copy", total))
    target.finish(tables)
    written = digests(target, tables, _steps(progress, "prove", total))
    proof = Proof(
        tuple(
            TableProof(table.name, there.rows, here.rows, there.value, here.value)
            for table, there, here in zip(tables, read, written, strict=True)
        )
    )
    if not proof.same:
        raise Different(proof)
    return proof


Step = Callable[[int], None]


def _steps(progress: Progress, step: str, total: int) -> Step:
    done = 0

    def advance(rows: int) -> None:
        nonlocal done
        done += rows
        progress(step, done, total)

    return advance


def _write(source: Source, target: Target, tables: Iterable[Layout], step: Step) -> list[Digest]:
    found = []
    for table in tables:
        digest = Digest()
        try:
            with source.fetching(table) as fetch:
                target.write(table, _told(pieces(fetch, digest), step))
        except Unfit:
            # The database said no long after it was given the row.
            _point_at_unfit(source, table)
            raise
        found.append(digest)
    return found


def _point_at_unfit(source: Source, table: Layout) -> None:
    with source.fetching(table) as fetch:
        for rows in pieces(fetch, Digest()):
            find_unfit(table, rows)


def _told(found: Iterator[Sequence[Row]], step: Step) -> Iterator[Sequence[Row]]:
    for rows in found:
        yield rows
        step(len(rows))


def _nothing(_rows: int) -> None:
    """Tell nobody of a step."""


def digests(source: Source, tables: Iterable[Layout], step: Step = _nothing) -> list[Digest]:
    """Read every row of these tables and return a digest of each."""
    found = []
    for table in tables:
        digest = Digest()
        with source.fetching(table) as fetch:
            for rows in pieces(fetch, digest):
                step(len(rows))
        found.append(digest)
    return found
