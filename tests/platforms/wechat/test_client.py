"""Signing in from the mini-program. The sandbox judges."""

from __future__ import annotations

import pytest

from chalicelib.platforms.wechat import client
from chalicelib.platforms.wecom.errors import OAuthCodeRefused
from tests.support.stack import Stack


def test_a_login_code_tells_who_the_customer_is(stack: Stack) -> None:
    """The same openid each time in one mini-program, and the unionid that WeCom knows too."""
    customer = stack.platform.customer()
    first, second = (client.mini_login(stack.ctx(), stack.platform.login_code("demo", customer)) for _ in range(2))
    assert first == second
    assert first.openid
    assert first.unionid == customer.unionid


def test_a_login_code_works_once_and_in_its_own_mini_program(stack: Stack) -> None:
    """Used before, made up or of another corp's mini-program, it is refused."""
    customer = stack.platform.customer()
    used = stack.platform.login_code("demo", customer)
    client.mini_login(stack.ctx(), used)
    for code in (used, "no-such-code", stack.platform.login_code("rival", customer)):
        with pytest.raises(OAuthCodeRefused):
            client.mini_login(stack.ctx(), code)
