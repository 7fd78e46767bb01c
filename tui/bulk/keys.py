"""Which keys the page of a bulk change offers, by where one is, and why one cannot be used; pure functions."""

from __future__ import annotations

from typing import Literal, NamedTuple

from core.text import _, number
from tui.bulk.looking import Looking
from tui.bulk.run import BulkRun

Offered = str | tuple[str, str]
Where = Literal["field", "value", "text", "rows", "run"]
"""What one is at: choosing a field, a value, typing one, looking at the rows, or the change itself."""


class Situation(NamedTuple):
    """What is so: where one is, the preview, and the change once it was begun."""

    where: Where
    looking: Looking | None = None
    run: BulkRun | None = None


def offered(now: Situation) -> list[Offered]:
    """Return the keys for the band, the most used first."""
    if now.where in ("field", "value"):
        return ["bulk.choose", ("app.back", _("the list") if now.where == "field" else _("another field"))]
    if now.where == "text":
        return [("bulk.look", _("look at the change")), ("app.back", _("another field"))]
    if now.where == "rows":
        n = now.looking.counts["changed"] if now.looking is not None else 0
        return [("bulk.choose", _("change {n}", n=number(n))), ("app.back", _("another value"))]
    run = now.run
    if run is not None and run.is_running:
        return ["bulk.stop", ("app.back", _("let it go on"))]
    if run is not None and not run.is_done and run.job is not None:
        return ["bulk.resume", "app.undo", ("app.back", _("the list"))]
    return [("app.back", _("the list")), "app.undo"]


def reason_not(key_id: str, now: Situation) -> str | None:
    """Return why a key cannot be used now, None where it can."""
    run = now.run
    if key_id == "app.undo" and run is not None and run.is_running:
        return _("The change goes on: s stops it, then u takes it back")
    if key_id == "bulk.apply" or (key_id == "bulk.choose" and now.where == "rows"):
        return _why_not_apply(now)
    if key_id == "bulk.stop" and (run is None or not run.is_running):
        return _("Nothing is being changed now")
    if key_id == "bulk.resume" and (run is None or run.is_running or run.is_done or run.job is None):
        return _("There is no change that stopped half-way")
    return None


def _why_not_apply(now: Situation) -> str | None:
    if now.where != "rows" or now.looking is None:
        return _("Choose a field and a value first: every change is shown before it is made")
    if not now.looking.done:
        return _("Not all are looked at yet: wait a moment")
    if not now.looking.counts["changed"]:
        return _("Nobody would be changed: choose another value, or another field")
    return None
