"""What the client keeps of a sign-in: the token, and the last cards, for as long as it holds."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from core.customers.api import change_customer, get_customer, get_customer_by_number
from core.customers.views import Customer
from core.errors import KundkortError, NotFound, Refused, SignedOut, Unavailable
from core.people.api import me, sign_out
from core.remote.client import open_remote
from core.remote.tokens_kept import find_token, keep_token
from tests.conftest import NOW
from tests.remote.lines import (
    BROKEN,
    CARD,
    RENAMED,
    URL,
    Far,
    json,
    problem,
    registered,
    until,
)

# Signing in and out ---------------------------------------------------------------------------------------------------


async def test_without_a_token_nothing_is_asked() -> None:
    with pytest.raises(SignedOut):
        await open_remote(URL, user="anna", session="s", clock=lambda: NOW)


async def test_a_token_that_does_not_hold_any_more_is_told() -> None:
    keep_token(URL, "kk_anna")
    register = registered(Far(problem(SignedOut())))
    with pytest.raises(SignedOut):
        await register(me)


async def test_after_signing_in_again_the_same_register_goes_on() -> None:
    async def answer(request: httpx.Request) -> httpx.Response:
        return json(CARD) if request.headers["Authorization"] == "Bearer kk_new" else problem(SignedOut())

    register = registered(Far(answer), token="kk_old")
    with pytest.raises(SignedOut):
        await register(get_customer, 7)
    keep_token(URL, "kk_new")
    assert await register(get_customer, 7) == CARD


async def test_two_calls_that_find_the_sign_in_ended_both_go_on_with_the_new_one() -> None:
    held = asyncio.Event()

    async def answer(request: httpx.Request) -> httpx.Response:
        if request.headers["Authorization"] == "Bearer kk_new":
            return json(CARD)
        if "by-number" in request.url.path:
            # This one is told last, when the other has taken the new token already.
            await held.wait()
        return problem(SignedOut())

    register = registered(Far(answer), token="kk_old")
    keep_token(URL, "kk_new")
    late = asyncio.ensure_future(register(get_customer_by_number, "10443"))
    assert await register(get_customer, 7) == CARD
    held.set()
    assert await late == CARD


async def test_signing_out_forgets_the_token_and_every_card() -> None:
    keep_token(URL, "kk_anna")
    far = Far(json(CARD), json(None), problem(SignedOut()))
    register = registered(far)
    await register(get_customer, 7)
    assert register.remembered(get_customer, 7) == CARD
    await register(sign_out)
    assert register.remembered(get_customer, 7) is None
    assert find_token(URL) == ""
    with pytest.raises(SignedOut):
        await register(me)
    assert "Authorization" not in far.asked[2].headers


async def test_being_signed_out_forgets_every_card() -> None:
    register = registered(Far(json(CARD), problem(SignedOut())))
    await register(get_customer, 7)
    with pytest.raises(SignedOut):
        await register(me)
    assert register.remembered(get_customer, 7) is None


# Cards from memory ----------------------------------------------------------------------------------------------------


async def test_a_card_is_remembered_and_comes_over_the_line_only_when_it_changed() -> None:
    newer = Customer(id=7, seq=4, number="10443", name="Brf Blåklinten")
    far = Far(json(CARD, ETag='"3.aa"'), httpx.Response(304), json(newer, ETag='"4.bb"'), httpx.Response(304))
    register = registered(far)
    assert register.remembered(get_customer, 7) is None
    assert await register(get_customer, 7) == CARD
    assert await register(get_customer, 7) is register.remembered(get_customer, 7)
    assert await register(get_customer, 7) == newer
    assert await register(get_customer, 7) == newer
    assert [request.headers.get("If-None-Match") for request in far.asked] == [None, '"3.aa"', '"3.aa"', '"4.bb"']


async def test_a_card_is_remembered_by_its_number_too() -> None:
    register = registered(Far(json(CARD, ETag='"3.aa"')))
    await register(get_customer_by_number, " 10443 ")
    assert register.remembered(get_customer_by_number, "10443") == CARD
    assert register.remembered(me) is None


async def test_what_saving_answers_is_the_card_from_now_on() -> None:
    newer = Customer(id=7, seq=4, number="10443", name="Brf Blåklinten")
    far = Far(json(CARD, ETag='"3.aa"'), json(newer), json(newer, ETag='"4.bb"'))
    register = registered(far)
    await register(get_customer, 7)
    await register(change_customer, 7, RENAMED)
    assert register.remembered(get_customer, 7) == newer
    await register(get_customer, 7)
    assert "If-None-Match" not in far.asked[2].headers


@pytest.mark.parametrize("gone", [NotFound("customer", 7), Refused("customer.see")])
async def test_a_card_that_one_may_not_see_any_more_is_forgotten(gone: KundkortError) -> None:
    register = registered(Far(json(CARD, ETag='"3.aa"'), problem(gone)))
    await register(get_customer, 7)
    with pytest.raises(type(gone)):
        await register(get_customer, 7)
    assert register.remembered(get_customer, 7) is None


async def test_a_line_that_breaks_leaves_the_card_readable() -> None:
    register = registered(Far(json(CARD, ETag='"3.aa"'), BROKEN))
    await register(get_customer, 7)
    with pytest.raises(Unavailable):
        await register(get_customer, 7)
    assert register.remembered(get_customer, 7) == CARD
    await register.close()


async def test_a_card_that_comes_after_signing_out_is_not_kept() -> None:
    let = asyncio.Event()

    async def give_late(_request: httpx.Request) -> httpx.Response:
        await let.wait()
        return json(CARD)

    far = Far(give_late, json(None))
    register = registered(far)
    reading = asyncio.create_task(register(get_customer, 7))
    await until(lambda: far.asked)
    await register(sign_out)
    let.set()
    assert await reading == CARD
    assert register.remembered(get_customer, 7) is None
