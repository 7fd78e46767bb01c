"""Help: every key by task, why one cannot be used now, what the signs mean; filtered as one types."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, cast

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.getters import query_one

from core.text import N_, _, ngettext, number
from core.values.finding import read_typed
from tui.keys import KEYS, bindings
from tui.overlays.help_lines import HelpGroup, count_keys, found_keys, found_rows, help_groups, help_rows
from tui.paint import Line, Span
from tui.screens.base import Page
from tui.signs import sign
from tui.widgets.band import Offer
from tui.widgets.lines_view import LinesView
from tui.widgets.narrow_field import NarrowField

LAST = ("move", "go", "everywhere", "palette")
"""Groups that are never what a page is about."""


class HelpScreen(Page[None]):
    """Tells of the page that it was opened from, and does what is chosen there."""

    CSS_PATH = ["help.tcss", "../widgets/search_field.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = bindings("help.search", "help.run")

    lines = query_one("#keys", LinesView)
    search = query_one(NarrowField)

    def content(self) -> ComposeResult:
        """Make the field and the keys."""
        yield NarrowField(N_("Search: what do you want to do?"), id="search")
        yield LinesView(id="keys")

    def on_mount(self) -> None:
        """Take the keys that scroll."""
        self.lines.focus()

    @property
    def about(self) -> Page[Any]:
        """The page below."""
        return cast("Page[Any]", self.app.screen_stack[-2])

    def groups(self) -> list[HelpGroup]:
        """Return the keys, those that are about the page below first."""
        page = self.about
        offered = page.keys()
        first = [KEYS[entry if isinstance(entry, str) else entry[0]].group for entry in offered]
        return help_groups([group for group in dict.fromkeys(first) if group not in LAST], page.reason)

    # -- what it says about itself ---------------------------------------------------------------------------------

    def path(self) -> Sequence[str]:
        """Return where one came from."""
        return (*self.about.path(), _("Help"))

    def status(self) -> tuple[Line, Span | None]:
        """Say how many keys there are, and how many of them cannot be used now."""
        groups = self.groups()
        count, unusable = count_keys(groups)
        if self.search.text.strip():
            found, _unusable = count_keys(found_keys(groups, read_typed(self.search.text)))
            return [Span(_("{n} of {total}", n=number(found), total=number(count)))], None
        line = [Span(ngettext("{n} key", "{n} keys", count))]
        if unusable:
            words = ngettext(
                "{n} cannot be used now, the reason is below it",
                "{n} cannot be used now, the reason is below",
                unusable,
            )
            line.append(Span(f" {sign('dot')} {words}", "muted"))
        return line, None

    def keys(self) -> Sequence[str | tuple[str, str]]:
        """Return the keys: Enter only where there is something to choose from."""
        if self.search.text.strip():
            return ["help.run", ("app.back", _("clear"))]
        return ["table.down", "help.search", "app.back"]

    def offers(self) -> list[Offer]:
        """The key that opened the page closes it."""
        offers = super().offers()
        if self.commands is None:
            offers = [offer._replace(word=_("close")) if offer.id == "app.help" else offer for offer in offers]
        return offers

    def why_not(self, key_id: str) -> str | None:
        """Say why nothing can be run."""
        if key_id == "help.run" and not self.search.text.strip():
            return _("Search with / first, then Enter does what you chose")
        return None

    def retranslate(self) -> None:
        """Write everything in the language that is spoken now."""
        self.search.retranslate()
        self.show_keys()
        super().retranslate()

    def on_resize(self, event: events.Resize) -> None:
        """Lay the columns out for another width."""
        self.show_keys()

    def show_keys(self, *, first: bool = False) -> None:
        """Show the page, or what was found."""
        typed = read_typed(self.search.text)
        if typed.parts:
            self.lines.show(found_rows(found_keys(self.groups(), typed), typed, self.size.width))
        else:
            self.lines.show(help_rows(self.groups(), self.size.width))
        if first:
            self.lines.scroll_home()

    # -- keys --------------------------------------------------------------------------------------------------------

    @on(NarrowField.Typed)
    def _typed(self, event: NarrowField.Typed) -> None:
        self.show_keys(first=True)
        self.refresh_band()

    @on(LinesView.Opened)
    def action_run(self) -> None:
        """Close the page and do what was chosen on the page below."""
        key_id = self.lines.ref
        if isinstance(key_id, str):
            page = self.about
            self.dismiss(None)
            page.call_later(page.press, key_id)

    def action_search(self) -> None:
        """Go to the field."""
        self.search.input.focus()

    def action_down(self) -> None:
        """Go down, as a click on the key in the band."""
        self.lines.action_down()

    def action_up(self) -> None:
        """Go up from the field."""
        self.lines.action_up()

    def action_help(self) -> None:
        """The key that opened the page closes it."""
        self.dismiss(None)

    def action_back(self) -> Any:  # noqa: ANN401 - what the base returns
        """One step: leave the field, or the page."""
        if self.search.text:
            self.search.put("")
            self.lines.focus()
            return None
        if self.search.input.has_focus:
            self.lines.focus()
            return None
        return super().action_back()
