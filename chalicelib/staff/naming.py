"""Members of staff whom somebody names in what they ask for: each is of the corp and may act, or is told at its field.

The directory answers, read in calls of a hundred. Of whom it has not met WeCom is asked, ten at most, since each is a
call. Before the directory was read for the first time it has met nobody: of a few WeCom tells, and of many the
answer is that they were not checked, which may be confirmed, so that the first day's work is not refused.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from chalicelib.core.context import Ctx
from chalicelib.core.errors import Fault
from chalicelib.core.ids import UserId
from chalicelib.staff import knowing
from chalicelib.staff.states import ABLE, StaffState

MOST_ASKED = 10


class Doubts(msgspec.Struct, frozen=True):
    """What is wrong with the staff who are named, and what nobody can tell of them, which may be confirmed."""

    wrong: list[Fault]
    unchecked: list[Fault]


def doubts(ctx: Ctx, named: Mapping[str, UserId]) -> Doubts:
    """Of those who are named at these paths. 0 reads warm; 0.5 RU for each that is not, one call for 100.

    A call to WeCom for each whom the directory has not met, of at most ten; whoever WeCom will not tell of may be.
    """
    known = knowing.some(ctx, named.values())
    strangers = [userid for userid, one in known.items() if not one.is_met]
    told = {userid: knowing.told_now(ctx, userid) for userid in strangers[:MOST_ASKED]}
    nobody = {userid for userid, state in told.items() if state is StaffState.LEFT}
    away = {userid for userid, one in known.items() if not one.is_able}
    away |= {userid for userid, state in told.items() if state not in ABLE} - nobody
    unchecked = set(strangers[MOST_ASKED:])
    return Doubts(
        [
            *(_away(path, userid) for path, userid in named.items() if userid in away),
            *(_nobody(path, userid) for path, userid in named.items() if userid in nobody),
        ],
        [_unchecked(path, userid) for path, userid in named.items() if userid in unchecked],
    )


def _away(path: str, userid: UserId) -> Fault:
    zh = f"员工 {userid} 已离职、改名或账号不可用，请安排其他员工。"
    en = f"{userid} has left, was renamed or cannot act. Name somebody else."
    return Fault(path, "away", None, zh, en)


def _nobody(path: str, userid: UserId) -> Fault:
    zh = f"企业微信没有员工 {userid}，请核对账号。"
    return Fault(path, "unknown", None, zh, f"Nobody is called {userid} at WeCom. Check the userid.")


def _unchecked(path: str, userid: UserId) -> Fault:
    zh = f"员工 {userid} 不在已读取的通讯录中，未能核对；可先同步通讯录。"
    en = f"{userid} is not in the directory as it was read, so nobody could tell. Reconcile the directory first."
    return Fault(path, "unchecked", MOST_ASKED, zh, en)
