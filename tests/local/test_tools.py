"""Java and Node are the machine's own where they are new enough, else pinned wheels; never is there a third way."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from local import environments, tools
from tests.support import needs

OPENJDK = 'openjdk version "{}.0.2" 2026-01-20'
MACOS = "The operation couldn't be completed. Unable to locate a Java Runtime."


class Machine:
    """A machine with nothing on its PATH but what a test puts there."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.fetched: list[str] = []

    def has(self, name: str, says: str, code: int = 0) -> str:
        """Put a program there that says so of itself, on standard error as Java does."""
        program = self.path / name
        program.write_text(f"#!/bin/sh\necho {shlex.quote(says)} >&2\nexit {code}\n")
        program.chmod(0o755)
        return str(program)

    def wheel(self, folder: Path, requirements: Path) -> Path:
        """Stands where environments.ensure stands: an environment whose Python tells where its java is."""
        self.fetched.append(folder.name)
        assert requirements.exists()
        (self.path / "wheel").mkdir(exist_ok=True)
        python = self.path / "wheel" / "python"
        python.write_text("#!/bin/sh\necho java-of-the-wheel\n")
        python.chmod(0o755)
        return python


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Machine]:
    machine = Machine(tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(environments, "ensure", machine.wheel)
    for tool in (tools.java, tools.node):
        tool.cache_clear()
    yield machine
    for tool in (tools.java, tools.node):
        tool.cache_clear()


@pytest.mark.parametrize("major", [17, 21, 25])
def test_a_java_that_is_new_enough_is_used(machine: Machine, major: int) -> None:
    """The machine's own, and nothing is fetched."""
    own = machine.has("java", OPENJDK.format(major))
    assert tools.java() == own
    assert machine.fetched == []


@pytest.mark.parametrize("says", ["", 'java version "1.8.0_402"', OPENJDK.format(11), MACOS])
def test_an_old_java_or_none_gives_way_to_the_wheel(machine: Machine, says: str) -> None:
    """macOS has a java that only says there is none; that is none, too."""
    if says:
        machine.has("java", says, code=int(says == MACOS))
    assert tools.java() == "java-of-the-wheel"
    assert machine.fetched == ["java"]


def test_a_node_that_is_new_enough_is_used_with_its_npm(machine: Machine) -> None:
    """The machine's own two, and nothing is fetched."""
    own = [machine.has("node", "v20.20.2"), machine.has("npm", "10.8.2")]
    assert [tools.node(), tools.npm()] == own
    assert machine.fetched == []


def test_debians_node_without_npm_is_used_and_npm_comes_from_the_wheel(machine: Machine) -> None:
    """Debian packs them apart: what is there is used, what is not is fetched."""
    own = machine.has("node", "v22.1.0")
    assert tools.node() == own
    assert tools.npm() == str(machine.path / "wheel" / "npm")


def test_an_old_node_gives_way_and_its_npm_with_it(machine: Machine) -> None:
    """An npm that runs on another node than ours is not ours."""
    machine.has("node", "v18.20.4"), machine.has("npm", "9.2.0")
    assert [tools.node(), tools.npm()] == [str(machine.path / "wheel" / name) for name in ("node", "npm")]


def test_what_cannot_be_had_is_said_with_the_way_out(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests skip without it, but for CI, which promises that nothing is skipped."""

    def fail(folder: Path, requirements: Path) -> Path:
        raise environments.Failed("pip could not install it")

    monkeypatch.setattr(environments, "ensure", fail)
    with pytest.raises(tools.Missing, match=r"install java 17\.\npip could not") as caught:
        tools.java()
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="install java"):
        needs.skip_without(caught.value)
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="install java"):
        needs.skip_without(caught.value)
