"""Welcomes as operators write them: held to what WeCom takes, to content's lint, and to pictures that are there."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from chalicelib.content import service as contents
from chalicelib.content.ids import PictureId
from chalicelib.core.context import Ctx
from chalicelib.core.errors import UpstreamFailed
from chalicelib.core.ids import UserId
from chalicelib.livecodes import rules, speech
from chalicelib.livecodes.errors import BadWelcome
from chalicelib.livecodes.shapes import Image, Link, MiniProgram, NewLiveCode, Terms, Welcome, Welcomes


def check(ctx: Ctx, new: NewLiveCode | Welcomes) -> None:
    """Refuse what would be refused, or read badly, when somebody joins.

    Raises BadWelcome, LintErrors, UnknownPicture, and what content says of a version that may not be sent.
    """
    welcomes = {"welcome": new.welcome}
    welcomes |= {f"welcome_hours[{number}].welcome": hour.welcome for number, hour in enumerate(new.welcome_hours)}
    faults = list(rules.faults_of_hours(new.welcome_hours))
    for path, welcome in welcomes.items():
        longest = contents.longest(speech.texts_of(welcome))
        faults += rules.faults_of_welcome(speech.with_texts(welcome, longest), path)
    if faults:
        raise BadWelcome(faults)
    for welcome in welcomes.values():
        _check(ctx, welcome)


def _check(ctx: Ctx, welcome: Welcome) -> None:
    if welcome.content:
        approved = contents.approved(ctx, welcome.content.item_id, welcome.content.version)
        values = contents.built_in(ctx, UserId(""), ctx.at) | dict(welcome.content.values)
        contents.check_values(ctx, approved, speech.CHANNEL, values)
    else:
        contents.check_said(ctx, speech.texts_of(welcome), _addresses(welcome))
    for picture_id in _pictures(welcome):
        with contextlib.suppress(UpstreamFailed):  # WeCom gets it when it is first shown
            contents.media_id(ctx, picture_id)


def _addresses(welcome: Welcome) -> dict[str, str]:
    """The links of a welcome of its own, by place."""
    found: dict[str, str] = {}
    for number, attachment in enumerate(welcome.attachments):
        match attachment:
            case Link(url=url, picurl=picurl):
                found |= {f"attachments[{number}].url": url, f"attachments[{number}].picurl": picurl}
            case Image(pic_url=pic_url):
                found[f"attachments[{number}].pic_url"] = pic_url
    return {place: address for place, address in found.items() if address}


def _pictures(welcome: Welcome) -> Iterator[PictureId]:
    for attachment in welcome.attachments:
        if isinstance(attachment, MiniProgram | Image) and attachment.picture_id:
            yield attachment.picture_id


def renew_pictures(ctx: Ctx, terms: Terms) -> None:
    """Give WeCom the pictures of a live code's welcomes anew. One upload each; what fails is tried when it is shown."""
    for welcome in (terms.welcome, *(hour.welcome for hour in terms.welcome_hours)):
        for picture_id in _pictures(welcome):
            with contextlib.suppress(UpstreamFailed):
                contents.media_id(ctx, picture_id, is_refused=True)
