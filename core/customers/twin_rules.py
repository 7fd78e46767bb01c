"""When two customers might be the same, and how likely: pure rules (DOMAIN 4b.1)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from core.customers.twin_views import TwinQuery, TwinReason, TwinSign
from core.customers.views import ADDRESS_KINDS, CustomerValues
from core.values.likeness import alike
from core.values.org_no import bare
from core.values.personal_no import is_personal_no
from core.values.phone import phone_digits

SHORTEST_PHONE = 6
"""Fewer digits (without a leading 0 or +46) are no whole number yet, or one inside a company."""
_WEIGHTS: dict[TwinSign, int] = {"org_no": 8, "phone": 4, "email": 3, "name": 2}
"""What each sign counts: an organisation number alone for more than any other two."""


class Facts(NamedTuple):
    """What is compared of a customer, in stored form; of one in the register the postcode that the list shows."""

    name: str
    org_no: str
    phones: Sequence[str]
    emails: Sequence[str]
    postcodes: Sequence[str]


def facts_of(values: CustomerValues) -> Facts:
    """Return what is compared of a customer: the phones and e-mail of all contacts, the postcodes of all addresses."""
    addresses = [address for kind in ADDRESS_KINDS if (address := getattr(values, kind))]
    return Facts(
        name=values.name,
        org_no=values.org_no if isinstance(values.org_no, str) else "",
        phones=_given(phone for contact in values.contacts for phone in (contact.phone, contact.mobile)),
        emails=_given(contact.email for contact in values.contacts),
        postcodes=_given(address.postcode for address in addresses),
    )


def _given(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))


def asked(query: TwinQuery) -> Facts:
    """Return a query as facts: an organisation number without its hyphen, postcodes without spaces."""
    digits = bare(query.org_no)
    org_no = digits if digits.isascii() and digits.isdigit() else query.org_no.strip()
    postcodes = _given("".join(postcode.split()) for postcode in query.postcodes)
    return Facts(query.name.strip(), org_no, whole_phones(query.phones), whole_emails(query.emails), postcodes)


def query_of(facts: Facts, but: int = 0) -> TwinQuery:
    """Return the query that looks for twins of a customer with these facts."""
    return TwinQuery(
        org_no=facts.org_no,
        name=facts.name,
        phones=whole_phones(facts.phones),
        emails=whole_emails(facts.emails),
        postcodes=tuple(facts.postcodes),
        but=but,
    )


def whole_phones(phones: Iterable[str]) -> tuple[str, ...]:
    """Return the phones that are long enough to be anybody's, each number once."""
    found = {digits: phone for phone in phones if len(digits := phone_digits(phone)) >= SHORTEST_PHONE}
    return tuple(found.values())


def whole_emails(emails: Iterable[str]) -> tuple[str, ...]:
    """Return the e-mail addresses that have a name and a domain, each once."""
    found = {email.casefold(): email for email in emails if all(email.partition("@")[::2])}
    return tuple(found.values())


def reasons(mine: Facts, theirs: Facts, *, unmask: bool) -> tuple[TwinReason, ...]:
    """Return why two customers might be the same, the surest reason first; () where nothing says so.

    The same organisation or personal number; a phone of any contact, by its digits; an e-mail address of any contact,
    case-blind; a name as good as the same together with a postcode. A personal number counts only for who may see them
    (`unmask`): who may not cannot find out whose one is.
    """
    found: list[TwinReason] = []
    if mine.org_no and mine.org_no == theirs.org_no and (unmask or not is_personal_no(mine.org_no)):
        found.append(TwinReason("org_no"))
    digits = {phone_digits(phone) for phone in whole_phones(mine.phones)}
    found += [TwinReason("phone", phone) for phone in theirs.phones if phone_digits(phone) in digits][:1]
    addresses = {email.casefold() for email in whole_emails(mine.emails)}
    found += [TwinReason("email", email) for email in theirs.emails if email.casefold() in addresses][:1]
    if not set(mine.postcodes).isdisjoint(theirs.postcodes) and alike(mine.name, theirs.name):
        found.append(TwinReason("name"))
    return tuple(found)


def weight(found: Sequence[TwinReason]) -> int:
    """Return how likely these reasons make it; more is likelier."""
    return sum(_WEIGHTS[reason.sign] for reason in found)


def says_anything(query: TwinQuery) -> bool:
    """Say whether a query has anything to look for."""
    return bool(query.org_no or query.phones or query.emails or (query.name and query.postcodes))
