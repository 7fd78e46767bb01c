"""The named view that the list is in: what it begins with, what of it was changed, and news of it from others."""

from __future__ import annotations

from collections.abc import Coroutine, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from msgspec.structs import replace
from textual.binding import BindingType

from core.customers.views import CustomerQuery
from core.records.views import Changes
from core.text import _
from tui.keys import bindings
from tui.listing import query as list_query
from tui.listing.shown import Shown
from tui.listing.sides import Sides
from tui.paint import Line, Span
from tui.signs import sign
from tui.state import SavedView, State

if TYPE_CHECKING:
    from core.list_views.views import ListView

KINDS = frozenset({"list_view", "default_view"})
"""The kinds of things whose changes concern views (`Changes.kinds`)."""
ALL = 0
"""No view has this id: what is shown where none is in use, active customers by name in the columns of the width."""
EVERYBODY = SavedView(ALL, "", CustomerQuery())
"""That as if it were a view."""


def saved(view: ListView) -> SavedView:
    """Return a view as it is remembered."""
    return SavedView(view.id, view.name, view.query, view.columns)


def shown_of(view: SavedView) -> Shown:
    """Return what a view shows."""
    return Shown(view.query, view.columns)


def differs(view: SavedView, shown: Shown) -> bool:
    """Say whether something else is shown than the view says.

    Text in a view that has none of its own only looks for something in it.
    """
    query = shown.query if view.query.text else replace(shown.query, text="")
    return Shown(query, shown.columns) != shown_of(view)


def begin_with(state: State, register_url: str) -> None:
    """Let the list begin with the default view, else with what was shown last.

    Views that are remembered of another register are forgotten.
    """
    if state.views_of != register_url:
        state.view = state.default_view = None
    if state.default_view is not None:
        state.view = state.default_view
        list_query.to_state(state.view.query, state)
        state.columns = list(state.view.columns)


class Views(Sides):
    """The list's page with its named views; the pane (`viewing.Viewing`) is opened by key."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("list.views")

    known_views: tuple[ListView, ...] | None = None
    """The views there are, None until they were read: after the first rows, not before."""
    _began: Shown | None = None
    _asked_views = False
    _reading_views = False

    @property
    def opening(self) -> bool:
        """Whether the views are being read for the pane: a digit that comes early waits for them."""
        return self._reading_views or super().opening

    # -- which one is in use ---------------------------------------------------------------------------------------

    @property
    def view(self) -> SavedView | None:
        """The view in use, as it was last known."""
        return self.kundkort.state.view

    @property
    def view_differs(self) -> bool:
        """Whether something else is shown than the view in use says."""
        return self.view is not None and differs(self.view, self.meant)

    @property
    def view_id(self) -> int | None:
        """The id of the view in use; ALL of all customers, None where something else is shown in no view."""
        if self.view is not None:
            return self.view.id
        return None if differs(EVERYBODY, self.meant) else ALL

    def view_path(self) -> Sequence[str]:
        """Return the name of the view in use, as the last part of the path."""
        return (self.view.name,) if self.view is not None else ()

    def path_note(self) -> Line:
        """Say after the view's name that something else is shown."""
        return [Span(f"{sign('unsaved')} {_('changed')}", "warning")] if self.view_differs else ()

    @property
    def view_step(self) -> Literal["", "restore", "leave"]:
        """What Esc in the list does about the view in use: show again what it says, or leave it.

        "" where none is in use, or text that is no part of it comes first.
        """
        if self.view is None or (self.search.text and not self.view.query.text):
            return ""
        return "restore" if self.view_differs else "leave"

    def step_back(self) -> None:
        """Do the `view_step`."""
        self.use(self.view if self.view_step == "restore" else None)

    def use(self, view: SavedView | None) -> None:
        """Show what a view says; None: all customers, in no view."""
        self.kundkort.state.view = view
        shown = shown_of(view or EVERYBODY)
        self.show(shown)
        if self.search.text != shown.query.text:
            self.search.put(shown.query.text)

    # -- what the register says ------------------------------------------------------------------------------------

    def began_with_view(self) -> None:
        """Note what is shown at the start, and put the view's text into the search field."""
        self._began = self.meant
        if self.meant.query.text:
            self.search.put(self.meant.query.text)

    def ask_for_views(self) -> None:
        """Read the views beside all else, once, when the first rows are there."""
        if not self._asked_views:
            self._asked_views = True
            self.start(self.read_views(), group="views", beside=True)

    async def read_views(self) -> None:
        """Read which views there are."""
        from core.list_views.api import list_views

        self.learn_views(await self.kundkort.ask(list_views))

    def learn_views(self, views: tuple[ListView, ...]) -> None:
        """Take the views as they stand: what is shown stays, but for a start with one that is another by now."""
        state, first, before = self.kundkort.state, self.known_views is None, self.view
        self.known_views, state.views_of = views, self.kundkort.register_url
        default = next((view for view in views if view.is_default), None)
        state.default_view = saved(default) if default is not None else None
        if before is not None:
            self._match(before, next((view for view in views if view.id == before.id), None), first=first)
        if first and self._is_untouched:
            wanted = state.default_view or (
                self.view if before is not None and not differs(before, self.meant) else None
            )
            if wanted is not None and (wanted != before or differs(wanted, self.meant)):
                self.use(wanted)
        self.show_asked()
        self.refresh_band()

    @property
    def _is_untouched(self) -> bool:
        """Whether all is as it was at the start: nobody has typed, chosen or opened anything."""
        return self.meant == self._began and self.side is None

    def _match(self, before: SavedView, now: ListView | None, *, first: bool) -> None:
        """Bring the view in use up to date, and say what others did to it."""
        self.kundkort.state.view = saved(now) if now is not None else None
        if now is None:
            self.say(_("The view {name} is gone: what it showed stays", name=before.name), level="warning")
        elif not first and saved(now) != before and (who := self.kundkort.me) is not None and now.owner != who.login:
            self.say(_("The view {name} was changed by somebody else: v shows it as it is now", name=now.name))

    async def views_changed(self, changes: Changes) -> None:
        """Read the views again where others changed one."""
        if self._asked_views and not KINDS.isdisjoint(changes.kinds):
            await self.read_views()

    async def changed(self) -> None:
        """Read the views again: the program itself has just changed something, a view perhaps."""
        await super().changed()
        if self._asked_views:
            await self.read_views()

    def shows(self, kind: str, row_id: int) -> bool:
        """Say whether a view is in sight: it is in use, or the pane is open."""
        if kind in KINDS:
            of_view = kind == "list_view" and self.view is not None and self.view.id == row_id
            return of_view or (self.side is not None and self.side.name == "views")
        return super().shows(kind, row_id)

    # -- the key ---------------------------------------------------------------------------------------------------

    def action_views(self) -> Coroutine[Any, Any, None]:
        """Open the views beside the list."""
        return self._open_views()

    async def _open_views(self) -> None:
        self._reading_views = self.known_views is None
        try:
            await self.open_side("views")
            if self.known_views is None:
                self._asked_views = True
                await self.read_views()
        finally:
            self._reading_views = False
