#!/usr/bin/env python3
"""Sets kundkort up in .venv beside this file, once, and runs it.

    python3 start.py demo     the example company
    python3 start.py test     the tests (more arguments go to pytest)
    python3 start.py check    every check of the code
    python3 start.py ...      anything else goes to kundkort

Standard library only, and in words that Python 3.6 can read, so that an old Python gets an answer it understands.
"""

import hashlib
import importlib.util
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
FOLDER = ROOT / ".venv"
BIN = FOLDER / ("Scripts" if os.name == "nt" else "bin")
MARKER = FOLDER / "kundkort-set-up"
OLDEST = (3, 11)


class Refusal(Exception):
    """Why kundkort can't be set up here, and what to do about it."""


def refuse_old_python(version: "tuple[int, int]") -> None:
    """Raise Refusal when `version` (major, minor) is older than kundkort can run on."""
    if version < OLDEST:
        raise Refusal(
            "kundkort needs Python 3.11 or newer; this is Python {}.{}.\n"
            "Install a newer one (https://www.python.org/downloads/, or your system's packages),\n"
            "and start with it: python3.11 start.py".format(version[0], version[1])
        )


def fingerprint() -> "tuple[str, str]":
    """Return what an environment was made for: this Python and place, and what was asked to be in it."""
    wanted = hashlib.sha256()
    for name in ("pyproject.toml", "constraints.txt"):
        wanted.update((ROOT / name).read_bytes() + b"\0")
    place = hashlib.sha256(os.fsencode("{}\0{}\0{}".format(sys.version, sys.base_prefix, ROOT)))
    return place.hexdigest(), wanted.hexdigest()


def set_up(extra: str) -> None:
    """Make .venv ready, with the packages of `extra` ("postgres,server" or "dev"); at once when it is ready already.

    The marker goes before the work begins and comes back when all of it is done, so that a half-made
    environment is never taken for a whole one.
    """
    place, wanted = fingerprint()
    found = MARKER.read_text().split("\n") if MARKER.is_file() else []
    if found[:2] == [place, wanted] and extra in found[2:]:
        return
    tell("Setting kundkort up in {} (once; it takes a minute or so) ...".format(FOLDER))
    if MARKER.is_file():
        MARKER.unlink()
    pip = make_environment(keep=found[:1] == [place])
    packages = ".[{}]".format(extra) if extra else "."
    command = [*pip, "install", "-q", "--disable-pip-version-check", "--no-input", "-c", "constraints.txt"]
    run_step(
        [*command, "-e", packages],
        "The packages that kundkort stands on could not be installed; pip says why above.\n"
        "If it could not reach the network, connect and give the same command again: nothing is half done.",
    )
    MARKER.write_text("\n".join([place, wanted, ""] + ([extra] if extra else [])))


def make_environment(keep: bool) -> "list[str]":
    """Make .venv, or `keep` the one there is, and return the command of the pip that installs into it.

    The pip beside this Python is used when it can serve another one (22.3 and newer): that is quicker, and works on
    a Debian whose Python has no ensurepip.
    """
    python = str(BIN / "python")
    outer = outer_pip()
    if not has("venv") or (outer is None and not has("ensurepip")):
        raise Refusal(
            "This Python can't make an environment for kundkort: it lacks venv, or pip 22.3 or newer.\n"
            "On Debian and Ubuntu: sudo apt install python3-venv python3-pip\n"
            "Then give the same command again."
        )
    if not keep or not Path(python).exists():
        shutil.rmtree(str(FOLDER), ignore_errors=True)
        command = [sys.executable, "-m", "venv", str(FOLDER)] + ([] if outer is None else ["--without-pip"])
        run_step(command, "The folder {} could not be made; why stands above. May you write there?".format(FOLDER))
    inner = [python, "-m", "pip"]
    return inner if outer is None else [*outer, "--python", python]


def has(module: str) -> bool:
    """Tell whether this Python has a module, without importing it."""
    return importlib.util.find_spec(module) is not None


def outer_pip() -> "list[str] | None":
    """Return the command of the pip beside this Python, None when there is none that can serve another Python."""
    if not has("pip"):
        return None
    from importlib.metadata import PackageNotFoundError, version

    try:
        numbers = [int(part) for part in version("pip").split(".")[:2] if part.isdigit()]
    except PackageNotFoundError:
        return None
    return [sys.executable, "-m", "pip"] if numbers >= [22, 3] else None


def run_step(command: "list[str]", failure: str) -> None:
    """Run a step of the set-up in the project's folder; raise Refusal with the words of `failure` when it fails."""
    environment = dict(os.environ, PIP_USER="0")
    # What a step prints is about the set-up; stdout belongs to the answers of kundkort.
    if subprocess.run(command, cwd=str(ROOT), env=environment, stdout=sys.stderr).returncode != 0:
        raise Refusal(failure)


def become(command: "list[str]") -> int:
    """Replace this process by `command`; on Windows, which can't, run it and return its exit code."""
    if not str(ROOT).isascii():
        # Python 3.11 and 3.12 on Windows misread the path that an editable install leaves behind.
        paths = [str(ROOT), os.environ.get("PYTHONPATH", "")]
        os.environ["PYTHONPATH"] = os.pathsep.join(path for path in paths if path)
    sys.stdout.flush()
    sys.stderr.flush()
    if os.name != "nt":
        os.execv(command[0], command)  # noqa: S606 - no shell is wanted
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the program, which gets it too
    return subprocess.call(command)


def tell(words: str) -> None:
    """Say something to whoever started this, beside the answers on stdout."""
    sys.stderr.write(words + "\n")
    sys.stderr.flush()


def main(arguments: "list[str]") -> int:
    """Set up what `arguments` need and run it; return the exit code (3: it can't be set up)."""
    task = arguments[0] if arguments else ""
    try:
        refuse_old_python((sys.version_info[0], sys.version_info[1]))
        set_up("dev" if task in ("test", "check") else "postgres,server")
    except Refusal as refusal:
        tell(str(refusal))
        return 3
    except KeyboardInterrupt:
        tell("Stopped. The next start begins the set-up anew.")
        return 130
    python = str(BIN / "python")
    if task == "test":
        os.chdir(str(ROOT))
        # One worker a core is quicker for everything; whoever names tests decides alone.
        return become([python, "-m", "pytest"] + (arguments[1:] or ["-n", "auto"]))
    if task == "check":
        os.chdir(str(ROOT))
        return become([python, "-m", "tools.check", *arguments[1:]])
    return become([str(BIN / "kundkort"), *arguments])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
