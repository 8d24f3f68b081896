"""Customer pages: Jinja templates of a room's `pages` folder, escaped, light; only pictures come from elsewhere.

No style and no script runs but those that the page was made with: the policy names each by its hash.
"""

from __future__ import annotations

import base64
import hashlib
import math
import re
from pathlib import Path
from typing import Any, TypeAlias

import msgspec

from chalicelib.core.config import config
from chalicelib.core.http.answers import Answer, Headers
from chalicelib.core.http.looks import PLAIN, Look
from chalicelib.core.instance import Cache, once
from chalicelib.core.text import first_sign

# What a page is to whoever shows one and knows no doors.
Shown: TypeAlias = Answer
SHARED = Path(__file__).resolve().parent / "pages"
ROOMS = Path(__file__).resolve().parents[2]
STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
NO_STYLE = "'none'"
SECURITY = {
    "Content-Security-Policy": ("default-src 'none'; img-src https: http: data:; base-uri 'none'; form-action 'none'"),
    "X-Frame-Options": "DENY",
}

# Where faces come from; on one machine they are the sandbox's.
FACES = "https://wework.qpic.cn https://wx.qlogo.cn"


def own() -> Headers:
    """The headers of pages where staff work: nothing inline, nothing from elsewhere but faces."""
    faces = f"{FACES} {config().wecom_url}" if config().is_local else FACES
    policy = (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; font-src 'self'; "
        f"img-src 'self' data: {faces}; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )
    return {"Content-Security-Policy": policy, "X-Frame-Options": "DENY"}


def _place(name: str) -> Path:
    """`room/file` lies in the room's `pages` folder, a bare name here."""
    room, _, file = name.rpartition("/")
    return ROOMS / room / "pages" / file if room else SHARED / file


@once
def _environment() -> Any:
    # Loaded here: only pages need it, and every function would pay for it at start.
    import jinja2

    loader = jinja2.FunctionLoader(lambda name: _place(name).read_text())
    made = jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined)
    made.filters["sign"] = first_sign
    return made


_scripts: Cache[tuple[str, str]] = Cache(seconds=math.inf)


def _script(name: str) -> tuple[str, str]:
    """A script, and the policy that lets exactly it run."""
    text = _place(name).read_text()
    return text, f"; script-src {_fingerprint(text)}"


def _fingerprint(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def page(
    name: str,
    status: int = 200,
    script: str = "",
    look: Look = PLAIN,
    *,
    asks: bool = False,
    sends: bool = False,
    **values: Any,
) -> Answer:
    """The page `name` (`room/file`, or a shared file's name) filled with `values`.

    script: a file, named likewise, that the page shows as `script`; asks: it may ask our own doors, and no others;
    sends: it has forms, which go to our own doors and say where they come from. look: how the pages of the corp look.
    """
    policy = ""
    if script:
        values["script"], policy = _scripts.get(script, lambda: _script(script))
    body = _environment().get_template(name).render({**values, "look": look})
    styles = " ".join(_fingerprint(text) for text in STYLE.findall(body)) or NO_STYLE
    policy += "; connect-src 'self'" if asks else ""
    base = SECURITY["Content-Security-Policy"]
    base = base.replace("form-action 'none'", "form-action 'self'") if sends else base
    headers: Headers = {**SECURITY, "Content-Security-Policy": f"{base}; style-src {styles}{policy}"}
    if sends:
        headers["Referrer-Policy"] = "same-origin"
    return _html(body, status, headers)


def own_page(name: str, status: int = 200, headers: Headers | None = None, **values: Any) -> Answer:
    """The same where staff work: its style and script are files of their own (`own_file`)."""
    return _html(_environment().get_template(name).render(values), status, {**own(), **(headers or {})})


def _html(body: str, status: int, headers: Headers) -> Answer:
    return Answer(body=body, media_type="text/html; charset=utf-8", status=status, headers=headers)


class OwnFile(msgspec.Struct, frozen=True):
    """A style or a script, under a name that changes with it, so that a browser keeps it for ever."""

    name: str
    media_type: str
    text: str


KINDS = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8"}


def own_file(name: str) -> OwnFile:
    """A file of a room's `pages` folder (`room/file`)."""
    text = _place(name).read_text()
    stem, _, kind = name.rpartition("/")[2].rpartition(".")
    fingerprint = hashlib.sha256(text.encode()).hexdigest()[:12]
    return OwnFile(f"{stem}-{fingerprint}.{kind}", KINDS[kind], text)


def kept_for_ever(file: OwnFile) -> Answer:
    """Such a file as it is answered: another text has another name."""
    headers: Headers = {"Cache-Control": "public, max-age=31536000, immutable"}
    return Answer(body=file.text, media_type=file.media_type, headers=headers)


def sent_to(url: str, *cookies: str, status: int = 302) -> Answer:
    """A browser that is sent elsewhere, with what it is to keep. status: 303 for one that has sent a form."""
    headers: Headers = {"Location": url, **({"Set-Cookie": [*cookies]} if cookies else {})}
    return Answer(body="", media_type="text/html", status=status, headers=headers)
