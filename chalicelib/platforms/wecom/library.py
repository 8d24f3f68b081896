"""Corp tags and their groups are called otherwise, or go (docs/platform D4)."""

from __future__ import annotations

from collections.abc import Sequence

from chalicelib.core.context import Ctx
from chalicelib.platforms.wecom import client
from chalicelib.platforms.wecom.errors import TagOfAnotherApp, WeComRefused

# Who made a tag alone may change it; WeCom says the same of other things that an app may not do.
NOT_THE_APPS = 301002


def rename(ctx: Ctx, item: str, name: str) -> None:
    """Call a tag or a group otherwise. Safe to repeat. Raises UnknownTag, TagNameTaken, TagOfAnotherApp."""
    _post(ctx, "externalcontact/edit_corp_tag", {"id": item, "name": name})


def delete(ctx: Ctx, tags: Sequence[str], groups: Sequence[str] = ()) -> None:
    """Tags and whole groups go, and leave the customers they are on; a group without tags goes with its last.

    Raises UnknownTag when one of them is not there: none was deleted then. Raises TagOfAnotherApp.
    """
    _post(ctx, "externalcontact/del_corp_tag", {"tag_id": list(tags), "group_id": list(groups)})


def _post(ctx: Ctx, api: str, body: dict[str, str] | dict[str, list[str]]) -> None:
    try:
        client.post(ctx, api, body)
    except WeComRefused as refused:
        if refused.errcode != NOT_THE_APPS:
            raise
        raise TagOfAnotherApp(refused.api, refused.errcode) from None
