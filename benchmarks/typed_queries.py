"""What benchmarks of finding ask: texts as people type them, adversarial strings of common grams, strings without a hit.

Made of the customers of `benchmarks.register_data`, with seeds that nothing was tuned on (`HELD_OUT`); the seeds below
`TUNING` are for trying things out.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from functools import cache

from benchmarks.register_data import CHUNK, SEED, Customer, chunk
from core.values.phone import format_phone
from core.values.sorting import fold, spell

TUNING = 1_000
HELD_OUT = 70_726
LONGEST = 14
"""So many characters of a value are typed, at most."""
_LETTERS = "abcdefghijklmnopqrstuvwxyzåäö"


def typed(count: int, seed: int, customers: int) -> Iterator[str]:
    """Yield texts as people type them, one after another letter: beginnings of what stands in the register, each once."""
    draw = random.Random(f"typed {seed}")
    return _different(count, lambda: _as_typed(draw, _KINDS[_kind(draw)](draw, _somebody(draw, customers))))


def adversarial(count: int, seed: int, customers: int) -> Iterator[str]:
    """Yield strings of 2 to 9 characters that wander over the commonest grams of the register, most without many hits."""
    draw = random.Random(f"adversarial {seed}")
    following = _following(customers)
    return _different(count, lambda: _wander(draw, following))


def without_a_hit(count: int, seed: int, customers: int) -> Iterator[str]:
    """Yield what is typed wrongly: words of the register with a letter changed, put in or doubled. Some have hits yet."""
    draw = random.Random(f"without a hit {seed}")
    return _different(count, lambda: _misspelled(draw, _somebody(draw, customers)))


def _different(count: int, make: Callable[[], str]) -> Iterator[str]:
    seen: set[str] = set()
    while len(seen) < count:
        text = make()
        if text and text not in seen:
            seen.add(text)
            yield text


def _somebody(draw: random.Random, customers: int) -> Customer:
    chosen = draw.randrange(customers)
    return _chunk(chosen // CHUNK)[chosen % CHUNK]


@cache
def _chunk(n: int) -> list[Customer]:
    return chunk(n, CHUNK, SEED)


def _as_typed(draw: random.Random, value: str) -> str:
    """Return a beginning of `value`, at times without å ä ö, in small letters more often than not."""
    text = " ".join(value[: draw.randint(1, LONGEST)].split())
    if draw.random() < 0.3:
        text = fold(text)
    return text if draw.random() < 0.3 else text.lower()


def _kind(draw: random.Random) -> int:
    return draw.choices(range(len(_KINDS)), _SHARES)[0]


def _name(_draw: random.Random, customer: Customer) -> str:
    return customer.name


def _word_of_name(draw: random.Random, customer: Customer) -> str:
    return draw.choice(customer.name.split())


def _contact(draw: random.Random, customer: Customer) -> str:
    names = [contact.name for contact in customer.contacts if contact.name]
    if not names:
        return ""
    name = draw.choice(names)
    return name if draw.random() < 0.5 else name.split()[-1]


def _number(_draw: random.Random, customer: Customer) -> str:
    return customer.number


def _organisation(draw: random.Random, customer: Customer) -> str:
    number = customer.org_no
    return f"{number[:6]}-{number[6:]}" if draw.random() < 0.5 else number


def _email(draw: random.Random, customer: Customer) -> str:
    emails = [contact.email for contact in customer.contacts if contact.email]
    if not emails:
        return ""
    email = draw.choice(emails)
    return email if draw.random() < 0.6 else email[email.index("@") + draw.randint(0, 1) :]


def _phone(draw: random.Random, customer: Customer) -> str:
    phones = [phone for contact in customer.contacts for phone in (contact.phone, contact.mobile) if phone]
    if not phones:
        return ""
    shown = format_phone(draw.choice(phones)).replace("\N{NO-BREAK SPACE}", " ")
    return shown if draw.random() < 0.6 else shown.replace("-", "").replace(" ", "")


def _town(_draw: random.Random, customer: Customer) -> str:
    return customer.city


def _two_words(draw: random.Random, customer: Customer) -> str:
    first = _word_of_name(draw, customer)
    second = draw.choice((_town, _contact, _word_of_name))(draw, customer)
    words = [first[: draw.randint(2, 7)], second[: draw.randint(1, 6)]]
    draw.shuffle(words)
    return " ".join(words)


def _middle(draw: random.Random, customer: Customer) -> str:
    word = draw.choice((_word_of_name, _contact, _town, _email))(draw, customer)
    start = draw.randint(1, max(1, len(word) - 4))
    return word[start : start + draw.randint(2, 7)]


_KINDS: tuple[Callable[[random.Random, Customer], str], ...] = (
    _name, _word_of_name, _contact, _number, _organisation, _email, _phone, _town, _two_words, _middle,
)  # fmt: skip
_SHARES = (24, 8, 14, 9, 4, 8, 9, 5, 12, 7)


@cache
def _following(customers: int) -> dict[str, list[str]]:
    """Return the characters that most often follow two others, the commonest first; "" has the commonest beginnings."""
    grams: Counter[str] = Counter()
    for n in range(0, customers // CHUNK, max(1, customers // CHUNK // 5)):
        for customer in _chunk(n):
            words = f"{customer.name} {customer.city} {' '.join(f'{c.name} {c.email}' for c in customer.contacts)}"
            for word in spell(words).split():
                grams.update(word[start : start + 3] for start in range(len(word) - 2))
    found: defaultdict[str, list[str]] = defaultdict(list)
    for gram, _times in grams.most_common():
        found[gram[:2]].append(gram[2])
    found[""] = list(dict.fromkeys(gram[:2] for gram, _times in grams.most_common(150)))
    return found


def _wander(draw: random.Random, following: dict[str, list[str]]) -> str:
    text = draw.choice(following[""])
    for _ in range(draw.randint(0, 7)):
        text += draw.choice(following.get(text[-2:], ["a"])[:6])
    return text


def _misspelled(draw: random.Random, customer: Customer) -> str:
    word = draw.choice((_word_of_name, _contact, _town, _email, _phone))(draw, customer).lower()[:LONGEST]
    if len(word) < 4:
        return ""
    place = draw.randrange(1, len(word))
    put = draw.choice((draw.choice(_LETTERS), draw.choice(_LETTERS), word[place - 1], draw.choice("0123456789")))
    return " ".join((word[:place] + put + word[place + draw.randint(0, 1) :]).split())
