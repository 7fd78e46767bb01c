"""What can be asked of the settings."""

from __future__ import annotations

from core.errors import Conflict, Invalid
from core.operation import EDITS, read, write
from core.rights import Right
from core.settings.views import Settings, Value


@read("GET /settings", name="settings.get")
def get_settings() -> Settings:
    """Return the company's settings."""


@write("PUT /settings/{key}", name="settings.set", needs=Right.ADMINISTRATOR, raises=(Invalid, Conflict), undo=EDITS)
def set_setting(key: str, value: Value, was: Value | None = None) -> Settings:
    """Set one setting; with `was`, only if it still has that value. Turning VAT type on goes by `switch_vat_type`."""
