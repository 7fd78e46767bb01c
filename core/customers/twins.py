"""Looking for twins of a customer, and checking at saving that what a person was told still holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from core import access
from core.customers import api, rules, twin_rules
from core.customers.twin_rules import Facts
from core.customers.twin_views import MOST_TWINS, MOST_VALUES, Twin, TwinQuery
from core.customers.views import CustomerDraft
from core.database import twins as stored
from core.database.search import Sql
from core.errors import Fault, Invalid
from core.rights import Right
from core.values.bad_value import BadValue
from core.values.likeness import alike_among
from core.values.phone import parse_phone
from core.values.sorting import sort_key
from core.work import UnitOfWork

_E164 = re.compile(r"\+[0-9]+")
_NOTED = 20
"""So many are compared of what a person was told while a customer was typed."""
_COMPARED = 300
"""So many candidates are compared at most."""


@api.find_twins.implement
def find_twins(work: UnitOfWork, query: TwinQuery) -> tuple[Twin, ...]:
    """Candidates come from indexes of numbers, phones, e-mail and postcodes; the rules say which of them are twins."""
    faults = [
        Fault(field, "range", {"low": 0, "high": MOST_VALUES})
        for field in ("phones", "emails", "postcodes")
        if len(getattr(query, field)) > MOST_VALUES
    ]
    if faults:
        raise Invalid(faults)
    facts = twin_rules.asked(query)
    ids = [id for id in dict.fromkeys(_candidates(work, facts)) if id != query.but]
    return compare(work, facts, ids[:_COMPARED])[:MOST_TWINS]


def still_twins(work: UnitOfWork, draft: CustomerDraft) -> tuple[Twin, ...]:
    """Return those customers that `draft` is made in spite of which are its twins now, and may be seen by the actor."""
    values, _faults = rules.normalise(draft, work.settings, work.made_on)
    return compare(work, twin_rules.facts_of(values), list(dict.fromkeys(draft.despite))[:_NOTED])


def compare(work: UnitOfWork, facts: Facts, ids: Sequence[int]) -> tuple[Twin, ...]:
    """Return the twins among these customers, the likeliest first; those that the actor may not see are not looked at."""
    unmask = work.may(Right.CUSTOMER_UNMASK)
    found: list[Twin] = []
    for one in stored.find(work.connection, ids, _seen(work, "c.id", few=True)):
        theirs = Facts(one.name, one.org_no, one.phones, one.emails, (one.postcode,) if one.postcode else ())
        if why := twin_rules.reasons(facts, theirs, unmask=unmask):
            found.append(
                Twin(id=one.id, number=one.number, name=one.name, city=one.city, active=one.active, reasons=why)
            )
    found.sort(key=lambda twin: (-twin_rules.weight(twin.reasons), not twin.active, sort_key(twin.name), twin.id))
    return tuple(found)


def _candidates(work: UnitOfWork, facts: Facts) -> Iterable[int]:
    """Yield the ids of customers that may be twins, the surest sign first."""
    if facts.org_no:
        yield from stored.with_number(work.connection, facts.org_no, _seen(work, "c.id"))
    phones = list(dict.fromkeys(form for phone in facts.phones for form in (phone, _stored(phone))))
    yield from stored.with_contact(work.connection, phones, facts.emails, _seen(work, "k.customer_id"))
    if facts.name and facts.postcodes:
        named = stored.names_of(work.connection, facts.postcodes, _seen(work, "r.customer_id"))
        found = alike_among(facts.name, [name for _id, name in named])
        yield from (id for (id, _name), like in zip(named, found, strict=True) if like)


def _stored(phone: str) -> str:
    """Return a phone as contacts have it; what is none as it is."""
    if _E164.fullmatch(phone):
        return phone
    try:
        return parse_phone(phone)
    except BadValue:
        return phone


def _seen(work: UnitOfWork, customer: str, *, few: bool = False) -> Sql:
    return Sql(*access.sql_criteria(work.actor, customer, few=few))
