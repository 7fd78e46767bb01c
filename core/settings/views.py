"""Settings of the company as one table: type, default, range, what each does."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from core.text import N_

Value = str | int | bool


class Setting(Struct, frozen=True):
    """One setting: its key, kind, default, what it is called and what it does (texts for the catalogue)."""

    key: str
    kind: Literal["yes_no", "number", "language", "time_zone", "text"]
    default: Value
    text: str
    effect: str
    low: int = 0
    high: int = 0


SETTINGS: tuple[Setting, ...] = (
    Setting("number_shortest", "number", 1, N_("Shortest customer number"), N_("Shorter numbers are refused."), 1, 50),
    Setting("number_longest", "number", 16, N_("Longest customer number"), N_("Longer numbers are refused."), 1, 50),
    Setting(
        "number_automatic",
        "yes_no",
        True,
        N_("Automatic next customer number"),
        N_("A new customer gets the highest number plus one."),
    ),
    Setting(
        "number_in_name",
        "yes_no",
        False,
        N_("Customer number in the display name"),
        N_("The number stands before the name in lists and headings."),
    ),
    Setting(
        "vat_type",
        "yes_no",
        False,
        N_("VAT type"),
        N_("Each customer says whether VAT is shown; without it the organisation number decides."),
    ),
    Setting(
        "language",
        "yes_no",
        False,
        N_("Language per customer"),
        N_("Each customer has the language of its messages; without it they go in the company's."),
    ),
    Setting("cost_centre", "yes_no", True, N_("Cost centre"), N_("Customers and orders have a cost centre.")),
    Setting(
        "customer_order_no",
        "yes_no",
        True,
        N_("Customer's order number"),
        N_("Customers and orders have the customer's own order number."),
    ),
    Setting("company_name", "text", "", N_("Company"), N_("Stands in the header of every screen.")),
    Setting(
        "company_language",
        "language",
        "sv",
        N_("Company's language"),
        N_("What customers without a language of their own are sent."),
    ),
    Setting(
        "time_zone", "time_zone", "Europe/Stockholm", N_("Time zone"), N_("Decides which day it is, and shown times.")
    ),
)
BY_KEY: dict[str, Setting] = {setting.key: setting for setting in SETTINGS}


class Settings(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The company's settings, with defaults for what was never set."""

    number_shortest: int = 1
    number_longest: int = 16
    number_automatic: bool = True
    number_in_name: bool = False
    vat_type: bool = False
    language: bool = False
    cost_centre: bool = True
    customer_order_no: bool = True
    company_name: str = ""
    company_language: str = "sv"
    time_zone: str = "Europe/Stockholm"
