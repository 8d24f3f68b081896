"""The console on a slow machine behind a slow line, and 100 rows of a list in our table and in Element Plus's own."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from benchmarks.report import Section, median, spread
from infra import console
from local import tools
from local.stories.screens import BROWSERS

ROOT = Path(__file__).resolve().parents[1]
BUILT = ROOT / ".local" / "build" / "bench"
BENCH = console.WEB / "bench"
TYPES = {".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
# A page, and what stands in it once its answer is there.
PAGES = (
    ("/console/today", ".figures > div"),
    ("/console/live-codes", "tbody tr"),
    ("/console/members", "tbody tr"),
    ("/console/coupons", "tbody tr"),
    ("/console/posts", "tbody tr"),
)


def measure(quick: bool) -> Section:
    """Paint of five screens, and the two tables."""
    section = Section(
        "The console's screens",
        "A first visit at 1440 with nothing kept: CPU four times slower, 4 Mbit/s, 100 ms each way. Every answer of the"
        " API is the document's example and comes at once. Milliseconds, median (range).",
        ["what", "first paint", "content stands", "requests", "kB"],
    )
    browser = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if browser is None:
        section.notes.append("left out: no Chromium here")
        return section
    console.build()
    _build()
    with _served() as url:
        found = _measured(url, browser, 3 if quick else 9)
    for path, visits in found["pages"].items():
        columns = {name: [visit[name] for visit in visits] for name in ("paint", "stood", "requests", "kb")}
        section.add(
            path,
            spread(columns["paint"]),
            spread(columns["stood"]),
            f"{median(columns['requests']):.0f}",
            f"{median(columns['kb']):.0f}",
        )
    ours, theirs = ([run["ms"] for run in found["rows"][name]] for name in ("ours", "theirs"))
    nodes = [found["rows"][name][0]["nodes"] for name in ("ours", "theirs")]
    section.notes.append(
        f"100 rows of six columns, made and laid out, in turn in one page: our list {spread(ours, 1)} ms and"
        f" {nodes[0]} elements, Element Plus's table {spread(theirs, 1)} ms and {nodes[1]}:"
        f" {median(theirs) / median(ours):.1f} times as long."
    )
    return section


def _build() -> None:
    vite = console.WEB / "node_modules" / "vite" / "bin" / "vite.js"
    command = [tools.node(), str(vite), "build", "--config", str(BENCH / "vite.config.ts"), "--logLevel", "error"]
    subprocess.run(command, cwd=console.WEB, check=True)


def _measured(url: str, browser: str, runs: int) -> dict[str, Any]:
    asked = {"url": url, "chromium": browser, "runs": runs, "rows": runs * 3, "pages": PAGES}
    command = [tools.node(), str(BENCH / "measure.mjs"), json.dumps(asked)]
    found: dict[str, Any] = json.loads(
        subprocess.run(command, cwd=console.WEB, check=True, stdout=subprocess.PIPE).stdout
    )
    return found


@contextmanager
def _served() -> Iterator[str]:
    """The built console and the table's page, and the API's examples behind them."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Answers) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


class _Answers(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        if path.startswith("/console/assets/"):
            self._file(console.DIST / f"{path.rsplit('/', 1)[1]}.gz", path, {"Content-Encoding": "gzip"})
        elif path.startswith("/console"):
            self._file(console.DIST / "console.html", "console.html", {})
        elif path.startswith("/bench/"):
            self._file(BUILT / path.removeprefix("/bench/"), path, {})
        else:
            asked = parse_qs(urlsplit(self.path).query)
            body = _numbers(asked) if path == "/admin/v1/numbers" else _example(path)
            self._answer(body, "application/json", {})

    def _file(self, file: Path, name: str, headers: Mapping[str, str]) -> None:
        self._answer(file.read_bytes() if file.is_file() else None, TYPES.get(Path(name).suffix, ""), headers)

    def _answer(self, body: bytes | None, media_type: str, headers: Mapping[str, str]) -> None:
        self.send_response(404 if body is None else 200)
        for name, value in {"Content-Type": media_type, "Content-Length": str(len(body or b"")), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body or b"")

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the figures are what is printed."""


@cache
def _examples() -> list[tuple[re.Pattern[str], bytes]]:
    """The document's examples of what is read, by path; a list's page is full."""
    document = json.loads((ROOT / "docs" / "openapi.json").read_bytes())
    found = []
    # Whoever looks may see it all.
    rights = {one.get("x-right", "") for item in document["paths"].values() for one in item.values()}
    for path, item in document["paths"].items():
        content = item.get("get", {}).get("responses", {}).get("200", {}).get("content", {})
        example = content.get("application/json", {}).get("example")
        if example is None:
            continue
        pattern = re.compile(re.sub(r"\\{\w+\\}", "[^/]+", re.escape(path)))
        if path == "/admin/v1/me":
            example = {**example, "rights": sorted(rights)}
        found.append((pattern, json.dumps(_full(example)).encode()))
    return found


def _full(example: Any) -> Any:
    """A list of one line is a page of fifty, each under an id of its own."""
    items = example.get("items") if isinstance(example, dict) else None
    if not items or "cursor" not in example:
        return example
    return {**example, "items": [_renamed(items[number % len(items)], number) for number in range(50)]}


def _renamed(item: Any, number: int) -> Any:
    if not isinstance(item, dict):
        return item
    ids = [name for name in item if name.endswith("_id") or name in ("code", "userid")]
    return {**item, **{name: f"{item[name]}{number}" for name in ids if isinstance(item[name], str)}}


def _numbers(asked: Mapping[str, list[str]]) -> bytes:
    """Of each day and number that a screen asks for, some."""
    names = asked["metric"][0].split(",")
    today = datetime.now(UTC).date()
    lines = [
        {"key": str(today - timedelta(days=back)), "name": "", "figures": {name: _figure(back) for name in names}}
        for back in reversed(range(14))
    ]
    metrics = [
        {"metric": name, "zh": name, "en": name, "unit": "count", "means_zh": "", "means_en": ""} for name in names
    ]
    until = {"since": lines[0]["key"], "until": str(today), "as_of": f"{today}T01:00:00.000Z", "recounted_until": None}
    until["counted_since"] = lines[0]["key"]
    return json.dumps({**until, "by": asked["by"][0], "metrics": metrics, "lines": lines, "more": 0}).encode()


def _figure(back: int) -> dict[str, Any]:
    return {"value": 100 + back, "p50": None, "p95": None}


def _example(path: str) -> bytes | None:
    return next((body for pattern, body in _examples() if pattern.fullmatch(path)), None)
