"""The control API under /_sandbox: set up corps, move the clock, bend things, read the ledger."""

import re

import msgspec
from flask import Blueprint
from msgspec import Struct, field

from local.servers.basics import Json
from local.servers.control import Control, Rules, add_rules, body_as, control_blueprint
from local.wecom.api.auth import revoke_tokens
from local.wecom.crypto import CryptoError, aes_key
from local.wecom.mass_control import MassControl
from local.wecom.parts import Parts
from local.wecom.people import People
from local.wecom.records import AppSecret, Corp, Fault, Limits, Quota, Staff, State
from local.wecom.verify import VERIFY_SECONDS, verify
from local.wecom.world import World

_TOKEN = re.compile(r"[A-Za-z0-9]{1,32}")


class CorpIn(Struct, forbid_unknown_fields=True):
    """Body of PUT corps/{corp_id}; the whole corp, `skip` leaves the callback unverified."""

    name: str
    secrets: list[AppSecret] = field(default_factory=list)
    callback_url: str = ""
    token: str = ""
    encoding_aes_key: str = ""
    callback_agent_id: int | str = ""
    mini_appid: str = ""
    mini_secret: str = ""
    staff: list[Staff] = field(default_factory=list)
    trusted_ips: list[str] = field(default_factory=list)
    limits: Limits = field(default_factory=Limits)
    api_events: bool = False
    mass_quota: Quota = "month"
    skip: bool = True


def control(parts: Parts) -> Blueprint:
    """Everything under /_sandbox."""
    blueprint = control_blueprint(CryptoError)
    for part in (_Control(parts), People(parts), MassControl(parts)):
        add_rules(blueprint, part.rules())
    return blueprint


class _Control(Control[Fault]):
    """Corps, and the faults that happen at once."""

    fault = Fault
    world: World

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts.world, parts.deliverer, parts.faults)
        self.parts = parts

    def rules(self) -> Rules:
        """What is registered."""
        return [
            *super().rules(),
            ("GET", "/corps", self.corps), ("PUT", "/corps/<corp_id>", self.put_corp),
            ("POST", "/corps/<corp_id>/verify", self.verify),
            ("POST", "/reset", self.reset),
        ]  # fmt: skip

    # corps

    def corps(self) -> Json:
        with self.world.lock:
            return {"corps": [public_corp(corp) for corp in self.world.state.corps.values()]}

    def put_corp(self, corp_id: str) -> Json:
        given = body_as(CorpIn)
        if given.callback_url:
            aes_key(given.encoding_aes_key)
            if not _TOKEN.fullmatch(given.token):
                raise ValueError("token must be 1 to 32 letters or digits")
        with self.world.lock:
            former = self.world.state.corps.get(corp_id)
            corp = build_corp(corp_id, given)
            corp.verified = former.verified if former else None
            self.world.state.corps[corp_id] = corp
            self.world.record("setup", corp_id=corp_id, staff=len(corp.staff))
        shown = public_corp(corp)
        return shown if given.skip else shown | {"verified": verify(self.world, corp, VERIFY_SECONDS)}

    def verify(self, corp_id: str) -> Json:
        return verify(self.world, self.world.corp(corp_id), VERIFY_SECONDS)

    # faults

    def add_fault(self) -> Json:
        fault = self.faults.add(body_as(Fault))
        answer: Json = dict(msgspec.to_builtins(fault))
        if fault.kind == "invalidate_tokens":
            answer["invalidated"] = revoke_tokens(self.world, fault.corp_id)
        if fault.kind == "block":
            for corp_id in [*self.world.state.corps]:
                if fault.corp_id in ("*", corp_id):
                    self.parts.frequency.block(corp_id, fault.api, fault.seconds)
        return answer

    def clear_faults(self) -> Json:
        self.parts.frequency.unblock()
        return super().clear_faults()

    def reset(self) -> Json:
        with self.world.lock:
            self.parts.deliverer.clear()
            self.parts.frequency.clear()
            seq = self.world.state.seq
            self.world.load(State(seq=seq))
            self.world.record("reset")
        return {"reset": True}


def build_corp(corp_id: str, given: CorpIn) -> Corp:
    """The record of a corp from what was given."""
    values = {name: getattr(given, name) for name in given.__struct_fields__ if name != "skip"}
    values["staff"] = {staff.userid: staff for staff in given.staff}
    return Corp(corp_id=corp_id, **values)


def public_corp(corp: Corp) -> Json:
    """A corp without its secrets."""
    shown: Json = dict(msgspec.to_builtins(corp))
    for name in ("secrets", "token", "encoding_aes_key", "mini_secret"):
        del shown[name]
    shown["agents"] = [app.agent_id for app in corp.secrets]
    return shown
