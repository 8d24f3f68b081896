"""Scripts are linted: each of them, and a fault of one fails `make web-client-check`."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from local import tools
from tests.support import needs

ROOT = Path(__file__).resolve().parents[2]
KINDS = {".ts", ".mjs", ".js", ".vue"}
CHECK = (ROOT / "Makefile").read_text().partition("\nweb-client-check:")[2].partition("\n\n")[0]
# A fault, and the same without it.
FAULTS = {
    "unused.ts": ("const unused = 1;\n", "export const used = 1;\n"),
    "Twice.vue": (
        "<script>\nexport default { a: 1, a: 2 };\n</script>\n",
        "<script>\nexport default { a: 1 };\n</script>\n",
    ),
    "left.mjs": ("debugger;\n", "process.exit();\n"),
}


def _linted() -> set[str]:
    """The folders that the check names."""
    lines = [line for line in CHECK.splitlines() if " oxlint " in line]
    return {word for line in lines for word in line.partition(" oxlint ")[2].split() if (ROOT / word).is_dir()}


def test_every_script_stands_where_it_is_linted() -> None:
    """A folder of scripts that nobody named would be the one with the fault."""
    files = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    scripts = [Path(name) for name in files if Path(name).suffix in KINDS]
    assert len(scripts) > 500
    assert {path.parts[0] for path in scripts} <= _linted()


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_of_a_script_fails_the_check(name: str, tmp_path: Path) -> None:
    """Negative control, for each kind of file; without it the same file passes."""
    try:
        linter = [tools.node(), str(tools.node_modules(tools.CLIENT) / tools.SCRIPTS["oxlint"]), "--deny-warnings"]
    except tools.Missing as missing:
        needs.skip_without(missing)
    for text, is_sound in zip(FAULTS[name], (False, True), strict=True):
        (tmp_path / name).write_text(text)
        done = subprocess.run([*linter, "."], cwd=tmp_path, capture_output=True, text=True, check=False)
        assert (done.returncode == 0) is is_sound, done.stdout
