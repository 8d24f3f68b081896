"""The examples of the side bar in the API's document."""

from __future__ import annotations

from urllib.parse import urlencode

from chalicelib.core.config import config
from tests.support import make
from tests.support.stack import Stack
from tests.support.world import Names


def play(stack: Stack, names: Names) -> None:
    """A customer is looked at, tagged, noted, and given a coupon; a page is signed for."""
    owner = stack.operator()
    contact = f"/staff/v1/contacts/{names['external_userid']}"
    template = make.coupon_template(stack, name="老客回馈券")
    owner.post(f"{contact}/tags", {"add": make.tag_ids(stack, "老客")})
    owner.post(f"{contact}/notes", {"text": "喜欢龙井，怕苦"})
    owner.get(f"{contact}/offers?limit=1")
    owner.post(f"{contact}/sendings", {"coupon_template": template.id})
    owner.get(contact)
    owner.get(f"/staff/v1/js-signature?{urlencode({'url': f'{config().public_url}/side'})}")
