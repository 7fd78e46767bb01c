"""What came of the rows, counted: new, changed and unchanged are customers, the rest are rows; and rows by outcome."""

from __future__ import annotations

from core.exchange.deciding import Known
from core.imports.views import OUTCOMES, ImportRow, Outcome


class Counts:
    """Counts by name, as they stand in the job: the outcomes, "read", "warned" and "differs".

    "new_rows", "changed_rows" and so on count rows by their outcome: they add up to "read".
    """

    def __init__(self, counts: dict[str, int] | None = None) -> None:
        self.counts: dict[str, int] = dict.fromkeys(
            (*OUTCOMES, *map(rows_key, OUTCOMES), "read", "warned", "differs"), 0
        ) | (counts or {})

    def add(self, row: ImportRow, known: Known | None) -> None:
        """Count a row; `known` is its customer where several rows name it, counted once by the most that came of it."""
        counts = self.counts
        counts["read"] += 1
        counts[rows_key(row.outcome)] += 1
        counts["warned"] += is_warned(row)
        counts["differs"] += bool(row.dry)
        if known is None or row.outcome in ("added", "refused", "skipped"):
            counts[row.outcome] += 1
        elif known.counted == "":
            counts[row.outcome] += 1
            known.counted = row.outcome
        elif known.counted == "unchanged" and row.outcome == "changed":
            counts["unchanged"] -= 1
            counts["changed"] += 1
            known.counted = "changed"


def rows_key(outcome: Outcome) -> str:
    """Return the name under which the rows of an outcome are counted."""
    return f"{outcome}_rows"


def is_warned(row: ImportRow) -> bool:
    """Say whether a row goes in with a warning."""
    return row.outcome not in ("refused", "skipped") and any(fault.level == "warning" for fault in row.faults)
