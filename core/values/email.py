"""E-mail addresses: one address that a message can be sent to, with the domain in lower case."""

from __future__ import annotations

import re

from core.values.bad_value import BadValue
from core.values.cleaning import LENGTHS

# What RFC 5321 allows without quotes, and letters of every script (RFC 6531): quoted names exist on paper only.
_LOCAL = re.compile(r"[^\s@<>()\[\]\\,;:\"\x00-\x1f\x7f]{1,64}")
_LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_DOMAIN = re.compile(rf"(?:{_LABEL}\.)+(?:[^\W\d_]{{2,63}}|xn--[a-z0-9-]{{1,59}})")


def parse_email(text: str) -> str:
    """Return the address as it is stored: trimmed, the domain in lower case, the name before @ as it was typed.

    A leading "mailto:" goes. Raises BadValue `required`, or `email` when it is not one address with a dotted domain.
    """
    text = text.strip()
    if text[:7].lower() == "mailto:":
        text = text[7:].strip()
    if not text:
        raise BadValue("required")
    local, _at, domain = text.partition("@")
    domain = domain.lower()
    dots_fit = not local.startswith(".") and not local.endswith(".") and ".." not in local
    if not (dots_fit and _LOCAL.fullmatch(local) and _DOMAIN.fullmatch(domain)):
        raise BadValue("email")
    address = f"{local}@{domain}"
    if len(address) > LENGTHS["email"]:
        raise BadValue("email")
    return address
