"""The door WeCom knocks at: verified, durable, queued, then answered. Never answered and lost."""

from __future__ import annotations

from chalicelib.callbacks.room import ROOM
from chalicelib.callbacks.shapes import Signed
from chalicelib.core.errors import BadSignature, MalformedMessage, WrongReceiver
from chalicelib.core.http.answers import Answer, Incoming
from chalicelib.core.http.rights import PUBLIC
from chalicelib.core.http.routes import Routes
from chalicelib.core.ops import log, queues, secrets
from chalicelib.core.storage import inbox
from chalicelib.platforms.wecom import crypto, events, xml

routes = Routes(ROOM)


ACCEPTED = Answer(body="success", media_type="text/plain; charset=utf-8")


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
    stored = inbox.accept(ctx, event.created, event.digest, plain.decode())
    if not stored.done:
        _queue(stored)
    log.info(
        "callback accepted", corp=corp, kind=event.name, request_id=ctx.request_id, outcome=_outcome(stored, ctx.at)
    )
    return ACCEPTED


def _queue(stored: inbox.Callback) -> None:
    try:
        queues.to_callbacks(stored.pk, stored.sk)
    except Exception:
        inbox.not_queued(stored)
        raise


def _outcome(stored: inbox.Callback, at: str) -> str:
    return "repeat" if stored.done or stored.received_at != at else "new"


def _open(corp: str, query: Signed, encrypted: str) -> bytes:
    settings = secrets.corp(corp)
    crypto.check_signature(settings.callback_token, query.timestamp, query.nonce, encrypted, query.msg_signature)
    plain = crypto.decrypt(settings.callback_aes_key, settings.corp_id, encrypted)
    try:
        plain.decode()
    except UnicodeDecodeError:
        raise MalformedMessage() from None
    return plain
