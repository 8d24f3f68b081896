"""What somebody sees in a browser who signs in, or could not: pages of our own style, in both languages."""

from __future__ import annotations

from urllib.parse import urlencode

from chalicelib.core.errors import (
    AppError,
    InternalError,
    NotAnOperator,
    SignInCodeRefused,
    Unavailable,
    UnknownCorp,
    UnknownPath,
)
from chalicelib.core.http import assets
from chalicelib.core.http.page import OwnFile, Shown, kept_for_ever, own_file, own_page
from chalicelib.core.instance import once

AT_WECOM = (
    "企业微信暂时没有响应，请稍候重新登录。",
    "WeCom does not answer at the moment. Wait a little and sign in again.",
)
NO_CODE = (
    "登录未完成：登录码已失效，或您不是该企业的成员。请重新登录。",
    "You are not signed in: the code is used or too old, or you are no member of this corp. Sign in again.",
)
NO_CORP = (
    "没有找到要登录的企业。登录链接可能不完整，请向企业所有者重新索取。",
    "There is no such corp here. The link may have lost a part: ask an owner of the corp for it.",
)


@once
def files() -> dict[str, OwnFile]:
    """The style and the script of these pages, by the names under which a browser asks for them."""
    found = (own_file("access/room.css"), own_file("access/room.js"))
    return {file.name: file for file in found}


def _names() -> dict[str, str]:
    style, script = files()
    return {"style": f"/console/assets/{style}", "script": f"/console/assets/{script}"}


def console() -> Shown:
    """The console; where the package has none, who is signed in, and how to sign out."""
    screens = assets.built()
    if screens:
        return assets.page(screens)
    return own_page("access/console.html", 200, {"Cache-Control": "no-cache"}, **_names())


def file(name: str, accepted: str) -> Shown:
    """A style or a script by its name. accepted: the Accept-Encoding of who asks. Raises UnknownPath."""
    found, screens = files().get(name), assets.built()
    if found:
        return kept_for_ever(found)
    if screens is None:
        raise UnknownPath()
    return assets.file(screens, name, accepted)


def sorry(error: AppError, request_id: str, again: dict[str, str], asked: list[str], cookie: str) -> Shown:
    """Why somebody is not signed in, and what to do. again: the corp and the page that they were on their way to.

    asked: who gives roles. cookie: what the browser keeps from now on.
    """
    zh, en = _said(error)
    return own_page(
        "access/sorry.html",
        error.status,
        {"Set-Cookie": cookie, **({"Retry-After": str(error.retry_after)} if error.retry_after else {})},
        zh=zh,
        en=en,
        again=f"/admin/v1/sign-in?{urlencode(again)}" if again else "",
        asked=asked,
        request_id=request_id if error.status >= InternalError.status else "",
        **_names(),
    )


def _said(error: AppError) -> tuple[str, str]:
    if isinstance(error, SignInCodeRefused):
        return NO_CODE
    if isinstance(error, UnknownCorp):
        return NO_CORP
    if isinstance(error, Unavailable):
        return AT_WECOM
    if isinstance(error, NotAnOperator):
        return "您还没有后台角色，暂时不能进入。", "You have no role here yet, so you cannot come in."
    return error.zh, error.en
