"""The form of a customer: everything on one page, faults beside their fields, and nothing typed is ever lost."""

from __future__ import annotations

from collections.abc import Coroutine, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType

from core.customers.views import Customer
from core.records.api import take_ids
from core.text import _
from tui.form.draft import keeper_of
from tui.form.following import Follower
from tui.form.model import EditModel
from tui.form.opening import open_form
from tui.form.parts import FormParts
from tui.form.plan import title
from tui.form.same import ASKED, hint_same
from tui.form.saving import Saver
from tui.form.shown_faults import ShownFaults
from tui.form.status import changes_note, leave_question, next_fault, offered, reason_not, status_line
from tui.form.twins import TwinWatch
from tui.keys import bindings
from tui.live import Live
from tui.paint import Line, Span
from tui.screens.base import Page
from tui.widgets.form_view import FormView
from tui.widgets.lines_view import LinesView
from tui.widgets.twin_pane import TwinPane

if TYPE_CHECKING:
    from core.records.views import Changes
    from tui.form.drafts import Found, Keeper


class FormScreen(Page[int]):
    """Edits one customer, or a new one (`customer_id` None); dismissed with the id of what was saved, or None.

    `name` is what a new customer is called from the beginning; `draft` an older draft to go on with.
    """

    CSS_PATH = "form.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        "form.save",
        "form.next_fault",
        "form.take_back",
        "form.add_row",
        "form.remove_row",
        "form.row_up",
        "form.row_down",
        "form.twins",
    )

    def __init__(self, customer_id: int | None, *, name: str = "", draft: Found | None = None) -> None:
        super().__init__()
        self.customer_id = customer_id
        self.model: EditModel | None = None
        self.keeper: Keeper | None = None
        self.shown_faults = ShownFaults()
        self.saver = Saver(self)
        self.follower = Follower(self)
        self.twins = TwinWatch(self)
        self.parts = FormParts(self)
        self.live = Live(self, self._register_changed)
        self.finished = False
        self.given_name, self.draft = name, draft

    def content(self) -> ComposeResult:
        """Make the form, and the pane beside it."""
        yield TwinPane(id="twins", classes="pane")
        yield FormView()

    def on_mount(self) -> None:
        """Read what is to be edited."""
        self.view.focus(scroll_visible=False)
        self.live.begin()
        self.start(open_form(self), group="form", exclusive=True)

    @property
    def opening(self) -> bool:
        """Whether the form is still being read: keys that came early wait for it."""
        return super().opening or (self.model is None and not self.finished)

    @property
    def view(self) -> FormView:
        """The form's widget."""
        return self.query_one(FormView)

    @property
    def twin_pane(self) -> TwinPane:
        """The pane with customers that this one might be."""
        return self.query_one(TwinPane)

    @property
    def typing(self) -> bool:
        """Whether what is typed now goes into a field."""
        return self.view.has_focus and self.view.takes_text

    # -- opening and closing ---------------------------------------------------------------------------------------

    def use(self, model: EditModel) -> None:
        """Show a model, and keep its draft."""
        self.model = model
        self.keeper = keeper_of(self)
        self.view.show_model(model, slot="name")
        self.twins.lay_out()
        self.twins.look()
        self.refresh_header()
        self.refresh_band()

    def finish(self, saved: Customer, words: str = "") -> None:
        """Close the form: it is saved. The page below says so."""
        if self.keeper is not None:
            self.keeper.remove()
            self.keeper = None
        self.finished = True
        self.dismiss(saved.id)
        self.app.call_later(self.kundkort.say_done, words or _("Saved · u undoes"))

    # -- what the page says ----------------------------------------------------------------------------------------

    def path(self) -> Sequence[str]:
        """Return the list, the customer, and what is done."""
        if self.customer_id is None:
            return (_("Customers"), _("New customer"))
        return (_("Customers"), title(self.model), _("Edit")) if self.model is not None else (_("Customers"), _("Edit"))

    def path_note(self) -> Line:
        """Return how many changes are not saved."""
        return changes_note(self.model) if self.model is not None else ()

    def status(self) -> tuple[Line, Span | None]:
        """Return how many faults there are and the one of the field, in full; else how to go on."""
        if self.model is None:
            return (), None
        return status_line(self.view.faults, self.view.state.slot, self.view.state.lines, self.twins.found)

    def keys(self) -> Sequence[str | tuple[str, str]]:
        """Return the keys of the slot that has the focus, or of the pane."""
        if self.twin_pane.has_focus:
            return ["twins.open", ("form.twins", _("the form")), ("app.back", _("the form"))]
        dirty = self.model is not None and self.model.dirty
        return offered(self.view.state, dirty=dirty, twins=bool(self.twins.found))

    def why_not(self, key_id: str) -> str | None:
        """Say why a key cannot be used now."""
        if key_id == "form.twins" and not self.twins.found:
            return _("No customer like this one is found")
        return reason_not(key_id, self.view.state, self.view.faults)

    # -- typing ----------------------------------------------------------------------------------------------------

    @on(FormView.Edited)
    def _edited(self, event: FormView.Edited) -> None:
        self.shown_faults.server.clear()
        if self.keeper is not None:
            self.keeper.changed()
        if self.model is not None and event.key not in self.model.typed:
            self.follower.go_on()
        self.refresh_form()

    @on(FormView.Moved)
    def _slot_moved(self, event: FormView.Moved) -> None:
        self.shown_faults.leave(event.left)
        self.follower.go_on()
        self.refresh_form()
        if event.left in ASKED and self.model is not None and self.model.new:
            self.start(hint_same(self, self.model, event.left), group="same", exclusive=True, beside=True)

    @on(FormView.Acted)
    def _acted(self, event: FormView.Acted) -> None:
        adding = self.parts.add(event.key.partition(":")[2])
        if adding is not None:
            self.start(adding, group="add")

    def refresh_form(self) -> None:
        """Bring faults, rows, header and band up to date."""
        if self.model is not None and self.is_mounted:
            self.view.show_faults(self.shown_faults.of(self.model))
            self.view.update_rows()
            self.twins.look()
        self.refresh_header()
        self.refresh_band()

    async def ask_ids(self, count: int) -> tuple[int, int]:
        """Ask the register for a block of ids."""
        return await self.kundkort.ask(take_ids, count)

    async def take_id(self) -> int:
        """Return an id for something new."""
        return await self.kundkort.ids.take(self.ask_ids)

    # -- keys ------------------------------------------------------------------------------------------------------

    async def action_save(self) -> None:
        """Save."""
        await self.saver.save()

    def action_switch(self) -> None:
        """Change the choice or switch that has the focus (a click on the key in the band)."""
        self.view.state.key("space", " ")
        self.view.update_rows()

    def action_next(self) -> None:
        """Go on: to the next field, or do the action that has the focus."""
        self.view.state.key("enter", "")
        self.view.update_rows(bring=True)

    def action_next_fault(self) -> None:
        """Go to the next field with a fault."""
        self.view.focus_slot(next_fault(self.view.faults, self.view.state.slot, self.view.state.lines))

    def action_take_back(self) -> None:
        """Give the field what was loaded, or again what was typed."""
        self.view.state.take_back()
        self.view.update_rows(bring=True)

    def action_twins(self) -> None:
        """Go to the customers that this one might be, or back to the form."""
        self.twins.enter()

    @on(LinesView.Opened)
    def action_twins_open(self) -> None:
        """Open the customer at the cursor of the pane; the form stays below it."""
        self.twins.open()

    def action_add_row(self) -> Coroutine[Any, Any, None] | None:
        """Add a contact."""
        return self.parts.add("contact")

    def action_remove_row(self) -> None:
        """Take the contact or buyer away, or put it back."""
        self.parts.remove()

    def action_row_up(self) -> None:
        """Move the contact up."""
        self.parts.move(-1)

    def action_row_down(self) -> None:
        """Move the contact down."""
        self.parts.move(1)

    # -- leaving ---------------------------------------------------------------------------------------------------

    def action_back(self) -> Coroutine[Any, Any, None] | None:
        """Close the form; with something unsaved it asks first. While it is being saved: stop waiting for that."""
        if self.saver.saving:
            self.saver.stop_waiting()
            return None
        if self.twin_pane.has_focus:
            self.twins.leave()
            return None
        return super().action_back()

    async def _leave(self) -> None:
        if await self.may_leave() and not self.finished:
            self.dismiss(None)

    @property
    def unsaved(self) -> bool:
        """Whether something is typed that is not saved."""
        return self.model is not None and self.model.dirty and not self.finished

    async def may_leave(self) -> bool:
        """Ask whether what is not saved is to be saved or thrown away."""
        if self.saver.saving:
            self.saver.stop_waiting()
            return False
        if self.model is None or not self.model.dirty:
            if self.keeper is not None:
                self.keeper.remove()
            return True
        keeps = self.keeper is not None and self.kundkort.connection.lost
        answer = await self.question(leave_question(self.model, keeps=keeps))
        if answer == "keep" and self.keeper is not None:
            await self.keeper.settled()
            return True
        if answer == "save":
            await self.saver.save()
            return self.finished
        if answer == "discard" and self.keeper is not None:
            self.keeper.remove()
        return answer == "discard"

    async def _register_changed(self, changes: Changes) -> None:
        """Take in what somebody saved meanwhile, as far as nobody types there; the rest meets when it is saved."""
        await self.follower.follow(changes)

    async def came_back(self, *, told: bool) -> None:
        """Say to whoever could not save that it can be done now; nothing is saved that nobody knows of."""
        if told:
            words = _("The connection is back: Ctrl+S saves") if self.unsaved else _("The connection is back")
            self.say(words, "tick", "success")

    def on_resize(self, event: events.Resize) -> None:
        """Go on typing where one was: a window too small had hidden the form."""
        self.call_later(self._focus_again)
        self.call_later(self.twins.lay_out)

    def _focus_again(self) -> None:
        if self.focused is None and not self.band.asking:
            self.view.focus(scroll_visible=False)

    def retranslate(self) -> None:
        """Write the form in the language that is spoken now."""
        super().retranslate()
        self.view.repaint()
        self.twins.lay_out()
