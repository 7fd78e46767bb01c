"""How settings are read and set."""

from __future__ import annotations

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec
from sqlalchemy import select

from core.errors import Clash, Conflict, Fault, Invalid
from core.settings import api
from core.settings.tables import SettingRow
from core.settings.views import BY_KEY, Setting, Settings, Value
from core.text import INTERFACE_LANGUAGES, customer_languages
from core.values.bad_value import BadValue
from core.values.cleaning import check_length
from core.work import UnitOfWork


@api.set_setting.implement
def set_setting(work: UnitOfWork, key: str, value: Value, was: Value | None = None) -> Settings:
    """Check the value by the setting's kind, and keep it."""
    setting = BY_KEY.get(key)
    if setting is None:
        raise Invalid([Fault("key", "setting.unknown", {"key": key})])
    if key == "vat_type" and value is True and not work.settings.vat_type and not work.undoes:
        # Customers get a value first, else orders would show VAT that they did not show before (DOMAIN 5.4b).
        raise Invalid([Fault(key, "setting.vat_type")])
    return store(work, setting, value, was)


def store(work: UnitOfWork, setting: Setting, value: Value, was: Value | None = None) -> Settings:
    """Keep a setting's value; Conflict where it no longer is `was`, Invalid where it is none of its kind."""
    key = setting.key
    stored: Value = getattr(work.settings, key)
    if was is not None and stored not in (was, value):
        raise Conflict([Clash(key, was, value, stored, "", "")], work.settings)
    settings = msgspec.structs.replace(work.settings, **{key: checked(setting, value)})
    if settings.number_shortest > settings.number_longest:
        raise Invalid([Fault(key, "setting.lengths")])
    rows = work.select(select(SettingRow).where(SettingRow.key == key))
    text = msgspec.json.encode(value).decode()
    if rows:
        rows[0].value = text
    elif value != setting.default:
        work.add(SettingRow(id=work.new_id(), key=key, value=text))
    work.flush()
    work.settings = settings
    return settings


def checked(setting: Setting, value: Value) -> Value:
    """Return `value` where it is one of the setting's kind; else raise Invalid."""
    fault = _fault(setting, value)
    if fault is not None:
        raise Invalid([fault])
    return value


def _fault(setting: Setting, value: Value) -> Fault | None:
    key = setting.key
    if setting.kind == "yes_no":
        return None if isinstance(value, bool) else Fault(key, "setting.yes_no")
    if setting.kind == "number":
        whole = isinstance(value, int) and not isinstance(value, bool)
        if whole and setting.low <= int(value) <= setting.high:
            return None
        return Fault(key, "range", {"low": setting.low, "high": setting.high})
    if not isinstance(value, str):
        return Fault(key, "setting.text")
    if setting.kind == "language":
        known = customer_languages() or INTERFACE_LANGUAGES
        return None if value in known else Fault(key, "choice")
    if setting.kind == "time_zone":
        return None if _is_zone(value) else Fault(key, "setting.time_zone")
    try:
        check_length("name", value)
    except BadValue as bad:
        return Fault(key, bad.code, bad.params)
    return None


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True
