"""Welcomes as operators write them: held to what WeCom takes, to content's lint, and to pictures that are there."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Set

import msgspec

from chalicelib.content import service as contents
from chalicelib.content.errors import (
    BadValues,
    ChannelNotApproved,
    ContentArchived,
    LintErrors,
    NotApproved,
    UnknownContent,
    UnknownPicture,
)
from chalicelib.content.ids import ContentId, PictureId
from chalicelib.core.context import Ctx
from chalicelib.core.errors import AppError, Fault, UpstreamFailed
from chalicelib.core.ids import UserId
from chalicelib.core.sanity import judge
from chalicelib.livecodes import rules, speech
from chalicelib.livecodes.errors import BadWelcome
from chalicelib.livecodes.known import Terms
from chalicelib.livecodes.shapes import Image, Link, MiniProgram, NewLiveCode, Welcome, WelcomeContent, Welcomes


class Looked(msgspec.Struct, frozen=True):
    """What was found of welcomes: faults at their fields, and what content says of versions and words, each alone."""

    faults: list[Fault]
    refusals: list[AppError]

    def beside(self, *others: Fault) -> list[Fault]:
        """The faults with others, and with those of words, so that they are told at once; none when only words are."""
        found = [*self.faults, *others]
        return found + [fault for refusal in self.refusals for fault in refusal.faults] if found else []


def check(ctx: Ctx, new: Welcomes, used: Set[ContentId] = frozenset()) -> None:
    """Refuse what would be refused, or read badly, when somebody joins. used: content that it uses already.

    Raises BadWelcome, LintErrors, and what content says of a version that may not be sent.
    """
    looked = look(ctx, new, used)
    judge(BadWelcome, looked.beside())
    for refusal in looked.refusals:
        raise refusal


def look(ctx: Ctx, new: NewLiveCode | Welcomes, used: Set[ContentId] = frozenset()) -> Looked:
    """The same of welcomes that come with something else, found and not raised. used: content that it uses already."""
    welcomes = {"welcome": new.welcome}
    welcomes |= {f"welcome_hours[{number}].welcome": hour.welcome for number, hour in enumerate(new.welcome_hours)}
    faults = list(rules.faults_of_hours(new.welcome_hours))
    refusals: list[AppError] = []
    own: dict[str, Welcome] = {}
    for path, welcome in welcomes.items():
        longest = contents.longest(speech.texts_of(welcome))
        wrong = list(rules.faults_of_welcome(speech.with_texts(welcome, longest), path))
        faults += wrong or _pictures_missing(ctx, path, welcome)
        if not wrong and not welcome.content:
            own[path] = welcome
        try:
            if not wrong and welcome.content:
                _check_content(ctx, welcome.content, is_used=welcome.content.item_id in used)
        except UnknownContent as error:
            faults.append(Fault(f"{path}.content.item_id", "unknown", None, error.zh, error.en))
        except BadValues as error:
            faults += [msgspec.structs.replace(one, path=f"{path}.content.{one.path}") for one in error.faults]
        except (NotApproved, ContentArchived, ChannelNotApproved) as error:
            refusals.append(error)
    try:
        _check_words(ctx, own)
    except LintErrors as error:
        refusals.append(error)
    return Looked(faults, refusals)


def _check_content(ctx: Ctx, content: WelcomeContent, *, is_used: bool) -> None:
    approved = contents.approved(ctx, content.item_id, content.version, is_used=is_used)
    values = contents.built_in(ctx, UserId(""), ctx.at) | dict(content.values)
    contents.check_values(ctx, approved, speech.CHANNEL, values)


def _check_words(ctx: Ctx, own: Mapping[str, Welcome]) -> None:
    """Lint welcomes of one's own, by path, at once."""
    texts, addresses = (
        {f"{path}.{place}": text for path, welcome in own.items() for place, text in found(welcome).items()}
        for found in (speech.texts_of, _addresses)
    )
    contents.check_said(ctx, texts, addresses)


def _pictures_missing(ctx: Ctx, path: str, welcome: Welcome) -> list[Fault]:
    """Those that were never uploaded here; WeCom is given the others, or gets them when they are first shown."""
    faults = []
    for place, picture_id in _pictures(welcome):
        try:
            contents.media_id(ctx, picture_id)
        except UnknownPicture as error:
            faults.append(Fault(f"{path}.{place}.picture_id", "unknown", None, error.zh, error.en))
        except UpstreamFailed:
            continue
    return faults


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


def _pictures(welcome: Welcome) -> Iterator[tuple[str, PictureId]]:
    """Each with its place."""
    for number, attachment in enumerate(welcome.attachments):
        if isinstance(attachment, MiniProgram | Image) and attachment.picture_id:
            yield f"attachments[{number}]", attachment.picture_id


def renew_pictures(ctx: Ctx, terms: Terms) -> None:
    """Give WeCom the pictures of a live code's welcomes anew. One upload each; what fails is tried when it is shown."""
    for welcome in (terms.welcome, *(hour.welcome for hour in terms.welcome_hours)):
        for _, picture_id in _pictures(welcome):
            with contextlib.suppress(UpstreamFailed):
                contents.media_id(ctx, picture_id, is_refused=True)
