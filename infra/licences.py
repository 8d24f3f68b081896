"""python -m infra.licences: what we build on, under which licences, and that each of them may be used where it is.

    python -m infra.licences           fails for a licence that nobody has looked up, or that is not allowed there
    python -m infra.licences --write   writes docs/licences.md and docs/sbom.cdx.json from the lock files

Names and versions come from the lock files, licences from infra/licences.toml: what a package says of itself is written
down by whoever adds it, after a look into the package.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from chalicelib import __version__
from infra.package import ROOT

TABLE = Path(__file__).with_name("licences.toml")
PAGE, BILL = ROOT / "docs" / "licences.md", ROOT / "docs" / "sbom.cdx.json"
PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)


class Use(StrEnum):
    """Where something runs. SHIPPED: in the package. LOCAL: the local cloud's own. DEVELOPMENT: tests and checks."""

    SHIPPED = "shipped"
    LOCAL = "local"
    DEVELOPMENT = "development"


LOCKS = {
    "requirements.txt": Use.SHIPPED,
    "local/requirements-ministack.txt": Use.LOCAL,
    "local/requirements-java.txt": Use.LOCAL,
    "local/requirements-node.txt": Use.LOCAL,
    "requirements-dev.txt": Use.DEVELOPMENT,
    "tests/contract/package-lock.json": Use.DEVELOPMENT,
    "web/client/package-lock.json": Use.DEVELOPMENT,
    # The screens; what npm marks as for development alone is in no package.
    "web/package-lock.json": Use.SHIPPED,
}
PERMISSIVE = {
    "MIT",
    "MIT-0",
    "MIT-CMU",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "Apache-2.0",
    "ISC",
    "0BSD",
    "PSF-2.0",
    "Unlicense",
}
PERMISSIVE |= {"Python-2.0", "HPND", "Zlib", "CNRI-Python"}
# Whose own files stay under it, whoever uses them unchanged.
OF_THE_FILE = {"MPL-2.0"}
# What only runs here, as a program or library of its own, and is given to nobody.
NOT_GIVEN_ON = {"LGPL-2.1-or-later", "LGPL-3.0-or-later", "GPL-2.0-only WITH Classpath-exception-2.0"}
ALLOWED = {
    Use.SHIPPED: PERMISSIVE | OF_THE_FILE,
    Use.LOCAL: PERMISSIVE | OF_THE_FILE | NOT_GIVEN_ON,
    Use.DEVELOPMENT: PERMISSIVE | OF_THE_FILE | NOT_GIVEN_ON,
}


@dataclass(frozen=True, order=True)
class Part:
    """One thing that a lock file pins. kind: of its registry, `pypi` or `npm`."""

    use: Use
    kind: str
    name: str
    version: str

    @property
    def purl(self) -> str:
        """Its name in a bill of materials."""
        return f"pkg:{self.kind}/{self.name.replace('@', '%40')}@{self.version}"


def main() -> None:
    """Check, or write."""
    found, table = parts(), licences()
    wrong = list(problems(found, table))
    if wrong:
        sys.exit("licences:\n  " + "\n  ".join(wrong))
    if sys.argv[1:] == ["--write"]:
        for path, text in everything(found, table).items():
            path.write_text(text)
            print(f"wrote {path.relative_to(ROOT)}")
    print(f"{len(found)} packages, each under a licence that is allowed where it is used")


def parts(root: Path = ROOT) -> list[Part]:
    """What the lock files pin. What is shipped is not told again among what developers have."""
    found: dict[tuple[str, str, str], Use] = {}
    named = [part for name, use in LOCKS.items() for part in _pinned(root / name, use)]
    for part in sorted(named, key=lambda one: [*Use].index(one.use)):
        found.setdefault((part.kind, part.name, part.version), part.use)
    return sorted(Part(use, *what) for what, use in found.items())


def _pinned(lock: Path, use: Use) -> Iterator[Part]:
    if lock.suffix == ".txt":
        for name, version in PIN.findall(lock.read_text()):
            yield Part(use, "pypi", re.sub(r"[-_.]+", "-", name).lower(), version)
        return
    for path, package in json.loads(lock.read_text())["packages"].items():
        if path:
            where = Use.DEVELOPMENT if package.get("dev") else use
            yield Part(where, "npm", path.rpartition("node_modules/")[2], package["version"])


def licences() -> dict[str, dict[str, str]]:
    """The licence of each package as an SPDX expression, by registry and name."""
    return tomllib.loads(TABLE.read_text())


def problems(found: list[Part], table: dict[str, dict[str, str]]) -> Iterator[str]:
    """What is not known, not allowed, or not there any more."""
    for part in found:
        said = table.get(part.kind, {}).get(part.name, "")
        if not said:
            yield f"{part.name} {part.version}: no licence in infra/licences.toml: look it up, write it down"
        elif not is_allowed(said, part.use):
            yield f"{part.name} {part.version}: {said} is not allowed for what is {part.use}"
    known = {(part.kind, part.name) for part in found}
    for kind, names in table.items():
        yield from (f"{name}: no lock file names it any more" for name in names if (kind, name) not in known)


def is_allowed(expression: str, use: Use) -> bool:
    """True when each part of an SPDX expression (AND) offers a licence (OR) that is allowed for that use."""
    clauses = [clause.strip(" ()").split(" OR ") for clause in expression.split(" AND ")]
    return all(any(one.strip(" ()") in ALLOWED[use] for one in clause) for clause in clauses)


def everything(found: list[Part], table: dict[str, dict[str, str]]) -> dict[Path, str]:
    """Both printed files and what they say."""
    return {PAGE: _page(found, table), BILL: json.dumps(bill(found, table), indent=1, sort_keys=True) + "\n"}


TITLES = {
    Use.SHIPPED: "随部署包发布 Shipped in the package",
    Use.LOCAL: "仅本机云使用 Of the local cloud alone",
    Use.DEVELOPMENT: "仅开发与测试使用 For development and tests alone",
}


def _page(found: list[Part], table: dict[str, dict[str, str]]) -> str:
    lines = ["# 第三方许可证 Licences of what we build on\n"]
    lines += ["Printed from the lock files and `infra/licences.toml` by `make licences`; do not edit.\n"]
    for use, title in TITLES.items():
        rows = [part for part in found if part.use is use]
        lines += [f"## {title}\n", "| package | version | licence |", "|---|---|---|"]
        lines += [f"| {part.name} | {part.version} | {table[part.kind][part.name]} |" for part in rows]
        lines += [""]
    return "\n".join(lines)


def bill(found: list[Part], table: dict[str, dict[str, str]]) -> dict[str, Any]:
    """A bill of materials in CycloneDX 1.6. It has no time, so that the same lock files give the same bytes."""
    components = [
        {
            "type": "library",
            "bom-ref": part.purl,
            "name": part.name,
            "version": part.version,
            "purl": part.purl,
            "scope": "required" if part.use is Use.SHIPPED else "excluded",
            "licenses": [{"expression": table[part.kind][part.name]}],
            "properties": [{"name": "siyu:use", "value": part.use.value}],
        }
        for part in found
    ]
    ours = {"type": "application", "bom-ref": "siyu", "name": "siyu", "version": __version__}
    ours["purl"] = f"pkg:generic/siyu@{__version__}"
    serial = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(components))
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{serial}",
        "version": 1,
        "metadata": {"component": {**ours, "licenses": [{"license": {"id": "MIT"}}]}},
        "components": components,
        "dependencies": [
            {"ref": "siyu", "dependsOn": [part.purl for part in found if part.use is Use.SHIPPED]},
        ],
    }


if __name__ == "__main__":
    main()
