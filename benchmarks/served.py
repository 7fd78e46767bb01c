"""The two servers of the benchmark, each in a process of its own: python -m benchmarks.served kundkort|bare FILE PORT."""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn

from benchmarks import bare
from core.clock import system_clock
from core.places import sqlite_url
from core.remote.server.listening import Address, Listening, listen_at
from core.remote.server.serving import Plan, open_for_serving, serve

NAMES = ("kundkort", "bare")
SERVERS_CORE = 0


class Server:
    """A server in a process of its own."""

    def __init__(self, name: str, path: Path, log: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.name = name
        with log.open("wb") as out:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "benchmarks.served", name, str(path), str(self.port)], stderr=out
            )
        os.sched_setaffinity(self._process.pid, {SERVERS_CORE})

    async def up(self) -> None:
        """Wait until it answers."""
        while True:
            try:
                _reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
            except OSError:
                if self._process.poll() is not None:
                    raise RuntimeError(f"{self.name} did not start") from None
                await asyncio.sleep(0.05)
            else:
                writer.close()
                return

    @property
    def cpu(self) -> float:
        """Seconds of the processor that it has used."""
        tasks = Path(f"/proc/{self._process.pid}/task").glob("*/schedstat")
        return sum(int(task.read_text().split()[0]) for task in tasks) / 1e9

    @property
    def memory(self) -> int:
        """Megabytes that it holds."""
        status = Path(f"/proc/{self._process.pid}/status").read_text()
        return int(status.partition("VmRSS:")[2].split()[0]) // 1024

    def stop(self) -> None:
        """Tell it to stop, and wait until it has."""
        self._process.terminate()
        self._process.wait(30)


@contextmanager
def both(path: Path, folder: Path) -> Iterator[list[Server]]:
    """Let both servers run, each on a copy of the register."""
    servers = []
    try:
        for name in NAMES:
            own = folder / f"{name}.sqlite"
            shutil.copy(path, own)
            servers.append(Server(name, own, folder / f"{name}.log"))
        yield servers
    finally:
        for server in servers:
            server.stop()


def _listening(port: int) -> Listening:
    return listen_at(Address("127.0.0.1", port), secret=False)[0]


async def _kundkort(path: Path, port: int) -> None:
    register = await open_for_serving(sqlite_url(path), clock=system_clock)
    await serve(register, Plan([_listening(port)]))


async def _bare(path: Path, port: int) -> None:
    config = uvicorn.Config(
        bare.make_app(path),
        http="h11",
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_keep_alive=75,
    )
    await uvicorn.Server(config).serve(sockets=[_listening(port).socket])


def main() -> None:
    """Serve until told to stop."""
    name, path, port = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    asyncio.run((_kundkort if name == "kundkort" else _bare)(path, port))


if __name__ == "__main__":
    main()
