"""Run inside a clean interpreter on an unzipped package: does what we ship start, and is all of it there?

    python -I -S gate.py FOLDER SERVICE...

A package that builds can still fail to start: a library that only the developer's environment has, data that
pruning took away, a wheel for another machine. So every module of ours is imported, every import that stands inside
a function is made, every client is created, and every binary's C library is one that Lambda has.
"""

from __future__ import annotations

import ast
import importlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

NEWEST_GLIBC = (2, 26)


def main() -> None:
    """Check FOLDER; exits non-zero with a traceback or a text on the first thing that is wrong."""
    folder, services = Path(sys.argv[1]), sys.argv[2:]
    sys.path.insert(0, str(folder))
    sys.dont_write_bytecode = True
    app = importlib.import_module("app")
    hollow = [name for name in [*modules(folder), *imports(folder)] if _is_hollow(importlib.import_module(name))]
    assert not hollow, f"folders without code: {hollow}"
    outside = [name for name, module in sys.modules.items() if not _is_ours(module, folder)]
    assert not outside, f"came from outside the package: {outside}"
    assert app.app.routes, "app.py registers no routes"
    _make_clients(services, called(folder))
    _check_binaries(folder)
    _check_bytecode(folder)


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


def _make_clients(services: list[str], needed: set[str]) -> None:
    session = importlib.import_module("botocore.session").get_session()
    missing = needed - set(services)
    assert not missing, f"add {sorted(missing)} to SERVICES in infra/package.py: pruning takes its data away"
    for service in services:
        client = session.create_client(service, aws_access_key_id="-", aws_secret_access_key="-")
        assert client.meta.endpoint_url.startswith("https://"), service


def _check_binaries(folder: Path) -> None:
    for path in folder.rglob("*.so"):
        versions = [(int(major), int(minor)) for major, minor in re.findall(rb"GLIBC_(\d+)\.(\d+)", path.read_bytes())]
        newest = max(versions, default=(0, 0))
        assert newest <= NEWEST_GLIBC, f"{path.name} needs glibc {newest}, Lambda has {NEWEST_GLIBC}"


def _check_bytecode(folder: Path) -> None:
    bare = [
        path
        for path in folder.rglob("*.py")
        if not (path.parent / "__pycache__" / f"{path.stem}.{sys.implementation.cache_tag}.pyc").exists()
    ]
    assert not bare, f"without bytecode: {bare[:5]}"


if __name__ == "__main__":
    main()
