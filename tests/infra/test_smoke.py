"""The smoke test passes on a stack that is well, and says of one that is not what is wrong and what to do."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws

from infra import smoke
from infra.smoke import Finding, Site
from tests.support.http import Answer, Http
from tests.support.markdown import blocks
from tests.support.stack import Stack, set_environment

PAGE = (Path(__file__).resolve().parents[2] / "infra" / "deploy.md").read_text()
Change = Callable[[str, Answer], Answer]


@contextmanager
def served(*changes: Change) -> Iterator[Site]:
    """The whole app over HTTP, each answer changed on its way."""

    class Handler(BaseHTTPRequestHandler):
        def _serve(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)) or None
            answer = Http().call(self.command, self.path, body, {}, self.headers.get("Content-Type", "text/xml"))
            for change in changes:
                answer = change(self.path, answer)
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body)

        do_GET = do_POST = _serve  # noqa: N815

        def log_message(self, format: str, *args: Any) -> None:
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield Site(f"http://127.0.0.1:{server.server_port}")
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def wrong(findings: Iterable[Finding]) -> dict[str, str]:
    """What is not as it should be, by what was looked at."""
    return {finding.what: finding.problem for finding in findings if finding.problem}


def test_a_stack_that_is_well_passes_unchanged_and_the_page_shows_what_is_printed(stack: Stack) -> None:
    """A forged message leaves nothing, and the page has each line, but for figures, names and the cloud's own."""
    with served() as site:
        findings = list(smoke.look(site, "demo"))
        assert wrong(smoke._doors(site, smoke.NO_CORP)) == {}
        nobody = wrong(smoke._doors(site, "nobody"))
    assert wrong(findings) == {}
    assert stack.queues.size() == 0
    assert len(nobody) == 2 and all("provision" in problem for problem in nobody.values())
    [block] = [found.text for found in blocks(PAGE) if found.language == "text"]
    told = [shape(line.removeprefix("ok ").strip()) for line in block.splitlines()]
    seen = [shape(finding.what) for finding in findings]
    assert told[1 : len(seen)] == seen[1:]
    assert (told[0].startswith("TLS"), len(told)) == (True, len(seen) + 7)


def shape(what: str) -> str:
    """A line without what differs from stack to stack."""
    words = ("CORP" if word in ("demo", "brand") else word for word in what.replace(":", " :").split())
    return " ".join("N" if word.replace(".", "").isdigit() else word for word in words)


def replaced(path: str, **to: Any) -> Change:
    """One path's answer is another."""

    def change(asked: str, answer: Answer) -> Answer:
        return Answer(**{**vars(answer), **to}) if path in asked else answer

    return change


BROKEN = {
    "GET /docs is a page": replaced("/docs", status=502, headers={"content-type": "text/html"}),
    "headers keep browsers careful": replaced("/docs"),
    "GET /openapi.json tells version ?": replaced("/openapi.json", status=403, body=b"{}"),
    "an unknown path is a problem document": replaced("/admin/v1/there", body=b'{"message":"Forbidden"}'),
    "GET /admin/v1/members asks who is there": replaced("/admin/v1/members", status=200, body=b"{}"),
    "GET /mini/v1/wallet asks who is there": replaced("/mini/v1/wallet", status=502, body=b""),
    "WeCom verifies demo: a forged message is refused": replaced("&echostr=", status=200, body=b"AAAA"),
    "WeCom calls back demo: a forged message is refused": replaced("&nonce=1", body=b'{"code":"NotConfigured"}'),
    "WeChat Pay notifies demo: a forged notice is refused": replaced("/pay/", status=204, body=b""),
}


def test_what_is_broken_is_told(stack: Stack) -> None:
    """Negative control: each thing that is looked at is missed."""
    with served(*BROKEN.values()) as site:
        assert set(wrong(smoke.look(site, "demo"))) == set(BROKEN)


def test_nobody_who_answers_is_told_at_once() -> None:
    """A name that leads nowhere: one line, no traceback."""
    [finding] = [one for one in smoke.look(Site("http://127.0.0.1:9")) if one.problem]
    assert "CNAME" in finding.problem


def test_only_ones_own_machine_is_reached_without_tls() -> None:
    """What is printed into QR codes must be https."""
    assert "https" in smoke._tls(Site("http://q.example.com")).problem
    assert smoke._tls(Site("http://localhost:8080")).problem == ""


# ---- what AWS says of it


class CloudFormation:
    """Tells of one stack."""

    def __init__(self, topic: str) -> None:
        outputs = {"PublicUrl": "http://127.0.0.1", "AlarmTopicArn": topic}
        told = [{"OutputKey": name, "OutputValue": value} for name, value in outputs.items()]
        self._stacks = {"siyu-prod": {"StackStatus": "CREATE_COMPLETE", "Outputs": told}}

    def describe_stacks(self, StackName: str) -> dict[str, Any]:  # noqa: N803
        if StackName not in self._stacks:
            raise ClientError({"Error": {"Code": "ValidationError"}}, "DescribeStacks")
        return {"Stacks": [self._stacks[StackName]]}


@pytest.fixture
def aws() -> Iterator[Callable[[str], Any]]:
    """Clients of an account where a stack has a topic that somebody hears, and an alarm."""
    set_environment()
    with mock_aws():
        topic = boto3.client("sns").create_topic(Name="alarms")["TopicArn"]
        boto3.client("sns").subscribe(TopicArn=topic, Protocol="email", Endpoint="oncall@example.com")
        alarm("tick-stopped", [topic])
        yield lambda service: CloudFormation(topic) if service == "cloudformation" else boto3.client(service)


def alarm(name: str, actions: list[str]) -> None:
    """An alarm of the stack."""
    boto3.client("cloudwatch").put_metric_alarm(
        AlarmName=f"siyu-prod-{name}", AlarmActions=actions, MetricName="m", Namespace="n", Period=60,
        EvaluationPeriods=1, Statistic="Sum", Threshold=1, ComparisonOperator="LessThanThreshold",
    )  # fmt: skip


def test_what_aws_tells_of_a_stack_is_told(aws: Callable[[str], Any]) -> None:
    """Complete, reached where it says, its alarms heard; else each by its name, which is that of its page."""
    site = Site("http://127.0.0.1")
    assert wrong(smoke.look_inside(site, aws, "siyu-prod")) == {}
    assert "PublicUrl is http://127.0.0.1" in wrong(smoke.look_inside(Site("http://127.0.0.2"), aws, "siyu-prod"))
    assert "AWS answers" in wrong(smoke.look_inside(site, aws, "other"))
    alarm("dead-money", [])
    boto3.client("cloudwatch").set_alarm_state(AlarmName="siyu-prod-dead-money", StateValue="ALARM", StateReason="x")
    said = wrong(smoke.look_inside(site, aws, "siyu-prod")).values()
    assert {"siyu-prod-dead-money", "dead-money"} == {text.rpartition(": ")[2] for text in said}
