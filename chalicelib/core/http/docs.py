"""The API's own documentation: the OpenAPI document and a page that reads well, with nothing loaded from elsewhere."""

from __future__ import annotations

import msgspec

from chalicelib.core.errors import every
from chalicelib.core.http import openapi, rates
from chalicelib.core.http.answers import Answer, Incoming
from chalicelib.core.http.page import page
from chalicelib.core.http.rights import PUBLIC
from chalicelib.core.http.routes import Routes
from chalicelib.core.http.schemas import Schema
from chalicelib.core.instance import once
from chalicelib.core.room import Room

ROOM = Room(
    name="docs",
    zh="接口文档",
    en="The API's own documentation",
    tag="docs",
    flows=False,
    public=("/docs", "/openapi.json"),
)
routes = Routes(ROOM)


@once
def document() -> Schema:
    """The OpenAPI document of this process."""
    return openapi.document()


@routes.get(
    "/openapi.json",
    allow=PUBLIC,
    rate=rates.DOCS,
    summary=("接口定义", "The OpenAPI document"),
    media_type="application/json",
)
def read_openapi(incoming: Incoming) -> Answer:
    return Answer(body=msgspec.json.encode(document()).decode(), media_type="application/json")


@routes.get(
    "/docs", allow=PUBLIC, rate=rates.DOCS, summary=("接口文档", "The API's documentation"), media_type="text/html"
)
def read_docs(incoming: Incoming) -> Answer:
    shown = document()
    return page(
        "docs.html",
        document=shown,
        groups=_groups(shown),
        schemas=shown["components"]["schemas"],
        errors=list(every()),
    )


def _groups(document: Schema) -> dict[str, list[Schema]]:
    groups: dict[str, list[Schema]] = {}
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            groups.setdefault(operation["tags"][0], []).append({"path": path, "method": method.upper(), **operation})
    return groups
