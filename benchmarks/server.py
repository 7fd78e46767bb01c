"""The server under a company's load, as ratios to a bare Starlette + msgspec + SQL server of the same file.

python -m benchmarks.server [--customers 100000] [--seconds 20] [--rounds 3]

Both run under uvicorn with the same settings, each in a process of its own on the first core; 50 dispatchers and 200
technicians call from the second, each over a connection of their own and one more that waits for news. Kundkort checks
a token, the rights of the moment and what the caller may see with every call, and writes its log; the bare server does
none of that. The two take turns, so that what else the machine does meets both. Aims: reads at most 2 times the bare
ones, writes at most 3 times a bare commit with synchronous=FULL of the same rows, no error.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from statistics import median

import msgspec

from benchmarks.company import Company, company, prepare
from benchmarks.load import Connection, Person, Place, Times, flat_out, search, steady
from benchmarks.served import NAMES, Server, both

CALLS = 100
"""Calls of each kind in a round, one at a time."""
AT_ONCE = 32
"""Callers who do not rest between calls."""
FEW_CALLS = 40
"""The same where each takes long."""
WARMING = 10
FLAT_SECONDS = 5.0
FLAT_OUT = ("open", "page", "change")
CALLERS_CORE = 1
SEARCH = "/v1/customers/search"
KINDS = (
    "open a card",
    "open a card, technician",
    "first window",
    "next window",
    "what changed",
    "count without text",
    "search, a letter",
    "change a card",
    "change a card, technician",
)
SLOW = ("count without text", "search, a letter")


async def same(servers: Sequence[Server], firm: Company) -> None:
    """See that both give the same bytes; raises ValueError where they do not."""
    lines = [Connection(Place("127.0.0.1", server.port, ()), firm.dispatchers[0].token) for server in servers]
    last = msgspec.json.decode(await lines[0].call("POST", "/v1/customers/search", search()))["last"]
    calls: list[tuple[str, str, object]] = [
        ("GET", f"/v1/customers/{id}", None) for id in firm.dispatchers[0].customers[:200]
    ]
    calls += [("POST", "/v1/customers/search", search()), ("POST", "/v1/customers/search", search(after=last))]
    calls += [("POST", "/v1/customers/count", {"query": {}}), ("GET", "/v1/changes?since=-1", None)]
    for call in calls:
        ours, theirs = [await line.call(*call) for line in lines]
        if ours != theirs and "changes" not in call[1]:
            raise ValueError(f"{call}: {ours!r} is not {theirs!r}")
    for line in lines:
        line.close()


class Found:
    """What was measured of one kind of call at one server: seconds of each, and of the processor for all."""

    def __init__(self) -> None:
        self.seconds: list[float] = []
        self.cpu = 0.0

    def ms(self, share: int) -> float:
        """Return the milliseconds that `share` of a hundred calls do not exceed."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) * share // 100, len(ordered) - 1)] * 1000

    @property
    def cpu_ms(self) -> float:
        """Milliseconds of the server's processor for one call."""
        return self.cpu / len(self.seconds) * 1000


Kinds = dict[str, dict[str, Found]]
"""What was measured, by kind of call and name of server."""


class Bench:
    """Both servers and the company that calls them."""

    def __init__(self, servers: Sequence[Server], firm: Company) -> None:
        self._servers = servers
        self._firm = firm
        self._seed = 0
        self.errors: list[str] = []

    def _place(self, server: Server) -> Place:
        return Place("127.0.0.1", server.port, self._firm.words)

    async def alone(self, rounds: int) -> Kinds:
        """Let one caller make each kind of call, one at a time."""
        found: Kinds = defaultdict(lambda: defaultdict(Found))
        for _ in range(rounds):
            self._seed += 1
            for kind in KINDS:
                for server in self._servers:
                    await self._alone(server, kind, found[kind][server.name])
        return found

    async def _alone(self, server: Server, kind: str, found: Found) -> None:
        draw = random.Random(f"{kind} {self._seed}")
        people = self._firm.technicians if "technician" in kind else self._firm.dispatchers
        person = draw.choice(people)
        line = Connection(self._place(server), person.token)
        calls = await calls_of(kind, line, person, self._firm.words, draw)
        for call in calls[:WARMING]:
            await line.call(*call)
        cpu = server.cpu
        for call in calls[WARMING:]:
            began = time.perf_counter()
            await line.call(*call)
            found.seconds.append(time.perf_counter() - began)
        found.cpu += server.cpu - cpu
        line.close()

    async def steady(self, rounds: int, seconds: float) -> tuple[Kinds, dict[str, list[float]]]:
        """Let all work at their pace; return the times of calls, and the shares of a processor that it took."""
        found: Kinds = defaultdict(lambda: defaultdict(Found))
        shares: dict[str, list[float]] = defaultdict(list)
        for _ in range(rounds):
            self._seed += 1
            for server in self._servers:
                cpu, began = server.cpu, time.perf_counter()
                firm = self._firm
                times = await steady(self._place(server), firm.dispatchers, firm.technicians, seconds, self._seed)
                shares[server.name].append((server.cpu - cpu) / (time.perf_counter() - began))
                self._take(server, times, found)
        return found, shares

    async def flat_out(self, rounds: int, seconds: float) -> dict[str, dict[str, float]]:
        """Let some do one thing without a rest; return the calls a second, by what they do and name of server."""
        counts: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        for _ in range(rounds):
            self._seed += 1
            for thing in FLAT_OUT:
                for server in self._servers:
                    people = self._firm.dispatchers[:AT_ONCE]
                    times = await flat_out(self._place(server), people, thing, seconds, self._seed)
                    self._take(server, times, defaultdict(lambda: defaultdict(Found)))
                    counts[thing][server.name] += sum(map(len, times.seconds.values())) / seconds / rounds
        return counts

    def _take(self, server: Server, times: Times, found: Kinds) -> None:
        self.errors += [f"{server.name}: {error}" for error in times.errors]
        for kind, seconds in times.seconds.items():
            found[kind][server.name].seconds += seconds


async def calls_of(
    kind: str, line: Connection, person: Person, words: Sequence[str], draw: random.Random
) -> list[tuple[str, str, object]]:
    """Return calls of a kind."""
    count = WARMING + (FEW_CALLS if kind in SLOW else CALLS)
    customers = draw.choices(person.customers, k=count)
    if kind.startswith("open"):
        return [("GET", f"/v1/customers/{id}", None) for id in customers]
    if kind.startswith("change"):
        return [await _change(line, id, draw) for id in draw.sample(person.customers, count)]
    if kind == "what changed":
        seq = msgspec.json.decode(await line.call("GET", "/v1/changes?since=-1"))["seq"]
        return [("GET", f"/v1/changes?since={seq - 3}", None)] * count
    if kind == "next window":
        window = msgspec.json.decode(await line.call("POST", SEARCH, search()))
        return [("POST", SEARCH, search(after=window["last"]))] * count
    if kind == "count without text":
        return [("POST", "/v1/customers/count", {"query": {}})] * count
    if kind == "search, a letter":
        typed = [word[:size] for word in draw.choices(words, k=count) for size in range(1, len(word) + 1)]
        return [("POST", SEARCH, search(text)) for text in draw.sample(typed, count)]
    return [("POST", SEARCH, search())] * count


async def _change(line: Connection, id: int, draw: random.Random) -> tuple[str, str, object]:
    card = msgspec.json.decode(await line.call("GET", f"/v1/customers/{id}"))
    change = {"comment": {"now": f"Ring {draw.randrange(10**6)}", "was": card["comment"]}}
    return "PATCH", f"/v1/customers/{id}", {"change": change}


def print_kinds(title: str, kinds: Kinds) -> None:
    """Print a table of milliseconds by kind of call."""
    ours, bare = NAMES
    has_cpu = any(found.cpu for by_name in kinds.values() for found in by_name.values())
    heads = ["calls", "p50", "p95", "p99", "bare p50", "p95", "p99", "ratio p50"]
    heads += ["cpu", "bare cpu", "ratio cpu"] if has_cpu else []
    print(f"\n**{title}** (milliseconds)\n")
    print("| | " + " | ".join(heads) + " |")
    print("|---|" + "---:|" * len(heads))
    for kind, found in kinds.items():
        own, peer = found[ours], found[bare]
        if not own.seconds or not peer.seconds:
            continue
        cells = [str(len(own.seconds))] + [f"{side.ms(share):.2f}" for side in (own, peer) for share in (50, 95, 99)]
        cells.append(f"{own.ms(50) / peer.ms(50):.2f}")
        if has_cpu:
            cells += [f"{own.cpu_ms:.2f}", f"{peer.cpu_ms:.2f}", f"{own.cpu_ms / peer.cpu_ms:.2f}"]
        print(f"| {kind} | " + " | ".join(cells) + " |")


async def measure(customers: int, seconds: float, rounds: int) -> int:
    """Print all tables; return how many calls went wrong."""
    path = await prepare(customers)
    firm = company(path)
    with tempfile.TemporaryDirectory() as folder, both(path, Path(folder)) as servers:
        for server in servers:
            await server.up()
        await same(servers, firm)
        bench = Bench(servers, firm)
        print_kinds("One caller, one call at a time", await bench.alone(rounds))
        if seconds:
            await _under_load(bench, firm, seconds, rounds)
        print("\nMemory: " + ", ".join(f"{server.name} {server.memory} MB" for server in servers))
        print(f"Errors: {len(bench.errors)}")
        for error in bench.errors[:10]:
            print(f"- {error}")
        return len(bench.errors)


async def _under_load(bench: Bench, firm: Company, seconds: float, rounds: int) -> None:
    kinds, shares = await bench.steady(rounds, seconds)
    print_kinds(f"{len(firm.dispatchers)} dispatchers and {len(firm.technicians)} technicians at their pace", kinds)
    print("\nShare of a processor: " + ", ".join(f"{name} {median(shares[name]):.0%}" for name in NAMES))
    rates = await bench.flat_out(rounds, min(seconds, FLAT_SECONDS))
    print(f"\n**{AT_ONCE} callers without a rest** (calls a second)\n")
    print("| | kundkort | bare | ratio |\n|---|---:|---:|---:|")
    for thing, by_name in rates.items():
        ours, bare = (by_name[name] for name in NAMES)
        print(f"| {thing} | {ours:.0f} | {bare:.0f} | {bare / ours:.2f} |")


def main() -> int:
    """Measure; 1 where a call went wrong."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--customers", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    os.sched_setaffinity(0, {CALLERS_CORE})
    return 1 if asyncio.run(measure(asked.customers, asked.seconds, asked.rounds)) else 0


if __name__ == "__main__":
    sys.exit(main())
