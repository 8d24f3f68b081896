"""python -m tests.docs.errors_page: writes docs/developers/errors.md from the error classes."""

from __future__ import annotations

import importlib
import pkgutil

import chalicelib
from chalicelib.core.errors import AppError, every
from tests.support.markdown import ROOT

PATH = ROOT / "docs" / "developers" / "errors.md"
HEAD = """# 错误码 Error codes

Generated from the classes by `make reference`; do not edit. 由代码生成，请勿手改。

Every refusal is `application/problem+json`: `code` (branch on this), `status`, `message_zh`, `message_en`, `details`,
`request_id`. The code is the class's name; `…` stands for what differs from case to case. What is wrong at fields
stands in `details.errors`, all at once. What API Gateway answers by itself (unknown path, throttled, too large) has the
same shape and codes. How to read them: [calling the API](calling.md).

| code | status | 中文 | English | from |
|---|---|---|---|---|
"""


def main() -> None:
    """Write the page."""
    PATH.write_text(render())
    print(f"wrote {PATH.relative_to(ROOT)}")


def render() -> str:
    """The page as it is committed."""
    return HEAD + "".join(_line(error) for error in classes())


def classes() -> list[type[AppError]]:
    """Every error class of the product, by status and name."""
    for module in pkgutil.walk_packages(chalicelib.__path__, "chalicelib."):
        importlib.import_module(module.name)
    found = [error for error in every() if error.__module__.startswith("chalicelib.") and error is not AppError]
    return sorted(found, key=lambda error: (error.status, error.__name__))


def _line(error: type[AppError]) -> str:
    room = error.__module__.removeprefix("chalicelib.")
    return f"| `{error.__name__}` | {error.status} | {_text(error.zh)} | {_text(error.en)} | {room} |\n"


def _text(text: str) -> str:
    return text.replace("{reason}", "…").replace("{errcode}", "…").replace("|", "\\|")


if __name__ == "__main__":
    main()
