"""Idempotency: a write runs once per Idempotency-Key, and a repeat gets the first answer for 24 h."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping

from chalice.app import Response

from chalicelib.core.context import Ctx
from chalicelib.core.errors import IdempotencyConflict, IdempotencyMismatch
from chalicelib.core.http.answers import REPLAYED, json_answer
from chalicelib.core.storage import onces
from chalicelib.core.storage.onces import Before, Once, Ours


def fingerprint(params: Mapping[str, str], raw_body: bytes) -> str:
    """What tells one request from another under the same key."""
    return hashlib.sha256(repr(sorted(params.items())).encode() + raw_body).hexdigest()


def run_once(ctx: Ctx, once: Once, status: int, run: Callable[[Ours], Response]) -> Response:
    """What `run` answers, or the first answer under this key again, marked as replayed. 2 WU.

    A crash between the act and the stored answer is safe because ids follow from the key and the day of its first use
    (`new_ctx(seed=...)`), which the record keeps: the repeat writes the same rows, also after midnight. Refusals are
    not stored, so a caller may correct the world and retry.
    Raises IdempotencyMismatch for another request under the key, IdempotencyConflict while the first still runs.
    """
    begun = onces.begin(ctx, once)
    if isinstance(begun, Before):
        return _replay(begun, once, status)
    try:
        answer = run(begun)
    except Exception:
        onces.give_up(ctx, once)
        raise
    onces.finish(ctx, once, answer.body)
    return answer


def _replay(before: Before, once: Once, status: int) -> Response:
    if before.fingerprint != once.fingerprint:
        raise IdempotencyMismatch()
    if before.answer is None:
        raise IdempotencyConflict()
    return json_answer(before.answer, status, REPLAYED)
