"""Blobs: in pieces, once however often they come, gone after a day when nothing works with them."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from core.errors import NotFound, Refused
from core.files.api import get_blob, put_blob
from core.files.operations import tidy
from core.files.views import PIECE, BlobRef
from core.imports.api import dry_run, import_rows
from core.local import LocalRegister
from tests.conftest import OpenAs, StandingClock
from tests.core.imports.loading import settled


async def put(register: LocalRegister, *chunks: bytes, name: str = "") -> BlobRef:
    """Put chunks into the register."""

    async def given() -> AsyncIterator[bytes]:
        for chunk in chunks:
            yield chunk

    return await register(put_blob, given(), name)


async def pieces(register: LocalRegister, digest: str) -> list[bytes]:
    """Return the pieces of a blob."""
    return [piece async for piece in await register(get_blob, digest)]


def count(path: Path, table: str) -> int:
    """Return how many rows a table has."""
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


@pytest.mark.parametrize(
    ("chunks", "sizes"),
    [
        ([], []),
        ([b"abc"], [3]),
        ([b"a" * PIECE], [PIECE]),
        ([b"a" * (PIECE + 1)], [PIECE, 1]),
        ([b"a" * 1000] * 600, [PIECE, PIECE, 600_000 - 2 * PIECE]),
        ([b"", b"ab", b""], [2]),
    ],
)
async def test_bytes_come_back_in_pieces(register: LocalRegister, chunks: list[bytes], sizes: list[int]) -> None:
    content = b"".join(chunks)
    ref = await put(register, *chunks, name="kunder.csv")
    assert ref == BlobRef(hash=hashlib.sha256(content).hexdigest(), size=len(content), name="kunder.csv")
    found = await pieces(register, ref.hash)
    assert [len(piece) for piece in found] == sizes
    assert b"".join(found) == content


async def test_the_same_bytes_are_kept_once(register: LocalRegister, register_file: Path) -> None:
    first = await put(register, b"abc", name="a")
    second = await put(register, b"a", b"bc", name="b")
    assert first.hash == second.hash
    assert (count(register_file, "blob"), count(register_file, "blob_piece")) == (1, 1)
    assert await pieces(register, first.hash) == [b"abc"]


async def test_history_does_not_have_them(register: LocalRegister, register_file: Path) -> None:
    before = count(register_file, "change_set")
    await put(register, b"abc")
    assert count(register_file, "change_set") == before


async def test_an_upload_that_breaks_off_leaves_no_blob(
    register: LocalRegister, register_file: Path, clock: StandingClock
) -> None:
    async def broken() -> AsyncIterator[bytes]:
        yield b"a" * PIECE
        raise OSError("gone")

    with pytest.raises(OSError, match="gone"):
        await register(put_blob, broken(), "x")
    assert (count(register_file, "blob"), count(register_file, "blob_piece")) == (0, 1)
    clock.now += timedelta(days=1, seconds=1)
    await tidy(register)
    assert count(register_file, "blob_piece") == 0


async def test_forgotten_ones_go_after_a_day_and_those_at_work_stay(
    register: LocalRegister, register_file: Path, clock: StandingClock
) -> None:
    forgotten = await put(register, b"abc" * 200_000)
    used = await put(register, b"Kundnr;Namn\n1;A\n")
    clock.now += timedelta(hours=23)
    await tidy(register)
    assert len(await pieces(register, forgotten.hash)) == 3
    job = await register(dry_run, used.hash)
    await settled(job)
    clock.now += timedelta(hours=2)
    await tidy(register)
    with pytest.raises(NotFound):
        await pieces(register, forgotten.hash)
    assert len(await pieces(register, used.hash)) == 1
    assert count(register_file, "blob_piece") == 1
    assert len((await register(import_rows, job.id)).rows) == 1
    clock.now += timedelta(days=2)
    await tidy(register)
    assert (count(register_file, "blob"), count(register_file, "job_item")) == (0, 0)


async def test_who_may_not_import_has_no_blobs(register: LocalRegister, open_as: OpenAs) -> None:
    ref = await put(register, b"abc")
    mats = await open_as("mats")
    with pytest.raises(Refused):
        await put(mats, b"abc")
    with pytest.raises(Refused):
        await pieces(mats, ref.hash)
    with pytest.raises(NotFound):
        await pieces(register, "0" * 64)
