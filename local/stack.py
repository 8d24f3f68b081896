"""One local stack, up and provisioned: the cloud, the sandboxes, the front door, the demo corp."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec

from infra import package, provision
from infra.settings import CorpSettings
from local import cloud, demo
from local.front import Front
from local.places import ROOT, Places
from local.processes import Child, ProcessError
from local.web import Client
from local.wechatpay.records import PlatformKeys
from local.wecom.records import Verification


@dataclass(frozen=True)
class Stack:
    """A running stack."""

    places: Places
    corp: CorpSettings
    outputs: dict[str, str]
    verified: Verification
    front: Front

    @property
    def api(self) -> Client:
        """Our API, as somebody who has not signed in."""
        return Client(self.places.url)

    @property
    def sandbox(self) -> Client:
        """The WeCom sandbox's control API."""
        return Client(f"{self.places.wecom_url}/_sandbox")

    @property
    def bank(self) -> Client:
        """The WeChat Pay sandbox's control API."""
        return Client(f"{self.places.wechatpay_url}/_sandbox")


VERIFICATIONS = 5
FIRST_STARTS = 6
Phase = Callable[[str, str], AbstractContextManager[None]]


@contextmanager
def quietly(zh: str, en: str) -> Iterator[None]:
    """A phase that nobody hears of."""
    yield


@contextmanager
def running(places: Places, phase: Phase = quietly) -> Iterator[Stack]:
    """Bring a stack up; at the end, also on an error, end every process that was started, in reverse order.

    phase: wraps each part of the way, to show how long it took.
    Raises PortTaken, PackageError, CloudError, ProcessError.
    """
    places.check_ports()
    with ExitStack() as ends:
        with phase("打包", "the package of `make package`"):
            package.build()
        with phase("启动沙箱与本机云", "sandboxes and cloud"):
            wecom = start_wecom(places)
            ends.callback(wecom.stop)
            wecom.wait_for(f"{places.wecom_url}/_sandbox/clock")
            wechatpay = start_wechatpay(places)
            ends.callback(wechatpay.stop)
            ends.callback(cloud.start(places).stop)
        with phase("部署 CloudFormation", "the stack: tables, queues, functions, alarms"):
            outputs = cloud.deploy(places)
            wechatpay.wait_for(f"{places.wechatpay_url}/_sandbox/clock")
        with phase("写入企业配置并预热", "settings provisioned, functions warm"):
            corp = demo.with_platform(demo.corp(places), _platform(places))
            where = provision.named(outputs, cloud.STACK)
            provision.write(cloud.client(places, "secretsmanager"), where, {demo.KEY: corp})
            front = Front(places, outputs)
            ends.callback(front.stop)
            verified = _introduce(places, corp)
        yield Stack(places, corp, outputs, verified, front)


def start_wecom(places: Places) -> Child:
    """The WeCom sandbox in a process of its own, with its state in the stack's folder."""
    options = ["--port", str(places.wecom_port), "--public-url", places.wecom_url]
    return _sandbox(places, "wecom", "the WeCom sandbox", options)


def start_wechatpay(places: Places) -> Child:
    """The WeChat Pay sandbox in a process of its own, on the WeCom sandbox's clock."""
    options = ["--port", str(places.wechatpay_port), "--clock-url", f"{places.wecom_url}/_sandbox/clock"]
    return _sandbox(places, "wechatpay", "the WeChat Pay sandbox", options)


def _sandbox(places: Places, package: str, name: str, options: list[str]) -> Child:
    command = [sys.executable, "-m", f"local.{package}", *options, "--state", str(_state(places, package))]
    environ = {"PATH": os.environ.get("PATH", ""), "HOME": str(places.folder)}
    return Child(name, command, environ, places.folder / "logs" / f"{package}.log", ROOT)


def _state(places: Places, package: str) -> Path:
    """Where a sandbox keeps its state; WeCom's was called sandbox.json before there were two."""
    state, former = places.folder / f"{package}.json", places.folder / "sandbox.json"
    if package == "wecom" and former.exists():
        former.replace(state)
    return state


def _platform(places: Places) -> PlatformKeys:
    """What WeChat Pay signs with since it was started."""
    keys = Client(f"{places.wechatpay_url}/_sandbox").get("/platform")
    return msgspec.convert(keys, PlatformKeys)


def _introduce(places: Places, corp: CorpSettings) -> Verification:
    """Set the corp up at WeCom and WeChat Pay, as its administrator does once; WeCom verifies our callback URL."""
    wecom = Client(f"{places.wecom_url}/_sandbox")
    _warm_up(places)
    cloud.warm_up(places)
    wecom.put(f"/corps/{corp.corp_id}", demo.at_wecom(places, corp))
    Client(f"{places.wechatpay_url}/_sandbox").put(f"/merchants/{demo.MCHID}", demo.at_wechatpay(corp))
    return _verified(places, corp)


def _verified(places: Places, corp: CorpSettings) -> Verification:
    """What WeCom says of our callback URL. It gives a second, which a busy machine may not keep at the first try."""
    wecom = Client(f"{places.wecom_url}/_sandbox")
    for _ in range(VERIFICATIONS):
        said = msgspec.convert(wecom.post(f"/corps/{corp.corp_id}/verify", status=200), Verification)
        if said.ok:
            break
        _warm_up(places)
    return said


def _warm_up(places: Places) -> None:
    """A first request to each API and to the door: WeCom gives a callback 1 s at verification, and a first start takes
    longer here. On a busy machine it takes longer than a request may, so it is made again.
    """
    knock = f"/wecom/callback/{demo.KEY}?msg_signature=-&timestamp=0&nonce=0&echostr=-"
    for path in ("/docs", "/admin/v1/me", knock):
        for _ in range(FIRST_STARTS):
            answer = Client(places.url).raw("GET", path)
            if answer.status < 500:
                break
        else:
            text = answer.data.decode(errors="replace")
            raise ProcessError(f"our API does not work, it answered {answer.status}: {text}")
