"""Doors of uses."""

from __future__ import annotations

from chalicelib.content.errors import NotApproved, StateDoesNotAllow, SupersededVersion, UnknownContent, VersionRecalled
from chalicelib.content.ids import ContentId
from chalicelib.content.shapes import ITEM
from chalicelib.core.audited import Leaves
from chalicelib.core.context import Ctx
from chalicelib.core.http.routes import Routes
from chalicelib.core.http.texts import Lint
from chalicelib.uses import service, shapes
from chalicelib.uses.room import READ, RECALL, RENEW, ROOM

routes = Routes(ROOM)


@routes.post(
    "/admin/v1/content-items/{item_id}/versions/{version}/recalls",
    allow=RECALL,
    summary=(
        "撤回已通过的版本，并撤回其未发送的群发任务",
        "Recall an approved version, and take back what is unsent of it",
    ),
    body=shapes.RecallContent,
    texts={"reason": Lint.NONE},
    answer=shapes.Reach,
    errors=(UnknownContent, StateDoesNotAllow, SupersededVersion),
)
def recall_content(ctx: Ctx, item_id: ContentId, version: str, body: shapes.RecallContent) -> shapes.Reach:
    return service.recall(ctx, item_id, version, body.reason)


@routes.get(
    "/admin/v1/content-items/{item_id}/versions/{version}/reach",
    allow=READ,
    summary=(
        "该版本发到了哪里：群发、已发出与未发出的人数",
        "How far a version has come: posts, who has it, who may get it",
    ),
    answer=shapes.Reach,
    errors=(UnknownContent,),
)
def read_content_reach(ctx: Ctx, item_id: ContentId, version: str) -> shapes.Reach:
    return service.reach(ctx, item_id, version)


@routes.post(
    "/admin/v1/content-items/{item_id}/new-version",
    allow=RENEW,
    leaves=Leaves(ITEM, "item_id"),
    summary=("使用该素材的都改用新版本", "Have all who use an item use the version approved last"),
    answer=shapes.Renewed,
    errors=(UnknownContent, NotApproved, VersionRecalled),
)
def renew_content(ctx: Ctx, item_id: ContentId) -> shapes.Renewed:
    return service.renew(ctx, item_id)
