"""What goes with a call in its headers, both ways."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.customers.api import get_customer
from core.errors import Invalid, Outdated
from core.operation import Envelope
from core.remote import headers as wire

NOW = datetime(2026, 11, 24, 8, 12, tzinfo=UTC)
ids = st.text("abcdefABCDEF0123456789-_.:", min_size=1, max_size=64)
envelopes = st.builds(
    Envelope,
    operation_id=ids,
    session=ids,
    made_at=st.integers(-(10**12), 10**12).map(lambda ms: NOW + timedelta(milliseconds=ms)),
    device=st.integers(0, 2**21),
    seen_seq=st.integers(0, 2**53 - 1),
    version=st.just(get_customer.version),
)


@settings(max_examples=100)
@given(envelopes)
def test_an_envelope_comes_back_as_it_was(envelope: Envelope) -> None:
    sent = httpx.Headers(wire.envelope_headers(envelope))
    assert wire.envelope_of(sent, get_customer, now=NOW) == envelope


def test_a_plain_request_gets_an_envelope_of_defaults() -> None:
    first, second = (wire.envelope_of({}, get_customer, now=NOW, session="sign-in-7") for _ in range(2))
    assert first.operation_id != second.operation_id
    assert (first.session, first.made_at, first.device, first.seen_seq) == ("sign-in-7", NOW, 0, 0)
    assert first.version == get_customer.version


BAD = [
    ("Kundkort-Operation-Id", "a b"),
    ("Kundkort-Operation-Id", "x" * 65),
    ("Kundkort-Operation-Id", "å"),
    ("Kundkort-Session", "a,b"),
    ("Kundkort-Made-At", "yesterday"),
    ("Kundkort-Made-At", "2026-11-24T08:12:00"),
    ("Kundkort-Made-At", "0001-01-01T00:00:00+14:00"),
    ("Kundkort-Device", "-1"),
    ("Kundkort-Device", "1e3"),
    ("Kundkort-Seen-Seq", "9007199254740992"),
    ("Kundkort-Seen-Seq", "٣"),
    ("Kundkort-Version", "one"),
]


@pytest.mark.parametrize(("name", "value"), BAD)
def test_a_header_that_cannot_be_read_is_refused(name: str, value: str) -> None:
    with pytest.raises(Invalid) as refused:
        wire.envelope_of({name: value}, get_customer, now=NOW)
    assert [(fault.field, fault.code) for fault in refused.value.faults] == [(name, "wire.header")]


def test_every_header_that_cannot_be_read_is_named() -> None:
    with pytest.raises(Invalid) as refused:
        wire.envelope_of(dict(BAD), get_customer, now=NOW)
    assert {fault.field for fault in refused.value.faults} == {name for name, _value in BAD}


@pytest.mark.parametrize(("asked", "newer"), [(0, True), (2, False)])
def test_another_version_of_an_operation_is_told_with_both(asked: int, newer: bool) -> None:
    with pytest.raises(Outdated) as outdated:
        wire.envelope_of({"Kundkort-Version": str(asked)}, get_customer, now=NOW)
    assert outdated.value.params == {"have": "1", "need": str(asked), "newer": int(newer)}


@pytest.mark.parametrize(
    ("value", "token"),
    [
        (wire.bearer("kk_aB-_9"), "kk_aB-_9"),
        ("bearer kk_a", "kk_a"),
        ("", ""),
        ("Basic YW5uYTphbm5h", ""),
        ("Bearer", ""),
        ("Bearer a b", ""),
        ("Bearer " + "x" * 201, ""),
    ],
)
def test_the_token_of_a_call(value: str, token: str) -> None:
    assert wire.token_of(httpx.Headers({"authorization": value})) == token


@given(st.lists(ids.filter(lambda id: "," not in id), max_size=40))
def test_overtaken_reads_are_named(operation_ids: list[str]) -> None:
    sent = httpx.Headers({wire.ABANDONS: wire.abandons(operation_ids)})
    assert wire.abandoned_ids(sent) == tuple(operation_ids[: wire.MOST_ABANDONED])


def test_what_is_no_id_is_passed_over() -> None:
    assert wire.abandoned_ids({wire.ABANDONS: " a , ,b c, d,"}) == ("a", "d")
    assert wire.abandoned_ids({}) == ()


@pytest.mark.parametrize(("value", "seconds"), [("12.5", 0.0125), ("0", 0), ("", 0), ("-1", 0), ("nan", 0), ("1e9", 0)])
def test_how_long_the_server_worked(value: str, seconds: float) -> None:
    assert wire.took_of({wire.TOOK: value}) == pytest.approx(seconds)
    assert wire.took_of({wire.TOOK: wire.took(seconds)}) == pytest.approx(seconds)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("5", 5),
        ("Tue, 24 Nov 2026 08:12:30 GMT", 30),
        ("Tue, 24 Nov 2026 08:11:00 GMT", 0),
        ("Tue, 24 Nov 2030 08:11:00 GMT", wire.LONGEST_WAIT),
        ("99999999", wire.LONGEST_WAIT),
        ("soon", 0),
        ("", 0),
        ("-5", 0),
    ],
)
def test_when_to_come_back(value: str, seconds: float) -> None:
    assert wire.retry_after({"Retry-After": value}, NOW) == seconds


def test_a_moment_of_another_zone_is_the_same_moment() -> None:
    envelope = wire.envelope_of({"Kundkort-Made-At": "2026-11-24T09:12:00+01:00"}, get_customer, now=NOW + timedelta(1))
    assert envelope.made_at == NOW
