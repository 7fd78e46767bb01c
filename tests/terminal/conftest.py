"""What tests in a terminal share: a home with an example company, made once, copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.terminal.terminal import Terminal

CUSTOMERS = 300
OpenDemo = Callable[..., Terminal]


@pytest.fixture(scope="session")
def demo_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a home in which the example company has been made."""
    home = tmp_path_factory.mktemp("demo") / "home"
    with Terminal(demo_arguments(), environment={"KUNDKORT_HOME": str(home)}) as terminal:
        terminal.until_shows("kunder · rad 1")
        terminal.press("ctrl+q")
        terminal.until_ended()
    return home


def demo_arguments() -> list[str]:
    """Return what is said to open the example company."""
    return ["--user", "anna", "--language", "sv", "--today", "2026-11-24", "demo", "--customers", str(CUSTOMERS)]


@pytest.fixture
def open_demo(demo_home: Path, tmp_path: Path) -> OpenDemo:
    """Return what opens the example company in a terminal, in a home of this test's own."""
    home = tmp_path / "own-home"
    shutil.copytree(demo_home, home)

    def open_(*, width: int = 80, height: int = 24, **environment: str) -> Terminal:
        return Terminal(
            demo_arguments(), width=width, height=height, environment={"KUNDKORT_HOME": str(home), **environment}
        )

    return open_
