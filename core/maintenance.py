"""Looking after a register's file: upgrade, backup and restore. For whoever can open the file; no actor is asked for."""

from __future__ import annotations

import asyncio
from pathlib import Path

from core.errors import Outdated


async def upgrade(url: str) -> Path | None:
    """Bring the register at `url` up to date; return the copy made first, None where it was up to date already.

    Raises Outdated where it is of a newer version than this program, Broken, Unavailable.
    """
    return await asyncio.to_thread(_upgrade, url)


def _upgrade(url: str) -> Path | None:
    from core.database.files import file_of, revision_of
    from core.database.schema import REVISION

    path = file_of(url)
    have = revision_of(path)
    if have == REVISION:
        return None
    if have > REVISION:
        raise Outdated(have, REVISION, newer=True)
    from core.database.upgrade import upgrade_file

    return upgrade_file(path)


async def backup(url: str, target: Path) -> None:
    """Copy the register at `url`, while it is in use, to the new file `target`; FileExistsError, OSError, Unavailable."""
    await asyncio.to_thread(_backup, url, target)


def _backup(url: str, target: Path) -> None:
    from core.database.backup import copy_file
    from core.database.files import file_of

    copy_file(file_of(url), target)


async def restore(source: Path, url: str) -> Path | None:
    """Make the register at `url` what the copy `source` is; return the copy of what was there before.

    Raises FileNotFoundError, Broken, Outdated, Unavailable.
    """
    return await asyncio.to_thread(_restore, source, url)


def _restore(source: Path, url: str) -> Path | None:
    from core.database.backup import put_back
    from core.database.files import file_of

    if not source.is_file():
        raise FileNotFoundError(source)
    return put_back(source, file_of(url))
