"""How the settings are read."""

from __future__ import annotations

from core.settings import api
from core.settings.views import Settings
from core.work import UnitOfWork


@api.get_settings.implement
def get_settings(work: UnitOfWork) -> Settings:
    """The settings that this transaction began with."""
    return work.settings
