"""The pane of named views: switching, keeping what is shown under a name, sharing, renaming, deleting, the default."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from core.edits import Edit
from core.errors import Conflict, Refused
from core.list_views.api import change_list_view, choose_default_view, create_list_view, delete_list_view
from core.list_views.views import ListView, ListViewChange, ListViewDraft
from core.rights import Right
from core.text import N_, _
from core.values.sorting import sort_key
from core.words import error_text
from tui.listing.asking import Offered
from tui.listing.page import ListPage
from tui.listing.side import Side
from tui.listing.view_lines import described, view_rows
from tui.listing.views import Views, saved
from tui.signs import sign
from tui.widgets.band import Answer, Question
from tui.widgets.view_pane import ViewPane

if TYPE_CHECKING:
    from tui.state import SavedView

ABOUT_A_VIEW = ("views.rename", "views.delete")


class Naming(NamedTuple):
    """A name that is being typed: for a new view, or for `view`; and whether everybody is to have it."""

    view: ListView | None
    shared: bool


class Viewing(Side):
    """The pane of views: the one in use has a tick, the default its word; digits and Enter switch."""

    name: ClassVar[str] = "views"

    def __init__(self, page: ListPage) -> None:
        super().__init__(page)
        assert isinstance(page, Views)
        self.views: Views = page
        self.naming: Naming | None = None
        self.widget: ViewPane = ViewPane(self.pick, self.show)
        self._new_open = True

    # -- what it shows ---------------------------------------------------------------------------------------------

    @property
    def listed(self) -> list[ListView]:
        """The views in the order of their numbers: one's own, then the shared ones."""
        return sorted(self.views.known_views or (), key=lambda view: (view.shared, sort_key(view.name), view.id))

    @property
    def at_cursor(self) -> ListView | None:
        """The view at the cursor, None where that is on all customers."""
        return next((view for view in self.listed if view.id == self.widget.list.ref), None)

    @property
    def in_use(self) -> ListView | None:
        """The view in use."""
        return next(
            (view for view in self.listed if self.views.view is not None and view.id == self.views.view.id), None
        )

    def show(self) -> None:
        """Show the views, what the one at the cursor shows, and the field for a name where one is typed."""
        shared = self.naming.shared if self.naming is not None else None
        if self.views.known_views is None:
            self.widget.show([], shared)
            return
        used, differs = self.views.view_id, self.views.view_differs
        self.widget.show(view_rows(self.listed, used, self.at_cursor, differs=differs), shared)
        if self._new_open:
            self._new_open = False
            self.widget.list.go_to(used)

    def focus(self) -> None:
        """Go to the name that is being typed, else to the views."""
        (self.widget.list if self.naming is None else self.widget.field.input).focus()

    def closed(self) -> None:
        """Forget the name that was being typed; the cursor begins on the view in use the next time."""
        self.naming = None
        self._new_open = True

    def back(self) -> bool:
        """Leave the name that is being typed; False where none is."""
        if self.naming is None:
            return False
        self._name(None)
        return True

    def keys(self) -> Sequence[Offered]:
        """Return its keys."""
        if self.naming is not None:
            share = ("views.share", _("only for me") if self.naming.shared else _("for everybody"))
            return ["views.keep", share, ("app.back", _("leave it"))]
        save = ["views.save"] if self.views.view_differs else []
        at = self.at_cursor
        begin = ("views.begin", _("not default")) if at is not None and at.is_default else "views.begin"
        return ["views.use", *save, "views.new", begin, "views.rename", "views.delete", ("app.back", _("close"))]

    def why_not(self, key_id: str) -> str | None:
        """Return why one of its keys cannot be used now."""
        view, who = self.at_cursor, self.page.kundkort.me
        if self.views.known_views is None:
            return _("The views are not read yet: try again in a moment")
        if key_id in ABOUT_A_VIEW and view is None:
            return _("This is no view: n keeps what is shown as one")
        if key_id in ABOUT_A_VIEW and view is not None and not view.may_change:
            return _("{name} made this view: only {name} or an administrator may change it", name=view.owner_name)
        if key_id == "views.save" and self.views.view is not None and not self.views.view_differs:
            return _("All is as in {name}: n keeps it under another name", name=self.views.view.name)
        if key_id == "views.share" and who is not None and not who.may(Right.VIEW_SHARE):
            return error_text(Refused(Right.VIEW_SHARE.value))
        return None

    # -- switching -------------------------------------------------------------------------------------------------

    def pick(self, number: int) -> None:
        """Switch to the view of that number, 0: to all customers; say so where there is none."""
        listed = self.listed
        if number > len(listed):
            self.page.say(_("There is no view {n}", n=number), level="warning")
        else:
            self._use(listed[number - 1] if number else None)

    def action_use(self) -> None:
        """Switch to the view at the cursor."""
        self._use(self.at_cursor)

    def _use(self, view: ListView | None) -> None:
        self.views.close_side()
        self.views.use(saved(view) if view is not None else None)

    # -- keeping ---------------------------------------------------------------------------------------------------

    async def action_save(self) -> None:
        """Keep what is shown in the view in use, or as a new one."""
        view, basis = self.in_use, self.views.view
        if view is None or basis is None or not view.may_change:
            self.action_new()
            return
        shared = _("It is shared: it changes for everybody.")
        question = Question(
            _("Keep what is shown in {name}?", name=view.name),
            [Answer("keep", _("s save in it")), Answer("new", _("n as a new view"))],
            escape=_("leave it"),
            consequence=shared if view.shared else described(self.page.meant),
        )
        answer = await self.page.question(question)
        if answer == "new":
            self.action_new()
        elif answer == "keep":
            await self._keep_in(view, basis)

    async def _keep_in(self, view: ListView, basis: SavedView) -> None:
        shown = self.page.meant
        change = ListViewChange(
            query=Edit(now=shown.query, was=basis.query), columns=Edit(now=shown.columns, was=basis.columns)
        )
        try:
            kept = await self.page.ask(change_list_view, view.id, change)
        except Conflict:
            await self.views.read_views()
            self.page.say(
                _("Somebody changed {name} meanwhile: s keeps yours in its place", name=view.name), level="warning"
            )
            return
        await self._done(kept, N_("Saved: {name}"), use=True)

    def action_new(self) -> None:
        """Type a name for what is shown."""
        self._name(Naming(None, shared=False))

    def action_rename(self) -> None:
        """Type another name for the view at the cursor, or share it, or share it no longer."""
        view = self.at_cursor
        if view is not None:
            self._name(Naming(view, view.shared), view.name)

    def action_share(self) -> None:
        """Let everybody have the view, or oneself alone."""
        if self.naming is not None:
            self.naming = self.naming._replace(shared=not self.naming.shared)
            self.show()
            self.page.refresh_band()

    async def action_keep(self) -> None:
        """Keep the name that was typed; what is wrong with it is told, and it stays in the field."""
        naming, name = self.naming, self.widget.field.text
        if naming is None:
            return
        if naming.view is None:
            shown = self.page.meant
            draft = ListViewDraft(name=name, query=shown.query, columns=shown.columns, shared=naming.shared)
            kept = await self.page.ask(create_list_view, draft)
            await self._done(kept, N_("Saved: {name}"), use=True)
            return
        before = naming.view
        change = ListViewChange(name=Edit(now=name, was=before.name), shared=Edit(now=naming.shared, was=before.shared))
        kept = await self.page.ask(change_list_view, before.id, change)
        await self._done(
            kept, N_("Changed: {name}"), use=before.id == (self.views.view.id if self.views.view else None)
        )

    async def _done(self, kept: ListView, words: str, *, use: bool) -> None:
        """Show what was kept with the cursor on it; `use`: it is the view in use from now on."""
        self.naming = None
        if use:
            self.page.kundkort.state.view = saved(kept)
        await self.views.read_views()
        self.widget.list.go_to(kept.id)
        self.widget.list.focus()
        self._say(_(words, name=kept.name))

    def _name(self, naming: Naming | None, name: str = "") -> None:
        self.naming = naming
        self.show()
        if naming is not None:
            self.widget.field.put(name)
        self.focus()
        self.page.refresh_band()

    def _say(self, words: str) -> None:
        self.page.say(f"{words} {sign('dot')} {_('u undoes')}", "tick", "success")

    # -- the others ------------------------------------------------------------------------------------------------

    async def action_delete(self) -> None:
        """Delete the view at the cursor, after a question."""
        view = self.at_cursor
        if view is None:
            return
        question = Question(
            _("Delete the view {name}?", name=view.name),
            [Answer("delete", _("d delete"))],
            escape=_("keep it"),
            consequence=_("It is shared: it goes for everybody.") if view.shared else _("The customers stay."),
        )
        if await self.page.question(question) != "delete":
            return
        gone = await self.page.ask(delete_list_view, view.id)
        if self.views.view is not None and self.views.view.id == view.id:
            self.page.kundkort.state.view = None
        await self.views.read_views()
        self._say(_("Deleted: {name}", name=gone.name))

    async def action_begin(self) -> None:
        """Let the list begin with the view at the cursor from now on; with the one it begins with already: no longer."""
        view = self.at_cursor
        chosen = view.id if view is not None and not view.is_default else None
        self.views.learn_views(await self.page.ask(choose_default_view, chosen))
        if chosen is not None and view is not None:
            self._say(_("The list begins with {name} from now on", name=view.name))
        else:
            self._say(_("The list begins with what was shown last"))
