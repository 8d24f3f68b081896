"""What the directory's events say: hints, since they come twice, late, in any order, or not at all (docs/platform C4).

An event is one write of a moment. What it does not say (names, departments) is read from WeCom by an errand.
"""

from __future__ import annotations

from chalicelib.core.context import Ctx
from chalicelib.core.events.errands import send
from chalicelib.core.ids import UserId
from chalicelib.core.ids import userid as canonical
from chalicelib.core.moments import epoch_iso
from chalicelib.platforms.wecom.events import Event
from chalicelib.staff import service, store
from chalicelib.staff.errands import ReadDepartments, ReadStaff


def came(ctx: Ctx, event: Event) -> None:
    """Somebody is of the corp: new, or again. 1 WU +1."""
    _is_there(ctx, event, event.userid)


def changed(ctx: Ctx, event: Event) -> None:
    """Something about somebody changed; perhaps their userid (docs/platform K3). 1 WU +1, renamed 3 WU +3."""
    old, new = event.userid, canonical(event.fields.get("NewUserID", ""))
    if not old or not new or new == old:
        _is_there(ctx, event, old)
        return
    store.renamed(ctx, old, new, epoch_iso(event.created))
    service.forget(ctx, old)
    _is_there(ctx, event, new)


def _is_there(ctx: Ctx, event: Event, userid: UserId) -> None:
    if not userid:
        return
    at = epoch_iso(event.created)
    store.there(ctx, userid, at)
    service.forget(ctx, userid)
    send(ctx, ReadStaff(userid=userid, since=at))


def left(ctx: Ctx, event: Event) -> None:
    """Somebody is of the corp no more: from this write on nobody is shown them. 1 WU +1."""
    if event.userid:
        store.gone(ctx, event.userid, epoch_iso(event.created))
        service.forget(ctx, event.userid)


def department_changed(ctx: Ctx, event: Event) -> None:
    """A department came, changed or went; the event does not say how."""
    send(ctx, ReadDepartments())
