"""Sign-in and roles."""

from __future__ import annotations

from chalicelib.core.moments import iso
from tests.support import make
from tests.support.stack import Stack, forget_everything


def test_staff_without_a_role_cannot_sign_in(stack: Stack) -> None:
    """A valid WeCom code is not enough."""
    body = {"corp": "demo", "code": stack.platform.oauth_code("demo", "liming")}
    answer = stack.http.post("/admin/v1/sessions", body)
    assert (answer.status, answer.code) == (403, "NotAnOperator")


def test_a_code_works_once_and_for_five_minutes(stack: Stack) -> None:
    """Used or old, it is refused with what to do."""
    used = {"corp": "demo", "code": stack.platform.oauth_code("demo", "zhangwei")}
    assert stack.http.post("/admin/v1/sessions", used).status == 201
    assert stack.http.post("/admin/v1/sessions", used).code == "OAuthCodeRefused"
    old = {"corp": "demo", "code": stack.platform.oauth_code("demo", "zhangwei")}
    stack.clock.advance(301)
    answer = stack.http.post("/admin/v1/sessions", old)
    assert (answer.status, answer.code) == (401, "OAuthCodeRefused") and "重新获取" in answer.json()["message_zh"]


def test_a_code_of_another_corp_is_refused(stack: Stack) -> None:
    """The rival's owner is nobody here."""
    code = stack.platform.oauth_code("rival", "zhangwei")
    assert stack.http.post("/admin/v1/sessions", {"corp": "demo", "code": code}).code == "OAuthCodeRefused"


def test_a_token_of_another_corp_stays_there(stack: Stack) -> None:
    """An owner of one corp sees nothing of another."""
    make.coupon_template(stack)
    assert stack.operator(corp="rival").get("/admin/v1/coupon-templates").json()["items"] == []


def test_taking_a_role_away_works_on_sessions_already_open(stack: Stack) -> None:
    """The role is looked up, not carried in the token."""
    staff = make.operator(stack, "store_staff", "zhaolei")
    assert make.session(stack).put("/admin/v1/operators/zhaolei", {"role": ""}).status == 200
    forget_everything()
    answer = staff.post("/staff/v1/redemptions", {"code": "0" * 16, "order_amount": 1})
    assert (answer.status, answer.code) == (403, "NotAnOperator")


def test_a_role_is_theirs_in_whatever_case_it_was_given(stack: Stack) -> None:
    """WeCom ignores it: who signs in as `liming` has what was given to `LiMing`, and an owner is fixed in any case."""
    owner = stack.operator()
    assert owner.put("/admin/v1/operators/LiMing", {"role": "marketer"}).json()["userid"] == "liming"
    assert stack.operator("liming").get("/admin/v1/members?staff=LIMING").status == 200
    assert owner.put("/admin/v1/operators/ZhangWei", {"role": "viewer"}).code == "OwnerIsFixed"
    assert owner.put("/admin/v1/operators/a|b", {"role": "viewer"}).status == 404


def test_an_owner_by_settings_cannot_be_demoted_here(stack: Stack) -> None:
    """So nobody locks everybody out."""
    answer = stack.operator().put("/admin/v1/operators/zhangwei", {"role": "viewer"})
    assert (answer.status, answer.code) == (409, "OwnerIsFixed")


def test_roles_are_listed_and_recorded(stack: Stack) -> None:
    """Who has which role, and a fact for each change."""
    owner = make.operator(stack)
    make.operator(stack, "store_staff", "zhaolei")
    stack.drain()
    listed = owner.get("/admin/v1/operators").json()["items"]
    assert [(one["userid"], one["role_name"], one["is_fixed"]) for one in listed] == [
        ("zhangwei", "所有者", True),
        ("zhaolei", "门店员工", False),
    ]
    assert (listed[1]["given_by"]["userid"], listed[1]["scope"]) == ("zhangwei", {"kind": "all", "of": []})
    assert listed[1]["signed_in_at"] is None
    stack.operator("zhaolei")
    assert owner.get("/admin/v1/operators").json()["items"][1]["signed_in_at"] == iso(stack.clock.now())
    from tests.support.state import fact_kinds

    assert [(subject, kind) for subject, kind, _ in fact_kinds("demo")] == [("operator#zhaolei", "operator.role_given")]
