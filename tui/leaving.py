"""Whether the program may end while something goes on: an import, a change of many, a file that is being written."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui.app import KundkortApp


async def may_end(app: KundkortApp) -> bool:
    """Ask about each thing that goes on and would stop; say whether the program may end in spite of all of them."""
    if app.importing is not None and app.importing.changes_register:
        from tui.importing.actions import ask_to_end

        if not await ask_to_end(app.page, app.importing):
            return False
    if app.changing is not None and app.changing.is_running:
        from tui.bulk.ending import ask_to_end as ask_to_end_change

        if not await ask_to_end_change(app.page, app.changing):
            return False
    if app.exporting is not None and app.exporting.is_running:
        from tui.exporting.actions import ask_to_end_export

        if not await ask_to_end_export(app.page, app.exporting):
            return False
    return True
