"""What happens to content, as facts."""

from __future__ import annotations

from chalicelib.content.ids import ContentId
from chalicelib.content.states import Stage, Verdict
from chalicelib.core.events.facts import FactData, fact
from chalicelib.core.ids import UserId

STEP = {"content": "01KAJ7XBH0M7Q2S5V8Y1B4D6G9", "name": "双十一预告", "content_version": 2, "staff": "wangfang"}


class ContentStep(FactData, frozen=True, kw_only=True):
    """A step of a version's way. name: of the item. staff: who took the step."""

    content: ContentId
    name: str
    content_version: int
    staff: UserId


@fact(
    "content.submitted",
    zh="{staff} 将素材“{name}”第 {content_version} 版送审",
    en="{staff} submitted version {content_version} of “{name}” for review",
    sample=STEP,
)
class ContentSubmitted(ContentStep, frozen=True, kw_only=True):
    """A draft was handed to the reviewers."""


@fact(
    "content.reviewed",
    zh="{staff} 审核素材“{name}”第 {content_version} 版（{stage}）：{verdict}",
    en="{staff} reviewed version {content_version} of “{name}” ({stage}): {verdict}",
    sample={**STEP, "stage": "compliance", "verdict": "passed"},
)
class ContentReviewed(ContentStep, frozen=True, kw_only=True):
    """A reviewer gave a verdict at a stage."""

    stage: Stage
    verdict: Verdict


@fact(
    "content.approved",
    zh="素材“{name}”第 {content_version} 版通过三审，可以发送",
    en="Version {content_version} of “{name}” passed all three reviews and may be sent",
    sample=STEP,
)
class ContentApproved(ContentStep, frozen=True, kw_only=True):
    """The last of the three reviews was passed. staff: who gave the last verdict."""


@fact(
    "content.rejected",
    zh="素材“{name}”第 {content_version} 版未通过审核（{stage}）：{reason}",
    en="Version {content_version} of “{name}” was rejected ({stage}): {reason}",
    sample={**STEP, "stage": "content", "reason": "活动价格有误"},
)
class ContentRejected(ContentStep, frozen=True, kw_only=True):
    """A reviewer rejected a version. reason: about the content, for its author."""

    stage: Stage
    reason: str


@fact(
    "content.withdrawn",
    zh="{staff} 撤回素材“{name}”第 {content_version} 版的送审",
    en="{staff} withdrew version {content_version} of “{name}” from review",
    sample=STEP,
)
class ContentWithdrawn(ContentStep, frozen=True, kw_only=True):
    """A version was taken back from the reviewers and is a draft again."""


@fact(
    "content.recalled",
    zh="{staff} 撤回已通过的素材“{name}”第 {content_version} 版，不能再发送",
    en="{staff} recalled version {content_version} of “{name}”; it may not be sent any more",
    sample=STEP,
)
class ContentRecalled(ContentStep, frozen=True, kw_only=True):
    """An approval was taken back for good. Why, its history says."""


@fact(
    "content.replaced",
    zh="素材“{name}”第 {content_version} 版已被新通过的版本取代",
    en="A newer approved version has taken the place of version {content_version} of “{name}”",
    sample=STEP,
)
class ContentReplaced(ContentStep, frozen=True, kw_only=True):
    """An approved version goes out no more, since a newer one was approved. staff: who approved that one."""


@fact(
    "content_rules.changed",
    zh="企业禁用词改为 {extra_words} 个，允许的域名改为 {allowed_hosts} 个",
    en="The corp's own rules now have {extra_words} words and {allowed_hosts} hosts",
    sample={"extra_words": 3, "allowed_hosts": 2},
)
class ContentRulesChanged(FactData, frozen=True, kw_only=True):
    """The corp's own rules were replaced. extra_words, allowed_hosts: how many there are now."""

    extra_words: int
    allowed_hosts: int
