"""What a door leaves in the audit that changes no row that is told: its own line, written before its verb runs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from chalicelib.core.audited import THE_ONE, Leaves
from chalicelib.core.context import Ctx
from chalicelib.core.errors import AppError
from chalicelib.core.http.answers import Incoming
from chalicelib.core.storage import acts


@contextmanager
def by(leaves: Leaves | None, acting: Incoming | Ctx, params: Mapping[str, str]) -> Iterator[None]:
    """Around a verb: the line stands before anything is done, and says so when it was refused. 2 WU +1 listed.

    Whoever fails in between leaves a line that says what was tried; under an Idempotency-Key the next try is the same.
    """
    if leaves is None or not isinstance(acting, Ctx) or not acting.operator:
        yield
        return
    act = acts.act(acting, leaves.thing, params.get(leaves.id, THE_ONE))
    acts.write(acting, act)
    try:
        yield
    except AppError as error:
        acts.refuse(acting, act, error.code)
        raise
