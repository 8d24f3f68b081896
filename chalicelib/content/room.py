"""What this room declares."""

from __future__ import annotations

from chalicelib.content.facts import (
    ContentApproved,
    ContentRecalled,
    ContentRejected,
    ContentReplaced,
    ContentReviewed,
    ContentRulesChanged,
    ContentSubmitted,
    ContentWithdrawn,
)
from chalicelib.content.states import Stage
from chalicelib.core.http.rights import ADVISERS, CAMPAIGNERS, GUARDIANS, OWNERS, REVIEWERS, Right
from chalicelib.core.room import Personal, Room, Section
from chalicelib.core.words import FEN, Word

READ = Right(
    "content.read",
    "查看素材、版本、审核记录、图片与检查规则，预览消息",
    "See content, its versions, reviews, pictures and rules, and preview messages",
    ADVISERS,
)
WRITE = Right(
    "content.write",
    "编写素材：新建、修改、改名、归档，上传图片",
    "Write content: make, edit, rename and archive items, upload pictures",
    CAMPAIGNERS,
)
SUBMIT = Right(
    "content.submit",
    "将版本送审，或撤回送审",
    "Hand a version to the reviewers, or take it back from them",
    CAMPAIGNERS,
)
REVIEW = Right("content.review", "审核他人编写的版本", "Review versions that others wrote", REVIEWERS)
REVIEWS = {
    Stage.CONTENT: Right("content.review_content", "内容审核", "Review at the content stage", CAMPAIGNERS),
    Stage.COMPLIANCE: Right("content.review_compliance", "合规审核", "Review at the compliance stage", GUARDIANS),
    Stage.BUSINESS: Right("content.review_business", "业务审核", "Review at the business stage", OWNERS),
}
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
    tag="content",
    section=Section.REACH,
    facts=(
        ContentSubmitted,
        ContentReviewed,
        ContentApproved,
        ContentRejected,
        ContentWithdrawn,
        ContentRecalled,
        ContentReplaced,
        ContentRulesChanged,
    ),
    rights=(READ, WRITE, SUBMIT, REVIEW, *REVIEWS.values(), SET_RULES),
    personal=(
        Personal(
            row="content_version",
            fields=("author", "reviews"),
            why_zh="哪位员工编写、送审、审核或撤回了该版本，使任何人都不能审核自己写的内容，并可查证谁批准了广告",
            why_en="Which member of staff wrote, submitted, reviewed or recalled it: nobody reviews their own, and who"
            " approved an advertisement can be shown",
            erased_zh="保留：只有员工账号，没有客户的信息；广告审核记录须可查证",
            erased_en="Kept: staff accounts only, nothing of a customer; reviews of advertisements have to be shown",
        ),
    ),
    words={
        "ContentFinding.place": Word("所在位置", "where in the content it stands"),
        "ContentItem.versions": Word("各版本，最新在前", "its versions, newest first"),
        "ContentPreview.messages": Word("企业微信收到的消息", "the messages as WeCom takes them"),
        "Picture.media_type": Word("图片格式，如 image/png", "its type, such as image/png"),
        "Picture.width": Word("宽，像素", "how wide it is, in pixels"),
        "Picture.height": Word("高，像素", "how high it is, in pixels"),
        "text": Word("文字", "text"),
        "attachment": Word("附件", "attachment"),
        "kind": Word("附件类型", "kind of attachment"),
        "variables": Word("变量", "variables"),
        "type": Word("变量类型", "kind of variable"),
        "fallback": Word("默认值", "fallback"),
        "MoneyVariable.fallback": Word("默认值", "fallback", FEN),
        "max_length": Word("最大长度", "longest length"),
        "channels": Word("可用渠道", "channels"),
        "channel": Word("发送渠道", "channel"),
        "values": Word("变量取值", "values of variables"),
        "state": Word("素材状态", "state"),
        "archived_at": Word("归档时间", "when it was archived"),
        "q": Word("名称中的几个字", "part of the name"),
        "mine": Word("只看自己的", "only mine"),
        "maker": Word("创建人", "who made it"),
        "approved": Word("最近通过的版本", "version approved last"),
        "parts": Word("逐行差异", "differences line by line"),
        "what": Word("该行是保留、删除还是新增", "whether the lines stay, go or come"),
        "against": Word("对比的版本", "version it is compared with"),
        "based_on": Word("所依据的版本", "version it is based on"),
        "status": Word("审核状态", "review status"),
        "stage": Word("审核环节", "review stage"),
        "verdict": Word("审核结论", "verdict"),
        "title": Word("标题", "title"),
        "url": Word("链接", "link"),
        "desc": Word("描述", "description"),
        "picurl": Word("图片链接", "picture link"),
        "appid": Word("小程序 AppID", "mini-program's AppID"),
        "page": Word("小程序页面路径", "mini-program's page"),
        "picture_id": Word("图片", "picture"),
        "revision": Word("所见版本", "revision"),
        "extra_words": Word("补充禁用词", "words of your own"),
        "allowed_hosts": Word("允许的域名", "hosts that links may lead to"),
        "data": Word("图片文件", "picture file"),
        "NewPicture.name": Word("图片名称", "picture's name"),
        "TextVariable.name": Word("变量名", "variable's name"),
        "NumberVariable.name": Word("变量名", "variable's name"),
        "MoneyVariable.name": Word("变量名", "variable's name"),
        "DateVariable.name": Word("变量名", "variable's name"),
        "LinkVariable.name": Word("变量名", "variable's name"),
    },
)
