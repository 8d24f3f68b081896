"""Who signs in from the mini-program and is not known: WeCom is asked once, and not by junk."""

from __future__ import annotations

import pytest

from chalicelib.members import found
from chalicelib.platforms.wechat.client import MiniLogin
from tests.support import make
from tests.support.lost import lost
from tests.support.stack import Stack, forget_everything
from tests.support.wecom import Customer

WHO = "idconvert/unionid_to_external_userid"


def _asked(stack: Stack) -> int:
    return [entry["api"] for entry in stack.platform.ledger("api")].count(WHO)


def _unheard(stack: Stack) -> Customer:
    code = make.live_code(stack)
    customer = stack.platform.customer("小红")
    with lost(stack):
        stack.platform.add(customer, code["contact_ways"][0]["config_id"])
    return customer


def test_who_joined_unheard_signs_in_at_once(stack: Stack) -> None:
    """The customer is a member with their friendship and profile, and the second time nobody is asked."""
    customer = _unheard(stack)
    assert stack.sign_in(customer).status == 201
    stack.work_off()
    (line,) = stack.operator().get("/admin/v1/members").json()["items"]
    member = stack.operator().get(f"/admin/v1/members/{line['member_id']}").json()
    assert (member["name"], [one["status"] for one in member["relations"]]) == ("小红", ["friend"])
    assert stack.sign_in(customer).status == 201
    assert _asked(stack) == 1


def test_a_stranger_is_told_so_after_one_call(stack: Stack) -> None:
    """Whom no member of staff has is no member, and no profile is asked for."""
    answer = stack.sign_in(stack.platform.customer())
    assert (answer.status, answer.code) == (403, "NotAMember")
    assert [entry["api"] for entry in stack.platform.ledger("api")].count("externalcontact/get") == 0
    assert _asked(stack) == 1


def test_who_has_no_code_of_ours_asks_wecom_nothing(stack: Stack) -> None:
    """Junk is refused by WeChat before anybody is asked about."""
    answer = stack.http.post("/mini/v1/sessions", {"corp": "demo", "js_code": "junk"})
    assert (answer.status, _asked(stack)) == (401, 0)


def test_strangers_use_up_a_permit_of_their_own(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond it they are asked to come again, since they may be members; who is known signs in all the same."""
    monkeypatch.setattr(found, "STRANGERS_A_MINUTE", 2)
    member = make.member(stack)
    answers = [stack.sign_in(stack.platform.customer()).code for _ in range(4)]
    assert (answers, _asked(stack)) == (["NotAMember"] * 2 + ["TooBusy"] * 2, 2)
    assert stack.sign_in(member.customer).status == 201
    stack.clock.advance(60)
    forget_everything()
    assert stack.sign_in(_unheard(stack)).status == 201


def test_a_corp_that_may_not_ask_has_strangers_as_before(stack: Stack) -> None:
    """WeCom refuses the call for good: who is not known is no member, and the refusal is no error of ours."""
    stack.platform.fault(kind="error", api=WHO, errcode=41057, times=None)
    assert stack.sign_in(_unheard(stack)).code == "NotAMember"


@pytest.mark.parametrize("errcode", [-1, 45009])
def test_who_cannot_be_asked_about_is_asked_to_try_again(stack: Stack, errcode: int) -> None:
    """WeCom is busy: nobody can say that they are no member, so 503, and the next try finds them."""
    stack.platform.fault(kind="error", api=WHO, errcode=errcode, times=1)
    customer = _unheard(stack)
    assert stack.sign_in(customer).status == 503
    assert stack.sign_in(customer).status == 201


def test_who_has_no_unionid_cannot_be_asked_about(stack: Stack) -> None:
    """A mini-program without an open platform account tells nobody's: no call is made."""
    assert found.stranger(stack.ctx(), MiniLogin("openid")) is None
    assert _asked(stack) == 0
