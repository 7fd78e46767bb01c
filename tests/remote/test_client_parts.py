"""The parts of the client by themselves: addresses, trying again, the state of the line, what is remembered."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from core.customers.views import Customer
from core.errors import Unavailable
from core.register import Link
from core.remote.address import Address, address_of
from core.remote.meter import LOST_AFTER, MEASURED, NEEDED, Meter
from core.remote.reasons import REASONS
from core.remote.remembering import MOST, Memory, key_of
from core.remote.retry import persist
from core.words import error_text
from tests.remote.lines import Time

ADDRESSES = [
    ("https://register.example", Address("https://register.example", "https://register.example")),
    ("HTTPS://Register.Example/", Address("https://register.example", "https://register.example")),
    ("https://register.example:443", Address("https://register.example", "https://register.example")),
    ("https://register.example:8443/kundkort/", Address(*["https://register.example:8443/kundkort"] * 2)),
    ("http://localhost:8080", Address("http://localhost:8080", "http://localhost:8080")),
    ("http://127.4.5.6", Address("http://127.4.5.6", "http://127.4.5.6")),
    ("http://[::1]:8080", Address("http://[::1]:8080", "http://[::1]:8080")),
    ("unix:///run/kundkort/socket", Address("unix:///run/kundkort/socket", "http://localhost", "/run/kundkort/socket")),
    ("unix:///run/my%20place/s", Address("unix:///run/my%20place/s", "http://localhost", "/run/my place/s")),
]


@pytest.mark.parametrize(("url", "address"), ADDRESSES)
def test_the_address_of_a_server(url: str, address: Address) -> None:
    assert address_of(url) == address
    assert address_of(address.url) == address


@pytest.mark.parametrize(
    "url",
    [
        "http://register.example",
        "http://192.168.1.7",
        "http://localhost.example",
        "http://127.0.0.1.example",
        "http://0.0.0.0",
        "http://2130706433",
    ],
)
def test_without_encryption_only_this_machine_is_asked(url: str) -> None:
    with pytest.raises(Unavailable) as refused:
        address_of(url)
    assert refused.value.params["reason"] == "unencrypted"
    assert not refused.value.retry


@pytest.mark.parametrize(
    "url",
    [
        "https://",
        "https:///v1",
        "https://a b",
        "https://x:port",
        "https://x:99999",
        "https://[::1",
        "https://x?y=1",
        "https://x#y",
        "https://anna:secret@register.example",
        "unix://run/socket",
        "unix:///run/",
        "unix:///",
        "unix:///a%00b",
        "ftp://register.example",
    ],
)
def test_what_is_no_address_is_refused_without_showing_a_password(url: str) -> None:
    with pytest.raises(Unavailable) as refused:
        address_of(url)
    assert refused.value.params["reason"] == "address"
    assert "secret" not in str(refused.value.params["place"])


# Trying again ---------------------------------------------------------------------------------------------------------


def failing(
    time: Time, errors: list[Unavailable | None], took: float = 0.0
) -> tuple[list[float], Callable[[], Awaitable[str]]]:
    began: list[float] = []

    async def attempt() -> str:
        began.append(time.now)
        time.now += took
        error = errors.pop(0) if len(errors) > 1 else errors[0]
        if error is not None:
            raise error
        return "done"

    return began, attempt


LOST = Unavailable("lost", retry=True)
TABLE: list[tuple[str, list[Unavailable | None], float, list[float]]] = [
    ("done at once", [None], 0, []),
    ("done the second time", [LOST, None], 0, [0.125]),
    ("given up after four", [LOST], 0, [0.125, 0.25, 0.5]),
    ("of no use", [Unavailable("full", retry=False)], 0, []),
    ("the server says when", [Unavailable("full_up", retry=True, wait=3), None], 0, [3.125]),
    ("the server says too late", [Unavailable("slowed", retry=True, wait=60)], 0, []),
    ("too late by then", [LOST], 9.0, [0.125, 0.25]),
]


@pytest.mark.parametrize(("errors", "took", "slept"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
async def test_how_often_it_is_tried(errors: list[Unavailable | None], took: float, slept: list[float]) -> None:
    time = Time()
    last = errors[-1]
    began, attempt = failing(time, list(errors), took)
    if last is None:
        assert await persist(attempt, lambda _error: True, time.patience()) == "done"
    else:
        with pytest.raises(Unavailable) as raised:
            await persist(attempt, lambda _error: True, time.patience())
        assert raised.value is last
    assert time.slept == slept
    assert len(began) == len(slept) + 1


async def test_what_may_not_be_repeated_is_not() -> None:
    time = Time()
    began, attempt = failing(time, [LOST])
    with pytest.raises(Unavailable):
        await persist(attempt, lambda _error: False, time.patience())
    assert len(began) == 1


def test_pauses_are_anything_up_to_a_bound_that_doubles() -> None:
    patience = Time().patience()
    assert [patience.pause(tried) * 2 for tried in range(1, 8)] == [0.25, 0.5, 1, 2, 4, 4, 4]


# The line -------------------------------------------------------------------------------------------------------------


def measured(*trips: float, meter: Meter | None = None) -> Meter:
    meter = meter or Meter()
    for trip in trips:
        meter.answered(trip)
    return meter


def test_a_new_line_is_live() -> None:
    assert Meter().link == Link("live", 0.0)


def test_a_line_is_slow_when_most_round_trips_are() -> None:
    meter = measured(*[0.3] * (NEEDED - 1))
    assert meter.link.state == "live"
    assert measured(0.3, meter=meter).link == Link("slow", 0.3)


def test_one_long_round_trip_makes_no_slow_line() -> None:
    assert measured(0.02, 0.02, 5.0, 0.02, 0.02).link == Link("live", 0.02)


def test_a_line_that_wavers_round_the_bound_stays_what_it_was() -> None:
    slow = measured(0.3, 0.3, 0.3, *[0.23] * MEASURED)
    assert slow.link == Link("slow", 0.23)
    assert measured(*[0.19] * MEASURED, meter=slow).link == Link("live", 0.19)
    assert measured(*[0.23] * MEASURED, meter=slow).link == Link("live", 0.23)


def test_answers_of_unknown_length_measure_nothing() -> None:
    meter = Meter()
    meter.answered()
    assert meter.link == Link("live", 0.0)


def test_a_line_is_lost_when_tries_fail_in_a_row_and_back_with_an_answer() -> None:
    meter = measured(0.3, 0.3, 0.3)
    told = [meter.failed() for _ in range(LOST_AFTER + 1)]
    assert told == [*[False] * (LOST_AFTER - 1), True, False]
    assert meter.link == Link("lost", 0.0)
    meter.answered()
    assert meter.link == Link("live", 0.0)


def test_one_failure_between_answers_is_no_loss_unless_it_was_the_last_try() -> None:
    meter = Meter()
    for _ in range(5):
        assert not meter.failed()
        meter.answered(0.01)
    assert meter.failed(given_up=True)
    assert meter.link.state == "lost"


# What is remembered ---------------------------------------------------------------------------------------------------


def card(id: int) -> Customer:
    return Customer(id=id, seq=1, number=str(id))


def test_the_last_cards_are_kept_and_no_more() -> None:
    memory = Memory()
    for id in range(MOST + 10):
        memory.learn(card(id))
        assert memory.find(key_of("customers.get", {"customer_id": 0})) is not None, "it was asked for just now"
    kept = [id for id in range(MOST + 10) if memory.find(key_of("customers.get", {"customer_id": id}))]
    assert kept == [0, *range(11, MOST + 10)]


def test_only_cards_are_learnt_from_answers() -> None:
    memory = Memory()
    memory.learn(["no card"])
    memory.learn(None)
    assert memory.find(key_of("customers.get", {"customer_id": 1})) is None


# What is said ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("reason", sorted(REASONS))
def test_every_reason_says_what_and_what_to_do(reason: str) -> None:
    text = error_text(Unavailable(reason, retry=False, place="https://register.example"))
    assert ": " in text and not text.endswith(".")
    assert text != error_text(Unavailable("moon", retry=False))
