"""What the form says about itself: its status line, its count of changes, its question at the end; pure functions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from core.customers.twin_views import Twin
from core.errors import Fault
from core.text import _, ngettext
from core.words import fault_sentence
from tui.form.model import EditModel
from tui.form.plan import FormLine, slot_for, title
from tui.form.state import FormState
from tui.form.twin_lines import twins_line
from tui.paint import Line, Span
from tui.signs import sign
from tui.widgets.band import Answer, Question


def changes_note(model: EditModel) -> Line:
    """Return what stands after the path: "* 3 ändringar"; nothing while nothing would be lost."""
    if not model.dirty:
        return ()
    words = _("not saved") if model.new else ngettext("{n} change", "{n} changes", len(model.changes()))
    return [Span(f" {sign('unsaved')} {words}", "warning")]


def fault_at(faults: Mapping[str, Fault], slot: str, lines: Sequence[FormLine]) -> Fault | None:
    """Return the fault that the slot with the focus shows."""
    if slot in faults:
        return faults[slot]
    return next((fault for key, fault in faults.items() if slot_for(key, lines) == slot), None)


def status_line(
    faults: Mapping[str, Fault], slot: str, lines: Sequence[FormLine], twins: Sequence[Twin] = ()
) -> tuple[Line, Span | None]:
    """Return how many faults there are, and the one of the slot with the focus in full, else the likeliest twin.

    With the gutter's sign.
    """
    errors = [fault for fault in faults.values() if fault.level == "fault"]
    here = fault_at(faults, slot, lines)
    line: list[Span] = []
    if errors:
        line.append(Span(ngettext("{n} fault", "{n} faults", len(errors)), "error", bold=True))
    if here is not None:
        line += [Span(f" {sign('dot')} ", "muted")] if line else []
        line.append(Span(fault_sentence(here)))
    elif twins:
        line += [Span(f" {sign('dot')} ", "muted")] if line else []
        line += twins_line(twins)
    if not line:
        return (), None
    return line, Span(sign("alert"), "error", bold=True) if errors else Span(sign("changed"), "warning", bold=True)


def next_fault(faults: Mapping[str, Fault], slot: str, lines: Sequence[FormLine]) -> str:
    """Return the field of the next fault below the slot with the focus, from the top again after the last."""
    order = [one.key for line in lines for one in line.slots]
    here = order.index(slot) if slot in order else -1
    places = {key: order.index(slot_for(key, lines)) for key in faults}
    return min(places, key=lambda key: (places[key] <= here, faults[key].level != "fault", places[key]))


def leave_question(model: EditModel, *, keeps: bool = False) -> Question:
    """Return what is asked before something unsaved is left; Enter saves. `keeps`: it can be left as a draft, too."""
    if model.new:
        text = _("Throw the new customer away?")
    else:
        changes = ngettext("{n} change", "{n} changes", len(model.changes()))
        text = _("Discard {changes} in {name}?", changes=changes, name=title(model))
    answers = [Answer("save", _("s save")), Answer("discard", _("d discard"))]
    if not keeps:
        return Question(text, answers, escape=_("keep writing"), enter="save")
    answers.insert(0, Answer("keep", _("k keep the draft")))
    consequence = _("There is no connection. A draft that is kept is offered at the next start.")
    return Question(text, answers, escape=_("keep writing"), consequence=consequence, enter="keep")


def offered(state: FormState, *, dirty: bool, twins: bool = False) -> list[str | tuple[str, str]]:
    """Return the keys for the slot that has the focus, the most used first."""
    slot = state.current
    keys: list[str | tuple[str, str]] = []
    if slot is not None and slot.kind in ("radio", "choice", "switch"):
        keys.append("form.switch")
    elif slot is not None and state.edit is None:
        keys.append(("form.next", _("open")))
    keys += ["form.save", *(["form.twins"] if twins else []), "form.next_fault", "form.take_back"]
    if state.part:
        keys.append("form.remove_row")
    return [*keys, ("app.back", _("cancel") if dirty else _("close"))]


def reason_not(key_id: str, state: FormState, faults: Mapping[str, Fault]) -> str | None:
    """Say why a key cannot be used now."""
    model = state.model
    if model is None:
        return _("The form is not here yet") if key_id.startswith("form.") else None
    if key_id == "app.undo":
        return _("Ctrl+Z takes back the field; u undoes on the card")
    if key_id == "form.next_fault" and not faults:
        return _("No field has a fault")
    if key_id == "form.take_back" and not (state.slot in model.typed or state.slot in model.taken_back):
        return _("This field is as it was")
    if key_id in ("form.remove_row", "form.row_up", "form.row_down") and not state.part:
        return _("Move to a contact first")
    return None
