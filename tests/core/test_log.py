"""Log lines carry no personal data, because no field for it exists."""

from __future__ import annotations

import io
import json
import logging
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from aws_lambda_powertools.logging.logger import Logger
from aws_lambda_powertools.metrics.provider.cloudwatch_emf.cloudwatch import AmazonCloudWatchEMFProvider

from chalicelib import rooms
from chalicelib.core.config import config
from chalicelib.core.ops import log, metrics
from chalicelib.core.ops.catalogue import NORMAL, LogEvent, Metric
from tests.support.stack import ENVIRONMENT, Stack
from tests.support.story import Shop

ROOT = Path(__file__).resolve().parents[2]
rooms.rooms()  # what rooms log and count is known from here on


@pytest.mark.parametrize("field", ["name", "phone", "openid", "unionid", "external_userid", "body", "text", "token"])
def test_a_field_that_may_name_a_person_cannot_be_logged(field: str) -> None:
    """It is refused where it is written, not scrubbed afterwards."""
    with pytest.raises(ValueError, match=field):
        log.info("errand done", **{field: "x"})
    with pytest.raises(ValueError, match=field):
        metrics.count("CouponsIssued", 1, "", **{field: "x"})
    with pytest.raises(ValueError, match=field):
        log.know([LogEvent(name="a new one", zh="新", en="New", fields=frozenset({field}), no_page=NORMAL)])


def test_an_event_that_nobody_declared_is_refused() -> None:
    """The catalogue cannot go stale: a line that is not in it fails where it is written, below the level too."""
    with pytest.raises(ValueError, match="not in the log's catalogue: 'errand undone'"):
        log.info("errand undone")
    with pytest.raises(ValueError, match="'errand done' is logged as INFO"):
        log.warning("errand done")
    with pytest.raises(ValueError, match="not in the catalogue of metrics: CouponsEaten"):
        metrics.count("CouponsEaten", corp="demo")


def test_a_metric_is_counted_by_its_own_dimensions_and_no_others() -> None:
    """By others CloudWatch would keep it apart, and its alarm would never ring."""
    with pytest.raises(ValueError, match=r"DueFailed by \[\]"):
        metrics.count("DueFailed", corp="demo")
    with pytest.raises(ValueError, match=r"DueFailed by \['kind', 'stage'\]"):
        metrics.count("DueFailed", corp="demo", stage="test", kind="team")


def test_a_corp_cannot_become_a_dimension() -> None:
    """A dimension costs for each of its values: refused where the metric is declared."""
    with pytest.raises(ValueError, match="the corp is a dimension of 'New'"):
        metrics.know([Metric(name="New", zh="新", en="New", dimensions=frozenset({"corp"}), no_page=NORMAL)])


def test_one_name_of_two_events_or_metrics_is_refused() -> None:
    """Whoever finds it would read the other's page."""
    with pytest.raises(ValueError, match="two events are called 'request'"):
        log.know([LogEvent(name="request", zh="又", en="Again", no_page=NORMAL)])
    with pytest.raises(ValueError, match="two metrics are called so"):
        metrics.know([Metric(name="RecordsFailed", zh="又", en="Again", no_page=NORMAL)])


def test_an_event_has_a_page_or_says_why_not() -> None:
    """And not both."""
    for page, no_page in (("", ""), ("api-failing", NORMAL)):
        with pytest.raises(ValueError, match="has a runbook page, or says why it has none"):
            LogEvent(name="new", zh="新", en="New", page=page, no_page=no_page)


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
    """CloudWatch reads it from the log: no call is made, and the corp is a property and no dimension."""
    metrics.count("CouponsNotIssued", 2, corp="demo", reason="x")
    (line,) = printed()
    (metric,) = line["_aws"]["CloudWatchMetrics"]
    assert (line["CouponsNotIssued"], line["corp"], metric["Dimensions"]) == ([2], "demo", [["reason"]])


def test_a_count_is_written_at_any_level_where_alarms_live_on_it(
    printed: Printed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stack that logs warnings only is not one whose alarms are deaf; tests and one machine are quiet."""
    log.start("ERROR")
    metrics.count("CouponsNotIssued", corp="demo", reason="x")
    assert printed() == []
    monkeypatch.setattr(log, "config", lambda: msgspec.structs.replace(config(), stage="prod"))
    metrics.count("CouponsNotIssued", corp="demo", reason="x")
    assert len(printed()) == 1


def test_a_batch_of_two_corps_counts_each(printed: Printed) -> None:
    """Summed within an invocation, one object a corp: none is counted under the last one."""
    with metrics.invocation():
        for corp in ("demo", "rival", "demo"):
            metrics.count("CouponsIssued", corp=corp)
    assert {line["corp"]: line["CouponsIssued"] for line in printed()} == {"demo": [2], "rival": [1]}


def test_powertools_own_buffer_would_count_two_corps_under_the_last(capsys: pytest.CaptureFixture[str]) -> None:
    """The negative control: what we sum ourselves for, since metadata is one for all that is flushed together."""
    plain = AmazonCloudWatchEMFProvider(namespace="Siyu")
    plain.add_dimension("stage", "test")
    for corp in ("demo", "rival"):
        plain.add_metric("CouponsIssued", "Count", 1)
        plain.add_metadata("corp", corp)
    plain.flush_metrics()
    line = json.loads(capsys.readouterr().out)
    assert (line["corp"], line["CouponsIssued"]) == ("rival", [1.0, 1.0])


def test_beyond_20_corps_the_rest_is_summed_without_one(printed: Printed) -> None:
    """A batch of many corps writes a bounded number of objects; the total and each named sum are exact."""
    with metrics.invocation():
        for _ in range(3):
            for number in range(30):
                metrics.count("CouponsIssued", corp=f"corp{number}")
    lines = printed()
    assert len(lines) == 21
    named = {f"corp{number}": [3] for number in range(20)}
    assert {line.get("corp", ""): line["CouponsIssued"] for line in lines} == {"": [30], **named}


def test_what_was_counted_before_an_error_is_written(printed: Printed) -> None:
    """An invocation that ends with an error has counted all the same."""
    with pytest.raises(RuntimeError), metrics.invocation():
        metrics.count("CouponsIssued", corp="demo")
        raise RuntimeError("out of memory")
    assert [line["CouponsIssued"] for line in printed()] == [[1]]


def _refused() -> logging.LogRecord:
    record = logging.LogRecord("siyu", logging.INFO, "x.py", 1, "errand done", (), None)
    record.__dict__[log.FIELDS] = {"phone": "13800000000"}
    return record


def test_what_a_formatter_refuses_is_raised_not_lost() -> None:
    """`logging` swallows an error of a formatter; our handler lets it through."""
    log.start("INFO")
    with pytest.raises(ValueError, match="phone"):
        logging.getLogger("siyu").handle(_refused())
    log.start("WARNING")


def test_powertools_own_handler_would_swallow_what_a_formatter_refuses() -> None:
    """The negative control: the handler that Powertools sets up by itself loses the line, and nobody is told."""
    stream = io.StringIO()
    plain = Logger(service="with-its-own-handler", level="INFO", stream=stream, logger_formatter=log.AllowList())
    logging.getLogger("with-its-own-handler").handle(_refused())
    assert type(plain.registered_handler) is logging.StreamHandler
    assert stream.getvalue() == ""


ONE_LINE = """
import logging, sys
logging.getLogger().addHandler(logging.StreamHandler(sys.stdout))  # as Lambda's runtime does before it loads a handler
import app
{more}
from chalicelib.core.ops import log
log.failure("request failed", ValueError(), route="GET /docs")
"""


@pytest.mark.parametrize(
    ("more", "lines"), [("", 1), ("__import__('chalice').Chalice(app_name='siyu')", 2)], ids=["app", "chalice's own"]
)
def test_an_event_is_one_line_with_the_app_loaded(more: str, lines: int) -> None:
    """Chalice does not set up logging (`configure_logs=False`); the control: it prints errors again, as text."""
    done = subprocess.run(
        [sys.executable, "-c", ONE_LINE.format(more=more)],
        cwd=ROOT,
        env={**ENVIRONMENT, "SIYU_LOG_LEVEL": "INFO"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert len((done.stdout + done.stderr).splitlines()) == lines, done.stdout + done.stderr
    assert json.loads(done.stdout.splitlines()[0])["event"] == "request failed"


def test_an_error_is_logged_by_type_and_place_never_by_its_text(printed: Printed) -> None:
    """Its text may quote a person."""
    try:
        raise ValueError("王小明 13800000000")
    except ValueError as error:
        log.failure("record failed", error, function="on_fact")
    (line,) = printed()
    assert (line["error"], line["level"], line["event"]) == ("ValueError", "ERROR", "record failed")
    assert "王小明" not in json.dumps(line, ensure_ascii=False)
