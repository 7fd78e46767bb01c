"""A conflict as lines of text: was, mine and theirs side by side; below, what merged by itself (LOOK.md 6, 7)."""

from __future__ import annotations

from typing import NamedTuple

from core.customers.views import Address
from core.text import _, ngettext
from tui.form.fields import split
from tui.form.merge import Choice, Merge, Merged, Whole
from tui.form.model import EditModel
from tui.format import cut
from tui.lines import GUTTER, Row, wrapped
from tui.names import genitive
from tui.paint import Span, gap, width_of
from tui.signs import sign, sign_width
from tui.value_text import address_text, form_label, shown_or_none, value_text
from tui.when import clock_time, read_time

LONGEST_VALUE = 6
"""Lines of one value; the rest of a longer one is cut."""


class Columns(NamedTuple):
    """Where the three values begin, from the gutter's end, and where the last ends."""

    was: int
    mine: int
    theirs: int
    right: int


def columns(width: int) -> Columns:
    """Return the columns for a screen `width` cells wide: the label has 12 cells, each value a third of the rest."""
    right = width - GUTTER - 2
    third = (right - 13) // 3
    return Columns(13, 13 + third - 1, 13 + 2 * third + 1, right)


def when_text(merge: Merge, zone: str) -> str:
    """Return the time of day at which the other saved; "" where nobody knows."""
    moment = read_time(merge.when, zone)
    return clock_time(moment) if moment else ""


def who_text(merge: Merge) -> str:
    """Return who saved the card meanwhile."""
    return merge.who or _("Somebody")


def label_of(model: EditModel, field: str) -> str:
    """Return what a field is called, a contact's with its name."""
    key = split(field) if field.count(".") == 2 else None
    if key is None and field.startswith(("contacts.", "buyers.")):
        part = int(field.split(".")[1])
        return model.text(f"contacts.{part}.name") or form_label(field)
    of = model.text(f"contacts.{key.id}.name") if key is not None and key.group == "contacts" else ""
    return form_label(field, of)


def value_lines(field: str, value: Whole, width: int) -> list[str]:
    """Return a value in lines of at most `width` cells; an address keeps its lines."""
    if isinstance(value, Address):
        lines = [part for line in address_text(value) for part in wrapped(line, width)]
    else:
        lines = wrapped(shown_or_none(value_text(field, value)), width)
    return lines if len(lines) <= LONGEST_VALUE else [*lines[: LONGEST_VALUE - 1], sign("cut")]


def conflict_rows(merge: Merge, width: int, today_zone: str) -> list[Row]:
    """Return the page: who saved when, the heads, one row a field to choose, and what merged by itself."""
    at = columns(width)
    heads: list[Span] = [gap(at.was), Span(_("Was"), "muted")]
    heads += [gap(at.mine + _mark_width() - width_of(heads)), Span(_("Yours"), bold=True)]
    theirs = cut(genitive(who_text(merge)), at.right - at.theirs - 8)
    heads += [gap(at.theirs + _mark_width() - width_of(heads)), Span(theirs, bold=True), gap(1)]
    heads.append(Span(when_text(merge, today_zone), "muted"))
    rows = [Row(), *_told(merge, today_zone), Row(), Row(heads)]
    for choice in merge.choices:
        rows += [*_choice_rows(merge, choice, at), Row()]
    if merge.merged:
        rows.append(Row([Span(_("Merged by itself"), bold=True), Span(f" {len(merge.merged)}", "muted")]))
        rows += [_merged_row(merge, merged, at) for merged in merge.merged]
    return rows


def _told(merge: Merge, zone: str) -> list[Row]:
    time = when_text(merge, zone)
    who = who_text(merge)
    if time:
        first = _("{who} saved the card {time}, while you were editing it.", who=who, time=time)
    else:
        first = _("{who} saved the card while you were editing it.", who=who)
    second = ngettext(
        "{n} field was changed by both of you. Choose what is to hold.",
        "{n} fields were changed by both of you. Choose what is to hold.",
        len(merge.choices),
    )
    return [Row([Span(first, bold=True)]), Row([Span(second, "muted")])]


def _choice_rows(merge: Merge, choice: Choice, at: Columns) -> list[Row]:
    chosen = merge.chosen.get(choice.field)
    was = value_lines(choice.field, choice.was, at.mine - at.was - 1)
    mine = value_lines(choice.field, own_value(merge, choice), at.theirs - at.mine - _mark_width() - 2)
    theirs = value_lines(choice.field, choice.theirs, at.right - at.theirs - _mark_width())
    label = wrapped(label_of(merge.model, choice.field), at.was - 1)[:2]
    rows: list[Row] = []
    for y in range(max(len(was), len(mine), len(theirs), len(label))):
        line = [Span(_at(label, y), bold=chosen is None)]
        line += [gap(at.was - width_of(line)), Span(_at(was, y), "muted")]
        line += [gap(at.mine - width_of(line)), *_side(y, "mine", chosen, mine)]
        line += [gap(at.theirs - width_of(line)), *_side(y, "theirs", chosen, theirs)]
        mark = Span(sign("ask"), "warning", bold=True, sign=True) if chosen is None and y == 0 else None
        rows.append(Row(line, ref=choice.field, sign=mark))
    return rows


def _at(lines: list[str], y: int) -> str:
    return lines[y] if y < len(lines) else ""


def _side(y: int, whose: str, chosen: str | None, lines: list[str]) -> list[Span]:
    taken = chosen == whose
    mark = sign("choice_on" if taken else "choice_off") if y == 0 else ""
    role = "text" if taken or chosen is None else "muted"
    spans = [Span(mark, "accent" if taken else "muted", sign=taken), gap(_mark_width() - width_of([Span(mark)]))]
    return [*spans, Span(_at(lines, y), role, bold=taken)]


def _mark_width() -> int:
    """Return how many cells the sign of a choice and the air after it take."""
    return max(sign_width("choice_on"), sign_width("choice_off")) + 1


def own_value(merge: Merge, choice: Choice) -> Whole:
    """Return my value: as it was typed in the form, or written here."""
    own = merge.own.get(choice.field)
    if own is None:
        return choice.mine
    if choice.field in own:
        return own[choice.field]
    return Address(**{key.rpartition(".")[2]: str(value) for key, value in own.items()})


def _merged_row(merge: Merge, merged: Merged, at: Columns) -> Row:
    whose = _("yours") if merged.whose == "mine" else genitive(who_text(merge))
    label = cut(label_of(merge.model, merged.field), at.was - 1)
    text = ", ".join(value_lines(merged.field, merged.value, 1000))
    room = at.right - 12 - at.was
    line = [Span(label, "muted"), gap(at.was - len(label)), Span(cut(text, room))]
    return Row([*line, gap(at.right - 10 - width_of(line)), Span(cut(whose, 10), "muted")])


def status_line(merge: Merge) -> list[Span]:
    """Return how much is left to choose, and that nothing is lost."""
    left = len(merge.left)
    kept = Span(f" {sign('dot')} " + _("what you wrote is kept until you have saved"), "muted")
    if not left:
        return [Span(_("Everything is chosen")), Span(f" {sign('dot')} " + _("Ctrl+S saves"), "muted")]
    return [Span(_("{left} of {n} left to choose", left=left, n=len(merge.choices)), "warning"), kept]
