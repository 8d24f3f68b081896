"""The real engine for the whole run, and fresh tables for every test. Skipped only where Java or Node is missing."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import msgspec
import pytest

from chalicelib.core import aws, config, http
from tests.race.crowd import separate_instances
from tests.race.engine import Engine
from tests.race.platform import platform
from tests.support import stack as stacks

__all__ = ["platform"]
HERE = Path(__file__).parent
_prefixes = (f"r{number}-" for number in itertools.count(1))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Everything here is a race test; soak tests run only when they are asked for."""
    asked = "soak" in config.getoption("-m")
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("race")
            if "soak" in item.keywords and not asked:
                item.add_marker(pytest.mark.skip(reason="takes minutes: make soak"))


@pytest.fixture(scope="session", autouse=True)
def shapes_are_known() -> None:
    """An instance is one thread, so a shape is met for the first time in one: msgspec is not safe in several."""
    import app  # noqa: F401  registers every route

    for shape in [shape for route in http.REGISTRY for shape in (route.body, route.answer, route.query) if shape]:
        for meet in (partial(msgspec.json.decode, b"{}"), partial(msgspec.convert, {})):
            with contextlib.suppress(msgspec.ValidationError):
                meet(type=shape)


@pytest.fixture
def engine(endpoint: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """Fresh tables behind the product's own client, and a memory of its own for every thread."""
    prefix = next(_prefixes)
    monkeypatch.setenv("AWS_ENDPOINT_URL_DYNAMODB", endpoint)
    for name in ("main", "facts", "inbox"):
        monkeypatch.setenv(f"SIYU_{name.upper()}_TABLE", prefix + name)
    for name in ("SIYU_CLOCK_URL", "SIYU_WECOM_URL", "SIYU_WECHAT_URL"):
        monkeypatch.delenv(name, raising=False)
    config.config.cache_clear()
    aws.forget()
    stacks.forget_everything()
    separate_instances(monkeypatch)
    yield Engine(endpoint, prefix)
    aws.forget()
    stacks.set_environment()
    stacks.forget_everything()
