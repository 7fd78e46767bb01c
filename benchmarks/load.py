"""Dispatchers and technicians at work over HTTP: what they do, how often, and how long each call took."""

from __future__ import annotations

import asyncio
import random
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple
from uuid import uuid4

import msgspec

WINDOW = 50
"""Rows of one window."""
KEYSTROKE = 0.18
"""Seconds between two letters."""
STARTING = 3.0
"""Seconds in which all begin to wait for news."""
PATIENCE = 25
"""Seconds that a long poll waits for news."""
LATE = 120.0
"""Seconds after which an answer is an error."""


class Times:
    """Seconds of every call by its kind, how many went wrong, and how long news of a change took to arrive."""

    def __init__(self) -> None:
        self.seconds: dict[str, list[float]] = defaultdict(list)
        self.errors: list[str] = []

    @contextmanager
    def taking(self, kind: str) -> Iterator[None]:
        """Take the time of the block as that of a call of `kind`."""
        began = time.perf_counter()
        yield
        self.seconds[kind].append(time.perf_counter() - began)


class Person(NamedTuple):
    """Somebody who works: the token they call with, and the ids of customers they open."""

    token: str
    customers: Sequence[int]


class Place(NamedTuple):
    """Where a server listens, and what is typed there."""

    host: str
    port: int
    words: Sequence[str]


class Connection:
    """One connection that is kept open, as a client's is; a call waits for the one before."""

    def __init__(self, place: Place, token: str) -> None:
        self._place = place
        self._token = token
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def call(self, method: str, path: str, body: object = None) -> bytes:
        """Return the body of the answer; raises ValueError for any other status than 200."""
        if self._streams is None:
            self._streams = await asyncio.open_connection(self._place.host, self._place.port)
        reader, writer = self._streams
        content = b"" if body is None else msgspec.json.encode(body)
        head = f"{method} {path} HTTP/1.1\r\nHost: register\r\nAuthorization: Bearer {self._token}\r\n"
        if method != "GET":
            head += f"Content-Type: application/json\r\nContent-Length: {len(content)}\r\n"
        if method == "PATCH":
            head += f"Kundkort-Operation-Id: {uuid4().hex}\r\n"
        writer.write(head.encode() + b"\r\n" + content)
        async with asyncio.timeout(LATE):
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
            length = int(head.partition("content-length:")[2].partition("\r\n")[0])
            answer = await reader.readexactly(length)
        if head.split(" ", 2)[1] != "200":
            raise ValueError(f"{method} {path}: {head.splitlines()[0]} {answer[:200]!r}")
        return answer

    def close(self) -> None:
        """Hang up."""
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None


def search(text: str = "", after: str = "", limit: int = WINDOW) -> dict[str, object]:
    """Return the arguments of a search."""
    return {"query": {"text": text} if text else {}, "after": after, "limit": limit}


class Working:
    """Somebody at work: what they do, one thing after the other."""

    def __init__(self, place: Place, person: Person, times: Times, seed: int) -> None:
        self._place = place
        self._person = person
        self._times = times
        self._draw = random.Random(seed)
        self._line = Connection(place, person.token)
        self._poll = Connection(place, person.token)

    async def timed(self, kind: str, method: str, path: str, body: object = None) -> Any:
        """Make a call, take its time, and return the answer; an error is counted and answers None."""
        return await self._timed(self._line, kind, method, path, body)

    async def _timed(self, line: Connection, kind: str, method: str, path: str, body: object = None) -> Any:
        try:
            with self._times.taking(kind):
                answer = await line.call(method, path, body)
        except (ValueError, OSError, EOFError) as error:
            self._times.errors.append(f"{kind}: {error!r}")
            line.close()
            return None
        return msgspec.json.decode(answer)

    async def open(self) -> Any:
        """Open a card."""
        return await self.timed("open a card", "GET", f"/v1/customers/{self._draw.choice(self._person.customers)}")

    async def change(self) -> None:
        """Open a card and change its comment."""
        card = await self.open()
        if card is not None:
            was = card["comment"]
            change = {"change": {"comment": {"now": f"{was[:200]} {self._draw.randrange(10**6)}".strip(), "was": was}}}
            await self.timed("change a card", "PATCH", f"/v1/customers/{card['id']}", change)

    async def page(self) -> None:
        """Look at the list, and a page further."""
        window = await self.timed("first window", "POST", "/v1/customers/search", search())
        if window is not None:
            await self.timed("next window", "POST", "/v1/customers/search", search(after=window["last"]))

    async def find(self) -> None:
        """Type a word, a search for each letter, then have the hits counted and open one."""
        word = self._draw.choice(self._place.words)
        for size in range(1, len(word) + 1):
            await self.timed("search, a letter", "POST", "/v1/customers/search", search(word[:size]))
            await asyncio.sleep(KEYSTROKE)
        await self.timed("count the hits", "POST", "/v1/customers/count", {"query": {"text": word}})
        await self.open()

    async def follow(self) -> None:
        """Wait for news, for ever."""
        # Nobody starts at the same moment as all others.
        await asyncio.sleep(self._draw.uniform(0, STARTING))
        stands = await self._timed(self._poll, "where it stands", "GET", "/v1/changes?since=-1")
        since = -1 if stands is None else stands["seq"]
        while True:
            news = await self._timed(
                self._poll, "wait for news", "GET", f"/v1/changes/wait?since={since}&patience={PATIENCE}"
            )
            since = since if news is None else news["seq"]

    async def work(self, kinds: Sequence[tuple[float, Callable[[], Awaitable[object]]]], think: float) -> None:
        """Do things by how often each is done, and think `think` seconds on average between two, for ever."""
        await asyncio.sleep(self._draw.uniform(0, think))
        shares, things = [share for share, _thing in kinds], [thing for _share, thing in kinds]
        while True:
            await self._draw.choices(things, shares)[0]()
            await asyncio.sleep(self._draw.expovariate(1 / think))

    def close(self) -> None:
        """Hang up."""
        self._line.close()
        self._poll.close()


async def steady(
    place: Place, dispatchers: Sequence[Person], technicians: Sequence[Person], seconds: float, seed: int
) -> Times:
    """Let all work for so many seconds, at the pace of people, each waiting for news besides; return the times."""
    times = Times()
    async with asyncio.TaskGroup() as group:
        tasks, people = [], []
        for n, person in enumerate((*dispatchers, *technicians)):
            who = Working(place, person, times, seed * 1000 + n)
            people.append(who)
            if n < len(dispatchers):
                does = ((5.0, who.open), (2.0, who.page), (1.0, who.find), (1.0, who.change))
                tasks.append(group.create_task(who.work(does, think=6.0)))
            else:
                tasks.append(group.create_task(who.work(((9.0, who.open), (1.0, who.change)), think=15.0)))
            tasks.append(group.create_task(who.follow()))
        await asyncio.sleep(STARTING)
        # The morning rush is over, and what is rarely done has been imported.
        times.seconds.clear()
        await asyncio.sleep(seconds)
        for task in tasks:
            task.cancel()
        # How long one waited for news says when others worked, not how quick the server is.
        for kind in ("wait for news", "where it stands"):
            times.seconds.pop(kind, None)
    for who in people:
        who.close()
    return times


async def flat_out(place: Place, people: Sequence[Person], thing: str, seconds: float, seed: int) -> Times:
    """Let these people do one thing (a method of `Working`), each as soon as the last time is answered."""
    times = Times()
    staff = [Working(place, person, times, seed * 1000 + n) for n, person in enumerate(people)]
    until = time.perf_counter() + seconds

    async def go_on(who: Working) -> None:
        while time.perf_counter() < until:
            await getattr(who, thing)()

    await asyncio.gather(*map(go_on, staff))
    for who in staff:
        who.close()
    return times
