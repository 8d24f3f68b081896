"""Customer pages: Jinja templates of `chalicelib/pages`, escaped, light; only WeCom's QR is loaded from elsewhere."""

from __future__ import annotations

import base64
import functools
import hashlib
from pathlib import Path
from typing import Any

from chalicelib.core.http import Answer

FOLDER = Path(__file__).resolve().parent.parent / "pages"
SECURITY = {
    "Content-Security-Policy": (
        "default-src 'none'; img-src https: http: data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
    ),
    "X-Frame-Options": "DENY",
}


@functools.lru_cache(maxsize=1)
def _environment() -> Any:
    # Loaded here: only pages need it, and every function would pay for it at start.
    import jinja2

    return jinja2.Environment(loader=jinja2.FileSystemLoader(FOLDER), autoescape=True, undefined=jinja2.StrictUndefined)


@functools.lru_cache(maxsize=8)
def _script(name: str) -> tuple[str, str]:
    """A script of the pages' folder, and the policy that lets exactly it run."""
    text = (FOLDER / name).read_text()
    fingerprint = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return text, f"{SECURITY['Content-Security-Policy']}; script-src 'sha256-{fingerprint}'"


def page(name: str, status: int = 200, script: str = "", **values: Any) -> Answer:
    """The page `name` filled with `values`. script: a file of the folder that the page shows as `script`."""
    headers = SECURITY
    if script:
        values["script"], policy = _script(script)
        headers = {**SECURITY, "Content-Security-Policy": policy}
    body = _environment().get_template(name).render(values)
    return Answer(body=body, media_type="text/html; charset=utf-8", status=status, headers=headers)
