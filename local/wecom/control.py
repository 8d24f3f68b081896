"""The control API under /_sandbox: corps, what every sandbox has, and the acts of people."""

from __future__ import annotations

import re

import msgspec
from flask import Blueprint

from local.servers import control as shared
from local.servers.basics import Json
from local.servers.control import Rules, add_rules, body_as, control_blueprint, shown
from local.wecom.api.auth import revoke_tokens
from local.wecom.api.media import expire
from local.wecom.crypto import CryptoError, aes_key
from local.wecom.directory_control import DirectoryControl
from local.wecom.logins import Logins
from local.wecom.mass_control import MassControl
from local.wecom.parts import Parts
from local.wecom.people import People
from local.wecom.records import Corp, CorpIn, Department, Fault, State, WelcomesIn
from local.wecom.states import FaultKind
from local.wecom.verify import VERIFY_SECONDS, verify
from local.wecom.world import World

_TOKEN = re.compile(r"[A-Za-z0-9]{1,32}")


def control(parts: Parts, logins: Logins) -> Blueprint:
    """Everything under /_sandbox."""
    blueprint = control_blueprint(CryptoError)
    for part in (Control(parts), People(parts), DirectoryControl(parts), MassControl(parts), logins):
        add_rules(blueprint, part.rules())
    return blueprint


class Control(shared.Control[Fault]):
    """Corps, and the faults that happen at once."""

    fault = Fault
    world: World

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts.world, parts.deliverer, parts.faults)
        self.frequency = parts.frequency
        self.directory = parts.directory

    def rules(self) -> Rules:
        """What is registered."""
        return [
            *super().rules(),
            ("GET", "/corps", self.corps), ("PUT", "/corps/<corp_id>", self.put_corp),
            ("POST", "/corps/<corp_id>/verify", self.verify), ("POST", "/welcomes", self.prolong_welcomes),
        ]  # fmt: skip

    # corps

    def corps(self) -> Json:
        """Every corp without its secrets."""
        with self.world.lock:
            return {"corps": [public_corp(corp) for corp in self.world.state.corps.values()]}

    def put_corp(self, corp_id: str) -> Json:
        """Make a corp, or replace its settings. Raises CryptoError and ValueError for a callback that cannot work."""
        body = body_as(CorpIn)
        if body.callback_url:
            aes_key(body.encoding_aes_key)
            if not _TOKEN.fullmatch(body.token):
                raise ValueError("token must be 1 to 32 letters or digits")
        with self.world.lock:
            former = self.world.state.corps.get(corp_id)
            corp = build_corp(corp_id, body)
            corp.verified = former.verified if former else None
            corp.left = {name: one for name, one in former.left.items() if name not in corp.staff} if former else {}
            corp.departments = former.departments if former else {1: Department(1, corp.name, 0)}
            self.world.state.corps[corp_id] = corp
            self.world.record("setup", corp_id=corp_id, staff=len(corp.staff))
        public = public_corp(corp)
        return public if body.skip else public | {"verified": shown(verify(self.world, corp, VERIFY_SECONDS))}

    def verify(self, corp_id: str) -> Json:
        """Verify the callback URL. Raises NotFound."""
        return shown(verify(self.world, self.world.corp(corp_id), VERIFY_SECONDS))

    def prolong_welcomes(self) -> Json:
        """Let welcome codes live longer than the platform does, or shorter."""
        seconds = body_as(WelcomesIn).live_seconds
        with self.world.lock:
            self.world.state.welcome_lives = seconds
        return {"live_seconds": seconds}

    # faults

    def add_fault(self) -> Json:
        """Put a fault in force, or do at once what it asks for. Raises ValueError for one that does not exist."""
        wanted = body_as(Fault)
        if wanted.kind == FaultKind.STAFF_LEFT:
            self.world.staff(wanted.corp_id, wanted.userid)
        fault = self.faults.add(wanted)
        answer = shown(fault)
        if fault.kind == FaultKind.STAFF_LEFT:
            self.directory.leave(fault.corp_id, fault.userid, is_told=False)
        if fault.kind == FaultKind.MEDIA_EXPIRED:
            answer["expired"] = expire(self.world, fault.corp_id)
        if fault.kind == FaultKind.INVALIDATE_TOKENS:
            answer["invalidated"] = revoke_tokens(self.world, fault.corp_id)
        if fault.kind == FaultKind.BLOCK:
            for corp_id in [*self.world.state.corps]:
                if fault.corp_id in ("*", corp_id):
                    self.frequency.block(corp_id, fault.api, fault.seconds)
        return answer

    def clear_faults(self) -> Json:
        """End all faults, and all blocks."""
        self.frequency.unblock()
        return super().clear_faults()

    def forget(self) -> None:
        """Everything goes, also what was counted."""
        self.frequency.clear()
        self.world.load(State(seq=self.world.state.seq))


def build_corp(corp_id: str, body: CorpIn) -> Corp:
    """The record of a corp."""
    settings = msgspec.structs.asdict(body)
    del settings["skip"]
    settings["staff"] = {staff.userid: staff for staff in body.staff}
    return Corp(corp_id=corp_id, **settings)


def public_corp(corp: Corp) -> Json:
    """A corp without its secrets."""
    public = shown(corp)
    for name in ("secrets", "token", "encoding_aes_key", "mini_secret", "account_secret"):
        del public[name]
    public["agents"] = [app.agent_id for app in corp.secrets if not app.contacts]
    return public
