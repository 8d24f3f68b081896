"""Whether keys work, asked of WeCom and WeChat by themselves: nothing is cached, kept or written.

Keys and addresses are given, so that they can be tried before they are written anywhere. No error here holds one.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping
from ipaddress import ip_address
from typing import Any

import msgspec
import urllib3

from chalicelib.core.errors import UpstreamUnknown
from chalicelib.core.ids import UserId
from chalicelib.platforms.wecom import transport
from chalicelib.platforms.wecom.transport import Json, errcode_of, fitted

# Of a refusal's text this alone is read, as nothing else says it (docs/platform A3): which address of ours they saw.
SEEN_ADDRESS = re.compile(r"(?:from ip: ?|invalid ip )([0-9A-Fa-f:.]{3,45})")
# Each is a call. Of more departments the first say enough, and the others only whether anybody is seen at all.
MOST_DEPARTMENTS = 5
# All of an answer has to be there by then, and all departments have to be looked at.
WITHIN, LOOKING = 3.0, 4.0
# WeChat's mini-programs and accounts have calls of their own; another kind's token is refused there (docs/platform G9).
NOT_OF_THIS_KIND = 48001
LONGEST_FILE = 4096


class Refused(Exception):
    """A platform refused. address: ours as it saw it, '' where it does not say."""

    def __init__(self, errcode: int, address: str = "") -> None:
        super().__init__(f"errcode {errcode}")
        self.errcode = errcode
        self.address = address


class _Token(msgspec.Struct, frozen=True):
    access_token: str


class _User(msgspec.Struct, frozen=True):
    userid: UserId


class _Users(msgspec.Struct, frozen=True):
    user: list[_User] = []


class _Parties(msgspec.Struct, frozen=True):
    partyid: list[int] = []


class _Tags(msgspec.Struct, frozen=True):
    tagid: list[int] = []


class Agent(msgspec.Struct, frozen=True):
    """What an app sees, as it is told."""

    allow_userinfos: _Users = _Users()
    allow_partys: _Parties = _Parties()
    allow_tags: _Tags = _Tags()


class _Listed(msgspec.Struct, frozen=True):
    userlist: list[_User] = []


class _Followers(msgspec.Struct, frozen=True):
    follow_user: list[UserId] = []


class Visible(msgspec.Struct, frozen=True):
    """Whom an app sees. staff: how many. by_tag: others by tags, of whom nothing is counted.

    is_whole: every department was looked at, so nobody else is seen but by tags.
    """

    staff: int
    by_tag: bool
    is_whole: bool


def token(wecom: str, corp_id: str, secret: str) -> str:
    """A token of an app, or of the contacts (docs/platform A2). Raises Refused, UpstreamUnknown; so do all below."""
    return _token_in(_asked("GET", f"{wecom}/cgi-bin/gettoken", {"corpid": corp_id, "corpsecret": secret}))


def agent(wecom: str, access_token: str, agent_id: str) -> Agent:
    """What the app is told of itself, from where we are (docs/platform A8)."""
    query = {"access_token": access_token, "agentid": agent_id}
    return fitted(_asked("GET", f"{wecom}/cgi-bin/agent/get", query), Agent)


def visible(wecom: str, access_token: str, of: Agent) -> Visible:
    """How many staff an app sees (docs/platform A8, K2)."""
    until = time.monotonic() + LOOKING
    seen = {one.userid for one in of.allow_userinfos.user}
    looked = 0
    for department in of.allow_partys.partyid:
        if time.monotonic() > until or (seen and looked >= MOST_DEPARTMENTS):
            break
        seen |= set(_in_department(wecom, access_token, department))
        looked += 1
    return Visible(len(seen), bool(of.allow_tags.tagid), looked == len(of.allow_partys.partyid))


def _in_department(wecom: str, access_token: str, department: int) -> Iterator[UserId]:
    query = {"access_token": access_token, "department_id": str(department), "fetch_child": "1"}
    yield from (
        one.userid for one in fitted(_asked("GET", f"{wecom}/cgi-bin/user/simplelist", query), _Listed).userlist
    )


def serving(wecom: str, access_token: str) -> int:
    """How many staff may have customers (docs/platform K1): 48002 where the app may not call 客户联系 at all."""
    query = {"access_token": access_token}
    answer = _asked("GET", f"{wecom}/cgi-bin/externalcontact/get_follow_user_list", query)
    return len(fitted(answer, _Followers).follow_user)


def directory(wecom: str, access_token: str) -> None:
    """That the contacts' token lists ids (docs/platform K1)."""
    _asked("POST", f"{wecom}/cgi-bin/user/list_id", {"access_token": access_token}, {"limit": 1})


def wechat_token(wechat: str, appid: str, secret: str) -> str:
    """A token of a mini-program or an official account (docs/platform G9).

    The stable one: it ends no token that another system of theirs uses.
    """
    body = {"grant_type": "client_credential", "appid": appid, "secret": secret}
    return _token_in(_asked("POST", f"{wechat}/cgi-bin/stable_token", {}, body, has_verdict=False))


def mini_program(wechat: str, access_token: str) -> None:
    """That a token is a mini-program's, by what it has left of a quota (docs/platform G9)."""
    _asked("POST", f"{wechat}/wxa/queryscheme", {"access_token": access_token}, {"query_type": 1})


def official_account(wechat: str, access_token: str) -> None:
    """That a token is an official account's, by its menu (docs/platform G9)."""
    query = {"access_token": access_token}
    answer = _asked("GET", f"{wechat}/cgi-bin/get_current_selfmenu_info", query, has_verdict=False)
    if "is_menu_open" not in answer:
        raise UpstreamUnknown(reason="not the documented answer")


def file_at(url: str) -> str | None:
    """What stands at an address of ours, None for nothing. Raises UpstreamUnknown."""
    try:
        until = time.monotonic() + WITHIN
        answer = transport.pool().request("GET", url, preload_content=False, redirect=False)
        raw = transport.whole(answer, LONGEST_FILE, until)
    except (urllib3.exceptions.HTTPError, ValueError) as error:
        raise UpstreamUnknown(reason=type(error).__name__) from None
    return raw.decode(errors="replace") if answer.status == 200 else None


def _asked(
    method: str,
    url: str,
    query: Mapping[str, str],
    body: Mapping[str, Any] | None = None,
    has_verdict: bool = True,
) -> Json:
    """has_verdict: a success says so itself; anything else may be whoever stands between."""
    try:
        answer = transport.call(method, url, query, body, within=WITHIN)
    except UpstreamUnknown as unknown:
        # Not what it came from, which may name the address that was asked, and in it the secret.
        raise UpstreamUnknown(**unknown.details) from None
    errcode = errcode_of(answer)
    if errcode:
        raise Refused(errcode, _address_in(str(answer.get("errmsg", ""))))
    if has_verdict and "errcode" not in answer:
        raise UpstreamUnknown(reason="not the documented answer")
    return answer


def _token_in(answer: Json) -> str:
    found = fitted(answer, _Token).access_token
    if not found:
        raise UpstreamUnknown(reason="not the documented answer")
    return found


def _address_in(text: str) -> str:
    found = SEEN_ADDRESS.search(text)
    try:
        return str(ip_address(found[1].strip(".:"))) if found else ""
    except ValueError:
        return ""
