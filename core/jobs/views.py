"""What a job is to those outside: kind, state and progress."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from core.errors import Param

JobState = Literal["waiting", "running", "stopped", "cancelled", "done", "failed"]
"""A running job whose heartbeat is 30 s old is "stopped": it keeps what is in and goes on when started again."""


class Job(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Long work: how much of how much is done, which batch its changes belong to, what came of it (counts by name).

    `code` and `params` are the fault that a failed job met: `core.words.fault_sentence(Fault("file", code, params))`.
    """

    id: int
    kind: str
    state: JobState
    done: int = 0
    total: int = 0
    batch: int | None = None
    owner: str = ""
    code: str = ""
    params: dict[str, Param] = {}
    counts: dict[str, int] = {}
