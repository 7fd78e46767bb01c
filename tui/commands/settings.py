"""`kundkort settings`: the company's settings, one table for what they are and what they do."""

from __future__ import annotations

from core.customers.api import switch_vat_type
from core.settings.api import get_settings, set_setting
from core.settings.views import BY_KEY, SETTINGS, Setting, Settings, Value
from core.text import _, ngettext
from tui.commands.call import Call, wait_for
from tui.commands.configuration import is_yes
from tui.commands.stopping import DONE, REFUSED, WRONGLY_CALLED, Stopped

NOES = ("0", "no", "false", "off", "nej", "av")


def settings(call: Call) -> int:
    """Answer with every setting, or with one; or give one a value."""
    key = call.arguments.key
    if key and key not in BY_KEY:
        known = ", ".join(setting.key for setting in SETTINGS)
        raise Stopped(_("There is no setting {key}. There are: {known}", key=key, known=known), WRONGLY_CALLED)
    # An empty value is one too: it clears a text.
    has_value = "value" in vars(call.arguments)
    return wait_for(_set(call, BY_KEY[key]) if has_value else _show(call, key))


async def _show(call: Call, key: str) -> int:
    async with call.register() as register:
        found = await register(get_settings)
    chosen = [setting for setting in SETTINGS if key in ("", setting.key)]
    if call.answers.json:
        values = {setting.key: getattr(found, setting.key) for setting in chosen}
        call.answers.value(values[key] if key else values)
    elif key:
        setting = chosen[0]
        call.answers.line(shown_value(setting, getattr(found, key)))
        call.answers.note(f"{_(setting.text)}. {_(setting.effect)}")
    else:
        call.answers.table((_("Setting"), _("Value"), _("What it is"), _("What it does")), _rows(found))
    return DONE


def _rows(found: Settings) -> list[tuple[str, ...]]:
    return [
        (setting.key, shown_value(setting, getattr(found, setting.key)), _(setting.text), _(setting.effect))
        for setting in SETTINGS
    ]


def shown_value(setting: Setting, value: Value) -> str:
    """Return a value as it may be typed again."""
    if setting.kind == "yes_no":
        return _("yes") if value else _("no")
    return str(value)


def typed_value(setting: Setting, text: str) -> Value:
    """Return the value that a typed text means; raises Stopped where it is none of this setting's kind."""
    if setting.kind == "yes_no":
        if is_yes(text):
            return True
        if text.strip().lower() in NOES:
            return False
        raise Stopped(_("{key}: write yes or no", key=setting.key), REFUSED)
    if setting.kind == "number":
        if not (text.strip().isascii() and text.strip().isdigit()):
            raise Stopped(
                _("{key}: write a number from {low} to {high}", key=setting.key, low=setting.low, high=setting.high)
            )
        return int(text)
    return text


async def _set(call: Call, setting: Setting) -> int:
    value = typed_value(setting, call.arguments.value)
    touched: int | None = None
    async with call.register() as register:
        if setting.key == "vat_type":
            if (await register(get_settings)).vat_type != value:
                touched = await register(switch_vat_type, bool(value))
        else:
            await register(set_setting, setting.key, value)
    if call.answers.json:
        call.answers.value({setting.key: value} | ({} if touched is None else {"customers": touched}))
    else:
        call.answers.line(f"{setting.key}: {shown_value(setting, value)}")
        if touched:
            call.answers.note(
                ngettext(
                    "{n} customer got the VAT type it showed before",
                    "{n} customers got the VAT type they showed before",
                    touched,
                )
            )
    return DONE
