"""What values of a customer are called where they are shown: languages, types, switches, in the context's language."""

from __future__ import annotations

from core.customers.views import Customer, CustomerValues
from core.settings.views import Settings
from core.text import N_, _, speech

LANGUAGE_NAMES: dict[str, str] = {
    "sv": N_("Swedish"),
    "en": N_("English"),
    "nb": N_("Norwegian"),
    "da": N_("Danish"),
    "fi": N_("Finnish"),
    "de": N_("German"),
}
TYPE_NAMES: dict[str, str] = {"company": N_("company"), "private": N_("private person")}
VAT_TYPE_NAMES: dict[str, str] = {"normal": N_("Normal"), "none": N_("No VAT")}
SWITCH_NAMES: dict[str, str] = {
    "facility_required": N_("facility required on orders"),
    "always_invoice": N_("always as invoice to accounting"),
    "cost_centre_required": N_("cost centre required on orders"),
    "facilities_disabled": N_("facilities disabled"),
}
"""The switches in the order that the card shows them (DOMAIN S17)."""
SWITCH_BADGES: dict[str, str] = {
    "facility_required": N_("requires facility"),
    "always_invoice": N_("always invoice"),
    "cost_centre_required": N_("requires cost centre"),
    "facilities_disabled": N_("no facilities"),
}


def language_name(code: str) -> str:
    """Return a language as it is called among other words; a code that nobody knows as it is, "" for ""."""
    name = _(LANGUAGE_NAMES.get(code, "")) or code
    return name.lower() if speech().language == "sv" else name


def type_name(customer: Customer) -> str:
    """Return the type; a company whose organisation number is a person's is a sole trader."""
    name = _(TYPE_NAMES[customer.type])
    return _("{type} (sole trader)", type=name) if customer.type == "company" and customer.org_no_masked else name


def display_name(customer: CustomerValues, settings: Settings | None) -> str:
    """Return the name as headings have it: with the number before it where the setting says so (DOMAIN S02)."""
    if settings is not None and settings.number_in_name and customer.number:
        return f"{customer.number} {customer.name}"
    return customer.name


def genitive(name: str) -> str:
    """Return whose a thing is: "Per Lunds", "Mats"; in English "Per Lund's"."""
    if speech().language == "sv":
        return name if name[-1:].casefold() in ("s", "x", "z") else f"{name}s"
    return f"{name}'s"
