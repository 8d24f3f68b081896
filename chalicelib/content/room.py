"""What this room declares."""

from __future__ import annotations

from chalicelib.core.http.rights import CAMPAIGNERS, GUARDIANS, READERS, REVIEWERS, Right
from chalicelib.core.room import Room, Section

READ = Right(
    "content.read",
    "查看素材、版本、审核记录、图片与检查规则，预览消息",
    "See content, its versions, reviews, pictures and rules, and preview messages",
    READERS,
)
WRITE = Right(
    "content.write",
    "编写素材：新建、修改，上传图片",
    "Write content: make and edit items, upload pictures",
    CAMPAIGNERS,
)
SUBMIT = Right(
    "content.submit",
    "将版本送审，或撤回送审",
    "Hand a version to the reviewers, or take it back from them",
    CAMPAIGNERS,
)
REVIEW = Right(
    "content.review",
    "审核他人编写的版本（内容审：所有者、运营；合规审：所有者、合规；业务审：所有者）",
    "Review versions that others wrote (content: owner, marketer; compliance: owner, compliance; business: owner)",
    REVIEWERS,
)
RECALL = Right(
    "content.recall",
    "撤回已通过的版本，使其不能再发送",
    "Recall an approved version, so that it may not be sent any more",
    GUARDIANS,
)
SET_RULES = Right(
    "content.set_rules",
    "设置企业自己的禁用词与允许的域名",
    "Set the corp's own forbidden words and allowed hosts",
    GUARDIANS,
)

ROOM = Room(
    name="content",
    zh="素材与审核",
    en="Content and its reviews",
    flows=False,
    tag="content",
    section=Section.REACH,
    rights=(READ, WRITE, SUBMIT, REVIEW, RECALL, SET_RULES),
)
