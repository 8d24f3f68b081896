"""A customer's session goes on without a new code for a while, and ends when they say so."""

from __future__ import annotations

import pytest

from chalicelib.core.http import session
from tests.support import make
from tests.support.http import Http
from tests.support.stack import Stack

ME, SESSIONS = "/mini/v1/me", "/mini/v1/sessions"


def _renewed(stack: Stack, http: Http) -> Http:
    answer = http.call("PUT", SESSIONS, None, {})
    assert answer.status == 200, answer.body
    return stack.http.as_(answer.json()["token"])


def test_a_session_goes_on_without_a_new_code(stack: Stack) -> None:
    """Each renewal gives two hours more; WeChat is not asked."""
    http = make.member(stack).http
    for _ in range(3):
        stack.clock.advance(7000)
        asked = len(stack.platform.ledger("api"))
        http = _renewed(stack, http)
        assert len(stack.platform.ledger("api")) == asked
    assert http.get(ME).status == 200


def test_twelve_hours_after_the_sign_in_it_is_over(stack: Stack) -> None:
    """However often it was renewed: the last renewal before gives what is left."""
    http = make.member(stack).http
    for _ in range(6):
        stack.clock.advance(7000)
        http = _renewed(stack, http)
    stack.clock.advance(1199)
    assert http.get(ME).status == 200
    stack.clock.advance(2)
    assert http.get(ME).code == "SessionExpired"
    assert http.call("PUT", SESSIONS, None, {}).code == "SessionExpired"


def test_what_is_over_is_not_renewed(stack: Stack) -> None:
    """Two hours without a word: a new code is needed."""
    http = make.member(stack).http
    stack.clock.advance(7201)
    assert http.call("PUT", SESSIONS, None, {}).code == "SessionExpired"


def test_signing_out_ends_every_token_of_the_session_and_no_other(stack: Stack) -> None:
    """The renewed one too, and the one that it was renewed from; another phone stays signed in, twice is as once."""
    member = make.member(stack)
    first, elsewhere = member.http, member.http
    second = _renewed(stack, first)
    for _ in range(2):
        session.look_again()
        answer = second.call("DELETE", SESSIONS, None, {})
        assert answer.status == 200 or answer.code == "SessionExpired"
    assert [http.get(ME).code for http in (first, second)] == ["SessionExpired"] * 2
    assert second.call("PUT", SESSIONS, None, {}).code == "SessionExpired"
    assert elsewhere.get(ME).status == 200


def test_another_instance_knows_of_it_in_five_seconds(stack: Stack) -> None:
    """The row is what ends a session, not what this instance remembers."""
    http = make.member(stack).http
    assert http.get(ME).status == 200
    http.call("DELETE", SESSIONS, None, {})
    session.look_again()
    assert http.get(ME).code == "SessionExpired"


def test_another_corp_ends_nobodys_session(stack: Stack) -> None:
    """Two corps' rows lie apart, also of members of one id."""
    member = make.member(stack)
    make.member_session(stack, member.id, "rival").call("DELETE", SESSIONS, None, {})
    assert member.http.get(ME).status == 200


def test_two_renewals_at_once_are_one_session(stack: Stack) -> None:
    """Both tokens go on, neither longer than the other, and one ending ends both."""
    http = make.member(stack).http
    stack.clock.advance(3600)
    one, two = _renewed(stack, http), _renewed(stack, http)
    assert one.get(ME).json()["session_ends_at"] == two.get(ME).json()["session_ends_at"]
    one.call("DELETE", SESSIONS, None, {})
    session.look_again()
    assert two.get(ME).code == "SessionExpired"


@pytest.mark.parametrize(("seconds", "is_over"), [(7199, False), (7200, True)])
def test_at_the_very_second_it_is_over(stack: Stack, seconds: int, is_over: bool) -> None:
    """The last second counts, the next does not, for looking and for renewing alike."""
    http = make.member(stack).http
    stack.clock.advance(seconds)
    for answer in (http.get(ME), http.call("PUT", SESSIONS, None, {})):
        assert (answer.status == 401) == is_over


def test_who_was_signed_out_elsewhere_renews_nothing(stack: Stack) -> None:
    """Also on an instance that had looked a moment before: within its five seconds a renewal gains nothing for good."""
    http = make.member(stack).http
    late = _renewed(stack, http)
    http.call("DELETE", SESSIONS, None, {})
    session.look_again()
    assert late.call("PUT", SESSIONS, None, {}).code == "SessionExpired"


def test_nobody_of_whom_nothing_is_known_is_kept_signed_in(stack: Stack) -> None:
    """A member who was forgotten is not renewed: their session ends with its two hours."""
    gone = make.member_session(stack, "m-gone")
    assert gone.call("PUT", SESSIONS, None, {}).code == "NotAMember"
