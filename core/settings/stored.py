"""The settings as they stand, read at the start of every transaction."""

from __future__ import annotations

import msgspec
from sqlalchemy.orm import Session

from core.settings.views import BY_KEY, Settings

_FIND = "SELECT key, value FROM setting WHERE removed_seq IS NULL"


def find_settings(session: Session) -> Settings:
    """Return the company's settings, with defaults for what was never set."""
    found = {
        key: msgspec.json.decode(value) for key, value in session.connection().exec_driver_sql(_FIND) if key in BY_KEY
    }
    return Settings(**found)
