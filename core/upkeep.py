"""Looking after a register without working in it: copying it, putting a copy back, bringing it up to date."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.proof import Proof

Progress = Callable[[str, int, int], None]
"""Told where a copying is: "copy" or "prove", rows done of it, rows in all."""


def _silent(_step: str, _done: int, _total: int) -> None:
    """Tell nobody."""


def copy_register(origin: str, target: str, progress: Progress = _silent) -> Proof:
    """Copy the register at `origin`, as it stands at one moment, to `target`, where nothing is; return the proof.

    The copy begins a new epoch and skips a million ids. Nothing is at `target` before all of it is proven the same.
    Raises Outdated where `origin` is of another version; `core.proof`'s Occupied, or FileExistsError, where `target` is
    not empty; Unfit, Unsound and Different where it can't be copied; OSError, Broken, Unavailable.
    """
    from core.database.backup import copy_register

    return copy_register(origin, target, progress)


def backup_register(url: str, target: Path, progress: Progress = _silent) -> None:
    """Copy the register at `url`, as it stands at one moment, to the new file `target`; others may go on working in it.

    Raises FileExistsError where `target` is there already, OSError where it can't be written, Broken, Unavailable.
    """
    from core.database.backup import back_up

    _revision(url)
    back_up(url, target, progress)


def restore_register(source: Path, url: str, progress: Progress = _silent) -> Path | None:
    """Make the register at `url` what the copy `source` is; return the copy of what was there before, if anything was.

    Raises FileNotFoundError where there is no `source`, Broken where it is no register, Outdated where it is of a newer
    version, Unavailable where the register can't be written.
    """
    from core.database.backup import put_back

    if not source.exists():
        raise FileNotFoundError(2, "no such file", str(source))
    return put_back(source, url, progress)


def is_up_to_date(url: str) -> bool:
    """Say whether the register at `url` is of this program's version; Outdated where it is of a newer one."""
    from core.database.revision import REVISION
    from core.errors import Outdated

    have = _revision(url)
    if have > REVISION:
        raise Outdated(have, REVISION, newer=True)
    return have == REVISION


def upgrade_register(url: str) -> Path | None:
    """Bring the register at `url` up to date; return the copy made before.

    None where it is up to date already, and for a database, which is not copied. Raises Outdated where it is of a newer
    version, Broken, Unavailable.
    """
    if is_up_to_date(url):
        return None
    from core.database.upgrade import upgrade

    return upgrade(url)


def repair_search(url: str) -> None:
    """Make anew what the register at `url` finds its customers by, all or nothing; others wait meanwhile, or are told so.

    Raises Broken, Unavailable ("busy" where others do not end what they do).
    """
    from core.database.repairing import repair

    repair(url)


def _revision(url: str) -> str:
    """Return the revision of the register; Unavailable "missing" or "empty" where there is none."""
    from core.database.store import store_of

    return store_of(url).revision()
