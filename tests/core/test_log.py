"""Log lines carry no personal data, because no field for it exists."""

from __future__ import annotations

import json
import logging

import pytest

from chalicelib.core.ops import log, metrics
from tests.support.stack import Stack
from tests.support.story import Shop


@pytest.mark.parametrize("field", ["name", "phone", "openid", "unionid", "external_userid", "body", "text", "token"])
def test_a_field_that_may_name_a_person_cannot_be_logged(field: str) -> None:
    """It is refused where it is written, not scrubbed afterwards."""
    with pytest.raises(ValueError, match=field):
        log.info("something", **{field: "x"})
    with pytest.raises(ValueError, match=field):
        metrics.count("Something", 1, **{field: "x"})


def test_the_whole_story_leaves_no_person_and_no_secret_in_the_log(
    stack: Stack, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    """Names, outside ids and secrets of the first story appear in no line, at the most talkative level."""
    logger = logging.getLogger("siyu")
    level = logger.level
    logger.setLevel(logging.DEBUG)
    try:
        shop = Shop(stack)
        code = shop.live_code()
        customer = stack.platform.customer("独一无二的昵称")
        external = stack.platform.add(customer, code["contact_ways"][0]["config_id"])["external_userid"]
        stack.work_off()
        coupon = stack.member(customer).get("/mini/v1/wallet").json()["items"][0]
        shop.redeem(coupon["code"])
        stack.drain()
    finally:
        logger.setLevel(level)
    text = capsys.readouterr().out + caplog.text
    assert "callback done" in text
    for secret in ("独一无二", external, customer.unionid, "secret-of", "你好，欢迎光临", coupon["code"]):
        assert secret not in text


def test_a_count_is_one_line_in_the_embedded_metric_format(capsys: pytest.CaptureFixture[str]) -> None:
    """CloudWatch reads it from the log: no call is made."""
    log.start("INFO")
    metrics.count("CouponsIssued", 2, corp="demo")
    line = json.loads(capsys.readouterr().out.splitlines()[-1])
    (metric,) = line["_aws"]["CloudWatchMetrics"]
    assert (line["CouponsIssued"], line["corp"], metric["Dimensions"]) == (2, "demo", [["corp"]])
    log.start("WARNING")
