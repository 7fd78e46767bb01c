"""The catalogue of every key: its id, keys and words. Bindings, the band, help and docs/keys.md are made from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from core.text import N_, _
from tui.signs import sign

if TYPE_CHECKING:
    # `kundkort keys` lists the catalogue without Textual.
    from textual.binding import BindingType

GROUPS: dict[str, str] = {
    "customer": N_("The customer at the cursor"),
    "find": N_("Find"),
    "several": N_("Several customers"),
    "move": N_("Move"),
    "go": N_("Go to"),
    "card": N_("On the card"),
    "form": N_("In every form"),
    "import": N_("Import"),
    "everywhere": N_("Everywhere"),
    "palette": N_("In help and the palette"),
}
"""The groups that help shows, by task, in its order."""


class Key(NamedTuple):
    """One key: its stable id (`area.verb`), Textual's names of the keys (comma between), words, and group.

    `words` is what the band says after the key, `help` what the help page says (the words where empty).
    """

    id: str
    keys: str
    words: str
    group: str
    help: str = ""
    priority: bool = False

    @property
    def verb(self) -> str:
        """The name of the action: `list.next_page` does `action_next_page`."""
        return self.id.partition(".")[2]


KEYS: dict[str, Key] = {
    key.id: key
    for key in (
        # The customer at the cursor
        Key("list.open", "enter", N_("open"), "customer", N_("open the card")),
        Key("list.edit", "e", N_("edit"), "customer"),
        Key("list.new", "n", N_("new"), "customer", N_("new customer")),
        Key("list.copy", "y", N_("copy"), "customer", N_("copy phone, number, address, the whole card")),
        Key("app.undo", "u", N_("undo"), "customer", N_("undo my last change")),
        # Several
        Key("list.mark", "space", N_("mark"), "several", N_("mark the customer, or not any more; then the next")),
        Key("list.mark_down", "shift+down", N_("mark down"), "several", N_("mark this one and the next; back unmarks")),
        Key("list.mark_up", "shift+up", N_("mark up"), "several", N_("mark this one and the one above; back unmarks")),
        Key("list.mark_range", "V", N_("mark to here"), "several", N_("mark all from the last one marked to here")),
        Key("list.mark_all", "ctrl+a", N_("mark all"), "several", N_("mark all that is found; again: none")),
        Key(
            "list.bulk",
            "full_stop",
            N_("change"),
            "several",
            N_("change the marked: see it before, undo it as a whole"),
        ),
        Key("bulk.choose", "enter", N_("choose"), "several", N_("choose what is changed, and to what")),
        Key("bulk.look", "enter", N_("look"), "several", N_("see what the value would change, row by row")),
        Key("bulk.apply", "ctrl+s,f2", N_("change"), "several", N_("make the change that is shown; Enter does it too")),
        Key("bulk.stop", "s", N_("stop"), "several", N_("stop the change; what is changed stays")),
        Key("bulk.resume", "r", N_("go on"), "several", N_("go on with a change that stopped half-way")),
        Key("list.language", "l", N_("language"), "several", N_("the language that the marked are written to in")),
        Key(
            "list.take_out", "x", N_("take out"), "several", N_("take out what is shown, or marked: Excel, CSV, print")
        ),
        # Find
        Key("list.search", "slash", N_("search"), "find"),
        Key("list.filters", "f", N_("filters"), "find"),
        Key("list.clear_filters", "F", N_("clear filters"), "find"),
        Key("list.sort", "s", N_("sort"), "find", N_("sort; the same again turns the order")),
        Key("list.columns", "c", N_("columns"), "find", N_("which columns there are, their order and widths")),
        Key("list.views", "v", N_("views"), "find", N_("named views: search, filters, columns and order")),
        Key("list.preview", "p", N_("card beside"), "find", N_("show the card beside the list, or no longer")),
        Key("list.inactive", "i", N_("show inactive"), "find", N_("show inactive hits too")),
        Key("search.to_list", "enter,down", N_("to the list"), "find", N_("from the search field to the list")),
        Key("search.filters", "tab", N_("filters"), "find", N_("from the search field to the filters")),
        Key("search.new", "ctrl+n", N_("new customer"), "find", N_("new customer with what is typed in the search")),
        Key("filters.toggle", "space", N_("tick"), "find", N_("tick or untick a filter")),
        Key("filters.done", "enter", N_("done"), "find", N_("back to the list")),
        Key("filters.search", "slash", N_("search town"), "find"),
        Key("columns.toggle", "space", N_("tick"), "find", N_("show a column, or not")),
        Key("columns.move_up", "ctrl+up,K", N_("move up"), "find", N_("move a column one place to the left")),
        Key("columns.move_down", "ctrl+down,J", N_("move down"), "find", N_("move a column one place to the right")),
        Key("columns.narrower", "left,minus", N_("narrower"), "find", N_("make a column narrower")),
        Key("columns.wider", "right,plus", N_("wider"), "find", N_("make a column wider")),
        Key("columns.reset", "r", N_("as at first"), "find", N_("the columns that the width gives by itself")),
        Key("columns.done", "enter", N_("done"), "find", N_("back to the list")),
        Key("views.use", "enter", N_("switch"), "find", N_("switch to the view; its digit does it too, v 1 to v 9")),
        Key("views.save", "s", N_("save"), "find", N_("keep what is shown in the view in use")),
        Key("views.new", "n", N_("new view"), "find", N_("keep what is shown as a new view")),
        Key("views.begin", "b,asterisk", N_("default"), "find", N_("begin with this view from now on, or no longer")),
        Key("views.rename", "e", N_("name, share"), "find", N_("rename a view, share it or no longer")),
        Key("views.delete", "d", N_("delete"), "find", N_("delete a view")),
        Key("views.keep", "enter", N_("save"), "find", N_("keep the view under the name typed")),
        Key("views.share", "tab", N_("for everybody"), "find", N_("share the view whose name is typed")),
        # Move
        Key("table.up", "up,k", N_("up"), "move", N_("one row up")),
        Key("table.down", "down,j", N_("down"), "move", N_("one row down")),
        Key("table.page_up", "pageup", N_("page up"), "move", N_("one page up")),
        Key("table.page_down", "pagedown", N_("page down"), "move", N_("one page down")),
        Key("table.half_up", "ctrl+u", N_("half a page up"), "move"),
        Key("table.half_down", "ctrl+d", N_("half a page down"), "move"),
        Key("table.first", "home", N_("first"), "move", N_("the first row (also g g)")),
        Key("table.last", "end,G", N_("last"), "move", N_("the last row")),
        # Go to
        Key("go.menu", "g", N_("go to"), "go", N_("go to; what can be chosen shows after a moment")),
        Key("go.recent", "g r", N_("recent"), "go", N_("the customers opened last")),
        Key("go.back", "b", N_("back"), "go", N_("back to the card opened before this one")),
        Key("go.forward", "B", N_("forward"), "go", N_("forward again to the card one went back from")),
        Key("go.import", "g u", N_("upload"), "go", N_("upload a register: import customers from a file")),
        Key("go.sign_ins", "g m", N_("my sign-ins"), "go", N_("my sign-ins: where I am signed in, and sign out")),
        # On the card
        Key("card.edit", "e", N_("edit"), "card", N_("edit the card")),
        Key("card.overview", "1", N_("overview"), "card"),
        Key("card.contacts", "2", N_("contacts"), "card"),
        Key("card.history", "3", N_("history"), "card", N_("who changed what")),
        Key("card.next_tab", "right", N_("next tab"), "card"),
        Key("card.previous_tab", "left", N_("previous tab"), "card"),
        Key("card.next", "minus", N_("next"), "card", N_("the next card of the same selection")),
        Key("card.previous", "comma", N_("previous"), "card", N_("the previous card of the same selection")),
        Key("card.copy", "y", N_("copy"), "card", N_("copy phone, number, address, the whole card")),
        Key("card.actions", "full_stop", N_("more"), "card", N_("inactivate, delete, show a personal number")),
        Key("history.open", "enter", N_("the whole change"), "card", N_("show a change in full")),
        Key("history.put_back", "r", N_("put back"), "card", N_("give the field the value it had before")),
        Key("history.filter", "f", N_("filter"), "card", N_("show one person's changes, or one field's")),
        # In every form
        Key("form.save", "ctrl+s,f2", N_("save"), "form"),
        Key("form.next_fault", "f8", N_("next fault"), "form"),
        Key(
            "form.take_back",
            "ctrl+z",
            N_("undo field"),
            "form",
            N_("give the field what it had, or again what you typed"),
        ),
        Key("form.next", "tab,enter,down", N_("next field"), "form"),
        Key("form.previous", "shift+tab,up", N_("previous field"), "form"),
        Key("form.switch", "space", N_("change"), "form", N_("change a choice or a switch")),
        Key("form.add_row", "ctrl+n", N_("add contact"), "form", N_("add a contact")),
        Key("form.remove_row", "ctrl+d", N_("take away"), "form", N_("take a contact away, or put it back")),
        Key("form.row_up", "ctrl+up", N_("move up"), "form", N_("move the contact up")),
        Key("form.row_down", "ctrl+down", N_("move down"), "form", N_("move the contact down")),
        Key("form.twins", "f6", N_("the same?"), "form", N_("to customers that the new one might be, and back")),
        Key("twins.open", "enter", N_("open"), "form", N_("open the customer that it might be; the form stays")),
        Key("conflict.mine", "left", N_("mine"), "form", N_("take my value")),
        Key("conflict.theirs", "right", N_("theirs"), "form", N_("take the other's value")),
        Key("conflict.write", "e", N_("write own"), "form", N_("write another value")),
        # Everywhere
        Key("app.back", "escape", N_("back"), "everywhere", N_("one step back")),
        Key("app.help", "question_mark,f1", N_("help"), "everywhere", N_("this page")),
        Key("app.palette", "ctrl+p,colon", N_("commands"), "everywhere"),
        Key("app.messages", "ctrl+l", N_("messages"), "everywhere", N_("earlier messages")),
        Key("app.repaint", "f5", N_("repaint"), "everywhere", N_("paint the screen anew")),
        Key("recent.open", "enter", N_("open"), "go", N_("open the card")),
        Key("recent.search", "slash", N_("search"), "go", N_("search among the customers opened last")),
        Key("recent.copy", "y", N_("copy"), "go", N_("copy phone, number, address, the whole card")),
        # Import
        Key("path.open", "enter", N_("open"), "import", N_("import the file, or go into the folder")),
        Key("path.complete", "tab", N_("complete"), "import", N_("complete the path as far as it is clear")),
        Key("path.up", "up", N_("up"), "import", N_("one file up")),
        Key("path.down", "down", N_("choose"), "import", N_("one file down")),
        Key("import.template", "ctrl+t", N_("template"), "import", N_("write an empty workbook to fill in")),
        Key("import.apply", "enter", N_("import"), "import", N_("import what the dry run shows; it can be undone")),
        Key("import.skip", "space", N_("leave out"), "import", N_("leave a row out, or put it back")),
        Key("import.next_refused", "f8", N_("next refused"), "import", N_("the next row that is refused")),
        Key("import.filter", "f", N_("show"), "import", N_("which rows are shown, by what becomes of them")),
        Key("import.columns", "m", N_("columns"), "import", N_("which column of the file is which field")),
        Key("import.write", "w", N_("write refused"), "import", N_("write the refused rows to a file to mend them")),
        Key("import.details", "right", N_("the row"), "import", N_("the row at the cursor in full")),
        Key("import.rows", "left", N_("the rows"), "import", N_("back from the row to the list")),
        Key("import.resume", "r", N_("go on"), "import", N_("go on with an import that was stopped")),
        Key("import.new", "n", N_("other file"), "import", N_("choose another file")),
        Key("import.tick", "space", N_("show or hide"), "import", N_("show or hide the rows of a kind")),
        Key("import.choose", "enter", N_("choose"), "import", N_("choose another field for the column")),
        Key("import.find", "slash", N_("search field"), "import"),
        # In the palette
        Key("palette.run", "enter", N_("run"), "palette", N_("do it, or open the customer")),
        Key("palette.up", "up", N_("choose"), "palette", N_("one line up")),
        Key("palette.down", "down", N_("choose"), "palette", N_("one line down")),
        Key("palette.page_up", "pageup", N_("page up"), "palette", N_("one page up")),
        Key("palette.page_down", "pagedown", N_("page down"), "palette", N_("one page down")),
        Key("palette.close", "escape", N_("close"), "palette"),
        Key("help.search", "slash", N_("search a key"), "palette"),
        Key("help.run", "enter", N_("do it"), "palette", N_("do what was found, on the page below")),
        Key("narrow.up", "up", N_("up"), "palette", N_("one line up while one types")),
        Key("narrow.down", "down", N_("down"), "palette", N_("one line down while one types")),
        Key("narrow.run", "enter", N_("choose"), "palette", N_("take what the cursor is on")),
        Key("sign_ins.end", "d", N_("end"), "everywhere", N_("end the sign-in at the cursor")),
        Key("sign_ins.end_all", "D", N_("end all"), "everywhere", N_("end all my sign-ins, this one too")),
        Key("sign_ins.out", "o", N_("sign out"), "everywhere", N_("sign out here, and quit")),
        Key("sign_in.enter", "enter", N_("sign in"), "everywhere", N_("sign in to the server")),
        Key("sign_in.field", "tab,down,up", N_("other field"), "everywhere", N_("from the login to the password")),
        Key("register.retry", "r", N_("try again"), "everywhere", N_("try again to open the register")),
        Key("list.quit", "q", N_("quit"), "everywhere", N_("quit from the first list")),
        Key("app.quit", "ctrl+q", N_("quit"), "everywhere", priority=True),
    )
}
"""Every key by id, in the order help shows them within a group."""


def bindings(*ids: str) -> list[BindingType]:
    """Return the bindings, for a page or a widget on it, that press these keys on the page (`Page.press`)."""
    from textual.binding import Binding

    return [
        Binding(key.keys, f"screen.press({key.id!r})", key.words, show=False, id=key.id, priority=key.priority)
        for key in (KEYS[name] for name in ids)
    ]


TABLE_MOVES = (
    "table.up",
    "table.down",
    "table.page_up",
    "table.page_down",
    "table.half_up",
    "table.half_down",
    "table.first",
    "table.last",
)
"""How the cursor moves in anything that has rows."""


def moves(*ids: str) -> list[BindingType]:
    """Return bindings for a widget that does these itself: `table.down` is its `action_down`."""
    from textual.binding import Binding

    return [
        Binding(key.keys, key.verb, key.words, show=False, id=key.id, priority=key.priority)
        for key in (KEYS[name] for name in ids)
    ]


SIGN_KEYS = {
    "enter": "enter",
    "left": "arrow_left",
    "right": "arrow_right",
    "up": "arrow_up",
    "down": "arrow_down",
}
PUNCTUATION = {
    "slash": "/",
    "question_mark": "?",
    "full_stop": ".",
    "comma": ",",
    "minus": "-",
    "plus": "+",
    "colon": ":",
    "asterisk": "*",
}
NAMED = {
    "escape": N_("Esc"),
    "space": N_("Space"),
    "tab": N_("Tab"),
    "shift+tab": N_("Shift+Tab"),
    "pageup": N_("PgUp"),
    "pagedown": N_("PgDn"),
    "home": N_("Home"),
    "end": N_("End"),
    "delete": N_("Delete"),
    "backspace": N_("Backspace"),
}


def keycap(name: str) -> str:
    """Return how one of Textual's key names is written on the screen: `ctrl+s` is Ctrl+S, `enter` is ↵."""
    if " " in name:
        # One key after the other: g u.
        return " ".join(keycap(part) for part in name.split())
    if name in SIGN_KEYS:
        return sign(SIGN_KEYS[name])
    if name in NAMED:
        return _(NAMED[name])
    if name in PUNCTUATION:
        return PUNCTUATION[name]
    if "+" in name:
        return "+".join(keycap(part) if len(part) > 1 else part.upper() for part in _parts(name))
    if name in ("ctrl", "shift", "alt"):
        return name.capitalize()
    if name[0] == "f" and name[1:].isdigit():
        return name.upper()
    return name


def _parts(name: str) -> list[str]:
    return name.split("+")


def is_typed(name: str) -> bool:
    """Say whether a field takes the key as text while one types in it."""
    return len(name) == 1 or " " in name or name == "space" or name in PUNCTUATION


def shown_key(key: Key, *, typing: bool) -> str:
    """Return the key cap that the band shows: the first one that works now; "" where none does while `typing`."""
    names = [name for name in key.keys.split(",") if not (typing and is_typed(name))]
    return keycap(names[0]) if names else ""
