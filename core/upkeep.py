"""Looking after a register in a file without working in it: copying it, putting a copy back, bringing it up to date."""

from __future__ import annotations

from pathlib import Path

from core.errors import Unavailable


def backup_register(url: str, target: Path) -> None:
    """Copy the register at `url`, as it stands at one moment, to the new file `target`; others may go on working in it.

    Raises FileExistsError where `target` is there already, OSError where it can't be written, Broken, Unavailable.
    """
    from core.database.backup import copy_file

    copy_file(_present(url), target)


def restore_register(source: Path, url: str) -> Path | None:
    """Make the register at `url` what the copy `source` is; return the copy of what was there before, if anything was.

    Raises FileNotFoundError where there is no `source`, Broken where it is no register, Outdated where it is of a newer
    version, Unavailable where the register can't be written.
    """
    from core.database.backup import put_back
    from core.database.files import file_of

    if not source.exists():
        raise FileNotFoundError(2, "no such file", str(source))
    return put_back(source, file_of(url))


def upgrade_register(url: str) -> Path | None:
    """Bring the register at `url` up to date; return the copy made before, None where it is up to date already.

    Raises Outdated where it is of a newer version, Broken, Unavailable.
    """
    from core.database.files import revision_of
    from core.database.schema import REVISION
    from core.errors import Outdated

    path = _present(url)
    have = revision_of(path)
    if have == REVISION:
        return None
    if have > REVISION:
        raise Outdated(have, REVISION, newer=True)
    from core.database.upgrade import upgrade_file

    return upgrade_file(path)


def _present(url: str) -> Path:
    from core.database.files import file_of

    path = file_of(url)
    if not path.exists():
        raise Unavailable("missing", retry=False, place=str(path))
    return path
