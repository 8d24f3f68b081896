"""The doors that the platforms knock at: verified, durable, queued, then answered. Never answered and lost.

They are a function of their own (docs/adr/0028): what it may touch is the inbox, its queue and the secret `verify`.
"""

from __future__ import annotations

import msgspec

from chalicelib.callbacks.room import ROOM
from chalicelib.callbacks.shapes import Signed
from chalicelib.core.context import Ctx
from chalicelib.core.errors import AppError, BadSignature, MalformedMessage, UnknownCorp, WrongReceiver
from chalicelib.core.http.answers import Answer, Incoming
from chalicelib.core.http.rights import PUBLIC
from chalicelib.core.http.routes import Routes
from chalicelib.core.ops import log, queues, secrets
from chalicelib.core.ops.queues import StoredCallback
from chalicelib.core.storage import inbox
from chalicelib.platforms.wechatpay import notices
from chalicelib.platforms.wechatpay.errors import NoticeRefused, PayNotConfigured
from chalicelib.platforms.wecom import crypto, events, xml

routes = Routes(ROOM)


ACCEPTED = Answer(body="success", media_type="text/plain; charset=utf-8")
TAKEN = Answer(body="", media_type="text/plain; charset=utf-8", status=204)


@routes.get(
    "/wecom/callback/{corp}",
    allow=PUBLIC,
    summary=("企业微信回调地址验证", "WeCom verifies the callback URL"),
    query=Signed,
    media_type="text/plain",
    errors=(BadSignature, WrongReceiver, MalformedMessage),
)
def verify_url(incoming: Incoming, corp: str, query: Signed) -> Answer:
    """Answers the decrypted echo, exactly (docs/platform B2: no quotes, no newline, within 1 s)."""
    plain = _open(corp, query, query.echostr)
    return Answer(body=plain.decode(), media_type="text/plain; charset=utf-8")


@routes.post(
    "/wecom/callback/{corp}",
    allow=PUBLIC,
    summary=("接收企业微信事件", "Receive a WeCom event"),
    query=Signed,
    media_type="text/plain",
    errors=(BadSignature, WrongReceiver, MalformedMessage),
)
def receive(incoming: Incoming, corp: str, query: Signed) -> Answer:
    """Stores the event (1 WU), queues it and answers. A failure answers 5xx, so WeCom tries again (docs/platform B7).

    A repeat of an event that is still unfinished is queued once more: the first queueing may have failed.
    """
    encrypted = xml.read(incoming.raw_body).get("Encrypt", "")
    plain = _open(corp, query, encrypted)
    event = events.parse(plain)
    ctx = incoming.ctx_for(corp, "system:callback")
    stored = inbox.accept_callback(ctx, event.created, event.digest, plain.decode())
    _keep(ctx, stored, event.name, can_wait=not event.welcome_code)
    return ACCEPTED


@routes.post(
    "/pay/notify/{corp}",
    allow=PUBLIC,
    summary=("接收微信支付通知", "Receive a notice of WeChat Pay"),
    media_type="text/plain",
    status=204,
    errors=(UnknownCorp, NoticeRefused, PayNotConfigured),
)
def receive_notice(incoming: Incoming, corp: str) -> Answer:
    """204 once it is stored (1 WU +1) and queued; anything else makes WeChat Pay tell it again (docs/platform I6)."""
    try:
        ctx = incoming.ctx_for(corp, "system:notice")
        taken = notices.take(ctx, incoming.headers, incoming.raw_body)
        _keep(
            ctx,
            inbox.accept_notice(ctx, taken.digest, taken.sealed.body, taken.sealed.is_proved),
            taken.event,
            can_wait=False,
        )
    except AppError as error:
        body = msgspec.json.encode({"code": "FAIL", "message": error.en}).decode()
        return Answer(body=body, media_type="application/json", status=error.status)
    return TAKEN


def _keep(ctx: Ctx, stored: inbox.Callback, kind: str, *, can_wait: bool) -> None:
    if not stored.done:
        _queue(stored, can_wait)
    outcome = "repeat" if stored.done or stored.received_at != ctx.at else "new"
    log.info("callback accepted", corp=ctx.corp, kind=kind, request_id=ctx.request_id, outcome=outcome)


def _queue(stored: inbox.Callback, can_wait: bool) -> None:
    try:
        queues.to_callbacks(StoredCallback(stored.pk, stored.sk, can_wait))
    except Exception:
        inbox.not_queued(stored)
        raise


def _open(corp: str, query: Signed, encrypted: str) -> bytes:
    settings = secrets.verify(corp)
    crypto.check_signature(settings.callback_token, query.timestamp, query.nonce, encrypted, query.msg_signature)
    plain = crypto.decrypt(settings.callback_aes_key, settings.corp_id, encrypted)
    try:
        plain.decode()
    except UnicodeDecodeError:
        raise MalformedMessage() from None
    return plain
