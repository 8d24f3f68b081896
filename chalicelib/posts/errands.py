"""Work that this room asks the send queue for: it ends in calls to WeCom, or takes too long for a stream."""

from __future__ import annotations

from chalicelib.content.ids import ContentId
from chalicelib.core.events.errands import Errand, errand
from chalicelib.core.events.lanes import SendLane
from chalicelib.core.moments import NEVER, Moment
from chalicelib.posts.ids import OccurrenceName, PostId
from chalicelib.tasks.shapes import Tally


@errand("plan_post", SendLane.MASS)
class PlanPost(Errand, frozen=True, kw_only=True):
    """A slice of planning of an occurrence or a forecast."""

    post: PostId
    occurrence: OccurrenceName


@errand("drive_post", SendLane.MASS)
class DrivePost(Errand, frozen=True, kw_only=True):
    """Bring an occurrence to its next step. so_far: what an earlier call found among thousands of tasks."""

    post: PostId
    at: Moment
    so_far: Tally = Tally()


@errand("ask_post_again", SendLane.MASS)
class AskPostAgain(Errand, frozen=True, kw_only=True):
    """Ask WeCom again for the failed among the next tasks of an occurrence.

    until: not asked for after that. after: the last task that was looked at.
    """

    post: PostId
    at: Moment
    until: Moment
    after: str


@errand("cancel_post", SendLane.MASS)
class CancelPost(Errand, frozen=True, kw_only=True):
    """End every open occurrence of a cancelled post."""

    post: PostId


@errand("look_at_audiences", SendLane.MASS)
class LookAtAudiences(Errand, frozen=True, kw_only=True):
    """See whether the corp still has the tags that audiences name.

    about: the tag that was deleted a moment ago, or the group of tags; '' for none. asked_at: when that was told, '' in
    messages of earlier versions.
    """

    about: str = ""
    is_group: bool = False
    asked_at: Moment = NEVER


@errand("follow_content", SendLane.MASS)
class FollowContent(Errand, frozen=True, kw_only=True):
    """Tell the posts that use an item what became of a version. after: where among its users to go on."""

    content: ContentId
    content_version: int
    recalled: bool
    after: str = ""
