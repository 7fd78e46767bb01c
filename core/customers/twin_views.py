"""What goes in and out of looking for twins: customers that a new one might be the same as."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from core.text import N_

TwinSign = Literal["org_no", "phone", "email", "name"]
"""What two customers have in common; "name" is a name as good as the same, with the same postcode."""

TWIN_SIGNS: dict[TwinSign, str] = {
    "org_no": N_("same org. no."),
    "phone": N_("same phone"),
    "email": N_("same e-mail"),
    "name": N_("like name, same postcode"),
}
"""What each sign is called, the surest first."""

MOST_TWINS = 5
"""So many twins are named, the likeliest."""
MOST_VALUES = 50
"""So many phones, e-mail addresses or postcodes are looked for in one call."""


class TwinQuery(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What is known of a customer that may be there already; "" and () are not known. Stored form, or as typed.

    `but` is the customer's own id where it is in the register.
    """

    org_no: str = ""
    name: str = ""
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    postcodes: tuple[str, ...] = ()
    but: int = 0


class TwinReason(Struct, frozen=True, forbid_unknown_fields=True):
    """One thing in common, and the value that is: a phone or e-mail address as it is stored, "" for the others."""

    sign: TwinSign
    value: str = ""


class Twin(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A customer that may be the same, and why, the surest reason first."""

    id: int
    number: str
    name: str
    city: str
    active: bool
    reasons: tuple[TwinReason, ...]
