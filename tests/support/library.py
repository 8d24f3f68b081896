"""A corp with tags and members: what tests of tags begin from."""

from __future__ import annotations

from typing import Any

from tests.support import make
from tests.support.http import Answer, Http
from tests.support.stack import Stack
from tests.support.wecom import CORPS

CORP = CORPS["demo"].corp_id
COUNT = iter(range(1, 1_000))


class Library:
    """A corp with tags and members; each test makes its own, so that one stack serves all."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self.owner: Http = make.session(stack)

    def tags(self, *names: str) -> list[tuple[str, str]]:
        """New tags, with a name that no other test has: id and name of each."""
        fresh = [f"{name}{next(COUNT)}" for name in names]
        return list(zip(make.tag_ids(self.stack, *fresh), fresh, strict=True))

    def member(self, *tag_ids: str, name: str = "小红", staff: str = "liming") -> make.Member:
        """Somebody who was read a moment ago, tagged."""
        member = make.member(self.stack, f"{name}{next(COUNT)}", staff=staff)
        self.stack.clock.advance(1)
        if tag_ids:
            assert self.owner.post(f"/admin/v1/members/{member.id}/tags", {"add": list(tag_ids)}).status == 200
            self.stack.work_off()
            self.stack.clock.advance(1)
        return member

    def ask(self, tag_id: str, act: str, **body: Any) -> Answer:
        path = f"/admin/v1/tags/{tag_id}/{act}"
        return self.owner.put(path, body) if act == "name" else self.owner.post(path, body)

    def job(self, begun: Answer) -> dict[str, Any]:
        assert begun.status in (200, 201), begun.body
        self.stack.work_off()
        path = f"/admin/v1/jobs/{begun.json()['job_id']}"
        job: dict[str, Any] = make.session(self.stack).get(path).json()
        return {**job, "rejects": make.session(self.stack).get(f"{path}/rejects").json()["items"]}

    def here(self, member: make.Member) -> list[str]:
        relations = self.owner.get(f"/admin/v1/members/{member.id}").json()["relations"]
        return sorted({tag for one in relations for tag in one["tags"]})

    def at_wecom(self, member: make.Member, staff: str = "liming") -> list[str]:
        names = {tag.id: tag.name for group in self.groups() for tag in group.tags}
        relation = self.stack.sandbox.world.relation(CORP, staff, member.external_userid)
        assert relation is not None
        return sorted(names[tag_id] for tag_id in relation.tags)

    def groups(self) -> list[Any]:
        return list(self.stack.sandbox.world.state.tag_groups[CORP])

    def living(self) -> set[str]:
        listed = self.owner.get("/admin/v1/tag-groups").json()["items"]
        return {tag["name"] for group in listed for tag in group["tags"]}

    def foreign(self, tag_id: str) -> None:
        """It was made by another app, or by hand."""
        for group in self.groups():
            for tag in group.tags:
                tag.foreign |= tag.id == tag_id

    def found(self, tag: str) -> list[str]:
        items = self.owner.get(f"/admin/v1/members?tag={tag}&limit=100").json()["items"]
        return sorted(item["member_id"] for item in items)

    def post(self, **audience: list[str]) -> str:
        schedule = {"kind": "recurring", "rrule": "FREQ=WEEKLY;BYHOUR=9;BYMINUTE=0", "starts_at": "2027-01-01T09:00"}
        post = make.post(self.stack, audience={"channel": "customers", **audience}, schedule=schedule, confirm=True)
        return str(post.id)

    def audience(self, post: str) -> dict[str, Any]:
        return dict(self.owner.get(f"/admin/v1/posts/{post}").json()["audience"])
