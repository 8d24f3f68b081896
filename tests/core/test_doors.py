"""A function serves its own doors and loads no others; what the platforms knock at answers as the API does."""

from __future__ import annotations

import subprocess
import sys

import pytest

import app
from chalicelib.rooms import ROOMS
from tests.support import http
from tests.support.http import LambdaContext
from tests.support.perf.imports import ROOT, loaded_by
from tests.support.stack import ENVIRONMENT, Stack
from tests.support.wecom import join_event, sealed

DOORS = {"/wecom/callback/{corp}", "/pay/notify/{corp}"}
TOLD = "import os; os.environ['SIYU_FUNCTION'] = {function!r}\nimport app"


def served_by(function: str) -> set[str]:
    """The paths that a fresh interpreter serves as this function."""
    script = f"import sys; sys.path.insert(0, {str(ROOT)!r})\n{TOLD.format(function=function)}\nprint(*app.app.routes)"
    command = [sys.executable, "-I", "-c", script]
    done = subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


def test_each_function_serves_its_own_paths() -> None:
    """The door what the platforms knock at, the API all else, and whoever nobody calls nothing."""
    every = served_by("")
    assert served_by("door") == DOORS
    assert served_by("api") == every - DOORS
    assert {"/docs", "/admin/v1/members"} <= every - DOORS
    assert served_by("on_callback") == set()


def _is_of_a_room(module: str) -> bool:
    return module.startswith("chalicelib.") and module.count(".") == 2 and module.split(".")[1] in ROOMS


def test_the_door_loads_no_room_but_its_own() -> None:
    """It starts in the time of two routes: no verb, no row and no other route of the house is loaded."""
    loaded = loaded_by(TOLD.format(function="door"))
    parts = {
        (name.split(".")[1], name.split(".")[2]) for name in loaded if name.count(".") == 2 and "chalicelib" in name
    }
    of_rooms = {part for part in parts if part[0] in ROOMS}
    assert {room for room, part in of_rooms if part == "routes"} == {"callbacks"}
    assert {part for _, part in of_rooms} & {"service", "store", "flows", "views"} == set()


def test_a_function_that_serves_nobody_loads_no_route() -> None:
    """It loads the flow table when it has something to do."""
    assert [name for name in loaded_by(TOLD.format(function="on_fact")) if name.endswith(".routes")] == [
        "chalicelib.core.http.routes"
    ]


def test_the_doors_handler_answers_as_the_apis_does(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same app under another handler: a callback is stored, queued and answered."""
    path, body = sealed("demo", join_event("demo", "liming", "wmdoor", 1763690400))
    event = http._event("POST", path, body, {"content-type": "text/xml"}, tuple(app.app.routes))
    answer = app.door(event, LambdaContext())
    assert (answer["statusCode"], answer["body"]) == (200, "success")
    assert stack.queues.size() == 1
