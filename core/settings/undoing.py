"""Taking back a change of a setting."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from core.errors import Clash, Conflict
from core.history.undoing import Recorded, undoes
from core.rights import Right
from core.settings.operations import store
from core.settings.tables import SettingRow
from core.settings.views import BY_KEY
from core.work import UnitOfWork


@undoes("setting")
def take_back_setting(work: UnitOfWork, setting_id: int, changes: Sequence[Recorded], keep: bool) -> list[str]:
    """Give the setting the value it had, the default where it had none of its own."""
    work.need(Right.ADMINISTRATOR)
    row = work.get(SettingRow, setting_id)
    if row is None or row.key not in BY_KEY:
        return []
    setting = BY_KEY[row.key]
    stored = msgspec.json.decode(row.value)
    for change in changes:
        if change.kind == "created":
            store(work, setting, setting.default)
        elif change.field == "value" and not change.erased:
            was, now = msgspec.json.decode(change.was), msgspec.json.decode(change.now)
            if stored != now:
                if keep:
                    return [setting.key]
                raise Conflict([Clash(setting.key, now, was, stored, "", "")], work.settings)
            store(work, setting, was)
    return []
