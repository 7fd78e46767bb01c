"""Positions in the list: a point in an order, as opaque text, that stays right when rows come, go and change."""

from __future__ import annotations

import base64
import binascii

import msgspec

from core.customers.views import CustomerOrder

Key = tuple[int | bytes, ...]
"""The values a row is ordered by, the customer's id last."""

INDEXED: dict[str, tuple[str, ...]] = {
    CustomerOrder.NUMBER: ("number_key", "customer_id"),
    CustomerOrder.NAME: ("name_key", "customer_id"),
    CustomerOrder.CITY: ("city_key", "name_key", "customer_id"),
    CustomerOrder.CONTACT: ("contact_key", "name_key", "customer_id"),
    CustomerOrder.CHANGED: ("seq", "name_key", "customer_id"),
}
"""Orders that `customer_row` has an index of -> the columns they go by."""
GATHERED: dict[str, str] = {
    CustomerOrder.PHONE: "phone",
    CustomerOrder.EMAIL: "email",
    CustomerOrder.ORG_NO: "org_no",
    CustomerOrder.TYPE: "type",
    CustomerOrder.LANGUAGE: "language",
    CustomerOrder.STREET: "street",
    CustomerOrder.POSTCODE: "postcode",
}
"""Orders that nothing is kept of -> the column whose sort key they go by; then name, then id, as that of towns."""
KEYS: dict[str, tuple[type[int] | type[bytes], ...]] = {
    "found": (int, bytes, int),
    CustomerOrder.NUMBER: (bytes, int),
    CustomerOrder.NAME: (bytes, int),
    CustomerOrder.CITY: (bytes, bytes, int),
    CustomerOrder.CONTACT: (bytes, bytes, int),
    CustomerOrder.CHANGED: (int, bytes, int),
    **dict.fromkeys(GATHERED, (bytes, bytes, int)),
}
"""Order -> what kinds of values its keys are; "found" is the order of relevance, where a text is sought."""


class _Position(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    order: str
    descending: bool
    key: tuple[int | bytes, ...]


_DECODER = msgspec.msgpack.Decoder(_Position)
_LARGEST = 2**63


class BadPosition(ValueError):
    """A text that is no position in this order."""


def write_position(order: str, descending: bool, key: Key) -> str:
    """Return the position of `key` in an order and its direction."""
    packed = msgspec.msgpack.encode(_Position(order, descending, key))
    return base64.urlsafe_b64encode(packed).rstrip(b"=").decode("ascii")


def read_position(text: str, order: str, descending: bool) -> Key:
    """Return the key of a position; raises BadPosition where `text` is none, or one of another order or direction."""
    try:
        packed = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        position = _DECODER.decode(packed)
    except (binascii.Error, ValueError, msgspec.DecodeError) as error:
        raise BadPosition(text) from error
    kinds = KEYS[order]
    if (position.order, position.descending, len(position.key)) != (order, descending, len(kinds)):
        raise BadPosition(text)
    for value, kind in zip(position.key, kinds, strict=True):
        if type(value) is not kind or (isinstance(value, int) and not -_LARGEST <= value < _LARGEST):
            raise BadPosition(text)
    return position.key
