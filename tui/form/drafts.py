"""The draft journal: what is typed is on disk within a second, and is offered again when its session is dead."""

from __future__ import annotations

import asyncio
import contextlib
import os
import secrets
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import msgspec

from core.clock import Clock, stamp, system_clock
from tui.form.content import SavedForm
from tui.form.session_lock import SessionLock, is_alive

DELAY = 0.4
"""Seconds from the first key that is not on disk to the writing of it."""
OWNER_ONLY, OWNER_FOLDER = 0o600, 0o700


class Draft(msgspec.Struct, kw_only=True):
    """One form that was not saved: whose it is, on what, what it is called, and what it holds."""

    register: str
    user: str
    form: str
    row: int | None
    session: str
    label: str = ""
    changes: int = 0
    saved_at: str = ""
    content: SavedForm


class Found(msgspec.Struct):
    """A draft whose session is dead, and the file it stands in."""

    path: Path
    draft: Draft

    def remove(self) -> None:
        """Throw the draft away; where the folder can't be written it is offered again."""
        with contextlib.suppress(OSError):
            self.path.unlink(missing_ok=True)


class Journal:
    """The drafts of one running program; a folder is made, and a lock taken, when the first draft is written."""

    def __init__(self, folder: Path, *, register: str, user: str, session: str, clock: Clock = system_clock) -> None:
        self.folder = folder
        self.register = register
        self.user = user
        self.session = session
        self.clock = clock
        self._lock: SessionLock | None = None
        self._keepers: list[Keeper] = []

    def keeper(
        self, form: str, row: int | None, content: Callable[[], tuple[str, int, SavedForm] | None], adopted: Path | None
    ) -> Keeper:
        """Return what keeps one form's draft; `content` gives label, number of changes and the form, None when clean.

        `adopted` is the file of an older draft that the form took over; it goes when this one is written or removed.
        """
        keeper = Keeper(self, form, row, content, adopted)
        self._keepers.append(keeper)
        return keeper

    def forget(self, keeper: Keeper) -> None:
        """Let a form go that was closed."""
        if keeper in self._keepers:
            self._keepers.remove(keeper)

    def flush(self) -> None:
        """Write everything that is not on disk yet, at once; for the end of the program. Raises the first OSError."""
        troubles = [trouble for keeper in self._keepers if (trouble := keeper.flush()) is not None]
        if troubles:
            raise troubles[0]

    def close(self) -> None:
        """Let go of the lock: what is left in the folder is offered at the next start."""
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def hold(self) -> None:
        """Make the folder and take the lock that says that this session lives; raises OSError."""
        if self._lock is None:
            self.folder.mkdir(mode=OWNER_FOLDER, parents=True, exist_ok=True)
            self._lock = SessionLock(self.folder, self.session)

    def found(self) -> list[Found]:
        """Return the drafts of this user on this register whose sessions are dead, the newest first.

        What can't be read (another version, a damaged file) is left where it is.
        """
        drafts: list[Found] = []
        alive: dict[str, bool] = {self.session: True}
        for path in self._files("*.json"):
            try:
                draft = msgspec.json.decode(path.read_bytes(), type=Draft)
                saved_time(draft)
            except (OSError, ValueError, msgspec.DecodeError):
                continue
            if (draft.register, draft.user) != (self.register, self.user):
                continue
            if draft.session not in alive:
                alive[draft.session] = is_alive(self.folder, draft.session)
            if not alive[draft.session]:
                drafts.append(Found(path, draft))
        self._sweep(alive)
        return sorted(drafts, key=lambda found: found.draft.saved_at, reverse=True)

    def _files(self, pattern: str) -> list[Path]:
        """Return the files of the folder; none where it is not there, or not for this user to read."""
        try:
            return sorted(self.folder.glob(pattern)) if self.folder.is_dir() else []
        except OSError:
            return []

    def _sweep(self, alive: dict[str, bool]) -> None:
        """Take away what sessions left that were killed in the middle of writing."""
        for path in self._files("*.new"):
            session = path.name.partition("-")[0]
            if not alive.setdefault(session, is_alive(self.folder, session)):
                with contextlib.suppress(OSError):
                    path.unlink(missing_ok=True)


class Keeper:
    """Keeps one form's draft on disk while it differs from what it loaded.

    `on_trouble` is called once when the draft can't be written, and again only after it could; nothing is lost in
    memory, and every later key tries again.
    """

    def __init__(
        self,
        journal: Journal,
        form: str,
        row: int | None,
        content: Callable[[], tuple[str, int, SavedForm] | None],
        adopted: Path | None,
    ) -> None:
        self.journal = journal
        self.form = form
        self.row = row
        self.path = journal.folder / f"{journal.session}-{secrets.token_hex(4)}.json"
        self.on_trouble: Callable[[OSError], None] | None = None
        self._content = content
        self._adopted = adopted
        self._timer: asyncio.TimerHandle | None = None
        self._writing: asyncio.Task[None] | None = None
        self._unwritten = False
        self._in_trouble = False
        self._busy = threading.Lock()
        self._written = 0
        self._asked = 0

    def changed(self) -> None:
        """Say that the form changed: it is on disk within a second."""
        self._unwritten = True
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(DELAY, self._begin)

    def _begin(self) -> None:
        self._timer = None
        if self._writing is None or self._writing.done():
            self._writing = asyncio.ensure_future(self._write_beside())
        else:
            self._timer = asyncio.get_running_loop().call_later(DELAY, self._begin)

    async def _write_beside(self) -> None:
        turn, data = self._take()
        self._tell(await asyncio.to_thread(self._write, turn, data))

    async def settled(self) -> None:
        """Write what is not on disk yet beside the event loop, and wait until it is."""
        self._stop_timer()
        if self._writing is not None:
            await self._writing
        if self._unwritten:
            await self._write_beside()

    def flush(self) -> OSError | None:
        """Write at once what is not on disk yet; return what stood in the way."""
        self._stop_timer()
        if not self._unwritten:
            return None
        trouble = self._write(*self._take())
        self._tell(trouble)
        return trouble

    def remove(self) -> None:
        """Throw the draft away: it was saved, or discarded on purpose."""
        self._stop_timer()
        self._unwritten = False
        self._asked += 1
        self._tell(self._write(self._asked, None))
        self.journal.forget(self)

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _take(self) -> tuple[int, bytes | None]:
        """Return the form as it is to be written, None where nothing of it would be lost, and its turn."""
        self._unwritten = False
        self._asked += 1
        content = self._content()
        if content is None:
            return self._asked, None
        label, changes, form = content
        journal = self.journal
        draft = Draft(
            register=journal.register,
            user=journal.user,
            form=self.form,
            row=self.row,
            session=journal.session,
            label=label,
            changes=changes,
            saved_at=stamp(journal.clock()),
            content=form,
        )
        return self._asked, msgspec.json.encode(draft)

    def _write(self, turn: int, data: bytes | None) -> OSError | None:
        """Write, or remove, the file; in any thread. What an earlier turn would write over a later one is dropped."""
        with self._busy:
            if turn < self._written:
                return None
            self._written = turn
            try:
                if data is None:
                    self.path.unlink(missing_ok=True)
                else:
                    self.journal.hold()
                    write_whole(self.path, data)
                if self._adopted is not None:
                    self._adopted.unlink(missing_ok=True)
                    self._adopted = None
            except OSError as trouble:
                return trouble
            return None

    def _tell(self, trouble: OSError | None) -> None:
        if trouble is None:
            self._in_trouble = False
            return
        self._unwritten = True
        if not self._in_trouble and self.on_trouble is not None:
            self.on_trouble(trouble)
        self._in_trouble = True


def write_whole(path: Path, data: bytes) -> None:
    """Write a file for its owner only: all of it or, killed at any point, what was there before. Raises OSError."""
    beside = path.with_suffix(f".{secrets.token_hex(4)}.new")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Make the new name durable; where folders can't be opened (Windows) the system does it."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def saved_time(draft: Draft) -> datetime:
    """Return when a draft was written (aware, UTC)."""
    return datetime.fromisoformat(draft.saved_at)
