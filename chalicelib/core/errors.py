"""One tree of errors, each with a text in Chinese and English that says what to do next.

    AppError
    ├── BadRequest 400          InvalidBody · InvalidQuery · InvalidHeader · BodyTooLarge · MalformedMessage
    │                           UnsupportedMediaType · MethodNotAllowed
    │                           BadSignature · SignatureTooOld · WrongReceiver
    ├── Unauthenticated 401     SessionExpired · SignInCodeRefused
    ├── Forbidden 403           RoleNotAllowed · OutsideScope · NotAMember · NotAnOperator · ForeignPage
    ├── NotFound 404            UnknownCorp · UnknownPath
    ├── Conflict 409            IdempotencyConflict
    ├── Unprocessable 422       IdempotencyMismatch · Refused · NeedsConfirmation
    ├── TooBusy 429             AddressBusy · CorpBusy · SignInBusy
    └── Unavailable 503         NotConfigured · OutcomeUnknown · UpstreamFailed · UpstreamUnknown

Rooms add their own leaves. The class name is the public code. What is wrong at fields is told as faults, all at once:
`details.errors` of the answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Any, Self

import msgspec

MOST_FAULTS = 50
TOLD = 3
# To customers, of what they can do nothing about.
LATER = (
    "服务暂时不可用，请稍后重试；如仍不行，请联系门店员工。",
    "This does not work at the moment. Try again later, or ask the shop's staff.",
)


class Fault(msgspec.Struct, frozen=True):
    """One wrong thing at one field.

    path: dotted, as `rules[2].percent_off`, `query.from`, `header.idempotency-key`, `path.item_id`; '' is the whole
    body. rule: which one it breaks, a word that programs branch on; limit: its figure or an example, None without one.
    zh, en: one sentence, in the words of whoever stands at that door.
    """

    path: str
    rule: str
    limit: str | int | None
    zh: str
    en: str


class Misfit(ValueError):
    """What a shape finds wrong with itself as it is made (`__post_init__`): its door tells it as faults."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__("; ".join(fault.en for fault in faults))
        self.faults = faults


class Outlook(StrEnum):
    """What becomes of the same thing when it is tried again.

    AGAIN: nothing was done, and later it may be. NEVER: nothing was done, and until somebody mends the cause nothing
    will be. UNKNOWN: no answer came, so it may have been done; what is safe to repeat is repeated, else looked up.
    """

    AGAIN = "again"
    NEVER = "never"
    UNKNOWN = "unknown"


class AppError(Exception):
    """A refusal or failure that a caller may see.

    `details` are shown to the caller, so they never hold personal data or secrets. faults: stand there as `errors`, 50
    at most, with `more` where there are others; the text says the first three in the place of `{reason}`.
    retry_after: seconds after which the same may be tried again, 0 for no such time. reloads: a page that says so
    opens itself again then. customers: the texts at doors of customers, where those of everybody else are not for them.
    """

    status = 500
    outlook = Outlook.NEVER
    retry_after = 0
    reloads = False
    zh = "系统内部错误，请稍后重试；若持续出现，请把 request_id 发给技术支持。"
    en = "Something failed on our side. Try again; if it persists, send the request_id to support."
    customers: tuple[str, str] | None = None

    def __init__(self, zh: str = "", en: str = "", faults: Sequence[Fault] = (), **details: Any) -> None:
        self.zh = zh or type(self).zh
        self.en = en or type(self).en
        self.faults = tuple(faults[:MOST_FAULTS])
        if faults:
            rest = len(faults) - TOLD
            more_zh, more_en = (f"另有 {rest} 处。", f" {rest} more.") if rest > 0 else ("", "")
            self.zh = self.zh.replace("{reason}", "".join(fault.zh for fault in faults[:TOLD]) + more_zh)
            self.en = self.en.replace("{reason}", " ".join(fault.en for fault in faults[:TOLD]) + more_en)
            details["errors"] = [msgspec.structs.asdict(fault) for fault in self.faults]
            if len(faults) > MOST_FAULTS:
                details["more"] = len(faults) - MOST_FAULTS
        self.details = details
        super().__init__(f"{self.code}: {self.en} {details or ''}".strip())

    def beside(self, more: Sequence[Fault]) -> Self:
        """Itself, with more faults told after its own."""
        held = {name: value for name, value in self.details.items() if name not in ("errors", "more")}
        AppError.__init__(self, faults=[*self.faults, *more], **held)
        return self

    @property
    def code(self) -> str:
        """The public code of the error: its class's name."""
        return type(self).__name__


def outlook(error: Exception) -> Outlook:
    """What becomes of the same thing when it is tried again; what nobody foresaw may pass."""
    return error.outlook if isinstance(error, AppError) else Outlook.AGAIN


def every(error: type[AppError] = AppError) -> Iterator[type[AppError]]:
    """The whole tree as it is loaded, each class once, in the order of the codes."""
    found = {error}
    waiting = [error]
    while waiting:
        children = [child for child in waiting.pop().__subclasses__() if child not in found]
        found.update(children)
        waiting += children
    yield from sorted(found, key=lambda one: one.__name__)


class InternalError(AppError):
    """Anything nobody foresaw; the log has the cause under the same request_id."""

    outlook = Outlook.AGAIN


class BadRequest(AppError):
    status = 400
    zh = "请求内容有误，请按接口文档修正后重试。"
    en = "The request is not valid. Correct it as the API docs say and try again."


class InvalidBody(BadRequest):
    """What came is not of the shape that the door declares: every fault of the body, and of the rest of the request."""

    zh = "提交的内容有误：{reason}请修改后重试。"
    en = "What was sent is not right: {reason} Correct it and try again."

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(faults=faults)


class InvalidQuery(InvalidBody):
    zh = "查询条件有误：{reason}请修改后重试。"
    en = "The query is not right: {reason} Correct it and try again."


class InvalidHeader(InvalidBody):
    zh = "请求头有误：{reason}请修改后重试。"
    en = "A header is not right: {reason} Correct it and try again."


class BodyTooLarge(BadRequest):
    status = 413
    zh = "请求体超过 256 KB，请压缩图片，或拆分后分次提交。"
    en = "The body is over 256 KB. Make the picture smaller, or send it in parts."


class UnsupportedMediaType(BadRequest):
    status = 415
    zh = "请求体须为 JSON，请将 Content-Type 设为 application/json 后重试。"
    en = "The body must be JSON. Set Content-Type to application/json and try again."


class MethodNotAllowed(BadRequest):
    status = 405
    zh = "该接口不支持此请求方法，请对照接口文档修改后重试。"
    en = "This path does not take that method. Look into the API docs and try again."


class BadSignature(BadRequest):
    status = 403
    zh = "签名校验失败，请核对回调配置中的 Token 与 EncodingAESKey。"
    en = "The signature does not match. Check the callback Token and EncodingAESKey."


class SignatureTooOld(BadSignature):
    zh = "签名时间与当前时间相差过大，请在企业微信后台重新保存回调配置。"
    en = "It was signed too long ago. Save the callback settings at WeCom again."


class WrongReceiver(BadSignature):
    zh = "消息的接收方不是本企业，请核对回调配置中的企业 ID。"
    en = "The message is addressed to another corp. Check the corp id of the callback."


class MalformedMessage(BadRequest):
    zh = "消息格式无法解析，已拒收且未作任何修改。"
    en = "The message cannot be parsed. It was refused and nothing was changed."


class Unauthenticated(AppError):
    status = 401
    zh = "请先登录，再携带会话令牌访问。"
    en = "Sign in first, then send the session token as a Bearer token."


class SessionExpired(Unauthenticated):
    zh = "登录已过期，请重新登录。"
    en = "The session has expired. Sign in again."


class SignInCodeRefused(Unauthenticated):
    zh = "登录码无效、已使用或已过期，请重新获取后登录。"
    en = "The sign-in code is invalid, used or expired. Get a new one and sign in again."


class Forbidden(AppError):
    status = 403
    zh = "没有权限执行此操作，请联系企业管理员开通。"
    en = "You may not do this. Ask an owner of the corp for the role it needs."


class RoleNotAllowed(Forbidden):
    """Whoever asks has a role without the right to it, which the text names (core/http/rights.py)."""

    zh = "您的角色不含“{reason}”这项权限，请联系企业所有者开通。"
    en = "Your role does not hold the right “{reason}”. Ask an owner of the corp for it."


class OutsideScope(Forbidden):
    """The door is about the whole corp, and who asks acts for a part of it."""

    zh = "此操作面向整个企业，您的数据范围只是其中一部分，请联系企业所有者办理。"
    en = "This is about the whole corp, and your scope is a part of it. Ask an owner of the corp to do it."


class NotAMember(Forbidden):
    zh = "您还不是会员，请先添加门店员工为好友。"
    en = "You are not a member yet. Add a member of staff first."


class NotAnOperator(Forbidden):
    zh = "该员工未开通后台角色，请联系企业所有者分配。"
    en = "This member of staff has no role here. Ask an owner to assign one."


class ForeignPage(Forbidden):
    """A browser's session came along with what no page of ours has sent."""

    zh = "该请求不是从本系统的页面发出的，已拒绝。请在本系统页面中操作；程序调用请使用 Authorization: Bearer。"
    en = "This was not sent by a page of this system. Use its own pages; programs send Authorization: Bearer."


class NotFound(AppError):
    status = 404
    zh = "没有找到该内容，请检查编号是否正确。"
    en = "Nothing here under that id. Check the id."


class UnknownPath(NotFound):
    zh = "没有这个接口，请对照接口文档检查路径。"
    en = "Nothing here under that path. Check the path against the API docs."


class UnknownCorp(NotFound):
    zh = "没有找到该企业，请检查企业标识是否正确。"
    en = "No corp under that key. Check the corp key."


class Conflict(AppError):
    status = 409
    zh = "与当前状态冲突，请刷新后重试。"
    en = "This conflicts with the present state. Reload and try again."


class SettingsChanged(Conflict):
    """Somebody else set them since they were read. details: revision, the one that there is now."""

    zh = "这些设置刚被他人改过，没有覆盖。请刷新，看过现在的设置后再改。"
    en = "Somebody changed these settings meanwhile, and they were left so. Reload, look at them and decide again."


class IdempotencyConflict(Conflict):
    retry_after = 1
    zh = "同一 Idempotency-Key 的请求仍在处理中，请稍后用同一键重试。"
    en = "A request with this Idempotency-Key is still running. Retry with the same key in a moment."


class IdempotencyMismatch(AppError):
    status = 422
    zh = "该 Idempotency-Key 已用于内容不同的请求，请更换新的键。"
    en = "This Idempotency-Key was used with another request. Use a new key."


class Refused(AppError):
    """A body of the right shape that a room does not take, for what its fields say. Rooms name their own kinds."""

    status = 422
    zh = "提交的内容有误：{reason}请修改后重试。"
    en = "What was sent is not right: {reason} Correct it and try again."

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(faults=faults)


class NeedsConfirmation(Refused):
    """The unusual, which may be meant: the same body with `confirm: true` is taken."""

    zh = "请确认以下内容：{reason}如确认无误，请将 confirm 设为 true 后重新提交。"
    en = "Please look again: {reason} If it is meant, send it again with confirm: true."


class TooBusy(AppError):
    status = 429
    retry_after = 2
    reloads = True
    outlook = Outlook.AGAIN
    zh = "当前人数较多，请稍候几秒再试。"
    en = "Too many at once. Try again in a few seconds."


class TurnedAway(TooBusy):
    """Refused for who asks, not for how busy we are; `wait` seconds later there is room for one more."""

    def __init__(self, wait: int) -> None:
        super().__init__(self.zh.format(wait=wait), self.en.format(wait=wait))
        self.retry_after = wait


class AddressBusy(TurnedAway):
    zh = "来自您所在网络的访问过于频繁，请 {wait} 秒后再试。"
    en = "Too many requests come from your network. Try again in {wait} seconds."


class CorpBusy(TurnedAway):
    zh = "该企业的请求过于频繁，请 {wait} 秒后再试。"
    en = "This corp sends too many requests of this kind. Try again in {wait} seconds."


class SignInBusy(TurnedAway):
    zh = "近期失败的登录过多，请 {wait} 秒后重新登录。"
    en = "Too many sign-ins have failed just now. Sign in again in {wait} seconds."


class Unavailable(AppError):
    status = 503
    retry_after = 5
    outlook = Outlook.AGAIN
    zh = "服务暂时不可用，请稍后重试。"
    en = "Not available right now. Try again later."


class NotConfigured(Unavailable):
    retry_after = 0
    zh = "系统尚未完成配置，请先运行配置命令写入企业参数。"
    en = "Not configured yet. Run the provisioning command to write the corp's settings first."


class OutcomeUnknown(Unavailable):
    """The database did not answer a write: it may or may not have happened. The same request may be repeated."""

    outlook = Outlook.UNKNOWN
    zh = "暂未收到处理结果，请用同一请求（同一 Idempotency-Key）重试，不会重复处理。"
    en = "No answer came back in time. Repeat the same request (same Idempotency-Key); it is not done twice."


class UpstreamFailed(Unavailable):
    """An outside platform answered that it did not do the thing. Whether a later try helps is each answer's own."""

    status = 502
    outlook = Outlook.NEVER
    retry_after = 0
    zh = "微信侧接口返回失败，请稍后重试。"
    en = "The platform answered with a failure. Try again later."
    # Of errcodes, secrets and merchants a customer knows nothing.
    customers: tuple[str, str] | None = LATER


class UpstreamUnknown(UpstreamFailed):
    """No answer came back: the thing may or may not have been done. Look it up, never repeat it blindly."""

    outlook = Outlook.UNKNOWN
    zh = "微信侧接口没有响应，是否完成尚不清楚。请稍后查看结果，如未完成再重试。"
    en = "The platform did not answer, so it may or may not be done. Look in a moment, and try again if it is not."
