"""What `import app` may load: cold start is imports, and one careless line at the top of a file doubles it."""

from __future__ import annotations

import importlib.util

import pytest

from tests.support.perf.imports import FLOOR, loaded_by, packages

# Each is needed by some function, which imports it inside (see docs/adr); none is needed to start.
LATE = ("jinja2", "segno", "jwt", "cryptography", "requests", "wechatpayv3", "markupsafe")
# These are not the product's at all.
FOREIGN = ("moto", "pytest", "hypothesis", "flask", "werkzeug", "tests", "local")
DECLINED = ("aws_xray_sdk", "pydantic", "httpx")
NEVER = (*FOREIGN, *DECLINED)
# Foreign modules over those that Chalice, PynamoDB and boto3 load by themselves (1.05 when this was written).
FOREIGN_RATIO = 1.10


@pytest.fixture(scope="module")
def app() -> set[str]:
    return loaded_by("import app")


@pytest.mark.parametrize("package", [*LATE, *NEVER])
def test_a_heavy_package_is_not_loaded_to_start(app: set[str], package: str) -> None:
    """A package that only some functions need waits until one of them needs it."""
    assert package not in packages(app)


def test_time_zone_data_is_not_read_to_start(app: set[str]) -> None:
    """China has one offset, so no time zone database is loaded."""
    assert "zoneinfo" not in app


def test_little_is_loaded_beside_what_we_stand_on(app: set[str]) -> None:
    """Importing the app loads hardly a foreign module that Chalice, PynamoDB and boto3 do not load by themselves."""
    floor = loaded_by(FLOOR)
    foreign = {name for name in app if name.partition(".")[0] not in ("app", "chalicelib")}
    assert len(foreign) <= FOREIGN_RATIO * len(floor), sorted(foreign - floor)


def test_no_client_and_no_session_exist_after_import() -> None:
    """Importing reaches for nothing: no session, no client, no secret is made before it is needed."""
    loaded_by(
        "import app\nfrom chalicelib.core import aws\nfrom chalicelib.core.ops import secrets\n"
        "assert not aws._clients\nassert not secrets._cache._kept"
    )
    loaded_by("import app\nfrom chalicelib.core import aws\nassert aws.session.cache_info().currsize == 0")


@pytest.mark.parametrize("package", LATE)
def test_a_package_that_waits_is_installed(package: str) -> None:
    """The list above guards something: a package that is not installed could never be loaded by mistake."""
    assert importlib.util.find_spec(package) is not None
