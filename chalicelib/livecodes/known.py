"""A live code as this room's verbs know it; caches hold it, doors never show it."""

from __future__ import annotations

import msgspec

from chalicelib.core.ids import StoreId, UserId
from chalicelib.core.moments import NEVER, Moment
from chalicelib.core.problems import Problem
from chalicelib.core.shapes import Hands
from chalicelib.coupons.ids import TemplateId
from chalicelib.livecodes import ids
from chalicelib.livecodes.shapes import ContactWay, HourlyWelcome, StaffShare, Welcome, WelcomeContent
from chalicelib.livecodes.states import CodeState, Standing
from chalicelib.stores.shapes import NO_STORE


class Terms(Hands, frozen=True, kw_only=True):
    """What a live code says, without its contact ways. problem: of the one that WeCom refused last.

    revision: grows with each edit. was: what it goes back to when it leaves the archive. batch: the job that made it.
    """

    code: ids.LiveCode
    name: str
    staff: tuple[StaffShare, ...]
    tag_ids: tuple[str, ...]
    welcome: Welcome
    welcome_hours: tuple[HourlyWelcome, ...] = ()
    coupon_template_id: TemplateId = TemplateId("")
    store_id: StoreId = NO_STORE
    created_at: Moment
    revision: int = 1
    state: Standing = Standing.OPEN
    was: Standing = Standing.OPEN
    batch: str = ""
    problem: Problem | None = None
    welcome_problem: Problem | None = None

    @property
    def userids(self) -> frozenset[UserId]:
        """Who stands behind it."""
        return frozenset(share.userid for share in self.staff)

    @property
    def named(self) -> tuple[WelcomeContent, ...]:
        """The content that its welcomes name."""
        welcomes = (self.welcome, *(hour.welcome for hour in self.welcome_hours))
        return tuple(one.content for one in welcomes if one.content)


class Way(ContactWay, frozen=True):
    """A contact way as verbs need it. asked_at: when WeCom was first asked to make it, NEVER before.

    ending: the id of one that was taken out of use, until WeCom has deleted it.
    """

    asked_at: Moment = NEVER
    ending: str = ""


class Edit(msgspec.Struct, frozen=True):
    """What the last edit changed, and when. changed: names of fields; added, removed: of the staff."""

    at: Moment
    changed: tuple[str, ...]
    added: tuple[UserId, ...] = ()
    removed: tuple[UserId, ...] = ()


class Known(msgspec.Struct, frozen=True):
    """A live code with the contact ways of its staff. spare: of those who are not behind it any more.

    moved: userids that a way went on from, under another.
    """

    terms: Terms
    ways: tuple[Way, ...]
    spare: tuple[Way, ...] = ()
    moved: frozenset[UserId] = frozenset()

    @property
    def state(self) -> CodeState:
        """How far WeCom is with the contact ways."""
        if any(not way.config_id and way.problem is None for way in self.ways):
            return CodeState.PREPARING
        return CodeState.READY if all(way.config_id for way in self.ways) else CodeState.IN_PART
