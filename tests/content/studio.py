"""People of every role and content on its way: what these tests begin from."""

from __future__ import annotations

import base64
import io
import itertools
from collections.abc import Callable
from typing import Any
from unittest import mock

import msgspec
from PIL import Image

from chalicelib.content import reviews, service, shapes, store
from chalicelib.content.ids import ContentId, PictureId
from chalicelib.core import aws, config
from chalicelib.core.context import Ctx, new_ctx
from chalicelib.core.http.rights import Role, of_role
from chalicelib.core.storage import table
from tests.support.http import Answer, Http
from tests.support.stack import Stack

TEXT = {"name": "双十一预告", "text": "您好，我是{{staff_name}}。满{{amount}}可用券，{{day}}见。"}
VARIABLES = [
    {"name": "amount", "type": "money", "fallback": 10000},
    {"name": "day", "type": "date", "fallback": "2026-11-21"},
]
LINK = {"kind": "link", "title": "领券", "desc": "到店可用", "url": "https://m.example.com/w?a=1"}
USERIDS = {"author": "liming", "editor": "chenyu", "compliance": "wangfang", "owner": "zhangwei"}
_requests = itertools.count(1)
# What brings a draft into each status: (who, verb, body).
SUBMIT = ("author", "submissions", None)
PASS = {
    stage: (who, "reviews", {"stage": stage, "verdict": "passed"})
    for stage, who in (("content", "editor"), ("compliance", "compliance"), ("business", "owner"))
}
REJECT = ("editor", "reviews", {"stage": "content", "verdict": "rejected", "reason": "错别字"})
TO_APPROVED = [SUBMIT, *PASS.values()]
WAYS: dict[str, list[tuple[str, str, Any]]] = {
    "draft": [],
    "content_review": TO_APPROVED[:1],
    "compliance_review": TO_APPROVED[:2],
    "business_review": TO_APPROVED[:3],
    "approved": TO_APPROVED,
    "rejected": [SUBMIT, REJECT],
    "recalled": [*TO_APPROVED, ("compliance", "recalls", {"reason": "活动取消"})],
    "replaced": [*TO_APPROVED, ("author", "replacement", None)],
}


class Studio:
    """liming writes, chenyu edits, wangfang looks after compliance, zhangwei owns; zhaolei is free to be anybody."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self._sessions: dict[str, Http] = {}
        self.owner = stack.operator()
        self.author = self.as_role("marketer", "liming")
        self.editor = self.as_role("marketer", "chenyu")
        self.compliance = self.as_role("compliance", "wangfang")

    def as_role(self, role: str, userid: str = "zhaolei") -> Http:
        """A member of staff with a role; a session carries no role, so one serves for all of them."""
        assert self.owner.put(f"/admin/v1/operators/{userid}", {"role": role}).status == 200
        if userid not in self._sessions:
            self._sessions[userid] = self.stack.operator(userid)
        return self._sessions[userid]

    def create(self, by: Http | None = None, **changes: Any) -> Answer:
        return (by or self.author).post("/admin/v1/content-items", {**TEXT, "variables": VARIABLES, **changes})

    def draft(self, by: Http | None = None, **changes: Any) -> ContentId:
        made = self.create(by, **changes)
        assert made.status == 201, made.body
        return ContentId(made.json()["item_id"])

    def edit(self, item_id: ContentId, based_on: int, by: Http | None = None, **changes: Any) -> Answer:
        body = {"text": "改过的文字", "based_on": based_on, **changes}
        return (by or self.author).post(f"/admin/v1/content-items/{item_id}/versions", body)

    def take(self, item_id: ContentId, who: str | Http, verb: str, body: Any = None, version: int = 1) -> Answer:
        http = getattr(self, who) if isinstance(who, str) else who
        answer: Answer = http.post(f"/admin/v1/content-items/{item_id}/versions/{version}/{verb}", body)
        return answer

    def bring(self, item_id: ContentId, status: str, version: int = 1) -> ContentId:
        """Take the item's version the whole way into a status, past the doors: that they work is seen elsewhere."""
        for who, verb, body in WAYS[status]:
            ctx, number = self.ctx(USERIDS[who]), str(version)
            if verb == "submissions":
                reviews.submit(ctx, item_id, number)
            elif verb == "replacement":
                service.edit(ctx, item_id, shapes.NewContentVersion(based_on=version, text="改过的文字"))
                self.bring(item_id, "approved", version + 1)
            elif verb == "reviews":
                reviews.review(ctx, item_id, number, msgspec.convert(body, shapes.ReviewContent))
            else:
                reviews.recall(ctx, item_id, number, body["reason"])
        return item_id

    def ctx(self, userid: str) -> Ctx:
        """A request of its own by a member of staff."""
        request_id, now = f"req-{next(_requests)}", self.stack.clock.now()
        return new_ctx("demo", f"operator:{userid}", request_id, now=now, rights=of_role(Role.OWNER))

    def written(self, **changes: Any) -> ContentId:
        """A draft by liming, past the door."""
        new = msgspec.convert({**TEXT, "variables": VARIABLES, **changes}, shapes.NewContentItem)
        with mock.patch.object(store, "Transaction", OneByOne):
            return service.create(self.ctx(USERIDS["author"]), new).item_id

    def version(self, item_id: ContentId, number: int = 1) -> dict[str, Any]:
        read = self.owner.get(f"/admin/v1/content-items/{item_id}").json()
        (found,) = [one for one in read["versions"] if one["version"] == number]
        return dict(found)

    def rows(self, item_id: ContentId) -> list[dict[str, Any]]:
        """The item's rows as stored, stamps and all."""
        found = aws.client("dynamodb").query(
            TableName=config.config().main_table,
            KeyConditionExpression="pk = :pk",
            ExpressionAttributeValues={":pk": {"S": f"demo#content#{item_id}"}},
        )
        return list(found["Items"])

    def picture(self, data: bytes) -> PictureId:
        made = self.author.post("/admin/v1/pictures", {"name": "封面", "data": base64.b64encode(data).decode()})
        assert made.status == 201, made.body
        return PictureId(made.json()["picture_id"])


class OneByOne:
    """Puts without a transaction, for which moto would copy the whole table each time."""

    def __init__(self, ctx: Ctx) -> None:
        self._ctx = ctx

    def put_new(self, row: table.Row, refused: Callable[[Any], Exception]) -> None:
        try:
            table.put_new(self._ctx, row)
        except table.Refused as met:
            raise refused(met.old) from None

    def commit(self) -> None:
        """All is written."""


def image(width: int = 520, height: int = 416, form: str = "PNG", color: str = "red") -> bytes:
    """A picture as another library writes it."""
    out = io.BytesIO()
    Image.new("RGB", (width, height), color).save(out, form)
    return out.getvalue()
