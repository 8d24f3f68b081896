"""What a customer is told of themselves."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from chalicelib.core.http.forms import Form
from chalicelib.core.ids import StoreId
from chalicelib.core.moments import Moment
from chalicelib.members.ids import MemberId
from chalicelib.mine.states import Act


class Brand(msgspec.Struct, frozen=True):
    """Whose customer. name: '' until the brand has said one."""

    corp: str
    name: str


class MyStore(msgspec.Struct, frozen=True):
    """The store at which they came in first."""

    store_id: StoreId
    name: str
    address: str


class Wallet(msgspec.Struct, frozen=True):
    """How many of the 20 latest coupons may be used. has_more: they have had more than these."""

    usable: int
    has_more: bool


class Mine(msgspec.Struct, frozen=True, kw_only=True):
    """Who is signed in. name: but for its first sign hidden, '' while WeCom has not told it.

    is_friend: they have a member of staff as a friend still. adviser: that one's name, '' for none. store: null for
    none. accepts_posts: they did not say no to messages. session_ends_at: then the session has to be renewed.
    """

    brand: Brand
    member_id: MemberId
    name: str
    is_friend: bool
    adviser: str
    store: MyStore | None
    accepts_posts: bool
    coupons: Wallet
    session_ends_at: Moment


class PageTurn(msgspec.Struct, frozen=True):
    """Where a list of one's own goes on. after: as the page's link says, '' for its beginning."""

    after: Annotated[str, Meta(max_length=600)] = ""


class Pressed(Form, frozen=True, kw_only=True):
    """What was pressed on a page of one's own. accepts_posts: of `prefer`, what is wanted from now on; of the others
    null.
    """

    act: Act
    accepts_posts: bool | None = None
