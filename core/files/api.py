"""What can be asked of blobs: bytes in and bytes out, in chunks."""

from __future__ import annotations

from collections.abc import AsyncIterable, AsyncIterator

from core.errors import NotFound
from core.files.views import BlobRef
from core.operation import never, stream
from core.rights import Right


@stream("POST /blobs", name="files.put_blob", needs=Right.IMPORT, undo=never("unreferenced blobs go after a day"))
def put_blob(chunks: AsyncIterable[bytes], name: str = "") -> BlobRef:
    """Keep the bytes of `chunks` and return what to call them by; the same bytes twice are kept once."""


@stream(
    "GET /blobs/{hash}", name="files.get_blob", needs=Right.IMPORT, raises=(NotFound,), undo=never("nothing is changed")
)
def get_blob(hash: str) -> AsyncIterator[bytes]:
    """Give the bytes of a blob in pieces of at most 256 KiB."""
