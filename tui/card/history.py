"""The history of a card: windows of entries, filter, the whole of a change, and putting a value back."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from datetime import date
from typing import TYPE_CHECKING, cast

from core.errors import Conflict, Invalid, NotFound
from core.history.api import customer_history, put_back
from core.history.views import HistoryEntry, HistoryWindow
from core.text import _
from tui.card.history_lines import (
    Ref,
    back_text,
    field_choice_label,
    history_rows,
    now_text,
    ref_of,
    status_line,
    was_text,
    what_text,
)
from tui.lines import GUTTER, Row
from tui.names import genitive
from tui.paint import Line, Span, gap
from tui.signs import sign
from tui.when import near_time, read_time
from tui.widgets.band import Answer, Question, shortened

if TYPE_CHECKING:
    from tui.screens.card import CardScreen

WINDOW = 100
RECENT = 3
OLD = 3600 * 24
"""Seconds after which putting a value back is asked about first."""


class HistoryPart:
    """The entries of one card screen; newest first, more are fetched when the last come into sight."""

    def __init__(self, page: CardScreen) -> None:
        self.page = page
        self.begin_anew()

    def begin_anew(self) -> None:
        """Forget everything: another card, another filter."""
        self.entries: list[HistoryEntry] = []
        self.window: HistoryWindow | None = None
        self.opened: set[Ref] = set()
        self.who = self.field = ""
        self._fetching = False

    @property
    def recent(self) -> Sequence[HistoryEntry]:
        """The last few changes, for the overview."""
        return self.entries[:RECENT]

    async def load(self) -> None:
        """Read the first window; entries that were read before stay where they still follow."""
        customer = self.page.customer_id
        try:
            window = await self.page.ask(customer_history, customer, limit=WINDOW, who=self.who, field=self.field)
        except NotFound:
            # The card itself is not there either, and says so.
            return
        if customer != self.page.customer_id:
            return
        known = {ref_of(entry) for entry in window.entries}
        older = [entry for entry in self.entries if ref_of(entry) not in known]
        if self.window is None or window.at_end or not older or older[0].seq >= window.entries[-1].seq:
            older = []
        if older and self.window is not None:
            window = self._as_last(window, self.window)
        self.window, self.entries = window, [*window.entries, *older]
        self.page.refresh_tabs()
        self.page.refresh_band()

    def _as_last(self, window: HistoryWindow, before: HistoryWindow) -> HistoryWindow:
        return HistoryWindow(
            entries=window.entries,
            last=before.last,
            at_end=before.at_end,
            total=window.total,
            since=window.since,
            people=window.people,
            fields=window.fields,
        )

    async def load_more(self) -> None:
        """Read the next window, where there is one."""
        if self.window is None or self.window.at_end or self._fetching:
            return
        self._fetching = True
        try:
            window = await self.page.ask(
                customer_history,
                self.page.customer_id,
                before=self.window.last,
                limit=WINDOW,
                who=self.who,
                field=self.field,
            )
        finally:
            self._fetching = False
        self.window = window
        self.entries += window.entries
        self.page.refresh_tabs()

    # -- showing ---------------------------------------------------------------------------------------------------

    def rows(self, width: int) -> list[Row]:
        """Return the lines of the tab."""
        today, zone = self.page.kundkort.today, self.page.settings.time_zone
        rows = history_rows(self.entries, width, today, zone, self.opened)
        if not rows and self.window is not None:
            rows = [Row([Span(_("No changes of that kind: f shows all"), "muted")])]
        return rows

    def entry(self, ref: Hashable | None) -> HistoryEntry | None:
        """Return the entry that a row refers to."""
        return next((entry for entry in self.entries if ref_of(entry) == ref), None)

    def status(self) -> Line:
        """Return the standing status line."""
        if self.window is None:
            return ()
        zone = self.page.settings.time_zone
        line = status_line(self.window.total, self.window.since, zone, self.entry(self.page.cursor()))
        if self.who or self.field:
            names = [self.who, field_choice_label(self.field) if self.field else ""]
            chosen = ", ".join(name for name in names if name)
            line.insert(1, Span(f" {sign('dot')} {sign('tick')} {chosen}", "accent"))
        return line

    def toggle(self, ref: Hashable | None) -> None:
        """Show a change in full, or no longer."""
        if ref is not None:
            self.opened ^= {cast(Ref, ref)}

    # -- putting back ----------------------------------------------------------------------------------------------

    def why_not_put_back(self) -> str | None:
        """Say why the change at the cursor cannot be put back."""
        entry = self.entry(self.page.cursor())
        if entry is None:
            return _("Move to a change first")
        if entry.can_put_back:
            return None
        if entry.kind == "created":
            return _("Something that was added has no value before: e and Ctrl+D take it away")
        return _("The value before may not be seen or set by you")

    async def put_back(self) -> None:
        """Give the field at the cursor what it had before; an old change is asked about first."""
        entry = self.entry(self.page.cursor())
        if entry is None or not (self._is_fresh(entry) or await self._agreed(entry)):
            return
        try:
            await self.page.ask(put_back, entry.seq, entry.entity, entry.row_id, entry.field)
        except (Invalid, Conflict) as error:
            self.page.kundkort.tell(error, self.page)
            return
        self.page.say(
            _("Put back: {what} is {value} again · u undoes", what=what_text(entry), value=back_text(entry)),
            "tick",
            "success",
        )
        await self.page.load()

    def _is_fresh(self, entry: HistoryEntry) -> bool:
        moment = read_time(entry.at, "")
        return moment is not None and (self.page.kundkort.clock() - moment).total_seconds() < OLD

    async def _agreed(self, entry: HistoryEntry) -> bool:
        moment = read_time(entry.at, self.page.settings.time_zone)
        when = near_time(moment, self.page.kundkort.today) if moment else ""
        question = Question(
            _("Put back {what}: {value}?", what=what_text(entry), value=back_text(entry)),
            [Answer("put_back", _("p put back"))],
            escape=_("leave it"),
            consequence=_(
                "The change is {whose}, {when}. Later changes of the field are replaced.",
                whose=genitive(entry.who),
                when=when,
            ),
            enter="put_back",
        )
        return await self.page.question(question) == "put_back"

    # -- the filter ------------------------------------------------------------------------------------------------

    async def filter(self) -> None:
        """Show only the changes of the person, or of the field, at the cursor, or all again."""
        entry = self.entry(self.page.cursor())
        answers: list[Answer] = []
        if entry is not None and not self.who:
            answers.append(Answer("who", _("p {whose} changes", whose=genitive(entry.who))))
        if entry is not None and entry.field and not self.field:
            answers.append(Answer("field", _("f the field {field}", field=field_choice_label(_choice(entry)))))
        if self.who or self.field:
            answers.append(Answer("all", _("a all")))
        chosen = await self.page.question(Question(_("Show only"), answers, escape=_("cancel")))
        who, field = self.who, self.field
        if chosen == "who" and entry is not None:
            who = entry.who
        elif chosen == "field" and entry is not None:
            field = _choice(entry)
        elif chosen == "all":
            who = field = ""
        else:
            return
        self.begin_anew()
        self.who, self.field = who, field
        await self.load()


def _choice(entry: HistoryEntry) -> str:
    """Return a field as the history's filter names it: "contact.phone"."""
    return f"{entry.entity}.{entry.field}"


def recent_rows(entries: Sequence[HistoryEntry], width: int, today: date, zone: str) -> list[Row]:
    """Return the last few changes for the foot of the overview."""
    if not entries:
        return []
    rows = [Row(), Row([Span(_("Latest"), bold=True)])]
    for entry in entries:
        moment = read_time(entry.at, zone)
        said = f"{what_text(entry)}  {was_text(entry)} {sign('becomes')} {now_text(entry)}"
        if entry.kind != "changed":
            said = f"{what_text(entry)}  {now_text(entry)}"
        when = near_time(moment, today) if moment else ""
        line = [Span(f"{when:<16}"[:18], "muted"), gap(2), Span(f"{entry.who:<15}"[:15], "muted"), gap(2), Span(said)]
        rows.append(Row(shortened(line, width - GUTTER - 2)))
    return rows
