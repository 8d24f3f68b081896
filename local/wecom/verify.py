"""The URL verification that saving a callback configuration does (docs/platform B2)."""

from __future__ import annotations

import secrets

import msgspec

from local.servers.basics import iso
from local.servers.wire import Answer, send
from local.wecom.crypto import CallbackCrypto, CryptoError
from local.wecom.deliveries import with_query
from local.wecom.records import Corp, Verification
from local.wecom.world import World

VERIFY_SECONDS = 1.0


def verify(world: World, corp: Corp, timeout: float) -> Verification:
    """Ask the callback URL to decrypt an echostr, and remember exactly what was wrong."""
    if not corp.callback_url:
        return _report(world, corp, Answer.none(""), "没有配置回调地址 / no callback_url")
    try:
        crypto = CallbackCrypto(corp.token, corp.encoding_aes_key, corp.corp_id)
    except CryptoError as error:
        return _report(world, corp, Answer.none(""), str(error))
    plain = str(secrets.randbelow(9 * 10**18) + 10**18)
    encrypted = crypto.encrypt(plain)
    stamp, nonce = str(world.unix()), str(secrets.randbelow(10**10))
    signature = crypto.sign(stamp, nonce, encrypted)
    url = with_query(corp.callback_url, msg_signature=signature, timestamp=stamp, nonce=nonce, echostr=encrypted)
    answer = send("GET", url, None, timeout)
    return _report(world, corp, answer, _problem(answer, plain.encode()))


def _problem(answer: Answer, plain: bytes) -> str:
    if answer.error:
        return f"没有按时应答（1 秒）/ no answer in time: {answer.error}"
    if answer.status != 200:
        return f"HTTP {answer.status}，应为 200 / the status must be 200"
    if answer.body == plain:
        return ""
    if answer.body.strip(b'"\r\n \xef\xbb\xbf') == plain:
        return "明文两侧有引号、换行或 BOM / the body has quotes, a newline or a BOM around it"
    return "响应体不是 echostr 的明文 / the body is not the decrypted echostr"


def _report(world: World, corp: Corp, answer: Answer, problem: str) -> Verification:
    verification = Verification(
        ok=not problem,
        problem=problem,
        status=answer.status,
        ms=answer.ms,
        body=answer.body[:200].decode("utf-8", "replace"),
        at=iso(world.time()),
    )
    with world.lock:
        corp.verified = verification
        facts = msgspec.structs.asdict(verification)
        del facts["at"]
        world.record("verify", corp_id=corp.corp_id, **facts)
    return verification
