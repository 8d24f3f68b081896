"""The doors that the platforms knock at: verified, durable, queued, then answered. Never answered and lost.

They are a function of their own (docs/adr/0028): what it may touch is the inbox, its queue and the secret `verify`.
"""

from __future__ import annotations

import msgspec

from chalicelib.callbacks import rules
from chalicelib.callbacks.room import ROOM
from chalicelib.callbacks.shapes import Signed
from chalicelib.core.context import Ctx
from chalicelib.core.errors import AppError, BadSignature, MalformedMessage, SignatureTooOld, UnknownCorp, WrongReceiver
from chalicelib.core.http import rates
from chalicelib.core.http.answers import Answer, Incoming
from chalicelib.core.http.rights import PUBLIC
from chalicelib.core.http.routes import Routes
from chalicelib.core.ops import log, queues, secrets, setaside
from chalicelib.core.ops.queues import StoredCallback
from chalicelib.core.storage import asides, inbox, refusals
from chalicelib.core.storage.inbox import Why
from chalicelib.core.storage.refusals import Differs
from chalicelib.platforms.wechatpay import notices
from chalicelib.platforms.wechatpay.errors import NoticeRefused, PayNotConfigured
from chalicelib.platforms.wecom import crypto, events
from chalicelib.platforms.wecom.events import Event
from chalicelib.platforms.wecom.outline import outline

routes = Routes(ROOM)


ACCEPTED = Answer(body="success", media_type="text/plain; charset=utf-8")
TAKEN = Answer(body="", media_type="text/plain; charset=utf-8", status=204)


@routes.get(
    "/wecom/callback/{corp}",
    allow=PUBLIC,
    rate=rates.VERIFICATIONS,
    summary=("企业微信回调地址验证", "WeCom verifies the callback URL"),
    query=Signed,
    media_type="text/plain",
    errors=(BadSignature, SignatureTooOld, WrongReceiver, MalformedMessage),
)
def verify_url(incoming: Incoming, corp: str, query: Signed) -> Answer:
    """Answers the decrypted echo, exactly (docs/platform B2: no quotes, no newline, within 1 s)."""
    ctx = incoming.ctx_for(corp, "system:callback")
    plain = _open(ctx, query, query.echostr)
    if not rules.is_within(rules.ECHO_WINDOW, query.timestamp, ctx.now):
        raise SignatureTooOld()
    if not rules.may_be_echoed(plain):
        raise MalformedMessage()
    return Answer(body=plain.decode(), media_type="text/plain; charset=utf-8")


@routes.post(
    "/wecom/callback/{corp}",
    allow=PUBLIC,
    rate=rates.CALLBACKS,
    summary=("接收企业微信事件", "Receive a WeCom event"),
    query=Signed,
    media_type="text/plain",
    errors=(BadSignature, WrongReceiver, MalformedMessage),
)
def receive(incoming: Incoming, corp: str, query: Signed) -> Answer:
    """Stores what verifies, whatever it says (1 WU a KB), queues it and answers; it is read afterwards (docs/adr/0036).

    A failure answers 5xx, so WeCom tries again (docs/platform B7). A repeat of what is still unfinished is queued once
    more: the first queueing may have failed. What was signed too long ago is set aside for an operator. What does not
    say when it was can be told apart from a repeat of the same by when it comes alone (rules.SAME_FOR).
    """
    ctx = incoming.ctx_for(corp, "system:callback")
    encrypted = events.encrypted_in(incoming.raw_body)
    try:
        plain = _open(ctx, query, encrypted)
    except (BadSignature, MalformedMessage, WrongReceiver) as refused:
        _note(ctx, query, incoming.raw_body, isinstance(refused, BadSignature))
        raise
    digest = events.digest_of(plain)
    is_stale = not rules.is_within(rules.TRIED_FOR, query.timestamp, ctx.now)
    marks = asides.marks(ctx, digest, ctx.at, plain, Why.STALE, outline(plain)) if is_stale else None
    stored = inbox.accept_callback(ctx, digest, plain, marks)
    if stored.aside is Why.STALE and not is_stale:
        stored = asides.take_up(ctx, digest) or stored
    event = _read(ctx, plain)
    if event and rules.is_news(events.is_timed(event), stored.received_at, ctx.now):
        stored = inbox.told_anew(ctx, stored) or stored
    _keep(ctx, stored, event.name if event else "", can_wait=not (event and event.welcome_code))
    return ACCEPTED


def _note(ctx: Ctx, query: Signed, body: bytes, is_unsigned: bool) -> None:
    """Let whoever sets the corp up see that WeCom is refused. Junk that does not say whose it is, or when, is not it.

    What our Token signed is WeCom's for sure.
    """
    is_for_us = secrets.verify(ctx.corp).corp_id.encode() in body
    if not is_unsigned:
        refusals.note(ctx, Differs.KEY)
    elif is_for_us and rules.is_within(rules.TRIED_FOR, query.timestamp, ctx.now):
        refusals.note(ctx, Differs.TOKEN)


def _read(ctx: Ctx, plain: bytes) -> Event | None:
    """What it says, for the queue's order and the log. Whatever goes wrong, it is kept; who works on it meets it."""
    try:
        return events.parse(plain, int(ctx.now.timestamp()))
    except Exception:
        return None


@routes.post(
    "/pay/notify/{corp}",
    allow=PUBLIC,
    rate=rates.NOTICES,
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
    is_new = not stored.done and stored.received_at == ctx.at
    if stored.aside and is_new:
        setaside.told(ctx, stored.aside)
    elif not (stored.done or stored.aside):
        _queue(stored, can_wait)
    outcome = stored.aside or ("new" if is_new else "repeat")
    log.info("callback accepted", corp=ctx.corp, kind=kind, request_id=ctx.request_id, outcome=outcome)


def _queue(stored: inbox.Callback, can_wait: bool) -> None:
    try:
        queues.to_callbacks(StoredCallback(stored.pk, stored.sk, can_wait))
    except Exception:
        inbox.not_queued(stored)
        raise


def _open(ctx: Ctx, query: Signed, encrypted: str) -> bytes:
    """What is inside, by the keys of now or by those that WeCom had before. Raises what the keys of now refuse with."""
    settings = secrets.verify(ctx.corp)
    refused: list[AppError] = []
    for keys in settings.callback_keys(ctx.now):
        try:
            crypto.check_signature(keys.callback_token, query.timestamp, query.nonce, encrypted, query.msg_signature)
            return crypto.decrypt(keys.callback_aes_key, settings.corp_id, encrypted)
        except (BadSignature, MalformedMessage, WrongReceiver) as error:
            refused.append(error)
    raise refused[0]
