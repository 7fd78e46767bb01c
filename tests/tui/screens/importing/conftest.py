"""What tests of the import share: a file, quick looks at the job, and a gate that holds it."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from core.imports import job as import_job
from core.imports import writing
from core.imports.writing import Written
from core.jobs import running as job_running
from core.work import UnitOfWork
from tests.tui.import_driving import HEAD, ROWS
from tui import jobs


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return a file of five rows, two of which are refused."""
    path = tmp_path / "kunder.csv"
    path.write_text(HEAD + ROWS, encoding="cp1252")
    return path


@pytest.fixture(autouse=True)
def looked_at_often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nobody wait for the next look at a job."""
    monkeypatch.setattr(jobs, "POLL", 0.01)


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Hold every import in its second chunk until the event is set."""
    event = threading.Event()
    written: list[int] = []

    def write(work: UnitOfWork, customers: Sequence[Written]) -> None:
        written.append(len(customers))
        if len(written) > 1:
            assert event.wait(60)
        writing.write(work, customers)

    monkeypatch.setattr(import_job, "write", write)
    monkeypatch.setattr(import_job, "SECONDS", 60)
    # A job that is held gives no sign of life: it is not to be taken for one that was stopped, however slow the machine.
    monkeypatch.setattr(job_running, "STOPPED_AFTER", timedelta(hours=1))
    # The pilot waits until the program is idle, which it would not be between looks that follow so close.
    monkeypatch.setattr(jobs, "POLL", 0.2)
    yield event
    event.set()
