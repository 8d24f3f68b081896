"""python -m infra.console: builds the screens (web/) into web/dist, unless that is of these very sources.

Types are checked, files get names that change with what is in them, each is compressed, and what an entry weighs is
held against its budget: a screen that grew too heavy does not get into a package. Node comes from this machine or as a
wheel (local/tools.py); where neither is to be had there is no console, the package is made all the same, and says so.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import msgspec

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "web"
DIST = WEB / "dist"
# Operators' pages, which the console shows as its guide.
GUIDE = ROOT / "docs" / "operators"
# Kilobytes, compressed: what a person's phone or desk reads before it sees something; and what any further screen adds.
BUDGETS = {"console.html": 150}
FURTHER = 25
SOURCES = ("package.json", "package-lock.json", "tsconfig.json", "vite.config.ts", "console.html")


class Unbuilt(Exception):
    """The screens could not be built; the text says why and what to do."""


class NoNode(Unbuilt):
    """Not for what they are, but since this machine has no Node, no registry to fetch it from, or not their parts."""


class Chunk(msgspec.Struct, frozen=True):
    """A chunk of the build's manifest: its file and styles, what it needs first and what it reads later."""

    file: str
    css: tuple[str, ...] = ()
    imports: tuple[str, ...] = ()
    dynamicImports: tuple[str, ...] = ()  # noqa: N815 - the manifest's name


def main() -> None:
    """Build them, and say what each entry weighs."""
    began = time.monotonic()
    try:
        is_new = build()
    except Unbuilt as why:
        sys.exit(f"console: {why}")
    for entry, weight in weights(manifest()).items():
        print(f"{entry:48} {weight / 1000:7.1f} kB gz")
    print(f"web/dist {'built' if is_new else 'up to date'}, {time.monotonic() - began:.1f} s")


def build() -> bool:
    """Make web/dist; False when it was up to date. Raises Unbuilt."""
    from local import environments  # only here: what is shipped is made by this package, and knows no local cloud

    with environments.alone(ROOT / ".local" / "build" / "console"):
        sources = fingerprint()
        if built_of() == sources:
            return False
        shutil.rmtree(DIST, ignore_errors=True)
        _compile(_modules())
        if heavy := over_budget(manifest()):
            raise Unbuilt("over budget: " + "; ".join(heavy))
        for file in [*DIST.glob("*.js"), *DIST.glob("*.css"), *DIST.glob("*.svg")]:
            # Without a time: the same commit gives the same bytes.
            file.with_name(f"{file.name}.gz").write_bytes(gzip.compress(file.read_bytes(), 9, mtime=0))
            file.unlink()
        (DIST / "sources.sha256").write_text(sources)
        return True


def built_of() -> str:
    """Which sources web/dist was made of; '' when there is none."""
    stamp = DIST / "sources.sha256"
    return stamp.read_text() if stamp.exists() else ""


def fingerprint() -> str:
    """A hash of all that the screens are made of."""
    folders = (WEB / "src", WEB / "client" / "src")
    files = [WEB / name for name in SOURCES]
    files += sorted(path for folder in folders for path in folder.rglob("*") if path.is_file())
    files += sorted([*GUIDE.glob("*.md"), *GUIDE.glob("pictures/*.webp")])
    lines = [f"{path.relative_to(ROOT)} {hashlib.sha256(path.read_bytes()).hexdigest()}\n" for path in files]
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _modules() -> Path:
    """The folder of what package-lock.json names, which Node looks for beside the sources."""
    from local import tools

    try:
        modules = tools.node_modules(WEB)
    except tools.Missing as missing:
        raise NoNode(str(missing)) from None
    link = WEB / "node_modules"
    if link.is_dir() and not link.is_symlink():
        return link  # somebody works there with npm
    if link.resolve() != modules.resolve():
        link.unlink(missing_ok=True)
        link.symlink_to(os.path.relpath(modules, WEB))
    return modules


def _compile(modules: Path) -> None:
    _run("the screens' types are wrong", modules / "vue-tsc" / "bin" / "vue-tsc.js", "--noEmit")
    _run("the screens could not be built", modules / "vite" / "bin" / "vite.js", "build", "--logLevel", "error")


def _run(problem: str, script: Path, *arguments: str) -> None:
    from local import tools

    done = subprocess.run([tools.node(), str(script), *arguments], cwd=WEB, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Unbuilt(f"{problem}:\n{done.stdout}{done.stderr}")


def manifest() -> dict[str, Chunk]:
    """What the build says of its files."""
    return msgspec.json.decode((DIST / "manifest.json").read_bytes(), type=dict[str, Chunk])


def weights(chunks: dict[str, Chunk]) -> dict[str, int]:
    """Compressed bytes of each entry's first files, and of what each later screen adds to them."""
    found: dict[str, int] = {}
    for entry in BUDGETS:
        first = _closure(chunks, entry)
        found[entry] = _weight(chunks, first)
        for later in _later(chunks, entry):
            found[later] = _weight(chunks, _closure(chunks, later) - first)
    return found


def over_budget(chunks: dict[str, Chunk]) -> list[str]:
    """A sentence for each that is too heavy."""
    return [
        f"{name} weighs {weight / 1000:.1f} kB of {BUDGETS.get(name, FURTHER)} kB"
        for name, weight in weights(chunks).items()
        if weight > 1000 * BUDGETS.get(name, FURTHER)
    ]


def _closure(chunks: dict[str, Chunk], name: str) -> set[str]:
    """A chunk and all that a browser reads before it runs."""
    found, open_ = set[str](), [name]
    while open_:
        one = open_.pop()
        if one not in found:
            found.add(one)
            open_ += chunks[one].imports
    return found


def _later(chunks: dict[str, Chunk], entry: str) -> list[str]:
    """Every chunk that is read only when a screen is opened."""
    found: list[str] = []
    open_ = [*chunks[entry].dynamicImports]
    while open_:
        one = open_.pop()
        if one not in found:
            found.append(one)
            open_ += [later for part in _closure(chunks, one) for later in chunks[part].dynamicImports]
    return sorted(found)


def _weight(chunks: dict[str, Chunk], names: set[str]) -> int:
    files = {file for name in names for file in (chunks[name].file, *chunks[name].css)}
    return sum(_compressed(DIST / file) for file in files)


def _compressed(file: Path) -> int:
    packed = file.with_name(f"{file.name}.gz")
    return packed.stat().st_size if packed.exists() else len(gzip.compress(file.read_bytes(), 9))


if __name__ == "__main__":
    main()
