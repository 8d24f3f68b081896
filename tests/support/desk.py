"""A marketer's desk: approved content, friends at WeCom with their cards, and posts on their way."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from chalicelib import clock
from chalicelib.audience import service as audiences
from chalicelib.audience import states as audience_states
from chalicelib.audience import store as audience_store
from chalicelib.audience.shapes import Card
from chalicelib.content import reviews
from chalicelib.content import service as contents
from chalicelib.content import store as content_store
from chalicelib.content.ids import ContentId
from chalicelib.content.shapes import ContentBody, Kind, NewContentVersion
from chalicelib.content.states import Stage, Verdict, VersionState
from chalicelib.content.steps import Step
from chalicelib.core.context import Ctx, new_ctx
from chalicelib.core.events.facts import Fact
from chalicelib.core.http.session import Session, issue
from chalicelib.core.ids import ExternalUserId, UserId
from chalicelib.core.moments import Moment, epoch_iso, iso
from chalicelib.members import rules as member_rules
from chalicelib.members import service as members
from chalicelib.members import store as member_store
from chalicelib.members.facts import MemberRefusedPosts
from chalicelib.members.ids import MemberId
from chalicelib.members.shapes import Preferences
from chalicelib.members.states import How
from chalicelib.tasks import store as tasks
from chalicelib.tasks.ids import TaskId
from chalicelib.touches.shapes import Origin
from local.wecom.records import Customer, Relation
from local.wecom.states import Status
from tests.support import flows
from tests.support.http import Http
from tests.support.stack import Stack, forget_everything
from tests.support.wecom import CORPS

CORP = CORPS["demo"].corp_id
TEXT = "今日到店，第二杯半价。"
_numbers = itertools.count(1)


class Desk:
    """What an operator and their customers do, and what both sides see."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self.owner = stack.operator()
        self._signed_in = stack.clock.now()
        self.content = self.approved()

    def ctx(self, actor: str = "system:test") -> Ctx:
        return new_ctx("demo", actor, f"req-{next(_numbers)}", now=self.stack.clock.now())

    def at(self, **later: float) -> Moment:
        """A moment so much later."""
        return iso(self.stack.clock.now() + timedelta(**later))

    def approved(self, channels: tuple[str, ...] = ("customers", "groups", "staff"), text: str = TEXT) -> ContentId:
        """A content item whose first version is approved, past the doors: how it gets there is seen elsewhere."""
        body = msgspec.convert({"text": text, "channels": channels}, ContentBody)
        ctx = self.ctx("operator:liming")
        item_id = content_store.create(ctx, ContentId(ctx.new_id()), "到店", Kind.TEXT, body).item_id
        ctx = self.ctx("operator:zhangwei")
        content_store.approve(ctx, item_id, 1, _passed(ctx), (VersionState.DRAFT,), None)
        return item_id

    def edit(self, text: str, version: int = 2, **more: Any) -> None:
        """A new version of the content, a draft."""
        new = msgspec.convert({"text": text, "based_on": version - 1, **more}, NewContentVersion)
        contents.edit(self.ctx("operator:liming"), self.content, new)

    def approve(self, version: int = 2) -> None:
        """The last of the reviews is passed, past the doors."""
        old = content_store.approved_last(self.ctx(), self.content)
        ctx = self.ctx("operator:zhangwei")
        content_store.approve(ctx, self.content, version, _passed(ctx), (VersionState.DRAFT,), old)

    def recall(self, version: int = 1) -> None:
        """The content may not be sent any more."""
        reviews.recall(self.ctx("operator:zhangwei"), self.content, str(version), "改价")

    def told(self, userid: str) -> list[str]:
        """The app messages that a member of staff has."""
        found = self.stack.platform.call("GET", f"corps/{CORP}/staff/{userid}/messages")["messages"]
        return [message["content"]["content"] for message in found]

    # customers

    def friend(
        self, name: str, userid: str = "liming", state: str = "", days: int = 30, tags: Sequence[str] = ()
    ) -> ExternalUserId:
        """A customer who has been a friend for so many days, at WeCom and as a member with a card."""
        external, since = self._befriend(name, userid, state, days)
        ctx, staff = self.ctx(), UserId(userid)
        member_store.add(ctx, external, staff, member_rules.add_entry(epoch_iso(since), How.FULL, state))
        member_store.meet(ctx, external, epoch_iso(since), state, staff)
        if tags:
            member_store.set_tags(ctx, self.member_id(external), staff, tags)
        self.gather(external)
        return external

    def friends(self, count: int, userid: str = "liming", prefix: str = "c") -> list[ExternalUserId]:
        """Friends at WeCom with a card, and no rows behind it, which planning does not read."""
        return [self._known(f"{prefix}{number}", userid) for number in range(count)]

    def _known(self, name: str, userid: str) -> ExternalUserId:
        external, since = self._befriend(name, userid, "", 30)
        ctx = self.ctx()
        card = Card(
            member_id=self.member_id(external),
            external_userid=external,
            friends={UserId(userid): epoch_iso(since)},
            tags=[],
            states=[],
            first_state="",
            stage=audience_states.Stage.LEAD,
        )
        audience_store.keep_card(ctx, card, 0)
        return external

    def _befriend(self, name: str, userid: str, state: str, days: int) -> tuple[ExternalUserId, int]:
        external, since = ExternalUserId(f"wm{name}"), int(self.stack.clock.time()) - days * 86400
        world = self.stack.sandbox.world
        world.state.customers[name] = Customer(name, name)
        world.put_relation(Relation(CORP, userid, external, name, Status.FRIENDS, since, state))
        return external, since

    def member_id(self, external: str) -> MemberId:
        return members.member_id_of(self.ctx(), ExternalUserId(external))

    def gather(self, external: str) -> None:
        """What follows from a fact about a member."""
        ctx, member = self.ctx(), self.member_id(external)
        data = MemberRefusedPosts(member=member)
        subject = f"member#{member}"
        audiences.gather(ctx, Fact(corp="demo", subject=subject, id="x", at=ctx.at, actor="", cause="", data=data))

    def _met(self, external: str) -> MemberId:
        member_store.meet(self.ctx(), ExternalUserId(external), self.at(), "", UserId(""))
        return self.member_id(external)

    def block(self, external: str, **body: Any) -> Any:
        self._met(external)
        return self.owner.put(f"/admin/v1/members/{self.member_id(external)}/block", body)

    def refuse(self, external: str, accept: bool = False) -> None:
        """The member says no to posts, or yes again."""
        members.prefer(self.ctx(), self._met(external), Preferences(accept_posts=accept))

    def received(self, external: str) -> list[str]:
        """The texts of mass messages that a customer has in their chats."""
        return [
            str(message.content["content"])
            for message in self.stack.sandbox.world.state.messages
            if message.sender == "mass" and message.external_userid == external
        ]

    def member(self, external: str) -> Http:
        """A member's own session."""
        who = Session(corp="demo", who=self.member_id(external), is_member=True)
        return self.stack.http.as_(issue(who, self.stack.clock.now())[0])

    # posts

    def body(self, **changes: Any) -> dict[str, Any]:
        return {
            "name": "周末",
            "content": {"item_id": self.content, "version": 1},
            "audience": {"channel": "customers"},
            "schedule": {"kind": "once", "at": self.at(hours=1)},
            **changes,
        }

    def post(self, **changes: Any) -> str:
        made = self.owner.post("/admin/v1/posts", self.body(**changes))
        assert made.status == 201, made.body
        return str(made.json()["post_id"])

    def read(self, post_id: str) -> dict[str, Any]:
        read = self.owner.get(f"/admin/v1/posts/{post_id}")
        assert read.status == 200, read.body
        return dict(read.json())

    def occurrence(self, post_id: str) -> dict[str, Any]:
        """The latest one."""
        return dict(self.read(post_id)["occurrences"][0])

    def tasks(self, post_id: str) -> list[dict[str, Any]]:
        """Of the latest occurrence."""
        at = self.occurrence(post_id)["at"]
        return list(self.owner.get(f"/admin/v1/posts/{post_id}/occurrences/{at}/tasks?limit=100").json()["items"])

    def origin(self, post_id: str) -> Origin:
        """What the tasks of its latest occurrence are for."""
        return Origin("post", post_id, self.occurrence(post_id)["at"])

    def task_id(self, post_id: str, number: int = 0) -> TaskId:
        """The how-maniest task of the latest occurrence."""
        return TaskId(self.tasks(post_id)[number]["task"])

    def report(self, post_id: str) -> dict[str, Any]:
        """What a report says that is asked for now, but for its time."""
        path = f"/admin/v1/posts/{post_id}/report"
        self.stack.drain.count()
        assert self.owner.post(path).status == 201
        while self.stack.drain.jobs():
            pass
        kept = self.owner.get(path).json()
        return {name: value for name, value in kept.items() if name not in ("as_of", "age")}

    def rules(self, **rules: Any) -> None:
        assert self.owner.put("/admin/v1/post-rules", rules).status == 200

    def after(self, **later: float) -> None:
        """So much time passes; then the minute ticks, and everything that follows is done."""
        self.stack.clock.advance(timedelta(**later).total_seconds())
        self.tick()

    def tick(self) -> None:
        """The minute's tick, and what follows."""
        self.sign_in()
        clock.tick(f"tick-{next(_numbers)}")
        self.stack.drain()

    def sign_in(self) -> None:
        """Again, when the session is about to end."""
        if self.stack.clock.now() - self._signed_in > timedelta(hours=5):
            self.owner, self._signed_in = self.stack.operator(), self.stack.clock.now()

    def restart(self) -> None:
        forget_everything()

    # WeCom

    def ledger(self, action: str = "created") -> list[dict[str, Any]]:
        """The sandbox's own record of mass tasks."""
        return [entry for entry in self.stack.platform.ledger("mass") if entry["action"] == action]

    def asked(self) -> dict[str, list[str]]:
        """Whom WeCom was asked to have sent to, by sender."""
        found: dict[str, list[str]] = {}
        for entry in self.ledger():
            found.setdefault(entry["sender"], []).extend(entry["targets"])
        return {sender: sorted(targets) for sender, targets in sorted(found.items())}

    def confirm(self, userid: str = "") -> None:
        """The member of staff (or all of them) taps "send" on everything that waits."""
        path = f"staff/{userid}/mass/confirm" if userid else "mass/confirm"
        self.stack.platform.call("POST", f"corps/{CORP}/{path}", {"msgid": self._waiting(userid)} if userid else {})

    def _waiting(self, userid: str) -> str:
        (task,) = self.stack.platform.call("GET", f"corps/{CORP}/staff/{userid}/mass")["tasks"]
        return str(task["msgid"])

    def marks(self, post_id: str) -> dict[str, str]:
        """What became of each target of the latest occurrence, as stored."""
        ctx, origin = self.ctx(), self.origin(post_id)
        found: dict[str, str] = {}
        for shown in self.tasks(post_id):
            row = tasks.task(ctx, origin, shown["task"])
            assert row is not None
            targets = tasks.targets(ctx, row)
            found.update(zip(targets, tasks.outcome(ctx, row) or "0" * len(targets), strict=True))
        return found


def _passed(ctx: Ctx) -> Step:
    return Step(
        at=ctx.at, who=UserId(ctx.who), stage=Stage.BUSINESS, verdict=Verdict.PASSED, reason="", request=ctx.cause
    )


def only_ours(patch: pytest.MonkeyPatch) -> None:
    """What follows in other rooms (profiles read after joins, say) is seen elsewhere; a no to posts is ours."""
    flows.only_due(patch, [topic for topic in flows.due_topics() if topic.startswith("post")])
    ours = ("post.", "task.", "content.", "coupon.", "member.refused_posts", "member.accepted_posts")
    flows.only_facts(patch, lambda kind: kind.startswith(ours))
