"""Whole registers: copied to another database, to a file, and put back from one; each proven the same or not kept."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from core.database.copying.copying import Progress, copy_rows
from core.database.copying.ends import Source, making, reading
from core.database.revision import REVISION
from core.database.schema import IDS_SKIPPED, new_epoch
from core.database.searching.index_tables import DERIVED, DERIVED_SINCE
from core.database.sqlite import copies
from core.database.sqlite.files import file_of
from core.errors import Broken, Outdated
from core.places import kind_of, sqlite_url, without_password
from core.proof import Occupied, Proof

if TYPE_CHECKING:
    from core.database.copying.postgres_end import PostgresEnd


def copy_register(origin: str, target: str, progress: Progress) -> Proof:
    """Copy the register at `origin`, as it stands at one moment, to `target`, where nothing is; return the proof.

    The copy begins a new epoch and skips a million ids: both may be worked in. Raises Outdated where `origin` is of
    another version, Occupied or FileExistsError where `target` is not empty, Unfit, Unsound, Different, Unavailable.
    """
    with reading(origin) as source:
        if source.revision != REVISION:
            raise Outdated(source.revision, REVISION, newer=source.revision > REVISION)
        with making(target) as made:
            proof = copy_rows(source, made, progress)
            made.begin_anew(IDS_SKIPPED, new_epoch())
    return proof


def back_up(url: str, target: Path, progress: Progress) -> None:
    """Copy the register at `url`, as it stands at one moment, to the new file `target` (mode 0600).

    One of an older version as it is: a copy is made before an upgrade. Raises FileExistsError where `target` is there
    already, OSError where it can't be written, Outdated where the register is of a newer version, Broken, Unavailable.
    """
    if kind_of(url) != "postgres":
        copies.copy_file(file_of(url), target)
        return
    with reading(url) as source:
        _need_known(source)
        with making(sqlite_url(target)) as made:
            copy_rows(source, made, progress)


def put_back(source: Path, url: str, progress: Progress) -> Path | None:
    """Make the register at `url` what the copy `source` is; return the copy of what was there before, if anything was.

    Beside a file that copy is kept beside it, of a database beside `source`. The register gets a new epoch and skips a
    million ids. Raises Broken where `source` is no register, Outdated where it is of a newer version, Unavailable.
    """
    if kind_of(url) != "postgres":
        return copies.put_back(source, file_of(url))
    from core.database.copying import postgres_end

    with _of_today(source) as copy, reading(sqlite_url(copy)) as origin, postgres_end.replacing(url) as target:
        before = _take_away(target, source, url)
        try:
            copy_rows(origin, target, progress)
            target.begin_anew(IDS_SKIPPED, new_epoch())
        except BaseException:
            # The database is as it was: nobody needs a copy of it.
            if before:
                before.unlink(missing_ok=True)
            raise
    return before


def _take_away(target: PostgresEnd, source: Path, url: str) -> Path | None:
    """Take away the register that is there, once it is copied to a file beside `source`."""
    if target.is_empty():
        return None
    try:
        _need_known(target)
    except Broken:
        # Tables of something else: nobody asked for those to be replaced.
        raise Occupied(without_password(url)) from None
    before = source.with_name(f"{source.name}.before-restore-{datetime.now(UTC):%Y%m%dT%H%M%S%f}")
    with making(sqlite_url(before)) as kept:
        proof = copy_rows(target, kept)
    try:
        derived = sorted(DERIVED) if target.revision >= DERIVED_SINCE else []
        target.drop([*(table.table for table in proof.tables), *derived])
    except BaseException:
        before.unlink(missing_ok=True)
        raise
    return before


def _need_known(source: Source) -> None:
    if source.revision > REVISION:
        raise Outdated(source.revision, REVISION, newer=True)


@contextmanager
def _of_today(source: Path) -> Iterator[Path]:
    """Give the copy itself, or where it is of an older version one that was brought up to date."""
    revision = copies.sound_revision(source)
    if revision > REVISION:
        raise Outdated(revision, REVISION, newer=True)
    if revision == REVISION:
        yield source
        return
    from core.database.upgrade import migrate_file

    with tempfile.TemporaryDirectory(prefix="kundkort-") as folder:
        newer = Path(folder) / "copy.sqlite"
        newer.touch(mode=0o600)
        with closing(copies.read_only(source)) as old, closing(sqlite3.connect(newer)) as new:
            old.backup(new)
        migrate_file(newer)
        yield newer
