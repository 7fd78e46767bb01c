"""Text as it may be stored and shown: what is taken out of it, and how long each kind may be (DESIGN 1, "Text")."""

from __future__ import annotations

import re
import unicodedata

from core.values.bad_value import BadValue

LENGTHS: dict[str, int] = {
    "name": 500,
    "address_row": 200,
    "postcode": 20,
    "city": 100,
    "province": 100,
    "country": 2,
    "email": 254,
    "comment": 10_000,
    "text": 10_000,
    "phone": 50,
    "contact_name": 200,
    "role": 100,
    "number": 50,
    "org_no": 20,
    "vat_no": 20,
    "e_invoice": 60,
    "cost_centre": 100,
    "customer_order_no": 100,
    "tax_property": 40,
    "tax_apartment_no": 25,
    "language": 10,
    "search": 200,
    "filter_name": 100,
    "user_name": 100,
    "file_name": 255,
}
"""Kind of text -> the most characters (code points, after cleaning) that it may have; longer is refused, never cut."""

# Line breaks of every kind: LF, VT, FF, CR, NEL, LINE SEPARATOR, PARAGRAPH SEPARATOR.
_LINE_BREAK = re.compile("\r\n|[\n\v\f\r\x85\u2028\u2029]")
_REMOVED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f"  # C0, delete, C1
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # bidi controls
    "\u200b\u2060\ufeff"  # zero-width space, word joiner, byte order mark
    "\ud800-\udfff]"  # lone surrogates
)
# Letters and symbols by category, yet drawn as nothing: the Hangul fillers and the empty Braille cell.
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")
_INVISIBLE_CATEGORIES = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Mn", "Mc", "Me"})


def clean(text: str, *, lines: bool = False) -> str:
    """Return `text` as it may be stored: NFC, trimmed, without control characters; "" when nothing in it can be seen.

    Line breaks of every kind become a line feed when `lines`, else a space, as tabs do. Zero-width joiners stay: names
    in some scripts need them. Cleaning what is clean changes nothing.
    """
    if text.isascii() and text.isprintable():
        return text.strip()
    if not text.isprintable():
        text = _LINE_BREAK.sub("\n" if lines else " ", text).replace("\t", " ")
        text = _REMOVED.sub("", text)
    # After the removal: what stood on both sides of a removed character may now compose.
    text = unicodedata.normalize("NFC", text).strip()
    return text if _can_be_seen(text) else ""


def _can_be_seen(text: str) -> bool:
    return any(
        character not in _BLANK and unicodedata.category(character) not in _INVISIBLE_CATEGORIES for character in text
    )


def check_length(kind: str, text: str) -> None:
    """Raise BadValue `too_long` (params `high`, `over`) when `text` has more characters than LENGTHS allows `kind`."""
    high = LENGTHS[kind]
    if len(text) > high:
        raise BadValue("too_long", {"high": high, "over": len(text) - high})
