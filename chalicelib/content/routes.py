"""Doors of the content room."""

from __future__ import annotations

from chalicelib.content import checks, errors, keeping, listing, pictures, reviews, service, shapes
from chalicelib.content.ids import ContentId, PictureId
from chalicelib.content.room import READ, REVIEW, REVIEWS, ROOM, SET_RULES, SUBMIT, WRITE
from chalicelib.core.audited import Leaves
from chalicelib.core.context import Ctx
from chalicelib.core.errors import SettingsChanged
from chalicelib.core.http.answers import Answer
from chalicelib.core.http.routes import Routes
from chalicelib.core.http.shapes import PageQuery
from chalicelib.core.http.texts import Lint
from chalicelib.core.scope import Scoped
from chalicelib.core.storage.lists import Page
from chalicelib.platforms.wecom.errors import ASKED as WECOM

routes = Routes(ROOM)
REVIEWED = {"text": Lint.AT_REVIEW, "attachment": Lint.AT_REVIEW, "variables": Lint.AT_REVIEW}
OUT_OF_TURN = (errors.UnknownContent, errors.StateDoesNotAllow, errors.SupersededVersion)
# A picture under its id never changes, and only a session gets it.
KEPT = {"Cache-Control": "private, max-age=86400"}


@routes.post(
    "/admin/v1/content-items",
    allow=WRITE,
    summary=("创建素材（第一个版本为草稿）", "Create a content item with its first version, a draft"),
    body=shapes.NewContentItem,
    texts={"name": Lint.NONE, **REVIEWED},
    answer=shapes.CheckedContentVersion,
    status=201,
)
def create_content_item(ctx: Ctx, body: shapes.NewContentItem) -> shapes.CheckedContentVersion:
    return service.create(ctx, body)


@routes.get(
    "/admin/v1/content-items",
    allow=READ,
    scoped=Scoped.ANY,
    summary=("素材列表", "List content items"),
    query=shapes.ItemQuery,
    answer=Page[shapes.ContentItemLine],
)
def list_content_items(ctx: Ctx, query: shapes.ItemQuery) -> Page[shapes.ContentItemLine]:
    return listing.items(ctx, query)


@routes.put(
    "/admin/v1/content-items/{item_id}/name",
    allow=WRITE,
    summary=("素材改名（不影响审核）", "Rename a content item, which asks for no review"),
    body=shapes.RenameContent,
    texts={"name": Lint.NONE},
    answer=shapes.ContentItemLine,
    errors=(errors.UnknownContent,),
)
def rename_content_item(ctx: Ctx, item_id: ContentId, body: shapes.RenameContent) -> shapes.ContentItemLine:
    return keeping.rename(ctx, item_id, body)


@routes.post(
    "/admin/v1/content-items/{item_id}/archive",
    allow=WRITE,
    summary=("归档素材（不再供新的使用，已用的照常）", "Put a content item into the archive; who uses it goes on"),
    answer=shapes.ContentItemLine,
    errors=(errors.UnknownContent,),
)
def archive_content_item(ctx: Ctx, item_id: ContentId) -> shapes.ContentItemLine:
    return keeping.archive(ctx, item_id)


@routes.post(
    "/admin/v1/content-items/{item_id}/restore",
    allow=WRITE,
    summary=("取消归档", "Take a content item out of the archive"),
    answer=shapes.ContentItemLine,
    errors=(errors.UnknownContent,),
)
def restore_content_item(ctx: Ctx, item_id: ContentId) -> shapes.ContentItemLine:
    return keeping.restore(ctx, item_id)


@routes.get(
    "/admin/v1/content-items/{item_id}/versions/{version}/differences",
    allow=READ,
    scoped=Scoped.ANY,
    summary=("与上一个通过版本的差异", "What a version says otherwise than the one approved before it"),
    query=shapes.DifferenceQuery,
    answer=shapes.ContentDifference,
    errors=(errors.UnknownContent,),
)
def compare_content(
    ctx: Ctx, item_id: ContentId, version: str, query: shapes.DifferenceQuery
) -> shapes.ContentDifference:
    return service.difference(ctx, item_id, version, query.against)


@routes.get(
    "/admin/v1/content-items/{item_id}",
    allow=READ,
    scoped=Scoped.ANY,
    summary=("素材及其全部版本、审核记录与检查结果", "A content item with its versions, their reviews, and lint"),
    answer=shapes.ContentItem,
    errors=(errors.UnknownContent,),
)
def read_content_item(ctx: Ctx, item_id: ContentId) -> shapes.ContentItem:
    return service.item(ctx, item_id)


@routes.get(
    "/admin/v1/content-items/{item_id}/uses",
    allow=READ,
    summary=("素材被谁使用（群发、活码欢迎语）", "Who uses a content item: posts, welcomes of live codes"),
    query=PageQuery,
    answer=Page[shapes.ContentUse],
    errors=(errors.UnknownContent,),
)
def list_content_uses(ctx: Ctx, item_id: ContentId, query: PageQuery) -> Page[shapes.ContentUse]:
    return service.list_uses(ctx, item_id, query.limit, query.cursor)


@routes.get(
    "/admin/v1/content-versions",
    allow=READ,
    scoped=Scoped.ANY,
    summary=("按状态列出各素材的最新版本", "List the latest versions by status"),
    query=shapes.StatusQuery,
    answer=Page[shapes.ContentVersionLine],
)
def list_content_versions(ctx: Ctx, query: shapes.StatusQuery) -> Page[shapes.ContentVersionLine]:
    return listing.versions(ctx, query)


@routes.post(
    "/admin/v1/content-items/{item_id}/versions",
    allow=WRITE,
    summary=("修改素材（新版本通过前仍发送原版本）", "Edit: a new version; what is approved goes out until then"),
    body=shapes.NewContentVersion,
    texts=REVIEWED,
    answer=shapes.EditedContentVersion,
    status=201,
    errors=(
        errors.UnknownContent,
        errors.EditedMeanwhile,
        errors.KindIsFixed,
        errors.TooManyVersions,
        errors.BadVariables,
    ),
)
def edit_content_item(ctx: Ctx, item_id: ContentId, body: shapes.NewContentVersion) -> shapes.EditedContentVersion:
    return service.edit(ctx, item_id, body)


@routes.post(
    "/admin/v1/content-items/{item_id}/versions/{version}/previews",
    allow=READ,
    scoped=Scoped.ANY,
    leaves=Leaves(shapes.ITEM, "item_id"),
    summary=("预览素材（按渠道与变量取值）", "Preview a version for a channel with given values"),
    body=shapes.PreviewContent,
    texts={"values": Lint.NONE},
    answer=shapes.ContentPreview,
    errors=(errors.UnknownContent, errors.BadValues, *WECOM),
)
def preview_content(ctx: Ctx, item_id: ContentId, version: str, body: shapes.PreviewContent) -> shapes.ContentPreview:
    return service.preview(ctx, item_id, version, body)


@routes.post(
    "/admin/v1/content-items/{item_id}/versions/{version}/submissions",
    allow=SUBMIT,
    summary=("送审", "Submit a draft for review"),
    answer=shapes.CheckedContentVersion,
    errors=(*OUT_OF_TURN, errors.LintErrors),
)
def submit_content(ctx: Ctx, item_id: ContentId, version: str) -> shapes.CheckedContentVersion:
    return reviews.submit(ctx, item_id, version)


@routes.post(
    "/admin/v1/content-items/{item_id}/versions/{version}/reviews",
    allow=REVIEW,
    also=tuple(REVIEWS.values()),
    summary=("审核（内容、合规、业务三审之一）", "Give a verdict at one of the three reviews"),
    body=shapes.ReviewContent,
    texts={"reason": Lint.NONE},
    answer=shapes.ContentVersion,
    errors=(*OUT_OF_TURN, errors.OwnVersion, errors.ReviewedBefore, errors.ReasonNeeded),
)
def review_content(ctx: Ctx, item_id: ContentId, version: str, body: shapes.ReviewContent) -> shapes.ContentVersion:
    return reviews.review(ctx, item_id, version, body)


@routes.post(
    "/admin/v1/content-items/{item_id}/versions/{version}/withdrawals",
    allow=SUBMIT,
    summary=("撤回送审", "Withdraw a version from review"),
    answer=shapes.ContentVersion,
    errors=OUT_OF_TURN,
)
def withdraw_content(ctx: Ctx, item_id: ContentId, version: str) -> shapes.ContentVersion:
    return reviews.withdraw(ctx, item_id, version)


@routes.get(
    "/admin/v1/content-rules",
    allow=READ,
    scoped=Scoped.ANY,
    summary=("企业自定义禁用词与允许域名", "The corp's own forbidden words and allowed hosts"),
    answer=shapes.ContentRulesShown,
)
def read_content_rules(ctx: Ctx) -> shapes.ContentRulesShown:
    return checks.read_content_rules(ctx)


@routes.put(
    "/admin/v1/content-rules",
    allow=SET_RULES,
    summary=("设置企业自定义禁用词与允许域名", "Set the corp's own forbidden words and allowed hosts"),
    body=shapes.SetContentRules,
    texts={"extra_words": Lint.NONE},
    answer=shapes.ContentRulesShown,
    errors=(SettingsChanged,),
)
def set_content_rules(ctx: Ctx, body: shapes.SetContentRules) -> shapes.ContentRulesShown:
    return checks.set_content_rules(ctx, body)


@routes.post(
    "/admin/v1/pictures",
    allow=WRITE,
    summary=("上传图片", "Upload a picture"),
    body=shapes.NewPicture,
    texts={"name": Lint.NONE},
    answer=shapes.Picture,
    status=201,
    errors=(errors.PictureRefused,),
)
def upload_picture(ctx: Ctx, body: shapes.NewPicture) -> shapes.Picture:
    return pictures.keep(ctx, body)


@routes.get(
    "/admin/v1/pictures/{picture_id}",
    allow=READ,
    scoped=Scoped.ANY,
    summary=("查看图片", "A picture's bytes"),
    media_type="image/*",
    errors=(errors.UnknownPicture,),
)
def read_picture(ctx: Ctx, picture_id: PictureId) -> Answer:
    picture = pictures.picture(ctx, picture_id)
    return Answer(body=picture.data, media_type=picture.media_type, headers=KEPT)
