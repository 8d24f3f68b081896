"""python -m infra.smoke https://q.example.com: does a stack that was just deployed answer as it should?

From outside, as customers, operators and platforms reach it; it changes nothing and needs no rights. --corp KEY knocks
as WeCom and WeChat Pay would at a corp's doors, with forged messages: whether its settings were provisioned shows in
the answer. --stack siyu-prod asks AWS too, with your own rights: is the stack complete, is API Gateway's own address
closed, does anybody hear the alarms, does one ring?

A line for each thing looked at; what is wrong says what to do. Exits 1 when something is.
"""

from __future__ import annotations

import argparse
import socket
import ssl
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import boto3
import msgspec
import urllib3
from botocore.exceptions import BotoCoreError, ClientError

PATIENCE = urllib3.Timeout(connect=5, read=20)
# A certificate that ACM cannot renew is told of by mail 45 days before; this is when somebody has to act.
CERTIFICATE_DAYS = 14
SLOW_MS = 1000
BAD_REQUEST, FORBIDDEN = 400, 403
LOCAL = ("localhost", "127.0.0.1")
FORGED = "msg_signature=0000000000000000000000000000000000000000&timestamp=1&nonce=1"
NO_CORP = "smoketest"
PROVISION = "provision its settings (docs/runbook/provision.md)"


class Finding(NamedTuple):
    """What was looked at, and what is wrong with it: '' when nothing is."""

    what: str
    problem: str = ""


class Seen(NamedTuple):
    """An answer."""

    status: int
    kind: str
    headers: dict[str, str]
    body: bytes

    @property
    def code(self) -> str:
        """A problem document's code, '' for anything else."""
        try:
            found = msgspec.json.decode(self.body)
        except msgspec.DecodeError:
            return ""
        return str(found.get("code", "")) if isinstance(found, dict) else ""

    @property
    def said(self) -> str:
        """In few words."""
        return f"answered {self.status} {self.code or self.kind}".strip()


class Site:
    """A deployed stack, seen from outside."""

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        self.host = urlsplit(self.url).hostname or ""
        self._pool = urllib3.PoolManager(timeout=PATIENCE, retries=False)

    def ask(self, method: str, path: str, body: bytes = b"", kind: str = "application/json") -> Seen:
        """The answer to one request. Raises urllib3's HTTPError."""
        url = path if path.startswith("http") else self.url + path
        answer = self._pool.request(method, url, body=body or None, headers={"Content-Type": kind}, redirect=False)
        headers = {name.lower(): value for name, value in answer.headers.items()}
        return Seen(answer.status, headers.get("content-type", ""), headers, answer.data)


Check = Callable[[Site], Iterator[Finding]]


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m infra.smoke", description="Look at a deployed stack from outside.")
    parser.add_argument("url", help="where it is reached, as the parameter PublicUrl")
    parser.add_argument("--corp", default=NO_CORP, help="a corp's key: its doors are knocked at too")
    parser.add_argument("--stack", default="", help="the CloudFormation stack: AWS is asked too")
    parser.add_argument("--region", default=None, help="the stack's region (default: your AWS configuration)")
    options = parser.parse_args()
    site = Site(options.url)
    findings = list(told(look(site, options.corp)))
    if options.stack:
        findings += told(look_inside(site, boto3.session.Session(region_name=options.region).client, options.stack))
    wrong = [finding for finding in findings if finding.problem]
    print(f"{len(findings) - len(wrong)} as they should be, {len(wrong)} not")
    sys.exit(1 if wrong else 0)


def told(findings: Iterator[Finding]) -> Iterator[Finding]:
    """Each with its line."""
    for finding in findings:
        print(f"not ok  {finding.what}: {finding.problem}" if finding.problem else f"ok      {finding.what}")
        yield finding


def look(site: Site, corp: str = NO_CORP) -> Iterator[Finding]:
    """Everything that shows from outside; it ends early when nobody answers at all."""
    try:
        yield _tls(site)
        yield from _pages(site)
        yield from _refusals(site)
        yield from _doors(site, corp)
        yield _pace(site)
    except (urllib3.exceptions.HTTPError, OSError) as error:
        yield Finding(site.url, f"{type(error).__name__}: look at the CNAME record, the certificate and PublicUrl")


def _tls(site: Site) -> Finding:
    """The certificate is trusted and lasts; only one's own machine is reached without."""
    what = "TLS: trusted, and for a while"
    if not site.url.startswith("https://"):
        return Finding("TLS: none on one's own machine" if site.host in LOCAL else what, _unless_local(site))
    with (
        socket.create_connection((site.host, urlsplit(site.url).port or 443), timeout=5) as plain,
        ssl.create_default_context().wrap_socket(plain, server_hostname=site.host) as tls,
    ):
        ends = ssl.cert_time_to_seconds(str((tls.getpeercert() or {})["notAfter"]))
    days = int((ends - time.time()) / 86400)
    return Finding(what, "" if days >= CERTIFICATE_DAYS else f"it ends in {days} days: renew it in ACM")


def _unless_local(site: Site) -> str:
    return "" if site.host in LOCAL else "the address begins with http://: what is printed into QR codes must be https"


def _pages(site: Site) -> Iterator[Finding]:
    page, document = site.ask("GET", "/docs"), site.ask("GET", "/openapi.json")
    is_page = page.status == 200 and page.kind.startswith("text/html")
    yield Finding("GET /docs is a page", "" if is_page else f"{page.said}: look at ApiLog (docs/runbook/README.md)")
    version = ""
    if document.status == 200:
        version = msgspec.json.decode(document.body).get("info", {}).get("version", "")
    yield Finding(f"GET /openapi.json tells version {version or '?'}", "" if version else document.said)
    wanted = {"x-content-type-options": "nosniff", "referrer-policy": "no-referrer"}
    missing = [name for name, value in wanted.items() if page.headers.get(name) != value]
    yield Finding("headers keep browsers careful", f"without {', '.join(missing)}" if missing else "")


def _refusals(site: Site) -> Iterator[Finding]:
    """What nobody may is refused in our words; API Gateway's own would say that the path is mapped wrongly."""
    nothing = site.ask("GET", "/admin/v1/there-is-no-such-thing")
    hint = "is the domain mapped to this stack, `admin` to AdminAPIId and its stage `admin`, all else to RestAPIId?"
    is_ours = nothing.code == "UnknownPath"
    yield Finding("an unknown path is a problem document", "" if is_ours else f"{nothing.said}: {hint}")
    for path in ("/admin/v1/members", "/mini/v1/wallet"):
        refused = site.ask("GET", path)
        yield Finding(
            f"GET {path} asks who is there", "" if refused.code == "Unauthenticated" else f"{refused.said}, not 401"
        )


def _doors(site: Site, corp: str) -> Iterator[Finding]:
    """A forged message is refused by the door's own function, which needs its secret and the corp's settings for it."""
    expected = ("UnknownCorp", "NotConfigured") if corp == NO_CORP else ("BadSignature",)
    forged = {
        "WeCom verifies": site.ask("GET", f"/wecom/callback/{corp}?{FORGED}&echostr=AAAA"),
        "WeCom calls back": site.ask(
            "POST", f"/wecom/callback/{corp}?{FORGED}", b"<xml><Encrypt>AAAA</Encrypt></xml>", "text/xml"
        ),
    }
    for what, answer in forged.items():
        yield Finding(
            f"{what} {corp}: a forged message is refused",
            "" if answer.code in expected else f"{answer.said}, not {expected[0]}: {PROVISION}",
        )
    # Refused in WeChat Pay's own form, whether the corp takes money or not.
    paid = site.ask("POST", f"/pay/notify/{corp}", b"{}")
    yield Finding(
        f"WeChat Pay notifies {corp}: a forged notice is refused",
        "" if paid.status >= BAD_REQUEST and paid.code == "FAIL" else f"{paid.said}: look at DoorLog",
    )


def _pace(site: Site) -> Finding:
    """Warm, so that the first customer of a campaign is no surprise."""
    took = []
    for _ in range(3):
        began = time.perf_counter()
        site.ask("GET", "/openapi.json")
        took.append((time.perf_counter() - began) * 1000)
    middle = round(sorted(took)[1])
    return Finding(
        f"a warm answer takes {middle} ms", "" if middle <= SLOW_MS else f"over {SLOW_MS}: is the region far from here?"
    )


# ---- what AWS says of it


def look_inside(site: Site, client: Callable[[str], Any], stack: str) -> Iterator[Finding]:
    """Everything that the stack's own account can tell."""
    try:
        found = client("cloudformation").describe_stacks(StackName=stack)["Stacks"][0]
        outputs = {output["OutputKey"]: output["OutputValue"] for output in found.get("Outputs", [])}
        status = found["StackStatus"]
        good = status in ("CREATE_COMPLETE", "UPDATE_COMPLETE")
        yield Finding(f"the stack is {status}", "" if good else "look at its events (infra/deploy.md, Rollback)")
        url = outputs.get("PublicUrl", "")
        yield Finding(f"PublicUrl is {url}", "" if url == site.url else f"it was asked at {site.url}")
        for output, path in (("EndpointURL", "/docs"), ("AdminEndpointURL", "/v1/members")):
            yield _endpoint(site, outputs, output, path)
        yield from _alarms(client("cloudwatch"), client("sns"), stack, outputs.get("AlarmTopicArn", ""))
    except (ClientError, BotoCoreError) as error:
        yield Finding("AWS answers", f"{error}")


def _endpoint(site: Site, outputs: dict[str, str], output: str, path: str) -> Finding:
    what = f"API Gateway's own address is closed ({output})"
    if "DomainTarget" not in outputs:
        return Finding(f"{what} (not with a domain that is mapped by hand)")
    try:
        answer = site.ask("GET", outputs[output].rstrip("/") + path)
    except urllib3.exceptions.HTTPError:
        return Finding(what)
    deploy = "it was closed after the last deployment of the stage (infra/deploy.md, The domain)"
    return Finding(what, "" if answer.status == FORBIDDEN else f"it {answer.said}: {deploy}")


def _alarms(cloudwatch: Any, sns: Any, stack: str, topic: str) -> Iterator[Finding]:
    pages = cloudwatch.get_paginator("describe_alarms").paginate(AlarmNamePrefix=f"{stack}-")
    alarms = [alarm for page in pages for alarm in page["MetricAlarms"]]
    mute = [alarm["AlarmName"] for alarm in alarms if not alarm["AlarmActions"]]
    none = "" if alarms else "there are none"
    yield Finding(f"{len(alarms)} alarms act", f"these tell nobody: {', '.join(mute)}" if mute else none)
    ringing = [alarm["AlarmName"].removeprefix(f"{stack}-") for alarm in alarms if alarm["StateValue"] == "ALARM"]
    yield Finding("no alarm rings", f"docs/runbook: {', '.join(ringing)}" if ringing else "")
    hearers = sns.list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"] if topic else []
    heard = [one for one in hearers if one["SubscriptionArn"].startswith("arn:")]
    waiting = "open the link in the mail that was sent" if hearers else "python -m infra.provision … --alarms ADDRESS"
    yield Finding(f"{len(heard)} addresses hear the alarms", "" if heard else waiting)


if __name__ == "__main__":
    main()
