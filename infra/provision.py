"""python -m infra.provision --stack siyu-prod corps.json: writes corps' settings into a stack's five secrets.

corps.json (or `-` for standard input, so that nothing stays on a disk) holds corps by key:

    {"demo": {"name": "…", "corp_id": "ww…", "agent_id": "1000002", "agent_secret": "…", "contacts_secret": "…",
              "callback_token": "…", "callback_aes_key": "…43 characters…", "mini_appid": "wx…", "mini_secret": "…",
              "owners": ["userid"],
              "pay": {"mchid": "…", "serial_no": "…40 characters…", "private_key": "-----BEGIN PRIVATE KEY-----…",
                      "apiv3_key": "…32 characters…", "public_key": "-----BEGIN PUBLIC KEY-----…",
                      "public_key_id": "PUB_KEY_ID_…"}}}

`pay` is left out, or null, while the corp takes no money. A corp that is there already is replaced, the others stay.
Each setting goes into the secret of what it gives power over (chalicelib/core/ops/secrets.py). The stack's own keys
(infra/rotate.py) and each corp's index key are made once and kept. Other callback keys or another APIv3 key: the former
are taken as well for a while, so that nothing on its way is lost (docs/runbook/rotation.md). What is written is checked
first and never printed. Running functions read it within a minute. From then on each corp written is compared with
WeCom every hour, the first time in whole. Should it break off in between, run it again.

At last it asks where alarms shall go, when nobody hears them yet; --alarms ADDRESS says so at once.
"""

from __future__ import annotations

import argparse
import os
import secrets
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import boto3
import msgspec
from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.core.http.shapes import CorpKey
from chalicelib.core.moments import iso
from chalicelib.core.ops.secrets import (
    SHORTEST_KEY,
    ByCorp,
    FormerCallbackKeys,
    FormerPayee,
    Hidden,
    Index,
    Merchant,
    Payee,
    Platforms,
    Power,
    Sessions,
    Verify,
)
from infra import alarms, reconcile, recount
from infra.settings import CorpSettings, PaySettings, problems_of

# WeCom uses the former pair until its console is saved, which is somebody's task of the week.
CALLBACK_OVERLAP = timedelta(days=7)
# A notice that was sealed with the former key may wait in a queue and then among its dead letters, 14 days each.
PAYEE_OVERLAP = timedelta(days=30)


class Held(Hidden, frozen=True, kw_only=True):
    """What all five secrets of a stack hold, each under its power's name."""

    sessions: Sessions = Sessions(session_key="")
    verify: ByCorp[Verify] = ByCorp()
    platforms: ByCorp[Platforms] = ByCorp()
    payments: ByCorp[Merchant] = ByCorp()
    index: ByCorp[Index] = ByCorp()


Corps = dict[CorpKey, CorpSettings]
Secrets = dict[Power, str]


class ProvisionError(Exception):
    """The settings were not written; the text says why and what to do, and holds no secret."""


class Half(ProvisionError):
    """Some of the secrets were written and the others not. Writing the same again completes it."""

    def __init__(self, written: Sequence[Power], left: Sequence[Power], why: str) -> None:
        super().__init__(
            f"broken off in between ({why}): written are {', '.join(written)}; not yet {', '.join(left)}. "
            "Run the same again, which completes it"
        )
        self.written, self.left, self.why = written, left, why


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(
        prog="python -m infra.provision", description="Write corps' settings into a stack's secrets."
    )
    parser.add_argument("corps", help="a JSON file of corps by key, or - for standard input; see the module's text")
    parser.add_argument("--stack", default="siyu-prod", help="the CloudFormation stack (default: siyu-prod)")
    parser.add_argument("--region", default=None, help="the stack's region (default: your AWS configuration)")
    parser.add_argument("--alarms", default="", help="where alarms go: a mail address, or an address with https://")
    options = parser.parse_args()
    session = boto3.session.Session(region_name=options.region)
    try:
        if options.alarms:
            alarms.protocol(options.alarms)
        raw = sys.stdin.buffer.read() if options.corps == "-" else Path(options.corps).read_bytes()
        outputs = outputs_of(session.client("cloudformation"), options.stack)
        corps = read(raw)
        keys = write(session.client("secretsmanager"), named(outputs, options.stack), corps)
        if options.region:
            os.environ["AWS_DEFAULT_REGION"] = options.region
        reconcile.begin(options.stack, corps)
        recount.begin(options.stack, corps)
        print(f"written; the stack's corps are now: {', '.join(keys)}")
        print(*(f"callback URL of {key}: {outputs['PublicUrl']}/wecom/callback/{key}" for key in corps), sep="\n")
        print(alarms.hear(session.client("sns"), outputs.get("AlarmTopicArn", ""), options.alarms, alarms.asked))
    except (ProvisionError, alarms.NoAddress, OSError, ClientError, BotoCoreError) as error:
        sys.exit(f"provision: {error}")


def read(raw: bytes) -> Corps:
    """The corps in a JSON text, checked. Raises ProvisionError, naming the field and never its value."""
    try:
        corps = msgspec.json.decode(raw, type=Corps)
    except msgspec.MsgspecError as error:
        raise ProvisionError(f"the corps are not as they should be: {error}") from None
    problems = [f"{key}: {problem}" for key, corp in corps.items() for problem in problems_of(corp)]
    if problems or not corps:
        raise ProvisionError("; ".join(problems) or "no corp given")
    return corps


def outputs_of(cloudformation: Any, stack: str) -> dict[str, str]:
    """What a stack says of itself."""
    outputs = cloudformation.describe_stacks(StackName=stack)["Stacks"][0].get("Outputs", [])
    return {output["OutputKey"]: output["OutputValue"] for output in outputs}


def named(outputs: Mapping[str, str], stack: str) -> Secrets:
    """The ids of the secrets that a stack's outputs name. Raises ProvisionError."""
    names = {power: f"{power.title()}SecretArn" for power in Power}
    missing = [name for name in names.values() if name not in outputs]
    if missing:
        raise ProvisionError(f"stack {stack} has no output {missing[0]}: deploy it first, or name another with --stack")
    return {power: outputs[name] for power, name in names.items()}


def write(secretsmanager: Any, where: Secrets, corps: Corps) -> list[str]:
    """Merge `corps` into the secrets; answers the keys of all corps that are there now. See `change`."""
    return change(secretsmanager, where, lambda held: corps)


def change(secretsmanager: Any, where: Secrets, to: Callable[[Corps], Corps]) -> list[str]:
    """Merge what `to` makes of the corps that are there at this moment into the secrets; answers all their keys.

    All are read before the first is written, so one that cannot be read leaves all as they were. What stays as it is
    is not written: the stack's own keys are not put back while somebody else rotates them. Raises ProvisionError, Half
    of it when it breaks off in between; ClientError, BotoCoreError while nothing is written.
    """
    texts = {power: _text(secretsmanager, secret) for power, secret in where.items()}
    before = _held(texts)
    held = merged(before, to(_corps(before)))
    due = [power for power in where if not texts[power] or getattr(held, power) != getattr(before, power)]
    for place, power in enumerate(due):
        text = msgspec.json.encode(getattr(held, power)).decode()
        try:
            secretsmanager.put_secret_value(SecretId=where[power], SecretString=text)
        except (ClientError, BotoCoreError) as error:
            if not place:
                raise
            raise Half(due[:place], due[place:], said(error)) from None
    return sorted(held.platforms.corps)


def said(error: Exception) -> str:
    """What AWS calls a refusal, or what kind of error it is: nothing that somebody filled in."""
    code = error.response.get("Error", {}).get("Code", "") if isinstance(error, ClientError) else ""
    return code or type(error).__name__


def known(secretsmanager: Any, where: Secrets) -> Corps:
    """The settings of all corps, as corps.json has them, put together from the secrets. Raises ProvisionError."""
    return _corps(_held({power: _text(secretsmanager, secret) for power, secret in where.items()}))


def _corps(held: Held) -> Corps:
    return {key: _settings(held, key) for key in held.platforms.corps if key in held.verify.corps}


def _settings(held: Held, key: str) -> CorpSettings:
    platforms, verify, merchant = held.platforms.corps[key], held.verify.corps[key], held.payments.corps.get(key)
    parts = {**msgspec.structs.asdict(platforms), **msgspec.structs.asdict(verify)}
    parts["pay"] = msgspec.convert(merchant, PaySettings, from_attributes=True) if merchant else None
    return CorpSettings(**{name: parts[name] for name in CorpSettings.__struct_fields__})


def merged(held: Held, corps: Corps, now: datetime | None = None) -> Held:
    """What the secrets shall hold with `corps` put in. A corp that takes no money any more loses its merchant.

    now: from when on what is replaced is the former.
    """
    at = now or datetime.now(UTC)
    verify = {key: _verify(corp, held.verify.corps.get(key), at) for key, corp in corps.items()}
    payments = {key: merchant for key, merchant in held.payments.corps.items() if key not in corps}
    indexes = {key: Index(key=secrets.token_urlsafe(48)) for key in corps}
    return Held(
        sessions=_own_keys(held.sessions),
        verify=ByCorp(corps={**held.verify.corps, **verify}),
        platforms=ByCorp(corps={**held.platforms.corps, **{key: platforms_of(corp) for key, corp in corps.items()}}),
        payments=ByCorp(corps={**payments, **{key: merchant_of(corp) for key, corp in corps.items() if corp.pay}}),
        # One that is there wins: what was written with it could not be found with another.
        index=ByCorp(corps={**indexes, **held.index.corps}),
    )


def _own_keys(held: Sessions) -> Sessions:
    """Each is kept, or made when there is none that is long enough."""
    session_key, cursor_key = (
        key if len(key) >= SHORTEST_KEY else secrets.token_urlsafe(48) for key in (held.session_key, held.cursor_key)
    )
    return msgspec.structs.replace(held, session_key=session_key, cursor_key=cursor_key)


def _verify(corp: CorpSettings, before: Verify | None, now: datetime) -> Verify:
    pay = msgspec.convert(corp.pay, Payee, from_attributes=True) if corp.pay else None
    made = Verify(
        corp_id=corp.corp_id, callback_token=corp.callback_token, callback_aes_key=corp.callback_aes_key, pay=pay
    )
    return _with_former(made, before, now) if before else made


def _with_former(made: Verify, before: Verify, now: datetime) -> Verify:
    """With what this change replaces, or an earlier one did."""
    former, former_pay = before.former, before.former_pay
    if (made.callback_token, made.callback_aes_key) != (before.callback_token, before.callback_aes_key):
        former = FormerCallbackKeys(
            callback_token=before.callback_token,
            callback_aes_key=before.callback_aes_key,
            until=iso(now + CALLBACK_OVERLAP),
        )
    if before.pay and made.pay != before.pay:
        former_pay = FormerPayee(**msgspec.structs.asdict(before.pay), until=iso(now + PAYEE_OVERLAP))
    return msgspec.structs.replace(made, former=former, former_pay=former_pay)


def platforms_of(corp: CorpSettings) -> Platforms:
    """What a corp calls WeCom and WeChat with."""
    return msgspec.convert(corp, Platforms, from_attributes=True)


def merchant_of(corp: CorpSettings) -> Merchant:
    """What a corp that takes money calls WeChat Pay with."""
    merchant = msgspec.convert(corp.pay, Merchant, from_attributes=True)
    return msgspec.structs.replace(merchant, appid=merchant.appid or corp.mini_appid)


def _held(texts: Mapping[Power, str]) -> Held:
    whole = msgspec.json.encode({power: msgspec.Raw(text.encode()) for power, text in texts.items() if text})
    try:
        return msgspec.json.decode(whole, type=Held)
    except msgspec.MsgspecError as error:
        raise ProvisionError(
            f"a secret holds something else than settings ({_place(error)}); nothing was written. "
            'Look at it in the console, and if it is of no use set it to {"session_key": "", "corps": {}}'
        ) from None


def _place(error: msgspec.MsgspecError) -> str:
    """Where in the secrets it is wrong; of what stands there nothing is told."""
    return str(error).rpartition("at `")[2].rstrip("`") or "it is no JSON"


def _text(secretsmanager: Any, secret: str) -> str:
    """What a secret holds, '' when it was never given a value."""
    try:
        return str(secretsmanager.get_secret_value(SecretId=secret)["SecretString"])
    except secretsmanager.exceptions.ResourceNotFoundException:
        return ""


if __name__ == "__main__":
    main()
