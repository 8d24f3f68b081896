"""Customers sign in on a page inside WeChat, by the brand's official account, as who they are in the mini-program."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from chalicelib.core.storage.table import Row
from chalicelib.members import reader_rows, store
from chalicelib.members.ids import MemberId
from chalicelib.members.store import IdentityRow
from chalicelib.platforms.wechat import account
from chalicelib.platforms.wecom import transport
from tests.support import make
from tests.support.browser import PC, Browser
from tests.support.reader import Reader
from tests.support.stack import Stack

ME = "/mini/v1/me"


def _asked(url: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}


def test_a_member_is_the_same_on_a_page_as_in_the_mini_program(stack: Stack) -> None:
    """First silently; as nobody told a unionid yet they are asked once, and led on to the page they came from."""
    member = make.member(stack)
    reader = Reader(stack, member.customer)
    first = reader.begin(following="/k/demo-01ABC.post-01XYZ")
    assert _asked(first)["scope"] == "snsapi_base"
    again = reader.follow(reader.at_wechat(first))
    assert (again.status, _asked(again.headers["location"])["scope"]) == (302, "snsapi_userinfo")
    answer = reader.follow(reader.at_wechat(again.headers["location"]))
    assert (answer.status, answer.headers["location"]) == (302, "/k/demo-01ABC.post-01XYZ")
    assert [*reader.cookies] == ["siyu-customer"]
    assert reader.ask(ME).json()["member_id"] == member.id


def test_who_agreed_before_is_not_asked_again(stack: Stack) -> None:
    """The silent way is enough where WeChat tells the unionid, and also where we have seen them before."""
    known, seen = make.member(stack, "小红"), make.member(stack, "小明")
    reader = Reader(stack, known.customer)
    reader.knows()
    assert reader.follow(reader.at_wechat(reader.begin())).headers["location"] == "/k/demo-01ABC"
    Reader(stack, seen.customer).arrive()
    stack.sandbox.world.state.agreed.clear()
    again = Reader(stack, seen.customer)
    assert again.follow(again.at_wechat(again.begin())).headers["location"] == "/k/demo-01ABC"
    assert again.ask(ME).json()["member_id"] == seen.id


def test_the_openid_that_pays_stays_that_of_the_mini_program(stack: Stack) -> None:
    """An openid is of one app: WeChat Pay refuses that of another."""
    member = make.member(stack)
    before = store.member(stack.ctx(), MemberId(member.id))
    Reader(stack, member.customer).arrive()
    after = store.member(stack.ctx(), MemberId(member.id))
    assert before and after and before.openid == after.openid


def test_a_stranger_is_told_to_add_somebody_of_the_staff(stack: Stack) -> None:
    """No session, a page in both languages."""
    reader = Reader(stack, stack.platform.customer("路人"))
    answer = reader.arrive()
    assert answer.status == 403 and "请先添加门店员工" in answer.body.decode()
    assert "siyu-customer" not in reader.cookies


def test_a_member_whose_unionid_nobody_knew_yet_is_asked_about_at_wecom(stack: Stack) -> None:
    """As in the mini-program: the callback of their join may be lost."""
    customer = stack.platform.customer("小兰")
    stack.platform.add(customer, make.people.contact_way(stack, "liming", "demo"))
    reader = Reader(stack, customer)
    assert reader.arrive().status == 302
    assert reader.ask(ME).json()["is_friend"]


def test_without_any_unionid_the_mini_program_is_named(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    """An account that is bound to no open platform: said to the customer, and in the log to whoever can bind it."""
    member = make.member(stack)
    reader = Reader(stack, member.customer)
    whole = account._ask

    def bare(call: str, query: dict[str, str], shape: Any) -> Any:
        import msgspec

        return msgspec.structs.replace(whole(call, query, shape), unionid="")

    monkeypatch.setattr(account, "_ask", bare)
    answer = reader.arrive()
    assert answer.status == 403 and "打开品牌小程序" in answer.body.decode()


def test_a_snapshot_of_a_page_signs_nobody_in(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    """WeChat makes ids up for it: whoever was taken for a member by them would be somebody else's."""
    member = make.member(stack)
    reader = Reader(stack, member.customer)
    reader.knows()
    whole = account._ask

    def snapshot(call: str, query: dict[str, str], shape: Any) -> Any:
        import msgspec

        return msgspec.structs.replace(whole(call, query, shape), is_snapshotuser=1)

    monkeypatch.setattr(account, "_ask", snapshot)
    assert reader.arrive().status == 403 and "siyu-customer" not in reader.cookies


def test_a_unionid_that_another_member_has_signs_in_that_one(stack: Stack) -> None:
    """Claimed twice it stays with whom it was tied to first; whoever comes by either door is that member."""
    first, second = make.member(stack, "小红"), make.member(stack, "小明")
    ctx = stack.ctx()
    assert store.identify(ctx, second.customer.unionid, MemberId(first.id)) == second.id
    reader = Reader(stack, second.customer)
    reader.arrive()
    assert reader.ask(ME).json()["member_id"] == second.id


def test_the_latest_proof_of_who_reads_counts(stack: Stack) -> None:
    """A row that led to somebody else is mended by the next unionid, not followed."""
    member, other = make.member(stack), make.member(stack, "小明")
    reader = Reader(stack, member.customer)
    reader.arrive()
    rows = {"appid": "wxdemo01gzh", "openid": _openid(stack, member.customer.id)}
    reader_rows.note(stack.ctx(), **rows, member_id=MemberId(other.id))
    again = Reader(stack, member.customer)
    again.arrive()
    assert again.ask(ME).json()["member_id"] == member.id
    assert reader_rows.reader(stack.ctx(), **rows) == member.id


def _openid(stack: Stack, customer: str) -> str:
    from local.wecom.world import openid

    return openid("wxdemo01gzh", customer)


def test_a_sign_in_that_this_browser_did_not_begin_is_refused(stack: Stack) -> None:
    """By somebody's link, by a forged state, by a used one, after ten minutes, and by a state of the console's."""
    member = make.member(stack)
    mine, others = Reader(stack, member.customer), Reader(stack, member.customer)
    back = mine.at_wechat(mine.begin())
    for path in (back, re.sub("state=[0-9a-f]+", "state=0", back)):
        assert others.follow(path).status == 403 and "siyu-customer" not in others.cookies
        others.begin()
    mine.cookies["siyu-sign-in"] = mine.cookies["siyu-customer-sign-in"]
    assert mine.follow(back.replace("/mini/", "/admin/")).status == 403
    assert mine.follow(back).status == 302
    assert mine.follow(back).status == 403
    late = Reader(stack, member.customer)
    back = late.at_wechat(late.begin())
    stack.clock.advance(601)
    assert late.follow(back).status == 403


def test_a_code_works_once_and_five_minutes(stack: Stack) -> None:
    """40163 for a used one, 40029 for an old one: both are told as a sign-in to begin anew."""
    member = make.member(stack)
    reader = Reader(stack, member.customer)
    reader.knows()
    back = reader.at_wechat(reader.begin())
    code = _asked(back)["code"]
    query = {**_settings(), "grant_type": "authorization_code", "code": code}
    transport.call("GET", f"{stack.sandbox.url}/sns/oauth2/access_token", query)
    answer = reader.follow(back)
    assert answer.status == 401 and "登录" in answer.body.decode()
    back = reader.at_wechat(reader.begin())
    stack.clock.advance(301)
    assert reader.follow(back).status == 401


def _settings() -> dict[str, str]:
    return {"appid": "wxdemo01gzh", "secret": "account-secret-of-wwdemo0000000001"}


def test_whoever_does_not_agree_is_told_so(stack: Stack) -> None:
    """WeChat comes back without a code."""
    reader = Reader(stack, make.member(stack).customer)
    state = _asked(reader.begin())["state"]
    answer = reader.follow(f"/mini/v1/signed-in?state={state}")
    assert answer.status == 403 and "允许" in answer.body.decode()


@pytest.mark.parametrize(
    "following",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "/m/..%2f..%2fconsole",
        "/m//evil.example",
        "/m/demo-coupons?next=https://evil.example",
        "/m/demo-coupons#x",
        "/console",
        "/k/",
        "/k/a/b",
        "/mini/v1/me",
        "",
        "/k/x\n",
        "/m/x\r\nSet-Cookie:a=b",
    ],
)
def test_nobody_is_led_out_of_customers_pages(stack: Stack, following: str) -> None:
    """What is no page of theirs is refused before anybody goes to WeChat."""
    answer = Browser(stack).follow(f"/mini/v1/sign-in?{urlencode({'corp': 'demo', 'next': following})}")
    assert answer.status == 400 and "location" not in answer.headers


def test_a_code_of_another_corps_account_is_worth_nothing(stack: Stack) -> None:
    """Nor is a member of one corp somebody at another."""
    member = make.member(stack)
    reader = Reader(stack, member.customer)
    reader.knows("rival")
    assert reader.follow(reader.at_wechat(reader.begin("rival"))).status == 403
    back = reader.at_wechat(reader.begin("rival"))
    here = _asked(reader.begin("demo"))["state"]
    assert reader.follow(re.sub("state=[0-9a-f]+", f"state={here}", back)).status == 401


@pytest.mark.parametrize("kind", ["dirty_json", "error", "http_500", "drop_reply"])
def test_what_wechat_answers_badly_signs_in_nobody_else(stack: Stack, kind: str) -> None:
    """Dirt is read as what it means; of a failure a page says that it may be tried again."""
    member = make.member(stack)
    reader = Reader(stack, member.customer)
    reader.knows()
    stack.platform.fault(kind=kind, api="sns/oauth2/access_token")
    answer = reader.follow(reader.at_wechat(reader.begin()))
    if kind == "dirty_json":
        assert reader.ask(ME).json()["member_id"] == member.id
    else:
        assert answer.status in (502, 503) and "siyu-customer" not in reader.cookies


def test_a_state_of_another_corp_finishes_nothing_here(stack: Stack) -> None:
    """Begun at one brand and come back with the other's state: neither is signed in, and the cookie names one corp."""
    member = make.member(stack)
    reader = Reader(stack, member.customer)
    back = reader.at_wechat(reader.begin("demo"))
    rivals = Reader(stack, member.customer)
    theirs = _asked(rivals.begin("rival"))["state"]
    assert reader.follow(re.sub("state=[0-9a-f]+", f"state={theirs}", back)).status == 403
    reader.cookies["siyu-customer-sign-in"] = rivals.cookies["siyu-customer-sign-in"]
    assert reader.follow(back).status == 403
    assert "siyu-customer" not in reader.cookies


def test_a_begun_sign_in_that_somebody_has_changed_is_refused(stack: Stack) -> None:
    """The next page and the corp stand in what we signed: another's signature, none at all, and a session's token."""
    import jwt

    member = make.member(stack)
    reader = Reader(stack, member.customer)
    back = reader.at_wechat(reader.begin())
    kept = reader.cookies["siyu-customer-sign-in"]
    claims = {**jwt.decode(kept, options={"verify_signature": False}), "next": "https://evil.example"}
    session = make.member_session(stack, member.id)._token
    for forged in (jwt.encode(claims, "x" * 32, "HS256"), jwt.encode(claims, "", "none"), session, "", "a.b.c"):
        reader.cookies["siyu-customer-sign-in"] = forged
        assert reader.follow(back).status == 403 and "siyu-customer" not in reader.cookies
    reader.cookies["siyu-customer-sign-in"] = kept
    assert reader.follow(back).status == 302


def test_a_begun_sign_in_is_no_session(stack: Stack) -> None:
    """What we sign for one use opens nothing as another."""
    reader = Reader(stack, make.member(stack).customer)
    reader.begin()
    reader.cookies["siyu-customer"] = reader.cookies["siyu-customer-sign-in"]
    assert reader.ask(ME).code == "Unauthenticated"


def test_signing_in_leaves_nothing_of_the_session_that_was_planted_before(stack: Stack) -> None:
    """Whoever put their own session into somebody's browser does not follow them into theirs."""
    victim, thief = make.member(stack, "小红"), make.member(stack, "小明")
    theirs, browser = Reader(stack, thief.customer), Reader(stack, victim.customer)
    theirs.arrive()
    planted = browser.cookies["siyu-customer"] = theirs.cookies["siyu-customer"]
    browser.arrive()
    assert browser.cookies["siyu-customer"] != planted
    assert browser.ask(ME).json()["member_id"] == victim.id
    assert stack.http.as_(planted).get(ME).json()["member_id"] == thief.id


# ---- what a customer's cookie is good for, and what it is not


@pytest.fixture
def reader(stack: Stack) -> Reader:
    reader = Reader(stack, make.member(stack).customer)
    assert reader.arrive().status == 302
    return reader


def test_a_page_elsewhere_gets_nothing_by_it(stack: Stack, reader: Reader) -> None:
    """Another origin, no header of our page, no JSON: each alone is refused, also to sign out."""
    path = f"/mini/v1/coupon-templates/{make.coupon_template(stack).id}/claims"
    cross = {"sec-fetch-site": "cross-site"}
    assert reader.ask(path, "POST", {}, **cross).code == "ForeignPage"
    assert reader.ask(ME, **cross).code == "ForeignPage"
    assert reader.ask(path, "POST", {}, **{"x-siyu-console": ""}).code == "ForeignPage"
    assert reader.ask(path, "POST", {}, kind="text/plain").code == "UnsupportedMediaType"
    assert reader.ask("/mini/v1/sessions", "DELETE", **{"x-siyu-console": ""}).code == "ForeignPage"
    assert reader.ask(path, "POST", {}).status == 201


def test_it_opens_no_door_of_operators(stack: Stack, reader: Reader) -> None:
    """Nor does an operator's cookie open a customer's; one browser may hold both."""
    assert reader.ask("/admin/v1/me").code == "Unauthenticated"
    reader.cookies["siyu"] = reader.cookies["siyu-customer"]
    assert reader.ask("/admin/v1/me").code == "RoleNotAllowed"
    staff = Browser(stack, PC)
    staff.sign_in()
    assert staff.ask(ME).code == "Unauthenticated"


def test_it_is_renewed_without_a_word_of_the_token(stack: Stack, reader: Reader) -> None:
    """The new one is in the cookie alone, where no script reads it."""
    before = reader.cookies["siyu-customer"]
    stack.clock.advance(3600)
    answer = reader.ask("/mini/v1/sessions", "PUT")
    assert (answer.status, answer.json()["token"]) == (200, "")
    assert reader.cookies["siyu-customer"] != before and "HttpOnly" in answer.cookies[0]


def test_signing_out_takes_it_away(stack: Stack, reader: Reader) -> None:
    """From the browser, and from whoever copied it."""
    copied = reader.cookies["siyu-customer"]
    assert reader.ask("/mini/v1/sessions", "DELETE").json() == {"signed_out": True}
    assert reader.cookies == {}
    assert stack.http.as_(copied).get(ME).code == "SessionExpired"


def test_the_row_of_a_unionid_names_a_member_and_nothing_else(stack: Stack) -> None:
    """What leads from WeChat's ids to a member is in the keys; no name, no picture."""
    assert set(IdentityRow.get_attributes()) - set(Row.get_attributes()) == {"member_id"}
    assert set(reader_rows.ReaderRow.get_attributes()) - set(Row.get_attributes()) == {"member_id"}
