"""What a press on a customer's own page does: the verbs of the mini-program, and then the page again."""

from __future__ import annotations

import contextlib

from chalicelib.core.context import Ctx
from chalicelib.core.errors import BadRequest, UnknownPath
from chalicelib.core.http import session
from chalicelib.core.http.browsers import forgotten
from chalicelib.core.http.page import Shown, sent_to
from chalicelib.core.http.session import Whose
from chalicelib.groupbuys import service as groupbuys
from chalicelib.groupbuys.errors import NotInTeam, TeamComplete, TeamOver
from chalicelib.groupbuys.ids import SELLER as GROUPBUY
from chalicelib.groupbuys.ids import TeamId
from chalicelib.members import service as members
from chalicelib.members.ids import MemberId
from chalicelib.members.shapes import Preferences
from chalicelib.mine import screens
from chalicelib.mine.screens import Asked
from chalicelib.mine.shapes import Pressed
from chalicelib.mine.states import Act
from chalicelib.orders import service as orders
from chalicelib.orders.errors import NotCancellable
from chalicelib.orders.ids import OrderId
from chalicelib.orders.states import OrderState
from chalicelib.shop import service as shop

# An order that went on meanwhile is no failure: its page says how it stands.
MOVED_ON = (NotCancellable, NotInTeam, TeamComplete, TeamOver)


def press(ctx: Ctx, wanted: Asked, pressed: Pressed) -> Shown:
    """Do what was pressed, and send the browser back to the page. Safe to repeat. Raises what its verbs raise."""
    if (wanted.page, pressed.act) == (screens.SETTINGS, Act.PREFER):
        if pressed.accepts_posts is None:  # nobody's word is guessed
            raise BadRequest()
        members.prefer(ctx, MemberId(ctx.who), Preferences(accept_posts=pressed.accepts_posts))
    elif (wanted.page, pressed.act) == (screens.SETTINGS, Act.SIGN_OUT):
        session.end(ctx)
        cookie = str(forgotten(Whose.MEMBER)["Set-Cookie"])
        return sent_to(screens.address(ctx, screens.COUPONS), cookie, status=303)
    elif (wanted.page, pressed.act) == (screens.ORDER, Act.CANCEL):
        with contextlib.suppress(*MOVED_ON):
            _cancel(ctx, OrderId(wanted.of))
    else:
        raise UnknownPath()
    return sent_to(screens.address(ctx, wanted.page, wanted.of), status=303)


def _cancel(ctx: Ctx, order_id: OrderId) -> None:
    """As the seller lets a member cancel: an order of the shop by its number, of a team by leaving it."""
    own = orders.own(ctx, order_id)
    if own.seller_kind != GROUPBUY:
        shop.cancel(ctx, order_id)
    elif own.status is OrderState.PLACED:
        groupbuys.leave(ctx, TeamId(own.seat))
