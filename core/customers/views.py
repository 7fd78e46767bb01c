"""What goes in and out of the customers' operations: frozen structs in stored form; screens format them."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from msgspec import UNSET, Struct, UnsetType

from core.edits import Edit, Parts

CustomerType = Literal["company", "private"]
VatType = Literal["normal", "none"]
AddressKind = Literal["visiting", "invoice", "postal"]
ADDRESS_KINDS: tuple[AddressKind, ...] = ("visiting", "invoice", "postal")
SWITCHES = ("facilities_disabled", "facility_required", "cost_centre_required", "always_invoice")
"""The four switches at the bottom of the card (DOMAIN S17)."""


class Address(Struct, frozen=True, forbid_unknown_fields=True):
    """One address: Swedish postcodes are five digits without a space, countries ISO 3166 two letters."""

    row1: str = ""
    row2: str = ""
    postcode: str = ""
    city: str = ""
    country: str = "SE"
    province: str = ""

    def __bool__(self) -> bool:
        return bool(self.row1 or self.row2 or self.postcode or self.city or self.province)


class Contact(Struct, frozen=True, forbid_unknown_fields=True):
    """A contact person; at least one of name, phone, mobile and e-mail. Phones are E.164, or as typed where unknown."""

    id: int
    name: str = ""
    role: str = ""
    phone: str = ""
    mobile: str = ""
    email: str = ""
    send_protocol: bool = False
    send_work_order: bool = False
    seq: int = 0


class ContactChange(Struct, frozen=True, forbid_unknown_fields=True):
    """What changed of one contact."""

    id: int
    name: Edit[str] | UnsetType = UNSET
    role: Edit[str] | UnsetType = UNSET
    phone: Edit[str] | UnsetType = UNSET
    mobile: Edit[str] | UnsetType = UNSET
    email: Edit[str] | UnsetType = UNSET
    send_protocol: Edit[bool] | UnsetType = UNSET
    send_work_order: Edit[bool] | UnsetType = UNSET


class Buyer(Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody who gets tax reduction: a person, never the association (DOMAIN 3.5).

    `personal_no` is UNSET in a view (`masked` shows it); `share` is in hundredths of a percent, 0 where not given.
    """

    id: int
    personal_no: str | UnsetType = UNSET
    masked: str = ""
    share: int = 0
    seq: int = 0


class BuyerChange(Struct, frozen=True, forbid_unknown_fields=True):
    """What changed of one who gets tax reduction."""

    id: int
    personal_no: Edit[str] | UnsetType = UNSET
    share: Edit[int] | UnsetType = UNSET


class CustomerValues(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The fields of a customer that a person fills in; "" and None are empty. What a new customer is made of.

    `number` "" asks for the next one. `org_no` is ten digits (organisation), twelve (personal number), or any text to
    20 outside Sweden. `e_invoice` is "scheme:value". `vat_type` counts only where the setting VAT type is on.
    """

    number: str = ""
    name: str = ""
    type: CustomerType = "company"
    org_no: str | UnsetType = ""
    vat_no: str | UnsetType = ""
    e_invoice: str | UnsetType = ""
    vat_type: VatType = "normal"
    language: str = ""
    cost_centre: str = ""
    customer_order_no: str = ""
    visiting: Address | None = None
    invoice: Address | None = None
    postal: Address | None = None
    tax_property: str = ""
    tax_apartment_no: str = ""
    tax_brf_org_no: str = ""
    comment: str | UnsetType = ""
    facilities_disabled: bool = False
    facility_required: bool = False
    cost_centre_required: bool = False
    always_invoice: bool = False
    active: bool = True
    contacts: tuple[Contact, ...] = ()
    buyers: tuple[Buyer, ...] = ()


class CustomerDraft(CustomerValues, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A new customer: its values, and the id that the form took for it (`records.take_ids`).

    `despite` are the customers that its maker was told it might be the same as: history keeps those that hold.
    """

    id: int
    despite: tuple[int, ...] = ()


class Customer(CustomerValues, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The card as it stands. What may not be seen is UNSET: the comment, and what has a personal number in it.

    `org_no_masked`, `vat_no_masked` and `e_invoice_masked` show such a number without its last four digits; else "".
    """

    # Not "" by default: what is left out on the wire may not be seen, it is not empty.
    org_no: str | UnsetType = UNSET
    vat_no: str | UnsetType = UNSET
    e_invoice: str | UnsetType = UNSET
    comment: str | UnsetType = UNSET
    id: int
    seq: int
    org_no_masked: str = ""
    vat_no_masked: str = ""
    e_invoice_masked: str = ""
    aliases: tuple[str, ...] = ()
    created_at: str = ""
    created_by: str = ""
    changed_at: str = ""
    changed_by: str = ""


class CustomerChange(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a person changed on a card: only fields that differ from what was loaded."""

    number: Edit[str] | UnsetType = UNSET
    name: Edit[str] | UnsetType = UNSET
    type: Edit[CustomerType] | UnsetType = UNSET
    org_no: Edit[str] | UnsetType = UNSET
    vat_no: Edit[str] | UnsetType = UNSET
    e_invoice: Edit[str] | UnsetType = UNSET
    vat_type: Edit[VatType] | UnsetType = UNSET
    language: Edit[str] | UnsetType = UNSET
    cost_centre: Edit[str] | UnsetType = UNSET
    customer_order_no: Edit[str] | UnsetType = UNSET
    visiting: Edit[Address | None] | UnsetType = UNSET
    invoice: Edit[Address | None] | UnsetType = UNSET
    postal: Edit[Address | None] | UnsetType = UNSET
    tax_property: Edit[str] | UnsetType = UNSET
    tax_apartment_no: Edit[str] | UnsetType = UNSET
    tax_brf_org_no: Edit[str] | UnsetType = UNSET
    comment: Edit[str] | UnsetType = UNSET
    facilities_disabled: Edit[bool] | UnsetType = UNSET
    facility_required: Edit[bool] | UnsetType = UNSET
    cost_centre_required: Edit[bool] | UnsetType = UNSET
    always_invoice: Edit[bool] | UnsetType = UNSET
    active: Edit[bool] | UnsetType = UNSET
    contacts: Parts[Contact, ContactChange] | UnsetType = UNSET
    buyers: Parts[Buyer, BuyerChange] | UnsetType = UNSET


class CustomerOrder(StrEnum):
    """The orders the list knows. RELEVANCE is the order of finding, and of name where nothing is sought.

    The first six hold for a register of any size; the others, and any but RELEVANCE together with text, while no more
    than MOST_SORTED are found (DESIGN 4, "The list").
    """

    RELEVANCE = "relevance"
    NUMBER = "number"
    NAME = "name"
    CITY = "city"
    CONTACT = "contact"
    CHANGED = "changed"
    PHONE = "phone"
    EMAIL = "email"
    ORG_NO = "org_no"
    TYPE = "type"
    LANGUAGE = "language"
    STREET = "street"
    POSTCODE = "postcode"


MOST_SORTED = 10_000
"""So many customers, at most, are sorted by what the register keeps no order of."""


class CustomerQuery(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What is sought: text as typed, filters that all must hold, and an order.

    `active` True: active ones, False: inactive ones, None: both. `org_no` True: with one, False: without. An empty
    tuple of towns, languages or types lets all through; towns are compared case-blind.
    """

    text: str = ""
    active: bool | None = True
    cities: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    types: tuple[CustomerType, ...] = ()
    org_no: bool | None = None
    order: CustomerOrder = CustomerOrder.RELEVANCE
    descending: bool = False


class Selection(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which customers something is done with: these ids, or with `query` all that it finds except those of `but`."""

    ids: tuple[int, ...] = ()
    query: CustomerQuery | None = None
    but: tuple[int, ...] = ()


class CustomerRow(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One line of the list. `phone` is the first contact's phone, else mobile; `org_no` is masked if personal.

    `street` and `postcode` are those of the address whose town is shown; `changed` is when the card was last changed
    (UTC, ISO 8601). `also` is where the text was found when no column shows it (a contact's name, an e-mail, an old number).
    `formerly` is the old number that the whole text is, where it is one.
    """

    id: int
    seq: int
    number: str
    name: str
    type: CustomerType
    org_no: str
    active: bool
    city: str
    phone: str
    email: str
    contact: str
    language: str = ""
    street: str = ""
    postcode: str = ""
    changed: str = ""
    also: str = ""
    formerly: str = ""


class CustomerWindow(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Rows in order, and the positions of the first and last of them, to go on from in either direction.

    `offset` is how many rows stand before the first one, None where that is not known without counting. A window may
    have fewer rows than were asked for, even none, before the end is reached (`at_end`, `at_start`): then it was looked
    at as many customers as one call may, and the search goes on from `last` (backwards: `first`).
    """

    rows: tuple[CustomerRow, ...]
    first: str = ""
    last: str = ""
    at_start: bool = True
    at_end: bool = True
    offset: int | None = None


class CustomerCount(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How many are found; how many more would be without the filter on active; how many the text finds without filters.

    Each is at most `cap` + 1, which says: more than `cap`.
    """

    found: int
    hidden: int = 0
    unfiltered: int = 0
    cap: int = 1000


class Choices(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What the filters and the form can offer, of the customers one may see, active or not.

    Towns in their order (one spelling of each; case apart they are the same) and languages by code, both with how many
    customers have them; how many characters the longest number has; the next number, "" where none is given.
    """

    cities: tuple[tuple[str, int], ...] = ()
    languages: tuple[tuple[str, int], ...] = ()
    longest_number: int = 5
    next_number: str = ""


class Removed(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A customer that was deleted, and what its change set was, so that it can be taken back."""

    id: int
    seq: int
    number: str
    name: str
