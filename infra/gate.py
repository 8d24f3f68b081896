"""Run inside a clean interpreter on an unzipped package: does what we ship start, and is all of it there?

    python -I -S gate.py whole FOLDER GLIBC SERVICE...
    python -I -S gate.py start FOLDER HANDLER SERVICE...

A package that builds can still fail to start: a library that only the developer's environment has, data that
pruning took away, a wheel for another machine. So every module of ours is imported, every import that stands inside
a function is made, and every binary's C library is one that Lambda has. Then, in an interpreter and an environment of
its own, each function starts as Lambda starts it: its handler is there, and every client is created.
"""

from __future__ import annotations

import ast
import importlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType


def main() -> None:
    """Check FOLDER; exits non-zero with a traceback or a text on the first thing that is wrong."""
    act, folder, what, services = sys.argv[1], Path(sys.argv[2]), sys.argv[3], sys.argv[4:]
    sys.path.insert(0, str(folder))
    sys.dont_write_bytecode = True
    if act == "whole":
        whole(folder, what, services)
    else:
        start(what, services)
    outside = [name for name, module in sys.modules.items() if not _is_ours(module, folder)]
    assert not outside, f"came from outside the package: {outside}"


def whole(folder: Path, glibc: str, services: list[str]) -> None:
    """Everything that our sources name is there, and fits the C library."""
    _check_binaries(folder, glibc)
    _check_bytecode(folder)
    app = importlib.import_module("app")
    hollow = [name for name in [*modules(folder), *imports(folder)] if _is_hollow(importlib.import_module(name))]
    assert not hollow, f"folders without code: {hollow}"
    assert app.app.routes, "app.py registers no routes"
    missing = called(folder) - set(services)
    assert not missing, f"add {sorted(missing)} to SERVICES in infra/package.py: pruning takes its data away"


def start(handler: str, services: list[str]) -> None:
    """What Lambda does first, import the module and look the handler up, and what functions do next, make clients."""
    module, _, name = handler.rpartition(".")
    assert callable(getattr(importlib.import_module(module), name, None)), f"{module} has no function {name}"
    session = importlib.import_module("boto3.session").Session()
    for service in services:
        client = session.client(service, aws_access_key_id="-", aws_secret_access_key="-")
        assert client.meta.endpoint_url.startswith("https://"), service


def modules(folder: Path) -> Iterator[str]:
    """Every module of ours."""
    for path in sorted((folder / "chalicelib").rglob("*.py")):
        yield ".".join(path.relative_to(folder).with_suffix("").parts).removesuffix(".__init__")


def imports(folder: Path) -> set[str]:
    """Every module that ours name in an import, those inside functions too."""
    found: set[str] = set()
    for path in (folder / "chalicelib").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.Import):
                found.update(alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found.add(node.module)
    return found


def called(folder: Path) -> set[str]:
    """The AWS services that our sources make clients of."""
    found: set[str] = set()
    for path in (folder / "chalicelib").rglob("*.py"):
        found.update(re.findall(r'(?:\bclient|create_client)\("(\w+)"', path.read_text()))
    return found


def _is_hollow(module: ModuleType) -> bool:
    """True for a folder that Python takes for a package although it has no __init__: half of a library is missing."""
    return module.__spec__ is not None and module.__spec__.origin is None


def _is_ours(module: object, folder: Path) -> bool:
    file = getattr(module, "__file__", None)
    if file is None or file == __file__:
        return True
    library = Path(importlib.__file__).parent.parent
    is_python = Path(file).is_relative_to(library) and "site-packages" not in file
    return Path(file).is_relative_to(folder) or is_python


def _check_binaries(folder: Path, glibc: str) -> None:
    ceiling = _version(*glibc.split("."))
    for path in folder.rglob("*.so*"):
        newest = max(
            (_version(*found) for found in re.findall(rb"GLIBC_(\d+)\.(\d+)", path.read_bytes())), default=(0, 0)
        )
        assert newest <= ceiling, f"{path.name} needs glibc {newest}, Lambda has {ceiling}"


def _version(major: str | bytes, minor: str | bytes) -> tuple[int, int]:
    return int(major), int(minor)


def _check_bytecode(folder: Path) -> None:
    bare = [
        path
        for path in folder.rglob("*.py")
        if not (path.parent / "__pycache__" / f"{path.stem}.{sys.implementation.cache_tag}.pyc").exists()
    ]
    assert not bare, f"without bytecode: {bare[:5]}"


if __name__ == "__main__":
    main()
