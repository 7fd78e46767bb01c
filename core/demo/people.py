"""The people of the example company's customers: names, roles, phones that PTS keeps free, e-mails at `.example`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import NamedTuple, TypeVar

from core.demo import numbers, words

T = TypeVar("T")
Draw = Callable[[], float]
"""Gives the next number of a seeded series, from 0 up to 1."""

_WITHOUT_ACCENTS = str.maketrans("åäöéčćễü", "aaoecceu")
_SIGNS = re.compile("[^a-z0-9]+")


def pick(draw: Draw, items: Sequence[T]) -> T:
    """Return one of `items`."""
    return items[int(draw() * len(items))]


def chance(draw: Draw, share: float) -> bool:
    """Say yes in `share` of all cases."""
    return draw() < share


def person(draw: Draw) -> str:
    """Return a name, first and last."""
    return f"{pick(draw, words.WOMEN if draw() < 0.5 else words.MEN)} {pick(draw, words.SURNAMES)}"


class Asked(NamedTuple):
    """What contacts a customer gets: roles, where their e-mail goes, their landlines, who comes first, how many."""

    roles: tuple[str, ...]
    domain: str
    landline: str
    first: str = ""
    most: int = 4
    switchboard: bool = False


def contacts_of(draw: Draw, customer_id: int, asked: Asked) -> Iterator[dict[str, object]]:
    """Yield the contacts of a customer in their order, with id 0; one without a name is its switchboard."""
    position = 0
    if asked.switchboard and chance(draw, 0.15):
        yield _contact(customer_id, position, phone=_landline(draw, asked), email=f"info@{asked.domain}")
        position = 1
    for n in range(min(asked.most, 1 + sum(draw() > at for at in (0.5, 0.7, 0.75)))):
        name = asked.first if n == 0 and asked.first else person(draw)
        has = draw()
        email = f"{'.'.join(map(plain, name.split()))}@{asked.domain}" if draw() < 0.75 else ""
        yield _contact(
            customer_id,
            position + n,
            name=name,
            role=pick(draw, asked.roles) if asked.roles and draw() < 0.85 else "",
            phone=_landline(draw, asked) if has < 0.55 else "",
            mobile=pick(draw, numbers.MOBILES) if has > 0.3 else "",
            email=email,
            send_protocol=bool(email) and draw() < 0.5,
            send_work_order=bool(email) and draw() < 0.15,
        )


def _contact(
    customer_id: int,
    position: int,
    *,
    name: str = "",
    role: str = "",
    phone: str = "",
    mobile: str = "",
    email: str = "",
    send_protocol: bool = False,
    send_work_order: bool = False,
) -> dict[str, object]:
    return {
        "id": 0,
        "customer_id": customer_id,
        "position": position,
        "name": name,
        "role": role,
        "phone": phone,
        "mobile": mobile,
        "email": email,
        "send_protocol": send_protocol,
        "send_work_order": send_work_order,
    }


def _landline(draw: Draw, asked: Asked) -> str:
    return f"{asked.landline}{int(draw() * 100):02d}"


@cache
def plain(word: str) -> str:
    """Return a word as addresses on the internet have it; the words of the example are few and come again and again."""
    return _SIGNS.sub("", word.lower().translate(_WITHOUT_ACCENTS))
