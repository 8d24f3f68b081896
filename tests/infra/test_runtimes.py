"""The package follows the Python that makes it, and its wheels are those that start on that runtime's system."""

from __future__ import annotations

import pytest

from infra import runtimes


@pytest.mark.parametrize(
    ("version", "best", "never"),
    [
        ((3, 11), "manylinux_2_26_x86_64", "manylinux_2_28_x86_64"),
        ((3, 12), "manylinux_2_34_x86_64", "manylinux_2_35_x86_64"),
        ((3, 13), "manylinux_2_34_x86_64", "manylinux_2_35_x86_64"),
    ],
)
def test_wheels_are_for_the_system_that_the_runtime_runs_on(version: tuple[int, int], best: str, never: str) -> None:
    """Up to its C library and no further; the old spelling is still a wheel's only tag here and there."""
    platforms = runtimes.of(version).platforms
    assert (platforms[0], platforms[-2:]) == (best, ["manylinux_2_17_x86_64", "manylinux2014_x86_64"])
    assert never not in platforms


def test_pip_chooses_for_that_python_and_no_other() -> None:
    """What pip is told names the version and its ABI, and takes no source that would be built here."""
    options = " ".join(runtimes.of((3, 12)).pip_options)
    assert "--only-binary=:all: --implementation cp --python-version 3.12 --abi cp312" in options


@pytest.mark.parametrize("version", [(3, 10), (3, 14)])
def test_a_python_that_we_do_not_deploy_to_is_refused(version: tuple[int, int]) -> None:
    """With the list of those that we do."""
    with pytest.raises(runtimes.NoRuntime, match=r"3\.11, 3\.12, 3\.13"):
        runtimes.of(version)
