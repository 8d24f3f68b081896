"""The API's own documentation: the OpenAPI document and a page that reads well, with nothing loaded from elsewhere."""

from __future__ import annotations

import functools
from typing import Any

import msgspec

from chalicelib.core import auth, openapi
from chalicelib.core.errors import every
from chalicelib.core.http import Answer, Incoming, Routes
from chalicelib.core.pages import page

routes = Routes(__name__)


@functools.lru_cache(maxsize=1)
def document() -> dict[str, Any]:
    """The OpenAPI document of this process."""
    return openapi.document()


@routes.get(
    "/openapi.json", allow=auth.PUBLIC, summary=("接口定义", "The OpenAPI document"), media_type="application/json"
)
def read_openapi(incoming: Incoming) -> Answer:
    return Answer(body=msgspec.json.encode(document()).decode(), media_type="application/json")


@routes.get("/docs", allow=auth.PUBLIC, summary=("接口文档", "The API's documentation"), media_type="text/html")
def read_docs(incoming: Incoming) -> Answer:
    shown = document()
    return page(
        "docs.html",
        document=shown,
        groups=_groups(shown),
        schemas=shown["components"]["schemas"],
        errors=list(every()),
    )


def _groups(document: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    groups: dict[str, list[dict[str, Any]]] = {}
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            groups.setdefault(operation["tags"][0], []).append({"path": path, "method": method.upper(), **operation})
    return groups
