"""Customer pages: Jinja templates of a room's `pages` folder, escaped, light; only pictures come from elsewhere."""

from __future__ import annotations

import base64
import hashlib
import math
from pathlib import Path
from typing import Any

from chalicelib.core.http.answers import Answer
from chalicelib.core.instance import Cache, once

SHARED = Path(__file__).resolve().parent / "pages"
ROOMS = Path(__file__).resolve().parents[2]
SECURITY = {
    "Content-Security-Policy": (
        "default-src 'none'; img-src https: http: data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
    ),
    "X-Frame-Options": "DENY",
}


def _place(name: str) -> Path:
    """`room/file` lies in the room's `pages` folder, a bare name here."""
    room, _, file = name.rpartition("/")
    return ROOMS / room / "pages" / file if room else SHARED / file


@once
def _environment() -> Any:
    # Loaded here: only pages need it, and every function would pay for it at start.
    import jinja2

    loader = jinja2.FunctionLoader(lambda name: _place(name).read_text())
    return jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined)


_scripts: Cache[tuple[str, str]] = Cache(seconds=math.inf)


def _script(name: str) -> tuple[str, str]:
    """A script, and the policy that lets exactly it run."""
    text = _place(name).read_text()
    fingerprint = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return text, f"{SECURITY['Content-Security-Policy']}; script-src 'sha256-{fingerprint}'"


def page(name: str, status: int = 200, script: str = "", **values: Any) -> Answer:
    """The page `name` (`room/file`, or a shared file's name) filled with `values`.

    script: a file, named likewise, that the page shows as `script`.
    """
    headers = SECURITY
    if script:
        values["script"], policy = _scripts.get(script, lambda: _script(script))
        headers = {**SECURITY, "Content-Security-Policy": policy}
    body = _environment().get_template(name).render(values)
    return Answer(body=body, media_type="text/html; charset=utf-8", status=status, headers=headers)
