"""`kundkort keys`: every key of the interface, as a list or as the page docs/keys.md."""

from __future__ import annotations

from collections.abc import Iterator

from core.text import _
from tui.commands.call import Call
from tui.commands.stopping import DONE
from tui.keys import GROUPS, KEYS, Key, keycap


def keys(call: Call) -> int:
    """Answer with every key by task: the keys, what they do, their ids."""
    if call.answers.json:
        call.answers.value([{"id": key.id, "keys": key.keys.split(","), "words": words(key)} for key in in_order()])
    elif call.arguments.markdown:
        call.answers.out.write(page())
    else:
        call.answers.table(
            (_("Keys"), _("What it does"), _("Group"), "id"),
            [(caps(key), words(key), _(GROUPS[key.group]), key.id) for key in in_order()],
        )
    return DONE


def in_order() -> Iterator[Key]:
    """Yield the keys of every group in the order of help."""
    for group in GROUPS:
        yield from (key for key in KEYS.values() if key.group == group)


def caps(key: Key) -> str:
    """Return the keys as they are written on the screen."""
    return ", ".join(keycap(name) for name in key.keys.split(","))


def words(key: Key) -> str:
    """Return what the key does."""
    return _(key.help or key.words)


def page() -> str:
    """Return the page of the documentation that lists the keys, in the language of this context (Markdown)."""
    lines = [
        f"# {_('Keys')}",
        "",
        _("Each key has an id, by which it can be given another key in state.json (`keymap`)."),
        "",
    ]
    for group, title in GROUPS.items():
        rows = [key for key in KEYS.values() if key.group == group]
        if rows:
            lines += [f"## {_(title)}", "", f"| {_('Keys')} | {_('What it does')} | id |", "|---|---|---|"]
            lines += [f"| {_cell(caps(key))} | {_cell(words(key))} | `{key.id}` |" for key in rows]
            lines.append("")
    return "\n".join(lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
