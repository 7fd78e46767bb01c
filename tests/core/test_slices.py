"""Every operation is done by the modules that are imported for it when it is first asked for, and by them alone."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from core.operation import all_operations
from core.slices import IMPLEMENTATIONS, declare, implement, implement_all

ROOT = Path(__file__).resolve().parents[2]
declare()
implement_all()
OPERATIONS = {operation.name: operation for operation in all_operations()}


@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_what_is_imported_for_an_operation_does_it(name: str) -> None:
    modules = IMPLEMENTATIONS.get(name) or IMPLEMENTATIONS[name.partition(".")[0]]
    implementation = OPERATIONS[name].implementation
    assert implementation is not None
    assert implementation.__module__ in modules


def test_nothing_is_listed_that_does_not_exist() -> None:
    slices = {name.partition(".")[0] for name in OPERATIONS}
    assert {name for name in IMPLEMENTATIONS if "." in name} <= set(OPERATIONS)
    assert {name for name in IMPLEMENTATIONS if "." not in name} == slices


def test_an_operation_of_no_slice_is_a_lookup_error() -> None:
    with pytest.raises(LookupError):
        implement("planets.list")


@pytest.mark.parametrize("name", ["history.undo", "history.undo_batch", "imports.undo"])
def test_what_takes_back_knows_how_everything_is_taken_back(name: str) -> None:
    code = f"""
from core.slices import implement
implement({name!r})
from core.history.undoing import _UNDOERS
print(sorted(_UNDOERS))
"""
    assert fresh(code) == "['customer', 'default_view', 'list_view', 'setting', 'user']"


def test_whoever_goes_on_with_a_job_knows_every_kind() -> None:
    code = """
from core.slices import implement, implement_all
from core.jobs.running import KINDS
implement("jobs.resume")
few = set(KINDS)
implement_all()
print(bool(few), few == set(KINDS))
"""
    assert fresh(code) == "True True"


def fresh(code: str) -> str:
    """Return what a Python of its own prints."""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )
    return done.stdout.strip()
