"""Log lines carry no personal data, because no field for it exists."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

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
        metrics.count("Something", 1, "", **{field: "x"})


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


@pytest.fixture
def printed(capsys: pytest.CaptureFixture[str]) -> Iterator[Callable[[], list[dict[str, Any]]]]:
    """The lines that were written to stdout, read as JSON."""
    log.start("INFO")
    yield lambda: [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    log.start("WARNING")


Printed = Callable[[], list[dict[str, Any]]]


def test_a_count_is_one_line_in_the_embedded_metric_format(printed: Printed) -> None:
    """CloudWatch reads it from the log: no call is made. The corp is a property and no dimension."""
    metrics.count("CouponsIssued", 2, corp="demo", reason="x")
    (line,) = printed()
    (metric,) = line["_aws"]["CloudWatchMetrics"]
    assert (line["CouponsIssued"], line["corp"], metric["Dimensions"]) == ([2], "demo", [["reason"]])


def test_a_batch_of_two_corps_counts_each(printed: Printed) -> None:
    """Summed within an invocation, one object a corp: none is counted under the last one."""
    with metrics.invocation():
        for corp in ("demo", "rival", "demo"):
            metrics.count("CouponsIssued", corp=corp)
    assert {line["corp"]: line["CouponsIssued"] for line in printed()} == {"demo": [2], "rival": [1]}


def test_beyond_20_corps_the_rest_is_summed_without_one(printed: Printed) -> None:
    """A batch of many corps writes a bounded number of objects, and nothing is lost from the sum."""
    with metrics.invocation():
        for number in range(30):
            metrics.count("CouponsIssued", corp=f"corp{number}")
    lines = printed()
    assert len(lines) == 21
    assert [line["CouponsIssued"] for line in lines if "corp" not in line] == [[10]]


def test_what_was_counted_before_an_error_is_written(printed: Printed) -> None:
    """An invocation that ends with an error has counted all the same."""
    with pytest.raises(RuntimeError), metrics.invocation():
        metrics.count("CouponsIssued", corp="demo")
        raise RuntimeError("out of memory")
    assert [line["CouponsIssued"] for line in printed()] == [[1]]


def test_what_a_formatter_refuses_is_raised_not_lost() -> None:
    """`logging` swallows an error of a formatter; our handler lets it through."""
    log.start("INFO")
    record = logging.LogRecord("siyu", logging.INFO, "x.py", 1, "something", (), None)
    record.__dict__[log.FIELDS] = {"phone": "13800000000"}
    with pytest.raises(ValueError, match="phone"):
        logging.getLogger("siyu").handle(record)
    log.start("WARNING")


def test_an_error_is_logged_by_type_and_place_never_by_its_text(printed: Printed) -> None:
    """Its text may quote a person."""
    try:
        raise ValueError("王小明 13800000000")
    except ValueError as error:
        log.failure("record failed", error, function="on_fact")
    (line,) = printed()
    assert (line["error"], line["level"], line["event"]) == ("ValueError", "ERROR", "record failed")
    assert "王小明" not in json.dumps(line, ensure_ascii=False)
