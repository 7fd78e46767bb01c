"""Tries are slowed where they fail; nobody is kept out by the failures of somebody elsewhere, and nobody for good."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import Unavailable
from core.people.tries import (
    ATTACKED_AT,
    FORGOTTEN_AFTER,
    FREE,
    FREE_AT_ADDRESS,
    LONGEST,
    Tries,
    network_of,
)

HERE, ELSEWHERE = "198.51.100.7", "203.0.113.9"


def wait(tries: Tries, now: float, login: str = "per", address: str = HERE) -> int:
    """Fail once more, or return the seconds that have to pass first."""
    try:
        tries.begin(login, address, now)
    except Unavailable as error:
        assert (error.params["reason"], error.retry) == ("slowed", True)
        return error.wait
    return 0


def fail(tries: Tries, times: int, now: float = 0.0, login: str = "per", address: str = HERE) -> float:
    """Fail as often as asked, as quickly as one may; return when that is done."""
    for _time in range(times):
        while seconds := wait(tries, now, login, address):
            now += seconds
    return now


def test_five_failures_cost_nothing_then_every_one_twice_as_much_up_to_a_minute() -> None:
    tries, now, waits = Tries(), 0.0, []
    for _time in range(14):
        waits.append(seconds := wait(tries, now))
        if seconds:
            now += seconds
            assert wait(tries, now) == 0
    assert waits == [0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60]


def test_a_right_password_forgives_what_was_wrong_before() -> None:
    tries = Tries()
    now = fail(tries, FREE - 1)
    tries.begin("per", HERE, now).right()
    assert [wait(tries, now) for _time in range(FREE)] == [0] * FREE


def test_a_try_that_was_never_decided_does_not_count() -> None:
    tries = Tries()
    for _time in range(100):
        tries.begin("per", HERE, 0.0).undecided()
    assert tries.kept == 0


def test_many_at_once_gain_nothing() -> None:
    tries = Tries()
    let_through = [wait(tries, 0.0) == 0 for _time in range(1000)]
    assert sum(let_through) == FREE


def test_failures_are_forgotten_after_a_while_of_calm() -> None:
    tries = Tries()
    now = fail(tries, 12)
    assert wait(tries, now) == LONGEST
    assert wait(tries, now + FORGOTTEN_AFTER) == 0


def test_failures_elsewhere_do_not_slow_the_right_user() -> None:
    tries = Tries()
    now = fail(tries, 30, address=ELSEWHERE)
    tries.begin("per", HERE, now).right()


def test_an_account_attacked_from_everywhere_has_one_free_failure_an_address() -> None:
    tries = Tries()
    for place in range(ATTACKED_AT):
        assert wait(tries, 0.0, address=f"203.0.113.{place}") == 0
    assert [wait(tries, 0.0), wait(tries, 0.0), wait(tries, 0.0, login="nina")] == [0, 1, 0]


def test_trying_many_accounts_from_one_address_is_slowed_too() -> None:
    tries = Tries()
    waits = [wait(tries, 0.0, login=f"user{n}") for n in range(FREE_AT_ADDRESS + 1)]
    assert waits == [0] * FREE_AT_ADDRESS + [1]
    assert wait(tries, 0.0, address=ELSEWHERE) == 0


def test_who_has_signed_in_at_an_address_is_not_kept_out_by_others_there() -> None:
    tries = Tries()
    tries.begin("per", HERE, 0.0).right()
    for n in range(FREE_AT_ADDRESS):
        fail(tries, 1, login=f"user{n}")
    assert wait(tries, 0.0, login="nina") == 1
    tries.begin("per", HERE, 0.0).right()


def test_on_this_machine_only_the_account_counts() -> None:
    tries = Tries()
    assert [wait(tries, 0.0, login=f"user{n}", address="") for n in range(100)] == [0] * 100


def test_a_clock_put_back_makes_nobody_wait_longer() -> None:
    tries = Tries()
    now = fail(tries, 12, now=1_000_000.0)
    assert wait(tries, now - 500_000.0) == LONGEST
    assert wait(tries, now - 500_000.0 + LONGEST) == 0


def test_memory_is_bounded() -> None:
    tries = Tries(most=10)
    for n in range(1000):
        wait(tries, 0.0, login=f"user{n}", address=f"2001:db8:{n:x}::1")
        tries.begin(f"known{n}", f"2001:db8:{n:x}:1::1", 0.0).right()
    assert tries.kept <= 40


@pytest.mark.parametrize(
    ("address", "counts_as"),
    [
        ("", ""),
        ("198.51.100.7", "198.51.100.7"),
        ("::ffff:198.51.100.7", "198.51.100.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("no address", "no address"),
    ],
)
def test_one_line_of_a_customer_counts_as_one_address(address: str, counts_as: str) -> None:
    assert network_of(address) == counts_as


MOMENTS = st.lists(
    st.tuples(
        st.sampled_from(["per", "PER", "nina", "x"]), st.sampled_from(["", HERE, "203.0.113.1"]), st.floats(0.0, 100.0)
    ),
    max_size=60,
)


@given(MOMENTS)
@settings(max_examples=60, deadline=None)
def test_nobody_waits_longer_than_a_minute_and_then_gets_a_try(moments: list[tuple[str, str, float]]) -> None:
    tries, now = Tries(), 0.0
    for login, address, later in moments:
        now += later
        wait(tries, now, login, address)
    seconds = wait(tries, now, "per", HERE)
    assert seconds <= LONGEST
    assert seconds == 0 or wait(tries, now + seconds, "per", HERE) == 0


@given(MOMENTS)
@settings(max_examples=60, deadline=None)
def test_a_user_who_has_not_failed_at_an_address_never_waits_there(moments: list[tuple[str, str, float]]) -> None:
    tries, now = Tries(), 0.0
    for login, address, later in moments:
        now += later
        wait(tries, now, login, address)
    assert wait(tries, now, "per", ELSEWHERE) == 0


@given(st.lists(st.floats(0.0, 5.0), min_size=1, max_size=20))
@settings(max_examples=30, deadline=None)
def test_an_hour_of_guessing_gives_no_more_than_some_sixty_guesses(pauses: list[float]) -> None:
    tries, now, guesses, turn = Tries(), 0.0, 0, 0
    while now < 3600.0:
        guesses += wait(tries, now) == 0
        now += 0.2 + pauses[turn % len(pauses)]
        turn += 1
    assert guesses <= FREE + 6 + 60
