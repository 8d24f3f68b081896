"""A session in a browser: a cookie that no script reads, and that nobody's page but ours can use.

The cookie counts only where no `Authorization` is, so machines, tills and mini-programs are as they were. A page of
another origin gets nothing by it: what changes something must come from our own pages and say so in a header that a
form cannot set, in JSON (docs/adr/0053).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from urllib.parse import urlsplit

from chalicelib.core.config import config
from chalicelib.core.context import Ctx
from chalicelib.core.errors import ForeignPage, Unauthenticated, UnsupportedMediaType
from chalicelib.core.http import parsing
from chalicelib.core.http.answers import Headers, Incoming
from chalicelib.core.http.session import MEMBER_SESSION, REMEMBERED, Whose, bearer, renew
from chalicelib.core.moments import moment

SESSION = "siyu"
# Of its own: staff who look at a customer's page stay signed in to both.
OF_CUSTOMERS = "siyu-customer"
KEPT_AS: Mapping[Whose, str] = {Whose.STAFF: SESSION, Whose.MEMBER: OF_CUSTOMERS}
# What a page of ours says of itself: no form can, and a script elsewhere has to ask first, which it is refused.
OURS = "x-siyu-console"


def token(method: str, asked: Incoming, whose: Whose = Whose.STAFF, *, is_form: bool = False) -> str:
    """The session token that came along. Raises Unauthenticated for none, ForeignPage, UnsupportedMediaType.

    whose: for whom the door is; the cookie of one kind of people opens no door of the other. is_form: the door takes a
    form, which sends no header of ours: what proves it stands in it (core/http/forms.py).
    """
    if given := asked.headers.get("authorization", ""):
        return bearer(given)
    found = cookie(asked.headers, KEPT_AS[whose])
    if not found:
        raise Unauthenticated()
    _check_page(method, asked, is_form=is_form)
    return found


def is_used(asked: Incoming) -> bool:
    """True when a cookie brings the session, and no header."""
    return not asked.headers.get("authorization", "")


def remembered(asked: Incoming, whose: Whose = Whose.STAFF) -> str:
    """The token that came along, whoever sent it: it may tell who is returning, and opens nothing. '' is none."""
    scheme, _, given = asked.headers.get("authorization", "").partition(" ")
    return given if scheme.lower() == "bearer" else cookie(asked.headers, KEPT_AS[whose])


def cookie(headers: Mapping[str, str], name: str) -> str:
    """What a cookie of ours holds, '' when there is none."""
    pairs = (pair.strip().partition("=") for pair in headers.get("cookie", "").split(";"))
    return next((value for found, _, value in pairs if found == _name(name)), "")


def kept(name: str, value: str, lives: timedelta) -> str:
    """The header `Set-Cookie` that lets a browser keep a value; for no time it forgets it.

    `Lax`: the return from WeCom is a navigation from elsewhere. `__Host-`: of this very host, and only by TLS.
    """
    secure = "; Secure" if _is_secure() else ""
    age = int(lives.total_seconds())
    return f"{_name(name)}={value}; Path=/; Max-Age={age}{secure}; HttpOnly; SameSite=Lax"


def kept_customer(token: str) -> str:
    """The header `Set-Cookie` that lets a customer's browser keep their session."""
    return kept(OF_CUSTOMERS, token, REMEMBERED)


def kept_on(ctx: Ctx) -> str:
    """The same for whoever looks at a page of theirs an hour after the last renewal: no script has to ask for it.

    '' while it is young, and for a session that no cookie brought. Nothing is written.
    """
    if ctx.session is None or not ctx.session.in_browser:
        return ""
    is_young = moment(ctx.session.ends_at) - ctx.now > MEMBER_SESSION / 2
    return "" if is_young else kept_customer(renew(ctx)[0])


def forgotten(whose: Whose = Whose.STAFF) -> Headers:
    """The headers that let a browser forget the session."""
    return {"Set-Cookie": kept(KEPT_AS[whose], "", timedelta())}


def _name(name: str) -> str:
    return f"__Host-{name}" if _is_secure() else name


def _is_secure() -> bool:
    """Everywhere but on one machine, where there is no TLS."""
    return not (config().is_local and config().public_url.startswith("http://"))


def _check_page(method: str, asked: Incoming, *, is_form: bool) -> None:
    """Refuse what a page of another origin may have sent with our cookie."""
    if is_form:
        if not _is_ours(asked.headers, if_silent=True):
            raise ForeignPage()
        return
    if method == "GET":
        # Whoever follows a link comes from elsewhere, and looks at what comes by themselves.
        if asked.headers.get("sec-fetch-mode", "") != "navigate" and not _is_ours(asked.headers, if_silent=True):
            raise ForeignPage()
        return
    if not _is_ours(asked.headers, if_silent=False) or asked.headers.get(OURS, "") != "1":
        raise ForeignPage()
    if asked.raw_body and not parsing.is_json(asked.headers.get("content-type", "")):
        raise UnsupportedMediaType()


def _is_ours(headers: Mapping[str, str], *, if_silent: bool) -> bool:
    """True for a page of this origin, by what browsers say and no page can. if_silent: for one that says nothing."""
    if site := headers.get("sec-fetch-site", ""):
        return site == "same-origin"
    origin = headers.get("origin", "")
    return origin == our_origin() if origin else if_silent


def our_origin() -> str:
    """Where our pages are, as a browser names it."""
    parts = urlsplit(config().public_url.lower())
    return f"{parts.scheme}://{parts.netloc}"
