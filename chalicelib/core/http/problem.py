"""Refusals and failures as whoever stands at the door reads them: RFC 9457 problem details, or a page.

A customer is told what a customer can do: of what the core says of headers, tokens and ids they know nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

import msgspec
from chalice.app import Request, Response

from chalicelib.core import errors
from chalicelib.core.errors import AppError
from chalicelib.core.http import entrance, looks
from chalicelib.core.http.answers import json_answer, shape
from chalicelib.core.http.page import page
from chalicelib.core.http.parsing import is_for_customers
from chalicelib.core.http.visitors import is_wechat


class Where(NamedTuple):
    """Where somebody stands. is_page: they look at a page. corp: whose, '' where nobody can tell.

    own: the page of theirs that they want, '' for all that needs no session of a customer. browser: what theirs calls
    itself.
    """

    path: str
    is_page: bool = False
    corp: str = ""
    own: str = ""
    browser: str = ""


_NOTHING = (
    "没有找到您要的内容，请返回后重新打开，或联系门店员工。",
    "There is nothing here. Go back and open it again, or ask the shop's staff.",
)
_AGAIN = (
    "提交未成功，请关闭小程序后重新打开再试。",
    "This could not be sent. Close the mini-program, open it again and try once more.",
)
_MANY = ("当前人数较多，请稍候几秒再试。", "Too many at once. Try again in a few seconds.")
_SIGN_IN = ("请先登录后再操作。", "Please sign in first.")
TO_CUSTOMERS: Final[Mapping[type[AppError], tuple[str, str]]] = {
    errors.AppError: errors.LATER,
    errors.InternalError: errors.LATER,
    errors.Unavailable: errors.LATER,
    errors.NotConfigured: errors.LATER,
    errors.OutcomeUnknown: (
        "暂未收到处理结果，请稍后再试，不会重复处理。",
        "No answer came back in time. Try again in a moment; it is not done twice.",
    ),
    errors.NotFound: _NOTHING,
    errors.UnknownCorp: _NOTHING,
    errors.UnknownPath: _NOTHING,
    errors.BadRequest: _AGAIN,
    errors.InvalidHeader: _AGAIN,
    errors.MethodNotAllowed: _AGAIN,
    errors.UnsupportedMediaType: _AGAIN,
    errors.BodyTooLarge: ("提交的内容过大，请精简后重试。", "This is too much at once. Shorten it and try again."),
    errors.Unauthenticated: _SIGN_IN,
    errors.CorpBusy: _MANY,
    errors.ForeignPage: (
        "没有提交成功，请返回上一页，刷新后再试。",
        "This could not be sent. Go back, load the page again and try once more.",
    ),
    errors.Forbidden: ("您没有权限进行此操作。", "You may not do this."),
    errors.RoleNotAllowed: ("您没有权限进行此操作。", "You may not do this."),
    errors.IdempotencyConflict: ("正在处理，请勿重复提交，稍候查看结果。", "It is being done. Look again in a moment."),
    errors.IdempotencyMismatch: ("内容已变化，请返回后重新提交。", "This has changed. Go back and send it anew."),
}


def refusal(error: AppError, request_id: str, where: Where) -> Response:
    """An error as it is answered there: what may be tried again says when."""
    again = {"Retry-After": str(error.retry_after)} if error.retry_after else {}
    zh, en = to_customers(error) if _is_a_customer(where) else (error.zh, error.en)
    if where.own and where.corp and isinstance(error, errors.Unauthenticated):
        return _entrance(error, request_id, where)
    if where.is_page:
        # Whoever is only to wait sees the page by itself when it is their turn, and has nothing to tell anybody.
        mark, title = _seen_as(error)
        number = request_id if error.status >= errors.InternalError.status and not error.reloads else ""
        shown = page(
            "sorry.html",
            status=error.status,
            code=error.code,
            mark=mark,
            title=title,
            reloads=error.reloads,
            message=zh,
            message_en=en,
            request_id=number,
            look=looks.of_corp(where.corp),
        )
        reloaded = {"Refresh": str(error.retry_after)} if error.reloads else {}
        return shape(msgspec.structs.replace(shown, headers={**shown.headers, **again, **reloaded}), None, error.status)
    body = {
        "type": f"/docs#{error.code}",
        "title": en,
        "status": error.status,
        "code": error.code,
        "message_zh": zh,
        "message_en": en,
        "details": error.details,
        "request_id": request_id,
    }
    headers = {"Content-Type": "application/problem+json", **again}
    return json_answer(msgspec.json.encode(body).decode(), error.status, headers)


def _entrance(error: errors.Unauthenticated, request_id: str, where: Where) -> Response:
    """The way in; of a corp that there is not, that there is nothing."""
    try:
        shown = entrance.page_of(error, where.corp, where.own, is_in_wechat=is_wechat(where.browser))
    except errors.UnknownCorp as unknown:
        return refusal(unknown, request_id, where)
    return shape(shown, None, error.status)


def _seen_as(error: AppError) -> tuple[str, str]:
    """The mark and the title of a page that has nothing else to show."""
    if error.reloads:
        return "wait", "请稍候"
    if error.status == errors.NotFound.status:
        return "lost", "没有找到"
    if error.status == errors.Conflict.status:
        return "rest", "现在无法使用"
    return "fault", "暂时无法打开"


def to_customers(error: AppError) -> tuple[str, str]:
    """It in customers' words: those that its room has for them, else the core's, else everybody's."""
    return error.customers or TO_CUSTOMERS.get(type(error), (error.zh, error.en))


def is_browser(request: Request) -> bool:
    """True for somebody who opens an address and looks at what comes."""
    return bool(request.method == "GET" and "text/html" in request.headers.get("accept", ""))


def _is_a_customer(where: Where) -> bool:
    return where.is_page or is_for_customers(where.path)
