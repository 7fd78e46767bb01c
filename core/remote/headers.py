"""The headers of a call: envelope, token, overtaken reads and the time the server took, both ways."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from core.clock import stamp
from core.errors import Fault, Invalid, Outdated
from core.operation import Envelope, Operation, new_operation_id

OPERATION_ID = "Kundkort-Operation-Id"
SESSION = "Kundkort-Session"
MADE_AT = "Kundkort-Made-At"
DEVICE = "Kundkort-Device"
SEEN_SEQ = "Kundkort-Seen-Seq"
VERSION = "Kundkort-Version"
ABANDONS = "Kundkort-Abandons"
TOOK = "Kundkort-Took"
"""How long the server worked at a call, in whole or broken milliseconds; the rest of the time was the network's."""

MOST_ABANDONED = 32
"""So many overtaken reads are named, and heeded, with one call."""
LONGEST_WAIT = 3600.0
"""A Retry-After beyond this many seconds is taken as this."""

_ID = re.compile(r"[A-Za-z0-9_.:-]{1,64}")
_NUMBER = re.compile(r"[0-9]{1,16}")
_BEARER = re.compile(r"Bearer +([A-Za-z0-9._~+/=-]{1,200}) *", re.IGNORECASE)


def envelope_headers(envelope: Envelope) -> dict[str, str]:
    """Return the headers that say what `envelope` says."""
    headers = {
        OPERATION_ID: envelope.operation_id,
        SESSION: envelope.session,
        MADE_AT: stamp(envelope.made_at),
        VERSION: str(envelope.version),
    }
    if envelope.device:
        headers[DEVICE] = str(envelope.device)
    if envelope.seen_seq:
        headers[SEEN_SEQ] = str(envelope.seen_seq)
    return headers


def envelope_of(
    headers: Mapping[str, str], operation: Operation[..., Any], *, now: datetime, session: str = ""
) -> Envelope:
    """Read the envelope of a call to `operation`; what is not sent is the default (`session`, `now`, a new id).

    `headers` finds names in any case (as Starlette's and httpx's do). Raises Invalid with a fault for every header that
    is not well-formed, and Outdated where the caller means another version of the operation than this server has.
    """
    faults: list[Fault] = []
    envelope = Envelope(
        operation_id=_id(headers, OPERATION_ID, faults) or new_operation_id(),
        session=_id(headers, SESSION, faults) or session,
        made_at=_moment(headers, faults) or now,
        device=_number(headers, DEVICE, faults, 0),
        seen_seq=_number(headers, SEEN_SEQ, faults, 0),
        version=_number(headers, VERSION, faults, operation.version),
    )
    if faults:
        raise Invalid(faults)
    if envelope.version != operation.version:
        have, need = operation.version, envelope.version
        raise Outdated(str(have), str(need), newer=have > need)
    return envelope


def _refused(name: str, faults: list[Fault]) -> None:
    faults.append(Fault(name, "wire.header", {"name": name}))


def _id(headers: Mapping[str, str], name: str, faults: list[Fault]) -> str:
    value = headers.get(name, "")
    if value and not _ID.fullmatch(value):
        _refused(name, faults)
    return value


def _number(headers: Mapping[str, str], name: str, faults: list[Fault], default: int) -> int:
    value = headers.get(name, "")
    if value and not (_NUMBER.fullmatch(value) and int(value) < 2**53):
        _refused(name, faults)
        return default
    return int(value) if value else default


def _moment(headers: Mapping[str, str], faults: list[Fault]) -> datetime | None:
    value = headers.get(MADE_AT, "")
    if not value:
        return None
    try:
        return _utc(datetime.fromisoformat(value))
    except (ValueError, OverflowError):
        _refused(MADE_AT, faults)
        return None


def _utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment without an offset from UTC")
    return moment.astimezone(UTC)


def bearer(token: str) -> str:
    """Return the value of Authorization that carries `token`."""
    return f"Bearer {token}"


def token_of(headers: Mapping[str, str]) -> str:
    """Return the token of a call; "" where none, or another kind of authorization, is sent."""
    found = _BEARER.fullmatch(headers.get("Authorization", ""))
    return found[1] if found else ""


def abandons(operation_ids: Iterable[str]) -> str:
    """Return the value of Kundkort-Abandons: the ids of reads that nobody waits for any more."""
    return ",".join(list(operation_ids)[:MOST_ABANDONED])


def abandoned_ids(headers: Mapping[str, str]) -> tuple[str, ...]:
    """Return the ids of the reads that nobody waits for any more; what is no id is passed over."""
    parts = (part.strip() for part in headers.get(ABANDONS, "").split(",", MOST_ABANDONED)[:MOST_ABANDONED])
    return tuple(part for part in parts if _ID.fullmatch(part))


def took(seconds: float) -> str:
    """Return the value of Kundkort-Took."""
    return f"{seconds * 1000:.1f}"


def took_of(headers: Mapping[str, str]) -> float:
    """Return how many seconds the server worked at a call; 0 where it does not say."""
    return _positive(headers.get(TOOK, "")) / 1000


def retry_after(headers: Mapping[str, str], now: datetime) -> float:
    """Return the seconds of Retry-After, given as a number or a date; 0 where there is none that can be read."""
    value = headers.get("Retry-After", "").strip()
    if not value:
        return 0
    if value[0].isdigit():
        return min(_positive(value), LONGEST_WAIT)
    try:
        wait = (parsedate_to_datetime(value).astimezone(UTC) - now).total_seconds()
    except (ValueError, OverflowError):
        return 0
    return min(max(wait, 0), LONGEST_WAIT)


def _positive(text: str) -> float:
    """Read a plain decimal number; 0 for anything else."""
    return float(text) if re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,9})?", text) else 0
