"""The front door hands files on to S3 under the host that their links are signed for, all else to the API."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
import urllib3

from local.front import BODY_LIMIT, FILE_LIMIT, Front
from local.places import Places, fresh

BUCKET = "siyu-local-files"


class _Cloud(BaseHTTPRequestHandler):
    """Tells what it was asked, and by which host; of `/nothing` what MiniStack says of a path that it has not."""

    def do_GET(self) -> None:
        body = f"{self.headers['Host']} {self.path}".encode()
        is_nothing = self.path.endswith("/nothing")
        self.send_response(403 if is_nothing else 200)
        if is_nothing:
            self.send_header("x-amzn-ErrorType", "MissingAuthenticationTokenException")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Nobody reads it."""


@pytest.fixture
def places(tmp_path: Path) -> Iterator[Places]:
    """A front door before a cloud that answers what it was asked."""
    places = fresh(tmp_path)
    cloud = HTTPServer(("127.0.0.1", places.cloud_port), _Cloud)
    thread = threading.Thread(target=cloud.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    front = Front(places, {"RestAPIId": "api1", "AdminAPIId": "api2", "FilesBucket": BUCKET})
    yield places
    front.stop()
    cloud.shutdown()
    cloud.server_close()
    thread.join()


def asked(places: Places, path: str, **headers: str) -> str:
    """What the cloud was asked."""
    return urllib3.request("GET", places.url + path, headers=headers, retries=False).data.decode()


@pytest.mark.parametrize("path", [f"/{BUCKET}", f"/{BUCKET}?x=1", f"/{BUCKET}/exports/demo/a%20b.csv?X-Amz-Date=1"])
def test_what_is_asked_of_the_bucket_goes_to_s3_under_the_host_that_was_signed(places: Places, path: str) -> None:
    """A signature covers the host and the path: neither is touched."""
    assert asked(places, path) == f"localhost:{places.port} {path}"


@pytest.mark.parametrize("path", ["/v1/jobs", "/v1/jobs?limit=2"])
def test_what_operators_ask_goes_to_an_api_of_its_own_without_what_led_there(places: Places, path: str) -> None:
    """As a base path mapping of the domain does."""
    called = f"/restapis/api2/admin/_user_request_{path}"
    assert asked(places, f"/admin{path}") == f"127.0.0.1:{places.cloud_port} {called}"


@pytest.mark.parametrize("path", ["/administration", f"/{BUCKET}s/x", f"/c/{BUCKET}/x"])
def test_all_else_goes_to_the_api(places: Places, path: str) -> None:
    """Also what only looks like the bucket."""
    assert asked(places, path) == f"127.0.0.1:{places.cloud_port} /restapis/api1/api/_user_request_{path}"


def test_a_file_may_be_larger_than_a_request_of_the_api_but_not_without_end(places: Places) -> None:
    """The API's bound is API Gateway's, a file's is this machine's."""
    huge = {"Content-Length": str(FILE_LIMIT + 1)}
    assert "100 MB for a file" in asked(places, f"/{BUCKET}/x", **huge)


@pytest.mark.parametrize(
    ("path", "kind", "status", "code"),
    [
        ("/nothing", "text/html", 404, "UnknownPath"),
        ("/admin/nothing", "application/problem+json", 404, "UnknownPath"),
        ("/c/demo-x?gateway=THROTTLED", "text/html", 429, "TooBusy"),
        ("/admin/v1/jobs?limit=1&gateway=DEFAULT_5XX", "application/problem+json", 503, "Unavailable"),
    ],
)
def test_what_api_gateway_refuses_is_said_as_a_deployed_stack_says_it(
    places: Places, path: str, kind: str, status: int, code: str
) -> None:
    """A page that is a problem document too, outside of what operators ask; and it can be looked at."""
    answer = urllib3.request("GET", places.url + path, retries=False)
    assert (answer.status, answer.headers["Content-Type"].partition(";")[0]) == (status, kind)
    assert answer.json()["code"] == code


def test_a_body_too_large_is_refused_in_our_words(places: Places) -> None:
    """Before a byte of it is read."""
    huge = {"Content-Length": str(BODY_LIMIT + 1)}
    assert urllib3.request("GET", f"{places.url}/c/x", headers=huge, retries=False).json()["code"] == "BodyTooLarge"
