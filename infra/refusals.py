"""What API Gateway answers by itself, in the words of the app; infra/apis.py writes it into a packaged template.

It has one text for each refusal, whatever the request accepts. Operators' API says it as a problem document. At the
other one programs and people ask: its text is a problem document that a browser shows as a page, the page being its
last field. Everything before the page is there too, unseen: `visibility` hides it, from screen readers as well.
"""

from __future__ import annotations

import html
import json
from collections.abc import Mapping
from typing import Any, Final

from chalicelib.core import errors
from chalicelib.core.errors import AppError
from chalicelib.core.http.looks import GREEN
from chalicelib.core.http.problem import to_customers

# By what API Gateway calls it, the error of ours.
REFUSALS: Final[Mapping[str, type[AppError]]] = {
    "MISSING_AUTHENTICATION_TOKEN": errors.UnknownPath,
    # What is said of a path that is not there to whoever sends a Bearer token, which is taken for a signature of AWS's.
    "INVALID_SIGNATURE": errors.UnknownPath,
    "EXPIRED_TOKEN": errors.UnknownPath,
    "UNSUPPORTED_MEDIA_TYPE": errors.UnsupportedMediaType,
    "THROTTLED": errors.TooBusy,
    "REQUEST_TOO_LARGE": errors.BodyTooLarge,
    "DEFAULT_4XX": errors.BadRequest,
    "WAF_FILTERED": errors.Forbidden,
    "DEFAULT_5XX": errors.Unavailable,
}
# API Gateway says of a method that it has not what it says of a path; of the firewall the app knows nothing.
SAID: Final[Mapping[type[AppError], tuple[str, str]]] = {
    errors.UnknownPath: (
        "没有这个接口或不支持此请求方法，请对照接口文档检查。",
        "Nothing here under that path, or not by that method. Check both against /docs.",
    ),
    errors.Forbidden: (
        "请求被拦截，请稍后重试；如持续出现，请联系管理员。",
        "This request was turned away. Try again later, or tell whoever runs this.",
    ),
}
TO_PEOPLE: Final[Mapping[type[AppError], tuple[str, str]]] = dict.fromkeys(
    (errors.BadRequest, errors.Forbidden),
    ("暂时无法打开，请稍后再试，或联系门店员工。", "This does not open now. Try again later, or ask the shop's staff."),
)
REQUEST_ID = "$context.requestId"
PROGRAMS, PEOPLE = "application/problem+json", "text/html; charset=utf-8"
PAGE = (
    "<title>暂时无法打开</title><meta name=viewport content='width=device-width,initial-scale=1'><style>"
    "body{margin:0;visibility:hidden;font-size:0;background:#f4f6f5}"
    "main{visibility:visible;position:fixed;inset:0;margin:auto;width:fit-content;height:fit-content;max-width:min(320px,76vw);"
    "padding:32px 28px;background:#fff;border-radius:16px;border-top:4px solid GREEN;text-align:center;"
    "font:600 20px/1.45 -apple-system,PingFang SC,Microsoft YaHei,sans-serif;color:#1d2621}"
    "small{display:block;margin-top:8px;font-size:14px;font-weight:400;color:#5d6b63}"
    "</style><main lang=zh-CN>ZH<small lang=en>EN</small></main>"
).replace("GREEN", GREEN)


def answers(*, for_people: bool) -> dict[str, Any]:
    """Each refusal as a template says it; for_people: where they look, too."""
    return {name: _answer(name, for_people=for_people) for name in REFUSALS}


def _answer(name: str, *, for_people: bool) -> dict[str, Any]:
    error = REFUSALS[name]()
    zh, en = SAID.get(type(error), (error.zh, error.en))
    told: dict[str, Any] = {
        "type": f"/docs#{error.code}",
        "status": error.status,
        "code": error.code,
        "title": en,
        "message_zh": zh,
        "message_en": en,
        "details": {},
        "request_id": REQUEST_ID,
    }
    headers = {"Content-Type": PEOPLE if for_people else PROGRAMS, "Cache-Control": "no-store"}
    if for_people:
        told["page"] = _page(*(TO_PEOPLE.get(type(error)) or to_customers(error)))
        headers["X-Content-Type-Options"] = "nosniff"
    if error.retry_after:
        # A browser looks again by itself.
        for header in ("Retry-After", "Refresh") if for_people else ("Retry-After",):
            headers[header] = str(error.retry_after)
    return {
        "StatusCode": str(error.status),
        "ResponseParameters": {"Headers": {header: f"'{value}'" for header, value in headers.items()}},
        "ResponseTemplates": {"application/json": json.dumps(told, ensure_ascii=False, separators=(",", ":"))},
    }


def _page(zh: str, en: str) -> str:
    return PAGE.replace("ZH", html.escape(zh)).replace("EN", html.escape(en))


def spoken(answer: Mapping[str, Any], request_id: str) -> tuple[int, list[tuple[str, str]], bytes]:
    """An answer of a template as a caller meets it: status, headers and body."""
    headers = [(name, value.strip("'")) for name, value in answer["ResponseParameters"]["Headers"].items()]
    body = answer["ResponseTemplates"]["application/json"].replace(REQUEST_ID, request_id)
    return int(answer["StatusCode"]), headers, body.encode()
