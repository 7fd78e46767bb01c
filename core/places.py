"""Where kundkort keeps data, configuration, drafts, state and the log; KUNDKORT_HOME moves all of it to one folder."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Places:
    """The folders and files of one person; none is made before it is written to."""

    data: Path
    """Folder of registers: `kundkort.sqlite`, and the example company in `demo`."""
    config: Path
    """The file of configuration (TOML)."""
    drafts: Path
    """Folder of drafts, one file a form (mode 0600)."""
    log: Path
    """The file that tracebacks go to."""
    state_file: Path
    """What the interface remembers from one start to the next (JSON)."""

    @property
    def register_url(self) -> str:
        """The register that is used where nobody names another."""
        return sqlite_url(self.data / "kundkort.sqlite")

    @property
    def demo_folder(self) -> Path:
        """Folder of example companies, apart from real data."""
        return self.data / "demo"


def sqlite_url(path: Path) -> str:
    """Return the URL of a register in a file."""
    return "sqlite:///" + path.absolute().as_posix()


def sqlite_path(url: str) -> Path:
    """Return the file of a `sqlite:///…` URL; ValueError for any other URL."""
    scheme, found, path = url.partition(":///")
    if scheme.split("+")[0] != "sqlite" or not found or not path:
        raise ValueError(url)
    return Path(path)


def places() -> Places:
    """Return this person's places, by the rules of the system or under KUNDKORT_HOME."""
    home = os.environ.get("KUNDKORT_HOME")
    if home:
        base = Path(home).expanduser()
        return Places(base / "data", base / "config.toml", base / "drafts", base / "kundkort.log", base / "state.json")
    from platformdirs import PlatformDirs

    dirs = PlatformDirs("kundkort", appauthor=False)
    return Places(
        Path(dirs.user_data_dir),
        Path(dirs.user_config_dir) / "config.toml",
        Path(dirs.user_state_dir) / "drafts",
        Path(dirs.user_log_dir) / "kundkort.log",
        Path(dirs.user_state_dir) / "state.json",
    )
