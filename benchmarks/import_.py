"""Importing a register, against SQLAlchemy Core inserting the same rows; how long a live edit waits; how much memory.

python -m benchmarks.import_ [CUSTOMERS]
python -m benchmarks.import_ memory [CSV ROWS] [XLSX ROWS]

The file is the example company as `kundkort export` writes it, every column of the template. The peer has the rows in
memory already: one INSERT a table, one transaction, the same schema and settings of SQLite; once all rows that the import
wrote (history, search text and findings too), once customers and contacts alone. Aims: a third of the peer's customers a
second; an edit waits at most 250 ms; a million rows of CSV, a hundred thousand of XLSX, each under 250 MB.
"""

from __future__ import annotations

import asyncio
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import xlsxwriter
from sqlalchemy import create_engine, insert

from benchmarks.demo import make, make_empty, rows_of
from core.clock import system_clock
from core.customers.api import change_customer, create_customer, get_customer
from core.customers.views import CustomerChange, CustomerDraft
from core.database.base import Base
from core.edits import Edit
from core.exchange.api import export_register
from core.exchange.driving import finished, put_file
from core.imports.api import dry_run, start_import
from core.jobs.views import Job
from core.places import sqlite_url
from core.records.api import take_ids
from core.register import Register, open_register

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
HEADINGS = (
    "Kundnr",
    "Namn",
    "Organisationsnummer",
    "Fakturaadress",
    "Postnr",
    "Ort",
    "Telefon",
    "E-post",
    "Er referens",
)


async def opened(path: Path) -> Register:
    """Open a register, made if it is missing."""
    return await open_register(sqlite_url(path), user="benchmark", clock=system_clock)


async def write_file(folder: Path, customers: int) -> Path:
    """Write the example company as a file to import."""
    example, file = folder / "example.sqlite", folder / "customers.csv"
    await make(example, customers)
    register = await opened(example)
    chunks = [chunk async for chunk in await register(export_register, "csv")]
    await register.close()
    file.write_bytes(b"".join(chunks))
    return file


async def bring_in(path: Path, file: Path) -> tuple[Job, float, list[float]]:
    """Import `file` into the register at `path` while another edits a card; return the job, its seconds, the edits' ms."""
    register, other = await opened(path), await opened(path)
    first, _last = await other(take_ids, 1)
    await other(create_customer, CustomerDraft(id=first, number="A1", name="Live"))
    blob = await put_file(register, file)
    waits: list[float] = []

    async def edit() -> None:
        while True:
            card = await other(get_customer, first)
            began = time.perf_counter()
            await other(change_customer, first, CustomerChange(comment=Edit(f"{began}", was=str(card.comment))))
            waits.append((time.perf_counter() - began) * 1000)
            await asyncio.sleep(0.05)

    editing = asyncio.create_task(edit())
    began = time.perf_counter()
    job = await finished(register, await register(start_import, blob.hash))
    seconds = time.perf_counter() - began
    editing.cancel()
    await asyncio.wait([editing])
    await other.close()
    await register.close()
    return job, seconds, waits


def insert_with_core(path: Path, rows: dict[str, list[tuple[object, ...]]]) -> float:
    """Insert rows by SQLAlchemy Core into an empty register; return the seconds it took."""
    engine = create_engine(f"sqlite:///{path}")
    values = {
        name: [dict(zip(Base.metadata.tables[name].columns.keys(), row, strict=True)) for row in found]
        for name, found in rows.items()
        if found
    }
    with engine.connect() as connection:
        for name in reversed(list(values)):
            connection.exec_driver_sql(f'DELETE FROM "{name}"')
        connection.commit()
        connection.exec_driver_sql("PRAGMA synchronous=FULL")
        began = time.perf_counter()
        for name, found in values.items():
            connection.execute(insert(Base.metadata.tables[name]), found)
        connection.commit()
        seconds = time.perf_counter() - began
    engine.dispose()
    return seconds


async def speed(customers: int) -> None:
    """Measure and print the import and its peers."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file = await write_file(folder, customers)
        job, seconds, waits = await bring_in(folder / "imported.sqlite", file)
        rows = await asyncio.to_thread(rows_of, folder / "imported.sqlite")
        known = {table: found for table, found in rows.items() if table in Base.metadata.tables}
        few = {table: known[table] for table in ("customer", "contact")}
        print(f"imported {job.counts['new']:,} customers of {file.stat().st_size / 1e6:.1f} MB in {seconds:.2f} s")
        for label, chosen in (("all rows written", known), ("customers and contacts", few)):
            empty = folder / f"{label}.sqlite"
            await make_empty(empty)
            plain = await asyncio.to_thread(insert_with_core, empty, chosen)
            count = sum(map(len, chosen.values()))
            print(f"Core insert of {label}: {count:,} in {plain:.2f} s, ratio {plain / seconds:.2f}")
        print(f"{job.counts['new'] / seconds:,.0f} customers/s; {len(waits)} edits waited at most {max(waits):.0f} ms")


def lines(rows: int) -> Iterator[tuple[str, ...]]:
    """Yield the rows of an accounting system's file."""
    yield HEADINGS
    for n in range(rows):
        street, code = f"Storgatan {n % 300}", f"{10000 + n % 80000}"
        yield (
            str(10000 + n),
            f"Brf Eken {n}",
            "",
            street,
            code,
            "Västerås",
            f"021-{n:07}"[:11],
            f"a{n}@example.se",
            f"Åsa {n}",
        )


def write_lines(path: Path, rows: int) -> None:
    """Write a long file in the format of its name."""
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8") as file:
            file.writelines(";".join(line) + "\r\n" for line in lines(rows))
        return
    workbook = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet = workbook.add_worksheet("Kunder")
    for row, line in enumerate(lines(rows)):
        sheet.write_row(row, 0, line)
    workbook.close()


async def dry(path: Path) -> None:
    """Try a long file dry and print the most memory that this process had."""
    with tempfile.TemporaryDirectory() as folder:
        register = await opened(Path(folder, "kundkort.sqlite"))
        began = time.perf_counter()
        job = await finished(register, await register(dry_run, (await put_file(register, path)).hash))
        await register.close()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    seconds = time.perf_counter() - began
    print(f"{path.suffix[1:]:5} {job.counts['read']:>9,} rows {job.state}: {peak:.0f} MB, {seconds:.0f} s")


def memory(counts: Sequence[int]) -> None:
    """Try long files dry, each in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        for ending, rows in zip((".csv", ".xlsx"), counts, strict=True):
            path = Path(folder, f"long{ending}")
            write_lines(path, rows)
            subprocess.run([sys.executable, "-m", "benchmarks.import_", "dry", str(path)], check=True)


def main(arguments: list[str]) -> int:
    """Do what was asked for."""
    if arguments[:1] == ["dry"]:
        asyncio.run(dry(Path(arguments[1])))
    elif arguments[:1] == ["memory"]:
        memory([int(n) for n in [*arguments[1:], "1000000", "100000"][:2]])
    else:
        asyncio.run(speed(int(arguments[0]) if arguments else 20_000))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
