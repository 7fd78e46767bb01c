"""How blobs are kept: in pieces, a transaction each, under the hash of the whole; and how forgotten ones go."""

from __future__ import annotations

import hashlib
import secrets
import tempfile
from collections.abc import AsyncIterable, AsyncIterator, Callable
from datetime import timedelta
from typing import IO, Any

from sqlalchemy import select

from core.clock import stamp
from core.database import scratch
from core.errors import NotFound, Unavailable
from core.files import api
from core.files.tables import Blob, BlobPiece
from core.files.views import PIECE, BlobRef
from core.operation import Operation
from core.services import Services
from core.work import UnitOfWork

KEPT = timedelta(days=1)
IN_MEMORY = 8 * 1024 * 1024
"""Bytes of a blob that are held in memory while it is read; more go to a file that is gone when it is closed."""
_DELETED_AT_ONCE = 40
_ITEMS_AT_ONCE = 2000


@api.put_blob.implement
async def put_blob(services: Services, chunks: AsyncIterable[bytes], name: str = "") -> BlobRef:
    """Keep them for whoever imports them."""
    return await keep(services, api.put_blob, chunks, name)


async def keep(
    services: Services, operation: Operation[..., Any], chunks: AsyncIterable[bytes], name: str = ""
) -> BlobRef:
    """Write the pieces as they come, as part of `operation`, whose right the caller needs; then enter the blob."""
    services.spawn(tidy(services, operation), "tidy blobs")
    upload = f"{stamp(services.now)}-{secrets.token_hex(8)}"
    digest, size, n = hashlib.sha256(), 0, 0
    async for piece in _pieces(chunks):
        digest.update(piece)
        size += len(piece)
        await services.within(operation, _inserting(upload, n, piece))
        n += 1
    ref = BlobRef(hash=digest.hexdigest(), size=size, name=name)

    def enter(work: UnitOfWork) -> bool:
        stored = find_blob(work, ref.hash)
        if stored is not None:
            stored.at, stored.name = stamp(work.now), name
            return False
        work.add(Blob(hash=ref.hash, size=size, name=name, at=stamp(work.now), upload=upload))
        return True

    if not await services.within(operation, enter):
        await _delete_pieces(services, operation, upload)
    return ref


@api.get_blob.implement
async def get_blob(services: Services, hash: str) -> AsyncIterator[bytes]:
    """Find the blob, then give its pieces one read at a time."""
    return await given(services, api.get_blob, hash)


async def given(services: Services, operation: Operation[..., Any], digest: str) -> AsyncIterator[bytes]:
    """Give the pieces of a blob as part of `operation`, whose right the caller needs; NotFound where it is not there."""
    upload = await services.reading(operation, lambda work: known_blob(work, digest).upload)
    return _stored_pieces(services, operation, upload)


def find_blob(work: UnitOfWork, digest: str) -> Blob | None:
    """Return the blob of this hash; None where there is none."""
    return next(iter(work.select(select(Blob).where(Blob.hash == digest))), None)


def known_blob(work: UnitOfWork, digest: str) -> Blob:
    """Return the blob of this hash; NotFound where there is none."""
    blob = find_blob(work, digest)
    if blob is None:
        raise NotFound("blob", digest)
    return blob


async def open_blob(services: Services, digest: str) -> tuple[IO[bytes], BlobRef]:
    """Return the bytes of a blob as a file that can be sought in, and what it is; the caller closes the file.

    Raises NotFound, and Unavailable "full" where the disk has no room for it.
    """
    ref = await services.reading(api.get_blob, lambda work: _ref(known_blob(work, digest)))
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the caller closes it
    try:
        async for piece in await get_blob(services, digest):
            file.write(piece)
    except OSError as error:
        file.close()
        raise Unavailable("full", retry=False, place=tempfile.gettempdir()) from error
    except BaseException:
        file.close()
        raise
    return file, ref


async def tidy(services: Services, operation: Operation[..., Any] = api.put_blob) -> None:
    """Let go of blobs and findings that nothing worked with for a day, and of uploads that were broken off."""
    before = stamp(services.now - KEPT)
    for digest in await services.reading(operation, lambda work: scratch.forgotten_blobs(work.connection, before)):
        await services.within(operation, _deleting_blob(digest))
    for upload in await services.reading(operation, lambda work: scratch.uploads_before(work.connection, before)):
        await _delete_pieces(services, operation, upload)
    for job in await services.reading(operation, lambda work: scratch.idle_jobs(work.connection, before)):
        while await services.within(operation, _deleting_items(job)):
            pass


async def _pieces(chunks: AsyncIterable[bytes]) -> AsyncIterator[bytes]:
    """Cut what comes in chunks of any size into pieces."""
    held = bytearray()
    async for chunk in chunks:
        held += chunk
        while len(held) >= PIECE:
            yield bytes(held[:PIECE])
            del held[:PIECE]
    if held:
        yield bytes(held)


async def _stored_pieces(services: Services, operation: Operation[..., Any], upload: str) -> AsyncIterator[bytes]:
    n = 0
    while (piece := await services.reading(operation, _reading(upload, n))) is not None:
        yield piece
        n += 1


async def _delete_pieces(services: Services, operation: Operation[..., Any], upload: str) -> None:
    while await services.within(
        operation, lambda work: scratch.delete_pieces(work.connection, upload, _DELETED_AT_ONCE)
    ):
        pass


def _reading(upload: str, n: int) -> Callable[[UnitOfWork], bytes | None]:
    statement = select(BlobPiece).where(BlobPiece.upload == upload, BlobPiece.n == n)
    return lambda work: next((piece.bytes for piece in work.select(statement)), None)


def _inserting(upload: str, n: int, piece: bytes) -> Callable[[UnitOfWork], None]:
    return lambda work: scratch.insert_piece(work.connection, upload, n, piece)


def _deleting_blob(digest: str) -> Callable[[UnitOfWork], None]:
    return lambda work: scratch.delete_blob(work.connection, digest)


def _deleting_items(job: int) -> Callable[[UnitOfWork], int]:
    return lambda work: scratch.delete_items(work.connection, job, _ITEMS_AT_ONCE)


def _ref(blob: Blob) -> BlobRef:
    return BlobRef(hash=blob.hash, size=blob.size, name=blob.name)
