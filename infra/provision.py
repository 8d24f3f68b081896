"""python -m infra.provision --stack siyu-prod corps.json: writes corps' settings into a stack's secret.

corps.json (or `-` for standard input, so that nothing stays on a disk) holds corps by key:

    {"demo": {"name": "…", "corp_id": "ww…", "agent_id": "1000002", "agent_secret": "…", "callback_token": "…",
              "callback_aes_key": "…43 characters…", "mini_appid": "wx…", "mini_secret": "…", "owners": ["userid"],
              "pay": {"mchid": "…", "serial_no": "…40 characters…", "private_key": "-----BEGIN PRIVATE KEY-----…",
                      "apiv3_key": "…32 characters…", "public_key": "-----BEGIN PUBLIC KEY-----…",
                      "public_key_id": "PUB_KEY_ID_…"}}}

`pay` is left out, or null, while the corp takes no money. A corp that is there already is replaced, the others stay;
the session key is made once and kept. What is written is checked first and never printed. Running functions read it
within a minute.
"""

from __future__ import annotations

import argparse
import re
import secrets
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import botocore.session
import msgspec
from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.core.http.shapes import CorpKey
from chalicelib.core.ops.secrets import CorpSettings, PaySettings, StackSettings

Corps = dict[CorpKey, CorpSettings]
SECRET_OUTPUT = "SettingsSecretArn"


class ProvisionError(Exception):
    """The settings were not written; the text says why and what to do, and holds no secret."""


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(
        prog="python -m infra.provision", description="Write corps' settings into a stack's secret."
    )
    parser.add_argument("corps", help="a JSON file of corps by key, or - for standard input; see the module's text")
    parser.add_argument("--stack", default="siyu-prod", help="the CloudFormation stack (default: siyu-prod)")
    parser.add_argument("--region", default=None, help="the stack's region (default: your AWS configuration)")
    options = parser.parse_args()
    session = botocore.session.get_session()
    try:
        raw = sys.stdin.buffer.read() if options.corps == "-" else Path(options.corps).read_bytes()
        clients = {
            name: session.create_client(name, region_name=options.region)
            for name in ("cloudformation", "secretsmanager")
        }
        secret = secret_of(clients["cloudformation"], options.stack)
        keys = write(clients["secretsmanager"], secret, read(raw))
    except (ProvisionError, OSError, ClientError, BotoCoreError) as error:
        sys.exit(f"provision: {error}")
    print(
        f"written; the stack's corps are now: {', '.join(keys)}. Callback URL of a corp: PUBLIC_URL/wecom/callback/KEY"
    )


def read(raw: bytes) -> Corps:
    """The corps in a JSON text, checked. Raises ProvisionError, naming the field and never its value."""
    try:
        corps = msgspec.json.decode(raw, type=Corps)
    except msgspec.MsgspecError as error:
        raise ProvisionError(f"the corps are not as they should be: {error}") from None
    problems = [f"{key}: {problem}" for key, corp in corps.items() for problem in _problems(corp)]
    if problems or not corps:
        raise ProvisionError("; ".join(problems) or "no corp given")
    return corps


def _problems(corp: CorpSettings) -> Iterator[str]:
    for field in ("name", "corp_id", "agent_id", "agent_secret"):
        if not getattr(corp, field).strip():
            yield f"{field} is empty"
    if not re.fullmatch(r"[A-Za-z0-9]{1,32}", corp.callback_token):
        yield "callback_token must be 1 to 32 letters or digits, as WeCom's console shows it"
    if not re.fullmatch(r"[A-Za-z0-9]{43}", corp.callback_aes_key):
        yield "callback_aes_key must be the 43 letters and digits of WeCom's console"
    if bool(corp.mini_appid) != bool(corp.mini_secret):
        yield "mini_appid and mini_secret belong together"
    if corp.mini_link and not (corp.mini_link.startswith("https://") and "{team}" in corp.mini_link):
        yield "mini_link must begin with https:// and hold {team} where a team's id goes"
    if not corp.owners:
        yield "owners is empty: name at least one userid, or nobody can sign in"
    if corp.pay:
        if not (corp.pay.appid or corp.mini_appid):
            yield "pay.appid is empty, and there is no mini_appid to stand in for it"
        yield from _problems_of_pay(corp.pay)


def _problems_of_pay(pay: PaySettings) -> Iterator[str]:
    if not re.fullmatch(r"[0-9]{8,10}", pay.mchid):
        yield "pay.mchid must be the merchant's number, 8 to 10 digits"
    if not re.fullmatch(r"[0-9A-Fa-f]{40}", pay.serial_no):
        yield "pay.serial_no must be the 40 hexadecimal digits of the merchant certificate's serial number"
    if len(pay.apiv3_key.encode()) != 32:
        yield "pay.apiv3_key must be 32 bytes, as it was set in the merchant console"
    if not _is_rsa(pay.private_key, "PRIVATE"):
        yield "pay.private_key must be the whole text of apiclient_key.pem, from -----BEGIN PRIVATE KEY----- on"
    if bool(pay.public_key) != bool(pay.public_key_id):
        yield "pay.public_key and pay.public_key_id belong together"
    if pay.public_key_id and not re.fullmatch(r"PUB_KEY_ID_[0-9A-Za-z]+", pay.public_key_id):
        yield "pay.public_key_id must begin with PUB_KEY_ID_"
    if pay.public_key and not _is_rsa(pay.public_key, "PUBLIC"):
        yield "pay.public_key must be the whole text of pub_key.pem, from -----BEGIN PUBLIC KEY----- on"


def _is_rsa(pem: str, half: str) -> bool:
    """True for an RSA key in the form that WeChat Pay's console gives and its client library takes."""
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key

    text = pem.strip()
    if not (text.startswith(f"-----BEGIN {half} KEY-----\n") and text.endswith(f"\n-----END {half} KEY-----")):
        return False
    try:
        if half == "PUBLIC":
            return isinstance(load_pem_public_key(text.encode()), RSAPublicKey)
        return isinstance(load_pem_private_key(text.encode(), None), RSAPrivateKey)
    except ValueError:
        return False


def secret_of(cloudformation: Any, stack: str) -> str:
    """The id of a stack's settings secret."""
    outputs = cloudformation.describe_stacks(StackName=stack)["Stacks"][0].get("Outputs", [])
    found = [output["OutputValue"] for output in outputs if output["OutputKey"] == SECRET_OUTPUT]
    if not found:
        raise ProvisionError(
            f"stack {stack} has no output {SECRET_OUTPUT}: deploy it first, or name another with --stack"
        )
    return str(found[0])


def write(secretsmanager: Any, secret: str, corps: Corps) -> list[str]:
    """Merge `corps` into the secret; answers the keys of all corps that are there now."""
    settings = merged(_present(secretsmanager, secret), corps)
    text = msgspec.json.encode(settings).decode()
    secretsmanager.put_secret_value(SecretId=secret, SecretString=text)
    return sorted(settings.corps)


def merged(present: StackSettings | None, corps: Corps) -> StackSettings:
    """The settings with `corps` put in; the session key is kept, or made when there is none to keep."""
    if present is None or len(present.session_key) < 32:
        present = StackSettings(session_key=secrets.token_urlsafe(48), corps=present.corps if present else {})
    return StackSettings(session_key=present.session_key, corps={**present.corps, **corps})


def _present(secretsmanager: Any, secret: str) -> StackSettings | None:
    try:
        text = secretsmanager.get_secret_value(SecretId=secret)["SecretString"]
    except secretsmanager.exceptions.ResourceNotFoundException:
        return None  # the secret exists but was never given a value
    try:
        return msgspec.json.decode(text, type=StackSettings)
    except msgspec.MsgspecError:
        raise ProvisionError(
            "the secret holds something else than settings; nothing was written. "
            'Look at it in the console, and if it is of no use set it to {"session_key": "", "corps": {}}'
        ) from None


if __name__ == "__main__":
    main()
