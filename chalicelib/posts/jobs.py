"""Long work on posts."""

from __future__ import annotations

from chalicelib.core.ops.jobs import Job, job
from chalicelib.posts.ids import PostId


@job("post_report", zh="汇总群发效果", en="Add up what became of a post")
class ReportPost(Job, frozen=True, kw_only=True):
    """Read all facts of a post, and keep their sum as its report."""

    post: PostId
