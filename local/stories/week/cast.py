"""Who plays: the people of the brand with what they may do, and how a step is done by one and refused to another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from chalicelib.core.errors import AppError, RoleNotAllowed
from chalicelib.core.moments import moment, shanghai_day
from local import cloud, demo
from local.stories.first import signed_in
from local.stories.friends import Friend
from local.stories.tale import Tale
from local.web import Client


class Person(NamedTuple):
    """Somebody of the brand. role: '' for whoever has none; post, post_en: what colleagues call it."""

    userid: str
    name: str
    en: str
    role: str
    post: str
    post_en: str


BOSS = Person("boss", "王店长", "Wang", "owner", "所有者", "owner")
ZHOU = Person("zhou", "周玥", "Zhou", "marketer", "运营", "marketer")
LIN = Person("lin", "林珂", "Lin", "marketer", "运营", "marketer")
HUI = Person("hui", "陆慧", "Hui", "compliance", "合规", "compliance")
HE = Person("hening", "何宁", "He", "service", "客服", "service")
SONG = Person("song", "宋岩", "Song", "supervisor", "华东督导", "supervisor of the east")
TANG = Person("tang", "唐敏", "Tang", "manager", "静安店长", "manager of a store")
GU = Person("guqing", "顾青", "Gu", "adviser", "导购", "adviser")
LAN = Person("lanyue", "蓝月", "Lan", "adviser", "导购", "adviser")
YU = Person("yubo", "于波", "Yu", "store_staff", "徐汇店员", "clerk")
QIN = Person("qinlang", "秦朗", "Qin", "store_staff", "成都店员", "clerk of another store")
WU = Person("wufan", "吴帆", "Wu", "", "无角色", "no role")
# Whom the brand hires for the week; the owner and the compliance lead are there already.
HIRED = (ZHOU, LIN, HE, SONG, TANG, GU, LAN, YU, QIN, WU)
# Sessions live for 8 hours, those of customers for 2, by the clock that the story advances.
SESSION, PHONE_SESSION = 6 * 3600.0, 3600.0


@dataclass
class Store:
    """A store of the brand, by its number."""

    number: str
    name: str
    region: str
    store_id: str = ""


@dataclass
class Week:
    """What the story has learnt so far. things: where each thing is read, for the neighbour to look at."""

    tale: Tale
    roles: dict[str, str] = field(default_factory=dict)
    stores: list[Store] = field(default_factory=list)
    codes: dict[str, dict[str, Any]] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)
    things: list[tuple[str, str]] = field(default_factory=list)
    friends: dict[str, Friend] = field(default_factory=dict)
    at: datetime | None = None
    began: str = ""
    _asked: int = 0
    _said: str = ""
    _doors: dict[tuple[str, str], tuple[Client, float]] = field(default_factory=dict)

    @contextmanager
    def step(self, zh: str, en: str, by: Person, but: Person) -> Iterator[None]:
        """A step with who does it, and whom it is refused to."""
        with self.tale.step(
            f"{by.name}（{by.post}）{zh}；{but.name}（{but.post}）不能",
            f"{by.en}, {by.post_en}, {en}; {but.en}, {but.post_en}, may not",
        ):
            yield

    def __post_init__(self) -> None:
        self.began = self.day()

    def day(self) -> str:
        """Today, where the corp is."""
        return str(shanghai_day(moment(self.tale.stack.sandbox.get("/clock")["now"])))

    def now(self) -> float:
        """The clock that everybody shares."""
        return float(self.tale.stack.sandbox.get("/clock")["unix"])

    def as_(self, who: Person, door: str = "admin") -> Client:
        """Our API as somebody of the brand sees it; they sign in again when their session has grown old."""
        held = self._doors.get((who.userid, door))
        if held and self.now() - held[1] < SESSION:
            return held[0]
        role = self.roles.get(who.role, who.role)
        client = signed_in(self.tale, who.userid, f"/{door}/v1/sessions", role)
        self._doors[who.userid, door] = (client, self.now())
        return client

    def phone(self, name: str) -> Client:
        """Our API as a customer's mini-program sees it; they sign in again when their session has grown old."""
        held = self._doors.get((name, "mini"))
        if held and self.now() - held[1] < PHONE_SESSION:
            return held[0]
        client = self.friends[name].signed_in()
        self._doors[name, "mini"] = (client, self.now())
        return client

    def refused(
        self,
        who: Person,
        method: str,
        path: str,
        body: Any = None,
        why: type[AppError] = RoleNotAllowed,
        door: str = "admin",
    ) -> None:
        """Somebody tries, and is told in the typed refusal's own sentences why not."""
        status, said = self.as_(who, door).ask(method, path, body)
        is_typed = (status, said.get("code")) == (why.status, why.__name__)
        self.tale.promise(is_typed, f"{who.en} is refused as {why.__name__}: {method} {path}: {status} {said}")
        is_told = _is_said(said["message_zh"], why.zh) and _is_said(said["message_en"], why.en)
        self.tale.promise(is_told, f"in its own sentences: {said}")
        note = f"✋ {who.name}：{said['message_zh']} {who.en}: {said['message_en']}"
        if note != self._said:
            self.tale.note(note)
        self._said = note

    def does(
        self,
        who: Person,
        method: str,
        path: str,
        body: Any = None,
        *,
        but: Person,
        why: type[AppError] = RoleNotAllowed,
        door: str = "admin",
    ) -> Any:
        """What is answered to who may, after the very same was refused to who may not."""
        self.refused(but, method, path, body, why, door)
        return self.says(who, method, path, body, door=door)

    def says(self, who: Person, method: str, path: str, body: Any = None, *, door: str = "admin") -> Any:
        """What is answered to who may."""
        self._asked += 1
        key = self.tale.key(f"act {self._asked}") if method == "POST" else ""
        status, answer = self.as_(who, door).ask(method, path, body, key)
        self.tale.promise(status < 300, f"{who.en} may: {method} {path}: {status} {answer}")
        return answer

    def sees(self, who: Person, path: str) -> Any:
        """What somebody reads there."""
        return self.says(who, "GET", path)

    def seen_at(self, path: str, thing: str) -> None:
        """Remember where something of the brand is read, and its id."""
        self.things.append((path, thing))

    def job(self, job_id: str, who: Person = ZHOU) -> dict[str, Any]:
        """A job that is done."""
        self.seen_at(f"/admin/v1/jobs/{job_id}", job_id)
        self.tale.until(lambda: self._state(job_id, who) == "done", f"job {job_id} is done", 60)
        found: dict[str, Any] = self.sees(who, f"/admin/v1/jobs/{job_id}")
        return found

    def _state(self, job_id: str, who: Person) -> str:
        return str(self.sees(who, f"/admin/v1/jobs/{job_id}")["state"])

    def later(self, by: str) -> None:
        """Time passes, and the minute's tick runs now instead of within a minute."""
        self.tale.stack.sandbox.post("/clock", {"advance": by}, status=200)
        cloud.tick(self.tale.stack.places)

    def code(self, number: str, who: Person | None = None, place: int = 0) -> str:
        """A live code of a store: of all behind it, or of those that show somebody."""
        found = [
            str(one["code"])
            for one in self.codes.values()
            if one["name"].startswith(number) and (who is None or one["staff"][0]["userid"] == who.userid)
        ]
        return sorted(found)[place]

    def page(self, code: str) -> str:
        """The entry page of a live code as a customer's browser shows it."""
        return str(self.tale.stack.api.raw("GET", f"/c/{demo.KEY}-{code}").data.decode())


def _is_said(text: str, sentence: str) -> bool:
    """True when a text is the sentence, with something in its gaps."""
    gaps = re.split(r"\{\w+\}", sentence)
    return re.fullmatch(".+".join(re.escape(part) for part in gaps), text, re.DOTALL) is not None
